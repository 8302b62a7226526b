"""Names that people use for small areas, in place of "Fenland 003A".

An area is named after the settlement its people live in or nearest to. A town of several areas is
told apart by its wards or suburbs, and what still shares a name by a compass word:
"Wisbech South, east". A name is made from where most people live, so it may leave out a hamlet.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from geodata.compass import WINDS, find_compass_words

# How much nearer a smaller kind of settlement must be before an area is named after it.
RELUCTANCE = {
    "Town": 0.7,
    "City": 0.7,
    "Suburban Area": 1.0,
    "Village": 1.0,
    "Other Settlement": 1.0,
    "Hamlet": 2.0,
}
WARD_AGREES = 0.6  # a settlement that the ward is named after counts as this much nearer
FARTHEST_M = 2500.0  # of a village; beyond it the ward says more
NEAREST_M = 800.0  # of a village that the ward is not named after, where settlements are unlisted
SUBURB_M = 1500.0
TOWNS = ("City", "Town")
VILLAGES = ("Village", "Hamlet", "Other Settlement")
JOINED = re.compile(r"\s*(?:&|,| and )\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class NamingRules:
    """What a recipe may say about names.

    Attributes
    ----------
    named_by_ward
        Districts that are one city whose quarters are its wards: "Cambridge" → "Cambridge Romsey".
    town_unsaid
        Towns whose suburbs are known without them: "Peterborough" → "Dogsthorpe".
    """

    named_by_ward: tuple[str, ...] = ()
    town_unsaid: tuple[str, ...] = ()


def name_areas(areas: DataFrame, settlements: DataFrame, rules: NamingRules) -> Series:
    """Give every area a name that nobody else's has.

    Parameters
    ----------
    areas
        Indexed by `area_id`: `easting_m`, `northing_m` (EPSG:27700, where its people are),
        `ward`, `district`.
    settlements
        As `read_settlements` gives them, and `district`, the one each stands in.

    Returns
    -------
    names
        In the order of `areas`.
    """
    labels = Series(
        [_label(row, settlements, rules) for row in areas.to_dict("records")],
        index=areas.index,
        dtype=object,
    )
    labels = _tell_districts_apart(labels, areas["district"])
    return _tell_areas_apart(labels, areas)


def _label(area: dict[Hashable, Any], settlements: DataFrame, rules: NamingRules) -> str:
    district, ward = str(area["district"]), str(area["ward"])
    if district in rules.named_by_ward:
        return ward if district in ward else f"{district} {ward}"
    near = _measure(area, settlements[settlements["district"] == district])
    town = _town(area, near)
    return _village(ward, near) if town is None else _quarter(town, ward, near, rules)


def _measure(area: dict[Hashable, Any], near: DataFrame) -> DataFrame:
    """Add how far each settlement is: `metres`, and `felt`, with kind and ward weighed in."""
    metres = np.hypot(
        near["easting_m"] - area["easting_m"], near["northing_m"] - area["northing_m"]
    )
    parts = [part for part in JOINED.split(str(area["ward"])) if part]
    agrees = near["name"].map(lambda name: any(_is_of(name, part) for part in parts))
    felt = metres * near["type"].map(RELUCTANCE) * np.where(agrees, WARD_AGREES, 1.0)
    return near.assign(metres=metres, felt=felt, agrees=agrees)


def _is_of(name: str, part: str) -> bool:
    """Whether a settlement's name and a part of a ward's name share whole words."""
    return bool(
        re.search(rf"\b{re.escape(part)}\b", name) or re.search(rf"\b{re.escape(name)}\b", part)
    )


def _town(area: dict[Hashable, Any], near: DataFrame) -> str | None:
    """Find the town whose box holds the area, unless a village inside that box is nearer."""
    east, north = area["easting_m"], area["northing_m"]
    inside = near[
        near["type"].isin(TOWNS)
        & near["west_m"].le(east)
        & near["east_m"].ge(east)
        & near["south_m"].le(north)
        & near["north_m"].ge(north)
    ]
    if inside.empty:
        return None
    town = inside.nsmallest(1, "felt").iloc[0]
    suburbs = near.loc[near["type"] == "Suburban Area", "felt"]
    villages = near.loc[near["type"] == "Village", "felt"]
    return None if villages.min() < min(town["felt"], suburbs.min()) else str(town["name"])


def _quarter(town: str, ward: str, near: DataFrame, rules: NamingRules) -> str:
    """Name a part of a town: by its ward where the ward names the town, else by its suburb."""
    unsaid = town in rules.town_unsaid
    parts = [part for part in JOINED.split(ward) if part.startswith(town)]
    if parts and not unsaid:
        return parts[0]
    suburbs = near[near["type"] == "Suburban Area"]
    nearest = suburbs.nsmallest(1, "felt").iloc[0] if len(suburbs) else None
    centre = near.loc[near["name"] == town, "metres"].min()
    if nearest is None or nearest["metres"] > SUBURB_M:
        return f"{town} {JOINED.split(ward)[0]}" if unsaid else town
    if centre < nearest["felt"]:
        return f"{town} centre" if unsaid else town
    suburb = str(nearest["name"])
    return suburb if unsaid or town in suburb else f"{town} {suburb}"


def _village(ward: str, near: DataFrame) -> str:
    villages = near[near["type"].isin(VILLAGES)]
    if villages.empty:
        return ward
    nearest = villages.nsmallest(1, "felt").iloc[0]
    # A ward named after no settlement in the list lies where the list has holes.
    farthest = FARTHEST_M if near["agrees"].any() else NEAREST_M
    if nearest["metres"] > farthest:
        return ward
    village = str(nearest["name"])
    # "Upper Cambourne" says more than Cambourne.
    parts = near[(near["type"] == "Suburban Area") & near["name"].str.endswith(f" {village}")]
    part = parts.nsmallest(1, "metres").iloc[0] if len(parts) else nearest
    return str(part["name"]) if part["metres"] < min(nearest["metres"], SUBURB_M) else village


def _tell_districts_apart(labels: Series, districts: Series) -> Series:
    """Add the district to a label that areas of two districts share: two Suttons are two places."""
    homes = districts.groupby(labels).nunique()
    shared = labels.isin(homes.index[homes > 1])
    return labels.where(~shared, labels + " (" + districts + ")")


def _tell_areas_apart(labels: Series, areas: DataFrame) -> Series:
    names = labels.copy()
    for label, members in labels.groupby(labels):
        group = areas.loc[members.index]
        if len(group) > len(WINDS):
            names[members.index] = _tell_wards_apart(str(label), group)
        else:
            names[members.index] = _with_compass(str(label), group)
    return _number_repeats(names)


def _tell_wards_apart(label: str, group: DataFrame) -> Series:
    """Split a group too large for the compass by ward first."""
    wards = group["ward"].map(
        lambda ward: JOINED.split(ward)[0].removeprefix(label).strip() or ward
    )
    pieces = [
        _with_compass(f"{label} {ward}", members)
        if len(members) <= len(WINDS)
        else Series(f"{label} {ward}", index=members.index, dtype=object)
        for ward, members in group.groupby(wards)
    ]
    joined: Series = pd.concat(pieces)
    return joined


def _with_compass(label: str, group: DataFrame) -> Series:
    words = find_compass_words(group[["easting_m", "northing_m"]].to_numpy(float))
    named = [f"{label}, {word}" if word else label for word in words]
    return Series(named, index=group.index, dtype=object)


def _number_repeats(names: Series) -> Series:
    """Add a number to what nothing else tells apart, as a last resort."""
    order = names.groupby(names).cumcount() + 1
    repeated = names.duplicated(keep=False)
    return names.where(~repeated, names + " " + order.astype(str))

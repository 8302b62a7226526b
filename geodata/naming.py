"""Names that people use for small areas, in place of "Fenland 003A".

An area is named after the settlement its people live in or nearest to. A town of several areas is
told apart by its wards or suburbs, and what still shares a name by a compass word:
"Wisbech South, east". A name is made from where most people live, so it may leave out a hamlet.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas import DataFrame, Series

from geodata.compass import WINDS, find_compass_words, find_sectors
from geodata.gazetteer import JOINED, Gazetteer, Rows, split_ward

FARTHEST_M = 2500.0  # of a village; beyond it the ward says more
NEAREST_M = 800.0  # of a village that the ward is not named after, where settlements are unlisted
SUBURB_M = 1500.0
TOWNS = ("City", "Town")
# Words of wards that say nothing without the town.
BARE = {
    *("north", "south", "east", "west", "central", "centre", "town", "city", "mid", "and", "&"),
    *("north-east", "north-west", "south-east", "south-west", "upper", "lower", "rural", "village"),
}
VILLAGES = ("Village", "Hamlet", "Other Settlement")


@dataclass(frozen=True, slots=True, kw_only=True)
class NamingRules:
    """What a recipe may say about names.

    Attributes
    ----------
    named_by_ward
        Districts that are one city whose quarters are its wards: "Cambridge" → "Cambridge Romsey".
    short_words
        Short words of local names that no settlement or ward has, where publishers write in
        capitals: "CAM" is the river and no initials.
    town_unsaid
        Towns whose suburbs are known without them: "Peterborough" → "Dogsthorpe".
    """

    named_by_ward: tuple[str, ...] = ()
    town_unsaid: tuple[str, ...] = ()
    short_words: tuple[str, ...] = ()


def name_areas(areas: DataFrame, settlements: DataFrame, rules: NamingRules) -> Series:
    """Return a name for every area that nobody else's has.

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
    pieces = []
    by_district = dict(iter(settlements.groupby("district")))
    for district, members in areas.groupby("district"):
        near = by_district.get(district, settlements.iloc[:0])
        named = _label(str(district), members, near, rules)
        pieces.append(Series(named, index=members.index, dtype=object))
    labels = pd.concat(pieces).reindex(areas.index)
    labels = _tell_districts_apart(labels, areas["district"])
    return _tell_areas_apart(labels, areas)


def _label(district: str, areas: DataFrame, near: DataFrame, rules: NamingRules) -> list[str]:
    """Label the areas of a district by the settlements in it."""
    wards = [str(ward) for ward in areas["ward"]]
    if district in rules.named_by_ward:
        return [ward if district in ward else f"{district} {ward}" for ward in wards]
    gazetteer = Gazetteer(near)
    points = areas[["easting_m", "northing_m"]].to_numpy(float)
    suburbs = gazetteer.candidates(("Suburban Area",), points)
    villages = gazetteer.candidates(("Village",), points)
    rural = gazetteer.candidates(VILLAGES, points)
    towns = gazetteer.rows_of(TOWNS)
    labels = []
    for n, ward in enumerate(wards):
        spot = _Spot(gazetteer, points[n], ward, district)
        town = _town(spot, towns, suburbs[n], villages[n])
        labels.append(
            _village(spot, rural[n]) if town is None else _quarter(town, spot, suburbs[n], rules)
        )
    return labels


class _Spot:
    """Where an area is, in which ward, among which settlements."""

    def __init__(
        self, gazetteer: Gazetteer, point: NDArray[np.float64], ward: str, district: str
    ) -> None:
        self.gazetteer, self.point, self.ward = gazetteer, point, ward
        self.home = district.split(",", maxsplit=1)[0]
        self.parts = split_ward(ward)

    def nearest(self, rows: Rows) -> tuple[int, float] | None:
        """Find the settlement felt to be nearest, the first of several, and how near it is."""
        if not len(rows):
            return None
        felt = self.gazetteer.felt(rows, self.point, self.parts)
        best = int(np.argmin(felt))
        return int(rows[best]), float(felt[best])

    def ward_name(self) -> str:
        """Return the ward, with the district before it where it is called Central, or Town."""
        is_bare = {word.casefold() for word in self.ward.split()} <= BARE
        return f"{self.home} {self.ward}" if is_bare and self.home not in self.ward else self.ward

    def metres(self, row: int) -> float:
        """Measure how far a settlement is."""
        return float(self.gazetteer.metres(np.array([row]), self.point)[0])


def _town(spot: _Spot, towns: Rows, suburbs: Rows, villages: Rows) -> str | None:
    """Find the town whose box holds the area, unless a village inside that box is nearer."""
    town = spot.nearest(spot.gazetteer.towns_around(spot.point, towns))
    if town is None:
        return None
    suburb, village = spot.nearest(suburbs), spot.nearest(villages)
    urban = town[1] if suburb is None else min(town[1], suburb[1])
    is_village = village is not None and village[1] < urban
    return None if is_village else spot.gazetteer.names[town[0]]


def _quarter(town: str, spot: _Spot, suburbs: Rows, rules: NamingRules) -> str:
    """Name a part of a town: by its ward where the ward names the town, else by its suburb."""
    unsaid = town in rules.town_unsaid
    parts = [part for part in spot.parts if part.startswith(town)]
    if parts and not unsaid:
        return parts[0]
    nearest = spot.nearest(suburbs)
    if nearest is None or spot.metres(nearest[0]) > SUBURB_M:
        return f"{town} {JOINED.split(spot.ward)[0]}" if unsaid else town
    centre = spot.gazetteer.metres(spot.gazetteer.called(town), spot.point).min()
    if centre < nearest[1]:
        return f"{town} centre" if unsaid else town
    suburb = spot.gazetteer.names[nearest[0]]
    return suburb if unsaid or town in suburb else _joined(town, suburb)


def _village(spot: _Spot, rural: Rows) -> str:
    nearest = spot.nearest(rural)
    if nearest is None:
        return spot.ward_name()
    # A ward named after no settlement in the list lies where the list has holes.
    farthest = FARTHEST_M if spot.gazetteer.names_ward(spot.parts) else NEAREST_M
    metres = spot.metres(nearest[0])
    if metres > farthest:
        return spot.ward_name()
    village = spot.gazetteer.names[nearest[0]]
    # "Upper Cambourne" says more than Cambourne.
    parts = spot.gazetteer.ending_in(village, "Suburban Area")
    if not len(parts):
        return village
    away = spot.gazetteer.metres(parts, spot.point)
    part = int(np.argmin(away))
    is_nearer = away[part] < min(metres, SUBURB_M)
    return spot.gazetteer.names[parts[part]] if is_nearer else village


def _tell_districts_apart(labels: Series, districts: Series) -> Series:
    """Add the district to a label that areas of two districts share: two Suttons are two places."""
    homes = districts.groupby(labels).nunique()
    shared = labels.isin(homes.index[homes > 1])
    return labels.where(~shared, labels + " (" + districts + ")")


def _tell_areas_apart(labels: Series, areas: DataFrame) -> Series:
    pieces = [
        _tell_wards_apart(str(label), group)
        if len(group) > len(WINDS)
        else _with_compass(str(label), group)
        for label, group in areas.groupby(labels)
    ]
    return _number_repeats(pd.concat(pieces).reindex(labels.index))


def _tell_wards_apart(label: str, group: DataFrame) -> Series:
    """Split a group too large for the compass by ward first, then by where in the ward each is."""
    named = group["ward"].map(lambda ward: _part_of(label, str(ward)))
    pieces = [
        _with_compass(str(name), members)
        if len(members) <= len(WINDS)
        else _with_sectors(str(name), members)
        for name, members in group.groupby(named)
    ]
    joined: Series = pd.concat(pieces)
    return joined


def _part_of(label: str, ward: str) -> str:
    """Add to a label what its ward says more than it: Wisbech South, but never Town Town."""
    first = JOINED.split(ward)[0]
    more = first.removeprefix(label).strip()
    return _joined(label, more) if more and first not in label else label


def _joined(name: str, part: str) -> str:
    """Join a name and a part of it without saying a word twice: Newton Aycliffe North."""
    said, more = name.split(), part.split()
    for many in range(min(len(said), len(more)), 0, -1):
        if said[-many:] == more[:many]:
            return " ".join([*said, *more[many:]])
    return f"{name} {part}"


def _with_sectors(label: str, group: DataFrame) -> Series:
    """Name each of a large group by the side it lies on; several on one side are numbered."""
    words = find_sectors(group[["easting_m", "northing_m"]].to_numpy(float))
    named = [_on_side(label, word) for word in words]
    return _number_repeats(Series(named, index=group.index, dtype=object))


def _with_compass(label: str, group: DataFrame) -> Series:
    words = find_compass_words(group[["easting_m", "northing_m"]].to_numpy(float))
    named = [_on_side(label, word) for word in words]
    return Series(named, index=group.index, dtype=object)


def _on_side(label: str, word: str) -> str:
    """Add a compass word to a label, and no word twice: March North, north side."""
    if not word:
        return label
    if label.casefold().endswith(f" {word}"):
        return f"{label}, middle" if word == "central" else f"{label}, {word} side"
    return f"{label}, {word}"


def _number_repeats(names: Series) -> Series:
    """Add a number to what nothing else tells apart, as a last resort."""
    order = names.groupby(names).cumcount() + 1
    repeated = names.duplicated(keep=False)
    return names.where(~repeated, names + " " + order.astype(str))

"""Which services are on offer, to whom, and whether they have a door."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from geopandas import GeoDataFrame
from numpy.typing import NDArray
from pandas import DataFrame, Series

from geodata.model import Service
from geodata.offers import AWAY_FROM_DOORS, PREGNANCY, RUNNING, parts_of
from layers.ages import span_words
from layers.said.numbers import listed

OPEN = "open"
NOT_STATED = "not stated"
AS_WRITTEN: Final = {
    "childrens": "children’s",
    **{short: short.upper() for short in ("camhs", "ehcp", "gp", "send")},
}
LINKED_SITE = "linked-site"  # how every kind of linked site ends


def kind_words(kind: str) -> str:
    """Describe a kind of asset: "child-and-family-centre" is "child and family centre"."""
    words = " ".join(AS_WRITTEN.get(word, word) for word in kind.split("-"))
    return words.replace("multi agency", "multi-agency")


def takes_words(youngest: float, oldest: float) -> str:
    """Return the ages an asset takes: "0–4", "16 and over", "up to 4", "not stated"."""
    if math.isnan(youngest) and math.isnan(oldest):
        return NOT_STATED
    if math.isnan(oldest):
        return "from pregnancy" if youngest == PREGNANCY else f"{youngest:.0f} and over"
    if math.isnan(youngest):
        return "until birth" if oldest == PREGNANCY else f"up to {oldest:.0f}"
    return span_words(int(youngest), int(oldest))


def placed_words(precision_m: float) -> str:
    """Return how exactly a door is placed: "within about 500 m"; empty where not stated."""
    return "" if math.isnan(precision_m) else f"within about {precision_m:,.0f} m"


def part_words(assets: DataFrame, asset_id: str) -> str:
    """Return what an asset is a part of: "second door of Elm Centre"; empty where of nothing."""
    return parts_words(assets, [asset_id])[asset_id]


def parts_words(assets: DataFrame, asset_ids: Iterable[str]) -> dict[str, str]:
    """Return what each of some assets is a part of, in words; see `part_words`."""
    ids = list(dict.fromkeys(asset_ids))
    own = assets[["parent_id", "kind"]].loc[ids]
    parents = own["parent_id"].dropna().unique()
    above = assets.loc[assets.index.isin(parents), ["name", "kind"]].to_dict("index")
    return {
        key: _part_words(parent, str(kind), above)
        for key, parent, kind in zip(ids, own["parent_id"], own["kind"], strict=True)
    }


def _part_words(parent: object, kind: str, above: Mapping[Hashable, Mapping[Hashable, Any]]) -> str:
    if not isinstance(parent, str):
        return ""
    if parent not in above:
        return f"part of {parent}, which is not listed"
    same = str(above[parent]["kind"]) == kind
    return f"{'second door of' if same else 'linked to'} {above[parent]['name']}"


def service_assets(assets: GeoDataFrame, service: Service) -> GeoDataFrame:
    """Pick the assets of a service, of any age, open or not, in person or not."""
    return assets[assets["kind"].isin(service.kinds)]


def is_running(assets: DataFrame) -> Series:
    """Return which assets are running: open, on trial, or reduced and still there."""
    running: Series = assets["status"].isin(RUNNING)
    return running


def has_door(assets: GeoDataFrame) -> Series:
    """Return which assets have a door that people travel to: a point, and not only home or online.

    An offer at home, online or by telephone has none, whatever office it is run from.
    """
    located = ~(assets.geometry.isna() | assets.geometry.is_empty)
    away = {cell: _is_away(cell) for cell in assets["delivery"].dropna().unique()}
    doors: Series = located & ~assets["delivery"].map(away).eq(other=True)
    return doors


def _is_away(delivery: str) -> bool:
    ways = parts_of(delivery)
    return bool(ways) and AWAY_FROM_DOORS.issuperset(ways)


def open_doors(assets: GeoDataFrame) -> GeoDataFrame:
    """Pick the assets that are running and can be walked into."""
    return assets[is_running(assets) & has_door(assets)]


def takes_ages(assets: DataFrame, ages: range) -> NDArray[np.bool_]:
    """Return which assets take which single years of age; -1 is pregnancy.

    An asset that states no oldest age is taken to have none, and one that states no youngest to
    begin at birth: pregnancy is taken only by what says so. `rests_on_unstated` tells who is taken
    for want of a limit, so that it can be said.

    Returns
    -------
    takes
        Assets down, ages across.
    """
    births = np.minimum(assets["age_to"].fillna(0).to_numpy(float), 0)
    youngest = np.where(assets["age_from"].isna(), births, assets["age_from"].to_numpy(float))
    youngest = youngest[:, None]
    oldest = assets["age_to"].fillna(np.inf).to_numpy(float)[:, None]
    wanted = np.asarray(ages, float)[None, :]
    return np.asarray((youngest <= wanted) & (wanted <= oldest))


def rests_on_unstated(assets: DataFrame, ages: range) -> NDArray[np.bool_]:
    """Return which assets take some of the ages only as long as what is not stated is no limit."""
    return np.asarray(rests_by_age(assets, ages).any(axis=1))


def rests_by_age(assets: DataFrame, ages: range) -> NDArray[np.bool_]:
    """Return which assets take which ages only as long as what is not stated is no limit.

    An asset surely takes the ages between those that it states, and the one it states alone.

    Returns
    -------
    rests
        Assets down, ages across.
    """
    stated = assets[["age_from", "age_to"]].astype(float)
    sure = DataFrame(
        {
            "age_from": stated["age_from"].fillna(stated["age_to"]),
            "age_to": stated["age_to"].fillna(stated["age_from"]),
        }
    )
    surely = takes_ages(sure, ages) & stated.notna().any(axis="columns").to_numpy()[:, None]
    return np.asarray(takes_ages(assets, ages) & ~surely)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgesUnstated:
    """How many assets take some ages only as long as what they do not state is no limit.

    Attributes
    ----------
    ages, oldest, youngest
        How many of them state no age at all, no oldest one, and no youngest one.
    """

    ages: int = 0
    oldest: int = 0
    youngest: int = 0

    @property
    def total(self) -> int:
        """How many there are in all."""
        return self.ages + self.oldest + self.youngest

    def words(self, of: str) -> str:
        """Return them in words: "24 of 32 open doors state no oldest age, and 1 no ages"."""
        kinds = ((self.oldest, "oldest age"), (self.youngest, "youngest age"), (self.ages, "ages"))
        said = [(count, what) for count, what in kinds if count]
        first, *rest = [f"{count:,}{{}} no {what}" for count, what in said] or [""]
        states = "states" if said and said[0][0] == 1 else "state"
        return listed([first.format(f" {of} {states}"), *(each.format("") for each in rest)])


def ages_unstated(assets: DataFrame, ages: range) -> AgesUnstated:
    """Count the assets that take some of the ages for want of a limit that they state."""
    rests = assets[rests_on_unstated(assets, ages)]
    no_youngest, no_oldest = rests["age_from"].isna(), rests["age_to"].isna()
    return AgesUnstated(
        ages=int((no_youngest & no_oldest).sum()),
        oldest=int((~no_youngest & no_oldest).sum()),
        youngest=int((no_youngest & ~no_oldest).sum()),
    )


def centre_of(assets: GeoDataFrame) -> Series:
    """Name the centre that each asset is a part of: itself, or what its parents lead to.

    A second door and a linked site are parts of the centre that their `parent_id` names, open,
    closed or not in the table at all: a split centre stays one whichever of its doors closes.

    Returns
    -------
    centres
        Ids of centres, indexed as `assets`. Whoever counts centres counts these, each once.
    """
    parents = assets["parent_id"].dropna().to_dict()
    centres = {key: _root(key, parents) for key in parents}
    named: Series = assets.index.to_series().map(lambda key: centres.get(key, key))
    return named


def _root(key: str, parents: Mapping[str, str]) -> str:
    """Follow parents to the last; among assets that name one another, the first by name."""
    seen = [key]
    while seen[-1] in parents:
        above = parents[seen[-1]]
        if above in seen:
            return min(seen[seen.index(above) :])
        seen.append(above)
    return seen[-1]


def is_linked_site(assets: GeoDataFrame) -> Series:
    """Return which assets are linked sites: part of a centre of another kind, no base of one.

    A register may list linked sites and not say of which centre: their kind tells.
    """
    kinds = assets["kind"]
    of_root = centre_of(assets).map(kinds.to_dict())
    linked: Series = (of_root.notna() & (of_root != kinds)) | kinds.str.endswith(LINKED_SITE)
    return linked


def is_centre(assets: GeoDataFrame) -> Series:
    """Return which assets to count so that every centre is counted once.

    Of a split centre that is its first open door, or where none is open its first; never a linked
    site, which is part of a hub and no base of its own.
    """
    roots = centre_of(assets)
    order = DataFrame(
        {
            "centre": roots,
            "closed": ~(is_running(assets) & has_door(assets)).to_numpy(),
            "second": roots != assets.index,
            "at": np.arange(len(assets)),
        }
    )
    bases = order[~is_linked_site(assets)].sort_values(["closed", "second"], kind="stable")
    counted = np.zeros(len(assets), dtype=bool)
    counted[bases.drop_duplicates("centre")["at"]] = True
    return Series(counted, index=assets.index)

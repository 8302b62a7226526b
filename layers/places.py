"""Places made of areas, and sums over them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from geopandas import GeoDataFrame
from pandas import DataFrame, Series

from geodata.errors import Problem, QuestionError
from geodata.model import Pack
from layers.once import once_of_a_pack


def places_of_kind(pack: Pack, kind: str) -> GeoDataFrame:
    """Pick the places of a kind, by name."""
    return _of_kind(pack, kind).copy(deep=False)


@once_of_a_pack
def _of_kind(pack: Pack, kind: str) -> GeoDataFrame:
    return pack.places[pack.places["kind"] == kind].sort_values("name")


def sum_by_place(pack: Pack, kind: str, figures: DataFrame) -> DataFrame:
    """Add up counts of areas over each place of a kind, by the share of the area inside it.

    Parameters
    ----------
    figures
        Counts indexed by `area_id`; NaN where not known.

    Returns
    -------
    places
        Indexed by `place_id`: `place`, `kind`, `areas` (how many it touches) and each count, the
        sum of what is known; NaN where nothing is.
    """
    members, heads = _members_of_kind(pack, kind)
    parts = figures.reindex(members["area_id"]).mul(members["share"].to_numpy(), axis="index")
    grouped = parts.groupby(members["place_id"].to_numpy())
    joined: DataFrame = heads.join(grouped.sum(min_count=1))
    return joined


@once_of_a_pack
def _members_of_kind(pack: Pack, kind: str) -> tuple[DataFrame, DataFrame]:
    """Return which areas make the places of a kind, and what these are called and touch."""
    places = places_of_kind(pack, kind)
    members = pack.membership[pack.membership["place_id"].isin(places.index)]
    heads = DataFrame({"place": places["name"], "kind": places["kind"]})
    heads["areas"] = members.groupby("place_id").size().reindex(places.index).fillna(0).astype(int)
    return members, heads


def count_by_place(pack: Pack, kind: str, flags: Series) -> Series:
    """Count the areas that are flagged in each place of a kind, each area that it touches as one.

    Parameters
    ----------
    flags
        Indexed by `area_id`.
    """
    members, heads = _members_of_kind(pack, kind)
    flagged = flags.reindex(members["area_id"]).to_numpy()
    counts = members[flagged].groupby("place_id").size()
    return counts.reindex(heads.index).fillna(0).astype(float)


def find_place(pack: Pack, place_id: str) -> Series:
    """Find a place by its id.

    Raises
    ------
    QuestionError
        The pack has no such place.
    """
    if place_id not in pack.places.index:
        raise QuestionError(
            Problem(
                where="the place",
                found=repr(place_id),
                expected=f"the id of one of the {len(pack.places)} places of {pack.info.title}",
                fix="Choose one from the Places page, or by the command places.",
            )
        )
    place: Series = pack.places.loc[place_id]
    return place


def member_areas(pack: Pack, place_id: str) -> Series:
    """Return the share of each area that is inside a place, indexed by `area_id`."""
    rows = _rows_of_places(pack).get(place_id, [])
    shares: Series = pack.membership.iloc[rows].set_index("area_id")["share"]
    return shares


@once_of_a_pack
def _rows_of_places(pack: Pack) -> Mapping[Any, Any]:
    """Return which rows of the membership are of each place."""
    found: Mapping[Any, Any] = pack.membership.groupby("place_id", sort=False).indices
    return found


def holders(pack: Pack, kind: str, place_id: str) -> Iterator[str]:
    """Find the places of a kind that hold any of the place, by name."""
    if pack.places.loc[place_id, "kind"] == kind:
        yield place_id
        return
    inside = member_areas(pack, place_id).index
    candidates = pack.places.index[pack.places["kind"] == kind]
    members = pack.membership[
        pack.membership["place_id"].isin(candidates) & pack.membership["area_id"].isin(inside)
    ]
    held = pack.places.loc[members["place_id"].unique()].sort_values("name")
    yield from (str(key) for key in held.index)


def primary_place(pack: Pack, kind: str) -> Series:
    """Name each area's place of a kind: the one that holds most of it, indexed by `area_id`."""
    ids = places_of_kind(pack, kind).index
    members = pack.membership[pack.membership["place_id"].isin(ids)]
    largest = members.sort_values("share", ascending=False).drop_duplicates("area_id")
    chosen: Series = largest.set_index("area_id")["place_id"].reindex(pack.areas.index)
    return chosen

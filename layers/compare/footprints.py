"""Whose lines children fall under: one kind of place laid over another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from pandas import DataFrame, Series

from geodata.errors import Problem, QuestionError
from geodata.model import OLDEST_AGE, Pack, PlaceKind, Source
from layers.people import children_by_age
from layers.places import find_place, places_of_kind
from layers.said.citing import sources_by_key
from layers.said.numbers import listed, percent
from layers.said.sentences import called

COUNTED_SHARE = 0.01  # fewer than one child in a hundred is a sliver of the map, not a footprint
WHOLE = 1 - 1e-9
WHOLE_ENOUGH = 1 - 5e-3  # as said: to the nearest per cent
APPORTIONED = (
    "Where both kinds split a neighbourhood, its children are taken to be spread alike over the "
    "parts, and the figure is marked apportioned."
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Footprints:
    """One kind of place laid over another, in children.

    Attributes
    ----------
    crosswalk
        One row for each pair that shares children: `place_id`, `place`, `other_id`, `other`,
        `children`, `share` (of the place's children; 0–1) and `is_apportioned` (an area that both
        split lies between them, so the number rests on an assumption).
    places
        Indexed by `place_id`, by name: `place`, `children`, `others` (how many others take in at
        least one child in a hundred), `largest`, `largest_share` and `covered_share` (the sum of
        the shares: 1 where the others divide everyone up, less where some are in none, more where
        they overlap).
    missing_areas
        Areas with no count of children, left out.
    """

    kind: str
    other_kind: str
    label: str
    plural: str
    other_label: str
    other_plural: str
    ages: range
    crosswalk: DataFrame
    places: DataFrame
    missing_areas: int
    sources: tuple[Source, ...]
    is_illustrative: bool

    @property
    def table(self) -> DataFrame:
        """A row for each pair that shares children."""
        return self.crosswalk.set_index("place_id")

    def missing(self) -> dict[str, float]:
        """Return how many areas have no count of children."""
        return {"areas": float(self.missing_areas)} if self.missing_areas else {}

    def notes(self) -> tuple[str, ...]:
        """Return how children are counted, where a figure rests on an assumption."""
        return (APPORTIONED,) if bool(self.crosswalk["is_apportioned"].any()) else ()

    def parameters(self) -> dict[str, Any]:
        """Return the settings by name."""
        return {
            "place_kind": self.kind,
            "other_kind": self.other_kind,
            "age_from": self.ages.start,
            "age_to": self.ages.stop - 1,
            "counted_share": COUNTED_SHARE,
            "missing_areas": self.missing_areas,
        }

    def sentence(self) -> str:
        """Describe how far the lines cross."""
        known = self.places[self.places["children"] > 0]
        if known.empty:
            return "Where the lines cross is not known: no children are counted."
        split = known[known["others"] > 1]
        if split.empty:
            return f"Every {self.label} lies within one {self.other_label}."
        most = split.sort_values(["others", "place"], ascending=[False, True]).iloc[0]
        return (
            f"{len(split)} of {len(known)} {self.plural} cross the lines of {self.other_plural}; "
            f"the children of {most['place']} fall under {most['others']}."
        )


def measure_footprints(
    pack: Pack, kind: str, other_kind: str, ages: range = range(OLDEST_AGE + 1)
) -> Footprints:
    """Lay one kind of place over another, area by area.

    Where both split an area, its children are taken to be spread alike over the parts: the share
    in both is the product of the two shares.

    Raises
    ------
    QuestionError
        A kind is not one of the pack's.
    """
    _check_kinds(pack, kind, other_kind)
    children = children_by_age(pack.areas, ages).sum(axis="columns", skipna=False)
    crosswalk = _crosswalk(pack, _members(pack, kind), _members(pack, other_kind), children)
    kinds = pack.info.place_kinds
    keys = (pack.info.people.source, kinds[kind].source, kinds[other_kind].source)
    return Footprints(
        kind=kind,
        other_kind=other_kind,
        label=kinds[kind].label,
        plural=kinds[kind].plural,
        other_label=kinds[other_kind].label,
        other_plural=kinds[other_kind].plural,
        ages=ages,
        crosswalk=crosswalk,
        places=_summary(pack, kind, crosswalk, children),
        missing_areas=int(children.isna().sum()),
        sources=sources_by_key(pack, keys),
        is_illustrative=pack.info.illustrative,
    )


def _members(pack: Pack, kind: str) -> DataFrame:
    ids = pack.places.index[pack.places["kind"] == kind]
    members: DataFrame = pack.membership[pack.membership["place_id"].isin(ids)]
    return members


def _crosswalk(pack: Pack, mine: DataFrame, others: DataFrame, children: Series) -> DataFrame:
    renamed = others.rename(columns={"place_id": "other_id", "share": "other_share"})
    pairs = mine.merge(renamed, on="area_id")
    counted = pairs["area_id"].map(children)
    pairs["children"] = counted * pairs["share"] * pairs["other_share"]
    pairs["is_apportioned"] = (pairs["share"] < WHOLE) & (pairs["other_share"] < WHOLE)
    table = pairs.groupby(["place_id", "other_id"], as_index=False).agg(
        children=("children", "sum"), is_apportioned=("is_apportioned", "any")
    )
    totals = _totals(mine, children)
    everyone = table["place_id"].map(totals)
    table["share"] = table["children"] / everyone.where(everyone > 0)
    names = pack.places["name"]
    table["place"], table["other"] = table["place_id"].map(names), table["other_id"].map(names)
    kept = table[table["children"] > 0]
    columns = ["place_id", "place", "other_id", "other", "children", "share", "is_apportioned"]
    ordered: DataFrame = kept.sort_values(
        ["place", "place_id", "children", "other"], ascending=[True, True, False, True]
    )[columns].reset_index(drop=True)
    return ordered


def _totals(members: DataFrame, children: Series) -> Series:
    parts = members["area_id"].map(children) * members["share"]
    totals: Series = parts.groupby(members["place_id"]).sum(min_count=1)
    return totals


def _summary(pack: Pack, kind: str, crosswalk: DataFrame, children: Series) -> DataFrame:
    places = places_of_kind(pack, kind)
    summary = DataFrame({"place": places["name"]}, index=places.index)
    summary["children"] = _totals(_members(pack, kind), children).reindex(places.index)
    counted = crosswalk[crosswalk["share"] >= COUNTED_SHARE]
    summary["others"] = counted.groupby("place_id").size().reindex(places.index).fillna(0)
    summary["others"] = summary["others"].astype(int)
    first = crosswalk.drop_duplicates("place_id").set_index("place_id")
    summary["largest"] = first["other"].reindex(places.index)
    summary["largest_share"] = first["share"].reindex(places.index)
    summary["covered_share"] = (
        crosswalk.groupby("place_id")["share"].sum().reindex(places.index).fillna(0.0)
    )
    unknown = summary["children"].isna() | (summary["children"] == 0)
    summary["covered_share"] = summary["covered_share"].mask(unknown, np.nan)
    return summary


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Overlay:
    """Every place, of every other kind, that the children of one place fall under.

    Attributes
    ----------
    others
        One row for each: `kind`, `kind_label`, `other_id`, `other`, `children`, `share` and
        `is_apportioned`; by kind in the pack's order, the largest first.
    """

    place_id: str
    place: str
    ages: range
    others: DataFrame
    missing_areas: int
    sources: tuple[Source, ...]
    is_illustrative: bool

    @property
    def table(self) -> DataFrame:
        """A row for each other place, by kind, the largest first."""
        return self.others.set_index("other_id")

    def parameters(self) -> dict[str, Any]:
        """Return the settings by name."""
        return {
            "place_id": self.place_id,
            "age_from": self.ages.start,
            "age_to": self.ages.stop - 1,
            "counted_share": COUNTED_SHARE,
        }

    def missing(self) -> dict[str, float]:
        """Return how many areas of the place have no count of children."""
        return {"areas": float(self.missing_areas)} if self.missing_areas else {}

    def notes(self) -> tuple[str, ...]:
        """Return what overlaps, is left over, is too small to list or rests on an assumption."""
        slivers = int((self.others["share"] < COUNTED_SHARE).sum())
        sums = self.others.groupby("kind_plural", sort=False)["share"].sum()
        said = [
            *(_sum_words(str(plural), share) for plural, share in sums.items()),
            f"{slivers} with fewer than one child in a hundred {'is' if slivers == 1 else 'are'} "
            "left out."
            if slivers
            else "",
            APPORTIONED if bool(self.others["is_apportioned"].any()) else "",
        ]
        return tuple(filter(None, said))

    def sentence(self) -> str:
        """Describe under how many of each kind the children fall."""
        if self.others.empty:
            return f"No other kind of place takes in the children of {called(self.place)}."
        counted = self.others[self.others["share"] >= COUNTED_SHARE]
        said = [
            f"{len(rows)} {label if len(rows) == 1 else plural}"
            + (f" ({rows['other'].iloc[0]}, {percent(rows['share'].iloc[0])})" if len(rows) == 1
               else "")
            for (_, label, plural), rows in counted.groupby(
                ["kind", "kind_label", "kind_plural"], sort=False
            )
        ]  # fmt: skip
        return f"The children of {called(self.place)} fall under {listed(said)}."


def measure_overlay(pack: Pack, place_id: str, ages: range = range(OLDEST_AGE + 1)) -> Overlay:
    """Lay every other kind of place over one place.

    Raises
    ------
    QuestionError
        The pack has no such place.
    """
    place = find_place(pack, place_id)
    children = children_by_age(pack.areas, ages).sum(axis="columns", skipna=False)
    members = pack.membership
    mine = members[members["place_id"] == place_id]
    kinds = {key: kind for key, kind in pack.info.place_kinds.items() if key != place["kind"]}
    kind_of = pack.places["kind"]
    near = members[members["area_id"].isin(mine["area_id"])]
    found = _crosswalk(pack, mine, near[near["place_id"].map(kind_of).isin(list(kinds))], children)
    keys = (pack.info.people.source, *(kind.source for kind in kinds.values()))
    return Overlay(
        place_id=place_id,
        place=str(place["name"]),
        ages=ages,
        missing_areas=int(children.reindex(mine["area_id"]).isna().sum()),
        others=_by_kind(found.assign(kind=found["other_id"].map(kind_of)), kinds),
        sources=sources_by_key(pack, keys),
        is_illustrative=pack.info.illustrative,
    )


def _sum_words(plural: str, share: float) -> str:
    if abs(share - 1) <= 1 - WHOLE_ENOUGH:
        return ""
    if share > 1:
        return f"{plural.capitalize()} overlap, so their shares add up to more than all."
    return f"{plural.capitalize()} leave at least {percent(1 - share)} of the children in none."


def _by_kind(found: DataFrame, kinds: Mapping[str, PlaceKind]) -> DataFrame:
    """Name each row's kind, and put the kinds in the pack's order."""
    order = {key: n for n, key in enumerate(kinds)}
    columns = ["kind", "kind_label", "kind_plural", "other_id", "other", "children", "share"]
    named = found.assign(
        kind_label=found["kind"].map({key: kind.label for key, kind in kinds.items()}),
        kind_plural=found["kind"].map({key: kind.plural for key, kind in kinds.items()}),
        order=found["kind"].map(order),
    ).sort_values("order", kind="stable")
    ordered: DataFrame = named[[*columns, "is_apportioned"]].reset_index(drop=True)
    return ordered


def _check_kinds(pack: Pack, *kinds: str) -> None:
    unknown = [kind for kind in kinds if kind not in pack.info.place_kinds]
    if unknown:
        raise QuestionError(
            Problem(
                where="the kinds of place to lay over each other",
                found=", ".join(repr(kind) for kind in unknown),
                expected="two of " + ", ".join(pack.info.place_kinds),
                fix="Choose from these.",
            )
        )

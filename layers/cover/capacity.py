"""How much of a service there is for the children it is for: centres, doors, staff, places."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame
from pandas import DataFrame, Series

from geodata.model import Pack, Service, Source
from layers.assets import centre_of, is_centre, is_linked_site
from layers.cover.capacity_words import (
    capacity_notes,
    capacity_sentence,
    heads_words,
    place_words,
    row_words,
)
from layers.disclosed import may_be_told, protect_counts
from layers.need import counts_people, measure_need
from layers.people import children_by_age
from layers.places import places_of_kind, sum_by_place
from layers.question.check import check_question
from layers.question.doors import own_doors
from layers.question.question import Question
from layers.question.sentence import question_sentence
from layers.question.words import children_words, needy_words
from layers.said.citing import used_sources
from layers.said.need_words import kept_notes, need_notes
from layers.spots import RoughDoors, rough_doors
from layers.supply import capacity_unit

LOW_INCOME = ("idaci_rate_pct", "idaci_pct", "idaci_score", "idaci_share")
"""Measures that say what share of children is in low-income families, where they are shares."""

PER = 1000
SUPPLIES = ("centres", "doors", "staff_fte", "capacity")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Capacity:
    """How much of a service each place has for the children it is for.

    Attributes
    ----------
    places
        Indexed by `place_id`: `place`, `kind`, `areas`, `children`, `need_children` (children in
        low-income families, or who live where need is high: see `need_basis`), `unknown_children`
        and `unknown_areas` (not in `need_children`, because it is not known), `centres` (the doors
        of a split centre are one, a linked site none), `doors`, `staff_fte` and `capacity` (what
        is stated; NaN where there are sites and none states it), `sites` (centres with a door
        there), `staff_stated` and `capacity_stated` (how many of those state each), and for each
        of `SUPPLIES` `…_per_1k` for every 1,000 of `need_children`, `…_one_per` (how many of them
        for each one) and `…_short` (how many more would bring the place to the mean of all; below
        0 where it has more). A rate is NaN where a site does not state its part: what is missing
        is never counted as none.
    total
        The same over all places' areas together; `…_short` is 0 there.
    need_basis
        How `need_children` were counted.
    counted
        The same as whom: "under-fives in the most deprived 30% of neighbourhoods".
    period
        When those children were counted, and the need that says which they are.
    unit
        What capacity counts: "places". None where sites count different things, which are not
        added up.
    unknown_children, unknown_areas
        Children whose need is not known, in the areas where they are counted; and those areas,
        with the ones whose children are not counted at every age.
    rough
        How many of the doors are placed only roughly.
    need_notes
        What must be said of need where it is counted in people.
    """

    question: Question
    heading: str
    places: DataFrame
    total: Series
    need_basis: str
    counted: str
    unit: str | None
    unknown_children: float
    unknown_areas: int
    period: str
    service: Service
    area_label: str
    rough: RoughDoors
    need_notes: tuple[str, ...]
    sources: tuple[Source, ...]
    is_illustrative: bool

    @property
    def table(self) -> DataFrame:
        """What each place has, the places by their ids."""
        return self.places

    def parameters(self) -> dict[str, Any]:
        """Return every setting, for a table's heading or a file."""
        return self.question.parameters() | {
            "need_basis": self.need_basis,
            "capacity_unit": self.unit,
            "sites": int(self.total["sites"]),
            "sites_stating_staff": int(self.total["staff_stated"]),
            "sites_stating_capacity": int(self.total["capacity_stated"]),
            "unknown_children": self.unknown_children,
            "unknown_areas": self.unknown_areas,
            "illustrative": self.is_illustrative,
        }

    def missing(self) -> dict[str, float]:
        """Return what could not be counted."""
        left_out = {"areas": float(self.unknown_areas), "children": self.unknown_children}
        return {name: count for name, count in left_out.items() if count}

    def sentence(self) -> str:
        """Return how many children there are for each site, and what is not stated."""
        return capacity_sentence(self)

    def notes(self) -> tuple[str, ...]:
        """Return what is counted, what is not stated, and how exact the doors are."""
        return (*capacity_notes(self), *self.need_notes)

    def place_sentence(self, place_id: str) -> str:
        """Return one place's sites against its children, as practitioners do."""
        return place_words(self, self.places.loc[[place_id]].iloc[0])

    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Return the places in words, a cell for each of `heads`."""
        return tuple(row_words(row) for _, row in self.places.iterrows())

    def heads(self) -> tuple[str, ...]:
        """Return what the cells of `rows` are."""
        return heads_words(self)


def measure_capacity(pack: Pack, question: Question) -> Capacity:
    """Set the centres, doors, staff and places of each place against the children it is for.

    The doors of a split site are one centre, and a linked site is part of its hub. A door counts
    in the place it stands in, if it is open and can be walked into; what is online has no place.

    Raises
    ------
    QuestionError
        The question names something the pack does not hold, or a setting is out of range.
    """
    check_question(question, pack)
    service = pack.info.services[question.service]
    doors = own_doors(pack, question)
    areas, basis, counted = children_counted(pack, question)
    measured_by = _counted_by(pack, question)
    need = measure_need(pack, measured_by)
    sums = sum_by_place(pack, question.place_kind, areas)
    sites = _as_sites(pack, doors)
    held = _sums_of_sites(pack, sites, doors, question.place_kind)
    unit = capacity_unit(doors)
    everyone = _over_all(areas, _sum_sites(sites.assign(place="all")))
    places = pd.concat([sums, _unknown_areas(pack, question, areas), held], axis="columns")
    places = _protected(places, pack, measured_by, question)
    everyone = _protected(everyone.to_frame().T, pack, measured_by, question).iloc[0]
    if unit is None:
        places["capacity"] = everyone["capacity"] = np.nan
    return Capacity(
        question=question,
        heading=question_sentence(question, pack),
        places=_with_rates(places, everyone).rename_axis("place_id"),
        total=_with_rates(everyone.to_frame().T, everyone).iloc[0],
        need_basis=basis,
        counted=counted,
        unit=unit,
        unknown_children=float(areas["unknown_children"].sum()),
        unknown_areas=int(areas["need_children"].isna().sum()),
        period=f"people {pack.info.people.period}, need {pack.indicators[measured_by].period}",
        service=service,
        area_label=pack.info.area_label,
        rough=rough_doors(doors),
        need_notes=(*need_notes(pack, question, need), *kept_notes(pack, need)),
        sources=used_sources(pack, question, [measured_by]),
        is_illustrative=pack.info.illustrative,
    )


def _protected(counts: DataFrame, pack: Pack, measured_by: str, question: Question) -> DataFrame:
    """Protect the children counted where they are a part of what is sensitive.

    Rates and shortfalls are made of what is left. Of whole neighbourhoods by their tenth all
    children are counted, and none of a sensitive count.
    """
    indicator = pack.indicators[measured_by]
    if measured_by == question.need and not counts_people(indicator):
        return counts
    return protect_counts(counts, ["need_children"], indicator, pack.info.disclosure)


def children_counted(pack: Pack, question: Question) -> tuple[DataFrame, str, str]:
    """Count the children a service is for: who are in need, by a count of people where one is held.

    Returns
    -------
    areas, basis, counted
        Indexed by `area_id`: `children`, `need_children` (both NaN where not known at every age)
        and `unknown_children` (0 where they are not counted); how they were counted, in words; and
        whom, in words.
    """
    children = children_by_age(pack.areas, question.ages).sum(axis="columns", skipna=False)
    who, rate_key = children_words(question), _low_income_share(pack, question.place_kind)
    need = measure_need(pack, question.need)
    if need.is_of_people:
        share = need.needy_share(question.ages, question.need_deciles)
        basis = f"children × the share {needy_words(question, pack)}"
        counted = f"{who} {needy_words(question, pack)}"
    elif rate_key is None:
        share = need.needy_share(question.ages, question.need_deciles)
        basis = f"children who live {needy_words(question, pack)}"
        counted = f"{who} {needy_words(question, pack)}"
    else:
        rate = measure_need(pack, rate_key)
        share = (rate.values / rate.indicator.per).astype(float)  # noqa: PD011
        basis = f"children × {rate.indicator.label}"
        counted = f"{who} in low-income families"
    inside = children * share
    unknown = children.where(inside.isna(), 0.0).fillna(0.0)
    table = {"children": children, "need_children": inside, "unknown_children": unknown}
    return DataFrame(table), basis, counted


def _unknown_areas(pack: Pack, question: Question, areas: DataFrame) -> Series:
    """Count the areas that each place touches and whose children are not known to be counted."""
    members = pack.membership[
        pack.membership["place_id"].isin(places_of_kind(pack, question.place_kind).index)
    ]
    unknown = areas["need_children"].isna().reindex(members["area_id"]).to_numpy()
    counts: Series = Series(unknown, index=members["place_id"]).groupby(level=0).sum()
    return counts.rename("unknown_areas").rename_axis(None)


def _counted_by(pack: Pack, question: Question) -> str:
    """Return the measure that says whom a service is for."""
    if counts_people(pack.indicators[question.need]):
        return question.need
    return _low_income_share(pack, question.place_kind) or question.need


def _low_income_share(pack: Pack, kind: str) -> str | None:
    """Find the measure of the share of children in low-income families, if there is one."""
    held = (pack.indicators[key] for key in LOW_INCOME if key in pack.indicators)
    told = (each for each in held if may_be_told(pack, each.key, kind))
    return next((each.key for each in told if each.form == "share"), None)


def _as_sites(pack: Pack, doors: GeoDataFrame) -> DataFrame:
    """Return a row for each door with what it counts for, and the centre that it is a part of."""
    return DataFrame(
        {
            "site": centre_of(pack.assets).reindex(doors.index),
            "centre": is_centre(pack.assets).reindex(doors.index).astype(int),
            "own": (~is_linked_site(pack.assets)).reindex(doors.index).astype(bool),
            "staff_fte": doors["staff_fte"],
            "capacity": doors["capacity"],
        }
    )


def _sums_of_sites(pack: Pack, sites: DataFrame, doors: GeoDataFrame, kind: str) -> DataFrame:
    """Count what stands in each place of a kind; a door on a border counts on both sides."""
    places = places_of_kind(pack, kind)
    found = doors.sindex.query(places.geometry, predicate="intersects")
    standing = sites.iloc[found[1]]
    sums = _sum_sites(standing.assign(place=places.index.to_numpy()[found[0]]))
    counts = sums.reindex(places.index)
    # A place without a door has none of anything: that is known, and not missing.
    return counts.where(counts["doors"].notna(), 0.0)


def _sum_sites(standing: DataFrame) -> DataFrame:
    """Add up doors over each `place`; a sum is NaN where there are sites and none states it.

    A linked site is no site: what it states counts, and what it does not is stated at its hub.
    """
    supplies = ["staff_fte", "capacity"]
    amounts = standing.groupby(["place", "site"])[supplies].sum(min_count=1)
    own = standing.groupby(["place", "site"])["own"].any()
    stated = amounts.notna() & own.to_numpy()[:, None]
    counts = standing.groupby("place")["centre"].agg(["sum", "size"])
    counts = counts.set_axis(["centres", "doors"], axis="columns")
    joined: DataFrame = (
        counts.join(amounts.groupby(level="place").sum(min_count=1))
        .assign(sites=own.groupby(level="place").sum())
        .join(
            stated.groupby(level="place")
            .sum()
            .set_axis(["staff_stated", "capacity_stated"], axis="columns")
        )
        .astype(float)
    )
    return joined


def _over_all(areas: DataFrame, sums: DataFrame) -> Series:
    people: Series = areas[["children", "need_children"]].sum(min_count=1)
    counts = sums.reindex(["all"]).fillna(0.0).iloc[0] if sums.empty else sums.iloc[0]
    joined: Series = pd.concat([people, counts])
    return joined


def _with_rates(places: DataFrame, everyone: Series) -> DataFrame:
    """Set each supply against the children counted, and against the mean of all.

    Where nobody has a door, or nobody is counted, there is no mean that a place could be short of.
    """
    rated = places.copy()
    need = rated["need_children"].where(rated["need_children"] > 0)
    whole_area = everyone.to_frame().T
    has_mean = everyone["doors"] > 0 and everyone["need_children"] > 0
    for name in SUPPLIES:
        whole = rated[name].mask(_incomplete(rated, name))
        mean = math.nan
        if has_mean and not _incomplete(whole_area, name).iloc[0]:
            mean = everyone[name] / everyone["need_children"]
        rated[f"{name}_per_1k"] = whole / need * PER
        rated[f"{name}_one_per"] = rated["need_children"] / whole.where(whole > 0)
        rated[f"{name}_short"] = mean * rated["need_children"] - whole
    return rated


def _incomplete(places: DataFrame, name: str) -> Series:
    """Find where some site does not state its part of a supply."""
    column = {"staff_fte": "staff_stated", "capacity": "capacity_stated"}.get(name)
    if column is None:
        return pd.Series(data=False, index=places.index)
    short = places["sites"].astype(float) - places[column].astype(float)
    lacking: Series = short > 0
    return lacking

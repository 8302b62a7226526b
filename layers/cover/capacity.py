"""How much of a service there is for the children in need of it: centres, doors, staff, places."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame
from pandas import DataFrame, Series

from geodata.model import Pack, Source
from layers.assets import centre_of, is_centre
from layers.cover.supply import MEASURES, capacity_unit, service_doors
from layers.need import measure_need
from layers.people import children_by_age
from layers.places import places_of_kind, sum_by_place
from layers.question.check import check_question
from layers.question.question import Question
from layers.question.words import need_words
from layers.said.citing import used_sources
from layers.said.numbers import about, round_half_up

LOW_INCOME = ("idaci_rate_pct", "idaci_pct", "idaci_score", "idaci_share")
"""Measures that say what share of children is in low-income families, where they are shares."""

PER = 1000
SUPPLIES = ("centres", "doors", "staff_fte", "capacity")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Capacity:
    """How much of a service each place has for its children in need.

    Attributes
    ----------
    places
        Indexed by `place_id`: `place`, `kind`, `areas`, `children`, `need_children` (children in
        need), `centres`, `doors`, `staff_fte` and `capacity` (what is stated; NaN where there are
        sites and none states it), `sites`, `staff_stated` and `capacity_stated` (how many sites
        there are, and state each), and for each of `SUPPLIES` `…_per_1k` for every 1,000 children
        in need, `…_one_per` (children in need for each one) and `…_short` (how many more would
        bring the place to the mean of all; below 0 where it has more). A rate is NaN where a
        site does not state its part: what is missing is never counted as none.
    total
        The same over all places' areas together; `…_short` is 0 there.
    need_basis
        How children in need were counted.
    unit
        What capacity counts: "places". None where sites count different things, which are not
        added up.
    """

    question: Question
    places: DataFrame
    total: Series
    need_basis: str
    unit: str | None
    unknown_children: float
    service_label: str
    sources: tuple[Source, ...]
    is_illustrative: bool

    def parameters(self) -> dict[str, Any]:
        """Give every setting, for a table's heading or a file."""
        return self.question.parameters() | {
            "need_basis": self.need_basis,
            "capacity_unit": self.unit,
            "sites": int(self.total["sites"]),
            "sites_stating_staff": int(self.total["staff_stated"]),
            "sites_stating_capacity": int(self.total["capacity_stated"]),
            "unknown_children": self.unknown_children,
            "illustrative": self.is_illustrative,
        }

    def sentence(self) -> str:
        """Say how many children in need there are for each site, and what is not stated."""
        one_per = self.total["centres_one_per"]
        if math.isnan(one_per):
            return f"There is no open site of {self.service_label} to count. {self.unstated()}"
        return (
            f"There is 1 site of {self.service_label} for every {round_half_up(one_per):,} "
            f"children in need ({self.need_basis}). {self.unstated()}"
        )

    def unstated(self) -> str:
        """Say for how many sites staff and capacity are not stated."""
        sites = int(self.total["sites"])
        said = []
        for name, column in (("staff", "staff_stated"), ("capacity", "capacity_stated")):
            lacking = sites - int(self.total[column])
            if lacking:
                said.append(f"No {name} is stated for {lacking} of {sites} sites.")
        if self.unit is None:
            said.append("Capacities count different things and are not added up.")
        return " ".join(said) or "Every site states its staff and its capacity."

    def place_sentence(self, place_id: str) -> str:
        """Say one place's sites against its children in need, as practitioners do."""
        row = self.places.loc[[place_id]].iloc[0]
        need = about(row["need_children"])
        if row["sites"] == 0:
            return f"{row['place']} has no open site for {need} children in need."
        if not row["need_children"] > 0:
            sites = int(row["sites"])
            return f"{row['place']} has {sites} open sites, and no children in need are counted."
        staff = row["staff_fte_one_per"]
        said = "" if math.isnan(staff) else f", and 1 full-time worker for every {staff:,.0f}"
        if math.isnan(row["centres_one_per"]):
            return f"{row['place']} has doors but no centre of its own{said}."
        return (
            f"{row['place']} has 1 site for every {round_half_up(row['centres_one_per']):,} "
            f"children in need{said}."
        )


def measure_capacity(pack: Pack, question: Question) -> Capacity:
    """Set the centres, doors, staff and places of each place against its children in need.

    The doors of a split site are one centre. A door counts in the place it stands in, if it is
    open and can be walked into; what is online has no place.

    Raises
    ------
    QuestionError
        The question names something the pack does not hold, or a setting is out of range.
    """
    check_question(question, pack)
    service = pack.info.services[question.service]
    doors = service_doors(pack, service)
    areas, basis = children_in_need(pack, question)
    sums = sum_by_place(pack, question.place_kind, areas)
    held = _sums_of_sites(pack, doors, question.place_kind).reindex(sums.index)
    unit = capacity_unit(doors)
    everyone = _over_all(areas, _sum_sites(_as_sites(pack, doors).assign(place="all")))
    places = pd.concat([sums.drop(columns="unknown_children"), held], axis="columns")
    if unit is None:
        places["capacity"] = everyone["capacity"] = np.nan
    return Capacity(
        question=question,
        places=_with_rates(places, everyone),
        total=_with_rates(everyone.to_frame().T, everyone).iloc[0],
        need_basis=basis,
        unit=unit,
        unknown_children=float(areas["unknown_children"].sum()),
        service_label=service.label,
        sources=used_sources(pack, question, [question.need]),
        is_illustrative=pack.info.illustrative,
    )


def children_in_need(pack: Pack, question: Question) -> tuple[DataFrame, str]:
    """Count the children in need of each area: by the rate of low income where one is held.

    Returns
    -------
    areas, basis
        Indexed by `area_id`: `children`, `need_children` (NaN where not known) and
        `unknown_children`; and how children in need were counted, in words.
    """
    children = children_by_age(pack.areas, question.ages).sum(axis="columns", skipna=False)
    rate_key = _low_income_share(pack)
    if rate_key is None:
        need = measure_need(pack, question.need).deciles
        share = (need <= question.need_deciles).astype(float).mask(need.isna())
        basis = f"children who live in {need_words(question, pack)}"
    else:
        rate = measure_need(pack, rate_key)
        share = (rate.values / rate.indicator.per).astype(float)  # noqa: PD011
        basis = f"children × {rate.indicator.label}"
    counted = children * share
    unknown = children.where(counted.isna(), 0.0).fillna(0.0)
    table = {"children": children, "need_children": counted, "unknown_children": unknown}
    return DataFrame(table), basis


def _low_income_share(pack: Pack) -> str | None:
    """Find the measure of the share of children in low-income families, if there is one."""
    held = (pack.indicators[key] for key in LOW_INCOME if key in pack.indicators)
    return next((each.key for each in held if each.form == "share"), None)


def _as_sites(pack: Pack, doors: GeoDataFrame) -> DataFrame:
    """Give a row for each door with what it counts for, and the site that it is a door of."""
    centres = is_centre(pack.assets).reindex(doors.index)
    return DataFrame(
        {
            "site": centre_of(pack.assets).reindex(doors.index),
            "centre": centres.astype(int),
            "staff_fte": doors["staff_fte"],
            "capacity": doors["capacity"],
        }
    )


def _sums_of_sites(pack: Pack, doors: GeoDataFrame, kind: str) -> DataFrame:
    """Count what stands in each place of a kind; a door on a border counts on both sides."""
    places = places_of_kind(pack, kind)
    found = doors.sindex.query(places.geometry, predicate="intersects")
    standing = _as_sites(pack, doors).iloc[found[1]]
    sums = _sum_sites(standing.assign(place=places.index.to_numpy()[found[0]]))
    counts = sums.reindex(places.index)
    # A place without a door has none of anything: that is known, and not missing.
    return counts.where(counts["doors"].notna(), 0.0)


def _sum_sites(standing: DataFrame) -> DataFrame:
    """Add up doors over each `place`; a sum is NaN where there are sites and none states it."""
    amounts = standing.groupby(["place", "site"])[["staff_fte", "capacity"]].sum(min_count=1)
    by_place = amounts.groupby(level="place")
    doors = standing.groupby("place")["centre"].agg(["sum", "size"])
    stated = by_place.count().rename(
        columns={"staff_fte": "staff_stated", "capacity": "capacity_stated"}
    )
    counts = doors.set_axis(["centres", "doors"], axis="columns").join(by_place.sum(min_count=1))
    joined: DataFrame = counts.assign(sites=by_place.size()).join(stated).astype(float)
    return joined


def _over_all(areas: DataFrame, sums: DataFrame) -> Series:
    people: Series = areas[["children", "need_children"]].sum(min_count=1)
    counts = sums.reindex(["all"]).fillna(0.0).iloc[0] if sums.empty else sums.iloc[0]
    joined: Series = pd.concat([people, counts])
    return joined


def _with_rates(places: DataFrame, everyone: Series) -> DataFrame:
    """Set each supply against children in need, and against the mean of all."""
    rated = places.copy()
    need = rated["need_children"].where(rated["need_children"] > 0)
    for name in SUPPLIES:
        whole = rated[name].mask(_incomplete(rated, name))
        mean = (
            math.nan
            if _incomplete(everyone.to_frame().T, name).iloc[0]
            else everyone[name] / everyone["need_children"]
        )
        rated[f"{name}_per_1k"] = whole / need * PER
        rated[f"{name}_one_per"] = rated["need_children"] / whole.where(whole > 0)
        rated[f"{name}_short"] = mean * rated["need_children"] - whole
    return rated


def _incomplete(places: DataFrame, name: str) -> Series:
    """Tell where some site does not state its part of a supply."""
    column = {"staff_fte": "staff_stated", "capacity": "capacity_stated"}.get(name)
    if column is None:
        return pd.Series(data=False, index=places.index)
    short = places["sites"].astype(float) - places[column].astype(float)
    lacking: Series = short > 0
    return lacking


def supply_words(name: str, unit: str | None) -> str:
    """Say what a supply counts: "full-time staff"."""
    words = {"centres": "sites", "capacity": unit or MEASURES["capacity"]}
    return words.get(name) or {"doors": "doors", "staff_fte": MEASURES["staff_fte"]}[name]

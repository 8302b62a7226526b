"""How many children there may be five and ten years on: cohorts that age, births, new homes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from geodata.errors import Problem, QuestionError
from geodata.model import OLDEST_AGE, Pack, Source
from layers.compare.intervals import Floats
from layers.people import children_by_age
from layers.places import places_of_kind, sum_by_place
from layers.said.citing import sources_by_key
from layers.said.numbers import about, about_range, listed, whole

YEARS_AHEAD = (5, 10)
BIRTH_AGES = 3  # ages 0, 1 and 2 stand for the births of the last three years
STAGES = ((0, 4), (5, 9), (10, 15), (16, 18), (19, 25))
"""Stages of growing up, wider than the bands of services in `layers.ages`: children roll from one
stage to the next with the years, and a band of a year or two would hold more error than children.
"""
ENDS = ("low", "middle", "high")
SITE_COLUMNS = ("area_id", "year", "dwellings")
YIELD_COLUMNS = ("age", "low", "high")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Demand:
    """Children of each age band, now and ahead, as a range.

    Attributes
    ----------
    places
        One row for each place, band and year: `place_id`, `place`, `band` ("0–4"), `age_from`,
        `age_to`, `year`, `years_ahead`, `now` (children in the year of the counts), `low`,
        `middle` and `high` (children; NaN where no area of the place is counted). `low` and `high`
        are NaN where nothing that is varied touches the band: those children are all counted
        already, and one figure with itself as its range would be a fake one.
    base_year
        The year that the counts describe.
    dated
        The year of the pack, from which years ahead are counted.
    births
        Births a year over all areas: low, middle and high.
    dwellings
        Homes on the sites that were given.
    missing_areas
        How many areas have no count of some age, and are left out.
    """

    places: DataFrame
    kind: str
    base_year: int
    dated: int
    births: tuple[float, float, float]
    dwellings: float
    missing_areas: int
    counted: str
    sources: tuple[Source, ...]
    is_illustrative: bool

    @property
    def table(self) -> DataFrame:
        """A row for each place, band and year."""
        return self.places.set_index("place_id")

    def missing(self) -> dict[str, float]:
        """Return how many areas are left out."""
        return {"areas": float(self.missing_areas)} if self.missing_areas else {}

    def parameters(self) -> dict[str, Any]:
        """Return the settings and assumptions by name."""
        return {
            "place_kind": self.kind,
            "base_year": self.base_year,
            "years_ahead_from": self.dated,
            "target_years": sorted({int(year) for year in self.places["year"]}),
            "births_a_year": dict(zip(ENDS, self.births, strict=True)),
            "dwellings": self.dwellings,
            "migration": "none",
            "missing_areas": self.missing_areas,
        }

    def sentence(self) -> str:
        """Describe how many of the youngest there may be, over all places."""
        first = self.places[self.places["age_from"] == self.places["age_from"].min()].copy()
        for end in ("low", "high"):
            first[end] = first[end].fillna(first["middle"])
        sums = first.groupby("year")[["now", *ENDS]].sum(min_count=1)
        band, now = first["band"].iloc[0], sums["now"].iloc[0]
        if np.isnan(now):
            return "How many children there may be is not known: none are counted."
        said = listed([f"{range_words(row)} in {year}" for year, row in sums.iterrows()])
        homes = f"{whole(self.dwellings)}" if self.dwellings else "no"
        return (
            f"Of children aged {band} there were {about(now)} in {self.base_year}; "
            f"with {homes} new homes and nobody else moving in or out there would be {said}."
        )

    def notes(self) -> tuple[str, ...]:
        """Return what the years and the ranges are counted from, and what they leave out."""
        years = sorted({int(year) for year in self.places["year"]})
        passed = listed([str(year - self.base_year) for year in years])
        homes = "" if self.dwellings else " No housing sites were given: new homes are not counted."
        return (
            f"Children are counted for {self.counted}. Years ahead are counted from {self.dated}, "
            f"the date of the figures here: to {listed([str(year) for year in years])} the "
            f"children counted grow {passed} years older.",
            "Low and high are the leanest and the fullest of the last three years of births "
            "over all places here, and not of each place alone"
            f"{' and of the homes' if self.dwellings else ''}. One figure without a range is of "
            f"children counted already: who may move in or out is not in it.{homes}",
        )


def range_words(row: Series) -> str:
    """Return a range of children as it is said: "about 120 to 150"; one figure where none is."""
    if np.isnan(row["low"]) or np.isnan(row["high"]):
        return about(row["middle"])
    return about_range(row["low"], row["high"])


def measure_demand(
    pack: Pack,
    kind: str,
    *,
    years_ahead: Sequence[int] = YEARS_AHEAD,
    bands: Sequence[tuple[int, int]] = STAGES,
    sites: DataFrame | None = None,
    yields: DataFrame | None = None,
) -> Demand:
    """Roll the children of each place forward.

    Parameters
    ----------
    kind
        Kind of place to add up over.
    years_ahead
        Years after the date of the pack; with the years since the counts no more than 25.
    bands
        Ages last birthday, both included, within 0–25.
    sites
        Homes to come, one row for each site: `area_id`, `year` (finished in), `dwellings`.
    yields
        Children of each single `age` in a new home, `low` and `high`; needed where there are
        sites.

    Raises
    ------
    QuestionError
        A setting is out of range, or a site or yield cannot be used; all of them together.
    """
    base_year = _base_year(pack)
    dated = _dated(pack, base_year)
    problems = [
        *_setting_problems(pack, kind, (years_ahead, dated - base_year), bands),
        *_site_problems(pack, base_year, sites, yields),
    ]
    if problems:
        raise QuestionError(problems)
    children = children_by_age(pack.areas, range(OLDEST_AGE + 1))
    known = children.dropna()
    births = recent_births(known.to_numpy(float))
    rows: list[DataFrame] = []
    for years in years_ahead:
        when = (dated + years, years)
        passed = when[0] - base_year
        ahead = {
            end: DataFrame(
                roll_forward(known.to_numpy(float), passed, births[n]), index=known.index
            )
            + _new_children(known.index, when[0], sites, yields, end)
            for n, end in enumerate(ENDS)
        }
        rows += [_band_rows(pack, kind, ahead | {"now": known}, band, when) for band in bands]
    return Demand(
        places=pd.concat(rows, ignore_index=True),
        kind=kind,
        base_year=base_year,
        dated=dated,
        births=tuple(float(each.sum()) for each in births),  # type: ignore[arg-type]
        dwellings=0.0 if sites is None else float(sites["dwellings"].sum()),
        missing_areas=len(children) - len(known),
        counted=f"{pack.info.people.period}, {pack.info.people.standing}",
        sources=sources_by_key(pack, [pack.info.people.source, pack.info.place_kinds[kind].source]),
        is_illustrative=pack.info.illustrative,
    )


def recent_births(children: Floats) -> tuple[Floats, Floats, Floats]:
    """Take the births of the last three years from the children aged 0, 1 and 2.

    The middle is each area's own mean. The whole set's leanest and fullest year set the range;
    an area's share of it is its share of the mean, because one area's years vary by chance.

    Parameters
    ----------
    children
        Areas down, ages 0–25 across.

    Returns
    -------
    low, middle, high
        Births a year in each area.
    """
    young = children[:, :BIRTH_AGES]
    mean, totals = young.mean(axis=1), young.sum(axis=0)
    middle = float(totals.mean())
    if middle == 0:
        return mean, mean, mean
    return mean * float(totals.min()) / middle, mean, mean * float(totals.max()) / middle


def roll_forward(children: Floats, years: int, births: Floats) -> Floats:
    """Age every cohort by some years, with births at a steady rate and nobody coming or going.

    Parameters
    ----------
    children
        Rows down, ages 0–25 across.
    births
        Births a year of each row; they are the ages that were not yet born.

    Returns
    -------
    rolled
        In the same shape; cohorts past 25 are gone.
    """
    rolled = np.empty_like(children, dtype=float)
    born = min(years, children.shape[1])
    rolled[:, :born] = births[:, np.newaxis]
    rolled[:, born:] = children[:, : children.shape[1] - born]
    return rolled


def _new_children(
    area_ids: pd.Index, year: int, sites: DataFrame | None, yields: DataFrame | None, end: str
) -> DataFrame:
    """Count children of homes finished by a year: as they move in, then ageing with the rest."""
    new = DataFrame(0.0, index=area_ids, columns=range(OLDEST_AGE + 1))
    if sites is None or yields is None:
        return new
    each_home = _yield_by_age(yields, end)
    for site in sites[sites["year"] <= year].to_dict(orient="records"):
        moved_in = each_home[np.newaxis, :] * float(site["dwellings"])
        births = moved_in[:, :BIRTH_AGES].mean(axis=1)
        new.loc[site["area_id"]] += roll_forward(moved_in, year - int(site["year"]), births)[0]
    return new


def _yield_by_age(yields: DataFrame, end: str) -> Floats:
    table = yields.set_index("age").reindex(range(OLDEST_AGE + 1)).fillna(0.0)
    if end == "middle":
        return np.asarray((table["low"] + table["high"]) / 2, float)
    return table[end].to_numpy(float)


def _band_rows(
    pack: Pack,
    kind: str,
    children: dict[str, DataFrame],
    band: tuple[int, int],
    when: tuple[int, int],
) -> DataFrame:
    ages = list(range(band[0], band[1] + 1))
    figures = DataFrame({name: children[name][ages].sum(axis="columns") for name in ("now", *ENDS)})
    sums = sum_by_place(pack, kind, figures.reindex(pack.areas.index))
    rows = sums[["place"]].assign(
        band=f"{band[0]}–{band[1]}" if band[0] != band[1] else str(band[0]),
        age_from=band[0],
        age_to=band[1],
        year=when[0],
        years_ahead=when[1],
    )
    sums[["low", "high"]] = sums[["low", "high"]].mask(sums["low"] == sums["high"])
    return rows.join(sums[["now", *ENDS]]).rename_axis("place_id").reset_index()


def _dated(pack: Pack, base_year: int) -> int:
    """Return the year of the pack; that of the counts where it says none, or an earlier one."""
    year = re.search(r"\d{4}", pack.info.date)
    return max(base_year, int(year.group())) if year else base_year


def _base_year(pack: Pack) -> int:
    year = re.search(r"\d{4}", pack.info.people.period)
    if year is None:
        raise QuestionError(
            Problem(
                where="the period of the people counted",
                found=repr(pack.info.people.period),
                expected="a year, as in mid-2020",
                fix="Correct it in the recipe of the pack.",
            )
        )
    return int(year.group())


def _setting_problems(
    pack: Pack, kind: str, ahead: tuple[Sequence[int], int], bands: Sequence[tuple[int, int]]
) -> Iterator[Problem]:
    years_ahead, most = ahead[0], OLDEST_AGE - ahead[1]
    if kind not in pack.info.place_kinds or places_of_kind(pack, kind).empty:
        yield _wrong("the kind of place", repr(kind), "one of " + ", ".join(pack.info.place_kinds))
    if not years_ahead or any(not 0 <= years <= most for years in years_ahead):
        yield _wrong("the years ahead", str(list(years_ahead)), f"years from 0 to {most}")
    if not bands or any(not 0 <= a <= b <= OLDEST_AGE for a, b in bands):
        yield _wrong("the age bands", str(list(bands)), f"ages from 0 to {OLDEST_AGE}")


def _site_problems(
    pack: Pack, base_year: int, sites: DataFrame | None, yields: DataFrame | None
) -> Iterator[Problem]:
    if sites is None:
        return
    if yields is None:
        yield _wrong("the housing sites", "no yields", "children of each age in a new home")
    tables = ((sites, SITE_COLUMNS, "housing sites"), (yields, YIELD_COLUMNS, "yields"))
    lacking = [
        (name, [column for column in columns if column not in table])
        for table, columns, name in tables
        if table is not None
    ]
    for name, columns in lacking:
        if columns:
            yield _wrong(f"the {name}", "no " + ", ".join(columns), "these columns")
    if any(columns for _, columns in lacking):
        return
    lost = sorted(set(sites["area_id"]) - set(pack.areas.index))
    if lost:
        yield _wrong("the housing sites", f"the area {lost[0]!r}", "areas of the pack")
    if bool((sites["year"] < base_year).any() or (sites["dwellings"] < 0).any()):
        yield _wrong(
            "the housing sites", "a year past or a number below 0", f"years from {base_year} on"
        )
    if yields is not None and bool((yields["low"] > yields["high"]).any()):
        yield _wrong("the yields", "a low above its high", "low up to high at every age")


def _wrong(where: str, found: str, expected: str) -> Problem:
    return Problem(where=where, found=found, expected=expected, fix="Correct it and ask again.")

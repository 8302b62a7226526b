"""Who a site could serve, and what each site is worth to them: from a pack to `Worth`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import geopandas
import numpy as np
from geopandas import GeoDataFrame
from numpy.typing import NDArray
from pandas import DataFrame
from scipy.sparse import coo_array, csr_array

from geodata.crs import BRITISH_NATIONAL_GRID
from geodata.errors import Problem, QuestionError
from geodata.model import Pack
from layers.access.journeys import Journeys
from layers.access.reach import nearest_by_ages, same_doors
from layers.homes import origin_rows
from layers.need import counts_the_sensitive, measure_need
from layers.people import children_by_age
from layers.question.doors import asked_doors
from layers.question.question import Question
from layers.siting.worth import Floats, Worth, worth_of

Aim = Literal["cover", "travel"]
Who = Literal["need", "all"]
Measure = Callable[[Pack, Question], Journeys]
MOST_WAYS = 12_000_000  # starting points × candidates, where there is no door to start from


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Demand:
    """Groups of children who set out from one place and have the same doors open to them.

    Attributes
    ----------
    origin
        Where each group sets out from, by its place in the pack's origins.
    ages
        Which set of ages each is of, by its place among the sets.
    children
        How many each holds; a part of a child is meant.
    minutes
        Minutes to the nearest door there is; infinite where there is none.
    missing_areas, missing_children
        How many areas are left out because their children, need or starting points are not known,
        and how many children are counted in them.
    """

    origin: NDArray[np.int64]
    ages: NDArray[np.int64]
    children: Floats
    minutes: Floats
    missing_areas: int
    missing_children: float


def usual_whom(pack: Pack, question: Question) -> Who:
    """Return for whom sites are weighed unasked: those in need, or all where that is refused."""
    return "all" if counts_the_sensitive(pack.indicators[question.need]) else "need"


def whom_faults(pack: Pack, question: Question) -> Iterator[Problem]:
    """Describe why sites are not weighed for those in need, where their count is sensitive.

    What each site adds to those before it is a difference of two counts: rounded one by one they
    would tell nothing true, and which comes first would tell of counts too few to show.
    """
    indicator = pack.indicators[question.need]
    if counts_the_sensitive(indicator):
        yield Problem(
            where="sites for children in need",
            found=f"{indicator.label}, which is sensitive: what each site adds would tell of a few",
            expected="sites for all children, or need by a measure that is not sensitive",
            fix="Choose sites for all children (--who all), or ask by another need.",
        )


def measure_demand(pack: Pack, question: Question, journeys: Journeys, who: Who) -> Demand:
    """Count the children at each starting point, and how far they have to go now.

    Parameters
    ----------
    who
        "need" counts the children who are needy, "all" every child asked about.
    """
    return measure_demands(pack, question, journeys, [who])[0]


def measure_demands(
    pack: Pack, question: Question, journeys: Journeys, whom: Sequence[Who]
) -> list[Demand]:
    """Count children for several ways of counting, their journeys looked for once.

    Raises
    ------
    QuestionError
        Those in need are asked about, and their count is sensitive.
    """
    problems = list(whom_faults(pack, question)) if "need" in whom else []
    if problems:
        raise QuestionError(problems)
    nearest = [
        (ages, table["minutes"].fillna(np.inf).to_numpy(float))
        for ages, table in nearest_by_ages(pack, question, journeys)
    ]
    return [_demand(pack, question, nearest, who) for who in whom]


def _demand(
    pack: Pack, question: Question, nearest: list[tuple[list[int], Floats]], who: Who
) -> Demand:
    counted, known = _counted_areas(pack, question, who)
    children = children_by_age(pack.areas, question.ages)
    area = origin_rows(pack)
    weight = pack.origins["weight"].to_numpy(float) * counted[area]
    origin, part, count, minutes = [], [], [], []
    for number, (ages, took) in enumerate(nearest):
        each = children[ages].sum(axis="columns", skipna=False).to_numpy(float)[area]
        here = np.nan_to_num(each) * weight
        held = np.flatnonzero(here > 0)
        origin.append(held)
        part.append(np.full(len(held), number))
        count.append(here[held])
        minutes.append(took[held])
    return Demand(
        origin=np.concatenate(origin).astype(np.int64),
        ages=np.concatenate(part).astype(np.int64),
        children=np.concatenate(count),
        minutes=np.concatenate(minutes),
        missing_areas=int((~known).sum()),
        missing_children=_missing_children(children, known),
    )


def _counted_areas(pack: Pack, question: Question, who: Who) -> tuple[Floats, NDArray[np.bool_]]:
    """Return what share of each area's children is counted, and of which areas that is known."""
    children = children_by_age(pack.areas, question.ages).sum(axis="columns", skipna=False)
    starts = np.zeros(len(pack.areas), dtype=bool)
    starts[origin_rows(pack)] = True
    known = children.notna().to_numpy() & starts
    if who == "all":
        return known.astype(float), known
    needy = measure_need(pack, question.need).needy_share(question.ages, question.need_deciles)
    known = known & needy.notna().to_numpy()
    return np.where(known, needy, 0.0), known


def _missing_children(children: DataFrame, known: NDArray[np.bool_]) -> float:
    """Count the children of the areas left out; a year of age that is not known counts nothing."""
    return float(children[~known].to_numpy(float, na_value=0).sum())


def worth_of_adding(
    pack: Pack,
    question: Question,
    demand: Demand,
    candidates: DataFrame,
    *,
    aim: Aim,
    measure: Measure,
) -> tuple[Worth, float]:
    """Return what each candidate would be worth beside the doors there are.

    A new site takes every age asked about.

    Parameters
    ----------
    measure
        Gives the journeys to the candidates.

    Returns
    -------
    worth
        For "cover" children brought within the limit; for "travel" child-minutes saved, one way,
        against the nearest door there is, or where there is none the farthest candidate.
    total
        What could be gained at most: for "cover" the children beyond the limit, for "travel" the
        child-minutes that savings are taken from.

    Raises
    ------
    QuestionError
        There are too many ways to weigh.
    """
    shape = (len(demand.children), len(candidates))
    far = demand.minutes > question.limit_min if aim == "cover" else demand.minutes > 0
    used, row = np.unique(demand.origin[far], return_inverse=True)
    if not len(used):
        return worth_of(shape, np.zeros(0, int), np.zeros(0, int), np.zeros(0)), 0.0
    limit = float(question.limit_min) if aim == "cover" else float(demand.minutes[far].max())
    if limit == np.inf and len(used) * len(candidates) > MOST_WAYS:
        raise QuestionError(_too_many(len(used) * len(candidates)))
    sites = _as_assets(candidates)
    there = replace(pack, origins=pack.origins.iloc[used], assets=sites)
    table = measure(there, question).within(list(sites.index), limit).minutes
    group, candidate, took = _of_groups(table, row)
    group = np.flatnonzero(far)[group]
    if aim == "cover":
        beyond = float(demand.children[far].sum())
        return worth_of(shape, group, candidate, demand.children[group]), beyond
    now = np.where(np.isfinite(demand.minutes), demand.minutes, 0)
    np.maximum.at(now, group, np.where(np.isfinite(demand.minutes[group]), 0, took))
    value = demand.children[group] * (now[group] - took)
    return worth_of(shape, group, candidate, value), float(demand.children @ now)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Doors:
    """What each open door there is now is worth, to the ages it takes.

    Attributes
    ----------
    worth, everyone
        Candidates in the order of the open doors of the service; to the children that are counted,
        and to all of the ages asked about. For "travel", child-minutes saved against the next
        nearest door.
    missing_areas, missing_children
        As `Demand` has them.
    """

    worth: Worth
    everyone: Worth
    missing_areas: int
    missing_children: float


def worth_of_doors(
    pack: Pack, question: Question, journeys: Journeys, *, aim: Aim, who: Who, closing: int = 1
) -> Doors:
    """Weigh the open doors of the pack as they are now; those across its border stay as they are.

    What a door is worth to somebody is what it is worth beyond the best one across the border.

    Parameters
    ----------
    closing
        How many are to close. Whichever do, the next nearest is left, so no door beyond it counts.
    """
    doors = asked_doors(pack, question)
    own = ~doors["across_border"].to_numpy(bool)
    counted, demand = measure_demands(pack, question, journeys, [who, "all"])
    groups, sites, values = [], [], []
    for number, (_, ids) in enumerate(same_doors(doors, question.ages)):
        mine = np.flatnonzero(demand.ages == number)
        origin, places = demand.origin[mine], np.flatnonzero(doors.index.isin(ids))
        limits = np.full(len(mine), float(question.limit_min))
        if aim == "travel":
            ranked = journeys.k_nearest(list(ids), min(closing + 1, max(len(ids), 1)))
            limits = np.nan_to_num(ranked.max(axis="columns").to_numpy(float)[origin])
        if not len(mine) or not len(ids):
            continue
        table = journeys.within(list(ids), float(limits.max())).minutes
        group, site, took = _of_groups(table, origin)
        gain = np.full(len(group), 1.0) if aim == "cover" else limits[group] - took
        theirs = ~own[places[site]]
        stays = np.zeros(len(mine))
        np.maximum.at(stays, group[theirs], gain[theirs])
        groups.append(mine[group[~theirs]])
        sites.append(places[site[~theirs]])
        values.append((demand.children[mine][group] * np.maximum(gain - stays[group], 0))[~theirs])
    empty = np.zeros(0, int)
    group, site, value = (np.concatenate([empty, *parts]) for parts in (groups, sites, values))
    shape = (len(demand.children), int(own.sum()))
    own_number = np.cumsum(own) - 1  # of each of our own doors among themselves
    everyone = worth_of(shape, group.astype(int), own_number[site.astype(int)], value)
    return Doors(
        worth=everyone.of_groups(_among(demand, counted)),
        everyone=everyone,
        missing_areas=counted.missing_areas,
        missing_children=counted.missing_children,
    )


def _among(demand: Demand, counted: Demand) -> Floats:
    """Return what share (0–1) of each group of all children is counted."""
    sets = int(demand.ages.max(initial=0)) + 1
    keys, held = (each.origin * sets + each.ages for each in (demand, counted))
    children = np.zeros(int(keys.max(initial=-1)) + 1)
    children[held] = counted.children
    shares: Floats = children[keys] / demand.children
    return shares


def _of_groups(
    table: csr_array, rows: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
    """Repeat the ways from some starting points for the groups that set out from them."""
    found = coo_array(csr_array(table)[rows])
    group, site = found.coords
    return group.astype(np.int64), site.astype(np.int64), np.asarray(found.data, float)


def _as_assets(candidates: DataFrame) -> GeoDataFrame:
    points = geopandas.points_from_xy(candidates["easting_m"], candidates["northing_m"])
    ids = [str(number) for number in range(len(candidates))]
    return GeoDataFrame({"name": ids}, index=ids, geometry=points, crs=BRITISH_NATIONAL_GRID)


def _too_many(ways: int) -> Problem:
    return Problem(
        where="the candidates",
        found=f"{ways:,} ways to weigh, where some children have no door at all",
        expected=f"at most {MOST_WAYS:,}",
        fix="Offer fewer candidates, such as libraries, or ask for most children within the limit.",
    )

"""What share of an area's children are within the limit of something that takes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame
from pandas import DataFrame, Index, Series

from geodata.model import Pack, Source
from layers.access.by_age import AgeReach, area_means, nearest_refusing, reach_by_age
from layers.access.journeys import AROUND, STRAIGHT, Journeys, StraightLine
from layers.access.town_and_country import true_minutes
from layers.access.water import water_of
from layers.assets import AgesUnstated, ages_unstated, takes_ages
from layers.homes import origin_rows
from layers.people import children_by_age
from layers.question.doors import asked_doors
from layers.question.question import Question


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reach:
    """How well a service reaches each area.

    Attributes
    ----------
    areas
        Indexed by `area_id`: `children`, `within_share` (0–1 of the children asked about),
        `turned_away_share` (0–1 of them within the limit of a door of the service, but of none
        that takes them), `untaken_share` (0–1 of them whom no door anywhere takes), `minutes`
        (mean to the nearest that takes them, over origins and ages; NaN where nothing is offered)
        and `nearest` (the asset nearest to most of its people).
    by_age
        The same, by the ages that are treated alike.
    doors, across
        How many open doors were counted, of whatever ages, and of those across the border.
    doors_taking
        How many of them take any of the ages asked about.
    ages_unstated
        How many of them take some of those ages for want of a limit that they state.
    estimated_share
        What part (0–1) of the starting points have only a straight-line estimate.
    unreached
        How many starting points have no way to any door, where there is a door.
    sources
        Who published what journeys were measured by.
    """

    areas: DataFrame
    by_age: tuple[AgeReach, ...]
    doors: int
    across: int
    doors_taking: int
    ages_unstated: AgesUnstated
    method: str
    is_estimate: bool
    estimated_share: float
    unreached: int
    sources: tuple[Source, ...]


def straight_line(pack: Pack, question: Question) -> StraightLine:
    """Estimate journeys from straight lines, as the question says."""
    water = water_of(pack.water)
    return StraightLine(
        origins=pack.origins,
        assets=pack.assets,
        mode=question.own_way,
        pace_kmh=question.pace_kmh,
        detour=question.detour,
        method=STRAIGHT if water is None else AROUND,
        water=water,
    )


def measure_reach(pack: Pack, question: Question, journeys: Journeys) -> Reach:
    """Measure what share of each area's children is within the limit.

    Every single year of age counts only the doors that take it, so a band that a service covers
    in part is reached in part. An area is the weighted share of its origins, not a yes or no.

    Parameters
    ----------
    journeys
        Minutes from the pack's origins to its assets.

    Returns
    -------
    reach
        NaN where an area has no origins or no count of children at some age; a share of 0, not
        NaN, where nothing is offered at all.
    """
    doors = asked_doors(pack, question)
    children = children_by_age(pack.areas, question.ages)
    shares = age_shares(children)
    minutes = Series(0.0, index=pack.areas.index)
    votes: list[Series] = []
    judged: list[DataFrame] = []
    by_age: list[AgeReach] = []
    for ages, nearest in nearest_by_ages(pack, question, journeys):
        part = shares[ages].sum(axis="columns", skipna=False)
        within = nearest["minutes"] <= question.limit_min
        refused = nearest_refusing(doors, ages, journeys)
        by_age.extend(
            reach_by_age(pack, question, doors, shares=shares[ages], within=within, refused=refused)
        )
        minutes = minutes + part * area_means(pack, nearest["minutes"])
        votes.append(_votes(pack, nearest["asset_id"], part.fillna(len(ages))))
        judged.append(nearest)
    areas = DataFrame(
        {
            "children": children.sum(axis="columns", skipna=False),
            "within_share": _over_ages(by_age, lambda each: each.within_share),
            "turned_away_share": _over_ages(by_age, lambda each: each.turned_away.sum(axis=1)),
            "untaken_share": _over_ages(by_age, lambda each: float(each.doors == 0)),
            "minutes": true_minutes(minutes, pack, question),
            "nearest": _winner(votes, pack),
        }
    )
    return Reach(
        areas=areas,
        by_age=tuple(by_age),
        doors=len(doors),
        across=int(doors["across_border"].sum()),
        doors_taking=int(takes_ages(doors, question.ages).any(axis=1).sum()),
        ages_unstated=ages_unstated(doors, question.ages),
        method=journeys.method,
        is_estimate=journeys.is_estimate,
        estimated_share=1.0 if journeys.is_estimate else _share_of_any(judged, "is_estimate"),
        unreached=_unreached(judged),
        sources=journeys.sources,
    )


def _over_ages(by_age: Iterable[AgeReach], figure: Callable[[AgeReach], Series | float]) -> Series:
    """Add up a figure of people of each age over the children of all of them."""
    total: Series = sum(each.share * figure(each) for each in by_age)  # type: ignore[assignment]
    return total.clip(upper=1)  # rounding makes nobody of more than all


def _share_of_any(judged: list[DataFrame], flag: str) -> float:
    """Work out what part of the origins any of the tables flags; none where none has the flag."""
    flags = [nearest[flag].to_numpy(bool) for nearest in judged if flag in nearest.columns]
    return float(np.logical_or.reduce(flags).mean()) if flags and len(flags[0]) else 0.0


def _unreached(judged: list[DataFrame]) -> int:
    """Count the origins without a way, leaving out the ages that no door takes at all."""
    offered = [n["minutes"].isna().to_numpy() for n in judged if n["minutes"].notna().any()]
    return int(np.logical_or.reduce(offered).sum())


def nearest_by_ages(
    pack: Pack, question: Question, journeys: Journeys
) -> Iterator[tuple[list[int], DataFrame]]:
    """Find the nearest open door to every origin, for each set of ages that has the same doors.

    Yields
    ------
    ages, nearest
        Single years of age, each in just one set; and what `Journeys.nearest` gives for the doors
        that take them, in the order of the pack's origins.
    """
    doors = asked_doors(pack, question)
    for ages, asset_ids in same_doors(doors, question.ages):
        yield ages, journeys.nearest(list(asset_ids)).reindex(pack.origins.index)


def age_shares(children: DataFrame) -> DataFrame:
    """Share out each area's children over the ages: evenly where there are none.

    Where a count is missing at any age, so is every share.
    """
    totals = children.sum(axis="columns", skipna=False)
    shares = children.div(totals, axis="index")
    return shares.mask(totals == 0, 1 / len(children.columns))


def same_doors(doors: GeoDataFrame, ages: range) -> Iterator[tuple[list[int], Index]]:
    """Group the ages that have just the same doors open to them."""
    takes = takes_ages(doors, ages)
    groups: dict[bytes, list[int]] = {}
    for column, age in enumerate(ages):
        groups.setdefault(takes[:, column].tobytes(), []).append(age)
    for members in groups.values():
        yield members, doors.index[takes[:, members[0] - ages.start]]


def _votes(pack: Pack, asset_ids: Series, part: Series) -> Series:
    """Weigh how many of each area's people each asset is nearest to.

    Returns
    -------
    votes
        Indexed by the row of the area and the place of the asset among all, by name, as one
        number: names of two million origins are slow to sort.
    """
    names = _names_in_order(pack)
    code, named = pd.factorize(asset_ids)
    rows = origin_rows(pack)
    voting = (code >= 0) & (rows >= 0)
    weights = pack.origins["weight"].to_numpy(float)[voting] * part.to_numpy(float)[rows[voting]]
    chosen = names.get_indexer(named)[code[voting]]
    votes: Series = Series(weights).groupby(rows[voting] * len(names) + chosen).sum()
    return votes


def _winner(votes: list[Series], pack: Pack) -> Series:
    """Name the asset with the most votes in each area, the first by name of several."""
    names = _names_in_order(pack)
    total = pd.concat(votes).groupby(level=0).sum()
    keys, weights = total.index.to_numpy(np.intp), total.to_numpy(float)
    area, asset = np.divmod(keys, max(len(names), 1))
    order = np.lexsort((asset, -weights, area))
    found, first = np.unique(area[order], return_index=True)
    winners = Series(np.nan, index=pack.areas.index, dtype="str")
    winners.iloc[found] = names.take(asset[order][first])
    return winners


def _names_in_order(pack: Pack) -> Index:
    """Return the name of every asset once, in the order of their characters."""
    names: Index = pack.assets.index.unique().astype("str").sort_values()
    return names

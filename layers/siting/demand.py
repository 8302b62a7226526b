"""Who a new site could serve, and what each site is worth to them: from a pack to `Worth`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from pandas import DataFrame
from scipy.spatial import KDTree

from geodata.model import Pack
from layers.access.journeys import M_PER_KM_PER_MIN_PER_H, Journeys
from layers.access.reach import nearest_by_ages, same_doors
from layers.assets import open_doors, service_assets
from layers.need import measure_need
from layers.people import children_by_age
from layers.question import Question
from layers.siting.worth import Floats, Ints, Worth, worth_of

Aim = Literal["cover", "travel"]
Who = Literal["need", "all"]
FAR_MIN = 24 * 60.0  # a journey where there is no site at all; only differences matter
KEPT_PAIRS = 4_000_000  # entries; beyond, only the most valuable of each group are kept
KEPT_ROUNDS = 6  # and so many times the candidates that fall to one site
A_HAIR = 1 + 1e-9  # a search radius is this much wider, and what it finds is then measured


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Demand:
    """Groups of children who set out from one place and have the same doors open to them.

    Attributes
    ----------
    points
        A row each: `easting_m`, `northing_m` (EPSG:27700).
    children
        How many each holds; part of a child is meant.
    minutes
        Minutes to the nearest door there is; infinite where there is none.
    missing_areas
        How many areas are left out because their children, need or starting points are not known.
    """

    points: DataFrame
    children: Floats
    minutes: Floats
    missing_areas: int


def measure_demand(pack: Pack, question: Question, journeys: Journeys, who: Who) -> Demand:
    """Count the children at each starting point, and how far they have to go now.

    Parameters
    ----------
    who
        "need" counts the children where need is high, "all" every child asked about.
    """
    weight, missing = _origin_weights(pack, question, who)
    children = children_by_age(pack.areas, question.ages)
    counts, minutes = list[Floats](), list[Floats]()
    for ages, nearest in nearest_by_ages(pack, question, journeys):
        each = children[ages].sum(axis="columns", skipna=False).reindex(pack.origins["area_id"])
        counts.append(np.nan_to_num(each.to_numpy(float)) * weight)
        minutes.append(nearest["minutes"].fillna(np.inf).to_numpy(float))
    points = np.tile(pack.origins[["easting_m", "northing_m"]].to_numpy(float), (len(counts), 1))
    held = np.concatenate(counts) > 0
    return Demand(
        points=DataFrame(points[held], columns=["easting_m", "northing_m"]),
        children=np.concatenate(counts)[held],
        minutes=np.concatenate(minutes)[held],
        missing_areas=missing,
    )


def _origin_weights(pack: Pack, question: Question, who: Who) -> tuple[Floats, int]:
    """Share out an area over its starting points; 0 where it is not in high need or not known."""
    children = children_by_age(pack.areas, question.ages).sum(axis="columns", skipna=False)
    known = children.notna() & pack.areas.index.isin(pack.origins["area_id"])
    counted = known
    if who == "need":
        deciles = measure_need(pack, question.need).deciles
        known = known & deciles.notna()
        counted = known & (deciles <= question.need_deciles)
    share = counted.astype(float).reindex(pack.origins["area_id"]).to_numpy()
    return pack.origins["weight"].to_numpy(float) * share, int((~known).sum())


def worth_of_adding(
    demand: Demand, question: Question, candidates: DataFrame, aim: Aim, count: int
) -> Worth:
    """Say what each candidate would be worth beside the doors there are.

    A new site takes every age asked about. Journeys to it are straight lines with a detour.

    Parameters
    ----------
    count
        How many sites will be chosen.

    Returns
    -------
    worth
        For "cover" children brought within the limit; for "travel" child-minutes saved, one way.
    """
    if aim == "travel":
        return _worth_of_shortening(demand, question, candidates, count)
    beyond = ~(demand.minutes <= question.limit_min)
    limits = np.where(beyond, float(question.limit_min), -1.0)
    group, candidate, _ = _pairs(demand.points, candidates, question, limits)
    value = demand.children[group]
    return worth_of((len(demand.children), len(candidates)), group, candidate, value)


def _worth_of_shortening(
    demand: Demand, question: Question, candidates: DataFrame, count: int
) -> Worth:
    """Say how many child-minutes each candidate saves; of very many, the nearest to each group."""
    groups, sites = len(demand.children), len(candidates)
    now = np.minimum(demand.minutes, _farthest(demand.points, candidates, question))
    kept = min(sites, max(KEPT_PAIRS // max(groups, 1), KEPT_ROUNDS * sites // count))
    if kept == sites or not groups:
        group, candidate, took = _pairs(demand.points, candidates, question, now)
        floor = None
    else:
        metres, nearest = KDTree(_xy(candidates)).query(_xy(demand.points), k=kept + 1)
        minutes = np.asarray(metres) * minutes_per_m(question)
        group, candidate = np.repeat(np.arange(groups), kept), np.asarray(nearest)[:, :kept].ravel()
        took = minutes[:, :kept].ravel()
        floor = demand.children * np.maximum(now - minutes[:, kept], 0)
    value = demand.children[group] * (now[group] - took)
    return worth_of((groups, sites), group, candidate, value, floor)


def worth_of_doors(
    pack: Pack, question: Question, aim: Aim, who: Who, closing: int = 1
) -> tuple[Worth, int]:
    """Say what each open door there is now is worth, to the ages it takes.

    Journeys are straight lines with a detour.

    Parameters
    ----------
    closing
        How many are to close. Whichever do, the next nearest is left, so no door beyond it counts.

    Returns
    -------
    worth, missing_areas
        Candidates in the order of the open doors of the service. For "travel", child-minutes
        saved against that next nearest door.
    """
    weight, missing = _origin_weights(pack, question, who)
    doors = open_doors(service_assets(pack.assets, pack.info.services[question.service]))
    spots = DataFrame({"easting_m": doors.geometry.x, "northing_m": doors.geometry.y})
    children = children_by_age(pack.areas, question.ages)
    groups, entries = 0, [(np.zeros(0, int), np.zeros(0, int), np.zeros(0))]
    for ages, ids in same_doors(doors, question.ages):
        each = children[ages].sum(axis="columns", skipna=False).reindex(pack.origins["area_id"])
        counts = np.nan_to_num(each.to_numpy(float)) * weight
        held = np.flatnonzero(counts > 0)
        places = np.flatnonzero(doors.index.isin(ids))
        points, some = pack.origins.iloc[held], spots.iloc[places]
        limits = np.full(len(held), float(question.limit_min))
        if aim == "travel":
            limits = _nth_nearest(points, some, question, closing + 1)
        group, candidate, took = _pairs(points, some, question, limits)
        value = counts[held][group] * (1.0 if aim == "cover" else limits[group] - took)
        entries.append((group + groups, places[candidate], value))
        groups += len(held)
    group, candidate, value = (np.concatenate(parts) for parts in zip(*entries, strict=True))
    return worth_of((groups, len(doors)), group, candidate, value), missing


def _farthest(points: DataFrame, spots: DataFrame, question: Question) -> Floats:
    """Give the minutes from each point to the farthest spot."""
    if spots.empty:
        return np.full(len(points), FAR_MIN)
    here = _xy(points)
    far = np.zeros(len(here))
    for east, north in _xy(spots):
        far = np.maximum(far, np.hypot(here[:, 0] - east, here[:, 1] - north))
    return far * minutes_per_m(question)


def _nth_nearest(points: DataFrame, spots: DataFrame, question: Question, nth: int) -> Floats:
    """Give the minutes from each point to its nth nearest spot, or its farthest of fewer."""
    if spots.empty:
        return np.full(len(points), FAR_MIN)
    metres, _ = KDTree(_xy(spots)).query(_xy(points), k=[min(nth, len(spots))])
    return np.asarray(metres)[:, 0] * minutes_per_m(question)


def _xy(points: DataFrame) -> Floats:
    return points[["easting_m", "northing_m"]].to_numpy(float)


def minutes_per_m(question: Question) -> float:
    """Give the minutes that a metre in a straight line takes."""
    return question.detour / (question.pace_kmh * M_PER_KM_PER_MIN_PER_H)


def _pairs(
    points: DataFrame, spots: DataFrame, question: Question, limits: Floats
) -> tuple[Ints, Ints, Floats]:
    """Find every point and spot no more than the point's own limit apart, and the minutes."""
    if points.empty or spots.empty or limits.max() < 0:
        return np.zeros(0, int), np.zeros(0, int), np.zeros(0)
    near = np.flatnonzero(limits >= 0)
    here, there = KDTree(_xy(points)[near]), KDTree(_xy(spots))
    radius = float(limits.max()) / minutes_per_m(question) * A_HAIR
    found = here.sparse_distance_matrix(there, radius, output_type="ndarray")
    group, candidate = near[found["i"].astype(int)], found["j"].astype(int)
    # In the order of `StraightLine`, so that a limit falls on the same side to the last digit.
    took = found["v"] * question.detour / (question.pace_kmh * M_PER_KM_PER_MIN_PER_H)
    kept = took <= limits[group]
    return group[kept], candidate[kept], took[kept]

"""Where people set out from: points over a town's cell; a village and its farms in the country."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
from numpy.random import Generator
from numpy.typing import NDArray
from pandas import DataFrame, Series

from geodata.starter.cells import TOWN_KINDS, Cells

Points = NDArray[np.float64]
Shape = shapely.Geometry

GRID_M = 10  # origins are placed to the nearest 10 m
TOWN_REACH_M = 550.0  # homes of a town cell are no farther from its seed
VILLAGE_REACH_M = 400.0
TRIES = 400
FEWEST, MOST = 8, 13
MOST_OUTLYING = 6
HOME, HAMLET, FARM = 1.0, 0.8, 0.15  # weight of a point, before weights are made to sum to 1


def place_origins(
    seeds: DataFrame, area_ids: Series, cells: Cells, hamlets: int, rng: Generator
) -> DataFrame:
    """Place 8 to 16 weighted origins in each neighbourhood.

    Parameters
    ----------
    seeds, area_ids, cells
        In the same order.
    hamlets
        How many of `cells.points`, after the seeds, are hamlets, which weigh more than farms.
    rng
        Decides the scatter.

    Returns
    -------
    origins
        Indexed by `origin_id`: `area_id`, `easting_m`, `northing_m` (EPSG:27700, to 10 m) and
        `weight`, which sums to 1 in each area.
    """
    first_farm = len(seeds) + hamlets
    tables = []
    for n, (kind, area_id) in enumerate(zip(seeds["kind"], area_ids, strict=True)):
        shape = shapely.buffer(cells.shapes[n], -GRID_M)
        count = int(rng.integers(FEWEST, MOST + 1))
        reach_m = TOWN_REACH_M if kind in TOWN_KINDS else VILLAGE_REACH_M
        outlying = _outlying(np.flatnonzero(cells.owner == n), len(seeds))
        homes = _spread_points(shape, cells.points[n], reach_m, count - len(outlying) // 2, rng)
        points = np.vstack([homes, cells.points[outlying]])
        weights = np.concatenate(
            [
                HOME * rng.uniform(0.6, 1.4, len(homes)),
                np.where(outlying < first_farm, HAMLET, FARM)
                * rng.uniform(0.6, 1.4, len(outlying)),
            ]
        )
        tables.append(_table(str(area_id), points, weights))
    return pd.concat(tables).rename_axis("origin_id")


def _outlying(owned: NDArray[np.int64], seeds: int) -> NDArray[np.int64]:
    """Return the hamlets and some of the farms of a neighbourhood: the hamlets come first."""
    return owned[owned >= seeds][:MOST_OUTLYING]


def _spread_points(
    shape: Shape, centre: Points, reach_m: float, count: int, rng: Generator
) -> Points:
    """Spread points inside a shape and within reach of its centre, each far from the others."""
    tries = centre + rng.uniform(-reach_m, reach_m, (TRIES, 2))
    near = np.linalg.norm(tries - centre, axis=1) <= reach_m
    inside = shapely.contains_xy(shape, tries[:, 0], tries[:, 1])
    tries = tries[near & inside]
    chosen = [centre]
    for _ in range(count - 1):
        gaps = np.linalg.norm(tries[:, None] - np.array(chosen)[None], axis=2).min(axis=1)
        # Far from the others, but not so regular as a pattern.
        chosen.append(tries[int((gaps * rng.uniform(0.4, 1, len(gaps))).argmax())])
    return np.array(chosen)


def _table(area_id: str, points: Points, weights: NDArray[np.float64]) -> DataFrame:
    at = (points / GRID_M).round() * GRID_M
    share = (weights / weights.sum()).round(4)
    share[0] = round(1 - share[1:].sum(), 4)
    return DataFrame(
        {
            "area_id": area_id,
            "easting_m": at[:, 0],
            "northing_m": at[:, 1],
            "weight": share,
        },
        index=[f"{area_id}-{n:02d}" for n in range(1, len(at) + 1)],
    )

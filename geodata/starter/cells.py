"""Boundaries: Voronoi cells of seeds, hamlets and farms, grown together into neighbourhoods."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.random import Generator
from numpy.typing import NDArray
from pandas import DataFrame
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import Voronoi, cKDTree

from geodata.starter.settlements import points_m

FARM_SPACING_M = 1250.0
CLEAR_OF_SEEDS_M = 900.0  # no farm stands nearer a seed
LEAVING_TOWN_M = 700.0  # how much harder a town cell reaches into the country than a village
FARTHEST_M = 6500.0  # land farther from every settlement belongs to none
MARGIN_M = 9000.0
GRID_M = 1.0  # corners are held to the metre, and shared by neighbours exactly
TOWN_KINDS = ("city", "town", "suburb")

Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cells:
    """Land shared out among neighbourhoods.

    Attributes
    ----------
    points
        Middle of each Voronoi cell, EPSG:27700: seeds first, then hamlets, then farms.
    owner
        Which neighbourhood (row of `seeds`) has the cell; -1 for none.
    shapes
        Polygon of each neighbourhood, in the order of `seeds`.
    """

    points: Points
    owner: NDArray[np.int64]
    shapes: NDArray[np.object_]


def grow_cells(
    seeds: DataFrame, settlements: DataFrame, beyond: DataFrame, rng: Generator
) -> Cells:
    """Share the land out among seeds, so that each has one piece and nothing is left between.

    Each farm goes to the settlement it is nearest by a path across cells, so every
    neighbourhood is in one piece; settlements of `beyond` take the land outside.
    """
    hamlets = settlements[settlements["areas"] == 0]
    fixed = np.vstack(
        [seeds[["easting_m", "northing_m"]].to_numpy(float), points_m(hamlets), points_m(beyond)]
    )
    points = np.vstack([fixed, scatter_farms(fixed, rng)])
    voronoi = Voronoi(points)
    is_town = np.zeros(len(points), dtype=bool)
    is_town[: len(seeds)] = seeds["kind"].isin(TOWN_KINDS)
    nearest = _nearest_fixed(voronoi, len(fixed), is_town)
    owner_of_fixed = np.full(len(fixed) + 1, -1, dtype=np.int64)
    owner_of_fixed[: len(seeds)] = np.arange(len(seeds))
    owner_of_fixed[len(seeds) : len(seeds) + len(hamlets)] = _hosts(hamlets, seeds)
    owner = owner_of_fixed[nearest]
    return Cells(points=points, owner=owner, shapes=_merge(voronoi, owner, len(seeds)))


def scatter_farms(fixed: Points, rng: Generator) -> Points:
    """Scatter farms over the land on a shaken grid, clear of `fixed` points (EPSG:27700)."""
    low, high = fixed.min(axis=0) - MARGIN_M, fixed.max(axis=0) + MARGIN_M
    eastings = np.arange(low[0], high[0], FARM_SPACING_M)
    northings = np.arange(low[1], high[1], FARM_SPACING_M)
    grid = np.stack(np.meshgrid(eastings, northings, indexing="ij"), axis=-1)
    grid[:, 1::2, 0] += FARM_SPACING_M / 2
    farms = grid.reshape(-1, 2)
    farms = farms + rng.uniform(-0.38, 0.38, farms.shape) * FARM_SPACING_M
    gap_m, _ = cKDTree(fixed).query(farms)
    return np.asarray(farms[gap_m > CLEAR_OF_SEEDS_M].round(), dtype=float)


def _nearest_fixed(voronoi: Voronoi, count: int, is_town: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Find the fixed point nearest to each cell, going from cell to cell; `count` if too far."""
    pairs = voronoi.ridge_points
    length_m = np.linalg.norm(voronoi.points[pairs[:, 0]] - voronoi.points[pairs[:, 1]], axis=1)
    length_m = length_m + LEAVING_TOWN_M * is_town[pairs].any(axis=1)
    size = len(voronoi.points)
    graph = csr_array((length_m, (pairs[:, 0], pairs[:, 1])), shape=(size, size))
    _, _, sources = dijkstra(
        graph,
        directed=False,
        indices=np.arange(count),
        min_only=True,
        return_predecessors=True,
        limit=FARTHEST_M,
    )
    return np.where(sources < 0, count, sources).astype(np.int64)


def _hosts(hamlets: DataFrame, seeds: DataFrame) -> NDArray[np.int64]:
    """Find, for each hamlet, the nearest seed of the settlement it shares with."""
    at = seeds[["easting_m", "northing_m"]].to_numpy(float)
    found = []
    for point, host in zip(points_m(hamlets), hamlets["shares_with"], strict=True):
        gap_m = np.linalg.norm(at - point, axis=1)
        found.append(int(np.where(seeds["settlement"] == host, gap_m, np.inf).argmin()))
    return np.array(found, dtype=np.int64)


def _merge(voronoi: Voronoi, owner: NDArray[np.int64], count: int) -> NDArray[np.object_]:
    corners = (voronoi.vertices / GRID_M).round() * GRID_M
    pieces: list[list[shapely.Polygon]] = [[] for _ in range(count)]
    for cell in np.flatnonzero(owner >= 0):
        ring = voronoi.regions[voronoi.point_region[cell]]
        pieces[owner[cell]].append(shapely.Polygon(corners[ring]))
    shapes = np.empty(count, dtype=object)
    shapes[:] = [shapely.normalize(shapely.coverage_union_all(some)) for some in pieces]
    return shapes

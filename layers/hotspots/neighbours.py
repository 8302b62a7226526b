"""Which neighbourhoods are beside each other."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from geopandas import GeoDataFrame, GeoSeries

from geodata.crs import require_grid
from geodata.errors import Problem, QuestionError

Nearness = Literal["touching", "nearest"]
TOUCH_M = 5.0  # each shape grows by this: published boundaries share no exact edge
NEAREST = 8
LEAST_AREAS = 3


def find_neighbours(
    areas: GeoDataFrame, nearness: Nearness = "touching", plural: str = "neighbourhoods"
) -> Any:  # noqa: ANN401
    """Find each area's neighbours.

    Parameters
    ----------
    areas
        Polygons in EPSG:27700.
    nearness
        "touching" takes the areas whose boundaries come within 10 m (5 m on each side), "nearest"
        the 8 nearest by the middle of the shape.
    plural
        What the areas are called.

    Returns
    -------
    graph
        A `libpysal.graph.Graph` in the order of `areas`, every weight 1. An area that touches no
        other is an isolate.

    Raises
    ------
    CrsError
        The areas are not in EPSG:27700.
    QuestionError
        There are fewer than three areas.
    """
    from libpysal.graph import Graph

    require_grid(areas, "areas")
    if len(areas) < LEAST_AREAS:
        raise QuestionError(_too_few(len(areas), plural))
    if nearness == "nearest":
        middles = GeoSeries(areas.geometry.centroid, index=areas.index)
        graph = Graph.build_knn(middles, k=min(NEAREST, len(areas) - 1))
    else:
        shapes = GeoDataFrame(geometry=areas.geometry.make_valid())
        graph = Graph.build_fuzzy_contiguity(shapes, buffer=TOUCH_M)
    return graph


def _too_few(count: int, plural: str) -> Problem:
    return Problem(
        where=f"the {plural}",
        found=f"{count} with a known value",
        expected=f"at least {LEAST_AREAS}, to set each beside its neighbours",
        fix="Too few to test: choose a measure of smaller areas, or a larger pack.",
    )


def groups_of(graph: Any, members: np.ndarray) -> np.ndarray:  # noqa: ANN401
    """Return a number for each group of members that are joined by being neighbours.

    Parameters
    ----------
    members
        A flag for each area, in the order of the graph.

    Returns
    -------
    groups
        From 1, the largest first; 0 for what is no member.
    """
    from scipy.sparse.csgraph import connected_components

    numbers = np.zeros(len(members), dtype=np.int64)
    chosen = np.flatnonzero(members)
    if len(chosen):
        count, found = connected_components(graph.sparse.tocsr()[chosen][:, chosen], directed=False)
        sizes = np.bincount(found, minlength=count)
        rank = np.empty(count, dtype=np.int64)
        rank[np.argsort(-sizes, kind="stable")] = np.arange(1, count + 1)
        numbers[chosen] = rank[found]
    return numbers

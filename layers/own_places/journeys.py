"""From where a journey to a point takes no longer than some minutes, by the pack's own journeys."""

from __future__ import annotations

from dataclasses import replace

import geopandas
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geodata.crs import BRITISH_NATIONAL_GRID
from geodata.errors import QuestionError
from geodata.model import Pack, Travel
from layers.access.journeys import Journeys, StraightLine
from layers.access.journeys_for import journeys_for
from layers.own_places.recipes import Reached
from layers.question.question import Question, default_question

HERE = "own-centre"
AROUND_M = 400.0  # around a starting point: what a shape of journeys shows of the land about it


def journeys_to(pack: Pack, centre: BaseGeometry, mode: Travel, minutes: int) -> Journeys:
    """Return the pack's journeys to one point, at the usual pace, alike in town and country.

    Raises
    ------
    QuestionError
        The pack holds no timetable, for journeys by bus.
    """
    at = geopandas.GeoDataFrame(
        index=[HERE], geometry=[centre], crs=BRITISH_NATIONAL_GRID
    ).rename_axis("asset_id")
    return journeys_for(replace(pack, assets=at), _question(pack, mode, minutes))


def reached_starts(
    pack: Pack, centre: BaseGeometry, mode: Travel, minutes: int
) -> NDArray[np.float64]:
    """Return of each origin of the pack whether (0 or 1) its journey takes no longer."""
    pairs = journeys_to(pack, centre, mode, minutes).within([HERE], minutes)
    reached = np.zeros(len(pack.origins))
    rows = pack.origins.index.get_indexer(pairs.origin_ids)
    counts = np.diff(pairs.minutes.indptr)  # a stored way of no minutes is a way
    reached[rows[counts > 0]] = 1.0
    return reached


def reached_shape(
    pack: Pack,
    centre: BaseGeometry,
    recipe: Reached,
    reached: NDArray[np.float64],
    points: NDArray[np.object_],
) -> BaseGeometry:
    """Return the land about the starting points that are reached, and a circle of straight lines.

    The shape shows where they are; who is inside is known by the points themselves.
    """
    ways = journeys_to(pack, centre, recipe.mode, recipe.minutes)
    if isinstance(ways, StraightLine) and ways.water is None:
        return centre.buffer(recipe.minutes / ways.min_per_m, quad_segs=32)
    inside = points[: len(reached)][reached > 0]
    if not len(inside):
        return centre.buffer(1.0)
    return _about(inside, points[: len(reached)][reached == 0])


def _about(inside: NDArray[np.object_], outside: NDArray[np.object_]) -> BaseGeometry:
    """Return the land within `AROUND_M` of points, and nearer to them than to the others."""
    reach = shapely.union_all(shapely.buffer(inside, AROUND_M, quad_segs=4))
    west, south, east, north = shapely.bounds(reach)
    box = shapely.box(west - AROUND_M, south - AROUND_M, east + AROUND_M, north + AROUND_M)
    near = outside[shapely.intersects(outside, box)]
    if not len(near):
        return reach
    every = np.concatenate([inside, near])
    cells = shapely.get_parts(
        shapely.voronoi_polygons(shapely.MultiPoint(list(every)), extend_to=box)
    )
    tree = shapely.STRtree(cells)
    _, found = tree.query(inside, predicate="intersects")
    return shapely.intersection(shapely.union_all(cells[np.unique(found)]), reach)


def _question(pack: Pack, mode: Travel, minutes: int) -> Question:
    if mode == "bus" and pack.timetable is None:
        from layers.question.faults import NO_TIMETABLE

        raise QuestionError(NO_TIMETABLE)
    return default_question(pack, mode=mode, limit_min=minutes, rural=None)

"""Fine outlines of the areas, for drawing alone: whether they can be what they say."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import numpy as np
import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame

from geodata.checking import REBUILD, find_unknown_sources, some
from geodata.errors import Problem
from geodata.schema import AREAS_FINE

LEAST_SHARED = 0.5  # of the smaller of two outlines of one area, if they are of the same


def find_fine_problems(
    tables: Mapping[str, DataFrame], sources: Collection[str], unusable: Collection[str]
) -> Iterator[Problem]:
    """Find fine outlines that come from nobody, are of no area, or of another one.

    Parameters
    ----------
    sources
        Keys of the pack's sources.
    unusable
        Columns that cannot be gone by: "areas_fine.geometry".
    """
    fine, areas = tables.get(AREAS_FINE.name), tables.get("areas")
    if fine is None:
        return
    yield from find_unknown_sources(AREAS_FINE, fine, sources, unusable)
    if not isinstance(fine, GeoDataFrame) or not isinstance(areas, GeoDataFrame):
        return
    strangers = fine.index.difference(areas.index)
    if len(strangers):
        found = f"{len(strangers)} of no area of the pack ({some(strangers)})"
        yield _problem("area_id", found, "areas of the pack")
    if {f"{AREAS_FINE.name}.geometry", "areas.geometry"} & set(unusable):
        return
    both = fine.index.intersection(areas.index)
    elsewhere = both[_are_elsewhere(fine.geometry[both], areas.geometry[both])]
    if len(elsewhere):
        found = f"{len(elsewhere)} that lie elsewhere than their area ({some(elsewhere)})"
        yield _problem("geometry", found, "the same areas as in areas.parquet")


def _are_elsewhere(fine: object, general: object) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return which boxes of two outlines of an area share too little to be of the same."""
    ours, theirs = (shapely.box(*shapely.bounds(np.asarray(each)).T) for each in (fine, general))
    least = np.minimum(shapely.area(ours), shapely.area(theirs))
    apart: np.ndarray[tuple[int], np.dtype[np.bool_]] = (
        shapely.area(shapely.intersection(ours, theirs)) < least * LEAST_SHARED
    )
    return apart


def _problem(column: str, found: str, expected: str) -> Problem:
    where = f"{AREAS_FINE.file}, column {column}"
    return Problem(where=where, found=found, expected=expected, fix=REBUILD)

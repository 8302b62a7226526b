"""Wide water around a pack: whether it can be what it says."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import numpy as np
import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame

from geodata.checking import REBUILD, find_unknown_sources, some
from geodata.errors import Problem
from geodata.schema import WATER


def find_water_problems(
    tables: Mapping[str, DataFrame], sources: Collection[str], unusable: Collection[str]
) -> Iterator[Problem]:
    """Find water that comes from nobody, or that the areas themselves lie in.

    Parameters
    ----------
    sources
        Keys of the pack's sources.
    unusable
        Columns that cannot be gone by: "water.geometry".
    """
    water, areas = tables.get(WATER.name), tables.get("areas")
    if water is None:
        return
    yield from find_unknown_sources(WATER, water, sources, unusable)
    if not isinstance(water, GeoDataFrame) or not isinstance(areas, GeoDataFrame):
        return
    if {f"{WATER.name}.geometry", "areas.geometry"} & set(unusable):
        return
    middles = shapely.point_on_surface(areas.geometry.to_numpy())
    lying = np.unique(shapely.STRtree(middles).query(water.geometry.to_numpy(), "contains")[1])
    if len(lying):
        found = f"{len(lying)} areas that lie in it ({some(areas.index[lying])})"
        yield _problem("geometry", found, "water beside the areas")


def _problem(column: str, found: str, expected: str) -> Problem:
    where = f"{WATER.file}, column {column}"
    return Problem(where=where, found=found, expected=expected, fix=REBUILD)

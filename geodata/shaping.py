"""Whether the shapes of a table are what the schema says: polygons or points, on British ground."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame

from geodata.errors import Problem
from geodata.schema import (
    LEAST_EASTING_M,
    LEAST_NORTHING_M,
    MOST_EASTING_M,
    MOST_NORTHING_M,
    Table,
)

KINDS = {
    "polygon": ("Polygon", "MultiPolygon"),
    "line": ("LineString", "MultiLineString"),
    "point": ("Point",),
}
LEAST = np.array([LEAST_EASTING_M, LEAST_NORTHING_M])
MOST = np.array([MOST_EASTING_M, MOST_NORTHING_M])
SHOWN_ROWS = 3


def find_shape_faults(table: Table, rows: DataFrame, fix: str) -> Iterator[tuple[str, Problem]]:
    """Find every shape that is missing, broken, of another kind or in an impossible place.

    Yields
    ------
    fault
        A problem, and "geometry" where the shapes cannot be worked with for it.
    """
    where, wanted = f"{table.file}, column geometry", table.geometry or "point"

    def problem(found: str, expected: str) -> Problem:
        return Problem(where=where, found=found, expected=expected, fix=fix)

    if not isinstance(rows, GeoDataFrame) or rows.active_geometry_name != "geometry":
        yield "geometry", problem("no shapes", f"{wanted}s")
        return
    shapes = rows.geometry
    if shapes.crs is None or shapes.crs.to_epsg() != 27700:  # noqa: PLR2004
        found = "no CRS" if shapes.crs is None else shapes.crs.to_string()[:60]
        yield "geometry", problem(found, "EPSG:27700, in metres")
    held = shapes.to_numpy()
    absent = shapely.is_missing(held) | shapely.is_empty(held)
    other = ~shapely.is_missing(held) & ~shapes.geom_type.isin(KINDS[wanted])
    broken = ~absent & ~shapely.is_valid(held)
    for wrong, found, expected in (
        (absent & (not table.geometry_optional), "empty", f"a {wanted} in every row"),
        (other, "shapes of another kind", f"valid {wanted}s"),
        (broken, "shapes invalid", f"valid {wanted}s"),
        (~absent & ~broken & _is_off_the_map(held), "off the map", _map_words()),
    ):
        if wrong.any():
            named = ", ".join(str(key)[:60] for key in rows.index[wrong][:SHOWN_ROWS])
            yield "geometry", problem(f"{int(wrong.sum())} {found} ({named})", expected)


def _is_off_the_map(shapes: np.ndarray) -> np.ndarray:
    bounds = shapely.bounds(shapes)
    inside = (bounds[:, :2] >= LEAST) & (bounds[:, 2:] <= MOST)
    return np.asarray(~inside.all(axis=1))


def _map_words() -> str:
    return (
        f"metres of the British National Grid: {LEAST_EASTING_M:,} to {MOST_EASTING_M:,} east, "
        f"{LEAST_NORTHING_M:,} to {MOST_NORTHING_M:,} north"
    )

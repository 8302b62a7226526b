"""Coordinate reference systems: the national grid for measuring, longitude and latitude to draw."""

from __future__ import annotations

from functools import cache

import numpy as np
from geopandas import GeoDataFrame
from numpy.typing import ArrayLike, NDArray
from pyproj import Transformer

from geodata.errors import CrsError, Problem

BRITISH_NATIONAL_GRID = "EPSG:27700"
WGS84 = "EPSG:4326"


@cache
def _to_grid() -> Transformer:
    return Transformer.from_crs(WGS84, BRITISH_NATIONAL_GRID, always_xy=True)


@cache
def _to_lonlat() -> Transformer:
    return Transformer.from_crs(BRITISH_NATIONAL_GRID, WGS84, always_xy=True)


def grid_from_lonlat(lon: ArrayLike, lat: ArrayLike) -> tuple[NDArray[np.float64], ...]:
    """Convert degrees (EPSG:4326) to easting and northing in metres (EPSG:27700).

    Both are NaN where a degree is missing or is of no place that the grid can hold.
    """
    easting, northing = _to_grid().transform(np.asarray(lon, float), np.asarray(lat, float))
    placed = np.isfinite(easting) & np.isfinite(northing)
    return np.where(placed, easting, np.nan), np.where(placed, northing, np.nan)


def lonlat_from_grid(easting: ArrayLike, northing: ArrayLike) -> tuple[NDArray[np.float64], ...]:
    """Convert easting and northing in metres (EPSG:27700) to degrees (EPSG:4326)."""
    lon, lat = _to_lonlat().transform(np.asarray(easting, float), np.asarray(northing, float))
    return np.asarray(lon), np.asarray(lat)


def require_grid(table: GeoDataFrame, name: str) -> None:
    """Refuse a table whose coordinates are not EPSG:27700.

    Raises
    ------
    CrsError
        The CRS is missing or another one.
    """
    if table.crs is None or table.crs.to_epsg() != 27700:  # noqa: PLR2004
        found = "no CRS" if table.crs is None else f"CRS {table.crs.to_string()}"
        raise CrsError(
            Problem(
                where=name,
                found=found,
                expected=f"{BRITISH_NATIONAL_GRID}, in metres",
                fix=f"Reproject it first: table.to_crs('{BRITISH_NATIONAL_GRID}').",
            )
        )

"""What part of the world a map shows, as an address writes it: latitude, longitude and zoom."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from geodata.crs import grid_from_lonlat
from geodata.model import Pack
from mapping.map.geometry import bounds_lonlat

NEAREST, FARTHEST = 18.0, 4.0
EQUATOR_M, TILE_PX = 40_075_016.686, 256
SCREEN_PX = (900.0, 640.0)  # about what a map has at a desk; a picture of a view shows no less
Bounds = tuple[float, float, float, float]
"""West, south, east and north, in metres of the national grid."""
MARGIN = 1.0  # degrees around a pack in which the middle of a view may lie
EXPECTED = "latitude, longitude and zoom, as in 52.66,0.16,12, with something of this pack in view"


@dataclass(frozen=True, slots=True, kw_only=True)
class At:
    """Where a map is looked at: its middle in degrees (EPSG:4326), and how near."""

    lat: float
    lon: float
    zoom: float


def read_at(text: str, pack: Pack) -> At | None:
    """Read a view out of an address; None where it is none, or of somewhere else."""
    number = r"(-?[0-9]{1,3}(?:\.[0-9]{1,12})?)"
    found = re.fullmatch(rf"{number},{number},{number}", text)
    if found is None:
        return None
    lat, lon, zoom = (float(each) for each in found.groups())
    west, south, east, north = bounds_lonlat(pack)
    near = west - MARGIN <= lon <= east + MARGIN and south - MARGIN <= lat <= north + MARGIN
    return At(lat=lat, lon=lon, zoom=zoom) if near and FARTHEST <= zoom <= NEAREST else None


def write_at(at: At) -> str:
    """Write a view so that it reads back the same, to about a metre."""
    return ",".join(
        np.format_float_positional(each, precision=digits, trim="-")
        for each, digits in ((at.lat, 5), (at.lon, 5), (at.zoom, 2))
    )


def metres_around(at: At, size_px: tuple[float, float] = SCREEN_PX) -> Bounds:
    """Return what a screen of this size shows, at the scale that the middle of the view has."""
    width_px, height_px = size_px
    x, y = grid_from_lonlat([at.lon], [at.lat])
    m_per_px = EQUATOR_M * np.cos(np.radians(at.lat)) / (TILE_PX * 2**at.zoom)
    across, up = m_per_px * width_px / 2, m_per_px * height_px / 2
    return (
        float(x[0] - across), float(y[0] - up), float(x[0] + across), float(y[0] + up)
    )  # fmt: skip

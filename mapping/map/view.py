"""What part of the world a map shows, as an address writes it: latitude, longitude and zoom."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from geodata.model import Pack
from mapping.map.geometry import bounds_lonlat

NEAREST, FARTHEST = 18.0, 4.0
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

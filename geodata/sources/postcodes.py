"""Postcodes, from the ONS National Statistics Postcode Lookup (NSPL) or tables made from it."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pyarrow
import pyarrow.csv
from pandas import DataFrame

from geodata.crs import grid_from_lonlat
from geodata.files import TextTable, parse_degrees, parse_metres, pick_columns, read_bytes
from geodata.files.postcodes import normalise_postcodes
from geodata.sources.postcode_layouts import (
    find_use,
    has_degrees,
    pick_grid,
    read_postcode_table,
)
from geodata.sources.record import Reader

POSTCODE = (r"pcds", r"postcode", r"pcd\d?")


def read_postcodes(path: Path) -> DataFrame:
    """Read postcodes and where they are.

    Returns
    -------
    postcodes
        Indexed by `postcode`: `easting_m`, `northing_m` (EPSG:27700, NaN where the publisher has
        no coordinates), `area_id` and `use` ("live", "ended", "large user"), "" where the file
        does not say.
    """
    table = read_postcode_table(path)
    picked = pick_columns(table, {"postcode": POSTCODE}, {"area_id": (r"lsoa21(_code|cd)?",)})
    points = _read_degrees(table) if has_degrees(table) else _read_grid(table)
    points = points.assign(area_id=picked["area_id"], use=find_use(table))
    points.index = pd.Index(normalise_postcodes(picked["postcode"]), name="postcode")
    return points[(points.index != "") & ~points.index.duplicated()]


def _read_degrees(table: TextTable) -> DataFrame:
    cells = pick_columns(table, {"lat": (r"lat", r"latitude"), "long": (r"long", r"longitude")})
    degrees = parse_degrees(cells["lat"], cells["long"], table.name)
    easting, northing = grid_from_lonlat(degrees["lon"], degrees["lat"])
    return DataFrame({"easting_m": easting, "northing_m": northing}, index=table.rows.index)


def _read_grid(table: TextTable) -> DataFrame:
    cells = pick_grid(table)
    return parse_metres(cells["easting"], cells["northing"], table.name)


def reaches(path: Path, box: tuple[float, float, float, float]) -> bool:
    """Return whether any postcode of a file is in a box of longitude and latitude.

    Only two columns are looked at, and nothing is checked: a file in any other layout is taken to
    reach, and `read_postcodes` reads it with care.

    Parameters
    ----------
    box
        West, south, east, north.
    """
    wanted = ["lat", "long"]
    try:
        table = pyarrow.csv.read_csv(
            io.BytesIO(read_bytes(path)),
            convert_options=pyarrow.csv.ConvertOptions(
                include_columns=wanted, column_types=dict.fromkeys(wanted, pyarrow.float64())
            ),
        )
    except (pyarrow.ArrowException, KeyError):
        return True
    lat, lon = (table.column(name).to_numpy() for name in wanted)
    west, south, east, north = box
    return bool(((lat >= south) & (lat <= north) & (lon >= west) & (lon <= east)).any())


READERS = (
    Reader(
        role="postcodes",
        about="postcodes with coordinates and small area",
        read=read_postcodes,
        is_needed=True,
    ),
    Reader(
        role="postcode_points",
        about="more postcodes with coordinates, to place services by",
        read=read_postcodes,
    ),
)

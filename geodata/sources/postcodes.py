"""Postcodes, from the ONS National Statistics Postcode Lookup (NSPL) or tables made from it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from pandas import DataFrame

from geodata.crs import grid_from_lonlat
from geodata.files import parse_degrees, pick_columns, read_table
from geodata.files.postcodes import normalise_postcodes
from geodata.sources.record import Reader

POSTCODE = (r"pcds", r"postcode", r"pcd\d?")


def read_postcodes(path: Path) -> DataFrame:
    """Read postcodes and where they are.

    Returns
    -------
    postcodes
        Indexed by `postcode`: `easting_m`, `northing_m` (EPSG:27700, NaN where the publisher has
        no coordinates) and `area_id`, "" where the file does not say.
    """
    table = read_table(path)
    picked = pick_columns(
        table,
        {"postcode": POSTCODE, "lat": (r"lat", r"latitude"), "long": (r"long", r"longitude")},
        {"area_id": (r"lsoa21(_code|cd)?",)},
    )
    degrees = parse_degrees(picked["lat"], picked["long"], table.name)
    easting, northing = grid_from_lonlat(degrees["lon"], degrees["lat"])
    points = DataFrame(
        {
            "easting_m": easting,
            "northing_m": northing,
            "area_id": picked["area_id"].to_numpy(),
        },
        index=pd.Index(normalise_postcodes(picked["postcode"]), name="postcode"),
    )
    return points[(points.index != "") & ~points.index.duplicated()]


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

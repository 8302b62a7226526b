"""Postcodes, from the ONS National Statistics Postcode Lookup (NSPL) or tables made from it."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from geodata.crs import grid_from_lonlat
from geodata.files import parse_numbers, pick_columns, read_table
from geodata.sources.record import Reader

NO_PLACE_LAT = 99.0  # the lookup writes 99.999999 where it has no coordinates
POSTCODE = (r"pcds", r"postcode", r"pcd\d?")
SHAPE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}")


def normalise_postcodes(written: Series) -> Series:
    """Write postcodes with their space and in capitals: "pe1 1aa" and "PE11AA" → "PE1 1AA".

    What has not the shape of a postcode becomes "".
    """
    plain = written.str.upper().str.replace(r"[^A-Z0-9]", "", regex=True)
    right = plain.map(lambda code: bool(SHAPE.fullmatch(code)))
    return (plain.str[:-3] + " " + plain.str[-3:]).where(right, "")


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
    lat = parse_numbers(picked["lat"], f"{path.name}, lat")
    lon = parse_numbers(picked["long"], f"{path.name}, long")
    placed = (lat.abs() < NO_PLACE_LAT) & lon.notna()
    easting, northing = grid_from_lonlat(lon.where(placed), lat.where(placed))
    points = DataFrame(
        {
            "easting_m": np.where(placed, easting, np.nan),
            "northing_m": np.where(placed, northing, np.nan),
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

"""Ordnance Survey: Open Names, the settlements that people's own names for places come from."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import geopandas as gpd
from geopandas import GeoDataFrame
from pandas import DataFrame

from geodata.crs import BRITISH_NATIONAL_GRID
from geodata.files import (
    TextTable,
    fault,
    label,
    parse_metres,
    parse_numbers,
    parse_table,
    pick_columns,
)
from geodata.files.archives import Limits, read_member, refuse_dangers
from geodata.files.reading import open_plain
from geodata.ground import gather_ground
from geodata.model import GroundKind
from geodata.published import read_headless
from geodata.sources.record import Making, Reader

SETTLEMENTS = ("City", "Town", "Suburban Area", "Village", "Hamlet", "Other Settlement")
# The tiles come without headings; a table of them comes beside them.
OPEN_NAMES = (
    *("ID", "NAMES_URI", "NAME1", "NAME1_LANG", "NAME2", "NAME2_LANG", "TYPE", "LOCAL_TYPE"),
    *("GEOMETRY_X", "GEOMETRY_Y", "MOST_DETAIL_VIEW_RES", "LEAST_DETAIL_VIEW_RES", "MBR_XMIN"),
    *("MBR_YMIN", "MBR_XMAX", "MBR_YMAX", "POSTCODE_DISTRICT", "POSTCODE_DISTRICT_URI"),
    *("POPULATED_PLACE", "POPULATED_PLACE_URI", "POPULATED_PLACE_TYPE", "DISTRICT_BOROUGH"),
    *("DISTRICT_BOROUGH_URI", "DISTRICT_BOROUGH_TYPE", "COUNTY_UNITARY", "COUNTY_UNITARY_URI"),
    *("COUNTY_UNITARY_TYPE", "REGION", "REGION_URI", "COUNTRY", "COUNTRY_URI"),
    *("RELATED_SPATIAL_OBJECT", "SAME_AS_DBPEDIA", "SAME_AS_GEONAMES"),
)
NAME_ID = r"osgb\d+"
ZIPPED, POPULATED = b"PK\x03\x04", b"populatedPlace"
TILE = re.compile(r"(^|/)[A-Z]{2}\d{2}\.csv$", re.IGNORECASE)
LIMITS = Limits(members=2_000, member_bytes=100_000_000, total_bytes=3_000_000_000, ratio=100)
MIDDLE = {"easting_m": r"GEOMETRY_X", "northing_m": r"GEOMETRY_Y"}
CORNERS = {
    "west_m": r"MBR_XMIN",
    "south_m": r"MBR_YMIN",
    "east_m": r"MBR_XMAX",
    "north_m": r"MBR_YMAX",
}


def read_settlements(path: Path) -> DataFrame:
    """Read settlements.

    Returns
    -------
    settlements
        `name`, `type` (City, Town, Suburban Area, Village, Hamlet, Other Settlement), the middle
        (`easting_m`, `northing_m`) and the box around it (`west_m` … `north_m`), EPSG:27700.
    """
    picked = pick_columns(
        _read_names(path),
        {
            "name": (r"NAME1",),
            "type": (r"LOCAL_TYPE",),
            **{key: (heading,) for key, heading in {**MIDDLE, **CORNERS}.items()},
        },
    )
    # Extracts stuck together repeat their heading as a row.
    rows = picked[picked["type"].isin(SETTLEMENTS)]
    middles = parse_metres(rows["easting_m"], rows["northing_m"], label(path))
    corners = {
        key: parse_numbers(rows[key], f"{label(path)}, {key}", gaps=False) for key in CORNERS
    }
    table = DataFrame({"name": rows["name"], "type": rows["type"], **middles, **corners})
    return table.reset_index(drop=True)


def _read_names(path: Path) -> TextTable:
    """Read a table with headings, a tile as published without any, or the zip of all tiles."""
    with open_plain(path) as stream:
        is_zip = stream.read(len(ZIPPED)) == ZIPPED
    if not is_zip:
        return read_headless(path, OPEN_NAMES, NAME_ID)
    refuse_dangers(path, label(path), LIMITS)
    kept: list[bytes] = []
    with open_plain(path) as stream, zipfile.ZipFile(stream) as archive:
        for member in sorted(archive.namelist()):
            if TILE.search(member):
                content = read_member(archive, member, label(path), LIMITS.member_bytes)
                # Roads and postcodes are the most of it, and name no area.
                kept += [line for line in content.splitlines() if POPULATED in line]
    if not kept:
        fix = "Name the zip of OS Open Names (CSV) as it is downloaded."
        raise fault(label(path), "no tiles with populated places", "Data/*.csv", fix)
    headings = ",".join(OPEN_NAMES).encode()
    return parse_table(b"\n".join([headings, *kept, b""]), label(path))


NAMED: dict[str, GroundKind] = {
    "City": "city",
    "Town": "town",
    "Suburban Area": "suburb",
    "Village": "village",
    "Hamlet": "hamlet",
    "Other Settlement": "hamlet",
}


def name_ground(settlements: DataFrame, making: Making) -> GeoDataFrame:
    """Return the names of settlements to write on the map."""
    points = gpd.points_from_xy(settlements["easting_m"], settlements["northing_m"])
    named = {"kind": settlements["type"].map(NAMED), "name": settlements["name"]}
    rows = GeoDataFrame(named, geometry=points, crs=BRITISH_NATIONAL_GRID)
    return gather_ground(rows, making)


READERS = (
    Reader(
        role="settlements",
        about="names of settlements, to name areas by",
        read=read_settlements,
        is_needed=True,
        make_ground=name_ground,
    ),
)

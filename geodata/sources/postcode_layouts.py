"""Postcodes as published: which are in use and by whom, and files that have only a grid reference.

The lookups of the ONS (NSPL, ONSPD) keep postcodes that have ended, and those of one large user, an
office or a hospital. Nobody sets out from either, but services may still give them as an address.
"""

from __future__ import annotations

import re
from pathlib import Path

from pandas import DataFrame, Series

from geodata.files import Headings, TextTable, pick_columns
from geodata.files.columns import find_heading
from geodata.published import read_headless

# Code-Point Open comes without headings; a table of them comes beside it.
CODE_POINT = (
    *("Postcode", "Positional_quality_indicator", "Eastings", "Northings", "Country_code"),
    *("NHS_regional_HA_code", "NHS_HA_code", "Admin_county_code", "Admin_district_code"),
    "Admin_ward_code",
)
POSTCODE_CELL = r"[A-Za-z]{1,2}\d[A-Za-z\d]? *\d[A-Za-z]{2}"
GRID: Headings = {
    "easting": (r"oseast1m", r"east1m", r"Eastings?"),
    "northing": (r"osnrth1m", r"north1m", r"Northings?"),
}
ENDED, LARGE, LIVE, UNTOLD = "ended", "large user", "live", ""


def read_postcode_table(path: Path) -> TextTable:
    """Read a table of postcodes, Code-Point Open without its headings among them."""
    return read_headless(path, CODE_POINT, POSTCODE_CELL)


def has_degrees(table: TextTable) -> bool:
    """Return whether a table gives latitudes; one that does not has a grid reference."""
    return find_heading(table, (r"lat", r"latitude")) is not None


def pick_grid(table: TextTable) -> DataFrame:
    """Return grid references as text, `easting` and `northing`; "" where a postcode has none.

    Raises
    ------
    DataError
        The table has neither degrees nor a grid reference.
    """
    picked = pick_columns(table, GRID)
    # Code-Point writes 0 where it has no place.
    nowhere = picked["easting"].str.fullmatch("0*") | picked["northing"].str.fullmatch("0*")
    return picked.mask(nowhere, "")


def find_use(table: TextTable) -> Series:
    """Return who uses each postcode: "live", "ended", "large user"; "" where nothing tells."""
    optional: Headings = {"ended": (r"doterm",), "user": (r"usertype", r"usrtypind")}
    told = [key for key, patterns in optional.items() if find_heading(table, patterns)]
    if not told:
        return Series(UNTOLD, index=table.rows.index, dtype=object)
    picked = pick_columns(table, {}, optional)
    use = Series(LIVE, index=table.rows.index, dtype=object)
    use = use.mask(picked["user"].map(lambda cell: bool(re.fullmatch(r"1|L", cell))), LARGE)
    return use.mask(picked["ended"] != "", ENDED)

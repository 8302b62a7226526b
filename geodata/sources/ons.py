"""Office for National Statistics: boundaries, lookups and populations of small areas.

Official headings end in their vintage (`LSOA21CD`, `WD24CD`); the tidied copies that people pass
round call the same thing `lsoa21_code`, `ward24_code`. Both are read.
"""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame, Series

from geodata.crs import BRITISH_NATIONAL_GRID
from geodata.files import (
    Headings,
    TextTable,
    fault,
    keep_areas,
    label,
    parse_numbers,
    pick_columns,
    read_table,
    refuse_repeats,
)
from geodata.files.geoparquet import read_outlines, read_properties
from geodata.files.outlines import tell_overlaps
from geodata.sources.ons_people import AGES, read_single_years, refuse_other_totals
from geodata.sources.record import Making, Option, Reader

AREA_ID = (r"LSOA21CD", r"lsoa21_code", r"LSOA 2021 Code", r"lsoacd")
AREA_NAME = (r"LSOA21NM", r"lsoa21_name")
FINE_GRID_M = 0.1  # to which the corners of finer outlines are kept
TURNED = re.compile(r", (?:city|county) of$", re.IGNORECASE)  # to stand under B in a register
DISTRICT = {
    "district_id": (r"LAD\d\dCD", r"LTLA\d\dCD", r"ltla\d\d_code"),
    "district": (r"LAD\d\dNM", r"LTLA\d\dNM", r"ltla\d\d_name"),
}


def read_boundaries(path: Path) -> GeoDataFrame:
    """Read polygons of small areas: `area_id`, `official_name`; EPSG:27700."""
    rows = read_outlines(path)
    codes = _property(rows, AREA_ID)
    if codes is None:
        raise fault(path.name, "no LSOA codes", "a property LSOA21CD", "Check the file.")
    names = _property(rows, AREA_NAME)
    areas = GeoDataFrame(
        {"area_id": codes, "official_name": codes if names is None else names},
        geometry=rows.geometry,
    )
    kept = GeoDataFrame(keep_areas(areas, "area_id", label(path)))
    refuse_repeats(kept["area_id"], label(path))
    tell_overlaps(kept.geometry.to_dict(), label(path))
    return kept.to_crs(BRITISH_NATIONAL_GRID)


def make_fine(shapes: GeoDataFrame, making: Making) -> dict[str, DataFrame]:
    """Make the table of finer outlines, of those areas of the pack that the file holds."""
    known = shapes.set_index("area_id").reindex(making.areas.index)
    held = known[known.geometry.notna()]
    if len(held) < len(known):
        making.log.note(
            f"Finer outlines: {len(known) - len(held):,} of {len(known):,} areas have none and are "
            "drawn as they are."
        )
    if held.empty:
        return {}
    fine = GeoDataFrame(
        {"source": making.source.key},
        index=held.index.rename("area_id"),
        geometry=shapely.set_precision(held.geometry.to_numpy(), FINE_GRID_M),
        crs=BRITISH_NATIONAL_GRID,
    )
    return {"areas_fine": fine[~fine.geometry.is_empty]}


def _property(rows: GeoDataFrame, patterns: tuple[str, ...]) -> Series | None:
    for name in rows.columns:
        if any(str(name).casefold() == pattern.casefold() for pattern in patterns):
            found: Series = rows[name].astype(str)
            return found
    return None


def spoken(names: Series) -> Series:
    """Return names of authorities as people say them: Bristol, not "Bristol, City of"."""
    said: Series = names.str.replace(TURNED, "", regex=True)
    return said


def read_area_lookup(path: Path) -> DataFrame:
    """Read area → ward and district: `area_id`, `official_name`, `ward_id`, `ward`, `district…`."""
    wanted: Headings = {
        "area_id": AREA_ID,
        "official_name": AREA_NAME,
        "ward_id": (r"WD\d\dCD", r"ward\d\d_code"),
        "ward": (r"WD\d\dNM", r"ward\d\d_name"),
        **DISTRICT,
    }
    lookup = keep_areas(pick_columns(read_table(path), wanted), "area_id", label(path))
    refuse_repeats(lookup["area_id"], path.name)
    return lookup.assign(district=spoken(lookup["district"]))


def read_authority_lookup(path: Path) -> DataFrame:
    """Read district → upper-tier authority: `district_id`, `authority_id`, `authority`."""
    wanted: Headings = {
        "district_id": (r"LTLA\d\dCD", r"LAD\d\dCD", r"ltla\d\d_code"),
        "authority_id": (r"UTLA\d\dCD", r"utla\d\d_code"),
        "authority": (r"UTLA\d\dNM", r"utla\d\d_name"),
    }
    rows = pick_columns(read_table(path), wanted).drop_duplicates()
    refuse_repeats(rows["district_id"], label(path))
    return rows.assign(authority=spoken(rows["authority"]))


def read_msoas(path: Path) -> DataFrame:
    """Read middle-layer areas, from a lookup or a GeoJSON: `msoa_id`, `msoa`, one row each."""
    wanted: Headings = {
        "msoa_id": (r"MSOA21CD", r"msoa21_code"),
        "msoa": (r"MSOA21NM", r"msoa21_name"),
    }
    if path.suffix.lower() in (".geojson", ".json", ".parquet"):
        rows = read_properties(path)
        table = TextTable(name=path.name, rows=rows, encoding="utf-8", delimiter="")
    else:
        table = read_table(path)
    return pick_columns(table, wanted).drop_duplicates("msoa_id")


def read_rural_urban(path: Path) -> DataFrame:
    """Read the 2021 rural–urban class: `area_id`, `rural_urban` ("Rural" or "Urban")."""
    wanted: Headings = {"area_id": AREA_ID, "rural_urban": (r"ruc", r"Urban_rural_flag")}
    rows = keep_areas(pick_columns(read_table(path), wanted), "area_id", label(path))
    return rows.drop_duplicates("area_id")


def read_area_changes(path: Path) -> DataFrame:
    """Read the lookup of 2011 areas to 2021 areas: `old_id`, `area_id`, `change` (U, S, M, X)."""
    wanted: Headings = {
        "old_id": (r"LSOA11CD", r"lsoa11_code"),
        "area_id": AREA_ID,
        "change": (r"CHGIND", r"change"),
        "district_id": DISTRICT["district_id"],
    }
    rows = keep_areas(pick_columns(read_table(path), wanted), "area_id", label(path))
    return keep_areas(rows, "old_id", label(path))


def read_people_by_age(path: Path, year: str = "") -> DataFrame:
    """Read people by single year of age; `year` says which sheet of a workbook, else the latest.

    Returns
    -------
    people
        Indexed by area code of the file's own vintage; columns 0 … 90, the last being 90 and over;
        `district_id` in front where the file gives it.
    """
    table = read_single_years(path, year)
    code = (r"lsoa11_code", r"LSOA11CD", r"LSOA Code", *AREA_ID)
    ages: dict[str, tuple[str, ...]] = {
        str(age): (rf"{age}", rf"{age}\+", rf"Age {age}( .*|\+)?") for age in AGES
    }
    picked = keep_areas(pick_columns(table, {"area_id": code, **ages}), "area_id", label(path))
    refuse_repeats(picked["area_id"], path.name)
    people = DataFrame(
        {int(age): _whole(parse_numbers(picked[age], f"{path.name}, age {age}")) for age in ages}
    )
    refuse_other_totals(table, people)
    people.index = pd.Index(picked["area_id"], name="area_id")
    _refuse_missing_people(people, path.name)
    return people.astype("int64")


def _whole(counts: Series) -> Series:
    return counts.where(counts == counts.round())


def _refuse_missing_people(people: DataFrame, name: str) -> None:
    wrong = people.index[(people.isna() | (people < 0)).any(axis=1)]
    if len(wrong):
        raise fault(
            f"{name}, area {wrong[0]}",
            f"{len(wrong)} areas with a count that is empty, below zero or in parts of a person",
            "whole people at every age",
            "Use the estimates as published.",
        )


def read_people_total(path: Path) -> Series:
    """Read people of all ages: a count for each `area_id`."""
    table: TextTable = read_table(path)
    wanted: Headings = {"area_id": AREA_ID, "people": (r"population", r"Total", r"OBS_VALUE")}
    picked = keep_areas(pick_columns(table, wanted), "area_id", label(path))
    refuse_repeats(picked["area_id"], path.name)
    people = parse_numbers(picked["people"], f"{path.name}, population")
    people.index = pd.Index(picked["area_id"], name="area_id")
    return people.rename("people")


READERS = (
    Reader(
        role="area_boundaries",
        by_area=True,
        about="polygons of the small areas (LSOA 2021), GeoJSON or GeoParquet",
        read=read_boundaries,
        is_needed=True,
    ),
    Reader(
        role="area_boundaries_fine",
        by_area=True,
        about="finer polygons of the small areas (LSOA 2021), to be drawn where the map is near",
        read=read_boundaries,
        make_tables=make_fine,
    ),
    Reader(
        role="area_lookup",
        about="small area to ward and district",
        read=read_area_lookup,
        is_needed=True,
    ),
    Reader(
        role="people_by_age",
        by_area=True,
        about="people by single year of age",
        read=read_people_by_age,
        options={"year": Option()},
        is_needed=True,
    ),
    Reader(
        role="people_total",
        by_area=True,
        about="people of each 2021 area, to share a split by",
        read=read_people_total,
    ),
    Reader(
        role="area_changes",
        about="2011 areas to 2021 areas, where the people are counted by the former",
        read=read_area_changes,
    ),
    Reader(
        role="authority_lookup",
        about="district to upper-tier authority",
        read=read_authority_lookup,
    ),
    Reader(
        role="middle_areas",
        about="codes and names of the middle-layer areas (MSOA)",
        read=read_msoas,
    ),
    Reader(
        role="rural_urban",
        by_area=True,
        about="rural–urban class of each small area",
        read=read_rural_urban,
    ),
)

"""NHS: general practices, hospitals and primary care networks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from geopandas import GeoDataFrame
from pandas import DataFrame, Series

from geodata.capitals import local_words, lower_capitals
from geodata.crs import BRITISH_NATIONAL_GRID, grid_from_lonlat
from geodata.files import (
    TextTable,
    fault,
    label,
    parse_degrees,
    pick_columns,
    read_geojson,
    read_table,
    tell_repair,
)
from geodata.files.postcodes import normalise_postcodes
from geodata.placing import POSTCODE_PRECISION_M, find_area, keep_near, place_by_postcode
from geodata.published import read_headless
from geodata.sources.record import Making, Reader

CASED = ("name", "address")
ACUTE, COMMUNITY = "hospital_codes", "community_hospital_codes"
COMMISSIONERS = "network_commissioners"
# The columns of the files of the Organisation Data Service (epraccur, ets…), which name none.
ODS = (
    *("Organisation Code", "Name", "National Grouping", "High Level Health Geography"),
    *(f"Address Line {n}" for n in range(1, 6)),
    *("Postcode", "Open Date", "Close Date", "Status Code", "Organisation Sub-Type Code"),
    *("Commissioner", "Join Date", "Left Date", "Contact Telephone Number"),
    *("Null 1", "Null 2", "Null 3", "Amended Record Indicator", "Null 4"),
    *("Provider/Purchaser", "Null 5", "Prescribing Setting", "Null 6"),
)
ODS_CODE = r"(?=.*\d)[A-Z0-9]{3,9}"
HOSPITAL = r"\bhospital|\binfirmary\b"
NHS_SECTOR = "nhs sector"
GP_SETTING = "4"  # a prescriber that is a general practice; others are clinics, prisons, homes
ACTIVE = ("a", "active", "")
ADDRESS = {f"line{n}": (rf"Address[ _]?Line[ _]?{n}", rf"Address{n}") for n in range(1, 6)}


def read_practices(path: Path) -> DataFrame:
    """Read general practices, as ODS publishes its prescribers or from a tidied list.

    Returns
    -------
    practices
        `asset_id`, `name`, `address` (as they are written), `postcode`; active practices only.
        How many rows are none of that is told.
    """
    picked = pick_columns(
        read_headless(path, ODS, ODS_CODE),
        {
            "code": (r"Code", r"Organisation ?Code"),
            "name": (r"Name", r"Organisation ?Name"),
            "postcode": (r"Postcode",),
        },
        {
            "address": (r"Address",),
            "status": (r"Status Code", r"OrganisationStatus"),
            "setting": (r"Prescribing Setting",),
            **ADDRESS,
        },
    )
    is_open = picked["status"].str.casefold().isin(ACTIVE)
    is_practice = picked["setting"].isin(["", GP_SETTING])
    if not (is_open & is_practice).all():
        tell_repair(
            f"{label(path)}: {int((~is_open).sum()):,} rows are closed or dormant and "
            f"{int((is_open & ~is_practice).sum()):,} are prescribers of other kinds: left out."
        )
    rows = picked[is_open & is_practice]
    lines = rows[list(ADDRESS)].to_numpy()
    joined = Series([", ".join(filter(None, line)) for line in lines], index=rows.index, dtype=str)
    address = rows["address"].where(rows["address"] != "", joined)
    return DataFrame(
        {
            "asset_id": "gp-" + rows["code"],
            "name": rows["name"].str.replace(r",(?=\S)", ", ", regex=True),
            "address": address.str.replace(r",(?=\S)", ", ", regex=True),
            "postcode": normalise_postcodes(rows["postcode"]),
        }
    ).drop_duplicates("asset_id")


def read_hospitals(path: Path) -> DataFrame:
    """Read hospitals.

    Returns
    -------
    hospitals
        `code`, `asset_id`, `name`, `provider`, `sector`, `postcode`, `easting_m`, `northing_m`.
    """
    table = read_headless(path, ODS, ODS_CODE)
    if table.heading_row == 0:
        return _read_sites(table)
    picked = pick_columns(
        table,
        {
            "code": (r"OrganisationCode",),
            "name": (r"OrganisationName",),
            "postcode": (r"Postcode",),
        },
        {"sector": (r"Sector",), "lat": (r"Latitude",), "long": (r"Longitude",)},
    )
    degrees = parse_degrees(picked["lat"], picked["long"], label(path))
    easting, northing = grid_from_lonlat(degrees["lon"], degrees["lat"])
    # Some names end in the trust that runs the place: "Doddington Hospital - … Trust".
    parts = picked["name"].str.extract(r"(?s)^(?P<name>.*?)(?: - (?P<provider>.*))?$")
    return DataFrame(
        {
            "code": picked["code"],
            "asset_id": "hospital-" + picked["code"].str.lower(),
            "name": parts["name"],
            "provider": parts["provider"].astype("str").fillna(""),
            "postcode": normalise_postcodes(picked["postcode"]),
            "easting_m": easting,
            "northing_m": northing,
            "sector": picked["sector"],
        }
    ).drop_duplicates("code")


def _read_sites(table: TextTable) -> DataFrame:
    """Read the hospitals among the sites of trusts (ODS' `ets`), which stand at their postcodes."""
    picked = pick_columns(
        table,
        {
            "code": (r"Organisation Code",),
            "name": (r"Name",),
            "postcode": (r"Postcode",),
            "closed": (r"Close Date",),
        },
    )
    hospital = picked["name"].str.contains(HOSPITAL, case=False)
    rows = picked[hospital & (picked["closed"] == "")]
    others, closed = int((~hospital).sum()), int(hospital.sum()) - len(rows)
    tell_repair(
        f"{table.name}: sites whose name tells of no hospital, left out: {others:,}; "
        f"closed ones: {closed:,}."
    )
    return DataFrame(
        {
            "code": rows["code"],
            "asset_id": "hospital-" + rows["code"].str.lower(),
            "name": rows["name"],
            "provider": "",
            "postcode": normalise_postcodes(rows["postcode"]),
            "easting_m": np.nan,
            "northing_m": np.nan,
            "sector": NHS_SECTOR,
        }
    ).drop_duplicates("code")


def read_networks(path: Path) -> GeoDataFrame:
    """Read outlines of primary care networks: `place_id`, `name` as written; EPSG:27700."""
    shapes = read_geojson(path).rows
    if not {"PCN_Code", "PCN_Name"} <= set(shapes.columns):
        raise fault(path.name, "no network codes", "PCN_Code, PCN_Name", "Check the file.")
    return GeoDataFrame(
        {
            "place_id": shapes["PCN_Code"].astype(str),
            "name": shapes["PCN_Name"].astype(str),
        },
        geometry=shapes.geometry,
    ).to_crs(BRITISH_NATIONAL_GRID)


def read_network_list(path: Path) -> DataFrame:
    """Read which commissioner each network belongs to: `place_id`, `commissioner`."""
    return pick_columns(
        read_table(path),
        {
            "place_id": (r"PCN Code",),
            "commissioner": (r"Current Clinical Commissioning Group Code", r"Sub ICB.* Code"),
        },
    )


def make_practices(practices: DataFrame, making: Making) -> DataFrame:
    """Make a service of each general practice in the pack or near it, placed by its postcode."""
    rows = keep_near(place_by_postcode(practices, making), "General practices", making)
    known = local_words(making.raw, making.areas)
    written = {name: rows[name].map(lambda cell: lower_capitals(cell, known)) for name in CASED}
    return rows.assign(kind="gp-practice", **written)


def make_hospitals(hospitals: DataFrame, making: Making) -> DataFrame:
    """Make a service of each hospital that the recipe chooses; where it chooses none, of the NHS's.

    A list does not tell which hospital has an emergency or maternity department, so that those
    which nobody chose are of a kind of their own.
    """
    acute, community = making.chosen(ACUTE), making.chosen(COMMUNITY)
    hospitals = _by_postcode(hospitals, making)
    if not acute + community:
        is_nhs = hospitals["sector"].str.casefold() == NHS_SECTOR
        making.log.count("Hospitals that are not of the NHS, left out", int((~is_nhs).sum()))
        rows = keep_near(_placed(hospitals[is_nhs], making), "NHS hospitals", making)
        return rows.assign(kind="nhs-hospital", precision_m=POSTCODE_PRECISION_M)
    chosen = hospitals["code"].isin(acute + community)
    rows = hospitals[chosen & hospitals["easting_m"].notna()].copy()
    making.log.count(
        "Hospitals that the recipe does not name, left out", len(hospitals) - len(rows)
    )
    rows["kind"] = np.where(rows["code"].isin(acute), "hospital", "community-hospital")
    rows["district"] = find_area(rows, making.areas).map(making.areas["district"]).fillna("")
    return rows.assign(precision_m=POSTCODE_PRECISION_M, across_border=rows["district"] == "")


def _by_postcode(hospitals: DataFrame, making: Making) -> DataFrame:
    """Place by postcode what has no coordinates, and write names in capitals as people do."""
    without = hospitals["easting_m"].isna() & hospitals["postcode"].ne("")
    if not without.any():
        return hospitals
    found = place_by_postcode(hospitals.loc[without, ["postcode"]], making)
    placed = hospitals.copy()
    for column in ("easting_m", "northing_m"):
        placed.loc[without, column] = found[column]
    known = local_words(making.raw, making.areas)
    capitals = without & placed["name"].str.isupper()
    placed.loc[capitals, "name"] = [
        lower_capitals(name, known) for name in placed.loc[capitals, "name"]
    ]
    return placed


def _placed(hospitals: DataFrame, making: Making) -> DataFrame:
    """Add `district_id` and `district` of where each stands; "" outside the pack."""
    found = find_area(hospitals[hospitals["easting_m"].notna()], making.areas)
    area_id = found.reindex(hospitals.index, fill_value="")
    homes = making.areas[["district_id", "district"]].reindex(area_id).fillna("")
    return hospitals.join(homes.set_axis(hospitals.index))


READERS = (
    Reader(
        role="practices",
        about="general practices",
        read=read_practices,
        make_assets=make_practices,
    ),
    Reader(
        role="hospitals",
        about="hospitals",
        read=read_hospitals,
        choices={
            ACUTE: "hospitals to include, by organisation code",
            COMMUNITY: "the same, for hospitals without a maternity or emergency department",
        },
        make_assets=make_hospitals,
    ),
    Reader(role="networks", about="outlines of primary care networks, GeoJSON", read=read_networks),
    Reader(
        role="network_list",
        about="which commissioner each network belongs to",
        read=read_network_list,
        choices={COMMISSIONERS: "commissioners whose primary care networks belong to the pack"},
    ),
)

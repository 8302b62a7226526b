"""NHS: general practices, hospitals and primary care networks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from geopandas import GeoDataFrame
from pandas import DataFrame

from geodata.crs import BRITISH_NATIONAL_GRID, grid_from_lonlat
from geodata.files import fault, parse_numbers, pick_columns, read_geojson, read_table
from geodata.placing import POSTCODE_PRECISION_M, find_area, keep_inside, place_by_postcode
from geodata.sources.postcodes import normalise_postcodes
from geodata.sources.record import Making, Reader

ACUTE, COMMUNITY = "hospital_codes", "community_hospital_codes"
COMMISSIONERS = "network_commissioners"
SHORT_WORD = 3  # an unknown word of capitals this short is taken for initials: "BMC"
SMALL_WORDS = ("and", "of", "the", "on", "by")
KNOWN_SHORT = ("ely", "st", "cam", "sir", "rye")


def read_practices(path: Path) -> DataFrame:
    """Read general practices: `asset_id`, `name`, `address`, `postcode`."""
    picked = pick_columns(
        read_table(path),
        {"code": (r"Code", r"OrganisationCode"), "name": (r"Name",), "postcode": (r"Postcode",)},
        {"address": (r"Address",)},
    )
    return DataFrame(
        {
            "asset_id": "gp-" + picked["code"],
            "name": picked["name"].str.replace(r",(?=\S)", ", ", regex=True),
            "address": picked["address"].str.replace(r",(?=\S)", ", ", regex=True),
            "postcode": normalise_postcodes(picked["postcode"]),
        }
    ).drop_duplicates("asset_id")


def read_hospitals(path: Path) -> DataFrame:
    """Read hospitals: `code`, `asset_id`, `name`, `postcode`, `easting_m`, `northing_m`."""
    picked = pick_columns(
        read_table(path),
        {
            "code": (r"OrganisationCode",),
            "name": (r"OrganisationName",),
            "postcode": (r"Postcode",),
            "lat": (r"Latitude",),
            "long": (r"Longitude",),
        },
    )
    lat = parse_numbers(picked["lat"], f"{path.name}, Latitude")
    lon = parse_numbers(picked["long"], f"{path.name}, Longitude")
    easting, northing = grid_from_lonlat(lon, lat)
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
        }
    ).drop_duplicates("code")


def read_networks(path: Path) -> GeoDataFrame:
    """Read the outlines of primary care networks: `place_id`, `name`; EPSG:27700."""
    shapes = read_geojson(path).rows
    if not {"PCN_Code", "PCN_Name"} <= set(shapes.columns):
        raise fault(path.name, "no network codes", "PCN_Code, PCN_Name", "Check the file.")
    return GeoDataFrame(
        {
            "place_id": shapes["PCN_Code"].astype(str),
            "name": shapes["PCN_Name"].astype(str).map(name_network),
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


def name_network(written: str) -> str:
    """Write "CAMBRIDGE CITY 4 PCN" as "Cambridge City 4"; initials keep their capitals."""
    words = written.removesuffix(" PCN").split()
    return " ".join(_name_word(word, first=n == 0) for n, word in enumerate(words))


def _name_word(word: str, *, first: bool) -> str:
    plain = word.casefold()
    if plain in SMALL_WORDS and not first:
        return plain
    known = plain in (*KNOWN_SHORT, *SMALL_WORDS)
    initials = not known and (len(word) <= SHORT_WORD or not set(plain) & set("aeiouy"))
    return word if initials and word.isupper() else word.capitalize()


def make_practices(practices: DataFrame, making: Making) -> DataFrame:
    """Make a service of each general practice in the pack, placed by its postcode."""
    rows = place_by_postcode(practices, making)
    return keep_inside(rows, "General practices", making).assign(kind="gp-practice")


def make_hospitals(hospitals: DataFrame, making: Making) -> DataFrame:
    """Make a service of each hospital that the recipe chooses."""
    acute, community = making.chosen(ACUTE), making.chosen(COMMUNITY)
    chosen = hospitals["code"].isin(acute + community)
    rows = hospitals[chosen & hospitals["easting_m"].notna()].copy()
    making.log.count(
        "Hospitals that the recipe does not name, left out", len(hospitals) - len(rows)
    )
    rows["kind"] = np.where(rows["code"].isin(acute), "hospital", "community-hospital")
    rows["district"] = find_area(rows, making.areas).map(making.areas["district"]).fillna("")
    return rows.assign(precision_m=POSTCODE_PRECISION_M)


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

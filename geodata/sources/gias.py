"""Department for Education: Get Information About Schools (GIAS), the register of establishments.

The whole register has some 140 columns in cp1252 and holds schools that are open, closed and
proposed; children's centres (type 47) and their linked sites (type 48) stand in it too, and so do
universities. Extracts that people pass round hold a few of its columns under other names.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from geodata.crs import grid_from_lonlat
from geodata.files import Headings, fault, label, parse_numbers, pick_columns, read_table
from geodata.files.coordinates import check_points, find_grid_slips, find_slips
from geodata.files.postcodes import normalise_postcodes
from geodata.placing import keep_near, place_registered
from geodata.sources.gias_ages import add_ages, is_nursery_school
from geodata.sources.record import Making, Reader

CENTRE, LINKED_SITE = "47", "48"
CENTRE_TYPES = {CENTRE: "childrens-centre", LINKED_SITE: "childrens-centre-linked-site"}
# Types that are no school of the place where they stand: by code, and by name in short extracts.
NO_SCHOOL = {
    "25": "offshore schools",
    "29": "higher education institutions",
    "37": "british schools overseas",
    "49": "online provider",
}
SCHOOL_NAMES = ("school", "nursery", "academy", "primary", "infant", "college")
STATUSES = {"closed": "closed", "proposed to open": "planned"}  # "Open, but proposed to close"
CENTRE_AGES = (0, 4)
CENTRE_AGES_NOTE = "Ages are those that the law gives children’s centres; none is stated."
LISTED = "Listed in the register; being listed does not prove that it is open."
NUMBERS = ("low_age", "high_age", "capacity", "easting", "northing", "lat", "long")
OPTIONAL: Headings = {
    "postcode": (r"Postcode",),
    "easting": (r"Easting",),
    "northing": (r"Northing",),
    "lat": (r"lat(itude)?",),
    "long": (r"long(itude)?",),
    "type_code": (r"TypeOfEstablishment \(code\)",),
    "type": (r"TypeOfEstablishment \(name\)", r"establishment_type"),
    "phase": (r"PhaseOfEducation \(name\)", r"education_phase"),
    "status": (r"EstablishmentStatus \(name\)", r"establishment_status"),
    "opened": (r"OpenDate", r"open_date"),
    "low_age": (r"StatutoryLowAge",),
    "high_age": (r"StatutoryHighAge",),
    "capacity": (r"SchoolCapacity",),
    "street": (r"Street",),
    "locality": (r"Locality",),
    "address3": (r"Address3",),
    "town": (r"Town",),
    "authority": (r"LA \(name\)", r"la_name"),
}


def read_register(path: Path) -> DataFrame:
    """Read the register, every establishment once.

    Returns
    -------
    establishments
        `urn`, `name`, `type_code` ("47"; "" where only its name is given), `type`, `phase`,
        `status` (open, planned or closed), `opened`, `low_age`, `high_age`, `capacity` (NaN where
        not given), `address`, `postcode`, `authority`, and `easting_m`, `northing_m` (EPSG:27700,
        NaN where the file has none).

    Raises
    ------
    DataError
        The file says of no establishment where it is.
    """
    table = read_table(path)
    wanted: Headings = {
        "urn": (r"URN",),
        "name": (r"EstablishmentName", r"establishment_name", r"name"),
    }
    rows = pick_columns(table, wanted, OPTIONAL)
    if len(rows) and bool((rows[["postcode", "easting", "lat"]] == "").all(axis=None)):
        found = "no heading 'Postcode', and neither 'Easting' nor 'lat'"
        fix = "Fetch the extract with all its columns."
        raise fault(f"{path.name}, row {table.heading_row}", found, "where each one is", fix)
    rows = rows[~rows["urn"].duplicated()].copy()
    for name in NUMBERS:
        rows[name] = parse_numbers(rows[name], f"{path.name}, {name}")
    rows["status"] = rows["status"].str.casefold().map(STATUSES).fillna("open")
    rows["postcode"] = normalise_postcodes(rows["postcode"])
    rows["type_code"] = _type_codes(rows)
    lines = rows[["street", "locality", "address3", "town"]].to_numpy()
    rows["address"] = [", ".join(dict.fromkeys(line for line in row if line)) for row in lines]
    placed = _add_points(rows, label(path))
    return placed.drop(columns=["street", "locality", "address3", "town"])


def _type_codes(rows: DataFrame) -> Series:
    """Return the code of each type; where a file gives names only, of those that matter here."""
    by_name = {
        "children's centre": CENTRE,
        "children's centre linked site": LINKED_SITE,
        **{name: code for code, name in NO_SCHOOL.items()},
    }
    plain = rows["type"].str.casefold().str.replace("’", "'", regex=False)
    named = plain.map(by_name).fillna("")
    is_untyped = rows["type"].eq("") & rows["phase"].eq("") & rows["name"].map(_is_named_centre)
    named = named.mask(is_untyped, CENTRE)
    codes: Series = rows["type_code"].str.lstrip("0").where(rows["type_code"] != "", named)
    return codes


def _is_named_centre(name: str) -> bool:
    """Return whether a name is of a children's centre, and of no school that has one."""
    plain = name.casefold().replace("’", "'")
    return "children's centre" in plain and not any(word in plain for word in SCHOOL_NAMES)


def _add_points(rows: DataFrame, name: str) -> DataFrame:
    """Add `easting_m` and `northing_m`.

    They are the register's own; latitude and longitude stand in short extracts, worked out from
    the postcode, and are used only where there is none.
    """
    # The register writes 0 where it has no coordinates, of schools offshore for one; a degree that
    # stands beside it was worked out from that.
    none = rows["easting"].eq(0) & rows["northing"].eq(0)
    lat_long = rows["lat"].notna() & rows["long"].notna() & rows["postcode"].eq("") & ~none
    index = list(rows.index)
    east, north = grid_from_lonlat(rows["long"].where(lat_long), rows["lat"].where(lat_long))
    given = rows["easting"].gt(0) & rows["northing"].gt(0)
    check_points(find_slips(rows["lat"].where(lat_long), rows["long"].where(lat_long)), index, name)
    check_points(
        find_grid_slips(rows["easting"].where(given), rows["northing"].where(given)), index, name
    )
    placed = rows.assign(
        easting_m=rows["easting"].where(given, Series(east, index=rows.index).where(lat_long)),
        northing_m=rows["northing"].where(given, Series(north, index=rows.index).where(lat_long)),
    )
    return placed.drop(columns=["easting", "northing", "lat", "long"])


def read_links(path: Path) -> DataFrame:
    """Read which establishments are linked: `urn`, `other`, `other_name`, `type`, `date`."""
    return pick_columns(
        read_table(path),
        {
            "urn": (r"URN",),
            "other": (r"LinkURN",),
            "other_name": (r"LinkName",),
            "type": (r"LinkType",),
        },
        {"date": (r"LinkEstablishedDate",)},
    )


def make_schools(register: DataFrame, making: Making) -> DataFrame:
    """Make a service of each school in the pack, with the ages it takes."""
    log = making.log
    is_closed = register["status"] == "closed"
    log.count("Closed establishments of the register, left out", int(is_closed.sum()))
    register = register[~is_closed]
    is_centre = register["type_code"].isin(CENTRE_TYPES)
    log.count("Children’s centres in the register of schools, no schools", int(is_centre.sum()))
    schools = register[~is_centre & ~register["type_code"].isin(NO_SCHOOL)]
    placed = keep_near(place_registered(schools, "Schools", making), "Schools", making)
    aged = add_ages(placed)
    log.extend(
        f"Ages of schools {words}: {count:,}."
        for words, count in aged["ages_by"].value_counts().sort_index().items()
    )
    return aged.assign(
        asset_id="school-" + aged["urn"],
        kind=np.where(is_nursery_school(aged), "nursery-school", "school"),
        capacity=aged["capacity"].where(aged["capacity"] > 0),
        capacity_unit=np.where(aged["capacity"] > 0, "places", ""),
        note=_school_notes(aged, making),
    )


def _school_notes(schools: DataFrame, making: Making) -> Series:
    """Say where ages come from, and what a school has taken the place of."""
    notes = schools["ages_note"]
    links = making.raw.get("school_links")
    if links is None:
        return notes
    before = links[links["type"].str.casefold().str.startswith(("predecessor", "merged"))]
    names = before.groupby("urn")["other_name"].agg(lambda each: ", ".join(dict.fromkeys(each)))
    followed = schools["urn"].map(names)
    joined: Series = notes.where(followed.isna(), notes + " Follows " + followed + ".")
    return joined.str.strip()


def make_centres(register: DataFrame, making: Making) -> DataFrame:
    """Make a service of each children's centre and linked site; a site names its centre."""
    what = "Children’s centres"
    is_centre = register["type_code"].isin(CENTRE_TYPES)
    is_closed = register["status"] == "closed"
    making.log.count("Closed children’s centres, left out", int((is_centre & is_closed).sum()))
    centres = register[is_centre & ~is_closed]
    placed = keep_near(place_registered(centres, what, making), what, making)
    ids = "centre-" + placed["urn"]
    parents = _parents(placed, making)
    return placed.assign(
        asset_id=ids,
        kind=placed["type_code"].map(CENTRE_TYPES),
        provider=placed["authority"],
        parent_id=parents.map(lambda urn: f"centre-{urn}" if urn else ""),
        age_from=placed["low_age"].fillna(CENTRE_AGES[0]),
        age_to=placed["high_age"].fillna(CENTRE_AGES[1]),
        capacity=np.nan,
        note=np.where(placed["high_age"].isna(), f"{LISTED} {CENTRE_AGES_NOTE}", LISTED),
    )


def _parents(centres: DataFrame, making: Making) -> Series:
    """Find the centre that each linked site is linked to; "" where no file says."""
    none = Series("", index=centres.index, dtype=object)
    links = making.raw.get("school_links")
    if links is None:
        return none
    of_type = centres.set_index("urn")["type_code"]
    both = pd.concat(
        [links[["urn", "other"]], links.rename(columns={"urn": "other", "other": "urn"})]
    )
    to_centre = both[
        both["urn"].map(of_type).eq(LINKED_SITE) & both["other"].map(of_type).eq(CENTRE)
    ]
    parents = to_centre.drop_duplicates("urn").set_index("urn")["other"]
    return centres["urn"].map(parents).fillna("")


READERS = (
    Reader(
        role="schools",
        about="the register of schools",
        read=read_register,
        make_assets=make_schools,
    ),
    Reader(
        role="childrens_centres",
        about="children’s centres and their linked sites, from the same register",
        read=read_register,
        make_assets=make_centres,
    ),
    Reader(
        role="school_links",
        about="which establishments of the register are linked, and which came before",
        read=read_links,
    ),
)

"""The project's own tables of services and other offers, and how their headings are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from pandas import DataFrame, Series

from geodata import schema
from geodata.errors import DataError, Problem, gathering
from geodata.files import (
    Headings,
    TextTable,
    parse_numbers,
    pick_columns,
    read_table,
    refuse_repeats,
    some,
    warn,
)
from geodata.files.coordinates import check_points, find_grid_slips
from geodata.files.postcodes import normalise_postcodes
from geodata.offers import (
    EVERYWHERE,
    NAMED_ONLY,
    PREGNANCY,
    REPORTED_GAP,
    SEPARATOR,
    parts_of,
)
from geodata.placing import find_area, place_by_postcode
from geodata.schema import Column
from geodata.sources.record import Making, Reader

# Kept in the table: for people, and for where two lists name one service.
AS_PRINTED = ("area_kind", "area", "team", "held_as", "placed")
SERVICE_COLUMNS = (
    "asset_id",
    *(column.name for column in schema.ASSETS.columns if column.kind != "flag"),
    *("easting", "northing", *AS_PRINTED),
)
FINEST_M = 10  # metres of precision that nobody states of a door
NEEDED = ("asset_id", "name", "kind", "status", "source")
OTHER_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "asset_id": ("id", "reference", "offer_id", "service_id"),
    "name": ("service", "service name", "site", "site name"),
    "kind": ("type", "service type", "category"),
    "provider": ("run by", "provided by", "organisation"),
    "age_from": ("minimum age", "min age", "from age", "youngest age"),
    "age_to": ("maximum age", "max age", "to age", "oldest age"),
    "postcode": ("post code",),
    "opening": ("opening hours", "opening times", "hours"),
    "telephone": ("phone", "phone number", "telephone number"),
    "web": ("website", "url"),
    "staff_fte": ("staff", "fte"),
    "level_prevention": ("level",),
    "delivery": ("how delivered", "delivered"),
    "referral": ("how to access", "access"),
    "note": ("notes", "comments"),
    "checked": ("last checked", "date checked"),
    "checked_by": ("checked by",),
    "easting": ("easting_m", "eastings", "x"),
    "northing": ("northing_m", "northings", "y"),
}
"""Our name → further headings that mean the same, whatever their case."""

AGE_WORDS = {"pregnancy": str(PREGNANCY), "antenatal": str(PREGNANCY), "birth": "0"}
STATUS_WORDS = {"gap": REPORTED_GAP, "temporarily closed": "closed", "proposed": "planned"}
PART_WORDS = {
    "virtual": "online",
    "telephone": "phone",
    "home visit": "home",
    "targeted - selective": "Targeted – selective",
    "targeted - indicated": "Targeted – indicated",
}
NUMBERS = (
    *(column.name for column in schema.ASSETS.columns if column.kind in ("number", "age")),
    *("easting", "northing"),
)


def read_services(path: Path) -> DataFrame:
    """Read a table of services, whatever the order of its headings.

    Returns
    -------
    services
        One row for each door and each offer without one, with every column of the pack's table
        ("" where the file has none), `easting`, `northing` (EPSG:27700, NaN where not given) and
        what the table keeps for people (`AS_PRINTED`).

    Raises
    ------
    DataError
        A heading that means nothing here, and every cell that cannot be used: nothing is dropped
        without a word.
    """
    table = read_table(path)
    wanted = _headings(NEEDED)
    rows = pick_columns(table, wanted, _headings([c for c in SERVICE_COLUMNS if c not in NEEDED]))
    refuse_repeats(rows["asset_id"], path.name)
    problems = list(_unknown_headings(table))
    problems += _tidy_cells(rows, path.name)
    for name in NUMBERS:
        try:
            rows[name] = parse_numbers(rows[name], f"{path.name}, {name}")
        except DataError as error:
            problems += error.problems
    if not problems:
        with gathering(problems):
            slips = find_grid_slips(rows["easting"], rows["northing"])
            check_points(slips, list(rows.index), table.name)
    if problems:
        raise DataError(problems)
    _tell_oddities(rows, table.name)
    return rows


def _tell_oddities(rows: DataFrame, name: str) -> None:
    """Tell of one door under two keys, and of precisions that look like kilometres."""
    twins = rows[rows.duplicated(["name", "kind", "easting", "northing", "postcode", "serves"])]
    if len(twins):
        where = f"{name}, row {some(list(twins.index))}"
        warn(f"{where}: {twins['name'].iloc[0]!r} stands there before, in one place.")
    fine = rows[rows["precision_m"] < FINEST_M]
    if len(fine):
        where = f"{name}, row {some(list(fine.index))}"
        warn(f"{where}: a precision under {FINEST_M} metres; look whether kilometres are meant.")


def _headings(names: Iterator[str] | list[str] | tuple[str, ...]) -> Headings:
    """Return the patterns of headings for each of our names."""
    return {
        name: (name, name.replace("_", "[ _]"), *OTHER_HEADINGS.get(name, ())) for name in names
    }


def _unknown_headings(table: TextTable) -> Iterator[Problem]:
    known = {
        heading.casefold()
        for name in SERVICE_COLUMNS
        for heading in (name, name.replace("_", " "), *OTHER_HEADINGS.get(name, ()))
    }
    for heading in table.rows.columns:
        if heading.casefold() not in known:
            yield Problem(
                where=f"{table.name}, row 1",
                found=f"a heading {heading!r} that means nothing here",
                expected="one of those that docs/packs.md lists",
                fix="Rename it, or take the column out of the table.",
            )


def _tidy_cells(rows: DataFrame, name: str) -> Iterator[Problem]:
    """Write ages, states and lists in the words of the pack; tells every one that cannot be."""
    for column in ("age_from", "age_to"):
        plain = rows[column].str.casefold()
        rows[column] = plain.map(AGE_WORDS).fillna(rows[column])
    rows["status"] = rows["status"].str.casefold().replace(STATUS_WORDS)
    rows["postcode"] = normalise_postcodes(rows["postcode"])
    for listed in schema.ASSETS.columns:
        if listed.kind == "list":
            tidied = [_tidy_list(cell, listed) for cell in rows[listed.name]]
            rows[listed.name] = Series(tidied, index=rows.index, dtype=object)
        if listed.one_of:
            yield from _strays(rows[listed.name], listed, name)
    for needed in NEEDED:
        empty = rows.index[rows[needed] == ""]
        if len(empty):
            yield Problem(
                where=f"{name}, {needed}, row {empty[0]}",
                found=f"{len(empty)} empty",
                expected="a value in every row",
                fix="Fill it in.",
            )


def _tidy_list(cell: str, column: Column) -> str:
    """Write the parts of a cell as the pack does, whatever their case."""
    usual = {part.casefold(): part for part in column.one_of}
    parts = [PART_WORDS.get(part.casefold(), part) for part in parts_of(cell)]
    if column.name == "inferred":
        parts = [part for part in parts if part in SERVICE_COLUMNS and part not in AS_PRINTED]
    return SEPARATOR.join(usual.get(part.casefold(), part) for part in parts)


def _strays(cells: Series, column: Column, name: str) -> Iterator[Problem]:
    allowed = set(column.one_of)
    wrong = cells[cells.map(lambda cell: bool(set(parts_of(cell)) - allowed)).astype(bool)]
    if len(wrong):
        yield Problem(
            where=f"{name}, {column.name}, row {wrong.index[0]}",
            found=repr(wrong.iloc[0]) + (f" and {len(wrong) - 1} more" if len(wrong) > 1 else ""),
            expected="one of " + ", ".join(column.one_of),
            fix="Correct the cell, or leave it empty where it is not known.",
        )


def make_assets(services: DataFrame, making: Making) -> DataFrame:
    """Make the services of a table of the project's own, those of other areas left out.

    A row without coordinates is placed by its postcode. One that serves only places that the pack
    does not have is of another area.
    """
    rows = _served(services, making)
    rows = _placed(rows, making)
    of = ", ".join(making.file.paths)
    doors = rows["easting_m"].notna()
    number = int(doors.sum())
    making.log.note(
        f"{of}: {number} door{'' if number == 1 else 's'}, "
        f"{int((doors & rows['parent_id'].ne('')).sum())} of them second doors or linked sites, "
        f"and {int((~doors).sum())} offers without a door."
    )
    for status in (REPORTED_GAP, NAMED_ONLY):
        count = int((rows["status"] == status).sum())
        making.log.count(f"{of}: {status}, and no offer", count)
    return rows


def _served(services: DataFrame, making: Making) -> DataFrame:
    """Write what each row serves by the pack's ids; leave out what serves none of its places."""
    ids = place_ids_by_name(making)
    served = services["serves"].map(lambda cell: [ids.get(p.casefold()) for p in parts_of(cell)])
    elsewhere = served.map(lambda found: bool(found) and not any(found)).astype(bool)
    making.log.count(
        f"{', '.join(making.file.paths)}: offers of places that are not in this pack, left out",
        int(elsewhere.sum()),
    )
    known = served.map(lambda found: SEPARATOR.join(filter(None, found)))
    return services.assign(serves=known)[~elsewhere]


def place_ids_by_name(making: Making) -> dict[str, str]:
    """Return the pack's place ids by what a table may call them: ids, and unique names."""
    places = making.places
    names = places["name"].str.casefold()
    single = names[~names.duplicated(keep=False)]
    return {
        **{name: str(key) for key, name in single.items()},
        **{str(key).casefold(): str(key) for key in places.index},
        EVERYWHERE: EVERYWHERE,
    }


def _placed(services: DataFrame, making: Making) -> DataFrame:
    """Place what gives no coordinates by its postcode, and say what lies across the border."""
    rows = services.rename(columns={"easting": "easting_m", "northing": "northing_m"})
    wanting = rows["easting_m"].isna() & rows["postcode"].ne("")
    found = place_by_postcode(rows.loc[wanting, ["postcode"]], making)
    for column in ("easting_m", "northing_m", "precision_m"):
        rows.loc[wanting, column] = found[column].where(found["easting_m"].notna())
    lost = int(rows.loc[wanting, "easting_m"].isna().sum())
    making.log.count(
        f"{', '.join(making.file.paths)}: postcodes in no table, offers kept without a door", lost
    )
    placed = rows["easting_m"].notna()
    area_id = Series("", index=rows.index, dtype=object)
    area_id[placed] = find_area(rows[placed], making.areas)
    near = area_id.map(making.areas["district"]).fillna("")
    named = rows["district"].where(rows["district"] != "", near)
    ours = set(making.areas["district"])
    outside = placed & area_id.eq("") & ~named.isin(ours)
    return rows.assign(district=named, across_border=outside.to_numpy(bool))


READERS = (
    Reader(
        role="services",
        about="the project’s own list of centres and other services",
        read=read_services,
        is_own=True,
        make_assets=make_assets,
    ),
    Reader(
        role="offers",
        about="offers that reports name, with a door or without",
        read=read_services,
        is_own=True,
        make_assets=make_assets,
    ),
)

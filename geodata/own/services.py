"""Services out of a table of somebody's own: what each row says, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from geodata import schema
from geodata.files import fault, leave_out, some, tell_repair, warn
from geodata.files.faults import many, shown
from geodata.files.numbers import describe_otherwise, is_gap, read_numbers
from geodata.offers import SEPARATOR, parts_of
from geodata.own.ages import Ages, read_ages
from geodata.own.contacts import take_contacts
from geodata.own.file import OwnFile
from geodata.own.headings import day_of
from geodata.own.repeats import make_ids, without_repeats
from geodata.own.standing import SPOTS, place_rows
from geodata.own.statuses import read_status
from geodata.own.table import OwnTable, problem_of, read_own, tell_unused
from geodata.own.words import tidy_part
from geodata.schema import Column

PLAIN_FILE = OwnFile(key="services", gives="services", path="", source="")
PLAIN = [each for each in schema.ASSETS.columns if each.kind != "flag"]
NUMBERS = ("staff_fte", "capacity", "precision_m")
FOUND_OUT = ("ages", "age_from", "age_to", *SPOTS, "asset_id", "address", "opening")
FIX_ROW = "Correct the row, and build again."
NOT_USED = "Correct the cell; until then nothing is known of it."
NO_STATUS = "open"
NOTHING = {"n/a", "n.a.", "#n/a", "none", "null", "nan", "nil", "-", "--", "–", "—", ".", "?"}
READ_APART = {
    "status",
    "ages",
    "age_from",
    "age_to",
    *NUMBERS,
    *SPOTS,
}  # have their own marks


def read_services(path: Path, own: OwnFile = PLAIN_FILE) -> DataFrame:
    """Read services out of a table or of a map of somebody's own.

    Returns
    -------
    services
        A row for each that can be used, with the columns of the pack's table, `asset_id`,
        `easting` and `northing` (EPSG:27700, NaN where the table does not say) and `where`.

    Raises
    ------
    DataError
        Nothing of the file can be used.
    """
    return take_services(read_own(path, own), own)


def take_services(table: OwnTable, own: OwnFile) -> DataFrame:
    """Take services out of a table; rows that cannot be used are told and left out."""
    tell_unused(table)
    rows = _cells(table, own)
    kept = _with_names(rows, table)
    _refuse_nothing(kept, table)
    _take_ages(kept, table)
    _take_words(kept, table)
    _take_numbers(kept, table)
    _take_status(kept, table)
    take_contacts(kept, table)
    kept = kept[place_rows(kept, table) & ~kept["unread"].astype(bool)]
    kept = without_repeats(kept.drop(columns="unread"), table)
    kept["asset_id"] = make_ids(kept, own)
    _refuse_nothing(kept, table)
    kept["where"] = [table.where(row) for row in kept.index]
    return kept.reset_index(drop=True)


def _refuse_nothing(rows: DataFrame, table: OwnTable) -> None:
    if rows.empty:
        fix = "Map its headings under `columns` of the recipe, or correct its rows."
        raise fault(table.name, "no row that can be used", "services with a name and a kind", fix)


def _cells(table: OwnTable, own: OwnFile) -> DataFrame:
    """Return the cells under our own names: those that stand in several columns put together."""
    found = table.recognised.found
    made: dict[str, Series] = {}
    for name in {*(each.name for each in PLAIN), *FOUND_OUT}:
        headings = found.get(name, ())
        if not headings:
            made[name] = Series("", index=table.rows.index)
        elif len(headings) == 1 and not day_of(headings[0]):
            made[name] = _without_marks(table.rows[headings[0]], name)
        else:
            made[name] = _together(table.rows, headings, is_days=name == "opening")
        default = own.defaults.get(name, "")
        if default:
            made[name] = made[name].where(made[name] != "", default)
    rows = DataFrame(made)
    unit = found.get("capacity", ("",))[0].casefold()
    if "place" in unit or "slot" in unit:
        word = "places" if "place" in unit else "slots"
        stated = rows["capacity_unit"].eq("") & rows["capacity"].ne("")
        rows.loc[stated, "capacity_unit"] = word
    return rows


def _without_marks(cells: Series, name: str) -> Series:
    """Empty the cells of text that say that there is nothing: "n/a", "none", "-"."""
    if name in READ_APART:
        return cells
    filled: Series = cells.where(~cells.str.casefold().isin(NOTHING), "")
    return filled


def _together(rows: DataFrame, headings: tuple[str, ...], *, is_days: bool) -> Series:
    def joined(cells: tuple[str, ...]) -> str:
        if not is_days:
            return ", ".join(dict.fromkeys(filter(None, cells)))
        days = zip(headings, cells, strict=True)
        return "; ".join(f"{day_of(day).capitalize()} {cell}".strip() for day, cell in days if cell)

    cells = rows[list(headings)].apply(_without_marks, name="opening" if is_days else "address")
    return Series(
        [joined(tuple(each)) for each in cells.itertuples(index=False)],
        index=rows.index,
        dtype="str",
    )


def _with_names(rows: DataFrame, table: OwnTable) -> DataFrame:
    """Keep the rows that say what they are; a total at the foot of a table is none."""
    rows = rows.assign(
        kind=[re.sub(r"[^a-z0-9]+", "-", cell.casefold()).strip("-") for cell in rows["kind"]]
    )
    kept = []
    for row, cells in zip(rows.index, rows.to_dict("records"), strict=True):
        if not cells["name"]:
            _leave_out(table, row, "no name", "what it is called", FIX_ROW)
        elif re.fullmatch(r"(grand )?totals?:?", cells["name"].casefold()):
            _leave_out(table, row, "a total", "a service in each row", "Take it out of the table.")
        elif not cells["kind"]:
            fix = 'Fill it in, or say defaults = {kind = "…"} in the recipe.'
            _leave_out(table, row, "no kind", "what sort of service it is", fix)
        else:
            kept.append(row)
    if "kind" in table.recognised.found and kept:
        counts = rows.loc[kept, "kind"].value_counts()
        told = ", ".join(f"{kind} ({count})" for kind, count in counts.items())
        tell_repair(f"{table.name}: kinds of service: {told}.")
    return rows.loc[kept].assign(unread=False)


def _take_ages(rows: DataFrame, table: OwnTable) -> None:
    """Read ages, from one column or two; ages that cannot be read are told and not known."""
    told: list[str] = []
    for row, cells in zip(rows.index, rows.to_dict("records"), strict=True):
        ages = _ages_of(cells)
        if isinstance(ages, str):
            written = cells["ages"] or f"{cells['age_from']} to {cells['age_to']}"
            found = f"{shown(written)}, {ages}"
            fix = "Write them as “5 to 11”, in Excel as text; until then they are not known."
            warn(problem_of(table, row, found, "ages in years", fix).sentence())
            ages = Ages(rest=written)
        if ages.told:
            told.append(f"row {row}: {ages.told}")
        if ages.rest and not cells["audience"]:
            rows.loc[row, "audience"] = ages.rest
        rows.loc[row, "age_from"] = "" if ages.youngest is None else str(ages.youngest)
        rows.loc[row, "age_to"] = "" if ages.oldest is None else str(ages.oldest)
    if told:
        tell_repair(f"{table.name}: ages that a spreadsheet took for dates: {'; '.join(told)}.")
    for column in ("age_from", "age_to"):
        rows[column] = pd.to_numeric(rows[column].where(rows[column] != "", None)).astype(float)


def _ages_of(cells: Mapping[Hashable, str]) -> Ages | str:
    if cells["ages"] or not (cells["age_from"] or cells["age_to"]):
        return read_ages(cells["ages"])
    low, high = read_ages(cells["age_from"]), read_ages(cells["age_to"])
    if isinstance(low, str) or isinstance(high, str):
        return low if isinstance(low, str) else str(high)
    if low.told or high.told:
        return "a date, which may stand for several ages"
    ages = Ages(low.youngest, high.oldest if high.oldest is not None else high.youngest)
    if ages.youngest is not None and ages.oldest is not None and ages.youngest > ages.oldest:
        return "ages from more to less"
    return ages


def _take_words(rows: DataFrame, table: OwnTable) -> None:
    """Write levels, ways of delivery and the like in the pack's words; the rest is told."""
    for column in PLAIN:
        if column.kind != "list" and not column.one_of:
            continue
        if column.name in ("status", "serves", "inferred", "other_sources"):
            continue
        rows[column.name] = [
            _tidied(cell, column, table, row)
            for row, cell in zip(rows.index, rows[column.name], strict=True)
        ]


def _tidied(cell: str, column: Column, table: OwnTable, row: object) -> str:
    usual = {part.casefold(): part for part in column.one_of}
    parts: list[str] = []
    strange: list[str] = []
    written = re.split(r"\s*[;,/|]\s*|\s+and\s+|\s+&\s+", cell) if column.one_of else parts_of(cell)
    for part in filter(None, written):
        known = usual.get(tidy_part(part, column.name).casefold(), "" if column.one_of else part)
        (parts if known else strange).append(known or part)
    if strange:
        warn(
            problem_of(
                table,
                row,
                f"{column.name.replace('_', ' ')} {some([shown(each) for each in strange])}",
                "one of " + ", ".join(column.one_of),
                NOT_USED,
            ).sentence()
        )
    return SEPARATOR.join(dict.fromkeys(parts))


def _take_numbers(rows: DataFrame, table: OwnTable) -> None:
    for name in NUMBERS:
        cells = rows[name]
        for row, cell in cells.items():
            _, problems = read_numbers(Series([cell], index=[row]), table.name, gaps=False)
            if problems and not is_gap(cell):
                found, fix = describe_otherwise(cell)
                said = f"{name.replace('_', ' ')} {shown(cell)}" + (f", {found}" if found else "")
                warn(problem_of(table, row, said, "a number", fix).sentence())
            if problems:
                rows.loc[row, name] = ""
        rows[name] = read_numbers(rows[name], table.name, gaps=False)[0]
        below = rows.index[rows[name] < 0]
        for row in below:
            warn(problem_of(table, row, f"{name} below none", "a number", NOT_USED).sentence())
        rows.loc[below, name] = np.nan


def _take_status(rows: DataFrame, table: OwnTable) -> None:
    """Read whether each runs; what has closed by its own date is closed, whatever else is said."""
    allowed = {each.name: each.one_of for each in PLAIN}["status"]
    if not {"status", "closed"} & table.recognised.found.keys() and rows["status"].eq("").all():
        tell_repair(f"{table.name}: no column says which run: every row is taken as open.")
    planned: list[str] = []
    for row, cell, closed in zip(rows.index, rows["status"], rows["closed"], strict=True):
        standing = read_status(cell, allowed)
        status = standing.status
        if status is None:
            found, expected = f"status {shown(cell)}", "one of " + ", ".join(allowed)
            _leave_out(table, row, found, expected, FIX_ROW)
            rows.loc[row, "unread"] = True
            continue
        if not status:
            status = "closed" if closed else NO_STATUS
            if cell:
                found, fix = f"status {shown(cell)}", f"Correct it; taken as {status} until then."
                warn(problem_of(table, row, found, "whether it runs", fix).sentence())
        if standing.when and not rows["status_date"][row]:
            rows.loc[row, "status_date"] = standing.when
            planned.append(f"row {row}: {shown(cell)} read as {status}, {standing.when}")
        rows.loc[row, "status"] = status
    if planned:
        tell_repair(f"{table.name}: whether it runs: {'; '.join(planned)}.")


def _leave_out(table: OwnTable, row: object, found: str, expected: str, fix: str) -> None:
    leave_out(problem_of(table, row, found, expected, fix))


def summary(rows: DataFrame, table: OwnTable) -> str:
    """Describe what a table would give: "188 services of 200 rows"."""
    return f"{many(len(rows), 'service')} of {many(len(table.rows), table.what)}"

"""A table of somebody's own, read row by row: what is wrong with one row costs no other."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

import pandas as pd
from pandas import DataFrame
from shapely.geometry.base import BaseGeometry

from geodata.errors import Problem
from geodata.files import fault, label, leave_out, read_bytes, some, tell_repair, warn
from geodata.files.faults import many, shown
from geodata.files.geopackages import WAL_ENDING
from geodata.files.layers import is_layer, parse_layer
from geodata.files.tables import MOST_COLUMNS, UNSEEN, split_rows
from geodata.own.file import OwnFile
from geodata.own.headings import Recognised, plain, recognise

NUMBERS = ("fid", "ogc fid", "objectid", "gid")  # of features, which programs add
LEADING = 40  # rows that the headings are looked for in
MOST_ROWS = 200_000
FORMULA = re.compile(r'="(?P<text>[^"]*)"')

Numbered = tuple[int, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTable:
    """The rows of a table or of a map of somebody's own.

    Attributes
    ----------
    name
        The file, and its sheet or layer where there are several.
    rows
        Text cells under their own headings, "" where empty; the index is the row as a
        spreadsheet counts it, or the number of the feature.
    shapes
        Row → its shape in EPSG:27700; none of a plain table.
    recognised
        Which heading means what.
    what
        "row" or "feature".
    """

    name: str
    rows: DataFrame
    shapes: Mapping[int, BaseGeometry]
    recognised: Recognised
    what: str = "row"

    def where(self, row: object) -> str:
        """Return where a row stands, for messages."""
        return f"{self.name}, {self.what} {row}"


def read_own(path: Path, own: OwnFile) -> OwnTable:
    """Read a table or a map of somebody's own.

    Columns that mean nothing here are named once; rows that do not fit are left out, each told.

    Raises
    ------
    DataError
        Nothing of it can be used: it is another kind of file, has no headings, or not those that
        the recipe names.
    """
    content, name = read_bytes(path), label(path)
    beside = path.with_name(path.name + WAL_ENDING)
    if beside.is_file() and beside.stat().st_size:
        warn(f"{name}: it is open elsewhere, and its latest changes are not in it yet. Close it.")
    return parse_own(content, name, own)


def parse_own(content: bytes, name: str, own: OwnFile) -> OwnTable:
    """Parse the bytes of a table or of a map of somebody's own; see `read_own`."""
    if is_layer(content):
        layer = parse_layer(content, name, own.layer, own.crs)
        for problem in layer.faults:
            leave_out(problem)
        recognised = _checked(layer.name, list(layer.rows.columns), own)
        gone = {_number(problem) for problem in layer.faults}
        rows = layer.rows.loc[[n for n in layer.rows.index if n not in gone]]
        return OwnTable(
            name=layer.name, rows=rows, shapes=layer.shapes, recognised=recognised, what="feature"
        )
    unsaved: list[str] = []
    lines = split_rows(content, name, own.sheet, unsaved)
    heading_row, headings, rest = _find_headings(lines.rows, lines.where, own)
    recognised = _checked(lines.where, headings, own)
    rows = _gather(rest, headings, lines.where)
    if heading_row > 1:
        tell_repair(f"{lines.where}: headings taken from row {heading_row}, below a title.")
    for repair in lines.repairs:
        tell_repair(f"{lines.where}: {repair}.")
    if unsaved:
        warn(
            f"{lines.where}, {some(unsaved)}: {many(len(unsaved), 'formula')} whose results were "
            "not saved, taken for empty. Open it in Excel, let it calculate, and save it again."
        )
    return OwnTable(name=lines.where, rows=rows, shapes={}, recognised=recognised)


def recognise_table(content: bytes, name: str, own: OwnFile) -> Recognised:
    """Recognise the headings of a table, whatever is wrong with its rows.

    Raises
    ------
    DataError
        It is another kind of file, or has no headings.
    """
    lines = split_rows(content, name, own.sheet, [])
    _, headings, _ = _find_headings(lines.rows, lines.where, own)
    return recognise(headings, own.gives, own.columns)


def _number(problem: Problem) -> int:
    return int(problem.where.rpartition(" ")[2])


def _checked(name: str, headings: list[str], own: OwnFile) -> Recognised:
    """Recognise the headings, and refuse a table that lacks those which the recipe names."""
    recognised = recognise(headings, own.gives, own.columns)
    if recognised.absent:
        listed = ", ".join(shown(each) for each in headings if each)
        raise fault(
            f"{name}, headings",
            f"no heading {some([shown(each) for each in recognised.absent])}",
            f"one of its headings: {listed}",
            "Correct `columns` of the recipe.",
        )
    return recognised


def tell_unused(table: OwnTable, used: Sequence[str] = ()) -> None:
    """Tell once which columns of a table are not used."""
    unused = [
        each for each in table.recognised.unused if each not in used and plain(each) not in NUMBERS
    ]
    if unused:
        listed = ", ".join(shown(each) for each in unused)
        warn(
            f"{table.name}: {many(len(unused), 'column')} not used: {listed}. Name what it means "
            "under `columns` of the recipe, if it is wanted."
        )


def _find_headings(rows: object, name: str, own: OwnFile) -> tuple[int, list[str], chain[Numbered]]:
    """Find the row of headings: the one of the first few that most is recognised in."""
    iterator = iter(rows)  # type: ignore[call-overload]
    first: list[Numbered] = list(islice(iterator, LEADING))
    best, most = -1, 0
    for n, (_, cells) in enumerate(first):
        if len(cells) > MOST_COLUMNS:
            raise fault(name, f"{len(cells):,} columns", f"at most {MOST_COLUMNS:,}", "Cut it.")
        names = [tidy(cell) for cell in cells]
        found = recognise(names, own.gives, own.columns)
        known = len(found.found) - (len(own.columns) if found.absent else 0)
        if sum(map(bool, names)) > 1 and known > most:
            best, most = n, known
    if best < 0:
        best = next((n for n, (_, cells) in enumerate(first) if sum(map(bool, cells)) > 1), -1)
    if best < 0:
        raise fault(name, "nothing like a table", "headings and rows", "Check that it is the file.")
    number, cells = first[best]
    headings = _numbered([tidy(cell) for cell in cells])
    return number, headings, chain(first[best + 1 :], iterator)


def tidy(cell: str) -> str:
    """Write a cell in one line, without what stands around it unseen."""
    text = " ".join(cell.strip(UNSEEN).split())
    found = FORMULA.fullmatch(text)
    return found["text"] if found else text


def _numbered(headings: list[str]) -> list[str]:
    """Tell headings apart: one that is repeated gets its number, an empty one its column."""
    counts: dict[str, int] = {}
    done = []
    for n, heading in enumerate(headings, start=1):
        counts[heading] = counts.get(heading, 0) + 1
        if not heading:
            done.append(f"column {n}, without a heading")
        else:
            done.append(f"{heading} ({counts[heading]})" if counts[heading] > 1 else heading)
    return done


def _gather(rows: chain[Numbered], headings: list[str], name: str) -> DataFrame:
    """Gather the rows that fit, telling each that does not."""
    wide = len(headings)
    kept: dict[int, list[str]] = {}
    short: list[int] = []
    formulas: list[int] = []
    for number, row in rows:
        cells = [tidy(cell) for cell in row]
        if not any(cells) or cells[:wide] == headings:
            continue
        if any(cells[wide:]):
            found = f"{len(cells)} cells under {wide} headings"
            fix = "Put a cell that holds the separator in quotation marks."
            _leave_out(name, number, found, "as many cells as headings", fix)
            continue
        if any(cell.startswith("=") for cell in cells):
            formulas.append(number)
            cells = ["" if cell.startswith("=") else cell for cell in cells]
        if len(cells) < wide:
            short.append(number)
        kept[number] = [*cells[:wide], *[""] * (wide - len(cells))]
        if len(kept) > MOST_ROWS:
            raise fault(name, f"more than {MOST_ROWS:,} rows", "fewer", "Cut it to your area.")
    if formulas:
        warn(f"{name}, row {some(formulas)}: a formula in place of its result, taken for empty.")
    if short and kept and short[-1] == max(kept):
        last = short[-1]
        warn(f"{name}, row {last}: the last row is shorter than the headings; look whether the "
             "file broke off there.")  # fmt: skip
    table = DataFrame.from_dict(kept, orient="index", columns=headings, dtype="str")
    empty = [each for each in headings if each.endswith("without a heading")]
    table = table.drop(columns=[each for each in empty if not bool((table[each] != "").any())])
    if table.empty:
        raise fault(name, "headings and no rows", "headings and rows", "Fetch it again.")
    return table.set_axis(pd.Index(list(table.index), dtype="int64"))


def problem_of(table: OwnTable, row: object, found: str, expected: str, fix: str) -> Problem:
    """Describe what is wrong with a row of a table."""
    return Problem(where=table.where(row), found=found, expected=expected, fix=fix)


def _leave_out(name: str, row: int, found: str, expected: str, fix: str) -> None:
    leave_out(Problem(where=f"{name}, row {row}", found=found, expected=expected, fix=fix))

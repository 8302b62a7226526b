"""Tables as statisticians publish them: title lines above the headings, marks in place of numbers.

A spreadsheet saved as text keeps its title, its source and its notes above the row of headings; a
heading runs over several lines and refers to a note; a figure that may not be told is a letter in
brackets. All of that is read here, once, so that a reader names only the headings it wants.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path

from pandas import DataFrame, Series

from geodata.errors import DataError
from geodata.files import (
    TextTable,
    fault,
    label,
    parse_numbers,
    parse_table,
    read_bytes,
    tell_repair,
)
from geodata.files.numbers import is_gap, is_suppressed
from geodata.files.tables import UNSEEN, split_rows

Numbered = tuple[int, Sequence[str]]  # a row of a sheet, and which it is

MOST_TITLE_LINES = 60  # of a published table; below them no headings are looked for
NOTE = re.compile(r"\s*\[notes? [\d, ]+\]", re.IGNORECASE)
FLAGGED = re.compile(r"^(?P<number>.*\d%?)\s*\[?(?P<flag>[a-z])\]?$", re.IGNORECASE)
# A mark in place of a number, without its brackets → why there is none.
MARKS = {
    "c": "not published: it would tell of too few",
    "*": "not published: it would tell of too few",
    "s": "not published: it would tell of too few",
    "low": "not published: a small number",
    "~": "not published: a small number",
    "x": "not available",
    ":": "not available",
    ".": "not available",
    "..": "not available",
    "...": "not available",
    "na": "not available",
    "n/a": "not available",
    "not available": "not available",
    "z": "does not apply",
    "not applicable": "does not apply",
    "u": "not published: too unsure",
    "k": "not published: too unsure",
    "b": "not published: a break in the series",
    "w": "not published: withdrawn",
    "-": "not given",
    "–": "not given",
    "—": "not given",
}
FLAGS = {"p": "provisional", "r": "revised", "e": "estimated", "u": "unsure", "b": "after a break"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """Cells read as numbers, and what a mark says where there is none.

    Attributes
    ----------
    numbers
        NaN where a cell is empty or holds a mark.
    notes
        What the mark says, or the flag behind a number; "" where there is neither.
    """

    numbers: Series
    notes: Series


def read_published(path: Path, marks: tuple[str, ...], sheet: str = "") -> TextTable:
    """Read a table of text below its title lines.

    Parameters
    ----------
    path
        A CSV file, plain or compressed, or a workbook; without any title line it is read too.
    marks
        Patterns of headings that the row of headings is known by: each of them must match a cell.
    sheet
        Which sheet of a workbook; the first that holds a table unless named.

    Raises
    ------
    DataError
        It is another kind of file, or has no such row.
    """
    lines = split_rows(read_bytes(path), label(path), sheet)
    table = below_titles(lines.rows, lines.where, marks)
    for repair in lines.repairs:
        tell_repair(f"{lines.where}: {repair}.")
    return replace(
        table,
        encoding=lines.encoding,
        delimiter=lines.delimiter,
        repairs=tuple(lines.repairs),
    )


def read_headless(path: Path, headings: tuple[str, ...], first: str) -> TextTable:
    """Read a table that its publisher hands out without headings, or with some all the same.

    Parameters
    ----------
    headings
        What the columns are, in their order; empty columns at the end may be left out.
    first
        Pattern of the first cell of a row, by which a row is told from headings.

    Raises
    ------
    DataError
        It is another kind of file, or a row has more cells than there are headings.
    """
    content = read_bytes(path)
    lines = split_rows(content, label(path))
    top = next(lines.rows, None)
    if top is None or not re.fullmatch(first, top[1][0].strip(UNSEEN) if top[1] else ""):
        return parse_table(content, label(path))
    rows = chain([(0, headings), top], lines.rows)
    table = below_titles(rows, lines.where, (re.escape(headings[0]),))
    for repair in lines.repairs:
        tell_repair(f"{lines.where}: {repair}.")
    return replace(
        table,
        encoding=lines.encoding,
        delimiter=lines.delimiter,
        repairs=tuple(lines.repairs),
        heading_row=0,
    )


def below_titles(rows: Iterable[Numbered], name: str, marks: tuple[str, ...]) -> TextTable:
    """Take the rows below the row of headings.

    Headings lose their line ends and their "[note 3]"; one that is repeated gets its number:
    "Area Code (2)". Rows without any cell are left out.

    Raises
    ------
    DataError
        No row holds the headings, or a row below has more cells than there are headings.
    """
    rest = iter(rows)
    above, heading_row, found = _find_headings(rest, marks)
    if found is None:
        raise _no_headings(above, name, marks)
    headings = _number_repeats(found)
    wide = len(headings)
    kept: dict[int, list[str]] = {}
    for number, row in rest:
        cells = [cell.strip(UNSEEN) for cell in row]
        if not any(cells):
            continue
        if any(cells[wide:]):
            where = f"{name}, row {number}"
            raise fault(where, "more cells than headings", "as many", "Correct that row.")
        kept[number] = [*cells[:wide], *[""] * (wide - len(cells))]
    table = DataFrame.from_dict(kept, orient="index", columns=headings, dtype="str")
    titles = [" ".join(cell for cell in row if cell) for row in above]
    return TextTable(
        name=name,
        rows=table,
        encoding="",
        delimiter="",
        heading_row=heading_row,
        titles=tuple(line for line in titles if line),
    )


def _find_headings(
    rows: Iterator[Numbered], marks: tuple[str, ...]
) -> tuple[list[list[str]], int, list[str] | None]:
    """Find the row of headings: what stands above it, its number, and its cells."""
    shapes = [re.compile(mark, re.IGNORECASE) for mark in marks]
    above: list[list[str]] = []
    for number, row in islice(rows, MOST_TITLE_LINES):
        cells = [tidy_heading(cell) for cell in row]
        if all(any(shape.fullmatch(cell) for cell in cells) for shape in shapes):
            return above, number, cells
        above.append(cells)
    return above, 0, None


def _no_headings(above: list[list[str]], name: str, marks: tuple[str, ...]) -> DataError:
    first = next((row for row in above if any(row)), [])
    told = ", ".join(repr(cell) for cell in first[:3] if cell) or "nothing"
    return fault(
        name,
        f"no row of headings; it begins with {told}",
        "a row with " + " and ".join(repr(_plain(mark)) for mark in marks),
        "Check that it is the table the recipe means, as its publisher hands it out.",
    )


def tidy_heading(written: str) -> str:
    """Write a heading in one line, without its reference to a note."""
    return " ".join(NOTE.sub("", written).split())


def _number_repeats(headings: Iterable[str]) -> list[str]:
    counts: dict[str, int] = {}
    numbered = []
    for heading in headings:
        counts[heading] = counts.get(heading, 0) + 1
        repeated = heading and counts[heading] > 1
        numbered.append(f"{heading} ({counts[heading]})" if repeated else heading)
    return numbered


def _plain(mark: str) -> str:
    return re.sub(r"\\([()])", r"\1", mark).replace(r"\d\d\d\d", "2025").replace(".*", "…")


def parse_marked(cells: Series, name: str) -> Marked:
    """Parse figures as published: "1,234", "34.3%", "[c]", "12 [p]"; a mark is never zero.

    Parameters
    ----------
    cells
        Text, indexed by row number in the file.
    name
        The file, and the column, for messages.

    Raises
    ------
    DataError
        Cells hold neither a number nor a known mark.
    """
    notes = cells.map(_reason).astype("str")
    rest = cells.where(notes == "", "")
    flagged = rest.str.extract(FLAGGED, expand=True)
    flags = flagged["flag"].str.casefold().map(FLAGS)
    rest = rest.where(flags.isna(), flagged["number"])
    numbers = parse_numbers(rest.str.replace(r"\s*%$", "", regex=True), name)
    return Marked(numbers=numbers, notes=notes.where(flags.isna(), flags))


def _reason(cell: str) -> str:
    """Return why a cell holds a mark and no number; "" where it holds one, or nothing."""
    known = MARKS.get(cell.strip("[] ").casefold(), "")
    if known or not cell or not is_gap(cell):
        return known
    return MARKS["c"] if is_suppressed(cell) else MARKS["x"]

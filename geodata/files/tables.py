"""Tables of text: CSV of any common encoding, line end and separator, or a sheet of a workbook.

Every row has as many cells as the heading, or the table is refused with the rows that have not:
half a row is never read.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

import pandas as pd
import pyarrow as pa
from pandas import DataFrame, Series

from geodata.errors import DataError, Problem
from geodata.files.cutting import blank_others
from geodata.files.encoding import decode
from geodata.files.faults import SHOWN, fault, many, some
from geodata.files.kinds import ZIP, find_kind
from geodata.files.reading import AGAIN, MOST_BYTES, label, read_bytes
from geodata.files.sheets import read_rows
from geodata.files.telling import tell_repair

MOST_COLUMNS = 2_000
MOST_IN_A_CELL = 131_072  # characters: what Python's reader takes unless it is told otherwise
TOO_LONG = "field larger than field limit"
MOST_FAULTS = 20  # rows that a message counts one by one before it gives up
LEADING = 30  # rows before the heading: a title, a note, a blank one
PIECE = 20_000  # rows that are held as Python's own text at once
SAMPLE = 100_000  # characters that the separator is found by
DELIMITERS = (",", ";", "\t", "|", "¬", "~", "^")
# What stands around a cell unseen: blanks of every width, byte-order and direction marks.
UNSEEN = " \t\r\n\x0b\x0c\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u2060\u3000\ufeff" + "".join(
    map(chr, range(0x2000, 0x2010))
)

WORKBOOK = "xlsx"  # stands for the encoding of a table that comes out of one

Row = Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextTable:
    """A table as text cells, and what had to be done to read it.

    Attributes
    ----------
    name
        The file's name, for messages.
    rows
        Cells as stripped text, "" where empty; the index is the row number in the file, as a
        spreadsheet counts them.
    encoding, delimiter
        As found; of a workbook "xlsx" and "".
    heading_row
        The row that the headings stand in, usually 1.
    repairs
        What a reader should be told: "read as cp1252, not UTF-8".
    titles
        Lines above the headings, where whoever read the table asked for them: what it is, in its
        publisher's words.
    """

    name: str
    rows: DataFrame
    encoding: str
    delimiter: str
    heading_row: int = 1
    repairs: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """The rows of a file as cells of text, numbered as a spreadsheet counts them.

    Attributes
    ----------
    rows
        Number and cells, one after the other as they are asked for.
    where
        The file, and the sheet where there are several, for messages.
    encoding, delimiter, repairs
        As of a `TextTable`; `repairs` grows as rows are read.
    """

    rows: Iterator[tuple[int, Row]]
    where: str
    encoding: str
    delimiter: str
    repairs: list[str]


def read_table(path: Path, limit: int = MOST_BYTES, sheet: str = "") -> TextTable:
    """Read a table of text: a CSV file, plain or compressed, or a sheet of an .xlsx workbook.

    Parameters
    ----------
    path
        What it is shows in its bytes, whatever it is called.
    limit
        Most bytes to read, after inflation.
    sheet
        Which sheet of a workbook; the first that holds a table unless named.

    Raises
    ------
    DataError
        It is another kind of file, its encoding is mixed, or rows are longer or shorter than the
        heading: every fault found.
    """
    return parse_table(read_bytes(path, limit), label(path), sheet)


def parse_table(
    content: bytes, name: str, sheet: str = "", *, may_be_empty: bool = False
) -> TextTable:
    """Parse the bytes of a CSV file or a workbook as a table of text; see `read_table`.

    Parameters
    ----------
    may_be_empty
        Whether a table of headings and no rows says something, as it does in a timetable.
    """
    table = _tabulate(split_rows(content, name, sheet))
    if table.rows.empty and not may_be_empty:
        raise fault(table.name, "headings and no rows", "headings and rows", AGAIN)
    for repair in table.repairs:
        tell_repair(f"{table.name}: {repair}.")
    return table


def split_rows(
    content: bytes, name: str, sheet: str = "", unsaved: list[str] | None = None
) -> Lines:
    """Split the bytes of a CSV file or a workbook into rows of cells, whatever they mean.

    Parameters
    ----------
    unsaved
        Where formulas without a saved result are gathered; without it they are refused.
    """
    if find_kind(content).name == ZIP:
        found = read_rows(content, name, sheet, unsaved)
        return Lines(
            rows=found.rows, where=found.where, encoding=WORKBOOK, delimiter="", repairs=[]
        )
    text, encoding, repairs = decode(content, name)
    rows, delimiter = _split(text, name, repairs)
    return Lines(rows=rows, where=name, encoding=encoding, delimiter=delimiter, repairs=repairs)


def _split(text: str, name: str, repairs: list[str]) -> tuple[Iterator[tuple[int, Row]], str]:
    """Split text into rows of cells, numbered as in the file, and name the separator."""
    text = text.rstrip("\x1a").replace("\r\n", "\n")
    if "\r" in text:
        repairs.append("line ends of old Macintosh files")
        text = text.replace("\r", "\n")
    first, _, rest = text.partition("\n")
    declared = re.fullmatch(r"sep=(.)", first.strip("\"' "), re.IGNORECASE)
    delimiter = declared[1] if declared else find_delimiter(text[:SAMPLE])
    text, number = (rest, 2) if declared else (text, 1)
    text = blank_others(text)
    return _numbered(io.StringIO(text, newline=""), delimiter, name, number), delimiter


def _numbered(
    lines: Iterable[str], delimiter: str, name: str, first: int
) -> Iterator[tuple[int, Row]]:
    rows, number = csv.reader(lines, delimiter=delimiter, strict=True), first
    try:
        for row in rows:
            # The reader's own limit is one for the whole program: any part of it may have moved it.
            if max(map(len, row), default=0) > MOST_IN_A_CELL:
                raise csv.Error(TOO_LONG)
            yield number, row
            number += 1
    except csv.Error as error:
        said = str(error)
        found = {
            "unexpected end of data": "a quotation mark that is never closed",
        }.get(said, "a quotation mark in the middle of a cell")
        if said.startswith(TOO_LONG):
            found = f"a cell of more than {MOST_IN_A_CELL:,} characters"
        fix = "Correct that row: a quotation mark inside a quoted cell is written twice."
        raise fault(f"{name}, row {number}", found, "cells", fix) from error


def find_delimiter(sample: str) -> str:
    """Find what separates cells: what most rows have as often as the first of them that has any.

    What stands in quotation marks separates nothing.
    """
    lines = [line for line in re.sub(r'"[^"]*"', "", sample).split("\n")[:50] if line.strip()]
    best, most = ",", (0.0, 0)
    if not lines:
        return best
    for delimiter in DELIMITERS:
        counts = [line.count(delimiter) for line in lines]
        usual = max(set(counts), key=lambda count: (counts.count(count) * bool(count), count))
        found = (counts.count(usual) / len(counts), usual) if usual else (0.0, 0)
        if found > most:
            best, most = delimiter, found
    return best


def _tabulate(lines: Lines) -> TextTable:
    """Make a table of rows of cells, the first of them with a whole row of headings on top."""
    rows, name, repairs = lines.rows, lines.where, lines.repairs
    first = list(islice(rows, LEADING))
    heading_row, headings = _find_heading(first, name, repairs)
    rows = chain((each for each in first if each[0] > heading_row), rows)
    if lines.encoding == WORKBOOK:  # a sheet does not write the empty cells at the end of a row
        width = len(headings)
        rows = ((n, [*row, *[""] * (width - len(row))]) for n, row in rows)
    columns, numbers = _gather(rows, headings, name, repairs)
    cells = {n: pd.array(pa.chunked_array(column, pa.large_string()), dtype="str")
             for n, column in enumerate(columns)}  # fmt: skip
    table = DataFrame(cells, index=pd.Index(numbers, dtype="int64"))
    kept = [n for n, heading in enumerate(headings) if heading or bool((table[n] != "").any())]
    if len(kept) < len(headings):
        headings, table = [headings[n] for n in kept], table[kept]
    table.columns = headings
    return TextTable(
        name=name,
        rows=table,
        encoding=lines.encoding,
        delimiter=lines.delimiter,
        heading_row=heading_row,
        repairs=tuple(repairs),
    )


def _find_heading(
    rows: list[tuple[int, Row]], name: str, repairs: list[str]
) -> tuple[int, list[str]]:
    """Find the row of headings: the first that is neither blank nor a title over the table."""
    passed = 0
    widths = [sum(bool(cell.strip(UNSEEN)) for cell in row) for _, row in rows]
    for n, (number, row) in enumerate(rows):
        if len(row) > MOST_COLUMNS:
            raise fault(name, f"{len(row):,} columns", f"at most {MOST_COLUMNS:,}", "Cut it down.")
        cells = [cell.strip(UNSEEN) for cell in row]
        filled = sum(map(bool, cells))
        below = next(filter(None, widths[n + 1 :]), 0)
        padded = len(cells) > 1 or below > 1  # a title that no empty cells follow is one as well
        if not filled or (filled == 1 and cells[0] and padded):
            passed += bool(filled)
            continue
        if passed:
            repairs.append(f"headings taken from row {number}, below {passed} of titles and notes")
        return number, cells
    raise fault(name, "an empty file, or one without headings", "headings and rows", AGAIN)


class _Columns:
    """Columns as they grow, and what did not fit under the headings."""

    def __init__(self, headings: list[str]) -> None:
        self.headings = headings
        self.cells: list[list[pa.Array]] = [[] for _ in headings]
        self.numbers: list[int] = []
        self.wrong: list[tuple[int, int]] = []  # row, and how many cells it has
        self.longer = self.repeated = 0

    def add(self, rows: list[tuple[int, Row]]) -> None:
        """Add rows, without those that are blank or repeat the headings."""
        fitting = rows
        if {len(row) for _, row in rows} != {len(self.headings)}:
            fitting = [(number, row) for number, row in map(self._fitted, rows) if row]
        columns = [
            [cell.strip(UNSEEN) for cell in column]
            for column in zip(*(row for _, row in fitting), strict=True)
        ]
        if not columns:
            return
        left = set(self._left_out(columns))
        self.numbers += [number for n, (number, _) in enumerate(fitting) if n not in left]
        for gathered, column in zip(self.cells, columns, strict=True):
            cells = [cell for n, cell in enumerate(column) if n not in left] if left else column
            gathered.append(pa.array(cells, pa.large_string()))

    def _fitted(self, numbered: tuple[int, Row]) -> tuple[int, Row]:
        """Return a row without empty cells at its end; without any cell where it does not fit."""
        number, row = numbered
        width = len(self.headings)
        if len(row) == width or not any(cell.strip(UNSEEN) for cell in row):
            return number, row if len(row) == width else ()
        if len(row) < width or any(cell.strip(UNSEEN) for cell in row[width:]):
            self.wrong.append((number, len(row)))
            return number, ()
        self.longer += 1
        return number, row[:width]

    def _left_out(self, columns: list[list[str]]) -> Iterator[int]:
        first = self.headings[0]
        for n, cell in enumerate(columns[0]):
            if cell and cell != first:
                continue
            row = [column[n] for column in columns]
            if not any(row):
                yield n
            elif row == self.headings:
                self.repeated += 1
                yield n


def _gather(
    rows: Iterator[tuple[int, Row]], headings: list[str], name: str, repairs: list[str]
) -> tuple[list[list[pa.Array]], list[int]]:
    """Gather the rows that hold anything, column by column; refuse what does not fit the heading.

    Empty cells after the last heading are left out, for spreadsheets write them; so are rows that
    repeat the headings, for files are stuck together.
    """
    columns = _Columns(headings)
    while piece := list(islice(rows, PIECE)):
        columns.add(piece)
    if columns.wrong:
        raise DataError(_unfitting(columns.wrong, len(headings), name))
    if columns.longer:
        repairs.append(
            f"empty cells after the last heading left out, in {many(columns.longer, 'row')}"
        )
    if columns.repeated:
        said = many(columns.repeated, "row")
        repairs.append(f"headings that stand there again left out, in {said}")
    return columns.cells, columns.numbers


def _unfitting(wrong: list[tuple[int, int]], width: int, name: str) -> Iterator[Problem]:
    """Describe rows that are longer, and rows that are shorter, than the heading."""
    for found, fix in (
        ("more cells than headings", "Put a cell that holds the separator in quotation marks."),
        ("fewer cells than headings", "Complete the row: the file may have broken off there."),
    ):
        longer = found.startswith("more")
        rows = [(number, count) for number, count in wrong if (count > width) == longer]
        if rows:
            counts = sorted({count for _, count in rows})
            yield Problem(
                where=f"{name}, row {some([number for number, _ in rows])}",
                found=f"{found} ({some(counts)})",
                expected=f"{width} cells, as the heading has",
                fix=fix,
            )


def refuse_repeats(codes: Series, name: str) -> None:
    """Refuse codes that occur twice.

    Raises
    ------
    DataError
        Names the first rows that repeat.
    """
    repeated = codes[codes.duplicated()]
    if len(repeated):
        rows = ", ".join(str(row) for row in repeated.index[:SHOWN])
        raise fault(
            f"{name}, row {rows}",
            f"{repeated.iloc[0]!r} again" + (f", {len(repeated)} repeats" if len(repeated) else ""),
            "each code once",
            "Remove the repeated rows.",
        )

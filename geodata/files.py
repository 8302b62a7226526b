"""The one safe door for every file a person hands over: bounded, explained, never guessed at.

Nothing here follows an address inside a file, runs a driver chosen by content, or writes.
"""

from __future__ import annotations

import difflib
import gzip
import io
import re
import warnings
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from pandas import DataFrame, Series

from geodata.encoding import decode
from geodata.errors import DataError, Problem

MOST_BYTES = 200_000_000  # after inflation; the largest file that the recipes name is 9 MB
MOST_COLUMNS = 2_000
SHOWN = 3  # how many offending rows a message names
FIRST = 8  # how many headings it names where none is like the one looked for
ALIKE = 0.6  # of two headings, from 0 to 1, before one is offered for the other
UNIT_SEPARATOR = "\x1f"
DELIMITERS = (",", ";", "\t", "|", "¬")
Headings = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextTable:
    """A CSV file as text cells, and what had to be done to read it.

    Attributes
    ----------
    name
        The file's name, for messages.
    rows
        Cells as stripped text, "" where empty; the index is the row number in the file,
        where the heading is row 1.
    encoding, delimiter
        As found.
    repairs
        What a reader should be told: "read as cp1252, not UTF-8".
    heading_row
        Row of the file that holds the headings.
    """

    name: str
    rows: DataFrame
    encoding: str
    delimiter: str
    repairs: tuple[str, ...] = ()
    heading_row: int = 1


def fault(where: str, found: str, expected: str, fix: str) -> DataError:
    """Make a DataError of one problem."""
    return DataError(Problem(where=where, found=found, expected=expected, fix=fix))


def read_bytes(path: Path, limit: int = MOST_BYTES) -> bytes:
    """Read a file, or what a .gz file inflates to, up to `limit` real bytes.

    Raises
    ------
    DataError
        The file is absent, too large, or damaged.
    """
    try:
        if path.suffix.lower() == ".gz":
            with gzip.open(path) as stream:
                content = stream.read(limit + 1)
        else:
            with path.open("rb") as plain:
                content = plain.read(limit + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise fault(
            path.name,
            f"a file that cannot be read ({type(error).__name__})",
            "a readable file",
            "Fetch it again.",
        ) from error
    if len(content) > limit:
        raise fault(
            path.name,
            f"more than {limit:,} bytes",
            "a smaller file",
            "Cut it to the area that you need.",
        )
    return content


def read_csv(path: Path, limit: int = MOST_BYTES) -> TextTable:
    """Read a CSV file of any common encoding, line end and delimiter.

    Parameters
    ----------
    path
        A .csv, .txt or .csv.gz file.
    limit
        Most bytes to read, after inflation.

    Raises
    ------
    DataError
        It is another kind of file, its encoding is mixed, or a row has too many cells.
    """
    return parse_csv(read_bytes(path, limit), path.name)


def parse_csv(content: bytes, name: str) -> TextTable:
    """Parse the bytes of a CSV file as a table of text; see `read_csv`."""
    text, encoding, repairs = decode(content, name)
    text, bare = _unify_line_ends(text)
    if bare:
        repairs.append("line ends of old Macintosh files")
    first, _, rest = text.partition("\n")
    skipped = 0
    declared = re.fullmatch(r"sep=(.)", first.strip("\"' "), re.IGNORECASE)
    if declared:
        first, text, skipped = rest.partition("\n")[0], rest, 1
    delimiter = declared[1] if declared else max(DELIMITERS, key=first.count)
    rows = _split(text, delimiter, name)
    rows.index = pd.RangeIndex(2 + skipped, 2 + skipped + len(rows))
    rows = rows[~(rows == "").all(axis=1)]
    return TextTable(
        name=name,
        rows=rows,
        encoding=encoding,
        delimiter=delimiter,
        repairs=tuple(repairs),
        heading_row=1 + skipped,
    )


def find_repairs(path: Path) -> tuple[str, ...]:
    """List what a CSV file needs before it can be read, without parsing it."""
    text, _, repairs = decode(read_bytes(path), path.name)
    bare = _unify_line_ends(text)[1]
    return (*repairs, "line ends of old Macintosh files") if bare else tuple(repairs)


def _unify_line_ends(text: str) -> tuple[str, bool]:
    text = text.replace("\r\n", "\n")
    return text.replace("\r", "\n"), "\r" in text


def _split(text: str, delimiter: str, name: str) -> DataFrame:
    columns = text.partition("\n")[0].count(delimiter) + 1
    if columns > MOST_COLUMNS:
        raise fault(name, f"{columns:,} columns", f"at most {MOST_COLUMNS:,}", "Cut it down.")
    if not delimiter.isascii():  # pandas' reader splits at single bytes only
        text, delimiter = text.replace(delimiter, UNIT_SEPARATOR), UNIT_SEPARATOR
    try:
        with warnings.catch_warnings():
            # A row with too many cells is only warned of, and cut: never read half a row.
            warnings.simplefilter("error", pd.errors.ParserWarning)
            rows = pd.read_csv(
                io.StringIO(text),
                sep=delimiter,
                dtype=str,
                keep_default_na=False,
                skip_blank_lines=False,
                index_col=False,
                engine="c",
            )
    except pd.errors.EmptyDataError as error:
        raise fault(name, "an empty file", "headings and rows", "Fetch it again.") from error
    except (pd.errors.ParserError, pd.errors.ParserWarning) as error:
        line = re.search(r"line (\d+)", str(error))
        where = f"{name}, row {line[1]}" if line else name
        raise fault(where, "more cells than headings", "as many", "Correct that row.") from error
    rows.columns = [str(heading).strip() for heading in rows.columns]
    return DataFrame(rows.fillna("").apply(lambda cells: cells.str.strip()))


def pick_columns(table: TextTable, wanted: Headings, optional: Headings | None = None) -> DataFrame:
    """Return the columns that mean what is wanted, under our own names.

    Parameters
    ----------
    table
        A table of text.
    wanted
        Our name → the headings it may have, as patterns that match a whole heading, whatever
        its case: official headings end in their vintage (`LSOA21CD`).
    optional
        The same for columns that may be absent; they come back empty.

    Raises
    ------
    DataError
        Every heading that is wanted and absent.
    """
    found = {key: _heading(table, patterns) for key, patterns in wanted.items()}
    absent = [key for key, heading in found.items() if heading is None]
    if absent:
        raise DataError(
            Problem(
                where=f"{table.name}, row {table.heading_row}",
                found=f"no heading {_plain(wanted[key][0])!r}{_nearest(table, wanted[key])}",
                expected=f"a column of {key.replace('_', ' ')}",
                fix="Check that it is the file the recipe means, and correct its heading.",
            )
            for key in absent
        )
    picked = DataFrame({key: table.rows[heading] for key, heading in found.items()})
    for key, patterns in (optional or {}).items():
        heading = _heading(table, patterns)
        picked[key] = "" if heading is None else table.rows[heading]
    return picked


def _heading(table: TextTable, patterns: tuple[str, ...]) -> str | None:
    for pattern in patterns:
        shape = re.compile(pattern, re.IGNORECASE)
        for heading in table.rows.columns:
            if shape.fullmatch(heading):
                return str(heading)
    return None


def _nearest(table: TextTable, patterns: tuple[str, ...]) -> str:
    """Return the headings most like the one looked for; where none is like it, the first few."""
    plain = {heading.casefold(): heading for heading in map(str, table.rows.columns) if heading}
    near: dict[str, None] = {}
    for pattern in patterns:
        looked_for = _plain(pattern).casefold()
        for found in difflib.get_close_matches(looked_for, plain, n=SHOWN, cutoff=ALIKE):
            near.setdefault(plain[found])
    if near:
        return "; the nearest is " + " or ".join(map(repr, list(near)[:SHOWN]))
    first = list(plain.values())[:FIRST]
    return " among " + ", ".join(map(repr, first)) + ("…" if len(plain) > len(first) else "")


def _plain(pattern: str) -> str:
    return pattern.replace(r"\d\d", "21").replace("\\", "").replace(".*", "…")


def parse_numbers(cells: Series, name: str) -> Series:
    """Parse text such as "29,199" as numbers; an empty cell is missing, never zero.

    Parameters
    ----------
    cells
        Text, indexed by row number in the file.
    name
        The file, and the column, for messages.

    Raises
    ------
    DataError
        Cells hold something else, infinity included; the first rows are named.
    """
    plain = cells.str.replace(",", "", regex=False)
    numbers = pd.to_numeric(plain, errors="coerce").astype(float)
    wrong = cells[(numbers.isna() & (cells != "")) | numbers.abs().gt(1e15)]
    if len(wrong):
        rows = ", ".join(str(row) for row in wrong.index[:SHOWN])
        raise fault(
            f"{name}, row {rows}",
            f"{wrong.iloc[0]!r}" + (f" and {len(wrong) - 1} more" if len(wrong) > 1 else ""),
            "a number",
            "Correct the cell, or leave it empty where the figure is missing.",
        )
    return numbers


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

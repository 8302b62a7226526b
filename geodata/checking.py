"""Whether a table holds what the schema says: every departure from it, found and explained."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pandas import DataFrame, Series

from geodata.errors import Problem
from geodata.offers import OLDEST_TAKEN, PREGNANCY, parts_of
from geodata.schema import Column, Table
from geodata.shaping import find_shape_faults

REBUILD = "Build the pack again from its recipe, or correct the table."
LARGEST = 1e15  # no true figure is larger; infinity is
LARGE = 100_000  # a bound that is there only against the absurd
LONGEST_TEXT = 10_000
BOUNDS = {
    "number": (-LARGEST, LARGEST, "a number"),
    "count": (0, LARGEST, "a number"),
    "whole": (0, LARGEST, "a whole number"),
    "share": (0, 1 + 1e-9, "a share"),
    "age": (PREGNANCY, OLDEST_TAKEN, "a whole age"),
}
TEXTS = ("text", "list")
WHOLE = ("whole", "age")
SHOWN_ROWS = 3  # how many offending rows a message names
SHOWN_CHARACTERS = 60  # of a value that a message shows

Fault = tuple[str, Problem]
"""A problem, and the column that cannot be worked with for it; "" where all can be."""


def find_problems(table: Table, rows: DataFrame) -> Iterator[Problem]:
    """Find every way in which `rows` departs from what `table` says."""
    return (problem for _, problem in find_faults(table, rows))


def find_faults(table: Table, rows: DataFrame) -> Iterator[Fault]:
    """Find every way in which `rows` departs from what `table` says, and what it makes unusable.

    Yields
    ------
    fault
        A problem, and the name of the column that is not there or of another kind: what goes
        by that column cannot be checked. Values out of bounds leave it usable.
    """
    if not rows.columns.is_unique:
        repeated = list(rows.columns[rows.columns.duplicated()].unique())
        for name in repeated:
            yield str(name), _problem(table.file, f"two columns {name!r}", "one of each name")
        rows = rows.loc[:, ~rows.columns.isin(repeated)]
    yield from _index_faults(table, rows)
    yield from _unknown_columns(table, rows)
    if rows.empty and not table.may_be_empty:
        yield "", _problem(table.file, "no rows", "at least one")
    for column in table.columns:
        if column.name in rows.columns:
            yield from _column_faults(table, column, rows[column.name])
        elif not column.may_be_absent:
            yield column.name, _problem(table.file, f"no column {column.name!r}", column.about)
    if table.geometry is not None:
        yield from find_shape_faults(table, rows, REBUILD)


def _problem(where: str, found: str, expected: str, fix: str = REBUILD) -> Problem:
    return Problem(where=where, found=found, expected=expected, fix=fix)


def _unknown_columns(table: Table, rows: DataFrame) -> Iterator[Fault]:
    known = {column.name for column in table.columns} | {"geometry"} & {
        table.geometry and "geometry"
    }
    for name in rows.columns:
        if name not in known:
            found = f"a column {str(name)[:SHOWN_CHARACTERS]!r}"
            yield "", _problem(table.file, found, "no columns but those of docs/packs.md")


def _index_faults(table: Table, rows: DataFrame) -> Iterator[Fault]:
    index = rows.index
    if table.index is None:
        if index.nlevels > 1 or not index.equals(pd.RangeIndex(len(rows))):
            yield "", _problem(table.file, "rows with names", "rows counted from 0")
        return
    if index.name != table.index or index.nlevels > 1:
        found, expected = f"an index called {index.name!r}", f"an index called {table.index!r}"
        yield table.index, _problem(table.file, found, expected)
        return
    where = f"{table.file}, {table.index}"
    if not _is_text(index.dtype):
        found = f"an index of another kind ({index.dtype})"
        yield table.index, _problem(where, found, "text")
        return
    repeated = index[index.duplicated()].unique()
    if len(repeated):
        found = f"{len(repeated)} repeated ({some(repeated)})"
        fix = "Remove or rename the repeated rows."
        yield table.index, _problem(where, found, "each row to have its own", fix)
    yield from _text_faults(where, index.to_series(), is_needed=True)


def _column_faults(table: Table, column: Column, cells: Series) -> Iterator[Fault]:
    where = f"{table.file}, column {column.name}"
    if not _is_of_kind(column, cells):
        found = f"{_kind_words(cells)} ({_examples(cells)})"
        yield column.name, _problem(where, found, _expected(column))
        return
    if not column.optional and cells.hasnans:
        empty = cells.index[cells.isna()]
        found = f"{len(empty)} empty ({some(empty)})"
        yield column.name, _problem(where, found, "a value in every row")
    if column.kind in TEXTS:
        yield from _text_faults(where, cells, is_needed=not column.optional)
    present = cells[cells.notna()] if cells.hasnans else cells
    wrong = _wrong_cells(column, present)
    if wrong is not None and bool(wrong.any()):
        found = f"{int(wrong.sum())} such as {_examples(present[wrong])}"
        at = f"{where}, {some(present.index[wrong])}"
        yield "", _problem(at, found, _expected(column))


def _is_of_kind(column: Column, cells: Series) -> bool:
    """Return whether a column is kept as its kind is: nothing mixed, no numbers as text."""
    if column.kind in TEXTS:
        return _is_text(cells.dtype)
    if column.kind == "flag":
        return cells.dtype == np.dtype(bool)
    kinds = "iu" if column.kind == "whole" else "iuf"  # rows are counted by whole numbers alone
    return isinstance(cells.dtype, np.dtype) and cells.dtype.kind in kinds


def _is_text(dtype: object) -> bool:
    return isinstance(dtype, pd.StringDtype) and dtype.na_value is not pd.NA


def _kind_words(cells: Series) -> str:
    held = pd.api.types.infer_dtype(cells, skipna=True)
    return {"string": "text", "empty": "cells of no kind"}.get(
        held, f"cells of another kind: {held}"
    )


def _examples(cells: Series) -> str:
    shown = (repr(value)[:SHOWN_CHARACTERS] for value in cells.iloc[:SHOWN_ROWS].tolist())
    return ", ".join(shown) or "none"


def _text_faults(where: str, cells: Series, *, is_needed: bool) -> Iterator[Fault]:
    """Find what no page could show: text that is no text, without end, blank where it is needed."""
    held = _as_text(cells)
    try:
        held.validate(full=True)
    except pa.ArrowInvalid:
        yield str(cells.name), _problem(where, "bytes that are not text", "UTF-8")
        return
    for wrong, found, expected in (
        (pc.match_substring(held, "\0"), "with a NUL in them", "text that people can read"),
        (
            pc.greater(pc.utf8_length(held), LONGEST_TEXT),
            "without end",
            f"at most {LONGEST_TEXT:,} characters",
        ),
        *(
            [(pc.equal(pc.utf8_trim_whitespace(held), ""), "blank", "something to read")]
            if is_needed
            else []
        ),
    ):
        rows = np.flatnonzero(pc.fill_null(wrong, fill_value=False).to_numpy())
        if len(rows):
            told = f"{len(rows)} {found} ({some(cells.index[rows])})"
            yield "", _problem(where, told, expected)


def _as_text(cells: Series) -> pa.ChunkedArray:
    """Return text as Arrow holds it, in its own pieces: anew it would be made cell by cell."""
    held = pa.array(cells, from_pandas=True)
    pieces = held.chunks if isinstance(held, pa.ChunkedArray) else [held]
    return pa.chunked_array(pieces, type=held.type).cast(pa.large_string())


def _wrong_cells(column: Column, present: Series) -> Series | None:
    if column.kind in TEXTS and not column.one_of:
        return None
    if column.kind == "text":
        return ~present.isin(column.one_of)
    if column.kind == "list":
        allowed = set(column.one_of)
        return present.map(lambda cell: not set(parts_of(cell)) <= allowed).astype(bool)
    if column.kind == "flag":
        return None
    least, most, whole = _bounds(column)
    inside = present.between(least, most)
    if whole and present.dtype.kind == "f":
        inside &= present % 1 == 0
    return ~inside


def _bounds(column: Column) -> tuple[float, float, bool]:
    least, most, _ = BOUNDS[column.kind]
    return (
        least if column.least is None else column.least,
        most if column.most is None else column.most,
        column.in_wholes or column.kind in WHOLE,
    )


def _expected(column: Column) -> str:
    """Describe what a cell of a column is to be."""
    if column.kind in TEXTS:
        many = "one or more, separated by '; ', of " if column.kind == "list" else "one of "
        return many + ", ".join(column.one_of) if column.one_of else "text"
    if column.kind == "flag":
        return "true or false"
    least, most, whole = _bounds(column)
    noun = "a whole number" if whole else BOUNDS[column.kind][2]
    if column.kind == "age":
        return f"a whole age up to {OLDEST_TAKEN}, or {PREGNANCY} for pregnancy"
    if most >= LARGE:
        up = f"{noun} from {least:,.0f} up" if least > -LARGEST else noun
        return up if most == LARGEST else f"{up}, at most {most:,.0f}"
    return f"{noun} from {least:,.0f} to {math.floor(most):,}"


def find_unknown_sources(
    table: Table, rows: DataFrame, sources: Collection[str], unusable: Collection[str]
) -> Iterator[Problem]:
    """Find rows of a table that come from nobody the pack describes.

    Parameters
    ----------
    sources
        Keys of the pack's sources.
    unusable
        Columns that cannot be gone by: "water.source".
    """
    if f"{table.name}.source" in unusable:
        return
    unknown = pd.Index(sorted(set(rows["source"]) - set(sources)))
    if len(unknown):
        where, found = f"{table.file}, column source", f"{len(unknown)} unknown ({some(unknown)})"
        fix = "Describe the source, or build the pack again."
        yield _problem(where, found, "the key of a source in pack.toml", fix)


def some(index: pd.Index) -> str:
    """Name some rows of many: "a, b, c and 4 more"."""
    shown = ", ".join(str(key)[:SHOWN_CHARACTERS] for key in index[:SHOWN_ROWS])
    return shown if len(index) <= SHOWN_ROWS else f"{shown} and {len(index) - SHOWN_ROWS} more"

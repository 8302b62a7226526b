"""Whether a table holds what the schema says: every departure from it, found and explained."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from geodata.errors import Problem
from geodata.offers import OLDEST_TAKEN, PREGNANCY, parts_of
from geodata.schema import Column, Table

REBUILD = "Build the pack again from its recipe, or correct the table."
LARGEST = 1e15  # no true figure is larger; infinity is
BOUNDS = {
    "number": (-LARGEST, LARGEST, "a number"),
    "count": (0, LARGEST, "a number from 0 up"),
    "whole": (0, LARGEST, "a whole number from 0 up"),
    "share": (0, 1 + 1e-9, "a share from 0 to 1"),
    "age": (PREGNANCY, OLDEST_TAKEN, "a whole age, or -1 for pregnancy"),
}
WHOLE = ("whole", "age")
SHOWN_ROWS = 3  # how many offending rows a message names


def find_problems(table: Table, rows: DataFrame) -> Iterator[Problem]:
    """Find every way in which `rows` departs from what `table` says."""
    if table.index is not None:
        yield from _index_problems(table, rows)
    for column in table.columns:
        if column.name not in rows.columns:
            yield Problem(
                where=table.file,
                found=f"no column {column.name!r}",
                expected=column.about,
                fix=REBUILD,
            )
            continue
        yield from _column_problems(table, column, rows[column.name])
    if table.geometry is not None:
        yield from _geometry_problems(table, rows)


def _index_problems(table: Table, rows: DataFrame) -> Iterator[Problem]:
    if rows.index.name != table.index:
        yield Problem(
            where=table.file,
            found=f"an index called {rows.index.name!r}",
            expected=f"an index called {table.index!r}",
            fix=REBUILD,
        )
    repeated = rows.index[rows.index.duplicated()].unique()
    if len(repeated):
        yield Problem(
            where=f"{table.file}, {table.index}",
            found=f"{len(repeated)} repeated ({_some(repeated)})",
            expected="each row to have its own",
            fix="Remove or rename the repeated rows.",
        )


def _column_problems(table: Table, column: Column, cells: Series) -> Iterator[Problem]:
    where = f"{table.file}, column {column.name}"
    if not column.optional and cells.hasnans:
        empty = cells.index[cells.isna()]
        yield Problem(
            where=where,
            found=f"{len(empty)} empty ({_some(empty)})",
            expected="a value in every row",
            fix=REBUILD,
        )
    present = cells[cells.notna()] if cells.hasnans else cells
    wrong, expected = _wrong_cells(column, present)
    if bool(wrong.any()):
        examples = ", ".join(repr(v) for v in present[wrong].iloc[:SHOWN_ROWS].tolist())
        yield Problem(
            where=f"{where}, {_some(present.index[wrong])}",
            found=f"{int(wrong.sum())} such as {examples}",
            expected=expected,
            fix=REBUILD,
        )


def _not_text(present: Series) -> Series:
    """Return which cells are not text; cell by cell only where the type does not say."""
    plain = isinstance(present.dtype, pd.StringDtype)
    if plain or pd.api.types.infer_dtype(present, skipna=False) == "string":
        return Series(data=False, index=present.index)
    return present.map(lambda cell: not isinstance(cell, str)).astype(bool)


def _wrong_cells(column: Column, present: Series) -> tuple[Series, str]:
    if column.kind == "text":
        if column.one_of:
            return ~present.isin(column.one_of), "one of " + ", ".join(column.one_of)
        return _not_text(present), "text"
    if column.kind == "list":
        return _wrong_lists(column, present)
    if column.kind == "flag":
        if pd.api.types.is_bool_dtype(present.dtype):
            return Series(data=False, index=present.index), "true or false"
        not_flag = present.map(lambda cell: not isinstance(cell, bool | np.bool_))
        return not_flag.astype(bool), "true or false"
    numbers = pd.to_numeric(present, errors="coerce")
    bad = ~numbers.astype(float).between(-LARGEST, LARGEST)
    least, most, expected = BOUNDS[column.kind]
    bad |= ~numbers.between(least, most) | ((column.kind in WHOLE) & (numbers % 1 != 0))
    return bad, expected


def _wrong_lists(column: Column, present: Series) -> tuple[Series, str]:
    """Return which cells are no text, or hold a part that is not one of those allowed."""
    wrong = _not_text(present)
    if not column.one_of:
        return wrong, "text"
    stray = present.map(lambda cell: bool(set(parts_of(cell)) - set(column.one_of)))
    return wrong | stray.astype(bool), "one or more, separated by '; ', of " + ", ".join(
        column.one_of
    )


def _geometry_problems(table: Table, rows: DataFrame) -> Iterator[Problem]:
    geometry = getattr(rows, "geometry", None) if "geometry" in rows.columns else None
    where = f"{table.file}, column geometry"
    if geometry is None or not hasattr(geometry, "geom_type"):
        yield Problem(where=where, found="no shapes", expected=f"{table.geometry}s", fix=REBUILD)
        return
    if geometry.crs is None or geometry.crs.to_epsg() != 27700:  # noqa: PLR2004
        yield Problem(
            where=where,
            found="no CRS" if geometry.crs is None else geometry.crs.to_string(),
            expected="EPSG:27700, in metres",
            fix="Reproject the shapes before they are written.",
        )
    absent = geometry.isna() | geometry.is_empty
    if not table.geometry_optional and bool(absent.any()):
        yield Problem(
            where=where,
            found=f"{int(absent.sum())} empty ({_some(rows.index[absent])})",
            expected=f"a {table.geometry} in every row",
            fix=REBUILD,
        )
    kinds = {"polygon": ("Polygon", "MultiPolygon"), "point": ("Point",)}[table.geometry or "point"]
    other = ~absent & ~geometry.geom_type.isin(kinds)
    broken = ~absent & ~geometry.is_valid
    for mask, found in ((other, "of another kind"), (broken, "invalid")):
        if bool(mask.any()):
            yield Problem(
                where=where,
                found=f"{int(mask.sum())} shapes {found} ({_some(rows.index[mask])})",
                expected=f"valid {table.geometry}s",
                fix=REBUILD,
            )


def _some(index: pd.Index) -> str:
    shown = ", ".join(str(key) for key in index[:SHOWN_ROWS])
    return shown if len(index) <= SHOWN_ROWS else f"{shown} and {len(index) - SHOWN_ROWS} more"

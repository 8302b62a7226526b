"""Tables put into the columns, order and types that a pack holds."""

from __future__ import annotations

import pandas as pd
from geopandas import GeoDataFrame
from pandas import DataFrame, Series

from geodata import schema
from geodata.crs import BRITISH_NATIONAL_GRID

GRID_M = 0.01  # shapes are held to the centimetre, so that a rebuild gives the same bytes


def arrange(table: schema.Table, rows: DataFrame) -> DataFrame:
    """Return `rows` with the columns, order and types of `table`, for a pack about to be written.

    Columns that the table does not know are dropped; ones that are missing are added empty, but
    for those that a pack may go without: these are left out where they hold nothing.
    """
    rows = rows.copy()
    for column in table.columns:
        cells = rows[column.name] if column.name in rows.columns else None
        if cells is None:
            cells = Series([None] * len(rows), index=rows.index)
        rows[column.name] = _typed(column, cells)
    kept = [
        column.name
        for column in table.columns
        if not (column.may_be_absent and _is_empty(rows[column.name]))
    ]
    if not isinstance(rows, GeoDataFrame):
        return DataFrame(rows[kept])
    shapes = rows.geometry.to_crs(BRITISH_NATIONAL_GRID).set_precision(GRID_M)
    arranged: DataFrame = GeoDataFrame(rows[kept], geometry=shapes, crs=BRITISH_NATIONAL_GRID)
    return arranged


def _is_empty(cells: Series) -> bool:
    return bool((cells.isna() | cells.eq("")).all())


def _typed(column: schema.Column, cells: Series) -> Series:
    if column.kind in ("text", "list"):
        return cells.astype("str")
    if column.kind == "flag":
        return cells.astype(bool)
    if column.kind == "whole":
        return pd.to_numeric(cells).astype("int32")
    return pd.to_numeric(cells).astype(float)

"""How much memory a value takes, part by part, so that what several share is counted once."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import shapely
from geopandas.array import GeometryArray
from pandas import DataFrame, Index, Series
from scipy import sparse

Weights = dict[int, int]
"""Bytes of each part, by the part's identity: true for as long as the value is held."""

WORD = 8  # bytes of a number or a pointer
SHAPE = 200  # bytes of a shape beside its coordinates: the objects of GEOS and Python
POINT = 16  # bytes of a pair of coordinates
OURS = ("geodata", "layers", "mapping")
TEXT_SAMPLE = 200  # texts of a column that are measured; the rest are taken to be as long


def weigh(value: object) -> Weights:
    """Return about how many bytes each part of a value takes.

    Tables, arrays, texts and bytes are the parts; containers and dataclasses are walked into.
    """
    weights: Weights = {}
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if part is None or isinstance(part, int | float | type) or id(part) in weights:
            continue
        weights[id(part)] = _own_bytes(part)
        waiting.extend(_inside(part))
    return weights


def _own_bytes(part: object) -> int:
    if isinstance(part, DataFrame | Series | Index):
        return _table_bytes(part)
    if isinstance(part, np.ndarray):
        return part.nbytes
    if sparse.issparse(part):
        return _sparse_bytes(part)
    if isinstance(part, list | tuple | set | frozenset | dict):
        numbers = part.values() if isinstance(part, dict) else part
        return sys.getsizeof(part) + WORD * sum(isinstance(x, int | float) for x in numbers)
    return sys.getsizeof(part, 64)


def _table_bytes(table: DataFrame | Series | Index) -> int:
    if isinstance(table, Index):
        return _column_bytes(table)
    columns = [table] if isinstance(table, Series) else [column for _, column in table.items()]
    return sum(map(_column_bytes, columns)) + _column_bytes(table.index)


def _column_bytes(column: Series | Index) -> int:
    values = column.array
    if isinstance(values, GeometryArray):
        shapes = np.asarray(values)
        return len(shapes) * SHAPE + POINT * int(shapely.get_num_coordinates(shapes).sum())
    size = int(column.memory_usage(deep=False)) if isinstance(column, Index) else values.nbytes
    if column.dtype == object:
        sample = np.asarray(column)[:TEXT_SAMPLE]
        size += int(np.mean([sys.getsizeof(each, 64) for each in sample] or [0]) * len(column))
    return int(size)


def _sparse_bytes(matrix: Any) -> int:  # noqa: ANN401
    parts = (getattr(matrix, name, None) for name in ("data", "indices", "indptr", "row", "col"))
    return sum(part.nbytes for part in parts if isinstance(part, np.ndarray))


def _inside(part: object) -> Iterable[object]:
    """Return what a part is made of, where that is not counted with it already."""
    if isinstance(part, Mapping):
        return [*part.keys(), *part.values()]
    if isinstance(part, list | tuple | set | frozenset):
        return list(part)
    if type(part).__module__.partition(".")[0] not in OURS:
        return ()
    slots = [field.name for field in fields(part)] if is_dataclass(part) else []
    return [*(getattr(part, name, None) for name in slots), *_held_by_name(part)]


def _held_by_name(part: object) -> list[object]:
    """Return what a value holds by name, where it holds it so."""
    return list(getattr(part, "__dict__", {}).values())

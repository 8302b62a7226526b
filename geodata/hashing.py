"""The content hash of a pack: from its values, not its files, so a newer writer changes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from geopandas import GeoSeries
from pandas import DataFrame, Series


def hash_tables(description: str, tables: Mapping[str, DataFrame]) -> str:
    """Return the SHA-256 of a description and of every cell and shape of some tables."""
    digest = hashlib.sha256(description.encode())
    for name, rows in tables.items():
        digest.update("\x1f".join([name, *map(str, rows.columns)]).encode())
        for cells in (rows.index.to_series(), *(rows[column] for column in rows.columns)):
            for part in _bytes_of(cells):
                digest.update(part)
    return digest.hexdigest()


def _bytes_of(cells: Series) -> Iterator[Any]:
    """Yield what a column holds as bytes, the same for the same values however they are kept."""
    if isinstance(cells, GeoSeries):
        yield from _text_bytes(cells.to_wkb(), pa.large_binary())
    elif pd.api.types.is_bool_dtype(cells.dtype):
        yield cells.to_numpy("uint8")
    elif pd.api.types.is_float_dtype(cells.dtype):
        yield cells.to_numpy("<f8")
    elif pd.api.types.is_integer_dtype(cells.dtype):
        yield cells.to_numpy("<i8")
    else:
        yield from _text_bytes(cells, pa.large_string())


def _text_bytes(cells: Series, kind: pa.DataType) -> Iterator[Any]:
    """Yield the length of each text, −1 where there is none, and all of them end to end."""
    held = pa.array(cells, from_pandas=True)
    whole = held.combine_chunks() if isinstance(held, pa.ChunkedArray) else held
    whole = whole.cast(kind)
    yield pc.fill_null(pc.binary_length(whole), -1).to_numpy(zero_copy_only=False).astype("<i8")
    present = whole.drop_null()
    if len(present):
        _, ends, packed = present.buffers()
        first, last = np.frombuffer(ends, "<i8")[[present.offset, present.offset + len(present)]]
        yield memoryview(packed)[first:last]

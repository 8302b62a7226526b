"""Which area people set out from: found once for as long as a pack is held."""

from __future__ import annotations

from typing import Any, Final
from weakref import ref

import numpy as np
from numpy.typing import NDArray
from pandas import Categorical, CategoricalIndex, DataFrame, RangeIndex

from geodata.model import Pack

Rows = NDArray[np.intp]
Tables = tuple["ref[DataFrame]", "ref[DataFrame]"]

# By the tables themselves, which no pack changes: a pack with places added shares them.
_FOUND: Final[dict[tuple[int, int], tuple[Tables, Rows]]] = {}


def origin_rows(pack: Pack) -> Rows:
    """Return the row of the area that each origin lies in; −1 where the pack has no such area.

    England has over two million origins, and finding their areas by name takes longer than most
    of what is worked out of them.
    """
    tables = pack.origins, pack.areas
    key = id(pack.origins), id(pack.areas)
    held = _FOUND.get(key)
    if held is not None and all(of() is table for of, table in zip(held[0], tables, strict=True)):
        return held[1]
    rows: Rows = pack.areas.index.get_indexer(pack.origins["area_id"])
    rows.setflags(write=False)

    def forget(_gone: object) -> None:
        _FOUND.pop(key, None)

    _FOUND[key] = (ref(pack.origins, forget), ref(pack.areas, forget)), rows
    return rows


def by_area(pack: Pack) -> CategoricalIndex[Any]:
    """Return the area of each origin, to group figures of origins by: its row among the areas."""
    rows = origin_rows(pack)
    every = RangeIndex(len(pack.areas))
    return CategoricalIndex(Categorical.from_codes(rows, categories=every, validate=False))

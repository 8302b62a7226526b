"""Pass over the rows of other areas, unread, where one authority is built of the whole country's.

Nothing of the rows that are read changes, nor the numbers that messages count them by.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import pandas as pd
from geopandas import GeoDataFrame

AREA = re.compile(r"[EW]01[0-9]{6}")
CODE = re.compile(r"\b[EWSN][0-9]{8}\b")

_wanted: ContextVar[frozenset[str] | None] = ContextVar("wanted", default=None)


@contextmanager
def only_rows_of(codes: Collection[str] | None) -> Iterator[None]:
    """Read only the rows that name one of some official codes, inside the block; None reads all."""
    before = _wanted.set(None if codes is None else frozenset(codes))
    try:
        yield
    finally:
        _wanted.reset(before)


def blank_others(text: str) -> str:
    """Blank the lines that name small areas and none of the codes that are wanted.

    A text whose quotation marks run over line ends, or that holds nothing wanted, stays as it is.
    """
    wanted = _wanted.get()
    if wanted is None:
        return text
    lines = text.split("\n")
    has_any = False
    for n, line in enumerate(lines):
        if line.count('"') % 2:
            return text
        if AREA.search(line) is None:
            continue
        if wanted.isdisjoint(CODE.findall(line)):
            lines[n] = ""
        else:
            has_any = True
    return "\n".join(lines) if has_any else text


def without_others(shapes: GeoDataFrame) -> GeoDataFrame:
    """Return the shapes of which any property is a wanted code; all, where none is."""
    wanted = _wanted.get()
    if wanted is None:
        return shapes
    texts = shapes.drop(columns=shapes.geometry.name).select_dtypes(include=["str", "object"])
    named = pd.concat([texts[name].isin(list(wanted)) for name in texts.columns], axis=1)
    of_areas = any(texts[name].head(1).str.fullmatch(AREA).any() for name in texts.columns)
    kept = named.any(axis=1)
    return GeoDataFrame(shapes[kept]) if of_areas and kept.any() else shapes

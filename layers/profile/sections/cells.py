"""Cells, columns and what is said about figures: how every section writes them."""

from __future__ import annotations

import math
from collections.abc import Iterable

from geodata.model import Source, Standing
from layers.profile.parts import About, Cell, Column, Kind
from layers.said.numbers import minutes, percent, shown, whole


def column(
    key: str, heading: str, kind: Kind = "text", unit: str = "", *, names: bool = False
) -> Column:
    """Return a column; `unit` is what a workbook writes beside its heading."""
    units = {"count": "number", "share": "share, 0 to 1", "minutes": "minutes"}
    return Column(
        key=key, heading=heading, kind=kind, unit=unit or units.get(kind, ""), names=names
    )


def text(said: object) -> Cell:
    """Return a cell of words; nothing is empty, never "nan"."""
    return Cell(text="" if said is None or said != said else str(said))  # noqa: PLR0124 - NaN


def count(value: float | None, *, exact: bool = False) -> Cell:
    """Return people: to the nearest ten above a hundred unless they were counted."""
    number = math.nan if value is None else float(value)
    said = whole(number) if exact else shown(number)
    return Cell(text=said, number=None if math.isnan(number) else number)


def share(value: float | None) -> Cell:
    """Return a share (0–1) as a whole per cent."""
    number = math.nan if value is None else float(value)
    return Cell(text=percent(number), number=None if math.isnan(number) else number)


def took(value: float | None) -> Cell:
    """Return a time in whole minutes."""
    number = math.nan if value is None else float(value)
    return Cell(text=minutes(number), number=None if math.isnan(number) else number)


def about(
    sources: Iterable[Source] | Iterable[str],
    period: str = "",
    standing: Standing = "published",
    note: str = "",
) -> About:
    """Return when figures are of and from whom; sources are named by their titles, each once.

    Without a period, it is that of each source.
    """
    named: list[Source | str] = list(sources)
    titles = [each.title if isinstance(each, Source) else each for each in named]
    periods = dict.fromkeys(each.period for each in named if isinstance(each, Source))
    return About(
        period=period or "; ".join(filter(None, periods)),
        sources=tuple(dict.fromkeys(titles)),
        standing=standing,
        note=note,
    )

"""A result's table in words and numbers: to read, as JSON or as CSV, with its terms and sources."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from typing import Any

from pandas import DataFrame

from geodata.model import Pack, Source
from layers.export import rows_csv

FORMATS = ("table", "json", "csv")
DECIMALS = 6
SHOWN_DECIMALS = 3


def say(
    form: str,
    table: DataFrame,
    *,
    sentences: Iterable[str],
    parameters: Mapping[str, Any],
    sources: Iterable[Source],
    pack: Pack,
) -> str:
    """Say a result's table in one of `FORMATS`.

    Parameters
    ----------
    table
        Indexed by `place_id`; a figure that is not known is NaN, and is said as not known.
    sentences
        What the result says in words, and what must stand beside it.
    """
    rows = [_plain_row(row) for row in table.reset_index().to_dict(orient="records")]
    if form == "json":
        terms = dict(parameters) | {"illustrative": pack.info.illustrative}
        full = [row | {"parameters": terms} for row in rows]
        return json.dumps(full, indent=2, ensure_ascii=False)
    columns = [str(table.index.name or "place_id"), *map(str, table.columns)]
    notes = [*sentences, *_flags(pack)]
    if form == "csv":
        notes += [f"{key}: {value}" for key, value in parameters.items()]
        notes += [f"Source: {s.title} ({s.publisher}), {s.period}, {s.licence}" for s in sources]
        return rows_csv(rows, columns, [note for note in notes if note])
    named = "; ".join(dict.fromkeys(f"{s.title}, {s.period}" for s in sources))
    return "\n".join([*filter(None, notes), "", *_lines(columns, rows), "", f"Sources: {named}"])


def table_csv(
    table: DataFrame,
    *,
    sentences: Iterable[str],
    parameters: Mapping[str, Any],
    sources: Iterable[Source],
    pack: Pack,
) -> str:
    """Say a result's table as CSV, for a page's download; see `say`."""
    return say("csv", table, sentences=sentences, parameters=parameters, sources=sources, pack=pack)


def _flags(pack: Pack) -> list[str]:
    return ["Illustrative figures: not real neighbourhoods."] if pack.info.illustrative else []


def _plain_row(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(key): _plain(value) for key, value in row.items()}


def _plain(value: Any) -> Any:  # noqa: ANN401
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        if math.isnan(value):
            return None
        rounded = round(value, DECIMALS)
        return int(rounded) if rounded == int(rounded) else rounded
    return value


def _lines(columns: list[str], rows: list[dict[str, Any]]) -> list[str]:
    body = [[_shown(row[name]) for name in columns] for row in rows]
    widths = [max(map(len, cells)) for cells in zip(columns, *body, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()
        for cells in [columns, *body]
    ]


def _shown(value: Any) -> str:  # noqa: ANN401
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{round(value, SHOWN_DECIMALS):,}" if isinstance(value, float) else str(value)

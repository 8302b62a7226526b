"""A result's rows in words and numbers: to read, as JSON or as CSV, with its terms and sources."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from pandas import DataFrame

from geodata.model import Pack, Source
from layers.said.export import plain, rows_csv

FORMATS = ("table", "json", "csv")
SHOWN_DECIMALS = 3


class Result(Protocol):
    """What a result can say of itself."""

    @property
    def sources(self) -> tuple[Source, ...]:
        """Who published what it is made of."""

    @property
    def is_illustrative(self) -> bool:
        """Whether the pack is not of real neighbourhoods."""

    def parameters(self) -> dict[str, Any]:
        """Give every setting it was worked out with."""

    def sentence(self) -> str:
        """Say the result."""


def say_result(result: Result, rows: DataFrame, columns: Sequence[str], how: str) -> str:
    """Say rows of a result in one of `FORMATS`.

    Parameters
    ----------
    rows
        With every column of `columns`, in the order to print; what is not known is NaN.
    """
    return _say(
        how,
        rows[list(columns)],
        sentences=[result.sentence()],
        parameters=result.parameters(),
        sources=result.sources,
        is_illustrative=result.is_illustrative,
    )


def say(
    form: str,
    table: DataFrame,
    *,
    sentences: Iterable[str],
    parameters: Mapping[str, Any],
    sources: Iterable[Source],
    pack: Pack,
) -> str:
    """Say a table in one of `FORMATS`.

    Parameters
    ----------
    table
        Indexed by `place_id`; a figure that is not known is NaN, and is said as not known.
    sentences
        What the result says in words, and what must stand beside it.
    """
    return _say(
        form,
        table.reset_index(names=str(table.index.name or "place_id")),
        sentences=sentences,
        parameters=parameters,
        sources=sources,
        is_illustrative=pack.info.illustrative,
    )


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


def _say(
    form: str,
    table: DataFrame,
    *,
    sentences: Iterable[str],
    parameters: Mapping[str, Any],
    sources: Iterable[Source],
    is_illustrative: bool,
) -> str:
    columns = [str(name) for name in table.columns]
    rows = [
        {str(name): plain(value) for name, value in row.items()}
        for row in table.to_dict(orient="records")
    ]
    if form == "json":
        terms = dict(parameters) | {"illustrative": is_illustrative}
        listed = [row | {"parameters": terms} for row in rows]
        return json.dumps(listed, indent=2, ensure_ascii=False)
    notes = [*filter(None, sentences)]
    if is_illustrative:
        notes.append("Illustrative figures: not real neighbourhoods.")
    cited = list(dict.fromkeys(sources))
    if form == "csv":
        notes += [f"{key}: {value}" for key, value in parameters.items()]
        notes += [f"Source: {s.title} ({s.publisher}), {s.period}, {s.licence}" for s in cited]
        return rows_csv(rows, columns, notes).rstrip("\n")
    named = "; ".join(f"{s.title}, {s.period}" for s in cited)
    return "\n".join([*notes, "", *table_lines(columns, rows), "", f"Sources: {named}"])


def table_lines(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Set rows in columns for a terminal: a line of headings, then a line each."""
    heads = [name.replace("_", " ") for name in columns]
    body = [[_shown(row[name]) for name in columns] for row in rows]
    widths = [max(map(len, cells)) for cells in zip(heads, *body, strict=True)]
    numeric = [any(isinstance(row[name], int | float) for row in rows) for name in columns]
    return [
        "  ".join(
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(cells, widths, numeric, strict=True)
        ).rstrip()
        for cells in [heads, *body]
    ]


def _shown(value: Any) -> str:  # noqa: ANN401
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{round(value, SHOWN_DECIMALS):,}"
    return f"{value:,}" if isinstance(value, int) else str(value)

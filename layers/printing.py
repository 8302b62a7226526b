"""Any result as a table to read, as JSON and as CSV: figures with their parameters and sources."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any, Literal, Protocol, get_args

from pandas import DataFrame

from geodata.model import Source
from layers.export import DECIMALS, rows_csv

Format = Literal["table", "json", "csv"]
FORMATS = get_args(Format)
SHOWN_DECIMALS = 2


class Result(Protocol):
    """What every result of a layer can say of itself."""

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
    """Write rows of a result in a format.

    Parameters
    ----------
    rows
        With every column of `columns`, in the order to print.
    how
        One of `FORMATS`.
    """
    records = [
        {str(name): _plain(value) for name, value in row.items()}
        for row in rows[list(columns)].to_dict(orient="records")
    ]
    if how == "json":
        parameters = {"parameters": result.parameters()}
        listed = [row | parameters for row in records]
        return json.dumps(listed, indent=2, ensure_ascii=False)
    if how == "csv":
        settings = [f"{key}: {value}" for key, value in result.parameters().items()]
        terms = [f"Source: {s.title} ({s.publisher}), {s.licence}" for s in result.sources]
        return rows_csv(records, columns, [*_notes(result), *settings, *terms]).rstrip("\n")
    return "\n".join([result.sentence(), "", *_lines(records, columns), "", *_notes(result)[1:]])


def _notes(result: Result) -> list[str]:
    flag = ["Illustrative figures: not real neighbourhoods."] if result.is_illustrative else []
    sources = "; ".join(f"{s.title}, {s.period}" for s in result.sources)
    return [result.sentence(), *flag, f"Sources: {sources}"]


def _plain(value: Any) -> Any:  # noqa: ANN401
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        if math.isnan(value):
            return None
        rounded = round(value, DECIMALS)
        return int(rounded) if rounded == int(rounded) else rounded
    return value


def _lines(records: list[dict[str, Any]], columns: Sequence[str]) -> list[str]:
    body = [[_said(row[name]) for name in columns] for row in records]
    heads = [name.replace("_", " ") for name in columns]
    widths = [max(len(row[i]) for row in [heads, *body]) for i in range(len(heads))]
    numeric = [any(isinstance(row[name], int | float) for row in records) for name in columns]
    return [
        "  ".join(
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(row, widths, numeric, strict=True)
        ).rstrip()
        for row in [heads, *body]
    ]


def _said(value: Any) -> str:  # noqa: ANN401
    if value is None:
        return "not known"
    if isinstance(value, float):
        return f"{value:,.{SHOWN_DECIMALS}f}"
    return f"{value:,}" if isinstance(value, int) else str(value)

"""The catalogue of measures as a table, and back."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from pandas import DataFrame

from geodata import schema
from geodata.arranging import arrange
from geodata.model import Indicator

WHOLE = ("per", "age_from", "age_to")  # of an indicator


def catalogue_from_table(rows: DataFrame) -> dict[str, Indicator]:
    """Return the catalogue that the indicators table holds, by key."""
    return {
        str(key): _indicator(str(key), cells[cells.notna()].to_dict())
        for key, cells in rows.iterrows()
    }


def _indicator(key: str, cells: Mapping[Any, Any]) -> Indicator:
    values = {str(name): value for name, value in cells.items()}
    whole = {
        name: int(values[name])
        for name in WHOLE
        if name in values and math.isfinite(values[name])  # infinity is a fault told elsewhere
    }
    return Indicator(key=key, **values | whole)


def table_from_catalogue(catalogue: Mapping[str, Indicator]) -> DataFrame:
    """Return the indicators table of a catalogue."""
    rows = DataFrame([asdict(i) for i in catalogue.values()], columns=_indicator_columns())
    return arrange(schema.INDICATORS, rows.set_index("key").rename_axis("indicator"))


def _indicator_columns() -> list[str]:
    return ["key", *(column.name for column in schema.INDICATORS.columns)]

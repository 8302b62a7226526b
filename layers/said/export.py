"""Rows as files: JSON, and CSV that any program reads and no spreadsheet runs."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Mapping
from typing import Any

DECIMALS = 6  # of a child: enough to add up, too few to suggest precision
FORMULA_STARTS = ("=", "+", "-", "@")
BREAKS = dict.fromkeys(map(ord, "\r\n\t\v\f\x1c\x1d\x1e\x85\u2028\u2029"), " ")


def plain(value: Any) -> Any:  # noqa: ANN401
    """Return a cell fit for a file: a plain number or text; None where it is not known."""
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        rounded = round(value, DECIMALS)
        return int(rounded) if rounded == int(rounded) else rounded
    return value


def rows_json(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return rows as JSON: a list with an object for each."""
    return json.dumps(list(rows), indent=2, ensure_ascii=False)


def rows_csv(
    rows: Iterable[Mapping[str, Any]], columns: Iterable[str], notes: Iterable[str]
) -> str:
    """Return rows as CSV, with notes as commented lines at the foot.

    The header is the first line, so that any program reads it.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    names = list(columns)
    writer.writerow(names)
    for row in rows:
        writer.writerow([safe_cell(row[name]) for name in names])
    for note in notes:
        writer.writerow([f"# {note}".translate(BREAKS)])
    return text.getvalue()


def safe_cell(value: Any) -> Any:  # noqa: ANN401
    """Return a cell that a spreadsheet reads as text and never runs.

    A break inside a text would start another row in some spreadsheets, and with it another cell
    that could be run: breaks become spaces.
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        return value
    text = value.translate(BREAKS)
    return f"'{text}" if text.lstrip(" '").startswith(FORMULA_STARTS) else text

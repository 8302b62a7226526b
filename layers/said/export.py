"""Answers as tables to hand on: rows with their parameters and sources beside them."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Mapping
from typing import Any

from layers.gaps import Gaps

GAP_COLUMNS = (
    "place_id",
    "place",
    "kind",
    "areas",
    "children",
    "high_need_children",
    "beyond_children",
    "gap_children",
    "reached_high_need_children",
    "unknown_children",
)
DECIMALS = 6  # of a child: enough to add up, too few to suggest precision
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def gap_rows(gaps: Gaps) -> list[dict[str, Any]]:
    """Give a row for each place, the largest gap first, with the parameters beside the figures.

    Figures are exact; a figure that is not known is None.
    """
    parameters = gaps.parameters()
    rows = gaps.places.reset_index(names="place_id")[list(GAP_COLUMNS)]
    return [
        {str(key): plain(value) for key, value in row.items()} | {"parameters": parameters}
        for row in rows.to_dict(orient="records")
    ]


def plain(value: Any) -> Any:  # noqa: ANN401
    """Make a cell fit for a file: a plain number or text; None where it is not known."""
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        if math.isnan(value):
            return None
        rounded = round(value, DECIMALS)
        return int(rounded) if rounded == int(rounded) else rounded
    return value


def gaps_json(gaps: Gaps) -> str:
    """Say the answer as JSON: a list with an object for each place."""
    return json.dumps(gap_rows(gaps), indent=2, ensure_ascii=False)


def gaps_csv(gaps: Gaps) -> str:
    """Say the answer as CSV: the figures, and below them the question, the terms and the sources.

    The header is the first line, so that any program reads it; cells that a spreadsheet would run
    as a formula are made text.
    """
    rows = [{k: v for k, v in row.items() if k != "parameters"} for row in gap_rows(gaps)]
    notes = [
        gaps.sentence,
        "Illustrative figures: not real neighbourhoods" if gaps.is_illustrative else "",
        *(f"{key}: {value}" for key, value in gaps.parameters().items()),
        *(f"Source: {s.title} ({s.publisher}), {s.period}, {s.licence}" for s in gaps.sources),
    ]
    return rows_csv(rows, GAP_COLUMNS, [note for note in notes if note])


def rows_csv(
    rows: Iterable[Mapping[str, Any]], columns: Iterable[str], notes: Iterable[str]
) -> str:
    """Write rows as CSV, with notes as commented lines at the foot."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    names = list(columns)
    writer.writerow(names)
    for row in rows:
        writer.writerow([safe_cell(row[name]) for name in names])
    for note in notes:
        writer.writerow([f"# {note}"])
    return text.getvalue()


def safe_cell(value: Any) -> Any:  # noqa: ANN401
    """Keep a spreadsheet from running text as a formula."""
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


def gaps_table(gaps: Gaps) -> str:
    """Say the answer as a table to read in a terminal, whole numbers, with its sources."""
    heads = ("Place", "Children", "In high need", "Beyond the limit", "Gap")
    keys = ("children", "high_need_children", "beyond_children", "gap_children")
    body = [
        (str(row["place"]), *(_whole_cell(row[key]) for key in keys))
        for _, row in gaps.places.iterrows()
    ]
    widths = [max(len(row[i]) for row in [heads, *body]) for i in range(len(heads))]
    lines = [
        "  ".join(
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in [heads, *body]
    ]
    sources = "; ".join(f"{s.title}, {s.period}" for s in gaps.sources)
    flag = ["Illustrative figures: not real neighbourhoods."] if gaps.is_illustrative else []
    return "\n".join([gaps.sentence, *flag, "", *lines, "", f"Sources: {sources}"])


def _whole_cell(value: float) -> str:
    return "not known" if math.isnan(value) else f"{value:,.0f}"

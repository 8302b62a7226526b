"""The workbook inside a chart: what opens when it is edited."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Final

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from mapping.profile.office_chart import DrawnChart

SHEET: Final = "Figures"
REACHES: Final = ("Line below", "Line above")
"""Columns that hold how far a limit lies from its number; a chart draws that, not the limit."""


def reach_columns(drawn: DrawnChart) -> tuple[str, str]:
    """Return the letters of the columns that hold how far limits lie below and above."""
    after = 1 + len(drawn.series) + 2
    return chr(ord("A") + after), chr(ord("A") + after + 1)


def behind_column(drawn: DrawnChart) -> str:
    """Return the letter of the column that is drawn behind a line."""
    after = 1 + len(drawn.series) + (4 if drawn.limits is not None else 0)
    return chr(ord("A") + after)


def workbook(drawn: DrawnChart) -> bytes:
    """Write the workbook of a chart; nothing in it is a formula, whatever its text starts with."""
    written = io.BytesIO()
    book = Workbook(written, {"in_memory": True, "strings_to_urls": False})
    book.set_properties({"created": drawn.date.replace(tzinfo=None)})
    sheet = book.add_worksheet(SHEET)
    for row, name in enumerate(drawn.categories, start=1):
        sheet.write_string(row, 0, name)
    columns = [*drawn.series, *(drawn.limits or ())]
    for at, series in enumerate(columns, start=1):
        style = book.add_format({"num_format": series.format})
        _write(sheet, at, series.name, series.numbers, style)
    for at, (name, numbers) in enumerate(
        zip(REACHES, drawn.reaches or (), strict=False), start=len(columns) + 1
    ):
        _write(sheet, at, name, numbers, None)
    if drawn.behind is not None:
        at = ord(behind_column(drawn)) - ord("A")
        _write(sheet, at, drawn.behind.name, drawn.behind.numbers, None)
    book.close()
    return written.getvalue()


def _write(
    sheet: Worksheet, at: int, name: str, numbers: Sequence[float | None], style: object
) -> None:
    sheet.write_string(0, at, name)
    for row, number in enumerate(numbers, start=1):
        if number is not None:
            sheet.write_number(row, at, number, style)

"""Rows as files: JSON, and CSV that any program reads and no spreadsheet runs.

Nothing else here or in `mapping` writes CSV.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from geodata.plain import escaped_unseen, plain_line

DECIMALS = 6  # of a child: enough to add up, too few to suggest precision
FORMULA_STARTS = "=+-@"
QUOTES = "'\"`´‘’‚‛“”„‟‹›«»＇＂"
PARTED = re.compile("([;|])")  # what parts cells where a comma does not
NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,15})?(e[+-]?\d{1,3})?", re.ASCII | re.IGNORECASE)
NEEDS_QUOTES = re.compile(r'[",;|]|^\s|\s$')
EMPTY = '""'  # a line that holds one empty cell, and not none
MADE_SAFE = (
    "Some texts were made safe to open: line breaks and tabs are spaces, unseen characters are "
    "left out, and an apostrophe stands before what a spreadsheet would run as a formula."
)


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
    """Return rows as JSON: a list with an object for each; what is not seen is written as codes."""
    return escaped_unseen(json.dumps(list(rows), indent=2, ensure_ascii=False))


def rows_csv(
    rows: Iterable[Mapping[str, Any]], columns: Iterable[str], notes: Iterable[str]
) -> str:
    """Return rows as CSV, with notes as commented lines at the foot.

    The header is the first line, so that any program reads it. `is_made_safe` tells whether any
    text in it stands otherwise than it was handed over.
    """
    lines = (
        ",".join(_written(safe_cell(cell)) for cell in line)
        for line in _lines(rows, columns, notes)
    )
    return "".join(f"{line or EMPTY}\n" for line in lines)


def is_made_safe(
    rows: Iterable[Mapping[str, Any]], columns: Iterable[str], notes: Iterable[str]
) -> bool:
    """Return whether CSV of this holds a text that had to be changed, as `MADE_SAFE` says."""
    return any(
        isinstance(cell, str) and safe_cell(cell) != cell
        for line in _lines(rows, columns, notes)
        for cell in line
    )


def _lines(
    rows: Iterable[Mapping[str, Any]], columns: Iterable[str], notes: Iterable[str]
) -> Iterator[list[Any]]:
    names = list(columns)
    yield names
    yield from ([row[name] for name in names] for row in rows)
    yield from ([f"# {note}"] for note in notes)


def safe_cell(value: object) -> str | int | float:
    """Return a cell that a spreadsheet reads and never runs; empty where it is not known.

    A number is left as it is. A text that opens as a formula does, behind whatever is not seen
    or quotes it, gets an apostrophe in front; so does what follows a sign that parts cells in
    other countries' spreadsheets. Line breaks would start another row in some, with a cell of its
    own that could be run: they become spaces.
    """
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, int | float):
        return value
    text = plain_line(str(value))
    return text if _is_number(text) else "".join(map(_disarmed, PARTED.split(text)))


def _is_number(text: str) -> bool:
    return NUMBER.fullmatch(text.strip()) is not None


def _disarmed(text: str) -> str:
    """Return a part of a cell with an apostrophe before it where it would be run."""
    start = next((char for char in text if not _is_passed_over(char)), "")
    # Wide and small forms of the signs are taken for the signs themselves by some programs.
    return f"'{text}" if start and unicodedata.normalize("NFKC", start) in FORMULA_STARTS else text


def _is_passed_over(char: str) -> bool:
    """Whether a spreadsheet may look past a character for the start of a formula."""
    return char in QUOTES or unicodedata.category(char)[0] in "ZC"


def _written(cell: str | float) -> str:
    """Return a cell as it stands in the file: in quotes where it holds a sign that parts cells."""
    text = str(cell)
    return f'"{text.replace(chr(34), chr(34) * 2)}"' if NEEDS_QUOTES.search(text) else text

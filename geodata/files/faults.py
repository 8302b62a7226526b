"""Faults of a file in words: one problem, or the rows that share it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from geodata.errors import DataError, Problem

SHOWN = 3  # how many offending rows a message names
LONGEST = 60  # characters of a cell that a message shows


def fault(where: str, found: str, expected: str, fix: str) -> DataError:
    """Make a DataError of one problem."""
    return DataError(Problem(where=where, found=found, expected=expected, fix=fix))


def some(rows: Sequence[Any]) -> str:
    """Return the first of some rows in words: "2, 5, 9 and 12 more"."""
    shown = ", ".join(str(row) for row in rows[:SHOWN])
    return shown if len(rows) <= SHOWN else f"{shown} and {len(rows) - SHOWN:,} more"


def shown(cell: object) -> str:
    """Return a cell as a message quotes it: short, and without what would not print."""
    text = str(cell)
    return repr(text if len(text) <= LONGEST else text[: LONGEST - 1] + "…")


def without_digits(cell: object) -> str:
    """Return a cell as a message quotes it, each digit as “#”: it may count people who are few."""
    return shown(re.sub(r"\d", "#", str(cell)))


def many(number: int, thing: str) -> str:
    """Return how many of something there are: "1 row", "1,200 rows"."""
    return f"{number:,} {thing}" + ("" if number == 1 else "s")

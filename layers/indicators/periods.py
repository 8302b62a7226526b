"""Where the period of a figure lies on a line of years."""

from __future__ import annotations

import re
from typing import Literal

from geodata.periods import period_order


def middle_of(period: str) -> float | None:
    """Return where a period lies on a line of years, its middle; None where it holds no year.

    "2012/13" is at 2013.0, as a school year and a financial year both hold the turn of the year;
    "March 2021" is in the middle of its month, "mid-2020" and "2020" in the middle of the year.
    """
    year, month, _ = period_order(period)
    if not year:
        return None
    if month:
        return year + (month - 0.5) / 12
    return year + (1.0 if _runs_on(period) else 0.5)


def end_of(period: str, end: Literal["first", "last"]) -> float | None:
    """Return where a period begins or ends on a line of years; None where it holds no year."""
    year, month, _ = period_order(period)
    if not year:
        return None
    if month:
        return year + (month - (1 if end == "first" else 0)) / 12
    first, last = (0.5, 1.5) if _runs_on(period) else (0.0, 1.0)
    return year + (first if end == "first" else last)


def _runs_on(period: str) -> bool:
    """Return whether a period runs from one year into the next: "2012/13", "2018–20"."""
    return bool(re.search(r"\d{4}\s?[/–-]\s?\d{2}", period))

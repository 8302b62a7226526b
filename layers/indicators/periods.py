"""Where the period of a figure lies on a line of years."""

from __future__ import annotations

import re
from typing import Final, Literal

from geodata.periods import period_order

RUN: Final = re.compile(r"(\d{4})\s?[/–-]\s?(\d{4}|\d{2})(?!\d)")
"""A run of years: "2012/13", "2018–20", "2018-2020"."""
YEARLY: Final = 1.01  # years from one figure to the next, at most, that a line may join
TOUCH: Final = 1e-6
LONGEST: Final = 20  # years; what says more, such as "2021-03", is no run


def middle_of(period: str) -> float | None:
    """Return where a period lies on a line of years, its middle; None where it holds no year.

    "2012/13" is at 2013.0, as a school year and a financial year both hold the turn of the year;
    "March 2021" is in the middle of its month, "mid-2020" and "2020" in the middle of the year,
    "2018–20" in the middle of its three years.
    """
    first, last = end_of(period, "first"), end_of(period, "last")
    return None if first is None or last is None else (first + last) / 2


def end_of(period: str, end: Literal["first", "last"]) -> float | None:
    """Return where a period begins or ends on a line of years; None where it holds no year."""
    year, month, _ = period_order(period)
    if not year:
        return None
    if month:
        return year + (month - (1 if end == "first" else 0)) / 12
    runs = [(int(first), _later(first, last)) for first, last in RUN.findall(period)]
    runs = [(since, to) for since, to in runs if since < to <= since + LONGEST]
    if not runs:
        return float(year) if end == "first" else year + 1.0
    first, last = runs[0][0], runs[-1][1]
    if all(to == since + 1 for since, to in runs):  # school or financial years, one or several
        return first + 0.5 if end == "first" else last + 0.5
    return float(first) if end == "first" else last + 1.0


def are_apart(earlier: str, later: str) -> bool:
    """Return whether nothing is held of the time between two periods: no line may join them.

    Periods that touch are not apart, nor is what is counted once a year. Where either tells no
    year it is not known, and they are taken to stand side by side.
    """
    last, first = end_of(earlier, "last"), end_of(later, "first")
    before, after = middle_of(earlier), middle_of(later)
    if last is None or first is None or before is None or after is None:
        return False
    return first > last + TOUCH and after - before > YEARLY


def _later(first: str, last: str) -> int:
    """Return the year that a run ends in: 2013 of "2012" and "13", 2001 of "1999" and "01"."""
    if len(last) > len("13"):
        return int(last)
    century = int(first) // 100 * 100
    return century + int(last) + (100 if int(last) < int(first) % 100 else 0)

"""Periods as publishers write them, put in order of time."""

from __future__ import annotations

import re

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = re.compile(rf"\b({'|'.join(MONTHS)})", re.IGNORECASE)
YEAR = re.compile(r"\d{4}")


def period_order(period: str) -> tuple[int, int, str]:
    """Return what sorts periods by time: "2012/13", "January 2018", "mid-2020"."""
    year, month = YEAR.search(period), MONTH.search(period)
    number = MONTHS.index(month[1].lower()) + 1 if month else 0
    return int(year[0]) if year else 0, number, period

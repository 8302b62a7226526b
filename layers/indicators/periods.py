"""When a figure is of: periods in order of time, and where a date lies on a line of years."""

from __future__ import annotations

import re

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def period_order(period: str) -> tuple[int, int, str]:
    """Return what sorts periods by time: "2012/13", "January 2018", "mid-2020"."""
    year = re.search(r"\d{4}", period)
    lower = period.lower()
    month = next((n for n, name in enumerate(MONTHS, 1) if name in lower), 0)
    return int(year.group()) if year else 0, month, period

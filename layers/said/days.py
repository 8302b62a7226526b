"""Days as people read them."""

from __future__ import annotations

from datetime import date


def day_words(day: str) -> str:
    """Return a date as it is read: "22 November 2026" of "2026-11-22"; "" of none."""
    if not day:
        return ""
    found = date.fromisoformat(day)
    return f"{found.day} {found:%B} {found.year}"

"""On which days an offer says that it is open: read from words as people and publishers write."""

from __future__ import annotations

import re
from typing import Final

DAYS: Final[dict[str, str]] = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}
"""Each day as an address writes it, and its name."""
_ORDER = tuple(DAYS)
_DAY = r"(mon|tue|wed|thu|fri|sat|sun)(?:day|s|sday|nesday|rs|rsday|r|urday)?s?"
_RANGE = re.compile(rf"\b{_DAY}\s*(?:to|–|—|-|until|till|through)\s*{_DAY}\b")
_ONE = re.compile(rf"\b{_DAY}\b")
_GROUPS: Final[dict[str, tuple[str, ...]]] = {
    r"\b(?:week ?days?)\b": _ORDER[:5],
    r"\b(?:week ?ends?)\b": _ORDER[5:],
    r"\b(?:daily|every ?day|all week|(?:7|seven) days(?: a week)?|24/7|24 hours)\b": _ORDER,
}
_SHUT = re.compile(r"\b(?:closed|shut|except|not)\b")
_PARTS = re.compile(r"[;,()\n]|\band (?=closed\b|shut\b)|(?<=\w)\. |(?=\b(?:except|but)\b)")


def days_open(opening: object) -> frozenset[str] | None:
    """Return the days that words on opening name; None where they name none, or are not there.

    Parameters
    ----------
    opening
        "Mon 08:00–19:00; Sat 10:00–16:00", "Monday to Friday, 9.00 to 17.00", "Closed on Sundays".
    """
    if not isinstance(opening, str):
        return None
    found: set[str] = set()
    shut: set[str] = set()
    is_shut = False
    for part in _PARTS.split(opening.casefold()):
        days = _days_of(part)
        is_shut = bool(_SHUT.search(part))
        (shut if is_shut else found).update(days)
    if not found and shut:  # only what is closed is said: the other days are open
        return frozenset(_ORDER) - shut
    return frozenset(found - shut) or None


def _days_of(part: str) -> set[str]:
    days: set[str] = set()
    for words, group in _GROUPS.items():
        if re.search(words, part):
            days.update(group)
    for first, last in _RANGE.findall(part):
        start, length = _ORDER.index(first), (_ORDER.index(last) - _ORDER.index(first)) % 7
        days.update(_ORDER[(start + step) % 7] for step in range(length + 1))
    days.update(_ONE.findall(part))
    return days

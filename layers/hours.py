"""The hours at which an offer says that it is open, day by day: only what is read beyond doubt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from typing import Final

from layers.opening import DAYS, days_open

_TIME = r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|noon)?"
_SPAN = re.compile(rf"(?<![\d:.]){_TIME}\s*(?:–|—|-|to|until|till)\s*{_TIME}(?![\d:.])")
_PARTS = re.compile(r"[;\n]|,(?=\s*[a-z])")
_DOUBT = re.compile(
    r"\b(?:closed|shut|except|not|first|second|third|fourth|last|alternate|other|term|holidays?|"
    r"appointment|fortnight(?:ly)?|monthly|month|1st|2nd|3rd|4th)\b"
)
NOON: Final = 12
HOURS_A_DAY: Final = 24
EARLIEST: Final = 6  # nothing for families opens before, unless it says so


@dataclass(frozen=True, slots=True, order=True)
class OpenHours:
    """One stretch of one day of every week: `day` as `DAYS` names it, local time."""

    day: str
    begins: time
    ends: time


def hours_open(opening: object) -> tuple[OpenHours, ...]:
    """Return the weekly hours that words on opening state; none where anything of them is in doubt.

    Parameters
    ----------
    opening
        "Mon 08:00–19:00; Sat 10:00–16:00", "Monday to Friday, 9.00 to 17.00". Words that make an
        exception, or of some weeks only, put all of it in doubt.
    """
    if not isinstance(opening, str) or _DOUBT.search(opening.casefold()):
        return ()
    found: list[OpenHours] = []
    days: frozenset[str] | None = None
    for part in _PARTS.split(opening.casefold()):
        if not part.strip():
            continue
        spans = [_span(each) for each in _SPAN.finditer(part)]
        days = days_open(_SPAN.sub(" ", part)) or (days if spans else None)
        if not days or any(each is None for each in spans) or _left(part):
            return ()
        found += [OpenHours(day, *each) for day in days for each in spans if each]
    order = list(DAYS)
    return tuple(sorted(set(found), key=lambda each: (order.index(each.day), each.begins)))


def _left(part: str) -> bool:
    """Return whether digits are left in words whose hours were read: something was not."""
    return any(sign.isdigit() for sign in _SPAN.sub(" ", part))


def _span(found: re.Match[str]) -> tuple[time, time] | None:
    hour, minute, half, last, last_minute, last_half = found.groups()
    begins = _time(hour, minute, half or _same_half(hour, last, last_half))
    ends = _time(last, last_minute, last_half)
    return (begins, ends) if begins and ends and begins < ends else None


def _same_half(hour: str, last: str, last_half: str | None) -> str | None:
    """Return the half of the day of a beginning that states none: 1–3pm, 10–12noon, 10–1pm."""
    if last_half != "pm":
        return "am" if last_half else None
    return "pm" if int(hour) % NOON < int(last) % NOON or int(hour) == NOON else "am"


def _time(hour: str, minute: str | None, half: str | None) -> time | None:
    at, past = int(hour), int(minute or 0)
    if half is None and (minute is None or at < EARLIEST):
        return None  # 1 to 3 may be of the afternoon, and 01:00 a slip
    if half in ("am", "pm"):
        if not 1 <= at <= NOON:
            return None
        at = at % NOON + (NOON if half == "pm" else 0)
    return time(at, past) if at < HOURS_A_DAY and past < 60 else None  # noqa: PLR2004

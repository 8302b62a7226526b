"""What was found as a calendar: a weekly entry for each stretch of hours (RFC 5545).

It holds neither the spot that was asked from nor the age.
"""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from layers.finding_help.found import HelpFound
from layers.finding_help.told_apart import ASK, NEAR
from layers.hours import OpenHours, hours_open
from layers.opening import DAYS
from layers.said.calendars import DOMAIN, calendar_file, escaped

WEEKS: Final = 12  # then the hours should be looked up again
IN_CALENDAR: Final = (NEAR, ASK)
ZONE = "Europe/London"
# British time as it has been since 1996: https://www.legislation.gov.uk/uksi/2002/262
TIME_ZONE: Final = (
    *("BEGIN:VTIMEZONE", f"TZID:{ZONE}"),
    *("BEGIN:DAYLIGHT", "DTSTART:19960331T010000", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"),
    *("TZOFFSETFROM:+0000", "TZOFFSETTO:+0100", "TZNAME:BST", "END:DAYLIGHT"),
    *("BEGIN:STANDARD", "DTSTART:19961027T020000", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"),
    *("TZOFFSETFROM:+0100", "TZOFFSETTO:+0000", "TZNAME:GMT", "END:STANDARD"),
    "END:VTIMEZONE",
)


def calendar_text(found: HelpFound, first_day: date) -> str:
    """Return a calendar of what is within reach, from a day on, for `WEEKS` weeks.

    What states no hours that can be read beyond doubt is left out; see `without_hours`.
    """
    return calendar_file("Find help", _entries(found, first_day), TIME_ZONE)


def without_hours(found: HelpFound) -> int:
    """Count the services within reach that the calendar cannot hold."""
    return sum(not hours_open(row["hours"]) for row in _rows(found))


def with_hours(found: HelpFound) -> int:
    """Count the services within reach that the calendar holds."""
    return len(_rows(found)) - without_hours(found)


def _rows(found: HelpFound) -> list[dict[Hashable, Any]]:
    rows = found.offers[found.offers["group"].isin(IN_CALENDAR)]
    return rows[rows["how_far"].astype(bool)].reset_index().to_dict("records")


def _entries(found: HelpFound, first_day: date) -> Iterator[list[str]]:
    for row in _rows(found):
        for hours in hours_open(row["hours"]):
            if found.asked.day in ("", hours.day):
                yield _entry(row, hours, first_day)


def _entry(row: Mapping[Hashable, Any], hours: OpenHours, first_day: date) -> list[str]:
    at = list(DAYS).index(hours.day)
    day = first_day + timedelta(days=(at - first_day.weekday()) % len(DAYS))
    mark = f"{row['asset_id']} {hours.day} {hours.begins} {hours.ends}"
    uid = hashlib.sha256(mark.encode("utf-8", "replace")).hexdigest()[:32]
    about = [f"{name}: {row[key]}" for name, key in TOLD if row[key]]
    return [
        "BEGIN:VEVENT",
        f"UID:{uid}@{DOMAIN}",
        f"DTSTAMP:{first_day:%Y%m%d}T000000Z",
        f"DTSTART;TZID={ZONE}:{datetime.combine(day, hours.begins):%Y%m%dT%H%M%S}",
        f"DTEND;TZID={ZONE}:{datetime.combine(day, hours.ends):%Y%m%dT%H%M%S}",
        f"RRULE:FREQ=WEEKLY;COUNT={WEEKS}",
        f"SUMMARY:{escaped(row['name'])}",
        f"DESCRIPTION:{escaped('. '.join(each.rstrip('. ') for each in about))}.",
        *([f"LOCATION:{escaped(row['address'])}"] if row["address"] else []),
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


TOLD: Final = (
    ("Hours as listed", "hours"),
    ("Ask first", "ask"),
    ("For ages", "ages"),
    ("How to reach it", "contact"),
    ("How sure", "how_sure"),
)

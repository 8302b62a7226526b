"""The actions of a meeting as a calendar: an entry for the whole of the day each is due (RFC 5545).

All-day events and not to-dos (VTODO), which calendars that people have do not all import. An entry
keeps the id of its action, so that a later file changes it, rather than stand beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final

from geodata.plain import plain_line
from geodata.store.kinds.meeting import Meeting
from geodata.store.kinds.note import Note
from geodata.store.record import Record
from layers.meeting.minutes_typed import NO_OWNER
from layers.said.calendars import DOMAIN, calendar_file, escaped, escaped_lines
from layers.said.days import day_words

LONGEST_WHAT: Final = 150  # letters of a heading, which programs show to 255
LONGEST_WHO: Final = 60


def actions_calendar(meeting: Record, notes: Sequence[Record]) -> str:
    """Return a calendar of the actions that have a day; the others are `without_day`.

    It is made of what is kept alone: the same actions give the same bytes on any day.
    """
    dated = [each for each in _actions(notes) if _note(each).due]
    return calendar_file("Meeting", (_entry(each, meeting) for each in dated))


def with_day(notes: Sequence[Record]) -> int:
    """Count the actions that the calendar holds."""
    return sum(_note(each).due != "" for each in _actions(notes))


def without_day(notes: Sequence[Record]) -> int:
    """Count the actions that the calendar cannot hold: no day is set."""
    return sum(_note(each).due == "" for each in _actions(notes))


def _actions(notes: Sequence[Record]) -> Iterator[Record]:
    for each in notes:
        if isinstance(each.body, Note) and each.body.sort == "action" and not each.is_removed:
            yield each


def _note(record: Record) -> Note:
    if not isinstance(record.body, Note):
        raise TypeError(record.kind)
    return record.body


def _entry(record: Record, meeting: Record) -> Iterator[str]:
    """Yield the lines of an action's entry."""
    action = _note(record)
    day = date.fromisoformat(action.due)
    yield from ("BEGIN:VEVENT", f"UID:{escaped(record.id)}@{DOMAIN}")
    yield f"DTSTAMP:{_stamp(record.changed_at)}"
    yield f"LAST-MODIFIED:{_stamp(record.changed_at)}"
    yield f"SEQUENCE:{max(record.version - 1, 0)}"
    yield f"DTSTART;VALUE=DATE:{_day(day)}"
    if day < date.max:  # nothing comes after it; an entry without an end lasts its one day
        yield f"DTEND;VALUE=DATE:{_day(day + timedelta(days=1))}"
    yield f"SUMMARY:{escaped(_heading(action))}"
    yield f"DESCRIPTION:{escaped_lines(_told(action, meeting))}"
    yield from ("TRANSP:TRANSPARENT", "X-MICROSOFT-CDO-BUSYSTATUS:FREE", "END:VEVENT")


def _heading(action: Note) -> str:
    """Return an action as one line: whether it is done, what, and who."""
    done = "Done: " if action.is_done else ""
    who = _clipped(action.owner, LONGEST_WHO) or NO_OWNER
    return f"{done}{_clipped(action.words, LONGEST_WHAT)} ({who})"


def _clipped(words: str, longest: int) -> str:
    line = " ".join(plain_line(words).split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def _told(action: Note, meeting: Record) -> Iterator[str]:
    """Yield all that is kept of an action, line by line: what it is comes first, whole."""
    yield from action.words.splitlines()
    yield f"Who: {action.owner or NO_OWNER}"
    yield f"By when: {day_words(action.due)}"
    yield f"State: {'done' if action.is_done else 'to do'}"
    body = meeting.body
    about, on = (body.place, day_words(body.on)) if isinstance(body, Meeting) else ("", "")
    yield f"Meeting: {', '.join(filter(None, (meeting.title, about, on)))}"


def _day(day: date) -> str:
    return day.isoformat().replace("-", "")


def _stamp(when: str) -> str:
    """Return a moment as calendars write it: "20261122T041000Z"."""
    at = datetime.fromisoformat(when).astimezone(UTC)
    return f"{at.isoformat(timespec='seconds')[:19].replace('-', '').replace(':', '')}Z"

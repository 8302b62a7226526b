"""The files of a meeting: minutes as PDF and Word, actions as a calendar, one to lead it by."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from functools import partial
from typing import Final

from geodata.model import Pack
from geodata.store.faults import StoreError
from geodata.store.kinds import is_of_pack
from layers.meeting.calendar import actions_calendar, with_day, without_day
from layers.said.numbers import counted
from mapping.meeting.file import render_meeting_html
from mapping.meeting.kept import KeptMeeting, meeting_words, read_meeting
from mapping.meeting.minutes import FORMATS, kept_minutes, write_minutes
from mapping.meeting.shown import Shown
from mapping.meeting.since_kept import scene_again
from mapping.pages.frame.page import Download
from mapping.served.store import served_store

LABELS: Final = {
    **{each.key: each.label for each in FORMATS.values()},
    "html": "Download the meeting to lead with no network (HTML)",
}
CALENDAR: Final = "Download the actions as a calendar (ICS)"


def meeting_files(seen: KeptMeeting, pack: Pack) -> Iterator[Download]:
    """Yield the files of a meeting, each as it is kept when somebody asks for it.

    Parameters
    ----------
    seen
        The meeting as the page shows it: what is handed out where the store cannot be read.
    """
    if not is_of_pack(seen.body, pack.info.key):
        return  # its places mean nothing in this pack
    place_id = seen.body.place_id
    places = (place_id,) if place_id in pack.places.index else ()
    for form, label in LABELS.items():
        yield Download(
            label=label,
            name=f"{_title(seen)} meeting",
            make=partial(_made, seen, pack, form),
            ending=form,
            places=places,
            key=partial(_contents, seen, pack, form),
        )
    if with_day(seen.notes):
        left = without_day(seen.notes)
        lacks = f" {counted(left, 'actions')} with no day left out." if left else ""
        yield Download(
            label=CALENDAR,
            name=f"{_title(seen)} actions",
            make=lambda: _calendar(_now(seen)),
            ending="ics",
            help=f"Each action on the day it is due.{lacks}",
            places=places,
        )


def _made(seen: KeptMeeting, pack: Pack, form: str) -> str | bytes:
    meeting = _now(seen)
    if form in FORMATS:
        return write_minutes(kept_minutes(served_store(), meeting, pack), form)
    return render_meeting_html(_title(meeting), list(_shown(meeting, pack)), pack)


def _calendar(meeting: KeptMeeting) -> str:
    return actions_calendar(meeting.record, meeting.notes)


def _contents(seen: KeptMeeting, pack: Pack, form: str) -> Hashable:
    """Return what a file is made of: the versions of all that stands in it, and the pack."""
    meeting = _now(seen)
    parts = [meeting.record, *meeting.scenes, *meeting.notes]
    try:
        before = read_meeting(served_store(), meeting.body.follows)
    except StoreError:
        before = None
    parts += [before.record, *before.scenes, *before.notes] if before else []
    versions = tuple((each.id, each.version) for each in parts)
    return "meeting", form, pack.content_hash, versions


def _now(seen: KeptMeeting) -> KeptMeeting:
    """Return a meeting as it is kept now; as it was seen where that cannot be read."""
    try:
        return read_meeting(served_store(), seen.record.id) or seen
    except StoreError:
        return seen


def _shown(meeting: KeptMeeting, pack: Pack) -> Iterator[Shown]:
    """Yield the scenes that can be shown with this pack, in order; the page marks the others."""
    again = (scene_again(each, pack) for each in meeting.scenes)
    return (each for each in again if isinstance(each, Shown))


def _title(meeting: KeptMeeting) -> str:
    return meeting_words(meeting.record)

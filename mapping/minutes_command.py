"""python -m mapping minutes: a kept meeting as a document, or its actions as a calendar."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Final

from geodata.ending import path_named
from geodata.errors import Problem, QuestionError, quoted
from geodata.model import Pack
from geodata.store.kinds import is_of_pack
from geodata.store.kinds.meeting import Meeting
from geodata.store.record import Record
from geodata.store.store import Store, open_store
from geodata.written import write_file
from layers.meeting.calendar import actions_calendar, with_day, without_day
from layers.said.numbers import counted
from mapping.exports_command import say_noted
from mapping.meeting.kept import KeptMeeting, read_meeting
from mapping.meeting.live.codes import SHORTEST, find_meeting
from mapping.meeting.minutes import FORMATS, kept_minutes, write_minutes
from mapping.profile.branding import PLAIN
from mapping.profile.branding_file import read_branding

CALENDAR: Final = "ics"
FORMS: Final = (*FORMATS, CALENDAR)
MOST_NAMED: Final = 5


def add_minutes_options(parser: argparse.ArgumentParser) -> None:
    """Add which meeting, and the file to write."""
    parser.add_argument(
        "--meeting", required=True, help="its code, as its address has it, or its title"
    )
    parser.add_argument(
        "--brand", type=path_named, help="a file that says whose documents they are"
    )
    parser.add_argument(
        "--out",
        type=path_named,
        required=True,
        help=f"the file to write: .{', .'.join(FORMATS)}, or .{CALENDAR} for its actions",
    )


def write_minutes_file(options: argparse.Namespace, pack: Pack) -> Path:
    """Write the minutes of a meeting, or its actions, in the format that the file’s name says."""
    path: Path = options.out
    form = _form(path)
    store = open_store()
    try:
        meeting = find_kept_meeting(store, options.meeting)
        _require_pack(meeting, pack)
        if form == CALENDAR:
            content, what = _calendar(meeting), "actions of a meeting"
        else:
            brand = read_branding(options.brand) if options.brand is not None else PLAIN
            content = write_minutes(kept_minutes(store, meeting, pack, brand), form)
            what = "minutes of a meeting"
    finally:
        store.close()
    write_file(path, content)
    say_noted(f"{what} ({form})", pack, filter(None, [meeting.body.place_id]))
    return path


def _calendar(meeting: KeptMeeting) -> bytes:
    """Return the actions that have a day as a calendar; how many have none is told beside it.

    Raises
    ------
    QuestionError
        None has one: a calendar cannot be empty.
    """
    left = without_day(meeting.notes)
    if not with_day(meeting.notes):
        raise QuestionError(
            Problem(
                where="--out",
                found=f"{counted(left, 'actions')} with no day" if left else "no action",
                expected="an action with a day that it is due",
                fix="Set a day on the page Meeting; the minutes hold what has none.",
            )
        )
    if left:
        print(f"{counted(left, 'actions')} with no day left out.", file=sys.stderr)
    return actions_calendar(meeting.record, meeting.notes).encode()


def find_kept_meeting(store: Store, said: str) -> KeptMeeting:
    """Return the meeting that is meant: by the code of its address, or by its title.

    Raises
    ------
    QuestionError
        There is none, or several are called so.
    """
    every, by_code = store.records("meeting"), find_meeting(store, said.strip())
    found = [each for each in every if each.title == said]
    if by_code is not None and not by_code.is_removed:
        found = [by_code]
    meeting = read_meeting(store, found[0].id) if len(found) == 1 else None
    if meeting is not None:
        return meeting
    named = ", ".join(_called(each) for each in (found or every)[:MOST_NAMED])
    expected = f"one of: {named}" if named else "a meeting, and none is kept"
    raise QuestionError(
        Problem(
            where="--meeting",
            found=f"{len(found)} meetings called {quoted(said)}" if found else quoted(said),
            expected=expected,
            fix="Give its code. The setting KNOW_YOUR_PATCH_STORE says which store is read.",
        )
    )


def _called(meeting: Record) -> str:
    return f"{meeting.id[:SHORTEST]} ({quoted(meeting.title)})"


def _form(path: Path) -> str:
    form = path.suffix.lower().lstrip(".")
    if form in FORMS:
        return form
    raise QuestionError(
        Problem(
            where="--out",
            found=quoted(path.name),
            expected=f"a file whose name ends in .{' or .'.join(FORMS)}",
            fix="Call it, for example, minutes.pdf.",
        )
    )


def _require_pack(meeting: KeptMeeting, pack: Pack) -> None:
    """Refuse another pack than the meeting’s: its places mean nothing there."""
    body: Meeting = meeting.body
    if is_of_pack(body, pack.info.key):
        return
    raise QuestionError(
        Problem(
            where="--pack",
            found=f"the pack {quoted(pack.info.key)}",
            expected=f"the pack {quoted(body.pack)}, which the meeting was prepared with",
            fix="Name the folder of that pack.",
        )
    )

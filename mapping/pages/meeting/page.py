"""Meeting: begin one about a place with one press; lead it, follow it, and what is kept of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import streamlit as st

from geodata.errors import Problem
from geodata.model import Pack
from geodata.store.faults import StoreError
from layers.question.question import Question
from mapping.component.widgets import go_to_address
from mapping.meeting.kept import read_meeting
from mapping.pages.frame.asked import chosen
from mapping.pages.frame.choices import PLACE, Choice, Parts, problem_of
from mapping.pages.frame.page import Download, Page, Visit
from mapping.pages.frame.problems import show_problems
from mapping.pages.meeting.begin import GOES_TO, show_begin
from mapping.pages.meeting.changing import tells_why_refused
from mapping.pages.meeting.files import meeting_files
from mapping.pages.meeting.listed import show_listed
from mapping.pages.meeting.looked import look
from mapping.pages.meeting.one import CHANGES, show_one, show_removed_one
from mapping.served.store import served_store

ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
STYLE = Path(__file__).parent / "meeting.css"
READ = "What is kept of meetings cannot be read just now. What you typed is still here."
SEEN = "the meeting as this page last showed it"


def show_meeting(visit: Visit) -> None:
    """Show one meeting where one is chosen; else how to begin one, and those there are."""
    st.html(STYLE)
    meeting_id = chosen("meeting")
    with st.container(key="meeting"):  # with and without one: nothing below is made anew
        if meeting_id is None:
            _show_all(visit)
        else:
            _show_one(visit, meeting_id)
    going = st.session_state.pop(GOES_TO, "")
    go_to_address(going, going)


def _show_all(visit: Visit) -> None:
    is_told = show_begin(visit)
    try:
        show_listed(served_store(), visit.pack)
    except StoreError as error:
        if not is_told:
            show_problems(READ, error.problems)


def _show_one(visit: Visit, meeting_id: str) -> None:
    """Show a meeting; where it cannot be read, as it was last seen here, and why."""
    try:
        store = served_store()
        looked = look(store, meeting_id, has_changes=bool(st.session_state.get(CHANGES)))
        if looked is None:
            show_removed_one(store, meeting_id)
    except StoreError as error:
        if not tells_why_refused():  # one message: where somebody typed, if they just did
            show_problems(READ, error.problems)
        looked = st.session_state.get(SEEN)
        if looked is not None and looked.kept.record.id == meeting_id:
            show_one(visit, looked)
        return
    st.session_state[SEEN] = looked
    if looked is not None:
        show_one(visit, looked)


def _downloads(visit: Visit) -> Iterable[Download]:
    """Hand out the documents of the meeting that is shown; none where it cannot be read."""
    meeting_id = chosen("meeting")
    if meeting_id is None:
        return ()
    try:
        kept = read_meeting(served_store(), meeting_id)
    except StoreError:
        return ()  # the page has told why
    return () if kept is None else meeting_files(kept, visit.pack)


def _faults(value: str, _pack: Pack, _question: Question, _parts: Parts) -> Iterator[Problem]:
    """Find what is no id at all; the page itself tells of a meeting that is not there."""
    if ID.fullmatch(value) is None:
        yield problem_of("meeting", value, "the id of a meeting", "All meetings are shown.")


MEETING = Choice(name="meeting", faults=_faults)
PAGE = Page(
    title="Meeting",
    url_path="meeting",
    answers="How to lead a meeting about a place on one screen: its questions in order, what is "
    "said, and what is agreed.",
    show=show_meeting,
    order=10,
    help=(
        "A meeting begins with a ready-made agenda about a place. “Add to meeting” on any page "
        "keeps what is seen there as one more scene.",
        "Others open the meeting’s address, follow the screen and write from a telephone.",
        "Write what was said, not who said it: no name of a child or a family. Whoever can open "
        "this app can read and change what is kept here.",
        "Each change is kept with the one before it, and can be taken back.",
    ),
    downloads=_downloads,
    has_question=False,
    is_scene=False,
    keeps_place=True,
    choices=(PLACE, MEETING),
)

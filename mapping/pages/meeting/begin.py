"""Begin a meeting: choose a place, press once; it stands with its agenda, open to be led."""

from __future__ import annotations

from datetime import date
from typing import Final

import streamlit as st

from geodata.errors import DataError
from geodata.model import Pack
from geodata.store.faults import StoreError
from geodata.store.record import Record
from layers.places import find_place, places_of_kind
from layers.question.sentence import question_sentence
from layers.said.sentences import opened
from mapping.meeting.live.codes import code_of
from mapping.meeting.live.drawing import draw_soon
from mapping.meeting.making import begin_meeting
from mapping.pages.frame.asked import choose, chosen
from mapping.pages.frame.drawing import show
from mapping.pages.frame.page import Visit
from mapping.pages.frame.problems import show_problems
from mapping.pages.frame.to_meeting import LAST
from mapping.pages.frame.widgets import choose_one, notice, press, show_at_work
from mapping.pages.meeting.items import lead_path
from mapping.pages.meeting.looked import meetings_about
from mapping.served.store import served_store

GOES_TO: Final = "the address that this run of the page opens"
NOT_BEGUN: Final = "The meeting could not be begun. What you chose is still here."
PREPARING: Final = "The agenda is being put together."
NONE: Final = ""
FIRST: Final = 2  # scenes that are drawn while the screen is opened
BEFORE: Final = "meeting-before"


def show_begin(visit: Visit) -> bool:
    """Show what a meeting is begun with; tells whether it was told that the store failed."""
    pack = visit.pack
    if pack.places.empty:
        notice("info", "There is no place here that a meeting could be about.")
        return False
    show("meeting/begin.html", question=question_sentence(visit.question, pack))
    first, second, third = st.columns(3)
    place_id = chosen("place")
    with first:
        kind = _choose_kind(visit, place_id)
    with second:
        place_id = _choose_place(pack, kind, place_id)
    with third:
        before = _choose_before(place_id)
    with st.container(horizontal=True):
        leads = press("Begin the meeting on this screen", key="meeting-begin", is_first=True)
        prepares = press("Prepare it first", key="meeting-prepare")
    if leads or prepares:
        return _begin(visit, place_id, before, leads=leads)
    return False


def _choose_kind(visit: Visit, place_id: str | None) -> str:
    pack = visit.pack
    labels = {key: kind.label for key, kind in pack.info.place_kinds.items()}
    kinds = [key for key in labels if key in set(pack.places["kind"])]
    usual = str(pack.places["kind"][place_id]) if place_id else visit.question.place_kind
    key = f"meeting-kind-{usual}"
    return str(
        choose_one(
            "Which kind of place",
            kinds,
            usual if usual in kinds else kinds[0],
            lambda each: opened(labels[each]),
            key=key,
        )
    )


def _choose_place(pack: Pack, kind: str, place_id: str | None) -> str:
    places = places_of_kind(pack, kind)
    ids = [str(each) for each in places.index]
    key = f"meeting-place-{kind}"
    return str(
        choose_one(
            "Which place",
            ids,
            place_id if place_id in ids else ids[0],
            lambda each: str(places["name"][each]),
            key=key,
        )
    )


def _choose_before(place_id: str) -> str:
    """Show which meeting it follows, where there was one about the place."""
    try:
        before = meetings_about(served_store(), place_id)
    except StoreError:
        return NONE  # told below, where the meetings there are would stand
    if not before:
        return NONE
    return str(
        choose_one(
            "The meeting before",
            [*before, NONE],
            next(iter(before)),
            lambda each: before[each] if each else "None",
            key=f"{BEFORE}-{place_id}",
        )
    )


def _code(meeting: Record) -> str:
    """Return the code of a meeting; its id where the store cannot tell which codes there are."""
    try:
        return code_of(served_store(), meeting)
    except StoreError:
        return meeting.id


def _begin(visit: Visit, place_id: str, before: str, *, leads: bool) -> bool:
    """Keep a meeting with its agenda, and open it; tells whether it was told that it cannot be."""
    today = date.today().isoformat()  # noqa: DTZ011 - the day in the room
    name = str(find_place(visit.pack, place_id)["name"])
    try:
        with show_at_work(PREPARING):
            begun = begin_meeting(
                served_store(),
                name,
                place_id,
                visit.question,
                visit.pack,
                on=today,
                follows=before,
            )
    except DataError as error:
        show_problems(NOT_BEGUN, error.problems)
        return True
    draw_soon(begun.scenes[:FIRST], visit.pack)
    st.session_state[LAST] = begun.record.id
    if leads:
        st.session_state[GOES_TO] = lead_path(_code(begun.record))
    choose("place", place_id)
    choose("meeting", begun.record.id)
    st.rerun()
    return False

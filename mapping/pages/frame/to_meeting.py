"""“Add to meeting”: what a page shows, kept as a scene of a meeting; the same on every page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, NamedTuple
from urllib.parse import urlencode

import streamlit as st

from geodata.errors import DataError, Problem, QuestionError
from geodata.model import Pack
from geodata.store.faults import StoreError
from geodata.store.kinds.meeting import Meeting
from geodata.store.record import Record, new_record
from geodata.store.store import Store
from layers.own_places.beside import published_part
from layers.own_places.recipes import OWN
from layers.places import find_place
from layers.question.address import query_from_question, query_string
from mapping.meeting.kept import meeting_words
from mapping.meeting.making import scene_seen
from mapping.meeting.showing import instead_of, parts_of, why_not
from mapping.pages.frame.asked import chosen
from mapping.pages.frame.page import Page, Visit
from mapping.pages.frame.problems import show_problems
from mapping.pages.frame.widgets import (
    choose_one,
    notice,
    open_dialog,
    press,
    say,
    write_words,
)
from mapping.served.store import served_store

ADD: Final = "Add to meeting"
NEW: Final = ""  # among the meetings: one that begins here
ALL: Final = ""  # among the places: all of the area
LAST: Final = "the meeting that a scene was added to last"
ADDING: Final = "what is being added to a meeting"
LONGEST_NAME: Final = 120
NOT_KEPT: Final = "It could not be kept. The page is as it was: nothing of it is lost."


class Seen(NamedTuple):
    """What is seen: a page, the words of its address, and which part of it."""

    page: str
    words: str
    part: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Adding:
    """What was added just now, or why it was not.

    Attributes
    ----------
    meeting, scene
        As they are kept; None before.
    is_new
        Whether the meeting began with it.
    is_undone
        Whether it was removed again.
    """

    meeting: Record | None = None
    scene: Record | None = None
    is_new: bool = False
    is_undone: bool = False
    problems: tuple[Problem, ...] = ()


@st.fragment
def show_to_meeting(page: Page, visit: Visit) -> None:
    """Show the button by which what the page shows is kept for a meeting.

    Nothing is read or worked out before somebody presses it.
    """
    with st.container(key="to-meeting"):
        if press(ADD, key="to-meeting-open"):
            st.session_state[ADDING] = Adding()
            open_dialog(ADD, lambda: show_dialog(page, visit))


def words_seen(page: Page, visit: Visit) -> str:
    """Return what stands after the question mark of an address that shows what is seen now.

    What of the page’s own address cannot be used is no part of it.
    """
    asked = query_from_question(visit.question, visit.pack) if page.has_question else {}
    further = {each.name: chosen(each.name) or "" for each in page.choices}
    further[OWN] = visit.pack.added.text if visit.pack.added is not None else ""
    return urlencode(asked | {name: value for name, value in further.items() if value})


def show_dialog(page: Page, visit: Visit) -> None:
    """Show what the dialog holds: the form, what was added, or why nothing can be."""
    adding: Adding = st.session_state.setdefault(ADDING, Adding())
    if adding.scene is None:
        refused = why_not(page.url_path)
        if refused:
            notice("info", refused)
        show_problems(NOT_KEPT, adding.problems)
        _show_form(page, visit)
    else:
        _show_added(adding)


def _show_form(page: Page, visit: Visit) -> None:
    """Show which meeting, and which part of the page."""
    try:
        meetings = meetings_known(served_store())
    except StoreError as error:
        show_problems("Meetings cannot be read just now.", error.problems)
        return
    ids = [*meetings, NEW]
    meeting_id = choose_one(
        "Which meeting",
        ids,
        ids[0],
        lambda key: meeting_words(meetings[key]) if key else "A new meeting",
        key=f"to-meeting-which-{ids[0]}",
    )
    name = ""
    if not meeting_id:
        name = write_words(
            "What it is called", _name(visit), most=LONGEST_NAME, key="to-meeting-name"
        )
    seen = _choose_seen(page, visit, meetings.get(meeting_id))
    press(
        "Add",
        lambda: _add(visit, seen, meetings.get(meeting_id), name.strip()),
        key="to-meeting-add",
        is_first=True,
    )


def _choose_seen(page: Page, visit: Visit, meeting: Record | None) -> Seen:
    """Show which part of the page; where the page is no scene, of which place one stands for it."""
    if why_not(page.url_path):
        return Seen(*instead_of(page.url_path, _choose_place(visit.pack, meeting)))
    words = words_seen(page, visit)
    parts, part = parts_of(page.url_path, words), ""
    if len(parts) > 1:
        part = choose_one("What of this page", list(parts), next(iter(parts)), parts.__getitem__,
                          key="to-meeting-part")  # fmt: skip
    return Seen(page.url_path, words, part)


def _choose_place(pack: Pack, meeting: Record | None) -> str:
    """Show which place: at first the one that the meeting is about, never where somebody asked."""
    places = pack.places
    names = {
        str(each): f"{row['name']} ({pack.info.place_kinds[row['kind']].label})"
        for each, row in places[["name", "kind"]].sort_values("name").iterrows()
    }
    about = meeting.body.place_id if meeting and isinstance(meeting.body, Meeting) else ""
    return str(
        choose_one(
            "Of which place",
            [ALL, *names],
            about if about in names else ALL,
            lambda key: names.get(key, f"All of {pack.info.title}"),
            key=f"to-meeting-place-{about}",
        )
    )


def meetings_known(store: Store) -> dict[str, Record]:
    """Return the meetings there are by their ids: the one added to last first, then the newest.

    Raises
    ------
    StoreError
        The store cannot be read now.
    """
    newest = sorted(store.records("meeting"), key=lambda each: each.changed_at, reverse=True)
    last = st.session_state.get(LAST)
    newest.sort(key=lambda each: each.id != last)
    return {each.id: each for each in newest}


def _name(visit: Visit) -> str:
    place = chosen("place")
    known = place in visit.pack.places.index
    return str(visit.pack.places["name"][place]) if known else visit.pack.info.title


def _add(visit: Visit, seen: Seen, meeting: Record | None, name: str) -> None:
    """Keep what is seen as the last scene of a meeting; of a new one together with it."""
    try:
        asks, scene = scene_seen(*seen, visit.pack)
        known = meeting or new_record(_meeting(visit), title=name or _name(visit))
        record = new_record(scene, title=asks, parent=known.id)
        store = served_store()
        kept = store.save_all([record] if meeting else [known, record])
    except (QuestionError, StoreError) as error:
        st.session_state[ADDING] = Adding(problems=error.problems)
        return
    st.session_state[LAST] = known.id
    st.session_state[ADDING] = Adding(meeting=known, scene=kept[-1], is_new=meeting is None)


def _meeting(visit: Visit) -> Meeting:
    """Return a meeting that begins here: about the place that is chosen, by the question asked."""
    pack, place_id = visit.pack, chosen("place") or ""
    return Meeting(
        place_id=place_id,
        place=str(find_place(pack, place_id)["name"]) if place_id else pack.info.title,
        pack=pack.info.key,
        pack_hash=published_part(pack).content_hash,
        question=query_string(visit.question, pack),
    )


def _show_added(adding: Adding) -> None:
    """Tell what was kept and where, with the way back."""
    meeting, scene = adding.meeting, adding.scene
    if meeting is None or scene is None:
        return
    show_problems("It could not be removed.", adding.problems)
    if adding.is_undone:
        gone = "Removed: the meeting" if adding.is_new else "Removed from"
        say(f"{gone} “{meeting.title}”.")
        return
    begun = "The meeting has begun with it" if adding.is_new else "It is the last scene there"
    notice("info", f"Kept in “{meeting.title}”: {scene.title}")
    say(f"{begun}. The order can be changed on the page Meeting.")
    press("Undo", lambda: _undo(adding), key="to-meeting-undo")


def _undo(adding: Adding) -> None:
    meeting, scene = adding.meeting, adding.scene
    gone = meeting if adding.is_new else scene
    if gone is None:
        return
    try:
        served_store().remove(gone.id)
    except DataError as error:
        st.session_state[ADDING] = replace(adding, problems=error.problems)
        return
    st.session_state[ADDING] = replace(adding, is_undone=True, problems=())

"""One meeting: where to lead and follow it, its running order, what was written and agreed."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

import streamlit as st

from geodata.model import Pack
from geodata.store.kinds import is_of_pack
from geodata.store.kinds.note import Note, Sort
from geodata.store.store import Store
from layers.said.days import day_words
from layers.said.sorts import SORTS
from mapping.component import base_path
from mapping.component.records import Item, show_records
from mapping.meeting.kept import NO_NAME, KeptMeeting
from mapping.pages.frame.asked import choose
from mapping.pages.frame.drawing import show
from mapping.pages.frame.page import Visit
from mapping.pages.frame.rooms import find_pages
from mapping.pages.frame.to_meeting import LAST
from mapping.pages.frame.widgets import fold, notice, press, tick
from mapping.pages.meeting.agreed import show_last_time
from mapping.pages.meeting.begin import BEFORE
from mapping.pages.meeting.changing import answer_just_now, take_act
from mapping.pages.meeting.items import (
    AGREED,
    SAID,
    about_item,
    lead_path,
    note_fields,
    note_item,
    note_of,
    removed_item,
    scene_item,
)
from mapping.pages.meeting.looked import Looked

SCENES: Final = "meeting-scenes"
DECIDED: Final = "meeting-decided"
NOTES: Final = "meeting-notes"
ABOUT: Final = "meeting-about"
GONE: Final = "meeting-gone"
REMOVED: Final = "meeting-removed"
CHANGES: Final = "meeting-changes"
HISTORY: Final = "meeting-history"
TO_ADD_FROM: Final = ("map", "needs-and-services", "places", "compare", "scenarios")
MOST_NAMES: Final = 3_000
HERE: Final = "localhost"
LISTS: Final[dict[str, tuple[str, str, str]]] = {
    AGREED[0]: ("Decisions and actions", "Nothing is agreed yet.", "Add a decision or an action"),
    SAID[0]: ("What was said", "Nothing is written down yet.", "Add a note"),
}
HOW_TO_ADD: Final = "“Add to meeting” on any other page adds what is seen there as the last scene."
BESIDE: Final = (
    f"What goes well stands first. {SORTS['story']} stands beside the figures and is never mixed "
    "into them."
)


def show_one(visit: Visit, looked: Looked) -> None:
    """Show a meeting."""
    kept = looked.kept
    st.session_state[LAST] = kept.record.id  # what “Add to meeting” offers first
    with st.container(horizontal=True):
        press("← All meetings", lambda: choose("meeting", None), key="meeting-all")
        press("Plan the next meeting", lambda: _plan_next(kept), key="meeting-next")
    _show_head(looked, visit.pack)
    if kept.body.follows:
        show_last_time(looked.before, visit.pack)
    order, written = st.columns([3, 2], gap="medium")
    with order:
        _show_order(visit, kept)
    with written:
        _show_written(kept, visit.pack)
    with fold("Name, day, and the meeting before; remove"):
        item = about_item(kept.record, looked.others)
        _show_list(ABOUT, [item], "This meeting", "", kept.record.id)
    _show_removed(looked)
    with fold("What was changed, and when"):
        tick("Show every change", key=CHANGES)
        if looked.changes is not None:
            _show_list(HISTORY, list(looked.changes), "What was changed", "", kept.record.id)


def _plan_next(kept: KeptMeeting) -> None:
    """Go to where a meeting is begun, about the same place and after this one."""
    place_id = kept.body.place_id
    st.session_state[f"{BEFORE}-{place_id}"] = kept.record.id
    choose("place", place_id or None)
    choose("meeting", None)


def show_removed_one(store: Store, meeting_id: str) -> None:
    """Show that a meeting is not there, and bring it back where that can be done."""
    press("← All meetings", lambda: choose("meeting", None), key="meeting-all")
    found = store.get(meeting_id)
    if found is None or not found.is_removed:
        notice("warning", "There is no such meeting. It may have been removed for good.")
        return
    notice("warning", "This meeting was removed. It can be brought back.")
    _show_list(GONE, [removed_item(found)], "The removed meeting", "", found.id)


def _show_head(looked: Looked, pack: Pack) -> None:
    kept, body = looked.kept, looked.kept.body
    origin = _origin()
    is_other = not is_of_pack(body, pack.info.key)
    show(
        "meeting/head.html",
        title=kept.record.title or NO_NAME,
        about=", ".join(
            each
            for each in (body.place, day_words(body.on))
            if each and each not in kept.record.title
        ),
        lead=lead_path(looked.code),
        follow=f"{origin}{base_path()}/m/{looked.code}",
        is_here_alone=is_loopback(origin),
        other="It was prepared with other data than is shown now: some scenes may not be found."
        if is_other
        else "",
    )


def _origin() -> str:
    """Return what the browser reached the app by: "http://10.20.3.4:8501"."""
    parts = urlsplit(st.context.url or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def is_loopback(origin: str) -> bool:
    """Whether an address reaches the machine alone that it is typed on."""
    name = urlsplit(origin).hostname or HERE
    if name == HERE or name.endswith(f".{HERE}"):
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def _show_order(visit: Visit, kept: KeptMeeting) -> None:
    pages = [page.url_path for page in find_pages()]
    show("meeting/heading.html", heading="Running order", small=HOW_TO_ADD)
    items = [scene_item(each, kept.body.scene, pages, visit.pack) for each in kept.scenes]
    none = "There is no scene yet. Add one from any page."
    show_records(
        SCENES,
        items,
        label="Running order",
        none=none,
        of=kept.record.id,
        is_ordered=True,
        on_act=lambda: take_act(SCENES, kept.record.id),
        answer=answer_just_now(SCENES),
    )
    with st.container(horizontal=True, key="meeting-add-from"):
        for page in find_pages():
            if page.url_path in TO_ADD_FROM:
                press(
                    f"Add from {page.title}",
                    visit.go_to,
                    (page.url_path,),
                    key=f"meeting-from-{page.url_path}",
                )


def _show_written(kept: KeptMeeting, pack: Pack) -> None:
    """Show what is agreed, then what was said, strengths first."""
    show("meeting/heading.html", heading="Decisions and actions", small="")
    _show_notes(DECIDED, kept, pack, AGREED)
    show("meeting/heading.html", heading="What was said", small=BESIDE)
    _show_notes(NOTES, kept, pack, SAID)


def _show_notes(key: str, kept: KeptMeeting, pack: Pack, sorts: Sequence[Sort]) -> None:
    written = [each for each in kept.notes if note_of(each).sort in sorts]
    written.sort(key=lambda each: sorts.index(note_of(each).sort))
    label, none, words = LISTS[sorts[0]]
    show_records(
        key,
        [note_item(each) for each in written],
        label=label,
        none=none,
        of=kept.record.id,
        on_act=lambda: take_act(key, kept.record.id),
        add=(words, note_fields(Note(sort=sorts[0], words=""), sorts)),
        answer=answer_just_now(key),
        names=_names(pack),
    )


def _names(pack: Pack) -> list[str]:
    """Return names of places and services, which are no names of persons."""
    named = dict.fromkeys([*map(str, pack.places["name"]), *map(str, pack.assets["name"])])
    return list(named)[:MOST_NAMES]


def _show_removed(looked: Looked) -> None:
    """Show what was removed from the meeting, to be brought back."""
    if looked.removed:
        with fold(f"Removed from this meeting ({len(looked.removed):,})"):
            items = [removed_item(each) for each in looked.removed]
            _show_list(REMOVED, items, "What was removed", "", looked.kept.record.id)


def _show_list(key: str, items: list[Item], label: str, none: str, meeting_id: str) -> None:
    show_records(
        key,
        items,
        label=label,
        none=none,
        of=meeting_id,
        on_act=lambda: take_act(key, meeting_id),
        answer=answer_just_now(key),
    )

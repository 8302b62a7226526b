"""The meetings there are, the newest first; those that were removed, to be brought back."""

from __future__ import annotations

from collections import Counter
from typing import Final

import streamlit as st

from geodata.model import Pack
from geodata.store.kinds import is_of_pack
from geodata.store.store import Store
from layers.said.numbers import counted
from mapping.component.records import Item, read_act, show_records
from mapping.pages.frame.asked import choose
from mapping.pages.frame.drawing import show
from mapping.pages.frame.widgets import fold
from mapping.pages.meeting.changing import answer_just_now, take_act
from mapping.pages.meeting.items import meeting_item, removed_item
from mapping.pages.meeting.looked import newest_first

SHOWN: Final = 20
MEETINGS: Final = "meetings"
OLDER: Final = "meetings-older"
ELSEWHERE: Final = "meetings-elsewhere"
REMOVED: Final = "meetings-removed"


def show_listed(store: Store, pack: Pack) -> None:
    """Show the meetings there are; those about other data apart."""
    found = newest_first(list(store.records("meeting")))
    parts = _parts(store)
    here = [each for each in found if is_of_pack(each.body, pack.info.key)]
    elsewhere = [each for each in found if each not in here]
    show("meeting/heading.html", heading="Meetings", small="")
    items = [meeting_item(each, parts.get(each.id, "")) for each in here]
    _show_list(MEETINGS, items[:SHOWN], "Meetings", "There is none yet.")
    if items[SHOWN:]:
        with fold(f"Older meetings ({len(items) - SHOWN:,})"):
            _show_list(OLDER, items[SHOWN:], "Older meetings", "")
    if elsewhere:
        with fold(f"Meetings about other data ({len(elsewhere):,})"):
            others = [meeting_item(each, parts.get(each.id, "")) for each in elsewhere]
            _show_list(ELSEWHERE, others, "Meetings about other data", "")
    removed = [removed_item(each) for each in store.records("meeting", is_removed=True)]
    if removed:
        with fold(f"Removed meetings ({len(removed):,})"):
            _show_list(REMOVED, removed, "Removed meetings", "")


def _show_list(key: str, items: list[Item], label: str, none: str) -> None:
    show_records(
        key,
        items,
        label=label,
        none=none,
        on_act=lambda: _take(key),
        answer=answer_just_now(key),
    )


def _take(key: str) -> None:
    act = read_act(st.session_state[key].act)
    if act is not None and act.act == "open":
        choose("meeting", act.id)
    else:
        take_act(key)


def _parts(store: Store) -> dict[str | None, str]:
    """Return how much each meeting holds, in words."""
    scenes = Counter(each.parent for each in store.records("scene"))
    notes = Counter(each.parent for each in store.records("note"))
    return {
        key: ", ".join(
            counted(number, what)
            for number, what in ((scenes[key], "scenes"), (notes[key], "notes"))
            if number
        )
        for key in {*scenes, *notes}
    }

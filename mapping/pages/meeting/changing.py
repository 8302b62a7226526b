"""What people do to what is kept of a meeting: each act one change, answered in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final, cast

import streamlit as st

from geodata.errors import Problem
from geodata.store.faults import StoreError
from geodata.store.kinds.meeting import Meeting
from geodata.store.kinds.note import Note, Sort
from geodata.store.kinds.scene import Scene
from geodata.store.record import Record, Stale, new_record
from geodata.store.store import Store
from mapping.component.records import Act, Answer, read_act
from mapping.served.store import served_store

ANSWERS: Final = "what came of the last act on"
YES: Final = "yes"

Done = tuple[Record | Stale, str]
"""What is kept now, and what to say of it."""


def take_act(key: str, meeting_id: str = "") -> None:
    """Do what was asked for in a list, and remember what came of it for the list to show.

    Parameters
    ----------
    key
        Of the list.
    meeting_id
        The meeting that new notes are a part of.
    """
    act = read_act(st.session_state[key].act)
    if act is not None:
        st.session_state[f"{ANSWERS} {key}"] = answer_of(act, meeting_id)


def answer_just_now(key: str) -> Answer | None:
    """Return what came of the last act in a list; told once."""
    answer: Answer | None = st.session_state.pop(f"{ANSWERS} {key}", None)
    return answer


def tells_why_refused() -> bool:
    """Whether a list is about to tell why something could not be kept, where it was typed."""
    held = [value for name, value in st.session_state.items() if str(name).startswith(ANSWERS)]
    return any(isinstance(each, Answer) and each.state == "refused" and each.lines for each in held)


def answer_of(act: Act, meeting_id: str) -> Answer:
    """Do what was asked for, and return what came of it; a fault is told and changes nothing."""
    does = _DOES.get(act.act)
    if does is None:
        return Answer(token=act.token, state="refused")
    try:
        found, said = does(served_store(), act, meeting_id)
    except StoreError as error:
        lines = tuple(problem.sentence() for problem in error.problems)
        return Answer(token=act.token, state="refused", lines=lines)
    is_draft = act.act in ("save", "add")
    if isinstance(found, Stale) and not found.is_same:
        return Answer(token=act.token, state="stale")  # its words are those of `versions.js`
    kept = found.theirs if isinstance(found, Stale) else found
    can_undo = act.act not in ("add", "undo") and kept.version > 1
    return Answer(
        token=act.token,
        state="kept",
        lines=(said,),
        undo=(kept.id, kept.version) if can_undo else None,
        ends_draft=is_draft,
    )


def _save(store: Store, act: Act, _meeting_id: str) -> Done:
    return store.save(changed(_there(store, act), act), expected=act.expected), "Saved."


def _add(store: Store, act: Act, meeting_id: str) -> Done:
    body = Note(sort="note", words="")
    fresh = replace(new_record(body, parent=meeting_id), id=act.id)
    return store.save(changed(fresh, act), expected=0), "Added."


def _tick(store: Store, act: Act, _meeting_id: str) -> Done:
    found = _there(store, act)
    said = "Saved."
    for name, value in act.values.items():
        if name == "shared":
            found = replace(found, shared=value == YES)
            said = "It may be shared." if found.shared else "It is not for sharing."
        elif name == "is_done" and isinstance(found.body, Note):
            found = replace(found, body=replace(found.body, is_done=value == YES))
            said = "Marked as done." if value == YES else "Marked as not done yet."
    return store.save(found, expected=act.expected), said


def _move(store: Store, act: Act, _meeting_id: str) -> Done:
    moved = store.move(act.id, act.before or None, expected=act.expected)
    if isinstance(moved, Stale):
        return moved, ""
    ids = [each.id for each in store.records(moved.kind, moved.parent)]
    at = ids.index(moved.id) + 1 if moved.id in ids else 0
    return moved, f"Moved: it is number {at} of {len(ids)} now."


def _remove(store: Store, act: Act, _meeting_id: str) -> Done:
    return store.remove(act.id, expected=act.expected), "Removed. It can be brought back."


def _undo(store: Store, act: Act, _meeting_id: str) -> Done:
    return store.undo(act.id, expected=act.expected), "Taken back."


def _bring_back(store: Store, act: Act, _meeting_id: str) -> Done:
    return store.bring_back(act.id, expected=act.expected), "Brought back."


def _go_back(store: Store, act: Act, _meeting_id: str) -> Done:
    """Bring an older version back: its id is that of the record, and the version after it."""
    record_id, _, version = act.id.partition(" ")
    there = _there(store, replace(act, id=record_id))
    if not version.isdecimal() or int(version) > there.version:
        return there, "There is no such version."
    found = store.go_back(record_id, int(version), expected=act.expected)
    return found, "Brought back as it was then."


_DOES: Final[dict[str, Callable[[Store, Act, str], Done]]] = {
    "save": _save,
    "add": _add,
    "tick": _tick,
    "move": _move,
    "remove": _remove,
    "undo": _undo,
    "bring_back": _bring_back,
    "go_back": _go_back,
}


def changed(record: Record, act: Act) -> Record:
    """Return a record with what is typed in its form.

    Raises
    ------
    StoreError
        What has to be said is empty.
    """
    values, body = act.values, record.body
    if isinstance(body, Note):
        written = replace(
            body,
            sort=cast("Sort", values.get("sort", body.sort)),  # the store refuses any other
            words=_said(values.get("words", body.words), "the words"),
            owner=_one_line(values.get("owner", body.owner)),
            due=values.get("due", body.due),
        )
        if written.sort != "action":
            written = replace(written, owner="", due="", is_done=False)
        return replace(record, body=written)
    title = _said(_one_line(values.get("title", record.title)), "its name")
    if isinstance(body, Meeting):
        on, follows = values.get("on", body.on), values.get("follows", body.follows)
        return replace(record, title=title, body=replace(body, on=on, follows=follows))
    return replace(record, title=title) if isinstance(body, Scene) else record


def _there(store: Store, act: Act) -> Record:
    found = store.get(act.id)
    if found is None:
        raise StoreError(
            Problem(
                where="what was changed",
                found="what is no longer kept",
                expected="something that is",
                fix="It was removed for good. What you typed is still with you.",
            )
        )
    return found


def _said(text: str, what: str) -> str:
    if text.strip():
        return text.strip()
    raise StoreError(
        Problem(where=what, found="nothing", expected="some words", fix="Write them, and save.")
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())

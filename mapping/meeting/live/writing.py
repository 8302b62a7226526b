"""What is written in a meeting by those who follow it: notes, the scene shown, the running order.

Each is asked of the store in a thread, and is for one meeting: an id of another, or of another
kind, is none of its own.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any, Final, Literal

from geodata.errors import QuestionError, quoted
from geodata.model import Pack
from geodata.store.kinds import read_body
from geodata.store.kinds.meeting import Meeting
from geodata.store.kinds.note import Note
from geodata.store.kinds.scene import Scene
from geodata.store.record import Record, Stale
from geodata.store.store import Store
from mapping.meeting.live.sent import Sent, problem
from mapping.meeting.making import scene_seen
from mapping.served.posted import PostedError

FIELDS: Final = ("sort", "words", "pin", "owner", "due", "is_done")
MOST_TRIES: Final = 5  # at showing a scene, while others change the meeting


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSent:
    """A note as it was sent.

    Attributes
    ----------
    expected
        The version that it is a change of; 0 for a new one.
    """

    id: str
    expected: int
    body: Note
    shared: bool
    by: str | None


def read_note(sent: Sent) -> NoteSent:
    """Return the note that was sent.

    Raises
    ------
    PostedError
        It is none.
    StoreError
        It holds what no note may.
    """
    note_id, expected = sent.take("id", str, ""), sent.version(is_needed=True)
    shared, by = sent.take("shared", bool, False), sent.role()  # noqa: FBT003
    fields: dict[str, Any] = {name: sent.words.pop(name) for name in FIELDS if name in sent.words}
    if not _is_id(note_id):
        found = quoted(note_id) if note_id else "nothing"
        sent.problems.append(problem("the note’s id", found, "a UUID", "Open the page again."))
    sent.end()
    body = read_body("note", json.dumps(fields), "the note")
    if not isinstance(body, Note) or not body.words.strip():
        wrong = problem("the note", "no words", "what was said", "Type what is to be kept.")
        raise PostedError(HTTPStatus.BAD_REQUEST, wrong)
    return NoteSent(id=note_id, expected=expected or 0, body=body, shared=shared, by=by)


def _is_id(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def keep_note(store: Store, meeting_id: str, note: NoteSent) -> Record | Stale:
    """Keep a note of a meeting, new or changed; what is sent twice is kept once.

    Raises
    ------
    PostedError
        Its id is that of something else, or of a note that is no more.
    StoreError
        It cannot be kept.
    """
    found = store.get(note.id)
    if found is not None and (found.kind, found.parent) != ("note", meeting_id):
        raise _none_here("note")
    if found is None:
        mine = Record(id=note.id, title="", body=note.body, parent=meeting_id, shared=note.shared)
    else:
        mine = replace(found, body=note.body, shared=note.shared, removed_at=None)
    mine = replace(mine, version=note.expected)
    if found is not None and found.is_removed:
        return _refused(store, Stale(mine=mine, theirs=found), note.expected)
    done = store.save(mine, expected=note.expected, by=note.by)
    return _refused(store, done, note.expected) if isinstance(done, Stale) else done


def _refused(store: Store, stale: Stale, expected: int) -> Record | Stale:
    """Return what is kept where this very change was kept before, and its answer was lost."""
    later = (each.record for each in store.history(stale.theirs.id))
    mine = replace(stale.mine, position=None)
    was_kept = any(
        Stale(mine=mine, theirs=each).is_same for each in later if each.version > expected
    )
    return stale.theirs if was_kept else stale


Step = Literal["remove", "undo", "move"]


def change(
    store: Store,
    meeting_id: str,
    kind: str,
    record_id: str,
    step: Step,
    *,
    before: str | None = None,
    expected: int | None = None,
    by: str | None = None,
) -> Record | Stale:
    """Remove or move a part of a meeting, or take back what was done to it last.

    Raises
    ------
    PostedError
        The meeting has no such part.
    StoreError
        It cannot be done.
    """
    part_of(store, meeting_id, kind, record_id)
    if step == "move":
        if before is not None:
            part_of(store, meeting_id, kind, before)
        return store.move(record_id, before, expected=expected, by=by)
    do = store.remove if step == "remove" else store.undo
    return do(record_id, expected=expected, by=by)


def show(store: Store, meeting_id: str, scene_id: str, by: str | None) -> Record | Stale:
    """Have a meeting show one of its scenes; "" for none.

    Raises
    ------
    PostedError
        It has no such scene, or is no more.
    StoreError
        It cannot be kept.
    """
    if scene_id:
        _refuse_removed(part_of(store, meeting_id, "scene", scene_id))
    done: Record | Stale | None = None
    for _ in range(MOST_TRIES):
        meeting = store.get(meeting_id)
        if meeting is None or meeting.is_removed or not isinstance(meeting.body, Meeting):
            raise _none_here("meeting")
        shown = replace(meeting, body=replace(meeting.body, scene=scene_id))
        done = store.save(shown, by=by)
        if isinstance(done, Record):
            return done
    if done is None:
        raise _none_here("meeting")
    return done


def asked_otherwise(store: Store, meeting_id: str, scene_id: str, words: str, pack: Pack) -> Record:
    """Return a scene with other words of its question, answered anew; nothing is kept yet.

    A scene that was given a name of its own keeps it. To answer may take seconds, in which nobody
    else is to wait for the store.

    Raises
    ------
    PostedError
        The meeting has no such scene.
    QuestionError
        The words cannot be used.
    StoreError
        The store cannot be read.
    """
    found = part_of(store, meeting_id, "scene", scene_id)
    _refuse_removed(found)
    body = found.body
    if not isinstance(body, Scene):
        raise _none_here("scene")
    title, changed = scene_seen(body.page, words, body.part, pack)
    if found.title and found.title != _usual_title(body, pack):
        title = found.title
    return replace(found, title=title, body=changed)


def keep_asked(
    store: Store, _meeting_id: str, asked: Record, *, expected: int, by: str | None
) -> Record | Stale:
    """Keep a scene with other words of its question, unless it was changed or removed meanwhile.

    Raises
    ------
    StoreError
        It cannot be kept.
    """
    done = store.save(asked, expected=expected, by=by)
    return _refused(store, done, expected) if isinstance(done, Stale) else done


def _usual_title(body: Scene, pack: Pack) -> str:
    try:
        return scene_seen(body.page, body.words, body.part, pack)[0]
    except QuestionError:
        return ""


def part_of(store: Store, meeting_id: str, kind: str, record_id: str) -> Record:
    """Return a part of a meeting, removed or not.

    Raises
    ------
    PostedError
        The meeting has no such part.
    StoreError
        The store cannot be read.
    """
    found = store.get(record_id) if _is_id(record_id) else None
    if found is None or (found.kind, found.parent) != (kind, meeting_id):
        raise _none_here(kind)
    return found


def scene_then(store: Store, meeting_id: str, scene_id: str, version: int) -> Record:
    """Return a scene as it was in one of its versions.

    Raises
    ------
    PostedError
        The meeting has no such scene, or it no such version.
    StoreError
        The store cannot be read.
    """
    now = part_of(store, meeting_id, "scene", scene_id)
    if now.version == version:
        return now
    for each in store.history(scene_id):
        if each.record.version == version:
            return each.record
    raise _none_here("scene")


def _refuse_removed(record: Record) -> None:
    if record.is_removed:
        raise _none_here(record.kind)


def _none_here(kind: str) -> PostedError:
    wrong = problem(
        f"this {kind}",
        f"no {kind} of this meeting by this id",
        "one that is there",
        "Look at the list again: it may have been removed.",
    )
    return PostedError(HTTPStatus.NOT_FOUND, wrong)

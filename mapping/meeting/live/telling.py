"""What a meeting tells those who follow it: plain values for JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any, Final

from geodata.store.kinds.meeting import Meeting
from geodata.store.kinds.note import Note
from geodata.store.kinds.scene import Scene
from geodata.store.record import Record

Told = dict[str, Any]
PARTS: Final = ("meeting", "scenes", "notes")


def meeting_told(record: Record) -> Told:
    """Return a meeting: what it is called, and which scene is shown."""
    body = record.body
    if not isinstance(body, Meeting):
        raise TypeError(record.kind)
    said = {"title": record.title, "place": body.place, "scene": body.scene}
    return _known(record) | said


def scene_told(record: Record) -> Told:
    """Return a scene, but for its picture."""
    body = record.body
    if not isinstance(body, Scene):
        raise TypeError(record.kind)
    said = {"title": record.title, "page": body.page, "words": body.words, "part": body.part}
    return _known(record) | said


def note_told(record: Record) -> Told:
    """Return a note as it is kept."""
    body = record.body
    if not isinstance(body, Note):
        raise TypeError(record.kind)
    said = {"shared": record.shared, "by": record.changed_by, "at": record.changed_at}
    return _known(record) | asdict(body) | said


def _known(record: Record) -> Told:
    removed = {"is_removed": True} if record.is_removed else {}
    return {"id": record.id, "version": record.version, **removed}


def told(record: Record) -> Told:
    """Return a record of any of the three kinds."""
    return {"meeting": meeting_told, "scene": scene_told, "note": note_told}[record.kind](record)


def state_told(
    records: Iterable[Record], meeting_id: str, parts: Sequence[str] = PARTS
) -> dict[str, Any]:
    """Return some parts of a meeting out of its records, each whole and in order.

    The meeting is None where it is not among them: it was removed.
    """
    there = [each for each in records if not each.is_removed]
    meeting = next((each for each in there if each.id == meeting_id), None)
    every: dict[str, Any] = {
        "meeting": None if meeting is None else meeting_told(meeting),
        "scenes": [scene_told(each) for each in in_order(there, "scene")],
        "notes": [note_told(each) for each in in_order(there, "note")],
    }
    return {part: every[part] for part in parts}


def in_order(records: Iterable[Record], kind: str) -> list[Record]:
    """Return the records of a kind as they stand."""
    return sorted(
        (each for each in records if each.kind == kind),
        key=lambda each: (each.position or 0, each.created_at, each.id),
    )

"""The notes of meetings that are pinned to a map, read from the store for whoever looks at them."""

from __future__ import annotations

from typing import Any

from geodata.model import Pack
from geodata.store.faults import StoreError
from geodata.store.kinds import is_of_pack
from geodata.store.kinds.meeting import Meeting
from geodata.store.record import Record
from geodata.store.store import Store
from mapping.escape import plain_text
from mapping.map.layers.noted import STANDING, NotesLayer, note_rows, notes_layer
from mapping.served.store import served_store


def pinned_notes(store: Store, pack: Pack) -> tuple[Record, ...]:
    """Return the notes of meetings about a pack, and those of no meeting.

    Raises
    ------
    StoreError
        It cannot be read.
    """
    others = {
        each.id
        for each in store.records("meeting")
        if isinstance(each.body, Meeting) and not is_of_pack(each.body, pack.info.key)
    }
    return tuple(each for each in store.records("note") if each.parent not in others)


def read_notes(pack: Pack, *, is_shared_alone: bool = True) -> NotesLayer:
    """Return the notes on a map as they are kept now; else why they cannot be read."""
    try:
        records = pinned_notes(served_store(), pack)
    except StoreError as error:
        fault = " ".join(problem.sentence() for problem in error.problems)
        return notes_layer(pack, is_shared_alone=is_shared_alone, fault=fault)
    return notes_layer(pack, records, is_shared_alone=is_shared_alone)


def notes_body(pack: Pack) -> dict[str, Any]:
    """Return the layer of notes as the app's map draws and lists it."""
    layer = read_notes(pack, is_shared_alone=False)
    return {
        "title": plain_text(layer.title),
        "said": plain_text(layer.sentence()),
        "period": "",
        "standing": STANDING,
        "sources": [],
        "credits": [],
        "said_by_people": note_rows(layer),
    }

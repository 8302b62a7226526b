"""What was changed in a meeting, and when: every version of it and of its parts."""

from __future__ import annotations

from typing import Final

from geodata.exports import NOT_STATED
from geodata.store.kinds.note import Note
from geodata.store.record import Entry, Record
from geodata.store.store import Store
from layers.said.days import day_words
from layers.said.sorts import SORTS
from mapping.component.records import Item
from mapping.meeting.kept import NO_NAME, KeptMeeting

LONGEST: Final = 120
MOST: Final = 200
GO_BACK: Final = ("go_back", "Bring this version back")


def history_items(store: Store, kept: KeptMeeting) -> tuple[Item, ...]:
    """Return the changes of a meeting and of its parts, the last first; the first are left out.

    Raises
    ------
    StoreError
        The store cannot be read now.
    """
    meeting_id = kept.record.id
    parts = [
        each
        for kind in ("scene", "note")
        for is_removed in (False, True)
        for each in store.records(kind, meeting_id, is_removed=is_removed)
    ]
    found = [(entry, each) for each in (kept.record, *parts) for entry in store.history(each.id)]
    found.sort(key=lambda pair: pair[0].mark, reverse=True)
    return tuple(_item(entry, now) for entry, now in found[:MOST])


def _item(entry: Entry, now: Record) -> Item:
    """Return a version as a row; one that differs from what is kept can be brought back."""
    then, at = entry.record, entry.record.changed_at
    back = f", as in version {entry.back_to}" if entry.back_to else ""
    by = f", by {then.changed_by}" if then.changed_by not in ("", NOT_STATED) else ""
    is_other = _seen(then) != _seen(now) and not (then.is_removed or now.is_removed)
    return Item(
        id=f"{then.id} {then.version}",
        version=now.version,
        title=_named(then),
        badge=entry.what[:1].upper() + entry.what[1:],
        lines=(f"{day_words(at[:10])}, {at[11:16]} (UTC){by}{back}.",),
        acts=(GO_BACK,) if is_other else (),
    )


def _seen(record: Record) -> tuple[object, ...]:
    return record.title, record.body, record.position, record.shared


def _named(record: Record) -> str:
    if isinstance(record.body, Note):
        said = f"{SORTS[record.body.sort]}: {record.body.words}"
    else:
        said = f"{record.kind.capitalize()}: {record.title or NO_NAME}"
    return said if len(said) <= LONGEST else f"{said[: LONGEST - 1]}…"

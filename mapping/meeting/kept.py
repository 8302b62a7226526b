"""A meeting as it is kept: the record itself, its scenes in order, and what was written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from geodata.store.kinds.meeting import Meeting
from geodata.store.record import Record
from geodata.store.store import Store
from layers.said.days import day_words

NO_NAME: Final = "Meeting without a name"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptMeeting:
    """A meeting with all that belongs to it.

    Attributes
    ----------
    scenes, notes
        In their order; what was removed is not among them.
    """

    record: Record
    scenes: tuple[Record, ...]
    notes: tuple[Record, ...]

    @property
    def body(self) -> Meeting:
        """What the meeting is about."""
        if not isinstance(self.record.body, Meeting):
            raise TypeError(self.record.kind)
        return self.record.body


def meeting_words(record: Record) -> str:
    """Return what a meeting is called, with its day where that is not said already."""
    title = record.title or NO_NAME
    day = day_words(record.body.on) if isinstance(record.body, Meeting) else ""
    return title if not day or day in title else f"{title}, {day}"


def read_meeting(store: Store, meeting_id: str) -> KeptMeeting | None:
    """Return a meeting; None where there is none, or it was removed.

    Raises
    ------
    StoreError
        The store cannot be read now; it says what to do.
    """
    record = store.get(meeting_id)
    if record is None or record.is_removed or not isinstance(record.body, Meeting):
        return None
    return KeptMeeting(
        record=record,
        scenes=store.records("scene", meeting_id),
        notes=store.records("note", meeting_id),
    )

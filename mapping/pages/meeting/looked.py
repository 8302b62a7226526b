"""All that a meeting’s page shows of the store, read at once; held for when it cannot be read."""

from __future__ import annotations

from dataclasses import dataclass

from geodata.store.record import Record
from geodata.store.store import Store
from mapping.component.records import Item
from mapping.meeting.kept import KeptMeeting, meeting_words, read_meeting
from mapping.meeting.live.codes import code_of
from mapping.pages.meeting.history import history_items
from mapping.pages.meeting.items import meeting_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A meeting and what stands around it.

    Attributes
    ----------
    code
        By which it is followed.
    before
        The meeting that it follows; None where there is none, or it was removed.
    others
        What the other meetings about the place are called, by their ids, the newest first.
    removed
        The scenes and notes that were removed from it.
    changes
        Its changes, the last first; None unless asked for.
    """

    kept: KeptMeeting
    code: str
    before: KeptMeeting | None
    others: dict[str, str]
    removed: tuple[Record, ...]
    changes: tuple[Item, ...] | None


def look(store: Store, meeting_id: str, *, has_changes: bool) -> Looked | None:
    """Read a meeting; None where there is none, or it was removed.

    Raises
    ------
    StoreError
        The store cannot be read now; it says what to do.
    """
    kept = read_meeting(store, meeting_id)
    if kept is None:
        return None
    others = meetings_about(store, kept.body.place_id)
    others.pop(meeting_id, None)
    return Looked(
        kept=kept,
        code=code_of(store, kept.record),
        before=read_meeting(store, kept.body.follows) if kept.body.follows else None,
        others=others,
        removed=tuple(
            each
            for kind in ("scene", "note")
            for each in store.records(kind, meeting_id, is_removed=True)
        ),
        changes=history_items(store, kept) if has_changes else None,
    )


def meetings_about(store: Store, place_id: str) -> dict[str, str]:
    """Return what the meetings about a place are called, by their ids, the newest first.

    Raises
    ------
    StoreError
        The store cannot be read now.
    """
    found = [each for each in store.records("meeting") if meeting_of(each).place_id == place_id]
    return {each.id: meeting_words(each) for each in newest_first(found)}


def newest_first(meetings: list[Record]) -> list[Record]:
    """Return meetings by their day, the newest first; one without a day by when it was made."""
    return sorted(
        meetings,
        key=lambda each: (meeting_of(each).on or each.created_at[:10], each.created_at),
        reverse=True,
    )

"""What the store takes and hands back: frozen plain values."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Final, Literal

from geodata.store.kinds import Body, kind_of

What = Literal["made", "changed", "moved", "removed", "brought back", "undone"]
MADE: Final = "made"
CHANGED: Final = "changed"
MOVED: Final = "moved"
REMOVED: Final = "removed"
BROUGHT_BACK: Final = "brought back"
UNDONE: Final = "undone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One thing that is kept.

    Attributes
    ----------
    id
        A UUID, made with the record, so that saving it twice keeps it once.
    title
        What people call it.
    body
        What it holds, by its kind.
    parent
        The id of the record that it is a part of: the meeting of a scene.
    position
        Where it stands among its likes, the least first; None puts a new one at the end.
    shared
        Whether it may be shown to others.
    version
        How often it was changed; 0 before it is kept for the first time.
    created_at, changed_at, removed_at
        In UTC: "2026-11-22T04:10:00.123456Z"; "" before it is kept. `removed_at` is None unless it
        was removed.
    changed_by
        The role of whoever changed it last, never a name.
    """

    id: str
    title: str
    body: Body
    parent: str | None = None
    position: int | None = None
    shared: bool = False
    version: int = 0
    created_at: str = ""
    changed_at: str = ""
    changed_by: str = ""
    removed_at: str | None = None

    @property
    def kind(self) -> str:
        """The kind of what it holds."""
        return kind_of(self.body)

    @property
    def is_removed(self) -> bool:
        """Whether it was removed, and not brought back."""
        return self.removed_at is not None

    @property
    def content(self) -> tuple[object, ...]:
        """What a person can change in it."""
        return (
            *(self.kind, self.title, self.body, self.parent, self.position, self.shared),
            self.is_removed,
        )


def new_record(
    body: Body,
    *,
    title: str = "",
    parent: str | None = None,
    position: int | None = None,
    shared: bool = False,
) -> Record:
    """Return a record that is not kept yet, with an id of its own."""
    return Record(
        id=str(uuid.uuid4()),
        title=title,
        body=body,
        parent=parent,
        position=position,
        shared=shared,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """A save that was refused, because somebody else changed the record in the meantime.

    Attributes
    ----------
    mine
        What was to be saved.
    theirs
        What is kept.
    """

    mine: Record
    theirs: Record

    @property
    def is_same(self) -> bool:
        """Whether both hold the same, as where a save was kept and its answer was lost."""
        mine, theirs = self.mine, self.theirs
        if mine.position is None:  # at the end, wherever that was
            return (*mine.content[:4], *mine.content[5:]) == (
                *theirs.content[:4],
                *theirs.content[5:],
            )
        return mine.content == theirs.content


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One version of a record, as its history holds it.

    Attributes
    ----------
    record
        The record as it was then.
    what
        What was done to it.
    mark
        Its place in the order of all changes of the store.
    back_to
        The version whose content came back with it; None where it is new.
    """

    record: Record
    what: What
    mark: int
    back_to: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What changed after a mark.

    Attributes
    ----------
    mark
        What to ask with the next time.
    records
        Each as it is now, in the order of their last changes; the removed ones too.
    is_whole
        Whether these are all records and not only what changed: the mark was none, or is of
        another store or too old. What is not among them is no more.
    """

    mark: str
    records: tuple[Record, ...]
    is_whole: bool

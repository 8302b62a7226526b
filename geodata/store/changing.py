"""What can be done to one record that is kept: each is a new version of it."""

from __future__ import annotations

from dataclasses import replace

from geodata.errors import Problem
from geodata.store.faults import StoreError
from geodata.store.kinds import read_body
from geodata.store.record import (
    BROUGHT_BACK,
    CHANGED,
    MOVED,
    REMOVED,
    UNDONE,
    Record,
    Stale,
)
from geodata.store.rows import Row, name_of
from geodata.store.work import APART, Work


def kept(work: Work, record_id: str) -> Record:
    """Return a record that has to be there.

    Raises
    ------
    StoreError
        It is not.
    """
    found = work.find(record_id)
    if found is None:
        raise _fault("this record", "what is no longer kept", "a record that is", "Look again.")
    return found


def gone(record: Record) -> StoreError:
    """Return an error for a change of a record that is no longer kept."""
    fix = "It was removed for good, or the store is another: save it as a new one."
    where = name_of(record.kind, record.title)
    return _fault(where, "what is no longer kept", "a record that is", fix)


def seen_then(work: Work, found: Record, expected: int | None) -> Stale:
    """Return a record as somebody saw it, beside how it is kept."""
    row, _ = work.version_of(found, expected or 0)
    return Stale(mine=_as_then(found, row, row["version"]), theirs=found)


def save_over(work: Work, found: Record, record: Record, by: str) -> Record:
    """Save a record over the version that it is a change of."""
    where = name_of(found.kind, found.title)
    if record.kind != found.kind:
        raise _fault(where, f"a {record.kind} in its place", f"a {found.kind}", "Save it anew.")
    if found.is_removed:
        fix = "Bring it back first, then save."
        raise _fault(where, "what was removed", "one that is there", fix)
    position = found.position if record.position is None else record.position
    changed = replace(
        found,
        title=record.title,
        body=record.body,
        parent=record.parent,
        position=position,
        shared=record.shared,
    )
    return found if changed.content == found.content else work.write(changed, CHANGED, by)


def remove(work: Work, found: Record, by: str) -> Record:
    """Remove a record with all its parts, at one time, by which they are known again."""
    for part in work.parts(found.id, None):
        work.write(replace(part, removed_at=work.at), REMOVED, by)
    return work.write(replace(found, removed_at=work.at), REMOVED, by)


def bring_back(work: Work, found: Record, by: str) -> Record:
    """Bring a record back, with the parts that were removed with it."""
    back = work.write(replace(found, removed_at=None), BROUGHT_BACK, by)
    _bring_parts_back(work, found, by)
    return back


def undo(work: Work, found: Record, by: str) -> Record:
    """Take back the last change that was not taken back yet."""
    _, came_from = work.version_of(found, found.version)
    if came_from == 1:
        where = name_of(found.kind, found.title)
        fix = "Remove it, where it should not be there."
        raise _fault(where, "nothing to undo", "a change since it was made", fix)
    before, back_to = work.version_of(found, came_from - 1)
    if before["removed_at"] is not None:
        return _remove_again(work, found, before, back_to, by)
    back = _write_back(work, found, before, back_to, by)
    if found.is_removed:
        _bring_parts_back(work, found, by)
    return back


def go_back(work: Work, found: Record, version: int, by: str) -> Record:
    """Bring the content of a version back, whether or not the record is removed.

    It is a change like any other: to undo it brings what was there before it.
    """
    before, _ = work.version_of(found, version)
    then = _as_then(found, {**before, "removed_at": found.removed_at}, found.version)
    return found if then.content == found.content else work.write(then, CHANGED, by, version)


def move(work: Work, found: Record, before: str | None, by: str) -> Record:
    """Move a record before another of its likes, or to their end.

    Only what has to is changed: where there is room between two positions, the record alone.
    """
    likes = work.likes(found)
    ids = [each.id for each in likes]
    if before is not None and before not in ids:
        where, fix = name_of(found.kind, found.title), "Look again at what stands there."
        raise _fault(where, "nothing of its kind to be moved before", "one that is there", fix)
    at = len(likes) if before is None else ids.index(before)
    if _stands(found, likes, at):
        return found
    room = _room(likes, at)
    if room is None:
        room = _make_room(work, likes, at, by)
    return work.write(replace(found, position=room), MOVED, by)


def _stands(found: Record, likes: list[Record], at: int) -> bool:
    """Whether a record stands there already."""
    here = _position(found)
    after = at == 0 or _position(likes[at - 1]) < here
    return after and (at == len(likes) or here < _position(likes[at]))


def _room(likes: list[Record], at: int) -> int | None:
    """Return a position between two; None where there is none."""
    if not likes:
        return APART
    if at == 0:
        return _position(likes[0]) - APART
    if at == len(likes):
        return _position(likes[-1]) + APART
    low, high = _position(likes[at - 1]), _position(likes[at])
    return (low + high) // 2 if high - low > 1 else None


def _make_room(work: Work, likes: list[Record], at: int, by: str) -> int:
    """Set likes apart, and return the position before one of them."""
    for index, each in enumerate(likes):
        position = (index + 1 + (index >= at)) * APART
        if each.position != position:
            work.write(replace(each, position=position), MOVED, by)
    return (at + 1) * APART


def _position(record: Record) -> int:
    return record.position or 0


def _bring_parts_back(work: Work, found: Record, by: str) -> None:
    for part in work.parts(found.id, found.removed_at):
        work.write(replace(part, removed_at=None), BROUGHT_BACK, by)


def _remove_again(work: Work, found: Record, before: Row, back_to: int, by: str) -> Record:
    """Undo what brought a record back: it is removed anew, with its parts, and now."""
    for part in work.parts(found.id, None):
        work.write(replace(part, removed_at=work.at), REMOVED, by)
    return _write_back(work, found, {**before, "removed_at": work.at}, back_to, by)


def _write_back(work: Work, found: Record, before: Row, back_to: int, by: str) -> Record:
    return work.write(_as_then(found, before, found.version), UNDONE, by, back_to)


def _as_then(found: Record, row: Row, version: int) -> Record:
    """Return a record with the content of one of its versions."""
    return replace(
        found,
        title=row["title"],
        body=read_body(row["kind"], row["body"], name_of(row["kind"], row["title"])),
        parent=row["parent"],
        position=row["position"],
        shared=bool(row["shared"]),
        removed_at=row["removed_at"],
        version=version,
    )


def _fault(where: str, found: str, expected: str, fix: str) -> StoreError:
    return StoreError(Problem(where=where, found=found, expected=expected, fix=fix))

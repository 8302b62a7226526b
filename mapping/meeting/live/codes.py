"""The short code of a meeting, which can be read out and typed on a telephone."""

from __future__ import annotations

import re
from typing import Final

from geodata.store.record import Record
from geodata.store.store import Store

SHORTEST: Final = 8
_CODE: Final = re.compile(rf"[0-9a-f]{{{SHORTEST}}}[0-9a-f-]{{0,28}}", re.ASCII)


def code_of(store: Store, meeting: Record) -> str:
    """Return the code of a meeting: the beginning of its id, as long as it must be.

    It stays the same for good: the meeting that was made first keeps the shorter one.

    Raises
    ------
    StoreError
        The store cannot be read.
    """
    before = [each.id for each in _meetings(store) if _made(each) < _made(meeting)]
    for length in range(SHORTEST, len(meeting.id)):
        code = meeting.id[:length]
        if not any(each.startswith(code) for each in before):
            return code
    return meeting.id


def find_meeting(store: Store, code: str) -> Record | None:
    """Return the meeting of a code, removed or not; None where there is none.

    Raises
    ------
    StoreError
        The store cannot be read.
    """
    code = code.lower()
    if _CODE.fullmatch(code) is None:
        return None
    found = [each for each in _meetings(store) if each.id.startswith(code)]
    return min(found, key=_made, default=None)


def _meetings(store: Store) -> tuple[Record, ...]:
    return store.records("meeting") + store.records("meeting", is_removed=True)


def _made(meeting: Record) -> tuple[str, str]:
    """Return where a meeting stands in the order that they were made."""
    return meeting.created_at, meeting.id

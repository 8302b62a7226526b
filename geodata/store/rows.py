"""Records as rows of the tables, and back."""

from __future__ import annotations

import os
import re
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import RowMapping

from geodata.errors import Problem, quoted
from geodata.exports import NOT_STATED, ROLE_SETTING
from geodata.plain import plain_line
from geodata.store.faults import StoreError
from geodata.store.kinds import KINDS, read_body, refuse_unkeepable, write_body
from geodata.store.record import Entry, Record
from geodata.store.tables import LONGEST_ROLE, LONGEST_TITLE

Row = dict[str, Any]
AnyRow = Mapping[str, Any] | RowMapping
FARTHEST: Final = 2**53  # a position that every program reads as it is
CONTENT: Final = ("kind", "title", "body", "parent", "position", "shared", "removed_at")
"""What a record and each of its versions have in common."""
TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)


def now() -> str:
    """Return the time in UTC, as it is kept."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def role(by: str | None) -> str:
    """Return the role of whoever makes a change: as said, as the setting says, or not stated."""
    said = os.environ.get(ROLE_SETTING, "") if by is None else by
    return plain_line(said).strip()[:LONGEST_ROLE] or NOT_STATED


def name_of(kind: str, title: str) -> str:
    """Return what to call a record in a message."""
    return f"{kind} {quoted(title)}" if title else f"this {kind}"


def write_row(record: Record) -> Row:
    """Return the row of a record, but for when it was changed and by whom.

    Raises
    ------
    StoreError
        It holds what cannot be kept: every problem that could be told.
    """
    where = name_of(record.kind, record.title)
    refuse_unkeepable(record.title, "the title")
    _refuse(record.id == _plain_id(record.id), where, "an id that is none", "a UUID")
    _refuse(
        len(record.title) <= LONGEST_TITLE,
        where,
        f"a title of {len(record.title):,} characters",
        f"at most {LONGEST_TITLE}",
    )
    _refuse(
        record.position is None or abs(record.position) < FARTHEST,
        where,
        "a position too far out",
        "a whole number",
    )
    return {
        "id": record.id,
        "kind": record.kind,
        "title": record.title,
        "body": write_body(record.body, where),
        "parent": record.parent,
        "position": record.position,
        "shared": bool(record.shared),
        "removed_at": record.removed_at,
    }


def read_record(row: AnyRow) -> Record:
    """Return a record from its row.

    Raises
    ------
    StoreError
        What is kept is not what its kind allows.
    """
    kind, title = str(row["kind"]), str(row["title"])
    return Record(
        id=row["id"],
        title=title,
        body=read_body(kind, row["body"], name_of(kind, title)),
        parent=row["parent"],
        position=row["position"],
        shared=bool(row["shared"]),
        version=row["version"],
        created_at=row["created_at"],
        changed_at=row["changed_at"],
        changed_by=row["changed_by"],
        removed_at=row["removed_at"],
    )


def read_entry(row: AnyRow, created_at: str) -> Entry:
    """Return a version from its row of the history."""
    as_record = {
        **row,
        "id": row["record"],
        "created_at": created_at,
        "changed_at": row["at"],
        "changed_by": row["by"],
    }
    return Entry(
        record=read_record(as_record),
        what=row["what"],
        mark=row["mark"],
        back_to=row["back_to"],
    )


def refuse_parent(record: Record, parent: Row | None) -> None:
    """Refuse a record whose parent is none for its kind, is no more, or was removed.

    Raises
    ------
    StoreError
        That is so.
    """
    where = name_of(record.kind, record.title)
    allowed = KINDS[record.kind].parents
    kinds = sorted(kind for kind in allowed if kind)
    expected = " or ".join(
        [*(f"a {kind}" for kind in kinds), *(["none"] if None in allowed else [])]
    )
    if record.parent is not None and parent is None:
        _refuse(False, where, "a parent that is not kept", expected)  # noqa: FBT003
    kind = None if parent is None else str(parent["kind"])
    _refuse(kind in allowed, where, f"a {kind} as its parent" if kind else "no parent", expected)
    if parent is not None and parent["removed_at"] is not None and record.removed_at is None:
        raise StoreError(
            Problem(
                where=where,
                found=f"a {kind} that was removed",
                expected=f"a {kind} that is there",
                fix=f"Bring the {kind} back first.",
            )
        )


def _refuse(holds: bool, where: str, found: str, expected: str) -> None:  # noqa: FBT001
    if not holds:
        fix = "Put it right, and save it again."
        raise StoreError(Problem(where=where, found=found, expected=expected, fix=fix))


def _plain_id(text: str) -> str:
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return ""

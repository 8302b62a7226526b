"""One transaction that changes what is kept: each change with its history, numbered in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from geodata.errors import Problem
from geodata.store.faults import CORRUPT, StoreError, problem
from geodata.store.record import MADE, UNDONE, Record, What
from geodata.store.rows import CONTENT, Row, name_of, now, read_record, refuse_parent, write_row
from geodata.store.tables import HISTORY, LEDGER, RECORDS

APART = 1024  # between one position and the next, so that there is room to move others there
MOST_AT_ONCE = 500  # ids in one statement


class Work:
    """What is done in one transaction.

    It begins by holding the ledger, so that whoever else writes waits, and marks are in the order
    of the commits.
    """

    def __init__(self, connection: Connection, where: str) -> None:
        self.connection = connection
        self.where = where
        self.at = now()
        ledger = connection.execute(select(LEDGER.c.last).with_for_update()).scalars().all()
        if len(ledger) != 1:
            raise problem(where, CORRUPT)
        self._first = self._last = int(ledger[0])

    def find(self, record_id: str) -> Record | None:
        """Return a record as it is kept; None where there is none."""
        row = self._row(record_id)
        return None if row is None else read_record(row)

    def _row(self, record_id: str) -> Row | None:
        found = self.connection.execute(select(RECORDS).where(RECORDS.c.id == record_id))
        row = found.mappings().one_or_none()
        return None if row is None else dict(row)

    def write(self, record: Record, what: What, by: str, back_to: int | None = None) -> Record:
        """Keep a record as a new version, with its history.

        Raises
        ------
        StoreError
            It holds what cannot be kept, or its parent is none for it.
        """
        refuse_parent(record, self._row(record.parent) if record.parent else None)
        position = self._end(record) if record.position is None else record.position
        kept = replace(
            record,
            position=position,
            version=record.version + 1,
            created_at=record.created_at if record.version else self.at,
            changed_at=self.at,
            changed_by=by,
        )
        row = write_row(kept)
        stamp = {name: getattr(kept, name) for name in ("version", "changed_at", "changed_by")}
        if what == MADE:
            made = {**row, **stamp, "created_at": kept.created_at}
            self.connection.execute(insert(RECORDS), [made])
        else:
            mine = update(RECORDS).where(RECORDS.c.id == kept.id)
            self.connection.execute(mine.values(**row, **stamp))
        self._note(row, kept, what, back_to)
        return kept

    def _note(self, row: Row, kept: Record, what: What, back_to: int | None) -> None:
        self._last += 1
        entry: dict[str, Any] = {
            **{name: row[name] for name in CONTENT},
            "mark": self._last,
            "record": kept.id,
            "version": kept.version,
            "at": kept.changed_at,
            "by": kept.changed_by,
            "what": what,
            "back_to": back_to,
        }
        self.connection.execute(insert(HISTORY), [entry])

    def _end(self, record: Record) -> int:
        last = self.connection.execute(
            select(func.max(RECORDS.c.position)).where(
                RECORDS.c.kind == record.kind, _is(RECORDS.c.parent, record.parent)
            )
        ).scalar()
        return APART if last is None else int(last) + APART

    def likes(self, record: Record) -> list[Record]:
        """Return the other records of the same kind and parent, in order, that are not removed."""
        found = self.connection.execute(
            select(RECORDS)
            .where(
                RECORDS.c.kind == record.kind,
                _is(RECORDS.c.parent, record.parent),
                RECORDS.c.removed_at.is_(None),
                RECORDS.c.id != record.id,
            )
            .order_by(RECORDS.c.position, RECORDS.c.created_at, RECORDS.c.id)
        )
        return [read_record(row) for row in found.mappings()]

    def parts(self, record_id: str, removed_at: str | None) -> list[Record]:
        """Return what a record is the parent of, that was removed then; None: that is there."""
        found = self.connection.execute(
            select(RECORDS)
            .where(RECORDS.c.parent == record_id, _is(RECORDS.c.removed_at, removed_at))
            .order_by(RECORDS.c.id)
        )
        return [read_record(row) for row in found.mappings()]

    def version_of(self, record: Record, version: int) -> tuple[Row, int]:
        """Return a version of a record, and the version that undoing went back to with it."""
        found = self.connection.execute(
            select(HISTORY).where(HISTORY.c.record == record.id, HISTORY.c.version == version)
        )
        row = found.mappings().one_or_none()
        if row is None:
            raise StoreError(
                Problem(
                    where=name_of(record.kind, record.title),
                    found=f"no version {version}",
                    expected=f"a version from 1 to {record.version}",
                    fix="Look at its history, and name one of these.",
                )
            )
        return dict(row), row["back_to"] if row["what"] == UNDONE else version

    def purge(self, record_ids: Iterable[str]) -> int:
        """Remove records for good, with their parts and all their history; returns how many."""
        doomed = list(record_ids)
        for ids in in_pieces(doomed):
            found = select(RECORDS.c.id).where(RECORDS.c.parent.in_(ids))
            doomed.extend(self.connection.execute(found).scalars())
        every = sorted(set(doomed))
        for ids in in_pieces(every):
            self.connection.execute(delete(HISTORY).where(HISTORY.c.record.in_(ids)))
            self.connection.execute(delete(RECORDS).where(RECORDS.c.id.in_(ids)))
        if every:
            self.connection.execute(update(LEDGER).values(forgotten=self._last))
        return len(every)

    def finish(self) -> None:
        """Write down the last mark that was given."""
        if self._last != self._first:
            self.connection.execute(update(LEDGER).values(last=self._last))


def _is(column: Any, value: str | None) -> Any:  # noqa: ANN401
    return column.is_(None) if value is None else column == value


def in_pieces(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    """Return ids in pieces that one statement takes."""
    return [ids[start : start + MOST_AT_ONCE] for start in range(0, len(ids), MOST_AT_ONCE)]

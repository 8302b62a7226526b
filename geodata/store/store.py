"""The store: what people keep, every version of it, and who changed it last."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from sqlalchemy import select

from geodata.errors import Problem
from geodata.store import following, retaining
from geodata.store.address import Address, read_address
from geodata.store.changing import (
    bring_back,
    go_back,
    gone,
    kept,
    move,
    remove,
    save_over,
    seen_then,
    undo,
)
from geodata.store.checking import check_store
from geodata.store.faults import StoreError
from geodata.store.opening import Database
from geodata.store.record import MADE, Changes, Entry, Record, Stale
from geodata.store.retaining import Retained, Rules
from geodata.store.rows import read_entry, read_record, role, write_row
from geodata.store.tables import HISTORY, RECORDS
from geodata.store.work import Work


def open_store(url: str | None = None) -> Store:
    """Return the store at an address, as `read_address` takes it; nothing is made or read yet."""
    return Store(read_address(url))


class Store:
    """What people keep.

    Each method that changes something is one transaction: what it returns is on disk, with its
    history; where it raises, nothing was changed. `by` is the role of whoever asks; without it, as
    the setting says. `expected` is the version that was seen: where another is kept, nothing is
    changed, and both are handed back as `Stale`; without it, whatever is kept is changed.

    Raises
    ------
    StoreError
        From every method: it is busy, full, lost, locked or damaged, or what was asked cannot be
        done. It says what to do.
    """

    def __init__(self, address: Address) -> None:
        self.database = Database(address)
        self.where = self.database.where

    def save(
        self, record: Record, *, expected: int | None = None, by: str | None = None
    ) -> Record | Stale:
        """Keep a record, new or changed.

        Parameters
        ----------
        expected
            Which version it is a change of: its own, unless told; 0 for a new one.

        Returns
        -------
        kept
            As it is kept now, with its version. What holds nothing new gets no new version.
        """
        write_row(record)  # whatever cannot be kept is told before anybody waits
        seen = record.version if expected is None else expected
        with self._work() as work:
            found = work.find(record.id)
            if found is None and seen:
                raise gone(record)
            if found is None:
                fresh = replace(record, version=0, removed_at=None)
                return work.write(fresh, MADE, role(by))
            if found.version != seen:
                return Stale(mine=record, theirs=found)
            return save_over(work, found, record, role(by))

    def save_all(self, records: Sequence[Record], *, by: str | None = None) -> tuple[Record, ...]:
        """Keep new records, all of them or none: a meeting with its scenes.

        Returns
        -------
        kept
            As they are kept now, in the order given; one that was kept before is as it was.
        """
        for each in records:
            write_row(each)
        with self._work() as work:
            return tuple(
                work.find(each.id)
                or work.write(replace(each, version=0, removed_at=None), MADE, role(by))
                for each in records
            )

    def get(self, record_id: str) -> Record | None:
        """Return a record, removed or not; None where there is none."""
        with self.database.reading() as connection:
            if connection is None:
                return None
            query = select(RECORDS).where(RECORDS.c.id == record_id)
            row = connection.execute(query).mappings().one_or_none()
            return None if row is None else read_record(row)

    def records(
        self, kind: str | None = None, parent: str | None = None, *, is_removed: bool = False
    ) -> tuple[Record, ...]:
        """Return records in their order: of a kind, of a parent; the removed ones where asked."""
        removed = (
            RECORDS.c.removed_at.is_not(None) if is_removed else RECORDS.c.removed_at.is_(None)
        )
        query = select(RECORDS).where(removed)
        if kind is not None:
            query = query.where(RECORDS.c.kind == kind)
        if parent is not None:
            query = query.where(RECORDS.c.parent == parent)
        order = (RECORDS.c.position, RECORDS.c.created_at, RECORDS.c.id)
        with self.database.reading() as connection:
            if connection is None:
                return ()
            return tuple(map(read_record, connection.execute(query.order_by(*order)).mappings()))

    def history(self, record_id: str) -> tuple[Entry, ...]:
        """Return every version of a record, the first first; none where it is not kept."""
        query = select(HISTORY).where(HISTORY.c.record == record_id).order_by(HISTORY.c.version)
        with self.database.reading() as connection:
            if connection is None:
                return ()
            rows = connection.execute(query).mappings().all()
            return tuple(read_entry(row, rows[0]["at"]) for row in rows)

    def undo(
        self, record_id: str, *, expected: int | None = None, by: str | None = None
    ) -> Record | Stale:
        """Take the last change of a record back that was not taken back yet: as a new version.

        A removal is taken back with all that was removed with it.
        """
        return self._changed(record_id, expected, lambda work, found: undo(work, found, role(by)))

    def go_back(
        self, record_id: str, version: int, *, expected: int | None = None, by: str | None = None
    ) -> Record | Stale:
        """Bring the content of an older version back, as a new version; it does not remove."""
        return self._changed(
            record_id, expected, lambda work, found: go_back(work, found, version, role(by))
        )

    def remove(
        self, record_id: str, *, expected: int | None = None, by: str | None = None
    ) -> Record | Stale:
        """Remove a record and its parts; it can be brought back until it is purged."""
        return self._changed(
            record_id,
            expected,
            lambda work, found: found if found.removed_at else remove(work, found, role(by)),
        )

    def bring_back(
        self, record_id: str, *, expected: int | None = None, by: str | None = None
    ) -> Record | Stale:
        """Bring a removed record back, with the parts that were removed with it."""
        return self._changed(
            record_id,
            expected,
            lambda work, found: bring_back(work, found, role(by)) if found.removed_at else found,
        )

    def move(
        self,
        record_id: str,
        before: str | None,
        *,
        expected: int | None = None,
        by: str | None = None,
    ) -> Record | Stale:
        """Move a record before another of its kind and parent; None moves it to the end."""
        return self._changed(
            record_id, expected, lambda work, found: move(work, found, before, role(by))
        )

    def _changed(
        self, record_id: str, expected: int | None, change: Callable[[Work, Record], Record]
    ) -> Record | Stale:
        """Change what is kept, where nobody else has changed it since it was seen."""
        with self._work() as work:
            found = kept(work, record_id)
            if expected not in (None, found.version):
                return seen_then(work, found, expected)
            return change(work, found)

    def since(self, mark: str = "", parent: str | None = None) -> Changes:
        """Return what changed after a mark; of a parent alone, with itself, where it is named."""
        with self.database.reading() as connection:
            return following.changes(connection, mark, parent)

    def retain(
        self, rules: Rules, *, by: str | None = None, is_rehearsal: bool = False
    ) -> Retained:
        """Remove what is past its time, and purge what was removed long ago, by rules.

        Parameters
        ----------
        is_rehearsal
            Only tell what would be done.
        """
        if is_rehearsal:
            with self.database.reading() as connection:
                return retaining.plan(connection, rules)
        with self.database.reading() as connection:
            if connection is None:
                return Retained(removed=(), purged=())
        with self._work() as work:
            planned = retaining.plan(work.connection, rules)
            for each in planned.removed:
                remove(work, each, role(by))
            work.purge(each.id for each in planned.purged)
        return planned

    def check(self) -> tuple[Problem, ...]:
        """Return everything that is wrong with what is kept; nothing where all of it is whole."""
        try:
            with self.database.reading() as connection:
                return () if connection is None else tuple(check_store(connection, self.where))
        except StoreError as error:
            return error.problems

    def close(self) -> None:
        """Let go of every connection."""
        self.database.close()

    @contextlib.contextmanager
    def _work(self) -> Iterator[Work]:
        with self.database.writing() as connection:
            work = Work(connection, self.where)
            yield work
            work.finish()

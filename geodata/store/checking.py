"""Whether what is kept is whole: the file, each record with its history, and their order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, and_, func, or_, select

from geodata.errors import DataError, Problem
from geodata.store.kinds import KINDS
from geodata.store.rows import CONTENT, TIME, name_of, read_entry, read_record, write_row
from geodata.store.tables import HISTORY, LEDGER, RECORDS

FIX = "Restore the last backup: python -m geodata store restore."
MOST_TOLD = 20  # of each kind of fault
PIECE = 1000  # rows that are held at once


def check_store(connection: Connection, where: str) -> Iterator[Problem]:
    """Return everything that is wrong with a store whose tables are those of this program."""
    if connection.dialect.name == "sqlite":
        yield from _check_file(connection, where)
    yield from _check_ledger(connection, where)
    yield from _check_versions(connection)
    yield from _check_contents(connection)
    yield from _check_bodies(connection)


def _check_file(connection: Connection, where: str) -> Iterator[Problem]:
    said = connection.exec_driver_sql(f"PRAGMA integrity_check({MOST_TOLD})").scalars().all()
    if said != ["ok"]:
        for each in said:
            yield _fault(where, f"damage ({str(each).strip()})", "a whole file")
    for each in connection.exec_driver_sql("PRAGMA foreign_key_check").all()[:MOST_TOLD]:
        yield _fault(where, f"a row of {each[0]} of what is not kept", "rows that belong together")


def _check_ledger(connection: Connection, where: str) -> Iterator[Problem]:
    """Check that every change since the last purge is there, and none after the last."""
    ledgers = connection.execute(select(LEDGER)).mappings().all()
    if len(ledgers) != 1:
        yield _fault(where, f"{len(ledgers)} ledgers", "one")
        return
    [ledger] = ledgers
    newest = connection.execute(select(func.max(HISTORY.c.mark))).scalar() or 0
    if newest > ledger["last"]:
        yield _fault(where, f"the change {newest:,}", f"none after {ledger['last']:,}")
    since = select(func.count()).select_from(HISTORY).where(HISTORY.c.mark > ledger["forgotten"])
    found, due = connection.execute(since).scalar() or 0, ledger["last"] - ledger["forgotten"]
    if found != due:
        yield _fault(where, f"{found:,} changes since the last purge", f"{due:,}")


def _check_versions(connection: Connection) -> Iterator[Problem]:
    """Check that each record’s history has every version, from the first to its own."""
    told = (
        select(
            HISTORY.c.record,
            func.count().label("count"),
            func.min(HISTORY.c.version).label("first"),
            func.max(HISTORY.c.version).label("last"),
        )
        .group_by(HISTORY.c.record)
        .subquery()
    )
    whole = and_(
        told.c["count"] == RECORDS.c.version,
        told.c["first"] == 1,
        told.c["last"] == RECORDS.c.version,
    )
    query = (
        select(RECORDS.c.kind, RECORDS.c.title, RECORDS.c.version, told.c["count"])
        .select_from(RECORDS.outerjoin(told, told.c.record == RECORDS.c.id))
        .where(or_(told.c["count"].is_(None), ~whole))
        .limit(MOST_TOLD)
    )
    for kind, title, version, count in connection.execute(query).all():
        found = f"{count or 0} versions in its history, or other ones"
        yield _fault(name_of(kind, title), found, f"those from 1 to {version}")
    owners = HISTORY.outerjoin(RECORDS, HISTORY.c.record == RECORDS.c.id)
    lone = select(func.count()).select_from(owners).where(RECORDS.c.id.is_(None))
    count = connection.execute(lone).scalar() or 0
    if count:
        yield _fault("The history", f"{count:,} versions of what is not kept", "none")


def _check_contents(connection: Connection) -> Iterator[Problem]:
    """Check that each record is as its last version has it."""
    pairs = [(RECORDS.c[name], HISTORY.c[name]) for name in CONTENT]
    pairs += [(RECORDS.c.changed_at, HISTORY.c["at"]), (RECORDS.c.changed_by, HISTORY.c["by"])]
    latest = and_(HISTORY.c.record == RECORDS.c.id, HISTORY.c.version == RECORDS.c.version)
    query = (
        select(RECORDS.c.kind, RECORDS.c.title)
        .select_from(RECORDS.join(HISTORY, latest))
        .where(or_(*(mine.is_distinct_from(theirs) for mine, theirs in pairs)))
        .limit(MOST_TOLD)
    )
    for kind, title in connection.execute(query).all():
        yield _fault(name_of(kind, title), "another content than in its history", "the same")


def _check_bodies(connection: Connection) -> Iterator[Problem]:
    """Check that all reads, and that each parent is there and of a kind that it can be."""
    kinds: dict[Any, Any] = dict(connection.execute(select(RECORDS.c.id, RECORDS.c.kind)).all())
    of_records = (_faults_of(row, kinds) for row in _each(connection, RECORDS))
    of_versions = (_faults_of_version(row) for row in _each(connection, HISTORY))
    problems = chain.from_iterable(chain(of_records, of_versions))
    yield from islice(problems, MOST_TOLD)


def _each(connection: Connection, table: Table) -> Iterator[RowMapping]:
    yield from connection.execute(select(table).execution_options(yield_per=PIECE)).mappings()


def _faults_of_version(row: RowMapping) -> Iterator[Problem]:
    try:
        kept = read_entry(row, row["at"]).record
        write_row(kept)
    except DataError as error:
        yield from error.problems
        return
    if not all(TIME.fullmatch(at) for at in (row["at"], row["removed_at"]) if at is not None):
        yield _fault(name_of(row["kind"], row["title"]), "a time that is none", "a time in UTC")


def _faults_of(row: RowMapping, kinds: dict[Any, Any]) -> Iterator[Problem]:
    try:
        write_row(read_record(row))
    except DataError as error:
        yield from error.problems
        return
    where = name_of(row["kind"], row["title"])
    if row["parent"] is not None and row["parent"] not in kinds:
        yield _fault(where, "a parent that is not kept", "one that is")
    elif kinds.get(row["parent"]) not in KINDS[row["kind"]].parents:
        found = "no parent" if row["parent"] is None else f"a {kinds[row['parent']]} as its parent"
        yield _fault(where, found, "one that its kind can have")


def _fault(where: str, found: str, expected: str) -> Problem:
    return Problem(where=where, found=found, expected=expected, fix=FIX)

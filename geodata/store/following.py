"""What changed since somebody last looked, for those who follow."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, or_, select

from geodata.store.record import Changes, Record
from geodata.store.rows import read_record
from geodata.store.tables import HISTORY, LEDGER, RECORDS
from geodata.store.work import in_pieces

MOST_CHANGES: Final = 10_000  # told one by one; who missed more is told all anew


def changes(connection: Connection | None, mark: str, parent: str | None) -> Changes:
    """Return what changed after a mark; all there is where the mark tells nothing.

    Parameters
    ----------
    connection
        None where nothing is kept yet.
    mark
        As the last answer had it; "" for the first.
    parent
        The id of a record: of it and its parts alone.
    """
    if connection is None:
        return Changes(mark="", records=(), is_whole=True)
    ledger = connection.execute(select(LEDGER)).mappings().one()
    here = f"{ledger['epoch']}.{ledger['last']}"
    after = _number(mark, ledger)
    if after == ledger["last"]:
        return Changes(mark=here, records=(), is_whole=False)
    found = _all(connection, parent) if after is None else _touched(connection, after, parent)
    return Changes(mark=here, records=found, is_whole=after is None)


def _all(connection: Connection, parent: str | None) -> tuple[Record, ...]:
    """Return what is there."""
    query = select(RECORDS).where(RECORDS.c.removed_at.is_(None))
    if parent is not None:
        query = query.where(or_(RECORDS.c.id == parent, RECORDS.c.parent == parent))
    rows = connection.execute(query.order_by(RECORDS.c.changed_at, RECORDS.c.id)).mappings()
    return tuple(map(read_record, rows))


def _touched(connection: Connection, after: int, parent: str | None) -> tuple[Record, ...]:
    """Return what changed after a mark, in the order of the last changes.

    In two steps: asked at once, SQLite goes through the whole history.
    """
    query = select(HISTORY.c.record, HISTORY.c.mark).where(HISTORY.c.mark > after)
    touched = connection.execute(query.order_by(HISTORY.c.mark)).all()
    marks = {row.record: row.mark for row in touched}
    found = list[Record]()
    for ids in in_pieces(list(marks)):
        rows = connection.execute(select(RECORDS).where(RECORDS.c.id.in_(ids))).mappings()
        found.extend(read_record(row) for row in rows if parent in (None, row["id"], row["parent"]))
    return tuple(sorted(found, key=lambda record: marks[record.id]))


def _number(mark: str, ledger: Any) -> int | None:  # noqa: ANN401
    """Return which change a mark stands for; None where it is of another store or too old."""
    epoch, _, number = mark.rpartition(".")
    if epoch != ledger["epoch"] or not (number.isascii() and number.isdecimal()):
        return None
    after = int(number[:18])
    oldest = max(ledger["forgotten"], ledger["last"] - MOST_CHANGES)
    return after if oldest <= after <= ledger["last"] else None

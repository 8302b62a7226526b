"""The tables of the store, as the last migration leaves them."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

LONGEST_TITLE: Final = 300
LONGEST_ROLE: Final = 200
ID, TIME, KIND = String(36), String(27), String(40)

METADATA: Final = MetaData()


def _content() -> list[Column[object]]:
    """Return the columns that a record and each version of it have in common."""
    return [
        Column("kind", KIND, nullable=False),
        Column("title", Text, nullable=False),
        Column("body", Text, nullable=False),  # JSON; text, so that both databases hold the same
        Column("position", BigInteger, nullable=False),
        Column("shared", Boolean, nullable=False),
        Column("removed_at", TIME),
    ]


def _reference(name: str, *, nullable: bool = False) -> Column[object]:
    """Return a column that names a record; checked at the end of a transaction, not before."""
    to = ForeignKey("records.id", deferrable=True, initially="DEFERRED")
    return Column(name, ID, to, nullable=nullable)


RECORDS: Final = Table(
    "records",
    METADATA,
    Column("id", ID, primary_key=True),
    _reference("parent", nullable=True),
    *_content(),
    Column("version", Integer, nullable=False),
    Column("created_at", TIME, nullable=False),
    Column("changed_at", TIME, nullable=False),
    Column("changed_by", Text, nullable=False),
    Index("records_of_parent", "parent", "kind", "position"),
    Index("records_of_kind", "kind", "removed_at", "changed_at"),
)
"""What is kept, each as it is now."""

HISTORY: Final = Table(
    "history",
    METADATA,
    Column("mark", BigInteger, primary_key=True, autoincrement=False),
    _reference("record"),
    Column("version", Integer, nullable=False),
    Column("parent", ID),
    *_content(),
    Column("at", TIME, nullable=False),
    Column("by", Text, nullable=False),
    Column("what", String(20), nullable=False),
    Column("back_to", Integer),
    Index("history_of_record", "record", "version", unique=True),
)
"""Every version of every record, numbered in the order in which they were kept."""

LEDGER: Final = Table(
    "ledger",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("epoch", String(36), nullable=False),
    Column("last", BigInteger, nullable=False),
    Column("forgotten", BigInteger, nullable=False),
)
"""One row: which store this is, the last mark given, and the last mark when records were purged.

Whoever writes holds this row first, so that marks come in the order of the commits.
"""

"""What is kept, told to whoever looks after it: where, how much, since when, and by which rules."""

from __future__ import annotations

import stat
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from geodata.files.faults import many
from geodata.plain import plain_line
from geodata.store.opening import OWNER_ALONE, Database, revision_of
from geodata.store.record import Entry
from geodata.store.retaining import Rules
from geodata.store.tables import HISTORY, RECORDS

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How much of a kind is kept.

    Attributes
    ----------
    there, removed
        Records that are there, and that were removed and not purged yet.
    oldest, newest
        When the first was made and the last changed.
    """

    kind: str
    there: int
    removed: int
    oldest: str
    newest: str


def kept_by_kind(connection: Connection) -> tuple[Kept, ...]:
    """Return how much is kept, kind by kind."""
    gone = func.count(RECORDS.c.removed_at)
    query = (
        select(
            RECORDS.c.kind,
            func.count(),
            gone,
            func.min(RECORDS.c.created_at),
            func.max(RECORDS.c.changed_at),
        )
        .group_by(RECORDS.c.kind)
        .order_by(RECORDS.c.kind)
    )
    return tuple(
        Kept(kind=kind, there=every - removed, removed=removed, oldest=oldest, newest=newest)
        for kind, every, removed, oldest, newest in connection.execute(query).all()
    )


def status_lines(database: Database, rules: Rules) -> list[str]:
    """Return what is kept, in lines to print."""
    lines = [f"Store: {database.address.full}"]
    with database.reading() as connection:
        if connection is None:
            lines.append("Nothing is kept yet; it is made by the first save.")
        else:
            lines.append(f"Tables: version {revision_of(connection)}")
            lines.extend(map(_line, kept_by_kind(connection)))
            versions = connection.execute(select(func.count()).select_from(HISTORY)).scalar() or 0
            lines.append(f"{many(versions, 'version')} in the history.")
    return [*lines, *_file_lines(database), *rules.sentences()]


def history_lines(entries: tuple[Entry, ...]) -> list[str]:
    """Return the history of a record, a line for each version."""
    return [plain_line(_entry_line(each)) for each in entries]


def _entry_line(entry: Entry) -> str:
    record = entry.record
    back = f" to version {entry.back_to}" if entry.back_to else ""
    return (
        f"{record.version}  {record.changed_at}  {record.changed_by}  {entry.what}{back}  "
        f"{record.kind}: {record.title}"
    )


def _line(kept: Kept) -> str:
    removed = f", and {kept.removed:,} removed" if kept.removed else ""
    return (
        f"{many(kept.there, kept.kind)}{removed}; the oldest of {kept.oldest[:10]}, "
        f"last changed {kept.newest[:10]}"
    )


def _file_lines(database: Database) -> list[str]:
    path = database.address.path
    if path is None or not path.exists():
        return []
    found = path.stat()
    lines = [f"{found.st_size / MEGABYTE:,.1f} MB on disk."]
    if stat.S_IMODE(found.st_mode) & ~OWNER_ALONE:
        lines.append(f"Others than its owner can read or write the file: chmod 600 {path}")
    return lines

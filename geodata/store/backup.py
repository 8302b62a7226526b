"""All that is kept as one file: a zip of JSON lines that any database can be filled from again."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

from sqlalchemy import Connection, Table, select

from geodata import written
from geodata.errors import Problem
from geodata.store.faults import StoreError
from geodata.store.opening import OWNER_ALONE, Database, revision_of
from geodata.store.rows import now
from geodata.store.tables import HISTORY, LEDGER, RECORDS

MARK: Final = "know-your-patch-store"
VERSION: Final = 1
MANIFEST: Final = "manifest.json"
MEMBERS: Final[Mapping[str, Table]] = {"records.jsonl": RECORDS, "history.jsonl": HISTORY}
ORDER: Final = {"records.jsonl": RECORDS.c.id, "history.jsonl": HISTORY.c.mark}
FIXED_DATE: Final = (1980, 1, 1, 0, 0, 0)  # the same store gives the same bytes, but for the time
PIECE: Final = 1000  # rows that are held at once


@dataclass(frozen=True, slots=True, kw_only=True)
class BackedUp:
    """What a backup holds: how many records, and how many versions of them."""

    records: int
    versions: int


def write_backup(database: Database, path: Path) -> BackedUp:
    """Write all that is kept to a file, as it is at one moment, whatever others do meanwhile.

    The file is written whole, and can be read by its owner alone.

    Raises
    ------
    DataError
        Nothing is kept yet, it cannot be read, or the file cannot be written.
    """
    with database.reading() as connection:
        if connection is None:
            raise StoreError(
                Problem(
                    where=database.where,
                    found="nothing, since nothing was ever saved",
                    expected="something to back up",
                    fix="Look at where the store is: python -m geodata store status.",
                )
            )
        held = connection
        counts = dict[str, int]()
        written.write_large_file(path, lambda stream: counts.update(_write(held, stream)))
    return BackedUp(records=counts["records.jsonl"], versions=counts["history.jsonl"])


def _write(connection: Connection, stream: BinaryIO) -> dict[str, int]:
    if hasattr(os, "fchmod") and stream.seekable():
        os.fchmod(stream.fileno(), OWNER_ALONE)
    counts, sums = dict[str, int](), dict[str, str]()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, table in MEMBERS.items():
            counts[name], sums[name] = _write_rows(connection, archive, name, table)
        ledger = connection.execute(select(LEDGER)).mappings().one()
        manifest = {
            "file": MARK,
            "version": VERSION,
            "schema": revision_of(connection),
            "made_at": now(),
            "last": ledger["last"],
            "forgotten": ledger["forgotten"],
            "rows": counts,
            "sha256": sums,
        }
        with archive.open(_member(MANIFEST), "w") as member:
            member.write(json.dumps(manifest, indent=2).encode() + b"\n")
    return counts


def _write_rows(
    connection: Connection, archive: zipfile.ZipFile, name: str, table: Table
) -> tuple[int, str]:
    """Write the rows of a table; returns how many, and the checksum of what was written."""
    query = select(table).order_by(ORDER[name]).execution_options(yield_per=PIECE)
    checksum, count = hashlib.sha256(), 0
    with archive.open(_member(name), "w", force_zip64=True) as member:
        for row in connection.execute(query).mappings():
            line = _line(dict(row))
            checksum.update(line)
            member.write(line)
            count += 1
    return count, checksum.hexdigest()


def _line(row: Mapping[str, Any]) -> bytes:
    return json.dumps(row, ensure_ascii=False).encode() + b"\n"


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, FIXED_DATE)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member

"""A backup put back: into a store in which nothing is kept, whole or not at all."""

from __future__ import annotations

import hashlib
import uuid
import zipfile
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, MetaData, Table, func, insert, select, update

from geodata.errors import DataError, Problem
from geodata.files.archives import Limits, read_member, read_pieces, refuse_dangers
from geodata.files.reading import label, open_plain
from geodata.store import migrating
from geodata.store.address import Address
from geodata.store.backup import MANIFEST, MARK, MEMBERS, PIECE, VERSION, BackedUp
from geodata.store.checking import check_store
from geodata.store.faults import StoreError
from geodata.store.opening import Database, revision_of
from geodata.store.tables import LEDGER
from geodata.strict_json import parse_json

EXPECTED: Final = "a backup of a store, as python -m geodata store backup writes it"
AGAIN: Final = "Fetch it again, or use another backup. Nothing was restored."
MANIFEST_BYTES: Final = 100_000
LINE_BYTES: Final = 15_000_000  # of one row: the longest body, every character written as a code
MEMBER_BYTES: Final = 20_000_000_000
LIMITS: Final = Limits(
    members=len(MEMBERS) + 1,
    member_bytes=MEMBER_BYTES,
    total_bytes=2 * MEMBER_BYTES,
    ratio=2000,  # many alike pack well; rows are read one by one, and never held together
)


def restore_backup(address: Address, path: Path) -> BackedUp:
    """Fill an empty store from a backup, and check it before any of it is kept.

    Followers are told everything anew. A backup of an older version of the tables is brought
    forward.

    Raises
    ------
    DataError
        The file is no backup or damaged, or the store is not empty: nothing is restored.
    """
    name = label(path)
    try:
        refuse_dangers(path, name, LIMITS)
        with open_plain(path) as stream, zipfile.ZipFile(stream) as archive:
            manifest = _read_manifest(archive, name)
            for member in MEMBERS:
                _check_sum(archive, name, member, manifest)
            return _fill(address, archive, name, manifest)
    except (OSError, zipfile.BadZipFile) as error:
        raise _fault(name, "what cannot be read", EXPECTED) from error


def _read_manifest(archive: zipfile.ZipFile, name: str) -> Mapping[str, Any]:
    where = f"{name}, {MANIFEST}"
    if sorted(archive.namelist()) != sorted([*MEMBERS, MANIFEST]):
        raise _fault(name, "another zip", EXPECTED)
    content = read_member(archive, MANIFEST, name, MANIFEST_BYTES)
    said = parse_json(content, where, expected=EXPECTED, fix=AGAIN, most_bytes=MANIFEST_BYTES)
    if not isinstance(said, dict) or said.get("file") != MARK:
        raise _fault(where, "that it is another file", EXPECTED)
    is_new = said.get("version") != VERSION or said.get("schema") not in migrating.revisions()
    if is_new:
        raise _fault(where, "a backup of a newer version of the program", "one of this or older")
    numbers = [said.get("last"), said.get("forgotten")]
    if not all(isinstance(each, int) and not isinstance(each, bool) for each in numbers):
        raise _fault(where, "no number of changes", EXPECTED)
    return said


def _check_sum(
    archive: zipfile.ZipFile, name: str, member: str, manifest: Mapping[str, Any]
) -> None:
    checksum = hashlib.sha256()
    for piece in read_pieces(archive, member, name, MEMBER_BYTES):
        checksum.update(piece)
    sums = manifest.get("sha256")
    if not isinstance(sums, dict) or sums.get(member) != checksum.hexdigest():
        found = "other rows than its checksum was made of"
        raise _fault(f"{name}, {member}", found, "the rows as they were written")


def _fill(
    address: Address, archive: zipfile.ZipFile, name: str, manifest: Mapping[str, Any]
) -> BackedUp:
    schema = str(manifest["schema"])
    database = Database(address, revision=schema)
    try:
        with database.writing() as connection:
            _refuse_unfit(connection, database.where, schema)
            counts = [
                _insert_rows(connection, table.name, _rows(archive, name, member))
                for member, table in MEMBERS.items()
            ]
            told = {key: manifest[key] for key in ("last", "forgotten")}
            connection.execute(update(LEDGER).values(epoch=str(uuid.uuid4()), **told))
            if revision_of(connection) != migrating.head():
                _settle(connection)
                migrating.migrate(connection)
            problems = list(check_store(connection, name))
            if problems:
                raise StoreError(problems)
    finally:
        database.close()
    return BackedUp(records=counts[0], versions=counts[1])


def _settle(connection: Connection) -> None:
    """Have PostgreSQL check rows now, which changes no table while checks are put off."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")


def _refuse_unfit(connection: Connection, where: str, schema: str) -> None:
    """Refuse a store that holds something, or whose tables are newer than those of a backup."""
    held = sum(
        connection.execute(select(func.count()).select_from(table)).scalar() or 0
        for table in MEMBERS.values()
    )
    if held:
        found, expected = "a store in which something is kept", "an empty one"
    elif revision_of(connection) != schema:
        found, expected = "an empty store of newer tables than the backup’s", "none yet"
    else:
        return
    fix = "Name another place by --store, or put that one aside first. Nothing was restored."
    raise StoreError(Problem(where=where, found=found, expected=expected, fix=fix))


def _rows(archive: zipfile.ZipFile, name: str, member: str) -> Iterator[Mapping[str, Any]]:
    """Return the rows of a member, line by line."""
    where = f"{name}, {member}"
    for number, line in enumerate(_lines(archive, name, member), 1):
        at = f"{where}, line {number:,}"
        row = parse_json(line, at, expected="a row", fix=AGAIN, most_bytes=LINE_BYTES)
        if not isinstance(row, dict):
            raise _fault(at, "something else", "a row")
        yield row


def _lines(archive: zipfile.ZipFile, name: str, member: str) -> Iterator[bytes]:
    rest = b""
    for piece in read_pieces(archive, member, name, MEMBER_BYTES):
        *whole, rest = (rest + piece).split(b"\n")
        yield from whole
        if len(rest) > LINE_BYTES:
            raise _fault(f"{name}, {member}", "a line that is too long", "a row")
    if rest:
        yield rest


def _insert_rows(connection: Connection, name: str, rows: Iterator[Mapping[str, Any]]) -> int:
    """Insert rows in the table as it is in this store; returns how many."""
    table = Table(name, MetaData(), autoload_with=connection)
    count = 0
    while piece := list(islice(rows, PIECE)):
        for row in piece:
            _refuse_row(table, row)
        connection.execute(insert(table), piece)
        count += len(piece)
    return count


def _refuse_row(table: Table, row: Mapping[str, Any]) -> None:
    """Refuse a row of other columns than the table's, or of other types."""
    where = f"a row of {table.name}"
    if set(row) != set(table.columns.keys()):
        raise _fault(where, f"the columns {', '.join(sorted(row))[:200]}", "those of the table")
    for column in table.columns:
        value, wanted = row[column.name], column.type.python_type
        fits = column.nullable if value is None else type(value) is wanted
        if not fits or (isinstance(value, str) and "\0" in value):
            raise _fault(f"{where}, {column.name}", "another kind of value", wanted.__name__)


def _fault(where: str, found: str, expected: str) -> DataError:
    return StoreError(Problem(where=where, found=found, expected=expected, fix=AGAIN))

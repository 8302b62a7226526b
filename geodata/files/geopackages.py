"""GeoPackages through the safe door: the bytes of an SQLite database, held in memory and only read.

A database can hold views, triggers, virtual tables and functions that run when it is read. Of all
that nothing is asked here: plain tables alone are, by name, under a guard that refuses the rest.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from geodata.files.faults import fault, many, shown

MOST_ROWS = 200_000  # of a layer
MOST_COLUMNS = 500
MOST_STEPS = 2_000  # of `STEP` instructions each: a query that takes more is no plain reading
STEP = 100_000
CRYSTAL = b"GP"  # what the geometry of a GeoPackage begins with
ENVELOPES = (0, 32, 48, 48, 64)  # bytes that stand before the shape, by what the header says
COLUMNS = "table_xinfo"  # what lists the columns of a table, and which of them are worked out
LONGEST = 50_000_000  # bytes of one cell
BROKEN = (sqlite3.Error, OverflowError, MemoryError, UnicodeError)
EXPORT = "Export the layer again as a GeoPackage, in QGIS for one."
WAL_ENDING = "-wal"  # of the file that holds the newest pages of an open one
WAL = slice(18, 20)  # where a database says that its newest pages are in a file beside it
FEATURES = "features"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of a GeoPackage, with or without shapes.

    Attributes
    ----------
    name
        As the database calls it.
    column
        Which column holds the shapes; "" where none does.
    system
        Number of its coordinate reference system, as the database numbers them.
    """

    name: str
    column: str = ""
    system: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """The rows of a table of a GeoPackage.

    Attributes
    ----------
    headings
        Without the one of the shapes.
    rows
        Cells as they stand in the database, without shapes.
    blobs
        The shape of each row as bytes; None where there is none.
    """

    headings: list[str]
    rows: list[tuple[object, ...]]
    blobs: list[bytes | None]


class GeoPackage:
    """A GeoPackage in memory.

    Parameters
    ----------
    content
        The bytes of the whole file.
    name
        Of the file, for messages.

    Raises
    ------
    DataError
        It is damaged, or no GeoPackage.
    """

    def __init__(self, content: bytes, name: str) -> None:
        self.name = name
        self._allowed: set[str] = {"sqlite_master", "sqlite_schema"}
        self._steps = 0
        self._database = sqlite3.connect(":memory:")
        plain = bytearray(content)
        plain[WAL] = b"\1\1"
        try:
            self._database.deserialize(bytes(plain))
            for pragma in ("trusted_schema = OFF", "query_only = ON", "cell_size_check = ON"):
                self._database.execute(f"PRAGMA {pragma}").close()
        except BROKEN as error:
            raise self._damaged(error) from error
        self._database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
        self._database.text_factory = lambda text: text.decode("utf-8", "replace")
        self._database.set_authorizer(self._guard)
        self._database.set_progress_handler(self._count, STEP)
        self._plain = self._list_plain()
        self.systems = self._list_systems()

    def close(self) -> None:
        """Let go of the memory."""
        self._database.close()

    def tables(self) -> list[Table]:
        """List the tables that hold features or attributes, as the GeoPackage declares them."""
        shapes = {
            str(table): (str(column), int(system) if isinstance(system, int) else 0)
            for table, column, system in self._rows(
                "gpkg_geometry_columns", ("table_name", "column_name", "srs_id")
            )
        }
        found = []
        for name, kind in self._rows("gpkg_contents", ("table_name", "data_type")):
            if kind not in (FEATURES, "attributes"):
                continue
            if str(name) not in self._plain:
                raise fault(
                    f"{self.name}, {shown(name)}",
                    "a view or another table that is worked out as it is read",
                    "a plain table",
                    EXPORT,
                )
            column, system = shapes.get(str(name), ("", 0))
            found.append(Table(name=str(name), column=column, system=system))
        return found

    def read(self, table: Table) -> Drawn:
        """Read the rows of a table that `tables` lists."""
        self._allowed.add(table.name)
        where = f"{self.name}, layer {table.name}"
        with closing(self._query(f"PRAGMA {COLUMNS}({_quoted(table.name)})")) as found:
            if any(column[-1] for column in self._fetch(found, where)):
                raise fault(where, "a column that is worked out as it is read", "values", EXPORT)
        statement = f"SELECT * FROM {_quoted(table.name)}"  # noqa: S608 - quoted, and guarded
        with closing(self._query(statement)) as found:
            headings = [str(each[0]) for each in found.description]
            if len(headings) > MOST_COLUMNS:
                raise fault(where, many(len(headings), "column"), f"{MOST_COLUMNS} at most", EXPORT)
            rows = list(self._fetch(found, where))
        at = headings.index(table.column) if table.column in headings else None
        if at is None:
            return Drawn(headings=headings, rows=rows, blobs=[None] * len(rows))
        return Drawn(
            headings=headings[:at] + headings[at + 1 :],
            rows=[row[:at] + row[at + 1 :] for row in rows],
            blobs=[each if isinstance(each, bytes) else None for each in (r[at] for r in rows)],
        )

    def _list_plain(self) -> set[str]:
        rows = self._rows("sqlite_master", ("type", "name", "sql"))
        return {
            str(name)
            for kind, name, made in rows
            if kind == "table" and str(made or "").split()[:2] not in (["CREATE", "VIRTUAL"],)
        }

    def _list_systems(self) -> dict[int, tuple[str, int, str]]:
        """List the reference systems: number → organisation, its number, definition."""
        if "gpkg_contents" not in self._plain:
            fix = "Export the table as CSV, or the layer as a GeoPackage."
            raise fault(self.name, "an SQLite database of another kind", "a GeoPackage", fix)
        columns = ("srs_id", "organization", "organization_coordsys_id", "definition")
        return {
            number: (str(organisation), own if isinstance(own, int) else 0, str(text))
            for number, organisation, own, text in self._rows("gpkg_spatial_ref_sys", columns)
            if isinstance(number, int)
        }

    def _rows(self, table: str, columns: tuple[str, ...]) -> list[tuple[object, ...]]:
        """Read columns of a table of the database's own; nothing where it has no such table."""
        if table != "sqlite_master" and table not in self._plain:
            return []
        self._allowed.add(table)
        statement = "SELECT " + ", ".join(columns) + " FROM " + table  # noqa: S608 - our names
        with closing(self._query(statement)) as found:
            return list(self._fetch(found, self.name))

    def _query(self, statement: str) -> sqlite3.Cursor:
        self._steps = 0
        try:
            return self._database.execute(statement)
        except BROKEN as error:
            raise self._damaged(error) from error

    def _fetch(self, found: sqlite3.Cursor, where: str) -> Iterator[tuple[object, ...]]:
        count = 0
        while True:
            try:
                row = found.fetchone()
            except BROKEN as error:
                raise self._damaged(error) from error
            if row is None:
                return
            count += 1
            if count > MOST_ROWS:
                raise fault(where, f"more than {MOST_ROWS:,} rows", "fewer", "Cut it down.")
            yield row

    def _guard(self, action: int, first: str | None, *_: str | None) -> int:
        """Refuse whatever is not the reading of a table that was asked for by name."""
        if action == sqlite3.SQLITE_SELECT:
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_READ and first in self._allowed:
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_PRAGMA and first == COLUMNS:
            return sqlite3.SQLITE_OK
        return sqlite3.SQLITE_DENY

    def _count(self) -> int:
        self._steps += 1
        return int(self._steps > MOST_STEPS)

    def _damaged(self, error: Exception) -> Exception:
        if "prohibited" in str(error) or "not authorized" in str(error):
            found = "a table that is worked out as it is read"
            return fault(self.name, found, "a plain table", EXPORT)
        found = f"a database that cannot be read ({str(error)[:80] or type(error).__name__})"
        return fault(self.name, found, "a whole GeoPackage", EXPORT)


def split_blob(blob: bytes) -> tuple[int, bytes] | None:
    """Split the geometry of a GeoPackage into the number of its system and the shape (WKB)."""
    if len(blob) < 8 or blob[:2] != CRYSTAL:  # noqa: PLR2004
        return None
    flags = blob[3]
    envelope = (flags >> 1) & 7
    if envelope >= len(ENVELOPES) or flags & 0x20:
        return None
    (system,) = struct.unpack("<i" if flags & 1 else ">i", blob[4:8])
    return int(system), blob[8 + ENVELOPES[envelope] :]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'

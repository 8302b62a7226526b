"""A database made ready: connected, its tables as this program knows them, its file in place."""

from __future__ import annotations

import contextlib
import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from threading import RLock
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import OperationalError

from geodata import moving
from geodata.errors import Problem
from geodata.store import migrating
from geodata.store.address import Address
from geodata.store.faults import CORRUPT, LOST, StoreAwayError, explained, problem

WAIT_S = 10
IN_LINE_MS: Final = 15  # SQLite waits ever longer between its looks: whoever waits long never wins
PG_LOCK: Final = 0x6B6E6F77  # whoever makes or changes the tables holds it
PG_OPTIONS: Final = "-c statement_timeout=60s -c idle_in_transaction_session_timeout=60s"
SHARED: Final[dict[str, Any]] = {
    "hide_parameters": True,  # what people typed is in no log
    "pool_size": 10,
    "max_overflow": 30,
    "pool_timeout": WAIT_S,
}
OWNER_ALONE: Final = stat.S_IRUSR | stat.S_IWUSR
LEFT: Final = ("-wal", "-journal")
WRITES: Final = "writes"
BUSY: Final = (5, 6)  # SQLite's codes for what others hold
PRIMARY: Final = 0xFF  # the part of a code that says so; the rest says why
Seen = tuple[int, int]


class Database:
    """A store's database, and one transaction of it at a time and thread.

    Nothing is made before `writing` is asked for the first time.

    Parameters
    ----------
    address
        Where it is.
    revision
        Which tables a new one gets; the newest unless another is asked for.
    """

    def __init__(self, address: Address, revision: str = "head") -> None:
        self.address = address
        self.where = address.where
        self._revision = revision
        with explained(self.where):
            self._engine = _engine(address)
        self._ready = False
        self._seen: Seen | None = None
        self._lock = RLock()

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file."""
        return self.address.path is not None

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection | None]:
        """Hold what is kept still while it is read; None where there is nothing yet.

        Raises
        ------
        StoreError
            It cannot be read.
        """
        with explained(self.where):
            if not self._prepare(make=False):
                yield None
                return
            with self._engine.connect() as connection:
                if not self.is_sqlite:
                    connection.execution_options(isolation_level="REPEATABLE READ")
                with connection.begin():
                    yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """Write in one transaction, alone: all of it is kept, or none where anything is raised.

        Raises
        ------
        StoreError
            It cannot be written, or may not have been.
        """
        with explained(self.where):
            self._prepare(make=True)
            seen = self._seen
            with self._engine.connect() as connection:
                connection.execution_options(**{WRITES: True})
                with connection.begin():
                    yield connection
            if seen != self._look():  # what was written went to a file that nobody finds again
                raise problem(self.where, LOST)

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    def _look(self) -> Seen | None:
        """Return which file stands at the path; None where there is none, or there are no files."""
        if self.address.path is None:
            return None
        try:
            found = self.address.path.stat()
        except FileNotFoundError:
            return None
        return found.st_dev, found.st_ino

    def _prepare(self, *, make: bool) -> bool:
        """Make the tables what they should be; returns whether there are any."""
        with self._lock:
            found = self._look()
            if self._ready:
                if found != self._seen:  # the log beside another file would be taken for its own
                    raise problem(self.where, LOST)
                return True
            if self.is_sqlite and found is None and not make:
                return False
            self._ready = self._prepare_file(make) if self.is_sqlite else self._prepare_pg(make)
            self._seen = self._look()
            return self._ready

    def _prepare_file(self, make: bool) -> bool:  # noqa: FBT001
        path = self.address.path
        assert path is not None  # noqa: S101 - of SQLite
        if make:
            path.parent.mkdir(mode=stat.S_IRWXU, parents=True, exist_ok=True)
        with _one_at_a_time(path):
            if not path.exists() or not path.stat().st_size:
                if not make:
                    return False
                _refuse_what_was_left(path, self.where)
                _make_file(path)
            return self._prepare_tables(make)

    def _prepare_tables(self, make: bool) -> bool:  # noqa: FBT001
        with self._engine.connect() as connection:
            state = migrating.state_of(revision_of(connection))
            if state is migrating.State.NONE and self.is_sqlite and _has_tables(connection):
                raise problem(self.where, CORRUPT)
        if state is migrating.State.CURRENT or (state is migrating.State.NONE and not make):
            return state is migrating.State.CURRENT
        _refuse_newer(state, self.where)
        with self._engine.connect() as connection:
            raw = connection.connection.dbapi_connection
            if self.is_sqlite and raw is not None:
                cursor = raw.cursor()
                cursor.execute("PRAGMA journal_mode=WAL")
                cursor.close()
            connection.execution_options(**{WRITES: True})
            with connection.begin():
                if not self.is_sqlite:
                    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": PG_LOCK})
                again = migrating.state_of(revision_of(connection))
                _refuse_newer(again, self.where)
                if again is not migrating.State.CURRENT:
                    is_new = again is migrating.State.NONE
                    migrating.migrate(connection, self._revision if is_new else "head")
        return True

    def _prepare_pg(self, make: bool) -> bool:  # noqa: FBT001
        with self._engine.connect() as connection:
            encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
        if encoding != "UTF8":
            raise StoreAwayError(
                Problem(
                    where=self.where,
                    found=f"a database of {encoding}",
                    expected="one of UTF8, which holds every language",
                    fix="Make one: createdb --encoding=UTF8 --template=template0.",
                )
            )
        return self._prepare_tables(make)


def _engine(address: Address) -> Engine:
    if address.path is None:
        connect = {"connect_timeout": WAIT_S, "options": _pg_options(address)}
        return create_engine(
            address.url.difference_update_query(["options"]),
            connect_args=connect,
            pool_pre_ping=True,
            **SHARED,
        )
    engine = create_engine(address.url, connect_args={"timeout": WAIT_S}, **SHARED)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _pg_options(address: Address) -> str:
    asked = address.url.query.get("options", "")
    more = asked if isinstance(asked, str) else " ".join(asked)
    return f"-c lock_timeout={WAIT_S}s {PG_OPTIONS} {more}".strip()


def _set_up(raw: Any, _record: object) -> None:  # noqa: ANN401
    """Have SQLite begin when told, write through to the disk, and leave no trace of what goes.

    What is deleted is written over, so that what was purged is not in the file any longer.
    """
    raw.isolation_level = None
    cursor = raw.cursor()
    for pragma in ("foreign_keys=ON", "synchronous=FULL", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    if not connection.get_execution_options().get(WRITES):
        connection.exec_driver_sql("BEGIN")
        return
    until = time.monotonic() + WAIT_S
    connection.exec_driver_sql(f"PRAGMA busy_timeout={IN_LINE_MS}")
    while True:
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            break
        except OperationalError as error:
            code = getattr(error.orig, "sqlite_errorcode", 0)
            if code & PRIMARY not in BUSY or time.monotonic() > until:
                raise
    connection.exec_driver_sql(f"PRAGMA busy_timeout={WAIT_S * 1000}")


def _make_file(path: Path) -> None:
    """Make an empty file that its owner alone can read; so are those that SQLite puts beside it."""
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, OWNER_ALONE))


def _refuse_what_was_left(path: Path, where: str) -> None:
    """Refuse to make a store beside the log of another, which would be taken for its own."""
    beside = [path.with_name(path.name + end) for end in LEFT]
    left = [each.name for each in beside if each.exists() and each.stat().st_size]
    if left:
        raise StoreAwayError(
            Problem(
                where=where,
                found=f"no such file, but {', '.join(left)} of one that was there",
                expected="the store with its log beside it, or neither",
                fix="Put the store back; or, where it is meant to be gone, remove that too.",
            )
        )


@contextlib.contextmanager
def _one_at_a_time(path: Path) -> Iterator[None]:
    """Hold a lock beside a store while it is looked at: one on it would end SQLite's own."""
    lock = path.with_name(f"{path.name}.lock")
    if not path.parent.is_dir():
        yield
        return
    with contextlib.suppress(OSError):
        lock.touch(mode=OWNER_ALONE, exist_ok=True)
    with moving.held(lock):
        yield


def revision_of(connection: Connection) -> str | None:
    """Return the version of the tables; None where there are none."""
    if not inspect(connection).has_table(migrating.TABLE):
        return None
    found = connection.execute(text(f"SELECT version_num FROM {migrating.TABLE}")).scalars().all()  # noqa: S608
    return found[0] if found else None


def _has_tables(connection: Connection) -> bool:
    return bool(inspect(connection).get_table_names())


def _refuse_newer(state: migrating.State, where: str) -> None:
    if state is migrating.State.NEWER:
        raise StoreAwayError(
            Problem(
                where=where,
                found="a store that a newer version of the program has written",
                expected="one of this version or older",
                fix="Use the newer version. Nothing in the store was changed.",
            )
        )

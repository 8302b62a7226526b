"""Where the store is: a file, or a database of PostgreSQL, as a setting says."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final, NamedTuple

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from geodata.errors import Problem
from geodata.exports import state_folder
from geodata.store.faults import StoreAwayError, StoreError

STORE_SETTING: Final = "KNOW_YOUR_PATCH_STORE"
FILE: Final = "store.sqlite"
POSTGRESQL: Final = ("postgresql", "postgres", "postgresql+psycopg")
IN_MEMORY: Final = (":memory:", "")


class Address(NamedTuple):
    """Where a store is.

    Attributes
    ----------
    url
        As SQLAlchemy takes it.
    path
        The file, of SQLite; None of PostgreSQL.
    """

    url: URL
    path: Path | None

    @property
    def where(self) -> str:
        """What to call it in a message: no folder of the server, and no password."""
        return "The store" if self.path is None else f"The store ({self.path.name})"

    @property
    def full(self) -> str:
        """What to call it to whoever looks after it: all but the password."""
        return self.url.render_as_string() if self.path is None else str(self.path)


def read_address(text: str | None = None) -> Address:
    """Return where the store is: as said, as the setting says, or in the user's state folder.

    Parameters
    ----------
    text
        A file, `sqlite:///file` or `postgresql://user@host/database`.

    Raises
    ------
    StoreError
        It is none of these.
    """
    said = text or os.environ.get(STORE_SETTING, "")
    if not said:
        return _of_file(str(state_folder() / "know-your-patch" / FILE))
    if "://" not in said:
        return _of_file(said)
    try:
        url = make_url(said)
    except ArgumentError as error:
        raise _none() from error
    if url.drivername in POSTGRESQL:
        return Address(url.set(drivername="postgresql+psycopg"), None)
    if url.drivername == "sqlite":
        return _of_file(url.database or "")
    raise _none()


def _of_file(name: str) -> Address:
    if name in IN_MEMORY or "\0" in name:
        raise _none()
    path = Path(name).expanduser()
    return Address(URL.create("sqlite", database=str(path)), path)


def _none() -> StoreError:
    # What was said is not told: it may hold a password.
    return StoreAwayError(
        Problem(
            where=STORE_SETTING,
            found="an address that is none of a store",
            expected="a file, sqlite:///file or postgresql://user@host/database",
            fix="Put it right; docs/deployment.md tells more.",
        )
    )

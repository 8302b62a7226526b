"""What a database says against us, in words: one problem each, that tells what to do."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Final, NamedTuple

from sqlalchemy.exc import DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from geodata.errors import DataError, Problem

KEPT_HERE: Final = "Nothing was changed; what you typed is still with you."
NOT_SURE: Final = "Nothing that was confirmed before is lost; what you typed is still with you."


class StoreError(DataError):
    """What is kept cannot be read or changed."""


class StoreAwayError(StoreError):
    """The store itself is at fault, now: what was asked of it may be asked again as it is."""


class Words(NamedTuple):
    """What was found, what was expected, and what to do."""

    found: str
    expected: str
    fix: str


BUSY: Final = Words(
    "others who have been writing to it for too long",
    "a turn to write within some seconds",
    f"Try again. {KEPT_HERE}",
)
FULL: Final = Words(
    "no room left to write it",
    "room on its disk",
    f"Make room on the disk of the store, then save again. {KEPT_HERE}",
)
DISK: Final = Words(
    "a disk that did not take what was written: it is full, or at fault",
    "a disk that can be written to",
    f"Make room on the disk of the store, or see to it; then save again. {KEPT_HERE}",
)
FIXED: Final = Words(
    "what cannot be written to",
    "permission to write to the store and to its folder",
    f"Ask whoever looks after the app for it, then save again. {KEPT_HERE}",
)
CORRUPT: Final = Words(
    "what is no store, or a damaged one",
    "a store that is whole",
    "Put the last backup in its place: python -m geodata store restore. "
    "What you typed is still with you.",
)
LOST: Final = Words(
    "no file where it was, or another in its place, while it was open",
    "the file where it was",
    f"Put the file back as it was; or stop the app, restore a backup and start it. {NOT_SURE}",
)
AWAY: Final = Words(
    "a server that does not answer, or broke off",
    "a connection to it",
    f"Try again; where it goes on, ask whoever looks after the server. {NOT_SURE}",
)
DRIVER: Final = Words(
    "no program to reach PostgreSQL by",
    "the package psycopg beside the app",
    'Install it: python -m pip install "psycopg[binary]"; docs/deployment.md tells more.',
)
UNKNOWN: Final = Words(
    "what the database refused",
    "a store as this version of the program makes it",
    f"python -m geodata store check tells what is wrong with it. {KEPT_HERE}",
)
SQLITE: Final[tuple[tuple[str, Words], ...]] = (
    ("database or disk is full", FULL),
    ("disk i/o error", DISK),
    ("readonly database", FIXED),
    ("unable to open database", FIXED),
    ("locked", BUSY),
    ("busy", BUSY),
    ("not a database", CORRUPT),
    ("malformed", CORRUPT),
    ("file is encrypted", CORRUPT),
    ("unsupported file format", CORRUPT),
    ("no such table", CORRUPT),
    ("no such column", CORRUPT),
)
"""What SQLite says, in lower case, and what it means; the first that fits."""

POSTGRESQL: Final[tuple[tuple[str, Words], ...]] = (
    ("53100", FULL),
    ("53", AWAY),
    ("55P03", BUSY),
    ("57014", BUSY),
    ("40", BUSY),
    ("25006", FIXED),
    ("42501", FIXED),
    ("58", DISK),
    ("57", AWAY),
    ("08", AWAY),
    ("XX", CORRUPT),
    ("42", CORRUPT),
)
"""What PostgreSQL's codes begin with, and what they mean; the first that fits."""


def problem(where: str, words: Words) -> StoreAwayError:
    """Return an error of one problem."""
    return StoreAwayError(Problem(where=where, **words._asdict()))


@contextlib.contextmanager
def explained(where: str) -> Iterator[None]:
    """Turn what a database says against us into one plain problem.

    Parameters
    ----------
    where
        What the store is called: neither a folder nor a password.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name and error.name.partition(".")[0] != "psycopg":
            raise
        raise problem(where, DRIVER) from error
    except NoSuchModuleError as error:
        raise problem(where, DRIVER) from error
    except DBAPIError as error:
        raise problem(where, _words(error)) from error
    except PoolTimeoutError as error:
        raise problem(where, BUSY) from error
    except SQLAlchemyError as error:
        raise problem(where, UNKNOWN) from error
    except TimeoutError as error:
        raise problem(where, BUSY) from error
    except OSError as error:
        raise problem(where, FIXED if isinstance(error, PermissionError) else DISK) from error


def _words(error: DBAPIError) -> Words:
    code = getattr(error.orig, "sqlstate", None)
    if code:
        return next((words for start, words in POSTGRESQL if code.startswith(start)), UNKNOWN)
    if error.connection_invalidated or "psycopg" in type(error.orig).__module__:
        return AWAY
    said = str(error.orig).lower()
    return next((words for part, words in SQLITE if part in said), UNKNOWN)

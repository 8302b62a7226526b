"""The versions that the tables of the store went through, and the way from one to the next."""

from __future__ import annotations

from enum import Enum, auto
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

SCRIPTS: Final = Path(__file__).parent / "migrations"
TABLE: Final = "alembic_version"


class State(Enum):
    """What a store's tables are to this program."""

    NONE = auto()
    OLDER = auto()
    CURRENT = auto()
    NEWER = auto()


def head() -> str:
    """Return the version of the tables that this program reads and writes."""
    return _scripts().get_current_head() or ""


def revisions() -> tuple[str, ...]:
    """Return every version there was, the newest first."""
    return tuple(script.revision for script in _scripts().walk_revisions())


def state_of(revision: str | None) -> State:
    """Return what tables of a version are to this program."""
    if revision is None:
        return State.NONE
    if revision == head():
        return State.CURRENT
    return State.OLDER if revision in revisions() else State.NEWER


def migrate(connection: Connection, revision: str = "head") -> None:
    """Bring the tables to a version, in the transaction of a connection."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())

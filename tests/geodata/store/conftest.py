"""Stores for the tests: each test on SQLite and on PostgreSQL, in a new one."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from geodata.store.address import STORE_SETTING
from geodata.store.store import Store, open_store
from tests.geodata.postgres import NoServerError, running_server

ABSENT = Path(__file__).parents[3] / ".venv" / "postgresql.absent"
"""Left by `.ci/postgresql` where none could be installed."""
_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a server; where there is none, its tests skip, and fail in the gate."""
    try:
        with running_server() as url:
            yield url
    except NoServerError as error:
        said = f"the tests of a store in PostgreSQL cannot be run: {error}"
        must_run = os.environ.get("CI") and not ABSENT.exists()
        (pytest.fail if must_run else pytest.skip)(said)


@pytest.fixture
def new_postgres(postgres_server: str) -> Callable[[], str]:
    """Return the address of a new, empty store in PostgreSQL."""

    def make() -> str:
        name = f"test_{next(_NUMBERS)}"
        with psycopg.connect(postgres_server, autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA {name}")
        return f"{postgres_server}&options=-csearch_path%3D{name}"

    return make


@pytest.fixture
def new_sqlite(tmp_path) -> Callable[[], str]:
    """Return the address of a new, empty store in a file."""

    def make() -> str:
        return str(tmp_path / "kept" / f"store-{next(_NUMBERS)}.sqlite")

    return make


@pytest.fixture(params=["sqlite", "postgresql"])
def new_url(request: pytest.FixtureRequest) -> Callable[[], str]:
    """Return addresses of new stores; the test runs on both databases."""
    name = {"sqlite": "new_sqlite", "postgresql": "new_postgres"}[request.param]
    return request.getfixturevalue(name)


@pytest.fixture
def url(new_url: Callable[[], str]) -> str:
    return new_url()


@pytest.fixture
def store(url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A new store."""
    monkeypatch.delenv(STORE_SETTING, raising=False)
    opened = open_store(url)
    yield opened
    opened.close()

"""The tables are brought forward with what is in them; a newer store is left alone."""

import shutil

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from geodata.errors import DataError
from geodata.store import migrating
from geodata.store.address import read_address
from geodata.store.backup import write_backup
from geodata.store.restoring import restore_backup
from geodata.store.store import open_store
from geodata.store.tables import METADATA
from tests.geodata.store.test_backup import everything, fill

NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "test"
down_revision = "{head}"


def upgrade():
    with op.batch_alter_table("records") as table:
        table.add_column(sa.Column("shouted", sa.Text, nullable=False, server_default=""))
    op.execute("UPDATE records SET shouted = upper(title)")
{fault}
"""


@pytest.fixture
def newer(tmp_path, monkeypatch):
    """Have the program know one version of the tables more; returns what makes it forget."""

    def learn(fault=""):
        scripts = tmp_path / "scripts"
        shutil.rmtree(scripts, ignore_errors=True)
        shutil.copytree(migrating.SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
        said = NEXT.format(head=migrating.head(), fault=fault)
        (scripts / "versions" / "test_next.py").write_text(said, "utf-8")
        monkeypatch.setattr(migrating, "SCRIPTS", scripts)

    return learn


def shouted(store):
    with store.database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT title, shouted FROM records").all()
        return {tuple(row) for row in rows}


def test_an_old_store_is_brought_forward_with_what_is_in_it(store, url, newer):
    fill(store)
    before = everything(store)
    store.close()
    newer()
    for _ in range(2):
        opened = open_store(url)
        assert everything(opened) == before
        assert shouted(opened) == {("November", "NOVEMBER"), ("", "")}
        opened.close()


def test_a_migration_that_fails_leaves_the_store_as_it_was(store, url, newer, monkeypatch):
    fill(store)
    before = everything(store)
    known = migrating.SCRIPTS
    newer("    op.execute('SELECT * FROM nowhere')")
    opened = open_store(url)
    with pytest.raises(DataError):
        opened.records()
    opened.close()
    monkeypatch.setattr(migrating, "SCRIPTS", known)
    opened = open_store(url)
    assert everything(opened) == before
    assert opened.check() == ()
    opened.close()


def test_an_older_program_says_so_of_a_newer_store_and_does_not_write(
    store, url, newer, monkeypatch
):
    fill(store)
    known = migrating.SCRIPTS
    newer()
    opened = open_store(url)
    meeting = opened.records("meeting")[0]
    opened.close()
    monkeypatch.setattr(migrating, "SCRIPTS", known)
    older = open_store(url)
    for ask in (
        older.records,
        older.since,
        lambda: older.get(meeting.id),
        lambda: older.save(meeting),
        lambda: older.remove(meeting.id),
    ):
        with pytest.raises(DataError, match="newer version of the program"):
            ask()
    assert "newer version" in older.check()[0].found
    older.close()


def test_a_backup_of_older_tables_is_brought_forward(store, tmp_path, newer, new_url):
    fill(store)
    write_backup(store.database, tmp_path / "old.zip")
    before = everything(store)
    newer()
    restored = read_address(new_url())
    restore_backup(restored, tmp_path / "old.zip")
    opened = open_store(restored.url.render_as_string(hide_password=False))
    assert everything(opened) == before
    assert ("November", "NOVEMBER") in shouted(opened)
    opened.close()


def test_the_tables_are_those_that_the_migrations_make(store):
    fill(store)
    with store.database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_many_who_open_a_new_store_at_once_make_it_once(url):
    from concurrent.futures import ThreadPoolExecutor

    from geodata.store.kinds.note import Note
    from geodata.store.record import new_record

    def begin(number):
        store = open_store(url)
        kept = store.save(new_record(Note(sort="note", words=str(number))))
        store.close()
        return kept.version

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(begin, range(8))) == [1] * 8
    store = open_store(url)
    assert len(store.records()) == 8
    assert store.check() == ()
    store.close()

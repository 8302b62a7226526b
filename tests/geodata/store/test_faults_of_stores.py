"""A full disk, a locked, lost, damaged or fixed store: one clear problem, and nothing is lost."""

import contextlib
import os
import random
import resource
import shutil
import sqlite3
import stat
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import event, text

from geodata.errors import DataError
from geodata.store import faults, opening
from geodata.store.address import STORE_SETTING, read_address
from geodata.store.kinds.note import Note
from geodata.store.record import new_record
from geodata.store.store import open_store

LARGE = random.Random(1).randbytes(7_500).hex()  # noqa: S311 - what no database packs


def note(words="Heard"):
    return new_record(Note(sort="note", words=words), title="Heard")


def refused(ask, words):
    """Ask what has to be refused by one problem in these words, that names no folder."""
    with pytest.raises(DataError) as error:
        ask()
    [problem] = error.value.problems
    found, expected, fix = words
    assert (problem.found, problem.expected, problem.fix) == (found, expected, fix)
    assert "/" not in problem.where
    return problem


def is_whole(store, kept):
    """Whether all that was confirmed is there, the store is whole, and more can be kept."""
    assert store.check() == ()
    for each in kept:
        assert store.get(each.id) == each
    assert store.save(note("After it")).version == 1


def path_of(store):
    return store.database.address.path


@pytest.fixture
def in_file(new_sqlite):
    store = open_store(new_sqlite())
    yield store
    store.close()


@pytest.fixture
def in_postgres(new_postgres):
    store = open_store(new_postgres())
    yield store
    store.close()


def save_until_refused(store, words):
    kept = []
    for _ in range(2000):
        try:
            kept.append(store.save(note(LARGE)))
        except DataError as error:
            [problem] = error.problems
            assert problem.found in {each.found for each in words}
            assert "Nothing was changed; what you typed is still with you." in problem.fix
            return kept
    raise AssertionError("it was never refused")


def save_while(store, something_happens):
    """Save a note, and let something happen before it is confirmed."""
    with store._work() as work:
        work.write(note("Mine"), "made", "chair")
        something_happens(work)


def test_a_file_with_no_room_left_says_so(in_file):
    kept = [in_file.save(note())]
    engine = in_file.database._engine
    engine.dispose()

    def bound(raw, _record):
        raw.execute("PRAGMA max_page_count=60")

    event.listen(engine, "connect", bound)
    kept += save_until_refused(in_file, [faults.FULL])
    assert len(kept) > 2
    event.remove(engine, "connect", bound)
    engine.dispose()
    is_whole(in_file, kept)


def test_a_disk_that_takes_no_more_says_so(in_file):
    """The system's own bound on files, which stops the log as a full disk does."""
    kept = [in_file.save(note())]
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, hard))
    try:
        kept += save_until_refused(in_file, [faults.FULL, faults.DISK])
        assert all(in_file.get(each.id) == each for each in kept)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert len(kept) > 2
    is_whole(in_file, kept)


def test_a_server_with_no_room_left_says_so(in_postgres, postgres_server):
    kept = [in_postgres.save(note())]
    with small_disk() as disk, psycopg.connect(postgres_server, autocommit=True) as server:
        server.execute(f"CREATE TABLESPACE small LOCATION '{disk}'")
        try:
            with in_postgres.database.writing() as connection:
                for table in ("records", "history"):
                    connection.execute(text(f"ALTER TABLE {table} SET TABLESPACE small"))
            kept += save_until_refused(in_postgres, [faults.FULL])
            assert len(kept) > 2
            assert all(in_postgres.get(each.id) == each for each in kept)
        finally:
            with in_postgres.database.writing() as connection:
                for table in ("records", "history"):
                    connection.execute(text(f"ALTER TABLE {table} SET TABLESPACE pg_default"))
            server.execute("DROP TABLESPACE small")
    is_whole(in_postgres, kept)


@contextlib.contextmanager
def small_disk():
    """Mount a disk of two megabytes that the server may write to."""
    folder = Path(tempfile.mkdtemp(prefix="kyp-small-", dir="/tmp"))
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m,mode=0777", "none", str(folder)]
    done = subprocess.run(mount, check=False, capture_output=True, text=True)
    if done.returncode:
        folder.rmdir()
        pytest.skip(f"a small disk cannot be mounted here: {done.stderr.strip()}")
    try:
        inside = folder / "inside"
        inside.mkdir()
        if not os.geteuid():
            shutil.chown(inside, "postgres")
        yield inside
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)
        folder.rmdir()


def test_a_store_that_others_hold_for_too_long_says_so(new_url, monkeypatch):
    monkeypatch.setattr(opening, "WAIT_S", 1)
    store, other = (open_store(url) for url in [new_url()] * 2)
    kept = store.save(note())
    with other.database.writing() as connection:
        connection.execute(text("UPDATE ledger SET last = last"))
        refused(lambda: store.save(note("Mine")), faults.BUSY)
        assert store.get(kept.id) == kept
        assert store.since().records == (kept,)
    is_whole(store, [kept])
    store.close()
    other.close()


def test_a_file_that_may_not_be_written_says_so():
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        store = open_store(f"{folder}/kept/store.sqlite")
        kept = store.save(note())
        store.close()
        with as_somebody_else(Path(folder)):
            other = open_store(f"{folder}/kept/store.sqlite")
            refused(lambda: other.save(note("Mine")), faults.FIXED)
            refused(lambda: other.save(replace(kept, title="Mine")), faults.FIXED)
            other.close()
            nowhere = open_store(f"{folder}/new/store.sqlite")
            refused(lambda: nowhere.save(note()), faults.FIXED)
        is_whole(store, [kept])
        store.close()


@contextlib.contextmanager
def as_somebody_else(folder):
    """Let files of a folder be read and not written: by another user, since root may do all."""
    paths = [folder, *folder.rglob("*")]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    if not os.geteuid():
        os.seteuid(65534)
    try:
        yield
    finally:
        if not os.getuid():
            os.seteuid(0)
        for path in paths:
            path.chmod(0o755 if path.is_dir() else 0o644)


def test_a_database_that_may_not_be_written_says_so(in_postgres):
    kept = in_postgres.save(note())
    url = in_postgres.database.address.url
    options = f"{url.query['options']} -c default_transaction_read_only=on"
    fixed = url.update_query_dict({"options": options}).render_as_string(hide_password=False)
    other = open_store(fixed)
    refused(lambda: other.save(replace(kept, title="Mine")), faults.FIXED)
    assert other.get(kept.id) == kept
    other.close()
    is_whole(in_postgres, [kept])


DAMAGE = {
    "no database": lambda _: b"Dear diary, " * 500,
    "half of it": lambda content: content[: len(content) // 2],
    "another beginning": lambda content: bytes(100) + content[100:],
    "no middle": lambda content: content[:4096] + bytes(len(content) - 4096),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_file_says_so(new_sqlite, damage):
    store = open_store(new_sqlite())
    kept = [store.save(note(LARGE)) for _ in range(20)]
    store.close()
    path = path_of(store)
    whole = path.read_bytes()
    path.write_bytes(damage(whole))
    damaged = open_store(str(path))
    refused(lambda: (damaged.save(note()), damaged.records()), faults.CORRUPT)
    assert damaged.check()
    damaged.close()
    path.write_bytes(whole)
    is_whole(store, kept)
    store.close()


def test_a_few_bytes_that_changed_are_found_by_the_check(new_sqlite):
    store = open_store(new_sqlite())
    for number in range(50):
        store.save(note(f"number {number:04}"))
    store.close()
    path = path_of(store)
    content = path.read_bytes()
    assert b"number 0033" in content
    path.write_bytes(content.replace(b"number 0033", b"number 9933", 1))
    damaged = open_store(str(path))
    assert [each.found for each in damaged.check()] == ["another content than in its history"]
    damaged.close()


def test_a_file_of_another_program_is_left_alone(tmp_path):
    path = tmp_path / "other.sqlite"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE theirs (a)")
        connection.commit()
    before = path.read_bytes()
    store = open_store(str(path))
    refused(store.records, faults.CORRUPT)
    refused(lambda: store.save(note()), faults.CORRUPT)
    store.close()
    assert path.read_bytes() == before


def test_a_file_that_is_gone_while_open_is_not_made_anew(in_file, tmp_path):
    kept = [in_file.save(note())]
    path = path_of(in_file)
    aside = tmp_path / "aside"
    path.rename(aside)
    for ask in (lambda: in_file.save(note("Mine")), in_file.records, lambda: in_file.get("x")):
        refused(ask, faults.LOST)
    assert not path.exists()
    aside.rename(path)
    is_whole(in_file, kept)


def test_a_file_that_goes_in_the_middle_of_a_save_confirms_nothing(in_file, tmp_path):
    kept = [in_file.save(note())]
    path = path_of(in_file)
    refused(lambda: save_while(in_file, lambda _: path.rename(tmp_path / "aside")), faults.LOST)
    (tmp_path / "aside").rename(path)
    is_whole(in_file, kept)


def test_another_file_put_in_its_place_is_not_mixed_with_its_log(in_file, new_sqlite, tmp_path):
    kept = in_file.save(note())
    path = path_of(in_file)
    other = open_store(new_sqlite())
    theirs = other.save(note("Theirs"))
    other.close()
    path.rename(tmp_path / "aside")
    path_of(other).rename(path)
    refused(in_file.records, faults.LOST)
    refused(lambda: in_file.save(note("Mine")), faults.LOST)
    in_file.close()
    for end in ("", "-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            path.with_name(path.name + end).rename(
                tmp_path / f"{'theirs' if not end else 'aside'}{end}"
            )
    for name, record in (("aside", kept), ("theirs", theirs)):
        again = open_store(str(tmp_path / name))
        assert again.records() == (record,)
        is_whole(again, [record])
        again.close()


def test_a_log_without_its_store_is_not_taken_for_that_of_a_new_one(new_sqlite):
    store = open_store(new_sqlite())
    path = path_of(store)
    path.parent.mkdir()
    path.with_name(path.name + "-wal").write_bytes(b"what somebody typed")
    with pytest.raises(DataError, match="of one that was there"):
        store.save(note())
    assert not path.exists()
    store.close()


def test_a_server_that_breaks_off_confirms_nothing_and_is_found_again(in_postgres, postgres_server):
    kept = [in_postgres.save(note())]

    def break_off(work):
        pid = work.connection.execute(text("SELECT pg_backend_pid()")).scalar()
        with psycopg.connect(postgres_server, autocommit=True) as server:
            server.execute("SELECT pg_terminate_backend(%s)", [pid])

    refused(lambda: save_while(in_postgres, break_off), faults.AWAY)
    is_whole(in_postgres, kept)


def test_tables_that_are_gone_while_open_say_so(in_postgres, postgres_server):
    kept = in_postgres.save(note())
    name = in_postgres.database.address.url.query["options"].partition("=")[2]
    with psycopg.connect(postgres_server, autocommit=True) as server:
        server.execute(f"DROP SCHEMA {name} CASCADE")
    refused(lambda: in_postgres.save(replace(kept, title="Mine")), faults.CORRUPT)
    assert in_postgres.check()


def test_a_database_of_another_encoding_is_refused(postgres_server):
    with psycopg.connect(postgres_server, autocommit=True) as server:
        server.execute("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0")
    store = open_store(postgres_server.replace("/postgres?", "/latin?"))
    with pytest.raises(DataError, match="UTF8"):
        store.save(note())
    store.close()


ADDRESSES = ("mysql://a:secret@b/c", "sqlite://", "sqlite:///:memory:", ":memory:", "a\0b", "://")


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_of_no_store_is_refused_and_not_told(address):
    with pytest.raises(DataError) as error:
        read_address(address)
    assert error.value.problems[0].where == STORE_SETTING
    assert "secret" not in str(error.value)


def test_without_a_setting_it_is_in_the_state_folder_of_the_user(monkeypatch, tmp_path):
    monkeypatch.delenv(STORE_SETTING, raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert read_address().path == tmp_path / "know-your-patch" / "store.sqlite"
    monkeypatch.setenv(STORE_SETTING, str(tmp_path / "other"))
    assert read_address().path == tmp_path / "other"


def test_a_server_that_does_not_answer_says_so_and_no_password():
    store = open_store("postgresql://a:secret@127.0.0.1:1/b")
    refused(store.records, faults.AWAY)
    assert "secret" not in store.database.address.full
    store.close()


def test_the_rights_of_the_file_are_kept_through_a_save(in_file):
    in_file.save(note())
    assert stat.S_IMODE(path_of(in_file).stat().st_mode) == 0o600

"""A backup holds all that is kept, and is put back whole or not at all, on either database."""

import hashlib
import json
import zipfile
from dataclasses import replace

import pytest

from geodata.errors import DataError
from geodata.store.address import read_address
from geodata.store.backup import write_backup
from geodata.store.kinds.meeting import Meeting
from geodata.store.kinds.note import Note
from geodata.store.record import new_record
from geodata.store.restoring import restore_backup
from geodata.store.store import open_store

WORDS = "Where do 🙂 families go?\r\n\t\u202eשלום\u2028é"


def fill(store):
    meeting = store.save(new_record(Meeting(on="2026-11-22"), title="November"), by="chair")
    kept = store.save(new_record(Note(sort="story", words=WORDS), parent=meeting.id))
    store.save(replace(kept, title="Two"))
    store.undo(kept.id)
    gone = store.save(new_record(Note(sort="gap", words="Gone")))
    store.remove(gone.id)
    return meeting, kept, gone


def everything(store):
    records = (*store.records(), *store.records(is_removed=True))
    return {each.id: (each, store.history(each.id)) for each in records}


@pytest.fixture
def backup(store, tmp_path):
    fill(store)
    path = tmp_path / "backup.zip"
    write_backup(store.database, path)
    return path


@pytest.mark.parametrize("to", ["new_sqlite", "new_postgres"])
def test_what_is_restored_is_the_same_on_either_database(store, backup, to, request):
    address = read_address(request.getfixturevalue(to)())
    held = restore_backup(address, backup)
    other = open_store(address.url.render_as_string(hide_password=False))
    assert everything(other) == everything(store)
    assert (held.records, held.versions) == (3, 6)
    assert other.check() == ()
    mark = store.since().mark
    assert other.since(mark).is_whole, "followers have to be told everything anew"
    assert other.save(new_record(Note(sort="note", words="Next"))).version == 1
    assert other.check() == ()
    other.close()


def test_a_backup_is_its_owners_alone_and_the_same_store_gives_the_same_rows(
    store, backup, tmp_path
):
    assert backup.stat().st_mode & 0o077 == 0
    again = tmp_path / "again.zip"
    write_backup(store.database, again)
    with zipfile.ZipFile(backup) as one, zipfile.ZipFile(again) as two:
        for name in ("records.jsonl", "history.jsonl"):
            assert one.read(name) == two.read(name)


def test_a_store_that_holds_something_is_not_written_over(store, backup):
    before = everything(store)
    with pytest.raises(DataError, match="something is kept"):
        restore_backup(store.database.address, backup)
    assert everything(store) == before


def test_where_nothing_was_saved_there_is_nothing_to_back_up(store, tmp_path):
    with pytest.raises(DataError, match="nothing was ever saved"):
        write_backup(store.database, tmp_path / "backup.zip")
    assert not (tmp_path / "backup.zip").exists()


def change(path, changes, *, is_summed=True):
    """Write a backup again with members changed, and their checksums too."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for name, edit in changes.items():
        members[name] = edit(members[name])
    if is_summed:
        manifest = json.loads(members["manifest.json"])
        manifest["sha256"] = {
            name: hashlib.sha256(content).hexdigest()
            for name, content in members.items()
            if name.endswith("jsonl")
        }
        members["manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def lines(edit):
    def changed(content):
        rows = [json.loads(line) for line in content.splitlines()]
        edit(rows)
        return b"".join(json.dumps(row).encode() + b"\n" for row in rows)

    return changed


def last_version(rows):
    rows[0]["version"] += 1


DAMAGED = {
    "a version too many": {"records.jsonl": lines(last_version)},
    "a version too few": {"history.jsonl": lines(lambda rows: rows.pop(2))},
    "no history at all": {"history.jsonl": lines(lambda rows: rows.clear())},
    "a record too few": {"records.jsonl": lines(lambda rows: rows.pop(0))},
    "another content": {"records.jsonl": lines(lambda rows: rows[0].update(title="Other"))},
    "a parent that is none": {
        "records.jsonl": lines(lambda rows: [r.update(parent=rows[0]["id"]) for r in rows])
    },
    "a body that is none": {"records.jsonl": lines(lambda rows: rows[0].update(body="{}x"))},
    "a number for text": {"records.jsonl": lines(lambda rows: rows[0].update(title=5))},
    "text for a number": {"records.jsonl": lines(lambda rows: rows[0].update(version="1"))},
    "nothing for text": {"records.jsonl": lines(lambda rows: rows[0].update(title=None))},
    "nul": {"records.jsonl": lines(lambda rows: rows[0].update(changed_by="\0"))},
    "a column too many": {"records.jsonl": lines(lambda rows: rows[0].update(more=1))},
    "a column too few": {"records.jsonl": lines(lambda rows: rows[0].pop("shared"))},
    "a list": {"records.jsonl": lambda _: b"[1]\n"},
    "no JSON": {"records.jsonl": lambda content: content[:-30]},
    "a time that is none": {
        "history.jsonl": lines(lambda rows: [row.update(at="yesterday") for row in rows]),
        "records.jsonl": lines(lambda rows: [row.update(changed_at="yesterday") for row in rows]),
    },
    "a newer program": {
        "manifest.json": lambda content: content.replace(b'"0001"', b'"9999"'),
    },
    "another file": {"manifest.json": lambda content: content.replace(b"-store", b"-scenario")},
    "no manifest": {"manifest.json": lambda _: b'{"sha256": {}}'},
}


@pytest.mark.parametrize("changes", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_backup_is_refused_and_nothing_of_it_is_kept(new_url, backup, changes):
    change(backup, changes)
    address = read_address(new_url())
    with pytest.raises(DataError) as refused:
        restore_backup(address, backup)
    assert all(each.fix for each in refused.value.problems)
    store = open_store(address.url.render_as_string(hide_password=False))
    assert (store.records(), store.records(is_removed=True), store.check()) == ((), (), ())
    store.close()


def test_a_backup_of_other_rows_than_its_checksum_is_refused(backup, new_sqlite):
    change(backup, {"records.jsonl": lines(last_version)}, is_summed=False)
    with pytest.raises(DataError, match="checksum"):
        restore_backup(read_address(new_sqlite()), backup)


NONE = {"nothing": b"", "a start": b"PK", "text": b"text", "an empty zip": b"PK\5\6" + bytes(18)}


@pytest.mark.parametrize("content", NONE.values(), ids=NONE)
def test_what_is_no_backup_is_refused(tmp_path, new_sqlite, content):
    path = tmp_path / "other.zip"
    path.write_bytes(content)
    with pytest.raises(DataError):
        restore_backup(read_address(new_sqlite()), path)
    with pytest.raises(DataError):
        restore_backup(read_address(new_sqlite()), tmp_path / "none.zip")

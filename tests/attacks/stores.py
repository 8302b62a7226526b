"""Attack what is kept: many writers at once, and writers killed at any moment, on both databases.

What was confirmed must be there, each version once; whoever was too late must have been told.

`python -m tests.attacks.stores` makes 10,000 edits by 8 writers and kills 200 writers, on SQLite
and on PostgreSQL; `sqlite` or `postgresql` after it, on one of them alone.
"""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path

import psycopg

from geodata.errors import DataError
from geodata.store.kinds.meeting import Meeting
from geodata.store.kinds.note import Note
from geodata.store.record import Record, Stale, new_record
from geodata.store.store import Store, open_store
from tests.geodata.postgres import NoServerError, running_server

EDITS, WRITERS, KILLS = 10_000, 8, 200
SHARED = 12  # notes that all writers change
LONGEST_LIFE_S = 0.25  # of a writer that is killed: from its beginning, or once it writes
LONGEST_WAIT_S = 30.0
NEW_STORES = 40  # of the kills, those in which nothing was made yet
_FORKING = multiprocessing.get_context("fork")


@dataclass(frozen=True, slots=True)
class Done:
    """What a writer was told.

    Attributes
    ----------
    confirmed
        Record, version and words of each save that was confirmed.
    stale
        Record and versions, seen and kept, of each that was refused.
    faults
        What else it was told.
    """

    confirmed: list[tuple[str, int, str]]
    stale: list[tuple[str, int, int]]
    faults: list[str]


NEVER_MET = "no two writers ever met, so that nothing was tried"


def write_many(url: str, edits: int, writers: int) -> list[str]:
    """Have writers change the same notes at once; returns what gave way."""
    store = open_store(url)
    ids = [store.save(_note("0 begin")).id for _ in range(SHARED)]
    store.close()
    share = edits // writers
    with _FORKING.Pool(writers) as pool:
        asked = [(url, ids, share, number) for number in range(writers)]
        done = pool.starmap(_edit, asked, chunksize=1)
    return list(_faults_of_edits(open_store(url), ids, done, share * writers))


def _note(words: str) -> Record:
    return new_record(Note(sort="note", words=words), title="Shared")


def _edit(url: str, ids: list[str], edits: int, writer: int) -> Done:
    """Add one to the number in some note, again and again, until as many as asked are kept."""
    chance, store = random.Random(writer), open_store(url)  # noqa: S311 - to be done again alike
    done = Done([], [], [])
    while len(done.confirmed) < edits:
        record_id = chance.choice(ids)
        seen = store.get(record_id)
        assert seen is not None
        assert isinstance(seen.body, Note)
        number = int(seen.body.words.split()[0]) + 1
        words = f"{number} {writer}.{len(done.confirmed)}"
        try:
            answer = store.save(replace(seen, body=replace(seen.body, words=words)))
        except DataError as error:
            done.faults.append(str(error))
            continue
        if isinstance(answer, Stale):
            done.stale.append((record_id, answer.mine.version, answer.theirs.version))
        else:
            done.confirmed.append((record_id, answer.version, words))
    store.close()
    return done


def _faults_of_edits(store: Store, ids: list[str], done: list[Done], edits: int) -> Iterator[str]:
    yield from (problem.sentence() for problem in store.check())
    kept = {
        (entry.record.id, entry.record.version): _words(entry.record)
        for record_id in ids
        for entry in store.history(record_id)
    }
    told = {(each[0], each[1]): each[2] for one in done for each in one.confirmed}
    if sum(len(one.confirmed) for one in done) != len(told):
        yield "a version was confirmed to two writers"
    if len(told) != edits or len(kept) != edits + len(ids):
        yield f"{len(kept)} versions are kept of {len(told)} confirmed edits"
    yield from (
        f"{key} was confirmed as {words}" for key, words in told.items() if kept.get(key) != words
    )
    counted = sum(int(_words(record).split()[0]) for record in store.records("note"))
    if counted != edits:
        yield f"{edits} times one was added, and {counted} came of it"
    for one in done:
        yield from (f"refused without a reason: {each}" for each in one.stale if each[1] >= each[2])
        yield from one.faults
    if not any(one.stale for one in done):
        yield NEVER_MET
    store.close()


def _words(record: Record) -> str:
    assert isinstance(record.body, Note)
    return record.body.words


def kill_many(new_url: Callable[[], str], kills: int, seed: int = 1) -> list[str]:
    """Kill writers at any moment, in a store that stays and in new ones; returns what gave way."""
    chance = random.Random(seed)  # noqa: S311 - to be done again alike
    stays, faults = new_url(), list[str]()
    fresh = max(1, kills * NEW_STORES // KILLS)
    killed_while_writing = 0
    for number in range(kills):
        url = new_url() if number % (kills // fresh) == 0 else stays
        confirmed = _kill_one(url, chance, is_writing=number % 2 == 1)
        killed_while_writing += bool(confirmed)
        faults += [f"kill {number}: {each}" for each in _faults_of_kill(url, confirmed)]
    if kills > 1 and not killed_while_writing:
        faults.append("no writer had anything confirmed before it was killed")
    return faults


def _kill_one(url: str, chance: random.Random, *, is_writing: bool) -> list[tuple[str, int, str]]:
    """Kill a writer as it begins, or once it is writing; returns what was confirmed to it."""
    receiver, sender = _FORKING.Pipe(duplex=False)
    writer = _FORKING.Process(target=_write_until_killed, args=(url, sender))
    writer.start()
    sender.close()
    if is_writing:
        receiver.poll(LONGEST_WAIT_S)
    time.sleep(chance.uniform(0, LONGEST_LIFE_S))
    assert writer.pid is not None
    os.kill(writer.pid, signal.SIGKILL)
    writer.join()
    confirmed = []
    with contextlib.suppress(EOFError, OSError):
        while True:
            confirmed.append(tuple(json.loads(receiver.recv_bytes())))
    return confirmed


def _write_until_killed(url: str, sender: Connection) -> None:
    """Make, change, undo and remove, and tell each version as soon as it is confirmed."""
    store, number = open_store(url), 0

    def tell(record: Record | Stale) -> Record:
        assert isinstance(record, Record)
        words = record.body.words if isinstance(record.body, Note) else ""
        sender.send_bytes(json.dumps([record.id, record.version, words]).encode())
        return record

    while True:
        number += 1
        meeting = tell(store.save(new_record(Meeting(), title=str(number))))
        parent = {"parent": meeting.id}
        notes = [replace(_note(f"{number} {each} " + "é" * 900), **parent) for each in range(3)]
        for note in notes:
            kept = tell(store.save(note))
            kept = tell(store.save(replace(kept, title="changed")))
            tell(store.undo(kept.id))
        tell(store.remove(meeting.id) if number % 2 else store.move(notes[0].id, None))


def _faults_of_kill(url: str, confirmed: list[tuple[str, int, str]]) -> Iterator[str]:
    store = open_store(url)
    yield from (problem.sentence() for problem in store.check())
    for record_id, version, words in confirmed:
        found = {each.record.version: each.record for each in store.history(record_id)}
        if version not in found:
            yield f"version {version} of {record_id} was confirmed and is not kept"
        elif words and _words(found[version]) != words:
            yield f"version {version} of {record_id} holds something else"
    store.close()


@contextlib.contextmanager
def sqlite_stores() -> Iterator[Callable[[], str]]:
    """Addresses of new stores in files."""
    with tempfile.TemporaryDirectory(prefix="stores-") as folder:
        numbers = iter(range(10**6))
        yield lambda: str(Path(folder) / f"{next(numbers)}.sqlite")


@contextlib.contextmanager
def postgresql_stores() -> Iterator[Callable[[], str]]:
    """Addresses of new stores on a server of their own."""
    with running_server() as server:
        numbers = iter(range(10**6))

        def make() -> str:
            name = f"attacked_{next(numbers)}"
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute(f"CREATE SCHEMA {name}")
            return f"{server}&options=-csearch_path%3D{name}"

        yield make


STORES = {"sqlite": sqlite_stores, "postgresql": postgresql_stores}


def main() -> int:
    """Attack both databases, or those named; returns 0 where nothing gave way."""
    failed = 0
    for name in sys.argv[1:] or list(STORES):
        try:
            with STORES[name]() as new_url:
                began = time.monotonic()
                faults = write_many(new_url(), EDITS, WRITERS)
                _tell(f"{name}: {EDITS:,} edits by {WRITERS} writers", faults, began)
                began = time.monotonic()
                faults += (killed := kill_many(new_url, KILLS))
                _tell(f"{name}: {KILLS} writers killed", killed, began)
                failed += len(faults)
        except NoServerError as error:
            print(f"{name}: not attacked: {error}")
    return int(bool(failed))


def _tell(what: str, faults: list[str], began: float) -> None:
    for each in faults[:20]:
        print(each)
    print(f"{what}: {len(faults)} faults ({time.monotonic() - began:.0f} s)", flush=True)


if __name__ == "__main__":
    sys.exit(main())

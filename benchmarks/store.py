"""Measure how long a note takes to be kept, with 100,000 records in the store already.

    python -m benchmarks.store [--records 100000] [--saves 500]

On SQLite, in a file of the temporary folder, and on PostgreSQL, where it is installed: with its
settings as they come but for a socket in place of a port, and writing through to the disk. Each
save is a transaction with its history, confirmed. Then the same while eight others save as well,
and what a page asks: the scenes of a meeting, and what changed since it last looked.
"""

from __future__ import annotations

import argparse
import multiprocessing
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing.synchronize import Event
from pathlib import Path

import numpy as np
import psycopg
from sqlalchemy import insert, update

from geodata.store.kinds.meeting import Meeting
from geodata.store.kinds.note import Note
from geodata.store.kinds.scene import Scene
from geodata.store.record import Record, new_record
from geodata.store.rows import now, write_row
from geodata.store.store import Store, open_store
from geodata.store.tables import HISTORY, LEDGER, RECORDS
from tests.geodata.postgres import NoServerError, running_server

OTHERS = 8
WORDS = "Families say that the bus comes once an hour, and that the door is shut by then. " * 3
PIECE = 5000


def note(words: str = WORDS, parent: str | None = None) -> Record:
    return new_record(Note(sort="note", words=words), title="Heard", parent=parent)


def fill(store: Store, records: int) -> None:
    """Keep so many notes, a hundred to a meeting, as saves would have, but a thousand at once."""
    with store.database.writing() as connection:
        for start in range(0, records, PIECE):
            rows, entries = [], []
            meeting = new_record(Meeting(), title="Meeting", position=start)
            for number in range(start, min(start + PIECE, records)):
                each = meeting if number == start else note(parent=meeting.id)
                row, at = write_row(replace(each, position=number)), now()
                stamp = {"created_at": at, "changed_at": at, "changed_by": "lead"}
                rows.append({**row, **stamp, "version": 1})
                told = {"at": at, "by": "lead", "what": "made", "back_to": None}
                content = {name: row[name] for name in row if name != "id"}
                numbers = {"mark": number + 1, "record": each.id, "version": 1}
                entries.append({**content, **told, **numbers})
            connection.execute(insert(RECORDS), rows)
            connection.execute(insert(HISTORY), entries)
        connection.execute(update(LEDGER).values(last=records))
        connection.exec_driver_sql("ANALYZE")  # as PostgreSQL does by itself within a minute


def timed(ask: Callable[[int], object], times: int) -> str:
    """Return the median, the 95th percentile and the most, in milliseconds."""
    took = []
    for number in range(times):
        began = time.perf_counter()
        ask(number)
        took.append(1000 * (time.perf_counter() - began))
    middle, high = np.percentile(took, [50, 95])
    return f"{middle:.1f} ms | {high:.1f} ms | {max(took):.1f} ms"


def measure(store: Store, url: str, saves: int) -> Iterator[tuple[str, str]]:
    """Return what was asked, and how long it took."""
    meeting = store.save(new_record(Meeting(), title="The meeting"))
    for number in range(12):
        store.save(new_record(Scene(page="map"), title=f"{number}", parent=meeting.id))
    yield "a note saved", timed(lambda _: store.save(note(parent=meeting.id)), saves)
    kept = [store.save(note(parent=meeting.id))]

    def change(number: int) -> None:
        kept.append(store.save(replace(kept[-1], title=str(number))))

    yield "a note changed", timed(change, saves)
    with others(url):
        asked = "a note saved while eight others save one a second"
        yield asked, timed(lambda _: store.save(note(parent=meeting.id)), saves)
    yield "the scenes of a meeting", timed(lambda _: store.records("scene", meeting.id), saves)
    mark = [store.since(parent=str(uuid.uuid4())).mark]
    yield "what changed, when nothing did", timed(lambda _: store.since(mark[0]), saves)

    def follow(_: int) -> None:
        mark[0] = store.since(mark[0], parent=meeting.id).mark

    def save_and_follow(number: int) -> None:
        change(number)
        follow(number)

    yield "a note changed, and followed", timed(save_and_follow, saves)


@contextmanager
def others(url: str) -> Iterator[None]:
    """Have eight others save a note each second."""
    ended = multiprocessing.Event()
    processes = [multiprocessing.Process(target=save_on, args=(url, ended)) for _ in range(OTHERS)]
    for process in processes:
        process.start()
    time.sleep(3)
    try:
        yield
    finally:
        ended.set()
        for process in processes:
            process.join()


def save_on(url: str, ended: Event) -> None:
    store = open_store(url)
    while not ended.wait(1):
        store.save(note())


@contextmanager
def postgresql() -> Iterator[str]:
    with running_server("-c fsync=on") as server:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute("CREATE SCHEMA measured")
        yield f"{server}&options=-csearch_path%3Dmeasured"


@contextmanager
def sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        yield str(Path(folder) / "store.sqlite")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--saves", type=int, default=500)
    asked = parser.parse_args()
    for name, place in (("SQLite", sqlite), ("PostgreSQL", postgresql)):
        try:
            with place() as url:
                store = open_store(url)
                fill(store, asked.records)
                print(f"{name}, {asked.records:,} records | median | 95% | most")
                for what, took in measure(store, url, asked.saves):
                    print(f"{what} | {took}", flush=True)
                began = time.perf_counter()
                faults = store.check()
                print(
                    f"all of it checked: {len(faults)} faults, {time.perf_counter() - began:.1f} s"
                )
                store.close()
        except NoServerError as error:
            print(f"{name}: not measured: {error}")


if __name__ == "__main__":
    main()

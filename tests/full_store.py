"""A store on a disk that is full."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from geodata.store.faults import StoreError
from geodata.store.kinds.note import Note
from geodata.store.record import new_record


@contextmanager
def no_room(store):
    """Let the store’s file grow no further and fill it: SQLite itself refuses what is written."""
    engine = store.database._engine

    def bound(raw, _record):
        raw.execute("PRAGMA max_page_count=1")  # it stays as large as it is

    event.listen(engine, "connect", bound)
    engine.dispose()
    try:
        for words in ("full " * 200, "full"):  # what no long note fits into, a short one may
            with pytest.raises(StoreError, match="no room left"):
                _fill(store, words)
        yield
    finally:
        event.remove(engine, "connect", bound)
        engine.dispose()


def _fill(store, words):
    while True:
        store.save(new_record(Note(sort="note", words=words)))

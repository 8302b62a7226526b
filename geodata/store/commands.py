"""What is kept, from the command line: `python -m geodata store status | check | backup | …`."""

from __future__ import annotations

import argparse
import sys
from typing import Final

from geodata.ending import DONE
from geodata.errors import DataError
from geodata.files.faults import fault, many
from geodata.plain import plain_line
from geodata.store.backup import write_backup
from geodata.store.restoring import restore_backup
from geodata.store.retaining import read_rules
from geodata.store.store import Store, open_store
from geodata.store.telling import history_lines, status_lines

FAULTS: Final = 1
MOST_NAMED: Final = 20


def run_store(options: argparse.Namespace) -> int:
    """Run a command of the store; returns 0, or 1 where a check found faults."""
    store = open_store(options.store)
    try:
        return _COMMANDS[options.store_command](store, options)
    finally:
        store.close()


def _status(store: Store, _options: argparse.Namespace) -> int:
    for line in status_lines(store.database, read_rules()):
        print(plain_line(line))
    return DONE


def _check(store: Store, _options: argparse.Namespace) -> int:
    problems = store.check()
    for problem in problems:
        print(plain_line(problem.sentence()), file=sys.stderr)
    said = f"{many(len(problems), 'fault')}." if problems else "no faults."
    print(f"{plain_line(store.where)}: {said}")
    return FAULTS if problems else DONE


def _backup(store: Store, options: argparse.Namespace) -> int:
    made = write_backup(store.database, options.file)
    held = f"{many(made.records, 'record')} in {many(made.versions, 'version')}"
    print(f"{held}, written to {options.file}")
    return DONE


def _restore(store: Store, options: argparse.Namespace) -> int:
    made = restore_backup(store.database.address, options.file)
    print(f"{many(made.records, 'record')} in {many(made.versions, 'version')}, restored.")
    return DONE


def _retain(store: Store, options: argparse.Namespace) -> int:
    rules = read_rules(options.keep)
    done = store.retain(rules, is_rehearsal=options.rehearse)
    would = "would be " if options.rehearse else ""
    for what, records in (("removed", done.removed), ("purged", done.purged)):
        print(f"{many(len(records), 'record')} {would}{what}.")
        for record in records[:MOST_NAMED]:
            told = f"  {record.kind}: {record.title} ({record.id}, {record.changed_at[:10]})"
            print(plain_line(told))
        if len(records) > MOST_NAMED:
            print(f"  and {len(records) - MOST_NAMED:,} more")
    for sentence in rules.sentences():
        print(sentence)
    return DONE


def _history(store: Store, options: argparse.Namespace) -> int:
    entries = store.history(options.id)
    if not entries:
        raise _nothing(options.id)
    for line in history_lines(entries):
        print(line)
    return DONE


def _nothing(record_id: str) -> Exception:
    error: DataError = fault(
        "The store", f"no record {record_id!r}", "the id of one", "Check it, letter by letter."
    )
    return error


_COMMANDS: Final = {
    "status": _status,
    "check": _check,
    "backup": _backup,
    "restore": _restore,
    "retain": _retain,
    "history": _history,
}

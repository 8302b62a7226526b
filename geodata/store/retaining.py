"""How long what is kept is kept: rules by kind, and when what was removed goes for good."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Final

from sqlalchemy import Connection, select

from geodata.errors import Problem, quoted
from geodata.store.faults import StoreError
from geodata.store.kinds import KINDS
from geodata.store.kinds.meeting import Meeting
from geodata.store.record import Record
from geodata.store.rows import read_record
from geodata.store.tables import RECORDS

KEEP_SETTING: Final = "KNOW_YOUR_PATCH_KEEP"
PURGE: Final = "removed"
USUAL_PURGE_DAYS: Final = 90
MOST_DAYS: Final = 36_500
LAST_CHANGE: Final = "its last change"
FROM: Final = {"meeting": "its day, or its last change where it has none"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How long what is kept is kept.

    Attributes
    ----------
    days
        By kind: days after the last change; of a meeting that has a day, after that day. What is a
        part of a meeting goes with it. A kind that is not named is kept until somebody removes it.
    purge_days
        Days after which what was removed goes for good, with all its history.
    """

    days: Mapping[str, int] = field(default_factory=dict)
    purge_days: int = USUAL_PURGE_DAYS

    def sentences(self) -> tuple[str, ...]:
        """Return the rules in words."""
        kept = (
            f"A {kind} is removed {days:,} days after {FROM.get(kind, LAST_CHANGE)}."
            for kind, days in self.days.items()
        )
        return (
            *kept,
            f"What was removed goes for good after {self.purge_days:,} days, with its history.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Retained:
    """What rules do, or would.

    Attributes
    ----------
    removed
        What is past its time: removed, and to be brought back until it is purged.
    purged
        What was removed long ago, and is no more.
    """

    removed: tuple[Record, ...]
    purged: tuple[Record, ...]


def read_rules(text: str | None = None) -> Rules:
    """Return the rules that a text names, or the setting: `meeting=730, scenario=365, removed=90`.

    Raises
    ------
    StoreError
        A word is no rule: each problem.
    """
    said = os.environ.get(KEEP_SETTING, "") if text is None else text
    days, problems = dict[str, int](), list[Problem]()
    for word in filter(None, re.split(r"[\s,]+", said)):
        kind, _, number = word.partition("=")
        is_number = number.isascii() and number.isdecimal() and len(number) <= len(str(MOST_DAYS))
        if (kind not in KINDS and kind != PURGE) or kind in days or not is_number:
            problems.append(_no_rule(word))
        else:
            days[kind] = min(int(number), MOST_DAYS)
    if problems:
        raise StoreError(problems)
    purge = days.pop(PURGE, USUAL_PURGE_DAYS)
    return Rules(days=days, purge_days=purge)


def plan(connection: Connection | None, rules: Rules, now: datetime | None = None) -> Retained:
    """Return what rules would do now."""
    if connection is None:
        return Retained(removed=(), purged=())
    today = now or datetime.now(UTC)
    long_ago = _stamp(today - timedelta(days=rules.purge_days))
    query = select(RECORDS).where(RECORDS.c.removed_at < long_ago).order_by(RECORDS.c.id)
    purged = tuple(map(read_record, connection.execute(query).mappings()))
    return Retained(removed=tuple(_past(connection, rules, today)), purged=purged)


def _past(connection: Connection, rules: Rules, today: datetime) -> Iterator[Record]:
    """Return what is past its time; what is a part of something else goes with that."""
    for kind, days in rules.days.items():
        query = select(RECORDS).where(
            RECORDS.c.kind == kind, RECORDS.c.removed_at.is_(None), RECORDS.c.parent.is_(None)
        )
        limit = today - timedelta(days=days)
        for row in connection.execute(query.order_by(RECORDS.c.id)).mappings().all():
            record = read_record(row)
            if _counted_from(record) < _stamp(limit):
                yield record


def _counted_from(record: Record) -> str:
    """Return from when a record’s days are counted: the end of a meeting’s day, or a change."""
    if isinstance(record.body, Meeting) and record.body.on:
        day = datetime.fromisoformat(record.body.on)
        return _stamp(datetime.combine(day.date(), time.max, UTC))
    return record.changed_at


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _no_rule(word: str) -> Problem:
    return Problem(
        where=KEEP_SETTING,
        found=quoted(word),
        expected=f"a kind ({', '.join(KINDS)}, or {PURGE}), = and a number of days, each once",
        fix="Put it right, as in meeting=730, removed=90. Nothing was removed.",
    )

"""What a reader tells of a file that it reads all the same: repairs, and what looks wrong.

Readers return tables, and are called by whoever builds, checks or asks. Whoever wants to know what
they had to tell listens while they read; nobody else pays for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from geodata.errors import Problem


@dataclass(frozen=True, slots=True)
class Told:
    """What was told, in the order it was found; each sentence once.

    Attributes
    ----------
    repairs
        What was done to read the file, harmlessly: "t.csv: read as cp1252, not UTF-8."
    warnings
        What may well be wrong, and that a person should look at.
    left_out
        Rows of a table of somebody's own that cannot be used, each with why.
    """

    repairs: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    left_out: list[Problem] = field(default_factory=list)


_told: ContextVar[Told | None] = ContextVar("told", default=None)


@contextmanager
def hearing() -> Iterator[Told]:
    """Collect what readers tell inside the block."""
    told = Told()
    before = _told.set(told)
    try:
        yield told
    finally:
        _told.reset(before)


def tell_repair(sentence: str) -> None:
    """Tell what was done to a file to read it."""
    told = _told.get()
    if told is not None and sentence not in told.repairs:
        told.repairs.append(sentence)


def warn(sentence: str) -> None:
    """Tell what may well be wrong with a file that is read all the same."""
    told = _told.get()
    if told is not None and sentence not in told.warnings:
        told.warnings.append(sentence)


def leave_out(problem: Problem) -> None:
    """Tell of a row that cannot be used, and why, while the others are."""
    told = _told.get()
    if told is not None and problem not in told.left_out:
        told.left_out.append(problem)

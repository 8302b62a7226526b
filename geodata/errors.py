"""Errors that speak to the person: where, what was found, what was expected, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

LONGEST_ECHO = 60  # of what somebody wrote, in a message about it


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One fault in what was handed over.

    Attributes
    ----------
    where
        The file, and the row or column where there is one: "areas.parquet, row 12".
    found
        What is there.
    expected
        What should be there.
    fix
        What the person can do about it.
    """

    where: str
    found: str
    expected: str
    fix: str

    def sentence(self) -> str:
        """Return the fault in one line of plain English."""
        return f"{self.where}: found {self.found}; expected {self.expected}. {self.fix}"


def row_of(problem: Problem) -> tuple[str, int]:
    """Return the file and the row of a problem, to list several in the order of the file."""
    place, _, last = problem.where.rpartition(" ")
    return (place, int(last)) if last.isdigit() else (problem.where, 0)


class DataError(Exception):
    """Something handed over cannot be used; carries every problem found, not only the first."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        found = (problems,) if isinstance(problems, Problem) else tuple(problems)
        if not found:
            msg = "a DataError needs at least one problem"
            raise ValueError(msg)
        self.problems: tuple[Problem, ...] = found
        super().__init__("\n".join(problem.sentence() for problem in found))


@contextmanager
def gathering(problems: list[Problem]) -> Iterator[None]:
    """Keep the problems that stop a check, so that the next check is made all the same."""
    try:
        yield
    except DataError as error:
        problems.extend(error.problems)


class PackError(DataError):
    """A pack is missing, damaged or does not follow the schema."""


class RecipeError(DataError):
    """A recipe, or a raw file that it names, cannot be used."""


class QuestionError(DataError):
    """A question names something that the pack does not hold."""


class CrsError(DataError):
    """Coordinates are not in the reference system that the work needs."""


def quoted(text: str) -> str:
    """Return text that somebody wrote, for a message: in quotes, and its beginning if it is long.

    What cannot be seen is written as its code.
    """
    if len(text) <= LONGEST_ECHO:
        return repr(text)
    return f"{text[:LONGEST_ECHO]!r}… ({len(text):,} characters)"

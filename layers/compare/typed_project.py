"""A project that somebody types beside a figure: its name, and when it began and ended."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from geodata.errors import Problem, QuestionError, quoted
from geodata.plain import plain_line

WHERE: Final = "the project"
LONGEST_NAME: Final = 80
MOST_RUNS: Final = 6
FIRST_YEAR, LAST_YEAR = 1900, 2100
EXPECTED: Final = (
    "its name, then when it began and when it ended, and so again for each time it ran: "
    "name;2015;2018-07 or name;2015;2017;2019-09;"
)
DATE_EXPECTED: Final = "a year, a month or a day: 2016, 2016-09 or 2016-09-15"
_DATE: Final = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", re.ASCII)
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day, a month or a year, as somebody knows it; `first` and `last` on a line of years."""

    typed: str
    first: float
    last: float

    def words(self) -> str:
        """Return it as it is read: "2016", "September 2016", "15 September 2016"."""
        year, *rest = self.typed.split("-")
        named = [str(int(rest[1]))] if len(rest) > 1 else []
        return " ".join([*named, *([_MONTHS[int(rest[0]) - 1]] if rest else []), year])


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One time that a project ran; an end is None where it is not known, or not yet there."""

    began: Day | None
    ended: Day | None

    @property
    def first(self) -> float:
        """Where it begins on a line of years, the first day that it may be."""
        return -float("inf") if self.began is None else self.began.first

    @property
    def last(self) -> float:
        """Where it ends on a line of years, the last day that it may be."""
        return float("inf") if self.ended is None else self.ended.last

    def words(self) -> str:
        """Return when it ran, and which end is not told."""
        if self.began is None:
            return f"until {self.ended.words()}, its start not told" if self.ended else ""
        if self.ended is None:
            return f"from {self.began.words()}, no end told"
        if self.began.typed == self.ended.typed:
            return f"in {self.began.words()}"
        return f"from {self.began.words()} to {self.ended.words()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedProject:
    """A project with the times it ran, the earliest first."""

    name: str
    runs: tuple[Run, ...]

    def text(self) -> str:
        """Return it as an address holds it."""
        ends = [end.typed if end else "" for run in self.runs for end in (run.began, run.ended)]
        return ";".join([self.name, *ends])

    def words(self) -> str:
        """Return when it ran: "from 2015 to 2017; from September 2019, no end told"."""
        return "; ".join(run.words() for run in self.runs)


def read_project(text: str) -> TypedProject:
    """Read a project: its name, and the start and the stop of each time it ran, with ; between.

    The first start may be empty (it is not known), and the last stop (it is not known, or the
    project still runs).

    Raises
    ------
    QuestionError
        It has no name, no dates, a date that is none, or times out of order; says what to type.
    """
    name, *dates = (part.strip() for part in text.split(";"))
    if not name or name != plain_line(name) or len(name) > LONGEST_NAME:
        raise _refused(name, f"a name of up to {LONGEST_NAME} letters, on one line")
    if len(dates) % 2:
        dates.append("")
    if not any(dates) or len(dates) > 2 * MOST_RUNS:
        raise _refused(text, f"{EXPECTED}, up to {MOST_RUNS} times")
    runs = [
        Run(began=_day(began), ended=_day(ended))
        for began, ended in zip(dates[::2], dates[1::2], strict=True)
    ]
    _check_order(text, runs)
    return TypedProject(name=name, runs=tuple(runs))


def _check_order(text: str, runs: list[Run]) -> None:
    """Refuse times that have no dates in between, or that run into each other."""
    for run in runs:
        if run.began is None and run.ended is None:
            raise _refused(text, f"a start or a stop each time it ran: {EXPECTED}")
        if run.began and run.ended and run.ended.last < run.began.last:
            found = f"an end, {run.ended.words()}, before its start, {run.began.words()}"
            raise _refused(found, "a stop no sooner than its start", is_said=True)
    for before, after in pairwise(runs):
        if before.ended is None or after.began is None:
            raise _refused(text, "every start and stop but the first start and the last stop")
        if after.began.last < before.ended.last:
            found = (
                f"a start, {after.began.words()}, before the stop ahead of it, "
                f"{before.ended.words()}"
            )
            raise _refused(found, "its times in order, each after the one before", is_said=True)


def _day(typed: str) -> Day | None:
    if not typed:
        return None
    found = _DATE.fullmatch(typed)
    if found is None:
        raise _refused(typed, DATE_EXPECTED)
    year, month, day = (int(each) if each else 0 for each in found.groups())
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise _refused(typed, f"a year from {FIRST_YEAR} to {LAST_YEAR}")
    if found[2] is None:
        return Day(typed=typed, first=float(year), last=year + 1.0)
    if not 1 <= month <= len(_MONTHS):
        raise _refused(typed, DATE_EXPECTED)
    days = monthrange(year, month)[1]
    if found[3] is None:
        return Day(typed=typed, first=year + (month - 1) / 12, last=year + month / 12)
    if not 1 <= day <= days:
        raise _refused(typed, DATE_EXPECTED)
    start = year + (month - 1) / 12
    return Day(typed=typed, first=start + (day - 1) / days / 12, last=start + day / days / 12)


def _refused(found: str, expected: str, *, is_said: bool = False) -> QuestionError:
    return QuestionError(
        Problem(
            where=WHERE,
            found=found if is_said else quoted(found),
            expected=expected,
            fix="Type its name, and when it began and ended as far as is known.",
        )
    )

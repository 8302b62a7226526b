"""The times before, while, between and after a project ran, and which of them a period is of."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

from layers.compare.typed_project import TypedProject

Kind = Literal["before", "during", "between", "after", "unknown"]
TOUCH: Final = 1e-6  # of a year: what only touches does not overlap
HALF: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """One time: before a project, one of the times it ran, between two of them, or after.

    Attributes
    ----------
    run
        Which of the times it ran it is of, follows, or stands before.
    first, last
        Where it begins and ends on a line of years; infinite where it is open.
    words
        As it follows a figure: "before it began (2015)".
    """

    kind: Kind
    run: int
    first: float
    last: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a period stands beside a project; `share` of it lies in that time."""

    kind: Kind
    run: int = 0
    share: float = 1.0
    ran: float = 0.0

    @property
    def is_part(self) -> bool:
        """Whether the project ran for some of the period, but not for all of it."""
        return TOUCH < self.ran < 1 - TOUCH

    def words(self) -> str:
        """Return it for a table: "ran for most of it"."""
        if self.kind == "unknown":
            return "cannot be told"
        how_much = "all" if not self.is_part else "most" if self.share > HALF else "part"
        if self.kind == "during":
            return f"ran for {how_much} of it"
        said = {"before": "before it began", "after": "after it ended"}
        where = said.get(self.kind, "between two times it ran")
        return f"{where}, {how_much} of it" if self.is_part else where


def phases_of(project: TypedProject) -> tuple[Phase, ...]:
    """Return the times of a project in order; none before a start, or after an end, not told."""
    found, at = list[Phase](), -math.inf
    for number, run in enumerate(project.runs):
        kind: Kind = "between" if number else "before"
        if run.began is not None and run.first > at + TOUCH:
            ahead = (
                "between two times it ran" if number else f"before it began ({run.began.words()})"
            )
            found.append(Phase(kind=kind, run=number, first=at, last=run.first, words=ahead))
        words = f"while it ran ({run.words()})"
        found.append(Phase(kind="during", run=number, first=run.first, last=run.last, words=words))
        at = run.last
    ended = project.runs[-1].ended
    if ended is not None:
        last = len(project.runs) - 1
        words = f"after it ended ({ended.words()})"
        found.append(Phase(kind="after", run=last, first=at, last=math.inf, words=words))
    return tuple(found)


def standing_of(project: TypedProject, first: float | None, last: float | None) -> Standing:
    """Return the time of a project that most of a period lies in, the earliest of equals.

    Parameters
    ----------
    first, last
        Where the period begins and ends on a line of years; None where it tells no year.
    """
    if first is None or last is None:
        return Standing(kind="unknown")
    phases = phases_of(project)
    shares = [_share(phase, first, last) for phase in phases]
    ran = sum(share for phase, share in zip(phases, shares, strict=True) if phase.kind == "during")
    most = max(shares)
    phase = next(each for each, share in zip(phases, shares, strict=True) if share >= most - TOUCH)
    return Standing(kind=phase.kind, run=phase.run, share=most, ran=min(ran, 1.0))


def _share(phase: Phase, first: float, last: float) -> float:
    return max(min(last, phase.last) - max(first, phase.first), 0.0) / (last - first)

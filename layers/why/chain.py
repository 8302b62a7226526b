"""A figure as a chain of steps: each with its number, and what it is made of."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from pandas import DataFrame, Index

from geodata.model import Source
from layers.said.citing import each_once
from layers.said.numbers import UNKNOWN

How = Literal["given", "sum", "difference", "product", "quotient", "rest", "judged"]
SIGNS: Mapping[How, str] = {
    "sum": "added up",
    "difference": "the first less the others",
    "product": "multiplied",
    "quotient": "the first divided by the second",
    "rest": "what is left of the whole",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step on the way to a figure.

    Attributes
    ----------
    number
        Exactly; None where it is not known, or the step is no number.
    said
        As it is said, rounded as everywhere.
    how, of
        Whether it is given by the data, or made of other steps, by their keys. What is judged is
        no number: a class or a verdict.
    """

    key: str
    words: str
    number: float | None
    said: str
    how: How = "given"
    of: tuple[str, ...] = ()
    period: str = ""
    standing: str = ""
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Chain:
    """Why a figure is what it is: the steps, the last of which is the figure itself.

    Attributes
    ----------
    title
        What the figure is.
    beside
        What must be read beside it.
    asked
        What it answers, where "Why about 420?" would not tell of what.
    """

    title: str
    steps: tuple[Step, ...]
    beside: tuple[str, ...] = ()
    asked: str = ""
    terms: Mapping[str, Any] = field(default_factory=dict)
    is_illustrative: bool = False

    @property
    def question(self) -> str:
        """What it answers: "Why about 420?"."""
        return self.asked or f"Why {self.last.said}?"

    @property
    def last(self) -> Step:
        """The figure itself."""
        return self.steps[-1]

    @property
    def table(self) -> DataFrame:
        """The steps in order."""
        rows = [
            {
                "what": step.words,
                "number": math.nan if step.number is None else step.number,
                "said": step.said,
                "how": self.how_words(step),
                "period": step.period,
                "standing": step.standing,
                "source": "; ".join(source.title for source in step.sources),
            }
            for step in self.steps
        ]
        return DataFrame(rows, index=Index(range(1, len(rows) + 1), name="step"))

    @property
    def sources(self) -> tuple[Source, ...]:
        """Who published what the steps are made of, each once."""
        return each_once(*(step.sources for step in self.steps))

    def how_words(self, step: Step) -> str:
        """Return how a step is made of others: "steps 2 and 3, multiplied"; empty where given."""
        if step.how not in SIGNS:
            return ""
        numbers = [str(self._place(key)) for key in step.of]
        steps = f"steps {' and '.join(numbers)}" if len(numbers) > 1 else f"step {numbers[0]}"
        return f"{steps}: {SIGNS[step.how]}"

    def beside_of(self, step: Step) -> str:
        """Return what stands beside a step: its period, its standing and its sources."""
        cited = "; ".join(source.title for source in step.sources)
        return ", ".join(filter(None, [step.period, step.standing, cited]))

    def _place(self, key: str) -> int:
        return 1 + next(at for at, step in enumerate(self.steps) if step.key == key)

    def parameters(self) -> dict[str, Any]:
        """Return what was asked."""
        return dict(self.terms)

    def missing(self) -> dict[str, float]:
        """Return nothing: what is not known is a step of its own."""
        return {}

    def sentence(self) -> str:
        """Return what the figure is, and the figure."""
        return f"{self.title}: {self.last.said}."

    def notes(self) -> tuple[str, ...]:
        """Return what must be read beside the figure."""
        return self.beside


def step(
    key: str,
    words: str,
    number: float,
    said: str,
    *,
    how: How = "given",
    **about: Any,  # noqa: ANN401 - the other attributes of a step
) -> Step:
    """Return a step; a number that is not known is said so, and is none."""
    if math.isnan(number):
        return Step(key=key, words=words, number=None, said=UNKNOWN, how=how, **about)
    return Step(key=key, words=words, number=float(number), said=said, how=how, **about)


def rework(steps: Iterable[Step]) -> dict[str, float | None]:
    """Return every number of a chain, those that are made of others worked out from them anew."""
    found: dict[str, float | None] = {}
    for each in steps:
        parts = [found[key] for key in each.of]
        known = [part for part in parts if part is not None]
        if each.how in ("given", "judged"):
            found[each.key] = each.number
        elif len(known) < len(parts):
            found[each.key] = None
        else:
            found[each.key] = _made(each.how, known)
    return found


def _made(how: How, parts: list[float]) -> float | None:
    first, *others = parts
    if how == "sum":
        return math.fsum(parts)
    if how == "difference":
        return first - math.fsum(others)
    if how == "product":
        return math.prod(parts)
    if how == "rest":
        return 1 - first
    return first / others[0] if others[0] else None

"""What differs between two sides of one thing: two places, questions, services now and then, years.

Whatever is set beside each other, it is a `Differences`: a row for each figure or place, what it is
on either side, by how much they differ where that may be reckoned, and which is the better.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import Any, Final, Literal

from pandas import DataFrame

from geodata.model import Source
from layers.said.numbers import UNKNOWN, about, listed, nearest, number_of_points, percent

Way = Literal["places", "questions", "scenario", "periods"]
Verdict = Literal[
    "better",
    "worse",
    "maybe_better",
    "maybe_worse",
    "same",
    "similar",
    "higher",
    "lower",
    "unknown",
]
VERDICTS: Final[dict[Verdict, str]] = {
    "better": "better",
    "worse": "worse",
    "maybe_better": "perhaps better",  # it cannot be told from chance
    "maybe_worse": "perhaps worse",
    "same": "the same",
    "similar": "no clear difference",
    "higher": "higher",
    "lower": "lower",
    "unknown": UNKNOWN,
}
SHAPES: Final[dict[Verdict, str]] = {
    "better": "▲",
    "worse": "◆",
    "maybe_better": "△",
    "maybe_worse": "◇",
    "same": "●",
    "similar": "●",
    "higher": "↑",
    "lower": "↓",
    "unknown": "○",
}
"""A shape for each verdict, so that none rests on colour."""
TWO = 2
MOST_WORDS = 24  # of a headline
LEAST_CHILDREN = 0.5  # fewer than this is nobody
LEAST_SHARE = 0.005  # half a per cent: what is said in whole per cents is then the same


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Differences:
    """Two sides, row by row; the second is judged beside the first.

    Attributes
    ----------
    rows
        Indexed by id: `name`, `first`, `second` and `difference` (the second less the first; NaN
        where it is not known or must not be reckoned), each as said (`first_said`, `second_said`,
        `difference_said`), `verdict` (of `VERDICTS`) and `note`; further figures beside them.
    first, second
        What the sides are, in words: "libraries", "2019/20".
    heading
        What is set beside each other, in words.
    headline
        What differs, in fewer than 25 words.
    unit
        What the figures are in: "under-fives in high need and out of reach".
    what
        What a row is of: "early-help team", "figure"; and several.
    headings
        Further columns of `rows` that go into a file, each with its heading.
    """

    way: Way
    rows: DataFrame
    first: str
    second: str
    heading: str
    headline: str
    unit: str
    what: tuple[str, str]
    said_notes: tuple[str, ...]
    asked: dict[str, Any]
    headings: dict[str, str]
    sources: tuple[Source, ...]
    is_illustrative: bool

    @property
    def table(self) -> DataFrame:
        """What stands on either side, and how they differ."""
        columns = ["name", "first", "second", "difference", "verdict", *self.headings, "note"]
        table = self.rows[columns]
        return table.assign(verdict=table["verdict"].map(VERDICTS))

    def parameters(self) -> dict[str, Any]:
        """Return what stands on either side, and its settings."""
        return {"first": self.first, "second": self.second} | self.asked

    def missing(self) -> dict[str, float]:
        """Return of how many rows it is not known how they differ."""
        count = float(self.rows["verdict"].eq("unknown").sum())
        return {self.what[0] if count == 1 else self.what[1]: count} if count else {}

    def sentence(self) -> str:
        """Return what differs, in one sentence."""
        return self.headline

    def notes(self) -> tuple[str, ...]:
        """Return where it is better and worse, and on which terms they can be set side by side."""
        return tuple(filter(None, (self.by_row(), *self.said_notes)))

    def by_row(self) -> str:
        """Return in how many rows it is better, worse and the same; empty of a single row."""
        if len(self.rows) <= 1 or self.way == "places":
            return ""
        count = Counter(self.rows["verdict"])
        parts = [
            f"{words} in {self._share_of(count[verdict])}"
            for verdict, words in VERDICTS.items()
            if count[verdict]
        ]
        said = listed(parts)
        of = f"{len(self.rows):,} " if len(self.rows) > TWO else ""
        among = of if len(count) == 1 else f"of {len(self.rows):,} "
        beside = {"scenario": "before", "questions": f"the first ({self.first})"}.get(
            self.way, self.first
        )
        return f"{said[:1].upper()}{said[1:]} {among}{self.what[1]}, beside {beside}."

    def _share_of(self, count: int) -> str:
        if count < len(self.rows):
            return f"{count:,}"
        return "both" if count == TWO else "all"

    @property
    def nothing_differs(self) -> bool:
        """Whether every row is known, and the same on both sides."""
        return bool(len(self.rows)) and bool(self.rows["verdict"].eq("same").all())


def judged(difference: float, least: float, *, is_less_better: bool | None = True) -> Verdict:
    """Judge a difference; less is better, or more is, or neither (None).

    Parameters
    ----------
    least
        What is no difference, if it is less than this.
    """
    if math.isnan(difference):
        return "unknown"
    if abs(difference) < least:
        return "same"
    if is_less_better is None:
        return "higher" if difference > 0 else "lower"
    return "better" if (difference < 0) == is_less_better else "worse"


def children_difference(difference: float) -> str:
    """Return by how many children two counts differ: "about 120 more", "no difference"."""
    if math.isnan(difference):
        return UNKNOWN
    if abs(difference) < LEAST_CHILDREN:
        return "no difference"
    return f"{about(abs(difference))} {'more' if difference > 0 else 'fewer'}"


def points_difference(difference: float) -> str:
    """Return by how much two shares (0–1) differ: "12 points more", "no difference"."""
    if math.isnan(difference):
        return UNKNOWN
    if abs(difference) < LEAST_SHARE:
        return "no difference"
    return f"{number_of_points(abs(difference))} {'more' if difference > 0 else 'less'}"


def share_said(count: float, share: float) -> str:
    """Return a share with the count behind it: "12% (about 420)"."""
    return percent(share) if math.isnan(count) else f"{percent(share)} ({about(count)})"


def is_short(sentence: str) -> bool:
    """Return whether a sentence is short enough for a headline."""
    return len(sentence.split()) <= MOST_WORDS


def first_short(*sentences: str) -> str:
    """Return the first of some sentences that is short enough; else the last."""
    return next((each for each in sentences if is_short(each)), sentences[-1])


def some(count: float) -> str:
    """Return a count as it opens a clause: "no", "about 420", "fewer than 1"."""
    said = about(count)
    return "no" if said == "none" else said


def alike(first: float, second: float) -> bool:
    """Return whether two counts are said the same, though they may differ."""
    return nearest(first) == nearest(second)

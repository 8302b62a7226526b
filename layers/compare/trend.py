"""Whether a figure has been rising or falling over its last five periods."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from pandas import DataFrame, Index
from scipy.special import gammaincc

from geodata.model import Worse
from geodata.periods import period_order
from layers.compare.intervals import Floats, Scale

Direction = Literal["rising", "falling", "steady", "unknown"]

PERIODS = 5
SURE = 0.002  # a chance this small or smaller is a trend: 99.8%, as Fingertips
WORDS: dict[Direction, str] = {
    "rising": "rising",
    "falling": "falling",
    "steady": "no clear change",
    "unknown": "cannot be worked out",
}
SHAPES: dict[Direction, str] = {"rising": "↗", "falling": "↘", "steady": "→", "unknown": "–"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """How a figure has moved.

    Attributes
    ----------
    periods
        The periods used, oldest first; empty where it cannot be worked out.
    meaning
        "getting better", "getting worse", or nothing where there is no clear change.
    chi_square, chance
        The statistic with one degree of freedom, and how often chance alone would reach it; None
        where it cannot be worked out.
    reason
        Why it cannot be worked out.
    missing
        How many periods had no counts.
    """

    direction: Direction
    meaning: str
    periods: tuple[str, ...]
    chi_square: float | None
    chance: float | None
    reason: str
    missing: int

    def words(self) -> str:
        """Return the trend as an arrow, words and its periods, for a table."""
        return f"{SHAPES[self.direction]} {self.sentence()}"

    def sentence(self) -> str:
        """Describe the trend with its periods, or why there is none."""
        if self.direction == "unknown":
            return f"The trend cannot be worked out: {self.reason}."
        said = f"{WORDS[self.direction].capitalize()} over {self.periods[0]} to {self.periods[-1]}"
        return f"{said}: {self.meaning}." if self.meaning else f"{said}."


class Trends:
    """The trend of each place that an indicator is published for, each worked out when needed.

    A comparison is of every ward; whoever reads it mostly asks how one of them has moved.
    """

    def __init__(
        self, history: DataFrame, scale: Scale | None, worse_when: Worse, place_ids: Index
    ) -> None:
        """Keep every period’s rows; nothing is worked out yet."""
        self._history, self._scale, self._worse_when = history, scale, worse_when
        self._place_ids = frozenset(map(str, place_ids))
        self._found: dict[str, Trend] = {}

    def __contains__(self, place_id: object) -> bool:
        """Return whether the indicator is published for a place."""
        return place_id in self._place_ids

    def __getitem__(self, place_id: str) -> Trend:
        """Return how a place’s figure has moved."""
        if place_id not in self._place_ids:
            raise KeyError(place_id)
        if place_id not in self._found:
            rows = self._history.iloc[self._rows.get(place_id, [])]
            self._found[place_id] = measure_trend(rows, self._scale, self._worse_when)
        return self._found[place_id]

    @cached_property
    def _rows(self) -> Mapping[Any, Any]:
        """Which rows of the history are of each place."""
        return self._history.groupby("place_id", sort=False).indices


def measure_trend(history: DataFrame, scale: Scale | None, worse_when: Worse) -> Trend:
    """Test the last five periods that have counts for a straight rise or fall.

    Parameters
    ----------
    history
        One row for each period of one place: `period`, `numerator`, `denominator`; counts NaN
        where not published.
    scale
        The form of the figure; None, or a count, has no trend of this kind.
    """
    rows = history.assign(order=history["period"].map(period_order)).sort_values("order")
    known = rows[(rows["denominator"] > 0) & rows["numerator"].notna()]
    missing = len(rows) - len(known)
    reason = _reason(scale, len(rows), len(known))
    if reason or scale is None:
        return _unknown(reason, missing)
    last = known.tail(PERIODS)
    events, people = last["numerator"].to_numpy(float), last["denominator"].to_numpy(float)
    slope, chi_square = trend_test(events, people, scale)
    if np.isnan(chi_square):
        return _unknown("every period has none, or all, of the people counted", missing)
    chance = float(gammaincc(0.5, chi_square / 2))
    direction: Direction = "steady"
    if chance <= SURE:
        direction = "rising" if slope > 0 else "falling"
    return Trend(
        direction=direction,
        meaning=_meaning(direction, worse_when),
        periods=tuple(last["period"]),
        chi_square=chi_square,
        chance=chance,
        reason="",
        missing=missing,
    )


def _reason(scale: Scale | None, periods: int, known: int) -> str:
    if scale is None or scale.form == "count":
        return "a count or a rank has no people to be a share of"
    if known >= PERIODS:
        return ""
    if known == 0:
        return "no counts are published behind the figures"
    have = "1 period has" if known == 1 else f"{known} periods have"
    return f"it needs {PERIODS} periods with counts, and {have} them (of {periods} held)"


def trend_test(events: Floats, people: Floats, scale: Scale) -> tuple[float, float]:
    """Test counts for a linear trend, periods taken as equally spaced.

    Proportions: Cochran and Armitage. Rates: the same with the variance of Poisson counts.

    Returns
    -------
    slope, chi_square
        The sign of `slope` is the direction; `chi_square` is NaN where nothing varies.
    """
    scores = np.arange(len(events), dtype=float)
    share = events.sum() / people.sum()
    score = float((scores * (events - people * share)).sum())
    spread = float((people * scores**2).sum() - (people * scores).sum() ** 2 / people.sum())
    variance = share * (1 - share if scale.form == "proportion" else 1) * spread
    return score, score**2 / variance if variance > 0 else np.nan


def _meaning(direction: Direction, worse_when: Worse) -> str:
    if direction not in ("rising", "falling") or worse_when == "neither":
        return ""
    return (
        "getting worse"
        if (direction == "rising") == (worse_when == "higher")
        else ("getting better")
    )


def _unknown(reason: str, missing: int) -> Trend:
    return Trend(
        direction="unknown",
        meaning="",
        periods=(),
        chi_square=None,
        chance=None,
        reason=reason,
        missing=missing,
    )

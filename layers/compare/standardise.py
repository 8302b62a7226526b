"""Rates made comparable between populations of different ages: directly standardised."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from geodata.errors import Problem, QuestionError
from layers.compare.intervals import CONFIDENCE, byar_limits

LEAST_EVENTS = 10  # a rate standardised from fewer is too unsure to publish
PER = 100_000.0
EUROPEAN_2013 = (
    *(5000.0, 5500.0, 5500.0, 5500.0, 6000.0, 6000.0, 6500.0, 7000.0, 7000.0, 7000.0),
    *(7000.0, 6500.0, 6000.0, 5500.0, 5000.0, 4000.0, 2500.0, 1500.0, 1000.0),
)
"""People of the European Standard Population of 2013 in the bands 0–4, 5–9 … 85–89, 90 and over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardisedRate:
    """A directly standardised rate.

    Attributes
    ----------
    value, lower, upper
        Per `per` people; None where there are fewer than ten events.
    """

    value: float | None
    lower: float | None
    upper: float | None
    events: float
    people: float
    per: float
    confidence: float
    missing_bands: int

    def sentence(self) -> str:
        """Say the rate with its interval, or why there is none."""
        if self.value is None:
            return (
                f"Cannot be worked out: {self.events:,.0f} events, and a standardised rate needs "
                f"at least {LEAST_EVENTS}."
            )
        return (
            f"{self.value:,.1f} per {self.per:,.0f}, standardised for age "
            f"({self.confidence * 100:g}% interval {self.lower:,.1f} to {self.upper:,.1f})."
        )


def standardise_directly(
    events: ArrayLike,
    people: ArrayLike,
    standard: ArrayLike = EUROPEAN_2013,
    *,
    per: float = PER,
    confidence: float = CONFIDENCE,
    squared_events: ArrayLike | None = None,
) -> StandardisedRate:
    """Standardise a rate for age, with Dobson's limits on Byar's.

    Parameters
    ----------
    events
        Events by age band; a missing count is taken as none, and counted.
    people
        People by age band; above 0.
    standard
        Standard population by age band.
    squared_events
        Where one person may have several events: by age band, the sum over people of the square
        of each one's events. Left out, every event is another person's.

    Raises
    ------
    QuestionError
        The tables differ in length, or a band has nobody in it.
    """
    counts, n, weights = (np.asarray(each, float) for each in (events, people, standard))
    _check_bands(len(counts), len(n), len(weights), empty=int((~(n > 0)).sum()))
    missing = int(np.isnan(counts).sum())
    counts = np.nan_to_num(counts)
    squares = counts if squared_events is None else np.nan_to_num(np.asarray(squared_events, float))
    total = float(counts.sum())
    value = lower = upper = None
    if total >= LEAST_EVENTS:
        rate = float((weights * counts / n).sum() / weights.sum())
        variance = float((weights**2 * squares / n**2).sum() / weights.sum() ** 2)
        stretch = np.sqrt(variance / total)
        low, high = byar_limits(total, confidence)
        value = rate * per
        lower = float(rate + stretch * (low - total)) * per
        upper = float(rate + stretch * (high - total)) * per
    return StandardisedRate(
        value=value,
        lower=lower,
        upper=upper,
        events=total,
        people=float(n.sum()),
        per=per,
        confidence=confidence,
        missing_bands=missing,
    )


def _check_bands(events: int, people: int, standard: int, *, empty: int) -> None:
    if not events == people == standard:
        raise QuestionError(
            Problem(
                where="the age bands of a standardised rate",
                found=f"{events} of events, {people} of people, {standard} of the standard",
                expected="the same bands in all three",
                fix="Give every table the same bands, in the same order.",
            )
        )
    if empty:
        raise QuestionError(
            Problem(
                where="the people of a standardised rate",
                found=f"{empty} age bands with nobody in them",
                expected="people in every band",
                fix="Join such bands with their neighbours.",
            )
        )

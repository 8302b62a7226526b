"""Rates made comparable between populations of different ages, directly and indirectly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike
from pandas import DataFrame

from geodata.errors import Problem, QuestionError
from geodata.model import Source
from layers.compare.intervals import CONFIDENCE, byar_limits, poisson_limits

LEAST_EVENTS = 10  # a rate standardised from fewer is too unsure to publish
PER = 100_000.0
How = Literal["direct", "indirect"]
DIRECT_COLUMNS = ("place", "band", "events", "people", "standard")
INDIRECT_COLUMNS = ("place", "band", "events", "people", "reference_events", "reference_people")
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
        """Describe the rate with its interval, or why there is none."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardisedRatio:
    """An indirectly standardised ratio: events observed over those expected.

    Attributes
    ----------
    value, lower, upper
        1 where as many were observed as the reference population's rates would give.
    rate, rate_lower, rate_upper
        The ratio times the reference population's own rate, per `per` people.
    """

    value: float
    lower: float
    upper: float
    rate: float
    rate_lower: float
    rate_upper: float
    observed: float
    expected: float
    per: float
    confidence: float
    missing_bands: int

    def sentence(self) -> str:
        """Describe the ratio with its interval."""
        return (
            f"{self.value:,.2f} times as many as expected for its ages "
            f"({self.confidence * 100:g}% interval {self.lower:,.2f} to {self.upper:,.2f}): "
            f"{self.observed:,.0f} observed, {self.expected:,.1f} expected."
        )


def standardise_indirectly(
    events: ArrayLike,
    people: ArrayLike,
    reference_events: ArrayLike,
    reference_people: ArrayLike,
    *,
    per: float = PER,
    confidence: float = CONFIDENCE,
) -> StandardisedRatio:
    """Standardise events for age by what a reference population's rates would give.

    Parameters
    ----------
    events, people
        By age band; a missing count of events is taken as none, and counted.
    reference_events, reference_people
        Of the reference population, by the same bands; people above 0.

    Raises
    ------
    QuestionError
        The tables differ in length, a band of the reference has nobody in it, or nothing is
        expected.
    """
    counts, n, ref_x, ref_n = (
        np.asarray(each, float) for each in (events, people, reference_events, reference_people)
    )
    _check_bands(len(counts), len(n), len(ref_n), empty=int((~(ref_n > 0)).sum()))
    _check_bands(len(ref_x), len(ref_n), len(ref_n), empty=0)
    observed = float(np.nansum(counts))
    expected = float((n * ref_x / ref_n).sum())
    if not expected > 0:
        raise QuestionError(
            Problem(
                where="the reference population of a standardised ratio",
                found="no events expected",
                expected="events in some band that has people",
                fix="Choose a larger reference population.",
            )
        )
    low, high = poisson_limits(observed, confidence)
    value, lower, upper = (float(each) / expected for each in (observed, low, high))
    usual = float(ref_x.sum() / ref_n.sum()) * per
    return StandardisedRatio(
        value=value,
        lower=lower,
        upper=upper,
        rate=value * usual,
        rate_lower=lower * usual,
        rate_upper=upper * usual,
        observed=observed,
        expected=expected,
        per=per,
        confidence=confidence,
        missing_bands=int(np.isnan(counts).sum()),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Standardised:
    """Standardised figures of several places, from counts by age that a person brought.

    Attributes
    ----------
    places
        Indexed by `place`, in the order of the file: `value`, `lower`, `upper` (a rate per `per`
        people, or a ratio), `events`, and for a ratio `expected` and the rate it stands for; NaN
        where there are too few events for a rate.
    """

    places: DataFrame
    how: How
    per: float
    missing_counts: int
    sources: tuple[Source, ...] = ()
    is_illustrative: bool = False

    @property
    def table(self) -> DataFrame:
        """A row for each place."""
        return self.places

    def parameters(self) -> dict[str, Any]:
        """Return how the figures were standardised."""
        return {"standardised": self.how, "per": self.per, "confidence": CONFIDENCE}

    def missing(self) -> dict[str, float]:
        """Return how many places have no figure, and how many counts were missing."""
        counts = {
            "places": float(self.places["value"].isna().sum()),
            "counts": float(self.missing_counts),
        }
        return {name: count for name, count in counts.items() if count}

    def sentence(self) -> str:
        """Describe which place is highest and which lowest."""
        known = self.places["value"].dropna().sort_values()
        if known.empty:
            return "Nothing can be standardised: every place has fewer than ten events."
        what = (
            "ratio to what is expected" if self.how == "indirect" else f"rate per {self.per:,.0f}"
        )
        if len(known) == 1:
            return f"{known.index[0]}: {what} {known.iloc[0]:,.2f}, standardised for age."
        return (
            f"The {what}, standardised for age, runs from {known.iloc[0]:,.2f} "
            f"({known.index[0]}) to {known.iloc[-1]:,.2f} ({known.index[-1]})."
        )

    def notes(self) -> tuple[str, ...]:
        """Return how to read the figures, and what counts that are missing were taken for."""
        if self.how == "direct":
            read = f"A rate needs {LEAST_EVENTS} events; limits are Dobson’s."
        else:
            read = (
                "Ratios compare each place with the reference, not with each other: their ages "
                "differ. Limits are Byar’s, exact below 10 events."
            )
        left = f"Counts left empty were taken as none: {self.missing_counts}."
        return (read, left) if self.missing_counts else (read,)


def standardise_places(counts: DataFrame, how: How, *, per: float = PER) -> Standardised:
    """Standardise the counts of each place.

    Parameters
    ----------
    counts
        The columns of `DIRECT_COLUMNS` or `INDIRECT_COLUMNS`, a row for each place and band.

    Raises
    ------
    QuestionError
        A band has nobody in it, or nothing is expected.
    """
    rows = {}
    for place, bands in counts.groupby("place", sort=False):
        columns = [bands[name].to_numpy(float) for name in bands if name not in ("place", "band")]
        found = (
            standardise_directly(*columns, per=per)
            if how == "direct"
            else standardise_indirectly(*columns, per=per)
        )
        rows[str(place)] = _row(found)
    places = DataFrame.from_dict(rows, orient="index").rename_axis("place")
    return Standardised(
        places=places, how=how, per=per, missing_counts=int(counts["events"].isna().sum())
    )


def _row(found: StandardisedRate | StandardisedRatio) -> dict[str, float]:
    if isinstance(found, StandardisedRatio):
        ends = {"value": found.value, "lower": found.lower, "upper": found.upper}
        rates = {
            "rate": found.rate,
            "rate_lower": found.rate_lower,
            "rate_upper": found.rate_upper,
        }
        return ends | {"events": found.observed, "expected": found.expected} | rates
    known = (found.value, found.lower, found.upper)
    ends = dict(
        zip(
            ("value", "lower", "upper"),
            (np.nan if each is None else each for each in known),
            strict=True,
        )
    )
    return ends | {"events": found.events}


def _check_bands(events: int, people: int, standard: int, *, empty: int) -> None:
    if not events == people == standard:
        raise QuestionError(
            Problem(
                where="the age bands of a standardised rate",
                found=f"{events} of events, {people} of people, {standard} of the standard",
                expected="the same bands in all three",
                fix="Write the same bands in every table, in the same order.",
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

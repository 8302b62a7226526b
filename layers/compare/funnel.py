"""How far figures of places of different sizes may lie from a comparator by chance alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from pandas import DataFrame, Series

from layers.compare.intervals import (
    CONFIDENCE,
    WIDE_CONFIDENCE,
    Floats,
    Limits,
    Scale,
    poisson_limits,
    z_score,
)
from layers.said.numbers import listed

STEPS = 60  # halvings: enough for any count to double precision
CURVE_POINTS = 61
MOST_NAMED = 6  # places that a sentence names
Outside = Literal["inside", "beyond 95%", "beyond 99.8%", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Funnel:
    """Figures of places against their sizes, and the limits of chance about a comparator.

    Attributes
    ----------
    places
        Indexed by `place_id`: `place`, `people`, `value`, the limits `lower_95`, `upper_95`,
        `lower_998`, `upper_998` and `outside`; NaN and "unknown" where counts are missing.
    curve
        The limits over `people`, for drawing.
    """

    places: DataFrame
    curve: DataFrame
    comparator: float
    scale: Scale

    @property
    def missing(self) -> int:
        """How many places have no counts, and so no point."""
        return int((self.places["outside"] == "unknown").sum())

    def sentence(self) -> str:
        """Describe which places lie beyond chance."""
        known = self.places[self.places["outside"] != "unknown"]
        if known.empty:
            return "A funnel cannot be drawn: no counts are published behind these figures."
        beyond = known[known["outside"] != "inside"]
        if beyond.empty:
            return "Every place lies within what chance alone would give about the comparator."
        lead = "Further from the comparator than chance alone would put them"
        if len(beyond) > MOST_NAMED:
            far = int((beyond["outside"] == "beyond 99.8%").sum())
            return (
                f"{lead}: {len(beyond):,} of {len(known):,} places, {far:,} of them beyond 99.8%."
            )
        names = listed([f"{row['place']} ({row['outside']})" for _, row in beyond.iterrows()])
        return f"{lead}: {names}."


def funnel_limits(people: ArrayLike, comparator: float, scale: Scale, confidence: float) -> Limits:
    """Measure the funnel's limits for places of given sizes.

    A figure outside them is one whose own interval does not hold the comparator.

    Parameters
    ----------
    people
        Denominators, above 0; NaN where not known.
    comparator
        On the scale of the figures.

    Returns
    -------
    lower, upper
        On the scale of the figures.
    """
    n = np.asarray(people, float)
    middle = comparator / scale.per
    if scale.form == "proportion":
        spread = z_score(confidence) * np.sqrt(middle * (1 - middle) / n)
        return np.maximum(middle - spread, 0) * scale.per, np.minimum(
            middle + spread, 1
        ) * scale.per
    lower, upper = _counts_about(n * middle, confidence)
    return lower / n * scale.per, upper / n * scale.per


def _counts_about(expected: Floats, confidence: float) -> Limits:
    """Find the counts whose own interval ends just at the expected one."""
    top = 4 * expected + 100
    lower = _halve(expected, np.zeros_like(top), top, confidence, side=1)
    return lower, _halve(expected, np.zeros_like(top), top, confidence, side=0)


def _halve(expected: Floats, low: Floats, high: Floats, confidence: float, side: int) -> Floats:
    for _ in range(STEPS):
        middle = (low + high) / 2
        short = poisson_limits(middle, confidence)[side] < expected
        low, high = np.where(short, middle, low), np.where(short, high, middle)
    return np.where(np.isnan(expected), np.nan, (low + high) / 2)


def measure_funnel(figures: DataFrame, comparator: float, scale: Scale) -> Funnel:
    """Set places' figures against their sizes.

    Parameters
    ----------
    figures
        Indexed by `place_id`: `place`, `numerator`, `denominator`; NaN where not published.
    """
    people = figures["denominator"].where(figures["denominator"] > 0)
    places = DataFrame({"place": figures["place"], "people": people}, index=figures.index)
    places["value"] = figures["numerator"] / people * scale.per
    for confidence, end in ((CONFIDENCE, "95"), (WIDE_CONFIDENCE, "998")):
        limits = funnel_limits(people, comparator, scale, confidence)
        places[f"lower_{end}"], places[f"upper_{end}"] = limits
    places["outside"] = [_outside(row) for _, row in places.iterrows()]
    return Funnel(
        places=places, curve=_curve(people.dropna(), comparator, scale), comparator=comparator,
        scale=scale,
    )  # fmt: skip


def _outside(row: Series) -> Outside:
    if np.isnan(row["value"]) or np.isnan(row["lower_95"]):
        return "unknown"
    if not row["lower_998"] <= row["value"] <= row["upper_998"]:
        return "beyond 99.8%"
    return "inside" if row["lower_95"] <= row["value"] <= row["upper_95"] else "beyond 95%"


def _curve(people: ArrayLike, comparator: float, scale: Scale) -> DataFrame:
    sizes = np.asarray(people, float)
    if not sizes.size or np.isnan(comparator):
        return DataFrame(columns=["people", "lower_95", "upper_95", "lower_998", "upper_998"])
    axis = np.geomspace(max(sizes.min() / 2, 1), sizes.max() * 1.3, CURVE_POINTS)
    curve = DataFrame({"people": axis})
    for confidence, end in ((CONFIDENCE, "95"), (WIDE_CONFIDENCE, "998")):
        curve[f"lower_{end}"], curve[f"upper_{end}"] = funnel_limits(
            axis, comparator, scale, confidence
        )
    return curve

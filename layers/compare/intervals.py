"""How sure a published figure is: intervals for proportions, rates and counts, as OHID draws them.

Formulas and their sources are in docs/methods.md, "Intervals".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammainccinv, gammaincinv, ndtri

from geodata.model import Indicator

Floats = NDArray[np.float64]
Limits = tuple[Floats, Floats]
Form = Literal["proportion", "rate", "count"]

CONFIDENCE = 0.95
WIDE_CONFIDENCE = 0.998
EXACT_BELOW = 10  # events; from here up Byar's approximation is as good
FORMS: dict[str, Form] = {"share": "proportion", "rate": "rate", "count": "count"}
"""What an indicator declares → whose interval it has; ranks and scores have none."""
METHODS: dict[Form, str] = {
    "proportion": "Wilson",
    "rate": "Byar, exact below 10 events",
    "count": "Byar, exact below 10 events",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """What form a figure has, and how many people it is a figure of.

    Attributes
    ----------
    per
        100 for a percentage, 10,000 for a rate per 10,000, 1 for a count.
    """

    form: Form
    per: float


def indicator_scale(indicator: Indicator) -> Scale | None:
    """Return what form an indicator's values have; None for ranks and scores, which have none."""
    form = FORMS.get(indicator.form)
    return None if form is None else Scale(form=form, per=indicator.per)


def z_score(confidence: float) -> float:
    """Return the standard normal quantile that leaves (1 - confidence) / 2 above it."""
    return float(ndtri(confidence + (1 - confidence) / 2))


def wilson_limits(events: ArrayLike, people: ArrayLike, confidence: float = CONFIDENCE) -> Limits:
    """Measure Wilson's limits of a proportion.

    Parameters
    ----------
    events, people
        Numerators and denominators, 0 ≤ events ≤ people; NaN where not known.

    Returns
    -------
    lower, upper
        Shares, 0–1; NaN where either is not known or nobody is counted.
    """
    x, n = np.asarray(events, float), np.asarray(people, float)
    n = np.where(n > 0, n, np.nan)
    z = z_score(confidence)
    middle = 2 * x + z**2
    spread = z * np.sqrt(z**2 + 4 * x * (1 - x / n))
    scale = 2 * (n + z**2)
    return (middle - spread) / scale, (middle + spread) / scale


def byar_limits(events: ArrayLike, confidence: float = CONFIDENCE) -> Limits:
    """Measure Byar's approximate limits of a count; the lower is never below 0."""
    x = np.asarray(events, float)
    z = z_score(confidence)
    at_least_one = np.where(x > 0, x, np.nan)
    root = 1 - 1 / (9 * at_least_one) - z / (3 * np.sqrt(at_least_one))
    lower = np.where(x == 0, 0.0, at_least_one * np.maximum(root, 0) ** 3)
    more = x + 1
    upper = np.asarray(more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3, float)
    return lower, np.asarray(upper, float)


def exact_limits(events: ArrayLike, confidence: float = CONFIDENCE) -> Limits:
    """Measure the exact Poisson limits of a count, by its link with the chi-square distribution."""
    x = np.asarray(events, float)
    tail = (1 - confidence) / 2
    lower = np.where(x == 0, 0.0, gammaincinv(np.where(x > 0, x, np.nan), tail))
    return lower, np.asarray(gammainccinv(x + 1, tail), float)


def poisson_limits(events: ArrayLike, confidence: float = CONFIDENCE) -> Limits:
    """Measure the limits of a count: exact below 10 events, Byar's from there up."""
    x = np.asarray(events, float)
    exact, byar = exact_limits(x, confidence), byar_limits(x, confidence)
    few = x < EXACT_BELOW
    return np.where(few, exact[0], byar[0]), np.where(few, exact[1], byar[1])


def measure_limits(
    scale: Scale, events: ArrayLike, people: ArrayLike, confidence: float = CONFIDENCE
) -> Limits:
    """Measure the limits of figures of a form, on the figures' own scale.

    Parameters
    ----------
    events, people
        Numerators and denominators; NaN where not published. A count needs no denominator.

    Returns
    -------
    lower, upper
        NaN where they cannot be worked out.
    """
    if scale.form == "proportion":
        lower, upper = wilson_limits(events, people, confidence)
        return lower * scale.per, upper * scale.per
    lower, upper = poisson_limits(events, confidence)
    if scale.form == "count":
        return lower, upper
    n = np.asarray(people, float)
    n = np.where(n > 0, n, np.nan)
    return lower / n * scale.per, upper / n * scale.per

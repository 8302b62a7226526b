"""Measures of inequality: the concentration index, and the slope and relative indices."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
CONFIDENCE = 0.95
REPEATS = 1000
LEAST_ROWS = 3  # a line through fewer leaves nothing to judge its fit by


@dataclass(frozen=True, slots=True, kw_only=True)
class Concentration:
    """A concentration index with its standard error; NaN where it cannot be worked out."""

    index: float
    standard_error: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Slope:
    """The slope (SII) and relative (RII) index of inequality, each with its interval."""

    sii: float
    sii_lower: float
    sii_upper: float
    rii: float
    rii_lower: float
    rii_upper: float


def fractional_rank(order: Floats, weights: Floats) -> Floats:
    """Place each row at the middle of its people on a scale from 0 to 1, the first at 0.

    Parameters
    ----------
    order
        What to sort by, the smallest first; rows that tie share the middle of them all.
    weights
        People of each row.

    Returns
    -------
    rank
        In the order of the rows; its weighted mean is a half.
    """
    _, tied = np.unique(order, return_inverse=True)
    people = np.bincount(tied, weights=weights)
    middles = (np.cumsum(people) - people / 2) / people.sum()
    rank: Floats = middles[tied]
    return rank


def concentration_index(health: Floats, rank: Floats, weights: Floats) -> Concentration:
    """Measure how far something leans to one end of a ranking, by the convenient regression.

    2σ²_R (h ÷ μ) is regressed on the fractional rank R with the weights; the slope is the index
    and its standard error the regression's (Kakwani, Wagstaff and van Doorslaer 1997).

    Parameters
    ----------
    health
        What is shared out, 0 or more: the share within reach, or a rate.
    rank
        From `fractional_rank`: 0 the most deprived.

    Returns
    -------
    concentration
        From −1 to 1: below 0 where the most deprived have more than their share, above 0 where
        the least deprived have, 0 where it is even. NaN for nothing to share, or fewer rows than
        three.
    """
    mean = float(np.average(health, weights=weights)) if weights.sum() > 0 else 0.0
    if len(health) < LEAST_ROWS or mean <= 0:
        return Concentration(index=math.nan, standard_error=math.nan)
    share = weights / weights.sum()
    apart = rank - (share @ rank)
    variance = float(share @ apart**2)
    if variance <= 0:
        return Concentration(index=math.nan, standard_error=math.nan)
    outcome = 2 * variance * health / mean
    centred = outcome - share @ outcome
    slope = float(share @ (apart * centred)) / variance
    left = centred - slope * apart
    spread = float(share @ left**2) / (len(health) - 2)
    return Concentration(index=slope, standard_error=math.sqrt(spread / variance))


def slope_index(values: Floats, shares: Floats) -> tuple[Floats, Floats]:
    """Fit the slope and relative index of inequality over groups, the most deprived first.

    A line is fitted through the groups' values, each at the middle of its people and weighted by
    them. SII is its rise from the most deprived end to the least deprived; RII is the value at the
    least deprived end over the one at the most deprived. This is how PHEindicatormethods works
    them out for values that are not transformed.

    Parameters
    ----------
    values
        Groups across; any number of sets of them down.
    shares
        Share of people in each group, summing to 1.

    Returns
    -------
    sii, rii
        One for each set; RII is NaN where the line starts at 0 or below.
    """
    middles = np.cumsum(shares) - shares / 2
    apart = middles - shares @ middles
    slope = values @ (shares * apart) / (shares @ apart**2)
    start = values @ shares - slope * (shares @ middles)
    end = start + slope
    return slope, np.divide(end, start, out=np.full_like(end, np.nan), where=start > 0)


def slope_with_interval(values: Floats, samples: Floats, shares: Floats) -> Slope:
    """Give the slope and relative index with the interval that repeated samples span.

    Parameters
    ----------
    values
        One for each group, 0 or more.
    samples
        The same groups across, a repeated sample in each row.

    Returns
    -------
    slope
        RII and its ends are NaN where the line falls below 0 at either end.
    """
    sii, rii = slope_index(values[None, :], shares)
    drawn_sii, drawn_rii = slope_index(samples, shares)
    lower, upper = (1 - CONFIDENCE) / 2, 1 - (1 - CONFIDENCE) / 2
    known = drawn_rii[~np.isnan(drawn_rii)]
    rii_ends = np.quantile(known, [lower, upper]) if len(known) == len(drawn_rii) else [np.nan] * 2
    sii_ends = np.quantile(drawn_sii, [lower, upper])
    if not rii[0] >= 0:  # a line that ends below none has no ratio to speak of
        rii, rii_ends = np.array([np.nan]), [np.nan] * 2
    return Slope(
        sii=float(sii[0]),
        sii_lower=float(sii_ends[0]),
        sii_upper=float(sii_ends[1]),
        rii=float(rii[0]),
        rii_lower=float(rii_ends[0]),
        rii_upper=float(rii_ends[1]),
    )


def sample_group_means(
    values: Floats, weights: Floats, groups: NDArray[np.int_], count: int, seed: int
) -> Floats:
    """Draw rows again within each group, with replacement, and average each draw by weight.

    Returns
    -------
    samples
        `REPEATS` rows, a column for each of `count` groups. A group drawn without anybody keeps
        its own mean.
    """
    random = np.random.default_rng(seed)
    samples = np.empty((REPEATS, count))
    for group in range(count):
        inside = groups == group
        size = int(inside.sum())
        drawn = random.integers(size, size=(REPEATS, size))
        people = weights[inside][drawn].sum(axis=1)
        sums = (weights[inside] * values[inside])[drawn].sum(axis=1)
        own = float(np.average(values[inside], weights=weights[inside]))
        samples[:, group] = np.divide(sums, people, out=np.full_like(sums, own), where=people > 0)
    return samples

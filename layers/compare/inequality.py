"""Measures of inequality: the concentration index, and the slope and relative indices."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
CONFIDENCE = 0.95
REPEATS = 1000
AT_ONCE = 2**21  # drawn rows held at a time: 16 MB, however many areas there are
ROUNDING = 1e-12
LEAST_ROWS = 3  # a line through fewer leaves nothing to judge its fit by


Transform = Literal["none", "log", "logit"]
Change = Callable[[Floats], Floats]
TRANSFORMS: dict[Transform, tuple[Change, Change]] = {
    "none": (lambda x: x, lambda x: x),
    "log": (np.log, np.exp),
    "logit": (lambda x: np.log(x / (1 - x)), lambda x: 1 / (1 + np.exp(-x))),
}
"""Each transform of the values, and the way back."""


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


def slope_index(
    values: Floats, shares: Floats, transform: Transform = "none"
) -> tuple[Floats, Floats]:
    """Fit the slope and relative index of inequality over groups, the most deprived first.

    A line is fitted through the groups' values, each at the middle of its people and weighted by
    them. SII is its rise from the most deprived end to the least deprived; RII is the value at the
    least deprived end over the one at the most deprived, as PHEindicatormethods works them out.

    Parameters
    ----------
    values
        Groups across; any number of sets of them down.
    shares
        Share of people in each group, summing to 1.
    transform
        "log" for rates and "logit" for shares fit the line to the transformed values and put its
        ends back, so that neither end can leave the range that the values can have. Values at the
        end of that range (0; for logit also 1) have none.

    Returns
    -------
    sii, rii
        One for each set; RII is NaN where the line starts at 0 or below.
    """
    forth, back = TRANSFORMS[transform]
    with np.errstate(divide="ignore", invalid="ignore"):
        fitted = forth(np.asarray(values, float))
    fitted = np.where(np.isfinite(fitted), fitted, np.nan)
    middles = np.cumsum(shares) - shares / 2
    apart = middles - shares @ middles
    slope = fitted @ (shares * apart) / (shares @ apart**2)
    low = fitted @ shares - slope * (shares @ middles)
    start, end = back(low), back(low + slope)
    rise = slope if transform == "none" else end - start
    return rise, np.divide(end, start, out=np.full_like(end, np.nan), where=start > 0)


def slope_with_interval(values: Floats, samples: Floats, shares: Floats) -> Slope:
    """Return the slope and relative index with the interval that repeated samples span.

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
        rii_lower=max(float(rii_ends[0]), 0.0) if not np.isnan(rii_ends[0]) else math.nan,
        rii_upper=float(rii_ends[1]),
    )


def draw_clusters(
    clusters: NDArray[np.int_], repeats: int, seed: int, most_cells: int = AT_ONCE
) -> Iterator[NDArray[np.float64]]:
    """Draw whole clusters again with replacement, and yield how often each row was drawn.

    Neighbouring areas are alike, so an interval that draws them one by one is too narrow: drawing
    whole clusters keeps those alike together.

    Parameters
    ----------
    clusters
        The cluster of each row, numbered from 0.

    Yields
    ------
    times
        Repeats down, rows across; in blocks of no more than `most_cells` cells.
    """
    random = np.random.default_rng(seed)
    count = int(clusters.max()) + 1
    block = max(1, most_cells // len(clusters))
    for start in range(0, repeats, block):
        size = min(block, repeats - start)
        drawn = random.integers(count, size=(size, count)) + count * np.arange(size)[:, None]
        times = np.bincount(drawn.ravel(), minlength=size * count).reshape(size, count)
        yield times.astype(np.float64)[:, clusters]


def drawn_concentration(
    health: Floats, order: Floats, weights: Floats, times: Floats
) -> tuple[Floats, Floats]:
    """Return the concentration index and the mean of each draw of rows.

    Parameters
    ----------
    order
        What rows are ranked by, the most deprived first.
    times
        How often each row was drawn: draws down, rows across.

    Returns
    -------
    index, mean
        One for each draw; NaN where nobody, or nothing to share out, was drawn.
    """
    if (np.diff(order) < 0).any():
        sort = np.argsort(order, kind="stable")
        health, order, weights = health[sort], order[sort], weights[sort]
        times = times[:, sort]
    people = times * weights
    held = people * health
    starts = np.flatnonzero(np.diff(order, prepend=-np.inf))
    if len(starts) < len(order):  # rows that tie share the middle of them all
        people = np.add.reduceat(people, starts, axis=1)
        held = np.add.reduceat(held, starts, axis=1)
    everyone, whole = people.sum(axis=1), held.sum(axis=1)
    middles = np.cumsum(people, axis=1)
    middles -= people / 2
    known = (everyone > 0) & (whole > 0)
    mean = np.divide(whole, everyone, out=np.full(len(times), np.nan), where=everyone > 0)
    leaning = 2 * np.einsum("ij,ij->i", held, middles)
    below = np.where(known, whole * everyone, 1.0)
    return np.where(known, leaning / below - 1, np.nan), mean


def drawn_group_means(
    values: Floats, weights: Floats, groups: NDArray[np.int_], own: Floats, times: Floats
) -> Floats:
    """Return each group's mean in each draw; one drawn without anybody keeps its own.

    Parameters
    ----------
    own
        The mean of each group as it is.
    times
        As for `drawn_concentration`.
    """
    inside = np.eye(len(own))[groups] * weights[:, None]
    people, sums = times @ inside, times @ (inside * values[:, None])
    return np.divide(sums, people, out=np.broadcast_to(own, sums.shape).copy(), where=people > 0)


def bounded_indices(index: ArrayLike, mean: ArrayLike) -> tuple[Floats, Floats]:
    """Correct a concentration index for a share, which can be no more than 1.

    The index of a share depends on its mean: where nearly all are reached it can hardly lean.
    Erreygers (2009) multiplies by 4 × the mean; Wagstaff (2005) divides by 1 − the mean.

    Returns
    -------
    erreygers, wagstaff
        Wagstaff's is NaN where all are reached.
    """
    c, mu = np.asarray(index, float), np.asarray(mean, float)
    room = 1 - mu
    return 4 * mu * c, np.divide(c, room, out=np.full(c.shape, np.nan), where=room > ROUNDING)

"""How likely a sum of neighbours is among all the ways to arrange the figures, counted exactly.

Shuffling draws some of those ways; here every one is counted, so the answer has no seed and no
floor but the number of ways there are. With the figures put on a fine grid, the number of ways to
choose k of n of them with a given sum is a coefficient of Π(1 + t·z^v): its power sums are the
Fourier transform of the figures' histogram at multiples of each frequency, and Newton's identities
join them. The ways that leave one figure out follow from those that do not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

STEPS = 2**13  # the range of the figures is cut into so many; nearer than that is a tie
LONGEST = 2**17 - 2  # of the grid of sums: bounds memory where an area has very many neighbours
NEGLIGIBLE = 1e-18  # a term this small beside 1 changes no digit
SMALLEST = 1e-12  # chances below this are within rounding of it


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Chances:
    """For each area, how likely its neighbours' sum is among all arrangements of the others.

    Attributes
    ----------
    above, below
        The share of arrangements with a sum as large, or as small, ties included.
    floor_above, floor_below
        The same for the most extreme sum that any arrangement at all could have had.
    """

    above: Floats
    below: Floats
    floor_above: Floats
    floor_below: Floats

    @property
    def either_way(self) -> Floats:
        """How likely as extreme a sum is, either way (0–1)."""
        return np.asarray(np.minimum(1.0, 2 * np.minimum(self.above, self.below)), float)

    @property
    def floor(self) -> Floats:
        """The smallest chance, either way, that any arrangement could have had (0–1)."""
        least = np.minimum(self.floor_above, self.floor_below)
        return np.asarray(np.minimum(1.0, 2 * least), float)


def count_arrangements(values: Floats, neighbours: NDArray[np.intp], counts: Whole) -> Chances:
    """Count the arrangements of the other areas' figures by the sum that the neighbours get.

    Parameters
    ----------
    values
        A figure for each area, none missing, not all alike.
    neighbours
        The places in `values` of the first area's neighbours, then the second's, and so on.
    counts
        How many neighbours each area has; above 0 and below the number of areas.
    """
    n = len(values)
    fewer = np.minimum(counts, n - 1 - counts)  # choosing some is leaving out the rest
    most = int(fewer.max())
    steps = min(STEPS, LONGEST // max(most, 1))
    low, high = float(values.min()), float(values.max())
    on_grid = np.rint((values - low) / (high - low) * steps).astype(np.int64)
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    sums = np.add.reduceat(on_grid[neighbours], starts)
    ways = _Ways(on_grid, most, steps)
    turned = counts != fewer
    chosen = np.where(turned, on_grid.sum() - on_grid - sums, sums)
    above, below = ways.at_least(chosen, fewer), ways.at_most(chosen, fewer)
    top, bottom = ways.extremes(fewer)
    at_top, at_bottom = ways.at_least(top, fewer), ways.at_most(bottom, fewer)
    return Chances(
        above=np.where(turned, below, above),
        below=np.where(turned, above, below),
        floor_above=np.where(turned, at_bottom, at_top),
        floor_below=np.where(turned, at_top, at_bottom),
    )


class _Ways:
    """The share of all choices of k of n figures, leaving one area's own out, by their sum."""

    def __init__(self, on_grid: Whole, most: int, steps: int) -> None:
        self.figures = on_grid
        self.most = most
        self.length = 1 << int(np.ceil(np.log2(max(most, 1) * steps + 2)))
        self.reached = self._reached()

    def _reached(self) -> Floats:
        """Return the share of choices of k (down) of all n whose sum is at least s (across)."""
        n = len(self.figures)
        spectrum = np.fft.fft(np.bincount(self.figures, minlength=self.length))
        frequency = np.arange(self.length // 2 + 1)
        powers: list[NDArray[np.complex128]] = []
        chosen = [np.ones(len(frequency), complex)]
        reached = np.ones((self.most + 1, self.length + 1))
        reached[0, 1:] = 0.0
        for k in range(1, self.most + 1):
            powers.append(spectrum[k * frequency % self.length])
            total = np.zeros(len(frequency), complex)
            for m in range(1, k + 1):
                share = float(np.exp(_log_ways(n, k - m) - _log_ways(n, k))) / k
                if share * n < NEGLIGIBLE:
                    break
                total += (-1) ** (m - 1) * share * chosen[k - m] * powers[m - 1]
            chosen.append(total)
            exactly = np.fft.irfft(total, self.length)
            reached[k, :-1] = np.cumsum(exactly[::-1])[::-1]
            reached[k, -1] = 0.0
        return reached

    def at_least(self, sums: Whole, counts: Whole) -> Floats:
        """Return the share of choices of the other areas whose sum is at least each area's."""
        return np.clip(self._at_least(sums, counts), SMALLEST, 1.0)

    def at_most(self, sums: Whole, counts: Whole) -> Floats:
        """Return the share of choices of the other areas whose sum is at most each area's."""
        return np.clip(1 - self._at_least(sums + 1, counts), SMALLEST, 1.0)

    def _at_least(self, sums: Whole, counts: Whole) -> Floats:
        """Take the choices that hold an area's own figure once, twice … out of all choices."""
        n = len(self.figures)
        share = np.zeros(len(sums))
        for r in range(self.most + 1):
            part = np.exp(_log_ways(n, counts - r) - _log_ways(n - 1, counts))
            if not (part > NEGLIGIBLE).any():
                break
            at = np.clip(sums - r * self.figures, 0, self.length)
            share += (-1) ** r * part * self.reached[np.maximum(counts - r, 0), at]
        return share

    def extremes(self, counts: Whole) -> tuple[Whole, Whole]:
        """Return the largest and the smallest sum that each area's neighbours could have."""
        return _largest(self.figures, counts), -_largest(-self.figures, counts)


def _log_ways(n: int, k: Whole | int) -> Floats:
    """Return the logarithm of how many ways there are to choose k of n; −∞ below none."""
    return np.asarray(gammaln(n + 1) - gammaln(np.add(k, 1)) - gammaln(n - np.asarray(k) + 1))


def _largest(figures: Whole, counts: Whole) -> Whole:
    """Return for each area the sum of the largest figures of the others, as many as it counts."""
    order = np.argsort(-figures, kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    running = np.concatenate([[0], np.cumsum(figures[order])])
    own = place < counts
    return np.asarray(running[counts + own] - np.where(own, figures, 0), np.int64)

"""The best set of sites, and how sure that is: search, bound, and a proof where there is room."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import OptimizeResult

from layers.progress import Progress, part_of, unwatched
from layers.siting.bounds import CLOSE_ENOUGH, bound_worth
from layers.siting.search import improve, losses, pick_greedily
from layers.siting.worth import Floats, Worth, best_of, value_of

MOST_EXACT = 150_000  # entries; a larger problem is searched and bounded, not proven
EXACT_SECONDS = 20.0

Exact = Callable[[Worth, int, float], OptimizeResult]
"""Solves a small problem with a mixed-integer programme: `x` starts with 0 or 1 a candidate."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Solution:
    """A set of sites, and how it compares with the best there can be.

    Attributes
    ----------
    chosen
        Candidates, the one that adds most first.
    gains
        What each adds to those before it.
    most
        No set of as many sites is worth more: proven.
    curve
        What 1, 2, 3… sites chosen one after another are worth.
    """

    chosen: tuple[int, ...]
    gains: Floats
    value: float
    most: float
    curve: Floats

    @property
    def shortfall_share(self) -> float:
        """How much more the best set may be worth, at most (0–1 of the bound); 0 where proven."""
        return max(0.0, (self.most - self.value) / self.most) if self.most > 0 else 0.0

    @property
    def is_best(self) -> bool:
        """Whether it is proven that no set is worth more."""
        return self.shortfall_share <= CLOSE_ENOUGH


def find_best(worth: Worth, count: int, exact: Exact, progress: Progress = unwatched) -> Solution:
    """Choose the `count` sites that are worth most together.

    Sites are chosen greedily, exchanged, bounded; what the bound leaves open is settled by a
    mixed-integer programme where it is small enough.

    Parameters
    ----------
    count
        From 1 to the number of candidates.
    """
    greedy, gains = pick_greedily(worth, count, part_of(progress, 0.1, 0.2))
    if count == 1 and not worth.floor.any():
        return in_order(worth, greedy, float(gains[0]), gains)
    if count == worth.candidates - 1:
        return _all_but_one(worth, gains)
    start = improve(worth, greedy, part_of(progress, 0.2, 0.3))
    bound = bound_worth(worth, start, part_of(progress, 0.3, 0.9))
    chosen, most = bound.chosen, bound.most
    if most - bound.value > CLOSE_ENOUGH * max(most, 1) and not worth.floor.any():
        left = worth.without(np.flatnonzero(~bound.possible).tolist())
        if len(left.value) <= MOST_EXACT:
            progress(0.9, "proving that nothing is better")
            chosen, most = _settle(worth, left, count, exact, (chosen, most))
    return in_order(worth, chosen, most, np.cumsum(gains))


def _all_but_one(worth: Worth, gains: Floats) -> Solution:
    """Leave out the site that is missed least; each is weighed, so nothing is better."""
    everyone = list(range(worth.candidates))
    missed = losses(worth, everyone)
    everyone.pop(int(missed.argmin()))
    return in_order(worth, everyone, value_of(worth, everyone), np.cumsum(gains))


def _settle(
    worth: Worth, left: Worth, count: int, exact: Exact, best: tuple[tuple[int, ...], float]
) -> tuple[tuple[int, ...], float]:
    """Solve what is left; a set that holds a candidate ruled out is no better than the best."""
    chosen, most = best
    result = exact(left, count, EXACT_SECONDS)
    value = value_of(worth, chosen)
    if result.x is not None:
        sites = tuple(np.flatnonzero(result.x[: worth.candidates] > 0.5).tolist())  # noqa: PLR2004
        sites = _filled(sites, count, worth.candidates)
        if value_of(worth, sites) > value:
            chosen, value = sites, value_of(worth, sites)
    if result.mip_dual_bound is not None:
        most = min(most, max(-float(result.mip_dual_bound), value))
    return chosen, max(most, value)


def _filled(sites: Sequence[int], count: int, candidates: int) -> tuple[int, ...]:
    """Add candidates worth nothing more, where a programme had no use for all of the sites."""
    spare = [site for site in range(candidates) if site not in set(sites)]
    return (*sites, *spare)[:count]


def in_order(worth: Worth, chosen: Sequence[int], most: float, curve: Floats) -> Solution:
    """Put the sites in the order in which each adds most to those before it.

    Parameters
    ----------
    most
        No set of as many sites is worth more.
    curve
        What 1, 2, 3… sites chosen one after another are worth.
    """
    best, left, order, gains = np.zeros(worth.groups), list(chosen), list[int](), list[float]()
    while left:
        adds = [_adds(worth, site, best) for site in left]
        first = int(np.argmax(adds))
        gains.append(adds[first])
        order.append(left.pop(first))
        best = np.maximum(best, best_of(worth, order[-1:]))
    value = value_of(worth, order)
    return Solution(
        chosen=tuple(order),
        gains=np.array(gains),
        value=value,
        most=max(most, value),
        curve=np.maximum(curve, 0),
    )


def _adds(worth: Worth, site: int, best: Floats) -> float:
    rows, values = worth.column(site)
    return float(np.maximum(values - best[rows], 0).sum())


def find_runner_up(worth: Worth, solution: Solution) -> tuple[int, ...]:
    """Choose as many sites without the one that would be missed most: what else could be done.

    Found by search, so it may be a little less than the best of its kind.
    """
    missed = solution.chosen[int(losses(worth, solution.chosen).argmax())]
    others = tuple(site for site in solution.chosen if site != missed)
    left = worth.without([missed])
    best = best_of(left, others)
    adds = [_adds(left, site, best) for site in range(left.candidates)]
    for site in (*others, missed):
        adds[site] = -1.0
    if max(adds) < 0:
        return ()
    found = improve(left, (*others, int(np.argmax(adds))))
    return tuple(site for site in found if site != missed)

"""How good the best set of sites can be at most: a bound proven by Lagrangian relaxation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from layers.progress import Progress, unwatched
from layers.siting.search import best_two, improve
from layers.siting.worth import Floats, Worth, value_of

WORK = 500_000_000  # entries looked at in all; sets how many rounds there are
MOST_ROUNDS, FEWEST_ROUNDS = 1_000, 60
PATIENCE = 12  # rounds without a better bound before the steps are halved
CLOSE_ENOUGH = 1e-7  # of the bound
TRY_EVERY = 40  # rounds between exchanges from the sites that the prices point to
SMALLEST_STEP = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bound:
    """The least bound found, and the best sites met on the way.

    Attributes
    ----------
    most
        No set of as many sites is worth more.
    chosen, value
        The best set found, and its worth.
    possible
        For each candidate, whether a better set than `chosen` may hold it.
    """

    most: float
    chosen: tuple[int, ...]
    value: float
    possible: NDArray[np.bool_]


def bound_worth(worth: Worth, start: Sequence[int], progress: Progress = unwatched) -> Bound:
    """Prove how much as many sites as `start` can be worth at most.

    Each group is given a price; sites earn what they are worth above it. For any prices, the sum
    of the prices and of what the best-earning sites earn is a bound, because a group pays at most
    one site in truth. The prices are moved by the subgradient (Held, Wolfe & Crowder 1974).

    Parameters
    ----------
    start
        A good set of sites.
    """
    chosen, value = tuple(start), value_of(worth, start)
    first, second, _ = best_two(worth, start)
    price = np.maximum((first + second) / 2, worth.floor)
    step, waited, most = 1.0, 0, float(worth.value.sum())  # each site served by everybody
    earned_at_best = worth.sums(worth.value)
    rounds = rounds_for(worth)
    for turn in range(rounds):
        progress(turn / rounds, "proving how good it is")
        earned, open_sites = _earnings(worth, price, len(start))
        total = float(price.sum() + earned[open_sites].sum())
        if total < most:
            waited = 0 if most - total > CLOSE_ENOUGH * most else waited + 1
            most, earned_at_best = total, earned
        else:
            waited += 1
        if waited > PATIENCE:
            step, waited = step / 2, 0
        chosen, value = _better(worth, (chosen, value), open_sites, turn)
        if most - value <= CLOSE_ENOUGH * max(most, 1) or step < SMALLEST_STEP:
            break
        price = _moved(worth, price, open_sites, step * (total - value))
    possible = _possible(earned_at_best, len(start), most, value)
    return Bound(most=max(most, value), chosen=chosen, value=value, possible=possible)


def rounds_for(worth: Worth) -> int:
    """Return how many rounds are worth the work: the same for one size, so that runs repeat."""
    return int(np.clip(WORK // max(len(worth.value), 1), FEWEST_ROUNDS, MOST_ROUNDS))


def _earnings(worth: Worth, price: Floats, count: int) -> tuple[Floats, list[int]]:
    earned = worth.sums(np.maximum(worth.value - price[worth.group], 0))
    return earned, np.argsort(-earned, kind="stable")[:count].tolist()


def _better(
    worth: Worth, best: tuple[tuple[int, ...], float], open_sites: list[int], turn: int
) -> tuple[tuple[int, ...], float]:
    found = value_of(worth, open_sites)
    if found > best[1] or turn % TRY_EVERY == TRY_EVERY - 1:
        sites = improve(worth, open_sites)
        found = value_of(worth, sites)
        if found > best[1]:
            return sites, found
    return best


def _moved(worth: Worth, price: Floats, open_sites: list[int], reach: float) -> Floats:
    """Raise the price of a group that pays several sites, and lower that of one that pays none."""
    payments = np.zeros(worth.groups)
    for site in open_sites:
        rows, values = worth.column(site)
        payments[rows] += values > price[rows]
    slope = 1 - payments
    # A price at its floor, of a group that pays nobody, cannot fall: it does not count.
    slope[(slope > 0) & (price <= worth.floor)] = 0
    steepness = float(slope @ slope)
    if steepness == 0:
        return price
    return np.maximum(price - reach / steepness * slope, worth.floor)


def _possible(earned: Floats, count: int, most: float, value: float) -> NDArray[np.bool_]:
    """Rule out candidates that would bring the bound down to what is already found."""
    if count >= len(earned):
        return np.ones(len(earned), dtype=bool)
    least_open = np.sort(earned)[-count]
    reachable = most - least_open + earned
    return np.asarray(reachable >= value - CLOSE_ENOUGH * max(value, 1))

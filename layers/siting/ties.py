"""Choices that are as good as the best: how many there are, and which of them loses least else."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from layers.siting.search import LEAST_GAIN, exchanges, losses, next_gains
from layers.siting.worth import Floats, Ints, Worth, best_of


def as_good_alone(worth: Worth) -> Ints:
    """Find every candidate that does as much, by itself, as the one that does most."""
    gains = next_gains(worth, np.zeros(worth.groups))
    return np.flatnonzero(gains >= gains.max() - _rounding(gains.max()))


def as_little_missed(worth: Worth) -> Ints:
    """Find every candidate that is missed, by itself, as little as the one missed least."""
    everyone = range(worth.candidates)
    missed = losses(worth, everyone)
    whole = float(best_of(worth, everyone).sum())
    return np.flatnonzero(missed <= missed.min() + _rounding(whole))


def as_good_by_exchange(worth: Worth, sites: Sequence[int]) -> tuple[Ints, int]:
    """Find what can take the place of one of some sites, and leave them worth as much.

    Returns
    -------
    enters, ways
        The candidates that can, and in how many ways: one may stand in for several sites.
    """
    if not 0 < len(sites) < worth.candidates:
        return np.zeros(0, dtype=np.int64), 0
    enters, change, total = exchanges(worth, sites)
    same = change >= -_rounding(total)
    return enters[same.any(axis=1)], int(same.sum())


def prefer(worth: Worth, also: Worth, sites: Sequence[int]) -> tuple[int, ...]:
    """Exchange sites, as long as they stay worth as much, for ones that are worth more to others.

    Parameters
    ----------
    worth
        What is kept: no exchange loses any of it.
    also
        What is then looked to, of the same candidates.
    """
    chosen = list(sites)
    while 0 < len(chosen) < worth.candidates:
        enters, change, total = exchanges(worth, chosen)
        _, more, everything = exchanges(also, chosen)
        more = np.where(change >= -_rounding(total), more, -np.inf)
        enter, leave = np.unravel_index(int(more.argmax()), more.shape)
        if more[enter, leave] <= _rounding(everything):
            break
        chosen[int(leave)] = int(enters[enter])
    return tuple(chosen)


def best_exchange(worth: Worth, also: Worth, sites: Sequence[int]) -> tuple[int, int]:
    """Find the exchange that loses least: of those alike, the one that loses least of `also`.

    Returns
    -------
    enters, leaves
        The candidate that is let in, and the site that leaves.
    """
    enters, change, total = exchanges(worth, sites)
    _, more, _ = exchanges(also, sites)
    alike = change >= change.max() - _rounding(total)
    more = np.where(alike, more, -np.inf)
    enter, leave = np.unravel_index(int(more.argmax()), more.shape)
    return int(enters[enter]), int(sites[int(leave)])


def each_adds(worth: Worth, order: Sequence[int], there: Sequence[int] = ()) -> Floats:
    """Return what each of some sites adds to those before it, and to those that are there."""
    best, adds = best_of(worth, there), list[float]()
    for site in order:
        rows, values = worth.column(site)
        adds.append(float(np.maximum(values - best[rows], 0).sum()))
        best[rows] = np.maximum(best[rows], values)
    return np.array(adds)


def each_costs(worth: Worth, order: Sequence[int]) -> Floats:
    """Return what is lost by closing each of some sites after those before it."""
    closed = set(order)
    left = [site for site in range(worth.candidates) if site not in closed]
    return each_adds(worth, list(reversed(order)), left)[::-1]


def _rounding(total: float) -> float:
    return LEAST_GAIN * max(total, 1.0)

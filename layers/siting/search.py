"""Good sets of sites, found fast: the best next site again and again, then the best exchange."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from layers.progress import Progress, unwatched
from layers.siting.worth import Floats, Ints, Worth

LEAST_GAIN = 1e-9  # of what is gained in all; less is rounding


def next_gains(worth: Worth, best: Floats) -> Floats:
    """Return what each candidate would add to what each group has already."""
    return worth.sums(np.maximum(worth.value - best[worth.group], 0))


def pick_greedily(
    worth: Worth, count: int, progress: Progress = unwatched
) -> tuple[tuple[int, ...], Floats]:
    """Choose the site that adds most, then the next, until there are `count`.

    Returns
    -------
    chosen, gains
        Candidates in the order chosen, and what each added; the earlier of two alike.
    """
    best, chosen, gains = np.zeros(worth.groups), list[int](), list[float]()
    for step in range(count):
        progress(step / count, "choosing one site after another")
        extra = next_gains(worth, best)
        extra[chosen] = -1
        site = int(extra.argmax())
        rows, values = worth.column(site)
        best[rows] = np.maximum(best[rows], values)
        chosen.append(site)
        gains.append(float(extra[site]))
    return tuple(chosen), np.array(gains)


def best_two(worth: Worth, chosen: Sequence[int]) -> tuple[Floats, Floats, Ints]:
    """Find what the best and the second best of a set are worth to each group.

    Returns
    -------
    first, second, owner
        Worth of the best and of the second best, 0 where there is none; and where in `chosen` the
        best stands, 0 where there is none.
    """
    first, second = np.zeros(worth.groups), np.zeros(worth.groups)
    owner = np.zeros(worth.groups, dtype=np.int64)
    for place, site in enumerate(chosen):
        rows, values = worth.column(site)
        leads = values > first[rows]
        second[rows] = np.where(leads, first[rows], np.maximum(second[rows], values))
        first[rows] = np.where(leads, values, first[rows])
        owner[rows] = np.where(leads, place, owner[rows])
    return first, second, owner


def losses(worth: Worth, chosen: Sequence[int]) -> Floats:
    """Return what would be lost without each one of a set, in the order of `chosen`."""
    first, second, owner = best_two(worth, chosen)
    lost: Floats = np.bincount(owner, first - second, minlength=len(chosen)).astype(float)
    return lost[: len(chosen)]  # without a site, its place 0 stands for nobody


def improve(worth: Worth, chosen: Sequence[int], progress: Progress = unwatched) -> tuple[int, ...]:
    """Exchange one site for another, the best exchange first, until none gains.

    All exchanges are weighed at once, as Whitaker (1983) and Resende & Werneck (2007) do it.
    """
    sites = list(chosen)
    while 0 < len(sites) < worth.candidates:
        progress(0.5, "exchanging sites")
        enters, change, total = exchanges(worth, sites)
        enter, leave = np.unravel_index(int(change.argmax()), change.shape)
        if change[enter, leave] <= LEAST_GAIN * max(total, 1):
            break
        sites[int(leave)] = int(enters[enter])
    return tuple(sites)


def exchanges(worth: Worth, sites: Sequence[int]) -> tuple[Ints, Floats, float]:
    """Weigh every exchange of one of some sites for a candidate that is not among them.

    Returns
    -------
    enters, change, total
        The candidates that could be let in, in order; what each (down) gains for each site that
        leaves (across), below 0 where it loses; and what the sites are worth as they are.
    """
    enters = np.setdiff1d(np.arange(worth.candidates), list(sites))
    row = np.full(worth.candidates, -1)
    row[enters] = np.arange(len(enters))
    mine = row[worth.candidate] >= 0
    group, value, row = worth.group[mine], worth.value[mine], row[worth.candidate[mine]]
    first, second, owner = best_two(worth, sites)
    here, behind, whose = first[group], second[group], owner[group]
    gains = np.bincount(row, np.maximum(value - here, 0), minlength=len(enters))
    lost = np.bincount(owner, first - second, minlength=len(sites))
    made_good = np.bincount(
        row * len(sites) + whose,
        np.maximum(np.minimum(value, here) - behind, 0),
        minlength=len(enters) * len(sites),
    ).reshape(len(enters), len(sites))
    change: Floats = (gains[:, None] - lost[None, :] + made_good).astype(float)
    return enters.astype(np.int64), change, float(first.sum())

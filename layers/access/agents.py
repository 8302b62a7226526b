"""People who weigh a longer way against a fuller site: the rational agent access model."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Floats = NDArray[np.float64]
CYCLES = 150
FIRST_STEP_SHARE = 0.2  # of the demand of a row may move in the first cycle
LEAST_STEP_SHARE = 0.005
HALF_LIFE = 50  # cycles after which the step has halved
GENTLE_CYCLES = 20  # in the first cycles nobody floods one site


def agent_cost(
    minutes: csr_array, demand: Floats, supply: Floats, *, tau_min: float = 60.0
) -> Floats:
    """Send people to the site whose way and crowd together are least, until few would change.

    The rational agent access model of Saxon and Snow (2020): the cost of a site is its crowding
    (demand ÷ supply, beside the same over the whole table) and its travel (minutes ÷ tau).

    The steps by which people move (who moves first, how many, how the step shrinks, the gentle
    first cycles) are those of `access.raam` in PySAL's `access` 1.1.10, by J. Saxon and others
    (BSD 3-Clause licence), worked out here on flat arrays, so that results agree with it.

    Parameters
    ----------
    demand
        Whole people, each row above 0 or left out of the answer.
    supply
        Above 0; a site of none is used by nobody.
    tau_min
        Minutes of travel that weigh as much as the average crowding.

    Returns
    -------
    cost
        Crowding and travel together for the people of each row; NaN where a row has no demand or
        no site within the limit.
    """
    table = _Choices(minutes, demand, supply, tau_min)
    held = table.nearest_first()
    total = table.travel
    for cycle in range(CYCLES):
        total = table.crowding(held) + table.travel
        held = table.shift(held, total, cycle)
    return table.mean_cost(total, held)


class _Choices:
    """The pairs that people choose among, as flat arrays in the order of the rows."""

    def __init__(self, minutes: csr_array, demand: Floats, supply: Floats, tau_min: float) -> None:
        lengths = np.diff(minutes.indptr)
        rows = np.repeat(np.arange(minutes.shape[0]), lengths)
        kept = (demand[rows] > 0) & (supply[minutes.indices] > 0)
        wanted = demand > 0
        offered = supply > 0
        self.count = minutes.shape[0]
        self.used, self.starts = np.unique(rows[kept], return_index=True)
        self.lengths = np.diff(np.append(self.starts, int(kept.sum())))
        self.sites = minutes.indices[kept]
        self.travel: Floats = minutes.data[kept] / tau_min
        self.demand = demand[self.used]
        rho = demand[wanted].sum() / supply[offered].sum() if offered.any() else 1.0
        self.supply = supply * rho

    def nearest_first(self) -> Floats:
        held = np.zeros_like(self.travel)
        held[self._first_of(self.travel, np.minimum)] = self.demand
        return held

    def crowding(self, held: Floats) -> Floats:
        crowd: Floats = self._loads(held)[self.sites] / self.supply[self.sites]
        return crowd

    def _loads(self, held: Floats) -> Floats:
        counts = np.bincount(self.sites, weights=held, minlength=len(self.supply))
        return np.asarray(counts, dtype=np.float64)

    def shift(self, held: Floats, total: Floats, cycle: int) -> Floats:
        """Move some people from the dearest site they use to the cheapest there is."""
        if not len(self.used):
            return held
        to = self._first_of(total, np.minimum)
        out = self._first_of(np.where(held == 0, -np.inf, total), np.maximum)
        loads = self._loads(held)
        moved = self._evened(held, loads, to, out) - held[to]
        moved = np.where(to == out, 0, np.minimum(moved, held[out]))
        step = max(FIRST_STEP_SHARE * 0.5 ** (cycle / HALF_LIFE), LEAST_STEP_SHARE)
        people = np.minimum(moved, step * self.demand).astype(int)
        if cycle < GENTLE_CYCLES:
            people = self._gently(people, to)
        held = held.copy()
        held[to] += people
        held[out] -= people
        return held

    def _evened(
        self, held: Floats, loads: Floats, to: NDArray[np.intp], out: NDArray[np.intp]
    ) -> Floats:
        """Work out how many at the cheapest site would even its cost with the dearest's."""
        near, far = self.sites[to], self.sites[out]
        s_to, s_out = self.supply[near], self.supply[far]
        together = held[to] + held[out]
        others_to, others_out = loads[near] - held[to], loads[far] - held[out]
        evened: Floats = ((s_to * s_out) / (s_to + s_out)) * (
            (self.travel[out] - self.travel[to])
            + (together + others_out) / s_out
            - others_to / s_to
        )
        return evened

    def _gently(self, people: NDArray[np.int_], to: NDArray[np.intp]) -> NDArray[np.int_]:
        arriving = np.bincount(self.sites[to], weights=people, minlength=len(self.supply))
        share = np.divide(arriving, self.supply, out=np.zeros_like(arriving), where=self.supply > 0)
        gentle: NDArray[np.int_] = (
            (people / np.maximum(share, 1)[self.sites[to]]).round().astype(int)
        )
        return gentle

    def mean_cost(self, total: Floats, held: Floats) -> Floats:
        cost = np.full(self.count, np.nan)
        if len(self.used):
            sums = np.add.reduceat(total * held, self.starts)
            cost[self.used] = sums / np.add.reduceat(held, self.starts)
        return cost

    def _first_of(self, values: Floats, best: np.ufunc) -> NDArray[np.intp]:
        """Find the first place of each row's least or largest value."""
        if not len(self.used):
            return np.empty(0, dtype=np.intp)
        extremes = np.repeat(best.reduceat(values, self.starts), self.lengths)
        places = np.flatnonzero(values == extremes)
        rows = np.repeat(np.arange(len(self.used)), self.lengths)[places]
        _, firsts = np.unique(rows, return_index=True)
        return places[firsts]

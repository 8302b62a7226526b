"""The attack: what anybody can work out of suppressed cells from what is published.

Every cell is a whole number of people. A linear programme (HiGHS) finds the least and the most of
each; where its answer is not whole, the whole-number programme is solved too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from pandas import DataFrame

from geodata.secondary.solving import Solution, find_least
from geodata.secondary.tables import LinkedTables, Numbers, blocks

NEAR = 1e-6  # of a person: what the solver leaves of a whole number
MOST_NODES = (
    2_000  # of a search for whole numbers; what it found by then is the range it vouches for
)
MIXED_ROUNDS = 2  # of goals that move many cells at once, before cells are asked one by one


class ContradictionError(ValueError):
    """No counts agree with all that is published: figures do not add up."""


def feasible_ranges(tables: LinkedTables) -> DataFrame:
    """Find the least and the most that each suppressed cell can be, by all that is published.

    Returns
    -------
    ranges
        Indexed by key: `least`, `most` (infinite where nothing bounds it).

    Raises
    ------
    ContradictionError
        What is published does not add up.
    """
    found: dict[str, tuple[float, float]] = {}
    for places in blocks(tables):
        block = tables.part(places)
        attack = Attack(block)
        for cell in block.suppressed:
            found[block.keys[cell]] = (attack.least(cell), attack.most(cell))
    keys = [tables.keys[cell] for cell in tables.suppressed]
    return DataFrame(
        [found[key] for key in keys],
        index=pd.Index(keys, name="key", dtype=object),
        columns=["least", "most"],
        dtype=float,
    )


def find_narrow(tables: LinkedTables, wanted: Numbers | None = None) -> Iterator[int]:
    """Find the suppressed cells of a block whose range is narrower than it must be, one by one.

    Most are cleared together: every solution is an example of what each cell may be.

    Parameters
    ----------
    wanted
        How wide each cell's range must be; its declared width if not given.
    """
    wanted = tables.width if wanted is None else wanted
    attack = Attack(tables)
    attack.mix(wanted)
    for cell in tables.suppressed:
        if not attack.is_wide(int(cell), wanted[cell]):
            yield int(cell)


@dataclass(slots=True)
class Attack:
    """An attack on one block, which remembers every value that a cell was seen to take."""

    tables: LinkedTables
    lower: Numbers = field(init=False)
    upper: Numbers = field(init=False)
    seen_least: Numbers = field(init=False)
    seen_most: Numbers = field(init=False)

    def __post_init__(self) -> None:
        """Start from what is published of each cell."""
        lower, upper = self.tables.known()
        self.lower, self.upper = np.ceil(lower - NEAR), np.floor(upper + NEAR)
        self.seen_least = np.full(len(lower), np.inf)
        self.seen_most = np.full(len(lower), -np.inf)

    def mix(self, wanted: Numbers) -> None:
        """Look for examples that move many suppressed cells at once; the same ones every time."""
        random = np.random.default_rng(0)
        for turn in range(MIXED_ROUNDS):
            narrow = [c for c in self.tables.suppressed if not self._seen_wide(c, wanted[c])]
            if len(narrow) <= 1:
                return
            goal = np.zeros(len(self.lower))
            goal[narrow] = 1.0 if turn == 0 else random.choice([-1.0, 1.0], len(narrow))
            for way in (goal, -goal):
                self._see(self._solve(way, self.ceiling()))

    def is_wide(self, cell: int, wanted: float) -> bool:
        """Return whether the range of a cell is at least so wide."""
        if not self._seen_wide(cell, wanted):
            self.most(cell)
        if not self._seen_wide(cell, wanted):
            self.least(cell)
        return self._seen_wide(cell, wanted)

    def most(self, cell: int) -> float:
        """Return the most that a cell can be."""
        return self._reach(cell, 1.0)

    def least(self, cell: int) -> float:
        """Return the least that a cell can be."""
        return self._reach(cell, -1.0)

    def ceiling(self) -> Numbers:
        """Return a most for each cell that no published figure reaches where nothing bounds it."""
        ends = np.concatenate([self.lower, self.upper[np.isfinite(self.upper)], self.tables.width])
        most: Numbers = np.minimum(self.upper, np.abs(ends).sum() + 1.0)
        return most

    def _solve(self, goal: Numbers, upper: Numbers, *, whole: bool = False) -> Solution:
        """Solve for counts that agree with what is published and make a goal largest."""
        sums = self.tables.sums
        none = np.zeros(sums.shape[0])
        return find_least(
            -goal,
            (self.lower, upper),
            sums,
            (none, none),
            whole=np.ones(len(goal), dtype=bool) if whole else None,
            most_nodes=MOST_NODES if whole else None,
        )

    def _reach(self, cell: int, sign: float) -> float:
        """Return how far a cell reaches, up or down; nowhere if nothing vouches for any value."""
        goal = np.zeros(len(self.lower))
        goal[cell] = sign
        found = self._solve(goal, self.upper)
        if found.example is None:  # unbounded, or nothing agrees
            if self._solve(goal, self.ceiling()).is_impossible:
                msg = "what is published does not add up"
                raise ContradictionError(msg)
            self.seen_most[cell] = np.inf
            return np.inf
        seen = self._see(found)
        if seen is None:
            seen = self._see(self._solve(goal, self.ceiling(), whole=True))
        return -np.inf * sign if seen is None else float(seen[cell])

    def _see(self, found: Solution) -> Numbers | None:
        """Remember an example and return it, if it is one: whole numbers alone are."""
        if found.example is None:
            return None
        whole: Numbers = np.rint(found.example) + 0.0
        if np.abs(found.example - whole).max() > NEAR:
            return None
        self.seen_least = np.minimum(self.seen_least, whole)
        self.seen_most = np.maximum(self.seen_most, whole)
        return whole

    def _seen_wide(self, cell: int, wanted: float) -> bool:
        return bool(self.seen_most[cell] >= self.seen_least[cell] + wanted)

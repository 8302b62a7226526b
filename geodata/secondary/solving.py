"""One door to the solver: linear programmes and those of whole numbers, by HiGHS through scipy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array

from geodata.secondary.tables import Flags, Numbers

SOLVED, INFEASIBLE = 0, 2  # as scipy numbers how a search ended


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """What the solver found: the best example, if any, and whether none is better."""

    example: Numbers | None
    is_best: bool
    is_impossible: bool


def find_least(
    costs: Numbers,
    bounds: tuple[Numbers, Numbers],
    rows: csr_array,
    between: tuple[Numbers, Numbers],
    *,
    whole: Flags | None = None,
    most_nodes: int | None = None,
) -> Solution:
    """Find numbers within bounds, and with rows of sums within bounds, that cost least.

    Parameters
    ----------
    whole
        Which of them must be whole; none if not given.
    most_nodes
        Where the search for whole numbers stops, with the best of what it found.
    """
    found: Any = milp(
        costs,
        integrality=None if whole is None else whole.astype(np.int64),
        bounds=Bounds(bounds[0], bounds[1]),
        constraints=[LinearConstraint(rows, between[0], between[1])] if rows.shape[0] else [],
        options={} if most_nodes is None else {"node_limit": most_nodes},
    )
    return Solution(
        example=None if found.x is None else np.asarray(found.x, dtype=float),
        is_best=found.status == SOLVED,
        is_impossible=found.status == INFEASIBLE,
    )


def explain_most(goal: Numbers, bounds: tuple[Numbers, Numbers], sums: csr_array) -> Numbers:
    """Return a goal as a weighted sum of cells that is largest at their own bounds alone.

    Under sums that are all 0, the goal equals it whatever the bounds are; under these ones, no
    sum of bounds is tighter (the dual of the programme that makes the goal largest).
    """
    solve: Any = linprog  # its types know no sparse sums
    found = solve(
        -goal,
        A_eq=sums,
        b_eq=np.zeros(sums.shape[0]),
        bounds=np.column_stack(bounds),
        method="highs",
    )
    weights: Numbers = goal + sums.T @ np.asarray(found.eqlin.marginals, dtype=float)
    return weights

"""The p-median, solved to the end: as little travel in all as sites can bring."""

from __future__ import annotations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp
from scipy.sparse import coo_array

from layers.siting.worth import Worth


def save_exactly(worth: Worth, count: int, seconds: float) -> OptimizeResult:
    """Solve a p-median problem (Hakimi 1964; ReVelle & Swain 1970) by a mixed-integer programme.

    Said as savings: maximise Σ v_ij y_ij where Σ_j y_ij ≤ 1, y_ij ≤ x_j, Σ_j x_j ≤ count, x_j is
    0 or 1 and y_ij ≥ 0. Group i, served by site j, saves v_ij against the site it has already.

    Parameters
    ----------
    seconds
        After how long to stop with what is proven by then.

    Returns
    -------
    result
        Of HiGHS; `x` starts with a 0 or 1 for each candidate.
    """
    sites, groups, pairs = worth.candidates, worth.groups, len(worth.value)
    each = np.arange(pairs)
    # One row for each pair (y ≤ x), then one for each group (one site serves it), then the count.
    rows = np.concatenate([each, each, pairs + worth.group, np.full(sites, pairs + groups)])
    columns = np.concatenate([sites + each, worth.candidate, sites + each, np.arange(sites)])
    cells = np.concatenate([np.ones(pairs), -np.ones(pairs), np.ones(pairs), np.ones(sites)])
    shape = (pairs + groups + 1, sites + pairs)
    table = coo_array((cells, (rows, columns)), shape=shape).tocsr()
    most = np.concatenate([np.zeros(pairs), np.ones(groups), [count]])
    return milp(
        np.concatenate([np.zeros(sites), -worth.value]),
        constraints=LinearConstraint(table, -np.inf, most),
        integrality=np.concatenate([np.ones(sites), np.zeros(pairs)]),
        bounds=Bounds(0, 1),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )

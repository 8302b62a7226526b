"""Maximal covering, solved to the end: as many children within the limit as sites can bring."""

from __future__ import annotations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp
from scipy.sparse import coo_array

from layers.siting.worth import Worth, merge_groups


def cover_exactly(worth: Worth, count: int, seconds: float) -> OptimizeResult:
    """Solve a maximal covering problem (Church & ReVelle 1974) by a mixed-integer programme.

    Maximise Σ d_i y_i where y_i ≤ Σ_j a_ij x_j, Σ_j x_j ≤ count, x_j is 0 or 1 and 0 ≤ y_i ≤ 1.

    Parameters
    ----------
    worth
        Each group is worth the same to every site that reaches it.
    seconds
        After how long to stop with what is proven by then.

    Returns
    -------
    result
        Of HiGHS; `x` starts with a 0 or 1 for each candidate.
    """
    merged = merge_groups(worth)
    sites, groups = merged.candidates, merged.groups
    weights = np.zeros(groups)
    weights[merged.group] = merged.value
    rows = np.concatenate([merged.group, np.arange(groups), np.full(sites, groups)])
    columns = np.concatenate([merged.candidate, sites + np.arange(groups), np.arange(sites)])
    cells = np.concatenate([np.ones(len(merged.group)), -np.ones(groups), -np.ones(sites)])
    table = coo_array((cells, (rows, columns)), shape=(groups + 1, sites + groups)).tocsr()
    return milp(
        np.concatenate([np.zeros(sites), -weights]),
        constraints=LinearConstraint(table, np.append(np.zeros(groups), -count), np.inf),
        integrality=np.concatenate([np.ones(sites), np.zeros(groups)]),
        bounds=Bounds(0, 1),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )

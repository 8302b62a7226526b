"""Floating catchments on any table of costs: supply shared out over those who can reach it.

Each function takes `weights`, a sparse table with demand down and sites across, and plain arrays of
demand and supply. What is beyond the limit is simply not stored.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Floats = NDArray[np.float64]


def two_step(weights: csr_array, demand: Floats, supply: Floats) -> Floats:
    """Share each site's supply over the demand that reaches it, and add up what each row gets.

    R_j = S_j ÷ Σ_i P_i W_ij; A_i = Σ_j R_j W_ij. With weights of 1 this is 2SFCA (Luo and Wang
    2003), with weights that fall it is E2SFCA (Luo and Qi 2009).

    Returns
    -------
    access
        Supply for each unit of demand, for every row; 0 where nothing is within the limit.
    """
    reaching = weights.T @ demand
    rates = np.divide(supply, reaching, out=np.zeros_like(supply), where=reaching > 0)
    access: Floats = weights @ rates
    return access


def three_step(weights: csr_array, demand: Floats, supply: Floats) -> Floats:
    """Share supply as `two_step` does, with demand first shared over the sites it can choose from.

    G_ij = W_ij ÷ Σ_k W_ik; R_j = S_j ÷ Σ_i P_i W_ij G_ij; A_i = Σ_j R_j W_ij G_ij (Wan, Zou and
    Sternberg 2012).
    """
    chosen = csr_array(
        (weights.data * choice_shares(weights), weights.indices, weights.indptr),
        shape=weights.shape,
    )
    return two_step(chosen, demand, supply)


def choice_shares(weights: csr_array) -> Floats:
    """Share each row out over its sites by weight; one value for each stored pair."""
    totals = np.asarray(weights.sum(axis=1)).ravel()
    spread = np.repeat(totals, np.diff(weights.indptr))
    data = np.asarray(weights.data, dtype=np.float64)
    return np.divide(data, spread, out=np.zeros_like(spread), where=spread > 0)

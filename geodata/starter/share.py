"""Whole numbers shared out so that they add up: the largest-remainder rule."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def share_out(total: int, weights: ArrayLike) -> NDArray[np.int64]:
    """Share a whole number out in proportion to weights.

    Parameters
    ----------
    total
        What there is to share, 0 or more.
    weights
        One for each share, 0 or more, not all 0.

    Returns
    -------
    shares
        Whole numbers, 0 or more, that sum to `total` exactly; equal remainders go to the earlier.
    """
    wanted = np.asarray(weights, dtype=float)
    exact = total * wanted / wanted.sum()
    shares = np.floor(exact).astype(np.int64)
    left = int(total - shares.sum())
    # Rounded, so that a remainder's last bit decides nothing.
    order = np.argsort(-(exact - shares).round(9), kind="stable")
    shares[order[:left]] += 1
    return np.asarray(shares)


def share_out_grid(
    rows: NDArray[np.int64], columns: NDArray[np.int64], weights: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Fill a grid of whole numbers near `weights` with given sums of rows and of columns.

    Parameters
    ----------
    rows, columns
        The sums wanted, with the same total.
    weights
        Shape (rows, columns); above 0.

    Returns
    -------
    grid
        Whole numbers, 0 or more; each row and each column sums as asked.
    """
    grid = np.zeros(weights.shape, dtype=np.int64)
    left = rows.copy()
    for column in range(len(columns) - 1):
        # Each column takes from what its rows still have, in proportion to what they will need.
        rest = weights[:, column:].sum(axis=1)
        grid[:, column] = share_within(int(columns[column]), weights[:, column] / rest, left)
        left = left - grid[:, column]
    grid[:, -1] = left
    return grid


def share_within(
    total: int, chance: NDArray[np.float64], most: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Share a whole number out by room × chance, giving nobody more than there is room for."""
    shares = np.zeros(len(most), dtype=np.int64)
    while shares.sum() < total:  # a full row passes its part on to the others
        room = most - shares
        more = share_out(int(total - shares.sum()), room * chance)
        shares += np.minimum(more, room)
    return shares

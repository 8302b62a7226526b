"""Which origins and sites are within a limit of each other, and at what cost: a sparse table."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas import DataFrame
from scipy.sparse import csr_array
from scipy.spatial import KDTree

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pairs:
    """Every origin and site within a limit of each other.

    Attributes
    ----------
    minutes
        Minutes one way, origins down and sites across. A pair that is not stored is beyond the
        limit; a stored 0 is a way of no minutes.
    origin_ids, site_ids
        What the rows and the columns are.
    """

    minutes: csr_array
    origin_ids: pd.Index
    site_ids: pd.Index

    @property
    def costs(self) -> Floats:
        """Minutes of every pair, in the order they are stored."""
        return np.asarray(self.minutes.data, dtype=np.float64)

    def with_values(self, values: Floats) -> csr_array:
        """Return a table of the same pairs with other values, one for each pair."""
        table = self.minutes
        return csr_array((values, table.indices, table.indptr), shape=table.shape)

    def within(self, limit_min: float) -> Pairs:
        """Keep the pairs that are within a shorter limit."""
        rows = np.repeat(np.arange(len(self.origin_ids)), np.diff(self.minutes.indptr))
        near = self.costs <= limit_min
        table = _table(rows[near], self.minutes.indices[near], self.costs[near], self.minutes.shape)
        return replace(self, minutes=table)


def pairs_from_table(minutes: DataFrame, limit_min: float) -> Pairs:
    """Keep the pairs of a table of minutes that are within the limit.

    Parameters
    ----------
    minutes
        Origins down, sites across; NaN or infinite where there is no way.
    """
    costs = minutes.to_numpy(float)
    rows, columns = np.nonzero(np.nan_to_num(costs, nan=np.inf) <= limit_min)
    table = _table(rows, columns, costs[rows, columns], costs.shape)
    return Pairs(minutes=table, origin_ids=minutes.index, site_ids=minutes.columns)


def pairs_from_points(
    origins_m: Floats, sites_m: Floats, radius_m: float, min_per_m: float
) -> csr_array:
    """Find every origin and site within a straight line of each other.

    Parameters
    ----------
    origins_m, sites_m
        Eastings and northings, two columns each; EPSG:27700, metres.
    radius_m
        The longest straight line that counts.
    min_per_m
        Minutes that a metre of straight line takes.

    Returns
    -------
    minutes
        Origins down, sites across; float64.
    """
    shape = (len(origins_m), len(sites_m))
    if 0 in shape:
        return csr_array(shape, dtype=np.float64)
    found = KDTree(origins_m).sparse_distance_matrix(
        KDTree(sites_m), radius_m, output_type="ndarray"
    )
    return _table(found["i"], found["j"], found["v"] * min_per_m, shape)


def _table(
    rows: NDArray[np.integer], columns: NDArray[np.integer], values: Floats, shape: tuple[int, int]
) -> csr_array:
    """Make a sparse table that keeps stored zeros, and orders each row by its columns."""
    table = csr_array((values, (rows, columns)), shape=shape)
    table.sort_indices()
    return table

"""Illustrative counts of children in low-income families: exact in each district's total."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame, Series

from geodata.starter.needs import RANKED_AREAS
from geodata.starter.share import share_within

MEASURE = "low_income_children"
AGES = range(16)  # of the children counted
STEP = 5  # counts are published to the nearest five
LEAST = 2 * STEP  # a smaller count is not published
# How large a share of an area's children it is by the area's national rank, 0 the most deprived:
# read off the indices of 2025, and the same everywhere but for what the district's total asks.
RANKS = (0.0, 0.05, 0.15, 0.35, 0.65, 0.95)
SHARES = (0.85, 0.72, 0.59, 0.41, 0.22, 0.065)
WITHHELD = "too few to publish, or missing"


def count_low_income(ranks: Series, areas: DataFrame, published: DataFrame) -> DataFrame:
    """Count the children of low-income families in each area, and give the share that they are.

    Parameters
    ----------
    ranks
        Each area's national rank for income deprivation among children.
    areas
        With `district_id` and people by single year of age.
    published
        Indexed by `district_id`: `children`, the total, and `withheld`, in how many areas no count
        was published.

    Returns
    -------
    counts
        Indexed as `ranks`: `numerator`, `denominator`, `value` (a percentage) and `note`.
    """
    children = areas[[f"people_{age}" for age in AGES]].sum(axis=1)
    share = np.interp((ranks / RANKED_AREAS).to_numpy(float), RANKS, SHARES)
    expected = children * share
    counts = Series(np.nan, index=ranks.index)
    for code, group in expected.groupby(areas["district_id"]):
        row = published.loc[code]
        kept = group.sort_values(kind="stable").index[int(row["withheld"]) :].sort_values()
        counts.loc[kept] = _counts(int(row["children"]), group[kept], children[kept])
    table = DataFrame({"numerator": counts, "denominator": children})
    table["value"] = 100 * table["numerator"] / table["denominator"]
    table["note"] = Series(WITHHELD, index=ranks.index).where(counts.isna())
    return table


def _counts(total: int, expected: Series, children: Series) -> NDArray[np.int64]:
    """Share a total out in steps, none of the shares too small to publish or more than all."""
    least = np.full(len(expected), LEAST // STEP)
    most = (children // STEP).to_numpy(np.int64) - least
    chance = expected.to_numpy(float) / np.maximum(most, 1)
    steps = least + share_within(total // STEP - int(least.sum()), chance, most)
    return np.asarray(STEP * steps)

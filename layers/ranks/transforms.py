"""Measures of different kinds put on one scale, larger the needier, so that they can be added."""

from __future__ import annotations

from typing import Literal

import numpy as np
from pandas import Series

Transform = Literal["exponential", "percentile", "z-score"]
TRANSFORMS: dict[Transform, str] = {
    "exponential": "as the English Indices of Deprivation join their domains (exponential of rank)",
    "percentile": "by percentile rank",
    "z-score": "by standard deviations from the mean",
}
IOD_SCALE = 23.0  # published for the English Indices of Deprivation


def rank_share(values: Series, *, higher_is_needier: bool) -> Series:
    """Rank values as a share from just above 0 to 1, 1 the neediest.

    Ties share the needier rank, as tenths do; NaN stays NaN.
    """
    ranks = values.rank(method="max", ascending=higher_is_needier)
    shares: Series = ranks / values.notna().sum()
    return shares


def transform_values(values: Series, how: Transform, *, higher_is_needier: bool) -> Series:
    """Put one measure on a scale where larger is needier.

    Returns
    -------
    scaled
        0–100 for "exponential" and "percentile"; mean 0 and standard deviation 1 for "z-score"
        (0 throughout where all values are the same). NaN stays NaN.
    """
    if how == "z-score":
        spread = float(values.std(ddof=0))
        oriented = (values - values.mean()) * (1 if higher_is_needier else -1)
        return oriented / spread if spread > 0 else oriented * 0.0
    shares = rank_share(values, higher_is_needier=higher_is_needier)
    if how == "percentile":
        return shares * 100
    scaled: Series = -IOD_SCALE * np.log(1 - shares * (1 - np.exp(-100 / IOD_SCALE)))
    return scaled


def quantile_groups(values: Series, count: int, *, higher_is_needier: bool) -> Series:
    """Put values into groups of the same size, 1 the neediest, as PHEindicatormethods does.

    Values that tie are in one group, the needier; a missing value is in none.

    Returns
    -------
    groups
        1 to `count`; NaN for all where there are fewer values than groups.
    """
    known = int(values.notna().sum())
    if known < count:
        return Series(np.nan, index=values.index)
    rank = values.rank(method="min", ascending=not higher_is_needier)
    groups = count + 1 - np.ceil((known + 1 - rank) / (known / count))
    return Series(groups, index=values.index).clip(lower=1)

"""Which shade each figure of an indicator has: fifths of many, equal steps of few."""

from __future__ import annotations

from typing import Final

from pandas import Series

FIFTHS = 5
FEWEST_FOR_FIFTHS = 10  # of fewer figures, fifths would part those that hardly differ
MIDDLE = 2
NEARLY = 1e-9  # what a fraction may fall short by in reckoning
SHADES: Final[dict[int, tuple[int, ...]]] = {
    1: (2,),
    2: (0, 4),
    3: (0, 2, 4),
    4: (0, 1, 3, 4),
    5: (0, 1, 2, 3, 4),
}
"""Which of five shades are used where there are fewer classes, so that they stay far apart."""


def shades_of(values: Series, *, is_high_first: bool) -> Series:
    """Return the shade of each value: by steps where they are few, else by fifths."""
    if values.count() < FEWEST_FOR_FIFTHS:
        return steps(values, is_high_first=is_high_first)
    parts = fifths(values, is_high_first=is_high_first)
    shades: Series = parts.map(dict(enumerate(SHADES[int(parts.nunique())])))
    return shades


def steps(values: Series, *, is_high_first: bool) -> Series:
    """Put values into five steps of equal width from the lowest to the highest, numbered from 0.

    Parameters
    ----------
    is_high_first
        Whether step 0 holds the highest values.

    Returns
    -------
    classes
        Indexed as the values are; NaN stays NaN. Where all are alike, the middle one.
    """
    low, high = values.min(), values.max()
    if not high > low:
        return values.where(values.isna(), MIDDLE)
    from_worst = (high - values) if is_high_first else (values - low)
    parts: Series = (from_worst / (high - low) * FIFTHS + NEARLY).clip(upper=FIFTHS - 1) // 1
    return parts


def fifths(values: Series, *, is_high_first: bool) -> Series:
    """Put values into up to five classes of about as many each, numbered from 0 without gaps.

    Parameters
    ----------
    is_high_first
        Whether class 0 holds the highest values.

    Returns
    -------
    classes
        Indexed as the values are; equal values share a class, and NaN stays NaN. As many classes
        as there are different values, where these are fewer than five.
    """
    distinct = int(values.nunique())
    if distinct <= FIFTHS:
        ranks = values.rank(method="dense", ascending=not is_high_first)
        return ranks - 1
    ranks = values.rank(method="min", ascending=not is_high_first)
    parts = (ranks - 1) * FIFTHS // values.count()
    numbered: Series = parts.rank(method="dense") - 1
    return numbered

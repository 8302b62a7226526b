"""Ranks of places, and how far they move when something reasonable is changed."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas import DataFrame, Series

Floats = NDArray[np.float64]


def ranks_from_most(scores: Floats) -> Floats:
    """Rank scores down each column, 1 the largest; ties share the better rank; NaN stays NaN."""
    return DataFrame(scores).rank(method="min", ascending=False).to_numpy()


def rank_intervals(rank: Series, others: Floats, *, coverage: float = 1.0) -> DataFrame:
    """Return each place's rank with the lowest and highest it takes among other rankings.

    Parameters
    ----------
    rank
        The rank as asked, indexed by `place_id`; NaN where not known.
    others
        Ranks of the same places, a column for each other ranking.
    coverage
        The share of the other rankings that the interval must hold: 1 for all of them, 0.9 to
        leave out a twentieth at each end.

    Returns
    -------
    ranks
        Indexed by `place_id`: `rank`, `best` and `worst` (`best` ≤ `rank` ≤ `worst`; NaN where
        the rank is not known).
    """
    every = np.column_stack([rank, others])
    known = ~np.isnan(every).all(axis=1)
    best, worst = np.full(len(rank), np.nan), np.full(len(rank), np.nan)
    tail = (1 - coverage) / 2
    if known.any():
        best[known] = np.nanquantile(every[known], tail, axis=1, method="lower")
        worst[known] = np.nanquantile(every[known], 1 - tail, axis=1, method="higher")
    held = DataFrame({"rank": rank, "best": best, "worst": worst})
    held["best"] = held[["best", "rank"]].min(axis="columns").mask(rank.isna())
    held["worst"] = held[["worst", "rank"]].max(axis="columns").mask(rank.isna())
    return held


def widest(first: DataFrame, second: DataFrame) -> DataFrame:
    """Join two tables of rank intervals of the same places into the wider of each."""
    joined = first.copy()
    joined["best"] = pd.concat([first["best"], second["best"]], axis=1).min(axis="columns")
    joined["worst"] = pd.concat([first["worst"], second["worst"]], axis=1).max(axis="columns")
    return joined


def ordinal(rank: float) -> str:
    """Return a rank in words: "1st", "12th", "23rd"."""
    whole = round(rank)
    teen = whole % 100 in {11, 12, 13}
    ending = "th" if teen else {1: "st", 2: "nd", 3: "rd"}.get(whole % 10, "th")
    return f"{whole}{ending}"


def rank_words(rank: float, best: float, worst: float, varied: str) -> str:
    """Describe a rank and how sure it is: "3rd; could be 2nd to 6th".

    Parameters
    ----------
    varied
        What was tried otherwise, in the singular: "limit and tenth of need". A rank that held is
        claimed for that and no more.
    """
    if np.isnan(rank):
        return "not known"
    if best == worst:
        return f"{ordinal(rank)}, the same with every {varied} tried"
    return f"{ordinal(rank)}; could be {ordinal(best)} to {ordinal(worst)}"

"""Illustrative ranks of need: smooth over the land, and exact in each district's deciles."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.random import Generator
from numpy.typing import NDArray
from pandas import DataFrame, Series

RANKED_AREAS = 33_755  # small areas of England that the indices rank
BUMPS = 90
BUMP_M = 5000.0  # reach of one rise or dip of the smooth part
SMOOTH_SPREAD, ROUGH_SPREAD = 0.35, 0.4
MEASURES = ("imd_rank", "idaci_rank")
SHARED = 0.6  # of the variation about a settlement's own need, what the two measures share


def score_needs(seeds: DataFrame, rng: Generator) -> DataFrame:
    """Score each neighbourhood's need: its settlement's own, a smooth part and a rough part.

    Returns
    -------
    scores
        A column for each of `MEASURES`, in the order of `seeds`; higher is needier, no unit.
    """
    own = seeds["need"].to_numpy(float)
    shared = _variation(seeds, rng)
    scores = {
        measure: own + SHARED * shared + (1 - SHARED) * _variation(seeds, rng)
        for measure in MEASURES
    }
    return DataFrame(scores, index=seeds.index)


def _variation(seeds: DataFrame, rng: Generator) -> NDArray[np.float64]:
    at = seeds[["easting_m", "northing_m"]].to_numpy(float)
    bumps = rng.uniform(at.min(axis=0), at.max(axis=0), (BUMPS, 2))
    gap_m = np.linalg.norm(at[:, None] - bumps[None], axis=2)
    smooth = np.exp(-((gap_m / BUMP_M) ** 2) / 2) @ rng.normal(0, 1, BUMPS)
    rough = rng.normal(0, ROUGH_SPREAD, len(at))
    return np.asarray(SMOOTH_SPREAD * smooth / smooth.std() + rough)


def give_deciles(score: Series, district: Series, published: DataFrame) -> Series:
    """Return a decile for each neighbourhood, the neediest first, as many of each as was published.

    Parameters
    ----------
    score, district
        In the same order.
    published
        Number of areas, indexed by district: `decile_1` to `decile_10`.
    """
    deciles = pd.Series(0, index=score.index)
    for code, group in score.groupby(district):
        row = published.loc[code].filter(like="decile_")
        order = group.sort_values(ascending=False, kind="stable").index
        deciles.loc[order] = np.repeat(np.arange(1, 11), row.to_numpy(int))
    return deciles


def give_ranks(score: Series, deciles: Series, rng: Generator) -> Series:
    """Return a national rank for each neighbourhood inside its decile; 1 is most deprived."""
    ranks = pd.Series(0, index=score.index)
    for decile, group in score.groupby(deciles):
        # A decile is ceil(rank × 10 / all), so this one ends at floor(decile × all / 10).
        low, high = (RANKED_AREAS * step // 10 for step in (int(decile) - 1, int(decile)))
        drawn = np.sort(rng.choice(np.arange(low + 1, high + 1), len(group), replace=False))
        ranks.loc[group.sort_values(ascending=False, kind="stable").index] = drawn
    return ranks

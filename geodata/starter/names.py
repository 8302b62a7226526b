"""What a neighbourhood is called, and its code, which no one can mistake for an official one."""

from __future__ import annotations

import numpy as np
import pandas as pd
from pandas import DataFrame, Series
from scipy.optimize import linear_sum_assignment

COMPASS = (
    "north",
    "north-east",
    "east",
    "south-east",
    "south",
    "south-west",
    "west",
    "north-west",
    "centre",
)


def name_areas(seeds: DataFrame) -> Series:
    """Name each seed after its settlement, with a compass word where several share it.

    Parameters
    ----------
    seeds
        As `scatter_seeds` gives them; at most nine of a settlement.

    Returns
    -------
    names
        Unique, such as "Oxmoor, north", in the order of `seeds`.
    """
    names = seeds["settlement"].astype(str).copy()
    for settlement, group in seeds.groupby("settlement", sort=False):
        if len(group) > 1:
            words = _compass_words(group[["easting_m", "northing_m"]].to_numpy(float))
            names[group.index] = [f"{settlement}, {word}" for word in words]
    return names


def _compass_words(points: np.ndarray) -> list[str]:
    """Give each point the word that fits it, each word once."""
    offset = points - points.mean(axis=0)
    offset = offset / max(float(np.linalg.norm(offset, axis=1).mean()), 1.0)
    angle = np.arange(len(COMPASS) - 1) * np.pi / 4
    ideal = np.vstack([np.column_stack([np.sin(angle), np.cos(angle)]), [0.0, 0.0]])
    cost = np.linalg.norm(offset[:, None] - ideal[None], axis=2) ** 2
    _, chosen = linear_sum_assignment(cost)
    return [COMPASS[n] for n in chosen]


def code_areas(seeds: DataFrame) -> Series:
    """Number the seeds of each district: "KYP-FEN-001"."""
    number = seeds.groupby("district").cumcount() + 1
    return pd.Series(
        [f"KYP-{d}-{n:03d}" for d, n in zip(seeds["district"], number, strict=True)],
        index=seeds.index,
    )

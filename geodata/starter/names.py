"""What a neighbourhood is called, and its code, which no one can mistake for an official one."""

from __future__ import annotations

import pandas as pd
from pandas import DataFrame, Series

from geodata.compass import find_compass_words


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
    names: dict[object, str] = {}
    for settlement, group in seeds.groupby("settlement", sort=False):
        words = find_compass_words(group[["easting_m", "northing_m"]].to_numpy(float))
        for area_id, word in zip(group.index, words, strict=True):
            names[area_id] = f"{settlement}, {word}" if word else str(settlement)
    return pd.Series(names).loc[seeds.index]


def code_areas(seeds: DataFrame) -> Series:
    """Return a code for each seed, numbered within its district, such as KYP-FEN-001."""
    number = seeds.groupby("district").cumcount() + 1
    return pd.Series(
        [f"KYP-{d}-{n:03d}" for d, n in zip(seeds["district"], number, strict=True)],
        index=seeds.index,
    )

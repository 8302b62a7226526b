"""People of each age in each neighbourhood, adding up to the published totals of its district."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.random import Generator
from pandas import DataFrame, Series

from geodata.model import OLDEST_AGE
from geodata.starter.share import share_out, share_out_grid

SIZE_SPREAD = 0.14  # of the logarithm of a neighbourhood's people
BAND_SPREAD = 0.10
NEEDIER_IS_YOUNGER = 0.16  # how much the share of children grows with each step of need
STUDENTS = (1.0, 1.35, 1.55, 1.35, 1.15, 0.95, 0.8)  # how a city's 19 to 25s bunch
STUDENTS_FROM = 250  # 19 to 25s in a usual neighbourhood, above which they are students


def spread_people(seeds: DataFrame, need: Series, ages: DataFrame, rng: Generator) -> DataFrame:
    """Spread each district's people over its neighbourhoods and single years of age.

    Parameters
    ----------
    seeds
        As `scatter_seeds` gives them.
    need
        Standard score of need, in the order of `seeds`; higher is needier, and younger.
    ages
        As in `Inputs`: exact totals.
    rng
        Decides the variation.

    Returns
    -------
    people
        `people_all` and `people_0` … `people_25`, whole numbers, in the order of `seeds`.
    """
    parts = []
    for district, group in seeds.groupby("district"):
        totals = ages.loc[district]
        parts.append(_spread_district(group, need.loc[group.index], totals, rng))
    return pd.concat(parts).loc[seeds.index]


def _spread_district(group: DataFrame, need: Series, totals: Series, rng: Generator) -> DataFrame:
    size = np.exp(rng.normal(0, SIZE_SPREAD, len(group)).clip(-0.35, 0.4))
    people_all = share_out(int(totals["all"]), size * (1 + 0.12 * (group["young"] - 1)))
    people = DataFrame({"people_all": people_all}, index=group.index)
    for band, total in totals.drop("all").items():
        first, last = (int(age) for age in str(band).split("-"))
        weight = (
            people_all * _lean(group, need, first) * np.exp(rng.normal(0, BAND_SPREAD, len(group)))
        )
        years = _years(share_out(int(total), weight), int(total), first, last, rng)
        people[[f"people_{age}" for age in range(first, last + 1)]] = years
    return people[["people_all", *(f"people_{age}" for age in range(OLDEST_AGE + 1))]]


def _lean(group: DataFrame, need: Series, first: int) -> Series:
    """How much likelier than usual a band is in each neighbourhood, from its first age."""
    young = group["young"].astype(float)
    if first >= 19:  # noqa: PLR2004
        return young**1.2
    return np.exp(NEEDIER_IS_YOUNGER * need) / young.clip(lower=1) ** 0.6


def _years(counts: np.ndarray, total: int, first: int, last: int, rng: Generator) -> np.ndarray:
    """Split each neighbourhood's band over its single years, whose sums are even or bunched."""
    usual = np.ones(last - first + 1)
    if first >= 19 and len(counts) and counts.mean() > STUDENTS_FROM:  # noqa: PLR2004
        usual = np.array(STUDENTS)
    each = share_out(total, usual)
    weights = usual * np.exp(rng.normal(0, BAND_SPREAD, (len(counts), len(usual))))
    return share_out_grid(counts, each, weights)

"""People of each age in each neighbourhood, adding up to the published totals of its district."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.random import Generator
from numpy.typing import NDArray
from pandas import DataFrame, Series

from geodata.model import OLDEST_AGE
from geodata.starter.share import share_out, share_out_grid

SIZE_SPREAD = 0.14  # of the logarithm of a neighbourhood's people
SIZE_LEAST, SIZE_MOST = -0.35, 0.4
YOUNG_ARE_MORE = 0.12  # how much larger a neighbourhood of students is, for each step of `young`
BAND_SPREAD = 0.10
NEEDIER_IS_YOUNGER = 0.16  # how much the share of children grows with each step of need
ADULT = 19  # the first age of the band that students are in
STUDENTS_FROM = 250  # people of that band in a usual neighbourhood, above which many study
STUDENT_YEARS = (1.0, 1.35, 1.55, 1.35, 1.15, 0.95, 0.8)  # how a university city's 19 to 25s bunch

Band = tuple[int, int]


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
    parts = [
        _spread_district(group, need.loc[group.index], ages.loc[[str(district)]].iloc[0], rng)
        for district, group in seeds.groupby("district")
    ]
    return pd.concat(parts).loc[seeds.index]


def _spread_district(group: DataFrame, need: Series, totals: Series, rng: Generator) -> DataFrame:
    size = np.exp(rng.normal(0, SIZE_SPREAD, len(group)).clip(SIZE_LEAST, SIZE_MOST))
    size = size * (1 + YOUNG_ARE_MORE * (group["young"].to_numpy(float) - 1))
    people_all = share_out(int(totals["all"]), size)
    people = DataFrame({"people_all": people_all}, index=group.index)
    bands = {read_band(key): int(total) for key, total in totals.drop("all").items()}
    for (first, last), total in bands.items():
        chance = people_all * _lean(group, need, first)
        counts = share_out(total, chance * np.exp(rng.normal(0, BAND_SPREAD, len(group))))
        usual = _usual_years(bands, (first, last), len(group))
        weights = usual * np.exp(rng.normal(0, BAND_SPREAD, (len(group), len(usual))))
        years = share_out_grid(counts, share_out(total, usual), weights)
        people[[f"people_{age}" for age in range(first, last + 1)]] = years
    return people[["people_all", *(f"people_{age}" for age in range(OLDEST_AGE + 1))]]


def read_band(key: object) -> Band:
    """Read a band's first and last age from the name of its column, such as "5-9"."""
    first, last = str(key).split("-")
    return int(first), int(last)


def _lean(group: DataFrame, need: Series, first: int) -> NDArray[np.float64]:
    """How much likelier than usual a band is in each neighbourhood, from its first age."""
    young = group["young"].to_numpy(float)
    if first >= ADULT:
        return np.asarray(young**1.2)
    lean = np.exp(NEEDIER_IS_YOUNGER * need.to_numpy(float)) / young.clip(min=1) ** 0.6
    # New estates have the more children, the younger they are.
    newness = np.interp(first, [0, 12], [1.0, 0.3])
    return np.asarray(lean * group["children"].to_numpy(float) ** newness)


def _usual_years(bands: dict[Band, int], band: Band, areas: int) -> NDArray[np.float64]:
    """How common each age of a band is, from a line through the middles of all bands."""
    if band[0] >= ADULT and bands[band] > STUDENTS_FROM * areas:
        return np.array(STUDENT_YEARS)
    middles = [(first + last) / 2 for first, last in bands]
    a_year = [total / (last - first + 1) for (first, last), total in bands.items()]
    return np.asarray(np.interp(np.arange(band[0], band[1] + 1), middles, a_year))

"""Whom a door turns away for their age: near to a service is not within reach of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from geopandas import GeoDataFrame
from numpy.typing import NDArray
from pandas import DataFrame, Series

from geodata.model import Pack
from layers.access.journeys import Journeys
from layers.assets import takes_ages
from layers.homes import by_area
from layers.question.question import Question


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AgeReach:
    """How well a service reaches the ages that the same doors take, and the same turn away.

    Attributes
    ----------
    ages
        Single years of age, in order.
    doors
        How many open doors take them.
    share
        0–1 of each area's children asked about who are of these ages; NaN where not known.
    within_share
        0–1 of each area's people within the limit of a door that takes them.
    turned_away
        Areas down, across why the nearest door does not take them ("stops at 11"): 0–1 of each
        area's people who are within the limit of such a door, and of none that takes them.
    """

    ages: tuple[int, ...]
    doors: int
    share: Series
    within_share: Series
    turned_away: DataFrame


def nearest_refusing(doors: GeoDataFrame, ages: list[int], journeys: Journeys) -> DataFrame:
    """Find the nearest door that does not take ages which the same doors take.

    Returns
    -------
    nearest
        As `Journeys.nearest` gives it; no rows where every door takes them.
    """
    refusing = [str(key) for key in doors.index[~_takes(doors, ages)]]
    if not refusing:
        return DataFrame({"minutes": Series(dtype=float), "asset_id": Series(dtype="str")})
    return journeys.nearest(refusing)


def reach_by_age(
    pack: Pack,
    question: Question,
    doors: GeoDataFrame,
    *,
    shares: DataFrame,
    within: Series,
    refused: DataFrame,
) -> Iterator[AgeReach]:
    """Measure ages which the same doors take, apart where a door turns them away apart.

    Parameters
    ----------
    doors
        The open doors of the service, of whatever ages.
    shares
        Areas down, these ages across: 0–1 of each area's children asked about.
    within
        Which origins are within the limit of a door that takes them.
    refused
        From `nearest_refusing`.
    """
    ages = [int(age) for age in shares.columns]
    takes = _takes(doors, ages)
    turned = _turned(within, refused, question.limit_min)
    within_share = area_means(pack, within * 1.0)
    others = doors[~takes] if turned.any() else doors.iloc[:0]
    for alike, why in _same_bounds(others, ages):
        named = _why_of_each(refused, turned, why)
        said = sorted(str(words) for words in named.dropna().unique())
        yield AgeReach(
            ages=alike,
            doors=int(takes.sum()),
            share=shares[list(alike)].sum(axis="columns", skipna=False),
            within_share=within_share,
            turned_away=DataFrame(
                {words: area_means(pack, (named == words) * 1.0) for words in said},
                index=pack.areas.index,
            ),
        )


def _turned(within: Series, refused: DataFrame, limit_min: float) -> Series:
    """Find the origins that are within the limit of a door that refuses, and of none that takes."""
    if refused.empty:
        return Series(data=False, index=within.index)
    near: Series = ~within & (refused["minutes"].reindex(within.index) <= limit_min)
    return near


def _why_of_each(refused: DataFrame, turned: Series, why: dict[str, str]) -> Series:
    """Return why each origin that is turned away is; not known (NaN) for all others."""
    words = Series(np.nan, index=turned.index, dtype="object")
    if turned.any():
        near = refused["asset_id"].reindex(turned.index)[turned]
        words[turned] = near.map(why).to_numpy(object)
    return words


def _takes(doors: GeoDataFrame, ages: list[int]) -> NDArray[np.bool_]:
    """Return which doors take the first of some ages, and so all that the same doors take."""
    return takes_ages(doors, range(ages[0], ages[0] + 1))[:, 0]


def _same_bounds(
    others: GeoDataFrame, ages: list[int]
) -> Iterator[tuple[tuple[int, ...], dict[str, str]]]:
    """Group ages by why each of some doors does not take them."""
    groups: dict[tuple[str, ...], list[int]] = {}
    for age in ages:
        words = tuple(
            _bound_words(age, youngest, oldest)
            for youngest, oldest in zip(others["age_from"], others["age_to"], strict=True)
        )
        groups.setdefault(words, []).append(age)
    for words, members in groups.items():
        yield tuple(members), dict(zip(others.index, words, strict=True))


def _bound_words(age: int, youngest: float, oldest: float) -> str:
    """Describe why a door does not take an age: "stops at 11", "starts at 14"."""
    return f"stops at {oldest:.0f}" if age > oldest else f"starts at {youngest:.0f}"


def area_means(pack: Pack, figures: Series) -> Series:
    """Average a figure of origins over each area; NaN where an area has none, or any is NaN."""
    area = by_area(pack)
    parts = figures * pack.origins["weight"]
    sums = parts.groupby(area, observed=False).sum(min_count=1)
    unknown = figures.isna().groupby(area, observed=False).any()
    averages: Series = sums.mask(unknown).set_axis(pack.areas.index)
    return averages

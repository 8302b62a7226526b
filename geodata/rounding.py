"""Counts of people rounded, so that no exact one can be told from what is shown.

Each count that is shown comes of several exact ones, also for whoever knows of how many people it
is a count.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from pandas import Series

from geodata.model import Disclosure

T = TypeVar("T", int, Series)


def is_small(counts: Series, disclosure: Disclosure) -> Series:
    """Return which counts are suppressed; none at all is small only where the rule says so."""
    small: Series = (counts > 0) & (counts < disclosure.threshold)
    return small | counts.eq(0) if disclosure.zeros == "suppressed" else small


def round_counts(counts: Series, disclosure: Disclosure, people: Series | None = None) -> Series:
    """Round counts that may be shown, so that each result may come of several counts.

    None becomes a small one or none at all by it, and none crosses the number of people that it is
    a count of: “all of them” would tell the count.
    """
    step = disclosure.round_to
    rounded: Series = np.floor(counts / step + 0.5) * step
    shown = counts >= disclosure.threshold
    least = _first_step(disclosure.threshold, step)
    rounded = rounded.where(~shown, rounded.clip(lower=least))
    if people is None:
        return rounded
    most, beyond = np.floor(people / step) * step, _first_step(np.floor(people) + 1, step)
    rounded = rounded.where(~(shown & (counts <= people) & (rounded > most)), most)
    return rounded.where(~(shown & (counts > people) & (rounded < beyond)), beyond)


def publish(counts: Series, disclosure: Disclosure, people: Series | None = None) -> Series:
    """Return counts as they leave by a rule: small ones missing, others rounded.

    This is the one door of every count that is published: of indicators, of reports, and of all
    that is worked out of either.
    """
    rounded = round_counts(counts, disclosure, people)
    return rounded.mask(is_small(counts, disclosure))


def counts_behind(shown: Series, disclosure: Disclosure, people: Series) -> tuple[Series, Series]:
    """Return the least and the most count that each published one may come of; NaN where none is.

    Parameters
    ----------
    people
        Of how many people each is a count, as published: few are rounded too, and exactly how many
        they are is not known; NaN where it is not said.
    """
    step = disclosure.round_to
    least: Series = np.ceil(shown - step / 2)
    most: Series = np.ceil(shown + step / 2) - 1
    first = shown == _first_step(disclosure.threshold, step)
    is_exact = people >= disclosure.least_people + step
    all_of_them = np.floor(people / step) * step
    none_of_them = _first_step(np.floor(people) + 1, step)
    most = most.mask(is_exact & (shown == all_of_them), np.floor(people))
    least = least.mask(is_exact & (shown == none_of_them), np.floor(people) + 1)
    is_near = ~is_exact & (shown >= people - 2 * step)
    most = most.mask(is_near, shown + step)
    least = least.mask(is_near, shown - step).mask(first, disclosure.threshold)
    least = least.clip(lower=disclosure.threshold)
    return least.mask(shown == 0, 0.0), most.mask(shown == 0, 0.0)


def _first_step(count: T, step: int) -> T:
    """Return the first step that several counts are rounded to, this one or more."""
    first = -(-count // step) * step
    alone = (first == count) * (step == 2)  # noqa: PLR2004
    return first + step * alone


def fewest_people(disclosure: Disclosure) -> int:
    """Return of how many people at least a count can be rounded and still tell something."""
    return disclosure.threshold + disclosure.round_to


def round_people(people: Series, disclosure: Disclosure) -> Series:
    """Round denominators that are themselves few; of many they are a population, and known."""
    step = disclosure.round_to
    least = np.ceil(fewest_people(disclosure) / step) * step
    rounded = (np.floor(people / step + 0.5) * step).clip(lower=least)
    shown: Series = people.where(people >= disclosure.least_people, rounded)
    return shown.where(people >= fewest_people(disclosure))

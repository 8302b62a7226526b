"""Small numbers of people: kept from leaving the pack, whoever asks and however.

Counts of what is marked sensitive are protected as a pack is read and as it is written, so that
nothing downstream ever holds an unsafe one. Small counts are suppressed, other counts are rounded,
and a figure made of a count goes with it. None at all is shown.

What is a count follows from the form that an indicator declares, and from nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from pandas import DataFrame, Series

from geodata.errors import PackError, Problem
from geodata.model import ALLOWED_PER, Disclosure, Indicator

SUPPRESSED = "suppressed: a small count"
COUNT_NOT_GIVEN = "suppressed: the count behind it is not given"
MADE_OF_COUNTS = ("share", "rate")


def protect(
    values: DataFrame, catalogue: Mapping[str, Indicator], disclosure: Disclosure
) -> DataFrame:
    """Suppress and round what is sensitive; protecting twice changes nothing more.

    Parameters
    ----------
    values
        A pack's indicator values.

    Returns
    -------
    values
        A copy: small counts, and the shares, rates and limits made of them, empty with a note;
        other counts of sensitive indicators rounded. A sensitive share or rate whose count is not
        given is empty too: nothing shows that its count is not small.

    Raises
    ------
    PackError
        A sensitive indicator declares no form, or one that is not known.
    """
    sensitive = {key: each for key, each in catalogue.items() if each.sensitive}
    _refuse_undeclared(sensitive.values())
    rows = values["indicator"].isin(sensitive)
    if not bool(rows.any()):
        return values
    safe = values.copy()
    form = safe["indicator"].map({key: each.form for key, each in sensitive.items()})
    counts, made_of_counts = form.eq("count"), form.isin(MADE_OF_COUNTS)
    small = rows & _is_small(safe["numerator"], disclosure)
    small |= counts & _is_small(safe["value"], disclosure)
    unknown = made_of_counts & safe["numerator"].isna() & safe["value"].notna()
    for column in ("value", "decile", "numerator", "lower", "upper"):
        safe[column] = safe[column].mask(small | unknown)
    safe["note"] = safe["note"].mask(unknown, COUNT_NOT_GIVEN).mask(small, SUPPRESSED)
    rounded = _rounded(safe["value"], disclosure)
    moved = counts & safe["value"].notna() & (rounded != safe["value"])
    for column in ("lower", "upper"):
        safe[column] = safe[column].mask(moved)
    safe["value"] = safe["value"].mask(counts, rounded)
    return _protect_numerators(safe, rows, made_of_counts, disclosure)


def _refuse_undeclared(sensitive: Iterable[Indicator]) -> None:
    problems = [
        Problem(
            where=f"the indicator {each.key}",
            found=f"form = {each.form!r}",
            expected="one of " + ", ".join(ALLOWED_PER),
            fix="Declare its form: what is sensitive is protected by it.",
        )
        for each in sensitive
        if each.form not in ALLOWED_PER
    ]
    if problems:
        raise PackError(problems)


def _protect_numerators(
    safe: DataFrame, rows: Series, made_of_counts: Series, disclosure: Disclosure
) -> DataFrame:
    """Round the counts behind figures, and shares and rates with them: neither tells the other.

    Limits made of the exact count go; a denominator whose count is not given goes, for it would
    give the count.
    """
    rounded = _rounded(safe["numerator"], disclosure)
    moved = rows & safe["numerator"].notna() & (rounded != safe["numerator"])
    scaled = moved & made_of_counts & (safe["numerator"] > 0)
    safe["value"] = safe["value"] * (rounded / safe["numerator"]).where(scaled, 1.0)
    safe["numerator"] = safe["numerator"].mask(rows, rounded)
    for column in ("lower", "upper"):
        safe[column] = safe[column].mask(moved)
    safe["denominator"] = safe["denominator"].mask(made_of_counts & safe["numerator"].isna())
    return safe


def _is_small(counts: Series, disclosure: Disclosure) -> Series:
    small: Series = (counts > 0) & (counts < disclosure.threshold)
    return small


def _rounded(counts: Series, disclosure: Disclosure) -> Series:
    """Round counts that may be shown; none becomes a small one, or none at all, by it."""
    step = disclosure.round_to
    least = np.ceil(disclosure.threshold / step) * step
    rounded: Series = np.floor(counts / step + 0.5) * step
    return rounded.where(~(counts >= disclosure.threshold), rounded.clip(lower=least))

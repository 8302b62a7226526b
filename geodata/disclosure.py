"""What may leave: small counts about children are protected where data are read, not where drawn.

Nothing downstream ever holds an unsafe count: a pack is protected before it is hashed, written or
asked about. Counts of sensitive indicators below the pack's threshold are suppressed, other counts
are rounded, and a rate whose count is suppressed is suppressed with it. None at all is shown.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from pandas import DataFrame, Series

from geodata.model import Disclosure, Indicator

SUPPRESSED = "suppressed: a small count"
RATE_UNITS = ("%", "per ")


def is_count(indicator: Indicator) -> bool:
    """Tell whether an indicator's values count people, rather than being a rate of them."""
    return not indicator.unit.startswith(RATE_UNITS)


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
        A copy: small counts, and the rates and limits made of them, empty with a note; other
        counts of sensitive indicators rounded.
    """
    sensitive = {key for key, each in catalogue.items() if each.sensitive}
    counts = {key for key in sensitive if is_count(catalogue[key])}
    rows = values["indicator"].isin(sensitive)
    if not bool(rows.any()):
        return values
    safe = values.copy()
    counted = safe["value"].where(safe["indicator"].isin(counts), safe["numerator"])
    small = rows & _is_small(counted, disclosure)
    for column in ("value", "decile", "numerator", "lower", "upper"):
        safe[column] = safe[column].mask(small)
    safe["note"] = safe["note"].mask(small, SUPPRESSED)
    chosen = safe["indicator"].isin(counts)
    safe["value"] = safe["value"].mask(chosen, _rounded(safe["value"], disclosure))
    return _protect_rates(safe, safe["indicator"].isin(sensitive - counts), disclosure)


def _protect_rates(safe: DataFrame, rates: Series, disclosure: Disclosure) -> DataFrame:
    """Round the counts behind rates, and the rates with them: neither gives the other away.

    Limits made of the exact count go; a denominator whose count is not given goes, for it would
    give the count.
    """
    rounded = _rounded(safe["numerator"], disclosure)
    moved = rates & safe["numerator"].notna() & (rounded != safe["numerator"])
    factor = (rounded / safe["numerator"]).where(moved & (safe["numerator"] > 0), 1.0)
    safe["value"] = safe["value"] * factor
    safe["numerator"] = safe["numerator"].mask(rates, rounded)
    for column in ("lower", "upper"):
        safe[column] = safe[column].mask(moved)
    safe["denominator"] = safe["denominator"].mask(rates & safe["numerator"].isna())
    return safe


def _is_small(counts: Series, disclosure: Disclosure) -> Series:
    small: Series = (counts > 0) & (counts < disclosure.threshold)
    return small


def _rounded(counts: Series, disclosure: Disclosure) -> Series:
    rounded: Series = np.floor(counts / disclosure.round_to + 0.5) * disclosure.round_to
    return rounded

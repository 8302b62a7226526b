"""Places by what goes well: the share of the children in high need who are reached."""

from __future__ import annotations

import math

from pandas import DataFrame, Series

from layers.said.numbers import UNKNOWN, percent


def reached_shares(places: DataFrame) -> Series:
    """Return the share (0–1) of each place's children in high need who are reached.

    Parameters
    ----------
    places
        With `high_need_children` and `reached_high_need_children`, as in `Gaps.places`.

    Returns
    -------
    shares
        In the order of `places`; NaN where nobody is in high need, or it is not known.
    """
    high = places["high_need_children"]
    shares: Series = places["reached_high_need_children"] / high.where(high > 0)
    return shares


def by_strength(places: DataFrame) -> DataFrame:
    """Sort places by the share reached, the largest first; those without a share last."""
    order = places.assign(share=reached_shares(places))
    ordered = order.sort_values(["share", "place"], ascending=[False, True], na_position="last")
    return ordered.drop(columns="share")


def reached_words(high_need: float, share: float, high: str) -> str:
    """Return a share that is reached as it is said: "57%"; whether anybody is in high need.

    Parameters
    ----------
    high
        Who is in need, in words: "in high need".
    """
    if math.isnan(high_need):
        return UNKNOWN
    return nobody_words(high) if high_need == 0 else percent(share)


def nobody_words(high: str) -> str:
    """Return that nobody is in need: "nobody in high need"."""
    return f"nobody {high}"

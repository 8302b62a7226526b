"""One published figure in words: its number, its unit, its target, its place."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final, Literal

from geodata.model import Indicator, Pack, Worse
from layers.said.numbers import SAME_DECIMALS, UNKNOWN

ENGLAND = "E92000001"
OUTSIDE_NAMES = {ENGLAND: "England"}
WORSE: Final[dict[Worse, str]] = {
    "higher": "Higher is worse.",
    "lower": "Lower is worse.",
    "neither": "Neither higher nor lower is worse.",
}
ROUNDED: Final = (
    "Counts of children that are sensitive are rounded here, to protect children, and small ones "
    "are left out: the publisher’s own figures may differ a little."
)
Standing = Literal["met", "short", "unknown"]
MEETS: Final[dict[Standing, str]] = {"met": "met", "short": "short of it", "unknown": UNKNOWN}
"""Whether a figure meets its target, in a word."""
MEETS_SHAPES: Final[dict[Standing, str]] = {"met": "✓", "short": "◇", "unknown": "○"}


def number_said(value: float, decimals: int = 1) -> str:
    """Return a published number: 71.4, 900, 0.034; "not known" where missing.

    Only none is said as 0: what would round to it keeps its first digit.
    """
    if math.isnan(value):
        return UNKNOWN
    if value == round(value):
        return f"{value:,.0f}"
    if round(abs(value), decimals) == 0:
        decimals = -math.floor(math.log10(abs(value)))
    return f"{value:,.{decimals}f}"


def column_said(values: Iterable[float]) -> list[str]:
    """Return the numbers of one column alike: 67.0 beside 71.4, and 67 where all are whole."""
    told = list(values)
    if all(math.isnan(each) or each == round(each) for each in told):
        return [number_said(each) for each in told]
    return [f"{each:,.1f}" if each and each % 1 == 0 else number_said(each) for each in told]


def _decimals(indicator: Indicator) -> int:
    """Return how many decimals tell figures apart: more where a whole is 1 and not 100."""
    return 3 if (indicator.form, indicator.per) == ("share", 1) else 1


def figure_said(value: float | None, indicator: Indicator) -> str:
    """Return a value with its unit: "71%", "32 per 10,000", "158 plans", "rank 1,204".

    A sensitive count is rounded as its pack is read: "about 160 plans".
    """
    if value is None or math.isnan(value):
        return UNKNOWN
    is_rounded = indicator.sensitive and indicator.form == "count" and value != 0
    return f"about {_said(value, indicator)}" if is_rounded else _said(value, indicator)


def _said(value: float, indicator: Indicator) -> str:
    figure = number_said(value, _decimals(indicator))
    if (indicator.form, indicator.per) == ("share", 100):
        return f"{figure}%"
    return f"rank {figure}" if indicator.form == "rank" else f"{figure} {indicator.unit}"


def place_name(pack: Pack, place_id: str) -> str:
    """Name a place or an area of the pack, or a comparator outside it."""
    for named in (pack.places, pack.areas):
        if place_id in named.index:
            return str(named["name"][place_id])
    return OUTSIDE_NAMES.get(place_id, place_id)


def target_words(indicator: Indicator) -> str:
    """Return what is aimed at and by when: "75% by 2024/25"; empty where there is no target."""
    if indicator.target is None:
        return ""
    by = f" by {indicator.target_by}" if indicator.target_by else ""
    return f"{_said(indicator.target, indicator)}{by}"


def meets_target(value: float | None, indicator: Indicator) -> Standing:
    """Return whether a figure meets its target; a figure on the target meets it.

    Not known where there is no figure, no target, or no way that is worse.
    """
    target = indicator.target
    if value is None or math.isnan(value) or target is None or indicator.worse_when == "neither":
        return "unknown"
    beyond = round(value - target, SAME_DECIMALS)
    is_met = beyond <= 0 if indicator.worse_when == "higher" else beyond >= 0
    return "met" if is_met else "short"


def rounded_words(indicator: Indicator) -> str:
    """Return that a figure is, or is made of, rounded counts; empty where it is as published."""
    return ROUNDED if indicator.sensitive else ""


def against_target(value: float | None, indicator: Indicator) -> str:
    """Return how a figure stands to its target: "short of the target of 75% by 2024/25".

    Empty where there is nothing to say.
    """
    words = target_words(indicator)
    return {
        "met": f"meets the target of {words}",
        "short": f"short of the target of {words}",
        "unknown": "",
    }[meets_target(value, indicator)]

"""How counts, shares and minutes are said: one way for pages, commands and documents."""

from __future__ import annotations

import math

EXACT_UP_TO = 100  # larger estimates are said to the nearest ten
ROUNDED_TO = 10
UNKNOWN = "not known"
SINGULAR = {"children": "child", "people": "person", "boundaries": "boundary"}


def whole(count: float) -> str:
    """Say a count exactly, to the whole number: 1,310; "not known" where missing."""
    return UNKNOWN if math.isnan(count) else f"{round_half_up(count):,}"


def about(count: float) -> str:
    """Say an estimated count: "about 420", to the nearest 10 above 100; "none" for none."""
    if math.isnan(count):
        return UNKNOWN
    rounded = nearest(count)
    if rounded == 0:
        return "none" if count == 0 else "fewer than 1"
    return f"about {rounded:,}"


def nearest(count: float) -> int:
    """Round an estimate as it is said: to the nearest 10 above 100, else to the whole number."""
    if count <= EXACT_UP_TO:
        return round_half_up(count)
    return round_half_up(count / ROUNDED_TO) * ROUNDED_TO


def counted(count: float, plural: str) -> str:
    """Return an exact count with its noun: "1 area", "3 areas", "1 child", "1,310 children"."""
    one = SINGULAR.get(plural, plural.removesuffix("s"))
    return f"{whole(count)} {one if count == 1 else plural}"


def percent(share: float) -> str:
    """Say a share (0–1) as a whole per cent; "not known" where missing.

    Only none is "0%" and only all is "100%": 0.3% is "less than 1%".
    """
    if math.isnan(share):
        return UNKNOWN
    rounded = round_half_up(share * 100)
    if rounded == 0 and share > 0:
        return "less than 1%"
    if rounded == 100 and share < 1:  # noqa: PLR2004
        return "over 99%"
    return f"{rounded}%"


def minutes(value: float) -> str:
    """Say a time in whole minutes; "not known" where missing."""
    if math.isnan(value):
        return UNKNOWN
    count = round_half_up(value)
    return f"{count:,} minute" if count == 1 else f"{count:,} minutes"


def round_half_up(value: float) -> int:
    """Round to the nearest whole number, halves up: what people expect, and JavaScript does."""
    return math.floor(value + 0.5)


def listed(words: list[str]) -> str:
    """Join words as a sentence does: "a, b and c"."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))

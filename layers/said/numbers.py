"""How counts, shares and minutes are said: one way for pages, commands and documents."""

from __future__ import annotations

import math
import re

EXACT_UP_TO = 100  # larger estimates are said to the nearest ten
ROUNDED_TO = 10
LEAST_FOR_PERCENT = 100
NEARLY_ALL = 0.95
UNKNOWN = "not known"
TOO_FEW = "too few to say"
SINGULAR = {
    "babies": "baby",
    "boundaries": "boundary",
    "children": "child",
    "people": "person",
    "stories": "story",
}
SEVERAL = re.compile(r"babies|children|people|[\w-]+s\b")  # the noun that people are called by

SAME_DECIMALS = 9  # figures that agree so far are one figure


def whole(count: float) -> str:
    """Return a count exactly, to the whole number: 1,310; "not known" where missing."""
    return UNKNOWN if math.isnan(count) else f"{round_half_up(count):,}"


def is_none(count: float) -> bool:
    """Return whether a count is none: what is left over far behind the point is nobody."""
    return round(count, SAME_DECIMALS) == 0


def known(value: float) -> float | None:
    """Return a number, or None where it is missing."""
    return None if math.isnan(value) else float(value)


def shown(count: float) -> str:
    """Return an estimated count for a table: to the nearest 10 above 100."""
    return UNKNOWN if math.isnan(count) else f"{nearest(count):,}"


def about(count: float) -> str:
    """Return an estimated count: "about 420", to the nearest 10 above 100; "none" for none."""
    if math.isnan(count):
        return UNKNOWN
    rounded = nearest(count)
    if rounded == 0:
        return "none" if is_none(count) else "fewer than 1"
    return f"about {rounded:,}"


def about_range(low: float, high: float) -> str:
    """Return an estimated range: "about 380 to 420", "none to about 20", "about 420"."""
    if math.isnan(low) or math.isnan(high):
        return UNKNOWN
    least, most = about(low), about(high)
    if least == most:
        return most
    return f"{least} to {most if nearest(low) == 0 else f'{nearest(high):,}'}"


def some_of(count: float, everyone: float, said: str = "") -> str:
    """Return an estimated part of a whole: "about 420 of 1,310"; "none of the 1,310".

    Only none is "none"; of part of them it is never said that they are as many as all.

    Parameters
    ----------
    everyone
        Not too few to say; see `too_few`.
    said
        How they are said, where that is not to the nearest ten.
    """
    total = said or whole(nearest(everyone))
    if math.isnan(count):
        return f"a number not known of {total}"
    if nearest(count) == 0:
        return f"{'none' if is_none(count) else 'hardly any'} of the {total}"
    if nearest(count) >= nearest(everyone) and not math.isclose(count, everyone):
        part = "nearly all" if count / everyone >= NEARLY_ALL else "most"
        return f"{part} of the {total}"
    return f"{about(count)} of {total}"


def too_few(everyone: float) -> bool:
    """Return whether people are too few to say anything of a part: some, yet fewer than 1."""
    return everyone > 0 and nearest(everyone) == 0


def rest_of(rest: float, part: float, total: float) -> str:
    """Return what a part said before leaves of a total: "about 43 of 100", beside "about 57".

    Where the two make up the total, the rest is what is left of the total as it is said: two
    figures that are each rounded need not add up. Where more is not known, it is said by itself.
    """
    if math.isclose(rest + part, total) and 0 < nearest(part) < nearest(total) > nearest(rest) > 0:
        return f"about {nearest(total) - nearest(part):,} of {whole(nearest(total))}"
    return some_of(rest, total)


def part_of_them(part: float, everyone: float) -> str:
    """Return a part of people just counted: "76% of them"; "about 19 of them" where they are few.

    Of fewer than `LEAST_FOR_PERCENT` a whole per cent is less than one of them.
    """
    if math.isnan(part) or math.isnan(everyone) or everyone <= 0:
        return "a number not known of them"
    if math.isclose(part, everyone):
        return "all of them"
    if everyone >= LEAST_FOR_PERCENT:
        return f"{percent(part / everyone)} of them"
    rounded = min(nearest(part), math.ceil(everyone) - 1)
    if rounded == 0:
        return "none of them" if is_none(part) else "hardly any of them"
    return f"about {rounded:,} of them"


def nearest(count: float) -> int:
    """Round an estimate as it is said: to the nearest 10 above 100, else to the whole number."""
    if count <= EXACT_UP_TO:
        return round_half_up(count)
    return round_half_up(count / ROUNDED_TO) * ROUNDED_TO


def counted(count: float, plural: str) -> str:
    """Return an exact count with its noun: "1 area", "3 areas", "1 child", "1,310 children"."""
    return f"{whole(count)} {_one(plural) if count == 1 else plural}"


def some_people(count: float, people: str, more: str = "") -> str:
    """Return an estimated number of people: "about 420 under-fives", "about 1 child".

    None of them are "no children".

    Parameters
    ----------
    people
        Several of them: "under-fives", "children aged 5–9 in low-income families".
    more
        What stands between: "more ", "other ".
    """
    if math.isnan(count):
        return f"a number not known of {more}{people}"
    said = about(count)
    if said == "none":
        return f"no {more}{people}"
    return f"{said} {more}{one_of(people) if sounds_single(count) else people}"


def sounds_single(count: float) -> bool:
    """Return whether an estimated count is said of one: "about 1 child lives", "fewer than 1"."""
    return count > 0 and nearest(count) <= 1


def one_of(people: str) -> str:
    """Return what one of some people is called: "under-five", "child aged 5–9", "young person"."""
    return SEVERAL.sub(lambda found: _one(found[0]), people, count=1)


def _one(plural: str) -> str:
    return SINGULAR.get(plural, plural.removesuffix("s"))


def percent(share: float) -> str:
    """Return a share (0–1) as a whole per cent; "not known" where missing.

    Only none is "0%" and only all is "100%": 0.3% is "less than 1%".
    """
    if math.isnan(share):
        return UNKNOWN
    rounded = round_half_up(share * 100)
    if rounded == 0 and not is_none(share):
        return "less than 1%"
    if rounded == 100 and share < 1:  # noqa: PLR2004
        return "over 99%"
    return f"{rounded}%"


def number_of_points(share: float) -> str:
    """Return a difference of shares (0–1) in whole points of a hundred: "12 points"."""
    count = round_half_up(share * 100)
    return "1 point" if count == 1 else f"{count:,} points"


def minutes(value: float) -> str:
    """Return a time in whole minutes; "not known" where missing."""
    if math.isnan(value):
        return UNKNOWN
    count = round_half_up(value)
    return f"{count:,} minute" if count == 1 else f"{count:,} minutes"


def round_half_up(value: float) -> int:
    """Round to the nearest whole number, halves up, as people expect.

    What two orders of adding up leave apart, far behind the point, is no difference: 22.5 and the
    22.499999999999996 of the same children are both 23.
    """
    return math.floor(round(value, SAME_DECIMALS) + 0.5)


def listed(words: list[str]) -> str:
    """Join words as a sentence does: "a, b and c"."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))

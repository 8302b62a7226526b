"""Ages as people write them: "0-5", "under 5s", "3 months to 4 years", and what Excel made of them.

A spreadsheet turns "5-11" into the fifth of November and shows "05-Nov". Where just one pair of
ages can have been meant, it is read; where two can, nothing is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from geodata.offers import OLDEST_TAKEN, PREGNANCY

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = "|".join(MONTHS)
OLDEST_CHILD = 25
UNSTATED = {
    *("", "n/a", "na", "tbc", "unknown", "not known", "not stated", "varies", "various", "-", "?"),
    *("none", "see website", "not specified", "any?", "ask"),
}
NEWBORN = ("birth", "newborn")
EVERYBODY = {
    "all",
    "all ages",
    "any",
    "any age",
    "everyone",
    "all age",
    "open to all",
    "all age groups",
}
BEFORE_BIRTH = (
    r"(?:pregnancy|pre ?birth|antenatal|ante natal|conception|pre-natal|prenatal|-9 months)"
)
DATED = (
    re.compile(rf"(?P<day>\d{{1,2}})[- /](?P<month>{MONTH})[a-z]*(?:[- /](?P<year>\d{{2,4}}))?"),
    re.compile(rf"(?P<month>{MONTH})[a-z]*[- /](?P<year>\d{{2}})"),
    re.compile(r"(?P<year>\d{4})-(?P<number>\d{2})-(?P<day>\d{2})(?: 00:00(?::00)?)?"),
    re.compile(r"(?P<day>\d{2})/(?P<number>\d{2})/(?P<year>\d{4})(?: 00:00(?::00)?)?"),
)
PARTS = {"½": ".5", "¼": ".25", "¾": ".75", " 1/2": ".5"}
UNIT = r"\s*(?P<{0}>years?|yrs?|y|months?|mths?|mnths?|m|weeks?|wks?|w)?\s*(?:olds?)?\s*"
SPAN = re.compile(
    r"(?P<low>birth|newborn|\d{1,3}(?:\.\d+)?)" + UNIT.format("low_unit")
    + r"(?:-|to|until|up to|and|through)\s*(?P<high>\d{1,3}(?:\.\d+)?|birth)"
    + UNIT.format("high_unit") + "s?"
)  # fmt: skip
FROM = re.compile(
    r"(?P<low>\d{1,3})" + UNIT.format("unit") + r"(?:\+|plus|and (?:over|above|up|older)|upwards?)"
)
FROM_BIRTH = re.compile(
    r"(?:birth|newborn) ?(?:\+|onwards?|upwards?|plus)"
    r"|from (?:birth|newborn)(?: onwards?| upwards?)?"
)
UNDER = re.compile(
    r"(?:under|below|less than|<)\s*(?P<high>\d{1,3})" + UNIT.format("unit") + "'?s?"
)
UP_TO = re.compile(r"(?:up to|to|until|max|maximum)\s*(?P<high>\d{1,3})" + UNIT.format("unit"))
ONE = re.compile(r"(?P<low>\d{1,3})" + UNIT.format("unit") + "'?s?")


@dataclass(frozen=True, slots=True)
class Ages:
    """Youngest and oldest age, both included; None where it is not stated.

    Attributes
    ----------
    told
        What was made of a cell that does not say so itself: "“05-Nov” read as 5–11".
    rest
        What stands beside the ages in brackets: "25 with SEND".
    """

    youngest: int | None = None
    oldest: int | None = None
    told: str = ""
    rest: str = ""


def read_ages(cell: str) -> Ages | str:
    """Read the ages of a cell; in words why it cannot be read."""
    text = " ".join(cell.casefold().replace("–", "-").replace("—", "-").replace("−", "-").split())
    for sign, part in PARTS.items():
        text = text.replace(sign, part)
    said = re.search(r"\(([^)]*)\)", cell)
    rest = " ".join(said[1].split()) if said else ""
    bare = re.sub(r"\([^)]*\)", " ", text)
    bare = re.sub(r"\b(children|aged?|ages|age group|yr olds?)\b|[.:]$", " ", bare)
    bare = " ".join(bare.split()).strip(" ,.'")
    if bare in UNSTATED and (bare or not text):
        return Ages(rest=rest)
    if bare in EVERYBODY:
        return Ages(0, None, rest=rest)
    dated = _from_date(bare, cell)
    if dated is not None:
        return dated
    ages = _from_words(bare)
    return "no ages" if ages is None else _checked(Ages(ages.youngest, ages.oldest, "", rest))


def _checked(ages: Ages) -> Ages | str:
    if ages.youngest is not None and ages.oldest is not None and ages.youngest > ages.oldest:
        return "ages from more to less"
    if max(ages.youngest or 0, ages.oldest or 0) > OLDEST_TAKEN:
        return "an age that nobody has"
    return ages


def _from_date(text: str, cell: str) -> Ages | str | None:
    """Read ages that a spreadsheet has taken for a date; None for what is no date."""
    for pattern in DATED:
        found = pattern.fullmatch(text)
        if found is None:
            continue
        parts = found.groupdict()
        month = MONTHS.index(parts["month"]) + 1 if parts.get("month") else int(parts["number"])
        day = int(parts["day"]) if parts.get("day") else None
        year = int(parts["year"]) % 100 if parts.get("year") else None
        meant = {(min(day, month), max(day, month))} if day is not None else set()
        if year is not None and day in (None, 1) and month < year <= OLDEST_CHILD:
            meant.add((month, year))
        if len(meant) == 1:
            low, high = meant.pop()
            return Ages(low, high, told=f"{cell!r} read as {low}–{high}")
        return "a date, which may stand for several ages"
    return None


def _from_words(text: str) -> Ages | None:
    expecting = re.fullmatch(BEFORE_BIRTH + r"(?:\s*(?:-|to|until|up to)\s*(?P<rest>.*))?", text)
    if expecting:
        after = _from_words(expecting["rest"]) if expecting["rest"] else Ages(oldest=PREGNANCY)
        return None if after is None else Ages(PREGNANCY, after.oldest)
    if re.fullmatch(
        r"(?:from )?(?:birth|newborn)(?:\+| onwards?| upwards?| plus)|from (?:birth|newborn)", text
    ):
        return Ages(0, None)
    text = re.sub(r"^from (?=.* (?:to|until|up to) )", "", text)
    for pattern, read in SHAPES:
        found = pattern.fullmatch(text)
        if found:
            return read(found)
    return Ages(0, 0) if text in NEWBORN else None


def _span(found: re.Match[str]) -> Ages:
    high_unit = found["high_unit"] or ""
    low_unit = found["low_unit"] or high_unit
    low = 0 if found["low"] in NEWBORN else _years(found["low"], low_unit)
    return Ages(low, 0 if found["high"] in NEWBORN else _until(found["high"], high_unit))


def _one(found: re.Match[str]) -> Ages:
    age = _years(found["low"], found["unit"] or "")
    return Ages(age, age)


def _years(number: str, unit: str) -> int:
    """Return whole years of age, last birthday."""
    return int(float(number) // _per_year(unit))


def _until(number: str, unit: str) -> int:
    """Return the oldest age: 24 months is the second birthday, which a child of 1 has before it."""
    per_year = _per_year(unit)
    if per_year == 1:
        return _years(number, unit)
    return max(int((float(number) - 1) // per_year), 0)


def _per_year(unit: str) -> int:
    if unit.startswith("w"):
        return 52
    return 12 if unit.startswith(("mo", "mt", "mn")) or unit == "m" else 1


SHAPES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Ages]], ...] = (
    (SPAN, _span),
    (FROM, lambda found: Ages(_years(found["low"], found["unit"] or ""), None)),
    (UNDER, lambda found: Ages(0, max(_years(found["high"], found["unit"] or "") - 1, 0))),
    (UP_TO, lambda found: Ages(0, _until(found["high"], found["unit"] or ""))),
    (ONE, _one),
)

"""Small numbers of people: kept from leaving the pack, whoever asks and however.

Counts of what is marked sensitive are protected as a pack is read and as it is written, so that
nothing downstream ever holds an unsafe one. Small counts are suppressed, other counts are rounded,
and a share or a rate is worked out again from the rounded count. None at all is shown. Where totals
and other parts would give away what is suppressed, more is (`geodata.secondary`).

What is a count follows from the form that an indicator declares, and from nothing else. What is
published of a row follows from its rounded count and its denominator alone: every exact count that
rounds to the same one gives the same row, so whoever knows all the rest cannot tell which it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas import DataFrame, Series

from geodata.errors import PackError, Problem
from geodata.model import Disclosure, Indicator
from geodata.notes import may_tell_a_count
from geodata.rounding import fewest_people, is_small, publish, round_people
from geodata.schema import AGES
from geodata.secondary.joining import find_more_to_suppress
from geodata.sensitive import (
    find_rule_problems,
    find_setting_problems,
    find_unmarked,
    find_unprotectable,
    numbers_of,
)

SUPPRESSED = (
    "suppressed: too few to show"  # for whichever reason: one must not be told from another
)
SAID_BEFORE = (  # by packs that were written before
    "suppressed: a small count",
    "suppressed: a figure of few people",
    "suppressed: too few people or areas in the place",
)
PEOPLE_NOT_GIVEN = "suppressed: the people it is a figure of are not given"
NOT_ITS_COUNT = "suppressed: it is not its count over its people"
NOTE_WITHHELD = "The publisher’s note holds figures and is not shown."
NUMBERS = ("value", "decile", "numerator", "denominator", "lower", "upper")
PERCENTAGES = 100  # whole ones; of so many times a rounding, each comes of several counts
HALF = 0.5  # of the last digit published: a whole number, or a tenth of a share of 1
NEAR_SHARE = 0.1  # how far a figure may lie from its count over its people, as a share of it


def protect(
    values: DataFrame,
    catalogue: Mapping[str, Indicator],
    disclosure: Disclosure,
    sizes: DataFrame | None = None,
    membership: DataFrame | None = None,
) -> DataFrame:
    """Suppress and round what is sensitive; protecting twice changes nothing more.

    Parameters
    ----------
    values
        A pack's indicator values.
    sizes
        How large areas and places are, as `measure_sizes` returns it; without it, nothing is
        suppressed because its place is too small.
    membership
        `place_id`, `area_id`, `share` and `kind` of the place; without it, figures of places are
        taken for linked with no others.

    Returns
    -------
    values
        A copy, where anything is sensitive: what is suppressed is empty but for a note that says
        why; other counts are rounded, shares and rates made again of the rounded counts, published
        limits and deciles gone, and so are notes that may tell a count.

    Raises
    ------
    PackError
        Something sensitive cannot be protected: every such indicator, with its first rows.
    """
    problems = list(find_sensitive_problems(values, catalogue, disclosure))
    if problems:
        raise PackError(problems)
    sensitive = {key: each for key, each in catalogue.items() if each.sensitive}
    known = DataFrame(np.nan, index=range(len(values)), columns=["lower", "upper"])
    safe = values
    for rule, some in _by_rule(sensitive, disclosure):
        at = np.flatnonzero(values["indicator"].isin(list(some)))
        if at.size:
            rows = _Rows.of(values.iloc[at].reset_index(drop=True), some)
            safe = _put_back(safe, at, _protect_by(rows, rule, sizes))
            known.iloc[at] = _known_of(rows, rule, sizes)
    if membership is None:
        return safe
    return _suppress_linked(safe, catalogue, disclosure, membership, known)


def _by_rule(
    sensitive: Mapping[str, Indicator], disclosure: Disclosure
) -> Iterator[tuple[Disclosure, dict[str, Indicator]]]:
    """Yield the sensitive indicators that go by one rule together, with that rule."""
    yield disclosure, {key: each for key, each in sensitive.items() if key not in disclosure.rules}
    for key in disclosure.rules:
        if key in sensitive:
            yield disclosure.rule_of(key), {key: sensitive[key]}


def _protect_by(rows: _Rows, rule: Disclosure, sizes: DataFrame | None) -> DataFrame:
    """Return rows of some indicators, each protected for itself by one rule."""
    why = _why_suppressed(rows, rule, sizes)
    safe = _protect_numbers(rows, rule).mask(why.ne(""))
    safe["note"] = _protect_notes(rows.notes, safe, why, rule)
    return safe


def _suppress_linked(
    values: DataFrame,
    catalogue: Mapping[str, Indicator],
    disclosure: Disclosure,
    membership: DataFrame,
    known: DataFrame,
) -> DataFrame:
    """Return protected values without those that would give away what is suppressed."""
    more = find_more_to_suppress(
        values.reset_index(drop=True), catalogue, disclosure, membership, known
    ).to_numpy()
    if not more.any():
        return values
    safe = values.copy()
    for name in values.columns.intersection(list(NUMBERS)):
        safe[name] = safe[name].mask(more)
    safe["note"] = safe["note"].mask(more, SUPPRESSED)
    return safe


def _known_of(rows: _Rows, disclosure: Disclosure, sizes: DataFrame | None) -> DataFrame:
    """Return what anybody knows of each count, once it is suppressed.

    It is of somebody, where none at all is shown, but of few people; and no more than they are.
    """
    may_be_none = _in_small_places(rows, disclosure, sizes) | _is_of_few(rows, disclosure)
    may_be_none |= disclosure.zeros == "suppressed"
    held = rows.value.notna()
    return DataFrame(
        {
            "lower": (held & ~may_be_none).astype(float),
            "upper": np.floor(rows.people.where(held & rows.is_share)),
        }
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """Rows of sensitive indicators, column by column, each with what its indicator declares."""

    place_id: Series
    notes: Series
    value: Series
    numerator: Series
    people: Series
    is_count: Series
    is_share: Series
    per: Series

    @classmethod
    def of(cls, rows: DataFrame, catalogue: Mapping[str, Indicator]) -> _Rows:
        numbers, at = numbers_of(rows), rows.index
        codes, keys = pd.factorize(rows["indicator"])  # each text read once
        indicators = [catalogue[str(key)] for key in keys]
        form = np.asarray([each.form for each in indicators], dtype=object)[codes]
        per = np.asarray([each.per for each in indicators], dtype=float)[codes]
        return cls(
            place_id=rows["place_id"],
            notes=rows["note"],
            value=numbers["value"],
            numerator=numbers["numerator"],
            people=numbers["denominator"],
            is_count=Series(form == "count", index=at),
            is_share=Series(form == "share", index=at),
            per=Series(per, index=at),
        )


def find_sensitive_problems(
    values: DataFrame, catalogue: Mapping[str, Indicator], disclosure: Disclosure
) -> Iterator[Problem]:
    """Find whatever keeps the sensitive indicators of a pack from being protected."""
    yield from find_unprotectable(values, catalogue)
    sensitive = [key for key, each in catalogue.items() if each.sensitive]
    if sensitive:
        yield from find_setting_problems(disclosure)
    yield from find_rule_problems(disclosure, sensitive)
    yield from find_unmarked(catalogue)


def describe_protection(
    values: DataFrame, catalogue: Mapping[str, Indicator], disclosure: Disclosure
) -> Iterator[str]:
    """Describe what protected values leave out, for a build report; no count of people is told."""
    sensitive = [key for key, each in catalogue.items() if each.sensitive]
    notes = values.loc[values["indicator"].isin(sensitive), "note"]
    for why in (SUPPRESSED, PEOPLE_NOT_GIVEN, NOT_ITS_COUNT, NOTE_WITHHELD):
        number = int(notes.eq(why).sum())
        if number:
            yield f"Sensitive figures, “{why.rstrip('.')}”: {number:,}."
    exact = [rule for key in sensitive if (rule := disclosure.rule_of(key)).round_to == 1]
    if exact:
        least = min(rule.threshold for rule in exact)
        yield (
            f"Sensitive counts from {least} up are exact: round_to is 1, so totals may give back "
            "what is suppressed."
        )


def measure_sizes(areas: DataFrame, membership: DataFrame) -> DataFrame:
    """Measure how many people and areas each area and each place has at least.

    Returns
    -------
    sizes
        Indexed by `area_id` and `place_id`: `people`, as `count_people` returns them, and `areas`
        (NaN for an area: it is a brick, and not drawn).
    """
    people = count_people(areas)
    inside = membership[membership["share"] > 0]
    held = inside["share"] * inside["area_id"].map(people)
    places = DataFrame(
        {
            "people": held.groupby(inside["place_id"]).sum(),
            "areas": inside.groupby("place_id")["area_id"].nunique(),
        }
    )
    return pd.concat([places, DataFrame({"people": people[~people.index.isin(places.index)]})])


def count_people(areas: DataFrame) -> Series:
    """Return how many people each area has at least: where the total is not known, those by age."""
    by_age = areas[[name for name in AGES if name in areas.columns]].sum(axis="columns")
    people: Series = areas["people_all"].fillna(by_age)
    return people


def is_too_small(people: Series, areas: Series, disclosure: Disclosure) -> Series:
    """Return which places have too few people or areas for a sensitive figure."""
    small: Series = (people < disclosure.least_people) | (areas < disclosure.least_areas)
    return small


def _why_suppressed(rows: _Rows, disclosure: Disclosure, sizes: DataFrame | None) -> Series:
    """Return why each row is suppressed, in words; "" where it is not, or holds nothing.

    Of places and people first: whether a count is small is not told where these say enough.
    """
    small = is_small(rows.numerator, disclosure)
    small |= rows.is_count & is_small(rows.value, disclosure)
    reasons = (
        (_in_small_places(rows, disclosure, sizes) | _is_of_few(rows, disclosure), SUPPRESSED),
        (~rows.is_count & rows.people.isna(), PEOPLE_NOT_GIVEN),
        (~rows.is_count & ~_is_made_of_counts(rows), NOT_ITS_COUNT),
        (small, SUPPRESSED),
    )
    held = rows.value.notna()
    first = np.select([held & wrong for wrong, _ in reasons], range(1, len(reasons) + 1), 0)
    said = np.asarray(["", *(why for _, why in reasons)], dtype=object)[first]
    return Series(said, index=rows.value.index)


def _in_small_places(rows: _Rows, disclosure: Disclosure, sizes: DataFrame | None) -> Series:
    if sizes is None:
        return Series(data=False, index=rows.place_id.index)
    codes, places = pd.factorize(rows.place_id)
    found = sizes.reindex(places).iloc[codes].set_axis(rows.place_id.index)
    return is_too_small(found["people"], found["areas"], disclosure)


def _is_of_few(rows: _Rows, disclosure: Disclosure) -> Series:
    """Return which rows are of so few people that a rounded count of them would tell nothing.

    Nor is none shown of so few: of one person, suppressing the other answer would tell it.
    """
    few = rows.people < fewest_people(disclosure)
    within: Series = few & (rows.people > 0) & (rows.value <= rows.people)
    return within.where(rows.is_count, few)


def _is_made_of_counts(rows: _Rows) -> Series:
    """Return which figures are their count over their people, as near as publishers round.

    One that is standardised, or of other people, is not, and cannot be made again of a rounded
    count.
    """
    made = _over_people(rows.numerator, rows.people, rows.per)
    last_digit: Series = HALF * (rows.per / 10).clip(upper=1.0)
    near: Series = (rows.value - made).abs() <= last_digit.clip(lower=NEAR_SHARE * made)
    return near & ~(rows.is_share & (rows.numerator > rows.people))


def _over_people(counts: Series, people: Series, per: Series) -> Series:
    made: Series = counts * per / people.where(people > 0)
    return made


def _protect_numbers(rows: _Rows, disclosure: Disclosure) -> DataFrame:
    """Round the counts of rows, and make shares and rates of them again; nothing else is left."""
    numerator = publish(rows.numerator, disclosure, rows.people)
    denominator = round_people(rows.people, disclosure)
    counted = publish(rows.value, disclosure, rows.people)
    made = _over_people(numerator, denominator, rows.per)
    safe = DataFrame(
        {
            "value": counted.where(rows.is_count, made),
            "decile": np.nan,
            "numerator": numerator,
            "denominator": denominator,
            "lower": np.nan,
            "upper": np.nan,
        }
    )
    return safe.mask(rows.value.isna())


def _protect_notes(notes: Series, safe: DataFrame, why: Series, disclosure: Disclosure) -> Series:
    """Return notes that tell no count: why a row is suppressed, else the publisher's own."""
    counts = safe["numerator"].fillna(safe["value"])
    of_many = counts >= PERCENTAGES * disclosure.round_to
    codes, texts = pd.factorize(notes)  # a few texts stand beside most rows
    tells = np.zeros((2, len(texts) + 1), dtype=bool)  # the last is no text at all
    for many in (False, True):
        tells[int(many), :-1] = [may_tell_a_count(str(text), is_of_many=many) for text in texts]
    withheld = tells[of_many.to_numpy().astype(int), codes]
    said = notes.astype(object).mask(withheld, NOTE_WITHHELD).mask(why.ne(""), why)
    earlier = safe["value"].isna() & notes.isin(SAID_BEFORE)
    return said.mask(earlier, SUPPRESSED)


def _put_back(values: DataFrame, at: NDArray[np.intp], safe: DataFrame) -> DataFrame:
    """Return a copy of the values with the protected rows in place.

    A column that no table describes is left out: it might hold what the others may not.
    """
    known = ["indicator", "place_id", "period", *safe.columns]
    whole: DataFrame = values[[name for name in values.columns if name in known]].copy()
    numbers = numbers_of(values)
    for name in numbers.columns.intersection(whole.columns):
        cells = numbers[name].to_numpy(copy=True)
        cells[at] = safe[name]
        whole[name] = cells
    notes = values["note"].to_numpy(dtype=object, copy=True)
    notes[at] = safe["note"]
    whole["note"] = Series(notes, index=values.index).astype("str")
    return whole

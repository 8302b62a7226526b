"""What of a sensitive indicator cannot be protected: found, named and refused.

Small counts are found by the counts behind figures. Where a count is not given, or cannot be one,
nothing shows that it is not small; so nothing of it is taken in until that is put right.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, get_args

import pandas as pd
from pandas import DataFrame, Series

from geodata.errors import Problem
from geodata.model import RULED, Disclosure, Indicator, Zeros

MADE_OF_COUNTS = ("share", "rate")
PROTECTED_FORMS = ("count", *MADE_OF_COUNTS)
"""Forms with a count that can be suppressed and rounded; a rank or a score has none."""
LEAST_SETTINGS = {"threshold": 2, "round_to": 1, "least_people": 0, "least_areas": 0}
VALUES = "indicator_values.parquet"
SHOWN_ROWS = 3  # how many offending rows a message names; never what they hold


def find_setting_problems(disclosure: Disclosure, where: str = "disclosure") -> Iterator[Problem]:
    """Find settings of disclosure with which nothing would be protected."""
    if disclosure.zeros not in get_args(Zeros):
        yield Problem(
            where=f"{where}.zeros",
            found=f"zeros = {disclosure.zeros!r}",
            expected="one of " + ", ".join(get_args(Zeros)),
            fix="Say which: whether none at all is shown as none.",
        )
    for name, least in LEAST_SETTINGS.items():
        found: Any = getattr(disclosure, name)
        if not pd.api.types.is_integer(found) or found < least:
            yield Problem(
                where=f"{where}.{name}",
                found=f"{name} = {found!r}",
                expected=f"a whole number, {least} or more",
                fix="Correct it: with this, small counts would not be protected.",
            )


def find_rule_problems(disclosure: Disclosure, sensitive: Collection[str]) -> Iterator[Problem]:
    """Find rules that nothing explains, or that hold of nothing.

    A rule other than the national default is shown beside the data with its reason, so that people
    can judge it; without one it is not taken.

    Parameters
    ----------
    sensitive
        Keys of the indicators that are marked sensitive.
    """
    is_whole = not any(find_setting_problems(disclosure))  # what is no rule needs no reason
    if sensitive and is_whole and _differs(disclosure) and not disclosure.reason.strip():
        yield _unexplained("disclosure", disclosure)
    for key, rule in disclosure.rules.items():
        where = f"disclosure.rules.{key}"
        if key not in sensitive:
            yield Problem(
                where=where,
                found=f"a rule of {key!r}, which is no sensitive indicator of the pack",
                expected="the key of one that is marked sensitive",
                fix="Mark it sensitive, or take the rule out.",
            )
            continue
        whole = disclosure.rule_of(key)
        yield from find_setting_problems(whole, where)
        if not rule.reason.strip():
            yield _unexplained(where, whole)


def find_unmarked(catalogue: Mapping[str, Indicator]) -> Iterator[Problem]:
    """Find measures that are not sensitive, of people whom a sensitive one counts.

    One that says it counts the same people, of ages that the sensitive one has as well, would tell
    what that one keeps back. A total over more ages may: it is reckoned with.
    """
    of = {key: _people_of(each) for key, each in catalogue.items()}
    sensitive = [(key, of[key]) for key, each in catalogue.items() if each.sensitive and of[key]]
    for key, each in catalogue.items():
        told = next((other for other, people in sensitive if _are_within(of[key], people)), "")
        if told and not each.sensitive:
            yield Problem(
                where=f"the indicator {key}",
                found=f"one that is not sensitive, of the people of {told}, which is",
                expected="measures of the same people of the same ages marked alike",
                fix="Mark it sensitive too, or say whom it counts in other words.",
            )


def _people_of(indicator: Indicator) -> tuple[str, int, int] | None:
    """Return whom an indicator counts, from which age to which; None where it does not say."""
    whom, first, last = indicator.whom, indicator.age_from, indicator.age_to
    if not whom.strip() or first is None or last is None:
        return None
    return " ".join(whom.split()).casefold(), first, last


def _are_within(some: tuple[str, int, int] | None, people: tuple[str, int, int] | None) -> bool:
    if some is None or people is None:
        return False
    return some[0] == people[0] and people[1] <= some[1] and some[2] <= people[2]


def _differs(disclosure: Disclosure) -> bool:
    usual = Disclosure()
    return any(getattr(disclosure, name) != getattr(usual, name) for name in RULED)


def _unexplained(where: str, disclosure: Disclosure) -> Problem:
    usual = Disclosure()
    changed = [name for name in RULED if getattr(disclosure, name) != getattr(usual, name)]
    return Problem(
        where=f"{where}.reason",
        found="no reason" + (f" for {', '.join(changed)}" if changed else ""),
        expected="why this is not the national default, in words: it is shown beside the data",
        fix="Give the reason, or leave the rule as it is by default.",
    )


def find_unprotectable(
    values: DataFrame, catalogue: Mapping[str, Indicator], where: str = VALUES
) -> Iterator[Problem]:
    """Find every sensitive indicator whose small counts could not be told from others.

    Parameters
    ----------
    values
        Indicator values, as in a pack; columns of numbers that are absent are taken as empty.
    where
        The file that holds the values, for messages.
    """
    yield from _flag_problems(catalogue.values())
    sensitive = {key: each for key, each in catalogue.items() if each.sensitive}
    yield from _form_problems(sensitive.values())
    forms = {key: i.form for key, i in sensitive.items() if i.form in PROTECTED_FORMS}
    rows = values[values["indicator"].isin(list(forms))]
    yield from _row_problems(rows, rows["indicator"].map(forms), where)


def _flag_problems(indicators: Iterable[Indicator]) -> Iterator[Problem]:
    for each in indicators:
        if not pd.api.types.is_bool(each.sensitive):
            yield Problem(
                where=f"the indicator {each.key}",
                found=f"sensitive = {each.sensitive!r}",
                expected="true or false",
                fix="Say which; nothing is taken for “not sensitive”.",
            )


def _form_problems(indicators: Iterable[Indicator]) -> Iterator[Problem]:
    for each in indicators:
        if each.form not in PROTECTED_FORMS:
            yield Problem(
                where=f"the indicator {each.key}",
                found=f"form = {each.form!r}",
                expected="one of " + ", ".join(PROTECTED_FORMS) + " of what is sensitive",
                fix="Declare its form. A rank or a score has no count that could be protected: "
                "give the count, share or rate behind it.",
            )


def _row_problems(rows: DataFrame, form: Series, where: str) -> Iterator[Problem]:
    numbers = numbers_of(rows)
    value, count, people = numbers["value"], numbers["numerator"], numbers["denominator"]
    of_nobody = count.eq(0) & people.eq(0)
    beside = count.notna() | numbers["lower"].notna() | numbers["upper"].notna()
    checks = (
        (
            form.isin(MADE_OF_COUNTS) & value.notna() & count.isna(),
            "a value without the count behind it",
            "the count of every sensitive share and rate",
            "Give it as the numerator, or leave the value empty.",
        ),
        (
            value.isna() & beside & ~of_nobody,
            "no value beside its count or its limits",
            "all of them, or none",
            "Give the value, or leave its count and limits empty too.",
        ),
        (
            _is_no_count(count) | (form.eq("count") & _is_no_count(value)) | people.lt(0),
            "counts that are below zero or not whole",
            "whole numbers of people, from 0 up",
            "Correct them, or declare the form that the figures have.",
        ),
    )
    for wrong, found, expected, fix in checks:
        for key, named in rows[wrong.to_numpy()].groupby("indicator", sort=False, observed=True):
            yield Problem(
                where=f"{where}, {key}",
                found=f"{found} in {_rows_words(named)}",
                expected=expected,
                fix=fix,
            )


def numbers_of(rows: DataFrame) -> DataFrame:
    """Return the figures of rows of values as plain numbers, NaN where empty or absent."""
    names = ("value", "decile", "numerator", "denominator", "lower", "upper")
    held = {name: rows[name] for name in names if name in rows.columns}
    numbers = {name: pd.to_numeric(cells).astype(float) for name, cells in held.items()}
    return DataFrame(numbers, index=rows.index, columns=list(names), dtype=float)


def _is_no_count(cells: Series) -> Series:
    wrong: Series = cells.notna() & ~((cells >= 0) & (cells % 1 == 0))
    return wrong


def _rows_words(rows: DataFrame) -> str:
    """Name rows by their place and period: what they hold is not to stand in a message."""
    pairs = zip(rows["place_id"].iloc[:SHOWN_ROWS], rows["period"].iloc[:SHOWN_ROWS], strict=True)
    named = "; ".join(f"{place}, {period}" for place, period in pairs)
    more = f" and {len(rows) - SHOWN_ROWS:,} more" if len(rows) > SHOWN_ROWS else ""
    return f"{len(rows):,} {'row' if len(rows) == 1 else 'rows'} ({named}{more})"

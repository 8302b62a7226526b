"""Figures of a sensitive measure that were moved to other areas: what of them may be given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame, Series

from geodata.disclosure import SUPPRESSED, count_people, is_too_small
from geodata.errors import Problem
from geodata.model import Disclosure, Indicator, Pack
from geodata.rounding import publish

Floats = NDArray[np.float64]
MOST = 3  # places that a message names


def protect_moved(
    pack: Pack, figures: DataFrame, shares: DataFrame, indicator: Indicator
) -> DataFrame:
    """Suppress and round moved figures of a sensitive measure, and say why where there is none.

    What they are made of is protected already. A place with few people or areas gets none all the
    same, for it would be the figure of one area by another name; and a part of a count is small or
    round as any count is.

    Parameters
    ----------
    figures
        Indexed by `to_id`: `value`, and others that stay as they are.
    shares
        `from_id`, `to_id`, `share` (0–1 of each area's people).

    Returns
    -------
    figures
        With `note`: why a value is suppressed, else "".
    """
    disclosure = pack.info.disclosure.rule_of(indicator.key)
    small = is_too_small(*_sizes(pack, shares, figures), disclosure)
    guarded = pack.added.guarded if pack.added is not None else {}
    small |= Series(figures.index.isin(list(guarded)), index=figures.index)
    note = Series("", index=figures.index, dtype=object).mask(small, SUPPRESSED)
    value = figures["value"]
    if indicator.form == "count":
        shown = publish(value, disclosure)
        note = note.mask(value.notna() & shown.isna(), SUPPRESSED)
        value = shown
    return figures.assign(value=value.mask(note.ne("")), note=note)


def protect_counts(
    counts: DataFrame, names: Iterable[str], indicator: Indicator, disclosure: Disclosure
) -> DataFrame:
    """Suppress and round counts of people that are parts of a sensitive count.

    This is the one rule of such parts: every analysis that counts those in need takes it. What is
    worked out of them afterwards (shares, rates, ranks, differences) is made of the safe counts.

    Parameters
    ----------
    names
        Which columns they are; every other stays as it is, and all do of what is not sensitive.
    """
    if not indicator.sensitive:
        return counts
    safe, rule = counts.copy(), disclosure.rule_of(indicator.key)
    for name in names:
        safe[name] = publish(counts[name].astype(float), rule)
    return safe


def protect_each(counts: Floats, indicator: Indicator, disclosure: Disclosure) -> Floats:
    """Suppress and round an array of such counts, as `protect_counts` does columns of a table."""
    table = protect_counts(DataFrame({"count": counts.ravel()}), ["count"], indicator, disclosure)
    return table["count"].to_numpy(float).reshape(counts.shape)


def is_guarded(pack: Pack, kind: str) -> bool:
    """Return whether places of a kind are drawn, and get no figure of what is sensitive."""
    if pack.added is None or not pack.added.guarded:
        return False
    return bool(pack.places.loc[list(pack.added.guarded), "kind"].eq(kind).any())


def may_be_told(pack: Pack, key: str, kind: str) -> bool:
    """Return whether a measure may be told of places of a kind: of any, but where both forbid."""
    return not (pack.indicators[key].sensitive and is_guarded(pack, kind))


def withheld_words(pack: Pack, key: str, kind: str) -> str:
    """Return that a measure is told of no place of a kind, and why; empty where it is told."""
    if not key or may_be_told(pack, key, kind) or pack.added is None:
        return ""
    label, plural = pack.indicators[key].label, pack.info.place_kinds[kind].plural
    why = next(iter(pack.added.guarded.values()))
    return f"{label} is sensitive, and not told of {plural}: {why}."


def guarded_faults(pack: Pack, kind: str, measures: Iterable[str]) -> Iterator[Problem]:
    """Describe why places that somebody drew get no figure of sensitive measures.

    Parameters
    ----------
    kind
        Which places figures are asked for.
    measures
        Keys of indicators that they would be made of.
    """
    if pack.added is None or not is_guarded(pack, kind):
        return
    drawn = pack.added.guarded
    named = [str(pack.places["name"][key]) for key in list(drawn)[:MOST]]
    why = next(iter(drawn.values()))
    for key in measures:
        indicator = pack.indicators.get(key)
        if indicator is not None and indicator.sensitive:
            yield Problem(
                where=f"{indicator.label}, which is sensitive",
                found=f"places of your own that get no figure of it: {'; '.join(named)} ({why})",
                expected="places that are published",
                fix="Ask by another kind of place, or by a measure that is not sensitive.",
            )


def protect_left_over(left_over: float, disclosure: Disclosure) -> float:
    """Return what of a sensitive count found no place, rounded; NaN where it is small."""
    shown = publish(Series([abs(left_over)]), disclosure)
    return float(shown.iloc[0]) * (-1 if left_over < 0 else 1)


def _sizes(pack: Pack, shares: DataFrame, figures: DataFrame) -> tuple[Series, Series]:
    """Return how many people and areas are in each place; 0 where nobody is."""
    inside = shares[shares["share"] > 0]
    people = inside["share"] * inside["from_id"].map(count_people(pack.areas))
    counted = people.groupby(inside["to_id"]).sum().reindex(figures.index, fill_value=0.0)
    areas = inside.groupby("to_id")["from_id"].nunique().reindex(figures.index, fill_value=0)
    return counted, areas

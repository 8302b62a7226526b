"""Figures of a sensitive measure that were moved to other areas: what of them may be given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pandas import DataFrame, Series

from geodata.disclosure import SUPPRESSED, TOO_FEW, count_people, is_too_small
from geodata.errors import Problem
from geodata.model import Disclosure, Indicator, Pack
from geodata.rounding import is_small, round_counts

MOST = 3  # places that a message names


def protect_moved(
    pack: Pack, figures: DataFrame, shares: DataFrame, *, is_count: bool
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
    disclosure = pack.info.disclosure
    small = is_too_small(*_sizes(pack, shares, figures), disclosure)
    guarded = pack.added.guarded if pack.added is not None else {}
    small |= Series(figures.index.isin(list(guarded)), index=figures.index)
    note = Series("", index=figures.index, dtype=object).mask(small, TOO_FEW)
    value = figures["value"]
    if is_count:
        note = note.mask(is_small(value, disclosure) & ~small, SUPPRESSED)
        value = round_counts(value, disclosure)
    return figures.assign(value=value.mask(note.ne("")), note=note)


def protect_counts(
    counts: DataFrame, names: Iterable[str], indicator: Indicator, disclosure: Disclosure
) -> DataFrame:
    """Suppress and round counts of people that are parts of a sensitive count.

    Parameters
    ----------
    names
        Which columns they are; every other stays as it is, and all do of what is not sensitive.
    """
    if not indicator.sensitive:
        return counts
    safe = counts.copy()
    for name in names:
        held = counts[name].astype(float)
        safe[name] = round_counts(held, disclosure).mask(is_small(held, disclosure))
    return safe


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
    count = Series([abs(left_over)])
    shown = round_counts(count, disclosure).mask(is_small(count, disclosure))
    return float(shown.iloc[0]) * (-1 if left_over < 0 else 1)


def _sizes(pack: Pack, shares: DataFrame, figures: DataFrame) -> tuple[Series, Series]:
    """Return how many people and areas are in each place; 0 where nobody is."""
    inside = shares[shares["share"] > 0]
    people = inside["share"] * inside["from_id"].map(count_people(pack.areas))
    counted = people.groupby(inside["to_id"]).sum().reindex(figures.index, fill_value=0.0)
    areas = inside.groupby("to_id")["from_id"].nunique().reindex(figures.index, fill_value=0)
    return counted, areas

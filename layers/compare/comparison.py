"""One published indicator, place by place, against a comparator."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from geodata.errors import Problem, QuestionError, quoted
from geodata.model import Indicator, Pack, Source
from layers.compare.comparators import (
    TARGET,
    WHOLE,
    Comparator,
    find_comparators,
    indicator_rows,
    latest_rows,
    summed_rows,
)
from layers.compare.funnel import Funnel, measure_funnel
from layers.compare.intervals import CONFIDENCE, METHODS, Scale, indicator_scale, measure_limits
from layers.compare.trend import Trends
from layers.compare.verdict import WORDS, judge
from layers.indicators.figures import AREA, shape_words
from layers.indicators.words import (
    ENGLAND,
    WORSE,
    against_target,
    place_name,
    rounded_words,
)
from layers.once import once_of_a_pack
from layers.said.numbers import listed

__all__ = ["ENGLAND", "Comparison", "comparable_indicators", "comparators", "measure_comparison"]

NO_FUNNEL = (
    "A funnel cannot be drawn: it needs the counts behind the figures, and they are not published."
)
NO_PEOPLE_FUNNEL = (
    "A funnel cannot be drawn: it needs the number of people behind each figure, and that is not "
    "published."
)
NO_COUNT_FUNNEL = "A funnel cannot be drawn of counts, which grow with the size of the place."
NOT_PUBLISHED = "not published"  # as the note of a figure that is kept back begins
COMPARED_WITH = "it is what the others are compared with"
COUNT_REASON = "a count grows with the size of the place"
NO_INTERVAL_REASON = "a rank or a score has no interval"
MOST_NAMED = 6  # places that a sentence names for one verdict; of more, it says how many
MOST_LISTED = 20  # comparators that a message names
MANY = 20  # places judged at once: of so many, chance alone puts one outside its interval
NO_PEOPLE_REASON = "published without the people it is a figure of, so with no interval"
NEITHER_REASON = "neither a higher nor a lower figure is worse"


@dataclass(frozen=True, kw_only=True, eq=False)
class Comparison:
    """One published indicator against a comparator.

    Attributes
    ----------
    places
        Indexed by `place_id`, by name, the comparator last: `place`, `value`, `numerator`,
        `denominator`, `lower`, `upper` (95%), `interval` (its method), `verdict`,
        `reason` (why it is not judged), `note`, `is_suppressed` and `against_target` (empty where
        the indicator has none). NaN where not published. A target to compare with is no row.
    trends
        By `place_id`.
    comparator
        The comparator's value; NaN where not held.
    """

    indicator: Indicator
    scale: Scale | None
    places: DataFrame
    trends: Trends
    plural: str
    comparator_id: str
    comparator_name: str
    comparator_note: str
    comparator: float
    sources: tuple[Source, ...]
    is_illustrative: bool

    @cached_property
    def funnel(self) -> Funnel | None:
        """How far places of different sizes may lie apart by chance; None without their counts."""
        return _funnel(self.places, self.comparator_id, self.comparator, self.scale)

    @property
    def table(self) -> DataFrame:
        """The places by name, the comparator last, each with its trend in words."""
        said = [self.trends[str(key)].sentence() for key in self.places.index]
        return self.places.assign(trend=said)

    def missing(self) -> dict[str, float]:
        """Return how many places have no value."""
        unknown = float(self.places["value"].isna().sum())
        return {"places": unknown} if unknown else {}

    def notes(self) -> tuple[str, ...]:
        """Return which way is worse, what the publisher notes, and what the funnel shows."""
        indicator = self.indicator
        funnel = self._no_funnel() if self.funnel is None else self.funnel.sentence()
        said = (WORSE[indicator.worse_when], indicator.note, rounded_words(indicator))
        itself = f"{self.comparator_name} itself is not judged: {COMPARED_WITH}."
        peer = itself if self._is_peer() else ""
        return tuple(filter(None, (*said, self.comparator_note, peer, self._by_chance(), funnel)))

    def _no_funnel(self) -> str:
        """Return what a funnel lacks: the counts, or only the people that they are counted of."""
        if self.indicator.form == "count":
            return NO_COUNT_FUNNEL
        rows = self.places
        has_counts = rows["numerator"].notna().any() and rows["denominator"].isna().all()
        return NO_PEOPLE_FUNNEL if has_counts else NO_FUNNEL

    def _is_peer(self) -> bool:
        """Return whether one of the places that are compared is what they are compared with."""
        return self.comparator_id in self.places.index and (
            self.comparator_id != ENGLAND and not self.comparator_note
        )

    def _by_chance(self) -> str:
        """Return how many of very many would be told apart by chance alone."""
        judged = int(self._others()["verdict"].ne("unknown").sum())
        if judged < MANY:
            return ""
        return (
            f"Of {judged:,} {self.plural} judged at once, about {judged * (1 - CONFIDENCE):.0f} "
            "would be called better or worse by chance alone."
        )

    def _others(self) -> DataFrame:
        return self.places[self.places.index != self.comparator_id]

    def parameters(self) -> dict[str, Any]:
        """Return the choices made, for a file."""
        return {
            "indicator": self.indicator.key,
            "period": self.indicator.period,
            "unit": self.indicator.unit,
            "worse_when": self.indicator.worse_when,
            "comparator": self.comparator_name,
            "confidence": CONFIDENCE,
            "intervals": METHODS[self.scale.form] if self.scale else "none",
        }

    def sentence(self) -> str:
        """Describe how the places compare, in one sentence."""
        lead = f"{self.indicator.label}, {self.indicator.period}: "
        others = self._others()
        said = [
            f"{self._named(names)} {'is' if len(names) == 1 else 'are'} {word} "
            f"{'to' if verdict == 'similar' else 'than'} {self.comparator_name}"
            for verdict, word in WORDS.items()
            if verdict != "unknown"
            and len(names := others.loc[others["verdict"] == verdict, "place"])
        ]
        unknown = others[others["verdict"] == "unknown"]
        said += [
            f"for {self._named(rows['place'])} it cannot be worked out ({reason})"
            for reason, rows in unknown.groupby("reason", sort=False)
        ]
        told = "; ".join(said) if said else "no other place has a figure"
        if self.comparator_name not in told:
            lead += f"beside {self.comparator_name}, "
        return f"{lead}{told}."

    def _named(self, names: Series) -> str:
        """Return places by their names, or how many they are where they are many."""
        if len(names) <= MOST_NAMED:
            return listed([str(name) for name in names])
        return f"{len(names):,} {self.plural}"


def comparable_indicators(pack: Pack) -> dict[str, Indicator]:
    """Pick the indicators that can be compared, by key: of places, and of areas where counted."""
    return {
        key: each
        for key, each in pack.indicators.items()
        if each.geography in pack.info.place_kinds
        or (each.geography == AREA and indicator_scale(each) is not None)
    }


def comparators(pack: Pack, key: str) -> dict[str, str]:
    """List what an indicator may be compared with, by id: England, target, larger places, all."""
    found = find_comparators(pack, pack.indicators[key])
    return {each.id: each.name for each in found.values()}


def measure_comparison(pack: Pack, key: str, comparator_id: str | None = None) -> Comparison:
    """Compare every place that an indicator is published for.

    Parameters
    ----------
    comparator_id
        England where it is held, else the first of `comparators`.

    Raises
    ------
    QuestionError
        The pack has no such published indicator, it has no values at all, or the comparator has
        none.
    """
    indicator = _indicator(pack, key)
    rows = latest_rows(pack, indicator)
    if not rows["value"].notna().any():
        raise QuestionError(_nothing_held(indicator))
    held = find_comparators(pack, indicator)
    chosen = next(iter(held)) if comparator_id is None else comparator_id
    if chosen not in held:
        raise QuestionError(_not_held(indicator, chosen, held))
    scale = indicator_scale(indicator)
    history = _history(pack, indicator, held[chosen])
    latest = history[history["period"] == indicator.period]
    rows = latest.drop_duplicates("place_id").set_index("place_id")
    comparator = _value(rows, indicator, chosen)
    places = _judged(pack, rows, indicator, scale, (chosen, comparator))
    return Comparison(
        indicator=indicator,
        scale=scale,
        places=places,
        trends=Trends(history, scale, indicator.worse_when, places.index),
        plural=shape_words(pack, indicator.geography)[1],
        comparator_id=chosen,
        comparator_name=held[chosen].name,
        comparator_note=held[chosen].note,
        comparator=comparator,
        sources=(pack.info.sources[indicator.source],),
        is_illustrative=pack.info.illustrative,
    )


def _history(pack: Pack, indicator: Indicator, against: Comparator) -> DataFrame:
    """Return an indicator's rows of every period, and those of what is added up to compare with."""
    rows = indicator_rows(pack, indicator.key)
    if not against.note:
        return rows
    return pd.concat([rows, summed_rows(pack, indicator, against.id)], ignore_index=True)


def _value(rows: DataFrame, indicator: Indicator, chosen: str) -> float:
    if chosen == TARGET and indicator.target is not None:
        return indicator.target
    return float(rows.loc[[chosen], "value"].iloc[0])


def _indicator(pack: Pack, key: str) -> Indicator:
    known = comparable_indicators(pack)
    if key not in known:
        raise QuestionError(
            Problem(
                where="the indicator to compare",
                found=quoted(key),
                expected="one of " + (", ".join(known) or "none: this pack has no such figures"),
                fix="Choose one of these.",
            )
        )
    return known[key]


def _nothing_held(indicator: Indicator) -> Problem:
    return Problem(
        where=indicator.label,
        found=f"no value of any place for {indicator.period}",
        expected="at least one published value",
        fix="Choose another indicator, or add its values to the pack.",
    )


def _not_held(indicator: Indicator, chosen: str, held: dict[str, Comparator]) -> Problem:
    named = [f"{each.id} ({each.name})" for each in held.values()]
    more = f" and {len(named) - MOST_LISTED} more" if len(named) > MOST_LISTED else ""
    return Problem(
        where=f"what to compare {indicator.label} with",
        found=quoted(chosen),
        expected="one of " + ", ".join(named[:MOST_LISTED]) + more,
        fix="Choose one of these.",
    )


def _judged(
    pack: Pack,
    rows: DataFrame,
    indicator: Indicator,
    scale: Scale | None,
    against: tuple[str, float],
) -> DataFrame:
    comparator_id, comparator = against
    places = rows[["value", "numerator", "denominator"]].copy()
    names = _names(pack, rows.index)
    places.insert(0, "place", names)
    places["lower"], places["upper"], places["interval"] = limits_of(rows, indicator)
    reason = _why_not_judged(indicator, scale)
    places["verdict"] = (
        judge(places["lower"], places["upper"], comparator, indicator.worse_when)
        if not reason
        else "unknown"
    )
    places["note"] = rows["note"].fillna("").astype(str)
    places["is_suppressed"] = places["note"].str.startswith("suppressed")
    places["reason"] = _reasons(places, reason)
    is_peer = comparator_id != ENGLAND
    itself = is_peer & (places.index == comparator_id) & places["verdict"].ne("unknown")
    places["verdict"] = places["verdict"].mask(itself, "unknown")
    places["reason"] = places["reason"].mask(itself, COMPARED_WITH)
    places["against_target"] = [against_target(value, indicator) for value in rows["value"]]
    places["is_comparator"] = places.index == comparator_id
    ordered: DataFrame = places.sort_values(["is_comparator", "place"]).drop(
        columns="is_comparator"
    )
    return ordered


def _names(pack: Pack, ids: pd.Index) -> list[str]:
    names = _named_shapes(pack)
    return [str(names.get(key) or place_name(pack, str(key))) for key in ids]


@once_of_a_pack
def _named_shapes(pack: Pack) -> dict[str, str]:
    """Return what each area and place is called, by id."""
    names = {**pack.areas["name"].to_dict(), **pack.places["name"].to_dict()}
    return names | {WHOLE: pack.info.title}


def _is_rounded(indicator: Indicator, scale: Scale | None) -> bool:
    """Return whether a figure is a count rounded to protect people: its interval would mislead."""
    return indicator.sensitive and scale is not None and scale.form == "count"


def limits_of(rows: DataFrame, indicator: Indicator) -> tuple[Series, Series, Series]:
    """Take the published limits where there are any; else work them out from the counts.

    Returns
    -------
    lower, upper, method
        95% limits, NaN where there are none, and how they come; indexed as the rows are.
    """
    scale = indicator_scale(indicator)
    scale = None if _is_rounded(indicator, scale) else scale
    published = rows["lower"].notna() & rows["upper"].notna()
    method = Series("", index=rows.index, dtype=object).mask(published, "as published")
    if scale is None:
        return rows["lower"], rows["upper"], method
    events = rows["value"] if scale.form == "count" else rows["numerator"]
    lower, upper = measure_limits(scale, events, rows["denominator"])
    low, high = Series(lower, index=rows.index), Series(upper, index=rows.index)
    method = method.mask(~published & low.notna(), METHODS[scale.form])
    return rows["lower"].where(published, low), rows["upper"].where(published, high), method


def _why_not_judged(indicator: Indicator, scale: Scale | None) -> str:
    if scale is None:
        return NO_INTERVAL_REASON
    if scale.form == "count":
        return COUNT_REASON
    return NEITHER_REASON if indicator.worse_when == "neither" else ""


def _reasons(places: DataFrame, reason: str) -> Series:
    reasons = Series(reason, index=places.index, dtype=object)
    reasons = reasons.mask(
        (not reason) & places["lower"].isna(), "published without counts, so with no interval"
    )
    counted = places["numerator"].notna() & places["denominator"].isna() & places["lower"].isna()
    reasons = reasons.mask((not reason) & counted, NO_PEOPLE_REASON)
    reasons = reasons.mask(places["value"].isna(), "no figure is published")
    kept_back = places["value"].isna() & places["note"].str.startswith(NOT_PUBLISHED)
    reasons = reasons.mask(kept_back, places["note"])
    return reasons.mask(places["is_suppressed"], places["note"])


def _funnel(
    places: DataFrame, comparator_id: str, comparator: float, scale: Scale | None
) -> Funnel | None:
    if scale is None or scale.form == "count":
        return None
    others = places[places.index != comparator_id]
    if others["denominator"].isna().all() or np.isnan(comparator):
        return None
    return measure_funnel(others, comparator, scale)

"""One published indicator, place by place, against a comparator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from pandas import DataFrame, Series

from geodata.errors import Problem, QuestionError, quoted
from geodata.model import Indicator, Pack, Source, Worse
from layers.compare.funnel import Funnel, measure_funnel
from layers.compare.intervals import CONFIDENCE, METHODS, Scale, indicator_scale, measure_limits
from layers.compare.trend import Trend, measure_trend
from layers.compare.verdict import WORDS, judge
from layers.said.numbers import UNKNOWN, listed

ENGLAND = "E92000001"
OUTSIDE_NAMES = {ENGLAND: "England"}
WORSE: dict[Worse, str] = {
    "higher": "Higher is worse.",
    "lower": "Lower is worse.",
    "neither": "Neither higher nor lower is worse.",
}
NO_FUNNEL = (
    "A funnel cannot be drawn: it needs the counts behind the figures, and they are not published."
)
COUNT_REASON = "a count grows with the size of the place"
NEITHER_REASON = "neither a higher nor a lower figure is worse"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Comparison:
    """One published indicator against a comparator.

    Attributes
    ----------
    places
        Indexed by `place_id`, by name, the comparator last: `place`, `value`, `numerator`,
        `denominator`, `lower`, `upper` (95%), `interval` (its method), `verdict`,
        `reason` (why it is not judged), `note` and `is_suppressed`. NaN where not published.
    trends
        By `place_id`.
    comparator
        The comparator's value; NaN where not held.
    """

    indicator: Indicator
    scale: Scale | None
    places: DataFrame
    trends: dict[str, Trend]
    comparator_id: str
    comparator_name: str
    comparator: float
    funnel: Funnel | None
    sources: tuple[Source, ...]
    is_illustrative: bool

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
        funnel = NO_FUNNEL if self.funnel is None else self.funnel.sentence()
        return tuple(filter(None, (WORSE[indicator.worse_when], indicator.note, funnel)))

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
        others = self.places[self.places.index != self.comparator_id]
        said = [
            f"{listed(list(names))} {'is' if len(names) == 1 else 'are'} {word} "
            f"{'to' if verdict == 'similar' else 'than'} {self.comparator_name}"
            for verdict, word in WORDS.items()
            if verdict != "unknown"
            and len(names := others.loc[others["verdict"] == verdict, "place"])
        ]
        unknown = others[others["verdict"] == "unknown"]
        said += [
            f"for {listed(list(rows['place']))} it cannot be worked out ({reason})"
            for reason, rows in unknown.groupby("reason", sort=False)
        ]
        return lead + ("; ".join(said) if said else "no other place has a figure") + "."


def figure_words(value: float) -> str:
    """Return a published figure as it was published: 71.4, 900; "not known" where missing."""
    if np.isnan(value):
        return UNKNOWN
    return f"{value:,.0f}" if value == round(value) else f"{value:,.1f}"


def comparable_indicators(pack: Pack) -> dict[str, Indicator]:
    """Pick the indicators published for places, by key."""
    return {key: i for key, i in pack.indicators.items() if i.geography in pack.info.place_kinds}


def comparators(pack: Pack, key: str) -> dict[str, str]:
    """List what an indicator may be compared with: who has a latest value, England first."""
    rows = _latest(pack, pack.indicators[key])
    held = [str(place_id) for place_id in rows.index[rows["value"].notna()]]
    named = {place_id: place_name(pack, place_id) for place_id in held}
    return dict(sorted(named.items(), key=lambda pair: (pair[0] != ENGLAND, pair[1])))


def place_name(pack: Pack, place_id: str) -> str:
    """Name a place of the pack, or a comparator outside it."""
    if place_id in pack.places.index:
        return str(pack.places["name"][place_id])
    return OUTSIDE_NAMES.get(place_id, place_id)


def measure_comparison(pack: Pack, key: str, comparator_id: str | None = None) -> Comparison:
    """Compare every place that an indicator is published for.

    Parameters
    ----------
    comparator_id
        England where it is held, else the first by name.

    Raises
    ------
    QuestionError
        The pack has no such published indicator, it has no values at all, or the comparator has
        none.
    """
    indicator = _indicator(pack, key)
    held = comparators(pack, key)
    if not held:
        raise QuestionError(_nothing_held(indicator))
    chosen = next(iter(held)) if comparator_id is None else comparator_id
    if chosen not in held:
        raise QuestionError(_not_held(indicator, chosen, held))
    scale = indicator_scale(indicator)
    rows = _latest(pack, indicator)
    comparator = float(rows.loc[[chosen], "value"].iloc[0])
    places = _judged(pack, rows, indicator, scale, (chosen, comparator))
    return Comparison(
        indicator=indicator,
        scale=scale,
        places=places,
        trends=_trends(pack, indicator, scale, places.index),
        comparator_id=chosen,
        comparator_name=held[chosen],
        comparator=comparator,
        funnel=_funnel(places, chosen, comparator, scale),
        sources=(pack.info.sources[indicator.source],),
        is_illustrative=pack.info.illustrative,
    )


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


def _not_held(indicator: Indicator, chosen: str, held: dict[str, str]) -> Problem:
    return Problem(
        where=f"what to compare {indicator.label} with",
        found=quoted(chosen),
        expected="one of " + ", ".join(f"{key} ({name})" for key, name in held.items()),
        fix="Choose one of these.",
    )


def _latest(pack: Pack, indicator: Indicator) -> DataFrame:
    rows = pack.indicator_values
    rows = rows[(rows["indicator"] == indicator.key) & (rows["period"] == indicator.period)]
    latest: DataFrame = rows.drop_duplicates("place_id").set_index("place_id")
    return latest


def _judged(
    pack: Pack,
    rows: DataFrame,
    indicator: Indicator,
    scale: Scale | None,
    against: tuple[str, float],
) -> DataFrame:
    comparator_id, comparator = against
    places = rows[["value", "numerator", "denominator"]].copy()
    places.insert(0, "place", [place_name(pack, str(key)) for key in rows.index])
    places["lower"], places["upper"], places["interval"] = _limits(
        rows, None if _is_rounded(indicator, scale) else scale
    )
    reason = _why_not_judged(indicator, scale)
    places["verdict"] = (
        judge(places["lower"], places["upper"], comparator, indicator.worse_when)
        if not reason
        else "unknown"
    )
    places["note"] = rows["note"].fillna("").astype(str)
    places["is_suppressed"] = places["note"].str.startswith("suppressed")
    places["reason"] = _reasons(places, reason)
    places["is_comparator"] = places.index == comparator_id
    ordered: DataFrame = places.sort_values(["is_comparator", "place"]).drop(
        columns="is_comparator"
    )
    return ordered


def _is_rounded(indicator: Indicator, scale: Scale | None) -> bool:
    """Return whether a figure is a count rounded to protect people: its interval would mislead."""
    return indicator.sensitive and scale is not None and scale.form == "count"


def _limits(rows: DataFrame, scale: Scale | None) -> tuple[Series, Series, Series]:
    """Take the published limits where there are any; else work them out from the counts."""
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
    if scale is None or scale.form == "count":
        return COUNT_REASON
    return NEITHER_REASON if indicator.worse_when == "neither" else ""


def _reasons(places: DataFrame, reason: str) -> Series:
    reasons = Series(reason, index=places.index, dtype=object)
    reasons = reasons.mask(
        (not reason) & places["lower"].isna(), "published without counts, so with no interval"
    )
    reasons = reasons.mask(places["value"].isna(), "no figure is published")
    return reasons.mask(places["is_suppressed"], places["note"])


def _trends(
    pack: Pack,
    indicator: Indicator,
    scale: Scale | None,
    place_ids: Any,  # noqa: ANN401
) -> dict[str, Trend]:
    rows = pack.indicator_values
    rows = rows[rows["indicator"] == indicator.key]
    return {
        str(key): measure_trend(rows[rows["place_id"] == key], scale, indicator.worse_when)
        for key in place_ids
    }


def _funnel(
    places: DataFrame, comparator_id: str, comparator: float, scale: Scale | None
) -> Funnel | None:
    if scale is None or scale.form == "count":
        return None
    others = places[places.index != comparator_id]
    if others["denominator"].isna().all() or np.isnan(comparator):
        return None
    return measure_funnel(others, comparator, scale)

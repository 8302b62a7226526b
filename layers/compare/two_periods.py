"""One published indicator in two periods, place by place, and what changed beyond chance."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from pandas import DataFrame, Series

from geodata.model import Indicator, Pack
from layers.compare.differences import (
    VERDICTS,
    Differences,
    Verdict,
    first_short,
)
from layers.compare.intervals import CONFIDENCE, indicator_scale, measure_limits
from layers.indicators.asking import Shown
from layers.indicators.figures import Figures, read_figures
from layers.indicators.words import WORSE, figure_said, number_said, rounded_words
from layers.said.citing import each_once
from layers.said.numbers import SAME_DECIMALS, UNKNOWN
from layers.said.sentences import opened

MANY = 20  # places judged at once: of so many, chance alone puts one outside its interval
NO_INTERVAL = (
    "It is published without the people behind it, so whether a difference is more than chance "
    "cannot be told: a figure is at most “perhaps better” or “perhaps worse”."
)
INTERVAL = (
    "A figure is better or worse where the difference of the two periods is more than chance would "
    "make it (95%, by the limits of both figures)."
)


def compare_periods(pack: Pack, indicator: str, first: str, second: str) -> Differences:
    """Set an indicator's figures of two periods beside each other.

    Raises
    ------
    QuestionError
        There is no such indicator or period.
    """
    figures = [read_figures(pack, Shown(indicator=indicator, period=each))
               for each in (first, second)]  # fmt: skip
    earlier, later = figures
    of = earlier.indicator
    rows = _rows(earlier, later)
    scope = "" if of.form != "count" else "A count also grows with the number of people."
    return Differences(
        way="periods",
        rows=rows,
        first=earlier.period,
        second=later.period,
        heading=f"{of.label}, {earlier.period} and {later.period}, by {earlier.label}",
        headline=_headline(of, rows, earlier, later),
        unit=of.unit,
        what=(earlier.label, earlier.plural),
        said_notes=tuple(
            filter(
                None,
                (
                    WORSE[of.worse_when],
                    *_judged_by(rows),
                    by_chance(rows, earlier.plural),
                    scope,
                    of.note,
                    rounded_words(of),
                ),
            )
        ),
        asked={
            "indicator": of.key,
            "first_period": earlier.period,
            "second_period": later.period,
            "unit": of.unit,
            "worse_when": of.worse_when,
        },
        headings={
            f"{side}_{name}": f"{period}: {said}"
            for side, period in (("first", earlier.period), ("second", later.period))
            for name, said in (
                ("numerator", "counted"),
                ("denominator", "of how many"),
                ("lower", "lower limit, 95%"),
                ("upper", "upper limit, 95%"),
            )
        },
        sources=each_once(earlier.sources, later.sources),
        is_illustrative=pack.info.illustrative,
    )


def by_chance(rows: DataFrame, plural: str) -> str:
    """Return how many of very many would be told apart by chance alone; empty of few."""
    count = int(rows["verdict"].isin(["better", "worse", "similar"]).sum())
    if count < MANY:
        return ""
    by_luck = round(count * (1 - CONFIDENCE))
    return (
        f"Of {count:,} {plural} judged at once, about {by_luck} would be called better or worse by "
        "chance alone."
    )


def _judged_by(rows: DataFrame) -> Iterator[str]:
    """Yield by which rule a difference is judged; of some places both figures may have limits."""
    low, high = difference_limits(rows)
    has_limits = low.notna() & high.notna()
    if has_limits.any():
        yield INTERVAL
    if (rows["difference"].notna() & ~has_limits).any() or not has_limits.any():
        yield NO_INTERVAL


def _rows(earlier: Figures, later: Figures) -> DataFrame:
    of = earlier.indicator
    table = DataFrame({"name": earlier.rows["name"].astype(str)})
    for side, figures in (("first", earlier), ("second", later)):
        rows = figures.rows.reindex(table.index)
        lower, upper = _limits(of, rows)
        table[side] = rows["value"]
        table[f"{side}_lower"], table[f"{side}_upper"] = lower, upper
        for name in ("numerator", "denominator"):
            table[f"{side}_{name}"] = rows[name]
        table[f"{side}_said"] = [
            str(note) if math.isnan(value) else figure_said(value, of)
            for value, note in zip(rows["value"], rows["note"], strict=True)
        ]
        table[f"{side}_note"] = rows["note"]
    table["difference"] = (table["second"] - table["first"]).round(SAME_DECIMALS)
    table["difference_said"] = [_difference(each, of) for each in table["difference"]]
    low, high = difference_limits(table)
    table["verdict"] = [
        _verdict(apart, least, most, of)
        for apart, least, most in zip(table["difference"], low, high, strict=True)
    ]
    table["note"] = [_note(row, earlier.period, later.period) for _, row in table.iterrows()]
    return table.rename_axis("place_id")


def _limits(indicator: Indicator, rows: DataFrame) -> tuple[Series, Series]:
    """Return the published limits of figures; where there are none, those of their counts."""
    scale = indicator_scale(indicator)
    lower, upper = rows["lower"].astype(float), rows["upper"].astype(float)
    if scale is None:
        return lower, upper
    made = measure_limits(scale, rows["numerator"], rows["denominator"])
    own = lower.isna() | upper.isna()
    low, high = (Series(each, index=rows.index).where(rows["value"].notna()) for each in made)
    return lower.mask(own, low), upper.mask(own, high)


def difference_limits(table: DataFrame) -> tuple[Series, Series]:
    """Return the 95% limits of a difference from those of both figures (Newcombe’s method).

    Parameters
    ----------
    table
        `first` and `second` with `_lower` and `_upper` of each.
    """
    apart = table["second"] - table["first"]
    down = np.hypot(table["second"] - table["second_lower"], table["first_upper"] - table["first"])
    up = np.hypot(table["second_upper"] - table["second"], table["first"] - table["first_lower"])
    return apart - down, apart + up


def _verdict(apart: float, least: float, most: float, indicator: Indicator) -> Verdict:
    if math.isnan(apart):
        return "unknown"
    if apart == 0:
        return "same"
    if least <= 0 <= most:
        return "similar"
    way: Verdict = "higher" if apart > 0 else "lower"
    if indicator.worse_when == "neither":
        return way
    is_worse = way == indicator.worse_when
    if math.isnan(least) or math.isnan(most):
        return "maybe_worse" if is_worse else "maybe_better"
    return "worse" if is_worse else "better"


def _difference(apart: float, indicator: Indicator) -> str:
    if math.isnan(apart):
        return UNKNOWN
    if apart == 0:
        return "no difference"
    is_share = (indicator.form, indicator.per) == ("share", 100)
    unit = " points" if is_share else ""
    return f"{number_said(abs(apart))}{unit} {'higher' if apart > 0 else 'lower'}"


def _note(row: Series, first: str, second: str) -> str:
    told = [
        f"{period}: {row[f'{side}_note']}"
        for side, period in (("first", first), ("second", second))
        if row[f"{side}_note"]
    ]
    return "; ".join(told)


def _headline(indicator: Indicator, rows: DataFrame, earlier: Figures, later: Figures) -> str:
    periods = f"{earlier.period} to {later.period}"
    known = rows[rows["verdict"] != "unknown"]
    if known.empty:
        return f"How it changed from {periods} is not known: no place has both figures."
    if known["verdict"].eq("same").all():
        return f"Nothing differs in the {len(known):,} places that have both figures."
    count = known["verdict"].value_counts()
    parts = [
        f"{words} in {count[verdict]:,}" for verdict, words in VERDICTS.items() if verdict in count
    ]
    told = f"{', '.join(parts)} of {len(known):,} {earlier.plural}"
    return first_short(
        f"{opened(indicator.label)}, {periods}: {told} with both figures.",
        f"From {periods}: {told} with both figures.",
        f"From {periods}: {told}.",
    )

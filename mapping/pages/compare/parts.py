"""The Compare page's parts as HTML: tables, sentences and what stands beside them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from pandas import Series

from geodata.model import Indicator, Pack
from layers.compare.comparison import ENGLAND, Comparison
from layers.compare.demand import Demand
from layers.compare.expected import WORDS as EXPECTED_WORDS
from layers.compare.expected import Expected
from layers.compare.footprints import COUNTED_SHARE, Overlay
from layers.compare.side_by_side import SideBySide
from layers.compare.trend import SHAPES as TREND_SHAPES
from layers.compare.trend import Trend
from layers.compare.verdict import SHAPES, WORDS
from layers.gaps import Gaps
from layers.question.question import children_words, journey_words
from layers.said.numbers import UNKNOWN, about, percent, round_half_up, whole
from mapping.pages.frame.parts import paragraph_html, sources_text, table_html

SUPPRESSED = "suppressed"
SHOWN = 25  # rows of a long list before the rest is folded away
WHOLE_ENOUGH = 1 - 5e-3


def sides_html(sides: SideBySide, gaps: Gaps) -> str:
    """Give the places of the question side by side, all of them together first."""
    who = children_words(gaps.question)
    rows = [_side_row(sides.total), *(_side_row(row) for _, row in sides.places.iterrows())]
    heads = ("Place", who.capitalize(), "In high need", "Out of reach", "In the gap")
    return (
        folded_html(f"Shares of all {who}", heads, rows, (1, 2, 3, 4))
        + paragraph_html(sides.interval_note)
        + paragraph_html(f"Sources: {sources_text(sides.sources)}")
    )


def folded_html(
    caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[int] = ()
) -> str:
    """Give a table whose rows past the first few are folded away."""
    shown = table_html(caption, heads, rows[:SHOWN], numeric=numeric)
    rest = rows[SHOWN:]
    if not rest:
        return shown
    folded = table_html(f"{caption}, the other {len(rest)}", heads, rest, numeric=numeric)
    return f"{shown}<details><summary>And {len(rest)} more</summary>{folded}</details>"


def _side_row(row: Series) -> tuple[str, ...]:
    need = percent(row["high_need_share"])
    if "high_need_lower" in row.index and not math.isnan(row["high_need_lower"]):
        need += f" ({percent(row['high_need_lower'])} to {percent(row['high_need_upper'])})"
    return (
        str(row["place"]),
        whole(row["children"]),
        need,
        percent(row["beyond_share"]),
        percent(row["gap_share"]),
    )


def expected_html(found: Expected, gaps: Gaps) -> str:
    """Give the places beside what their deprivation would lead one to expect, strengths first."""
    if found.reason:
        return paragraph_html(found.sentence())
    rows = [
        (
            str(row["place"]),
            _percent_of(row["value"]),
            _percent_of(row["expected"]),
            _difference(row["residual"]),
            EXPECTED_WORDS[row["standing"]],
        )
        for _, row in found.places.iterrows()
    ]
    who = children_words(gaps.question)
    caption = f"{who.capitalize()} within {journey_words(gaps.question)}, strengths first"
    heads = ("Place", "Reached", "Expected", "Difference", "In words")
    explained = percent(max(found.explained_share, 0.0))
    return folded_html(caption, heads, rows, (1, 2, 3)) + paragraph_html(
        f"Expected is a straight line through all {len(found.places)} places, weighted by "
        f"children; {found.deprivation_label} explains {explained} of the differences. "
        "Far is nearly twice the usual distance from the line, or more."
    )


def _percent_of(value: float) -> str:
    return UNKNOWN if math.isnan(value) else percent(min(max(value / 100, 0.0), 1.0))


def _difference(points: float) -> str:
    if math.isnan(points):
        return UNKNOWN
    rounded = round_half_up(points)
    return f"{rounded:+d} points".replace("-", "−") if rounded else "none"


def comparison_answer_html(found: Comparison) -> str:
    """Give how the places compare in one sentence, to stand above the picture."""
    return f'<p class="kyp-answer">{_escaped(found.sentence())}</p>'


def comparison_html(found: Comparison) -> str:
    """Give a published indicator of every place against the comparator."""
    indicator = found.indicator
    rows = [_published_row(str(key), row, found) for key, row in found.places.iterrows()]
    heads = (
        "Place",
        f"Value ({indicator.unit})",
        "95% interval",
        f"Against {found.comparator_name}",
        "Trend",
        "To know",
    )
    worse = f"{'Higher' if indicator.worse_when == 'higher' else 'Lower'} is worse."
    return (
        table_html(f"{indicator.label}, {indicator.period}", heads, rows, numeric=(1,))
        + paragraph_html(" ".join(filter(None, [worse, indicator.note])))
        + paragraph_html(f"Source: {sources_text(found.sources)}")
    )


def _escaped(text: str) -> str:
    return paragraph_html(text).removeprefix("<p>").removesuffix("</p>")


def _published_row(place_id: str, row: Series, found: Comparison) -> tuple[str, ...]:
    is_comparator = place_id == found.comparator_id
    return (
        str(row["place"]),
        SUPPRESSED if row["is_suppressed"] else figure_words(row["value"]),
        _interval_words(row),
        "what the others are compared with" if is_comparator else verdict_words(row),
        trend_words(found.trends[place_id]),
        "" if row["is_suppressed"] else str(row["note"]),
    )


def figure_words(value: float) -> str:
    """Say a published figure as it was published: 71.4, 900; "not known" where missing."""
    if math.isnan(value):
        return UNKNOWN
    return f"{value:,.0f}" if value == round(value) else f"{value:,.1f}"


def _interval_words(row: Series) -> str:
    if math.isnan(row["lower"]):
        return "none"
    return f"{row['lower']:,.1f} to {row['upper']:,.1f} ({row['interval']})"


def verdict_words(row: Series) -> str:
    """Say a verdict as a shape and a word, with the reason where there is none."""
    said = f"{SHAPES[row['verdict']]} {WORDS[row['verdict']]}"
    return f"{said}: {row['reason']}" if row["verdict"] == "unknown" else said


def trend_words(trend: Trend) -> str:
    """Say a trend as an arrow, words and its periods."""
    return f"{TREND_SHAPES[trend.direction]} {trend.sentence()}"


def funnel_html(found: Comparison) -> str:
    """Say which places lie beyond chance, to stand above the picture of it."""
    if found.funnel is None:
        return paragraph_html(
            "A funnel cannot be drawn: it needs the counts behind the figures, and they are not "
            "published."
        )
    return paragraph_html(found.funnel.sentence())


def overlay_html(found: Overlay) -> str:
    """Give whose lines the children of a place fall under."""
    counted = found.others[found.others["share"] >= COUNTED_SHARE]
    rows = [_overlay_row(row) for _, row in counted.iterrows()]
    said = f'<p class="kyp-answer">{_escaped(found.sentence())}</p>'
    if not rows:
        return said
    slivers = len(found.others) - len(counted)
    sums = found.others.groupby("kind_plural", sort=False)["share"].sum()
    more = [
        *(_sum_words(str(plural), share) for plural, share in sums.items()),
        f"{slivers} with fewer than one child in a hundred are left out." if slivers else "",
    ]
    return (
        said
        + folded_html(
            f"Where the children of {found.place} fall, ages 0–25",
            ("Under", "Kind", "Children", "Of all here", "How counted"),
            rows,
            (2, 3),
        )
        + paragraph_html(" ".join(filter(None, more)))
    )


def _sum_words(plural: str, share: float) -> str:
    if abs(share - 1) <= 1 - WHOLE_ENOUGH:
        return ""
    if share > 1:
        return f"{plural.capitalize()} overlap, so their shares add up to more than all."
    return f"{plural.capitalize()} leave at least {percent(1 - share)} of the children in none."


def _overlay_row(row: Series) -> tuple[str, ...]:
    return (
        str(row["other"]),
        str(row["kind_label"]),
        about(row["children"]),
        "all" if row["share"] >= WHOLE_ENOUGH else percent(row["share"]),
        "apportioned" if row["is_apportioned"] else "added up from neighbourhoods",
    )


def demand_html(found: Demand, pack: Pack) -> str:
    """Give children of the ages asked about, now and ahead, as a range."""
    years = sorted(found.places["year"].unique())
    wide = found.places.pivot_table(
        index="place", columns="year", values=["now", "low", "high"], dropna=False, sort=False
    )
    rows = [_demand_row(str(place), row, years) for place, row in wide.iterrows()]
    heads = ("Place", f"In {found.base_year}", *(f"In {year}" for year in years))
    band = str(found.places["band"].iloc[0])
    standing = pack.info.people.standing
    return (
        f'<p class="kyp-answer">{_escaped(found.sentence())}</p>'
        + folded_html(f"Children aged {band}, low to high", heads, rows, range(1, len(heads)))
        + paragraph_html(
            f"Counts of {pack.info.people.period}, {standing}. No housing sites are in this pack: "
            "python -m layers demand --sites --yields adds them."
        )
    )


def _demand_row(place: str, row: Series, years: list[int]) -> tuple[str, ...]:
    ranges = (
        UNKNOWN
        if math.isnan(row[("low", year)])
        else f"{about(row[('low', year)])} to {about(row[('high', year)]).removeprefix('about ')}"
        for year in years
    )
    return (place, whole(row[("now", years[0])]), *ranges)


def indicator_label(indicator: Indicator) -> str:
    """Name an indicator in a list to choose from."""
    return f"{indicator.label}, {indicator.period}"


def best_indicator(pack: Pack, indicators: dict[str, Indicator]) -> str | None:
    """Pick what the page opens on: counts held if any, then England held, then the first."""
    values = pack.indicator_values
    known = values[values["indicator"].isin(list(indicators)) & values["value"].notna()]
    latest = known[known["period"] == known["indicator"].map(lambda key: indicators[key].period)]
    counted = set(latest.loc[latest["denominator"].notna(), "indicator"])
    england = set(latest.loc[latest["place_id"] == ENGLAND, "indicator"])
    several = set(latest.loc[latest["indicator"].duplicated(), "indicator"])
    return max(
        indicators, key=lambda key: (key in counted, key in england, key in several), default=None
    )

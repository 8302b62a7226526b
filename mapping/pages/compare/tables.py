"""The Compare page's tables, and the words of their cells."""

from __future__ import annotations

import math

from pandas import Series

from geodata.model import Indicator, Pack
from layers.compare.comparison import Comparison
from layers.compare.demand import Demand, range_words
from layers.compare.expected import WORDS as EXPECTED_WORDS
from layers.compare.expected import Expected
from layers.compare.footprints import COUNTED_SHARE, WHOLE_ENOUGH, Overlay
from layers.compare.history import History
from layers.compare.side_by_side import SideBySide
from layers.compare.timeline import Timeline
from layers.compare.verdict import verdict_words
from layers.gaps import Gaps
from layers.indicators.figures import shape_words
from layers.indicators.words import (
    MEETS,
    MEETS_SHAPES,
    column_said,
    meets_target,
    target_words,
)
from layers.question.words import children_words, journey_words
from layers.said.numbers import UNKNOWN, about, percent, round_half_up, whole
from layers.said.sentences import opened
from mapping.pages.frame.tables import Table

SUPPRESSED = "suppressed"
MOST_ROWS = 40  # of places, before the rest is folded away


def sides_table(sides: SideBySide, gaps: Gaps) -> Table:
    """Return the places of the question side by side, all of them together first."""
    who = children_words(gaps.question)
    return Table(
        caption=f"Shares of all {who}",
        heads=("Place", opened(who), opened(sides.high), "Out of reach", "In the gap"),
        rows=[_side_row(sides.total), *(_side_row(row) for _, row in sides.places.iterrows())],
        numeric=(1, 2, 3, 4),
    )


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


def expected_table(found: Expected, gaps: Gaps) -> Table:
    """Return the places beside what their deprivation would lead one to expect, strengths first."""
    who = children_words(gaps.question)
    return Table(
        caption=f"{who.capitalize()} within {journey_words(gaps.question)}, strengths first",
        heads=("Place", "Reached", "Expected", "Difference", "In words"),
        rows=[
            (
                str(row["place"]),
                _percent_of(row["value"]),
                _percent_of(row["expected"]),
                _difference(row["residual"]),
                EXPECTED_WORDS[row["standing"]],
            )
            for _, row in found.places.iterrows()
        ],
        numeric=(1, 2, 3),
    )


def _percent_of(value: float) -> str:
    return UNKNOWN if math.isnan(value) else percent(min(max(value / 100, 0.0), 1.0))


def _difference(points: float) -> str:
    if math.isnan(points):
        return UNKNOWN
    rounded = round_half_up(points)
    return f"{rounded:+d} points".replace("-", "−") if rounded else "none"


def published_table(found: Comparison) -> Table:
    """Return a published indicator of every place against the comparator."""
    indicator, aim = found.indicator, target_words(found.indicator)
    figures = zip(column_said(found.places["value"]), found.places.iterrows(), strict=True)
    rows = [_published_row(str(key), row, said, found) for said, (key, row) in figures]
    return Table(
        caption=f"{indicator.label}, {indicator.period}",
        heads=(
            "Place",
            f"Value ({indicator.unit})",
            "95% interval",
            f"Against {found.comparator_name}",
            *([f"Target ({aim})"] if aim else []),
            "Trend",
            "Notes",
        ),
        rows=rows,
        numeric=(1,),
        shown=MOST_ROWS,
    )


def _published_row(place_id: str, row: Series, said: str, found: Comparison) -> tuple[str, ...]:
    is_comparator = place_id == found.comparator_id
    return (
        str(row["place"]),
        SUPPRESSED if row["is_suppressed"] else said,
        _interval_words(row),
        "what the others are compared with"
        if is_comparator
        else verdict_words(row["verdict"], row["reason"]),
        *([_target_cell(row["value"], found.indicator)] if target_words(found.indicator) else []),
        found.trends[place_id].words(),
        "" if row["is_suppressed"] else str(row["note"]),
    )


def history_table(history: History) -> Table:
    """Return a figure period by period, with the projects that ran."""
    indicator = history.indicator
    rows = history.table.reset_index()
    has_projects = bool(rows["projects"].ne("").any())
    figures, england = column_said(rows["value"]), column_said(rows["england"])
    return Table(
        caption=f"{history.heading}, {indicator.unit}",
        heads=("Period", "Figure", "95% interval", "England", *(["Ran then"] * has_projects)),
        rows=[
            (
                str(row["period"]),
                str(row["note"]) if math.isnan(row["value"]) else figures[at],
                _limits_words(row),
                england[at],
                *([row["projects"] or "none known"] * has_projects),
            )
            for at, (_, row) in enumerate(rows.iterrows())
        ],
        numeric=(1, 3),
    )


def timeline_table(found: Timeline) -> Table:
    """Return a figure period by period, with whether the project ran."""
    beside = found.headings["compared"]
    has_notes = bool(found.series["note"].ne("").any())
    figures, compared = column_said(found.series["value"]), column_said(found.series["compared"])
    heads = ("Period", "Figure", "95% interval", beside, found.project.name)
    return Table(
        caption=f"{found.heading}, {found.indicator.unit}",
        heads=(*heads, *(["Notes"] * has_notes)),
        rows=[
            (
                str(row["period"]),
                figures[at],
                _limits_words(row),
                compared[at],
                str(row["project"]),
                *([str(row["note"])] * has_notes),
            )
            for at, (_, row) in enumerate(found.series.iterrows())
        ],
        numeric=(1, 3),
    )


def _limits_words(row: Series) -> str:
    if math.isnan(row["lower"]):
        return "none"
    return f"{row['lower']:,.1f} to {row['upper']:,.1f}"


def _target_cell(value: float, indicator: Indicator) -> str:
    """Return whether a figure meets its target, as a shape and a word."""
    stands = meets_target(value, indicator)
    return f"{MEETS_SHAPES[stands]} {MEETS[stands]}"


def _interval_words(row: Series) -> str:
    if math.isnan(row["lower"]):
        return "none"
    return f"{row['lower']:,.1f} to {row['upper']:,.1f} ({row['interval']})"


def overlay_table(found: Overlay) -> Table:
    """Return whose lines the children of a place fall under."""
    counted = found.others[found.others["share"] >= COUNTED_SHARE]
    return Table(
        caption=f"Where the children of {found.place} fall, ages 0–25",
        heads=("Under", "Kind", "Children", "Of all here", "How counted"),
        rows=[_overlay_row(row) for _, row in counted.iterrows()],
        numeric=(2, 3),
    )


def _overlay_row(row: Series) -> tuple[str, ...]:
    return (
        str(row["other"]),
        str(row["kind_label"]),
        about(row["children"]),
        "all" if row["share"] >= WHOLE_ENOUGH else percent(row["share"]),
        "apportioned" if row["is_apportioned"] else "added up from neighbourhoods",
    )


def demand_table(found: Demand) -> Table:
    """Return children of the ages asked about, now and ahead, as a range where there is one."""
    years = sorted(found.places["year"].unique())
    heads = ("Place", f"In {found.base_year}", *(f"In {year}" for year in years))
    rows = []
    for _, of_place in found.places.groupby("place_id", sort=False):
        ahead = [range_words(row) for _, row in of_place.sort_values("year").iterrows()]
        rows.append((str(of_place["place"].iloc[0]), whole(of_place["now"].iloc[0]), *ahead))
    return Table(
        caption=f"Children aged {found.places['band'].iloc[0]}, low to high",
        heads=heads,
        rows=rows,
        numeric=range(1, len(heads)),
    )


def indicator_label(indicator: Indicator, pack: Pack) -> str:
    """Return an indicator's name in a list to choose from."""
    label, _ = shape_words(pack, indicator.geography)
    return f"{indicator.label}, {indicator.period}, by {label}"

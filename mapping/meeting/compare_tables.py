"""The tables of the Compare page as a room reads them."""

from __future__ import annotations

import math
from collections.abc import Iterator

from pandas import DataFrame, Series

from layers.compare.comparison import Comparison
from layers.compare.demand import Demand, range_words
from layers.compare.expected import WORDS as EXPECTED_WORDS
from layers.compare.expected import Expected
from layers.compare.footprints import COUNTED_SHARE, WHOLE_ENOUGH, Overlay
from layers.compare.history import History
from layers.compare.side_by_side import SideBySide
from layers.compare.verdict import verdict_words
from layers.indicators.words import column_said, number_said
from layers.profile.parts import Cell, Chart, Table
from layers.profile.sections.cells import column, count, share, text
from layers.question.question import Question
from layers.question.words import children_words
from layers.said.numbers import UNKNOWN, percent, round_half_up
from layers.said.sentences import opened
from mapping.meeting.answered import table_of

SUPPRESSED = "suppressed"


def sides_table(found: SideBySide, question: Question) -> Table:
    """Return places side by side: who needs, who is out of reach, and both."""
    who = opened(children_words(question))
    return table_of(
        "sides",
        "Shares of all children asked about",
        (
            column("place", "Place"),
            column("children", who, "count", "children"),
            column("need", opened(found.high), "share"),
            column("beyond", "Out of reach", "share"),
            column("gap", "Both", "share"),
        ),
        (
            (
                text(row["place"]),
                count(row["children"], exact=True),
                *(share(row[name]) for name in ("high_need_share", "beyond_share", "gap_share")),
            )
            for row in (found.total, *(row for _, row in found.places.iterrows()))
        ),
        found.sources,
    )


def expected_table(found: Expected, question: Question) -> Table:
    """Return how many are reached in each place, beside what its deprivation leads to expect."""
    return table_of(
        "expected",
        f"{opened(children_words(question))} reached, strengths first",
        (
            column("place", "Place"),
            column("value", "Reached", "share"),
            column("expected", "Expected", "share"),
            column("residual", "Difference", "number", "points"),
            column("standing", "In words"),
        ),
        (
            (
                text(row["place"]),
                _of_hundred(row["value"]),
                _of_hundred(row["expected"]),
                _points(row["residual"]),
                text(EXPECTED_WORDS[row["standing"]]),
            )
            for _, row in found.places.iterrows()
        ),
        found.sources,
    )


def published_table(found: Comparison) -> Table:
    """Return a published figure of each place with its limits, against its comparator."""
    indicator = found.indicator
    return table_of(
        f"published-{indicator.key}",
        f"{indicator.label}, {indicator.period}",
        (
            column("place", "Place"),
            column("value", f"Value ({indicator.unit})", "number", indicator.unit),
            column("lower", "Lower limit, 95%", "number", indicator.unit),
            column("upper", "Upper limit, 95%", "number", indicator.unit),
            column("verdict", f"Against {found.comparator_name}"),
        ),
        (
            (
                text(row["place"]),
                _figure(row["value"], said, SUPPRESSED if row["is_suppressed"] else ""),
                _limit(row["lower"]),
                _limit(row["upper"]),
                text(_verdict(str(key), row, found)),
            )
            for said, (key, row) in zip(
                column_said(found.places["value"]), found.places.iterrows(), strict=True
            )
        ),
        found.sources,
    )


def _verdict(place_id: str, row: Series, found: Comparison) -> str:
    if place_id == found.comparator_id:
        return "what the others are compared with"
    return verdict_words(row["verdict"], row["reason"])


def history_table(found: History) -> Table:
    """Return a figure period by period, with its limits and England beside it."""
    indicator = found.indicator
    return table_of(
        f"history-{indicator.key}-{found.place_id}",
        f"{found.heading}, {indicator.unit}",
        (
            column("period", "Period"),
            column("value", found.place, "number", indicator.unit),
            column("lower", "Lower limit, 95%", "number", indicator.unit),
            column("upper", "Upper limit, 95%", "number", indicator.unit),
            column("england", "England", "number", indicator.unit),
        ),
        _history_rows(found.series),
        found.sources,
    )


def _history_rows(series: DataFrame) -> Iterator[tuple[Cell, ...]]:
    figures, england = column_said(series["value"]), column_said(series["england"])
    for said, compared, (_, row) in zip(figures, england, series.iterrows(), strict=True):
        note = str(row["note"]) if math.isnan(row["value"]) else ""
        yield (
            text(row["period"]),
            _figure(row["value"], said, note),
            _limit(row["lower"]),
            _limit(row["upper"]),
            _figure(row["england"], compared),
        )


def history_line(found: History, table: Table) -> Chart:
    """Return such a table as a line, with what it holds of limits and of England."""
    has_england = bool(found.series["england"].notna().any())
    has_limits = bool(found.series["lower"].notna().any())
    return Chart(
        drawn="line",
        table=table,
        category="period",
        series=("value", "england") if has_england else ("value",),
        lower="lower" if has_limits else "",
        upper="upper" if has_limits else "",
        alt=found.sentence(),
    )


def footprints_table(found: Overlay) -> Table:
    """Return under what else the children of a place fall."""
    rows = found.others[found.others["share"] >= COUNTED_SHARE]
    return table_of(
        "footprints",
        f"Where the children of {found.place} fall, ages 0–25",
        (
            column("other", "Under"),
            column("kind", "Kind"),
            column("children", "Children", "count", "children"),
            column("share", "Of all here", "share"),
        ),
        (
            (
                text(row["other"]),
                text(row["kind_label"]),
                count(row["children"]),
                Cell(text="all", number=1.0)
                if row["share"] >= WHOLE_ENOUGH
                else share(row["share"]),
            )
            for _, row in rows.iterrows()
        ),
        found.sources,
    )


def demand_table(found: Demand) -> Table:
    """Return the children of each place now, and in the years ahead."""
    years = sorted(int(year) for year in found.places["year"].unique())
    return table_of(
        "demand",
        f"Children aged {found.places['band'].iloc[0]}, low to high",
        (
            column("place", "Place"),
            column("now", f"In {found.base_year}", "count", "children"),
            *(column(f"in_{year}", f"In {year}", "count", "children") for year in years),
        ),
        (
            (
                text(rows["place"].iloc[0]),
                count(rows["now"].iloc[0], exact=True),
                *(_ahead(row) for _, row in rows.sort_values("year").iterrows()),
            )
            for _, rows in found.places.groupby("place_id", sort=False)
        ),
        found.sources,
    )


def _ahead(row: Series) -> Cell:
    middle = float(row["middle"])
    return Cell(text=range_words(row), number=None if math.isnan(middle) else middle)


def _figure(value: float, said: str, unknown: str = "") -> Cell:
    """Return a published figure as its column tells it; where it is not held, why."""
    if math.isnan(value):
        return Cell(text=unknown or UNKNOWN)
    return Cell(text=said, number=float(value))


def _limit(value: float) -> Cell:
    return _figure(value, number_said(value), "none")


def _of_hundred(value: float) -> Cell:
    if math.isnan(value):
        return Cell(text=UNKNOWN)
    return Cell(text=percent(min(max(value / 100, 0.0), 1.0)), number=value / 100)


def _points(value: float) -> Cell:
    if math.isnan(value):
        return Cell(text=UNKNOWN)
    rounded = round_half_up(value)
    said = f"{rounded:+d} points".replace("-", "−") if rounded else "none"
    return Cell(text=said, number=float(value))

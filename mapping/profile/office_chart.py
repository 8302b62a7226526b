"""Charts that staff can edit: what is drawn of a profile’s table, as the table says it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

from layers.profile.parts import Cell, Chart, Column
from layers.profile.scales import on_one_scale
from layers.said.export import plain
from layers.said.numbers import nearest, percent, round_half_up, whole
from mapping.profile.chart_laid import Scale, scale_of
from mapping.profile.office_text import legal
from mapping.profile.slides_fit import LINE, cut, width_pt, wrapped

NATIVE: Final = ("bars", "columns", "line")
FORMATS: Final = {"share": "0%", "count": "#,##0", "minutes": "#,##0", "number": "General"}
WIDEST_NAMES: Final = 0.46  # of a chart’s width
NARROWEST_NAMES: Final = 0.1
NAME_GAP_PT: Final = 14.0  # between a name and its bar
BETWEEN: Final = 0.5  # of a line, between one row and the next
MOST_NAME_LINES: Final = 4  # a longer name is cut: no one name makes every row high
LONGEST: Final = 60  # letters beneath a column
_NUMBER: Final = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One column of numbers as it is drawn: its name, its numbers, and the words at each."""

    name: str
    format: str
    numbers: tuple[float | None, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DrawnChart:
    """A chart of a profile as an office document holds it.

    Attributes
    ----------
    size_pt
        Of the words in it.
    wide_pt, high_pt
        Of all of it.
    first, most
        The first of its rows that is drawn, and how many are.
    """

    chart: Chart
    colour: str
    date: datetime
    size_pt: float
    wide_pt: float
    high_pt: float
    first: int = 0
    most: int = 30

    @cached_property
    def _rows(self) -> tuple[tuple[Cell, ...], ...]:
        return self.chart.table.rows[self.first : self.first + self.most]

    @property
    def legend_pt(self) -> float:
        """How high the names of its series are, beneath; none where it has one."""
        return legend_pt(self.chart, self.size_pt)

    @cached_property
    def names_share(self) -> float:
        """How much of its width the names of its bars take."""
        return names_pt(self.chart, self.size_pt, self.wide_pt) / self.wide_pt

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """What is drawn; a row whose first number is not there says so, lest it be read as none."""
        return tuple(self._name(*_named(self.chart, row)) for row in self._rows)

    def _name(self, name: str, lacking: str) -> str:
        """Return a name as far as its bar has room for it, and always why a bar is not there."""
        if self.chart.drawn != "bars":
            return f"{_cut(name)}{lacking}"
        room = self.names_share * self.wide_pt - NAME_GAP_PT
        high = (self.high_pt - self.legend_pt) / max(len(self._rows), 1)
        lines = max(int(high / (self.size_pt * LINE)), 1)
        if not lacking:
            return cut(name, self.size_pt, room, lines)
        whole_name = f"{name}{lacking}"
        if len(wrapped(whole_name, self.size_pt, room)) <= lines:
            return whole_name
        kept = len(wrapped(lacking.strip(), self.size_pt, room))
        return f"{cut(name, self.size_pt, room, lines - kept)}{lacking}"

    @cached_property
    def series(self) -> tuple[Series, ...]:
        """The columns that are drawn, each number as it is said."""
        return tuple(self._column(key) for key in self.chart.series)

    @cached_property
    def behind(self) -> Series | None:
        """The column that is drawn behind a line; None where there is none, or nothing in it."""
        if not self.chart.behind:
            return None
        found = self._column(self.chart.behind)
        return found if any(found.numbers) else None

    @cached_property
    def limits(self) -> tuple[Series, Series] | None:
        """The lower and upper limits of the first of its columns; None where none are known."""
        if not (self.chart.lower and self.chart.upper):
            return None
        lower, upper = self._column(self.chart.lower), self._column(self.chart.upper)
        has_one = any(None not in pair for pair in zip(lower.numbers, upper.numbers, strict=True))
        return (lower, upper) if has_one else None

    @cached_property
    def reaches(self) -> tuple[tuple[float | None, ...], tuple[float | None, ...]] | None:
        """How far the limits lie below and above each number, which is what a chart draws."""
        if self.limits is None:
            return None
        numbers = self.series[0].numbers
        lower, upper = (each.numbers for each in self.limits)
        pairs = zip(numbers, lower, upper, strict=True)
        told = [_apart(number, low, high) for number, low, high in pairs]
        return tuple(low for low, _ in told), tuple(high for _, high in told)

    @cached_property
    def scale(self) -> Scale:
        """The scale of all of the chart’s rows, limits too, drawn here or not.

        A chart that goes on is on the scale of its beginning.
        """
        return scale_of(self.chart, as_said, limits=True)

    def _column(self, key: str) -> Series:
        table = self.chart.table
        at = table.column(key)
        column, cells = table.columns[at], [row[at] for row in self._rows]
        return Series(
            name=legal(column.heading),
            format=FORMATS.get(column.kind, "General"),
            numbers=tuple(as_said(cell, column) for cell in cells),
            labels=tuple(legal(cell.text) for cell in cells),
        )


def drawable(chart: Chart) -> tuple[Chart, ...]:
    """Return the charts that staff can edit: one, or of a spine one for each scale."""
    return tuple(each for each in _native(chart) if _has_number(each))


def _native(chart: Chart) -> tuple[Chart, ...]:
    if chart.drawn == "spine":
        return on_one_scale(chart)
    return (chart,) if chart.drawn in NATIVE else ()


def _has_number(chart: Chart) -> bool:
    at = chart.table.column(chart.series[0])
    return any(_known(row[at]) is not None for row in chart.table.rows)


def names_pt(chart: Chart, size_pt: float, wide_pt: float) -> float:
    """Return how wide the names of a chart’s bars are, in points: no wider than they need."""
    told = ("".join(_named(chart, row)) for row in chart.table.rows)
    widest = max((width_pt(each, size_pt) for each in told), default=0.0) + NAME_GAP_PT + 2
    return min(max(widest, NARROWEST_NAMES * wide_pt), WIDEST_NAMES * wide_pt)


def row_pt(chart: Chart, size_pt: float, wide_pt: float) -> float:
    """Return how high a row of bars is with all of its name, in points."""
    room = names_pt(chart, size_pt, wide_pt) - NAME_GAP_PT
    told = ("".join(_named(chart, row)) for row in chart.table.rows)
    lines = max((len(wrapped(each, size_pt, room)) for each in told), default=1)
    return (max(min(lines, MOST_NAME_LINES), len(chart.series)) + BETWEEN) * size_pt * LINE


def legend_pt(chart: Chart, size_pt: float) -> float:
    """Return how high the names of a chart’s series are, beneath; none where it has one."""
    return 2.2 * size_pt if len(chart.series) > 1 or chart.behind else 0.0


def _named(chart: Chart, row: tuple[Cell, ...]) -> tuple[str, str]:
    """Return a row’s name, and why it has no bar; empty where it has one."""
    table = chart.table
    first = row[table.column(chart.series[0])]
    lacking = "" if _known(first) is not None else f" ({legal(first.text) or 'not known'})"
    return legal(row[table.column(chart.category)].text), lacking


def _apart(
    number: float | None, low: float | None, high: float | None
) -> tuple[float | None, float | None]:
    if number is None or low is None or high is None:
        return None, None
    return round(max(number - low, 0.0), 6), round(max(high - number, 0.0), 6)


def as_said(cell: Cell, column: Column) -> float | None:
    """Return a cell's number as its words say it, so that a chart never tells more than a table."""
    number = _known(cell)
    if number is None:
        return None
    if column.kind == "share":
        is_whole = percent(number) == f"{round_half_up(number * 100)}%"
        return round_half_up(number * 100) / 100 if is_whole else round(number, 3)
    if column.kind == "count":
        return float(round_half_up(number) if cell.text == whole(number) else nearest(number))
    return float(round_half_up(number)) if column.kind == "minutes" else _in_words(cell, number)


def _in_words(cell: Cell, number: float) -> float:
    """Return the number that a cell’s words hold, the nearest to its own: "Bristol 001: 1.6%"."""
    found = [each.replace(",", "").replace("−", "-") for each in _NUMBER.findall(cell.text)]
    nearest_said = min(map(float, found), key=lambda each: abs(each - number), default=number)
    return nearest_said if abs(nearest_said - number) <= max(abs(number), 1.0) else number


def _known(cell: Cell) -> float | None:
    number = plain(cell.number)
    return None if number is None else float(number)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"

"""What every drawing of a chart shares: its scale, and where on it each number stands.

A page, a print and an office draw the same marks at the same shares of a scale; how large, in what
colour and with which words beside is theirs. What is not known has no place on any scale.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from layers.profile.parts import Cell, Chart, Column

Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """From where to where a chart is drawn, in the unit of its numbers."""

    least: float
    most: float

    def at(self, number: float | None) -> float | None:
        """Return where a number stands, 0–1 of the scale.

        None where it is not known, and where the scale has no length: one number alone is neither
        low nor high.
        """
        if number is None or self.most <= self.least:
            return None
        return (number - self.least) / (self.most - self.least)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar: from where to where, 0–1 of its scale, and what its cell says."""

    start: float
    end: float
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One row of a spine, each mark 0–1 of the row’s own scale; None where it has none.

    Attributes
    ----------
    figure
        The first of the series; the others are `compared`, in their order.
    lower, upper
        The interval around the figure; both or neither.
    """

    figure: float | None
    compared: tuple[float | None, ...]
    lower: float | None
    upper: float | None


def name_of(chart: Chart, row: Row) -> str:
    """Return what a row of a chart is called."""
    return row[chart.table.column(chart.category)].text


def series_of(chart: Chart, row: Row) -> tuple[Cell, ...]:
    """Return the cells of a row that are drawn, in the order of the series."""
    return tuple(row[chart.table.column(key)] for key in chart.series)


def is_known(chart: Chart, row: Row) -> bool:
    """Return whether any number of a row that is drawn is known."""
    return any(cell.number is not None for cell in series_of(chart, row))


def as_held(cell: Cell, _: Column) -> float | None:
    """Return the number of a cell, as exact as it is held."""
    return cell.number


def scale_of(
    chart: Chart, number: Callable[[Cell, Column], float | None] = as_held, *, limits: bool = False
) -> Scale:
    """Return the one scale of all bars of a chart, whichever rows are drawn.

    It begins at nothing, since lengths are compared; where a number is below nothing, at that.

    Parameters
    ----------
    number
        What is drawn of a cell, for a chart that draws it as its words say it.
    limits
        Whether the chart draws the limits of its first series as well.
    """
    table = chart.table
    keys = [*chart.series, *filter(None, (chart.lower, chart.upper) if limits else ())]
    told = [
        found
        for at in map(table.column, keys)
        for row in table.rows
        if (found := number(row[at], table.columns[at])) is not None
    ]
    return Scale(least=min(0.0, *told, 0.0), most=max(0.0, *told, 0.0))


def bars_of(chart: Chart, row: Row, scale: Scale) -> tuple[Bar | None, ...]:
    """Return a bar for each series of a row; None where its number is not known.

    Where all numbers are none, so are the bars: they have no length.
    """
    nothing = scale.at(0.0) or 0.0
    found = list[Bar | None]()
    for cell in series_of(chart, row):
        if cell.number is None:
            found.append(None)
            continue
        end = scale.at(cell.number)
        ends = (nothing, nothing if end is None else end)
        found.append(Bar(start=min(ends), end=max(ends), said=cell.text))
    return tuple(found)


def lane_of(chart: Chart, row: Row) -> Lane:
    """Return where the marks of a spine’s row stand, from the least to the most that it tells."""
    told = [cell.number for cell in row if cell.number is not None]
    scale = Scale(least=min(told, default=0.0), most=max(told, default=0.0))

    def at(key: str) -> float | None:
        return scale.at(row[chart.table.column(key)].number) if key else None

    figure, *compared = map(at, chart.series)
    lower, upper = at(chart.lower), at(chart.upper)
    has_interval = lower is not None and upper is not None
    return Lane(
        figure=figure,
        compared=tuple(compared),
        lower=lower if has_interval else None,
        upper=upper if has_interval else None,
    )

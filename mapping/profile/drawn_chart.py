"""Charts of a profile as SVG: bars, columns, lines and a spine, drawn from their tables alone.

Nothing is said in a chart that its table does not say; shapes and patterns tell apart what colours
do, so that it prints in grey.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from layers.compare.verdict import SHAPES
from layers.profile.parts import Cell, Chart
from layers.said.numbers import listed
from mapping.profile.chart_laid import Row, bars_of, is_known, lane_of, name_of, scale_of, series_of
from mapping.profile.drawn_line import line_height, line_marks
from mapping.profile.marks import LETTER, PAGE, Mark, Size, short

MOST_SAID: Final = 300  # wide, behind a bar or a line
HIGH = 190  # of columns


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnChart:
    """A chart laid out.

    Attributes
    ----------
    key
        What its marks are, where they are of several columns; empty otherwise.
    left
        How many rows are in the table and not drawn.
    """

    alt: str
    width: int
    height: int
    marks: tuple[Mark, ...]
    key: str
    left: int


def drawn_chart(chart: Chart, size: Size = PAGE) -> DrawnChart | None:
    """Lay a chart out; None where it has nothing to draw."""
    rows = chart.table.rows
    if not any(is_known(chart, row) for row in rows):
        return None
    if chart.drawn == "line":
        marks = tuple(line_marks(chart, size))
        high = line_height(chart, size)
        return DrawnChart(
            alt=chart.alt, width=size.width, height=high, marks=marks, key=chart_key(chart), left=0
        )
    is_across = chart.drawn == "columns"
    kept = rows if is_across else rows[: size.rows]
    draw = {"columns": _columns, "spine": _spine}.get(chart.drawn, _bars)
    return DrawnChart(
        alt=chart.alt,
        width=size.width,
        height=HIGH + 46 if is_across else len(kept) * _step(chart, size) + size.gap,
        marks=tuple(draw(chart, kept, size)),
        key=chart_key(chart),
        left=len(rows) - len(kept),
    )


def chart_key(chart: Chart) -> str:
    """Return what the marks of a chart are."""
    columns = {column.key: column.heading for column in chart.table.columns}
    first, *others = (columns[key] for key in chart.series)
    if chart.drawn == "line":
        return _line_key(chart, first, others)
    if not others:
        return ""
    if chart.drawn == "spine":
        interval = "; broad line: its interval" if chart.lower else ""
        return f"Shape: {first}{interval}; upright line: {', '.join(others)}."
    return f"Filled: {first}. Outlined: {', '.join(others)}."


def _line_key(chart: Chart, first: str, others: list[str]) -> str:
    said = [f"Line with dots: {first}"]
    said += [f"dashed line: {listed(others)}"] if others else []
    said += ["upright lines: its 95% interval"] if chart.lower else []
    said += [f"hatched: {listed([band.label for band in chart.bands])}"] if chart.bands else []
    return f"{'; '.join(said)}."


def _step(chart: Chart, size: Size) -> int:
    return size.bar * (len(chart.series) if chart.drawn == "bars" else 1) + size.gap


def _label(chart: Chart, rows: tuple[Row, ...]) -> int:
    """Return how wide the names of rows are."""
    longest = max(len(short(name_of(chart, row))) for row in rows)
    return round(longest * LETTER) + 14


def _room(chart: Chart, rows: tuple[Row, ...]) -> int:
    """Return how wide the words behind bars and lines are."""
    longest = max(len(cell.text) for row in rows for cell in series_of(chart, row))
    return min(round(longest * LETTER) + 30, MOST_SAID)


def _size(value: float) -> str:
    return f"{value:.1f}"


def _bars(chart: Chart, rows: tuple[Row, ...], size: Size) -> Iterator[Mark]:
    """Yield a bar for each row and series, with its name before and its words behind it."""
    scale, label = scale_of(chart), _label(chart, rows)
    wide = size.width - label - _room(chart, rows)
    for n, row in enumerate(rows):
        top = n * _step(chart, size) + size.gap
        middle = top + size.bar * len(chart.series) / 2 + 4
        yield Mark(kind="end", x=f"{label - 10}", y=_size(middle), said=short(name_of(chart, row)))
        bars = zip(bars_of(chart, row, scale), series_of(chart, row), strict=True)
        for k, (bar, cell) in enumerate(bars):
            y = top + k * size.bar
            end: float = label
            if bar is not None:
                end = label + wide * bar.end
                yield Mark(
                    kind="bar" if k == 0 else "other",
                    x=_size(label + wide * bar.start),
                    y=f"{y}",
                    width=_size(wide * (bar.end - bar.start)),
                    height=f"{size.bar - 2}",
                )
            yield Mark(kind="text", x=_size(end + 6), y=f"{y + 12}", said=cell.text)


def _columns(chart: Chart, rows: tuple[Row, ...], size: Size) -> Iterator[Mark]:
    """Yield a column for each row and series, with its name beneath and its words above it.

    A row of which nothing is known keeps its place, and says so: what is missing is seen to be.
    """
    scale, each = scale_of(chart), (size.width - 20) / len(rows)
    wide = min(each * 0.8 / len(chart.series), 40.0)
    for n, row in enumerate(rows):
        left = 10 + n * each
        middle = left + wide * len(chart.series) / 2
        yield Mark(kind="middle", x=_size(middle), y=f"{HIGH + 38}", said=name_of(chart, row))
        bars = zip(bars_of(chart, row, scale), series_of(chart, row), strict=True)
        for k, (bar, cell) in enumerate(bars):
            x, y = left + k * wide, 20.0 + HIGH
            if bar is not None:
                y -= HIGH * bar.end
                yield Mark(
                    kind="bar" if k == 0 else "other",
                    x=_size(x),
                    y=_size(y),
                    width=_size(wide - 2),
                    height=_size(HIGH * (bar.end - bar.start)),
                )
            if k == 0:
                yield Mark(kind="middle", x=_size(x + wide / 2), y=_size(y - 5), said=cell.text)


def _spine(chart: Chart, rows: tuple[Row, ...], size: Size) -> Iterator[Mark]:
    """Yield a line for each row, from the least to the most of what it holds, with its marks."""
    label, room = _label(chart, rows), _room(chart, rows)
    for n, row in enumerate(rows):
        y = n * _step(chart, size) + size.gap + 8
        name = short(name_of(chart, row))
        yield Mark(kind="end", x=f"{label - 10}", y=f"{y + 5}", said=name)
        yield from _on_line(chart, row, y, (label, size.width - room))


def _on_line(chart: Chart, row: Row, y: int, ends: tuple[int, int]) -> Iterator[Mark]:
    lane, (start, end) = lane_of(chart, row), ends

    def at(share: float) -> float:
        return start + 10 + (end - start - 20) * share

    yield Mark(kind="scale", x=f"{start}", y=f"{y}", width=f"{end - start}", height="1")
    if lane.lower is not None and lane.upper is not None:
        size = _size(max(at(lane.upper) - at(lane.lower), 0.0))
        yield Mark(kind="line", x=_size(at(lane.lower)), y=f"{y - 2}", width=size, height="5")
    for beside in lane.compared:
        if beside is not None:
            yield Mark(kind="beside", x=_size(at(beside)), y=f"{y - 9}", width="2", height="19")
    if lane.figure is not None:
        yield Mark(kind="shape", x=_size(at(lane.figure)), y=f"{y + 6}", said=_shape(row))
    said = row[chart.table.column(chart.series[0])].text
    yield Mark(kind="text", x=f"{end + 14}", y=f"{y + 5}", said=said)


def _shape(row: tuple[Cell, ...]) -> str:
    """Return the shape of a row’s verdict, that of none where it has none."""
    return next((SHAPES[cell.mark] for cell in row if cell.mark), SHAPES["unknown"])

"""Where the parts of a line chart stand: figures, limits, bands behind them, and both scales.

All is told as shares of its width and height, from its left and its foot, so that a page, a screen
across a room and a print draw the same. What is not known has no place, and no line crosses it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from layers.profile.parts import Band, Chart
from mapping.profile.chart_laid import Row, name_of, series_of

Point = tuple[float, float]

TICKS: Final = 4
SPARE: Final = 0.06  # of the height, above and below all figures
BESIDE: Final = 0.5  # of all figures’ years, that a band may add at either end
LEAST_BESIDE: Final = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A band as it is drawn.

    Attributes
    ----------
    goes_left, goes_right
        Whether it goes on past what is drawn, or lies there altogether.
    edges
        Where it begins and ends, of what is drawn.
    """

    band: Band
    start: float
    end: float
    goes_left: bool
    goes_right: bool
    edges: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """A line chart laid out.

    Attributes
    ----------
    names
        Each row’s place along it, its name, and whether its figure is known.
    series
        The runs of points of each series: a line joins the points of a run, and no others.
    limits
        Of each figure that has them: its place along, its lower and its upper limit.
    ticks
        How high each stands, and what it says.
    """

    names: tuple[tuple[float, str, bool], ...]
    series: tuple[tuple[tuple[Point, ...], ...], ...]
    limits: tuple[tuple[float, float, float], ...]
    ticks: tuple[tuple[float, str], ...]
    bands: tuple[Stretch, ...]


def line_laid(chart: Chart) -> Laid:
    """Lay a line chart out; of one without a figure, its bands alone."""
    rows = chart.table.rows
    places = chart.places if len(chart.places) == len(rows) else tuple(map(float, range(len(rows))))
    first, last = _along(places, chart.bands)

    def x(place: float) -> float:
        return (place - first) / (last - first)

    low, high, ticks = _up(chart)

    def y(number: float) -> float:
        return (number - low) / (high - low)

    lines = tuple(
        _runs([(x(at), None if (n := series_of(chart, row)[k].number) is None else y(n))
               for at, row in zip(places, rows, strict=True)])
        for k in range(len(chart.series))
    )  # fmt: skip
    return Laid(
        names=tuple(
            (x(at), name_of(chart, row), series_of(chart, row)[0].number is not None)
            for at, row in zip(places, rows, strict=True)
        ),
        series=lines,
        limits=tuple(
            (x(at), y(ends[0]), y(ends[1]))
            for at, row in zip(places, rows, strict=True)
            if (ends := _limits(chart, row)) is not None
        ),
        ticks=tuple((y(tick), said) for tick, said in ticks),
        bands=tuple(_stretch(band, (first, last)) for band in chart.bands),
    )


def _along(places: tuple[float, ...], bands: tuple[Band, ...]) -> tuple[float, float]:
    """Return from where to where a chart goes: all figures, and bands as far as they are near."""
    least, most = min(places, default=0.0), max(places, default=1.0)
    beside = max((most - least) * BESIDE, LEAST_BESIDE)
    ends = [end for band in bands for end in (band.start, band.end) if end is not None]
    near = [min(max(end, least - beside), most + beside) for end in ends]
    first, last = min([least, *near]), max([most, *near])
    spare = max((last - first) * SPARE, 0.5)
    return first - spare, last + spare


def _stretch(band: Band, ends: tuple[float, float]) -> Stretch:
    first, last = ends

    def x(end: float | None, other: float) -> float:
        place = other if end is None else min(max(end, first), last)
        return (place - first) / (last - first)

    begins = first if band.start is None else band.start
    ends_at = last if band.end is None else band.end
    return Stretch(
        band=band,
        start=x(band.start, first),
        end=x(band.end, last),
        goes_left=band.start is None or begins < first or ends_at < first,
        goes_right=band.end is None or ends_at > last or begins > last,
        edges=tuple(
            x(end, end)
            for end in (band.start, band.end)
            if end is not None and first <= end <= last
        ),
    )


def _runs(points: list[tuple[float, float | None]]) -> tuple[tuple[Point, ...], ...]:
    """Part points into those that stand side by side with a figure each."""
    runs, run = list[tuple[Point, ...]](), list[Point]()
    for x, y in [*points, (0.0, None)]:
        if y is not None:
            run.append((x, y))
        elif run:
            runs.append(tuple(run))
            run = []
    return tuple(runs)


def _limits(chart: Chart, row: Row) -> tuple[float, float] | None:
    if not (chart.lower and chart.upper) or series_of(chart, row)[0].number is None:
        return None
    lower, upper = (row[chart.table.column(key)].number for key in (chart.lower, chart.upper))
    return None if lower is None or upper is None else (lower, upper)


def _up(chart: Chart) -> tuple[float, float, list[tuple[float, str]]]:
    """Return the scale of a chart’s numbers, which need not begin at nothing, and its ticks."""
    told = [
        number
        for row in chart.table.rows
        for number in (*(cell.number for cell in series_of(chart, row)),
                       *(_limits(chart, row) or ()))
        if number is not None
    ]  # fmt: skip
    least, most = min(told, default=0.0), max(told, default=1.0)
    apart = most - least or max(abs(most) / 10, 1.0)
    low, high = least - apart * SPARE, most + apart * SPARE * 2
    step = _nice(apart / TICKS)
    decimals = max(-math.floor(math.log10(step) + 1e-9), 0)
    first, last = math.ceil(low / step), math.floor(high / step)
    return low, high, [(n * step, f"{n * step:,.{decimals}f}") for n in range(first, last + 1)]


def _nice(step: float) -> float:
    """Return the next of 1, 2, 5, 10, 20 … that is no less."""
    size: float = 10.0 ** math.floor(math.log10(step))
    return next(size * each for each in (1, 2, 5, 10) if size * each >= step * (1 - 1e-9))

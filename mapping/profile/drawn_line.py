"""A line chart as marks: its line, limits and comparators, and bands with their names above it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from layers.profile.parts import Chart
from mapping.profile.line_laid import Laid, Point, Stretch, line_laid
from mapping.profile.marks import LETTER, Mark, Size, short
from mapping.templates import render

To = Callable[[Point], Point]

HIGH: Final = 0.235  # of the width, the figures alone: so that all of it fits a screen
LANE: Final = 19  # of a band’s name
FOOT: Final = 26
LEFT: Final = 52
RIGHT: Final = 14
DOT: Final = 5
ABOVE: Final = -8  # from the end of a line to the foot of its name
BELOW: Final = 18
FIGURE: Final = 9  # from a mark to the foot of its figure
LINE: Final = 15  # from one line of words to the next
LEAST_APART: Final = 8  # between two words
HATCH: Final = 9  # between two lines of a band


def line_svg(chart: Chart, size: Size) -> str:
    """Return a line chart as an SVG file of its own, for a document that places pictures."""
    drawn = {"marks": list(line_marks(chart, size))}
    return render(
        "profile/line.svg",
        drawn=drawn,
        width=size.width,
        height=line_height(chart, size),
        alt=chart.alt,
    )


def line_height(chart: Chart, size: Size) -> int:
    """Return how tall a line chart is."""
    return LANE * len(chart.bands) + round(HIGH * size.width) + FOOT + 8


def line_marks(chart: Chart, size: Size) -> Iterator[Mark]:
    """Yield the marks of a line chart, what lies behind first."""
    laid, top = line_laid(chart), LANE * len(chart.bands) + 8
    wide, tall = size.width - LEFT - RIGHT, round(HIGH * size.width)

    def at(point: Point) -> Point:
        return LEFT + wide * point[0], top + tall * (1 - point[1])

    for n, band in enumerate(laid.bands):
        yield from _band(band, n, at, size)
    for up, said in laid.ticks:
        (x, y), (end, _) = at((0, up)), at((1, up))
        yield Mark(kind="grid", path=_path([(x, y), (end, y)]))
        yield Mark(kind="end", x=_size(LEFT - 6), y=_size(y + 4), said=said)
    for k, runs in reversed(list(enumerate(laid.series))):
        for run in runs:
            if len(run) > 1:
                kind = "series" if k == 0 else "second"
                yield Mark(kind=kind, path=_path(map(at, run)))
            elif k:  # a figure alone, joined to none
                x, y = at(run[0])
                yield Mark(kind="second", path=_path([(x - DOT, y), (x + DOT, y)]))
    for x, low, high in laid.limits:
        yield Mark(kind="limits", path=_path([at((x, low)), at((x, high))]))
    for point in (point for run in laid.series[0] for point in run):
        x, y = at(point)
        yield Mark(kind="dot", path=_disc(x, y))
    yield from _figures(chart, laid, at)
    yield from _ends(chart, laid, at, size)
    yield from _names(chart, laid, at)


def _band(band: Stretch, n: int, at: To, size: Size) -> Iterator[Mark]:
    """Yield a band with its name above; an open side has no edge."""
    (left, top), (right, foot) = at((band.start, 1)), at((band.end, 0))
    right = max(right, left + 2)
    lines = list[str]()
    start = left - (foot - top)
    while start < right:
        (x1, y1), (x2, y2) = (start, foot), (start + foot - top, top)
        if x1 < left:
            x1, y1 = left, foot - (left - start)
        if x2 > right:
            x2, y2 = right, top + (start + foot - top - right)
        if x2 > x1:
            lines.append(_path([(x1, y1), (x2, y2)]))
        start += HATCH
    yield Mark(kind="band", path=f"M{left:.1f} {top:.1f}H{right:.1f}V{foot:.1f}H{left:.1f}z")
    yield Mark(kind="hatch", path="".join(lines))
    y = LANE * n + 8
    edges = [at((edge, 0))[0] for edge in band.edges]
    if edges:
        yield Mark(kind="edge", path="".join(_path([(x, y), (x, foot)]) for x in edges))
    yield from _label(band, (left, right), y + 8, size)


def _label(band: Stretch, ends: Point, y: float, size: Size) -> Iterator[Mark]:
    """Yield the name of a band, as far as it has room, and from when to when."""
    left, right = ends
    room = int((size.width - LEFT - RIGHT) / LETTER) - len(band.band.when) - len("◀  ▶ ")
    name = band.band.name
    name = name if len(name) <= room else f"{name[: max(room, 3) - 2].rstrip()}…:"
    before = "◀ " if band.goes_left else ""
    after = " ▶" if band.goes_right else ""
    said = f"{before}{name} {band.band.when}{after}"
    wide = len(said) * LETTER
    x = left + 4
    if x + wide > size.width - RIGHT:  # before its end, or as far left as it must
        x = max(min(right, size.width - RIGHT) - 4 - wide, 4.0)
    yield Mark(kind="text band-name", x=_size(x), y=_size(y), said=said)


def _figures(chart: Chart, laid: Laid, at: To) -> Iterator[Mark]:
    """Yield figures in words above their marks, the first and the last before those between."""
    points = [point for run in laid.series[0] for point in run]
    column = chart.table.column(chart.series[0])
    said = [row[column].text for row in chart.table.rows if row[column].number is not None]
    placed = [(*at(point), text) for point, text in zip(points, said, strict=True)]
    highest = {x: at((x, high))[1] for x, _, high in laid.limits}
    kept = list[tuple[float, float]]()
    order = [0, len(placed) - 1, *range(1, len(placed) - 1)] if placed else []
    for n in dict.fromkeys(order):
        x, y, text = placed[n]
        half = len(text) * LETTER / 2
        if all(abs(x - other) > half + width + LEAST_APART for other, width in kept):
            kept.append((x, half))
            y = min(y, highest.get(points[n][0], y))
            yield Mark(kind="middle figure", x=_size(x), y=_size(y - FIGURE), said=text)


def _ends(chart: Chart, laid: Laid, at: To, size: Size) -> Iterator[Mark]:
    """Yield the names of what is compared with, on that side of its end where no figure stands."""
    *_, own = [0.0, *(at(point)[1] for run in laid.series[0] for point in run)]
    top = min([own, *(at((x, high))[1] for x, _, high in laid.limits[-1:])])
    for k, runs in enumerate(laid.series[1:], start=1):
        if runs:
            x, y = at(runs[-1][-1])
            name = chart.table.columns[chart.table.column(chart.series[k])].heading
            x = min(x, size.width - RIGHT)
            is_above = y < own
            y = min(y + ABOVE, top - FIGURE - LINE) if is_above else y + BELOW
            yield Mark(kind="end beside-name", x=_size(x), y=_size(y), said=short(name))


def _names(chart: Chart, laid: Laid, at: To) -> Iterator[Mark]:
    """Yield the names of rows beneath, those with a figure before others, as many as have room.

    A row without a figure says so above its name: what is missing is seen to be.
    """
    column = chart.table.column(chart.series[0])
    said = [row[column].text for row in chart.table.rows]
    kept = dict[int, tuple[float, float]]()
    for n, (x, name, is_known) in sorted(enumerate(laid.names), key=lambda each: not each[1][2]):
        along, _ = at((x, 0))
        half = max(len(name), 0 if is_known else len(said[n])) * LETTER / 2
        apart = (abs(along - other) - half - width for other, width in kept.values())
        if all(each > LEAST_APART for each in apart):
            kept[n] = (along, half)
    foot = at((0, 0))[1]
    for n, (along, _) in sorted(kept.items()):
        _, name, is_known = laid.names[n]
        yield Mark(kind="middle", x=_size(along), y=_size(foot + 18), said=name)
        if not is_known:
            yield Mark(kind="middle", x=_size(along), y=_size(foot - 8), said=said[n])


def _path(points: Iterable[Point]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def _disc(x: float, y: float) -> str:
    turn = f"a{DOT} {DOT} 0 1 0"
    return f"M{x - DOT:.1f} {y:.1f}{turn} {2 * DOT} 0{turn} -{2 * DOT} 0z"


def _size(value: float) -> str:
    return f"{value:.1f}"

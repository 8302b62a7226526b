"""Pictures of comparisons as SVG, each with what it says as its text alternative.

What is drawn where is worked out here, in the picture's own units; its template draws it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from pandas import DataFrame, Series

from layers.compare.comparison import Comparison
from layers.compare.funnel import Funnel
from layers.compare.verdict import WORDS, Verdict
from mapping.templates import render

WIDTH, NAMES, MARGIN = 720, 210, 16
ROW, HEAD, FOOT = 32, 26, 30
HEIGHT = 340
MOST_ROWS = 24
MOST_NAMED = 6  # places that a funnel names, where it holds many
MARK = 6.5
TICKS = 5

To = Callable[[float], float]
Shape = Verdict | Literal["outside"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line from point to point."""

    style: str
    points: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words at a point; `anchor` says which end of them stands there."""

    x: str
    y: str
    text: str
    anchor: Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A verdict's shape: triangle better, disc similar, diamond worse, ring not known."""

    kind: Shape
    title: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A stretch of time, from top to bottom."""

    title: str
    path: str


Drawn = Line | Words | Mark | Band


def intervals_svg(found: Comparison) -> str:
    """Return a picture of each place's figure with its interval, and the comparator as a line.

    Empty where no place has a figure.
    """
    rows = found.places[found.places["value"].notna()]
    every = rows[rows.index != found.comparator_id]
    rows = _furthest(every, found.comparator)
    if rows.empty:
        return ""
    ends = rows[["lower", "value", "upper"]].to_numpy(float).ravel()
    across = scale([*ends, found.comparator], NAMES + MARGIN, WIDTH - MARGIN - 8)
    height = HEAD + ROW * len(rows) + FOOT
    x = across(found.comparator)
    drawn: list[Drawn] = [
        line("kyp-comparator", (x, HEAD - 4), (x, height - FOOT)),
        words(x, HEAD - 10, found.comparator_name, "middle"),
        *_axis_across(across, [*ends, found.comparator], height - FOOT),
    ]
    for n, (_, row) in enumerate(rows.iterrows()):
        drawn += _interval_row(row, HEAD + ROW * (n + 0.5), across)
    said = f"{found.sentence()} Each mark is a figure, each bar its 95% interval."
    if len(rows) < len(every):
        few = f"The {len(rows)} furthest from it are drawn, of {len(every):,}."
        drawn.append(words(WIDTH - MARGIN, height + 12, few, "end"))
        return svg(WIDTH, height + 18, f"{said} {few}", drawn)
    return svg(WIDTH, height, said, drawn)


def _furthest(rows: DataFrame, comparator: float) -> DataFrame:
    """Return all of a few places; of many those furthest from the comparator, the highest first."""
    if len(rows) <= MOST_ROWS:
        return rows
    apart = (rows["value"] - comparator).abs()
    kept = rows.loc[apart.sort_values(ascending=False, kind="stable").index[:MOST_ROWS]]
    return kept.sort_values("value", ascending=False, kind="stable")


def funnel_svg(funnel: Funnel, unit: str) -> str:
    """Return a picture of figures against the number of people, within the limits of chance.

    Empty where no place has counts.
    """
    known = funnel.places[funnel.places["outside"] != "unknown"]
    if known.empty or funnel.curve.empty:
        return ""
    curve = funnel.curve
    tall = [*curve.drop(columns="people").to_numpy(float).ravel(), *known["value"]]
    up = scale(tall, HEIGHT - FOOT - 14, MARGIN)
    logs = scale(np.log(curve["people"].to_numpy(float)), 70, WIDTH - MARGIN, spare=0)
    middle = up(funnel.comparator)
    drawn: list[Drawn] = [
        *axis_up(up, tall),
        line("kyp-comparator", (70, middle), (WIDTH - MARGIN, middle)),
        *(_curve(curve, name, logs, up) for name in curve.columns if name != "people"),
        *(_people_tick(size, logs) for size in _sizes(curve["people"])),
        words(WIDTH / 2 + 30, HEIGHT - 7, f"people counted; {unit} up the side", "middle"),
    ]
    apart = (known["value"] - funnel.comparator).abs().sort_values(ascending=False)
    named = apart.index if len(known) <= MOST_ROWS // 2 else apart.index[:MOST_NAMED]
    for key, row in known.iterrows():
        at = (logs(math.log(row["people"])), up(row["value"]))
        drawn += _funnel_place(row, funnel, at, is_named=key in named)
    said = f"{funnel.sentence()} Dashed lines are the limits of 95%, solid ones of 99.8%."
    return svg(WIDTH, HEIGHT, said, drawn)


def svg(width: float, height: float, said: str, drawn: Iterable[Drawn]) -> str:
    """Return a picture, with what it says as its text alternative."""
    shapes = [(type(each).__name__.lower(), each) for each in drawn]
    size = f"0 0 {width:.0f} {height:.0f}"
    return render("pages/compare/picture.html", size=size, said=said, shapes=shapes)


def _interval_row(row: Series, y: float, across: To) -> Iterator[Drawn]:
    yield words(NAMES, y + 5, str(row["place"]), "end")
    if not math.isnan(row["lower"]):
        yield line("kyp-interval", (across(row["lower"]), y), (across(row["upper"]), y))
    yield mark(across(row["value"]), y, row["verdict"])


def _funnel_place(
    row: Series, funnel: Funnel, at: tuple[float, float], *, is_named: bool
) -> Iterator[Drawn]:
    x, y = at
    yield mark(x, y, "similar" if row["outside"] == "inside" else "outside")
    if not is_named:
        return
    right = x < WIDTH * 0.7
    above = row["value"] >= funnel.comparator
    end: Literal["start", "end"] = "start" if right else "end"
    yield words(x + (8 if right else -8), y + (-9 if above else 20), str(row["place"]), end)


def mark(x: float, y: float, kind: Shape) -> Mark:
    """Return a verdict's shape about a point."""
    r = MARK
    if kind == "better":
        path = f"M{x:.1f} {y - r:.1f}l{r:.1f} {1.8 * r:.1f}h{-2 * r:.1f}z"
    elif kind in ("worse", "outside"):
        path = f"M{x:.1f} {y - r:.1f}l{r:.1f} {r:.1f}l{-r:.1f} {r:.1f}l{-r:.1f} {-r:.1f}z"
    else:
        r -= 1
        half = f"a{r:.1f} {r:.1f} 0 1 0"
        path = f"M{x - r:.1f} {y:.1f}{half} {2 * r:.1f} 0{half} {-2 * r:.1f} 0z"
    return Mark(kind=kind, title="" if kind == "outside" else WORDS[kind], path=path)


def _curve(curve: DataFrame, name: str, logs: To, up: To) -> Line:
    points = [(logs(math.log(x)), up(y)) for x, y in zip(curve["people"], curve[name], strict=True)]
    return line(f"kyp-limit{' kyp-dashed' if name.endswith('_95') else ''}", *points)


def line(style: str, *points: tuple[float, float]) -> Line:
    """Return a line through points."""
    return Line(style=style, points=" ".join(f"{x:.1f},{y:.1f}" for x, y in points))


def words(x: float, y: float, said: str, anchor: Literal["start", "middle", "end"]) -> Words:
    """Return words at a point."""
    return Words(x=f"{x:.1f}", y=f"{y:.1f}", text=said, anchor=anchor)


def _sizes(people: Series) -> list[float]:
    steps = [size * 10**power for power in range(9) for size in (1, 2, 5)]
    return [size for size in steps if people.min() <= size <= people.max()]


def _people_tick(size: float, logs: To) -> Words:
    return words(logs(math.log(size)), HEIGHT - FOOT + 10, f"{size:,.0f}", "middle")


def scale(values: Sequence[float], start: float, end: float, spare: float = 0.06) -> To:
    """Return what puts values between two ends of a picture, with room to spare."""
    known = [float(value) for value in values if not math.isnan(value)]
    low, high = min(known), max(known)
    room = (high - low) * spare or (1.0 if high == low else 0.0)
    low, high = low - room, high + room
    return lambda value: start + (value - low) / (high - low) * (end - start)


def _ticks(values: Sequence[float]) -> list[float]:
    known = [float(value) for value in values if not math.isnan(value)]
    low, high = min(known), max(known)
    span = (high - low) or 1.0
    power = 10 ** math.floor(math.log10(span / TICKS))
    step = next(power * size for size in (1, 2, 5, 10) if span / (power * size) <= TICKS)
    first = math.ceil(low / step)
    return [n * step for n in range(first, math.floor(high / step) + 1)]


def _axis_across(across: To, values: Sequence[float], y: float) -> Iterator[Drawn]:
    for tick in _ticks(values):
        yield line("kyp-axis", (across(tick), y), (across(tick), y + 5))
        yield words(across(tick), y + 20, f"{tick:g}", "middle")


def axis_up(up: To, values: Sequence[float]) -> Iterator[Drawn]:
    """Return the ticks of an axis up the side."""
    for tick in _ticks(values):
        yield line("kyp-axis", (64, up(tick)), (70, up(tick)))
        yield words(60, up(tick) + 5, f"{tick:g}", "end")

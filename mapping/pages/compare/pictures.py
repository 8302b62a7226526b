"""Pictures of comparisons as inline SVG, each with what it says as its text alternative."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Literal

import numpy as np
from pandas import DataFrame, Series

from layers.compare.comparison import Comparison
from layers.compare.funnel import Funnel
from layers.compare.verdict import WORDS, Verdict
from mapping.escape import html_text

WIDTH, NAMES, MARGIN = 720, 210, 16
ROW, HEAD, FOOT = 32, 26, 30
HEIGHT = 340
MOST_ROWS = 40
MARK = 6.5
TICKS = 5
SVG = "http://www.w3.org/2000/svg"

To = Callable[[float], float]
Mark = Verdict | Literal["outside"]


def shape_svg(x: float, y: float, kind: Mark) -> str:
    """Draw a verdict's shape: triangle better, disc similar, diamond worse, ring not known."""
    r = MARK
    if kind == "better":
        drawn = f'<path d="M{x:.1f} {y - r:.1f}l{r:.1f} {1.8 * r:.1f}h{-2 * r:.1f}z"/>'
    elif kind in ("worse", "outside"):
        drawn = (
            f'<path d="M{x:.1f} {y - r:.1f}l{r:.1f} {r:.1f}l{-r:.1f} {r:.1f}l{-r:.1f} {-r:.1f}z"/>'
        )
    else:
        drawn = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r - 1:.1f}"/>'
    title = f"<title>{html_text(WORDS[kind])}</title>" if kind in WORDS else ""
    return f'<g class="kyp-mark kyp-{kind}">{title}{drawn}</g>'


def intervals_svg(found: Comparison) -> str:
    """Draw each place's figure with its interval, and the comparator as a line.

    Nothing where no place has a figure.
    """
    rows = found.places[found.places["value"].notna()]
    rows = rows[rows.index != found.comparator_id].head(MOST_ROWS)
    if rows.empty:
        return ""
    ends = rows[["lower", "value", "upper"]].to_numpy(float).ravel()
    across = _scale([*ends, found.comparator], NAMES + MARGIN, WIDTH - MARGIN - 8)
    height = HEAD + ROW * len(rows) + FOOT
    x = across(found.comparator)
    parts = [
        _line(x, HEAD - 4, x, height - FOOT, "kyp-comparator"),
        _text(x, HEAD - 10, found.comparator_name, "middle"),
        *_axis_across(across, [*ends, found.comparator], height - FOOT),
    ]
    for n, (_, row) in enumerate(rows.iterrows()):
        parts += _interval_row(row, HEAD + ROW * (n + 0.5), across)
    said = f"{found.sentence()} Each mark is a figure, each bar its 95% interval."
    return _svg(WIDTH, height, said, parts)


def _interval_row(row: Series, y: float, across: To) -> Iterator[str]:
    yield _text(NAMES, y + 5, str(row["place"]), "end")
    if not math.isnan(row["lower"]):
        yield _line(across(row["lower"]), y, across(row["upper"]), y, "kyp-interval")
    yield shape_svg(across(row["value"]), y, row["verdict"])


def funnel_svg(funnel: Funnel, unit: str) -> str:
    """Draw figures against the number of people, within the limits of chance.

    Nothing where no place has counts.
    """
    known = funnel.places[funnel.places["outside"] != "unknown"]
    if known.empty or funnel.curve.empty:
        return ""
    curve = funnel.curve
    tall = [*curve.drop(columns="people").to_numpy(float).ravel(), *known["value"]]
    up = _scale(tall, HEIGHT - FOOT - 14, MARGIN)
    logs = _scale(np.log(curve["people"].to_numpy(float)), 70, WIDTH - MARGIN, spare=0)
    parts = [
        *_axis_up(up, tall),
        _line(70, up(funnel.comparator), WIDTH - MARGIN, up(funnel.comparator), "kyp-comparator"),
        *(_curve(curve, name, logs, up) for name in curve.columns if name != "people"),
        *(_people_tick(size, logs) for size in _sizes(curve["people"])),
        _text(WIDTH / 2 + 30, HEIGHT - 7, f"people counted; {unit} up the side", "middle"),
    ]
    for _, row in known.iterrows():
        x, y = logs(math.log(row["people"])), up(row["value"])
        inside = row["outside"] == "inside"
        parts += [
            shape_svg(x, y, "similar" if inside else "outside"),
            _name(x, y + (-9 if row["value"] >= funnel.comparator else 20), row["place"]),
        ]
    said = f"{funnel.sentence()} Dashed lines are the limits of 95%, solid ones of 99.8%."
    return _svg(WIDTH, HEIGHT, said, parts)


def _name(x: float, y: float, name: str) -> str:
    right = x < WIDTH * 0.7
    return _text(x + (8 if right else -8), y, name, "start" if right else "end")


def _curve(curve: DataFrame, name: str, logs: To, up: To) -> str:
    points = " ".join(
        f"{logs(math.log(x)):.1f},{up(y):.1f}"
        for x, y in zip(curve["people"], curve[name], strict=True)
    )
    dashed = " kyp-dashed" if name.endswith("_95") else ""
    return f'<polyline class="kyp-limit{dashed}" points="{points}"/>'


def _sizes(people: Series) -> list[float]:
    steps = [size * 10**power for power in range(9) for size in (1, 2, 5)]
    return [size for size in steps if people.min() <= size <= people.max()]


def _people_tick(size: float, logs: To) -> str:
    return _text(logs(math.log(size)), HEIGHT - FOOT + 10, f"{size:,.0f}", "middle")


def _scale(values: Sequence[float], start: float, end: float, spare: float = 0.06) -> To:
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


def _axis_across(across: To, values: Sequence[float], y: float) -> Iterator[str]:
    for tick in _ticks(values):
        yield _line(across(tick), y, across(tick), y + 5, "kyp-axis")
        yield _text(across(tick), y + 20, f"{tick:g}", "middle")


def _axis_up(up: To, values: Sequence[float]) -> Iterator[str]:
    for tick in _ticks(values):
        yield _line(64, up(tick), 70, up(tick), "kyp-axis")
        yield _text(60, up(tick) + 5, f"{tick:g}", "end")


def _line(x: float, y: float, to_x: float, to_y: float, style: str) -> str:
    return f'<line class="{style}" x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}"/>'


def _text(x: float, y: float, said: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{html_text(said)}</text>'


def _svg(width: float, height: float, said: str, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="{SVG}" class="kyp-picture" viewBox="0 0 {width} {height:.0f}" role="img" '
        f'aria-label="{html_text(said)}">{"".join(parts)}</svg>'
    )

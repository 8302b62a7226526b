"""An indicator over time as SVG, with the projects that were meant to move it as dated bands."""

from __future__ import annotations

import math
from collections.abc import Iterator

from pandas import DataFrame, Series

from layers.compare.history import History
from layers.compare.projects import Span
from layers.indicators.periods import are_apart, middle_of
from layers.indicators.words import ENGLAND, OUTSIDE_NAMES, target_words
from mapping.pages.compare.pictures import (
    FOOT,
    HEIGHT,
    MARGIN,
    WIDTH,
    Band,
    Drawn,
    To,
    axis_up,
    line,
    mark,
    scale,
    svg,
    words,
)

LEFT, TOP = 70, 14
LABEL = 17  # height of the name of a project, which stands above the line
LONGEST_NAME = 46
LEAST_GAP = 58  # between the names of periods, in the picture's units


def history_svg(history: History) -> str:
    """Return a picture of an indicator over time; empty where no period has a figure."""
    known = history.known
    if known.empty:
        return ""
    series, spans = _placed(history.series), _drawable(history)
    undated = [span for span in history.spans if span not in spans]
    top = TOP + LABEL * (len(spans) + len(undated))
    ends = [end for span in spans for end in (span.began_at, span.ended_at) if end is not None]
    across = scale([*series["at"], *ends], LEFT + 14, WIDTH - MARGIN - 14, spare=0.02)
    tall = _tall(history)
    up = scale(tall, HEIGHT - FOOT - 14, top + 10)
    drawn = [
        *_bands(spans, across, top),
        *_undated(undated, TOP + LABEL * len(spans)),
        *axis_up(up, tall),
        *_period_names(series, across),
        *_target(history, up),
        *_england(series, across, up),
        *_figures(series, across, up),
    ]
    return svg(WIDTH, HEIGHT, _said(history), drawn)


def _said(history: History) -> str:
    ran = "".join(f" {span.name}: {span.words()}." for span in history.spans)
    return f"{history.sentence()} Each mark is a figure, each bar its 95% interval.{ran}"


def _placed(series: DataFrame) -> DataFrame:
    """Put periods on a line of years; evenly, where one of them holds no year."""
    at = [middle_of(str(period)) for period in series["period"]]
    held = [each for each in at if each is not None]
    return series.assign(at=held if len(held) == len(at) else [float(n) for n in range(len(at))])


def _drawable(history: History) -> list[Span]:
    """Return the projects of which something is dated, where periods are on a line of years."""
    if any(middle_of(str(period)) is None for period in history.series["period"]):
        return []
    return [span for span in history.spans if span.is_dated]


def _tall(history: History) -> list[float]:
    columns = ["value", "lower", "upper", "england"]
    tall = [float(cell) for cell in history.series[columns].to_numpy(float).ravel()]
    return [*tall, *([history.indicator.target] if history.indicator.target is not None else [])]


def _bands(spans: list[Span], across: To, top: float) -> Iterator[Drawn]:
    for n, span in enumerate(spans):
        left = LEFT if span.began_at is None else _within(across(span.began_at))
        right = WIDTH - MARGIN if span.ended_at is None else _within(across(span.ended_at))
        if right > left:
            foot = HEIGHT - FOOT - 8
            path = f"M{left:.1f} {top:.1f}H{right:.1f}V{foot:.1f}H{left:.1f}z"
            yield Band(title=f"{span.name}: {span.words()}", path=path)
        y = TOP + LABEL * n
        yield line("kyp-axis", (left, y + 4), (left, top))
        is_right = left > WIDTH * 0.55
        yield words(
            left + (-4 if is_right else 4), y + 6, _short(span.name), "end" if is_right else "start"
        )


def _undated(spans: list[Span], top: float) -> Iterator[Drawn]:
    """Name the projects that cannot be drawn, so that they are not overlooked."""
    for n, span in enumerate(spans):
        yield words(
            LEFT + 4, top + LABEL * n + 6, f"{_short(span.name)}: no dates printed", "start"
        )


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def _within(x: float) -> float:
    return min(max(x, LEFT), WIDTH - MARGIN)


def _period_names(series: DataFrame, across: To) -> Iterator[Drawn]:
    last = -math.inf
    for at, period in zip(series["at"], series["period"], strict=True):
        x = across(at)
        yield line("kyp-axis", (x, HEIGHT - FOOT - 8), (x, HEIGHT - FOOT - 3))
        if x - last >= LEAST_GAP:
            yield words(x, HEIGHT - FOOT + 12, str(period), "middle")
            last = x


def _target(history: History, up: To) -> Iterator[Drawn]:
    target = history.indicator.target
    if target is None:
        return
    y = up(target)
    yield line("kyp-limit kyp-dashed", (LEFT, y), (WIDTH - MARGIN, y))
    yield words(WIDTH - MARGIN, y - 5, f"target {target_words(history.indicator)}", "end")


def _england(series: DataFrame, across: To, up: To) -> Iterator[Drawn]:
    known = series[series["england"].notna()]
    if known.empty:
        return
    points = [(across(at), up(y)) for at, y in zip(known["at"], known["england"], strict=True)]
    for run in _side_by_side(series, "england"):
        joined = [(across(row["at"]), up(row["england"])) for row in run]
        if len(joined) > 1:
            yield line("kyp-comparator", *joined)
    x, y = points[-1]
    below = 18 if known["england"].iloc[-1] <= (known["value"].iloc[-1] or 0) else -10
    yield words(x, y + below, OUTSIDE_NAMES[ENGLAND], "end")


def _figures(series: DataFrame, across: To, up: To) -> Iterator[Drawn]:
    """Yield the figures and their intervals; the line breaks where a period has none."""
    for run in _side_by_side(series, "value"):
        joined = [(across(row["at"]), up(row["value"])) for row in run]
        if len(joined) > 1:
            yield line("kyp-series", *joined)
    for _, row in series[series["value"].notna()].iterrows():
        x = across(row["at"])
        if not math.isnan(row["lower"]):
            yield line("kyp-interval", (x, up(row["lower"])), (x, up(row["upper"])))
        yield mark(x, up(row["value"]), "similar")


def _side_by_side(series: DataFrame, column: str) -> list[list[Series]]:
    """Part periods into those that stand side by side with a figure each."""
    runs: list[list[Series]] = [[]]
    for _, row in series.iterrows():
        run = runs[-1]
        if run and are_apart(str(run[-1]["period"]), str(row["period"])):
            runs.append(run := [])
        if math.isnan(row[column]):
            runs.append([])
        else:
            run.append(row)
    return runs

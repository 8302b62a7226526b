"""A timeline as one block that every format draws: its figures, and when the project ran."""

from __future__ import annotations

import math
from typing import Final

from pandas import Series

from layers.compare.projects import Span
from layers.compare.timeline import NO_CAUSE, TAKEN_AS, Timeline
from layers.compare.typed_project import Run
from layers.indicators.words import number_said
from layers.profile.parts import About, Band, Cell, Chart, Column, Table
from layers.said.numbers import UNKNOWN
from layers.said.sentences import opened

LIMITS: Final = ("lower", "upper")
AGAIN: Final = "again"


def timeline_chart(found: Timeline) -> Chart:
    """Return a timeline as a line chart with its project behind it, and the table of all it says.

    Where a period tells no year, rows stand one after the other and no project is drawn: its words
    in the table and beneath it are left.
    """
    columns = _columns(found)
    rows = tuple(tuple(_cells(found, row, columns)) for _, row in found.series.iterrows())
    middles = (found.series["first"] + found.series["last"]) / 2
    is_placed = bool(len(middles)) and bool(middles.notna().all())
    table = Table(
        key=f"timeline-{found.indicator.key}-{found.history.place_id}",
        title=_title(found),
        columns=columns,
        rows=rows,
        about=_about(found),
        none="No figure is held of any period.",
        after=f"{_ran(found)} {TAKEN_AS}",
    )
    series = [key for key in ("figure", "compared") if key in {each.key for each in columns}]
    has_limits = LIMITS[0] in {each.key for each in columns}
    lower, upper = LIMITS if has_limits else ("", "")
    return Chart(
        drawn="line",
        table=table,
        category="period",
        series=tuple(series),
        lower=lower,
        upper=upper,
        alt=f"{found.sentence()} {_ran(found)}",
        places=tuple(map(float, middles)) if is_placed else (),
        bands=tuple(_bands(found)) if is_placed else (),
        behind="project",
    )


def _title(found: Timeline) -> str:
    """Return what is shown, with its unit where the figures do not say it."""
    is_said = (found.indicator.form, found.indicator.per) == ("share", 100)
    return found.heading if is_said else f"{found.heading} ({found.indicator.unit})"


def _ran(found: Timeline) -> str:
    return f"{found.project.name} ran {found.project.words()}."


def _about(found: Timeline) -> About:
    known = found.known["period"]
    period = "" if known.empty else " to ".join(dict.fromkeys((known.iloc[0], known.iloc[-1])))
    return About(
        period=period,
        sources=tuple(each.title for each in found.sources),
        standing=found.indicator.standing,
        note=NO_CAUSE,
    )


def _columns(found: Timeline) -> tuple[Column, ...]:
    """Return the columns that say something: no interval and no comparator where none is held."""
    unit, series = found.indicator.unit, found.series
    made = [
        Column(key="period", heading="Period"),
        Column(key="figure", heading=found.history.place, kind="number", unit=unit),
    ]
    if series["lower"].notna().any():
        made += [
            Column(key=key, heading=f"{opened(key)} limit, 95%", kind="number", unit=unit)
            for key in LIMITS
        ]
    if found.comparator is not None and series["compared"].notna().any():
        name = opened(found.comparator.name)
        made.append(Column(key="compared", heading=name, kind="number", unit=unit))
    return (*made, Column(key="project", heading=found.project.name, kind="share"),
            Column(key="note", heading="Note"))  # fmt: skip


def _cells(found: Timeline, row: Series, columns: tuple[Column, ...]) -> list[Cell]:
    said = {
        "period": Cell(text=str(row["period"])),
        "figure": _number(row["value"], found),
        "compared": _number(row["compared"], found),
        "project": Cell(
            text=str(row["project"]), number=None if math.isnan(row["ran"]) else row["ran"]
        ),
        "note": Cell(text=str(row["note"])),
    } | {key: _number(row[key], found) for key in LIMITS}
    return [said[column.key] for column in columns]


def _number(value: float, found: Timeline) -> Cell:
    """Return a figure: with its sign where it is a per cent, else as its heading has its unit."""
    if math.isnan(value):
        return Cell(text=UNKNOWN)
    decimals = 3 if (found.indicator.form, found.indicator.per) == ("share", 1) else 1
    is_percent = (found.indicator.form, found.indicator.per) == ("share", 100)
    said = f"{number_said(value, decimals)}{'%' if is_percent else ''}"
    return Cell(text=said, number=float(value))


def _bands(found: Timeline) -> list[Band]:
    """Return when the project ran, and the dated projects that reports tell of."""
    own = [
        _band(AGAIN if at else f"{found.project.name}:", run)
        for at, run in enumerate(found.project.runs)
    ]
    return [*own, *(_reported(span) for span in found.history.spans if span.is_dated)]


def _band(name: str, run: Run) -> Band:
    return Band(
        name=name,
        when=run.words(),
        start=None if run.began is None else run.began.first,
        end=None if run.ended is None else run.ended.last,
    )


def _reported(span: Span) -> Band:
    return Band(name=f"{span.name}:", when=span.words(), start=span.began_at, end=span.ended_at)

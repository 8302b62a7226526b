"""A spine as bars: measures that count in the same unit, on one scale that begins at nothing.

An office’s charts have one scale, and a spine has one for each row. Percentages share a scale, and
so do measures in the same unit: each such group is a chart of its own, with the figures compared.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from layers.compare.verdict import SHAPES
from layers.profile.parts import About, Cell, Chart, Column, Table
from layers.said.numbers import counted, listed

UNIT: Final = "unit"
PER_CENT: Final = "%"
BESIDE: Final = ("compared", "county")
VERDICTS: Final = {"verdict": "England", "county_verdict": "the larger area"}
WHISKERS: Final = "The line through the end of a bar is from the lower to the upper limit of 95%"
NAME: Final = "named"


def on_one_scale(spine: Chart) -> tuple[Chart, ...]:
    """Return a spine as charts of bars, each of the measures that share a scale.

    A measure whose figure is not known, or is held back, keeps its place and has no bar. A single
    measure with nothing beside it says nothing as a bar: it stands in the table alone.
    """
    table = spine.table
    at = table.column(UNIT)
    groups = dict[str, list[tuple[Cell, ...]]]()
    for row in table.rows:
        groups.setdefault(_scale(row[at].text), []).append(row)
    drawn = (_bars(spine, unit, rows) for unit, rows in groups.items())
    return tuple(each for each in drawn if each is not None)


def _scale(unit: str) -> str:
    """Return the scale of a unit: all percentages have one."""
    return PER_CENT if unit.startswith(PER_CENT) else unit


def _bars(spine: Chart, unit: str, rows: list[tuple[Cell, ...]]) -> Chart | None:
    table = spine.table
    own = table.column(spine.series[0])
    series = (spine.series[0], *(key for key in BESIDE if _is_held(table, key, rows)))
    known = sum(row[own].number is not None for row in rows)
    if not known or (known == 1 and len(series) == 1):
        return None
    named = (Column(key=NAME, heading="Measure"), *table.columns)
    title = "per cent" if unit == PER_CENT else unit
    bars = Table(
        key=f"{table.key}-{'pct' if unit == PER_CENT else unit}",
        title=f"Published measures, {title}",
        columns=named,
        rows=tuple((Cell(text=_name(spine, row, series)), *row) for row in rows),
        about=About(note=f"{_about(spine, rows)}{_rest(len(table.rows) - len(rows))}"),
    )
    heads = [table.columns[table.column(key)].heading for key in series[1:]]
    beside = f" beside {listed([_of(head) for head in heads])}" if heads else ""
    return replace(
        spine,
        drawn="bars",
        table=bars,
        category=NAME,
        series=series,
        alt=f"{counted(len(rows), 'published measures')}, {title},{beside}. {bars.about.note}",
        reading="",
    )


def _of(heading: str) -> str:
    return heading if heading == "England" else f"the {heading.casefold()}"


def _is_held(table: Table, key: str, rows: list[tuple[Cell, ...]]) -> bool:
    at = table.column(key)
    return any(row[at].number is not None for row in rows)


def _name(spine: Chart, row: tuple[Cell, ...], series: tuple[str, ...]) -> str:
    """Return a measure, whose it is, its figure, what is judged of it, and what is not held."""
    table = spine.table
    figure = row[table.column(spine.series[0])]
    measure = ", ".join(row[at].text for at in _naming(table) if row[at].text)
    judged = [
        f"{SHAPES[cell.mark]} {cell.text} beside {other}"
        for key, other in VERDICTS.items()
        if (cell := row[table.column(key)]).mark
    ]
    known = [figure.text] if figure.number is not None else []
    england = row[table.column(BESIDE[0])]
    lacking = [f"England {england.text or 'not known'}"] if BESIDE[0] in series else []
    said = "; ".join((*known, *judged, *(lacking if england.number is None else [])))
    return f"{measure}: {said}" if said else measure


def _naming(table: Table) -> list[int]:
    """Return the columns that tell rows apart."""
    return [at for at, column in enumerate(table.columns) if not at or column.names]


def _rest(others: int) -> str:
    """Return how many measures are on another scale."""
    verb = "is" if others == 1 else "are"
    said = f" {counted(others, 'measures')} {verb} on another scale, and told in the table."
    return said if others else ""


def _about(spine: Chart, rows: list[tuple[Cell, ...]]) -> str:
    """Return how the bars are read: what their lines are, and how many have none."""
    table = spine.table
    own, *limits = (table.column(key) for key in (spine.series[0], spine.lower, spine.upper))
    known = [row for row in rows if row[own].number is not None]
    without = sum(any(row[at].number is None for at in limits) for row in known)
    said = list[str]()
    if without < len(known):
        rest = f"; for {counted(without, 'measures')} none are published" if without else ""
        said.append(f"{WHISKERS}{rest}.")
    else:
        said.append("No limits are published of these measures.")
    missing = len(rows) - len(known)
    if missing:
        verb = "has" if missing == 1 else "have"
        said.append(f"{counted(missing, 'measures')} {verb} no bar: the name says why.")
    return " ".join(said)

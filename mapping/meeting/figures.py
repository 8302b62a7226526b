"""The figures of a scene, to tell later what has changed: those that its picture shows."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Final

from geodata.store.kinds.scene import Figure
from geodata.store.kinds.words import LONGEST_KEY, LONGEST_LINE
from layers.place.values import PlaceFacts
from layers.profile.parts import Block, Cell, Chart, Column, Figures, Table
from layers.said.numbers import shown
from mapping.map.spec import MapSpec

MOST: Final = 200  # of one scene; a table of all neighbourhoods is no picture for a room


def figure(
    key: str,
    label: str,
    value: float | None,
    unit: str = "",
    period: str = "",
    *,
    text: str = "",
    limits: tuple[float | None, float | None] = (None, None),
) -> Figure:
    """Return a figure as it is kept: what is not known has no value, and no text is too long.

    Parameters
    ----------
    text
        As it is shown: "about 420".
    limits
        Those that are told with it.
    """
    return Figure(
        key=key[:LONGEST_KEY],
        label=label[:LONGEST_LINE],
        value=_known(value),
        unit=unit[:LONGEST_KEY],
        period=period[:LONGEST_KEY],
        text=text[:LONGEST_LINE],
        lower=_known(limits[0]),
        upper=_known(limits[1]),
    )


def _known(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)


def figures_of_block(block: Block) -> tuple[Figure, ...]:
    """Return every number of a block by what it is of, so that other rows may come and go."""
    if isinstance(block, Figures):
        return tuple(
            figure(
                f"{block.key}/{each.key}",
                each.label,
                each.number,
                each.unit,
                each.period,
                text=each.text,
            )
            for each in block.figures
        )
    if isinstance(block, Chart):
        shown = [each for each in block.table.columns if each.key in block.series]
        return _first(_of_table(block.table, shown, block))
    if isinstance(block, Table):
        return _first(_of_table(block, block.columns))
    return ()


def figures_of_classes(spec: MapSpec, facts: PlaceFacts | None = None) -> tuple[Figure, ...]:
    """Return how much each colour of a map holds, in a place where one is told.

    A colour that holds nobody there counts 0.
    """
    if facts is not None:
        held = [(each, facts.by_class.get(each.code, 0.0)) for each in spec.legend.classes]
        return tuple(
            figure(
                f"map/{each.code}",
                spec.legend.named(each),
                count,
                facts.need_who,
                facts.need_label,
                text=shown(count),
            )
            for each, count in held
        )
    period = "; ".join(dict.fromkeys(filter(None, (each.period for each in spec.figures))))
    return tuple(
        figure(
            f"map/{each.code}",
            spec.legend.named(each),
            float(each.areas) if each.holds else each.children,
            spec.shape_plural if each.holds else spec.legend.who,
            period,
            text=each.holds or shown(each.children),
        )
        for each in spec.legend.classes
    )


def _of_table(
    table: Table, columns: Iterable[Column], chart: Chart | None = None
) -> Iterator[Figure]:
    numbers = [column for column in columns if column.is_number]
    for at, row in enumerate(table.rows, start=1):
        first = row[0].text if table.is_key else str(at)
        named = (row[table.column(each.key)].text for each in table.columns if each.names)
        name = ", ".join(dict.fromkeys((first, *named)))
        for column in numbers:
            cell = row[table.column(column.key)]
            yield figure(
                f"{table.key}/{name}/{column.key}",
                f"{name}: {column.heading}",
                cell.number,
                column.unit,
                table.about.period,
                text=cell.text,
                limits=_limits(row, column, chart),
            )


def _limits(
    row: tuple[Cell, ...], column: Column, chart: Chart | None
) -> tuple[float | None, float | None]:
    """Return the limits of a figure: those of a chart are around the first of what it draws."""
    if chart is None or not chart.lower or not chart.upper or column.key != chart.series[0]:
        return None, None
    lower, upper = (row[chart.table.column(key)].number for key in (chart.lower, chart.upper))
    return lower, upper


def _first(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """Return the first of many figures, each key once."""
    found: dict[str, Figure] = {}
    for each in figures:
        found.setdefault(each.key, each)
        if len(found) == MOST:
            break
    return tuple(found.values())

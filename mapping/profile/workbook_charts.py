"""The charts of a workbook: native, to be edited, drawn from the cells beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from geodata.plain import plain_line
from layers.profile.parts import Chart, Drawn, Kind
from mapping.profile.chart_laid import is_known, scale_of
from mapping.profile.tabled import Field
from mapping.profile.workbook_cells import Styles

KINDS: Final[dict[Drawn, str]] = {"bars": "bar", "columns": "column", "line": "line"}
OTHERS: Final = ("#b9b6ae", "#7a9cc6")  # of series behind the first, apart in grey as well
FORMS: Final = {"share": "0%", "count": "#,##0", "minutes": "#,##0"}
Named = list[Any]  # the sheet, row and column of a cell
WIDE, LOW, A_BAR, HIGHEST = 620, 300, 24, 900  # pixels


def add_chart(
    book: xlsxwriter.Workbook,
    sheet: Worksheet,
    chart: Chart,
    fields: Sequence[Field],
    *,
    rows: tuple[int, int],
    place: tuple[int, int],
    styles: Styles,
) -> bool:
    """Draw a chart from the cells of a sheet’s table; tells whether there was one to draw.

    Parameters
    ----------
    rows
        That of the headings, and the last of the table.
    place
        Row and column of its corner.
    """
    kind, columns = KINDS.get(chart.drawn), _columns(chart, fields)
    series = [key for key in chart.series if key in columns]
    # Each figure on a scale of its own is drawn by no chart of Excel’s; nor is what has no number.
    if kind is None or not any(is_known(chart, row) for row in chart.table.rows):
        return False
    head, end = rows
    drawn = book.add_chart({"type": kind})
    category = columns[chart.category]
    behind = _behind(book, sheet, chart, columns, rows) if kind == "line" else None
    for key, colour in zip(series, (styles.colour, *OTHERS), strict=False):
        line = _line_look(colour, is_first=key == series[0]) if kind == "line" else {}
        over = {"y2_axis": True} if behind is not None else {}
        drawn.add_series(
            {
                "name": [sheet.name, head, columns[key]],
                "categories": [sheet.name, head + 1, category, end, category],
                "values": [sheet.name, head + 1, columns[key], end, columns[key]],
                "fill": {"color": colour},
                "border": {"color": "#4a4a4a", "width": 0.5},
                "gap": 40,
                **line,
                **over,
            }
        )
    first = columns[series[0]]
    title, name = [sheet.name, 0, 0], [sheet.name, head, first]
    _set_look(drawn, chart, fields[first].kind, title, name)
    if behind is not None:
        drawn.set_y2_axis(_axis(chart, fields[first].kind, name if len(series) == 1 else ""))
        behind.combine(drawn)
        behind.set_title({"name": title, "name_font": {"size": 12}})
        behind.set_y_axis(
            {"min": 0, "max": 1, "visible": False, "major_gridlines": {"visible": False}}
        )
        behind.set_legend({"position": "bottom"})
        drawn = behind
    height = max(LOW, min(HIGHEST, A_BAR * (end - head) + 100)) if kind == "bar" else LOW
    drawn.set_size({"width": WIDE, "height": height})
    sheet.insert_chart(*place, drawn, {"description": plain_line(chart.alt), "object_position": 2})
    return True


def _set_look(drawn: Any, chart: Chart, kind: Kind, title: Named, name: Named) -> None:  # noqa: ANN401
    """Set axes, title and legend; words come from cells, since Excel may run what it is handed."""
    is_alone = len(chart.series) == 1
    values = _axis(chart, kind, name if is_alone else "")
    drawn.set_title({"name": title, "name_font": {"size": 12}})
    if chart.drawn == "bars":  # the first row of the table is the uppermost bar
        drawn.set_y_axis({"reverse": True, "major_gridlines": {"visible": False}})
        drawn.set_x_axis(values | {"label_position": "high"})
    else:
        drawn.set_y_axis(values)
    drawn.set_legend({"none": True} if is_alone else {"position": "bottom"})


def _axis(chart: Chart, kind: Kind, name: Named | str) -> dict[str, Any]:
    """Return the axis of a chart’s numbers."""
    return {
        "name": name,
        "num_format": FORMS.get(kind, "General"),
        "major_gridlines": {"visible": True, "line": {"color": "#d9d9d9"}},
        **({"min": 0} if scale_of(chart).least == 0 else {}),
    }


def _line_look(colour: str, *, is_first: bool) -> dict[str, Any]:
    """Return how a line is told from others without colour: the first has marks, others dashes."""
    dashes = {} if is_first else {"dash_type": "dash"}
    return {
        "line": {"color": colour, "width": 2.25, **dashes},
        "marker": {"type": "circle" if is_first else "none"},
    }


def _behind(
    book: xlsxwriter.Workbook,
    sheet: Worksheet,
    chart: Chart,
    columns: dict[str, int],
    rows: tuple[int, int],
) -> Any:  # noqa: ANN401
    """Return the hatched columns behind a line, as a chart to combine it with; None without any."""
    if chart.behind not in columns:
        return None
    (head, end), category, at = rows, columns[chart.category], columns[chart.behind]
    drawn = book.add_chart({"type": "column"})
    drawn.add_series(
        {
            "name": [sheet.name, head, at],
            "categories": [sheet.name, head + 1, category, end, category],
            "values": [sheet.name, head + 1, at, end, at],
            "pattern": {
                "pattern": "light_upward_diagonal",
                "fg_color": "#8a8a8a",
                "bg_color": "#ffffff",
            },
            "gap": 0,
        }
    )
    return drawn


def _columns(chart: Chart, fields: Sequence[Field]) -> dict[str, int]:
    """Return where the columns that a chart draws stand in the sheet: their numbers, by their keys.

    One that says nothing of any row is left out of the sheet, and so of the chart.
    """
    at = {(each.position, each.kind): n for n, each in reversed(list(enumerate(fields)))}
    found = dict[str, int]()
    for key in filter(None, (chart.category, *chart.series, chart.behind)):
        position = chart.table.column(key)
        column = at.get((position, chart.table.columns[position].kind))
        if column is not None:
            found[key] = column
    return found

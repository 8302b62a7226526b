"""The sections of a profile as plain data for the template: words, rows, widths, lengths of bars.

Nothing is added here but numbers of sources, shapes of verdicts and how long a bar is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from layers.compare.verdict import SHAPES
from layers.profile.parts import (
    TYPED,
    About,
    Block,
    Cell,
    Chart,
    Column,
    Figures,
    MapView,
    Section,
    Sentence,
    Sentences,
    Table,
)
from mapping.profile.chart_laid import bars_of, lane_of, name_of, scale_of
from mapping.profile.citing import cited, renumbered, terms
from mapping.profile.column_widths import Setting, Widths, fitted, natural
from mapping.profile.drawn_chart import chart_key
from mapping.profile.drawn_line import line_svg
from mapping.profile.marks import PAGE
from mapping.profile.printed_table import ACROSS, ADDRESSED, GRID, printed, spans

PT_PER_MM: Final = 72 / 25.4
WIDE_MM: Final = 186.0  # of a side, between its margins
BETWEEN_MM: Final = 5.0  # two tables that stand side by side
TYPE_PT: Final = {True: 8.0, False: 8.5}
"""Of a table on a sheet, and in full."""
PADDING_MM: Final = {True: 1.8, False: 2.8}
DRAWN_MM: Final = 10.0  # that a bar takes beside its number
LANE_MM: Final = 27.0  # that the lane of a figure takes beneath its name
SMALLER: Final = 0.9  # of the type, that of a table of many columns
MANY_COLUMNS: Final = 8
NAMES_OF_GRID: Final = 0.24  # of the side, at most, that the names of a grid’s rows take
SHORTENED: Final = "A cell has its first words here, and all of them in the full profile."
SHORT_ROWS: Final = 7
SHORT_LETTERS: Final = 1_500
MAY_BREAK: Final = 1_200  # letters of a cell that no page may hold in one


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the data of a document share.

    Attributes
    ----------
    numbers
        The number of each source in the list, by its title.
    widths
        How wide the columns of each table are, by its key and theirs: worked out once, for the
        longest of the lengths tried.
    """

    numbers: dict[str, int]
    is_sheet: bool
    widths: dict[tuple[str, tuple[str, ...]], Widths] = field(default_factory=dict)


def section_data(section: Section, settings: Settings) -> dict[str, Any]:
    """Return one section with its blocks."""
    return {
        "key": section.key,
        "title": section.title,
        "said": list(section.said),
        "blocks": [_block(each, settings) for each in section.blocks],
    }


def _block(block: Block, settings: Settings) -> dict[str, Any]:
    if isinstance(block, Sentences):
        items = [_sentence(each, settings) for each in block.sentences]
        return {"type": "sentences", "key": block.key, "title": block.title, "items": items}
    if isinstance(block, Figures):
        return {"type": "figures", "key": block.key, "title": block.title,
                "items": _figures(block, settings)}  # fmt: skip
    if isinstance(block, MapView):
        return {"type": "map", "key": block.key, "title": block.title,
                "terms": _terms(block.about, settings), "note": block.about.note}  # fmt: skip
    if isinstance(block, Chart):
        told = _table(block.table, settings, block)
        note = " ".join(filter(None, (block.reading, told["note"])))
        return told | {"note": note}
    return _table(block, settings)


def _sentence(each: Sentence, settings: Settings) -> dict[str, str]:
    return {"lead": each.lead, "said": each.said, "terms": _terms(each.about, settings),
            "note": each.about.note}  # fmt: skip


def _figures(block: Figures, settings: Settings) -> list[dict[str, str]]:
    return [
        {
            "text": each.text,
            "label": each.label,
            "beside": each.beside,
            "terms": terms(each.standing_words, each.period, cited(each.sources, settings.numbers)),
        }
        for each in block.figures
    ]


def _terms(about: About, settings: Settings) -> str:
    """Return when and from whom, as short as it can be told beside what it is about."""
    return terms(about.standing_words, about.period, cited(about.sources, settings.numbers))


def _table(table: Table, settings: Settings, chart: Chart | None = None) -> dict[str, Any]:
    shown = printed(table)
    is_grid = table.key.startswith(GRID)
    rows = [
        _row(row, below, shown.columns, table, settings)
        for row, below in zip(shown.rows, shown.below, strict=True)
    ]
    widths, is_half = _widths(table.key, shown.columns, rows, settings, chart)
    notes = [SHORTENED] if is_grid and settings.is_sheet else []
    if any(cell["span"] > 1 and _has_digit(cell["text"]) for row in rows for cell in row):
        notes.append(ACROSS)
    return {
        "type": "table",
        "key": table.key,
        "title": table.title,
        "heads": [column.heading for column in shown.columns],
        "keys": [column.key for column in shown.columns],
        "numbers": [column.is_number for column in shown.columns],
        "weights": list(widths),
        "is_half": is_half,
        "is_key": table.is_key,
        "is_short": _is_short(rows),
        "alike": shown.alike,
        "groups": list(shown.groups),
        "rows": rows,
        "none": "" if rows else table.none,
        "after": table.after,
        "terms": _terms(table.about, settings),
        "note": " ".join(filter(None, [*notes, table.about.note])),
        "chart": None if chart is None else _chart(chart),
    }


def _is_short(rows: Sequence[Sequence[dict[str, Any]]]) -> bool:
    """Return whether a page holds all of a table: then it stands on one."""
    letters = sum(len(cell["text"]) + len(cell["below"]) for row in rows for cell in row)
    return len(rows) <= SHORT_ROWS and letters <= SHORT_LETTERS


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def _row(
    row: Sequence[Cell],
    below: dict[str, str],
    columns: Sequence[Column],
    table: Table,
    settings: Settings,
) -> list[dict[str, Any]]:
    """Return the cells of a row that are printed: of several that say the same, the first."""
    cells = [
        _cell(cell, table, settings, is_name=table.is_key and column is table.columns[0])
        | {"below": _below(column, below, settings)}
        for cell, column in zip(row, columns, strict=True)
    ]
    is_grid = table.key.startswith(GRID)
    said = [Cell(text=cell["text"]) for cell in cells]
    at, found = 0, []
    for span in spans(said, columns) if is_grid else [1] * len(cells):
        found.append(cells[at] | {"span": span})
        at += span
    return found


def _below(column: Column, below: dict[str, str], settings: Settings) -> str:
    """Return what stands beneath a cell; a sheet has no room for units that figures say."""
    is_left = settings.is_sheet and column.key not in ADDRESSED
    return "" if is_left else below.get(column.key, "")


def _widths(
    key: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[dict[str, Any]]],
    settings: Settings,
    chart: Chart | None,
) -> Widths:
    """Return how wide the columns of a table are, which of the lengths tried is the first’s."""
    keys = tuple(column.key for column in columns)
    named = (key, keys)
    if named not in settings.widths:
        size = TYPE_PT[settings.is_sheet] * (SMALLER if len(keys) > MANY_COLUMNS else 1.0)
        em = PT_PER_MM / size
        bars = set(chart.series) if chart is not None and chart.drawn != "spine" else set()
        lanes = {chart.category} if chart is not None and chart.drawn == "spine" else set()
        setting = Setting(
            room=WIDE_MM * em,
            half=(WIDE_MM - BETWEEN_MM) / 2 * em,
            padding=PADDING_MM[settings.is_sheet or len(keys) > MANY_COLUMNS] * em,
            drawn=[DRAWN_MM * em if each in bars else 0.0 for each in keys],
            least=[LANE_MM * em if each in lanes else 0.0 for each in keys],
        )
        heads = [column.heading for column in columns]
        texts = [_texts(row) for row in rows]
        if key.startswith(GRID):
            settings.widths[named] = (_of_grid(heads, texts, columns, setting), False)
        else:
            settings.widths[named] = fitted(heads, texts, setting)
    return settings.widths[named]


def _texts(row: Sequence[dict[str, Any]]) -> list[str]:
    """Return what has to fit in each column of a row; what stretches fits as it is."""
    said = ((cell, f"{cell['shape']} {cell['text']} {cell['below']}".strip()) for cell in row)
    return [text if cell["span"] == 1 else "" for cell, text in said for _ in range(cell["span"])]


def _of_grid(
    heads: Sequence[str],
    texts: Sequence[Sequence[str]],
    columns: Sequence[Column],
    setting: Setting,
) -> tuple[float, ...]:
    """Return the widths of a grid: its ages share what its names, on one line each, leave."""
    names = [at for at, column in enumerate(columns) if not column.is_number]
    most = NAMES_OF_GRID * setting.room / max(len(names), 1)
    widths = {at: natural([heads[at], *(row[at] for row in texts)], setting, most) for at in names}
    ages = max(len(columns) - len(names), 1)
    each = (setting.room - sum(widths.values())) / ages
    return tuple(round(widths.get(at, each), 2) for at in range(len(columns)))


def _cell(cell: Cell, table: Table, settings: Settings, *, is_name: bool) -> dict[str, Any]:
    """Return a cell; what names its row is told as it is, were it called as a source is."""
    is_as_it_is = is_name or table.key == "sources" or table.key.startswith(TYPED)
    said = cell.text if is_as_it_is else renumbered(cell.text, settings.numbers)
    if settings.is_sheet and table.key.startswith(GRID):
        said = _first_words(said)
    shape = SHAPES[cell.mark] if cell.mark else ""
    return {"text": said, "shape": shape, "breaks": len(said) > MAY_BREAK}


def _first_words(said: str) -> str:
    """Return how many offers there are, and where a gap is reported how many others."""
    parts = said.split("; ")
    return parts[0] if parts[0].isdigit() else "; ".join(parts[:2])


def _chart(chart: Chart) -> dict[str, Any]:
    table = chart.table
    found: dict[str, Any] = {
        "drawn": chart.drawn, "alt": chart.alt, "series": list(chart.series),
        "category": chart.category,
    }  # fmt: skip
    if chart.drawn == "spine":
        return found | {"lanes": [_lane(row, chart) for row in table.rows]}
    if chart.drawn == "line":
        # As bytes: every text is made one that fonts can show, which would change the picture.
        found["svg"] = list(line_svg(chart, PAGE).encode())
        found["key"] = chart_key(chart)
    scale = scale_of(chart)
    return found | {
        "names": [name_of(chart, row) for row in table.rows],
        "heads": [table.columns[table.column(key)].heading for key in chart.series],
        "shares": [
            [bar and bar.end - bar.start for bar in bars_of(chart, row, scale)]
            for row in table.rows
        ],
    }


def _lane(row: tuple[Cell, ...], chart: Chart) -> dict[str, Any]:
    """Return where the marks of one figure stand, 0–1 from the least to the most of its row."""
    lane = lane_of(chart, row)
    return {
        "name": name_of(chart, row),
        "figure": lane.figure,
        "compared": lane.compared[-1] if lane.compared else lane.figure,
        "lower": lane.lower,
        "upper": lane.upper,
    }

"""The Cover page's grid of ages and services, and the tables below it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from pandas import Series

from geodata.model import Pack
from layers.ages import COVER_BANDS, span_words
from layers.compare.lottery import FIFTHS, Lottery
from layers.cover.capacity import Capacity
from layers.cover.grid import Cover
from layers.cover.words import NOTHING, empty_words, offer_words, row_label
from layers.question.question import Question
from layers.said.numbers import UNKNOWN, percent
from layers.said.sentences import called
from mapping.pages.frame.tables import Table

ROWS = {
    "service": "Service",
    "kind": "Kind of service",
    "level": "Level",
    "expertise": "Expertise",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A column: ages last birthday, and whether the question asks about some of them."""

    label: str
    is_asked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """How many offers there are for an age, or what is said where there is none, and what beside.

    Cells side by side that hold nothing, and say the same of it, are one of a longer `span`.
    """

    offers: int
    beside: tuple[str, ...]
    state: str = "offered"
    nothing: str = ""
    span: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A service, kind, level or expertise with its cells."""

    label: str
    is_asked: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """What is offered to which age: ages across, rows down."""

    caption: str
    corner: str
    bands: tuple[Band, ...]
    rows: tuple[Row, ...]


def cover_grid(cover: Cover, question: Question, pack: Pack) -> Grid:
    """Return the grid of a place, the service asked about first."""
    order = sorted(cover.rows, key=lambda row: row != question.service)
    return Grid(
        caption=f"Offers by age in {called(cover.place)}",
        corner=ROWS[cover.by],
        bands=tuple(_band(first, last, question) for first, last in COVER_BANDS),
        rows=tuple(_row(row, cover, question, pack) for row in order),
    )


def _band(first: int, last: int, question: Question) -> Band:
    return Band(
        label=span_words(first, last),
        is_asked=first <= question.age_to and question.age_from <= last,
    )


def _row(row: str, cover: Cover, question: Question, pack: Pack) -> Row:
    cells = [cell for _, cell in cover.cells[cover.cells["row"] == row].iterrows()]
    return Row(
        label=row_label(row, cover.by, pack),
        is_asked=cover.by == "service" and row == question.service,
        cells=tuple(_cells(cells, cover)),
    )


def _cells(cells: list[Series], cover: Cover) -> Iterator[Cell]:
    for nothing, alike in groupby(cells, key=lambda cell: _nothing_of(cell, cover)):
        group = list(alike)
        if nothing is None:
            yield from (_filled(cell) for cell in group)
        else:
            state, *beside = nothing
            yield Cell(
                offers=0,
                beside=tuple(beside),
                state=state.replace(" ", "-"),
                nothing=NOTHING[state],
                span=len(group),
            )


def _nothing_of(cell: Series, cover: Cover) -> tuple[str, ...] | None:
    """Return what an empty cell says, to join it with its neighbours; None for a filled one."""
    if cell["offers"]:
        return None
    return str(cell["state"]), *empty_words(cell, cover.by_mode)


def _filled(cell: Series) -> Cell:
    return Cell(offers=int(cell["offers"]), beside=tuple(offer_words(cell)))


def capacity_table(capacity: Capacity) -> Table:
    """Return what each place has for the children it is for."""
    rows = capacity.rows()
    return Table(
        caption="Sites and staff by place",
        heads=capacity.heads(),
        rows=rows,
        numeric=range(1, 7),
        shown=len(rows),
    )


def lottery_table(lottery: Lottery) -> Table:
    """Return how fairly reach is spread in each place."""
    heads = (
        "Place",
        "Reached, most deprived fifth of children here",
        "Reached, least deprived fifth of children here",
        "Which way it leans",
        "Concentration index",
        "Corrected for a share (Erreygers)",
        "The same (Wagstaff)",
        "Slope index",
        "Relative index",
    )
    rows = [_lottery_row(row, lottery) for _, row in lottery.places.iterrows()]
    return Table(
        caption="Reach and deprivation by place",
        heads=heads,
        rows=rows,
        numeric=(1, 2, 4, 5, 6, 7, 8),
        shown=len(rows),
    )


def _lottery_row(row: Series, lottery: Lottery) -> tuple[str, ...]:
    return (
        str(row["place"]),
        percent(row[FIFTHS[0]]),
        percent(row[FIFTHS[-1]]),
        lottery.leaning_words(row),
        _with_interval(row, "concentration", signed=True),
        _with_interval(row, "erreygers", signed=True),
        _with_interval(row, "wagstaff", signed=True),
        _with_interval(row, "sii", signed=True),
        _with_interval(row, "rii", signed=False),
    )


def _with_interval(row: Series, name: str, *, signed: bool) -> str:
    value, lower, upper = row[name], row[f"{name}_lower"], row[f"{name}_upper"]
    if math.isnan(value):
        return UNKNOWN
    said = [f"{number:+.2f}" if signed else f"{number:.2f}" for number in (value, lower, upper)]
    first, second, third = (text.replace("-", "−") for text in said)
    return first if math.isnan(lower) else f"{first} ({second} to {third})"

"""The Cover page's grid of ages and services, and the tables below it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from pandas import Series

from geodata.model import Pack
from layers.ages import AGE_BANDS
from layers.assets import kind_words
from layers.compare.lottery import FIFTHS, Lottery
from layers.cover.capacity import Capacity
from layers.cover.grid import Cover
from layers.question.question import Question
from layers.question.words import BY_MODE
from layers.said.numbers import UNKNOWN, about, minutes, percent, round_half_up
from mapping.pages.frame.tables import Table

LONGEST_SAID_MIN = 120
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
    """How many offers there are for an age, and what stands beside that.

    Cells side by side that hold nothing, and say the same of it, are one of a longer `span`.
    """

    offers: int
    beside: tuple[str, ...]
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


def row_label(row: str, by: str, pack: Pack) -> str:
    """Return what people call a row of the grid."""
    if by == "service" and row in pack.info.services:
        label = pack.info.services[row].label
    else:
        label = kind_words(row) if by in ("service", "kind") else row
    return label[:1].upper() + label[1:]


def cover_grid(cover: Cover, question: Question, pack: Pack) -> Grid:
    """Return the grid of a place, the service asked about first."""
    order = sorted(cover.rows, key=lambda row: row != question.service)
    return Grid(
        caption=f"Open offers by age in {cover.place}",
        corner=ROWS[cover.by],
        bands=tuple(_band(first, last, question) for first, last in AGE_BANDS),
        rows=tuple(_row(row, cover, question, pack) for row in order),
    )


def _band(first: int, last: int, question: Question) -> Band:
    return Band(
        label=f"{first}–{last}" if first != last else str(first),
        is_asked=first <= question.age_to and question.age_from <= last,
    )


def _row(row: str, cover: Cover, question: Question, pack: Pack) -> Row:
    cells = [cell for _, cell in cover.cells[cover.cells["row"] == row].iterrows()]
    return Row(
        label=row_label(row, cover.by, pack),
        is_asked=cover.by == "service" and row == question.service,
        cells=tuple(_cells(cells, cover, pack)),
    )


def _cells(cells: list[Series], cover: Cover, pack: Pack) -> Iterator[Cell]:
    for nothing, alike in groupby(cells, key=_nothing_of):
        group = list(alike)
        if nothing is None:
            yield from (_filled(cell) for cell in group)
        else:
            said = nearest_words(group[0], cover, pack)
            yield Cell(offers=0, beside=(said,), span=len(group))


def _nothing_of(cell: Series) -> tuple[str, str] | None:
    """Return what an empty cell holds, to join it with its neighbours; None for a filled one."""
    if cell["offers"]:
        return None
    return str(cell["nearest"]), f"{cell['nearest_min']:.3f}"


def _filled(cell: Series) -> Cell:
    offers, online = int(cell["offers"]), int(cell["online"])
    beside = []
    if online:
        beside.append("all online" if online == offers else f"{online} online")
    unstated = int(cell["unstated"])
    if unstated:
        beside.append("ages not stated" if unstated == offers else f"{unstated} state no ages")
    years = int(cell["age_to"] - cell["age_from"] + 1)
    if cell["years_covered"] < years:
        beside.append(f"{int(cell['years_covered'])} of {years} years of age")
    return Cell(offers=offers, beside=tuple(beside))


def nearest_words(cell: Series, cover: Cover, pack: Pack) -> str:
    """Return what is nearest beyond a place that has nothing: "nearest: Ely, 42 minutes"."""
    if not isinstance(cell["nearest"], str):
        return "nor anywhere in this data"
    name = str(pack.assets["name"][cell["nearest"]])
    took = float(cell["nearest_min"])
    if math.isnan(took):
        return f"nearest: {name}"
    far = "over 2 hours" if took > LONGEST_SAID_MIN else minutes(took)
    return f"nearest: {name}, {far} {BY_MODE[cover.mode]} on average"


def cover_notes(cover: Cover, pack: Pack) -> list[str]:
    """Return how the grid was worked out, and what is missing from it."""
    notes = [
        "An offer counts if it is open, takes some of the ages, and has its door in the place or "
        f"is online for it. Minutes are a {cover.journeys}, to the nearest beyond, on average over "
        "the people of the place.",
    ]
    if cover.ages_unstated:
        notes.append(
            f"{cover.ages_unstated:,} of {cover.offers:,} open offers state no ages and are "
            "counted as open to all."
        )
    if cover.unstated:
        notes.append(
            f"{cover.unstated:,} of {cover.offers:,} open offers state no {cover.by} and are in "
            "no row."
        )
    silent = [by for by in ("level", "expertise") if not bool(pack.assets[by].notna().any())]
    if silent:
        notes.append(f"No offer states its {' or its '.join(silent)}.")
    return notes


def capacity_table(capacity: Capacity) -> Table:
    """Return what each place has for the children it is for."""
    heads = (
        "Place",
        "Children in need",
        "Sites",
        "Doors",
        "Children in need for each site",
        "Full-time staff",
        "Sites, beside the mean of all",
    )
    rows = [
        (
            str(row["place"]),
            about(row["need_children"]),
            f"{row['centres']:.0f}",
            f"{row['doors']:.0f}",
            _one_per(row),
            _staff(row),
            _short(row),
        )
        for _, row in capacity.places.iterrows()
    ]
    return Table(
        caption="Sites and staff by place",
        heads=heads,
        rows=rows,
        numeric=range(1, 7),
        shown=len(rows),
    )


def _one_per(row: Series) -> str:
    value = row["centres_one_per"]
    return "no site" if math.isnan(value) else f"{round_half_up(value):,}"


def _staff(row: Series) -> str:
    if row["sites"] == 0:
        return "no site"
    if row["staff_stated"] < row["sites"]:
        return f"stated by {row['staff_stated']:.0f} of {row['sites']:.0f}"
    return f"{row['staff_fte']:,.1f}"


def _short(row: Series) -> str:
    short = row["centres_short"]
    if math.isnan(short):
        return UNKNOWN
    if round(abs(short), 1) == 0:
        return "about the same"
    return f"{abs(short):.1f} {'fewer' if short > 0 else 'more'}"


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

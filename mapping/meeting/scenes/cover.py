"""The Cover page as a scene: which ages are offered what, how much, and how fairly."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final, get_args

from layers.ages import COVER_BANDS, span_words
from layers.compare.lottery import FIFTHS, Lottery, measure_lottery
from layers.cover.capacity import Capacity, measure_capacity
from layers.cover.grid import Cover, measure_cover
from layers.cover.rows import By, stated_rows
from layers.cover.words import NOTHING, row_label
from layers.profile.parts import Cell, Kind, Table
from layers.profile.sections.cells import column, share, text
from layers.question.words import children_words
from layers.said.sentences import called
from mapping.meeting.answered import answered, require, table_of
from mapping.meeting.asked import SceneAsked
from mapping.meeting.shown import Shown
from mapping.served.cache import kept

PARTS = {
    "": "Which ages are offered what",
    "amount": "How much of it there is",
    "fairness": "How fairly it is spread",
}
ROWS: dict[str, str] = {"service": "Service", "kind": "Kind", "level": "Level",
                        "expertise": "Expertise"}  # fmt: skip


AMOUNTS: Final[tuple[tuple[str, Kind, str], ...]] = (
    ("place", "text", ""),
    ("need_children", "count", "children"),
    ("centres", "count", "sites"),
    ("doors", "count", "doors"),
    ("centres_one_per", "count", "children"),
    ("staff_fte", "number", "full-time staff"),
    ("centres_short", "number", "sites"),
)
"""What each cell of a place says, as `Capacity.heads` calls it."""


def parts(_chosen: Mapping[str, str]) -> dict[str, str]:
    """Return what of the page can be looked at alone."""
    return PARTS


def show(asked: SceneAsked) -> Shown:
    """Return the grid, how much there is, or how fairly it is spread."""
    require("part", asked.part, PARTS, "a part of the page Cover")
    service = asked.pack.info.services[asked.question.service].label
    if asked.part == "amount":
        capacity = kept(measure_capacity, asked.pack, asked.question)
        asks = f"How much is there: {service}?"
        return answered(asked, capacity, _amount(capacity), asks=asks)
    if asked.part == "fairness":
        reach = asked.gaps.reach
        lottery = kept(measure_lottery, asked.pack, asked.question, reach=reach)
        asks = f"How fairly is it spread: {service}?"
        return answered(asked, lottery, _fairness(lottery), asks=asks)
    by = _by(asked)
    cover = kept(measure_cover, asked.pack, asked.question, place_id=asked.place_id or None, by=by)
    asks = f"Which ages are offered what in {called(cover.place)}?"
    return answered(asked, cover, _grid(cover, asked), asks=asks)


def _by(asked: SceneAsked) -> By:
    """Return what the rows are.

    Raises
    ------
    QuestionError
        The pack states nothing of what is asked for.
    """
    wanted, stated = asked.chosen.get("show", ""), stated_rows(asked.pack)
    require("show", wanted, stated, f"one of {', '.join(stated)}")
    return next((by for by in stated if by == wanted), get_args(By)[0])


def _grid(cover: Cover, asked: SceneAsked) -> Table:
    """Return the grid with a number in each cell, the service asked about first."""
    order = sorted(cover.rows, key=lambda row: row != asked.question.service)
    cells = {(str(row["row"]), int(row["age_from"])): row for _, row in cover.cells.iterrows()}
    return table_of(
        "cover",
        f"Offers by age in {called(cover.place)}",
        (
            column("row", ROWS[cover.by]),
            *(
                column(f"age-{first}", span_words(first, last), "count", "offers")
                for first, last in COVER_BANDS
            ),
        ),
        (
            (
                text(row_label(row, cover.by, asked.pack)),
                *(
                    _offers(int(cells[row, first]["offers"]), str(cells[row, first]["state"]))
                    for first, _ in COVER_BANDS
                ),
            )
            for row in order
        ),
        cover.sources,
    )


def _offers(offers: int, state: str) -> Cell:
    """Return how many offers; none is a number only where a list says so, and never a guess."""
    if offers:
        return Cell(text=f"{offers:,}", number=float(offers))
    return Cell(text=NOTHING[state], number=0.0 if state == "none" else None)


def _amount(capacity: Capacity) -> Table:
    """Return what each place has, in the words of the page, with the number that each cell says."""
    columns = (
        column(key, head, kind, unit)
        for (key, kind, unit), head in zip(AMOUNTS, capacity.heads(), strict=True)
    )
    return table_of(
        "amount",
        "Sites and staff by place",
        tuple(columns),
        (
            tuple(
                Cell(text=said, number=_number(row[key]) if kind != "text" else None)
                for (key, kind, _), said in zip(AMOUNTS, words, strict=True)
            )
            for words, (_, row) in zip(capacity.rows(), capacity.places.iterrows(), strict=True)
        ),
        capacity.sources,
    )


def _number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _fairness(lottery: Lottery) -> Table:
    who = children_words(lottery.question)
    return table_of(
        "fairness",
        f"{who[:1].upper()}{who[1:]} reached, by how deprived their neighbourhood is",
        (
            column("place", "Place"),
            column("most", "Most deprived fifth", "share"),
            column("least", "Least deprived fifth", "share"),
            column("lean", "Which way it leans"),
        ),
        (
            (
                text(row["place"]),
                share(row[FIFTHS[0]]),
                share(row[FIFTHS[-1]]),
                text(lottery.leaning_words(row)),
            )
            for _, row in lottery.places.iterrows()
        ),
        lottery.sources,
    )

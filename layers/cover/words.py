"""Cover in words: what its rows are called, what a cell says, and what must stand beside it."""

from __future__ import annotations

import math
from collections.abc import Iterator

from pandas import Series

from geodata.model import Pack
from layers.assets import kind_words
from layers.cover.grid import Cover
from layers.question.words import BY_MODE
from layers.said.numbers import minutes

LONGEST_SAID_MIN = 120


def row_label(row: str, by: str, pack: Pack) -> str:
    """Return what people call a row of the grid."""
    if by == "service" and row in pack.info.services:
        label = pack.info.services[row].label
    else:
        label = kind_words(row) if by in ("service", "kind") else row
    return label[:1].upper() + label[1:]


def offer_words(cell: Series) -> Iterator[str]:
    """Return what stands beside a number of offers: how many are online, state no ages, or few."""
    offers, online, unstated = (int(cell[name]) for name in ("offers", "online", "unstated"))
    if online:
        yield "all online" if online == offers else f"{online} online"
    if unstated:
        yield "ages not stated" if unstated == offers else f"{unstated} state no ages"
    years = int(cell["age_to"] - cell["age_from"] + 1)
    if cell["years_covered"] < years:
        yield f"{int(cell['years_covered'])} of {years} years of age"


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

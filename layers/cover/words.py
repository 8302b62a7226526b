"""Cover in words: what its rows are called, what a cell says, and what must stand beside it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pandas import Series

from geodata.model import Pack
from layers.assets import kind_words
from layers.question.question import Question
from layers.question.words import BY_MODE
from layers.said.numbers import minutes

if TYPE_CHECKING:
    from layers.cover.grid import Cover

LONGEST_SAID_MIN = 120


def row_label(row: str, by: str, pack: Pack) -> str:
    """Return what people call a row of the grid."""
    if by == "service" and row in pack.info.services:
        label = pack.info.services[row].label
    else:
        label = kind_words(row) if by in ("service", "kind") else row
    return label[:1].upper() + label[1:]


def offer_words(cell: Series) -> Iterator[str]:
    """Return what stands beside a number of offers: how they come, and what is not sure of them."""
    offers = int(cell["offers"])
    for name, said in (("online", "online"), ("doorless", "without a door here")):
        count = int(cell[name])
        if count:
            yield f"all {said}" if count == offers else f"{count} {said}"
    unstated = int(cell["unstated"])
    if unstated:
        states = "states" if unstated == 1 else "state"
        yield "ages not all stated" if unstated == offers else f"{unstated} {states} not every age"
    years = int(cell["age_to"] - cell["age_from"] + 1)
    if cell["years_covered"] < years:
        yield f"{int(cell['years_covered'])} of {years} years of age"
    if cell["gaps"]:
        yield "reported as a gap all the same"
    if cell["planned"]:
        yield f"{int(cell['planned'])} more planned"


NOTHING = {"reported gap": "reported as a gap", "not known": "not known", "none": "none listed"}
"""What an empty cell says, by its state."""


def empty_words(cell: Series, by_mode: str) -> Iterator[str]:
    """Return what stands beside an empty cell: what is planned, and what is nearest beyond."""
    if cell["planned"]:
        yield f"{int(cell['planned'])} planned"
    yield nearest_words(cell, by_mode)


def way_words(question: Question, mode: str) -> str:
    """Return how people travel: "on foot", "on foot (in rural areas by car)"."""
    said, rule = BY_MODE[mode], question.rural
    return f"{said} (in rural areas {BY_MODE[rule.mode]})" if rule else said


def nearest_words(cell: Series, by_mode: str) -> str:
    """Return what is nearest beyond: "nearest: Ely, 42 minutes on foot on average"."""
    if not isinstance(cell["nearest"], str):
        return "nor anywhere in this data"
    took = float(cell["nearest_min"])
    if math.isnan(took):
        return f"nearest: {cell['nearest_name']}"
    far = "over 2 hours" if took > LONGEST_SAID_MIN else minutes(took)
    return f"nearest: {cell['nearest_name']}, {far} {by_mode} on average"


def cover_notes(cover: Cover) -> tuple[str, ...]:
    """Return how the grid was worked out, and what is missing from it."""
    notes = [
        "An offer counts if it is running, takes some of the ages, and has its door in the place "
        f"or serves it without one. Minutes ({cover.journeys}) are to the nearest beyond, on "
        "average over the people of the place.",
        *_empty_notes(cover),
    ]
    of = f"of {cover.offers:,} running offers"
    if cover.ages_unstated.total:
        one = cover.ages_unstated.total == 1
        notes.append(
            f"{cover.ages_unstated.words(of)}; {'it is' if one else 'they are'} counted as open to "
            "all those. Pregnancy counts only where it is stated."
        )
    if cover.unstated:
        one = cover.unstated == 1
        why = (
            f"{'is' if one else 'are'} of no service that the pack names"
            if cover.by == "service"
            else f"{'states' if one else 'state'} no {cover.by}"
        )
        notes.append(f"{cover.unstated:,} {of} {why} and {'is' if one else 'are'} in no row.")
    if cover.silent:
        notes.append(f"No offer states its {' or its '.join(cover.silent)}.")
    if cover.unknown_areas:
        notes.append(
            f"The people of {cover.unknown_areas:,} of the place’s areas are not known and are in "
            "no average."
        )
    return tuple(notes)


def _empty_notes(cover: Cover) -> Iterator[str]:
    """Return what the words of an empty cell mean, those that are there."""
    states = set(cover.empty["state"])
    if "none" in states:
        yield "Where none is listed, the register that lists them all has none for those ages here."
    if "not known" in states:
        yield (
            f"Not known: offers for those ages do not state their {cover.by}."
            if cover.by in ("level", "expertise")
            else "Not known: no register lists all of these, so there may be some; for pregnancy, "
            "also where those listed here state no ages."
        )
    if "reported gap" in states:
        yield "Reported as a gap: a report says that it is missing."

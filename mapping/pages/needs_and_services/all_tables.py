"""All places side by side: their needs, how help runs by age, and what stands out of each."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from pandas import Series

from layers.exercise.all_places import AGES, AllPlaces
from layers.ranks.strengths import reached_shares, reached_words
from layers.said.numbers import about, whole
from layers.said.sentences import opened
from mapping.escape import plain_text
from mapping.pages.frame.tables import Table

NOBODY = "Nobody is reached, or it is not known."
SHADES = 4  # of a strip of ages, from none to most


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeCell:
    """How many offers take an age, how dark that is drawn, and whether a gap is reported."""

    count: int
    shade: int
    is_gap: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """The ages of one place."""

    name: str
    cells: tuple[AgeCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Strips:
    """The ages of all places, drawn alike."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[Strip, ...]


def needs_table(found: AllPlaces) -> dict[str, Any]:
    """Return the places for `mapping.component.widgets.show_places_table`, by name."""
    gaps, places = found.gaps, found.places
    who, high = gaps.terms.who, gaps.terms.high
    reached = reached_shares(places)
    most = float(places["offers"].max()) if len(places) else 0.0
    return {
        "caption": f"{opened(found.kind.plural)} side by side, by name",
        "name_label": "Place",
        "sort": -1,
        "columns": [
            {"key": "children", "label": opened(who)},
            {"key": "needy", "label": f"Of them {gaps.terms.needy}"},
            {"key": "reached", "label": f"Of those {high}, reached"},
            {"key": "gap", "label": f"{opened(high)}, not reached"},
            {"key": "offers", "label": "Offers that serve it"},
            {"key": "doors", "label": "With a door here"},
            {"key": "online", "label": "Online or by telephone"},
            {"key": "gaps", "label": "Gaps that reports name"},
        ],
        "rows": [
            _row(str(key), row, float(reached[str(key)]), high, most)
            for key, row in places.iterrows()
        ],
    }


def _row(place_id: str, row: Series, reached: float, high: str, most: float) -> dict[str, Any]:
    children, needy = row["children"], row["high_need_children"]
    judged = row["gap_children"] + row["reached_high_need_children"]
    return {
        "id": place_id,
        "name": plain_text(str(row["place"])),
        "cells": [
            _cell(children, whole(children)),
            _cell(needy, about(needy), needy / row["high_need_share"] if needy > 0 else None),
            _cell(reached, reached_words(needy, reached, high), 1.0),
            _cell(row["gap_children"], about(row["gap_children"]), judged),
            _cell(row["offers"], str(int(row["offers"])), most),
            _cell(row["doors"], str(int(row["doors"])), most),
            _cell(row["online"], str(int(row["online"])), most),
            _cell(row["gaps"], str(int(row["gaps"]))),
        ],
    }


def _cell(value: float, said: str, of: float | None = None) -> dict[str, Any]:
    is_known = not math.isnan(value)
    cell: dict[str, Any] = {"value": float(value) if is_known else None, "said": said}
    if of is not None and is_known and of > 0:
        cell["share"] = round(float(value) / of, 4)
    return cell


def age_strips(found: AllPlaces) -> Strips:
    """Return how many offers take each age, place by place, on one scale."""
    most = int(found.ages.to_numpy().max(initial=0))
    rows = (
        Strip(
            name=str(name),
            cells=tuple(
                AgeCell(count=count, shade=_shade(count, most), is_gap=is_gap)
                for count, is_gap in zip(counts, gaps, strict=True)
            ),
        )
        for name, counts, gaps in zip(
            found.places["place"],
            found.ages.to_numpy(int).tolist(),
            found.gaps_at.to_numpy(bool).tolist(),
            strict=True,
        )
    )
    return Strips(
        caption="Offers that state that they take each age, and gaps that reports name",
        heads=AGES,
        rows=tuple(rows),
    )


def _shade(count: int, most: int) -> int:
    return math.ceil(SHADES * count / most) if most else 0


def said_table(found: AllPlaces) -> Table:
    """Return what goes well and what does not in each place, in a sentence each."""
    rows = [
        (str(name), strength or NOBODY, gap)
        for name, strength, gap in zip(
            found.places["place"], found.said["strength"], found.said["gap"], strict=True
        )
    ]
    return Table(
        caption="What works, and who is not reached",
        heads=("Place", "What works", "Who is not reached"),
        rows=rows,
    )

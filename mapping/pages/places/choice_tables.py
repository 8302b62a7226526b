"""How much choice children have, and how much there is for each of them, as a table."""

from __future__ import annotations

import math

from pandas import Series

from layers.access.choice import Choice
from layers.access.floating import Floating
from layers.question.words import children_words
from layers.said.numbers import UNKNOWN, minutes, percent, whole
from mapping.pages.frame.tables import Table


def choice_table(choice: Choice, share: Floating) -> Table:
    """Return the places with how many doors their children can choose from, and share."""
    who = children_words(choice.question).capitalize()
    standing = "illustrative" if choice.is_illustrative else choice.journeys
    heads = (
        "Place",
        who,
        "With two or more within reach",
        "Minutes to the nearest",
        "Minutes to the second nearest",
        "Doors for every 1,000 within reach",
    )
    rows = [
        _row(row, share.places["access"].get(key, math.nan))
        for key, row in choice.places.iterrows()
    ]
    caption = f"Choice by place ({standing})"
    return Table(caption=caption, heads=heads, rows=rows, numeric=range(1, 6), shown=len(rows))


def _row(row: Series, access: float) -> tuple[str, ...]:
    return (
        str(row["place"]),
        whole(row["children"]),
        percent(row["choice_share"]),
        minutes(row["nearest_min"]),
        minutes(row["second_min"]),
        UNKNOWN if math.isnan(access) else f"{access:.2f}",
    )

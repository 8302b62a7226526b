"""How much choice children have, and how much there is for each of them, as tables."""

from __future__ import annotations

import math

from layers.access.choice import Choice
from layers.access.floating import PER, Floating
from layers.question.words import children_words
from layers.said.numbers import UNKNOWN, minutes, percent, whole
from mapping.pages.frame.tables import Table


def choice_table(choice: Choice) -> Table:
    """Return the places with how many of their children can choose, and how far two centres are."""
    return Table(
        caption=_caption("Choice by place", choice),
        heads=(
            "Place",
            children_words(choice.question).capitalize(),
            "With two or more within reach",
            "Minutes to the nearest",
            "Minutes to the second nearest",
        ),
        rows=[
            (
                str(row["place"]),
                whole(row["children"]),
                percent(row["choice_share"]),
                minutes(row["nearest_min"]),
                minutes(row["second_min"]),
            )
            for _, row in choice.places.iterrows()
        ],
        numeric=range(1, 5),
        shown=len(choice.places),
    )


def share_table(share: Floating) -> Table:
    """Return the places with how many doors there are for their children."""
    return Table(
        caption=_caption("Share by place", share),
        heads=(
            "Place",
            children_words(share.question).capitalize(),
            f"Doors for every {PER:,} within reach",
        ),
        rows=[
            (
                str(row["place"]),
                whole(row["children"]),
                UNKNOWN if math.isnan(row["access"]) else f"{row['access']:.2f}",
            )
            for _, row in share.places.iterrows()
        ],
        numeric=(1, 2),
        shown=len(share.places),
    )


def _caption(lead: str, result: Choice | Floating) -> str:
    return f"{lead} ({'illustrative' if result.is_illustrative else result.journeys})"

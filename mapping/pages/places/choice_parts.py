"""How much choice children have, and how much there is for each of them, as HTML."""

from __future__ import annotations

import math

from pandas import Series

from layers.access.choice import Choice
from layers.access.floating import Floating
from layers.question.question import children_words
from layers.said.numbers import minutes, percent, whole
from mapping.pages.frame.parts import paragraph_html, sources_text, table_html

UNKNOWN = "not known"


def choice_html(choice: Choice, share: Floating) -> str:
    """Give the section of the Places page on choice and on what there is for every 1,000."""
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
    return "".join(
        [
            "<h2>How much choice there is</h2>",
            paragraph_html(choice.sentence()),
            paragraph_html(share.sentence()),
            table_html(f"Choice by place ({standing})", heads, rows, numeric=range(1, 6)),
            paragraph_html(
                "Doors for every 1,000 shares each door over the children who can reach it, the "
                "nearer counting for more. How: docs/methods.md, “How much is within reach” and "
                "“Choice”."
            ),
            paragraph_html(f"Sources: {sources_text(choice.sources)}"),
        ]
    )


def _row(row: Series, access: float) -> tuple[str, ...]:
    return (
        str(row["place"]),
        whole(row["children"]),
        percent(row["choice_share"]),
        minutes(row["nearest_min"]),
        minutes(row["second_min"]),
        UNKNOWN if math.isnan(access) else f"{access:.2f}",
    )

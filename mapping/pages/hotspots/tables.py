"""The Hotspots page's tables: the groups that stand out, and each neighbourhood in them."""

from __future__ import annotations

from layers.hotspots.found import NEITHER, NOT_KNOWN, Hotspots
from layers.hotspots.tables import area_rows
from layers.hotspots.words import KINDS, chance_words
from layers.indicators.words import figure_said
from layers.question.words import children_words
from layers.said.numbers import about, round_half_up, whole
from layers.said.sentences import opened
from mapping.pages.frame.tables import Table

SHOWN_AREAS = 150


def groups_table(hotspots: Hotspots) -> Table:
    """Return the groups that stand out, the largest first."""
    who = children_words(hotspots.question).capitalize()
    rows = [
        (
            str(row["name"]),
            KINDS[str(row["kind"])],
            whole(row["areas"]),
            about(row["children"]),
        )
        for _, row in hotspots.groups.iterrows()
    ]
    return Table(
        caption="Groups that stand out, the largest first",
        heads=("Group", "Kind", opened(hotspots.plural), who),
        rows=rows,
        numeric=(2, 3),
        shown=len(rows),
    )


def areas_table(hotspots: Hotspots) -> Table:
    """Return the neighbourhoods that stand out; more than `SHOWN_AREAS` are in its `rest`."""
    rows = area_rows(hotspots)
    rows = rows[~rows["code"].isin([NEITHER, NOT_KNOWN])]
    area = hotspots.area_label
    return Table(
        caption=f"Each {area} that stands out",
        heads=(
            opened(area),
            "Stands out as",
            hotspots.measured,
            "Chance, either way",
            "Group",
        ),
        rows=[
            (
                str(row["name"]),
                str(row["class"]),
                value_words(hotspots, float(row["value"])),
                chance_words(float(row["chance"])),
                str(row["group_name"]),
            )
            for _, row in rows.iterrows()
        ],
        numeric=(2, 3),
        shown=SHOWN_AREAS,
    )


def value_words(hotspots: Hotspots, value: float) -> str:
    """Return a neighbourhood's figure as it is published: a share as a per cent, else a number."""
    if hotspots.colouring is not None:
        return figure_said(value, hotspots.colouring.figures.indicator)
    if hotspots.about == "need":
        return f"{value:,.4g}" if abs(value) < 1 else f"{value:,.0f}"
    return f"{round_half_up(value * 100)}%"

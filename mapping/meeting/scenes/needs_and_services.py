"""The exercise page as a scene: all places side by side, or what one place needs and has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from layers.exercise.all_places import AllPlaces, measure_all_places
from layers.profile.parts import Cell, Table
from layers.profile.sections.cells import column, count, text
from layers.said.numbers import whole
from layers.said.sentences import opened
from mapping.meeting.answered import answered, require, table_of
from mapping.meeting.asked import SceneAsked
from mapping.meeting.scenes import agenda, places
from mapping.meeting.shown import Shown
from mapping.served.cache import kept

ALL = {"": "All places side by side", "offers": "What serves each place"}
ONE = {
    "": "What there is for each age",
    "there/matrix-level": "What is offered, by level and age",
    **{
        key: places.ONE[key]
        for key in (
            "there/matrix-theme",
            "there/doors",
            "there/providers",
            "needs/outcomes",
            "people/ages",
            "reached/gaps",
            "lines/leads",
        )
    },
}
AGES = "what-is-there"  # as the agenda calls it


def parts(chosen: Mapping[str, str]) -> dict[str, str]:
    """Return what of the page can be looked at alone."""
    return ONE if chosen.get("place") else ALL


def show(asked: SceneAsked) -> Shown:
    """Return a part of one place, or all of them side by side."""
    if asked.place_id:
        require("part", asked.part, ONE, "a part of a place")
        if asked.part:
            return places.show_part(asked, ONE[asked.part])
        shown = agenda.show(replace(asked, part=AGES))
        return replace(shown, address="")
    require("part", asked.part, ALL, "a part of all places")
    found = kept(measure_all_places, asked.pack, asked.gaps)
    table = _offers(found) if asked.part else _needs(found)
    if not asked.part:
        return answered(asked, found, table)
    asks = f"What serves each {found.kind.label}?"
    return answered(asked, found, table, asks=asks, said=found.offers_sentence())


def _needs(found: AllPlaces) -> Table:
    gaps = found.gaps
    who, high = gaps.terms.who, gaps.terms.high
    return table_of(
        "all-needs",
        f"{opened(found.kind.plural)} side by side, by name",
        (
            column("place", "Place"),
            column("children", opened(who), "count", "children"),
            column("needy", f"Of them {gaps.terms.needy}", "count", "children"),
            column("gap", f"{opened(high)}, not reached", "count", "children"),
        ),
        (
            (
                text(row["place"]),
                count(row["children"], exact=True),
                replace(
                    count(row["high_need_children"]),
                    text=gaps.count_words(row["high_need_children"]),
                ),
                replace(count(row["gap_children"]), text=gaps.count_words(row["gap_children"])),
            )
            for _, row in found.places.iterrows()
        ),
        found.sources,
    )


def _offers(found: AllPlaces) -> Table:
    return table_of(
        "all-offers",
        f"What serves {found.kind.plural}, by name",
        (
            column("place", "Place"),
            column("offers", "Offers that serve it", "count", "offers"),
            column("doors", "With a door here", "count", "offers"),
            column("online", "Online or by telephone", "count", "offers"),
            column("gaps", "Gaps that reports name", "count", "gaps"),
        ),
        (
            (
                text(row["place"]),
                *(_number(row[name]) for name in ("offers", "doors", "online", "gaps")),
            )
            for _, row in found.places.iterrows()
        ),
        found.sources,
    )


def _number(value: float) -> Cell:
    return Cell(text=whole(float(value)), number=float(value))

"""The Two maps page as a scene: both maps beside each other, one of them, or what differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import cast, get_args

from geodata.errors import Problem, QuestionError
from layers.compare.differences import SHAPES, VERDICTS, Differences
from layers.compare.two_sides import Sides, read_sides
from layers.gaps import measure_gaps
from layers.indicators.figures import drawable_indicators, periods_of
from layers.places import places_of_kind
from layers.profile.parts import Cell, Table
from layers.profile.sections.cells import column, text
from layers.said.sentences import opened
from layers.scenarios.changes import apply_scenario
from mapping.drawn.picture import picture_alt_text
from mapping.map.spec import MapSpec
from mapping.map.two import TwoMaps, now_and_then, two_periods, two_places, two_questions
from mapping.map.values import ColourBy
from mapping.meeting.answered import answered, require, table_of
from mapping.meeting.asked import SceneAsked
from mapping.meeting.figures import figures_of_block
from mapping.meeting.shown import Pictured, Shown
from mapping.served.cache import kept
from mapping.served.effects import effect_of

PARTS = {
    "": "Both maps, side by side",
    "first": "The first map",
    "second": "The second map",
    "differences": "What differs, row by row",
}


def parts(_chosen: Mapping[str, str]) -> dict[str, str]:
    """Return what of the page can be looked at alone."""
    return PARTS


def show(asked: SceneAsked) -> Shown:
    """Return two maps beside each other, one of them, or the table of what differs.

    Raises
    ------
    QuestionError
        What the second map shows cannot be used, or nothing differs that two maps could show.
    """
    require("part", asked.part, PARTS, "a part of the page Two maps")
    both = two_maps_of(asked)
    found, table = both.differences, _table(both.differences)
    asks = f"What differs between {found.first} and {found.second}?"
    if asked.part == "differences":
        return answered(asked, found, table, asks=asks)
    first, second = (_pictured(asked, both, at) for at in (0, 1))
    picture = {"first": first, "second": second}.get(asked.part, replace(first, beside=second))
    figures = figures_of_block(table)
    return answered(asked, found, picture, asks=asks, figures=figures)


def two_maps_of(asked: SceneAsked) -> TwoMaps:
    """Return both maps of an address, as the page shows them."""
    pack, question, gaps = asked.pack, asked.question, asked.gaps
    colour = _colour(asked)
    sides, problems = read_sides(
        asked.chosen.get("b", ""), pack, question, asked.chosen.get("indicator", "")
    )
    if problems:
        raise QuestionError(problems)
    if sides.way == "questions":
        return kept(two_questions, pack, gaps, kept(measure_gaps, pack, sides.second), colour)
    if sides.way == "scenario":
        changed = kept(apply_scenario, pack, sides.scenario)
        return kept(now_and_then, pack, changed, effect_of(pack, question, sides.scenario), colour)
    if sides.way == "periods":
        return kept(two_periods, pack, gaps, *_periods(asked, sides))
    return kept(two_places, pack, gaps, _places(asked, sides), colour)


def _colour(asked: SceneAsked) -> ColourBy:
    wanted, known = asked.chosen.get("colour", ""), get_args(ColourBy)
    require("colour", wanted, known, f"one of {', '.join(known)}")
    return cast(ColourBy, wanted) if wanted else "gap"


def _periods(asked: SceneAsked, sides: Sides) -> tuple[str, tuple[str, str]]:
    """Return whose periods are compared, and the two of them."""
    pack = asked.pack
    dated = [key for key in drawable_indicators(pack) if len(periods_of(pack, key)) > 1]
    if not dated:
        raise _nothing("no figure of several periods", "one that is held for two")
    wanted = asked.chosen.get("indicator", "")
    key = wanted if wanted in dated else dated[0]
    held = periods_of(pack, key)
    period = asked.chosen.get("period", "")
    return key, (period if period in held else held[0], sides.period or held[-1])


def _places(asked: SceneAsked, sides: Sides) -> tuple[str, str]:
    """Return the places that are compared: those chosen, else the two with the largest gaps."""
    largest = [str(key) for key in asked.gaps.places.index]
    if len(largest) < len(("first", "second")):
        raise _nothing("one place of this kind", "two places to set beside each other")
    known = set(places_of_kind(asked.pack, asked.question.place_kind).index)
    first = asked.place_id if asked.place_id in known else ""
    first = first or next(key for key in largest if key != sides.place)
    return first, sides.place or next(key for key in largest if key != first)


def _nothing(found: str, expected: str) -> QuestionError:
    fix = "Choose another kind of place, or another way to compare, on the page Two maps."
    return QuestionError(Problem(where="two maps", found=found, expected=expected, fix=fix))


def _pictured(asked: SceneAsked, both: TwoMaps, at: int) -> Pictured:
    """Return one of the maps with its own heading; of two places each is shown whole."""
    heading, spec = both.sides[at]
    place_id = both.places[at] if both.places else ""
    named: MapSpec = spec
    return Pictured(
        spec=named,
        pack=asked.pack,
        title=heading,
        alt=f"{heading}. {picture_alt_text(named, sentence=both.differences.sentence())}",
        place_id=place_id,
        bounds=None if place_id else asked.bounds,
        asked=f"two-{at}/{asked.page}?{asked.words}",
    )


def _table(found: Differences) -> Table:
    return table_of(
        "differences",
        f"What differs: {found.unit}" if found.way != "places" else "What differs",
        (
            column("name", opened(found.what[0])),
            column("first", f"A: {opened(found.first)}", "number"),
            column("second", f"B: {opened(found.second)}", "number"),
            column("difference", "B beside A", "number"),
            column("verdict", "B is"),
        ),
        (
            (
                text(row["name"]),
                *(_cell(row[name], str(row[f"{name}_said"])) for name in SIDES),
                text(f"{SHAPES[row['verdict']]} {VERDICTS[row['verdict']]}"),
            )
            for _, row in found.rows.iterrows()
        ),
        found.sources,
        none="Nothing can be set beside each other.",
    )


SIDES = ("first", "second", "difference")


def _cell(value: float, said: str) -> Cell:
    is_known = value == value  # noqa: PLR0124 - NaN
    return Cell(text=said, number=float(value) if is_known else None)

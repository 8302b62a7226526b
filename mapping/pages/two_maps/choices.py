"""What the address of Two maps may hold: what differs on the second map, what both show."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from geodata.errors import Problem
from geodata.model import Pack
from layers.compare.differences import Way
from layers.compare.two_sides import Sides, read_sides, write_sides
from layers.indicators.figures import drawable_indicators, periods_of
from layers.places import places_of_kind
from layers.question.address import change_word
from layers.question.doors import own_doors
from layers.question.question import Question
from layers.question.settings import SETTINGS
from layers.scenarios.address import scenario_text
from layers.scenarios.changes import Close, Scenario
from mapping.map.values import ColourBy
from mapping.pages.frame.asked import choose, chosen
from mapping.pages.frame.choices import AREA, PLACE_OF_KIND, Choice, Parts, choice_of
from mapping.pages.frame.indicators import INDICATOR, PERIOD
from mapping.pages.frame.view import AT

WAYS: dict[Way, str] = {
    "places": "two places",
    "questions": "two questions",
    "scenario": "before and after a change",
    "periods": "two years",
}
COLOURS: dict[ColourBy, str] = {
    "gap": "need and reach",
    "need": "need",
    "reach": "reach",
    "none": "nothing",
}


def sides_asked(pack: Pack, question: Question) -> Sides:
    """Read what differs on the second map; what of it cannot be used is told by the page."""
    written = st.query_params.get("b") or ""
    sides, _ = read_sides(written, pack, question, chosen("indicator") or "")
    return sides


def write_second(sides: Sides, question: Question) -> None:
    """Write what differs on the second map into the address."""
    choose("b", write_sides(sides, question, scenario_text(sides.scenario)) or None)


def offered_ways(pack: Pack, question: Question) -> list[Way]:
    """List the ways in which two maps of a pack can differ."""
    held: dict[Way, bool] = {
        "places": len(places_of_kind(pack, question.place_kind)) > 1,
        "questions": True,
        "scenario": len(own_doors(pack, question)) > 0,
        "periods": bool(dated_indicators(pack)),
    }
    return [way for way in WAYS if held[way]]


def dated_indicators(pack: Pack) -> list[str]:
    """List the indicators that are held for several periods."""
    return [key for key in drawable_indicators(pack) if len(periods_of(pack, key)) > 1]


def open_way(way: Way, pack: Pack, question: Question) -> None:
    """Turn to another way of comparing, at something that differs."""
    for name in ("b", "period", "indicator", "area"):
        choose(name, None)
    if way == "questions":
        second = change_word(question, *_other_word(pack, question), pack)
        write_second(Sides(way=way, second=second), question)
    elif way == "scenario":
        doors = own_doors(pack, question)["name"].sort_values()
        closing = Scenario(steps=(Close(asset_id=str(doors.index[0])),))
        write_second(Sides(way=way, second=question, scenario=closing), question)
    elif way == "periods":
        key = dated_indicators(pack)[0]
        held = periods_of(pack, key)
        choose("indicator", key)
        choose("period", held[0])
        write_second(Sides(way=way, second=question, period=held[-1]), question)


def _other_word(pack: Pack, question: Question) -> tuple[str, str]:
    """Return a word of the question, and something else that it may be: a further service first."""
    others = [key for key in pack.info.services if key != question.service]
    if others:
        return "service", others[0]
    limits = SETTINGS["limit"].offered(question, pack)
    return "limit", str(next(each for each in limits if each != question.limit_min))


def _faults(value: str, pack: Pack, question: Question, parts: Parts) -> Iterator[Problem]:
    yield from read_sides(value, pack, question, parts.get("indicator", ""))[1]


CHOICES = (
    AREA,
    AT,
    Choice(name="b", faults=_faults),
    PLACE_OF_KIND,
    INDICATOR,
    PERIOD,
    choice_of("colour", lambda *_: COLOURS, instead="Used instead: gap."),
)

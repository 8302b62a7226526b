"""What is compared on Two maps: in which way, and what stands on either side."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st
from pandas import Series
from streamlit.delta_generator import DeltaGenerator

from geodata.errors import QuestionError
from geodata.model import Pack
from layers.compare.differences import Way
from layers.compare.two_sides import Sides
from layers.indicators.figures import periods_of
from layers.places import places_of_kind
from layers.question.address import change_word
from layers.question.doors import own_doors
from layers.question.question import Question
from layers.said.sentences import opened
from layers.scenarios.changes import Close, Scenario
from layers.scenarios.words import scenario_words
from mapping.component.widgets import show_question_bar
from mapping.map.two import LETTERS
from mapping.pages.frame.asked import choose, chosen
from mapping.pages.frame.indicators import indicator_words
from mapping.pages.frame.problems import show_problems
from mapping.pages.frame.question_words import question_words
from mapping.pages.frame.widgets import choose_one, open_over, tick
from mapping.pages.two_maps.choices import (
    COLOURS,
    WAYS,
    dated_indicators,
    offered_ways,
    open_way,
    write_second,
)

Indicator = tuple[str, str]
"""Whose figures two years are of, and the first of the periods; of other ways empty."""
WIDTHS: dict[Way, tuple[float, ...]] = {"places": (2, 3, 3, 2), "periods": (2, 5, 1.5, 1.5)}
MOST_OFFERED = 60  # doors in a list; of more, those of the largest service areas are not told apart
REFUSED = "what was wrong with the last change of the second question"


def show_choices(
    pack: Pack, question: Question, sides: Sides, places: tuple[str, str], indicator: Indicator
) -> None:
    """Show in one line what the maps are of, what stands on either, and what colours both."""
    has_colours = sides.way != "periods"
    widths = WIDTHS.get(sides.way, (2, 6, 2))
    with st.container(key="two-maps-choices"):
        with st.container(key="two-maps-fold"):  # shown on a phone alone
            tick("Change what is compared", key="two-maps-unfolded")
        columns = iter(st.columns(widths, gap="small"))
        with next(columns):
            _show_way(sides, pack, question)
        if sides.way == "places":
            _show_places(pack, question, places, columns)
        elif sides.way == "periods":
            _show_periods(pack, question, sides, indicator, columns)
        elif sides.way == "scenario":
            with next(columns):
                _show_change(pack, question, sides)
        else:
            with next(columns):
                _show_second_question(pack, question, sides)
        if has_colours:
            with next(columns):
                _show_colours(chosen_colour())


def _show_way(sides: Sides, pack: Pack, question: Question) -> None:
    """Show what the two maps are of: places, questions, before and after, years."""
    offered = offered_ways(pack, question)
    _choose(
        "Two maps of", [*offered], sides.way if sides.way in offered else offered[0],
        lambda key: opened(next(words for way, words in WAYS.items() if way == key)),
        lambda key: open_way(next(way for way in WAYS if way == key), pack, question),
    )  # fmt: skip


def _show_places(
    pack: Pack, question: Question, places: tuple[str, str], columns: Iterator[DeltaGenerator]
) -> None:
    """Show which two places are compared."""
    named = places_of_kind(pack, question.place_kind)["name"]
    acts: tuple[Callable[[str], None], ...] = (
        lambda key: choose("place", key),
        lambda key: choose("b", f"place={key}"),
    )
    for letter, label, now, act in zip(
        LETTERS, ("First place", "Second place"), places, acts, strict=True
    ):
        with next(columns):
            _choose(
                label, [str(key) for key in named.index], now,
                partial(_lettered, letter, named), act,
            )  # fmt: skip


def _lettered(letter: str, named: Series[str], key: str) -> str:
    return f"{letter}: {named[key]}"


def _show_second_question(pack: Pack, question: Question, sides: Sides) -> None:
    """Show the second question over the page, to change; the places are those of the first."""
    words = question_words(sides.second, pack, None)
    words["label"] = "The second question"
    words["more"]["label"] = "How the second is worked out"
    words["parts"] = [_as_text(part) if part.get("setting") == "kind" else part
                      for part in words["parts"]]  # fmt: skip
    problems = st.session_state.pop(REFUSED, ())
    with open_over("B: change the second question"):
        show_problems("The second question was not changed.", problems)
        show_question_bar(
            words,
            key="second-question",
            on_word=lambda: _take_word(pack, question, sides),
        )


def _as_text(part: dict[str, Any]) -> dict[str, Any]:
    """Return a word of the bar that is not to be changed here."""
    said = dict(part["options"])
    return {"text": said.get(part["value"], "")}


def _take_word(pack: Pack, question: Question, sides: Sides) -> None:
    word = st.session_state["second-question"].word
    if not isinstance(word, dict):
        return
    try:
        second = change_word(sides.second, str(word.get("setting")), str(word.get("value")), pack)
    except QuestionError as error:
        st.session_state[REFUSED] = error.problems
        return
    changed = replace(sides, way="questions", second=second)
    write_second(changed, question)


def _show_change(pack: Pack, question: Question, sides: Sides) -> None:
    """Show which change of services the second map is after: a closure, or one made elsewhere."""
    doors = own_doors(pack, question)["name"].sort_values().head(MOST_OFFERED)
    closures = {str(key): Scenario(steps=(Close(asset_id=str(key)),)) for key in doors.index}
    now = next((key for key, each in closures.items() if each == sides.scenario), "")
    said = {key: f"B: closing {doors[key]}" for key in closures}
    if not now:
        said = {"": f"B: {scenario_words(sides.scenario, pack)}", **said}
    _choose(
        "What changes", list(said), now, lambda key: said[key],
        lambda key: write_second(
            replace(sides, scenario=closures.get(key, sides.scenario)), question
        ),
    )  # fmt: skip


def _show_periods(
    pack: Pack,
    question: Question,
    sides: Sides,
    indicator: Indicator,
    columns: Iterator[DeltaGenerator],
) -> None:
    """Show whose figures are compared, and of which two periods."""
    key, first = indicator
    held = periods_of(pack, key)
    with next(columns):
        _choose(
            "Published figure", dated_indicators(pack), key,
            lambda key: indicator_words(pack.indicators[key], pack),
            lambda key: _choose_indicator(pack, question, sides, key),
        )  # fmt: skip
    with next(columns):
        _choose("First", held, first, lambda each: f"A: {each}",
                lambda each: choose("period", each))  # fmt: skip
    with next(columns):
        _choose(
            "Second", held, sides.period or held[-1], lambda each: f"B: {each}",
            lambda each: write_second(replace(sides, period=each), question),
        )  # fmt: skip


def _choose_indicator(pack: Pack, question: Question, sides: Sides, key: str) -> None:
    held = periods_of(pack, key)
    choose("indicator", key)
    choose("period", held[0])
    write_second(replace(sides, way="periods", period=held[-1]), question)


def _show_colours(colour: str) -> None:
    """Show what colours both maps."""
    named = {
        key: "By " + words if key != "none" else "No colours" for key, words in COLOURS.items()
    }
    _choose(
        "Colour both by", list(COLOURS), colour, lambda key: next(
            words for each, words in named.items() if each == key
        ),
        lambda key: choose("colour", key if key != "gap" else None),
    )  # fmt: skip


def _choose(
    label: str,
    options: list[str],
    now: str,
    named: Callable[[str], str],
    act: Callable[[str], None],
) -> None:
    # A key of its own for each choice, so that what the address says stands in the box.
    key = f"two-maps-{label}-{now}"
    choose_one(
        label, options, now, named, key=key, act=lambda: act(st.session_state[key]),
        is_said_inside=True,
    )  # fmt: skip


def chosen_colour() -> str:
    """Read what colours both maps."""
    wanted = chosen("colour")
    return next((key for key in COLOURS if key == wanted), "gap")

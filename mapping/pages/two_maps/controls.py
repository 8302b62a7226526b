"""What is compared on Two maps: in which way, and what stands on either side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from geodata.errors import QuestionError
from geodata.model import Pack
from layers.compare.two_sides import Sides
from layers.indicators.figures import periods_of
from layers.places import places_of_kind
from layers.question.address import change_word
from layers.question.doors import own_doors
from layers.question.question import Question
from layers.scenarios.changes import Close, Scenario
from layers.scenarios.words import scenario_words
from mapping.component.widgets import show_question_bar
from mapping.pages.frame.asked import choose, chosen
from mapping.pages.frame.indicators import indicator_words
from mapping.pages.frame.problems import show_problems
from mapping.pages.frame.question_words import question_words
from mapping.pages.frame.widgets import choose_beside, choose_one
from mapping.pages.two_maps.choices import (
    COLOURS,
    WAYS,
    dated_indicators,
    offered_ways,
    open_way,
    write_second,
)

MOST_OFFERED = 60  # doors in a list; of more, those of the largest service areas are not told apart
REFUSED = "what was wrong with the last change of the second question"


def show_way(sides: Sides, pack: Pack, question: Question) -> None:
    """Show what the two maps are of: places, questions, before and after, years."""
    offered = offered_ways(pack, question)
    key = f"two-maps-way-{sides.way}"
    choose_beside(
        "Two maps of",
        offered,
        sides.way if sides.way in offered else offered[0],
        lambda way: WAYS[way],
        key=key,
        act=lambda: open_way(st.session_state[key], pack, question),
    )


def show_places(pack: Pack, question: Question, places: tuple[str, str]) -> None:
    """Show which two places are compared."""
    named = places_of_kind(pack, question.place_kind)["name"]
    acts: tuple[Callable[[str], None], ...] = (
        lambda key: choose("place", key),
        lambda key: choose("b", f"place={key}"),
    )
    for at, column in enumerate(st.columns(2)):
        with column:
            _choose(
                ("First place", "Second place")[at], [str(key) for key in named.index], places[at],
                lambda key: str(named[key]), acts[at],
            )  # fmt: skip


def show_second_question(pack: Pack, question: Question, sides: Sides) -> None:
    """Show the second question, whose words can be changed; the places are those of the first."""
    words = question_words(sides.second, pack, None)
    words["label"] = "The second question"
    words["more"]["label"] = "How the second is worked out"
    words["parts"] = [_as_text(part) if part.get("setting") == "kind" else part
                      for part in words["parts"]]  # fmt: skip
    show_problems("The second question was not changed.", st.session_state.pop(REFUSED, ()))
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


def show_change(pack: Pack, question: Question, sides: Sides) -> None:
    """Show which change of services the second map is after: a closure, or one made elsewhere."""
    doors = own_doors(pack, question)["name"].sort_values().head(MOST_OFFERED)
    closures = {str(key): Scenario(steps=(Close(asset_id=str(key)),)) for key in doors.index}
    now = next((key for key, each in closures.items() if each == sides.scenario), "")
    said = {key: f"Closing {doors[key]}" for key in closures}
    if not now:
        said = {"": scenario_words(sides.scenario, pack), **said}
    _choose(
        "What changes", list(said), now, lambda key: said[key],
        lambda key: write_second(
            replace(sides, scenario=closures.get(key, sides.scenario)), question
        ),
    )  # fmt: skip


def show_periods(pack: Pack, question: Question, sides: Sides, indicator: str, first: str) -> None:
    """Show whose figures are compared, and of which two periods."""
    held = periods_of(pack, indicator)
    what, one, other = st.columns([3, 1, 1])
    with what:
        _choose(
            "Published figure", dated_indicators(pack), indicator,
            lambda key: indicator_words(pack.indicators[key], pack),
            lambda key: _choose_indicator(pack, question, sides, key),
        )  # fmt: skip
    with one:
        _choose("First", held, first, str, lambda each: choose("period", each))
    with other:
        _choose(
            "Second", held, sides.period or held[-1], str,
            lambda each: write_second(replace(sides, period=each), question),
        )  # fmt: skip


def _choose_indicator(pack: Pack, question: Question, sides: Sides, key: str) -> None:
    held = periods_of(pack, key)
    choose("indicator", key)
    choose("period", held[0])
    write_second(replace(sides, way="periods", period=held[-1]), question)


def show_colours(colour: str) -> None:
    """Show what colours both maps."""
    _choose(
        "Colour both by", list(COLOURS), colour, lambda key: next(
            words for each, words in COLOURS.items() if each == key
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
    choose_one(label, options, now, named, key=key, act=lambda: act(st.session_state[key]))


def chosen_colour() -> str:
    """Read what colours both maps."""
    wanted = chosen("colour")
    return next((key for key in COLOURS if key == wanted), "gap")

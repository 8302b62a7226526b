"""Scenarios: what if a door closed, opened, moved or changed; who would gain and who would lose."""

from __future__ import annotations

import streamlit as st

from geodata.errors import Problem, QuestionError
from geodata.model import Pack
from layers.question.question import Question
from layers.said.result import table_csv
from layers.scenarios.address import read_scenario, scenario_text
from layers.scenarios.changes import Scenario
from layers.scenarios.effect import Effect
from mapping.component import base_path, show_map
from mapping.component.widgets import show_question_bar
from mapping.escape import file_name
from mapping.map.describe import describe_map
from mapping.map.spec import MapSpec
from mapping.pages.frame.asked import ask_differently, asked_question, choose, chosen
from mapping.pages.frame.frame import show_left_out
from mapping.pages.frame.parts import answer_html, paragraph_html, terms_html
from mapping.pages.frame.question_words import question_words
from mapping.pages.frame.waiting import wait_for
from mapping.pages.scenarios.controls import (
    show_controls,
    show_picked,
    show_refused,
    show_suggestion,
)
from mapping.pages.scenarios.parts import (
    PICTURES,
    Picture,
    alone_html,
    alone_sentences,
    comparison_html,
    describe_effect,
    fifths_html,
    now_and_then_html,
    places_html,
)
from mapping.served.answers import answer
from mapping.served.message import Pick, map_message
from mapping.served.planning_answers import changed_pack, each_alone, effect_of

METHOD = (
    "The question is answered with the services as they are and as they would be, and every child "
    "is followed: whoever is within the limit now and not then has lost, and the other way round "
    "has gained. The formulas, limits and sources are in docs/methods.md, Scenarios and Where to "
    "add or close sites."
)


def show_scenarios_page(pack: Pack) -> None:
    """Show what a scenario changes, with the controls that make one."""
    question, problems = asked_question(pack)
    gaps = answer(pack, question)
    show_question_bar(
        question_words(question, pack, gaps),
        key="question",
        on_word=lambda: ask_differently(question, st.session_state["question"].word, pack),
    )
    scenario, faults = _asked_scenario("changes", pack)
    show_left_out((*problems, *faults))
    show_refused()
    if scenario.steps:
        _show_effect(pack, question, scenario)
    else:
        _show_nothing_changed(pack, question)
    st.html(f'<div class="kyp-page"><h2>How this is worked out</h2>{paragraph_html(METHOD)}</div>')
    st.html(terms_html(gaps, pack))


def _asked_scenario(name: str, pack: Pack) -> tuple[Scenario, tuple[Problem, ...]]:
    """Read a scenario out of the address; none, and why, where it cannot be used."""
    try:
        scenario = read_scenario(chosen(name) or "")
        changed_pack(pack, scenario)
    except QuestionError as error:
        return Scenario(), error.problems
    return scenario, ()


def _show_nothing_changed(pack: Pack, question: Question) -> None:
    weighed = wait_for(
        ("each alone", pack.content_hash, question),
        lambda progress: each_alone(pack, question, progress),
        "weighing each door",
    )
    if weighed is not None:
        st.html(answer_html(*alone_sentences(*weighed, question, pack)))
    words, picture = st.columns([1, 2], gap="medium")
    with words:
        show_controls(pack, question, Scenario())
        if weighed is not None:
            st.html(f'<div class="kyp-page">{alone_html(*weighed, question)}</div>')
    with picture:
        _show_map(pack, question, describe_map(pack, answer(pack, question)), "")
        show_picked(pack, question, Scenario())
    show_suggestion(pack, question, Scenario())


def _show_effect(pack: Pack, question: Question, scenario: Scenario) -> None:
    changed, effect = changed_pack(pack, scenario), effect_of(pack, question, scenario)
    st.html(answer_html(effect.sentence(), effect.heading))
    words, picture = st.columns([1, 2], gap="medium")
    with words:
        st.html(f'<div class="kyp-page">{now_and_then_html(effect, pack)}</div>')
        show_controls(pack, question, scenario)
    with picture:
        shown = _chosen_picture()
        changes = "" if shown == "now" else scenario_text(scenario)
        spec = describe_effect(pack, changed, effect, shown)
        _show_map(pack, question, spec, changes)
        show_picked(pack, question, scenario)
    show_suggestion(pack, question, scenario)
    st.html(f'<div class="kyp-page">{fifths_html(effect)}{places_html(effect, pack)}</div>')
    _show_comparison(pack, question, effect)
    _offer_figures(pack, effect)


def _chosen_picture() -> Picture:
    wanted = chosen("show")
    shown: Picture = next((each for each in PICTURES if each == wanted), "change")
    st.radio(
        "The map shows",
        list(PICTURES),
        index=list(PICTURES).index(shown),
        format_func=lambda key: PICTURES[key],
        horizontal=True,
        key="scenario-picture",
        on_change=lambda: choose("show", st.session_state["scenario-picture"]),
    )
    return shown


def _show_map(pack: Pack, question: Question, spec: MapSpec, changes: str) -> None:
    area, asset = chosen("area"), chosen("asset")
    selected = Pick(kind="area", id=area) if area else None
    show_map(
        map_message(
            spec,
            pack,
            question,
            base=base_path(),
            selected=Pick(kind="asset", id=asset) if asset else selected,
            changes=changes,
        ),
        key="scenario-map",
        on_pick=_take_pick,
        on_let_go=lambda: _take_pick(None),
    )


def _take_pick(pick: Pick | None) -> None:
    for kind in ("area", "asset"):
        choose(kind, pick.id if pick and pick.kind == kind else None)


def _show_comparison(pack: Pack, question: Question, effect: Effect) -> None:
    if not chosen("against"):
        return
    other, faults = _asked_scenario("against", pack)
    show_left_out(faults)
    if other.steps and other != effect.scenario:
        first = effect_of(pack, question, other)
        inside = comparison_html(first, effect)
        st.html(f'<div class="kyp-page"><h2>Beside the scenario kept</h2>{inside}</div>')


def _offer_figures(pack: Pack, effect: Effect) -> None:
    st.download_button(
        "Take the figures away (CSV)",
        data=lambda: _csv(pack, effect),
        file_name=f"{file_name(f'{pack.info.key} scenario {effect.scenario.name}')}.csv",
        mime="text/csv",
        on_click="ignore",
    )


def _csv(pack: Pack, effect: Effect) -> str:
    return table_csv(
        effect.places,
        sentences=[effect.heading, effect.sentence()],
        parameters=effect.parameters(),
        sources=effect.sources,
        pack=pack,
    )

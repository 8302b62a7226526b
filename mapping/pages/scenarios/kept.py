"""Scenarios kept for everybody: the one of this page among them, and any of them opened again."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from geodata.errors import QuestionError
from geodata.model import Pack
from layers.question.address import query_from_question
from layers.question.question import Question
from layers.scenarios.address import read_scenario, scenario_text
from layers.scenarios.changes import Scenario
from mapping.component import base_path
from mapping.component.widgets import show_kept_scenarios
from mapping.pages.frame.asked import REFUSED, ask_as, choose

KEY = "kept-scenarios"


def show_kept(pack: Pack, question: Question, scenario: Scenario) -> None:
    """Show the scenarios that are kept; the browser asks for them once they are seen."""
    told = {
        "base": base_path(),
        "title": scenario.name,
        "words": scenario_text(scenario) if scenario.steps else "",
        "question": urlencode(query_from_question(question, pack)),
    }
    show_kept_scenarios(told, key=KEY, on_open=lambda: _open(st.session_state[KEY].open, pack))


def _open(asked: object, pack: Pack) -> None:
    """Open a scenario with the question that it was kept with."""
    if not isinstance(asked, dict):
        return
    try:
        scenario = read_scenario(str(asked.get("words") or ""), "the kept scenario")
    except QuestionError as error:
        st.session_state[REFUSED] = error.problems
        return
    choose("changes", scenario_text(scenario))
    ask_as(str(asked.get("question") or ""), pack)
    for name in ("area", "asset", "wish"):
        choose(name, None)

"""Scenarios: what if a door closed, opened, moved or changed; who would gain and who would lose."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from geodata.model import Pack
from layers.question.question import Question
from layers.said.result import csv_file, notes_file
from layers.scenarios.address import read_scenario, scenario_text
from layers.scenarios.changes import Scenario, apply_scenario
from layers.scenarios.effect import Effect
from layers.scenarios.words import compare_sentence
from layers.siting.found import Siting
from layers.siting.words import alone_sentences
from mapping.component import base_path, show_map
from mapping.component.widgets import go_to_answer
from mapping.map.describe import describe_effect, describe_map
from mapping.map.spec import MapSpec
from mapping.map.values import Picture
from mapping.pages.frame.asked import choose, chosen
from mapping.pages.frame.drawing import show, show_answer, show_download
from mapping.pages.frame.page import Download, Page, Visit
from mapping.pages.frame.results import notes_of
from mapping.pages.frame.view import view_asked
from mapping.pages.frame.waiting import wait_for
from mapping.pages.frame.widgets import choose_beside
from mapping.pages.scenarios.choices import CHOICES, PICTURES, SIDE_BY_SIDE, Shown
from mapping.pages.scenarios.controls import (
    find_suggestion,
    show_controls,
    show_picked,
    show_refused,
    show_suggestion,
)
from mapping.pages.scenarios.marks import site_marks, step_marks
from mapping.pages.scenarios.tables import (
    alone_tables,
    comparison_table,
    fifths_table,
    now_and_then_table,
    places_table,
)
from mapping.served.cache import kept
from mapping.served.effects import effect_of
from mapping.served.message import Linked, Mark, Pick, map_message
from mapping.served.wishes import each_alone, read_wish


def show_scenarios(visit: Visit) -> None:
    """Show what a scenario changes, with the controls that make one."""
    scenario = read_scenario(chosen("changes") or "")
    show_refused()
    siting = find_suggestion(visit.pack, visit.question, scenario)
    if scenario.steps:
        _show_effect(visit, scenario, siting)
    else:
        _show_nothing_changed(visit, siting)
    is_looked_for = siting is None and read_wish(chosen("wish"), visit.pack) is not None
    about = f"{scenario_text(scenario)} {chosen('wish') or ''}"
    go_to_answer(None if is_looked_for else about)  # last: it is there to go to by now


def _show_nothing_changed(visit: Visit, siting: Siting | None) -> None:
    pack, question = visit.pack, visit.question
    weighed = wait_for(
        ("each alone", pack.content_hash, question),
        lambda progress: each_alone(pack, question, progress),
        "weighing each door",
    )
    if siting is not None:
        show_answer(siting.sentence())
    elif weighed is not None:
        show_answer(*alone_sentences(*weighed, question, pack))
    words, picture = st.columns([1, 2], gap="medium")
    with words:
        if siting is not None:
            show_suggestion(pack, question, Scenario(), siting)
        show_controls(pack, question, Scenario())
        if weighed is not None:
            show("scenarios/alone.html", tables=alone_tables(*weighed, question, pack))
    with picture:
        marks = () if siting is None else site_marks(siting)
        _show_map(pack, question, kept(describe_map, pack, visit.gaps), "", marks)
        show_picked(pack, question, Scenario())


def _show_effect(visit: Visit, scenario: Scenario, siting: Siting | None) -> None:
    pack, question = visit.pack, visit.question
    changed = kept(apply_scenario, pack, scenario)
    effect = effect_of(pack, question, scenario)
    if siting is None:
        show_answer(effect.sentence(), effect.heading)
    else:
        show_answer(siting.sentence(), effect.sentence())
    words, picture = st.columns([1, 2], gap="medium")
    with words:
        if siting is not None:
            show_suggestion(pack, question, scenario, siting)
        show("scenarios/now_and_then.html", figures=now_and_then_table(effect, pack))
        show_controls(pack, question, scenario)
    with picture:
        shown = _chosen_picture()
        marks = step_marks(scenario, changed) if siting is None else site_marks(siting)
        if shown == SIDE_BY_SIDE:
            _show_side_by_side(pack, changed, effect, marks)
        else:
            changes = "" if shown == "now" else scenario_text(scenario)
            spec = kept(describe_effect, pack, changed, effect, shown)
            _show_map(pack, question, spec, changes, marks)
        show_picked(pack, question, scenario)
    places = places_table(effect, pack)
    show(
        "scenarios/who.html",
        fifths=fifths_table(effect),
        places=places,
        unchanged=effect.unchanged(),
        notes=notes_of(effect),
    )
    _show_comparison(pack, question, effect)
    _offer_figures(pack, effect)


def _chosen_picture() -> Shown:
    wanted = chosen("show")
    shown: Shown = next((each for each in PICTURES if each == wanted), "change")
    choose_beside(
        "The map shows",
        list(PICTURES),
        shown,
        lambda key: PICTURES[key],
        key="scenario-picture",
        act=lambda: choose("show", st.session_state["scenario-picture"]),
    )
    return shown


def _show_side_by_side(pack: Pack, changed: Pack, effect: Effect, marks: Sequence[Mark]) -> None:
    """Show now and then as two maps that move and point together, under one legend."""
    sides: tuple[Picture, ...] = ("now", "then")
    for at, (column, side) in enumerate(zip(st.columns(2, gap="small"), sides, strict=True)):
        with column:
            spec = kept(describe_effect, pack, changed, effect, side)
            changes = "" if side == "now" else scenario_text(effect.scenario)
            link = Linked(name="scenario", has_legend=at == 0, heading=side.capitalize())
            _show_map(pack, effect.question, spec, changes, marks, link=link, key=f"map-{side}")


def _show_map(
    pack: Pack,
    question: Question,
    spec: MapSpec,
    changes: str,
    marks: Sequence[Mark],
    *,
    link: Linked | None = None,
    key: str = "scenario-map",
) -> None:
    area, asset = chosen("area"), chosen("asset")
    selected = Pick(kind="area", id=area) if area else None
    show_map(
        map_message(
            spec,
            pack,
            question,
            base=base_path(),
            selected=Pick(kind="asset", id=asset) if asset else selected,
            at=view_asked(pack),
            changes=changes,
            marks=marks,
            link=link,
        ),
        key=key,
        on_pick=_take_pick,
        on_let_go=lambda: _take_pick(None),
    )


def _take_pick(pick: Pick | None) -> None:
    for kind in ("area", "asset"):
        choose(kind, pick.id if pick and pick.kind == kind else None)


def _show_comparison(pack: Pack, question: Question, effect: Effect) -> None:
    other = read_scenario(chosen("against") or "")
    if other.steps and other != effect.scenario:
        first = effect_of(pack, question, other)
        show(
            "scenarios/beside.html",
            sentence=compare_sentence(first, effect),
            places=comparison_table(first, effect),
        )


def _offer_figures(pack: Pack, effect: Effect) -> None:
    show_download(
        Download(
            label="Download the figures (CSV)",
            name=f"{pack.info.key} scenario {effect.scenario.name}",
            make=lambda: csv_file(effect),
            notes=lambda: notes_file(effect),
        )
    )


PAGE = Page(
    title="Scenarios",
    url_path="scenarios",
    answers="What would change if a door closed, opened, moved or took other ages: who would gain, "
    "who would lose, and where.",
    show=show_scenarios,
    order=8,
    help=(
        "The question is answered with the services as they are and as they would be, and every "
        "child is followed: whoever is within the limit now and not then has lost, and the other "
        "way round has gained.",
        "A scenario is held in the page’s address: sending the address sends the scenario.",
    ),
    choices=CHOICES,
)

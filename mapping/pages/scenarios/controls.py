"""The controls that make a scenario: close, add, move, change, suggest, undo, keep and open."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from pandas import DataFrame

from geodata.errors import DataError, Problem
from geodata.model import OLDEST_AGE, Pack
from layers.assets import kind_words
from layers.question.doors import own_doors
from layers.question.question import Question
from layers.question.words import high_words
from layers.scenarios.address import scenario_text
from layers.scenarios.changes import (
    LONGEST_NAME,
    Add,
    Change,
    Close,
    Move,
    Scenario,
    Step,
    apply_scenario,
)
from layers.scenarios.effect import Effect
from layers.scenarios.files import parse_scenario, scenario_json
from layers.scenarios.words import step_words
from layers.siting.demand import Aim, Who, usual_whom
from layers.siting.found import Siting
from layers.spots import Spot
from mapping.pages.frame.asked import choose, chosen
from mapping.pages.frame.drawing import show, show_download
from mapping.pages.frame.page import Download
from mapping.pages.frame.problems import show_problems
from mapping.pages.frame.results import show_result
from mapping.pages.frame.uploading import take_file
from mapping.pages.frame.waiting import wait_for
from mapping.pages.frame.widgets import (
    choose_number,
    choose_one,
    choose_range,
    open_tabs,
    press,
    say,
    submit,
    write_words,
)
from mapping.pages.scenarios.finding import choose_by_name
from mapping.pages.scenarios.kept import show_kept
from mapping.pages.scenarios.tables import curve_table, sites_table
from mapping.served.cache import kept
from mapping.served.effects import effect_of
from mapping.served.wishes import MOST_SUGGESTED, Wish, read_wish, sites_wished

REFUSED_FILE = "what was wrong with a scenario’s file"
TABS = ("Close", "Add", "Move or change", "Suggest", "Keep")
AIMS: dict[Aim, str] = {"cover": "most children within the limit", "travel": "least travel in all"}


def show_controls(pack: Pack, question: Question, scenario: Scenario) -> None:
    """Show the changes made so far, and the ways to make another."""
    changed = kept(apply_scenario, pack, scenario)
    if scenario.steps:
        _show_steps(pack, changed, effect_of(pack, question, scenario))
    close, add, move, suggest, keep = open_tabs(TABS)
    with close:
        _show_close(changed, question, scenario)
    with add:
        _show_add(pack, question, scenario)
    with move:
        _show_move(pack, changed, question, scenario)
    with suggest:
        _show_wish(pack, question)
    with keep:
        _show_keep(pack, question, scenario)


def show_picked(pack: Pack, question: Question, scenario: Scenario) -> None:
    """Offer to change what is chosen on the map: close a door, or add one in a neighbourhood."""
    area, asset = chosen("area"), chosen("asset")
    changed = kept(apply_scenario, pack, scenario)
    if asset and asset in _doors(changed, question).index:
        name = str(changed.assets["name"][asset])
        press(f"Close {name}", _do, (scenario, Close(asset_id=asset)), is_first=True)
    elif area and area in pack.areas.index:
        kind = pack.info.services[question.service].kinds[0]
        step = _added(Spot(of="area", id=area), kind, question)
        label = f"Add a {kind_words(kind)} in {pack.areas['name'][area]}"
        press(label, _do, (scenario, step), is_first=True)
    else:
        say("Choose a service on the map to close it, or a neighbourhood to add one there.")


def show_refused() -> None:
    """Show what was wrong with the file that was just opened."""
    problems: tuple[Problem, ...] = st.session_state.pop(REFUSED_FILE, ())
    show_problems("The file cannot be used.", problems)


def find_suggestion(pack: Pack, question: Question, scenario: Scenario) -> Siting | None:
    """Return the sites that are wished for, found beside the changes made already.

    None where none are, or while they are looked for, which is shown.
    """
    wish = read_wish(chosen("wish"), pack)
    if wish is None:
        return None
    changed = kept(apply_scenario, pack, scenario)
    found = wait_for(
        ("sites", changed.content_hash, question, wish),
        lambda progress: sites_wished(changed, question, wish, progress),
        "looking for the best sites",
    )
    return found and replace(found, is_after_changes=bool(scenario.steps))


def show_suggestion(pack: Pack, question: Question, scenario: Scenario, siting: Siting) -> None:
    """Show sites with their numbers on the map, and what can be done with them."""
    show_result(
        siting,
        heading="Suggested",
        table=sites_table(siting),
        name=f"{pack.info.key} suggested sites",
        label="Download the suggested sites (CSV)",
        is_said_above=True,
    )
    show("scenarios/curve.html", otherwise=siting.otherwise(), curve=curve_table(siting))
    kind = pack.info.services[question.service].kinds[0]
    steps = [_added(spot, kind, question) for spot in siting.sites["spot"]]
    take, leave = st.columns(2)
    with take:
        press("Add these sites", _do, (scenario, *steps), is_first=True)
    with leave:
        press("Leave them", lambda: choose("wish", None))


def _show_steps(pack: Pack, changed: Pack, effect: Effect) -> None:
    scenario = effect.scenario
    show("scenarios/steps.html", steps=[step_words(s, pack, changed) for s in scenario.steps])
    undo, anew = st.columns(2)
    with undo:
        press("Undo the last", lambda: _take_back(scenario.undo()))
    with anew:
        press("Undo all", lambda: _take_back(Scenario()))


def _show_close(changed: Pack, question: Question, scenario: Scenario) -> None:
    doors = _doors(changed, question)
    if doors.empty:
        say("No door of this service is open.")
        return
    picked = choose_by_name("Which door", doors["name"], "close", chosen("asset"))
    if picked:
        press("Close it", _do, (scenario, Close(asset_id=picked)))


def _show_add(pack: Pack, question: Question, scenario: Scenario) -> None:
    kinds = pack.info.services[question.service].kinds
    label = f"Which {pack.info.area_label}"
    area = choose_by_name(label, pack.areas["name"], "add", chosen("area"))
    kind = kinds[0]
    if len(kinds) > 1:
        kind = choose_one("Kind", kinds, kind, kind_words, key="add-kind")
    first, last = _choose_ages((question.age_from, question.age_to), "add")
    if area:
        spot = Spot(of="area", id=area)
        step = Add(spot=spot, kind=kind, age_from=first, age_to=last)
        press("Add it", _do, (scenario, step))


def _show_move(pack: Pack, changed: Pack, question: Question, scenario: Scenario) -> None:
    doors = _doors(changed, question)
    if doors.empty:
        say("No door of this service is open.")
        return
    door = choose_by_name("Door to move or change", doors["name"], "move", chosen("asset"))
    if door is None:
        return
    area = choose_by_name("Move it to", pack.areas["name"], "move-to", chosen("area"))
    if area:
        step = Move(asset_id=door, spot=Spot(of="area", id=area))
        press("Move it", _do, (scenario, step))
    ages = doors["age_from"].fillna(0)[door], doors["age_to"].fillna(OLDEST_AGE)[door]
    first, last = _choose_ages((int(ages[0]), int(ages[1])), f"change-{door}")
    change = Change(asset_id=door, age_from=first, age_to=last)
    press("Change its ages", _do, (scenario, change))


def _show_wish(pack: Pack, question: Question) -> None:
    wish = read_wish(chosen("wish"), pack) or Wish(who=usual_whom(pack, question))
    places = {"areas": f"{pack.info.area_label}s"} | {
        service.key: f"{service.label} (buildings)" for service in pack.info.services.values()
    }
    service = pack.info.services[question.service]
    with st.form("wish", border=False):
        whom = _whom(pack, question)
        count = choose_number(f"How many more {service.label}", 1, MOST_SUGGESTED, wish.count)
        among = choose_one("Among", list(places), wish.among, lambda key: places[key])
        aim = choose_one("So that there are", list(AIMS), wish.aim, lambda key: AIMS[key])
        counted = wish.who if wish.who in whom else usual_whom(pack, question)
        who = choose_one("Counting", list(whom), counted, lambda key: whom[key])
        if submit("Suggest"):
            choose("wish", f"{count}.{among}.{aim}.{who}")
            st.rerun()


def _whom(pack: Pack, question: Question) -> dict[Who, str]:
    """Return whom sites may be looked for, in words; of a sensitive need, all alone."""
    everyone: dict[Who, str] = {"all": "all children"}
    if usual_whom(pack, question) == "all":
        return everyone
    in_need: dict[Who, str] = {"need": f"children {high_words(question, pack)}"}
    return in_need | everyone


def _show_keep(pack: Pack, question: Question, scenario: Scenario) -> None:
    write_words(
        "Name",
        scenario.name,
        most=LONGEST_NAME,
        key=f"name-{scenario.name}",
        act=lambda: _write(scenario.called(st.session_state[f"name-{scenario.name}"])),
    )
    show_download(
        Download(
            label="Download the scenario (JSON)",
            name=f"{pack.info.key} {scenario.name} scenario",
            make=lambda: scenario_json(scenario, pack.info.key),
            ending="json",
        )
    )
    take_file("Open a scenario", ["json"], _open_file)
    if scenario.steps:
        label = "Compare others with this one"
        press(label, lambda: choose("against", scenario_text(scenario)))
    if chosen("against"):
        press("Stop comparing", lambda: choose("against", None))
    show_kept(pack, question, scenario)


def _open_file(content: bytes, name: str) -> None:
    try:
        _write(parse_scenario(content, name))
    except DataError as error:
        st.session_state[REFUSED_FILE] = error.problems


def _do(scenario: Scenario, *steps: Step) -> None:
    _write(scenario.then(*steps))
    for name in ("area", "asset", "wish"):
        choose(name, None)


def _take_back(scenario: Scenario) -> None:
    """Leave a scenario with fewer changes; a service that it added may be gone."""
    _write(scenario)
    choose("asset", None)


def _write(scenario: Scenario) -> None:
    choose("changes", scenario_text(scenario))


def _doors(pack: Pack, question: Question) -> DataFrame:
    doors = own_doors(pack, question)
    return DataFrame(doors)


def _added(spot: Spot, kind: str, question: Question) -> Add:
    return Add(spot=spot, kind=kind, age_from=question.age_from, age_to=question.age_to)


def _choose_ages(ages: tuple[int, int], key: str) -> tuple[int, int]:
    return choose_range("Ages it takes", 0, OLDEST_AGE, ages, key=f"ages-{key}-{ages}")

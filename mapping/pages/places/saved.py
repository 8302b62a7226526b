"""What people saved that profiles tell where it is asked for: shared notes, and a scenario."""

from __future__ import annotations

from typing import Final

import streamlit as st

from geodata.errors import QuestionError
from geodata.model import Pack
from geodata.store.faults import StoreError
from geodata.store.record import Record
from layers.profile.saved import NOTHING_SAVED, Heard, Saved
from layers.said.numbers import counted
from layers.scenarios.changes import Scenario, apply_scenario
from mapping.pages.frame.problems import show_problems
from mapping.pages.frame.widgets import choose_one, tick
from mapping.profile.saved_kept import heard_in, kept_scenarios, scenario_of
from mapping.served.store import served_store

NOTES: Final = "profiles-tell-notes"
SCENARIO: Final = "profiles-tell-scenario"
NONE: Final = ""
NO_NAME: Final = "Scenario without a name"
NOT_READ: Final = "What people saved cannot be told now; the profile is made without it."
NOT_TOLD: Final = "That scenario cannot be told of this pack; the profile is made without it."


def show_saved(pack: Pack, where: str, place_id: str = "") -> None:
    """Show what of what people saved can be told, where there is any.

    Parameters
    ----------
    where
        Where on the page it stands, as it may stand twice.
    place_id
        The place that is profiled; "" for many.
    """
    try:
        heard, scenarios = _held(pack, place_id)
    except StoreError as error:
        show_problems(NOT_READ, error.problems)
        return
    if heard:
        said = counted(len(heard), "notes")
        tick(f"What people say: {said} marked to be shared", key=f"{NOTES}-{where}")
    if scenarios:
        choose_one(
            "What could change",
            [NONE, *scenarios],
            NONE,
            lambda each: (scenarios[each].title or NO_NAME) if each else "Nothing",
            key=f"{SCENARIO}-{where}",
        )
        _scenario(pack, scenarios, where, tells=True)


def saved_chosen(pack: Pack, where: str, place_id: str = "") -> Saved:
    """Return what of what people saved is to be told, as it was chosen."""
    if not (
        st.session_state.get(f"{NOTES}-{where}") or st.session_state.get(f"{SCENARIO}-{where}")
    ):
        return NOTHING_SAVED
    try:
        heard, scenarios = _held(pack, place_id)
    except StoreError:
        return NOTHING_SAVED  # told where it is chosen
    return Saved(
        scenario=_scenario(pack, scenarios, where),
        heard=heard if st.session_state.get(f"{NOTES}-{where}") else (),
    )


def _held(pack: Pack, place_id: str) -> tuple[tuple[Heard, ...], dict[str, Record]]:
    store = served_store()
    heard = heard_in(store, pack)
    own = tuple(each for each in heard if place_id in ("", each.place_id))
    return own, {each.id: each for each in kept_scenarios(store, pack)}


def _scenario(
    pack: Pack, scenarios: dict[str, Record], where: str, *, tells: bool = False
) -> Scenario | None:
    """Return the scenario that is chosen; None where it is none, or is of other services."""
    record = scenarios.get(st.session_state.get(f"{SCENARIO}-{where}") or NONE)
    if record is None:
        return None
    try:
        scenario = scenario_of(record)
        apply_scenario(pack, scenario)
    except QuestionError as error:
        if tells:
            show_problems(NOT_TOLD, error.problems)
        return None
    return scenario

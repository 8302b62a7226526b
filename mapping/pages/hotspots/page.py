"""Hotspots: which neighbourhoods stand out together, more than chance would have it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast, get_args

import streamlit as st

from geodata.model import Pack
from layers.hotspots.found import STATISTICS, About, Hotspots, Statistic
from layers.hotspots.neighbours import Nearness
from layers.hotspots.tables import area_rows
from layers.question.question import Question
from layers.said.result import table_csv
from mapping.component import base_path, show_map
from mapping.component.widgets import show_question_bar
from mapping.escape import file_name
from mapping.pages.frame.asked import ask_differently, asked_question, choose, chosen
from mapping.pages.frame.frame import show_left_out
from mapping.pages.frame.parts import answer_html, terms_html
from mapping.pages.frame.question_words import question_words
from mapping.pages.frame.waiting import wait_for
from mapping.pages.hotspots.parts import (
    ABOUT,
    areas_html,
    cold_sentence,
    describe_hotspots,
    groups_html,
    how_html,
)
from mapping.served.answers import answer
from mapping.served.message import Pick, map_message
from mapping.served.planning_answers import HotspotSettings, hotspots_of

NEIGHBOURS: dict[Nearness, str] = {"touching": "those that touch", "nearest": "the 8 nearest"}
SHUFFLES = {"999": "999 shuffles", "9999": "9,999 shuffles"}


def show_hotspots_page(pack: Pack) -> None:
    """Show which groups of neighbourhoods stand out, on a map and in tables."""
    question, problems = asked_question(pack)
    gaps = answer(pack, question)
    show_question_bar(
        question_words(question, pack, gaps),
        key="question",
        on_word=lambda: ask_differently(question, st.session_state["question"].word, pack),
    )
    show_left_out(problems)
    settings = _settings()
    _show_settings(settings)
    hotspots = wait_for(
        ("hotspots", pack.content_hash, question, settings),
        lambda progress: hotspots_of(pack, question, settings, progress),
        "looking for hotspots",
    )
    if hotspots is not None:
        _show(pack, question, hotspots)
    st.html(terms_html(gaps, pack))


def _settings() -> HotspotSettings:
    """Read the settings out of the address; one that is unknown is the usual."""
    usual = HotspotSettings()
    about, statistic, nearness = chosen("about"), chosen("statistic"), chosen("neighbours")
    return HotspotSettings(
        about=cast(About, about) if about in get_args(About) else usual.about,
        statistic=(
            cast(Statistic, statistic) if statistic in get_args(Statistic) else usual.statistic
        ),
        nearness=cast(Nearness, nearness) if nearness in get_args(Nearness) else usual.nearness,
        permutations=int(chosen("shuffles") or 0) if chosen("shuffles") in SHUFFLES else 999,
    )


def _show_settings(settings: HotspotSettings) -> None:
    about, test, near, chance = st.columns([3, 2, 2, 1.5], vertical_alignment="bottom")
    with about:
        keys = list(ABOUT)
        st.radio(
            "Hotspots of",
            keys,
            index=keys.index(settings.about),
            format_func=lambda key: ABOUT[key],
            horizontal=True,
            key="hotspots-about",
            on_change=lambda: choose("about", st.session_state["hotspots-about"]),
        )
    with test:
        _choice("Test", "statistic", {**STATISTICS}, settings.statistic)
    with near:
        _choice("Neighbours are", "neighbours", {**NEIGHBOURS}, settings.nearness)
    with chance:
        _choice("Chance by", "shuffles", SHUFFLES, str(settings.permutations))


def _choice(label: str, name: str, options: Mapping[Any, str], value: str) -> None:
    keys = list(options)
    st.selectbox(
        label,
        keys,
        index=keys.index(value),
        format_func=lambda key: options[key],
        key=f"hotspots-{name}",
        on_change=lambda: choose(name, st.session_state[f"hotspots-{name}"]),
    )


def _show(pack: Pack, question: Question, hotspots: Hotspots) -> None:
    with st.container(key="map-and-answer"):
        words, picture = st.columns([1, 2], gap="medium")
        with words:
            st.html(answer_html(hotspots.sentence(), cold_sentence(hotspots, pack)))
            st.html(f'<div class="kyp-page">{groups_html(hotspots, pack)}</div>')
        with picture:
            _show_picture(pack, question, hotspots)
    details = areas_html(hotspots, pack) + how_html(hotspots, pack)
    st.html(f'<div class="kyp-page">{details}</div>')


def _show_picture(pack: Pack, question: Question, hotspots: Hotspots) -> None:
    area = chosen("area")
    spec = describe_hotspots(pack, answer(pack, question), hotspots)
    show_map(
        map_message(
            spec,
            pack,
            question,
            base=base_path(),
            selected=Pick(kind="area", id=area) if area and area in pack.areas.index else None,
        ),
        key="hotspots-map",
        on_pick=_take_pick,
        on_let_go=lambda: choose("area", None),
    )
    st.download_button(
        "Take the figures away (CSV)",
        data=lambda: _csv(hotspots, pack),
        file_name=f"{file_name(f'{pack.info.key} hotspots {hotspots.about}')}.csv",
        mime="text/csv",
        on_click="ignore",
    )


def _take_pick(pick: Pick) -> None:
    choose("area", pick.id if pick.kind == "area" else None)


def _csv(hotspots: Hotspots, pack: Pack) -> str:
    return table_csv(
        area_rows(hotspots).set_index("area_id"),
        sentences=[hotspots.heading, hotspots.sentence()],
        parameters=hotspots.parameters(),
        sources=hotspots.sources,
        pack=pack,
    )

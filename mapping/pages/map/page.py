"""Map: the answer in one sentence, the places in order, and the map beside them."""

from __future__ import annotations

from typing import Any, get_args

import streamlit as st

from geodata.model import Pack
from layers.gaps import Gaps
from layers.question.question import Question
from layers.said.result import say_gaps
from layers.said.sentences import area_sentence, area_strength
from mapping.component import base_path, show_map
from mapping.component.widgets import show_question_bar, show_ranking
from mapping.escape import file_name
from mapping.map.describe import describe_map
from mapping.map.spec import ColourBy, MapSpec
from mapping.pages.frame.asked import ask_differently, asked_question, choose, chosen
from mapping.pages.frame.frame import show_left_out
from mapping.pages.frame.parts import answer_html, card_html, terms_html
from mapping.pages.frame.question_words import question_words
from mapping.pages.map.cards import area_card, asset_card
from mapping.pages.map.ranking import SHOWS, Show, ranking
from mapping.served.answers import answer
from mapping.served.message import Pick, PickKind, map_message

COLOURS: dict[ColourBy, str] = {
    "gap": "need and reach",
    "need": "need",
    "reach": "reach",
    "none": "nothing",
}


def show_map_page(pack: Pack, places_page: Any) -> None:  # noqa: ANN401
    """Show the map page.

    Parameters
    ----------
    places_page
        The page that shows one place in full.
    """
    question, problems = asked_question(pack)
    gaps = answer(pack, question)
    show_question_bar(
        question_words(question, pack, gaps),
        key="question",
        on_word=lambda: ask_differently(question, st.session_state["question"].word, pack),
    )
    show_left_out(problems)
    with st.container(key="map-and-answer"):
        words, picture = st.columns([1, 2], gap="medium")
        with words:
            _show_answer(pack, gaps, places_page)
        with picture:
            _show_picture(pack, question, gaps)


def _show_answer(pack: Pack, gaps: Gaps, places_page: Any) -> None:  # noqa: ANN401
    st.html(answer_html(area_sentence(gaps, pack), area_strength(gaps, pack)))
    _show_picked(pack, gaps)
    show: Show = "strengths" if chosen("show") == "strengths" else "gaps"
    show_ranking(
        ranking(gaps, pack, show, chosen("place")),
        key="ranking",
        on_choose=lambda: choose("place", st.session_state["ranking"].choose),
        on_show=lambda: _choose_show(st.session_state["ranking"].show),
        on_act=lambda: None,
    )
    st.html(terms_html(gaps, pack))
    act = st.session_state["ranking"].act if "ranking" in st.session_state else None
    if isinstance(act, dict) and act.get("id") in gaps.places.index:
        choose("place", act["id"])
        st.switch_page(places_page, query_params=dict(st.query_params))


def _choose_show(value: object) -> None:
    choose("show", str(value) if value in SHOWS and value != "gaps" else None)


def _show_picked(pack: Pack, gaps: Gaps) -> None:
    area, asset = chosen("area"), chosen("asset")
    if area in gaps.areas.index:
        st.html(card_html(area_card(str(area), gaps, pack)))
    elif asset in pack.assets.index:
        st.html(card_html(asset_card(str(asset), pack)))
    elif area or asset:
        st.warning("What this address names is not in this pack.")


def _show_picture(pack: Pack, question: Question, gaps: Gaps) -> None:
    colour_by = _chosen_colour()
    spec = describe_map(pack, gaps, colour_by)
    show_map(
        map_message(
            spec,
            pack,
            question,
            base=base_path(),
            selected=_selected(),
        ),
        key="map",
        on_pick=_take_pick,
        on_let_go=_let_go,
    )
    colours, html, table = st.columns([2, 1, 1], vertical_alignment="bottom")
    with colours:
        st.radio(
            "Colour the map by",
            list(COLOURS),
            index=list(COLOURS).index(colour_by),
            format_func=lambda key: COLOURS[key],
            horizontal=True,
            key="colour-choice",
            on_change=lambda: choose("colour", st.session_state["colour-choice"]),
        )
    stem = file_name(f"{pack.info.key} {question.service} {question.age_from}-{question.age_to}")
    with html:
        st.download_button(
            "Take the map away (HTML)",
            data=lambda: _map_file(spec, pack, gaps),
            file_name=f"{stem}.html",
            mime="text/html",
            on_click="ignore",
            help="One file that opens anywhere, with no network",
        )
    with table:
        st.download_button(
            "Take the figures away (CSV)",
            data=lambda: say_gaps(gaps, "csv"),
            file_name=f"{stem}.csv",
            mime="text/csv",
            on_click="ignore",
        )


def _chosen_colour() -> ColourBy:
    wanted = chosen("colour")
    return next((key for key in get_args(ColourBy) if key == wanted), "gap")


def _selected() -> Pick | None:
    for kind in get_args(PickKind):
        key = chosen(kind)
        if key:
            return Pick(kind=kind, id=key)
    return None


def _take_pick(pick: Pick) -> None:
    if pick.kind == "place":
        choose("place", pick.id)
        return
    for kind in ("area", "asset"):
        choose(kind, pick.id if pick.kind == kind else None)


def _let_go() -> None:
    for kind in get_args(PickKind):
        choose(kind, None)


def _map_file(spec: MapSpec, pack: Pack, gaps: Gaps) -> str:
    from mapping.drawn.file import render_map_html

    return render_map_html(spec, pack, gaps)

"""Cover: which ages are offered anything at all, how much there is, and how fairly it is spread."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import streamlit as st

from geodata.model import Pack
from layers.cover.grid import CELL, Cover
from layers.cover.rows import By, stated_rows
from layers.places import places_of_kind
from layers.question.question import Question
from layers.said.result import say_rows
from mapping.component.widgets import show_question_bar
from mapping.escape import file_name, plain_text
from mapping.pages.cover.parts import (
    ROWS,
    capacity_html,
    cover_answer_html,
    cover_grid_html,
    cover_notes_html,
    lottery_html,
)
from mapping.pages.frame.asked import ask_differently, asked_question, choose, chosen
from mapping.pages.frame.frame import show_left_out
from mapping.pages.frame.question_words import question_words
from mapping.served.answers import answer
from mapping.served.cover_answers import capacity_answer, cover_answer, lottery_answer

STYLE = Path(__file__).parent / "cover.css"


def show_cover_page(pack: Pack) -> None:
    """Show what is open to whom, how much of it there is, and how fairly it is spread."""
    st.html(STYLE)
    question, problems = asked_question(pack)
    show_question_bar(
        question_words(question, pack, answer(pack, question)),
        key="question",
        on_word=lambda: _ask(question, pack),
    )
    show_left_out(problems)
    place_id, by = _chosen_place(pack), _chosen_rows(pack)
    cover = cover_answer(pack, question, place_id, by)
    st.html(f'<div class="kyp-page">{cover_answer_html(cover, question, pack)}</div>')
    _show_choices(pack, question, place_id, by)
    _show_grid(pack, question, cover)
    with st.container(key="cover-more"):
        _show_amount(pack, question)


def _ask(question: Question, pack: Pack) -> None:
    word = st.session_state["question"].word
    ask_differently(question, word, pack)
    if isinstance(word, dict) and word.get("setting") == "kind":
        choose("place", None)


def _chosen_place(pack: Pack) -> str | None:
    place_id = chosen("place")
    if place_id is None or place_id in pack.places.index:
        return place_id
    st.warning("The place that this address names is not in this pack; all of it is shown.")
    return None


def _chosen_rows(pack: Pack) -> By:
    wanted = chosen("show")
    return next((by for by in stated_rows(pack) if by == wanted), get_args(By)[0])


def _show_choices(pack: Pack, question: Question, place_id: str | None, by: By) -> None:
    kind = question.place_kind if place_id is None else str(pack.places["kind"][place_id])
    places = places_of_kind(pack, kind)
    ids = ["", *(str(key) for key in places.index)]
    names = {str(key): plain_text(str(name)) for key, name in places["name"].items()}
    names[""] = f"All of {plain_text(pack.info.title)}"
    offered = list(stated_rows(pack))
    with st.container(key="cover-choices"):
        where, rows = st.columns([1, 1], vertical_alignment="bottom")
        with where:
            st.selectbox(
                "Where",
                ids,
                index=ids.index(place_id or ""),
                format_func=lambda key: names[key],
                key=f"cover-place-{place_id}",
                on_change=lambda: choose("place", st.session_state[f"cover-place-{place_id}"]),
            )
        with rows:
            st.radio(
                "Rows",
                offered,
                index=offered.index(by),
                format_func=lambda key: ROWS[key],
                horizontal=True,
                key=f"cover-rows-{by}",
                on_change=lambda: choose("show", st.session_state[f"cover-rows-{by}"]),
            )


def _show_grid(pack: Pack, question: Question, cover: Cover) -> None:
    st.html(
        f'<div class="kyp-page">{cover_grid_html(cover, question, pack)}'
        f"{cover_notes_html(cover, pack)}</div>"
    )
    st.download_button(
        "Take the grid away (CSV)",
        data=lambda: say_rows(cover, cover.cells, CELL, "csv"),
        file_name=f"{file_name(f'cover {cover.place} {cover.by}')}.csv",
        mime="text/csv",
        on_click="ignore",
    )


def _show_amount(pack: Pack, question: Question) -> None:
    capacity, lottery = capacity_answer(pack, question), lottery_answer(pack, question)
    st.html(
        f'<div class="kyp-page"><h2>How much of it is there?</h2>{capacity_html(capacity)}'
        f"<h2>How fairly is it spread?</h2>{lottery_html(lottery)}</div>"
    )

"""Places: the ranking as a table, then one place in full."""

from __future__ import annotations

import streamlit as st

from geodata.errors import QuestionError
from geodata.model import Pack
from layers.gaps import Gaps
from layers.place.facts import place_facts, question_for_place
from layers.place.values import PlaceFacts
from layers.places import places_of_kind
from layers.question.question import Question
from layers.said.result import say_gaps
from layers.said.sentences import area_sentence, area_strength
from mapping.component import base_path, show_map
from mapping.component.widgets import show_places_table, show_question_bar
from mapping.escape import file_name, plain_text
from mapping.map.describe import describe_map
from mapping.pages.frame.asked import ask_differently, asked_question, choose, chosen
from mapping.pages.frame.frame import show_left_out, show_problems
from mapping.pages.frame.parts import answer_html, terms_html
from mapping.pages.frame.question_words import question_words
from mapping.pages.map.ranking import places_table
from mapping.pages.places.choice_parts import choice_html
from mapping.pages.places.place_parts import in_full_html, stands_out_html
from mapping.served.answers import answer, choice_answer, rank_answer, share_answer
from mapping.served.message import Pick, map_message


def show_places_page(pack: Pack) -> None:
    """Show all places of the kind asked for, or one in full."""
    question, problems = asked_question(pack)
    gaps = answer(pack, question)
    show_question_bar(
        question_words(question, pack, gaps),
        key="question",
        on_word=lambda: _ask(question, pack),
    )
    show_left_out(problems)
    place_id = chosen("place")
    if place_id is None:
        _show_all(pack, gaps)
    else:
        _show_one(pack, question, place_id)


def _ask(question: Question, pack: Pack) -> None:
    word = st.session_state["question"].word
    ask_differently(question, word, pack)
    if isinstance(word, dict) and word.get("setting") == "kind":
        choose("place", None)


def _show_all(pack: Pack, gaps: Gaps) -> None:
    st.html(answer_html(area_sentence(gaps, pack), area_strength(gaps, pack)))
    show_places_table(
        places_table(gaps, pack, rank_answer(pack, gaps.question)),
        key="places-table",
        on_open=lambda: choose("place", st.session_state["places-table"].open),
    )
    stem = file_name(f"{pack.info.key} {gaps.question.service} {gaps.question.place_kind}")
    st.download_button(
        "Take the table away (CSV)",
        data=lambda: say_gaps(gaps, "csv"),
        file_name=f"{stem}.csv",
        mime="text/csv",
        on_click="ignore",
    )
    st.html(terms_html(gaps, pack))
    choice, share = choice_answer(pack, gaps.question), share_answer(pack, gaps.question)
    st.html(f'<div class="kyp-page">{choice_html(choice, share)}</div>')


def _show_one(pack: Pack, asked: Question, place_id: str) -> None:
    try:
        question = question_for_place(asked, pack, place_id)
        gaps = answer(pack, question)
        facts = place_facts(pack, gaps, place_id)
    except QuestionError as error:
        show_problems("This place cannot be shown.", error.problems)
        st.button("Show all places", on_click=lambda: choose("place", None))
        return
    _show_ways(pack, facts, gaps)
    words, picture = st.columns([1, 1], gap="medium")
    with words:
        st.html(f'<div class="kyp-page">{stands_out_html(facts)}</div>')
    with picture:
        _show_where(pack, question, gaps, place_id)
    st.html(f'<div class="kyp-page">{in_full_html(facts)}</div>')


def _show_ways(pack: Pack, facts: PlaceFacts, gaps: Gaps) -> None:
    back, other, take = st.columns([1, 2, 1], vertical_alignment="bottom")
    with back:
        st.button("← All places", on_click=lambda: choose("place", None))
    with other:
        places = places_of_kind(pack, facts.kind.key)
        ids = [str(key) for key in places.index]
        st.selectbox(
            f"Which {facts.kind.label}",
            ids,
            index=ids.index(facts.place_id),
            format_func=lambda key: plain_text(str(places["name"][key])),
            key=f"place-choice-{facts.place_id}",
            on_change=lambda: choose("place", st.session_state[f"place-choice-{facts.place_id}"]),
        )
    with take:
        st.download_button(
            "Take this profile away (PDF)",
            data=lambda: _profile(pack, gaps, facts.place_id),
            file_name=f"{file_name(facts.name)}-profile.pdf",
            mime="application/pdf",
            on_click="ignore",
            type="primary",
        )


def _profile(pack: Pack, gaps: Gaps, place_id: str) -> bytes:
    from mapping.profile.document import profile_pdf

    return profile_pdf(pack, gaps, place_id)


def _show_where(pack: Pack, question: Question, gaps: Gaps, place_id: str) -> None:
    show_map(
        map_message(
            describe_map(pack, gaps),
            pack,
            question,
            base=base_path(),
            selected=Pick(kind="place", id=place_id),
            focus=Pick(kind="place", id=place_id),
        ),
        key="place-map",
        on_pick=_take_pick,
    )


def _take_pick(pick: Pick) -> None:
    if pick.kind == "place":
        choose("place", pick.id)

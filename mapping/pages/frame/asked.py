"""What the page is asked, kept in its address, so that every state can be sent to a colleague."""

from __future__ import annotations

import streamlit as st

from geodata.errors import Problem, QuestionError
from geodata.model import Pack
from layers.question.address import change_word, mend_query, query_from_question
from layers.question.question import Question
from layers.question.settings import SETTINGS

TRAVELLED = "question that travels from page to page"
REFUSED = "what was wrong with the last change"
CHOICES = (
    "area",
    "asset",
    "place",
    "colour",
    "show",
    "indicator",
    "comparator",
    "about",
    "statistic",
    "neighbours",
    "changes",
    "against",
    "wish",
)
"""What an address may hold beside the question: what is chosen, and how it is shown."""


def asked_question(pack: Pack) -> tuple[Question, tuple[Problem, ...]]:
    """Read the question out of the page's address; else the one asked on the page before.

    Returns
    -------
    question, problems
        The question to answer, and what of the address could not be used.
    """
    given = {name: st.query_params[name] for name in SETTINGS if name in st.query_params}
    if not given:
        given = st.session_state.get(TRAVELLED, {})
    question, problems = mend_query(given, pack)
    st.session_state[TRAVELLED] = query_from_question(question, pack)
    if not problems:
        _write(question, pack)
    refused: tuple[Problem, ...] = st.session_state.pop(REFUSED, ())
    return question, (*problems, *refused)


def ask_differently(question: Question, word: object, pack: Pack) -> None:
    """Change one word of the question, and so the page's address."""
    if not isinstance(word, dict):
        return
    try:
        changed = change_word(question, str(word.get("setting")), str(word.get("value")), pack)
    except QuestionError as error:
        st.session_state[REFUSED] = error.problems
        return
    st.session_state[TRAVELLED] = query_from_question(changed, pack)
    _write(changed, pack)


def _write(question: Question, pack: Pack) -> None:
    query = query_from_question(question, pack)
    for name in SETTINGS:
        if name in query:
            if st.query_params.get(name) != query[name]:
                st.query_params[name] = query[name]
        elif name in st.query_params:
            del st.query_params[name]


def chosen(name: str) -> str | None:
    """Read what is chosen out of the address; one of `CHOICES`."""
    value: str | None = st.query_params.get(name)
    return value or None


def choose(name: str, value: str | None) -> None:
    """Write what is chosen into the address; None takes it out."""
    if value:
        st.query_params[name] = value
    elif name in st.query_params:
        del st.query_params[name]

"""What the page is asked, kept in its address, so that every state can be sent to a colleague."""

from __future__ import annotations

from urllib.parse import parse_qsl

import streamlit as st

from geodata.errors import Problem, QuestionError
from geodata.model import Pack
from geodata.plain import as_typed
from layers.question.address import change_word, query_from_question, question_from_query
from layers.question.question import Question
from layers.question.settings import SETTINGS
from mapping.pages.frame.address import Address, names_of, read_address
from mapping.pages.frame.page import Page

TRAVELLING = ("place", "area", "asset", "spot", "at")
"""What of an address goes along to the pages that know it, beside the question."""

TRAVELLED = "question that travels from page to page"
TAKEN_ALONG = "what is chosen, which travels too"
REFUSED = "what was wrong with the last change"
UNUSABLE = "parts of the address that cannot be used"


def asked_question(page: Page, pack: Pack) -> tuple[Question, tuple[Problem, ...]]:
    """Read the question out of the page's address; else the one asked on the page before.

    Returns
    -------
    question, problems
        The question to answer, and all of the address that could not be used.
    """
    _read_as_typed()
    brought = _bring_along(page)
    address = _read(page, pack)
    if useless := brought & address.unusable:  # of another page’s map, say
        for name in useless:
            del st.query_params[name]
        address = _read(page, pack)
    st.session_state[UNUSABLE] = set(address.unusable)
    st.session_state[TRAVELLED] = query_from_question(address.question, pack)
    for name in {*TRAVELLING} & {*names_of(page)}:
        if value := chosen(name):
            _take_along(name, value)
    if address.is_settled:
        _write(address.question, pack)
    return address.question, address.problems


def just_refused() -> tuple[Problem, ...]:
    """Return why what a person did last could not be done; told once."""
    refused: tuple[Problem, ...] = st.session_state.pop(REFUSED, ())
    return refused


def _read(page: Page, pack: Pack) -> Address:
    given = [(name, value) for name in st.query_params for value in st.query_params.get_all(name)]
    return read_address(given, page, pack, st.session_state.get(TRAVELLED))


def _read_as_typed() -> None:
    """Take out of the address what came along with what was copied into it."""
    for name, value in st.query_params.to_dict().items():
        if (typed := as_typed(value)) != value:
            st.query_params[name] = typed


def _bring_along(page: Page) -> set[str]:
    """Write what was chosen on the page before into an address that asks nothing yet.

    The way between pages leaves an address empty; one that asks something means what it says.
    """
    if any(name in SETTINGS for name in st.query_params):
        return set()
    taken: dict[str, str] = st.session_state.get(TAKEN_ALONG, {})
    names = taken.keys() & {*names_of(page)} - {*st.query_params}
    for name in names:
        st.query_params[name] = taken[name]
    return names


def _take_along(name: str, value: str | None) -> None:
    taken = dict(st.session_state.get(TAKEN_ALONG, {}))
    taken.pop(name, None)
    st.session_state[TAKEN_ALONG] = taken | ({name: value} if value else {})


def ask_differently(question: Question, word: object, pack: Pack) -> None:
    """Change one word of the question, and so the page's address."""
    if not isinstance(word, dict):
        return
    try:
        changed = change_word(question, str(word.get("setting")), str(word.get("value")), pack)
    except QuestionError as error:
        st.session_state[REFUSED] = error.problems
        return
    for name in tuple(
        st.session_state.get(UNUSABLE, ())
    ):  # it was told; a new address has none of it
        choose(name, None)
    st.session_state[TRAVELLED] = query_from_question(changed, pack)
    _write(changed, pack)


def ask_as(query: str, pack: Pack) -> None:
    """Ask the question of an address that was kept; what of it cannot be asked is told.

    Parameters
    ----------
    query
        The words of a question as after the question mark; "" leaves the question as it is.
    """
    given = {name: value for name, value in parse_qsl(query) if name in SETTINGS}
    if not given:
        return
    try:
        question = question_from_query(given, pack)
    except QuestionError as error:
        st.session_state[REFUSED] = error.problems
        return
    st.session_state[TRAVELLED] = query_from_question(question, pack)
    _write(question, pack)


def _write(question: Question, pack: Pack) -> None:
    query = query_from_question(question, pack)
    for name in SETTINGS:
        if name in query:
            if st.query_params.get(name) != query[name]:
                st.query_params[name] = query[name]
        elif name in st.query_params:
            del st.query_params[name]


def chosen(name: str) -> str | None:
    """Read what is chosen out of the address; one of the page's choices, if it can be used."""
    if name in st.session_state.get(UNUSABLE, ()):
        return None
    value: str | None = st.query_params.get(name)
    return value or None


def choose(name: str, value: str | None) -> None:
    """Write what is chosen into the address; None takes it out."""
    st.session_state.get(UNUSABLE, set()).discard(name)
    if name in TRAVELLING:
        _take_along(name, value)
    if value:
        st.query_params[name] = value
    elif name in st.query_params:
        del st.query_params[name]

"""Places of one's own on a page: read from its address, changed from its map, kept between."""

from __future__ import annotations

import streamlit as st

from geodata.errors import Problem, QuestionError
from geodata.model import Pack
from layers.own_places.address import read_own, write_own
from layers.own_places.changing import change_own
from layers.own_places.recipes import OWN, OwnPlaces
from layers.question.parts import read_parts
from mapping.pages.frame.asked import choose
from mapping.served.own import PART, WHERE, make_own

REFUSALS = "how many changes of one's own places were refused"
REFUSED_ON_MAP = "why the last change of one's own places was refused"
TRAVELLED = "places of one's own that travel from page to page"


def pack_of_address(pack: Pack) -> tuple[Pack, tuple[Problem, ...]]:
    """Return the pack with the places of the page's address; else of the page before.

    Returns
    -------
    pack, problems
        With those that can be made, and why others cannot. What cannot even be read is told with
        the rest of the address.
    """
    text = _written()
    made, unmade = make_own(pack, read_own(text, WHERE)[0])
    st.session_state[TRAVELLED] = text
    if text and PART not in st.query_params:
        st.query_params[PART] = text
    return made, unmade


def _written() -> str:
    """Return the places as they are written; "" where they cannot be read at all."""
    given = st.query_params.get_all(PART)
    if not given:
        kept: str = st.session_state.get(TRAVELLED, "")
        return kept
    return read_parts([(PART, each) for each in given], [PART])[0].get(PART, "")


def own_places_now() -> OwnPlaces:
    """Return the places that can be read out of the page's address."""
    return read_own(_written(), WHERE)[0]


def change_own_places(asked: object, pack: Pack) -> None:
    """Change the places as a person asks, and so the page's address; what cannot be is told.

    The place that was made is chosen, and the question asked by places of one's own.

    Parameters
    ----------
    asked
        As a browser sends it: see `layers.own_places.changing.change_own`.
    """
    try:
        changed = change_own(own_places_now(), asked, pack)
    except QuestionError as error:
        number = st.session_state.get(REFUSALS, 0) + 1
        st.session_state[REFUSALS] = number
        said = (problem.sentence() for problem in error.problems)
        st.session_state[REFUSED_ON_MAP] = (str(number), *said)
        return
    keep_own_places(changed.own, changed.place_id)


def refused_on_map() -> tuple[str, ...]:
    """Return why the last change asked for on the map could not be made, its number first.

    Its number, so that a browser tells one refusal from the next in the same words.
    """
    told: tuple[str, ...] = st.session_state.pop(REFUSED_ON_MAP, ())
    return told


def keep_own_places(own: OwnPlaces, place_id: str = "") -> None:
    """Write places into the page's address, and choose one of them; none where there is none."""
    text = write_own(own)
    st.session_state[TRAVELLED] = text
    if text:
        st.query_params[PART] = text
    elif PART in st.query_params:
        del st.query_params[PART]
    if place_id:
        st.query_params["kind"] = OWN
        choose("place", place_id)
        return
    if st.query_params.get("place", "").startswith(f"{OWN}-"):
        choose("place", None)
    if not own and st.query_params.get("kind") == OWN:
        del st.query_params["kind"]

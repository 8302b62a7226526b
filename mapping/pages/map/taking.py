"""What can be taken away from the Map page: pictures, print, data, and the map as a file."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from functools import partial

import streamlit as st

from geodata.model import Pack
from layers.gaps import Gaps
from mapping.map.spec import MapSpec
from mapping.map.view import At, metres_around, read_at, write_at
from mapping.pages.frame.page import Download
from mapping.pages.frame.widgets import press, say
from mapping.profile.map_files import FORMS, Form, map_file

KEY = "what pictures and prints show"
WHOLE = "Pictures and prints show the whole area."
PART = "Pictures and prints show the part of the map that was on screen."

Made = Callable[[], tuple[MapSpec, Gaps | None]]


def map_downloads(
    name: str, pack: Pack, describe: Made, *, key: Callable[[], Hashable]
) -> Iterator[Download]:
    """Return a file of each form; above them is chosen what part of the world pictures show.

    Parameters
    ----------
    describe
        Returns the map as it is when a file is asked for, with the answer that it is of (None where
        an indicator colours it): layers are changed without a run of the page.
    key
        Returns the contents of the map.
    """
    at = _chosen_view(pack)
    for form, about in FORMS.items():
        seen = at if about.is_view else None
        yield Download(
            label=about.label,
            name=f"{name}{' A3' if form == 'a3' else ''}{' part' if seen else ''}",
            make=partial(_made, form, pack, describe, seen),
            ending=about.ending,
            help=about.about,
            key=partial(_key, form, seen, key),
        )


def _made(form: Form, pack: Pack, describe: Made, at: At | None) -> bytes:
    spec, gaps = describe()
    return map_file(form, spec, pack, gaps, bounds=None if at is None else metres_around(at))


def _key(form: Form, at: At | None, key: Callable[[], Hashable]) -> Hashable:
    return ("map file", form, "" if at is None else write_at(at), key())


def _chosen_view(pack: Pack) -> At | None:
    """Show which part of the world pictures show, with a way to change it; None for all."""
    at = read_at(st.session_state.get(KEY) or "", pack)
    say(WHOLE if at is None else PART)
    with st.container(horizontal=True):
        press("Show what is on screen now", _take_view, key="pictures-of-view")
        if at is not None:
            press("Show the whole area", _let_go_of_view, key="pictures-of-whole")
    return at


def _take_view() -> None:
    # The browser keeps the view in the address, and sends the address with each run.
    st.session_state[KEY] = st.query_params.get("at")


def _let_go_of_view() -> None:
    st.session_state[KEY] = None

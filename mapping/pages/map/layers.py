"""What lies on the map: the layers of its address, kept from page to page."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from geodata.errors import Problem
from geodata.model import Pack
from layers.question.question import Question
from mapping.map.layers.asked import Asked, read_layers, write_layers
from mapping.pages.frame.asked import choose
from mapping.pages.frame.choices import Choice, Parts

KEPT = "layers that lie on the map"
WHERE = "the address, layers"


def asked_layers(pack: Pack) -> tuple[Asked, ...]:
    """Return the layers that the address asks for, or were asked for before; none for the usual.

    What of them cannot be used is told by the page; the rest holds.
    """
    written = st.query_params.get("layers")
    if written is None:
        written = st.session_state.get(KEPT, "")
    asked, _ = read_layers(written, pack, WHERE) if written else ((), ())
    lay(asked)
    return asked


def lay(asked: tuple[Asked, ...]) -> None:
    """Write layers into the address, and keep them for when the map is opened again."""
    written = write_layers(asked)
    st.session_state[KEPT] = written
    if st.query_params.get("layers", "") != written:
        choose("layers", written or None)


def _faults(value: str, pack: Pack, _question: Question, _parts: Parts) -> Iterator[Problem]:
    yield from read_layers(value, pack, WHERE)[1]


LAYERS = Choice(name="layers", faults=_faults)

"""What lies on the map: the layers of its address, kept from page to page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import streamlit as st

from geodata.errors import Problem
from geodata.model import Pack
from layers.question.question import Question
from mapping.map.layers.asked import (
    Asked,
    indicator_of,
    read_layers,
    seen_fill,
)
from mapping.map.layers.sets import spelled_out
from mapping.map.layers.written import write_layers
from mapping.map.of_address import COLOURED, WHERE, completed
from mapping.pages.frame.asked import choose, chosen
from mapping.pages.frame.choices import Choice, Parts

KEPT = "layers that lie on the map"
LAID = "layers that lie on the map now"


@dataclass(slots=True)
class Laid:
    """What lies on the map now, for what is made later than the page: a file to download."""

    asked: tuple[Asked, ...] = ()


def asked_layers(pack: Pack) -> tuple[Asked, ...]:
    """Return the layers that the address asks for, or were asked for before; none for the usual.

    What of them cannot be used is told by the page; the rest holds.
    """
    written = st.query_params.get("layers")
    if written is None:
        names_colours = any(st.query_params.get(name) for name in ("colour", "indicator"))
        written = "" if names_colours else st.session_state.get(KEPT, "")
    asked, _ = read_layers(spelled_out(written, pack), pack, WHERE) if written else ((), ())
    lay(asked)
    return asked


def laid_layers(pack: Pack) -> tuple[Asked, ...]:
    """Return what lies on the map: what is asked for, else what follows the question."""
    asked = asked_layers(pack)
    found = completed(asked, {name: chosen(name) or "" for name in COLOURED}, pack)
    laid_now().asked = found
    return found


def laid_now() -> Laid:
    """Return what holds the layers of this visit."""
    held: Laid = st.session_state.setdefault(LAID, Laid())
    return held


def lay(asked: tuple[Asked, ...]) -> None:
    """Write layers into the address, and keep them for when the map is opened again."""
    written = write_layers(asked)
    st.session_state[KEPT] = written
    if st.query_params.get("layers", "") != written:
        choose("layers", written or None)


def take_layers(written: object, pack: Pack) -> None:
    """Take the layers that a person has laid, and let go what else the address says of colours."""
    if not isinstance(written, str):
        return
    asked, _ = read_layers(written, pack, WHERE) if written else ((), ())
    before = seen_fill(laid_now().asked)
    lay(asked)
    for name in COLOURED:
        choose(name, None)
    if _shape_of(seen_fill(laid_layers(pack))) != _shape_of(before):
        choose("area", None)  # it was one of other shapes


def _shape_of(fill: Asked | None) -> str | None:
    """Return what decides which shapes are coloured: those of an answer are all the same."""
    return None if fill is None or indicator_of(fill.what) is None else fill.told


def _faults(value: str, pack: Pack, _question: Question, _parts: Parts) -> Iterator[Problem]:
    yield from read_layers(spelled_out(value, pack), pack, WHERE)[1]


LAYERS = Choice(name="layers", faults=_faults)

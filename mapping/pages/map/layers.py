"""What lies on the map: the layers of its address, kept from page to page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import streamlit as st

from geodata.errors import Problem
from geodata.model import Pack
from layers.indicators.asking import SPREAD, Shown
from layers.indicators.figures import drawable_indicators
from layers.question.question import Question
from mapping.map.layered import usual_asked
from mapping.map.layers.asked import (
    ANSWERS,
    FILL,
    Asked,
    fill_of,
    indicator_of,
    read_layers,
    seen_fill,
)
from mapping.map.layers.sets import spelled_out
from mapping.map.layers.written import write_layers
from mapping.pages.frame.asked import choose, chosen
from mapping.pages.frame.choices import Choice, Parts

KEPT = "layers that lie on the map"
LAID = "layers that lie on the map now"
WHERE = "the address, layers"
BY_INDICATOR = "indicator"
COLOURED = ("colour", "indicator", "period", "spread")
"""What an address says of colours where it names no layers."""


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
    found = tuple(_of_when(each) for each in asked) or usual_asked(pack, _usual_fill(pack))
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


def _usual_fill(pack: Pack) -> Asked:
    """Return the colours that the address asks for without naming layers."""
    colour, key = chosen("colour"), chosen("indicator")
    if colour == BY_INDICATOR and key in drawable_indicators(pack):
        return fill_of(_shown(key))
    return Asked(kind=FILL, what=colour if colour in ANSWERS else "gap")


def _of_when(asked: Asked) -> Asked:
    """Return colours with the period that the address names beside them, where it does."""
    key = chosen("indicator")
    is_same = key is not None and asked.kind == FILL and indicator_of(asked.what) == key
    if key is None or not is_same or asked.parts:
        return asked
    return replace(asked, parts=fill_of(_shown(key)).parts)


def _shown(key: str) -> Shown:
    return Shown(indicator=key, period=chosen("period") or "", is_spread=chosen("spread") == SPREAD)


def _faults(value: str, pack: Pack, _question: Question, _parts: Parts) -> Iterator[Problem]:
    yield from read_layers(spelled_out(value, pack), pack, WHERE)[1]


LAYERS = Choice(name="layers", faults=_faults)

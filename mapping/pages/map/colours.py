"""What colours the map: the answer to the question, or an indicator at its own geography."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import streamlit as st

from geodata.errors import QuestionError
from geodata.model import Pack
from layers.gaps import Gaps
from layers.indicators.asking import SPREAD
from layers.indicators.colouring import Colouring, measure_colouring
from layers.indicators.figures import AREA, drawable_indicators, shapes_of
from layers.question.question import Question
from mapping.component.widgets import show_told
from mapping.map.layered import describe_fill
from mapping.map.layers.asked import (
    AMOUNT,
    ANSWERS,
    HOTSPOT,
    can_spread,
    read_layers,
    seen_fill,
    shown_of,
)
from mapping.map.layers.sets import spelled_out
from mapping.map.of_address import BY_INDICATOR, WHERE
from mapping.pages.frame.choices import Choice, Parts, choice_of
from mapping.pages.frame.drawing import show_answer
from mapping.pages.frame.indicators import INDICATOR, PERIOD
from mapping.pages.map.layers import laid_layers, take_layers
from mapping.served.cache import kept

USUAL = "Used instead: gap."
AS_PUBLISHED = "It is drawn for the places it is published for."
TOLD: Final = "layers-told"  # the widget by which the map tells of layers


def colouring_asked(pack: Pack) -> Colouring | None:
    """Return the indicator whose colours are seen; None where the answer to the question is."""
    seen = seen_fill(laid_layers(pack))
    shown = None if seen is None else shown_of(seen)
    return None if shown is None else kept(measure_colouring, pack, shown)


@st.fragment
def show_seen(pack: Pack, gaps: Gaps) -> None:
    """Show in words which colours are seen, where they are not the answer's.

    Runs by itself when layers are changed on the map, which has drawn them already.
    """
    show_told(TOLD, lambda: take_layers(st.session_state[TOLD].layers, pack))
    for sentence in _seen_words(pack, gaps):
        show_answer(sentence)


def _seen_words(pack: Pack, gaps: Gaps) -> list[str]:
    colouring = colouring_asked(pack)
    if colouring is not None:
        return [colouring.sentence()]
    seen = seen_fill(laid_layers(pack))
    if seen is None or seen.what not in (AMOUNT, HOTSPOT):
        return []
    try:
        return [kept(describe_fill, pack, gaps, seen).sentence]
    except QuestionError as error:
        return [problem.sentence() for problem in error.problems]


def _spreads(pack: Pack, _question: Question, parts: Parts) -> Collection[str]:
    key = parts.get("indicator", "")
    return (SPREAD,) if key in drawable_indicators(pack) and can_spread(pack, key) else ()


def _shapes(pack: Pack, _question: Question, parts: Parts) -> Collection[str]:
    """Return what can be chosen on the map: a neighbourhood, and a place that is coloured."""
    ids: Collection[str] = shapes_of(pack, _shape_coloured(pack, parts)).index.union(
        pack.areas.index
    )
    return ids


def _shape_coloured(pack: Pack, parts: Parts) -> str:
    laid = read_layers(spelled_out(parts.get("layers", ""), pack), pack, WHERE)[0]
    seen = seen_fill(laid)
    shown = None if seen is None else shown_of(seen)
    key, is_spread = (shown.indicator, shown.is_spread) if shown else ("", False)
    if not laid and parts.get("colour") == BY_INDICATOR:
        key, is_spread = parts.get("indicator", ""), parts.get("spread") == SPREAD
    indicator = drawable_indicators(pack).get(key)
    return AREA if indicator is None or is_spread else indicator.geography


COLOUR_CHOICES: tuple[Choice, ...] = (
    choice_of("area", _shapes, "the id of what the map colours: an area, or a place"),
    choice_of("colour", lambda *_: (*ANSWERS, BY_INDICATOR), instead=USUAL),
    INDICATOR,
    PERIOD,
    choice_of(
        "spread", _spreads, "neighbourhoods, of a share or a rate of larger places", AS_PUBLISHED
    ),
)

"""What colours the map: the answer to the question, or an indicator at its own geography."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import streamlit as st

from geodata.errors import QuestionError
from geodata.model import Indicator, Pack
from layers.indicators.asking import SPREAD, Shown
from layers.indicators.colouring import Colouring, measure_colouring
from layers.indicators.figures import (
    AREA,
    drawable_indicators,
    periods_of,
    shape_words,
    shapes_of,
)
from layers.question.question import Question
from mapping.map.layers.asked import top_fill, with_fill
from mapping.map.values import ColourBy
from mapping.pages.frame.asked import choose, chosen
from mapping.pages.frame.choices import Choice, Parts, choice_of
from mapping.pages.frame.indicators import INDICATOR, PERIOD, indicator_words
from mapping.pages.frame.widgets import choose_one
from mapping.pages.map.layers import asked_layers, lay
from mapping.served.cache import kept

BY_INDICATOR: Final = "indicator"
PREFIX: Final = "indicator:"  # of an option: an indicator may be keyed as a colour is
COLOURS: Final[dict[ColourBy, str]] = {
    "gap": "need and reach",
    "need": "need",
    "reach": "reach",
    "none": "nothing",
}
USUAL = "Used instead: gap."
AS_PUBLISHED = "It is drawn for the places it is published for."


def chosen_colour(pack: Pack) -> ColourBy:
    """Read what of the answer colours the map; need and reach together unless chosen."""
    asked = asked_layers(pack)
    wanted = top_fill(asked) if asked else chosen("colour")
    return next((key for key in COLOURS if key == wanted), "gap")


def colouring_asked(pack: Pack) -> Colouring | None:
    """Return the indicator that colours the map; None where the answer to the question does."""
    asked, key = asked_layers(pack), chosen("indicator")
    wanted = top_fill(asked) if asked else key if chosen("colour") == BY_INDICATOR else ""
    if wanted not in drawable_indicators(pack):
        return None
    shown = Shown(indicator=wanted)  # period and spread are said of the indicator beside them
    if wanted == key:
        period, is_spread = chosen("period") or "", chosen("spread") == SPREAD
        shown = Shown(indicator=wanted, period=period, is_spread=is_spread)
    return kept(measure_colouring, pack, shown)


def show_colours(pack: Pack, colouring: Colouring | None) -> None:
    """Show what the map can be coloured by, and of which period and geography."""
    indicators = drawable_indicators(pack)
    shown = colouring.figures.indicator.key if colouring else ""
    now = f"{PREFIX}{shown}" if shown else chosen_colour(pack)
    several = colouring is not None and len(periods_of(pack, shown)) > 1
    spreads = colouring is not None and can_spread(pack, shown)
    widths = [5, *([2] if several else []), *([3] if spreads else [])]
    what, *others = st.columns(widths, vertical_alignment="bottom")
    with what:
        key = f"colour-choice-{now}"
        choose_one(
            "Colour the map by",
            [*COLOURS, *(f"{PREFIX}{each}" for each in indicators)],
            now,
            lambda each: _words(each, pack, indicators),
            key=key,
            act=lambda: _colour_by(st.session_state[key], pack),
        )
    if colouring is None:
        return
    if several:
        with others[0]:
            _show_periods(pack, colouring)
    if spreads:
        with others[-1]:
            _show_spread(pack, colouring)


def _words(option: str, pack: Pack, indicators: dict[str, Indicator]) -> str:
    key = option.removeprefix(PREFIX)
    if key == option:
        return next(words for each, words in COLOURS.items() if each == option)
    return indicator_words(indicators[key], pack)


def _colour_by(option: str, pack: Pack) -> None:
    key = option.removeprefix(PREFIX)
    asked = asked_layers(pack)
    if asked:
        lay(with_fill(asked, key))
    is_indicator = key != option
    for name in ("period", "spread", "area"):
        choose(name, None)
    choose("indicator", key if is_indicator else None)
    choose("colour", BY_INDICATOR if is_indicator else option if option != "gap" else None)


def _show_periods(pack: Pack, colouring: Colouring) -> None:
    figures = colouring.figures
    held = periods_of(pack, figures.indicator.key)
    key = f"period-choice-{figures.indicator.key}-{figures.period}"
    choose_one(
        "Period",
        held,
        figures.period,
        str,
        key=key,
        act=lambda: choose("period", _unless(st.session_state[key], figures.indicator.period)),
    )


def _unless(value: str, usual: str) -> str | None:
    return None if value == usual else value


def _show_spread(pack: Pack, colouring: Colouring) -> None:
    """Offer to spread figures over neighbourhoods, where they can be; never done unasked."""
    figures = colouring.figures
    _, plural = shape_words(pack, figures.indicator.geography)
    words = {"": f"{plural}, as published", SPREAD: f"{pack.info.area_label}s, apportioned"}
    key = f"spread-choice-{figures.indicator.key}-{figures.is_spread}"
    choose_one(
        "Drawn for",
        list(words),
        SPREAD if figures.is_spread else "",
        lambda each: words[each],
        key=key,
        act=lambda: _spread(st.session_state[key]),
    )


def _spread(wanted: str) -> None:
    choose("spread", wanted or None)
    choose("area", None)


def can_spread(pack: Pack, key: str) -> bool:
    """Return whether an indicator's figures can be given to the neighbourhoods of its places."""
    try:
        kept(measure_colouring, pack, Shown(indicator=key, is_spread=True))
    except QuestionError:
        return False
    return True


def _spreads(pack: Pack, _question: Question, parts: Parts) -> Collection[str]:
    key = parts.get("indicator", "")
    return (SPREAD,) if key in drawable_indicators(pack) and can_spread(pack, key) else ()


def _shapes(pack: Pack, _question: Question, parts: Parts) -> Collection[str]:
    """Return what can be chosen on the map: a neighbourhood, and a place that is coloured."""
    key = parts.get("indicator", "")
    indicator = drawable_indicators(pack).get(key)
    is_own = parts.get("colour") == BY_INDICATOR and parts.get("spread") != SPREAD
    shape = indicator.geography if indicator is not None and is_own else AREA
    ids: Collection[str] = shapes_of(pack, shape).index.union(pack.areas.index)
    return ids


COLOUR_CHOICES: tuple[Choice, ...] = (
    choice_of("area", _shapes, "the id of what the map colours: an area, or a place"),
    choice_of("colour", lambda *_: (*COLOURS, BY_INDICATOR), instead=USUAL),
    INDICATOR,
    PERIOD,
    choice_of(
        "spread", _spreads, "neighbourhoods, of a share or a rate of larger places", AS_PUBLISHED
    ),
)

"""Which indicator a page shows, of when: chosen in its address, and named in its lists."""

from __future__ import annotations

from collections.abc import Collection

from geodata.model import Indicator, Pack
from layers.indicators.figures import drawable_indicators, periods_of, shape_words
from layers.question.question import Question
from mapping.pages.frame.choices import Parts, choice_of


def indicator_words(indicator: Indicator, pack: Pack) -> str:
    """Return an indicator in a list: the places it is published for, its name, its unit."""
    label, _ = shape_words(pack, indicator.geography)
    return f"By {label}: {indicator.label} ({indicator.unit})"


def _periods(pack: Pack, _question: Question, parts: Parts) -> Collection[str]:
    key = parts.get("indicator", "")
    return periods_of(pack, key) if key in pack.indicators else ()


INDICATOR = choice_of(
    "indicator",
    lambda pack, *_: drawable_indicators(pack),
    "the key of an indicator of this pack",
    "What the page opens on is used instead.",
)
PERIOD = choice_of(
    "period", _periods, "a period that the indicator is held for", "The latest is shown."
)

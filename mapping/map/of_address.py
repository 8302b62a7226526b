"""The layers that an address asks for: those it names, else what follows the question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from geodata.errors import QuestionError
from geodata.model import Pack
from layers.indicators.asking import SPREAD, Shown
from layers.indicators.figures import drawable_indicators
from mapping.map.layered import usual_asked
from mapping.map.layers.asked import ANSWERS, FILL, Asked, fill_of, indicator_of, read_layers
from mapping.map.layers.sets import spelled_out

WHERE: Final = "the address, layers"
BY_INDICATOR: Final = "indicator"
COLOURED: Final = ("colour", "indicator", "period", "spread")
"""What an address says of colours where it names no layers."""

Chosen = Mapping[str, str]


def layers_of(chosen: Chosen, pack: Pack) -> tuple[Asked, ...]:
    """Return the layers of an address.

    Parameters
    ----------
    chosen
        Its parts, by their names.

    Raises
    ------
    QuestionError
        Every layer that the pack does not hold.
    """
    written = chosen.get("layers", "")
    asked, problems = read_layers(spelled_out(written, pack), pack, WHERE) if written else ((), ())
    if problems:
        raise QuestionError(problems)
    return completed(asked, chosen, pack)


def completed(asked: Sequence[Asked], chosen: Chosen, pack: Pack) -> tuple[Asked, ...]:
    """Return layers as they are of when; the usual ones where none are asked for."""
    found = tuple(_of_when(each, chosen) for each in asked)
    return found or usual_asked(pack, _usual_fill(chosen, pack))


def _usual_fill(chosen: Chosen, pack: Pack) -> Asked:
    """Return the colours that an address asks for without naming layers."""
    colour, key = chosen.get("colour", ""), chosen.get("indicator", "")
    if colour == BY_INDICATOR and key in drawable_indicators(pack):
        return fill_of(_shown(chosen))
    return Asked(kind=FILL, what=colour if colour in ANSWERS else "gap")


def _of_when(asked: Asked, chosen: Chosen) -> Asked:
    """Return colours with the period that an address names beside them, where it does."""
    key = chosen.get("indicator", "")
    is_same = bool(key) and asked.kind == FILL and indicator_of(asked.what) == key
    if not is_same or asked.parts:
        return asked
    return replace(asked, parts=fill_of(_shown(chosen)).parts)


def _shown(chosen: Chosen) -> Shown:
    return Shown(
        indicator=chosen.get("indicator", ""),
        period=chosen.get("period", ""),
        is_spread=chosen.get("spread") == SPREAD,
    )

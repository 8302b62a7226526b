"""From the layers that are asked for to the description of a map."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from geodata.model import Pack
from layers.gaps import Gaps
from layers.hotspots.clusters import find_hotspots
from layers.indicators.asking import Shown
from layers.indicators.colouring import Colouring, measure_colouring
from layers.question.address import change_word
from layers.question.question import Question
from mapping.map.describe import describe_map
from mapping.map.indicator import describe_indicator
from mapping.map.layers.asked import ANSWERS, DOORS, FAR, FILL, GROUND, LINE, Asked
from mapping.map.layers.boundary import boundary_layer
from mapping.map.layers.ground import ground_layer
from mapping.map.layers.layer import Layer
from mapping.map.layers.outline import far_outline, hotspot_outline
from mapping.map.layers.services import service_layer
from mapping.map.points import Symbol, symbols_of
from mapping.map.spec import MapSpec
from mapping.map.values import ColourBy

NO_COLOURS = Asked(kind=FILL, what="none")


def describe_layers(
    pack: Pack, gaps: Gaps, asked: Sequence[Asked], colouring: Colouring | None = None
) -> MapSpec:
    """Describe a map of the layers that are asked for, the lowest first.

    Of several colourings that are on the highest is seen; where none is, the areas are drawn
    without colours. The ground lies beneath everything.

    Parameters
    ----------
    asked
        From `read_layers`: each once, and of this pack.
    colouring
        The figures of the indicator whose colours are seen; its latest as published where None.
    """
    fills = [each for each in asked if each.kind == FILL and each.is_on]
    if not fills:
        asked = (NO_COLOURS, *asked)
    highest = fills[-1] if fills else NO_COLOURS
    is_given = colouring is not None and highest.what == colouring.shown.indicator
    spec = _coloured(pack, gaps, highest, colouring if is_given else None)
    layers = tuple(_laid(pack, gaps, spec, asked))
    grounds = tuple(layer for layer in layers if layer.key == GROUND)
    return replace(spec, layers=(*grounds, *(layer for layer in layers if layer.key != GROUND)))


def _coloured(pack: Pack, gaps: Gaps, asked: Asked, colouring: Colouring | None = None) -> MapSpec:
    answer: ColourBy | None = next((each for each in ANSWERS if each == asked.what), None)
    if answer is not None:
        return describe_map(pack, gaps, answer)
    figures = colouring or measure_colouring(pack, Shown(indicator=asked.what))
    return describe_indicator(pack, gaps, figures)


def _laid(pack: Pack, gaps: Gaps, spec: MapSpec, asked: Sequence[Asked]) -> Iterator[Layer]:
    symbols = symbols_by_kind(pack, asked)
    for each in asked:
        if each.kind == FILL:
            fill = spec.fill if each.key == spec.fill.key else _coloured(pack, gaps, each).fill
            yield _with(fill, each)
        elif each.kind == GROUND:
            ground = ground_layer(pack)
            if ground is not None:
                yield _with(ground, each)
        elif each.kind == LINE:
            yield _with(boundary_layer(pack, each.what), each)
        elif each.kind == DOORS:
            question = question_of_service(gaps.question, each.what, pack)
            yield _with(service_layer(pack, question, symbols=symbols), each)
        elif each.what == FAR:
            yield _with(far_outline(gaps), each)
        else:
            yield _with(hotspot_outline(find_hotspots(pack, gaps.question, gaps=gaps)), each)


def _with(layer: Layer, asked: Asked) -> Layer:
    return replace(layer, is_on=asked.is_on, opacity=asked.opacity)


def question_of_service(question: Question, service: str, pack: Pack) -> Question:
    """Return a question asked about another service, of the ages that one is for."""
    if service == question.service:
        return question
    return change_word(question, "service", service, pack)


def symbols_by_kind(pack: Pack, asked: Sequence[Asked]) -> dict[str, Symbol]:
    """Return how each kind of door of the services asked for is drawn, whichever service has it."""
    doors = [each for each in asked if each.kind == DOORS]
    return symbols_of(kind for each in doors for kind in pack.info.services[each.what].kinds)

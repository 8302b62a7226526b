"""From the layers that are asked for to the description of a map."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from geodata.model import Pack
from layers.gaps import Gaps
from layers.hotspots.clusters import find_hotspots
from layers.indicators.colouring import measure_colouring
from layers.question.address import change_word
from layers.question.question import Question
from mapping.map.amount import describe_amount
from mapping.map.describe import describe_hotspots, describe_map
from mapping.map.indicator import describe_indicator
from mapping.map.layers.asked import (
    AMOUNT,
    ANSWERS,
    DOORS,
    FAR,
    FILL,
    GROUND,
    HOTSPOT,
    LINE,
    NOTES,
    OFFERS,
    OUTLINE,
    Asked,
    by_height,
    shown_of,
)
from mapping.map.layers.boundary import boundary_layer
from mapping.map.layers.ground import ground_layer
from mapping.map.layers.layer import Layer
from mapping.map.layers.noted import notes_layer
from mapping.map.layers.offers import offers_layer
from mapping.map.layers.outline import far_outline, hotspot_outline
from mapping.map.layers.services import ServiceLayer, service_layer
from mapping.map.layers.written import marks_of
from mapping.map.spec import MapSpec
from mapping.map.values import ColourBy

NOT_READ = "This map was made without them."
NO_COLOURS = Asked(kind=FILL, what="none")


def usual_asked(pack: Pack, fill: Asked) -> tuple[Asked, ...]:
    """Return the layers of a map where none are asked for: they follow the question."""
    ground = () if pack.ground is None else (Asked(kind=GROUND),)
    return (*ground, fill, Asked(kind=LINE), Asked(kind=DOORS))


def describe_layers(pack: Pack, gaps: Gaps, asked: Sequence[Asked]) -> MapSpec:
    """Describe a map of the layers that are asked for, the lowest first.

    Of several colourings that are on the highest is seen; where none is, the areas are drawn
    without colours. Colours lie on the ground, lines on colours and services on lines.

    Parameters
    ----------
    asked
        From `read_layers`: each once, and of this pack.
    """
    fills = [each for each in asked if each.kind == FILL and each.is_on]
    if not fills:
        asked = (NO_COLOURS, *(each for each in asked if each.key != NO_COLOURS.key))
    highest = fills[-1] if fills else NO_COLOURS
    spec = describe_fill(pack, gaps, highest)
    seen = _with(spec.fill, highest)
    marks = marks_of(asked)
    laid = (
        seen
        if each is highest
        else _marked(make_layer(pack, gaps.question, each, lambda: gaps), marks[each.key])
        for each in by_height(asked)
    )
    return replace(spec, layers=tuple(_each_once(laid)))


def _marked(layer: Layer, mark: int) -> Layer:
    return replace(layer, mark=mark) if isinstance(layer, ServiceLayer) else layer


def _each_once(layers: Iterator[Layer]) -> Iterator[Layer]:
    """Leave out what is asked for by its name and as that of the question as well."""
    found: set[str] = set()
    for layer in layers:
        if layer.key not in found:
            found.add(layer.key)
            yield layer


def describe_fill(pack: Pack, gaps: Gaps, asked: Asked) -> MapSpec:
    """Describe the map of one set of colours, with the usual layers above them.

    Raises
    ------
    QuestionError
        The pack cannot be coloured so.
    """
    answer: ColourBy | None = next((each for each in ANSWERS if each == asked.what), None)
    if answer is not None:
        return describe_map(pack, gaps, answer)
    if asked.what == AMOUNT:
        return describe_amount(pack, gaps)
    if asked.what == HOTSPOT:
        return describe_hotspots(pack, gaps, find_hotspots(pack, gaps.question, gaps=gaps))
    shown = shown_of(asked)
    if shown is None:
        msg = f"no colours are called {asked.what}"
        raise ValueError(msg)
    return describe_indicator(pack, gaps, measure_colouring(pack, shown))


def make_layer(pack: Pack, question: Question, asked: Asked, answer: Callable[[], Gaps]) -> Layer:
    """Return one layer.

    Parameters
    ----------
    answer
        Works out the answer to the question, for the layers that rest on it.

    Raises
    ------
    QuestionError
        The pack cannot be drawn so: it has too few areas for hotspots.
    """
    if asked.kind in (FILL, OUTLINE):
        return _with(_of_answer(pack, answer(), asked), asked)
    return _with(_held(pack, question, asked), asked)


def _of_answer(pack: Pack, gaps: Gaps, asked: Asked) -> Layer:
    if asked.kind == FILL:
        return describe_fill(pack, gaps, asked).fill
    if asked.what == FAR:
        return far_outline(gaps)
    return hotspot_outline(find_hotspots(pack, gaps.question, gaps=gaps))


def _held(pack: Pack, question: Question, asked: Asked) -> Layer:
    """Return a layer of what the pack holds, whatever the answer."""
    if asked.kind == LINE:
        return boundary_layer(pack, asked.what or question.place_kind, question.place_kind)
    if asked.kind == DOORS:
        asking = question_of_service(question, asked.what or question.service, pack)
        return service_layer(pack, asking, parts=asked.parts, time=asked.time)
    if asked.kind == OFFERS:
        return offers_layer(pack, question, asked.what, asked.parts)
    if asked.kind == NOTES:
        return notes_layer(pack, fault=NOT_READ)  # see `with_notes`
    ground = ground_layer(pack)
    if ground is None:
        msg = "the pack holds no ground"
        raise ValueError(msg)
    return ground


def _with(layer: Layer, asked: Asked) -> Layer:
    return replace(layer, is_on=asked.is_on, opacity=asked.opacity)


def question_of_service(question: Question, service: str, pack: Pack) -> Question:
    """Return a question asked about another service, of the ages that one is for."""
    if service == question.service:
        return question
    return change_word(question, "service", service, pack)

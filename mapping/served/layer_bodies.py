"""What the addresses of layers give: one layer, what can be added, and how all maps look."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args
from urllib.parse import quote, urlencode

from geodata.model import Pack
from layers.assets import has_door, service_assets
from layers.gaps import Gaps
from layers.indicators.figures import AREA, periods_of, shape_words
from layers.offer_facts import AT_A_GLANCE
from layers.offer_filters import FILTERS, filter_choices
from layers.own_places.recipes import OWN
from layers.place.values import STANDING_WORDS
from layers.question.address import query_from_question
from layers.question.question import Question
from mapping.escape import plain_text
from mapping.map import palette
from mapping.map.amount import question_of_amount
from mapping.map.layered import make_layer, usual_asked
from mapping.map.layers.asked import AMOUNT, FILL, HEIGHTS, Asked, can_spread
from mapping.map.layers.boundary import BoundaryLayer
from mapping.map.layers.catalogue import catalogue
from mapping.map.layers.fill import FillLayer
from mapping.map.layers.layer import Layer
from mapping.map.layers.offers import OffersLayer
from mapping.map.layers.outline import OutlineLayer
from mapping.map.layers.services import ServiceLayer
from mapping.map.layers.sets import SETS
from mapping.map.layers.written import write_layers
from mapping.map.values import Scale
from mapping.served.bodies import door_colours, point_value, source_line
from mapping.served.message import CONSTANTS, edition, legend_words, own_part


def look_body() -> dict[str, Any]:
    """Return what every map is drawn with: colours on a light ground and a dark one, constants."""
    return {
        "constants": CONSTANTS,
        "scales": {
            scale: [palette.scale(scale, dark=dark) for dark in (False, True)]
            for scale in get_args(Scale)
        },
        "theme": [_theme(dark=dark) for dark in (False, True)],
        "doors": door_colours(),
        "facts": AT_A_GLANCE,
        "heights": HEIGHTS,
    }


def _theme(*, dark: bool) -> dict[str, str]:
    return {
        "unknown": palette.unknown_colour(dark=dark),
        "ground": palette.ground(dark=dark),
        "ink": palette.ink(dark=dark),
        "halo": palette.halo(dark=dark),
        "line": palette.boundary_colour(dark=dark),
        "accent": palette.accent(dark=dark),
    }


def catalogue_body(pack: Pack, question: Question) -> dict[str, Any]:
    """Return what can be laid on a map: each layer in words, and the ready sets."""
    return {
        "layers": [
            [each.key, each.group, plain_text(each.title), plain_text(each.about)]
            for each in catalogue(pack, question)
        ],
        "sets": [
            [each.key, each.title, each.about, write_layers(each.layers(pack))]
            for each in SETS.values()
        ],
        "usual": write_layers(usual_asked(pack, Asked(kind=FILL, what="gap"))),
        "filters": FILTERS,
    }


def layer_body(
    pack: Pack, question: Question, asked: Asked, answer: Callable[[], Gaps]
) -> dict[str, Any]:
    """Return one layer: what it says of itself, and what is drawn of it.

    Shapes and figures have addresses of their own, relative to the map's.

    Parameters
    ----------
    answer
        Works out the answer to the question, for the layers that rest on it.
    """
    layer = make_layer(pack, question, asked, answer)
    return _words(layer) | _drawn(layer, pack, question, asked)


def _words(layer: Layer) -> dict[str, Any]:
    return {
        "title": plain_text(layer.title),
        "said": plain_text(layer.sentence()),
        "period": plain_text(layer.period),
        "standing": STANDING_WORDS[layer.standing],
        "sources": [source_line(source) for source in layer.sources],
        "credits": [plain_text(credit) for credit in layer.credits],
    }


def _drawn(layer: Layer, pack: Pack, question: Question, asked: Asked) -> dict[str, Any]:
    if isinstance(layer, FillLayer):
        return {"fill": _fill(layer, pack, question, asked)}
    if isinstance(layer, BoundaryLayer):
        width, dash = layer.stroke
        kind = layer.place_kind.key
        own = own_part(pack) if kind == OWN else {}
        shapes = f"places/{quote(kind, safe='')}.json?{urlencode(own | {'v': edition()})}"
        return {"line": {"kind": kind, "shapes": shapes, "width": width, "dash": dash}}
    if isinstance(layer, OutlineLayer):
        inside = [at for at, is_in in enumerate(layer.is_inside) if is_in]
        return {"outline": {"dash": layer.dash, "inside": inside}}
    if isinstance(layer, ServiceLayer):
        return {
            "points": [point_value(point) for point in layer.points],
            "filters": _filters(pack, layer.service, with_door=True),
            "notes": layer.notes,
        }
    if isinstance(layer, OffersLayer):
        return _offers(layer, pack, asked)
    return {}


def _fill(fill: FillLayer, pack: Pack, question: Question, asked: Asked) -> dict[str, Any]:
    made_by = {"v": edition()}
    drawn = "areas" if fill.shape == AREA else f"places/{quote(fill.shape, safe='')}"
    if asked.what == AMOUNT:
        question = question_of_amount(question, pack)
    query = {key: each for key, each in query_from_question(question, pack).items()
             if key != "kind"}  # fmt: skip
    told = "figures"
    periods: list[str] = []
    spread: list[str] | None = None
    if fill.colouring is not None:
        told, query = "indicator", fill.colouring.shown.query()
        indicator = fill.colouring.figures.indicator
        periods = list(periods_of(pack, indicator.key))
        _, plural = shape_words(pack, indicator.geography)
        if can_spread(pack, indicator.key):
            spread = [plain_text(f"{plural}, as published"),
                      plain_text(f"{pack.info.area_label}s, apportioned")]  # fmt: skip
    return {
        "classes": "".join(map(str, fill.classes)),
        "colourBy": fill.colour_by,
        "legend": legend_words(fill),
        "area": plain_text(fill.shape_label),
        "areas": plain_text(fill.shape_plural),
        "shapes": f"{drawn}.json?{urlencode(made_by)}",
        "figures": f"{told}.json?{urlencode(query | made_by)}",
        "latest": plain_text(fill.colouring.figures.indicator.period) if fill.colouring else "",
        "periods": [plain_text(each) for each in periods],
        "spread": spread,
    }


def _filters(pack: Pack, service: str, *, with_door: bool) -> dict[str, Any]:
    assets = service_assets(pack.assets, pack.info.services[service]) if service else pack.assets
    held = assets[has_door(assets)] if with_door else assets[~has_door(assets)]
    return {
        name: [[value, plain_text(said)] for value, said in values]
        for name, values in filter_choices(held).items()
    }


def _offers(layer: OffersLayer, pack: Pack, asked: Asked) -> dict[str, Any]:
    return {
        "offers": [
            [*map(plain_text, (each.name, each.details, each.serves)), each.is_unsure]
            for each in layer.offers
        ],
        "counts": layer.counts,
        "filters": _filters(pack, asked.what, with_door=False),
    }

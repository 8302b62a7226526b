"""The list of layers in a file that stands alone: what it says of each, and the panel’s script."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

from layers.place.values import STANDING_WORDS
from mapping.escape import plain_text
from mapping.map import palette
from mapping.map.layers.asked import HEIGHTS
from mapping.map.layers.boundary import BoundaryLayer
from mapping.map.layers.fill import FillLayer
from mapping.map.layers.layer import Layer
from mapping.map.layers.noted import STANDING, NotesLayer, note_rows
from mapping.map.layers.offers import OffersLayer
from mapping.map.layers.outline import OutlineLayer
from mapping.map.layers.services import ServiceLayer
from mapping.map.layers.written import read_one
from mapping.map.spec import MapSpec
from mapping.map.values import Scale

COMPONENT = Path(__file__).parents[1] / "component"


def with_all_on(spec: MapSpec) -> MapSpec:
    """Return a map that draws all that it lists, but for colours that are not seen."""
    layers = (
        layer if isinstance(layer, FillLayer) else replace(layer, is_on=True)
        for layer in spec.layers
    )
    return replace(spec, layers=tuple(layers))


def listed_layers(spec: MapSpec) -> dict[str, Any]:
    """Return what the panel lists: each layer with what it says of itself, and how maps look."""
    return {
        "asked": [_asked(layer) for layer in spec.layers],
        "bodies": {layer.key: _body(layer) for layer in spec.layers},
        "look": {
            "scales": {
                each: [palette.scale(each, dark=dark) for dark in (False, True)]
                for each in get_args(Scale)
            },
            "doors": [
                [palette.door_colour(at, dark=dark) for at in range(palette.KINDS)]
                for dark in (False, True)
            ],
            "heights": HEIGHTS,
        },
        "lines": [each.key for each in spec.layers if isinstance(each, BoundaryLayer)],
        "outlines": [each.key for each in spec.layers if isinstance(each, OutlineLayer)],
        "doors": [each.key for each in spec.layers if isinstance(each, ServiceLayer)],
    }


def _asked(layer: Layer) -> dict[str, Any]:
    found = read_one(layer.key)
    kind, what, time = (found.kind, found.what, found.time) if found else (layer.key, "", 1)
    return {
        "kind": kind,
        "what": what,
        "time": time,
        "parts": [],
        "opacity": layer.opacity,
        "isOn": layer.is_on,
    }


def _body(layer: Layer) -> dict[str, Any]:
    return {
        "title": plain_text(layer.title),
        "said": plain_text(layer.sentence()),
        "period": plain_text(layer.period),
        "standing": (STANDING if isinstance(layer, NotesLayer) else STANDING_WORDS[layer.standing]),
        "sources": [
            plain_text(f"{source.title} ({source.publisher}), {source.period}, {source.licence}")
            for source in layer.sources
        ],
        **_look(layer),
    }


def _look(layer: Layer) -> dict[str, Any]:
    """Return what a layer looks like in a list."""
    if isinstance(layer, FillLayer):
        classes = [[item.code, plain_text(item.label)] for item in layer.legend.classes]
        legend = {"classes": classes}
        return {"fill": {"colourBy": layer.colour_by, "legend": legend, "periods": []}}
    if isinstance(layer, BoundaryLayer):
        return {"line": {"width": layer.stroke[0], "dash": layer.stroke[1]}}
    if isinstance(layer, OutlineLayer):
        return {"outline": {"dash": layer.dash}}
    if isinstance(layer, ServiceLayer):
        kinds = {point.kind_label: point for point in layer.points}
        symbols = [
            {"kind": plain_text(kind), "shape": point.shape, "colour": point.colour}
            for kind, point in kinds.items()
        ]
        return {"points": symbols, "notes": layer.notes}
    return _listed(layer)


def _listed(layer: Layer) -> dict[str, Any]:
    """Return what is listed of a layer that has no look of its own."""
    if isinstance(layer, OffersLayer):
        offers = [
            [*map(plain_text, (each.name, each.details, each.serves)), each.is_unsure]
            for each in layer.offers
        ]
        return {"offers": offers}
    if isinstance(layer, NotesLayer):
        return {"said_by_people": note_rows(layer)}
    return {}

"""The list of layers in a file that stands alone: what it says of each, and the panel’s script."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final, get_args

from layers.place.values import STANDING_WORDS
from mapping.escape import plain_text
from mapping.map import palette
from mapping.map.layers.asked import HEIGHTS
from mapping.map.layers.boundary import BoundaryLayer
from mapping.map.layers.fill import FillLayer
from mapping.map.layers.layer import Layer
from mapping.map.layers.offers import OffersLayer
from mapping.map.layers.outline import OutlineLayer
from mapping.map.layers.services import ServiceLayer
from mapping.map.layers.written import read_one
from mapping.map.spec import MapSpec
from mapping.map.values import Scale

COMPONENT = Path(__file__).parents[1] / "component"
SCRIPTS: Final = ("elements", "words", "canvas", "layers", "layers_panel")
"""The app’s own scripts that list layers, each after what it imports."""
_IMPORT = re.compile(r"^import \{(?P<names>[^}]*)\} from './(?P<script>\w+)\.js';\n", re.MULTILINE)
_REMARK = re.compile(r"/\*\*.*?\*/\s*", re.DOTALL)  # for whoever reads the script, not its page
_EXPORT = re.compile(
    r"^export (?P<kept>(?:async )?(?:function|class|const) (?P<name>\w+))", re.MULTILINE
)


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
    kind, what = (found.kind, found.what) if found else (layer.key, "")
    return {
        "kind": kind,
        "what": what,
        "parts": [],
        "opacity": layer.opacity,
        "isOn": layer.is_on,
    }


def _body(layer: Layer) -> dict[str, Any]:
    return {
        "title": plain_text(layer.title),
        "said": plain_text(layer.sentence()),
        "period": plain_text(layer.period),
        "standing": STANDING_WORDS[layer.standing],
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
    if isinstance(layer, OffersLayer):
        offers = [
            [*map(plain_text, (each.name, each.details, each.serves)), each.is_unsure]
            for each in layer.offers
        ]
        return {"offers": offers}
    return {}


@cache
def panel_script() -> str:
    """Return the script of the app’s panel, put together to stand in a page without a network."""
    return "\n".join(_module(name) for name in SCRIPTS) + "\nconst { LayersPanel } = layers_panel;"


def _module(name: str) -> str:
    """Return a script as a function’s own, with what it imports from those before it."""
    text = _REMARK.sub("", (COMPONENT / f"{name}.js").read_text("utf-8"))
    names = ", ".join(found["name"] for found in _EXPORT.finditer(text))
    text = _EXPORT.sub(lambda found: found["kept"], text)
    text = _IMPORT.sub(lambda found: f"const {{{found['names']}}} = {found['script']};\n", text)
    return f"const {name} = (() => {{\n{text}\nreturn {{ {names} }};\n}})();"

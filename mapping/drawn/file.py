"""The map as one HTML file that opens anywhere, with no network, for sending and embedding."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from markupsafe import Markup
from pandas import Series

from geodata.model import Pack
from layers.gaps import Gaps
from layers.indicators.figures import AREA, shapes_of
from layers.places import primary_place
from layers.question.words import children_words
from layers.said.numbers import UNKNOWN as NOT_KNOWN
from layers.said.numbers import about, percent
from layers.said.result import missing_words
from layers.said.sentences import opened
from mapping.drawn.file_doors import SYMBOLS, point_words, symbol_svg
from mapping.drawn.file_layers import with_all_on
from mapping.drawn.file_map import (
    boundary_strokes,
    figure_label,
    fills_of,
    leaflet_script,
    leaflet_style,
    map_script,
    outline_strokes,
    script_settings,
)
from mapping.map.layers.noted import NotesLayer
from mapping.map.layers.offers import OffersLayer
from mapping.map.layers.outline import OutlineLayer
from mapping.map.palette import KINDS, door_colour, scale
from mapping.map.spec import COUNTED, SEVERAL, MapSpec
from mapping.map.symbols import MARK_SVG, MARK_WORDS
from mapping.map.values import SUPPRESSED, UNKNOWN, Figure, LegendClass
from mapping.scripts import joined
from mapping.templates import ALONE, render

HERE = Path(__file__).parent
COMPONENT = HERE.parent / "component"
RING = (
    '<svg class="disc" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="10"/>'
    '<text x="12" y="16" text-anchor="middle">2</text></svg>'
)
STYLES: Final = ("file.css", "../component/layers_panel.css", "../component/note_pins.css")
ILLUSTRATIVE = "Illustrative: not real neighbourhoods"
SHARED: Final = {
    "placing": ("Taken", "boxOf", "findRoom", "nearestOf"),
    "ground": ("Ground",),
    "layers": ("byHeight", "keyOf", "markOf", "seenFill"),
    "layers_panel": ("LayersPanel",),
    "clusters": ("groupsOf", "sizeOf", "zoomApart"),
    "note": ("doorLine", "writeNote"),
    "doors_once": ("doorsOnce",),
    "note_pins": ("bubble", "noteCard"),
}
"""What the file's page takes from each script of the app."""
COUNTS = ("children", "high_need_children", "beyond_children", "gap_children")


def render_map_html(
    spec: MapSpec, pack: Pack, gaps: Gaps | None = None, *, is_framed: bool = False
) -> str:
    """Draw a map, its key and its tables as one HTML file that fetches nothing.

    The words and the tables stand without any script; every string from data is escaped.

    Parameters
    ----------
    gaps
        The answer that the map is of, for the table of places; left out where None.
    is_framed
        Whether it stands in a page that says the question itself.

    Returns
    -------
    html
        The same for the same map.
    """
    whole = with_all_on(spec)  # what is off is in the file, and can be switched on there
    script, element = map_script(whole, pack)
    return render(
        "drawn/file.html",
        safety=ALONE,
        spec=spec,
        framed="is-framed" if is_framed else "",
        illustrative=ILLUSTRATIVE,
        element=element,
        who=opened(spec.legend.who),
        mark=spec.pack_hash[:12],
        grid=_grid(spec),
        up=spec.legend.up.replace("↑", "→"),  # the words of that axis are turned, arrow and all
        classes=[_class(item, spec) for item in _worst_first(spec)],
        others=list(_other_keys(spec)),
        symbols=list(_symbols(whole, spec)),
        lines=list(_lines(whole, spec)),
        credits=dict.fromkeys([*spec.credits, *(c for each in spec.layers for c in each.credits)]),
        places=None if gaps is None else _places(gaps),
        notes=[] if gaps is None else [*gaps.notes(), missing_words(gaps.missing())],
        areas=_areas(spec, pack),
        doors=[point_words(point) for point in spec.points],
        counted=COUNTED,
        offers=list(_offers(whole)),
        noted=list(_noted(whole, spec)),
        style=_own("".join(map(_text, STYLES))),
        class_colours=_own(_class_colours(spec)),
        leaflet_style=_own(leaflet_style()),
        leaflet_script=_own(leaflet_script()),
        page_script=_own(_page_script(spec, whole, pack, script, element)),
    )


def _own(text: str) -> Markup:
    """Mark the project's own text, and what is escaped already, as fit to stand as it is."""
    return Markup(text)  # noqa: S704


@cache
def _text(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def _class_colours(spec: MapSpec) -> str:
    light, dark = (
        "".join(
            f".k{code}{{background:{colour}}}"
            for code, colour in enumerate(scale(spec.colour_by, dark=is_dark))
        )
        for is_dark in (False, True)
    )
    return (
        f"{light}{_symbol_colours(dark=False)}"
        f"@media (prefers-color-scheme: dark){{{dark}{_symbol_colours(dark=True)}}}"
    )


def _symbol_colours(*, dark: bool) -> str:
    colours = [(at, door_colour(at, dark=dark)) for at in range(KINDS)]
    return "".join(
        f"svg.solid.s{at}{{fill:{colour}}}svg.hollow.s{at},svg .s{at}{{stroke:{colour}}}"
        for at, colour in colours
    )


@cache
def shared_script() -> str:
    """Return what a file's page takes from the app's own scripts, to stand without a network."""
    used = "\n".join(f"const {{ {', '.join(SHARED[name])} }} = of_{name};" for name in SHARED)
    return joined(COMPONENT, *SHARED) + used


def _page_script(spec: MapSpec, whole: MapSpec, pack: Pack, script: str, element: str) -> str:
    """Set the page's own script before folium's, which names what it styles areas with."""
    return (
        f"{{{shared_script()}\n"
        f"const SYMBOLS = {json.dumps(SYMBOLS)};\nconst MARKS = {json.dumps(MARK_SVG)};\n"
        f"{_text('file_doors.js')}\n{_text('file.js')}\n"
        f"globalThis.patch = patch({script_settings(whole, spec, pack)}); }}\n{script}\n"
        f"globalThis.patch.ready({element});"
    )


def _worst_first(spec: MapSpec) -> Iterable[LegendClass]:
    if spec.legend.layout != "grid":
        return spec.legend.classes
    return sorted(spec.legend.classes, key=lambda item: (item.code == UNKNOWN, -item.code))


def _grid(spec: MapSpec) -> list[str]:
    """Return the squares of the 3 × 3 key, top left first; the table below it says them."""
    if spec.legend.layout != "grid":
        return []
    return [_swatch(3 * need + reach, spec) for reach in (2, 1, 0) for need in (0, 1, 2)]


def _swatch(code: int, spec: MapSpec) -> str:
    marked = " marked" if code == spec.legend.marked else ""
    without = "suppressed" if _is_suppressed(code, spec) else f"k{code}"
    return ("unknown" if code == UNKNOWN else without) + marked


def _is_suppressed(code: int, spec: MapSpec) -> bool:
    return code == SUPPRESSED and code >= len(scale(spec.colour_by))


def _class(item: LegendClass, spec: MapSpec) -> dict[str, Any]:
    marked = item.code == spec.legend.marked
    return {
        "swatch": _swatch(item.code, spec),
        "label": spec.legend.marked_label if marked else item.counted_label,
        "marked": marked,
        "missing": item.code == UNKNOWN,
        "suppressed": _is_suppressed(item.code, spec),
        "children": item.holds or about(item.children),
    }


def _other_keys(spec: MapSpec) -> Iterator[dict[str, Any]]:
    """Return the key of each set of colours that is not seen, for when it is switched on."""
    for fill in fills_of(spec):
        if fill is spec.fill:
            continue
        look = replace(spec, layers=(replace(fill, is_on=True),))
        colours = scale(fill.colour_by), scale(fill.colour_by, dark=True)
        yield {
            "key": fill.key,
            "title": fill.legend.title,
            "note": fill.legend.note,
            "classes": [
                _class(item, look)
                | {"colours": [each[item.code] for each in colours if item.code < len(each)]}
                for item in _worst_first(look)
            ],
        }


def _symbols(whole: MapSpec, spec: MapSpec) -> Iterator[dict[str, Any]]:
    """Return each symbol with the layer that it is of; those of layers that are off as well."""
    told: set[tuple[str, str, int]] = set()
    for layer in (*spec.services, *(each for each in whole.services)):
        for point in sorted(layer.points, key=lambda point: point.kind_label):
            symbol = (point.shape, point.kind_label, point.colour)
            if symbol not in told:
                told.add(symbol)
                drawn = _own(symbol_svg(point.shape, hollow=False, colour=point.colour))
                is_on = any(each.key == layer.key for each in spec.services)
                yield {"drawn": drawn, "label": point.kind_label, "layer": layer.key,
                       "is_off": not is_on}  # fmt: skip
    on = {each.key for each in spec.services}
    for each in whole.services:
        if each.mark:
            drawn = _own(symbol_svg("circle", hollow=True, mark=each.mark))
            label = f"{MARK_WORDS[each.mark]}: {each.sentence()}"
            yield {"drawn": drawn, "label": label, "layer": each.key, "is_off": each.key not in on}
    if any(point.hollow for point in spec.points):
        drawn = _own(symbol_svg("circle", hollow=True))
        label = "hollow: not open to these ages"
        yield {"drawn": drawn, "label": label, "layer": "", "is_off": False}
    if len(spec.points) > 1:
        yield {"drawn": _own(RING), "label": SEVERAL, "layer": "", "is_off": False}


def _offers(whole: MapSpec) -> Iterator[dict[str, Any]]:
    """Return each list of offers without a door, with the layer that it is of."""
    for layer in whole.drawn:
        if isinstance(layer, OffersLayer) and layer.offers:
            rows = [f"{each.name}: {each.details}. {each.serves}" for each in layer.offers]
            yield {"layer": layer.key, "said": layer.sentence(), "rows": rows}


def _noted(whole: MapSpec, spec: MapSpec) -> Iterator[dict[str, Any]]:
    """Return what people said, with the layer that it is of."""
    on = {layer.key for layer in spec.drawn}
    for layer in whole.drawn:
        if isinstance(layer, NotesLayer):
            yield {
                "layer": layer.key,
                "is_off": layer.key not in on,
                "said": layer.sentence(),
                "rows": [note.line for note in layer.notes],
            }


def _lines(whole: MapSpec, spec: MapSpec) -> Iterator[dict[str, Any]]:
    """Return the line of each outline and each kind of boundary, and what it is."""
    strokes = [*outline_strokes(whole), *boundary_strokes(whole)]
    on = {layer.key for layer in spec.drawn}
    for layer, stroke in zip([*whole.outlines, *whole.boundaries], strokes, strict=True):
        yield {
            "layer": layer.key,
            "is_off": layer.key not in on,
            "label": layer.title if isinstance(layer, OutlineLayer) else layer.sentence(),
            "width": f"{stroke['weight']:.1f}",
            "dash": stroke["dashArray"] or "none",
        }


def _places(gaps: Gaps) -> dict[str, Any]:
    most = gaps.places["children"].max()
    return {
        "who": children_words(gaps.question).capitalize(),
        "high": opened(gaps.terms.high),
        "gap": gaps.terms.high,
        "rows": [_place(row, most) for _, row in gaps.places.iterrows()],
    }


def _place(row: Series, most: float) -> dict[str, Any]:
    drawn = most > 0 and row["gap_children"] > 0
    return {
        "name": str(row["place"]),
        "cells": [about(row[count]) for count in COUNTS],
        "bar": f"{100 * row['gap_children'] / most:.1f}" if drawn else "",
    }


def _areas(spec: MapSpec, pack: Pack) -> dict[str, Any]:
    """Return the table that says of every area all that the map says of it."""
    label, shapes = spec.shape_label, shapes_of(pack, spec.shape)
    is_area = spec.shape == AREA
    beside = spec.place_kind.label.capitalize() if is_area else "Code"
    heads: list[dict[str, Any]] = [{"label": opened(label)}, {"label": beside}]
    heads += [{"label": figure_label(figure), "number": True} for figure in spec.figures]
    meanings = {item.code: item.label for item in spec.legend.classes}
    places = pack.places["name"].reindex(primary_place(pack, spec.place_kind.key)).to_numpy()
    codes = pack.areas["official_name"] if is_area else [""] * len(shapes)
    names = zip(shapes["name"], codes, strict=True)
    return {
        "label": label,
        "plural": spec.shape_plural,
        "summary": f"All {len(shapes):,} {spec.shape_plural}, with every figure of the map",
        "heads": [{"number": False} | head for head in [*heads, {"label": "Colour"}]],
        "rows": [
            {
                "name": name,
                "code": code,
                "place": str(places[i] if is_area else shapes.index[i]),
                "cells": [_value(figure, i) for figure in spec.figures],
                "meaning": meanings.get(spec.classes[i], NOT_KNOWN),
            }
            for i, (name, code) in enumerate(names)
        ],
    }


def _value(figure: Figure, i: int) -> str:
    value = figure.values[i]  # noqa: PD011
    if figure.said:
        return figure.said[i]
    if value is None:
        return NOT_KNOWN
    return percent(value / 100) if figure.kind == "pct" else f"{value:,}"

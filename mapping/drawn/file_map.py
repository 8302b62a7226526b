"""The map of a file that stands alone: folium's Leaflet calls, with nothing fetched."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import folium
import shapely
import xstatic.pkg.leaflet
from folium.utilities import JsCode

from geodata.model import Pack
from layers.offer_facts import AT_A_GLANCE
from layers.place.values import STANDING_WORDS
from layers.said.numbers import percent
from mapping.drawn.file_doors import door_layers
from mapping.drawn.file_layers import listed_layers
from mapping.drawn.picture_names import FEW, STYLES
from mapping.escape import html_text, plain_text
from mapping.map.describe import HARDLY_ANY, NEARLY_ALL
from mapping.map.geometry import areas_geojson, bounds_lonlat, places_geojson, shapes_geojson
from mapping.map.layers.fill import FillLayer
from mapping.map.layers.ground import NEAREST_FROM, RANKS, GroundLayer, ground_names, ground_shapes
from mapping.map.layers.layer import OPAQUE
from mapping.map.layers.noted import NotesLayer, note_rows
from mapping.map.layers.offers import OffersLayer
from mapping.map.palette import (
    boundary_colour,
    ground,
    ground_colours,
    halo,
    ink,
    scale,
    unknown_colour,
)
from mapping.map.spec import UNSURE, MapSpec
from mapping.map.values import SUPPRESSED, Figure

LEAFLET = Path(xstatic.pkg.leaflet.BASE_DIR)
LABEL_PX = (150, 20)
NOT_KNOWN = "not known"
LED = '<svg aria-hidden="true"><line/></svg>'  # what leads to a name that stands far off
BESIDE = '<small class="beside"></small>'  # for how many offers serve it without a door there
Said = tuple[tuple[float, float], str, str]
"""Where a name stands, the name, and which outline it is of."""


class OfflineMap(folium.Map):
    """folium's map without the scripts and styles that it would fetch."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012
    default_css: list[tuple[str, str]] = []  # noqa: RUF012


def map_script(spec: MapSpec, pack: Pack) -> tuple[str, str]:
    """Return the script that draws the map, and the id of the element that it draws in.

    The page's own script, `standalone.js`, must stand before it: it styles areas and says them.
    """
    drawn = _base_map(pack)
    _add_areas(drawn, spec, pack)
    _add_outlines(drawn, spec, pack)
    _add_boundaries(drawn, spec, pack)
    figure: Any = drawn.get_root()
    _name_steadily(figure, count())
    figure.render()
    return figure.script.render(), drawn.get_name()


def _base_map(pack: Pack) -> OfflineMap:
    west, south, east, north = bounds_lonlat(pack)
    return OfflineMap(
        location=[(south + north) / 2, (west + east) / 2],
        tiles=None,
        control_scale=True,
        prefer_canvas=True,
        zoom_snap=0.25,
        attribution_control=False,
    )


def _add_areas(drawn: OfflineMap, spec: MapSpec, pack: Pack) -> None:
    """Draw the shapes of every set of colours, each once; which colours they have is settled later.

    The marked class of each set is outlined as well.
    """
    for at, shape in enumerate(coloured_shapes(spec)):
        collection = shapes_geojson(pack, shape)
        for number, feature in enumerate(collection["features"]):
            said = feature["properties"]
            feature["properties"] = {
                "n": html_text(said["name"]), "c": html_text(said.get("code", "")), "i": number,
            }  # fmt: skip
            feature.pop("id")
        folium.GeoJson(
            collection,
            style=JsCode(f"patch.areaStyles[{at}]"),
            on_each_feature=JsCode(f"patch.sayAreas[{at}]"),
            smooth_factor=0,
        ).add_to(drawn)
    for at, fill in enumerate(fills_of(spec)):
        if fill.legend.marked in fill.classes:
            _add_marked(drawn, fill, pack, at)


def _add_marked(drawn: OfflineMap, fill: FillLayer, pack: Pack, at: int) -> None:
    features = shapes_geojson(pack, fill.shape)["features"]
    marked = [
        shapely.geometry.shape(feature["geometry"])
        for feature, code in zip(features, fill.classes, strict=True)
        if code == fill.legend.marked
    ]
    outline = shapely.geometry.mapping(shapely.union_all(marked, grid_size=1e-5))
    for style in (f"patch.markedHalos[{at}]", f"patch.markedStyles[{at}]"):
        _lines(outline, style).add_to(drawn)


def fills_of(spec: MapSpec) -> list[FillLayer]:
    """Return every set of colours that a map holds, seen or not, the lowest first."""
    return [layer for layer in spec.layers if isinstance(layer, FillLayer)]


def coloured_shapes(spec: MapSpec) -> list[str]:
    """Return what is coloured by any of them, each once."""
    return list(dict.fromkeys(fill.shape for fill in fills_of(spec)))


def _values(figure: Figure) -> Sequence[float | str | None]:
    """Return what is told of each shape: words where the figure has its own, else numbers."""
    return [html_text(words) for words in figure.said] or figure.values


def _add_outlines(drawn: OfflineMap, spec: MapSpec, pack: Pack) -> None:
    if not spec.outlines:
        return
    shapes = [shapely.geometry.shape(each["geometry"]) for each in areas_geojson(pack)["features"]]
    for at, layer in enumerate(spec.outlines):
        inside = [each for each, is_in in zip(shapes, layer.is_inside, strict=True) if is_in]
        if inside:
            outline = shapely.geometry.mapping(shapely.union_all(inside, grid_size=1e-5))
            for style in (f"patch.outlineHalos[{at}]", f"patch.outlineStyles[{at}]"):
                _lines(outline, style).add_to(drawn)


def _add_boundaries(drawn: OfflineMap, spec: MapSpec, pack: Pack) -> None:
    """Draw every kind of boundary with the names of its places, the highest kind named first."""
    named: list[tuple[int, list[Said]]] = []
    for at, layer in enumerate(spec.boundaries):
        collection = places_geojson(pack, layer.place_kind.key)
        said = [(each["properties"]["label"], each["properties"]["name"], f"{at}-{number}")
                for number, each in enumerate(collection["features"])]  # fmt: skip
        for number, feature in enumerate(collection["features"]):
            feature["properties"] = {"n": f"{at}-{number}"}
            feature.pop("id")
        for style in (f"patch.placeHalos[{at}]", f"patch.placeStyles[{at}]"):
            _lines(collection, style).add_to(drawn)
        named.append((at, said))
    written: set[str] = set()
    for rank, (at, said) in enumerate(reversed(named)):
        own = [each for each in said if each[1] not in written]
        _add_names(drawn, own, style=rank, led=rank == 0 and len(own) <= FEW, of=at)
        written.update(name for _, name, _ in said)


def _add_names(
    drawn: OfflineMap,
    said: list[Said],
    *,
    style: int,
    led: bool,
    of: int,
) -> None:
    for (lon, lat), name, number in said:
        icon = folium.DivIcon(
            html=f'{LED}<span data-n="{number}">{html_text(name)}{BESIDE}</span>',
            class_name=f"place-label n{style % len(STYLES)}{' led' if led else ''} of-line-{of}",
            icon_size=LABEL_PX,
            icon_anchor=(LABEL_PX[0] // 2, LABEL_PX[1] // 2),
        )
        label = folium.Marker(
            [lat, lon], icon=icon, interactive=False, keyboard=False, z_index_offset=10_000
        )
        label.add_to(drawn)


def _lines(shapes: dict[str, Any], style: str) -> folium.GeoJson:
    return folium.GeoJson(shapes, style=JsCode(style), interactive=False, smooth_factor=0)


def figure_label(figure: Figure) -> str:
    """Return a figure with its period and standing: "Under-fives (mid-2020, estimate)"."""
    terms = ", ".join(filter(None, [figure.period, STANDING_WORDS[figure.standing]]))
    return f"{figure.label} ({terms})"


def script_settings(spec: MapSpec, asked: MapSpec, pack: Pack) -> str:
    """Return what the page's script must know of the map, as JSON that may stand in a script.

    Parameters
    ----------
    spec
        The map with all that it lists drawn.
    asked
        The same with some of it off, as it opens.
    """
    west, south, east, north = bounds_lonlat(pack)
    settings = {
        "bounds": [[south, west], [north, east]],
        "fills": [_fill(fill, coloured_shapes(spec)) for fill in fills_of(spec)],
        "seen": [fill.key for fill in fills_of(spec)].index(spec.fill.key),
        "notKnown": NOT_KNOWN,
        "suppressed": SUPPRESSED,
        "hardlyAny": percent(HARDLY_ANY / 100),
        "nearlyAll": percent(NEARLY_ALL / 100),
        "lines": boundary_strokes(spec),
        "outlines": outline_strokes(spec),
        "listed": listed_layers(asked),
        "doors": door_layers(spec),
        "facts": AT_A_GLANCE,
        "counts": _counts(spec, pack),
        "noted": _noted(spec),
        "unsure": UNSURE,
        "ground": _ground(spec, pack),
        "light": _theme(dark=False),
        "dark": _theme(dark=True),
    }
    return json.dumps(settings, ensure_ascii=False).replace("<", "\\u003c")


def _noted(spec: MapSpec) -> list[Any]:
    """Return the notes of each layer of them, by its key."""
    layers = (each for each in spec.layers if isinstance(each, NotesLayer))
    return [[each.key, note_rows(each)] for each in layers]


def _fill(fill: FillLayer, shapes: Sequence[str]) -> dict[str, Any]:
    """Return one set of colours: which shapes it is of, their classes, and the figures behind."""
    return {
        "key": fill.key,
        "shape": shapes.index(fill.shape),
        "classes": "".join(map(str, fill.classes)),
        "opacity": fill.opacity / OPAQUE,
        "words": {item.code: html_text(item.label) for item in fill.legend.classes},
        "figures": [
            {
                "label": html_text(figure_label(figure)),
                "unit": "%" if figure.kind == "pct" else "",
                "values": _values(figure),
            }
            for figure in fill.figures
        ],
        "light": scale(fill.colour_by, dark=False),
        "dark": scale(fill.colour_by, dark=True),
    }


def outline_strokes(spec: MapSpec) -> list[dict[str, Any]]:
    """Return how each outline over the colours is drawn, as Leaflet takes it."""
    return [
        {"weight": 2.8, "dashArray": " ".join(map(str, layer.dash)) or None,
         "opacity": layer.opacity / OPAQUE}
        for layer in spec.outlines
    ]  # fmt: skip


def boundary_strokes(spec: MapSpec) -> list[dict[str, Any]]:
    """Return how each kind of boundary is drawn, as Leaflet takes it."""
    return [
        {"weight": 1.4 * width, "dashArray": " ".join(map(str, dash)) or None,
         "opacity": layer.opacity / OPAQUE}
        for layer in spec.boundaries
        for width, dash in [layer.stroke]
    ]  # fmt: skip


def _counts(spec: MapSpec, pack: Pack) -> dict[str, dict[str, int]]:
    """Return how many offers of each layer serve each place, by the number of the place's name."""
    layers = [layer for layer in spec.drawn if isinstance(layer, OffersLayer)]
    if not layers:
        return {}
    numbers = {
        str(feature["id"]): f"{at}-{number}"
        for at, line in enumerate(spec.boundaries)
        for number, feature in enumerate(places_geojson(pack, line.place_kind.key)["features"])
    }
    return {
        layer.key: {numbers[key]: n for key, n in layer.counts.items() if key in numbers}
        for layer in layers
    }


def _ground(spec: MapSpec, pack: Pack) -> dict[str, Any] | None:
    """Return all of the ground that lies beneath, rank by rank, every name safe to show."""
    layer = next((each for each in spec.drawn if isinstance(each, GroundLayer)), None)
    if layer is None:
        return None
    kinds = [layer.place_kind.key for layer in spec.boundaries]
    written = pack.places["name"][pack.places["kind"].isin(kinds)]
    return {
        "opacity": layer.opacity / OPAQUE,
        "written": [plain_text(str(name)) for name in written],
        "ranks": [
            {
                "lines": ground_shapes(layer.ground, rank),
                "names": [
                    (plain_text(name), *place) for name, *place in ground_names(layer.ground, rank)
                ],
                "colours": [ground_colours(dark=dark) for dark in (False, True)],
                "from": [NEAREST_FROM[each] for each in RANKS if each > 1],
            }
            for rank in RANKS
        ],
    }


def _theme(*, dark: bool) -> dict[str, Any]:
    return {
        "unknown": unknown_colour(dark=dark),
        "line": boundary_colour(dark=dark),
        "ink": ink(dark=dark),
        "halo": halo(dark=dark),
        "ground": ground(dark=dark),
    }


def _name_steadily(element: Any, number: Iterator[int]) -> None:  # noqa: ANN401
    """Replace the names folium draws at random: the same map shall give the same bytes."""
    element._id = f"{next(number)}"
    for child in element._children.values():
        _name_steadily(child, number)


@cache
def leaflet_script() -> str:
    """Read Leaflet's script from its installed package."""
    text = (LEAFLET / "leaflet.js").read_text(encoding="utf-8")
    return re.sub(r"//# sourceMappingURL=\S+", "", text).replace("</script", "<\\/script")


@cache
def leaflet_style() -> str:
    """Read Leaflet's style from its installed package, its pictures as data."""

    def inline(found: re.Match[str]) -> str:
        name = found[1].strip("'\"")
        if name.startswith("#"):
            return found[0]
        picture = base64.b64encode((LEAFLET / name).read_bytes()).decode()
        return f"url(data:image/png;base64,{picture})"

    text = (LEAFLET / "leaflet.css").read_text(encoding="utf-8")
    return re.sub(r"url\(([^)]*)\)", inline, text)

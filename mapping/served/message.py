"""The few words that tell the app's map what to draw; everything heavy goes by address."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, cast, get_args
from urllib.parse import quote, urlencode, urlsplit

from geodata.model import Pack
from layers.indicators.colouring import Colouring
from layers.indicators.figures import AREA
from layers.own_places.recipes import OWN
from layers.question.address import query_from_question
from layers.question.question import Question
from layers.said.numbers import EXACT_UP_TO, ROUNDED_TO, nearest
from layers.said.numbers import UNKNOWN as NOT_KNOWN
from layers.said.sentences import children_in
from mapping.escape import plain_text
from mapping.map.geometry import PIECE, has_finer
from mapping.map.layers.fill import FillLayer
from mapping.map.layers.ground import GroundLayer
from mapping.map.spec import MapSpec
from mapping.map.values import SUPPRESSED, UNKNOWN, Legend, LegendClass
from mapping.map.view import At
from mapping.served.own import PART, own_mark

COMPONENT_FOLDER = Path(__file__).parents[1] / "component"
BASEMAP_SETTING = "KNOW_YOUR_PATCH_BASEMAP"
ATTRIBUTION_SETTING = "KNOW_YOUR_PATCH_BASEMAP_ATTRIBUTION"
CONSTANTS: Final = {
    "unknown": UNKNOWN,
    "suppressed": SUPPRESSED,
    "notKnown": NOT_KNOWN,
    "exactUpTo": EXACT_UP_TO,
    "roundTo": ROUNDED_TO,
    "grid": [[3 * need + reach for need in range(3)] for reach in (2, 1, 0)],
}
"""What the map's scripts take from here rather than repeat: the class of areas that are not known
and its words, how estimates are rounded, and the codes of a grid legend, row by row from the top.
"""
POINT_SETTINGS = ("service", "age", "border")  # what decides which services are drawn, and how

FINE_FROM = 10.5  # the zoom from which general outlines are seen to be off: 60 m to a pixel

PickKind = Literal["area", "asset", "place", "spot"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """What a person chose on the map, by its id.

    Attributes
    ----------
    kind
        A neighbourhood, a service, a place, or a spot: a settlement or a postcode.
    name, of, at, area
        For what the map may not draw itself: what it is called, which kind of place it is, its
        latitude and longitude, and the neighbourhood that it lies in.
    """

    kind: PickKind
    id: str
    name: str = ""
    of: str = ""
    at: tuple[float, float] | None = None
    area: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """Which maps of a page a map moves and points with.

    Attributes
    ----------
    name
        Of the group: the maps of one page that have the same are linked.
    is_held
        Whether it stays as far from its focus as the others do from theirs, at one scale.
    has_legend
        Whether it shows the legend; one for all is enough.
    has_other_doors
        Of a map without the legend: whether kinds of door lie on it that the legend does not tell.
    heading
        What it is of, as it stands on the map: "A: within 20 minutes".
    """

    name: str
    is_held: bool = False
    has_legend: bool = True
    has_other_doors: bool = True
    heading: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A number on the map, as in a list beside it."""

    text: str
    lat: float
    lon: float
    name: str


def map_message(
    spec: MapSpec,
    pack: Pack,
    question: Question,
    *,
    base: str = "",
    selected: Pick | None = None,
    focus: Pick | None = None,
    changes: str = "",
    layers: str = "",
    link: Linked | None = None,
    at: At | Literal[False] | None = False,
    takes_own: bool = False,
    has_files: bool = False,
    marks: Sequence[Mark] = (),
    refused: Sequence[str] = (),
) -> dict[str, Any]:
    """Describe what the app's map is to draw, as it is sent to a browser.

    Parameters
    ----------
    base
        The path that the app is served under: "" or "/patch".
    selected
        What is outlined as chosen.
    focus
        What is shown as large as it goes, at first; the whole area where None.
    changes
        A scenario, as in an address; its figures and services are drawn instead.
    layers
        What lies on the map, as in an address; a person may change it there. Where empty, the map
        that is described is drawn as it is, and cannot be changed.
    link
        Which maps of the page it moves and points with.
    at
        The view that the address asks for, None for the whole; False where the view of this map
        does not stand in the address.
    takes_own
        Whether the page makes places of one's own that are drawn on its map.
    has_files
        Whether the page has files of it, which are then handed out on the map as well.
    marks
        What is numbered on it, as in a list of the page.
    refused
        Why a place of one's own could not be made, after a number that tells one time from another.

    Returns
    -------
    message
        JSON values. Names inside may hold anything: they are only ever drawn as text.
    """
    base = "/" + base.strip("/") if base.strip("/") else ""
    at_times: dict[str, Any] = {}
    if spec.colouring:
        at_times["asked"] = urlencode(query_from_question(question, pack))
    if refused:
        at_times["refused"] = [plain_text(words) for words in refused]
    if marks:
        at_times["marks"] = [[m.text, m.lat, m.lon, plain_text(m.name)] for m in marks]
    if has_files:
        at_times["files"] = True
    if takes_own:
        mine = pack.places[pack.places["kind"] == OWN]
        at_times["own"] = [[str(key), plain_text(name)] for key, name in mine["name"].items()]
    return {
        "component": f"{base}/drawing/{edition()}",
        "leaflet": f"{base}/leaflet",
        "look": f"{base}/map/{pack.served_hash}/look.json?{urlencode({'v': edition()})}",
        **(_laid(pack, question, base, layers) if layers else _described(spec)),
        "map": map_addresses(pack, question, base, changes, None if layers else spec.colouring),
        "title": plain_text(spec.title),
        "date": plain_text(spec.date),
        "illustrative": spec.illustrative,
        "places": plain_text(spec.place_kind.plural),
        "boundary": spec.place_kind.boundary,
        "basemap": basemap(),
        "ground": any(isinstance(layer, GroundLayer) for layer in spec.drawn),
        "selected": _pick(selected),
        "focus": _pick(focus),
        "fine": _fine(spec, pack),
        **({} if at is False else {"at": at and [at.lat, at.lon, at.zoom]}),
        "link": link and _link(link),
    } | at_times


def _fine(spec: MapSpec, pack: Pack) -> dict[str, Any] | None:
    """Return which finer outlines there are of what a map draws; None where there are none."""
    if not has_finer(pack):
        return None
    colouring = spec.colouring
    shape = AREA if colouring is None else colouring.figures.shape
    kinds = [*(layer.place_kind.key for layer in spec.boundaries), spec.place_kind.key]
    kinds += [] if shape == AREA else [shape]
    return {
        "from": FINE_FROM,
        "size": PIECE,
        "areas": shape == AREA,
        "places": [kind for kind in dict.fromkeys(kinds) if kind != OWN],
    }


def _laid(pack: Pack, question: Question, base: str, layers: str) -> dict[str, Any]:
    """Return what lies on a map, and where each layer is asked for."""
    return {
        "layers": layers,
        "layer": layer_addresses(pack, question, base),
        "area": plain_text(pack.info.area_label),
        "areas": plain_text(f"{pack.info.area_label}s"),
    }


def _described(spec: MapSpec) -> dict[str, Any]:
    """Return the colours of a map that cannot be changed."""
    return {
        "classes": "".join(map(str, spec.classes)),
        "colourBy": spec.colour_by,
        "legend": legend_words(spec.fill),
        "area": plain_text(spec.shape_label),
        "areas": plain_text(spec.shape_plural),
    }


def layer_addresses(pack: Pack, question: Question, base: str = "") -> dict[str, str]:
    """Return where each kind of layer is asked for, before its name; and what can be added.

    An address holds only what the layer rests on, so that it is kept when anything else changes.
    """
    root = f"{base}/map/{pack.served_hash}"
    query = query_from_question(question, pack)
    rests_on = {
        "ground": (),
        "line": ("kind",),
        "doors": POINT_SETTINGS,
        "offers": ("service", "kind"),
    }
    short = {
        kind: {name: value for name, value in query.items() if name in names}
        for kind, names in rests_on.items()
    }
    made_by, own = {"v": edition()}, own_part(pack)
    short["line"] |= own
    short["offers"] |= own
    asked = {
        kind: f"{root}/layer.json?{urlencode(parts | made_by)}&layer="
        for kind, parts in short.items()
    }
    return {
        **asked,
        "other": f"{root}/layer.json?{urlencode(query | own | made_by)}&layer=",
        "catalogue": f"{root}/catalogue.json?{urlencode(query | own | made_by)}",
    }


def _pick(pick: Pick | None) -> dict[str, Any] | None:
    return {name: value for name, value in asdict(pick).items() if value} if pick else None


def map_addresses(
    pack: Pack,
    question: Question,
    base: str = "",
    changes: str = "",
    colouring: Colouring | None = None,
) -> dict[str, str]:
    """Return the addresses of a map's shapes, figures and points.

    Each changes when, and only when, what it gives may change, so that it can be kept for good.

    Parameters
    ----------
    colouring
        The indicator that is drawn in place of the answer to the question, where one is.
    """
    root = f"{base}/map/{pack.served_hash}"
    query = query_from_question(question, pack)
    own = own_part(pack)
    mine = own if question.place_kind == OWN else {}
    figures = {key: value for key, value in query.items() if key != "kind"}
    points = {key: value for key, value in query.items() if key in POINT_SETTINGS}
    made_by = {"v": edition()}
    if changes:
        figures, points = figures | {"changes": changes}, points | {"changes": changes}
    drawn, told, asked = "areas", "figures", figures
    if colouring is not None:
        told, asked = "indicator", colouring.shown.query()
        if colouring.figures.shape != AREA:
            drawn = f"places/{quote(colouring.figures.shape, safe='')}"
    return {
        "areas": f"{root}/{drawn}.json?{urlencode(made_by)}",
        "places": f"{root}/places/{quote(question.place_kind, safe='')}.json"
        f"?{urlencode(mine | made_by)}",
        "figures": f"{root}/{told}.json?{urlencode(asked | made_by)}",
        "points": f"{root}/points.json?{urlencode(points | made_by)}",
        # Whatever kind is asked by, places of one's own are found, and gone to.
        "find": f"{root}/find.json?{urlencode(own | made_by)}",
    }


def own_part(pack: Pack) -> dict[str, str]:
    """Return the part of an address that names a pack's places of one's own; none where none."""
    mark = own_mark(pack)
    return {PART: mark} if mark else {}


def read_pick(raw: object) -> Pick | None:
    """Read what came back from a browser; None where it is not a choice."""
    if not isinstance(raw, Mapping):
        return None
    kind, key = raw.get("kind"), raw.get("id")
    if kind not in get_args(PickKind) or not isinstance(key, str):
        return None
    return Pick(kind=cast("PickKind", kind), id=key)


def basemap() -> dict[str, str] | None:
    """Return the background tiles that the settings ask for; None, the usual, asks nobody."""
    address = os.environ.get(BASEMAP_SETTING, "")
    if not basemap_origin():
        return None
    return {"tiles": address, "credit": plain_text(os.environ.get(ATTRIBUTION_SETTING, ""))}


def basemap_origin() -> str:
    """Return the one other server that may be asked for pictures, or nothing."""
    parts = urlsplit(os.environ.get(BASEMAP_SETTING, ""))
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    host = parts.netloc.rpartition("@")[2].replace("{s}", "*")
    return "" if set(host) & set(" ;,'\"{}") else f"{parts.scheme}://{host}"


@cache
def edition() -> str:
    """Return a short name of this edition of the software; it changes when what it sends may."""
    return edition_of(Path(__file__).parents[2])


def edition_of(house: Path) -> str:
    """Return the first ten characters of a digest of all the code below a folder's packages."""
    digest = hashlib.sha256()
    for package in ("mapping", "layers", "geodata"):
        for path in sorted((house / package).rglob("*")):
            if path.suffix in (".py", ".js", ".css"):
                digest.update(path.relative_to(house).as_posix().encode() + b"\0")
                digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()[:10]


def legend_words(fill: FillLayer) -> dict[str, Any]:
    """Return what colours mean, as it is sent."""
    legend: Legend = fill.legend
    who = plain_text(legend.who)
    return {
        "title": plain_text(legend.title),
        "layout": legend.layout,
        "across": legend.across,
        "up": legend.up,
        "marked": legend.marked,
        "markedLabel": legend.marked_label,
        "corners": [[code, plain_text(words)] for code, words in legend.corners.items()],
        "who": who,
        "note": plain_text(legend.note),
        "classes": [
            [
                each.code,
                plain_text(each.label),
                each.short or ("" if each.holds else f"{nearest(each.children):,}"),
                plain_text(each.holds) or _counted(each, plain_text(each.who) or who, fill),
            ]
            for each in legend.classes
        ],
    }


def _counted(each: LegendClass, who: str, fill: FillLayer) -> str:
    area, areas = plain_text(fill.shape_label), plain_text(fill.shape_plural)
    return children_in(each.children, each.areas, who, area, areas)


def _link(link: Linked) -> dict[str, object]:
    return {
        "name": link.name,
        "held": link.is_held,
        "legend": link.has_legend,
        "doors": link.has_other_doors,
        "heading": plain_text(link.heading),
    }

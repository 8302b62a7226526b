"""The names on a still picture: of places and of settlements, each where there is room for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import shapely
from matplotlib.axes import Axes
from matplotlib.text import Text

from geodata.model import Pack
from layers.places import find_place, places_of_kind
from mapping.drawn.picture_doors import ON_DISC, Doors, boxes_of
from mapping.drawn.picture_ground import settlements
from mapping.drawn.picture_marked import HALF_PX, rings_of, write_marked
from mapping.drawn.placing import CLEAR, Box, Room, Wanted, find_room, nearest_of
from mapping.drawn.placing_first import find_first
from mapping.drawn.strokes import wrapped, write
from mapping.map.label_points import label_points
from mapping.map.palette import halo, ink
from mapping.map.spec import MapSpec

SCREEN_DPI: Final = 96  # names find room in pixels of a screen, as they do in the browser
PLACE_PT: Final = 8.0
AREA_PT: Final = 6.0
AREA_MM: Final = 15.0  # widest an area’s name may be before it is broken
NAME_MM: Final = 26.0  # widest a place's name may be before it is broken
FEW: Final = 40  # names of one kind that may all be led
MANY: Final = 400  # places of one kind whose names are held to their outlines
SIMPLER_M: Final = 50.0  # by how much an outline may leave the true one where names find room
BESIDE_SPOT: Final = 9.0  # pixels: a place's name leaves room for a symbol at its spot
STYLES: Final[tuple[dict[str, Any], ...]] = (
    {"weight": "bold"},
    {"style": "italic"},
    {"weight": "normal"},
    {"family": "serif"},
)
"""How the names of the highest kind of boundary on a map are written, of the next and so on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    """A name as it is drawn, in the middle of its spot until it finds room."""

    text: Text
    clear: float
    led: bool = False
    shape: Any = None


def write_names(
    axes: Axes,
    spec: MapSpec,
    pack: Pack,
    doors: Sequence[Doors],
    areas: Iterable[str] = (),
    *,
    chosen: str | None = None,
    clear: float = 1.0,
) -> None:
    """Write the names of places, then of settlements, clear of symbols and of what is written.

    First come the names of what is chosen: they are always there.

    A line leads to a name that stands far off its spot; a number after one, as in "March +3", is of
    its offers without a door there.

    Parameters
    ----------
    areas
        Ids of areas whose names are written as well, after all others.
    chosen
        The id of the place that the picture is about.
    clear
        How much of the width, from the left, they may stand on.
    """
    figure = axes.get_figure(root=True)
    if figure is None:
        return
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    scale = SCREEN_DPI / figure.dpi
    written = [each for each in axes.texts if each.get_gid() != ON_DISC]
    kept = [_box(each.get_window_extent(renderer), scale) for each in written]
    frame = _frame(axes, scale, clear)
    kept += rings_of(axes, spec, scale)  # no name covers them
    symbols = boxes_of(axes, doors, scale)
    place = _chosen(axes, spec, pack, chosen, clear)
    own = str(find_place(pack, chosen)["name"]) if chosen and place else ""
    first = [*place, *_marked(axes, spec)]
    named = [*_places(axes, spec, pack, own, clear)]
    named += [*_settlements(axes, spec, pack, own), *_areas(axes, pack, areas)]
    wanted, others = (
        [_wanted(axes, each, renderer, scale) for each in these] for these in (first, named)
    )
    rooms = [
        *find_first(wanted, kept, symbols, frame),
        *find_room(others, kept, symbols, frame, is_far=True, grounds=wanted),
    ]
    for each, name, room in zip((*first, *named), (*wanted, *others), rooms, strict=True):
        _settle(axes, each.text, name, room, scale)


def _chosen(
    axes: Axes, spec: MapSpec, pack: Pack, place_id: str | None, clear: float
) -> list[_Named]:
    """Write the name of the place that a picture is about, where any of it is in sight."""
    if place_id is None:
        return []
    place = find_place(pack, place_id)
    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
    sight = shapely.box(west, south, west + (east - west) * clear, north)
    seen = place["geometry"].intersection(sight)
    if seen.is_empty:
        return []
    kind = str(place["kind"])
    points = label_points(pack, kind)
    point = points.get(place_id)
    if point is None or not sight.contains(point):
        point = seen.representative_point()
    text = _write_place(
        axes, point, str(place["name"]), beside=spec.counts.get(place_id, 0), style=STYLES[0]
    )
    own = place["geometry"].simplify(SIMPLER_M)
    return [_Named(text=text, led=True, clear=BESIDE_SPOT, shape=own)]


def _marked(axes: Axes, spec: MapSpec) -> Iterator[_Named]:
    """Write the names of what else is chosen, beside their rings."""
    for text in write_marked(axes, spec):
        yield _Named(text=text, led=True, clear=HALF_PX + 1)


def _write_place(
    axes: Axes, point: Any, name: str, *, beside: int, style: dict[str, Any]  # noqa: ANN401
) -> Text:  # fmt: skip
    """Write a place’s name in lines, and how many offers it has beside those with a door."""
    given: dict[str, Any] = {"size_pt": PLACE_PT} | style
    text = write(axes, point.x, point.y, "", linespacing=0.95, **given)
    lines = wrapped(name, given["size_pt"], NAME_MM, bold=style.get("weight") == "bold")
    text.set_text("\n".join(lines) + (f" +{beside}" if beside else ""))
    return text


def _places(axes: Axes, spec: MapSpec, pack: Pack, chosen: str, clear: float) -> Iterator[_Named]:
    """Write the names of the places of each kind of boundary, the highest first, each name once.

    Parameters
    ----------
    chosen
        The name that is written already; "" for none.
    """
    written = {chosen}
    for at, layer in enumerate(reversed(spec.boundaries)):
        points = label_points(pack, layer.place_kind.key)
        names = places_of_kind(pack, layer.place_kind.key)["name"].reindex(points.index)
        led = at == 0 and len(points) <= FEW
        style = STYLES[at % len(STYLES)]
        shapes = places_of_kind(pack, layer.place_kind.key).geometry.reindex(points.index)
        for place_id, name, point, shape in zip(
            points.index, names.astype(str), points, shapes, strict=True
        ):
            if name in written or not _is_seen(axes, point, clear):
                continue
            written.add(name)
            text = _write_place(
                axes, point, name, beside=spec.counts.get(str(place_id), 0), style=style
            )
            own = shape.simplify(SIMPLER_M) if len(points) <= MANY else None
            yield _Named(text=text, led=led, clear=BESIDE_SPOT, shape=own)


def _settlements(axes: Axes, spec: MapSpec, pack: Pack, chosen: str) -> Iterator[_Named]:
    kinds = [layer.place_kind.key for layer in spec.boundaries]
    written = {chosen, *pack.places["name"][pack.places["kind"].isin(kinds)].astype(str)}
    for text in settlements(axes, spec, written):
        yield _Named(text=text, clear=CLEAR)


def _areas(axes: Axes, pack: Pack, areas: Iterable[str]) -> Iterator[_Named]:
    """Write the names of single areas small, the one in the middle of its shape."""
    for area_id in areas:
        shape = pack.areas.geometry[area_id]
        point = shape.representative_point()
        if _is_seen(axes, point):
            text = write(axes, point.x, point.y, "", size_pt=AREA_PT, linespacing=0.95)
            text.set_text("\n".join(wrapped(str(pack.areas["name"][area_id]), AREA_PT, AREA_MM)))
            yield _Named(text=text, clear=CLEAR, shape=shape.simplify(SIMPLER_M))


def _is_seen(axes: Axes, point: Any, clear: float = 1.0) -> bool:  # noqa: ANN401
    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
    east = west + (east - west) * clear  # the rest may lie beneath a key
    return bool(west < point.x < east and south < point.y < north)


def _wanted(axes: Axes, named: _Named, renderer: Any, scale: float) -> Wanted:  # noqa: ANN401
    box = named.text.get_window_extent(renderer)
    x, y = axes.transData.transform(named.text.get_position())
    return Wanted(
        x=x * scale, y=-y * scale, half=box.width * scale / 2 + 2, tall=box.height * scale / 2 + 1,
        clear=named.clear, led=named.led, rings=_rings(axes, named.shape, scale),
    )  # fmt: skip


def _rings(axes: Axes, shape: Any, scale: float) -> list[list[tuple[float, float]]]:  # noqa: ANN401
    """Return the outline of a place, in pixels of a screen."""
    if shape is None:
        return []
    lines = shapely.get_parts(shapely.get_rings(shapely.get_parts(shape)))
    pixels = (axes.transData.transform(shapely.get_coordinates(line)) * scale for line in lines)
    return [[(float(x), -float(y)) for x, y in each] for each in pixels]


def _frame(axes: Axes, scale: float, clear: float) -> Box:
    left, top, right, bottom = _box(axes.get_window_extent(), scale)
    right = left + (right - left) * clear
    return (left + 4, top + 4, right - 4, bottom - 4)


def _box(extent: Any, scale: float) -> Box:  # noqa: ANN401
    """Return the box of an extent of matplotlib's, whose y counts upwards."""
    return (extent.x0 * scale, -extent.y1 * scale, extent.x1 * scale, -extent.y0 * scale)


def _settle(axes: Axes, text: Text, name: Wanted, room: Room | None, scale: float) -> None:
    """Move a name to its room, with a line to its spot where that is far; hide it without one."""
    if room is None:
        text.set_visible(False)
        return
    back = axes.transData.inverted()
    text.set_position(_point(back, room.x, room.y, scale))
    if room.start is not None:
        edge = nearest_of(name.box(room.x, room.y), room.start)
        ends: Sequence[Any] = [_point(back, *each, scale) for each in (room.start, edge)]
        for width, colour in ((2.0, halo()), (0.8, ink())):
            axes.plot(*zip(*ends, strict=True), color=colour, linewidth=width, zorder=7.5)


def _point(back: Any, x: float, y: float, scale: float) -> tuple[float, float]:  # noqa: ANN401
    across, up = back.transform((x / scale, -y / scale))
    return float(across), float(up)

"""The names on a still picture: of places and of settlements, each where there is room for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.text import Text

from geodata.crs import grid_from_lonlat
from geodata.model import Pack
from layers.places import places_of_kind
from mapping.drawn.picture_ground import settlements
from mapping.drawn.placing import CLEAR, Box, Room, Wanted, find_room, nearest_of
from mapping.drawn.strokes import SYMBOL_PT, wrapped, write
from mapping.map.label_points import label_points
from mapping.map.palette import halo, ink
from mapping.map.spec import MapSpec

SCREEN_DPI: Final = 96  # names find room in pixels of a screen, as they do in the browser
PT_PER_INCH: Final = 72
PLACE_PT: Final = 8.0
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


def write_names(axes: Axes, spec: MapSpec, pack: Pack) -> None:
    """Write the names of places, then of settlements, clear of symbols and of what is written.

    A line leads to a name that stands far off its spot.
    """
    figure = axes.get_figure(root=True)
    if figure is None:
        return
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    scale = SCREEN_DPI / figure.dpi
    kept = [_box(each.get_window_extent(renderer), scale) for each in axes.texts]
    named = [*_places(axes, spec, pack), *_settlements(axes, spec, pack)]
    wanted = [_wanted(axes, each, renderer, scale) for each in named]
    rooms = find_room(wanted, kept, _symbols(axes, spec, scale), _frame(axes, scale))
    for each, name, room in zip(named, wanted, rooms, strict=True):
        _settle(axes, each.text, name, room, scale)


def _places(axes: Axes, spec: MapSpec, pack: Pack) -> Iterator[_Named]:
    """Write the names of the places of each kind of boundary, the highest first, each name once."""
    written: set[str] = set()
    for at, layer in enumerate(reversed(spec.boundaries)):
        points = label_points(pack, layer.place_kind.key)
        names = places_of_kind(pack, layer.place_kind.key)["name"].reindex(points.index)
        led = at == 0 and len(points) <= FEW
        style: dict[str, Any] = {"size_pt": PLACE_PT} | STYLES[at % len(STYLES)]
        shapes = places_of_kind(pack, layer.place_kind.key).geometry.reindex(points.index)
        for name, point, shape in zip(names.astype(str), points, shapes, strict=True):
            if name in written or not _is_seen(axes, point):
                continue
            written.add(name)
            text = write(axes, point.x, point.y, "", linespacing=0.95, **style)
            bold = style.get("weight") == "bold"
            text.set_text("\n".join(wrapped(name, style["size_pt"], NAME_MM, bold=bold)))
            own = shape.simplify(SIMPLER_M) if len(points) <= MANY else None
            yield _Named(text=text, led=led, clear=BESIDE_SPOT, shape=own)


def _settlements(axes: Axes, spec: MapSpec, pack: Pack) -> Iterator[_Named]:
    kinds = [layer.place_kind.key for layer in spec.boundaries]
    written = set(pack.places["name"][pack.places["kind"].isin(kinds)].astype(str))
    for text in settlements(axes, spec, written):
        yield _Named(text=text, clear=CLEAR)


def _is_seen(axes: Axes, point: Any) -> bool:  # noqa: ANN401
    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
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


def _symbols(axes: Axes, spec: MapSpec, scale: float) -> list[Box]:
    half = (SYMBOL_PT / 2 + 1.5) * SCREEN_DPI / PT_PER_INCH
    xs, ys = grid_from_lonlat([p.lon for p in spec.points], [p.lat for p in spec.points])
    if not len(xs):
        return []
    pixels = axes.transData.transform(np.column_stack([xs, ys])) * scale
    return [(x - half, -y - half, x + half, -y + half) for x, y in pixels]


def _frame(axes: Axes, scale: float) -> Box:
    left, top, right, bottom = _box(axes.get_window_extent(), scale)
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

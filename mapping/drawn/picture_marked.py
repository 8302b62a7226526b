"""What is chosen, on a still picture: its symbol in a ring, above all others, and its name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.text import Text

from mapping.drawn.placing import Box
from mapping.drawn.strokes import MARKERS, SYMBOL_PT, wrapped, write
from mapping.map.layers.marked import MarkedLayer
from mapping.map.palette import accent, door_colour, halo, ink
from mapping.map.spec import MapSpec
from mapping.map.values import Point

RING_PT: Final = 17.0  # across
RING: Final = (
    (3.4, 8.2),
    (2.2, 8.3),
)  # how wide it is drawn, and how far up; the first is its halo
ON_TOP: Final = 8.4
SPOT_PT: Final = 4.0
NAME_PT: Final = 8.0
NAME_MM: Final = 30.0  # widest a name may be before it is broken
HALF_PX: Final = 13.0  # of the ring on a screen, with its halo


def marked_on(axes: Axes, spec: MapSpec) -> list[MarkedLayer]:
    """Return what is marked on a picture: what of it lies within the frame."""
    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
    return [
        layer
        for layer in spec.drawn
        if isinstance(layer, MarkedLayer)
        and west < layer.easting_m < east
        and south < layer.northing_m < north
    ]


def draw_marked(axes: Axes, spec: MapSpec) -> None:
    """Draw a ring around each thing that is chosen, its symbol in it; a dot where it has none."""
    for each in marked_on(axes, spec):
        at = ([each.easting_m], [each.northing_m])
        ring: dict[str, Any] = {"marker": "o", "markersize": RING_PT, "markerfacecolor": halo()}
        for (width, up), colour in zip(RING, (halo(), accent()), strict=True):
            axes.plot(*at, markeredgecolor=colour, markeredgewidth=width, zorder=up, **ring)
        axes.plot(*at, linestyle="none", zorder=ON_TOP, **_symbol(_door(spec, each)))


def write_marked(axes: Axes, spec: MapSpec) -> Iterator[Text]:
    """Write the name of each thing that is chosen, at its spot until it finds room."""
    for each in marked_on(axes, spec):
        text = write(axes, each.easting_m, each.northing_m, "", size_pt=NAME_PT, weight="bold")
        text.set_text("\n".join(wrapped(each.title, NAME_PT, NAME_MM, bold=True)))
        yield text


def rings_of(axes: Axes, spec: MapSpec, scale: float) -> list[Box]:
    """Return what the rings take, in pixels of a screen from the top left."""
    spots = [
        axes.transData.transform((each.easting_m, each.northing_m)) * scale
        for each in marked_on(axes, spec)
    ]
    return [(x - HALF_PX, -y - HALF_PX, x + HALF_PX, -y + HALF_PX) for x, y in spots]


def _door(spec: MapSpec, marked: MarkedLayer) -> Point | None:
    return next((each for each in spec.points if marked.asset_id in each.asset_ids), None)


def _symbol(door: Point | None) -> dict[str, Any]:
    if door is None:
        return {"marker": "o", "markersize": SPOT_PT, "color": ink()}
    own = ink() if door.colour is None else door_colour(door.colour)
    return {
        "marker": MARKERS[door.shape],
        "markersize": SYMBOL_PT,
        "markerfacecolor": halo() if door.hollow else own,
        "markeredgecolor": own,
    }

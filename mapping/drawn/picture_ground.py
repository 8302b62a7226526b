"""The ground of a still picture: beneath the colours, its lines through them, its names."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, Final

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.text import Text

from geodata.model import Ground
from mapping.drawn.strokes import draw_shapes, in_sight, write
from mapping.map.layers.ground import GroundLayer, nearest_rank
from mapping.map.layers.layer import OPAQUE
from mapping.map.palette import ground_colours, halo
from mapping.map.spec import MapSpec

SCREEN_DPI = 96  # what the scales at which ranks begin are said for
SURFACES: Final = ("built-up", "wood", "water")
LINES: Final[dict[str, tuple[str, float, Any, float]]] = {
    "river": ("river", 0.7, "solid", 1.0),
    "street": ("road", 0.25, "solid", 0.8),
    "road": ("road", 0.45, "solid", 0.65),
    "railway": ("railway", 0.55, (0, (5, 3)), 0.8),
    "main-road": ("road", 0.65, "solid", 0.85),
    "motorway": ("road", 1.1, "solid", 1.0),
}
"""Colour, width in points, dash and strength of each kind of line, the lowest first; what there is
much of is fainter."""
WIDE: Final = 0.7  # how strong lines are in the widest view
UNCASED: Final = ("street", "road")  # too many to be cased
SIZES: Final = {"city": 7.5, "town": 7.0, "suburb": 6.0, "village": 6.0, "hamlet": 5.5}
WATER_OPACITY = 0.7  # where it covers the colours of data
THROUGH, BENEATH = (0.22, 0.6), (0.0, 0.85)  # of a line’s halo, and of the line


def draw_beneath(axes: Axes, spec: MapSpec) -> None:
    """Draw the ground that lies below the colours."""
    for layer in _grounds(spec):
        rank, opacity = _rank(axes), layer.opacity / OPAQUE
        for kind in SURFACES:
            _fill(axes, layer.ground, kind, rank, alpha=opacity, zorder=0.2)
        _draw_lines(axes, layer.ground, rank, opacity, zorder=0.4, seen=BENEATH)


def draw_through(axes: Axes, spec: MapSpec) -> None:
    """Draw water and lines over the colours, with a halo, below every line of the map's own."""
    for layer in _grounds(spec):
        rank, opacity = _rank(axes), layer.opacity / OPAQUE
        _fill(axes, layer.ground, "water", rank, alpha=WATER_OPACITY * opacity, zorder=1.5)
        _draw_lines(axes, layer.ground, rank, opacity, zorder=2, seen=THROUGH)


def settlements(axes: Axes, spec: MapSpec, written: Collection[str]) -> list[Text]:
    """Write the names of settlements in sight, towns first, but for those that stand there."""
    texts, told = [], set(written)
    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
    for layer in _grounds(spec):
        names = layer.ground.names
        rows = names[names["rank"].le(_rank(axes)) & names["name"].notna()]
        order = list(SIZES)
        rows = rows.iloc[np.argsort([order.index(str(k)) for k in rows["kind"]], kind="stable")]
        for name, kind, at in zip(rows["name"], rows["kind"], rows.geometry, strict=True):
            is_seen = west < at.x < east and south < at.y < north
            if is_seen and str(name) not in told:
                told.add(str(name))
                style = {"color": ground_colours()["name"], "alpha": layer.opacity / OPAQUE}
                texts.append(write(axes, at.x, at.y, str(name), size_pt=SIZES[str(kind)], **style))
    return texts


def _grounds(spec: MapSpec) -> Iterator[GroundLayer]:
    return (layer for layer in spec.drawn if isinstance(layer, GroundLayer))


def _rank(axes: Axes) -> int:
    """Return the highest rank that is drawn, by the size that the map has on paper."""
    west, east = axes.get_xlim()
    inches = axes.get_window_extent().width / axes.get_figure(root=True).dpi  # type: ignore[union-attr]
    return nearest_rank((east - west) / (inches * SCREEN_DPI))


def _fill(axes: Axes, ground: Ground, kind: str, rank: int, **style: Any) -> None:  # noqa: ANN401
    rows = ground.areas[ground.areas["kind"].eq(kind) & ground.areas["rank"].le(rank)]
    draw_shapes(axes, rows.geometry, facecolor=ground_colours()[kind], linewidth=0, **style)


def _draw_lines(
    axes: Axes,
    ground: Ground,
    rank: int,
    opacity: float,
    *,
    zorder: float,
    seen: tuple[float, float],
) -> None:
    """Draw every kind of line; `seen` is how opaque its halo is, and the line itself."""
    wide = WIDE if rank == 1 else 1.0
    for kind, (colour, width, dash, strength) in LINES.items():
        rows = ground.lines[ground.lines["kind"].eq(kind) & ground.lines["rank"].le(rank)]
        parts = in_sight(axes, shapely.get_parts(rows.geometry))
        lines = [shapely.get_coordinates(part) for part in parts]
        if not lines:
            continue
        if seen[0] and rank > 1 and kind not in UNCASED:
            _stroke(axes, lines, color=halo(), linewidth=width + 0.8,
                    alpha=seen[0] * opacity, zorder=zorder)  # fmt: skip
        _stroke(axes, lines, color=ground_colours()[colour], linewidth=width, linestyle=dash,
                alpha=seen[1] * strength * wide * opacity, zorder=zorder)  # fmt: skip


def _stroke(axes: Axes, lines: list[Any], **style: Any) -> None:  # noqa: ANN401
    axes.add_collection(LineCollection(lines, **style), autolim=False)

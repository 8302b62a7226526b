"""The strokes a static map is made of: shapes, symbols, words with a halo, a scale, north."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import numpy as np
import shapely
from matplotlib import font_manager, patheffects
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.ft2font import FT2Font
from matplotlib.path import Path
from matplotlib.text import Text

from mapping.escape import plain_text
from mapping.map.palette import door_colour, halo, ink
from mapping.map.values import Shape

MARKERS: dict[Shape, str] = {
    "circle": "o",
    "square": "s",
    "triangle": "^",
    "diamond": "D",
    "cross": "P",
    "star": "*",
    "hexagon": "h",
}
SCALE_SHARE = 0.28  # the longest a scale bar may be, of the width of the map
M_PER_KM = 1000.0
MM_PER_PT = 25.4 / 72
EM_PT = 100.0  # size at which the widths of letters are measured
FIT = 0.97  # letters are drawn on whole pixels, a little wider than they are measured
EM = EM_PT * 64  # that size in the font's own units, 26.6 fixed point
RINGS = (
    (0.0, 0.0),
    *((radius, turn * math.pi / 8) for radius in (1.3, 2.0, 2.8, 3.8) for turn in range(16)),
)
"""Where a mark may go instead: heights of the mark away, and which way, in radians."""
SYMBOL_PT = 7.5  # size of a service's symbol
BADGE_PX = 5.0  # the box of a mark beyond its letters
FONT = "DejaVu Sans"  # comes with matplotlib; covers Latin, Greek, Cyrillic, Hebrew and Arabic


@cache
def _font(*, bold: bool = False) -> FT2Font:
    weight = "bold" if bold else "normal"
    face = font_manager.FontProperties(family=FONT, weight=weight)
    font = FT2Font(font_manager.findfont(face))
    font.set_size(EM_PT, 72)
    return font


def drawable(text: str) -> str:
    """Make text from data drawable: no control characters, "?" where the font has no sign for one.

    Right-to-left words are put in the order in which they are read, as far as the font's own
    shaping goes; the same names stand as text beside every picture.
    """
    kept = (c for c in plain_text(text) if unicodedata.category(c) != "Cf")
    return "".join(c if _font().get_char_index(ord(c)) else "?" for c in kept)


def wrapped(text: str, size_pt: float, width_mm: float, *, bold: bool = False) -> list[str]:
    """Break text from data into lines that fit a width in millimetres at a size in points."""
    font, longest = _font(bold=bold), width_mm / MM_PER_PT / size_pt * EM * FIT
    lines: list[str] = []
    for word in drawable(text).split():
        longer = f"{lines[-1]} {word}" if lines else word
        font.set_text(longer)
        if lines and font.get_width_height()[0] <= longest:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def shape_path(shape: Any) -> Path:  # noqa: ANN401
    """Turn a polygon or several into one path, holes and all."""
    rings = [
        ring
        for polygon in shapely.get_parts(shape)
        if polygon.geom_type == "Polygon"
        for ring in (polygon.exterior, *polygon.interiors)
    ]
    paths = [Path(np.asarray(ring.coords)[:, :2], closed=True) for ring in rings]
    return Path.make_compound_path(*paths) if paths else Path(np.empty((0, 2)))


def draw_shapes(axes: Axes, shapes: Iterable[Any], **style: Any) -> PathCollection:  # noqa: ANN401
    """Draw polygons in one style; gives back what was drawn."""
    collection = PathCollection([shape_path(shape) for shape in shapes], **style)
    axes.add_collection(collection, autolim=False)
    return collection


def draw_symbol(
    axes: Axes,
    x: float,
    y: float,
    shape: Shape,
    *,
    hollow: bool,
    size_pt: float = SYMBOL_PT,
    colour: int | None = None,
) -> None:
    """Draw a door's symbol with a halo, hollow where it is not open to those ages.

    It has the colour of its kind, and that of words where it is of none.
    """
    own = ink() if colour is None else door_colour(colour)
    for width, edge in ((2.6, halo()), (1.0, own)):
        axes.plot(
            [x], [y],
            linestyle="none", marker=MARKERS[shape], markersize=size_pt,
            markerfacecolor=halo() if hollow else own,
            markeredgecolor=edge, markeredgewidth=width, zorder=8, clip_on=True,
        )  # fmt: skip


def write(
    axes: Axes, x: float, y: float, text: str, *, size_pt: float = 8, **style: Any  # noqa: ANN401
) -> Text:  # fmt: skip
    """Write text from data with a halo; never as a formula."""
    placed: dict[str, Any] = {"color": ink(), "ha": "center", "va": "center", "zorder": 9}
    return axes.text(
        x, y, drawable(text), fontsize=size_pt, family=FONT, parse_math=False, clip_on=True,
        path_effects=[patheffects.withStroke(linewidth=2.2, foreground=halo())], **(placed | style),
    )  # fmt: skip


def badge(axes: Axes, x: float, y: float, text: str, *, size_pt: float = 7) -> Text:
    """Write a number or letter in a box, as a key to a table beside the picture."""
    return axes.text(
        x, y, drawable(text), fontsize=size_pt, family=FONT, parse_math=False, weight="bold",
        color=ink(), ha="center", va="center", zorder=10, clip_on=True,
        bbox={"boxstyle": "round,pad=0.22", "facecolor": halo(), "edgecolor": ink(),
              "linewidth": 0.7},
    )  # fmt: skip


def draw_badges(axes: Axes, marks: Sequence[tuple[float, float, str]]) -> None:
    """Write marks at their points, moved aside with a line where they would lie on one another.

    Parameters
    ----------
    marks
        Easting and northing in metres, and what to write.
    """
    taken: list[Any] = []
    for x, y, text in marks:
        written = badge(axes, x, y, text)
        box = written.get_window_extent().padded(BADGE_PX)
        step = box.height
        for radius, angle in RINGS:
            dx, dy = radius * step * math.cos(angle), radius * step * math.sin(angle)
            moved = box.translated(dx, dy)
            if not any(moved.overlaps(other) for other in taken) and _is_inside(axes, moved):
                break
        taken.append(moved)
        _move(written, dx, dy)
        if radius:
            to_x, to_y = written.get_position()
            axes.plot([x, to_x], [y, to_y], color=halo(), linewidth=2.2, zorder=9)
            axes.plot([x, to_x], [y, to_y], color=ink(), linewidth=0.8, zorder=9)
            axes.plot([x], [y], marker="o", markersize=2.2, color=ink(), zorder=9)


def _is_inside(axes: Axes, box: Any) -> bool:  # noqa: ANN401
    frame = axes.get_window_extent()
    return bool(frame.x0 < box.x0 and box.x1 < frame.x1 and frame.y0 < box.y0 < box.y1 < frame.y1)


def _move(text: Text, across_px: float, up_px: float) -> None:
    if text.axes is None:
        return
    pixels = text.axes.transData
    x, y = pixels.transform(text.get_position())
    to_x, to_y = pixels.inverted().transform((x + across_px, y + up_px))
    text.set_position((float(to_x), float(to_y)))


def scale_km(width_m: float) -> float:
    """Choose a round length for a scale bar, in kilometres, for a map of this width in metres."""
    longest = width_m / M_PER_KM * SCALE_SHARE
    power = 10.0 ** math.floor(math.log10(longest))
    return max(step * power for step in (1, 2, 5) if step * power <= longest)


def draw_scale(axes: Axes) -> None:
    """Draw a scale bar in kilometres, at the foot on the left."""
    west, east = axes.get_xlim()
    south, north = axes.get_ylim()
    km = scale_km(east - west)
    x, y = west + (east - west) * 0.03, south + (north - south) * 0.04
    for width, colour in ((4.5, halo()), (2.2, ink())):
        axes.plot(
            [x, x + km * M_PER_KM], [y, y],
            color=colour, linewidth=width, solid_capstyle="butt", zorder=9,
        )  # fmt: skip
    write(
        axes, x + km * M_PER_KM + (east - west) * 0.015, y, f"{km:g} km", size_pt=8,
        ha="left", va="center",
    )  # fmt: skip


def draw_north(axes: Axes) -> None:
    """Draw an arrow to grid north, at the top on the right."""
    arrow = axes.annotate(
        "N", xy=(0.965, 0.975), xytext=(0.965, 0.885), xycoords="axes fraction",
        ha="center", va="center", fontsize=8, weight="bold", family=FONT, color=ink(), zorder=9,
        arrowprops={"arrowstyle": "-|>", "color": ink(), "linewidth": 1.2},
    )  # fmt: skip
    arrow.set_path_effects([patheffects.withStroke(linewidth=2.2, foreground=halo())])

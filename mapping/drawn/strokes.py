"""The strokes a static map is made of: shapes, symbols, words with a halo, a scale, north."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from threading import get_ident
from typing import Any, Final

import numpy as np
import shapely
from matplotlib import font_manager, patheffects
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.ft2font import FT2Font
from matplotlib.path import Path
from matplotlib.text import Text
from numpy.typing import NDArray

from mapping.escape import plain_text
from mapping.map.palette import door_colour, halo, ink
from mapping.map.symbols import CORNERS
from mapping.map.values import Shape

MARKERS: dict[Shape, str | Path] = {
    "circle": "o",
    "square": "s",
    "triangle": "^",
    "diamond": "D",
    "cross": "P",
    "star": "*",
    "hexagon": "h",
    **{
        shape: Path([(x, -y) for x, y in (*corners, corners[0])], closed=True)
        for shape, corners in CORNERS.items()
    },
}
SCALE_SHARE = 0.28  # the longest a scale bar may be, of the width of the map
M_PER_KM = 1000.0
MM_PER_PT = 25.4 / 72
EM_PT = 100.0  # size at which the widths of letters are measured
FIT = 0.97  # letters are drawn on whole pixels, a little wider than they are measured
EM = EM_PT * 64  # that size in the font's own units, 26.6 fixed point
MARKS: Final[dict[int, tuple[str | Path, float]]] = {
    1: (Path([(-0.45, -1.0), (0.45, -1.0)]), 2.3),
    2: ("o", 1.9),
    3: ("s", 1.85),
}
"""The mark of each time that a service is laid, and how many times as large as its symbol."""
BEYOND = 0.05  # of what is shown, how far from its edge a line may reach in
SYMBOL_PT = 7.5  # size of a service's symbol
LACKING = "\u25af"  # stands where the font has no letter, as in printed documents
FONT = "DejaVu Sans"  # comes with matplotlib; covers Latin, Greek, Cyrillic, Hebrew and Arabic


def _font(*, bold: bool = False) -> FT2Font:
    return _font_of(get_ident(), bold=bold)


@lru_cache(maxsize=64)
def _font_of(_thread: int, *, bold: bool) -> FT2Font:
    """Open the font for one thread: what a font is set to is its own, and two would mix it up."""
    weight = "bold" if bold else "normal"
    face = font_manager.FontProperties(family=FONT, weight=weight)
    font = FT2Font(font_manager.findfont(face))
    font.set_size(EM_PT, 72)
    return font


def drawable(text: str) -> str:
    """Make text from data drawable: no control characters, `LACKING` where the font has no letter.

    Right-to-left words are put in the order in which they are read, as far as the font's own
    shaping goes; the same names stand as text beside every picture.
    """
    kept = (c for c in plain_text(text) if unicodedata.category(c) != "Cf")
    return "".join(c if _font().get_char_index(ord(c)) else LACKING for c in kept)


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


def in_sight(axes: Axes, shapes: Iterable[Any]) -> NDArray[Any]:
    """Pick the shapes that a map may show any of, in their order; what is cut off costs as much.

    A shape just beyond the edge is kept: its line may reach in.
    """
    found = np.asarray(shapes if hasattr(shapes, "__array__") else list(shapes), dtype=object)
    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
    margin = BEYOND * max(east - west, north - south)
    left, low, right, high = shapely.bounds(found).reshape(-1, 4).T
    across = (left <= east + margin) & (right >= west - margin)
    up = (low <= north + margin) & (high >= south - margin)
    is_kept = across & up
    if is_kept.sum() == 1:  # one alone is drawn in another way, to the half of a pixel
        is_kept[:2] = True
    kept: NDArray[Any] = found[is_kept]
    return kept


def draw_shapes(axes: Axes, shapes: Iterable[Any], **style: Any) -> PathCollection:  # noqa: ANN401
    """Draw polygons in one style, those in sight; returns what was drawn."""
    collection = PathCollection([shape_path(shape) for shape in in_sight(axes, shapes)], **style)
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
    opacity: float = 1.0,
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
            alpha=opacity,
        )  # fmt: skip


def draw_mark(
    axes: Axes, x: float, y: float, mark: int, *, size_pt: float = SYMBOL_PT, opacity: float = 1.0
) -> None:
    """Draw the mark of one time that a service is laid, beside or around its symbol."""
    marker, size = MARKS[mark]
    for width, edge, over in ((2.6, halo(), 7.8), (1.1, ink(), 7.9)):
        axes.plot(
            [x], [y],
            linestyle="none", marker=marker, markersize=size * size_pt, markerfacecolor="none",
            markeredgecolor=edge, markeredgewidth=width, zorder=over, clip_on=True,
            alpha=opacity,
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

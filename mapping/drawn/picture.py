"""The map as a still picture, for documents and slides; the same description as on the page."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
import shapely
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure

from geodata.crs import grid_from_lonlat
from geodata.model import Pack
from layers.indicators.figures import shapes_of
from layers.places import find_place, places_of_kind
from mapping.drawn.picture_ground import draw_beneath, draw_through
from mapping.drawn.picture_names import write_names
from mapping.drawn.picture_words import FOOT_MM, HEAD_MM, KEY_MM, draw_words
from mapping.drawn.strokes import (
    draw_badges,
    draw_north,
    draw_scale,
    draw_shapes,
    draw_symbol,
    drawable,
    write,
)
from mapping.map.layers.layer import OPAQUE
from mapping.map.palette import accent, boundary_colour, ground, halo, ink, scale, unknown_colour
from mapping.map.spec import MapSpec
from mapping.map.values import UNKNOWN, Point
from mapping.map.view import Bounds

MM_PER_INCH = 25.4
FADED = 0.3  # opacity of the surroundings of a chosen place
MARGIN_SHARE = 0.06  # left around what is shown
ILLUSTRATIVE = "Illustrative: not real neighbourhoods"
Form = Literal["png", "svg"]
NO_MARKS: Mapping[str, str] = {}


def draw_map_png(
    spec: MapSpec,
    pack: Pack,
    *,
    form: Form = "png",
    place_id: str | None = None,
    bounds: Bounds | None = None,
    width_mm: float = 250.0,
    height_mm: float = 200.0,
    dpi: int = 200,
    words: bool = True,
    area_marks: Mapping[str, str] = NO_MARKS,
    point_marks: Mapping[str, str] = NO_MARKS,
) -> bytes:
    """Draw a map as a picture; the same input gives the same bytes.

    Parameters
    ----------
    form
        "png", or "svg", whose letters are drawn as shapes so that it needs no font.
    place_id
        Zoom to this place, and fade what is around it; None draws everything.
    bounds
        Show these metres of the national grid, west, south, east and north; all where None.
    width_mm, height_mm
        Size on paper, in millimetres.
    words
        Whether the picture stands alone: question, answer, key and credits are drawn beside it.
    area_marks, point_marks
        Short marks to write on areas (by `area_id`) and beside services (by `asset_id`), as keys
        to a table.

    Raises
    ------
    QuestionError
        The pack has no such place.
    """
    figure = blank_figure(width_mm, height_mm, dpi)
    left, top = (KEY_MM, HEAD_MM) if words else (0.0, 0.0)
    foot = FOOT_MM if words else 0.0
    across, up = 1 - left / width_mm, 1 - (top + foot) / height_mm
    axes = figure.add_axes((left / width_mm, foot / height_mm, across, up))
    draw_map(axes, spec, pack, place_id=place_id, bounds=bounds,
             area_marks=area_marks, point_marks=point_marks)  # fmt: skip
    if words:
        draw_words(figure, spec)
    return saved(figure, spec, form, dpi)


def blank_figure(width_mm: float, height_mm: float, dpi: int) -> Figure:
    """Return a figure of a size on paper, with nothing on it."""
    size = (width_mm / MM_PER_INCH, height_mm / MM_PER_INCH)
    figure = Figure(figsize=size, dpi=dpi, facecolor=ground())
    FigureCanvasAgg(figure)
    return figure


def draw_map(
    axes: Axes,
    spec: MapSpec,
    pack: Pack,
    *,
    place_id: str | None = None,
    bounds: Bounds | None = None,
    area_marks: Mapping[str, str] = NO_MARKS,
    point_marks: Mapping[str, str] = NO_MARKS,
) -> None:
    """Draw a map into the axes of a figure; see `draw_map_png`."""
    if bounds is None:
        _frame(axes, _bounds(pack, place_id))
    else:
        _frame(axes, bounds, margin=0.0)
    _draw_ground(axes, spec, pack, place_id)
    _draw_points(axes, spec)
    _draw_marks(axes, spec, pack, area_marks, point_marks)
    _dress(axes, spec, pack, place_id)


def saved(figure: Figure, spec: MapSpec, form: Form, dpi: int) -> bytes:
    """Return a figure as a picture; the same figure gives the same bytes."""
    picture = io.BytesIO()
    about = {"Software": None} if form == "png" else {"Date": None, "Creator": None}
    with rc_context({"svg.hashsalt": spec.pack_hash}):
        figure.savefig(picture, format=form, dpi=dpi, metadata=about)
    return picture.getvalue()


def _bounds(pack: Pack, place_id: str | None) -> Bounds:
    if place_id is None:
        west, south, east, north = pack.areas.total_bounds
    else:
        west, south, east, north = find_place(pack, place_id)["geometry"].bounds
    return float(west), float(south), float(east), float(north)


def _draw_ground(axes: Axes, spec: MapSpec, pack: Pack, place_id: str | None) -> None:
    """Draw the areas and the boundaries of places, the chosen one above what is around it."""
    draw_beneath(axes, spec)
    _draw_areas(axes, spec, pack)
    draw_through(axes, spec)
    _draw_outlines(axes, spec, pack)
    _draw_places(axes, spec, pack)
    if place_id is None:
        return
    chosen = find_place(pack, place_id)["geometry"]
    _fade_around(axes, chosen)
    for width, colour in ((3.6, halo()), (2.0, accent())):
        draw_shapes(axes, [chosen], facecolor="none", edgecolor=colour, linewidth=width, zorder=7)


def _dress(axes: Axes, spec: MapSpec, pack: Pack, place_id: str | None) -> None:
    """Write names, scale, north and what the picture is not."""
    draw_scale(axes)
    draw_north(axes)
    if spec.illustrative:
        corner: dict[str, Any] = {"size_pt": 8, "weight": "bold", "ha": "left", "va": "top"}
        write(axes, *_at(axes, 0.02, 0.975), ILLUSTRATIVE, **corner)
    if place_id is None:
        write_names(axes, spec, pack)


def _frame(axes: Axes, bounds: Bounds, margin: float = MARGIN_SHARE) -> None:
    """Show these metres of the national grid, widened to the shape of the axes."""
    west, south, east, north = bounds
    size = axes.get_window_extent()
    m_per_px = max((east - west) / size.width, (north - south) / size.height)
    half = np.array([size.width, size.height]) * m_per_px * (0.5 + margin)
    x, y = (west + east) / 2, (south + north) / 2
    axes.set_xlim(x - half[0], x + half[0])
    axes.set_ylim(y - half[1], y + half[1])
    axes.set_axis_off()


def _at(axes: Axes, across: float, up: float) -> tuple[float, float]:
    """Return the point of the national grid at these shares of the axes."""
    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
    return west + (east - west) * across, south + (north - south) * up


def _draw_areas(axes: Axes, spec: MapSpec, pack: Pack) -> None:
    colours = scale(spec.colour_by)
    shapes = shapes_of(pack, spec.shape).geometry.to_numpy()
    classes, opacity = np.asarray(spec.classes), spec.fill.opacity / OPAQUE
    line = {"edgecolor": boundary_colour(), "linewidth": 0.35}
    for code in np.unique(classes):
        here = shapes[classes == code]
        if int(code) >= len(colours):
            hatch = "////" if code == UNKNOWN else "xxxx"
            draw_shapes(axes, here, facecolor=unknown_colour(), edgecolor="#8a8a8a",
                        linewidth=0.35, hatch=hatch, zorder=1)  # fmt: skip
        else:
            draw_shapes(axes, here, facecolor=to_rgba(colours[code], opacity), zorder=1, **line)
    if spec.legend.marked is not None and (classes == spec.legend.marked).any():
        marked = shapely.union_all(shapes[classes == spec.legend.marked])
        for width, colour in ((2.6, halo()), (1.3, ink())):
            draw_shapes(axes, [marked], facecolor="none", edgecolor=colour, linewidth=width,
                        zorder=4)  # fmt: skip


def _draw_outlines(axes: Axes, spec: MapSpec, pack: Pack) -> None:
    """Outline areas heavily, over whatever colours them."""
    for layer in spec.outlines:
        inside = pack.areas.geometry.to_numpy()[list(layer.is_inside)]
        if not len(inside):
            continue
        style: dict[str, Any] = {"facecolor": "none", "alpha": layer.opacity / OPAQUE, "zorder": 4}
        line = (0, [each / 3 for each in layer.dash]) if layer.dash else "solid"
        shape = [shapely.union_all(inside)]
        draw_shapes(axes, shape, edgecolor=halo(), linewidth=3.0, **style)
        draw_shapes(axes, shape, edgecolor=ink(), linewidth=1.6, linestyle=line, **style)


def _draw_places(axes: Axes, spec: MapSpec, pack: Pack) -> None:
    for layer in spec.boundaries:
        width, dash = layer.stroke
        shapes = places_of_kind(pack, layer.place_kind.key).geometry
        style: dict[str, Any] = {"facecolor": "none", "alpha": layer.opacity / OPAQUE}
        line = (0, [each / width for each in dash]) if dash else "solid"
        draw_shapes(axes, shapes, edgecolor=halo(), linewidth=1.8 * width, zorder=3, **style)
        draw_shapes(axes, shapes, edgecolor=ink(), linewidth=0.7 * width, linestyle=line,
                    zorder=5, **style)  # fmt: skip


def _fade_around(axes: Axes, chosen: Any) -> None:  # noqa: ANN401
    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
    around = shapely.box(west, south, east, north).difference(chosen)
    draw_shapes(axes, [around], facecolor=ground(), alpha=1 - FADED, linewidth=0, zorder=6)


def _draw_points(axes: Axes, spec: MapSpec) -> None:
    for point, x, y in _shown_points(axes, spec):
        draw_symbol(axes, x, y, point.shape, hollow=point.hollow, colour=point.colour)


def _shown_points(axes: Axes, spec: MapSpec) -> list[tuple[Point, float, float]]:
    """Return the points within the frame, with their easting and northing."""
    xs, ys = grid_from_lonlat([p.lon for p in spec.points], [p.lat for p in spec.points])
    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
    return [
        (point, float(x), float(y))
        for point, x, y in zip(spec.points, xs, ys, strict=True)
        if west < x < east and south < y < north
    ]


def _draw_marks(
    axes: Axes, spec: MapSpec, pack: Pack, areas: Mapping[str, str], points: Mapping[str, str]
) -> None:
    """Write the marks that tables refer to: services first, beside their symbols."""
    marks = []
    for point, x, y in _shown_points(axes, spec):
        mark = " ".join(points[key] for key in point.asset_ids if key in points)
        if mark:
            marks.append((x, y, mark))
    for area_id, mark in areas.items():
        at = pack.areas.geometry[area_id].representative_point()
        marks.append((at.x, at.y, mark))
    draw_badges(axes, marks)


def picture_alt_text(spec: MapSpec, *, place: str = "", sentence: str = "") -> str:
    """Describe in words what a picture of the map shows.

    Parameters
    ----------
    place
        Name of the place it is zoomed to; everything where empty.
    sentence
        The answer for that place; the answer for everything where empty.
    """
    shown = place or spec.title
    made_up = " The boundaries and figures are illustrative." if spec.illustrative else ""
    coloured = {
        "gap": "coloured by need and reach together",
        "need": "coloured by need",
        "reach": "coloured by the share of children who are reached",
        "none": "with boundaries only",
        "hotspot": "coloured by which neighbourhoods stand out together",
        "change": "coloured by who loses and who gains",
        "indicator": f"coloured by {spec.legend.title}",
        "amount": f"coloured by {spec.legend.title}",
    }[spec.colour_by]
    symbols = f" {len(spec.points)} services are marked by symbols." if spec.points else ""
    if place:
        symbols = " Services are marked by symbols."
    return plain_alt(
        f"Map of {shown}, {coloured}. {sentence or spec.sentence}{symbols}{made_up} "
        "The tables say all that the map says."
    )


def plain_alt(text: str) -> str:
    """Make an alternative text one line, without control characters."""
    return " ".join(drawable(text).split())

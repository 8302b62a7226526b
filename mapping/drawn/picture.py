"""The map as a still picture, for documents and slides; the same description as on the page."""

from __future__ import annotations

import io
from typing import Any, Literal

import numpy as np
import shapely
from geopandas import GeoSeries
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure

from geodata.model import Pack
from layers.indicators.figures import AREA, shapes_of
from layers.places import find_place, member_areas, places_of_kind
from mapping.drawn.picture_doors import doors_on, draw_doors
from mapping.drawn.picture_ground import draw_beneath, draw_through
from mapping.drawn.picture_hatch import draw_hatches
from mapping.drawn.picture_marked import draw_marked
from mapping.drawn.picture_names import write_names
from mapping.drawn.picture_notes import draw_notes, notes_on
from mapping.drawn.picture_words import FOOT_MM, HEAD_MM, KEY_MM, draw_words
from mapping.drawn.strokes import (
    draw_north,
    draw_scale,
    draw_shapes,
    drawable,
    write,
)
from mapping.map.geometry import joined_over_water
from mapping.map.layers.layer import OPAQUE
from mapping.map.palette import accent, boundary_colour, ground, halo, ink, scale, unknown_colour
from mapping.map.spec import MapSpec
from mapping.map.values import UNKNOWN
from mapping.map.view import Bounds

MM_PER_INCH = 25.4
FADED = 0.3  # opacity of the surroundings of a chosen place
WHOLE_SHARE = 0.999  # of an area, from which a place holds all of it
MARGIN_SHARE = 0.06  # left around what is shown
ILLUSTRATIVE = "Illustrative: not real neighbourhoods"
Form = Literal["png", "svg"]


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
    is_detail: bool = False,
    is_hatched: bool = False,
    clear: float = 1.0,
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
    is_detail
        Whether it is drawn by the finer shapes of areas, and their names are written.
    is_hatched
        Whether reach is told by hatching as well as by colour, for a print without colour.
    clear
        How much of the width, from the left, names may stand on; a key may cover the rest.

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
             is_detail=is_detail, is_hatched=is_hatched, clear=clear)  # fmt: skip
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
    is_detail: bool = False,
    is_hatched: bool = False,
    clear: float = 1.0,
) -> None:
    """Draw a map into the axes of a figure; see `draw_map_png`."""
    if bounds is None:
        _frame(axes, _bounds(pack, place_id))
    else:
        _frame(axes, bounds, margin=0.0)
    outlines = areas_in_detail(pack) if is_detail else GeoSeries(pack.areas.geometry)
    chosen = None if place_id is None else _outline(pack, place_id, outlines, is_detail=is_detail)
    _draw_ground(axes, spec, pack, outlines, chosen, is_detail=is_detail)
    if is_hatched:
        draw_hatches(axes, spec, shapes_drawn(spec, pack, outlines))
    doors = doors_on(axes, spec)
    draw_doors(axes, doors)
    draw_marked(axes, spec)
    draw_notes(axes, spec)
    _dress(axes, spec, is_detail=is_detail)
    named = member_areas(pack, place_id).index if place_id and is_detail else ()
    own = None if is_detail else place_id
    write_names(axes, spec, pack, doors, named, chosen=own, clear=clear)


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


def areas_in_detail(pack: Pack) -> GeoSeries:
    """Return the finer outline of each area that has one, and else its own."""
    if pack.fine is None:
        return GeoSeries(pack.areas.geometry)
    fine = pack.fine.geometry.reindex(pack.areas.index)
    return GeoSeries(fine.where(fine.notna(), pack.areas.geometry), crs=pack.areas.crs)


def _outline(pack: Pack, place_id: str, outlines: GeoSeries, *, is_detail: bool) -> Any:  # noqa: ANN401
    """Return a place’s outline, by the finer ones of its areas where it is made of whole areas."""
    inside = member_areas(pack, place_id)
    if is_detail and len(inside) and inside.ge(WHOLE_SHARE).all():
        own = outlines.reindex(inside.index)
        return joined_over_water(own, outlines.drop(inside.index))
    return find_place(pack, place_id)["geometry"]


def shapes_drawn(spec: MapSpec, pack: Pack, outlines: GeoSeries) -> Any:  # noqa: ANN401
    """Return the shapes that a map colours, in the order of its classes."""
    if spec.shape == AREA:
        return outlines.to_numpy()
    return shapes_of(pack, spec.shape).geometry.to_numpy()


def _draw_ground(
    axes: Axes,
    spec: MapSpec,
    pack: Pack,
    outlines: GeoSeries,
    chosen: Any,  # noqa: ANN401
    *,
    is_detail: bool,
) -> None:
    """Draw the areas and the boundaries of places, the chosen one above what is around it."""
    draw_beneath(axes, spec)
    _draw_areas(axes, spec, shapes_drawn(spec, pack, outlines))
    draw_through(axes, spec)
    _draw_outlines(axes, spec, pack)
    if not is_detail:  # the outlines of places are coarser than its shapes
        _draw_places(axes, spec, pack)
    if chosen is None:
        return
    _fade_around(axes, chosen)
    for width, colour in ((3.6, halo()), (2.0, accent())):
        draw_shapes(axes, [chosen], facecolor="none", edgecolor=colour, linewidth=width, zorder=7)


def _dress(axes: Axes, spec: MapSpec, *, is_detail: bool) -> None:
    """Draw scale and north, and write what the picture is not: on an inset, on two lines."""
    draw_scale(axes)
    draw_north(axes)
    if spec.illustrative:
        size, said = (6, ILLUSTRATIVE.replace(": ", ":\n")) if is_detail else (8, ILLUSTRATIVE)
        corner: dict[str, Any] = {"size_pt": size, "weight": "bold", "ha": "left", "va": "top"}
        write(axes, *_at(axes, 0.02, 0.975), said, **corner)


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


def _draw_areas(axes: Axes, spec: MapSpec, shapes: Any) -> None:  # noqa: ANN401
    colours = scale(spec.colour_by)
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
    if notes_on(spec):
        symbols += " Numbered speech bubbles are what people said; they are no figures."
    return plain_alt(
        f"Map of {shown}, {coloured}. {sentence or spec.sentence}{symbols}{made_up} "
        "The tables say all that the map says."
    )


def plain_alt(text: str) -> str:
    """Make an alternative text one line, without control characters."""
    return " ".join(drawable(text).split())

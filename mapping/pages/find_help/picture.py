"""A map of what was found, as SVG in the colours of the page: the start, and doors by number.

It is drawn here and sent with the page, so that no part of it is asked for by an address.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon

from geodata.model import Pack
from layers.finding_help.found import HelpFound
from layers.said.numbers import counted
from mapping.templates import render

SIZE: Final = 420.0  # of the picture, each way, in its own units
EDGE = 30.0
ARM = 19.0  # of the cross where one sets out: seen around a door on the same spot
LEAST_HALF_M = 400.0
ROUND = 11  # half the height of a mark
APART = 19.0  # marks nearer than this are one
MOST_NAMES = 10
LETTER = 6.6  # about as wide as a letter of a name is drawn
ROADS: Mapping[str, str] = {"motorway": "wide", "main-road": "wide", "road": "road"}
STREETS_HALF_M = 2_500.0  # a map no wider than twice this shows every street
MINOR_HALF_M = 9_000.0
BARS_M: Final = (100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000)
LONGEST_BAR = 130.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Doors at one spot, by their numbers in the list: a pill that holds what is said in it."""

    x: str
    y: str
    pill: str
    said: str
    title: str
    style: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """The name of a town or village at its spot."""

    x: str
    y: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """Water, or roads of one kind."""

    style: str
    d: str


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Which square of the national grid (EPSG:27700) is drawn."""

    easting_m: float
    northing_m: float
    half_m: float

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east and north."""
        east, north, half = self.easting_m, self.northing_m, self.half_m
        return east - half, north - half, east + half, north + half

    def at(self, points_m: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return where points are drawn: two columns, from the upper left."""
        west, _, _, north = self.box
        scale = SIZE / (2 * self.half_m)
        away = np.column_stack([points_m[:, 0] - west, north - points_m[:, 1]])
        return np.asarray(away * scale)


def help_map_svg(pack: Pack, found: HelpFound, numbers: Mapping[str, int]) -> str:
    """Return a map of the doors that have a number in the list; empty where none has.

    Parameters
    ----------
    numbers
        The number of each door in the list, by `asset_id`.
    """
    if not numbers:
        return ""
    doors = pack.assets.geometry.loc[list(numbers)]
    points = np.column_stack([doors.x, doors.y]).astype(float)
    start = np.array([[found.start.easting_m, found.start.northing_m]])
    view = _view(np.vstack([points, start]))
    marks = list(_marks(view.at(points), found, numbers))
    [(x, y)] = view.at(start)
    bar_m = max(each for each in BARS_M if each == BARS_M[0] or _long(view, each) <= LONGEST_BAR)
    return render(
        "pages/find_help/map.html",
        said=_said(len(numbers)),
        paths=list(_paths(pack, view)),
        names=list(_names(pack, view, marks)),
        marks=marks,
        start=f"M{x - ARM:.1f} {y:.1f}H{x + ARM:.1f}M{x:.1f} {y - ARM:.1f}V{y + ARM:.1f}",
        bar=f"M12 {SIZE - 12:.0f}h{_long(view, bar_m):.1f}",
        bar_said=f"{bar_m // 1000:,} km" if bar_m >= BARS_M[3] else f"{bar_m} m",
        foot=f"{SIZE - 18:.0f}",
    )


def _said(doors: int) -> str:
    return (
        f"A map of {counted(doors, 'doors')}, by their numbers in the list. A cross marks where "
        "you set out. The list says all that the map says."
    )


def _long(view: View, metres: float) -> float:
    return metres * SIZE / (2 * view.half_m)


def _view(points_m: NDArray[np.float64]) -> View:
    west, south = points_m.min(axis=0)
    east, north = points_m.max(axis=0)
    half = max(east - west, north - south) / 2 * SIZE / (SIZE - 2 * EDGE)
    return View(
        easting_m=(west + east) / 2, northing_m=(south + north) / 2, half_m=max(half, LEAST_HALF_M)
    )


def _marks(at: NDArray[np.float64], found: HelpFound, numbers: Mapping[str, int]) -> Iterator[Mark]:
    """Yield a mark for each spot: doors too near one another to be told apart share one."""
    ids = list(numbers)
    free = np.ones(len(ids), dtype=bool)
    for n in range(len(ids)):
        if not free[n]:
            continue
        near = free & (np.hypot(*(at - at[n]).T) < APART)
        free &= ~near
        held = [ids[each] for each in np.flatnonzero(near)]
        more = len(held) - 1
        names = [f"{numbers[key]}. {found.offers['name'][key]}" for key in held]
        said = f"{numbers[held[0]]}{f'+{more}' if more else ''}"
        half = max(0.0, (len(said) * LETTER - ROUND) / 2)
        is_sure = any(found.offers["group"][key] == "near" for key in held)
        yield Mark(
            x=f"{at[n][0]:.1f}",
            y=f"{at[n][1]:.1f}",
            pill=_pill(float(at[n][0]), float(at[n][1]), half),
            said=said,
            title="; ".join(names),
            style="sure" if is_sure else "ask",
        )


def _pill(x: float, y: float, half: float) -> str:
    """Return a shape of half-round ends around a point; a circle where `half` is 0."""
    end = f"a{ROUND} {ROUND} 0 0 1 0"
    across = f"h{2 * half:.1f}{end} {2 * ROUND}h{-2 * half:.1f}{end} {-2 * ROUND}z"
    return f"M{x - half:.1f} {y - ROUND:.1f}{across}"


def _paths(pack: Pack, view: View) -> Iterator[Path]:
    box = shapely.box(*view.box)
    edges = pack.areas.geometry.iloc[np.sort(pack.areas.sindex.query(box))].boundary
    lines = shapely.clip_by_rect(edges.to_numpy(), *view.box)
    if d := _drawn(view, lines):
        yield Path(style="area", d=d)
    if pack.ground is None:
        return
    for kind in ("water", "built-up"):
        yield from _shape(pack.ground.areas, view, box, (kind,), kind)
    yield from _shape(pack.ground.lines, view, box, ("river",), "river")
    kinds = ["motorway", "main-road"]
    kinds += ["road"] if view.half_m <= MINOR_HALF_M else []
    kinds += ["street"] if view.half_m <= STREETS_HALF_M else []
    for kind in reversed(kinds):
        yield from _shape(pack.ground.lines, view, box, (kind,), ROADS.get(kind, "street"))


def _shape(
    rows: Any,  # noqa: ANN401 - a table of shapes
    view: View,
    box: Polygon,
    kinds: Iterable[str],
    style: str,
) -> Iterator[Path]:
    near = rows.iloc[np.sort(rows.sindex.query(box))]
    near = near[near["kind"].isin(list(kinds))]
    if d := _drawn(view, shapely.clip_by_rect(near.geometry.to_numpy(), *view.box)):
        yield Path(style=style, d=d)


def _drawn(view: View, shapes: NDArray[Any]) -> str:
    simple = shapely.simplify(shapes, 2 * view.half_m / SIZE * 0.8)
    return "".join(_line(view, each) for each in shapely.get_parts(simple))


def _line(view: View, shape: shapely.Geometry) -> str:
    rings: list[shapely.Geometry] = [shape]
    if isinstance(shape, Polygon):
        rings = [shape.exterior, *shape.interiors]
    made = []
    for ring in rings:
        at = view.at(shapely.get_coordinates(ring))
        if len(at) > 1:
            made.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in at))
    return "".join(made)


def _names(pack: Pack, view: View, marks: Iterable[Mark]) -> Iterator[Name]:
    """Yield the names of towns and villages that have room, the largest first."""
    if pack.ground is None:
        return
    names = pack.ground.names
    near = names.iloc[names.sindex.query(shapely.box(*view.box))].sort_values(["rank", "name"])
    taken = [(float(mark.x), float(mark.y), 16.0) for mark in marks]
    told = 0
    for name, point in zip(near["name"], near.geometry, strict=True):
        [(x, y)] = view.at(np.array([[point.x, point.y]]))
        half = len(str(name)) * LETTER / 2
        fits = half < x < SIZE - half and 12 < y < SIZE - 34  # noqa: PLR2004 - above the bar
        if not isinstance(name, str) or not fits or told == MOST_NAMES:
            continue
        if any(abs(x - a) < half + wide and abs(y - b) < 18 for a, b, wide in taken):  # noqa: PLR2004
            continue
        taken.append((x, y, half))
        told += 1
        yield Name(x=f"{x:.1f}", y=f"{y:.1f}", text=name)

"""Who and what lies inside a recipe: of each starting point how much, and the shape on a map.

People are counted where they set out from, never by land: what is inside is known origin by origin,
so that a union counts nobody twice and a difference leaves nobody over.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geodata.crs import grid_from_lonlat
from geodata.errors import Problem, QuestionError, quoted
from geodata.model import Pack
from layers.homes import origin_rows
from layers.own_places.journeys import find_reached
from layers.own_places.recipes import (
    DEGREES,
    Centre,
    Drawn,
    Existing,
    Near,
    Picked,
    Reached,
    Recipe,
)
from layers.within.here import find_here

Floats = NDArray[np.float64]
MOST_NAMED = 3
ALIKE = 1e-6  # shares nearer than this are the same
CHOOSE_AGAIN = "Choose it again on the map."


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Starts:
    """Where everybody of a pack sets out from.

    Attributes
    ----------
    points
        In EPSG:27700. An area without origins has one in the middle of its land.
    areas
        The row of the pack's areas that each belongs to.
    weights
        The share of its area's people who set out from each.
    """

    points: NDArray[np.object_]
    areas: NDArray[np.intp]
    weights: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Inside:
    """What a recipe holds: how much (0–1) of each start, and its shape in EPSG:27700."""

    held: Floats
    shape: BaseGeometry


def starts_of(pack: Pack) -> Starts:
    """Return where everybody of a pack sets out from."""
    rows = origin_rows(pack)
    lone = np.setdiff1d(np.arange(len(pack.areas)), rows)
    points = shapely.points(pack.origins[["easting_m", "northing_m"]].to_numpy(float))
    middles = shapely.point_on_surface(pack.areas.geometry.to_numpy()[lone])
    return Starts(
        points=np.concatenate([points, middles]),
        areas=np.concatenate([rows, lone]),
        weights=np.concatenate([pack.origins["weight"].to_numpy(float), np.ones(len(lone))]),
    )


def find_inside(pack: Pack, recipe: Recipe, starts: Starts, where: str) -> Inside:
    """Find what lies inside a recipe.

    Parameters
    ----------
    starts
        From `starts_of` the same pack.
    where
        What stands before a fault: the name of the place.

    Raises
    ------
    QuestionError
        The recipe names what the pack does not hold, or has an outline that cannot be used.
    """
    if isinstance(recipe, Picked):
        return _of_areas(pack, recipe, starts, where)
    if isinstance(recipe, Drawn):
        shape = shape_of(recipe, where)
        return Inside(held=_covered(shape, starts), shape=shape)
    if isinstance(recipe, Near):
        shape = _point_of(pack, recipe.centre, where).buffer(recipe.metres, quad_segs=32)
        return Inside(held=_within(pack, recipe, starts, where), shape=shape)
    if isinstance(recipe, Reached):
        return _reached(pack, recipe, starts, where)
    if isinstance(recipe, Existing):
        return _of_place(pack, recipe, starts, where)
    parts = [find_inside(pack, part, starts, where) for part in recipe.parts]
    return reduce(JOINS[recipe.how], parts)


def shape_of(drawn: Drawn, where: str) -> BaseGeometry:
    """Return an outline in EPSG:27700.

    Raises
    ------
    QuestionError
        It crosses itself, or encloses nothing.
    """
    turned = [
        shapely.Polygon(_grid_ring(rings[0]), [_grid_ring(ring) for ring in rings[1:]])
        for rings in drawn.polygons
    ]
    shape = turned[0] if len(turned) == 1 else shapely.MultiPolygon(turned)
    if not shapely.is_valid(shape):
        raise QuestionError(_crossing(shape, where))
    return shape


def _grid_ring(ring: tuple[tuple[int, int], ...]) -> Floats:
    corners = np.asarray(ring, dtype=float) / DEGREES
    grid = np.column_stack(grid_from_lonlat(corners[:, 0], corners[:, 1]))
    return np.where(np.isfinite(grid), grid, 0.0)  # of nowhere on the grid: far out at sea


def _crossing(shape: BaseGeometry, where: str) -> Problem:
    said = shapely.is_valid_reason(shape)
    crosses = "Self-intersection" in said
    return Problem(
        where=where,
        found="an outline that crosses itself" if crosses else "an outline that encloses no land",
        expected="one line around the place",
        fix="Draw it again, corner by corner, without crossing a side drawn before.",
    )


def _covered(shape: BaseGeometry, starts: Starts) -> Floats:
    shapely.prepare(shape)
    return np.asarray(shapely.intersects(shape, starts.points), dtype=float)


def _of_areas(pack: Pack, picked: Picked, starts: Starts, where: str) -> Inside:
    rows = pack.areas.index.get_indexer(list(picked.area_ids))
    gone = [key for key, row in zip(picked.area_ids, rows, strict=True) if row < 0]
    if gone:
        more = f" and {len(gone) - MOST_NAMED:,} more" if len(gone) > MOST_NAMED else ""
        named = ", ".join(map(quoted, gone[:MOST_NAMED])) + more
        raise QuestionError(
            Problem(
                where=where,
                found=f"{named}, not among the {pack.info.area_label}s of {pack.info.title}",
                expected=f"{pack.info.area_label}s that this pack holds",
                fix="Pick them again on the map.",
            )
        )
    shape = shapely.union_all(pack.areas.geometry.to_numpy()[rows])
    return Inside(held=np.isin(starts.areas, rows).astype(float), shape=shape)


def _within(pack: Pack, near: Near, starts: Starts, where: str) -> Floats:
    metres = shapely.distance(starts.points, _point_of(pack, near.centre, where))
    return np.asarray(metres <= near.metres, dtype=float)


def _reached(pack: Pack, recipe: Reached, starts: Starts, where: str) -> Inside:
    within, shape = find_reached(pack, recipe, where)
    held = np.zeros(len(starts.points))  # nobody is known to set out from an area without origins
    held[: len(within)] = within
    return Inside(held=held, shape=shape)


def _of_place(pack: Pack, existing: Existing, starts: Starts, where: str) -> Inside:
    """Return who is in a place of the pack: by its members, point by point where it cuts an area.

    Where the points inside its outline are not what its members say, all of an area's count by
    the share that its members say.
    """
    if existing.place_id not in pack.places.index:
        raise QuestionError(
            Problem(
                where=where,
                found=f"the place {quoted(existing.place_id)}",
                expected=f"the id of one of the places of {pack.info.title}",
                fix=CHOOSE_AGAIN,
            )
        )
    shape = pack.places.geometry[existing.place_id]
    members = pack.membership[pack.membership["place_id"] == existing.place_id]
    shares = members.set_index("area_id")["share"].reindex(pack.areas.index).fillna(0.0)
    said = shares.to_numpy(float)
    held = said[starts.areas]
    points = _covered(shape, starts)
    counted = np.bincount(starts.areas, points * starts.weights, len(said))
    by_point = np.abs(counted - said) < ALIKE
    return Inside(held=np.where(by_point[starts.areas], points, held), shape=shape)


def _point_of(pack: Pack, centre: Centre, where: str) -> BaseGeometry:
    """Return where a centre is, in EPSG:27700."""
    if centre.spot is not None:
        lon, lat = (value / DEGREES for value in centre.spot)
        easting, northing = grid_from_lonlat(lon, lat)
        if not np.isfinite([easting, northing]).all():
            raise QuestionError(_no_point(f"the point {lat:.5f}, {lon:.5f}", where))
        return shapely.Point(float(easting), float(northing))
    here = find_here(pack, centre.text, where)
    return shapely.Point(here.easting_m, here.northing_m)


def _no_point(found: str, where: str) -> Problem:
    return Problem(
        where=where, found=found, expected="a point on the map", fix="Choose a point on the map."
    )


def _union(one: Inside, other: Inside) -> Inside:
    return Inside(
        held=np.maximum(one.held, other.held), shape=shapely.union(one.shape, other.shape)
    )


def _common(one: Inside, other: Inside) -> Inside:
    shape = _land_only(shapely.intersection(one.shape, other.shape))
    return Inside(held=np.minimum(one.held, other.held), shape=shape)


def _difference(one: Inside, other: Inside) -> Inside:
    held = np.clip(one.held - other.held, 0.0, None)
    return Inside(held=held, shape=_land_only(shapely.difference(one.shape, other.shape)))


def _land_only(shape: BaseGeometry) -> BaseGeometry:
    """Return the polygons of a shape: where outlines only touch, lines and points are left."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    return shapely.MultiPolygon(parts) if len(parts) != 1 else parts[0]


JOINS = {"union": _union, "common": _common, "difference": _difference}

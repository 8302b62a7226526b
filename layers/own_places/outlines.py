"""Outlines from what people draw and hand over, to the nearest metre, and simpler where need be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geodata.crs import lonlat_from_grid
from geodata.errors import Problem, QuestionError
from layers.own_places.compact import LEAST_CORNERS, MOST_LAT, MOST_LON, write_outline
from layers.own_places.recipes import DEGREES, Drawn, Ring

MOST_CORNERS = 20_000  # of one hand-drawn ring
COARSEST_M = 100.0
FINEST_M = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Simplified:
    """An outline with fewer corners: how far it may lie from the one it was made of; 0 if exact."""

    drawn: Drawn
    metres: float


def outline_of_ring(ring: object, where: str = "the outline") -> Drawn:
    """Return an outline of corners as a browser sends them: `[[lon, lat], …]`.

    Raises
    ------
    QuestionError
        They are no corners, or fewer than three; whether they enclose anything is seen later.
    """
    found = list(ring) if isinstance(ring, list | tuple) else []
    if len(found) > MOST_CORNERS:
        raise QuestionError(_no_outline(where, f"{len(found):,} corners", f"{MOST_CORNERS:,}"))
    corners: list[tuple[int, int]] = []
    for each in found:
        spot = spot_of(each, where)
        if not corners or corners[-1] != spot:
            corners.append(spot)
    if len(corners) > 1 and corners[0] == corners[-1]:
        corners.pop()
    if len(set(corners)) < LEAST_CORNERS:
        raise QuestionError(
            Problem(
                where=where,
                found=f"{len(set(corners))} corners",
                expected="at least three, around a place",
                fix="Draw it again.",
            )
        )
    return Drawn(polygons=((tuple(corners),),))


def spot_of(pair: object, where: str = "the point") -> tuple[int, int]:
    """Return a point `[lon, lat]` as it is kept.

    Raises
    ------
    QuestionError
        It is none.
    """
    numbers = list(pair) if isinstance(pair, list | tuple) else []
    if len(numbers) == 2 and all(_is_number(each) for each in numbers):  # noqa: PLR2004
        lon, lat = (round(float(each) * DEGREES) for each in numbers)
        if abs(lon) <= MOST_LON and abs(lat) <= MOST_LAT:
            return lon, lat
    raise QuestionError(
        Problem(
            where=where,
            found="a corner that is no longitude and latitude",
            expected="two numbers, degrees east and degrees north",
            fix="Choose it again on the map.",
        )
    )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= 360  # noqa: PLR2004


def _no_outline(where: str, found: str, most: str) -> Problem:
    return Problem(
        where=where, found=found, expected=f"at most {most}", fix="Draw it with fewer corners."
    )


def outline_of_shape(shape: BaseGeometry, where: str) -> Drawn:
    """Return the outline of polygons in EPSG:27700, each corner to the nearest metre or so.

    Raises
    ------
    QuestionError
        Nothing of it is left: it is smaller than that.
    """
    turned = shapely.transform(shape, _to_lonlat)
    rounded = shapely.set_precision(turned, 1 / DEGREES)
    polygons = [
        part for part in shapely.get_parts(rounded) if part.geom_type == "Polygon" and part.area > 0
    ]
    if not polygons:
        raise QuestionError(
            Problem(
                where=where,
                found="an outline that encloses nothing that can be seen",
                expected="a polygon of some metres at least",
                fix="Draw it again, or leave it out of the file.",
            )
        )
    return Drawn(
        polygons=tuple(
            tuple(_ring(ring) for ring in (part.exterior, *part.interiors)) for part in polygons
        )
    )


def simplify_to(shape: BaseGeometry, letters: int, where: str) -> Simplified | None:
    """Return an outline that takes no more than so many letters; None where none does.

    It is made simpler step by step, by no more than `COARSEST_M`.

    Raises
    ------
    QuestionError
        Nothing of it is left.
    """
    drawn, metres = outline_of_shape(shape, where), 0.0
    while len(write_outline(drawn)) > letters:
        metres = metres * 1.6 or FINEST_M
        if metres > COARSEST_M:
            return None
        drawn = outline_of_shape(shapely.simplify(shape, metres), where)
    return Simplified(drawn=drawn, metres=metres)


def _to_lonlat(corners: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.column_stack(lonlat_from_grid(corners[:, 0], corners[:, 1]))


def _ring(ring: BaseGeometry) -> Ring:
    corners = np.round(shapely.get_coordinates(ring)[:-1] * DEGREES).astype(int)
    return tuple((int(lon), int(lat)) for lon, lat in corners)

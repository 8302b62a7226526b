"""What may be wrong with outlines: coordinates, spikes, and areas that cover one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geodata.files.coordinates import Slip, check_points, find_slips
from geodata.files.faults import many, some
from geodata.files.telling import warn

SHARPEST = 0.5  # degrees between two edges; boundaries turn less sharply than this
LONG = 0.005  # degrees of an edge, some 400 m; shorter ones make no spike that anybody sees
OVERLAP = 0.01  # of the smaller of two areas; edges that were drawn for themselves overlap less

Flags = NDArray[np.bool_]


def check_shapes(shapes: Mapping[Any, BaseGeometry], name: str) -> None:
    """Check the coordinates of shapes in longitude and latitude, by number of their feature.

    Raises
    ------
    DataError
        Some cannot be meant as they stand.
    """
    if shapes:
        check_points(_slips(list(shapes.values())), list(shapes), name, "feature")


def _slips(shapes: list[BaseGeometry]) -> Iterator[tuple[Slip, Flags]]:
    """Find the slips of shapes: a shape has the slip of any of its corners."""
    corners, owner = shapely.get_coordinates(np.array(shapes, dtype=object), return_index=True)
    for slip, found in find_slips(corners[:, 1], corners[:, 0]):
        yield slip, np.bincount(owner[found], minlength=len(shapes)) > 0


def tell_spikes(shapes: Mapping[Any, BaseGeometry], name: str) -> None:
    """Tell of outlines that run out to a point and back: a slip of whoever drew them."""
    spiked = [number for number, each in shapes.items() if _has_spike(each)]
    if spiked:
        warn(
            f"{name}, feature {some(spiked)}: an outline that runs out to a point and back. "
            "Look at it on a map."
        )


def _has_spike(shape: BaseGeometry) -> bool:
    for polygon in shapely.get_parts(shape):
        if polygon.geom_type != "Polygon":
            continue
        for ring in (polygon.exterior, *polygon.interiors):
            corners = shapely.get_coordinates(ring)[:-1]
            ahead, back = (
                np.roll(corners, -1, axis=0) - corners,
                np.roll(corners, 1, axis=0) - corners,
            )
            lengths = np.hypot(*ahead.T), np.hypot(*back.T)
            with np.errstate(invalid="ignore", divide="ignore"):
                cosine = (ahead * back).sum(axis=1) / (lengths[0] * lengths[1])
            sharp = cosine > np.cos(np.radians(SHARPEST))
            if bool((sharp & (lengths[0] > LONG) & (lengths[1] > LONG)).any()):
                return True
    return False


def tell_overlaps(shapes: Mapping[Any, BaseGeometry], name: str) -> None:
    """Tell of areas that cover one another: what is counted in both is counted twice."""
    every = np.array([_valid(each) for each in shapes.values()], dtype=object)
    numbers = list(shapes)
    # Where all edges fit, as official ones do, nothing covers anything: that is seen at once.
    suspects = np.flatnonzero(~shapely.is_empty(shapely.coverage_invalid_edges(every)))
    if not len(suspects):
        return
    first, second = shapely.STRtree(every).query(every[suspects], predicate="intersects")
    pairs_of = np.column_stack([suspects[first], second])[suspects[first] != second]
    first, second = np.unique(np.sort(pairs_of, axis=1), axis=0).T
    sizes = shapely.area(every)
    shared = shapely.area(shapely.intersection(every[first], every[second]))
    much = shared > OVERLAP * np.minimum(sizes[first], sizes[second])
    pairs = [
        f"{numbers[a]} and {numbers[b]}" for a, b in zip(first[much], second[much], strict=True)
    ]
    if pairs:
        warn(
            f"{name}: features that cover one another: {some(pairs)} ({many(len(pairs), 'pair')}). "
            "What they share is counted in both; what they do not share tells of few people."
        )


def _valid(shape: BaseGeometry) -> BaseGeometry:
    return shape if shape.is_valid else shapely.make_valid(shape)

"""Ways around wide water: straight where none is in the way, else over land past its corners."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

import numpy as np
import shapely
from geopandas import GeoDataFrame
from numpy.typing import NDArray
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import KDTree

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Rows = NDArray[np.intp]

CELL_M = 200.0  # of the grid that water is held on
AFLOAT_M = 2_000.0  # from land, where a coarse coast may have people who live on it
WET_M = 400.0  # of a line on the grid's water before it crosses: outlines are that coarse
CORNER_M = 300.0  # corners of water nearer than this to one another are one
ASIDE_M = 300.0  # of a corner: where one passes it, on land
CUT_M = 15_000.0  # of an edge due north or due east: no coast runs so
FARTHEST_M = 60_000.0  # between two bends of a way; three hours by car are 70 km as the crow flies
STRAIGHT = 1e-6  # of a corner: below it there is none
PIECE_M = 1_600.0  # of a line that is looked at in one
SAMPLES = 16  # points of a piece
MOST_PIECES = 2_000_000  # that are looked at together
MOST_HELD = 4_000_000  # metres from points to corners that are held at once


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Water:
    """Wide water, ready to be asked whether lines cross it and how far it is around.

    Attributes
    ----------
    west, south
        Corner of the grid, EPSG:27700.
    wet
        Which cells are water, from the south up and from the west.
    sums
        Cells of water south-west of each corner of the grid: how many a box holds, at once.
    shore
        Middles of the cells of land beside water.
    corners
        Points on land by the corners of water.
    between
        Metres over land from each corner to each other; infinite where there is no way.
    """

    west: float
    south: float
    wet: Flags
    sums: NDArray[np.int64]
    shore: Floats = field(default_factory=lambda: np.empty((0, 2)))
    corners: Floats = field(default_factory=lambda: np.empty((0, 2)))
    between: Floats = field(default_factory=lambda: np.empty((0, 0)))

    def crosses(self, start: Floats, end: Floats) -> Flags:
        """Return which straight lines run through water: one from each start to each end.

        What has no water in the box around it is never looked at more closely: neither a line nor
        a piece of one.
        """
        found = np.zeros(len(start), dtype=bool)
        start, end = self._ashore(start), self._ashore(end)
        near = np.flatnonzero(self._boxes_wet(start, end))
        count = 1 + np.hypot(*(end[near] - start[near]).T) // PIECE_M
        most = max(1, MOST_PIECES // max(int(count.max(initial=1)), 1))
        for first in range(0, len(near), most):
            rows, some = near[first : first + most], slice(first, first + most)
            found[rows] = self._wet_length(start[rows], end[rows], count[some].astype(int)) > WET_M
        return found

    def _ashore(self, points: Floats) -> Floats:
        """Move points that the grid has in water, as a pier or a rough coast may be, to the shore.

        What is farther out than `AFLOAT_M` stays there.
        """
        out = np.flatnonzero(self.is_wet(points))
        if not len(out) or not len(self.shore):
            return points
        metres, nearest = KDTree(self.shore).query(points[out], distance_upper_bound=AFLOAT_M)
        near = np.isfinite(metres)
        moved = points.copy()
        moved[out[near]] = self.shore[np.asarray(nearest)[near]]
        return moved

    def is_wet(self, points: Floats) -> Flags:
        """Return which points the grid has in water; none beyond it."""
        cells = self.cells(points)
        return np.asarray(self.wet[cells[:, 1], cells[:, 0]] & self._inside(points))

    def _inside(self, points: Floats) -> Flags:
        tall, wide = self.wet.shape
        at = (points - (self.west, self.south)) / CELL_M
        return np.asarray(((at >= 0) & (at < (wide, tall))).all(axis=1))

    def _boxes_wet(self, start: Floats, end: Floats) -> Flags:
        """Return which lines have water in the box around them."""
        low = self.cells(np.minimum(start, end))
        high = self.cells(np.maximum(start, end)) + 1
        (x0, y0), (x1, y1) = low.T, high.T
        sums = self.sums
        held = sums[y1, x1] - sums[y0, x1] - sums[y1, x0] + sums[y0, x0]
        return np.asarray(held > 0)

    def cells(self, points: Floats) -> NDArray[np.int64]:
        """Return column and row of points, those off the grid at its edge."""
        at = np.floor((points - (self.west, self.south)) / CELL_M).astype(np.int64)
        return np.clip(at, 0, np.array(self.wet.shape[::-1]) - 1)

    def _wet_length(self, start: Floats, end: Floats, count: Rows) -> Floats:
        """Return how much of each line is wet, in metres, looking at it in so many pieces each."""
        line = np.repeat(np.arange(len(start)), count)
        piece = np.arange(len(line)) - np.repeat(np.cumsum(count) - count, count)
        step = (end - start) / count[:, None]
        begin = start[line] + step[line] * piece[:, None]
        wet = np.flatnonzero(self._boxes_wet(begin, begin + step[line]))
        begin, stride = begin[wet], step[line[wet]] / SAMPLES
        held = np.zeros(len(wet))
        tall, wide = self.wet.shape
        for n in range(SAMPLES):
            at = begin + stride * (n + 0.5)
            column = ((at[:, 0] - self.west) / CELL_M).astype(np.int64)
            row = ((at[:, 1] - self.south) / CELL_M).astype(np.int64)
            inside = (at[:, 0] >= self.west) & (column < wide) & (at[:, 1] >= self.south)
            inside &= row < tall
            held[inside] += self.wet[row[inside], column[inside]]
        metres = held * np.hypot(*stride.T)
        return np.asarray(np.bincount(line[wet], metres, minlength=len(start)))

    def around(self, start: Floats, end: Floats, most_m: float = np.inf) -> Floats:
        """Return metres over land from each start to each end that the water lies between.

        Infinite where the corners of water leave no way, as to an island; and, perhaps, where the
        way is longer than `most_m`.
        """
        found = np.full(len(start), np.inf)
        if not len(self.corners) or not len(start):
            return found
        starts, of_start = np.unique(start, axis=0, return_inverse=True)
        ends, of_end = np.unique(end, axis=0, return_inverse=True)
        onward = self._onward(self._to_corners(ends, most_m))
        order = np.argsort(of_start.ravel(), kind="stable")
        of_start, of_end = of_start.ravel()[order], of_end.ravel()[order]
        block = max(1, MOST_HELD // len(self.corners))
        for row in range(0, len(starts), block):
            first = self._to_corners(starts[row : row + block], most_m)
            low, high = np.searchsorted(of_start, (row, row + block))
            for n in range(low, high, block):
                some = slice(n, min(n + block, high))
                ways = first[of_start[some] - row] + onward[of_end[some]]
                found[order[some]] = ways.min(axis=1)
        return found

    def _onward(self, last: Floats) -> Floats:
        """Return metres from every corner to each end, by whatever corners lie between."""
        onward = np.full_like(last, np.inf)
        for corner in np.flatnonzero(np.isfinite(last).any(axis=0)):
            np.minimum(onward, last[:, [corner]] + self.between[[corner], :], out=onward)
        return onward

    def _to_corners(self, points: Floats, most_m: float) -> Floats:
        """Return metres from points to the corners that are seen from them; else infinite."""
        found = np.full((len(points), len(self.corners)), np.inf)
        metres = np.hypot(*(points[:, None, :] - self.corners[None, :, :]).transpose(2, 0, 1))
        row, corner = np.nonzero(metres <= most_m)
        seen = ~self.crosses(points[row], self.corners[corner])
        found[row[seen], corner[seen]] = metres[row[seen], corner[seen]]
        return found


class _Held:
    """A table of water, told from another by being that very table."""

    def __init__(self, rows: GeoDataFrame) -> None:
        self.rows = rows

    def __hash__(self) -> int:
        return id(self.rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.rows is self.rows


def water_of(rows: GeoDataFrame | None) -> Water | None:
    """Make what is asked of a pack's water, None where it has none; kept as it does not change."""
    return None if rows is None or rows.empty else _made(_Held(rows))


@lru_cache(maxsize=6)
def _made(held: _Held) -> Water:
    return make_water(list(held.rows.geometry))


def make_water(shapes: list[shapely.Polygon]) -> Water:
    """Put water on a grid, and find the ways past its corners."""
    west, south, east, north = shapely.total_bounds(shapes)
    west, south = (np.floor(each / CELL_M - 1) * CELL_M for each in (west, south))
    size = (int(np.ceil((north - south) / CELL_M)) + 1, int(np.ceil((east - west) / CELL_M)) + 1)
    wet = np.zeros(size, dtype=bool)
    for shape in shapes:
        wet ^= _fill(shape, west, south, size)
    sums = np.zeros((size[0] + 1, size[1] + 1), dtype=np.int64)
    sums[1:, 1:] = wet.cumsum(axis=0).cumsum(axis=1)
    plain = Water(
        west=float(west), south=float(south), wet=wet, sums=sums, shore=_shore(wet, west, south)
    )
    corners = _corners(shapes, plain)
    metres = np.hypot(*(corners[:, None, :] - corners[None, :, :]).transpose(2, 0, 1))
    metres = np.where(_seen(plain, corners), metres, 0.0)  # no stretch, to what is asked below
    between = dijkstra(metres, directed=False)
    return replace(plain, corners=corners, between=between)


def _shore(wet: Flags, west: float, south: float) -> Floats:
    """Return the middles of the cells of land beside water."""
    beside = np.zeros_like(wet)
    beside[1:] |= wet[:-1]
    beside[:-1] |= wet[1:]
    beside[:, 1:] |= wet[:, :-1]
    beside[:, :-1] |= wet[:, 1:]
    row, column = np.nonzero(beside & ~wet)
    return np.column_stack([west + (column + 0.5) * CELL_M, south + (row + 0.5) * CELL_M])


def _seen(water: Water, corners: Floats) -> Flags:
    """Return which corners are seen from which; of those that one journey may lead past."""
    count = len(corners)
    first, second = np.triu_indices(count, 1)
    near = np.hypot(*(corners[first] - corners[second]).T) < FARTHEST_M
    first, second = first[near], second[near]
    seen = np.zeros((count, count), dtype=bool)
    seen[first, second] = ~water.crosses(corners[first], corners[second])
    return seen | seen.T


def _fill(shape: shapely.Polygon, west: float, south: float, size: tuple[int, int]) -> Flags:
    """Return the cells whose middle lies in a polygon: between every second of its edges."""
    flips = np.zeros((size[0], size[1] + 1), dtype=np.int8)
    middles = south + (np.arange(size[0]) + 0.5) * CELL_M
    for ring in (shape.exterior, *shape.interiors):
        corners = shapely.get_coordinates(ring)
        for (x0, y0), (x1, y1) in pairwise(corners):
            low, high = min(y0, y1), max(y0, y1)
            rows = np.arange(*np.searchsorted(middles, (low, high), side="left"))
            if not len(rows):
                continue
            x = x0 + (middles[rows] - y0) * (x1 - x0) / (y1 - y0)
            columns = np.ceil((x - west) / CELL_M - 0.5).astype(np.int64)
            np.add.at(flips, (rows, np.clip(columns, 0, size[1])), 1)
    return np.asarray(flips.cumsum(axis=1)[:, :-1] % 2 == 1)


def _corners(shapes: list[shapely.Polygon], water: Water) -> Floats:
    """Find points on land by the corners of water that a way around bends at."""
    found = []
    for shape in shapes:
        simple = shapely.simplify(shape, CORNER_M)
        for part in shapely.get_parts(simple):
            oriented = shapely.orient_polygons(part)
            rings = (oriented.exterior, *oriented.interiors)
            found += [_bends(shapely.get_coordinates(ring)[:-1]) for ring in rings]
    points = np.concatenate(found) if found else np.empty((0, 2))
    cells = water.cells(points)
    return points[~water.wet[cells[:, 1], cells[:, 0]]]


def _bends(ring: Floats) -> Floats:
    """Return the corners at which water runs up into land, a little way onto the land.

    A way around bends at the heads of bays and estuaries, never at headlands; nor where the sea
    was cut off along the edge of what was looked at, for beyond it there is more sea.
    """
    back, ahead = np.roll(ring, 1, axis=0) - ring, np.roll(ring, -1, axis=0) - ring
    back, ahead = (each / np.hypot(*each.T)[:, None] for each in (back, ahead))
    turn = ahead[:, 0] * back[:, 1] - ahead[:, 1] * back[:, 0]
    onto_water = back + ahead
    length = np.hypot(*onto_water.T)
    bent = (turn > 0) & (length > STRAIGHT) & ~_cut(ring)
    return np.asarray(ring[bent] - onto_water[bent] / length[bent, None] * ASIDE_M)


def _cut(ring: Floats) -> Flags:
    """Return which corners are those of the box that the sea was cut to."""
    after = np.abs(np.roll(ring, -1, axis=0) - ring)
    long = (after.max(axis=1) > CUT_M) & (after.min(axis=1) < 1)
    return np.asarray(long & np.roll(long, 1))

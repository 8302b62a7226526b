"""Streets as drawn, made into a network: junctions kept, the points between them thinned out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geodata.model import Network

SPACING_M = 100.0  # between junctions a point is kept this often, for houses to be near one
M_PER_MIN_PER_KMH = 1000 / 60
DECIMALS = 1  # of metres; OpenStreetMap is no better
MINUTE_DECIMALS = 4

Numbers = NDArray[np.float64]
Rows = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Drawn:
    """Streets as they were drawn: lines through points, lines one after the other.

    Attributes
    ----------
    points
        Shape (points, 2), EPSG:27700; NaN where a line's point is not to be had.
    stops_walkers, stops_cars
        For each point, whether a barrier there lets nobody past.
    line
        For each corner, which line it belongs to.
    corner
        For each corner, its row in `points`.
    walk, ahead_kmh, back_kmh, built_up, minor
        For each line; speeds are 0 where no car may go.
    """

    points: Numbers
    stops_walkers: Flags
    stops_cars: Flags
    line: Rows
    corner: Rows
    walk: Flags
    ahead_kmh: Numbers
    back_kmh: Numbers
    built_up: Flags
    minor: Flags


def make_network(drawn: Drawn) -> Network:
    """Make a network of streets as drawn.

    Two lines meet only where they share a point, so a bridge joins nothing to what it crosses.
    Lengths are measured along every corner, before the corners are thinned out.
    """
    kept = _kept_corners(drawn)
    rows = np.flatnonzero(kept)
    along = _length_along(drawn)
    first, second = rows[:-1], rows[1:]
    whole = drawn.line[first] == drawn.line[second]
    whole &= _unbroken(drawn, first, second) & (drawn.corner[first] != drawn.corner[second])
    first, second = first[whole], second[whole]
    edges = _edges(drawn, first, second, along[second] - along[first])
    return _tidy(drawn.points, edges)


def _length_along(drawn: Drawn) -> Numbers:
    """Measure the metres from the first corner of all to each; only differences mean anything."""
    at = drawn.points[drawn.corner]
    steps = np.hypot(*np.diff(at, axis=0).T)
    steps[~(np.diff(drawn.line) == 0) | np.isnan(steps)] = 0.0
    return np.concatenate([[0.0], np.cumsum(steps)])


def _unbroken(drawn: Drawn, first: Rows, second: Rows) -> Flags:
    """Return which pairs of corners have every corner between them on the map."""
    lost = np.isnan(drawn.points[drawn.corner, 0])
    before = np.concatenate([[0], np.cumsum(lost)])
    return np.asarray(before[second + 1] == before[first])


def _kept_corners(drawn: Drawn) -> Flags:
    """Keep ends, junctions, barriers and gaps with their neighbours, and one point in a while."""
    turns = np.diff(drawn.line) != 0
    starts, ends = np.concatenate([[True], turns]), np.concatenate([turns, [True]])
    uses = np.bincount(drawn.corner, minlength=len(drawn.points))
    lost = np.isnan(drawn.points[:, 0])
    cut = (drawn.stops_walkers | drawn.stops_cars | lost)[drawn.corner]
    beside = np.zeros_like(cut)
    beside[1:] |= cut[:-1]
    beside[:-1] |= cut[1:]
    kept = starts | ends | (uses[drawn.corner] > 1) | cut | beside
    return np.asarray(kept | _one_in_a_while(kept, _length_along(drawn)))


def _one_in_a_while(kept: Flags, along: Numbers) -> Flags:
    """Mark corners, so that no stretch is much longer than the spacing where corners allow it."""
    since = along - along[np.maximum.accumulate(np.where(kept, np.arange(len(kept)), 0))]
    marks = np.floor(since / SPACING_M)
    return np.concatenate([[False], marks[1:] > marks[:-1]])


def _edges(drawn: Drawn, first: Rows, second: Rows, metres: Numbers) -> DataFrame:
    line, ends = drawn.line[first], drawn.corner[np.column_stack([first, second])]
    busy = np.bincount(ends.ravel(), minlength=len(drawn.points)) > 2  # noqa: PLR2004
    # Where several streets meet at a barrier, it stands on the least of them.
    stands = (~busy)[ends] | drawn.minor[line][:, None]
    shut = (drawn.stops_cars[ends] & stands).any(axis=1)
    closed = (drawn.stops_walkers[ends] & stands).any(axis=1)
    minutes = [
        np.where((kmh > 0) & ~shut, metres / np.maximum(kmh, 1) / M_PER_MIN_PER_KMH, np.nan)
        for kmh in (drawn.ahead_kmh[line], drawn.back_kmh[line])
    ]
    return DataFrame(
        {
            "from_node": ends[:, 0],
            "to_node": ends[:, 1],
            "metres": metres.round(DECIMALS),
            "walk": drawn.walk[line] & ~closed,
            "drive_min": minutes[0].round(MINUTE_DECIMALS),
            "drive_back_min": minutes[1].round(MINUTE_DECIMALS),
            "built_up": drawn.built_up[line],
        }
    )


def _tidy(points: Numbers, edges: DataFrame) -> Network:
    """Leave out stretches that nobody may use, and points that no stretch touches."""
    useful = edges["walk"] | edges["drive_min"].notna() | edges["drive_back_min"].notna()
    edges = edges[useful].reset_index(drop=True)
    ends = edges[["from_node", "to_node"]].to_numpy()
    used, renumbered = np.unique(ends, return_inverse=True)
    renumbered = renumbered.reshape(ends.shape).astype("int32")
    edges = edges.assign(from_node=renumbered[:, 0], to_node=renumbered[:, 1])
    at = points[used].round(DECIMALS)
    return Network(nodes=DataFrame({"easting_m": at[:, 0], "northing_m": at[:, 1]}), edges=edges)


def label_islands(network: Network) -> NDArray[np.int32]:
    """Label the parts of a network that no street joins: 0 is the largest, then by size.

    Returns
    -------
    islands
        For each node, the part it is in, whoever may use the streets.
    """
    size = len(network.nodes)
    ends = network.edges["from_node"].to_numpy(), network.edges["to_node"].to_numpy()
    joined = coo_array((np.ones(len(network.edges)), ends), shape=(size, size)).tocsr()
    count, labels = connected_components(joined, directed=False)
    order = np.argsort(-np.bincount(labels, minlength=count), kind="stable")
    rank = np.empty(count, dtype=np.int32)
    rank[order] = np.arange(count, dtype=np.int32)
    return rank[labels]

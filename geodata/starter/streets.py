"""Streets: stretches between homes, doors and villages, cut by two rivers with a few bridges."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pandas import DataFrame
from scipy.spatial import Delaunay, cKDTree

from geodata.model import Network

BENDS = 1.2  # how much longer a street is than the line it is drawn as
TOWN_KMH, LANE_KMH, MAIN_KMH = 40.0, 56.0, 72.0
MAIN_FROM_M = 2_500.0  # a main road is drawn between settlements at least this far apart
LONGEST_M = 25_000.0
M_PER_MIN_PER_KMH = 1000 / 60

Points = NDArray[np.float64]
Pairs = NDArray[np.int64]


def draw_streets(
    homes: DataFrame,
    doors: DataFrame,
    settlements: DataFrame,
    rivers: DataFrame,
    bridges: DataFrame,
) -> Network:
    """Draw streets: every point joined to those it can see, main roads between settlements.

    Parameters
    ----------
    homes
        `easting_m`, `northing_m` (EPSG:27700) and `is_town`.
    doors, settlements, bridges
        `easting` and `northing`.
    rivers
        `river`, `easting`, `northing`: corners in order. A street crosses a river only at the
        place nearest to a bridge.
    """
    at, is_town = _places(homes, doors)
    water = shapely.MultiLineString(
        [corners[["easting", "northing"]].to_numpy(float) for _, corners in rivers.groupby("river")]
    )
    crossings = bridges[["easting", "northing"]].to_numpy(float)
    streets = _bridged(at, _seen_pairs(at), water, crossings)
    towns = _nearest_places(settlements, at)
    main = towns[_seen_pairs(at[towns])]
    far = _length_m(at, main) >= MAIN_FROM_M
    main = _bridged(at, main[far], water, crossings)
    edges = pd.concat([_stretches(at, streets, is_town), _main_roads(at, main)], ignore_index=True)
    return Network(nodes=DataFrame(at, columns=["easting_m", "northing_m"]), edges=edges)


def _places(homes: DataFrame, doors: DataFrame) -> tuple[Points, NDArray[np.bool_]]:
    """Return each place once, to ten metres, in order; a town's where any home in it is."""
    there = doors.dropna(subset=["easting", "northing"])
    at = np.vstack(
        [homes[["easting_m", "northing_m"]].to_numpy(float), there[["easting", "northing"]]]
    )
    places, number = np.unique((at / 10).round() * 10, axis=0, return_inverse=True)
    is_town = np.zeros(len(places), dtype=bool)
    is_town[number.ravel()[: len(homes)][homes["is_town"].to_numpy(bool)]] = True
    return places, is_town


def _seen_pairs(at: Points) -> Pairs:
    """Pair the points that have no other point in the circle between them (a Gabriel graph)."""
    corners = Delaunay(at).simplices.astype(np.int64)
    pairs = np.vstack([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [0, 2]]])
    pairs = np.unique(np.sort(pairs, axis=1), axis=0)
    gap_m, _ = cKDTree(at).query(at[pairs].mean(axis=1))
    length_m = _length_m(at, pairs)
    kept = (gap_m >= length_m / 2 - 1e-6) & (length_m <= LONGEST_M)
    return np.asarray(pairs[kept], dtype=np.int64)


def _length_m(at: Points, pairs: Pairs) -> Points:
    return np.asarray(np.linalg.norm(at[pairs[:, 0]] - at[pairs[:, 1]], axis=1))


def _bridged(at: Points, pairs: Pairs, water: shapely.Geometry, bridges: Points) -> Pairs:
    """Leave out the pairs that cross water, but the one nearest to each bridge, or a sole way."""
    lines = np.asarray(shapely.linestrings(at[pairs]), dtype=object)
    kept = np.asarray(~shapely.intersects(lines, water))
    joined = np.bincount(pairs[kept].ravel(), minlength=len(at)) > 0
    over = np.flatnonzero(~kept)
    kept[over] = ~joined[pairs[over]].all(axis=1)
    if len(over):
        gap_m = shapely.distance(lines[over][None, :], np.asarray(shapely.points(bridges))[:, None])
        kept[over[gap_m.argmin(axis=1)]] = True
    return np.asarray(pairs[kept])


def _nearest_places(settlements: DataFrame, at: Points) -> Pairs:
    _, found = cKDTree(at).query(settlements[["easting", "northing"]].to_numpy(float))
    return np.unique(found)


def _stretches(at: Points, pairs: Pairs, is_town: NDArray[np.bool_]) -> DataFrame:
    in_town = np.asarray(is_town[pairs].all(axis=1))
    kmh = np.where(in_town, TOWN_KMH, LANE_KMH)
    return _edges(at, pairs, kmh, walk=True).assign(built_up=in_town)


def _main_roads(at: Points, pairs: Pairs) -> DataFrame:
    kmh = np.full(len(pairs), MAIN_KMH)
    return _edges(at, pairs, kmh, walk=False).assign(built_up=False)


def _edges(at: Points, pairs: Pairs, kmh: Points, *, walk: bool) -> DataFrame:
    metres = (_length_m(at, pairs) * BENDS).round()
    minutes = (metres / (kmh * M_PER_MIN_PER_KMH)).round(2)
    return DataFrame(
        {
            "from_node": pairs[:, 0],
            "to_node": pairs[:, 1],
            "metres": metres,
            "walk": walk,
            "drive_min": minutes,
            "drive_back_min": minutes,
        }
    )

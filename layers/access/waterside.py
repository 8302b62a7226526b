"""Nearest doors and pairs within a limit, where wide water may lie between."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array
from scipy.spatial import KDTree

from layers.access.water import Floats, Rows, Water

MORE = 8  # doors that are looked at beyond those that are asked for, at first


def nearest_around(starts: Floats, doors: Floats, count: int, water: Water) -> tuple[Floats, Rows]:
    """Find the nearest few doors to every start, around water.

    A way around is never shorter than the straight line. So as soon as the last of those asked for
    is no farther than the straight line to the last door looked at, no other can be nearer.

    Returns
    -------
    metres, found
        Starts down, nearest first across; infinite where no more can be reached.
    """
    tree = KDTree(doors)
    metres, found = _looked_up(tree, starts, count)
    left = np.flatnonzero(_any_crossed(starts, doors[found], water))
    looked = count
    while len(left):
        looked = min(max(looked * 4, looked + MORE), len(doors))
        straight, which = _looked_up(tree, starts[left], looked)
        ways = _ways(starts[left], doors, which, straight, count=count, water=water)
        order = np.lexsort((which, ways), axis=1)[:, :count]
        metres[left] = np.take_along_axis(ways, order, axis=1)
        found[left] = np.take_along_axis(which, order, axis=1)
        if looked == len(doors):
            break
        left = left[metres[left, -1] > straight[:, -1]]
    return metres, found


def _looked_up(tree: KDTree, starts: Floats, count: int) -> tuple[Floats, Rows]:
    metres, found = tree.query(starts, k=list(range(1, count + 1)), workers=-1)
    return np.array(metres, dtype=float), np.array(found, dtype=np.intp)


def _any_crossed(starts: Floats, doors: Floats, water: Water) -> np.ndarray:
    """Return which starts have water on the way to any of their doors."""
    count = doors.shape[1]
    crossed = water.crosses(np.repeat(starts, count, axis=0), doors.reshape(-1, 2))
    return np.asarray(crossed.reshape(-1, count).any(axis=1))


def _ways(
    starts: Floats, doors: Floats, which: Rows, straight: Floats, *, count: int, water: Water
) -> Floats:
    """Return metres from each start to each of its doors: around, where water lies between."""
    looked = which.shape[1]
    start, end = np.repeat(starts, looked, axis=0), doors[which].reshape(-1, 2)
    crossed = water.crosses(start, end).reshape(-1, looked)
    dry = np.sort(np.where(crossed, np.inf, straight), axis=1)[:, [min(count, looked) - 1]]
    asked = crossed & (straight < dry)  # farther ones are not among the nearest, around or not
    ways = np.where(crossed, np.inf, straight)
    rows = np.flatnonzero(asked.ravel())
    most = float(dry.max(initial=0.0))
    ways.ravel()[rows] = water.around(start[rows], end[rows], most)
    return ways


def pairs_around(
    near: csr_array,
    starts: Floats,
    doors: Floats,
    *,
    water: Water,
    limit_min: float,
    min_per_m: float,
) -> csr_array:
    """Lengthen the pairs that water lies between, and drop those that are then beyond the limit.

    Parameters
    ----------
    near
        Minutes of the straight line: starts down, doors across.
    """
    rows = np.repeat(np.arange(near.shape[0]), np.diff(near.indptr))
    minutes = np.array(near.data, dtype=float)
    crossed = np.flatnonzero(water.crosses(starts[rows], doors[near.indices]))
    if not len(crossed):
        return near
    metres = water.around(
        starts[rows[crossed]], doors[near.indices[crossed]], limit_min / min_per_m
    )
    minutes[crossed] = metres * min_per_m
    kept = np.ones(len(minutes), dtype=bool)
    kept[crossed] = minutes[crossed] <= limit_min
    table = csr_array((minutes[kept], (rows[kept], near.indices[kept])), shape=near.shape)
    table.sort_indices()
    return table


def all_around(starts: Floats, doors: Floats, straight: Floats, water: Water) -> Floats:
    """Return metres from every start to every door: around, where water lies between."""
    start, end = np.repeat(starts, len(doors), axis=0), np.tile(doors, (len(starts), 1))
    metres = np.array(straight, dtype=float).ravel()
    crossed = np.flatnonzero(water.crosses(start, end))
    metres[crossed] = water.around(start[crossed], end[crossed])
    return metres.reshape(straight.shape)

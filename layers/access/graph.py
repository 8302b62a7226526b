"""A network as one way of travelling sees it, and searches over it from the doors outward."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import KDTree

from geodata.model import Mode, Network

BUILT_UP_SLOWER = 1.3  # junctions, parked cars and traffic; the project's assumption
FARTHEST_SNAP_M = 500.0  # a point farther from every street than this is on none of them
LEAST_PART = 2  # a part of fewer nodes is a loose end
LEAST_PATHS = 0.02  # of the metres that can be walked
MAIN_PART = 0
ALL_PARTS: tuple[int, ...] = ()
CHUNK = 16  # doors searched from at once

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Graph:
    """Where one mode may go.

    Attributes
    ----------
    points
        Shape (nodes, 2), EPSG:27700.
    reverse
        Shape (nodes, nodes): the cost of going from the column to the row, so that a search
        outward from a door finds the way to it. Metres on foot; minutes by car.
    part
        For each node, which part of the network it is in, 0 the largest. Within a part there is a
        way from every node to every other, one-way streets obeyed.
    usable
        Whether a journey may begin or end at a node: nobody gets into a car on a motorway.
    part_sizes
        Nodes in each part.
    has_paths
        Whether its streets hold ways for walkers alone.
    """

    points: Floats
    reverse: csr_array
    part: Rows
    usable: NDArray[np.bool_]
    part_sizes: Rows
    has_paths: bool = True


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Snap:
    """For each point, the nearest usable node, and how many metres off it is; infinite if none."""

    node: Rows
    metres: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Links:
    """Ways between doors and nodes: `door` (counted from 0), `node` and `cost`, row by row."""

    door: Rows
    node: Rows
    cost: Floats
    doors: int


def _has_paths(edges: DataFrame) -> bool:
    """Return whether streets hold ways for walkers alone, as any town or county does.

    In Rutland they are two fifths of what can be walked; where a map was made for cars, a few
    streets without traffic are all there is.
    """
    walked = edges[edges["walk"].to_numpy(bool)]
    alone = walked["drive_min"].isna() & walked["drive_back_min"].isna()
    metres = walked["metres"].to_numpy(float)
    return bool(metres[alone].sum() >= LEAST_PATHS * metres.sum())


@lru_cache(maxsize=6)
def graph_of(network: Network, mode: Mode) -> Graph:
    """Make the graph of a mode; kept, for a pack's streets do not change."""
    points = network.nodes[["easting_m", "northing_m"]].to_numpy(float)
    reverse = _reverse_costs(network.edges, mode, len(points))
    _, labels = connected_components(reverse, directed=True, connection="strong")
    sizes = np.bincount(labels)
    order = np.argsort(-sizes, kind="stable")
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    part = rank[labels]
    walked = np.zeros(len(points), dtype=bool)
    on_foot = network.edges.loc[network.edges["walk"].to_numpy(bool), ["from_node", "to_node"]]
    walked[on_foot.to_numpy().ravel()] = True
    joined = sizes[order][part] >= LEAST_PART
    return Graph(
        points=points,
        reverse=reverse,
        part=part,
        usable=joined & walked,
        part_sizes=sizes[order],
        has_paths=_has_paths(network.edges),
    )


def _reverse_costs(edges: DataFrame, mode: Mode, size: int) -> csr_array:
    tail = edges["from_node"].to_numpy(np.int64)
    head = edges["to_node"].to_numpy(np.int64)
    if mode == "walk":
        metres = edges["metres"].where(edges["walk"]).to_numpy(float)
        ahead, back = metres, metres
    else:
        slower = np.where(edges["built_up"], BUILT_UP_SLOWER, 1.0)
        ahead = edges["drive_min"].to_numpy(float) * slower
        back = edges["drive_back_min"].to_numpy(float) * slower
    rows, columns = np.concatenate([head, tail]), np.concatenate([tail, head])
    return _least(rows, columns, np.concatenate([ahead, back]), size)


def _least(rows: Rows, columns: Rows, costs: Floats, size: int) -> csr_array:
    """Make a table of costs; of several for one pair the least counts, where SciPy would add."""
    there = ~np.isnan(costs)
    rows, columns, costs = rows[there], columns[there], costs[there]
    order = np.lexsort((costs, columns, rows))
    rows, columns, costs = rows[order], columns[order], costs[order]
    first = np.ones(len(rows), dtype=bool)
    first[1:] = (rows[1:] != rows[:-1]) | (columns[1:] != columns[:-1])
    starts = np.concatenate([[0], np.cumsum(np.bincount(rows[first], minlength=size))])
    return csr_array(
        (costs[first], columns[first].astype(np.int32), starts.astype(np.int32)),
        shape=(size, size),
    )


def snap(graph: Graph, points_m: Floats, parts: tuple[int, ...] = (MAIN_PART,)) -> Snap:
    """Find the nearest usable node of some parts to each point; of any part where none are named.

    Parameters
    ----------
    points_m
        Shape (points, 2), EPSG:27700.
    """
    return _snap(graph, np.ascontiguousarray(points_m, dtype=np.float64).tobytes(), parts)


@lru_cache(maxsize=32)
def _snap(graph: Graph, points: bytes, parts: tuple[int, ...]) -> Snap:
    at = np.frombuffer(points, dtype=np.float64).reshape(-1, 2)
    nodes, tree = _tree(graph, parts)
    if not len(nodes) or not len(at):
        return Snap(node=np.zeros(len(at), dtype=np.int64), metres=np.full(len(at), np.inf))
    metres, found = tree.query(at)
    return Snap(node=nodes[found], metres=np.asarray(metres, dtype=np.float64))


@lru_cache(maxsize=12)
def _tree(graph: Graph, parts: tuple[int, ...]) -> tuple[Rows, KDTree]:
    wanted = graph.usable if parts == ALL_PARTS else graph.usable & np.isin(graph.part, parts)
    nodes = np.flatnonzero(wanted)
    return nodes, KDTree(graph.points[nodes].reshape(-1, 2))


def link_doors(graph: Graph, doors_m: Floats, cost_per_m: float) -> tuple[Links, tuple[int, ...]]:
    """Link doors to the main part, and to an island as well where one of its streets is nearer.

    Returns
    -------
    links, islands
        A door far from every street has no link; the islands are those that some door is on.
    """
    main, nearest = snap(graph, doors_m), snap(graph, doors_m, ALL_PARTS)
    door = np.arange(len(doors_m))
    on_main = main.metres <= FARTHEST_SNAP_M
    on_island = (nearest.metres <= FARTHEST_SNAP_M) & (graph.part[nearest.node] != MAIN_PART)
    links = Links(
        door=np.concatenate([door[on_main], door[on_island]]),
        node=np.concatenate([main.node[on_main], nearest.node[on_island]]),
        cost=np.concatenate([main.metres[on_main], nearest.metres[on_island]]) * cost_per_m,
        doors=len(doors_m),
    )
    islands = np.unique(graph.part[nearest.node[on_island]])
    return links, tuple(int(part) for part in islands)


def with_doors(graph: Graph, links: Links) -> csr_array:
    """Add a row for each door to the table of costs, leading to the nodes it is linked to."""
    size, table = len(graph.points), graph.reverse
    order = np.argsort(links.door, kind="stable")
    lengths = np.bincount(links.door, minlength=links.doors)
    starts = np.concatenate([table.indptr, table.indptr[-1] + np.cumsum(lengths)])
    return csr_array(
        (
            np.concatenate([table.data, links.cost[order]]),
            np.concatenate([table.indices, links.node[order].astype(np.int32)]),
            starts.astype(np.int32),
        ),
        shape=(size + links.doors, size + links.doors),
    )


def nearest_door(table: csr_array, doors: int) -> tuple[Floats, Rows]:
    """Search outward from all doors at once.

    Parameters
    ----------
    table
        As `with_doors` gives it: nodes, then doors.

    Returns
    -------
    cost, door
        For each row of the table, the cost of the way to the nearest door, and which door it is;
        infinite and -1 where there is no way.
    """
    first = table.shape[0] - doors
    cost, _, source = dijkstra(
        table, indices=np.arange(first, first + doors), min_only=True, return_predecessors=True
    )
    return cost, np.where(source < 0, -1, source - first).astype(np.int64)


def second_door(table: csr_array, doors: int, cost: Floats, door: Rows) -> tuple[Floats, Rows]:
    """Find the second nearest door to each node, and the cost of the way to it.

    The way to it crosses, once, into the land of the nearest door and stays there. So each node
    just across such a border starts with the cost of crossing it, and a second search goes on
    from those inside each land. Exact, and two searches whatever the number of doors.

    Parameters
    ----------
    cost, door
        As `nearest_door` gives them.
    """
    tail = np.repeat(np.arange(table.shape[0]), np.diff(table.indptr))
    head, step = table.indices, np.asarray(table.data)
    across = (door[tail] != door[head]) & (door[tail] >= 0)
    inside = csr_array((np.where(across, np.inf, step), head, table.indptr), shape=table.shape)
    borders = Links(
        door=door[tail[across]],
        node=head[across].astype(np.int64),
        cost=cost[tail[across]] + step[across],
        doors=doors,
    )
    return _search_from(inside, borders)


def _search_from(table: csr_array, links: Links) -> tuple[Floats, Rows]:
    """Search from nodes that start with a cost, each in the name of a door."""
    size, open_way = table.shape[0], np.isfinite(table.data)
    tail = np.repeat(np.arange(size), np.diff(table.indptr))[open_way]
    rows = np.concatenate([tail, size + links.door])
    columns = np.concatenate([table.indices[open_way].astype(np.int64), links.node])
    costs = np.concatenate([np.asarray(table.data)[open_way], links.cost])
    found, door = nearest_door(_least(rows, columns, costs, size + links.doors), links.doors)
    return found[:size], door[:size]


def each_door(table: csr_array, doors: int, limit: float = np.inf) -> Iterator[tuple[Rows, Floats]]:
    """Search outward from every door by itself, some at a time.

    Yields
    ------
    door, costs
        Some of the doors, counted from 0, and the cost of the way to each of them from every row
        of the table, shape (some, rows); infinite where there is none within the limit.
    """
    first = table.shape[0] - doors
    for start in range(0, doors, CHUNK):
        some = np.arange(start, min(start + CHUNK, doors))
        yield some, dijkstra(table, indices=first + some, limit=limit)

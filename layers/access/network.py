"""Journeys along a network of streets, on foot or by car, with what could not be measured marked.

Searches go outward from the doors over the streets turned round, so that one search answers for
every starting point, and one-way streets are still obeyed on the way to the door.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from pandas import DataFrame, Series
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import dijkstra

from geodata.crs import require_grid
from geodata.model import Mode, Source
from layers.access.graph import (
    ALL_PARTS,
    FARTHEST_SNAP_M,
    MAIN_PART,
    Floats,
    Graph,
    Rows,
    each_door,
    link_doors,
    nearest_door,
    second_door,
    snap,
    with_doors,
)
from layers.access.journeys import M_PER_KM_PER_MIN_PER_H, StraightLine
from layers.access.pairs import Pairs
from layers.said.numbers import listed

FEW = 2  # this many nearest doors are found by as many searches


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Doors:
    """The doors asked about: on the streets (the first `on_street` ids), then off them."""

    ids: pd.Index
    on_street: int
    off_m: Floats
    table: csr_array
    islands: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Ways:
    """A few ways from each origin: `minutes` and `door` (-1 where none), shape (origins, ways)."""

    minutes: Floats
    door: Rows
    estimated: np.ndarray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NetworkJourneys:
    """Journeys measured along a network of streets.

    A starting point is taken to the nearest street that leads anywhere, at walking pace, up to
    500 m. One that is near no street at all gets a straight-line estimate, which is marked; one
    whose streets do not lead to a door has no minutes.

    Attributes
    ----------
    graph
        The streets as the mode sees them.
    estimate
        Straight lines for what is near no street; holds the origins, the assets, the mode and, on
        foot, the pace.
    sources
        Who published the streets.
    walk_kmh
        Pace from the door of a house to the street.
    """

    graph: Graph
    estimate: StraightLine
    sources: tuple[Source, ...]
    walk_kmh: float
    is_estimate: bool = False

    @property
    def mode(self) -> Mode:
        """How people travel."""
        return self.estimate.mode

    @property
    def method(self) -> str:
        """How the minutes were measured: "along the road network (OpenStreetMap)"."""
        whose = f"({listed([source.title for source in self.sources])})"
        if self.mode == "walk" and not self.graph.has_paths:
            return f"along the road network, without footpaths {whose}"
        return f"along the road network {whose}"

    @property
    def min_per_cost(self) -> float:
        """Minutes for each unit of the graph's cost: a metre on foot, a minute by car."""
        return self._min_per_m if self.mode == "walk" else 1.0

    @property
    def _min_per_m(self) -> float:
        return 1 / (self.walk_kmh * M_PER_KM_PER_MIN_PER_H)

    def nearest(self, asset_ids: Sequence[str]) -> DataFrame:
        """Find the nearest of these assets to every origin; see `Journeys.nearest`.

        Returns
        -------
        nearest
            As the protocol says, and `is_estimate`: whether the minutes are a straight-line
            estimate, because the origin or the door is near no street.
        """
        found = self._ranked(asset_ids, 1)
        return found[["minutes_1", "asset_id_1", "is_estimate_1"]].set_axis(
            ["minutes", "asset_id", "is_estimate"], axis="columns"
        )

    def two_nearest(self, asset_ids: Sequence[str]) -> DataFrame:
        """Find the nearest and the second nearest of these assets to every origin.

        Returns
        -------
        nearest
            Indexed by `origin_id`: `minutes_1`, `asset_id_1`, `is_estimate_1`, and the same for 2.
        """
        return self._ranked(asset_ids, FEW)

    def k_nearest(self, asset_ids: Sequence[str], count: int) -> DataFrame:
        """Find how far the nearest few of these assets are; see `Journeys.k_nearest`."""
        ranks = range(1, count + 1)
        if count <= FEW:
            found = self._ranked(asset_ids, count)
            return found[[f"minutes_{k}" for k in ranks]].set_axis(list(ranks), axis="columns")
        ordered = np.sort(self.matrix(asset_ids).to_numpy(float), axis=1)[:, :count]
        minutes = np.full((len(ordered), count), np.nan)
        minutes[:, : ordered.shape[1]] = ordered
        return DataFrame(minutes, index=self.estimate.origins.index, columns=list(ranks))

    def within(self, asset_ids: Sequence[str], limit_min: float) -> Pairs:
        """Find every pair within the limit; see `Journeys.within`."""
        doors = self._doors(asset_ids)
        rows, columns, values = [], [], []
        for some, minutes in self._columns(doors, limit_min):
            row, column = np.nonzero(minutes <= limit_min)
            rows.append(row)
            columns.append(some[column])
            values.append(minutes[row, column])
        order = [key for key in asset_ids if key in set(doors.ids)]
        shape = (len(self.estimate.origins), len(doors.ids))
        pairs = (np.concatenate(part) if part else np.zeros(0) for part in (rows, columns))
        place = Series(range(len(order)), index=order).reindex(doors.ids).to_numpy()
        row, column = (part.astype(np.int64) for part in pairs)
        data = np.concatenate(values) if values else np.zeros(0)
        table = csr_array(coo_array((data, (row, place[column])), shape=shape))
        table.sort_indices()
        return Pairs(
            minutes=table, origin_ids=self.estimate.origins.index, site_ids=pd.Index(order)
        )

    def matrix(self, asset_ids: Sequence[str]) -> DataFrame:
        """Find the minutes from every origin to each of these assets; NaN where there is no way.

        One search for each asset: slow for hundreds of them over a county.
        """
        doors = self._doors(asset_ids)
        minutes = np.full((len(self.estimate.origins), len(doors.ids)), np.inf)
        for some, found in self._columns(doors, np.inf):
            minutes[:, some] = found
        table = DataFrame(minutes, index=self.estimate.origins.index, columns=doors.ids)
        return table.where(np.isfinite(minutes))[[k for k in asset_ids if k in set(doors.ids)]]

    def way(self, asset_id: str) -> Floats | None:
        """Find the corners of the way from the first origin to an asset, along the streets.

        Returns
        -------
        corners
            Shape (corners, 2), EPSG:27700, from the origin to the asset; None where there is no
            way, or one of them is near no street.
        """
        doors = self._doors([asset_id])
        if not doors.on_street or self.stranded()[0]:
            return None
        size = len(self.graph.points)
        costs, befores = dijkstra(doors.table, indices=[size], return_predecessors=True)
        cost, before = costs[0], befores[0]
        steps = [(node[0], step_min[0]) for node, step_min in self._steps(doors)]
        at, _ = min(steps, key=lambda step: cost[step[0]] * self.min_per_cost + step[1])
        if not np.isfinite(cost[at]):
            return None
        nodes = []
        while at < size:
            nodes.append(at)
            at = before[at]
        door = _points_of(self.estimate, doors.ids)
        return np.concatenate([self._origins_m()[:1], self.graph.points[nodes], door])

    def minutes_at_nodes(self, asset_ids: Sequence[str]) -> Floats | None:
        """Find the minutes from every point of the streets to the nearest of these assets.

        Infinite where there is no way; None where all of the assets are near no street.
        """
        doors = self._doors(asset_ids)
        if not doors.on_street:
            return None
        cost, _ = nearest_door(doors.table, doors.on_street)
        return np.asarray(cost[: len(self.graph.points)] * self.min_per_cost)

    def stranded(self) -> np.ndarray:
        """Find which origins are near no street at all, and are estimated."""
        return np.asarray(snap(self.graph, self._origins_m(), ALL_PARTS).metres > FARTHEST_SNAP_M)

    def _origins_m(self) -> Floats:
        return self.estimate.origins[["easting_m", "northing_m"]].to_numpy(float)

    def _doors(self, asset_ids: Sequence[str]) -> _Doors:
        require_grid(self.estimate.assets, "assets")
        known = self.estimate.assets.index.intersection(pd.Index(list(asset_ids))).unique()
        points = self.estimate.assets.geometry.loc[known].sort_index()
        points = points[~(points.is_empty | points.isna())]
        at = np.column_stack([points.x, points.y]).astype(float).reshape(-1, 2)
        off = snap(self.graph, at, ALL_PARTS).metres > FARTHEST_SNAP_M
        per_m = 1.0 if self.mode == "walk" else self._min_per_m
        links, islands = link_doors(self.graph, at[~off], per_m)
        return _Doors(
            ids=points.index[~off].append(points.index[off]),
            on_street=int((~off).sum()),
            off_m=at[off],
            table=with_doors(self.graph, links),
            islands=islands,
        )

    def _steps(self, doors: _Doors) -> Iterator[tuple[Rows, Floats]]:
        """Return each origin's ways on to the streets: a node, and the minutes to it."""
        for parts in ((MAIN_PART,), doors.islands):
            if parts:
                found = snap(self.graph, self._origins_m(), parts)
                near = found.metres <= FARTHEST_SNAP_M
                yield found.node, np.where(near, found.metres * self._min_per_m, np.inf)

    def _ranked(self, asset_ids: Sequence[str], count: int) -> DataFrame:
        doors = self._doors(asset_ids)
        ways = self._along_streets(doors, count)
        ways += self._straight(doors, count)
        minutes = np.hstack([way.minutes for way in ways])
        door = np.hstack([way.door for way in ways])
        estimated = np.hstack([way.estimated for way in ways])
        row, columns = np.arange(len(minutes)), {}
        for rank in range(1, count + 1):
            best = minutes.argmin(axis=1)
            least, chosen = minutes[row, best], door[row, best]
            reached = np.isfinite(least)
            ids = Series(np.append(doors.ids, [""])[np.where(reached, chosen, -1)], dtype="str")
            columns[f"minutes_{rank}"] = np.where(reached, least, np.nan)
            columns[f"asset_id_{rank}"] = ids.where(reached).array
            columns[f"is_estimate_{rank}"] = reached & estimated[row, best]
            minutes = np.where(door == chosen[:, None], np.inf, minutes)
        return DataFrame(columns, index=self.estimate.origins.index)

    def _along_streets(self, doors: _Doors, count: int) -> list[_Ways]:
        if not doors.on_street:
            return []
        cost, door = nearest_door(doors.table, doors.on_street)
        searched = [(cost, door)]
        if count > 1:
            searched.append(second_door(doors.table, doors.on_street, cost, door))
        ways, on_street = [], ~self.stranded()
        for node, step_min in self._steps(doors):
            for reached, which in searched:
                minutes = np.where(on_street, reached[node] * self.min_per_cost + step_min, np.inf)
                ways.append(_ways(minutes[:, None], which[node][:, None], estimated=False))
        return ways

    def _straight(self, doors: _Doors, count: int) -> list[_Ways]:
        """Estimate what is near no street: such origins to all doors, all origins to such doors."""
        at, off = self._origins_m(), len(doors.ids) - doors.on_street
        nothing = np.full((len(at), 1), np.inf)
        ways = [_ways(nothing, np.full((len(at), 1), -1), estimated=False)]
        if off:
            ways.append(self._lines(at, doors.off_m, doors.on_street, count))
        stranded = self.stranded()
        if stranded.any() and doors.on_street:
            on_m = _points_of(self.estimate, doors.ids[: doors.on_street])
            lines = self._lines(at[stranded], on_m, 0, count)
            minutes = np.full((len(at), lines.minutes.shape[1]), np.inf)
            which = np.full(minutes.shape, -1, dtype=np.int64)
            minutes[stranded], which[stranded] = lines.minutes, lines.door
            ways.append(_ways(minutes, which, estimated=True))
        return ways

    def _lines(self, at: Floats, doors_m: Floats, first: int, count: int) -> _Ways:
        metres, found = self.estimate.look_up(at, doors_m, min(count, len(doors_m)))
        minutes = np.asarray(metres, dtype=np.float64) * self.estimate.min_per_m
        return _ways(minutes, np.asarray(found, dtype=np.int64) + first, estimated=True)

    def _columns(self, doors: _Doors, limit_min: float) -> Iterator[tuple[Rows, Floats]]:
        """Return the minutes from every origin to some doors at a time, shape (origins, some)."""
        at, stranded = self._origins_m(), self.stranded()
        steps = list(self._steps(doors))
        limit = limit_min / self.min_per_cost
        on_m = _points_of(self.estimate, doors.ids[: doors.on_street])
        for some, costs in each_door(doors.table, doors.on_street, limit):
            ways = [costs[:, node].T * self.min_per_cost + step[:, None] for node, step in steps]
            minutes = np.minimum.reduce(ways)
            minutes[stranded] = self._line_minutes(at[stranded], on_m[some])
            yield some, minutes
        off = np.arange(doors.on_street, len(doors.ids))
        if len(off):
            yield off, self._line_minutes(at, doors.off_m)

    def _line_minutes(self, at: Floats, doors_m: Floats) -> Floats:
        return np.asarray(self.estimate.metres_between(at, doors_m) * self.estimate.min_per_m)


def _ways(minutes: Floats, door: Rows, *, estimated: bool) -> _Ways:
    return _Ways(minutes=minutes, door=door, estimated=np.full(minutes.shape, estimated))


def _points_of(estimate: StraightLine, ids: pd.Index) -> Floats:
    points = estimate.assets.geometry.loc[ids]
    return np.column_stack([points.x, points.y]).astype(float).reshape(-1, 2)

"""Journeys by bus and on foot, for the families who have no car.

A journey is what a family would choose that may set out at any time in the window: the one that
takes least time from front door to door, with the walk to the stop, the changes, the waits at them
and the walk at the end. The wait at home is not part of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from pandas import DataFrame, Series
from scipy.spatial import KDTree

from geodata.model import Source, Timetable, Travel
from layers.access.journeys import Journeys, StraightLine
from layers.access.pairs import Pairs, pairs_from_points, pairs_from_table
from layers.access.scan import Connection, Floats, Ints, Transfers, scan, shortest_rides

WINDOW_S = (9.5 * 3600, 11.5 * 3600)  # when groups for small children meet, on a weekday
LONGEST_WALK_MIN = 15.0  # to the first stop, and from the last
LONGEST_CHANGE_MIN = 5.0  # on foot between two buses
READY_S = 120.0  # least time from one bus to another at the same stop


@dataclass(frozen=True, kw_only=True, eq=False)
class BusJourneys:
    """Journeys by bus, or on foot where that is quicker.

    Attributes
    ----------
    timetable
        The rides of one day.
    on_foot
        Journeys on foot all the way.
    line
        Straight lines at walking pace, for the walks to, between and from stops; holds the
        origins and the assets.
    window_s
        Nobody sets out before the first nor arrives after the second; seconds after midnight.
    """

    timetable: Timetable
    on_foot: Journeys
    line: StraightLine
    sources: tuple[Source, ...]
    window_s: tuple[float, float] = WINDOW_S
    is_estimate: bool = False
    mode: Travel = "bus"

    @property
    def method(self) -> str:
        """How the minutes were measured, in words."""
        start, end = (f"{int(s // 3600)}:{int(s % 3600 // 60):02}" for s in self.window_s)
        named = ", ".join(source.title for source in self.sources)
        walks = "all walks" if self.on_foot.is_estimate else "walks to and from stops"
        return (
            f"bus and walking, for families without a car ({named}, {self.timetable.day}, between "
            f"{start} and {end}; {walks} are straight-line estimates × {self.line.detour:g} at "
            f"{self.line.pace_kmh:g} km/h)"
        )

    def nearest(self, asset_ids: Sequence[str]) -> DataFrame:
        """Find the asset that is reached soonest from every origin; see `Journeys.nearest`.

        Where walking all the way is quicker, the row is an estimate as the walk is one.
        """
        known = self._known(asset_ids)
        walked = self.on_foot.nearest(list(known)).reindex(self.line.origins.index)
        seconds, door = self._rides(known)
        ridden = np.where(np.isfinite(seconds), seconds / 60, np.nan)
        estimated = walked.get("is_estimate", self.on_foot.is_estimate)
        by_bus = ~(walked["minutes"].to_numpy(float) <= ridden) & np.isfinite(ridden)
        rides = Series(np.append(known, [""])[door], index=walked.index, dtype="str")
        return DataFrame(
            {
                "minutes": np.where(by_bus, ridden, walked["minutes"]),
                "asset_id": walked["asset_id"].where(~by_bus, rides),
                "is_estimate": walked["minutes"].notna() & ~by_bus & estimated,
            },
            index=walked.index,
        )

    def k_nearest(self, asset_ids: Sequence[str], count: int) -> DataFrame:
        """Find how far the nearest few of these assets are; see `Journeys.k_nearest`."""
        table = np.sort(self.matrix(asset_ids).to_numpy(float), axis=1)[:, :count]
        minutes = np.full((len(table), count), np.nan)
        minutes[:, : table.shape[1]] = table
        return DataFrame(minutes, index=self.line.origins.index, columns=range(1, count + 1))

    def within(self, asset_ids: Sequence[str], limit_min: float) -> Pairs:
        """Find every pair within the limit; see `Journeys.within`."""
        return pairs_from_table(self.matrix(asset_ids), limit_min)

    def matrix(self, asset_ids: Sequence[str]) -> DataFrame:
        """Find the minutes from every origin to each asset, one scan each; NaN where no way."""
        known = set(self._known(asset_ids))
        columns = {key: self.nearest([key])["minutes"] for key in asset_ids if key in known}
        return DataFrame(columns, index=self.line.origins.index, dtype=float)

    def left_at_stops(self, asset_ids: Sequence[str], limit_min: float) -> DataFrame:
        """Find how long people may walk to each stop and still be at an asset within the limit.

        Returns
        -------
        stops
            Indexed by `stop_id`: `easting_m`, `northing_m` and `left_min`, below 0 where the ride
            alone takes longer.
        """
        profiles = scan(self._connections, self._to_door(self._known(asset_ids)), *self._walks)
        stop = np.arange(len(self._stops_m))
        walk_s = np.zeros(len(stop))
        for _ in range(2):  # whoever walks farther leaves later: the second ride may take longer
            ride_s, _ = shortest_rides(profiles, stop, self.window_s[0] + walk_s)
            left_s = limit_min * 60 - ride_s
            walk_s = np.clip(left_s, 0.0, LONGEST_WALK_MIN * 60)
        stops = self.timetable.stops[["easting_m", "northing_m"]]
        return stops.assign(left_min=np.minimum(left_s / 60, LONGEST_WALK_MIN))

    def _known(self, asset_ids: Sequence[str]) -> pd.Index:
        points = self.line.assets.geometry.reindex(pd.Index(list(asset_ids)).unique())
        known: pd.Index = points.index[~(points.is_empty | points.isna())].sort_values()
        return known

    def _rides(self, asset_ids: pd.Index) -> tuple[Floats, Ints]:
        """Find the seconds of the quickest journey with a bus from each origin, and to where."""
        profiles = scan(self._connections, self._to_door(asset_ids), *self._walks)
        origin, stop, walk_s = self._to_stops
        ride_s, door = shortest_rides(profiles, stop, self.window_s[0] + walk_s)
        return _least_by_origin(origin, walk_s + ride_s, door, len(self.line.origins))

    @cached_property
    def _stops_m(self) -> Floats:
        return self.timetable.stops[["easting_m", "northing_m"]].to_numpy(float)

    @property
    def _s_per_m(self) -> float:
        return 60 * self.line.min_per_m

    @cached_property
    def _connections(self) -> list[Connection]:
        """The rides inside the window, in order of departure."""
        rides = self.timetable.connections
        start, end = self.window_s
        inside = rides[(rides["depart_s"] >= start) & (rides["arrive_s"] <= end)]
        columns = ["from_stop", "to_stop", "depart_s", "arrive_s", "trip"]
        return list(zip(*(inside[name].tolist() for name in columns), strict=True))

    @cached_property
    def _walks(self) -> tuple[Transfers, float]:
        """Where can be walked to from each stop between two buses, and the end of the window."""
        radius_m = LONGEST_CHANGE_MIN / self.line.min_per_m
        near = pairs_from_points(self._stops_m, self._stops_m, radius_m, self._s_per_m)
        walks = [
            [
                (int(other), max(float(seconds), READY_S))
                for other, seconds in zip(
                    near.indices[start:end], near.data[start:end], strict=True
                )
            ]
            for start, end in zip(near.indptr[:-1], near.indptr[1:], strict=True)
        ]
        return walks, self.window_s[1]

    def _to_door(self, asset_ids: pd.Index) -> list[tuple[float, int]]:
        """Find the nearest door on foot from each stop, not farther than a walk."""
        points = self.line.assets.geometry.loc[asset_ids]
        if points.empty or not len(self._stops_m):
            return [(np.inf, -1)] * len(self._stops_m)
        found = KDTree(np.column_stack([points.x, points.y])).query(self._stops_m)
        metres, door = np.asarray(found[0]), np.asarray(found[1])
        near = metres <= LONGEST_WALK_MIN * 60 / self._s_per_m
        seconds = np.where(near, metres * self._s_per_m, np.inf)
        return list(zip(seconds.tolist(), door.tolist(), strict=True))

    @cached_property
    def _to_stops(self) -> tuple[Ints, Ints, Floats]:
        """Pair each origin with the stops in walking reach: origin, stop, seconds."""
        origins_m = self.line.origins[["easting_m", "northing_m"]].to_numpy(float)
        radius_m = LONGEST_WALK_MIN / self.line.min_per_m
        near = pairs_from_points(origins_m, self._stops_m, radius_m, self._s_per_m)
        origin = np.repeat(np.arange(len(origins_m)), np.diff(near.indptr))
        return origin, near.indices.astype(np.int64), np.asarray(near.data, dtype=np.float64)


def _least_by_origin(origin: Ints, seconds: Floats, door: Ints, count: int) -> tuple[Floats, Ints]:
    order = np.lexsort((door, seconds, origin))
    first = np.ones(len(order), dtype=bool)
    first[1:] = origin[order][1:] != origin[order][:-1]
    least = order[first]
    took, which = np.full(count, np.inf), np.full(count, -1, dtype=np.int64)
    took[origin[least]], which[origin[least]] = seconds[least], door[least]
    return took, which

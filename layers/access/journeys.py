"""Minutes from origins to assets, however they are measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame
from numpy.typing import NDArray
from pandas import DataFrame, Series
from scipy.spatial import KDTree

from geodata.crs import require_grid
from geodata.model import Mode, Source, Travel
from layers.access.pairs import Pairs, pairs_from_points, pairs_from_table
from layers.access.water import Rows, Water
from layers.access.waterside import all_around, nearest_around, pairs_around

STRAIGHT = "straight-line estimate"
AROUND = "straight-line estimate, around wide water and without ferries"
M_PER_KM_PER_MIN_PER_H = 1000 / 60


class Journeys(Protocol):
    """Anything that knows how long the way from an origin to an asset takes.

    Three questions are enough for every measure of access: which asset is nearest (`nearest`), how
    far the next ones are (`k_nearest`), and all that is within a limit (`within`). Each answer
    keeps the order of the origins. An asset that is not known, or that has no point, is reached by
    nobody; it is never an error.
    """

    @property
    def mode(self) -> Travel:
        """How people travel."""

    @property
    def method(self) -> str:
        """How the minutes were measured, in words that stand beside every figure made of them."""

    @property
    def is_estimate(self) -> bool:
        """Whether the minutes are estimated rather than measured along a network."""

    @property
    def sources(self) -> tuple[Source, ...]:
        """Who published what the minutes were measured by; nobody where they are estimated."""

    def nearest(self, asset_ids: Sequence[str]) -> DataFrame:
        """Find the nearest of these assets to every origin.

        Returns
        -------
        nearest
            Indexed by `origin_id`: `minutes` (NaN where none can be reached) and `asset_id`
            (missing likewise). Where `is_estimate` is a column too, it marks the rows that are
            estimated though the others are measured.
        """

    def k_nearest(self, asset_ids: Sequence[str], count: int) -> DataFrame:
        """Find how far the nearest few of these assets are from every origin.

        Returns
        -------
        minutes
            Indexed by `origin_id`; a column for each of 1 to `count`, nearest first; NaN where
            fewer than that can be reached.
        """

    def within(self, asset_ids: Sequence[str], limit_min: float) -> Pairs:
        """Find every pair of an origin and one of these assets that is within the limit.

        Returns
        -------
        pairs
            Origins down; the assets that are known across, in the order they were asked for.
        """


def _nothing_near(origin_ids: pd.Index) -> DataFrame:
    return DataFrame(
        {"minutes": np.nan, "asset_id": Series(pd.NA, index=origin_ids, dtype="str")},
        index=origin_ids,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StraightLine:
    """Journeys estimated as the straight line, lengthened by a detour, at a steady pace.

    Attributes
    ----------
    origins
        Indexed by `origin_id`; `easting_m` and `northing_m` in EPSG:27700.
    assets
        Points in EPSG:27700 indexed by `asset_id`; ones without a point are reached by nobody.
    pace_kmh
        Kilometres an hour.
    detour
        How much longer a journey is than the straight line.
    water
        Wide water that a line goes around; None where there is none near.
    """

    origins: DataFrame
    assets: GeoDataFrame
    mode: Mode
    pace_kmh: float
    detour: float
    method: str = STRAIGHT
    is_estimate: bool = True
    sources: tuple[Source, ...] = ()
    water: Water | None = None

    @property
    def min_per_m(self) -> float:
        """Minutes that a metre of straight line takes."""
        return self.detour / (self.pace_kmh * M_PER_KM_PER_MIN_PER_H)

    def nearest(self, asset_ids: Sequence[str]) -> DataFrame:
        """Find the nearest of these assets to every origin; see `Journeys.nearest`.

        Raises
        ------
        CrsError
            The assets are not in EPSG:27700.
        """
        points = self._points(asset_ids).sort_index()
        if points.empty or self.origins.empty:
            return _nothing_near(self.origins.index)
        metres, found = self.look_up(self._origins_m(), points.to_numpy(float), 1)
        minutes = metres[:, 0] * self.detour / (self.pace_kmh * M_PER_KM_PER_MIN_PER_H)
        names = points.index.astype("str")  # taken by row as they are stored, not one by one
        ids = Series(names.take(found[:, 0]), index=self.origins.index)
        if np.isfinite(minutes).all():
            return DataFrame({"minutes": minutes, "asset_id": ids})
        reached = np.isfinite(minutes)
        return DataFrame(
            {
                "minutes": np.where(reached, minutes, np.nan),
                "asset_id": ids.astype("str").where(reached),
            }
        )

    def k_nearest(self, asset_ids: Sequence[str], count: int) -> DataFrame:
        """Find how far the nearest few of these assets are; see `Journeys.k_nearest`."""
        points = self._points(asset_ids)
        minutes = np.full((len(self.origins), count), np.nan)
        known = min(count, len(points))
        if known and len(self.origins):
            metres, _ = self.look_up(self._origins_m(), points.to_numpy(float), known)
            minutes[:, :known] = np.where(np.isfinite(metres), metres * self.min_per_m, np.nan)
        return DataFrame(minutes, index=self.origins.index, columns=range(1, count + 1))

    def within(self, asset_ids: Sequence[str], limit_min: float) -> Pairs:
        """Find every pair within the limit; see `Journeys.within`."""
        points = self._points(asset_ids)
        starts, doors = self._origins_m(), points.to_numpy(float)
        near = pairs_from_points(starts, doors, limit_min / self.min_per_m, self.min_per_m)
        if self.water is not None and near.nnz:
            near = pairs_around(
                near, starts, doors, water=self.water, limit_min=limit_min, min_per_m=self.min_per_m
            )
        return Pairs(
            minutes=near,
            origin_ids=self.origins.index,
            site_ids=points.index,
        )

    def look_up(
        self, starts: NDArray[np.float64], doors: NDArray[np.float64], count: int
    ) -> tuple[NDArray[np.float64], Rows]:
        """Find the nearest few doors to every start: metres, infinite without a way; and which."""
        if self.water is not None:
            return nearest_around(starts, doors, count, self.water)
        metres, found = KDTree(doors).query(starts, k=list(range(1, count + 1)), workers=-1)
        return np.asarray(metres), np.asarray(found)

    def metres_between(
        self, starts: NDArray[np.float64], doors: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return metres from every start to every door, infinite without a way."""
        metres = np.hypot(*(starts[:, None, :] - doors[None, :, :]).transpose(2, 0, 1))
        return metres if self.water is None else all_around(starts, doors, metres, self.water)

    def _points(self, asset_ids: Sequence[str]) -> DataFrame:
        require_grid(self.assets, "assets")
        points = self.assets.geometry.loc[list(asset_ids)]
        points = points[~(points.is_empty | points.isna())]
        return DataFrame({"easting_m": points.x, "northing_m": points.y})

    def _origins_m(self) -> NDArray[np.float64]:
        return self.origins[["easting_m", "northing_m"]].to_numpy(float)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CostMatrix:
    """Journeys taken from a table of minutes, whatever made it.

    Attributes
    ----------
    minutes
        Minutes one way, origins down (`origin_id`) and assets across (`asset_id`); NaN or
        infinite where there is no way.
    """

    minutes: DataFrame
    mode: Travel
    method: str
    is_estimate: bool = False
    sources: tuple[Source, ...] = ()

    def nearest(self, asset_ids: Sequence[str]) -> DataFrame:
        """Find the nearest of these assets to every origin; see `Journeys.nearest`.

        Assets that the table does not hold are reached by nobody.
        """
        offered = self._known(asset_ids)
        if offered.empty:
            return _nothing_near(self.minutes.index)
        known = list(offered.columns)
        costs: NDArray[np.float64] = offered.to_numpy(float)
        costs = np.where(np.isfinite(costs), costs, np.inf)
        best = costs.argmin(axis=1)
        least = costs[np.arange(len(costs)), best]
        reached = np.isfinite(least)
        ids = Series(np.asarray(known, dtype=object)[best], index=self.minutes.index, dtype="str")
        return DataFrame(
            {"minutes": np.where(reached, least, np.nan), "asset_id": ids.where(reached)},
            index=self.minutes.index,
        )

    def k_nearest(self, asset_ids: Sequence[str], count: int) -> DataFrame:
        """Find how far the nearest few of these assets are; see `Journeys.k_nearest`."""
        costs = self._known(asset_ids).to_numpy(float)
        ordered = np.sort(np.where(np.isfinite(costs), costs, np.nan), axis=1)[:, :count]
        minutes = np.full((len(costs), count), np.nan)
        minutes[:, : ordered.shape[1]] = ordered
        return DataFrame(minutes, index=self.minutes.index, columns=range(1, count + 1))

    def within(self, asset_ids: Sequence[str], limit_min: float) -> Pairs:
        """Find every pair within the limit; see `Journeys.within`."""
        return pairs_from_table(self._known(asset_ids), limit_min)

    def _known(self, asset_ids: Sequence[str]) -> DataFrame:
        known: DataFrame = self.minutes[[k for k in asset_ids if k in self.minutes.columns]]
        return known

"""Minutes from origins to assets, however they are come by."""

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
from geodata.model import Mode

M_PER_KM_PER_MIN_PER_H = 1000 / 60


class Journeys(Protocol):
    """Anything that knows how long the way to the nearest asset takes."""

    @property
    def mode(self) -> Mode:
        """How people travel."""

    @property
    def method(self) -> str:
        """How the minutes were come by, in words that stand beside every figure made of them."""

    @property
    def is_estimate(self) -> bool:
        """Whether the minutes are estimated rather than measured along a network."""

    def nearest(self, asset_ids: Sequence[str]) -> DataFrame:
        """Find the nearest of these assets to every origin.

        Returns
        -------
        nearest
            Indexed by `origin_id`: `minutes` (NaN where none can be reached) and `asset_id`
            (missing likewise).
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
    """

    origins: DataFrame
    assets: GeoDataFrame
    mode: Mode
    pace_kmh: float
    detour: float
    method: str = "straight-line estimate"
    is_estimate: bool = True

    def nearest(self, asset_ids: Sequence[str]) -> DataFrame:
        """Find the nearest of these assets to every origin; see `Journeys.nearest`.

        Raises
        ------
        CrsError
            The assets are not in EPSG:27700.
        """
        require_grid(self.assets, "assets")
        points = self.assets.geometry.loc[list(asset_ids)]
        points = points[~(points.is_empty | points.isna())].sort_index()
        if points.empty or self.origins.empty:
            return _nothing_near(self.origins.index)
        tree = KDTree(np.column_stack([points.x, points.y]))
        metres, found = tree.query(self.origins[["easting_m", "northing_m"]].to_numpy(float))
        return DataFrame(
            {
                "minutes": metres * self.detour / (self.pace_kmh * M_PER_KM_PER_MIN_PER_H),
                "asset_id": points.index.to_numpy()[found],
            },
            index=self.origins.index,
        )


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
    mode: Mode
    method: str
    is_estimate: bool = False

    def nearest(self, asset_ids: Sequence[str]) -> DataFrame:
        """Find the nearest of these assets to every origin; see `Journeys.nearest`.

        Assets that the table does not hold are reached by nobody.
        """
        known = [key for key in asset_ids if key in self.minutes.columns]
        if not known:
            return _nothing_near(self.minutes.index)
        costs: NDArray[np.float64] = self.minutes[known].to_numpy(float)
        costs = np.where(np.isfinite(costs), costs, np.inf)
        best = costs.argmin(axis=1)
        least = costs[np.arange(len(costs)), best]
        reached = np.isfinite(least)
        ids = Series(np.asarray(known, dtype=object)[best], index=self.minutes.index, dtype="str")
        return DataFrame(
            {"minutes": np.where(reached, least, np.nan), "asset_id": ids.where(reached)},
            index=self.minutes.index,
        )

"""Whether things lie where they can: starting points by their areas, no area upon another."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pandas import DataFrame

from geodata.checking import REBUILD, some
from geodata.errors import Problem

FARTHEST_ORIGIN_M = 5_000.0  # a postcode may lie a little outside the area it is best fitted to
FARTHEST_ASSET_M = 100_000.0  # families travel far for a hospital, but not to another country
SLIVER_SHARE = 0.05  # of the smaller of two areas: what edges drawn apart may overlap


def find_far_origins(areas: DataFrame, origins: DataFrame) -> Iterator[Problem]:
    """Find starting points that are nowhere near the area they are of."""
    rows = areas.index.get_indexer(pd.Index(origins["area_id"]))
    known = rows >= 0
    bounds = shapely.bounds(areas["geometry"].to_numpy())[rows]
    beyond = _beyond(bounds, origins["easting_m"].to_numpy(), origins["northing_m"].to_numpy())
    far = origins.index[known & (beyond > FARTHEST_ORIGIN_M)]
    if len(far):
        yield Problem(
            where="origins.parquet, columns easting_m, northing_m",
            found=f"{len(far)} more than {FARTHEST_ORIGIN_M:,.0f} m from their area ({some(far)})",
            expected="starting points within their areas",
            fix=REBUILD,
        )


def find_far_assets(areas: DataFrame, assets: DataFrame) -> Iterator[Problem]:
    """Find services in another part of the country than the pack."""
    shapes = assets["geometry"].to_numpy()
    whole = shapely.total_bounds(areas["geometry"].to_numpy())
    at = shapely.bounds(shapes)  # NaN where a point is empty
    beyond = _beyond(np.tile(whole, (len(shapes), 1)), at[:, 0], at[:, 1])
    far = assets.index[beyond > FARTHEST_ASSET_M]
    if len(far):
        yield Problem(
            where="assets.parquet, column geometry",
            found=f"{len(far)} more than {FARTHEST_ASSET_M / 1000:,.0f} km from every area "
            f"({some(far)})",
            expected="services that families of the pack may go to",
            fix="Correct their coordinates; easting comes first.",
        )


def _beyond(
    bounds: NDArray[np.float64], easting: NDArray[np.float64], northing: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Measure the metres from points to boxes around shapes; 0 inside, NaN where unknown."""
    west, south, east, north = bounds.T
    across = np.maximum(np.maximum(west - easting, easting - east), 0)
    up = np.maximum(np.maximum(south - northing, northing - north), 0)
    return np.asarray(np.hypot(across, up))


def find_overlaps(areas: DataFrame) -> Iterator[Problem]:
    """Find areas that lie upon one another by more than a sliver.

    Where all edges fit, as official boundaries do, that is seen at once: a second for England.
    Only areas whose edges do not fit are laid over their neighbours.
    """
    shapes = areas["geometry"].to_numpy()
    suspects = np.flatnonzero(~shapely.is_empty(shapely.coverage_invalid_edges(shapes)))
    if not len(suspects):
        return
    one, other = shapely.STRtree(shapes).query(shapes[suspects], predicate="intersects")
    one = suspects[one]
    pairs = np.unique(np.sort(np.column_stack([one, other])[one != other], axis=1), axis=0)
    one, other = pairs.T
    shared = shapely.area(shapely.intersection(shapes[one], shapes[other]))
    smaller = np.minimum(shapely.area(shapes[one]), shapely.area(shapes[other]))
    upon = np.flatnonzero(shared > SLIVER_SHARE * smaller)
    if len(upon):
        names = [str(areas.index[row])[:60] for row in (one[upon[0]], other[upon[0]])]
        yield Problem(
            where="areas.parquet, column geometry",
            found=f"{len(upon)} pairs of areas that lie upon one another "
            f"({names[0]} and {names[1]})",
            expected="areas side by side",
            fix=REBUILD,
        )

"""The stretches of street from which a point is reached within a limit, as a shape."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.access.network import NetworkJourneys
from layers.within.here import Here
from layers.within.reached import HERE

Floats = NDArray[np.float64]
BESIDE_M = 60.0  # most houses stand no farther from the middle of their street


def streets_within(
    journeys: NetworkJourneys, here: Here, limit_min: float
) -> shapely.Geometry | None:
    """Return the streets that lead to the point in time, as wide as the houses beside them.

    A stretch that is reached in part is drawn in part.

    Returns
    -------
    shape
        EPSG:27700; None where the point is near no street, and its ways are straight lines.
    """
    minutes = journeys.minutes_at_nodes([HERE])
    if minutes is None:
        return None
    points, reverse = journeys.graph.points, journeys.graph.reverse
    toward = np.repeat(np.arange(len(points)), np.diff(reverse.indptr))
    away = reverse.indices
    left = limit_min - minutes[toward]
    reached = left >= 0
    toward, away, left = toward[reached], away[reached], left[reached]
    takes = np.asarray(reverse.data)[reached] * journeys.min_per_cost
    part = np.minimum(1.0, np.divide(left, takes, out=np.ones_like(left), where=takes > 0))
    whole = np.sort(np.column_stack([toward, away])[part == 1], axis=1)
    pairs = np.concatenate([np.unique(whole, axis=0), np.column_stack([toward, away])[part < 1]])
    parts = np.concatenate([np.ones(len(pairs) - int((part < 1).sum())), part[part < 1]])
    start = points[pairs[:, 0]]
    end = start + (points[pairs[:, 1]] - start) * parts[:, None]
    spot = shapely.Point(here.easting_m, here.northing_m)
    stretches = [shapely.LineString(pair) for pair in np.stack([start, end], axis=1)]
    # Each by itself, then all together: far quicker than a line of thousands of crossings.
    return shapely.union_all(shapely.buffer([*stretches, spot], BESIDE_M, quad_segs=2))

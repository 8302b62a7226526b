"""Where the name of a place belongs: where its people are, not in the middle of its fields."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import shapely
from geopandas import GeoSeries
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from geodata.model import Pack
from layers.places import places_of_kind

NEAR_M: Final = 2000.0  # neighbourhoods as near as this are one town

Floats = NDArray[np.float64]


def label_points(pack: Pack, kind: str) -> GeoSeries:
    """Return where to write the name of each place of a kind, in the grid of the pack.

    That is the middle of the neighbourhood of the place with the most people around it, within
    `NEAR_M`, whose middle is inside; a point inside the place where there is none.

    Returns
    -------
    points
        Indexed by `place_id`, by name.
    """
    places = places_of_kind(pack, kind)
    middles = _middles(pack)
    people = pack.areas["people_all"].fillna(0).to_numpy(float)
    number = dict(zip(pack.areas.index, range(len(people)), strict=True))
    members = pack.membership[pack.membership["place_id"].isin(places.index)]
    by_place = members.groupby("place_id")["area_id"]
    inside = {key: np.array([number[each] for each in ids]) for key, ids in by_place}
    points = [
        _busiest(shape, middles[of], people[of])
        if (of := inside.get(key)) is not None
        else shapely.point_on_surface(shape)
        for key, shape in places.geometry.items()
    ]
    return GeoSeries(points, index=places.index, crs=pack.areas.crs)


def _middles(pack: Pack) -> Floats:
    """Return the middle of the people of each area, by its origins; of its shape without any."""
    points = pack.areas.geometry.representative_point()
    origins = pack.origins
    weight = origins["weight"].to_numpy(float)
    summed = (
        origins[["easting_m", "northing_m"]]
        .mul(weight, axis="index")
        .assign(weight=weight)
        .groupby(origins["area_id"].to_numpy())
        .sum()
    )
    found = summed[summed["weight"] > 0].reindex(pack.areas.index)
    sums = found[["easting_m", "northing_m"]]
    by_people = sums.div(found["weight"], axis="index").to_numpy(float)
    by_shape = np.column_stack([points.x, points.y])
    return np.where(np.isnan(by_people), by_shape, by_people)


def _busiest(shape: Any, middles: Floats, people: Floats) -> Any:  # noqa: ANN401
    """Return the middle with the most people around it of those that lie in a shape."""
    tree = cKDTree(middles)
    near = tree.query_ball_point(middles, NEAR_M)
    around = np.array([people[each].sum() for each in near])
    within = shapely.contains_xy(shape, middles[:, 0], middles[:, 1])
    if not within.any():
        return shapely.point_on_surface(shape)
    best = int(np.argmax(np.where(within, around, -1.0)))
    # Of a town the middle one: the people-weighted mean of those around, where that is inside.
    mean = np.average(middles[near[best]], axis=0, weights=np.maximum(people[near[best]], 1e-9))
    is_inside = bool(shapely.contains_xy(shape, mean[0], mean[1]))
    return shapely.Point(mean if is_inside else middles[best])

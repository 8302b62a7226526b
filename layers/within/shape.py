"""The shape of what is within so many minutes of a point, as the journeys go that measure it."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Point

from geodata.crs import lonlat_from_grid
from geodata.model import Pack
from layers.access.bus import BusJourneys
from layers.access.journeys import Journeys, StraightLine
from layers.access.network import NetworkJourneys
from layers.access.town_and_country import TownAndCountry, is_rural
from layers.within.here import Here
from layers.within.reached import HERE
from layers.within.streets import streets_within

Floats = NDArray[np.float64]
Shape = Any  # a Polygon or MultiPolygon, EPSG:27700
QUARTER = 64  # corners of a quarter of a circle: within 0.01% of its radius
FEWEST_CELLS = 80  # across a circle that water may cut
LEAST_CELL_M = 50.0
OVERLAP_M = 0.01  # of two cells, so that no sliver is left between them
DECIMALS = 6  # of a degree: a tenth of a metre
TOLERANCE_M = 2.0
LEAST_OUTSIDE = 0.005  # of a shape beyond the pack; less is a ragged edge


def shape_within(pack: Pack, journeys: Journeys, here: Here, limit_min: float) -> Shape:
    """Draw what is within a limit of a point, in EPSG:27700; empty where nothing is.

    Parameters
    ----------
    journeys
        From `journeys_to`.
    limit_min
        Minutes as the journeys tell them.
    """
    return _polygons(_drawn(pack, journeys, here, limit_min))


def shape_geojson(shape: Shape) -> dict[str, Any]:
    """Return a shape as the geometry of GeoJSON, in degrees (EPSG:4326)."""
    simple = shapely.simplify(shape, TOLERANCE_M)
    degrees = shapely.transform(simple, _to_degrees)
    mapped: dict[str, Any] = shapely.geometry.mapping(degrees)
    return mapped


def _to_degrees(points: Floats) -> Floats:
    degrees: Floats = np.column_stack(lonlat_from_grid(*points.T)).round(DECIMALS)
    return degrees


def _drawn(pack: Pack, journeys: Journeys, here: Here, limit_min: float) -> Shape:
    if isinstance(journeys, TownAndCountry):
        rural = shapely.union_all(pack.areas.geometry[is_rural(pack)].to_numpy())
        town = _drawn(pack, journeys.town, here, limit_min).difference(rural)
        country = _drawn(pack, journeys.country, here, limit_min / journeys.scale)
        return town.union(country.intersection(rural))
    if isinstance(journeys, BusJourneys):
        return _by_bus(pack, journeys, here, limit_min)
    if isinstance(journeys, NetworkJourneys):
        streets = streets_within(journeys, here, limit_min)
        return _straight(journeys.estimate, here, limit_min) if streets is None else streets
    if isinstance(journeys, StraightLine):
        return _straight(journeys, here, limit_min)
    raise TypeError(f"no shape is known of {type(journeys).__name__}")


def _straight(line: StraightLine, here: Here, limit_min: float) -> Shape:
    """Draw a circle, less what wide water keeps away."""
    spot = np.array([[here.easting_m, here.northing_m]])
    radius_m = limit_min / line.min_per_m
    circle = Point(*spot[0]).buffer(radius_m, quad_segs=QUARTER)
    if line.water is None:
        return circle
    cell_m = max(2 * radius_m / FEWEST_CELLS, LEAST_CELL_M)
    steps = np.arange(-radius_m, radius_m + cell_m, cell_m)
    at = spot + np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
    straight_m = np.hypot(*(at - spot).T)
    ways_m = line.metres_between(at, spot)[:, 0]
    around = ways_m > straight_m + 1
    kept_away = (around & (ways_m > radius_m)) | line.water.is_wet(at)
    if not kept_away.any():
        return circle
    half = cell_m / 2 + OVERLAP_M
    boxes = shapely.box(*(at[kept_away] - half).T, *(at[kept_away] + half).T)
    return circle.difference(shapely.union_all(boxes))


def _by_bus(pack: Pack, journeys: BusJourneys, here: Here, limit_min: float) -> Shape:
    """Draw the walk to the point, and around each stop the walk that the ride leaves time for."""
    on_foot = _drawn(pack, journeys.on_foot, here, limit_min)
    left = journeys.left_at_stops([HERE], limit_min)
    stops = left[left["left_min"] > 0]
    radius_m = stops["left_min"] / journeys.line.min_per_m
    points = shapely.points(stops["easting_m"], stops["northing_m"])
    circles = shapely.buffer(points, radius_m.to_numpy(float), quad_segs=QUARTER // 4)
    return shapely.union_all([on_foot, *circles])


def _polygons(shape: Shape) -> Shape:
    """Keep the polygons of a shape: cutting leaves lines and points behind."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    whole = shapely.union_all(parts) if parts else MultiPolygon()
    return whole if whole.is_valid else shapely.make_valid(whole)


def outside_share(pack: Pack, shape: Shape) -> float:
    """Return how much (0–1) of a shape (EPSG:27700) lies outside the areas of a pack.

    0 of an empty shape, and where no more than a ragged edge lies outside.
    """
    size = float(shapely.area(shape))
    if size <= 0:
        return 0.0
    areas = pack.areas.geometry
    near = areas.to_numpy()[areas.sindex.query(shape, predicate="intersects")]
    inside = shapely.area(shapely.union_all(shapely.intersection(near, shape)))
    outside = float(np.clip(1 - inside / size, 0.0, 1.0))
    return outside if outside >= LEAST_OUTSIDE else 0.0

"""Shapes for the web: simplified, in degrees, sent once and kept by whoever draws them."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from geopandas import GeoSeries

from geodata.crs import WGS84
from geodata.model import Pack
from layers.indicators.figures import AREA
from layers.places import places_of_kind
from mapping.map.label_points import label_points

DECIMALS = 5  # of a degree: about a metre
TOLERANCE_M = 15.0  # a vertex nearer than this to a straight line is left out


def areas_geojson(pack: Pack) -> dict[str, Any]:
    """Return the areas as GeoJSON in EPSG:4326, in the pack's order, with id, name and district.

    Shared edges are simplified alike, so that neighbours still meet.
    """
    shapes = _for_web(_simplified(pack.areas.geometry))
    features = [
        _feature(key, shape, name=row["name"], code=row["official_name"], district=row["district"])
        for (key, row), shape in zip(pack.areas.iterrows(), shapes, strict=True)
    ]
    return {"type": "FeatureCollection", "features": features}


def shapes_geojson(pack: Pack, shape: str) -> dict[str, Any]:
    """Return what a map colours as GeoJSON: the areas, or the places of a kind by name."""
    return areas_geojson(pack) if shape == AREA else places_geojson(pack, shape)


def places_geojson(pack: Pack, kind: str) -> dict[str, Any]:
    """Return the places of a kind as GeoJSON in EPSG:4326, with id, name and where to write it."""
    places = places_of_kind(pack, kind)
    simplified = _simplified(places.geometry)
    labels = label_points(pack, kind).reindex(places.index).to_crs(WGS84)
    features = [
        _feature(key, shape, name=name, label=[round(at.x, DECIMALS), round(at.y, DECIMALS)])
        for key, name, shape, at in zip(
            places.index, places["name"], _for_web(simplified), labels, strict=True
        )
    ]
    return {"type": "FeatureCollection", "features": features}


def bounds_lonlat(pack: Pack) -> tuple[float, float, float, float]:
    """Return the west, south, east and north of a pack, in degrees (EPSG:4326)."""
    west, south, east, north = pack.areas.geometry.to_crs(WGS84).total_bounds
    return float(west), float(south), float(east), float(north)


def _feature(key: object, shape: Any, **properties: object) -> dict[str, Any]:  # noqa: ANN401
    return {
        "type": "Feature",
        "id": key,
        "properties": properties,
        "geometry": shapely.geometry.mapping(shape),
    }


def _simplified(shapes: GeoSeries) -> GeoSeries:
    valid = shapes.make_valid()
    if bool(shapely.coverage_is_valid(valid.to_numpy())):
        return GeoSeries(
            shapely.coverage_simplify(valid.to_numpy(), TOLERANCE_M),
            index=shapes.index,
            crs=shapes.crs,
        )
    return valid.simplify(TOLERANCE_M)


def _for_web(shapes: GeoSeries) -> list[Any]:
    degrees = shapes.to_crs(WGS84).to_numpy()
    rounded = shapely.transform(degrees, lambda xy: np.round(xy, DECIMALS))
    return [_polygons(shape) for shape in shapely.make_valid(rounded)]


def _polygons(shape: Any) -> Any:  # noqa: ANN401
    """Keep the polygons of a shape; rounding can leave slivers that are lines."""
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return shape
    parts = [part for part in shapely.get_parts(shape) if "Polygon" in part.geom_type]
    return shapely.union_all(parts)

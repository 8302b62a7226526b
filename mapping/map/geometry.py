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
WIDTH = 6_000  # pixels that the whole of a pack is hardly ever wider than, as a whole
PIECE = 64  # areas whose finer outlines are sent together
NARROW_M = 150.0  # water within a place that is no boundary of it, where it is no wider
EDGE_M = 0.5  # within which edges are one
BANKED = 0.9  # of the edge of such water that is the place's own bank
MOST_POINTS = 400_000  # of finer outlines, up to which those of places are joined from them
WHOLE_SHARE = 0.999


def areas_geojson(pack: Pack) -> dict[str, Any]:
    """Return the areas as GeoJSON in EPSG:4326, in the pack's order, with id, name and district.

    Shared edges are simplified alike, so that neighbours still meet.
    """
    shapes = _for_web(_simplified(pack.areas.geometry, tolerance_m(pack)))
    about = (pack.areas[column] for column in ("name", "official_name", "district"))
    features = [
        _feature(key, shape, name=name, code=code, district=district)
        for key, name, code, district, shape in zip(pack.areas.index, *about, shapes, strict=True)
    ]
    return {"type": "FeatureCollection", "features": features}


def tolerance_m(pack: Pack) -> float:
    """Return how far the outlines that the whole is drawn by may leave those of the pack."""
    west, south, east, north = pack.areas.total_bounds
    return max(TOLERANCE_M, float(max(east - west, north - south)) / WIDTH)


def has_finer(pack: Pack) -> bool:
    """Return whether there are finer outlines of the areas than the whole is drawn by."""
    return pack.fine is not None or tolerance_m(pack) > TOLERANCE_M


def finer_areas(pack: Pack, piece: int) -> list[dict[str, Any] | None]:
    """Return the finer outlines of some of the areas, in order; None of one that has none.

    Parameters
    ----------
    piece
        Which of the pieces of `PIECE` areas, as they stand in the pack, counted from 0.
    """
    ids = pack.areas.index[piece * PIECE : (piece + 1) * PIECE]
    held = pack.areas if pack.fine is None else pack.fine
    known = held.geometry.reindex(ids)
    there = known[known.notna()]
    drawn = dict(zip(there.index, _for_web(there), strict=True))
    return [shapely.geometry.mapping(drawn[key]) if key in drawn else None for key in ids]


def finer_places(pack: Pack, kind: str) -> dict[str, dict[str, Any]]:
    """Return the finer outlines of the places of a kind that are made of whole areas, by id.

    None in a pack too large to join them in time, whose places are drawn as they are.
    """
    held = pack.areas if pack.fine is None else pack.fine
    if int(shapely.get_num_coordinates(held.geometry.to_numpy()).sum()) > MOST_POINTS:
        return {}
    members = pack.membership[pack.membership["place_id"].isin(places_of_kind(pack, kind).index)]
    joined = {}
    for place, rows in members.groupby("place_id"):
        is_whole = rows["share"].ge(WHOLE_SHARE).all() and rows["area_id"].isin(held.index).all()
        if is_whole:
            others = held.geometry[~held.index.isin(rows["area_id"])]
            joined[str(place)] = joined_over_water(held.geometry[rows["area_id"]], others)
    shapes = GeoSeries(list(joined.values()), crs=pack.areas.crs)
    drawn = _for_web(shapes) if joined else []
    return {key: shapely.geometry.mapping(shape) for key, shape in zip(joined, drawn, strict=True)}


def joined_over_water(own: GeoSeries, others: GeoSeries) -> Any:  # noqa: ANN401
    """Return a place's areas joined, over narrow water that has the place on both its banks.

    Finer outlines have rivers cut out of them; a bank within a place is no boundary of it.
    """
    whole = shapely.union_all(own.to_numpy())
    closed = shapely.buffer(whole, NARROW_M / 2, quad_segs=2)
    closed = shapely.buffer(closed, -NARROW_M / 2, quad_segs=2)
    near = others.to_numpy()[others.sindex.query(closed, predicate="intersects")]
    water = shapely.difference(closed, shapely.union_all([whole, *near]))
    edge = shapely.buffer(shapely.boundary(whole), EDGE_M, quad_segs=1)
    parts = [part for part in shapely.get_parts(water) if part.area > EDGE_M]
    banked = [
        part
        for part in parts
        if shapely.intersection(part.boundary, edge).length >= BANKED * part.length
    ]
    return shapely.union_all(
        [whole, *(shapely.buffer(part, EDGE_M, join_style="mitre") for part in banked)]
    )


def shapes_geojson(pack: Pack, shape: str) -> dict[str, Any]:
    """Return what a map colours as GeoJSON: the areas, or the places of a kind by name."""
    return areas_geojson(pack) if shape == AREA else places_geojson(pack, shape)


def places_geojson(pack: Pack, kind: str) -> dict[str, Any]:
    """Return the places of a kind as GeoJSON in EPSG:4326, with id, name and where to write it."""
    places = places_of_kind(pack, kind)
    simplified = _simplified(places.geometry, tolerance_m(pack))
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


def _simplified(shapes: GeoSeries, tolerance: float) -> GeoSeries:
    valid = shapes.make_valid()
    if bool(shapely.coverage_is_valid(valid.to_numpy())):
        return GeoSeries(
            shapely.coverage_simplify(valid.to_numpy(), tolerance),
            index=shapes.index,
            crs=shapes.crs,
        )
    return valid.simplify(tolerance)


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

"""GeoJSON through the safe door: plain JSON and shapely, never a driver chosen by content."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import shapely
from geopandas import GeoDataFrame
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from geodata.crs import WGS84
from geodata.errors import DataError, Problem
from geodata.files.archives import Limits, refuse_zip
from geodata.files.encoding import decode_text
from geodata.files.faults import fault, some
from geodata.files.kinds import JSON, TABLE, ZIP, find_kind
from geodata.files.outlines import check_shapes, tell_spikes
from geodata.files.reading import MOST_BYTES, label, read_bytes
from geodata.files.telling import tell_repair

LONLAT_NAMES = ("CRS84", "EPSG:4326", "EPSG::4326")
POLYGONS = ("Polygon", "MultiPolygon")
DRAWN = (*POLYGONS, "Point", "MultiPoint", "LineString", "MultiLineString")
UNREADABLE = (
    *(ShapelyError, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError),
    OverflowError,
)
FIX = "Export it again as GeoJSON in longitude and latitude (RFC 7946)."


@dataclass(frozen=True, slots=True, kw_only=True)
class Shapes:
    """Features of a GeoJSON file.

    Attributes
    ----------
    rows
        Properties and polygons, EPSG:4326; the index is the number of the feature, from 1.
    repaired
        How many shapes crossed themselves and were made valid.
    """

    name: str
    rows: GeoDataFrame
    repaired: int


def read_geojson(path: Path, limit: int = MOST_BYTES) -> Shapes:
    """Read the polygons of a GeoJSON file.

    Raises
    ------
    DataError
        Not GeoJSON, another CRS, numbers that are not finite, features without a polygon, or
        coordinates that cannot be meant: every such feature is named.
    """
    return parse_geojson(read_bytes(path, limit), label(path))


def parse_geojson(content: bytes, name: str) -> Shapes:
    """Parse the bytes of a GeoJSON file; see `read_geojson`."""
    return shapes_of(parse_document(content, name), name)


def shapes_of(document: dict[str, Any], name: str) -> Shapes:
    """Return the polygons of a document of GeoJSON; see `read_geojson`."""
    _check_crs(document, name)
    features = document["features"]
    found = [geometry_of(feature) for feature in features]
    problems = [
        Problem(where=f"{name}, feature {n}", found=said, expected="a polygon", fix=FIX)
        for n, said in enumerate(map(_no_polygon, found), start=1)
        if said
    ]
    shapes = {n: each for n, each in enumerate(found, start=1) if isinstance(each, BaseGeometry)}
    try:
        check_shapes(shapes, name)
    except DataError as error:
        problems += error.problems
    if problems:
        raise DataError(problems)
    crossed = [n for n, each in shapes.items() if not each.is_valid]
    if crossed:
        tell_repair(f"{name}, feature {some(crossed)}: crossed itself, and was mended.")
    tell_spikes(shapes, name)
    rows = GeoDataFrame(
        [properties_of(feature) for feature in features],
        geometry=[each if each.is_valid else _repair(each) for each in shapes.values()],
        crs=WGS84,
        index=range(1, len(features) + 1),
    )
    return Shapes(name=name, rows=rows, repaired=len(crossed))


def parse_document(content: bytes, name: str) -> dict[str, Any]:
    """Parse the bytes of GeoJSON: its document, with one feature or more."""
    kind = find_kind(content)
    if kind.name == ZIP:
        raise refuse_zip(content, name, "GeoJSON", Limits())
    if kind.name not in (JSON, TABLE):
        raise fault(name, kind.name, "GeoJSON", kind.fix)
    try:
        text, _, _ = decode_text(content, name)
        document = json.loads(text.removeprefix("\ufeff"), parse_constant=_refuse_constant)
    except RecursionError as error:
        raise fault(name, "brackets nested too deeply", "GeoJSON", FIX) from error
    except ValueError as error:
        raise fault(name, f"text that is not JSON ({error})"[:200], "GeoJSON", FIX) from error
    document = _as_collection(document)
    features = document.get("features")
    if not isinstance(features, list):
        raise fault(name, "JSON of another kind", "a FeatureCollection", FIX)
    if not features:
        raise fault(name, "no features", "at least one", "Fetch it again.")
    return dict(document)


def _as_collection(document: object) -> dict[str, Any]:
    """Wrap a lone feature or polygon, which is GeoJSON too, into a collection."""
    if not isinstance(document, dict):
        return {}
    kind = document.get("type")
    if kind in ("Polygon", "MultiPolygon"):
        document = {"type": "Feature", "properties": {}, "geometry": document}
    if kind in ("Polygon", "MultiPolygon", "Feature"):
        return {"features": [document]}
    return document if kind == "FeatureCollection" else {}


def _refuse_constant(text: str) -> NoReturn:
    msg = f"{text} is not a number that JSON allows"
    raise ValueError(msg)


def _check_crs(document: dict[str, Any], name: str) -> None:
    if not is_lonlat(document):
        named = _crs_of(document)
        raise fault(name, f"CRS {named[:60]!r}", "longitude and latitude (CRS84)", FIX)


def _crs_of(document: dict[str, Any]) -> str:
    """Return the CRS that a document states; "" where it states none."""
    crs = document.get("crs")
    if crs is None:
        return ""
    named = crs.get("properties", {}) if isinstance(crs, dict) else crs
    return str(named.get("name", crs) if isinstance(named, dict) else named)


def is_lonlat(document: dict[str, Any]) -> bool:
    """Return whether GeoJSON is in longitude and latitude: unless it states another CRS."""
    named = _crs_of(document)
    return not named or named.endswith(LONLAT_NAMES)


def properties_of(feature: object) -> dict[str, Any]:
    """Return what is said of a feature; nothing where nothing is."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    return dict(properties) if isinstance(properties, dict) else {}


def geometry_of(feature: object) -> BaseGeometry | str:
    """Return the shape of a feature, or in words what is there instead."""
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if not isinstance(geometry, dict):
        return "no shape"
    if geometry.get("type") not in DRAWN:
        return f"a {str(geometry.get('type'))[:40]}"
    try:
        found = shape(geometry)
    except UNREADABLE:
        return "a shape that cannot be read"
    if found.is_empty:
        return f"an empty {found.geom_type}"
    if not np.isfinite(shapely.get_coordinates(found)).all():
        return "a coordinate that is not a number"
    return found


def _no_polygon(found: BaseGeometry | str) -> str:
    """Describe what is no polygon; "" for one that is."""
    if isinstance(found, str):
        return found
    return "" if found.geom_type in POLYGONS else f"a {found.geom_type}"


def _repair(crossed: BaseGeometry) -> BaseGeometry:
    parts = shapely.get_parts(shapely.make_valid(crossed))
    polygons = [part for part in parts if part.geom_type in ("Polygon", "MultiPolygon")]
    return shapely.union_all(polygons)

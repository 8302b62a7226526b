"""What each address of the map gives, as JSON values: shapes, figures and points."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from geodata.model import Pack, Source
from layers.gaps import Gaps
from mapping.escape import plain_text
from mapping.map.describe import area_figures
from mapping.map.geometry import areas_geojson, places_geojson
from mapping.map.points import service_points
from mapping.map.spec import Figure, Point


def areas_body(pack: Pack) -> dict[str, Any]:
    """Return the areas as GeoJSON, in the pack's order, every name safe to show as text."""
    return _with_plain_names(areas_geojson(pack))


def places_body(pack: Pack, kind: str) -> dict[str, Any]:
    """Return the places of a kind as GeoJSON, every name safe to show as text."""
    return _with_plain_names(places_geojson(pack, kind))


def figures_body(pack: Pack, gaps: Gaps) -> dict[str, Any]:
    """Return the figures of an answer, a list of values for each, in the order of the areas."""
    return {
        "heading": plain_text(gaps.heading),
        "illustrative": gaps.is_illustrative,
        "parameters": {key: _cell(value) for key, value in gaps.parameters().items()},
        "credits": list(dict.fromkeys(plain_text(s.attribution) for s in gaps.sources)),
        "sources": [_source_line(source) for source in gaps.sources],
        "figures": [_figure(figure, pack) for figure in area_figures(gaps, pack)],
    }


def points_body(pack: Pack, gaps: Gaps) -> dict[str, Any]:
    """Return the doors of the service asked about."""
    return {"points": [_point(point) for point in service_points(pack, gaps)]}


def _with_plain_names(features: dict[str, Any]) -> dict[str, Any]:
    for feature in features["features"]:
        properties = feature["properties"]
        for name, value in properties.items():
            if isinstance(value, str):
                properties[name] = plain_text(value)
    return features


def _figure(figure: Figure, pack: Pack) -> dict[str, Any]:
    said = asdict(figure)
    source = pack.info.sources.get(figure.source)
    said["source"] = plain_text(source.title if source else figure.source)
    said["label"] = plain_text(figure.label)
    said["period"] = plain_text(figure.period)
    return said


def _point(point: Point) -> dict[str, Any]:
    return {
        "ids": point.asset_ids,
        "label": plain_text(point.label),
        "details": [plain_text(line) for line in point.details],
        "at": [point.lat, point.lon],
        "shape": point.shape,
        "kind": plain_text(point.kind_label),
        "hollow": point.hollow,
    }


def _source_line(source: Source) -> str:
    return plain_text(f"{source.title} ({source.publisher}), {source.period}, {source.licence}")


def _cell(value: object) -> object:
    return plain_text(value) if isinstance(value, str) else value

"""What each address of the map gives: shapes, figures and points as JSON values, a file of rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from geodata.model import Pack, Source
from layers.gaps import Gaps, class_words
from layers.indicators.colouring import Colouring
from layers.offer_facts import AT_A_GLANCE
from layers.question.question import Question
from layers.said.export import rows_csv
from mapping.drawn.data import heading_of_figure
from mapping.escape import plain_text
from mapping.map import palette
from mapping.map.describe import area_figures
from mapping.map.geometry import areas_geojson, places_geojson
from mapping.map.indicator import indicator_figures, worst_first
from mapping.map.layers.ground import NEAREST_FROM, RANKS, ground_layer, ground_names, ground_shapes
from mapping.map.points import service_points
from mapping.map.values import Figure, Point


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
        "sources": [source_line(source) for source in gaps.sources],
        "figures": [_figure(figure, pack) for figure in area_figures(gaps, pack)],
    }


def indicator_body(pack: Pack, colouring: Colouring) -> dict[str, Any]:
    """Return an indicator's figures, a list of values for each, in the order of its shapes."""
    return {
        "heading": plain_text(colouring.heading),
        "illustrative": colouring.is_illustrative,
        "parameters": {key: _cell(value) for key, value in colouring.parameters().items()},
        "credits": list(dict.fromkeys(plain_text(s.attribution) for s in colouring.sources)),
        "sources": [source_line(source) for source in colouring.sources],
        "figures": [_figure(figure, pack) for figure in indicator_figures(colouring)],
        "order": worst_first(colouring),
    }


def ground_body(pack: Pack, rank: int) -> dict[str, Any]:
    """Return the ground of one rank: its lines by kind, its names, its colours, its credits.

    A pack without a ground has none of them.
    """
    layer = ground_layer(pack)
    if layer is None:
        return {"lines": {}, "names": [], "colours": [], "credits": [], "from": []}
    return {
        "lines": ground_shapes(layer.ground, rank),
        "names": [(plain_text(name), *place) for name, *place in ground_names(layer.ground, rank)],
        "colours": [palette.ground_colours(dark=dark) for dark in (False, True)],
        "from": [NEAREST_FROM[rank] for rank in RANKS if rank > 1],
        "credits": [plain_text(credit) for credit in layer.credits],
    }


def points_body(pack: Pack, question: Question) -> dict[str, Any]:
    """Return the doors of the service asked about."""
    return {
        "points": [point_value(point) for point in service_points(pack, question)],
        "facts": AT_A_GLANCE,
        "colours": door_colours(),
    }


def door_colours() -> list[list[str]]:
    """Return the colours of the kinds of door, on a light ground and on a dark one."""
    return [
        [palette.door_colour(at, dark=dark) for at in range(palette.KINDS)]
        for dark in (False, True)
    ]


def table_text(pack: Pack, gaps: Gaps) -> str:
    """Return the areas of an answer as CSV, the largest gap first: all that the map says."""
    areas = gaps.areas
    columns: dict[str, Sequence[object]] = {
        pack.info.area_label.capitalize(): list(areas["name"]),
        "Official name": list(pack.areas["official_name"].reindex(areas.index)),
        "Code": list(areas.index),
        "District": list(areas["district"]),
        "Need and reach": [class_words(int(code)) for code in areas["gap_class"]],
        **{heading_of_figure(figure): figure.values for figure in area_figures(gaps, pack)},
    }
    rows = [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]
    order = np.argsort(-areas["gap_children"].to_numpy(float), kind="stable")  # not known: last
    return rows_csv([rows[at] for at in order], columns, ())


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
    said["unit"] = plain_text(figure.unit)
    said["said"] = [plain_text(words) for words in figure.said]
    return said


def point_value(point: Point) -> dict[str, Any]:
    """Return a door as it is sent."""
    return {
        "ids": point.asset_ids,
        "label": plain_text(point.label),
        "details": [plain_text(line) for line in point.details],
        "facts": [[plain_text(fact) for fact in facts] for facts in point.facts],
        "at": [point.lat, point.lon],
        "shape": point.shape,
        "kind": plain_text(point.kind_label),
        "hollow": point.hollow,
        "colour": point.colour,
        "unsure": point.is_unsure,
    }


def source_line(source: Source) -> str:
    """Return a source as it is cited beneath a map."""
    return plain_text(f"{source.title} ({source.publisher}), {source.period}, {source.licence}")


def _cell(value: object) -> object:
    return plain_text(value) if isinstance(value, str) else value

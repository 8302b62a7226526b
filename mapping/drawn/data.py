"""What lies on a map as tables: a row for each shape or door, headings in words, units and periods.

Only what the map itself says stands in them, so nothing leaves that the disclosure rules keep back.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from geopandas import GeoSeries
from shapely import Point

from geodata.crs import BRITISH_NATIONAL_GRID, grid_from_lonlat
from geodata.model import Pack, Source
from layers.assets import NOT_STATED, kind_words
from layers.indicators.figures import AREA, shapes_of
from layers.offer_facts import offer_facts
from layers.offer_filters import filter_offers, filter_words
from layers.places import places_of_kind, primary_place
from layers.said.export import plain
from layers.said.numbers import UNKNOWN as NOT_KNOWN
from layers.said.sentences import opened
from mapping.map.layers.boundary import BoundaryLayer
from mapping.map.layers.fill import FillLayer
from mapping.map.layers.layer import Layer
from mapping.map.layers.noted import NotesLayer
from mapping.map.layers.offers import OffersLayer
from mapping.map.layers.outline import OutlineLayer
from mapping.map.layers.services import ServiceLayer
from mapping.map.spec import MapSpec
from mapping.map.values import Figure

UNITS: Final = {"pct": "%", "min": "minutes", "decile": "1 to 10", "count": "number", "figure": ""}


@dataclass(frozen=True, kw_only=True, eq=False)
class DataTable:
    """One layer of a map as rows, each with its shape.

    Attributes
    ----------
    key
        The layer's own: "fill.gap".
    said
        What it shows, in words.
    columns
        Headings in words, in order.
    rows
        A cell for each heading: text, a number, or None where not known.
    shapes
        One for each row, on the national grid; None where it has none.
    """

    key: str
    title: str
    said: str
    period: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    shapes: GeoSeries
    sources: tuple[Source, ...]

    def of_shapes(self, ids: Collection[str]) -> DataTable:
        """Return the rows of some shapes alone, by the ids that the pack has for them."""
        kept = [at for at, key in enumerate(self.shapes.index) if key in ids]
        return replace(
            self, rows=tuple(self.rows[at] for at in kept), shapes=self.shapes.iloc[kept]
        )

    def with_column(self, heading: str, values: Sequence[Any]) -> DataTable:
        """Return the table with another column behind the others, a value for each row."""
        rows = zip(self.rows, values, strict=True)
        heading = _once(heading, self.columns)
        return replace(
            self,
            columns=(*self.columns, heading),
            rows=tuple((*row, _cell(value)) for row, value in rows),
        )

    def about_columns(self) -> dict[str, str]:
        """Return what each column holds, in words: what it is called, of when and from whom."""
        titles = "; ".join(dict.fromkeys(source.title for source in self.sources))
        of = f"{self.title}{f', {self.period}' if self.period else ''}."
        return {
            heading: f"{heading}. {of} From: {titles}." if titles else f"{heading}. {of}"
            for heading in self.columns
        }

    def records(self) -> list[dict[str, Any]]:
        """Return each row by its headings."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def tables_on(spec: MapSpec, pack: Pack) -> list[DataTable]:
    """Return the layers of a map that hold data, the highest first.

    Of several colourings that are on it is the one that is seen; the ground is no data.
    """
    makers: dict[type[Layer], Callable[[Any], DataTable]] = {
        FillLayer: lambda layer: fill_table(layer, spec, pack),
        OutlineLayer: lambda layer: _outline(layer, pack),
        BoundaryLayer: lambda layer: boundary_table(layer, pack),
        ServiceLayer: lambda layer: _service(layer, pack),
        OffersLayer: lambda layer: _offers(layer, pack),
        NotesLayer: _notes,
    }
    seen = [
        layer
        for layer in reversed(spec.drawn)
        if not isinstance(layer, FillLayer) or layer is spec.fill
    ]
    return [makers[type(layer)](layer) for layer in seen if type(layer) in makers]


def without_data(spec: MapSpec) -> list[str]:
    """Name the layers that are drawn and stand in no table."""
    kinds = (FillLayer, OutlineLayer, BoundaryLayer, ServiceLayer, OffersLayer, NotesLayer)
    hidden = [each for each in spec.drawn if isinstance(each, FillLayer) and each is not spec.fill]
    return [layer.title for layer in spec.drawn if not isinstance(layer, kinds) or layer in hidden]


def heading_of_figure(figure: Figure) -> str:
    """Return a column's heading: what it counts, in what, of when, and how far it is estimated."""
    standing = "" if figure.standing == "published" else figure.standing
    unit = figure.unit if figure.kind == "figure" else UNITS[figure.kind]
    return f"{figure.label} ({', '.join(filter(None, (unit, figure.period, standing)))})"


def fill_table(layer: FillLayer, spec: MapSpec, pack: Pack) -> DataTable:
    """Return the shapes that a map colours, with the figures behind their colours."""
    shapes = shapes_of(pack, layer.shape)
    columns: dict[str, Sequence[Any]] = {
        opened(layer.shape_label): list(shapes["name"]),
        **_codes(layer, spec, pack),
    }
    meanings = {item.code: item.label for item in layer.legend.classes}
    for figure in layer.figures:
        columns[_once(heading_of_figure(figure), columns)] = figure.values
        if figure.kind == "figure" and figure.said:
            columns[_once(f"{figure.label}, in words", columns)] = figure.said
    columns[_once("Colour means", columns)] = [
        meanings.get(code, NOT_KNOWN) for code in layer.classes
    ]
    return _table(layer, columns, shapes.geometry)


def _codes(layer: FillLayer, spec: MapSpec, pack: Pack) -> dict[str, Sequence[Any]]:
    """Return what tells the shapes apart: codes, and of areas where they lie."""
    shapes = shapes_of(pack, layer.shape)
    if layer.shape != AREA:
        return {"Code": list(shapes.index)}
    place = pack.places["name"].reindex(primary_place(pack, spec.place_kind.key)).to_numpy()
    return {
        "Code": list(shapes.index),
        "Official name": list(shapes["official_name"]),
        "District": list(shapes["district"]),
        opened(spec.place_kind.label): list(place),
    }


def _outline(layer: OutlineLayer, pack: Pack) -> DataTable:
    inside = pack.areas[np.asarray(layer.is_inside, dtype=bool)]
    columns = {
        opened(pack.info.area_label): list(inside["name"]),
        "Code": list(inside.index),
        "Outlined as": [layer.title] * len(inside),
    }
    return _table(layer, columns, inside.geometry)


def boundary_table(layer: BoundaryLayer, pack: Pack) -> DataTable:
    """Return the outlines of the places of a kind."""
    kind = layer.place_kind
    places = places_of_kind(pack, kind.key)
    columns = {
        opened(kind.label): list(places["name"]),
        "Code": list(places.index),
        "Boundaries": [kind.boundary] * len(places),
    }
    return _table(layer, columns, places.geometry)


def _service(layer: ServiceLayer, pack: Pack) -> DataTable:
    """List every offer at the doors that are drawn, with all that is known of each."""
    doors = [(key, point) for point in layer.points for key in point.asset_ids]
    keys = [key for key, _ in doors]
    more: dict[str, Sequence[Any]] = {
        "Drawn as open to the ages asked about": [
            "no" if point.hollow else "yes" for _, point in doors
        ]
    }
    if layer.parts:
        unsure = filter_offers(pack.assets.loc[keys], layer.parts).unsure
        more[f"Is what is asked for ({filter_words(layer.parts)})"] = [
            NOT_STATED if each else "yes" for each in unsure
        ]
    return _table(layer, door_columns(pack, keys, more), pack.assets.loc[keys].geometry)


def door_columns(
    pack: Pack, keys: Sequence[str], more: Mapping[str, Sequence[Any]]
) -> dict[str, Sequence[Any]]:
    """Return all that is known of some doors, by headings; `more` stands before it."""
    facts = [{each.label: each.text for each in offer_facts(pack, key)} for key in keys]
    assets = pack.assets.loc[list(keys)]
    columns: dict[str, Sequence[Any]] = {
        "Name": list(assets["name"]),
        "Kind": [kind_words(str(kind)) for kind in assets["kind"]],
        "Id": list(assets.index),
    }
    for heading, values in more.items():
        columns[_once(heading, columns)] = values
    for label in dict.fromkeys(label for each in facts for label in each):
        columns[_once(label, columns)] = [each.get(label) for each in facts]
    columns["Easting (m)"] = [round(float(x)) for x in assets.geometry.x]
    columns["Northing (m)"] = [round(float(y)) for y in assets.geometry.y]
    return columns


def _offers(layer: OffersLayer, pack: Pack) -> DataTable:
    """List the offers that serve places without a door: they have no point, and get none."""
    named = pack.places["name"]
    columns = {
        "Name": [offer.name for offer in layer.offers],
        "Id": [offer.asset_id for offer in layer.offers],
        "What it is": [offer.details for offer in layer.offers],
        "Serves": [offer.serves for offer in layer.offers],
        "Places it serves": [
            ", ".join(str(named.get(place, place)) for place in offer.places)
            for offer in layer.offers
        ],
    }
    nowhere = GeoSeries([None] * len(layer.offers), crs=BRITISH_NATIONAL_GRID)
    return _table(layer, columns, nowhere)


def _notes(layer: NotesLayer) -> DataTable:
    """List what people said: words, and no figures."""
    columns: dict[str, Sequence[Any]] = {
        "Number on the map": [each.number for each in layer.notes],
        "What it is": [each.sort for each in layer.notes],
        "What was said": [each.words for each in layer.notes],
        "About": [each.about for each in layer.notes],
        "Day": [each.day for each in layer.notes],
    }
    grid = [each.at and grid_from_lonlat(each.at[1], each.at[0]) for each in layer.notes]
    shapes = GeoSeries([at and Point(*at) for at in grid], crs=BRITISH_NATIONAL_GRID)
    return _table(layer, columns, shapes)


def _table(layer: Layer, columns: Mapping[str, Sequence[Any]], shapes: GeoSeries) -> DataTable:
    return DataTable(
        key=layer.key,
        title=layer.title,
        said=layer.sentence(),
        period=layer.period,
        columns=tuple(columns),
        rows=rows_from(columns),
        shapes=shapes,
        sources=layer.sources,
    )


def rows_from(columns: Mapping[str, Sequence[Any]]) -> tuple[tuple[Any, ...], ...]:
    """Return columns as rows: plain numbers and texts, None where not known."""
    return tuple(
        zip(*([_cell(each) for each in column] for column in columns.values()), strict=True)
    )


def _cell(value: Any) -> Any:  # noqa: ANN401
    return plain(value) if isinstance(value, int | float | str | np.generic) else None


def _once(heading: str, columns: Collection[str]) -> str:
    """Return a heading that stands nowhere yet."""
    count = 2
    said = heading
    while said in columns:
        said = f"{heading} ({count})"
        count += 1
    return said


def every_source(tables: Sequence[DataTable]) -> Iterator[Source]:
    """Return the sources of tables, each once."""
    yield from dict.fromkeys(source for table in tables for source in table.sources)

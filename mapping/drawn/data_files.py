"""The data of a map as files: CSV with its notes apart, GeoJSON and GeoPackage."""

from __future__ import annotations

import io
import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from threading import Lock
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pyogrio
import shapely

from geodata.crs import BRITISH_NATIONAL_GRID, WGS84
from geodata.model import Pack
from layers.said.export import MADE_SAFE, is_made_safe, rows_csv
from layers.said.result import ILLUSTRATIVE, source_words
from mapping.drawn.data import DataTable, every_source, tables_on, without_data
from mapping.escape import file_name, plain_text
from mapping.map.spec import MapSpec

README: Final = "README.txt"
DEGREES = 6  # decimals of a degree in GeoJSON, as its standard advises: a tenth of a metre
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # of a file in a zip: the same bytes each time
AT_ONE_TIME: Final = "2000-01-01T00:00:00.000Z"  # for GDAL, which else writes the clock's
EMPTY_CELLS: Final = (
    "An empty cell is a figure that is not known; it is never none. Estimates, which documents say "
    "as about so many, stand here to the whole child."
)
SCHEMA_EXTENSION: Final = """
CREATE TABLE IF NOT EXISTS gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
  scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
CREATE TABLE gpkg_data_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT,
  mime_type TEXT, constraint_name TEXT,
  CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
  CONSTRAINT gdc_tn UNIQUE (table_name, name));
INSERT INTO gpkg_extensions VALUES ('gpkg_data_columns', NULL, 'gpkg_schema',
  'http://www.geopackage.org/spec121/#extension_schema', 'read-write');
"""
_gdal = Lock()  # its settings are those of the whole program


def csv_zip(spec: MapSpec, pack: Pack, notes: Sequence[str] = ()) -> bytes:
    """Return the data of a map as CSV files in one zip, with what must be read beside them apart.

    Each file holds a line of headings and rows, and nothing else, and opens in a spreadsheet. The
    same map gives the same bytes.
    """
    tables = tables_on(spec, pack)
    files = {f"{name}.csv": csv_bytes(table) for name, table in _named(tables)}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {README: _readme(spec, tables, notes), **files}.items():
            archive.writestr(zipfile.ZipInfo(name, FIRST_DAY), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def csv_bytes(table: DataTable) -> bytes:
    """Return one layer as CSV, with the mark by which Excel knows its letters."""
    return rows_csv(table.records(), table.columns, ()).encode("utf-8-sig")


def readme(spec: MapSpec, pack: Pack, notes: Sequence[str] = ()) -> bytes:
    """Return what must be read beside the data: question, answer, method, layers and sources."""
    return _readme(spec, tables_on(spec, pack), notes)


def _readme(spec: MapSpec, tables: Sequence[DataTable], notes: Sequence[str]) -> bytes:
    left = without_data(spec)
    lines = [
        spec.heading,
        spec.sentence,
        "",
        ILLUSTRATIVE if spec.illustrative else "",
        f"{spec.title}, {spec.date}, pack {spec.pack_hash[:12]}.",
        "",
        "How this is worked out",
        spec.method,
        *notes,
        EMPTY_CELLS,
        "",
        "Files, the highest layer first",
        *(
            f"{name}.csv: {table.title}{f' ({table.period})' if table.period else ''}. {table.said}"
            for name, table in _named(tables)
        ),
        f"Not in the files: {', '.join(left)}." if left else "",
        MADE_SAFE if _was_made_safe(tables) else "",
        "",
        "Sources",
        *(source_words(source) for source in every_source(tables)),
        *spec.credits,
    ]
    said = [plain_text(line) for line in lines]
    kept = [line for at, line in enumerate(said) if line or (at and said[at - 1])]
    return ("\r\n".join(kept) + "\r\n").encode("utf-8-sig")


def _was_made_safe(tables: Sequence[DataTable]) -> bool:
    return any(is_made_safe(table.records(), table.columns, ()) for table in tables)


def geojson(spec: MapSpec, pack: Pack) -> bytes:
    """Return the data of a map as one GeoJSON file (RFC 7946): degrees, names in words.

    Each feature says which layer it is of. The same map gives the same bytes.
    """
    tables = tables_on(spec, pack)
    value = {
        "type": "FeatureCollection",
        "title": plain_text(spec.heading),
        "description": plain_text(spec.sentence),
        "illustrative": spec.illustrative,
        "sources": [plain_text(source_words(source)) for source in every_source(tables)],
        "credits": [plain_text(credit) for credit in spec.credits],
        "features": [feature for table in tables for feature in _features(table)],
    }
    return json.dumps(value, ensure_ascii=False, allow_nan=False).encode()


def _features(table: DataTable) -> Iterator[dict[str, Any]]:
    shapes = shapely.orient_polygons(table.shapes.to_crs(WGS84).to_numpy(), exterior_cw=False)
    for shape, record in zip(shapes, table.records(), strict=True):
        yield {
            "type": "Feature",
            "geometry": None
            if shape is None or shape.is_empty
            else _rounded(shapely.geometry.mapping(shape)),
            "properties": {"Layer": plain_text(table.title)} | _plain(record),
        }


def _rounded(geometry: Mapping[str, Any]) -> dict[str, Any]:
    def rounded(at: Any) -> Any:  # noqa: ANN401
        return round(at, DEGREES) if isinstance(at, float) else [rounded(each) for each in at]

    return {"type": geometry["type"], "coordinates": rounded(geometry["coordinates"])}


def _plain(record: Mapping[str, Any]) -> dict[str, Any]:
    return {
        plain_text(name): plain_text(value) if isinstance(value, str) else value
        for name, value in record.items()
    }


def geopackage(spec: MapSpec, pack: Pack) -> bytes:
    """Return the data of a map as a GeoPackage on the national grid, a layer for each of the map's.

    The same map gives the same bytes.
    """
    return geopackage_of(tables_on(spec, pack), (spec.heading, *spec.credits))


def geopackage_of(tables: Sequence[DataTable], said: Sequence[str]) -> bytes:
    """Return tables as a GeoPackage, a layer each, the highest first.

    Each layer and each field is described, in words. The same tables give the same bytes.

    Parameters
    ----------
    said
        What stands in the description of every layer: the question, whom to credit.
    """
    with tempfile.TemporaryDirectory(prefix="geopackage-") as folder, _gdal:
        path = Path(folder) / "map.gpkg"
        was = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": AT_ONE_TIME})
        try:
            layers = list(_layers(tables))
            for name, table in reversed(layers):
                _write_layer(path, name, table, said)
            _describe_fields(path, layers)
        finally:
            pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": was})
        return path.read_bytes()


def _layers(tables: Sequence[DataTable]) -> Iterator[tuple[str, DataTable]]:
    """Return each table with the name of its layer: its title, where no other has it."""
    titles = [plain_text(table.title) for table in tables]
    for (name, table), title in zip(_named(tables), titles, strict=True):
        yield title if titles.count(title) == 1 else name, table


def _write_layer(path: Path, name: str, table: DataTable, said: Sequence[str]) -> None:
    cells = [_plain(record) for record in table.records()]
    is_points = bool(len(table.shapes)) and set(table.shapes.geom_type) <= {"Point", None}
    frame = gpd.GeoDataFrame(
        cells,
        columns=[plain_text(name) for name in table.columns],
        geometry=np.asarray(table.shapes),
        crs=BRITISH_NATIONAL_GRID,
    )
    about = {
        "IDENTIFIER": plain_text(table.title),
        "DESCRIPTION": plain_text(" ".join([table.said, *said])),
    }
    pyogrio.write_dataframe(
        frame,
        path,
        layer=name,
        driver="GPKG",
        append=path.exists(),
        geometry_type="Point" if is_points else "MultiPolygon",
        promote_to_multi=not is_points,
        layer_options=about,
    )


def _describe_fields(path: Path, layers: Sequence[tuple[str, DataTable]]) -> None:
    """Say of every field what it holds, as the schema extension of GeoPackage does."""
    rows = [
        (name, plain_text(heading), plain_text(heading), plain_text(said))
        for name, table in layers
        for heading, said in table.about_columns().items()
    ]
    with closing(sqlite3.connect(path)) as database:
        database.executescript(SCHEMA_EXTENSION)
        database.executemany(
            "INSERT INTO gpkg_data_columns (table_name, column_name, title, description) "
            "VALUES (?, ?, ?, ?)",
            rows,
        )
        database.commit()


def _named(tables: Sequence[DataTable]) -> Iterator[tuple[str, DataTable]]:
    """Return each table with a file name of its own."""
    taken: set[str] = set()
    for table in tables:
        name = file_name(table.title)
        while name in taken:
            name = f"{name}-2"
        taken.add(name)
        yield name, table

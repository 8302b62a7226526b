"""Outlines from GeoParquet or GeoJSON: plain polygons, whichever of the two a file is."""

from __future__ import annotations

import io
from pathlib import Path

import geopandas
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame

from geodata.crs import WGS84
from geodata.files.cutting import without_others
from geodata.files.faults import fault, some
from geodata.files.geojson import POLYGONS, parse_geojson
from geodata.files.outlines import check_shapes
from geodata.files.reading import label, read_bytes
from geodata.files.telling import tell_repair

PARQUET = b"PAR1"
MOST_ROWS = 1_000_000
FIX = "Export it again as GeoParquet or GeoJSON, in longitude and latitude."


def read_outlines(path: Path) -> GeoDataFrame:
    """Read the polygons of a file, with their properties, in longitude and latitude.

    Raises
    ------
    DataError
        It is neither GeoParquet nor GeoJSON, states no system of coordinates, or holds anything but
        polygons.
    """
    content, name = read_bytes(path), label(path)
    if not content.startswith(PARQUET):
        return parse_geojson(content, name).rows
    rows = _parse(content, name)
    rows.index = range(1, len(rows) + 1)
    rows = without_others(rows)
    shapes = rows.geometry.to_numpy()
    plain = np.isin(rows.geom_type.to_numpy(object), POLYGONS) & ~shapely.is_empty(shapes)
    if not plain.all():
        wrong = some(list(rows.index[~plain]))
        raise fault(f"{name}, row {wrong}", "no polygon", "a polygon in each row", FIX)
    lonlat = rows.to_crs(WGS84)
    check_shapes(lonlat.geometry.to_dict(), name)
    crossed = ~shapely.is_valid(lonlat.geometry.to_numpy())
    if crossed.any():
        tell_repair(
            f"{name}, row {some(list(lonlat.index[crossed]))}: crossed itself, and was mended."
        )
        lonlat.loc[crossed, "geometry"] = [
            _polygons(shape) for shape in shapely.make_valid(lonlat.geometry.to_numpy()[crossed])
        ]
    return lonlat


def read_properties(path: Path) -> DataFrame:
    """Read what stands beside the polygons of a file, as text.

    Raises
    ------
    DataError
        It is neither GeoParquet nor GeoJSON.
    """
    content, name = read_bytes(path), label(path)
    if not content.startswith(PARQUET):
        return DataFrame(parse_geojson(content, name).rows.drop(columns="geometry").astype(str))
    try:
        held = pq.ParquetFile(io.BytesIO(content))
        if held.metadata.num_rows > MOST_ROWS:
            raise fault(name, f"{held.metadata.num_rows:,} rows", f"at most {MOST_ROWS:,}", FIX)
        texts = [
            field.name
            for field in held.schema_arrow
            if pa.types.is_string(field.type) or pa.types.is_large_string(field.type)
        ]
        rows = held.read(columns=texts).to_pandas()
    except (pa.ArrowException, OSError, ValueError) as error:
        found = f"a Parquet file that cannot be read ({type(error).__name__})"
        raise fault(name, found, "GeoParquet", FIX) from error
    rows.index = range(1, len(rows) + 1)
    return DataFrame(rows.fillna("").astype(str))


def _parse(content: bytes, name: str) -> GeoDataFrame:
    try:
        held = pq.read_metadata(io.BytesIO(content)).num_rows
        rows = geopandas.read_parquet(io.BytesIO(content)) if held <= MOST_ROWS else held
    except Exception as error:  # whatever a file holds, its reader is told
        found = f"a Parquet file without shapes that can be read ({type(error).__name__})"
        raise fault(name, found, "GeoParquet", FIX) from error
    if isinstance(rows, int):
        raise fault(name, f"{rows:,} rows", f"at most {MOST_ROWS:,}", "Cut it to what you need.")
    if rows.crs is None or not len(rows):
        found = "no rows" if not len(rows) else "no system of coordinates"
        raise fault(name, found, "shapes, and what their numbers are", FIX)
    if rows.geometry.name != "geometry":
        rows = rows.rename_geometry("geometry")
    return rows


def _polygons(shape: shapely.Geometry) -> shapely.Geometry:
    """Keep what is a polygon of a mended shape."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type in POLYGONS]
    return shapely.union_all(parts)

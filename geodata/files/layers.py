"""A layer of a map as people hand it over: GeoPackage, GeoJSON, KML, or a shapefile in a zip.

Whatever coordinates it states are turned into metres of the National Grid. A feature that cannot be
used is a fault of its own, and keeps no other from being read.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pandas import DataFrame
from pyproj import CRS, Transformer
from pyproj.exceptions import ProjError
from shapely.geometry.base import BaseGeometry

from geodata.crs import BRITISH_NATIONAL_GRID, WGS84
from geodata.errors import Problem
from geodata.files.archives import read_pieces, refuse_dangers, refuse_zip
from geodata.files.coordinates import find_grid_slips, find_slips
from geodata.files.faults import fault, many, shown, some
from geodata.files.geojson import DRAWN, geometry_of, parse_document, properties_of
from geodata.files.geopackages import GeoPackage, Table, split_blob
from geodata.files.kinds import JSON, KML, ZIP, find_kind
from geodata.files.kml import find_kml, read_kml
from geodata.files.shapefiles import LIMITS, list_shapefiles, read_shapefile
from geodata.files.telling import tell_repair, warn

GEOPACKAGE = b"SQLite format 3\0"
STATE = 'State its CRS in the recipe, such as crs = "EPSG:27700", or export it with one.'
MOST_CORNERS = 5_000_000
MOST_TEXT = 10_000  # characters of a definition of coordinates
EPSG = re.compile(r"(?:.*\bEPSG[:/].*?|EPSG:)?(\d{4,6})", re.IGNORECASE)
LONLAT = re.compile(r".*\bCRS:?84", re.IGNORECASE)
WHOLE = 1e15
FARTHEST = 1e9  # metres or degrees

Found = BaseGeometry | str
"""A shape, or in words what is there instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """The features of one layer.

    Attributes
    ----------
    name
        The file, and the layer where there are several, for messages.
    rows
        Attributes as text, "" where empty; the index is the number of the feature, from 1.
    shapes
        Feature → its shape in EPSG:27700, whole and flat; those that can be used.
    faults
        What is wrong with the others: one for each feature.
    crs
        What its coordinates were in, "EPSG:4326".
    """

    name: str
    rows: DataFrame
    shapes: Mapping[int, BaseGeometry]
    faults: tuple[Problem, ...]
    crs: str


def is_layer(content: bytes) -> bool:
    """Return whether bytes are of a map: GeoPackage, JSON, KML, or a zip with a map in it."""
    if content.startswith(GEOPACKAGE):
        return True
    kind = find_kind(content).name
    return kind in (JSON, KML) or (
        kind == ZIP and bool(list_shapefiles(content) or find_kml(content))
    )


def parse_layer(content: bytes, name: str, layer: str = "", crs: str = "") -> Layer:
    """Parse a layer of a map.

    Parameters
    ----------
    layer
        Which one of several; the first with shapes unless named.
    crs
        What its coordinates are in, where the file does not say.

    Raises
    ------
    DataError
        It is another kind of file, damaged or unsafe, has no such layer, or coordinates that
        nothing tells how to read.
    """
    if content.startswith(GEOPACKAGE):
        return _from_geopackage(content, name, layer, crs)
    kind = find_kind(content)
    if kind.name == ZIP:
        return _from_zip(content, name, layer, crs)
    if kind.name == KML:
        marks = read_kml([content], name)
        return _finish(name, marks.headings, marks.rows, marks.shapes, [WGS84] * len(marks.rows))
    if kind.name != JSON:
        expected = "a GeoPackage, GeoJSON, KML or a shapefile in a zip"
        raise fault(name, kind.name, expected, kind.fix or "Hand over one of these.")
    document = parse_document(content, name)
    stated = _stated(document.get("crs"), name)
    features = document["features"]
    headings = list(dict.fromkeys(str(key) for each in features for key in properties_of(each)))
    cells = [[_text(properties_of(each).get(key)) for key in headings] for each in features]
    found = [geometry_of(each) for each in features]
    return _finish(name, headings, cells, found, [stated or crs or WGS84] * len(found))


def _stated(crs: object, name: str) -> str:
    """Return what GeoJSON says that its coordinates are in; "" where it does not say."""
    if crs is None:
        return ""
    named = crs.get("properties", {}) if isinstance(crs, dict) else crs
    text = str(named.get("name", named) if isinstance(named, dict) else named)[:MOST_TEXT]
    return _read_crs(text, name)


def _read_crs(text: str, name: str) -> str:
    """Return a reference system by its EPSG number; only those that have one are known."""
    if LONLAT.fullmatch(text.strip()):
        return WGS84
    found = EPSG.fullmatch(text.strip())
    number = int(found[1]) if found else None
    try:
        if number is None and "[" in text:
            number = CRS.from_wkt(text).to_epsg(min_confidence=60)
        known = CRS.from_epsg(number) if number else None
    except (ProjError, ValueError, OverflowError):
        known = None
    if known is None:
        raise fault(name, f"coordinates in {shown(text)}", "a CRS with an EPSG number", STATE)
    return f"EPSG:{number}"


def _from_geopackage(content: bytes, name: str, layer: str, crs: str) -> Layer:
    with closing(GeoPackage(content, name)) as package:
        tables = package.tables()
        titles = [each.name for each in tables]
        table = tables[_choose(titles, [bool(t.column) for t in tables], layer, name)]
        drawn = package.read(table)
        where = f"{name}, layer {table.name}" if len(tables) > 1 else name
        systems = _systems(package, table, where, crs)
    parts = [split_blob(blob) if blob else None for blob in drawn.blobs]
    found: list[Found] = [
        "no shape" if blob is None else ("a shape that cannot be read" if part is None else "")
        for blob, part in zip(drawn.blobs, parts, strict=True)
    ]
    read = shapely.from_wkb([part[1] if part else None for part in parts], on_invalid="ignore")
    for n, (part, shape) in enumerate(zip(parts, np.atleast_1d(read), strict=True)):
        if part is not None:
            found[n] = "a shape that cannot be read" if shape is None else shape
    own = [part[0] if part else table.system for part in parts]
    strays = [n + 1 for n, number in enumerate(own) if number != table.system and found[n] != ""]
    told = [n for n in strays if not isinstance(found[n - 1], str)]
    if told:
        tell_repair(
            f"{where}, feature {some(told)}: in other coordinates than the layer; read in its own."
        )
    cells = [[_text(cell) for cell in row] for row in drawn.rows]
    named = [_system(number, systems, table, where, crs) for number in own]
    if not table.column:
        found = ["no shape"] * len(cells)
    return _finish(where, drawn.headings, cells, found, named, are_drawn=bool(table.column))


def _systems(package: GeoPackage, table: Table, where: str, crs: str) -> dict[int, str]:
    """Return the reference systems of a GeoPackage that can be used, by their number in it."""
    known: dict[int, str] = {}
    for number, (organisation, own, text) in package.systems.items():
        if number < 1:
            continue
        if organisation.casefold() == "epsg":
            known[number] = (
                _read_crs(f"EPSG:{own}", where) if number == table.system else (f"EPSG:{own}")
            )
        elif number == table.system and not crs:
            known[number] = _read_crs(text[:MOST_TEXT], where)
    return known


def _system(number: int, systems: Mapping[int, str], table: Table, where: str, crs: str) -> str:
    found = systems.get(number) or systems.get(table.system) or crs
    if not found and table.column:
        raise fault(where, "coordinates without a CRS", "a CRS with an EPSG number", STATE)
    return found


def _from_zip(content: bytes, name: str, layer: str, crs: str) -> Layer:
    refuse_dangers(content, name, LIMITS)
    stems = list_shapefiles(content)
    if not stems and (part := find_kml(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            marks = read_kml(read_pieces(archive, part, name, LIMITS.member_bytes), name)
        return _finish(name, marks.headings, marks.rows, marks.shapes, [WGS84] * len(marks.rows))
    if not stems:
        raise refuse_zip(content, name, "a shapefile in the zip", LIMITS)
    titles = [stem.rpartition("/")[2] for stem in stems]
    chosen = _choose(titles, [True] * len(stems), layer, name)
    read = read_shapefile(content, name, stems[chosen])
    where = f"{name}, layer {titles[chosen]}" if len(stems) > 1 else name
    stated = _read_crs(read.wkt, where) if read.wkt and not crs else crs
    if not stated:
        raise fault(where, "coordinates without a .prj", "a CRS with an EPSG number", STATE)
    return _finish(where, read.headings, read.rows, read.shapes, [stated] * len(read.rows))


def _choose(titles: list[str], have_shapes: list[bool], layer: str, name: str) -> int:
    """Choose a layer: the one that is named, else the first with shapes; tell of the others."""
    if layer and layer not in titles:
        listed = some([shown(each) for each in titles]) or "none"
        raise fault(name, f"no layer {shown(layer)}", f"one of its layers: {listed}", "Name it.")
    if not titles:
        raise fault(name, "no layers", "at least one", "Export the layer again.")
    if layer:
        return titles.index(layer)
    chosen = have_shapes.index(True) if any(have_shapes) else 0
    others = [each for n, each in enumerate(titles) if n != chosen]
    if others:
        left = some([shown(each) for each in others])
        warn(f"{name}: layer {shown(titles[chosen])} is read, the first with shapes; not {left}.")
    return chosen


def _finish(
    name: str,
    headings: Sequence[str],
    cells: Sequence[Sequence[str]],
    found: Sequence[Found],
    systems: Sequence[str],
    *,
    are_drawn: bool = True,
) -> Layer:
    """Make a layer of what was read: every feature either a shape that can be used, or a fault."""
    if not cells:
        raise fault(name, "no features", "at least one", "Export the layer again.")
    numbers = range(1, len(cells) + 1)
    rows = DataFrame(list(cells), columns=list(headings), index=pd.Index(numbers), dtype="str")
    said: dict[int, Found] = dict(zip(numbers, found, strict=True))
    shapes = {n: each for n, each in said.items() if isinstance(each, BaseGeometry)}
    if sum(map(int, shapely.get_num_coordinates(list(shapes.values())))) > MOST_CORNERS:
        raise fault(name, f"more than {MOST_CORNERS:,} corners", "fewer", "Simplify the outlines.")
    for n, each in shapes.items():
        if not _is_somewhere(each):
            said[n] = "a coordinate that is no number, or beyond all measure"
        elif each.geom_type not in DRAWN or each.is_empty:
            said[n] = f"a {each.geom_type}" if not each.is_empty else f"an empty {each.geom_type}"
    shapes = {n: each for n, each in shapes.items() if not isinstance(said[n], str)}
    flat = _flatten(shapes, name)
    placed, slips = _to_grid(flat, dict(zip(numbers, systems, strict=True)))
    said.update(slips)
    faults = tuple(
        Problem(
            where=f"{name}, feature {n}",
            found=each,
            expected="a shape in Great Britain",
            fix="Draw it again, or correct its coordinates.",
        )
        for n, each in said.items()
        if are_drawn and isinstance(each, str)
    )
    used = dict.fromkeys(system for n, system in zip(numbers, systems, strict=True) if n in placed)
    return Layer(
        name=name, rows=rows, shapes=_mended(placed, name), faults=faults, crs=" and ".join(used)
    )


def _is_somewhere(shape: BaseGeometry) -> bool:
    """Return whether all coordinates of a shape are numbers that can be reckoned with."""
    return bool((np.abs(shapely.get_coordinates(shape)) < FARTHEST).all())


def _flatten(shapes: Mapping[int, BaseGeometry], name: str) -> dict[int, BaseGeometry]:
    raised = [n for n, each in shapes.items() if each.has_z]
    if raised:
        said = f"heights left out ({many(len(raised), 'feature')})"
        tell_repair(f"{name}, feature {some(raised)}: {said}.")
    return {n: shapely.force_2d(each) for n, each in shapes.items()}


def _mended(shapes: Mapping[int, BaseGeometry], name: str) -> dict[int, BaseGeometry]:
    crossed = [n for n, each in shapes.items() if not each.is_valid]
    if crossed:
        tell_repair(f"{name}, feature {some(crossed)}: crossed itself, and was mended.")
    return {n: _valid(each) if n in crossed else each for n, each in shapes.items()}


def _valid(crossed: BaseGeometry) -> BaseGeometry:
    parts = shapely.get_parts(shapely.make_valid(crossed))
    polygons = [part for part in parts if part.geom_type in ("Polygon", "MultiPolygon")]
    return shapely.union_all(polygons) if polygons else shapely.make_valid(crossed)


def _to_grid(
    shapes: Mapping[int, BaseGeometry], systems: Mapping[int, str]
) -> tuple[dict[int, BaseGeometry], dict[int, str]]:
    """Turn shapes into metres of the National Grid; in words what keeps one from it."""
    placed: dict[int, BaseGeometry] = {}
    slips: dict[int, str] = {}
    for system in dict.fromkeys(systems[n] for n in shapes):
        numbers = [n for n in shapes if systems[n] == system]
        some_shapes = np.array([shapes[n] for n in numbers], dtype=object)
        corners, owner = shapely.get_coordinates(some_shapes, return_index=True)
        if system == WGS84:
            slips |= _slips(numbers, owner, find_slips(corners[:, 1], corners[:, 0]))
        if system != BRITISH_NATIONAL_GRID:
            corners = _transform(corners, system)
        slips |= {
            n: said
            for n, said in _slips(
                numbers, owner, find_grid_slips(corners[:, 0], corners[:, 1])
            ).items()
            if n not in slips
        }
        moved = shapely.set_coordinates(some_shapes, corners)
        placed |= {n: each for n, each in zip(numbers, moved, strict=True) if n not in slips}
    return {n: placed[n] for n in shapes if n in placed}, slips


def _transform(corners: NDArray[np.float64], system: str) -> NDArray[np.float64]:
    turn = Transformer.from_crs(system, BRITISH_NATIONAL_GRID, always_xy=True)
    return np.column_stack(turn.transform(corners[:, 0], corners[:, 1]))


def _slips(
    numbers: Sequence[int], owner: NDArray[np.int64], slips: Iterable[tuple[object, object]]
) -> dict[int, str]:
    """Find the features of which any corner has a slip."""
    found: dict[int, str] = {}
    for slip, flags in slips:
        for n in np.unique(owner[np.asarray(flags)]):
            found.setdefault(numbers[n], str(slip.found))  # type: ignore[attr-defined]
    return found


def _text(cell: object) -> str:
    """Write the value of an attribute as a CSV file would."""
    if cell is None or isinstance(cell, bytes | dict | list):
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell == int(cell if abs(cell) < WHOLE else 0):
        return str(int(cell))
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell).strip()

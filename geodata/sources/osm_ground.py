"""OpenStreetMap: what lies beneath a map – water, woods, built-up land, railways, roads, names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import shapely
from geopandas import GeoDataFrame

from geodata.crs import BRITISH_NATIONAL_GRID
from geodata.files import fault
from geodata.ground import gather_ground
from geodata.model import GroundKind
from geodata.sources.osm import PLUS, find_extract
from geodata.sources.record import Making, Reader

KEYS = ("natural", "landuse", "waterway", "railway", "highway", "place", "water")
MOST_SHAPES = 5_000_000
LAND: Mapping[tuple[str, str], GroundKind] = {
    ("natural", "water"): "water",
    ("waterway", "riverbank"): "water",
    ("landuse", "reservoir"): "water",
    ("natural", "wood"): "wood",
    ("landuse", "forest"): "wood",
    ("landuse", "residential"): "built-up",
    ("landuse", "commercial"): "built-up",
    ("landuse", "retail"): "built-up",
    ("landuse", "industrial"): "built-up",
}
LINES: Mapping[tuple[str, str], GroundKind] = {
    ("waterway", "river"): "river",
    ("waterway", "canal"): "river",
    ("railway", "rail"): "railway",
    ("highway", "motorway"): "motorway",
    ("highway", "motorway_link"): "motorway",
    ("highway", "trunk"): "main-road",
    ("highway", "trunk_link"): "main-road",
    ("highway", "primary"): "main-road",
    ("highway", "primary_link"): "main-road",
    ("highway", "secondary"): "road",
    ("highway", "secondary_link"): "road",
    ("highway", "tertiary"): "road",
    ("highway", "tertiary_link"): "road",
    ("highway", "unclassified"): "street",
    ("highway", "residential"): "street",
    ("highway", "living_street"): "street",
    ("highway", "pedestrian"): "street",
}
NAMES: Mapping[str, GroundKind] = {
    "city": "city",
    "town": "town",
    "suburb": "suburb",
    "quarter": "suburb",
    "village": "village",
    "hamlet": "hamlet",
}


def read_ground(path: Path) -> GeoDataFrame:
    """Read what lies beneath a map from an extract.

    Parameters
    ----------
    path
        An `.osm.pbf` file, as `find_extract` has checked it.

    Returns
    -------
    ground
        `kind` (see `geodata.ground`), `name` (may be empty) and a shape, EPSG:27700.

    Raises
    ------
    DataError
        The file is damaged, or holds nothing of the kind.
    """
    try:
        found = list(_shapes(path))
    except (RuntimeError, ValueError, OverflowError) as error:
        said = f"a damaged file ({str(error)[:80]})"
        raise fault(path.name, said, "a whole .osm.pbf extract", PLUS) from error
    if not found:
        expected = "water, woods, railways, roads or places with a name"
        raise fault(path.name, "nothing to draw", expected, PLUS)
    kinds, names, held = zip(*found, strict=True)
    shapes = shapely.from_wkb(held)
    rows = GeoDataFrame({"kind": kinds, "name": names}, geometry=shapes, crs="EPSG:4326")
    return rows.to_crs(BRITISH_NATIONAL_GRID)


def _shapes(path: Path) -> Iterator[tuple[GroundKind, str, bytes]]:
    """Yield each thing's kind, name and shape as WKB, longitude and latitude."""
    import osmium

    shape = osmium.geom.WKBFactory()
    # Closed lines and relations become areas; what else is read of them is passed over.
    wanted = osmium.filter.KeyFilter(*KEYS)
    things: Any = osmium.FileProcessor(osmium.io.File(str(path), "pbf")).with_areas(wanted)
    for count, thing in enumerate(things.with_filter(wanted)):
        if count > MOST_SHAPES:
            fix = "Use the extract of a county or region."
            raise fault(path.name, "more than fits", f"at most {MOST_SHAPES:,} things", fix)
        kind = _kind_of(thing)
        if kind is None:
            continue
        try:
            drawn = _drawn(shape, thing)
        except (RuntimeError, osmium.InvalidLocationError):
            continue  # a line whose points lie outside the extract, or an area that never closes
        yield kind, thing.tags.get("name", ""), bytes.fromhex(drawn)


def _kind_of(thing: Any) -> GroundKind | None:  # noqa: ANN401
    tags = thing.tags
    if thing.is_node():
        return NAMES.get(tags.get("place", "")) if "name" in tags else None
    table = LAND if thing.is_area() else LINES
    if thing.is_way() and (tags.get("tunnel", "no") != "no" or tags.get("area") == "yes"):
        return None
    if not (thing.is_area() or thing.is_way()):
        return None
    found = (table.get((key, tags.get(key, ""))) for key in KEYS)
    return next((kind for kind in found if kind), None)


def _drawn(shape: Any, thing: Any) -> str:  # noqa: ANN401
    if thing.is_node():
        return str(shape.create_point(thing))
    made = shape.create_multipolygon(thing) if thing.is_area() else shape.create_linestring(thing)
    return str(made)


def _gather(path: Path, making: Making) -> GeoDataFrame:
    return gather_ground(read_ground(path), making)


READERS = (
    Reader(
        role="ground",
        about="an OpenStreetMap extract of water, woods, railways and roads, .osm.pbf",
        read=find_extract,
        is_one_piece=True,
        make_ground=_gather,
    ),
)

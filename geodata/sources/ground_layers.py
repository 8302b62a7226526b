"""What lies beneath a map, as layers: Geofabrik’s shapefiles, OS OpenMap Local, OS Open Zoomstack.

Each comes as one file of many layers, a zip of shapefiles or a GeoPackage; which of them are read,
and what their classes mean, is written down here. Buildings, land cover and the rest are passed
over. Geofabrik’s are OpenStreetMap’s, under the Open Database Licence; the Survey’s under the Open
Government Licence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
from geopandas import GeoDataFrame

from geodata.crs import BRITISH_NATIONAL_GRID
from geodata.errors import DataError
from geodata.files import fault, label
from geodata.files.geopackages import GeoPackage
from geodata.files.layers import GEOPACKAGE, Layer, parse_layer
from geodata.files.reading import open_plain
from geodata.files.shapefiles import list_shapefiles
from geodata.ground import gather_ground
from geodata.model import GroundKind
from geodata.sources.osm_ground import LAND, LINES
from geodata.sources.osm_ground import NAMES as OSM_NAMES
from geodata.sources.record import Reader

MOST_BYTES = 1_000_000_000
LAYERS = "a zip of Geofabrik’s or OS OpenMap Local’s shapefiles, or OS Open Zoomstack’s layers"
SAVE = "Download the shapefiles of the county, or save the layers around it as one GeoPackage."


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A layer that is read.

    Attributes
    ----------
    named
        What the layer is called, as a pattern.
    kind
        What each of its shapes is, where it has no column of classes.
    classes
        Class, in lower case → what a shape of it is; others are passed over.
    by
        Which columns hold the class, the first that is there.
    calls
        Which column holds the name.
    """

    named: str
    kind: GroundKind | None = None
    classes: Mapping[str, GroundKind] = field(default_factory=dict)
    by: tuple[str, ...] = ()
    calls: tuple[str, ...] = ("name",)


def _tagged(keys: tuple[str, ...]) -> dict[str, GroundKind]:
    """Return classes of Geofabrik, which are values of OpenStreetMap’s tags."""
    return {value: kind for (key, value), kind in {**LAND, **LINES}.items() if key in keys}


ROADS: Mapping[str, GroundKind] = {
    "motorway": "motorway",
    "primary": "main-road",
    "primary road": "main-road",
    "a road": "main-road",
    "b road": "road",
    "minor": "road",
    "minor road": "road",
    "local": "street",
    "local road": "street",
}
SETTLEMENTS: Mapping[str, GroundKind] = {
    "capital": "city",
    "city": "city",
    "town": "town",
    "suburban area": "suburb",
    "village": "village",
    "hamlet": "hamlet",
    "small settlements": "hamlet",
}
TRACKS: Mapping[str, GroundKind] = {"single track": "railway", "multi track": "railway"}
FCLASS, CLASS, TYPE = ("fclass",), ("classifica", "classification"), ("type",)

KNOWN = (
    Known(named=r"gis_osm_water_a_free_1", classes=_tagged(("natural", "waterway")), by=FCLASS),
    Known(named=r"gis_osm_landuse_a_free_1", classes=_tagged(("landuse",)), by=FCLASS),
    Known(named=r"gis_osm_waterways_free_1", classes=_tagged(("waterway",)), by=FCLASS),
    Known(named=r"gis_osm_railways_free_1", classes={"rail": "railway"}, by=FCLASS),
    Known(named=r"gis_osm_roads_free_1", classes=_tagged(("highway",)), by=FCLASS),
    Known(named=r"gis_osm_places_free_1", classes=OSM_NAMES, by=FCLASS),
    Known(named=r"(?:[A-Z]{2}_)?SurfaceWater_Area|surface_water_area", kind="water"),
    Known(named=r"(?:[A-Z]{2}_)?TidalWater|tidal_water", kind="water"),
    Known(named=r"(?:[A-Z]{2}_)?Woodland", kind="wood"),
    Known(named=r"(?:[A-Z]{2}_)?RailwayTrack|railway_track", classes=TRACKS, by=CLASS),
    Known(
        named=r"(?:[A-Z]{2}_)?Road|road", classes=ROADS, by=CLASS, calls=("distname", "road_name")
    ),
    # The Zoomstack holds each shape once for each of its scales; one of them is taken.
    Known(named=r"surfacewater", classes={"local": "water"}, by=TYPE),
    Known(named=r"woodland", kind="wood", classes={"local": "wood"}, by=TYPE),
    Known(named=r"urban_areas", classes={"regional": "built-up"}, by=TYPE),
    Known(named=r"waterlines", classes={"regional": "river"}, by=TYPE),
    Known(named=r"rail", classes=TRACKS, by=TYPE),
    Known(named=r"roads_(?:national|regional|local)", classes=ROADS, by=TYPE),
    Known(named=r"names", classes=SETTLEMENTS, by=TYPE, calls=("name1",)),
)


def read_ground_layers(path: Path) -> GeoDataFrame:
    """Read what lies beneath a map from a file of layers.

    Returns
    -------
    ground
        `kind` (see `geodata.ground`), `name` (may be empty) and a shape, EPSG:27700.

    Raises
    ------
    DataError
        The file is of another kind, unsafe or damaged, or holds no layer that is known.
    """
    with open_plain(path) as stream:
        content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise fault(label(path), f"more than {MOST_BYTES:,} bytes", "less", SAVE)
    pieces = [
        _rows(known, parse_layer(content, label(path), title))
        for title in _titles(content, label(path))
        for known in [_known(title)]
        if known is not None
    ]
    if not any(map(len, pieces)):
        raise fault(label(path), "no layer that is known", LAYERS, SAVE)
    rows = pd.concat(pieces, ignore_index=True)
    return GeoDataFrame(rows, crs=BRITISH_NATIONAL_GRID)


def _titles(content: bytes, name: str) -> Iterator[str]:
    if content.startswith(GEOPACKAGE):
        with closing(GeoPackage(content, name)) as package:
            yield from [table.name for table in package.tables() if table.column]
        return
    try:
        stems = list_shapefiles(content)
    except DataError as error:
        raise fault(name, "another kind of file", LAYERS, SAVE) from error
    yield from (stem.rpartition("/")[2] for stem in stems)


def _known(title: str) -> Known | None:
    found = (known for known in KNOWN if re.fullmatch(known.named, title))
    return next(found, None)


def _rows(known: Known, layer: Layer) -> GeoDataFrame:
    rows = layer.rows.loc[list(layer.shapes)]
    rows.columns = rows.columns.str.casefold()
    kinds = pd.Series(known.kind, index=rows.index, dtype=object)
    if known.classes:
        by = next((name for name in known.by if name in rows), None)
        kinds = rows[by].str.casefold().map(dict(known.classes)) if by else kinds
    tunnel = rows["tunnel"].isin(["T", "1", "yes"]) if "tunnel" in rows else False
    calls = next((name for name in known.calls if name in rows), None)
    named = rows[calls] if calls else ""
    made = GeoDataFrame(
        {"kind": kinds, "name": named},
        geometry=list(layer.shapes.values()),
        index=rows.index,
        crs=BRITISH_NATIONAL_GRID,
    )
    return made[kinds.notna() & ~pd.Series(tunnel, index=rows.index)]


READERS = (
    Reader(
        role="ground_layers",
        about="water, woods, railways and roads as layers: Geofabrik, OpenMap Local, Zoomstack",
        read=read_ground_layers,
        is_one_piece=True,
        make_ground=gather_ground,
    ),
)

"""Streets of OpenStreetMap as Geofabrik draws them: a zip of shapefiles, one layer of them roads.

The drawing says what kind of street each is, which way it may be driven and how fast; who may use
it, and what bars the way, are not in it. So private drives count as streets here, which an extract
(`.osm.pbf`) tells apart: that is the better one.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geodata.files import fault, label, read_bytes
from geodata.files.shapefiles import Shapefile, list_headings, list_shapefiles, read_shapefile
from geodata.sources.osm_tags import Street, read_street

ROADS = {"osm_id", "fclass", "oneway", "maxspeed"}
ONEWAY = {"F": "yes", "T": "-1", "B": "no"}
LINES = ("LineString", "MultiLineString")
DECIMALS = 7  # of degrees, as OpenStreetMap keeps them: corners that agree are one point
FIX = "Download the zip of shapefiles of the county again, or its .osm.pbf extract."

Numbers = NDArray[np.float64]
Rows = NDArray[np.int64]


def read_roads(path: Path) -> tuple[Numbers, Rows, Rows, list[Street]]:
    """Read the roads of a zip of shapefiles.

    Returns
    -------
    lonlat, line, corner, streets
        Where points are; for each corner which line it belongs to and which point it is; and what
        each line allows.

    Raises
    ------
    DataError
        The zip is unsafe or damaged, or holds no layer of roads.
    """
    content, name = read_bytes(path), label(path)
    stems = list_shapefiles(content)
    roads = [stem for stem in stems if set(list_headings(content, name, stem)) >= ROADS]
    if not roads:
        expected = "a layer with " + ", ".join(sorted(ROADS))
        raise fault(name, "no layer of OpenStreetMap’s roads", expected, FIX)
    parts, streets = list[Numbers](), list[Street]()
    for stem in roads:
        for corners, street in _streets(read_shapefile(content, name, stem)):
            parts.append(corners)
            streets.append(street)
    if not streets:
        raise fault(name, "no streets", "roads that somebody may use", FIX)
    line = np.repeat(np.arange(len(parts)), [len(each) for each in parts])
    every = np.concatenate(parts).round(DECIMALS)
    lonlat, corner = np.unique(every, axis=0, return_inverse=True)
    return lonlat, line.astype(np.int64), corner.ravel().astype(np.int64), streets


def _streets(read: Shapefile) -> list[tuple[Numbers, Street]]:
    """Return the corners of each line with what it allows; one row may hold several lines."""
    at = {heading: n for n, heading in enumerate(read.headings)}
    found = []
    known: dict[tuple[str, str, str], Street | None] = {}
    for row, shape in zip(read.rows, read.shapes, strict=True):
        if not isinstance(shape, BaseGeometry) or shape.geom_type not in LINES:
            continue
        said = row[at["fclass"]], row[at["oneway"]], row[at["maxspeed"]]
        if said not in known:
            known[said] = _street(*said)
        street = known[said]
        if street is not None:
            found += [(shapely.get_coordinates(part), street) for part in shapely.get_parts(shape)]
    return found


def _street(fclass: str, oneway: str, maxspeed: str) -> Street | None:
    tags = {"highway": "track" if fclass.startswith("track") else fclass}
    if oneway in ONEWAY:
        tags["oneway"] = ONEWAY[oneway]
    if maxspeed.strip("0 "):
        tags["maxspeed"] = maxspeed
    return read_street(tags)

"""OpenStreetMap: an extract's streets, as points and lines with what each allows.

Extracts (`.osm.pbf`) are published by Geofabrik and others under the Open Database Licence, which
asks for "© OpenStreetMap contributors" beside whatever is made of them.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame

from geodata.crs import grid_from_lonlat
from geodata.files import fault
from geodata.files.kinds import find_kind
from geodata.model import Network
from geodata.network import FARTHEST_M, is_elsewhere
from geodata.sources.osm_shapes import read_roads
from geodata.sources.osm_tags import KEPT_TAGS, Street, read_street, stops
from geodata.sources.record import Reader
from geodata.streets import Drawn, make_network

MOST_BYTES = 2_500_000_000  # Great Britain is 2 GB
MOST_CORNERS = 60_000_000  # corners of streets; Great Britain has about 40 million
ZIPPED = b"PK\x03\x04"
MARGIN_M = 20_000.0  # streets this far around the pack are kept: the nearest way may lead outside
TELL_EVERY = 100_000
PLUS = "Download it again: OpenStreetMap extracts of English counties end in .osm.pbf."

Bounds = tuple[float, float, float, float]
Say = Callable[[str], None]


def _say_nothing(_: str) -> None:
    pass


def find_extract(path: Path) -> Path:
    """Check that a file is an OpenStreetMap extract, or a zip of its roads, by its first bytes.

    Raises
    ------
    DataError
        It is another kind of file, empty, absent or too large.
    """
    try:
        with path.open("rb") as stream:
            size, head = path.stat().st_size, stream.read(32)
    except OSError as error:
        found = f"a file that cannot be read ({type(error).__name__})"
        raise fault(path.name, found, "an .osm.pbf extract", PLUS) from error
    if head.startswith(ZIPPED):
        read_roads(path)
        return path
    if size > MOST_BYTES:
        fix = "Use the extract of a county or region."
        raise fault(path.name, f"{size:,} bytes", f"at most {MOST_BYTES:,}", fix)
    if b"OSMHeader" not in head:
        found = "an empty file" if not size else find_kind(head).name
        raise fault(path.name, found, "an .osm.pbf extract", PLUS)
    return path


def read_streets(path: Path, around: DataFrame | None = None, say: Say = _say_nothing) -> Network:
    """Read the streets of an extract as a network.

    Parameters
    ----------
    path
        An `.osm.pbf` file.
    around
        Points with `easting_m` and `northing_m` (EPSG:27700); streets more than 20 km outside
        their bounding box are left out. All are kept where none are given.
    say
        Told how far the reading has come.

    Raises
    ------
    DataError
        The file is damaged, holds no streets, too many, or those of another part of the country.
    """
    find_extract(path)
    barriers: list[Any] = []
    try:
        if _is_zip(path):
            lonlat, line, corner, streets = read_roads(path)
        else:
            lines, corners, streets = _read_lines(path, say)
            line = np.frombuffer(lines, np.int64)
            ids, corner = np.unique(np.frombuffer(corners, np.int64), return_inverse=True)
            say(f"Placing {len(ids):,} points of {len(streets):,} streets")
            lonlat, barriers = _read_points(path, ids)
    except (RuntimeError, ValueError, OverflowError) as error:
        found = f"a damaged file ({str(error)[:80]})"
        raise fault(path.name, found, "a whole .osm.pbf extract", PLUS) from error
    points = _to_grid(lonlat)
    _refuse_elsewhere(path.name, points, around)
    kept = _near(points, around)
    points[~kept] = np.nan
    network = make_network(_drawn(points, barriers, line, corner, streets))
    if network.edges.empty:
        raise fault(path.name, "no whole street", "streets around the pack", PLUS)
    say(f"Kept {len(network.nodes):,} points and {len(network.edges):,} stretches of street")
    return network


def _is_zip(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(ZIPPED)) == ZIPPED


def _read_lines(path: Path, say: Say) -> tuple[array[int], array[int], list[Street]]:
    """Read every street's line: which line and which point each corner is, and what it allows."""
    import osmium

    ways: Any = osmium.FileProcessor(osmium.io.File(str(path), "pbf"), osmium.osm.WAY)
    known: dict[tuple[str | None, ...], Street | None] = {}
    lines, corners, streets = array("q"), array("q"), list[Street]()
    for way in ways.with_filter(osmium.filter.KeyFilter("highway")):
        tags = tuple(way.tags.get(name) for name in KEPT_TAGS)
        if tags not in known:
            stated = zip(KEPT_TAGS, tags, strict=True)
            known[tags] = read_street({name: tag for name, tag in stated if tag is not None})
        street = known[tags]
        if street is None or len(way.nodes) < 2:  # noqa: PLR2004
            continue
        refs = [node.ref for node in way.nodes]
        lines.extend([len(streets)] * len(refs))
        corners.extend(refs)
        streets.append(street)
        if len(streets) % TELL_EVERY == 0:
            say(f"Read {len(streets):,} streets")
        if len(corners) > MOST_CORNERS:
            fix = "Use the extract of a county or region."
            raise fault(path.name, "more streets than fit", f"{MOST_CORNERS:,} corners", fix)
    if not streets:
        raise fault(path.name, "no streets", "ways with a highway tag", PLUS)
    return lines, corners, streets


def _read_points(path: Path, ids: NDArray[np.int64]) -> tuple[NDArray[np.float64], list[Any]]:
    """Read where points are, in the order of `ids`, and which of them are barriers to whom."""
    import osmium

    nodes: Any = osmium.FileProcessor(osmium.io.File(str(path), "pbf"), osmium.osm.NODE)
    wanted = nodes.with_filter(osmium.filter.IdFilter(ids.tolist()))
    lonlat = np.full((len(ids), 2), np.nan)
    found, places, barriers = array("q"), array("d"), list[Any]()
    for node in wanted:
        found.append(node.id)
        places.extend((node.lon, node.lat))
        if "barrier" in node.tags:
            barriers.append((node.id, *stops(dict(node.tags))))
    rows = np.searchsorted(ids, np.frombuffer(found, np.int64))
    lonlat[rows] = np.frombuffer(places, np.float64).reshape(-1, 2)
    return lonlat, [(int(np.searchsorted(ids, key)), *shut) for key, *shut in barriers]


def _to_grid(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
    points = np.column_stack(grid_from_lonlat(lonlat[:, 0], lonlat[:, 1]))
    points[~np.isfinite(points).all(axis=1)] = np.nan  # a place off the national grid
    return points


def _refuse_elsewhere(name: str, points: NDArray[np.float64], around: DataFrame | None) -> None:
    known = points[~np.isnan(points[:, 0])]
    if not len(known):
        raise fault(name, "streets without a place", "points in Great Britain", PLUS)
    places = DataFrame(known, columns=["easting_m", "northing_m"])
    if around is not None and is_elsewhere(places, around):
        middle = ", ".join(f"{value:,.0f}" for value in places.median())
        raise fault(
            name,
            f"streets around {middle} (EPSG:27700)",
            f"streets within {FARTHEST_M / 1000:g} km of the pack",
            "Use the extract of the pack’s own county.",
        )


def _near(points: NDArray[np.float64], around: DataFrame | None) -> NDArray[np.bool_]:
    if around is None:
        return ~np.isnan(points[:, 0])
    at = around[["easting_m", "northing_m"]].to_numpy(float)
    low, high = at.min(axis=0) - MARGIN_M, at.max(axis=0) + MARGIN_M
    return np.asarray(((points >= low) & (points <= high)).all(axis=1))


def _drawn(
    points: NDArray[np.float64],
    barriers: list[Any],
    line: NDArray[np.int64],
    corner: NDArray[np.int64],
    streets: list[Street],
) -> Drawn:
    shut = np.zeros((len(points), 2), dtype=bool)
    for row, *who in barriers:
        shut[row] = who
    allowed = list(zip(*streets, strict=True))
    return Drawn(
        points=points,
        stops_walkers=shut[:, 0],
        stops_cars=shut[:, 1],
        line=line,
        corner=corner,
        walk=np.array(allowed[0], dtype=bool),
        ahead_kmh=np.array(allowed[1], dtype=float),
        back_kmh=np.array(allowed[2], dtype=float),
        built_up=np.array(allowed[3], dtype=bool),
        minor=np.array(allowed[4], dtype=bool),
    )


READERS = (
    Reader(
        role="streets",
        about="an OpenStreetMap extract of the streets, .osm.pbf, or Geofabrik’s zip of shapefiles",
        read=find_extract,  # read once it is known which streets are near
        is_one_piece=True,
    ),
)

"""Shapefiles in a zip, through the safe door: judged before inflating, then read byte by byte."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.files.archives import Limits, list_members, read_member, refuse_dangers
from geodata.files.faults import fault, many

LIMITS = Limits()
MOST_TEXT = 10_000  # characters of a definition of coordinates
HEAD = 100  # bytes
FARTHEST = 1e9  # metres or degrees
MAGIC = 9994
POINTS, LINES, POLYGONS, MULTI = {1, 11, 21}, {3, 13, 23}, {5, 15, 25}, {8, 18, 28}
EXPORT = "Export it again, as a GeoPackage for one."
LAST_HEADING = 0x0D  # what ends the list of them
RING = 4  # corners, the first again at the end


@dataclass(frozen=True, slots=True, kw_only=True)
class Shapefile:
    """One shapefile: headings, cells and shapes, as they stand.

    Attributes
    ----------
    shapes
        A shape for each row, or in words what is there instead.
    wkt
        Definition of its coordinates; "" where it has none.
    """

    headings: list[str]
    rows: list[list[str]]
    shapes: list[BaseGeometry | str]
    wkt: str


def list_shapefiles(content: bytes) -> list[str]:
    """List the shapefiles of a zip by their names in it, without the ending."""
    names = [each for each in list_members(content) if each.casefold().endswith(".shp")]
    return sorted(each[:-4] for each in names if not each.startswith("__MACOSX/"))


def read_shapefile(content: bytes, name: str, stem: str) -> Shapefile:
    """Read one shapefile of a zip.

    Parameters
    ----------
    stem
        As `list_shapefiles` lists it.

    Raises
    ------
    DataError
        The zip is not safe to inflate, or a part is damaged or missing.
    """
    refuse_dangers(content, name, LIMITS)
    archive = zipfile.ZipFile(io.BytesIO(content))
    parts = {each.casefold(): each for each in archive.namelist()}

    def part(ending: str) -> bytes:
        member = parts.get(f"{stem}{ending}".casefold())
        return b"" if member is None else read_member(archive, member, name, LIMITS.member_bytes)

    where = f"{name}, {stem}"
    shapes = list(_read_shapes(part(".shp"), f"{where}.shp"))
    table = part(".dbf")
    if not table:
        raise fault(where, "no .dbf beside the .shp", "the shapes’ own table", "Zip all its parts.")
    headings, rows = _read_table(table, f"{where}.dbf", part(".cpg").decode("ascii", "ignore"))
    if len(rows) != len(shapes):
        found = f"{many(len(shapes), 'shape')} and {many(len(rows), 'row')}"
        raise fault(where, found, "a row for each shape", EXPORT)
    kept = [n for n, row in enumerate(rows) if row is not None]
    wkt = part(".prj")[:MOST_TEXT].decode("utf-8", "replace").strip("\ufeff \r\n\0")
    return Shapefile(
        headings=headings,
        rows=[row for row in rows if row is not None],
        shapes=[shapes[n] for n in kept],
        wkt=wkt,
    )


def list_headings(content: bytes, name: str, stem: str) -> list[str]:
    """List the headings of the table of one shapefile; none where it has no table."""
    refuse_dangers(content, name, LIMITS)
    archive = zipfile.ZipFile(io.BytesIO(content))
    member = {each.casefold(): each for each in archive.namelist()}.get(f"{stem}.dbf".casefold())
    if member is None:
        return []
    table = read_member(archive, member, name, LIMITS.member_bytes)
    return _read_fields(table, f"{name}, {stem}.dbf", "utf-8")[0]


def _read_shapes(content: bytes, where: str) -> Iterator[BaseGeometry | str]:
    if len(content) < HEAD or struct.unpack(">i", content[:4])[0] != MAGIC:
        raise fault(where, "something else", "a shapefile", EXPORT)
    at = HEAD
    while at + 8 <= len(content):
        words = struct.unpack(">i", content[at + 4 : at + 8])[0]
        body = content[at + 8 : at + 8 + 2 * words]
        if words < 2 or len(body) < 2 * words:  # noqa: PLR2004
            raise fault(where, "a shape that breaks off", "a whole file", EXPORT)
        try:
            yield _shape(body)
        except (struct.error, ValueError, IndexError, shapely.errors.ShapelyError):
            yield "a shape that cannot be read"
        at += 8 + 2 * words


def _shape(body: bytes) -> BaseGeometry | str:
    kind = struct.unpack("<i", body[:4])[0]
    if kind == 0:
        return "no shape"
    if kind in POINTS:
        return shapely.Point(*struct.unpack("<2d", body[4:20]))
    if kind in MULTI:
        (count,) = struct.unpack("<i", body[36:40])
        return shapely.MultiPoint(_corners(body, 40, count))
    if kind in LINES | POLYGONS:
        parts, count = struct.unpack("<2i", body[36:44])
        starts = np.frombuffer(body, "<i4", parts, 44)
        pieces = np.split(_corners(body, 44 + 4 * parts, count), starts[1:])
        return _polygon(pieces) if kind in POLYGONS else shapely.MultiLineString(pieces)
    return "a shape of an unusual kind"


def _corners(body: bytes, at: int, count: int) -> np.ndarray:
    corners = np.frombuffer(body, "<f8", 2 * count, at).reshape(-1, 2)
    if not (np.abs(corners) < FARTHEST).all():
        msg = "coordinates that cannot be reckoned with"
        raise ValueError(msg)
    return corners


def _polygon(rings: list[np.ndarray]) -> BaseGeometry | str:
    """Make a polygon of rings: what runs with the clock is an edge, the rest are holes in one."""
    rings = [ring for ring in rings if len(ring) >= RING]
    if not rings:
        return "an empty polygon"
    edges = [ring for ring in rings if _area(ring) <= 0]
    holes = [ring for ring in rings if _area(ring) > 0]
    if not edges:
        edges, holes = holes, []
    around = [shapely.Polygon(ring) for ring in edges]
    inside: list[list[np.ndarray]] = [[] for _ in edges]
    shapely.prepare(around)
    for hole in holes:
        corner = shapely.Point(hole[0])
        homes = [n for n, each in enumerate(around) if each.intersects(corner)]
        if homes:
            inside[min(homes, key=lambda n: around[n].area)].append(hole)
        else:
            edges.append(hole)
            inside.append([])
    made = [shapely.Polygon(ring, within) for ring, within in zip(edges, inside, strict=True)]
    return made[0] if len(made) == 1 else shapely.MultiPolygon(made)


def _area(ring: np.ndarray) -> float:
    """Return the area of a ring, below zero where it runs with the clock."""
    x, y = (ring - ring[0]).T
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])) / 2


def _read_table(
    content: bytes, where: str, encoding: str
) -> tuple[list[str], list[list[str] | None]]:
    """Read a dBASE table: headings, and the cells of each row; None for one that was deleted."""
    known = "utf-8" if "utf" in encoding.casefold() or encoding.strip() == "65001" else ""
    headings, sizes = _read_fields(content, where, known)
    count, start, width = struct.unpack("<IHH", content[4:12])
    if width != 1 + sum(sizes) or start + count * width > len(content):
        raise fault(where, "a table that breaks off", "a whole one", EXPORT)
    rows: list[list[str] | None] = []
    for n in range(count):
        row, cells = content[start + n * width : start + (n + 1) * width], []
        at = 1
        for size in sizes:
            cells.append(_decode(row[at : at + size], known).strip(" \0"))
            at += size
        rows.append(None if row[:1] == b"*" else cells)
    return headings, rows


def _read_fields(content: bytes, where: str, encoding: str) -> tuple[list[str], list[int]]:
    """Read the headings of a dBASE table, and how wide each column is."""
    if len(content) < 33:  # noqa: PLR2004
        raise fault(where, "a table that breaks off", "a whole one", EXPORT)
    (start,) = struct.unpack("<H", content[8:10])
    names, sizes, at = [], [], 32
    while at + 32 <= min(start, len(content)) and content[at] != LAST_HEADING:
        names.append(content[at : at + 11].split(b"\0")[0])
        sizes.append(content[at + 16])
        at += 32
    return [_decode(each, encoding).strip() for each in names], sizes


def _decode(cell: bytes, encoding: str) -> str:
    try:
        return cell.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        return cell.decode("cp1252", "replace")

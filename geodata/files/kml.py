"""KML: placemarks with their names, what is said of them, and their shapes; no link is followed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import numpy as np
import shapely
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

from geodata.files.faults import fault
from geodata.files.markup import Listener, Wanted, feed

ENDING = ".kml"
NO_SHAPE, UNREADABLE = "no shape", "a shape that cannot be read"
MOST_MARKS = 200_000
MOST_TEXT = 1_000  # letters of what is said of a placemark
FIX = "Export it again, from Google Earth, QGIS or the tool it was drawn in."
WANTED = Wanted(what="a KML file", writes="as in every KML file", fix=FIX)
SHAPES = ("Point", "LineString", "Polygon")
SAID = ("name", "description")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """The placemarks of a KML file, in order: headings, cells as text, and shapes or what is there.

    Attributes
    ----------
    shapes
        In longitude and latitude.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shapes: tuple[BaseGeometry | str, ...]


def find_kml(content: bytes) -> str:
    """Find the part of a zip that is its KML, the first as in a KMZ; "" where it holds none."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
        return ""
    return next((each for each in names if each.casefold().endswith(ENDING)), "")


def read_kml(pieces: Iterable[bytes], name: str) -> Marks:
    """Read the placemarks of a KML file.

    Raises
    ------
    DataError
        It is damaged or unsafe, or holds no placemark.
    """
    found = _Placemarks(name)
    for _ in feed(pieces, name, found, WANTED):
        pass
    if not found.marks and found.links:
        fix = "Open it where it was made, and export what it shows. No link is followed."
        raise fault(name, "a KML file that only points to others", "the shapes themselves", fix)
    headings = tuple(dict.fromkeys(key for mark in found.marks for key in mark.said))
    return Marks(
        headings=headings,
        rows=tuple(tuple(mark.said.get(key, "") for key in headings) for mark in found.marks),
        shapes=tuple(mark.shape() for mark in found.marks),
    )


@dataclass(slots=True)
class _Mark:
    """A placemark as far as it has been read."""

    said: dict[str, str] = field(default_factory=dict)
    shapes: list[BaseGeometry | str] = field(default_factory=list)

    def shape(self) -> BaseGeometry | str:
        """Return its shape, several as one, or in words what is there instead."""
        if not self.shapes:
            return NO_SHAPE
        parts: list[BaseGeometry] = []
        for each in self.shapes:
            if isinstance(each, str):
                return each
            parts.append(each)
        if len(parts) == 1:
            return parts[0]
        kinds = {part.geom_type for part in parts}
        if kinds != {"Polygon"}:
            return "shapes of several kinds" if len(kinds) > 1 else f"several {kinds.pop()}s"
        joined: Any = shapely.multipolygons(parts)
        return cast("BaseGeometry", joined)


class _Placemarks(Listener):
    """Gathers placemarks as they are parsed."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.marks: list[_Mark] = []
        self.links = 0
        self.inside: list[str] = []
        self.said: list[str] = []
        self.key = ""
        self.rings: list[str] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Open a placemark, or what is said in one."""
        if tag == "Placemark":
            if len(self.marks) >= MOST_MARKS:
                most = f"at most {MOST_MARKS:,}"
                raise fault(self.name, f"more than {MOST_MARKS:,} placemarks", most, FIX)
            self.marks.append(_Mark())
        self.links += tag == "NetworkLink"
        if tag in ("Data", "SimpleData"):
            self.key = attributes.get("name", "")[:MOST_TEXT]
        if tag in SHAPES:
            self.rings = []
        self.inside.append(tag)
        self.said = []

    def text(self, said: str) -> None:
        """Take text; only what is said of a placemark is kept."""
        if "Placemark" in self.inside:
            self.said.append(said)

    def end(self, tag: str) -> None:
        """Close what was opened, and keep what it said."""
        self.inside.pop()
        if "Placemark" not in self.inside or not self.marks:
            return
        mark, said = self.marks[-1], "".join(self.said).strip()
        outer = self.inside[-1]
        if tag in SAID and outer == "Placemark":
            mark.said[tag] = said[:MOST_TEXT]
        elif (tag == "value" and outer == "Data") or tag == "SimpleData":
            mark.said.setdefault(self.key or "value", said[:MOST_TEXT])
        elif tag == "coordinates":
            self.rings.append(said)
        elif tag in SHAPES:
            mark.shapes.append(_shape(tag, self.rings))
            self.rings = []
        self.said = []


def _shape(tag: str, rings: list[str]) -> BaseGeometry | str:
    """Return a shape of its rings, the outer first; in words where it cannot be read."""
    try:
        corners = [_corners(ring) for ring in rings]
        if tag == "Polygon":
            return shapely.Polygon(corners[0], corners[1:])
        if tag == "LineString":
            return shapely.LineString(corners[0])
        return shapely.Point(corners[0][0])
    except (ShapelyError, ValueError, IndexError):
        return UNREADABLE


def _corners(text: str) -> np.ndarray:
    """Return corners written as "lon,lat[,height] lon,lat …"; heights are left out."""
    rows = [each.split(",")[:2] for each in text.split()]
    corners = np.asarray(rows, dtype=float)
    if corners.ndim != 2 or not np.isfinite(corners).all():  # noqa: PLR2004
        raise ValueError(text[:40])
    return corners

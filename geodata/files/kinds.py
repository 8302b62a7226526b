"""What a file is, by its first bytes: never by its name, and never by asking a library to guess."""

from __future__ import annotations

import re
from dataclasses import dataclass

WORKBOOK = "an Excel workbook"
ZIP = "a zip"
JSON = "JSON"
KML = "KML"
TABLE = "text"

CSV = "Save it as CSV UTF-8"
GEOJSON = "Export it as GeoJSON in longitude and latitude"
SHEET = "Open it in Excel, take off any password, and save the sheet as .xlsx or CSV UTF-8."
START = 4096  # bytes that are looked at
MARKS = ((b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"),
         (b"\xfe\xff", "utf-16"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file.

    Attributes
    ----------
    name
        What it is, with its article: "a PDF".
    fix
        What to hand over in its place, where it is read nowhere.
    """

    name: str
    fix: str


SIGNATURES = (
    (b"%PDF", Kind("a PDF", "Ask for the table behind it as a CSV file.")),
    (b"\xd0\xcf\x11\xe0", Kind("an old or password-protected Office file", SHEET)),
    (
        b"SQLite format 3\0",
        Kind(
            "a GeoPackage or other SQLite database",
            f"{GEOJSON}; what is your own, name under [own] of a recipe.",
        ),
    ),
    (b"\0\0\x27\x0a", Kind("a shapefile", f"{GEOJSON}.")),
    (b"PAR1", Kind("a Parquet file", f"{CSV} or {GEOJSON}.")),
    (b"ARROW1", Kind("an Arrow file", f"{CSV} or {GEOJSON}.")),
    (b"fgb\x03", Kind("a FlatGeobuf file", f"{GEOJSON}.")),
    (b"\x89HDF", Kind("an HDF file", f"{CSV}.")),
    (b"7z\xbc\xaf", Kind("a 7-Zip archive", "Unpack it and hand over the file inside.")),
    (b"Rar!", Kind("a RAR archive", "Unpack it and hand over the file inside.")),
    (b"BZh", Kind("a bzip2 file", "Unpack it first.")),
    (b"\xfd7zXZ", Kind("an xz file", "Unpack it first.")),
    (b"\x28\xb5\x2f\xfd", Kind("a zstd file", "Unpack it first.")),
    (b"\x1f\x8b", Kind("a file compressed twice", "Unpack it first.")),
    (b"\x89PNG", Kind("a picture", "Ask for the table behind it as a CSV file.")),
    (b"\xff\xd8\xff", Kind("a picture", "Ask for the table behind it as a CSV file.")),
    (b"GIF8", Kind("a picture", "Ask for the table behind it as a CSV file.")),
    (b"II*\0", Kind("a picture", "Ask for the table behind it as a CSV file.")),
    (b"MM\0*", Kind("a picture", "Ask for the table behind it as a CSV file.")),
    (b"{\\rtf", Kind("a word processor’s file", f"{CSV}.")),
    (b"\x7fELF", Kind("a program", "Hand over a table or a map.")),
    (b"MZ\x90", Kind("a program", "Hand over a table or a map.")),
)
# What an XML file is, by words near its start; the first that stands there.
XML = (
    (r"<(\w+:)?kml\b", Kind(KML, f"{GEOJSON}: in QGIS or mapshaper.org, for one.")),
    (r"<(ogr|gdal)\w*|<vrt", Kind("a GDAL file that points to other data", "Hand over the data "
     "itself: what it points to is never followed.")),
    (r"<!doctype\s+html|<html|<head|<body|<table|<script|<div", Kind("a web page",
     "Download the data file itself, not the page about it.")),
    (r"schemas-microsoft-com:office:spreadsheet", Kind("an old Excel XML sheet", SHEET)),
    (r"<(\w+:)?gpx\b", Kind("a GPX track", f"{GEOJSON}.")),
    (r"opengis\.net/gml|<gml:|featurecollection", Kind("GML", f"{GEOJSON}.")),
    (r"<osm\b|<osmchange", Kind("OpenStreetMap XML", "Use the extract that ends in .osm.pbf.")),
    (r"<svg", Kind("a picture", "Ask for the table behind it as a CSV file.")),
)  # fmt: skip
OTHER_XML = Kind("XML", "Download the table as CSV, or the shapes as GeoJSON.")
JSON_START = re.compile(r"""[\[{]\s*(["\[{\]}]|$|-?[0-9])""")


def find_kind(content: bytes) -> Kind:
    """Find what a file is by how it begins; text that is neither XML nor JSON may be a table."""
    start = content[:START]
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return Kind(ZIP, "Unpack it, and hand over the file inside.")
    for signature, kind in SIGNATURES:
        if start.startswith(signature):
            return kind
    if b"OSMHeader" in start[:64]:
        return Kind("an OpenStreetMap extract", "Name it under files.streets of a recipe.")
    text = _begin(start)
    if text.startswith("<"):
        return _xml_kind(text)
    if text.startswith("{") or (text.startswith("[") and JSON_START.match(text)):
        return Kind(JSON, "Shapes are read as GeoJSON, tables as CSV.")
    return Kind(TABLE, "")


def _begin(start: bytes) -> str:
    """Decode the first bytes far enough to see what they open with."""
    for mark, encoding in MARKS:
        if start.startswith(mark):
            return start.decode(encoding, "ignore").lstrip("\ufeff \t\r\n")
    if start[:1] == b"\0" or start[1:2] == b"\0":  # UTF-16 without its mark
        return start.replace(b"\0", b"").decode("latin-1").lstrip()
    return start.decode("utf-8", "ignore").lstrip("\ufeff \t\r\n")


def _xml_kind(text: str) -> Kind:
    plain = text.casefold()
    for pattern, kind in XML:
        if re.search(pattern, plain):
            return kind
    return OTHER_XML

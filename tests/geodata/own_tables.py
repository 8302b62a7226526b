"""Tables and maps as councils keep them, with the faults that they have; made up."""

from __future__ import annotations

import csv
import io
import sqlite3
import struct
from pathlib import Path

import shapely
from pyproj import Transformer

from geodata.crs import lonlat_from_grid

HEADINGS = (
    *("Ref", "Setting name", "Type", "Provider", "Address 1", "Town", "Post code", "Ages"),
    *("Lat", "Long", "Level", "Registered places", "WTE", "Opening hours", "How to access", "Cost"),
    *("How delivered", "Status", "Phone", "Website", "Contact officer"),
)
ROWS = 200
POSTCODES = ("FE1 0AA", "FE1 0AB", "FE2 0AA", "FE2 0AB", "FE1 1AA", "FE1 1AB")
FIRST = 4  # the row that the first service stands in, below a title, a blank row and headings


def services() -> list[dict[str, str]]:
    """Return two hundred services, all of them right."""
    return [
        {
            "Ref": f"S{n:03d}",
            "Setting name": f"Setting {n}",
            "Type": ("Day Nursery", "Stay & Play", "Youth club")[n % 3],
            "Provider": "Fenshire Council",
            "Address 1": f"{n} High Street",
            "Town": "Reedham",
            "Post code": POSTCODES[n % 6],
            "Ages": ("0-5", "2 to 4 years", "11+")[n % 3],
            "Level": ("Universal", "Targeted - selective", "")[n % 3],
            "Registered places": str(10 + n % 40),
            "WTE": "2.5",
            "Opening hours": "Mon–Fri 9–5",
            "How to access": "Self-referral",
            "Cost": "£5",
            "How delivered": ("Face to face", "Face to face; online", "Outreach")[n % 3],
            "Status": ("Active", "open", "Open")[n % 3],
            "Phone": "01733 000000",
            "Website": "https://example.org",
            "Contact officer": "A Person",
        }
        for n in range(ROWS)
    ]


# Row of the file → what is changed in it; each a fault that real tables have.
FAULTS: dict[int, dict[str, str]] = {
    10: {"Post code": "FE9 8XX"},  # in no table
    11: {"Post code": "  fe10aa\u00a0"},  # right, though not as it is written elsewhere
    12: {"Setting name": ""},
    13: {"Post code": "", "Lat": "-0.06", "Long": "52.48"},  # exchanged, and nothing else to go by
    14: {"Lat": "-0.06", "Long": "52.48"},  # exchanged, with a postcode
    15: {"Ages": "05-Nov"},
    16: {"Ages": "Key Stage 2"},
    17: {"Setting name": "=VLOOKUP(A2,B:C,2)"},
    18: {"Ref": "S010"},  # the code of row 14
    19: {"Setting name": "Setting 3", "Type": "Day Nursery", "Post code": "FE2 0AB"},  # as row 7
    20: {"Status": "Closed March 2024"},
    21: {"Level": "Tier 2"},
    22: {"Registered places": "about 20"},
    23: {"Type": ""},
    24: {"Post code": "PE1"},
    25: {"Status": "who knows"},
    26: {"Lat": "53.5", "Long": "-0.06"},  # 110 km from its postcode
    27: {"Ages": "2025-11-01"},
    28: {"Post code": "", "Lat": "51.5", "Long": "-0.06"},  # far from the pack
}


def faulty_rows() -> list[list[str]]:
    """Return the table as rows of cells: a title, headings, services with faults, blank rows."""
    rows: list[list[str]] = [["Services for children, £ and ’quotes’", *[""] * (len(HEADINGS) - 1)]]
    rows += [[""] * len(HEADINGS), list(HEADINGS)]
    for n, service in enumerate(services()):
        cells = service | FAULTS.get(FIRST + n, {})
        rows.append([cells.get(heading, "") for heading in HEADINGS])
    rows.insert(60, [""] * len(HEADINGS))
    rows.append(["Total", "Total", *[""] * (len(HEADINGS) - 2)])
    return rows


def as_csv(rows: list[list[str]], encoding: str) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode(encoding)


def square(west: float, south: float, east: float, north: float) -> shapely.Polygon:
    """A box by the grid of the small recipe: kilometres from its south-west corner."""
    return shapely.box(
        540_000 + west * 1000, 290_000 + south * 1000, 540_000 + east * 1000, 290_000 + north * 1000
    )


def in_degrees(shape: shapely.Geometry) -> shapely.Geometry:
    corners = shapely.get_coordinates(shape)
    lon, lat = lonlat_from_grid(corners[:, 0], corners[:, 1])
    return shapely.set_coordinates(shape, list(zip(lon, lat, strict=True)))


def in_mercator(shape: shapely.Geometry) -> shapely.Geometry:
    turn = Transformer.from_crs("EPSG:27700", "EPSG:3857", always_xy=True)
    corners = shapely.get_coordinates(shape)
    x, y = turn.transform(corners[:, 0], corners[:, 1])
    return shapely.set_coordinates(shape, list(zip(x, y, strict=True)))


def write_geopackage(path: Path, layers, stamp="2026-01-01T00:00:00Z", extra=()) -> Path:
    """Write a GeoPackage as QGIS does.

    Parameters
    ----------
    layers
        Name → (number of its coordinates, list of (attributes, shape or None)).
    extra
        Statements to run at the end.
    """
    path.unlink(missing_ok=True)
    database = sqlite3.connect(path)
    database.executescript(
        """
        PRAGMA application_id = 1196444487;
        CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY,
          organization TEXT, organization_coordsys_id INTEGER, definition TEXT, description TEXT);
        CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT, identifier TEXT,
          description TEXT, last_change DATETIME, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE,
          max_y DOUBLE, srs_id INTEGER);
        CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT,
          geometry_type_name TEXT, srs_id INTEGER, z TINYINT, m TINYINT);
        INSERT INTO gpkg_spatial_ref_sys VALUES ('none', -1, 'NONE', -1, 'undefined', '');
        INSERT INTO gpkg_spatial_ref_sys VALUES ('any', 0, 'NONE', 0, 'undefined', '');
        INSERT INTO gpkg_spatial_ref_sys VALUES ('WGS 84', 4326, 'EPSG', 4326, 'GEOGCS', '');
        INSERT INTO gpkg_spatial_ref_sys VALUES ('OSGB36', 27700, 'EPSG', 27700, 'PROJCS', '');
        INSERT INTO gpkg_spatial_ref_sys VALUES ('Mercator', 3857, 'EPSG', 3857, 'PROJCS', '');
        """
    )
    for name, (system, rows) in layers.items():
        headings = list(rows[0][0])
        columns = ", ".join(f'"{each}" TEXT' for each in headings)
        database.execute(f'CREATE TABLE "{name}" (fid INTEGER PRIMARY KEY, geom BLOB, {columns})')
        contents = (name, "features", name, "", stamp, None, None, None, None, system)
        database.execute("INSERT INTO gpkg_contents VALUES (?,?,?,?,?,?,?,?,?,?)", contents)
        shapes = (name, "geom", "GEOMETRY", system, 2, 2)
        database.execute("INSERT INTO gpkg_geometry_columns VALUES (?,?,?,?,?,?)", shapes)
        marks = ",".join("?" * (len(headings) + 1))
        for attributes, shape in rows:
            blob = None if shape is None else as_blob(shape, system)
            cells = [blob, *(attributes[each] for each in headings)]
            listed = ", ".join(f'"{each}"' for each in headings)
            made = f'INSERT INTO "{name}" (geom, {listed}) VALUES ({marks})'  # noqa: S608
            database.execute(made, cells)
    for statement in extra:
        database.execute(statement)
    database.commit()
    database.close()
    return path


def as_blob(shape: shapely.Geometry, system: int) -> bytes:
    west, south, east, north = shape.bounds
    envelope = struct.pack("<4d", west, east, south, north)
    return b"GP\0\x03" + struct.pack("<i", system) + envelope + shapely.to_wkb(shape)


def teams() -> dict[str, tuple[int, list[tuple[dict[str, str], shapely.Geometry | None]]]]:
    """Two layers: teams in degrees, with the faults that drawings have, and notes in metres.

    The pack is a square of two kilometres. The west half is one team, drawn in two features, one of
    which crosses itself; the east one overlaps it and leaves a gap in the north-east.
    """
    west = in_degrees(square(0, 0, 1, 1))
    bow = shapely.Polygon(
        [(540_000, 291_000), (541_000, 292_000), (541_000, 291_000), (540_000, 292_000)]
    )
    east = shapely.force_3d(in_degrees(square(0.5, 0, 2, 1)), 12.0)
    features = [
        ({"Team": "West", "Lead": "A Person"}, west),
        ({"Team": "West", "Lead": "A Person"}, in_degrees(bow)),
        ({"Team": "East", "Lead": "B Person"}, east),
        ({"Team": "", "Lead": ""}, in_degrees(square(0, 0, 1, 1))),
        ({"Team": "Nowhere", "Lead": ""}, None),
        ({"Team": "Far", "Lead": ""}, in_degrees(square(50, 50, 51, 51))),
        ({"Team": "Metres", "Lead": ""}, square(0, 0, 1, 1)),
    ]
    return {
        "teams": (4326, features),
        "notes": (27700, [({"Note": "a remark"}, shapely.Point(540_500, 290_500))]),
    }

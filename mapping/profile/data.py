"""A profile as data: a zip of tables, maps for a GIS, licences, and what it was made from."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Final

from geopandas import GeoSeries

from geodata.crs import BRITISH_NATIONAL_GRID
from geodata.model import Pack, Source
from layers.places import member_areas
from layers.profile.parts import Table
from layers.profile.sections.known import shown_live
from layers.said.citing import each_once, sources_by_key
from layers.said.export import MADE_SAFE, is_made_safe, rows_csv
from layers.said.result import ILLUSTRATIVE, source_words
from mapping.drawn.data import (
    DataTable,
    boundary_table,
    door_columns,
    fill_table,
    rows_from,
)
from mapping.drawn.data_files import FIRST_DAY, geopackage_of
from mapping.escape import file_name, plain_text
from mapping.map.layers.boundary import boundary_layer
from mapping.profile.made import Document
from mapping.profile.manifest import manifest_json, manifest_of
from mapping.profile.tabled import READING, Tabled, about_lines, tables_of

MANIFEST: Final = "manifest.json"
WHERE: Final = {
    "in": "in the place",
    "near": "near it",
    "beyond": "the nearest beyond",
    "serves": "serves it from elsewhere",
}


def write_data(document: Document) -> bytes:
    """Write a profile’s data as a zip; the same document gives the same bytes."""
    tables = _named(tables_of(document))
    files = {
        "README.txt": _readme(document, tables),
        "LICENCES.txt": _licences(document),
        "map.gpkg": geopackage_of(
            map_tables(document), (document.profile.heading, *document.spec.credits)
        ),
        **{path: table_csv(each) for path, each in tables.items()},
    }
    files[MANIFEST] = manifest_json(manifest_of(document, files))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, FIRST_DAY), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def map_tables(document: Document) -> list[DataTable]:
    """Return what lies on the map of the place: its doors, its outline and its areas.

    An area’s figures are those behind its colour, as the map tells them, and of all of the area.
    """
    pack, spec, place_id = document.pack, document.spec, document.profile.place_id
    inside = member_areas(pack, place_id)
    areas = fill_table(spec.fill, spec, pack).of_shapes(set(inside.index))
    parts = [round(100 * float(inside[key])) for key in areas.shapes.index]
    areas = areas.with_column("Of its people in the place (%)", parts)
    outline = boundary_table(boundary_layer(pack, spec.place_kind.key), pack)
    return [_doors(document, pack), outline.of_shapes({place_id}), areas]


def _doors(document: Document, pack: Pack) -> DataTable:
    """Return every door that the profile lists, with all that is known of each."""
    points = pack.assets.geometry
    offers = [
        each
        for each in document.asked.facts.offers
        if points[each.asset_id] is not None and not points[each.asset_id].is_empty
    ]
    keys = [each.asset_id for each in offers]
    columns = door_columns(
        pack,
        keys,
        {
            "Is of the service asked about": ["yes" if each.is_asked else "no" for each in offers],
            "Takes the ages asked about": ["yes" if each.takes else "no" for each in offers],
            "Where from the place": [WHERE[each.where] for each in offers],
        },
    )
    title = f"Doors for {document.profile.name}"
    return DataTable(
        key="doors",
        title=title,
        said=f"{title}: those in it, and of the service asked about those near it.",
        period="",
        columns=tuple(columns),
        rows=rows_from(columns),
        shapes=GeoSeries(points.loc[keys], crs=BRITISH_NATIONAL_GRID),
        sources=sources_by_key(pack, pack.assets["source"].loc[keys]),
    )


def _named(tables: tuple[Tabled, ...]) -> dict[str, Tabled]:
    """Return the tables by the paths of their files, numbered in their order."""
    return {
        f"tables/{number:02}-{file_name(each.table.title)}.csv": each
        for number, each in enumerate(tables, start=1)
    }


def table_csv(made: Tabled) -> bytes:
    """Return a table as CSV: headings in words and rows, with the mark by which Excel knows it."""
    fields = made.fields()
    names = [field.heading for field in fields]
    return rows_csv(_rows(made), names, ()).encode("utf-8-sig")


def _rows(made: Tabled) -> list[dict[str, str | float | None]]:
    fields = made.fields()
    return [{each.heading: each.value(row) for each in fields} for row in made.table.rows]


def _was_made_safe(made: Tabled) -> bool:
    return is_made_safe(_rows(made), [each.heading for each in made.fields()], ())


def _readme(document: Document, tables: Mapping[str, Tabled]) -> bytes:
    """Return what must be read beside the figures."""
    profile = document.profile
    lines = [
        document.title,
        profile.heading,
        profile.headline,
        ILLUSTRATIVE if profile.is_illustrative else "",
        f"{profile.title}, figures of {profile.date}, pack {profile.pack_hash}.",
        shown_live(profile.address) if profile.address else "",
        *(f"From: {each}" for each in [document.branding.name] if each),
        "",
        "How to read the tables",
        *READING,
        MADE_SAFE if any(map(_was_made_safe, tables.values())) else "",
        "",
        "Files",
        "map.gpkg: the areas of the place with the figures behind their colours, its outline and "
        "its doors, for QGIS or ArcGIS, on the national grid (EPSG:27700). A figure is of all of "
        "an area, also where only part of its people live in the place.",
        *(f"{path}: {_about(each.table)}" for path, each in tables.items()),
        "LICENCES.txt: who published what, under which licence.",
        f"{MANIFEST}: what all of this was made from, with a checksum of each file; with the same "
        f"data, python -m mapping profile --from {MANIFEST} makes the same again.",
        "",
        *filter(None, (document.branding.contact, document.branding.footer)),
    ]
    return _lines(lines)


def _about(table: Table) -> str:
    about = table.about
    said = [f"{table.title}.", *(f"{each}." for each in about_lines(about)), about.note]
    if not table.rows:
        said.append(table.none)
    return " ".join(filter(None, [*said, table.after]))


def _licences(document: Document) -> bytes:
    """Return who published what the data are made of, under which licence."""
    maps = map_sources(document)
    lines = [
        "Who published what these data are made of, and under which licence",
        "",
        *(
            line
            for source in each_once(document.profile.sources, maps)
            for line in (source_words(source), f"Licence: {source.licence}.", "")
        ),
        *document.spec.credits,
    ]
    return _lines(lines)


def map_sources(document: Document) -> tuple[Source, ...]:
    """Return the sources of what lies on the map of the place."""
    pack = document.pack
    offers = [each.asset_id for each in document.asked.facts.offers]
    kind = document.spec.place_kind
    return each_once(
        document.spec.fill.sources,
        boundary_layer(pack, kind.key).sources,
        sources_by_key(pack, pack.assets["source"].loc[offers]),
    )


def _lines(lines: list[str]) -> bytes:
    said = [plain_text(line) for line in lines]
    kept = [line for at, line in enumerate(said) if line or (at and said[at - 1])]
    return ("\r\n".join(kept) + "\r\n").encode("utf-8-sig")

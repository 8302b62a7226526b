"""A map as any of the files that people take away: one maker for the page and the command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from geodata.model import Pack
from layers.gaps import Gaps
from layers.said.result import missing_words
from mapping.map.spec import MapSpec
from mapping.map.view import Bounds

Form = Literal["html", "png", "svg", "pdf", "a3", "csv", "zip", "geojson", "gpkg"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileForm:
    """One form of a map as a file.

    Attributes
    ----------
    label
        What the button of it says.
    about
        What it is good for.
    ending
        Of its name.
    is_view
        Whether it shows part of the world, which can be chosen.
    """

    label: str
    about: str
    ending: Literal["csv", "geojson", "gpkg", "html", "pdf", "png", "svg", "zip"]
    is_view: bool = False


FORMS: Final[dict[Form, FileForm]] = {
    "html": FileForm(
        label="Download the map (HTML)",
        about="One file that opens anywhere, with no network",
        ending="html",
    ),
    "png": FileForm(
        label="Download a picture (PNG)",
        about="For documents and slides",
        ending="png",
        is_view=True,
    ),
    "svg": FileForm(
        label="Download a picture (SVG)",
        about="A drawing that stays sharp at any size, for designers",
        ending="svg",
        is_view=True,
    ),
    "pdf": FileForm(
        label="Print on A4 (PDF)",
        about="Map, key, answer and sources on one side",
        ending="pdf",
        is_view=True,
    ),
    "a3": FileForm(
        label="Print on A3 (PDF)",
        about="The same on one side twice as large",
        ending="pdf",
        is_view=True,
    ),
    "zip": FileForm(
        label="Download the data on the map (CSV, zipped)",
        about="A table for each layer, for a spreadsheet, with a README",
        ending="zip",
    ),
    "geojson": FileForm(
        label="Download the data on the map (GeoJSON)",
        about="Shapes and figures in degrees, for maps on the web",
        ending="geojson",
    ),
    "gpkg": FileForm(
        label="Download the data on the map (GeoPackage)",
        about="A layer for each of the map’s, on the national grid, for QGIS or ArcGIS",
        ending="gpkg",
    ),
}


def notes_beside(gaps: Gaps | None) -> tuple[str, ...]:
    """Return what must stand beside the answer, what could not be judged last."""
    if gaps is None:
        return ()
    return tuple(filter(None, (*gaps.notes(), missing_words(gaps.missing()))))


def map_file(
    form: Form,
    spec: MapSpec,
    pack: Pack,
    gaps: Gaps | None = None,
    *,
    bounds: Bounds | None = None,
) -> bytes:
    """Return a map as a file.

    Parameters
    ----------
    gaps
        The answer that it is of, for tables and notes; None where an indicator colours it.
    bounds
        What part of the world a picture or a print shows; all where None.
    """
    if form == "html":
        from mapping.drawn.file import render_map_html

        return render_map_html(spec, pack, gaps).encode()
    if form in ("png", "svg"):
        from mapping.drawn.picture import draw_map_png

        return draw_map_png(spec, pack, form="svg" if form == "svg" else "png", bounds=bounds)
    if form in ("pdf", "a3"):
        from mapping.profile.map_document import map_pdf

        paper: Literal["a4", "a3"] = "a3" if form == "a3" else "a4"
        return map_pdf(spec, pack, paper, notes=notes_beside(gaps), bounds=bounds)
    return _data_file(form, spec, pack, gaps)


def _data_file(form: Form, spec: MapSpec, pack: Pack, gaps: Gaps | None) -> bytes:
    from mapping.drawn.data import tables_on
    from mapping.drawn.data_files import csv_bytes, csv_zip, geojson, geopackage

    if form == "zip":
        return csv_zip(spec, pack, notes_beside(gaps))
    if form == "geojson":
        return geojson(spec, pack)
    if form == "gpkg":
        return geopackage(spec, pack)
    tables = tables_on(spec, pack)
    return csv_bytes(next(table for table in tables if table.key == spec.fill.key))

"""The formats that a profile can be written in: the one list that page, command and batch read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Final

from mapping.profile.made import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format.

    Attributes
    ----------
    writer
        The function that writes it, "module:function", loaded when it is first asked for: some
        stand on large libraries.
    """

    key: str
    label: str
    extension: str
    media: str
    writer: str

    def write(self, document: Document) -> bytes:
        """Write a document; the same document gives the same bytes."""
        return self.load()(document)

    def load(self) -> Callable[[Document], bytes]:
        """Load the function that writes it."""
        module, _, name = self.writer.partition(":")
        write: Callable[[Document], bytes] = getattr(import_module(module), name)
        return write


FORMATS: Final[dict[str, Format]] = {
    each.key: each
    for each in (
        Format(
            key="pdf",
            label="To print and to read (PDF)",
            extension="pdf",
            media="application/pdf",
            writer="mapping.profile.pdf:write_pdf",
        ),
        Format(
            key="docx",
            label="A document to edit (Word)",
            extension="docx",
            media="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            writer="mapping.profile.word:write_docx",
        ),
        Format(
            key="pptx",
            label="Slides to edit (PowerPoint)",
            extension="pptx",
            media="application/vnd.openxmlformats-officedocument.presentationml.presentation",
            writer="mapping.profile.slides:write_pptx",
        ),
        Format(
            key="html",
            label="One page with its map and layers (HTML)",
            extension="html",
            media="text/html",
            writer="mapping.profile.page:write_html",
        ),
        Format(
            key="csv",
            label="Every figure as a table (CSV)",
            extension="csv",
            media="text/csv",
            writer="mapping.profile.formats:write_csv",
        ),
        Format(
            key="xlsx",
            label="A workbook with a sheet for each table (Excel)",
            extension="xlsx",
            media="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            writer="mapping.profile.workbook:write_workbook",
        ),
        Format(
            key="data",
            label="The data (GeoPackage, CSV, licences and what they were made from, zipped)",
            extension="zip",
            media="application/zip",
            writer="mapping.profile.data:write_data",
        ),
    )
}


def write_csv(document: Document) -> bytes:
    """Write every line of a profile as one table, for a spreadsheet."""
    from layers.said.result import csv_file

    return csv_file(document.profile)

"""A profile as a workbook: a cover, one sheet a table with numbers as numbers, charts to edit."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Final

import xlsxwriter

from geodata.plain import plain_line
from mapping.profile.made import Document
from mapping.profile.tabled import tables_of
from mapping.profile.workbook_cells import COVER, TYPE_PT, Styles, set_up_print, sheet_names
from mapping.profile.workbook_cover import write_cover
from mapping.profile.workbook_sheet import TableSheet

AT_ONE_TIME: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook’s dates are of no zone
SETTINGS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
LONGEST_PROPERTY: Final = 255


def write_workbook(document: Document) -> bytes:
    """Write a profile as a workbook; the same document gives the same bytes."""
    content = io.BytesIO()
    type_of = {"font_name": "Arial", "font_size": TYPE_PT}  # a new one each time: it is written to
    book = xlsxwriter.Workbook(content, SETTINGS | {"default_format_properties": type_of})
    _describe(book, document)
    styles = Styles(book, document.branding.colour)
    tables = tables_of(document)
    names = sheet_names([each.table.title for each in tables], COVER)
    sheets = [book.add_worksheet(name) for name in (COVER, *names)]
    for sheet in sheets:
        set_up_print(sheet, document.title)
    write_cover(sheets[0], document, tables, names, styles)
    for number, (sheet, made) in enumerate(zip(sheets[1:], tables, strict=True), start=1):
        TableSheet(book, sheet, made, styles).write(number)
    sheets[0].activate()
    book.close()
    return content.getvalue()


def _describe(book: xlsxwriter.Workbook, document: Document) -> None:
    """Write the workbook’s properties, of no moment in time."""
    profile, whose = document.profile, document.branding.name
    said = {
        "title": document.title,
        "subject": profile.heading,
        "author": whose or "Know Your Patch",
        "company": whose,
        "comments": f"{profile.title}, figures of {profile.date}, pack {profile.pack_hash}.",
    }
    words = {key: plain_line(each)[:LONGEST_PROPERTY] for key, each in said.items()}
    book.set_properties(words | {"created": AT_ONE_TIME})

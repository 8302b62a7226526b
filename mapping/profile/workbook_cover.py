"""The cover of a workbook: what it is of, what stands out, what is in it, and how to read it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Final

from xlsxwriter.image import Image
from xlsxwriter.worksheet import Worksheet

from geodata.plain import plain_line
from layers.profile.parts import Sentences
from layers.profile.sections.known import shown_live
from layers.said.numbers import counted
from layers.said.result import ILLUSTRATIVE
from mapping.profile.made import Document
from mapping.profile.tabled import READING, Tabled
from mapping.profile.workbook_cells import (
    Styles,
    set_height,
    write_link,
    write_text,
    write_title,
)

WIDTHS: Final = (34, 82)
LOGOS: Final = ("image/png", "image/jpeg")  # that Excel draws
LOGO_PIXELS: Final = 64
POINTS: Final = 0.75  # of a pixel


def write_cover(
    sheet: Worksheet,
    document: Document,
    tables: Sequence[Tabled],
    names: Sequence[str],
    styles: Styles,
) -> None:
    """Write the cover; `names` are those of the sheets that `tables` stand on."""
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.hide_gridlines(2)
    row = _write_logo(sheet, document)
    write_title(sheet, row, document.title, styles)
    row = _write_lines(sheet, row + 1, _lines(document), styles) + 1
    write_title(sheet, row, "Contents", styles)
    for name, made in zip(names, tables, strict=True):
        row += 1
        write_link(sheet, row, name, name, styles)
        about = _about(made)
        write_text(sheet, row, 1, about, styles.words(about))
        set_height(sheet, row, (about,), WIDTHS[1:])
    branding = document.branding
    foot = [("Contact", branding.contact), ("", branding.footer), ("Printed", branding.printed)]
    _write_lines(sheet, row + 2, [each for each in foot if each[1]], styles)


def _about(made: Tabled) -> str:
    """Return what stands on a sheet: the table in full words, and how long it is."""
    rows = counted(len(made.table.rows), "rows") if made.table.rows else "no rows"
    named = ": ".join(filter(None, [made.section, plain_line(made.table.title)]))
    return f"{named} ({rows})"


def _write_lines(
    sheet: Worksheet, row: int, lines: Sequence[tuple[str, str]], styles: Styles
) -> int:
    """Write what is said, each with what it is before it; returns the row after them."""
    for label, said in lines:
        write_text(sheet, row, 0, label, styles.words(label, bold=True))
        write_text(sheet, row, 1, said, styles.words(said))
        set_height(sheet, row, (label, said), WIDTHS)
        row += 1
    return row


def _lines(document: Document) -> list[tuple[str, str]]:
    profile = document.profile
    stands_out = [
        (each.lead or "What stands out", each.said)
        for section in profile.sections
        for block in section.blocks
        if isinstance(block, Sentences) and block.key == "three"
        for each in block.sentences
    ]
    lines = [
        ("From", document.branding.name),
        ("Note", ILLUSTRATIVE if profile.is_illustrative else ""),
        ("Question", profile.heading),
        *(stands_out or [("What stands out", profile.headline)]),
        ("Figures of", f"{profile.date}, {profile.title}"),
        ("Made of the data", f"pack {profile.pack_hash}"),
        (shown_live(profile.address).removesuffix(profile.address).strip(" :"), profile.address),
        *zip(("How to read the tables", " "), READING, strict=True),
    ]
    return [(label, said) for label, said in lines if said]


def _write_logo(sheet: Worksheet, document: Document) -> int:
    """Draw the logo, where there is one that Excel draws; returns the row below it."""
    branding = document.branding
    if not branding.logo or branding.logo_media not in LOGOS:
        return 0
    picture = Image(io.BytesIO(branding.logo))
    scale = LOGO_PIXELS / max(picture.height, 1)
    sheet.set_row(0, LOGO_PIXELS * POINTS)
    sheet.insert_image(
        0,
        0,
        "logo",
        {
            "image_data": io.BytesIO(branding.logo),
            "description": plain_line(branding.logo_alt or branding.name),
            "x_scale": scale,
            "y_scale": scale,
        },
    )
    return 1

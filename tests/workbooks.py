"""Workbooks and zips made by hand, sound and otherwise."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKED = "http://schemas.openxmlformats.org/package/2006/relationships"
START = '<?xml version="1.0" encoding="UTF-8"?>'


def make_zip(members: Mapping[str, str | bytes], level: int = 9) -> bytes:
    """Zip members, in order."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def make_workbook(
    sheets: Mapping[str, str] | str,
    shared: str = "",
    styles: str = "",
    hidden: tuple[str, ...] = (),
    properties: str = "",
    **parts: str | bytes,
) -> bytes:
    """Make a workbook of the XML of its sheets' rows; more parts by name, "__" for "/"."""
    sheets = {"Sheet1": sheets} if isinstance(sheets, str) else sheets
    listed = "".join(
        f'<sheet name="{escape(title)}" sheetId="{n}" r:id="rId{n}"'
        + (' state="hidden"' if title in hidden else "")
        + "/>"
        for n, title in enumerate(sheets, start=1)
    )
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATED}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": content_types(len(sheets)),
        "_rels/.rels": f'{START}<Relationships xmlns="{PACKED}"><Relationship Id="rId1" '
        f'Type="{RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{START}<workbook xmlns="{MAIN}" xmlns:r="{RELATED}">{properties}'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'{START}<Relationships xmlns="{PACKED}">{related}'
        f'<Relationship Id="rId98" Type="{RELATED}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId99" Type="{RELATED}/sharedStrings" Target="sharedStrings.xml"/>'
        "</Relationships>",
        "xl/styles.xml": f'{START}<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
        "xl/sharedStrings.xml": f'{START}<sst xmlns="{MAIN}">{shared}</sst>',
    }
    for n, rows in enumerate(sheets.values(), start=1):
        members[f"xl/worksheets/sheet{n}.xml"] = sheet_xml(rows)
    return make_zip(members | {name.replace("__", "/"): part for name, part in parts.items()})


def sheet_xml(rows: str, before: str = "", dimension: str = "") -> str:
    """Return the XML of a sheet, with whatever stands before it, such as a document type."""
    said = f'<dimension ref="{dimension}"/>' if dimension else ""
    return (
        f'{START}{before}<worksheet xmlns="{MAIN}">{said}<sheetData>{rows}</sheetData></worksheet>'
    )


def content_types(sheets: int) -> str:
    """Return what declares the kinds of the parts."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {"workbook": "sheet.main", "styles": "styles", "sharedStrings": "sharedStrings"}
    parts |= {f"worksheets/sheet{n}": "worksheet" for n in range(1, sheets + 1)}
    overrides = "".join(
        f'<Override PartName="/xl/{part}.xml" ContentType="{kind}.{said}+xml"/>'
        for part, said in parts.items()
    )
    return (
        f'{START}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{overrides}</Types>"
    )


def rows_xml(rows: list[list[object]], first: int = 1) -> str:
    """Write rows of text and numbers as the XML of a sheet; None is no cell at all."""
    written = []
    for number, row in enumerate(rows, start=first):
        cells = "".join(
            cell_xml(f"{column_name(n)}{number}", value)
            for n, value in enumerate(row, start=1)
            if value is not None
        )
        written.append(f'<row r="{number}">{cells}</row>')
    return "".join(written)


def cell_xml(place: str, value: object) -> str:
    """Write one cell."""
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


def column_name(number: int) -> str:
    """Return the letters of a column, from 1."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name

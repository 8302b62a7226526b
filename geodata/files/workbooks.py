"""Which sheets an .xlsx workbook holds, and what their cells share: texts, and styles of dates.

Only values are read, never formulas, links, macros or entities.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from geodata.files.archives import Limits, list_members, refuse_dangers, refuse_zip
from geodata.files.faults import fault
from geodata.files.markup import SAVE, Listener, parse_part

LIMITS = Limits(members=2_000, member_bytes=400_000_000, total_bytes=800_000_000, ratio=150)
MOST_TEXT = 100_000_000  # characters that cells share
MOST_SHARED = 2_000_000  # texts that cells share
BOOK = "xl/workbook.xml"
EPOCHS = (datetime(1899, 12, 30), datetime(1904, 1, 1))  # noqa: DTZ001 - a sheet has no time zone
DAY = re.compile(r"[dmyhs]", re.IGNORECASE)
DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}  # built-in formats


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A workbook that is safe to read.

    Attributes
    ----------
    sheets
        Of each visible sheet, in order, the part of the zip that holds it.
    shared
        Texts that cells name by number.
    dates
        Numbers of the styles that show a number as a date.
    epoch
        The day that dates are counted from.
    """

    archive: zipfile.ZipFile
    name: str
    sheets: Mapping[str, str]
    shared: list[str]
    dates: set[int]
    epoch: datetime


def open_book(content: bytes, name: str) -> Book:
    """Open the bytes of a workbook.

    Raises
    ------
    DataError
        It is another kind of file, unsafe or damaged: what it is, why, and what to do instead.
    """
    if BOOK not in list_members(content):
        raise refuse_zip(content, name, "a table", LIMITS)
    refuse_dangers(content, name, LIMITS)
    archive = zipfile.ZipFile(io.BytesIO(content))
    parts, related = set(archive.namelist()), _Relations()
    listed, styles, shared = _Sheets(related.targets), _Styles(), _Shared(name)
    for part, to in (
        ("xl/_rels/workbook.xml.rels", related),
        (BOOK, listed),
        ("xl/styles.xml", styles),
        ("xl/sharedStrings.xml", shared),
    ):
        if part in parts:
            parse_part(archive, part, name, to, LIMITS.member_bytes)
    return Book(
        archive=archive,
        name=name,
        sheets={title: part for title, part in listed.sheets.items() if part in parts},
        shared=shared.texts,
        dates=styles.dates(),
        epoch=EPOCHS[listed.is_1904],
    )


def whole(text: str) -> int:
    """Return a whole number that an attribute holds; -1 where it holds something else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else -1  # noqa: PLR2004


class _Relations(Listener):
    """Which part of the zip each sheet is; what lies outside the zip is left out."""

    def __init__(self) -> None:
        self.targets: dict[str, str] = {}

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if attributes.get("Type", "").endswith("/worksheet"):
                self.targets[attributes.get("Id", "")] = path


@dataclass
class _Sheets(Listener):
    """The visible sheets of a workbook, in order."""

    targets: Mapping[str, str]
    sheets: dict[str, str] = field(default_factory=dict)
    is_1904: bool = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "sheet" and attributes.get("state", "visible") == "visible":
            related = next((v for key, v in attributes.items() if key.endswith(":id")), "")
            if related in self.targets:
                self.sheets[attributes.get("name", "")] = self.targets[related]
        elif tag == "workbookPr":
            self.is_1904 = attributes.get("date1904", "0") in ("1", "true")


class _Styles(Listener):
    """Which styles show a number as a date."""

    def __init__(self) -> None:
        self.custom: set[int] = set()
        self.styles: list[int] = []
        self.inside = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "numFmt":
            code = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", attributes.get("formatCode", ""))
            if DAY.search(code) and "general" not in code.casefold():
                self.custom.add(whole(attributes.get("numFmtId", "")))
        elif tag == "cellXfs":
            self.inside = True
        elif tag == "xf" and self.inside:
            self.styles.append(whole(attributes.get("numFmtId", "")))

    def end(self, tag: str) -> None:
        if tag == "cellXfs":
            self.inside = False

    def dates(self) -> set[int]:
        """Return the numbers of the styles of dates."""
        shown_as = DATES | self.custom
        return {n for n, number in enumerate(self.styles) if number in shown_as}


class _Shared(Listener):
    """Texts that cells share; how they are pronounced is left out."""

    def __init__(self, name: str) -> None:
        self.name, self.size, self.spoken = name, 0, 0
        self.texts: list[str] = []
        self.pieces: list[str] = []
        self.is_text = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        del attributes
        self.spoken += tag == "rPh"
        self.is_text = tag == "t" and not self.spoken

    def end(self, tag: str) -> None:
        self.spoken -= tag == "rPh"
        self.is_text = False
        if tag == "si":
            self.texts.append("".join(self.pieces))
            self.pieces.clear()

    def text(self, said: str) -> None:
        if self.is_text:
            self.pieces.append(said)
            self.size += len(said)
            if self.size > MOST_TEXT or len(self.texts) > MOST_SHARED:
                raise fault(self.name, "more text than a workbook holds", "less", SAVE)

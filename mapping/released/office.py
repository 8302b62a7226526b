"""Documents of an office opened again: every part, with the caches of their charts."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from geodata.files.archives import read_member
from geodata.files.markup import Listener, Wanted, parse_part
from mapping.released.passages import Found, Passage, cells_of, lines_under, table_of

OFFICE: Final = {
    "xl/workbook.xml": "workbook",
    "word/document.xml": "document",
    "ppt/presentation.xml": "slides",
}
LARGEST = 200_000_000
ANY: Final = Wanted(what="a document", writes="as an office writes it", fix="Save it again.")
CHART = "/charts/"
IN_LINKS = re.compile(r"/charts/([^\"'/]+\.xml)")
PARAGRAPHS = ("p", "si", "text")  # the last of comments in a workbook
OF_TEXT = frozenset(PARAGRAPHS)
PRINTED = ("Header", "Footer")
PLACED = re.compile(r'&(?:[A-Z]|"[^"]*"|\d+)')  # where a line of print stands, and how
HEADING = re.compile("heading|title|caption", re.IGNORECASE)
READ_OUT = ("descr", "title", "name", "alt")  # attributes in words
STRINGS = "xl/sharedStrings.xml"  # of all cells, in no order that tells anything
SERIES = ("ser", "tx", "cat", "val", "xVal", "yVal")


class _Part(Listener):
    """Gathers the paragraphs, the tables, the attributes and the series of charts of a part."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str]] = []  # each with its heading
        self.tables: list[list[list[str]]] = []
        self.above: list[str] = []  # what is said over each table
        self._heading = self._last = ""
        self._is_heading = self._is_counted = False  # the latter: the number of a slide
        self.series: list[dict[str, list[str]]] = []
        self._words: list[str] = []
        self._cell: list[str] = []
        self._path: list[str] = []
        self._depth = 0

    @property
    def said(self) -> list[str]:
        """The lines themselves."""
        return [line for line, _ in self.lines]

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Begin an element: a table, a row, a cell, a series."""
        self._path.append(tag)
        self.lines += [
            (said, "")
            for key, said in attributes.items()
            if key in ("descr", "title", "name", "alt")
        ]
        if tag == "tbl":
            self._depth += 1
            self.tables.append([])
            self.above.append(" | ".join(dict.fromkeys((self._heading, self._last))))
        elif tag == "tr" and self._depth:
            self.tables[-1].append([])
        elif tag == "tc":
            self._cell = []
        elif tag == "ser":
            self.series.append({key: [] for key in SERIES})
        if tag in (*PARAGRAPHS, "v"):
            self._words, self._is_heading = [], False
        if tag == "fld":
            self._is_counted = attributes.get("type", "") == "slidenum"
        if tag == "definedName":
            self._words = [f"{attributes.get('name', '')}: "]
        if tag == "pStyle":
            self._is_heading = any(map(HEADING.match, attributes.values()))

    def end(self, tag: str) -> None:
        """End an element: what was gathered goes where it belongs."""
        said = "".join(self._words).strip()
        if tag == "v":
            part = next((each for each in reversed(self._path) if each in SERIES), "")
            if part and self.series:
                self.series[-1][part].append(said)
            self._words = []
        elif tag in PARAGRAPHS:
            self._end_paragraph(said)
            self._words = []
        elif tag == "tc" and self._depth and self.tables[-1]:
            self.tables[-1][-1].append(" ".join(self._cell))
        elif tag == "tbl":
            self._depth -= 1
        elif OF_TEXT.isdisjoint(self._path):
            if said:  # properties, names, headers and footers
                printed = PLACED.sub(" ", said) if tag.endswith(PRINTED) else said
                self.lines.append((printed, ""))
            self._words = []
        if tag == "fld":
            self._is_counted = False
        self._path.pop()

    def _end_paragraph(self, said: str) -> None:
        """Keep a paragraph, in its cell or under its heading."""
        if said and self._depth:
            self._cell.append(said)
        elif said:
            self.lines.append((said, self._heading))
            self._last = said
            self._heading = said if self._is_heading else self._heading

    def text(self, said: str) -> None:
        """Keep text."""
        if not self._is_counted:
            self._words.append(said)


def passages_of_office(name: str, archive: zipfile.ZipFile, members: Iterable[str]) -> Found:
    """Return what every part of a document says, the caches of its charts among them."""
    titles: dict[str, list[str]] = {}  # what is said on the slide that each chart stands on
    # Slides come before charts by their names in other writers' files as well.
    for member in sorted(members, key=lambda each: (CHART in each, each)):
        if not member.endswith(".xml"):
            continue
        part = _Part()
        parse_part(archive, member, name, part, LARGEST)
        for chart in _charts_of(archive, member):
            titles.setdefault(chart, []).extend(part.said)
        where = f"{name}, {member}"
        is_slide = member.startswith("ppt/")
        # On a slide whatever stands beside a line or a table may be its title.
        slide = " | ".join(part.said) if is_slide else ""
        lines = [(line, slide or heading) for line, heading in part.lines]
        if member == STRINGS:
            yield from (Passage(where=where, said=line) for line, _ in lines)
        else:
            yield from lines_under(f"{where}, text", lines)
        for n, rows in enumerate(part.tables, start=1):
            yield from table_of(f"{where}, table {n}", rows, slide or part.above[n - 1])
        over = " | ".join([*part.said, *titles.get(member, ())])
        for n, series in enumerate(part.series, start=1):
            yield from _chart(f"{where}, series {n}", series, over)


def _charts_of(archive: zipfile.ZipFile, member: str) -> Iterator[str]:
    """Return which charts a slide shows."""
    folder, _, own = member.rpartition("/")
    links = f"{folder}/_rels/{own}.rels"
    if folder == "ppt/slides" and links in archive.namelist():
        said = read_member(archive, links, member, LARGEST).decode("utf-8", errors="replace")
        yield from (f"ppt/charts/{each}" for each in IN_LINKS.findall(said))


def _chart(where: str, series: Mapping[str, list[str]], over: str) -> Iterator[Passage]:
    """Return the figures of a series of a chart, each with its category and its name."""
    called = " ".join(series["tx"])
    names, values = series["cat"] or series["xVal"], series["val"] or series["yVal"]
    for n, value in enumerate(values):
        category = names[n] if n < len(names) else ""
        yield from cells_of(
            where, ["category", called or "value"], [category, value], f"{over} | {called}"
        )

"""Texts opened again: plain text, HTML with its payloads, PDF by its words."""

from __future__ import annotations

import io
import json
import re
from base64 import b64decode
from collections.abc import Iterable, Iterator
from functools import partial
from html.parser import HTMLParser
from itertools import groupby
from operator import itemgetter
from typing import Any
from urllib.parse import unquote_to_bytes

from pypdf import PdfReader

from mapping.released.passages import (
    MOST_ABOVE,
    Found,
    Part,
    Passage,
    is_title,
    lines_under,
    table_of,
)
from mapping.released.pdf_cells import passages_of_page
from mapping.released.pdf_text import Piece, text_of_page
from mapping.released.tables import leaves_of, passages_of_csv

BLOCKS = frozenset(
    {
        *("p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "tr", "caption"),
        *("figcaption", "section", "article", "summary", "title", "text", "option", "button"),
        *("label", "dt", "dd", "desc", "br"),
    }
)
CAPTIONS = frozenset({"caption", "figcaption"})
HEADINGS = CAPTIONS | {"h1", "h2", "h3", "h4", "h5", "h6", "summary", "title"}
READ_OUT = frozenset({"alt", "title", "aria-label", "aria-description", "label", "value"})
DIGIT = re.compile(r"\d")
BARE_KEY = re.compile(r"([{,]\s*)([A-Za-z_$][\w$]*)\s*:")
MOST_SAID = 100_000  # characters of an attribute
BEGINS = re.compile(r"[\[{]")


def passages_of_text(name: str, content: bytes) -> Found:
    """Return the lines of a text, each with its heading, and the cells of its tables."""
    lines = content.decode("utf-8-sig", errors="replace").splitlines()
    plain: list[str] = []
    for of_text, block in groupby(lines, key=lambda line: bool(line.strip())):
        together = list(block)
        rows = _set_in_columns(together) if of_text else []
        if rows:
            yield from table_of(f"{name}, table", rows, " | ".join(_titles(plain)))
            plain += [""] * len(rows)
        else:
            yield from _tables_of(name, together, plain)
    named = ((line, "") for line in plain)
    yield from lines_under(f"{name}, line", named, is_heading=True)


def _tables_of(name: str, lines: list[str], plain: list[str]) -> Found:
    """Return the cells of tables among some lines; the other lines are added to the plain ones."""
    for is_table, block in groupby(_shaped(lines), key=itemgetter(0)):
        rows = [(line, cells) for _, line, cells in block]
        if is_table and len(rows) > 1:
            above = [line for line in plain[-MOST_ABOVE:] if is_title(line)]
            told = " | ".join(dict.fromkeys([*_titles(plain), *above]))
            yield from table_of(f"{name}, table", [cells for _, cells in rows], told)
            plain += [""] * len(rows)
        else:
            plain += [line for line, _ in rows]


def _set_in_columns(lines: list[str]) -> list[list[str]]:
    """Return the cells of lines set in columns, as for a terminal; none of any other lines.

    Between two columns every line has two spaces or more, and each column has a heading.
    """
    wide = [line.expandtabs() for line in lines]
    width = max(map(len, wide))
    inked = [any(line[at : at + 1].strip() for line in wide) for at in range(width)]
    said = "".join("x" if each else " " for each in inked)
    spans = [found.span() for found in re.finditer(r"x(?: ?x)*", said)]
    rows = [[line[begin:end].strip() for begin, end in spans] for line in wide]
    is_table = len(rows) > 1 and len(spans) > 1 and all(rows[0]) and "\t" not in "".join(lines)
    return rows if is_table else []


def _titles(lines: list[str]) -> list[str]:
    """Return the line above that may be a heading, the nearest."""
    return next(([line] for line in reversed(lines) if line.strip() and is_title(line)), [])


def _shaped(lines: Iterable[str]) -> Iterator[tuple[str, str, list[str]]]:
    """Return lines with the cells that they divide into, and how; "" of plain lines."""
    for line in lines:
        for sign in ("\t", "|", "   "):
            cells = [cell.strip() for cell in line.strip().strip("|").split(sign)]
            cells = [cell for cell in cells if cell] if sign.isspace() else cells
            if len(cells) > 1:
                shape = f"{sign}{len(cells)}"
                break
        else:
            shape = ""
        yield shape, line.strip(), cells


def passages_of_pdf(name: str, content: bytes) -> Found:
    """Return the lines of a PDF, page by page, with what its pictures and files say in words."""
    reader = PdfReader(io.BytesIO(content))
    for key, said in (reader.metadata or {}).items():
        yield Passage(where=f"{name}, {key}", said=str(said))
    for number, page in enumerate(reader.pages, start=1):
        pieces: list[Piece] = []
        text_of_page(page, pieces)
        said = " ".join(" ".join(piece.said for piece in pieces).split())
        of_page = partial(passages_of_page, f"{name}, page {number}", pieces, number)
        yield Part(said=said, passages=of_page)
    for told in _alternatives(reader):
        yield Passage(where=f"{name}, words for a picture", said=told)
    for attached, contents in reader.attachments.items():
        for each in contents:
            yield from passages_of_text(f"{name}, {attached}", each)


def _alternatives(reader: PdfReader) -> Iterator[str]:
    """Return the words that stand in a PDF for its pictures and its abbreviations."""
    root: Any = reader.trailer["/Root"].get_object()
    left, seen = [root.get("/StructTreeRoot")], set[int]()
    while left:
        node = left.pop()
        node = node.get_object() if hasattr(node, "get_object") else node
        if node is None or id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, list):
            left += node
        elif isinstance(node, dict):
            yield from (str(node[key]) for key in ("/Alt", "/ActualText", "/E") if key in node)
            left.append(node.get("/K"))


class _Page(HTMLParser):
    """Gathers the texts, the tables, the scripts and the attributes of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[tuple[str, str]] = []  # each with its heading
        self.attributes: list[str] = []
        self.tables: list[list[list[str]]] = []
        self.above: list[str] = []  # what is said over each table
        self._heading = self._last = ""
        self.scripts: list[str] = []
        self._words: list[str] = []
        self._open: list[int] = []
        self.inside: list[bytes] = []  # files in addresses
        self._term = ""
        self._in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what attributes say, and begin a block, a table, a row or a cell."""
        for key, said in attrs:
            if said and DIGIT.search(said[:MOST_SAID]):
                self._keep_attribute(key, said)
        self.inside += [_inside(said) for _, said in attrs if said and said.startswith("data:")]
        if tag in BLOCKS:
            self._end_line()
        if tag in ("script", "style"):
            self._in_script = True
        elif tag == "table":
            self.tables.append([])
            self.above.append(f"{self._heading} | {self._last}")
            self._open.append(len(self.tables) - 1)
        elif tag == "tr" and self._open:
            self.tables[self._open[-1]].append([])

    def _keep_attribute(self, key: str, said: str) -> None:
        """Keep what an attribute says; words that are read out stand under their heading."""
        if key in READ_OUT or key.startswith("data-"):
            self.lines.append((said, self._heading))
        else:
            self.attributes.append(said)

    def handle_endtag(self, tag: str) -> None:
        """End a block; a cell goes into its row as well."""
        if tag in ("td", "th") and self._open and self.tables[self._open[-1]]:
            said = " ".join("".join(self._words).split())
            self.tables[self._open[-1]][-1].append(said)
        if tag == "table" and self._open:
            self._open.pop()
        if tag in ("script", "style"):
            self._in_script = False
        if tag in BLOCKS:
            if tag == "dt":
                self._term = "".join(self._words)
            if tag == "dd":
                self._words.insert(0, f"{self._term}: ")
            if tag in HEADINGS:
                self._keep_heading(tag)
            self._end_line()

    def handle_comment(self, data: str) -> None:
        """Keep what a comment says: whoever opens the page can read it."""
        self.lines += [(each.strip(), self._heading) for each in data.splitlines() if each.strip()]

    def _keep_heading(self, tag: str) -> None:
        said = " ".join("".join(self._words).split())
        if tag in CAPTIONS and self.above:
            self.above[-1] += f" | {said}"
        else:
            self._heading = said

    def handle_data(self, data: str) -> None:
        """Keep text, and scripts apart."""
        if self._in_script:
            self.scripts.append(data)
        else:
            self._words.append(data)

    def _end_line(self) -> None:
        said = " ".join("".join(self._words).split())
        self._words = []
        if said and not self._open:
            self.lines.append((said, self._heading))
            self._last = said


def passages_of_html(name: str, content: bytes) -> Found:
    """Return what a page says, in its tables, its texts, its attributes and its payloads."""
    page = _Page()
    page.feed(content.decode("utf-8-sig", errors="replace"))
    page.close()
    yield from lines_under(f"{name}, text", page.lines)
    for n, said in enumerate(page.attributes, start=1):
        yield Passage(where=f"{name}, attribute {n}", said=said)
    for n, rows in enumerate(page.tables, start=1):
        yield from table_of(f"{name}, table {n}", rows, page.above[n - 1])
    for n, script in enumerate(page.scripts, start=1):
        yield from _payloads(f"{name}, script {n}", script)
        if BARE_KEY.search(script):
            quoted = BARE_KEY.sub(r'\1"\2":', script.replace("'", '"'))
            yield from _payloads(f"{name}, script {n}", quoted)
    for n, held in enumerate(page.inside, start=1):
        yield from passages_of_csv(f"{name}, address {n}", held)


def _inside(address: str) -> bytes:
    """Return the text that an address of data holds; nothing of a picture or a font."""
    head, _, said = address.partition(",")
    try:
        held = b64decode(said) if head.endswith(";base64") else unquote_to_bytes(said)
        held.decode("utf-8-sig")
    except ValueError:
        return b""
    return held


def _payloads(where: str, script: str) -> Found:
    """Return what the values in a script say: wherever one begins that JSON can read."""
    decoder, at = json.JSONDecoder(), 0
    while (begun := BEGINS.search(script, at)) is not None:
        at = begun.start()
        try:
            value, end = decoder.raw_decode(script, at)
        except ValueError:
            at += 1
            continue
        if value:
            yield from leaves_of(where, value)
        at = end

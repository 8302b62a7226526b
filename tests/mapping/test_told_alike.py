"""One profile, told alike: every number of it stands in every format, in its row, as it is said.

The value is walked row by row. Formats of words are read back as the words that a reader meets, in
their order; formats of cells as their cells. Nothing is taken from what made them but the value.
"""

import csv
import html
import io
import json
import math
import re
import zipfile
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby

import openpyxl
import pytest
from pypdf import PdfReader

from geodata.pack import STARTER
from layers.__main__ import main as layers_main
from layers.profile.parts import Figures, Sentences
from layers.said.export import plain, safe_cell
from mapping.profile.formats import FORMATS
from mapping.released.pdf_text import text_of_page
from mapping.served import packs
from tests.mapping.reading import opened, words
from tests.mapping.test_profile_formats import document

WORDS = ("pdf", "docx", "pptx", "html")
CELLS = ("csv", "xlsx", "data", "command")
SHAPES = "▲●◆○"  # beside a verdict, in no cell of the value
CITED = re.compile(r"\[[\d,–-]+\]")
ROOM = 40  # letters between two cells of a row: a shape, numbers of sources
ON_THE_PAGE = ("ages", "tenths", "gaps", "best", "compared")


@dataclass(frozen=True)
class Told:
    """A row, a figure or a sentence of the value: its words in order, and the numbers behind."""

    where: str
    said: tuple[str, ...]
    numbers: tuple[float, ...] = ()
    figures: tuple[str, ...] = ()  # the words of those numbers, where it is a row of a table
    is_table: bool = False
    room: int = ROOM


def tellings():
    """Yield all that the value tells a number in, or a sentence."""
    for section in document().sections:
        for said in section.said:
            yield Told(section.key, (said,))
        for block in section.blocks:
            if isinstance(block, Sentences):
                for each in block.sentences:
                    yield Told(f"{section.key}/{block.key}", (each.said,))
            elif isinstance(block, Figures):
                for each in block.figures:
                    number = () if each.number is None else (plain(each.number),)
                    yield Told(f"{section.key}/{block.key}", (each.text, each.label), number)
        for table in section.tables():
            for row in table.rows:
                cells = [cell for cell in row if cell.text or cell.number is not None]
                known = [cell for cell in cells if cell.number is not None]
                yield Told(
                    f"{section.key}/{table.key}",
                    tuple(cell.text for cell in cells),
                    tuple(plain(cell.number) for cell in known),
                    tuple(cell.text for cell in known if cell is not cells[0]),
                    is_table=True,
                )


def squeezed(text):
    """Words without what a layout changes: spaces, hyphens at ends of lines, shapes, citations."""
    bare = re.sub(rf"[\s\u00ad\u200b-\u200f{SHAPES}-]", "", text)
    return CITED.sub("", bare)


@cache
def written(key):
    return FORMATS[key].write(document())


def parts_of(content, pattern):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found = [name for name in archive.namelist() if re.fullmatch(pattern, name)]
        return [archive.read(name).decode("utf-8-sig", "replace") for name in found]


def words_of(key):
    """All that a reader of a format meets, in order."""
    content = written(key)
    if key == "pdf":
        pieces = []
        for page in PdfReader(io.BytesIO(content)).pages:
            text_of_page(page, pieces)
        return "".join(piece.said for piece in pieces)
    if key == "html":
        body = content.decode().partition("<body>")[2]
        return html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r'data-map="[^"]*"', "", body)))
    pattern, tag = {
        "docx": (r"word/document\.xml", "w"),
        "pptx": (r"ppt/(slides|notesSlides)/\w+\.xml", "a"),
    }[key]
    found = re.findall(rf"<{tag}:t[ >][^<]*|<{tag}:t>", "".join(parts_of(content, pattern)))
    return html.unescape("".join(each.partition(">")[2] for each in found))


def in_print(told):
    """What a print tells of the same: it says nothing twice, and once what is so of several ages.

    How it puts columns together is tested where it is printed; here each row's name and, in their
    order, what it says of each number.
    """
    before = set()
    for each in told:
        if each.is_table:
            said = [text for text, _ in groupby(each.figures)]
            room = ROOM + max(map(len, each.said[1:]), default=0)
            yield replace(each, said=(each.said[0], *said), room=room)
        elif not each.numbers or not before.issuperset(each.numbers):
            before |= set(each.numbers)
            yield each


def stands_in(told, text, starts):
    """Whether words stand in a text in their order, each close behind the one before."""
    first, *rest = [squeezed(each) for each in told.said if squeezed(each)]
    for at in starts(first):
        end = at + len(first)
        for each in rest:
            found = text.find(each, end, end + len(each) + told.room)
            if found < 0:
                break
            end = found + len(each)
        else:
            return True
    return False


def places_in(text):
    """Return a function that tells where words begin in a text."""
    return lambda each: [found.start() for found in re.finditer(re.escape(each), text)]


@pytest.fixture(autouse=True)
def _without_the_live_map(monkeypatch):
    monkeypatch.setattr("mapping.profile.page._live", lambda _document: "")


@pytest.mark.parametrize("key", WORDS)
def test_every_number_and_sentence_is_told_in_words(key):
    text = squeezed(words_of(key))
    starts = cache(places_in(text))
    told = [each for each in tellings() if not each.where.endswith("/sources")]
    told = list(in_print(told)) if key == "pdf" else told
    assert sum(len(each.numbers) for each in told) > 100
    lost = [each for each in told if not stands_in(each, text, starts)]
    assert lost == []


def rows_of(key):
    """Every row of a format of cells: its words and its numbers."""
    if key == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(written(key)), read_only=True)
        return [list(row) for sheet in book for row in sheet.iter_rows(values_only=True)]
    if key == "data":
        files = parts_of(written(key), r"tables/.*\.csv")
        return [row for each in files for row in csv.reader(io.StringIO(each))]
    raise KeyError(key)


def number_of(cell):
    try:
        return None if cell is None else float(cell)
    except (TypeError, ValueError):
        return None


def tells(row, each):
    """Whether a row holds the words and, of as many cells, the numbers of another."""
    said = {str(cell) for cell in row if cell is not None}
    held = [number for cell in row if (number := number_of(cell)) is not None]
    name = str(safe_cell(each.said[0]))
    return (name in said or each.said[0] in said) and all(
        any(math.isclose(number, one, abs_tol=1e-9) for one in held) for number in each.numbers
    )


@pytest.mark.parametrize("key", ["xlsx", "data"])
def test_every_number_is_a_number_in_its_row_of_a_sheet(key):
    by_name = {}
    for row in rows_of(key):
        for cell in row:
            if cell is not None:
                by_name.setdefault(str(cell), []).append(row)
    lost = []
    for each in tellings():
        if each.numbers:
            name = each.said[0]
            rows = by_name.get(name, []) + by_name.get(str(safe_cell(name)), [])
            if not any(tells(row, each) for row in rows):
                lost.append(each)
    assert lost == []


def lines_of(key):
    """Every line of the profile as a format tells it: what it says, and its number."""
    if key == "csv":
        rows = csv.DictReader(io.StringIO(written(key).decode("utf-8-sig")))
        return {row["Line"]: (row["Said"], number_of(row["Number"])) for row in rows}
    made, said = document(), io.StringIO()
    options = [f"--{name}={value}" for name, value in asked_of(made).items()]
    with redirect_stdout(said):
        place = ["--place", made.profile.place_id, "--pack", str(STARTER)]
        assert layers_main(["profile", *place, *options, "--format", "json"]) == 0
    return {row["line"]: (row["said"], row["number"]) for row in json.loads(said.getvalue())}


def asked_of(made):
    from layers.question.address import query_from_question

    return query_from_question(made.asked.question, made.pack)


@pytest.mark.parametrize("key", ["csv", "command"])
def test_every_number_is_told_line_by_line(key):
    lines = lines_of(key)
    assert lines
    for section in document().sections:
        for block in section.blocks:
            for figure in getattr(block, "figures", ()):
                said, number = lines[f"{section.key}/{block.key}/{figure.key}"]
                assert said.startswith(figure.text)
                assert number == plain(figure.number)
        for table in section.tables():
            for at, row in enumerate(table.rows, start=1):
                for column, cell in list(zip(table.columns, row, strict=True))[table.is_key :]:
                    if cell.text:
                        said, number = lines[f"{section.key}/{table.key}/{at}/{column.key}"]
                        assert said == str(safe_cell(cell.text) if key == "csv" else cell.text)
                        assert number == plain(cell.number)


@pytest.fixture(scope="module")
def page():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(packs.PACK_SETTING, str(STARTER))
        made = document()
        return words(opened("places", place=made.profile.place_id, **asked_of(made)))


def test_the_page_of_the_place_tells_its_figures_and_its_answer(page):
    values = [html.unescape(each) for each in re.findall(r'<dd class="value">(.*?)</dd>', page)]
    said = squeezed(html.unescape(re.sub(r"<[^>]+>", " ", page)))
    blocks = {block.key: block for block in document().sections[0].blocks}
    assert [each.text for each in blocks["figures"].figures] == values
    assert squeezed(document().profile.headline) in said


def test_the_page_of_the_place_tells_the_rows_that_it_shares_with_the_profile(page):
    shown = {}
    for row in re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL):
        cells = [
            " ".join(html.unescape(re.sub(r"<[^>]+>", "", each)).split())
            for each in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL)
        ]
        shown.setdefault(cells[0].partition(" (")[0].partition(",")[0], []).append(cells)
    tables = {each.key: each for section in document().sections for each in section.tables()}
    checked = 0
    for key in ON_THE_PAGE:
        for row in tables[key].rows if key in tables else ():
            texts = [cell.text for cell in row if cell.number is not None]
            rows = shown.get(row[0].text.partition(",")[0], [])
            assert rows, (key, row[0].text)
            kept = max(sum(text in cells for text in texts) for cells in rows)
            checked += kept
            assert kept >= 2, (key, texts, rows)
    assert checked > 20

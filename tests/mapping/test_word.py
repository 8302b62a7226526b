"""A profile as a Word document, read back by other means than it was written with."""

import io
import re
from dataclasses import replace
from functools import cache
from itertools import pairwise
from zipfile import ZipFile

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from layers.compare.verdict import SHAPES
from layers.profile.parts import About, Cell, Chart, Column, Section, Sentence, Sentences, Table
from mapping.profile.branding import Branding
from mapping.profile.made import Document
from mapping.profile.office_text import LEFT_TO_RIGHT, legal
from mapping.profile.word import write_docx
from tests.mapping.test_profile_formats import document

HOSTILE = (
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "<w:t>bold</w:t> & ]]> \"quoted\"",
    "{ DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe }",
    "Łódź, Žąsų, Știință",
    "قرية الربيع",
    "نیا محلہ ٹاؤن",
    "新村社区",
    "half\ud800 of\x00 a\x07 pair\ufffe",
    "turned \u202eround",
    "long " * 120,
    "W" * 300,
)  # fmt: skip


def as_read(text):
    """What a cell holds when it is read back: what `legal` leaves, without marks of direction."""
    return legal(text).replace(LEFT_TO_RIGHT, "")


def with_sections(*sections, name="Nowhere", length="full", branding=None):
    """A document of the starter pack's first place, with a profile of these sections instead."""
    made = Document(document().asked, length=length, branding=branding or Branding())
    profile = replace(document().profile, name=name, sections=tuple(sections))
    made.__dict__["profile"] = profile
    made.__dict__["map_png"], made.__dict__["inset_png"] = document().map_png, None
    return made


def hostile_table(key="names"):
    columns = (
        Column(key="name", heading="=Name"),
        Column(key="count", heading="Children", kind="count", unit="children"),
        Column(key="share", heading="@Share", kind="share", unit="share, 0 to 1"),
    )
    rows = tuple(
        (Cell(text=name), Cell(text="420", number=417.26), Cell(text="less than 1%", number=0.004))
        for name in HOSTILE
    )
    about = About(period="mid-2020", sources=("=Source",), standing="estimated", note="A note")
    return Table(key=key, title="=Title", columns=columns, rows=rows, about=about)


def hostile_section():
    chart = Chart(
        drawn="bars", table=hostile_table(), category="name", series=("count", "share"), alt="=alt"
    )
    said = Sentences(
        key="said",
        title="What is said",
        sentences=tuple(Sentence(said=name, lead="Lead") for name in HOSTILE),
    )
    return Section(key="one", title="<One>", said=HOSTILE, blocks=(said, chart))


@cache
def opened(length="full"):
    return docx.Document(io.BytesIO(write_docx(document(length))))


def hostile():
    return write_docx(with_sections(hostile_section(), name=HOSTILE[7]))


def words(element):
    """The words of an element, read from its XML: python-docx takes a second for a table."""
    return "".join(text.text for text in element.iter(qn("w:t")))


def tables_of(word):
    return {
        table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")): [
            [as_read(words(cell)) for cell in row.tc_lst] for row in table._tbl.tr_lst
        ]
        for table in word.tables
    }


def shown(cell):
    return f"{SHAPES[cell.mark]} {cell.text}" if cell.mark else cell.text


@pytest.mark.parametrize("length", ["sheet", "full"])
def test_every_table_reads_as_the_profile_tells_it(length):
    found = list(tables_of(opened(length)).values())
    tables = [t for section in document(length).sections for t in section.tables() if t.rows]
    assert tables
    for table in tables:
        told = [
            at for at in range(len(table.columns)) if not at or any(r[at].text for r in table.rows)
        ]
        lines = [[shown(row[at]) for at in told] for row in table.rows]
        heads = [table.columns[at].heading for at in told]
        assert [heads, *lines] in found, table.key


def test_every_sentence_is_in_it():
    text = "\n".join(map(words, opened().element.body.iter(qn("w:p"))))
    for section in document().sections:
        assert all(said in text for said in section.said)
        for block in section.blocks:
            if isinstance(block, Sentences):
                assert all(each.said in text for each in block.sentences)
    assert all(s.about.note in text for s in [t for x in document().sections for t in x.tables()])


def test_headings_are_headings_and_each_is_linked():
    word = opened()
    heads = [p.text for p in word.paragraphs if p.style.style_id == "Heading1"]
    assert heads == [section.title for section in document().sections]
    body = word.element.body
    marks = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    links = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))]
    assert len(links) == len(heads)
    assert set(links) == marks
    levels = [int(p.style.style_id[-1]) for p in word.paragraphs if "Heading" in p.style.style_id]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_header_rows_repeat_and_rows_stay_whole():
    for table in opened().tables:
        first, *others = table._tbl.tr_lst
        assert first.trPr.find(qn("w:tblHeader")) is not None
        assert not any(row.find(f".//{qn('w:tblHeader')}") is not None for row in others)
        longest = [max(len(words(cell)) for cell in row.tc_lst) for row in table._tbl.tr_lst]
        for row, letters in zip(table._tbl.tr_lst, longest, strict=True):
            assert (row.find(f".//{qn('w:cantSplit')}") is not None) == (letters <= 900)


def test_everything_drawn_is_described():
    drawn = list(opened().element.body.iter(qn("wp:docPr")))
    assert len(drawn) >= 3
    assert all(each.get("descr") for each in drawn)
    assert len({each.get("id") for each in drawn}) == len(drawn)


def test_its_language_and_properties():
    word, made = opened(), document()
    language = word.styles.element.find(f".//{qn('w:lang')}")
    assert language.get(qn("w:val")) == "en-GB"
    properties = word.core_properties
    assert properties.title == made.title
    assert properties.subject == made.profile.heading
    assert properties.author == made.profile.title
    assert properties.created == properties.modified
    assert properties.created.strftime("%B %Y") == made.profile.date
    foot = "\n".join(p.text for p in word.sections[0].footer.paragraphs)
    assert made.profile.pack_hash in foot
    assert made.profile.address in foot


def test_whose_it_is():
    whose = Branding(
        name="A Council", contact="0800 1", footer="Foot", printed="1 May 2026", logo_alt="Crest",
        logo=document().map_png, logo_media="image/png", colour="#7a1f1f",
    )  # fmt: skip
    word = docx.Document(io.BytesIO(write_docx(with_sections(hostile_section(), branding=whose))))
    assert word.core_properties.author == "A Council"
    foot = "\n".join(p.text for p in word.sections[0].footer.paragraphs)
    assert all(each in foot for each in ("0800 1", "Foot", "1 May 2026"))
    assert next(word.element.body.iter(qn("wp:docPr"))).get("descr") == "Crest"
    assert str(word.styles["Heading 1"].font.color.rgb) == "7A1F1F"


def test_hostile_names_are_text():
    word = docx.Document(io.BytesIO(hostile()))
    table = word.tables[0]
    assert [as_read(words(row.tc_lst[0])) for row in table._tbl.tr_lst[1:]] == [
        as_read(n) for n in HOSTILE
    ]
    assert not list(word.element.body.iter(qn("w:fldChar"), qn("w:fldSimple")))


def test_right_to_left_names_say_so_and_each_script_has_a_font():
    word = docx.Document(io.BytesIO(hostile()))
    runs = {run.text.strip(LEFT_TO_RIGHT): run for p in word.paragraphs for run in p.runs}
    arabic, urdu, chinese = (runs[HOSTILE[at]]._r.rPr for at in (7, 8, 9))
    assert arabic.find(qn("w:rtl")) is not None
    assert arabic.find(qn("w:lang")).get(qn("w:bidi")) == "ar-SA"
    assert urdu.find(qn("w:lang")).get(qn("w:bidi")) == "ur-PK"
    assert chinese.find(qn("w:rFonts")).get(qn("w:eastAsia")) == "Microsoft YaHei"
    assert chinese.find(qn("w:rtl")) is None
    assert runs[HOSTILE[6]]._r.rPr is None


def test_a_chart_holds_what_the_table_says_and_no_formula():
    with ZipFile(io.BytesIO(hostile())) as package:
        names = [each for each in package.namelist() if each.endswith(".xlsx")]
        books = [package.read(name) for name in sorted(names)]
        xml = package.read("word/charts/chart1.xml").decode()
    sheets = [openpyxl.load_workbook(io.BytesIO(book)).active for book in books]
    cells = [cell for sheet in sheets for row in sheet for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    names = [legal(name) for name in HOSTILE]
    read = [row[0].value for sheet in sheets for row in sheet.iter_rows(min_row=2)]
    sheet, book = sheets[0], books[0]
    assert len(read) == len(names)
    assert all(name.startswith(each.rstrip("…")) for each, name in zip(read, names, strict=True))
    assert [sheet.cell(2, 2).value, sheet.cell(2, 3).value] == [420, 0.004]
    assert "417.26" not in xml
    assert "less than 1%" in xml
    with ZipFile(io.BytesIO(book)) as inside:
        assert not re.search(rb"<f>", inside.read("xl/worksheets/sheet1.xml"))


def test_what_is_not_known_is_no_bar_and_says_so():
    rows = (
        (Cell(text="A"), Cell(text="too few to show")),
        (Cell(text="B"), Cell(text="0", number=0.0)),
        (Cell(text="C"), Cell(text="not known", number=float("nan"))),
    )
    columns = (Column(key="name", heading="Name"), Column(key="n", heading="N", kind="count"))
    table = Table(key="t", title="T", columns=columns, rows=rows, about=About())
    chart = Chart(drawn="columns", table=table, category="name", series=("n",), alt="Few")
    section = Section(key="s", title="S", said=(), blocks=(chart,))
    with ZipFile(io.BytesIO(write_docx(with_sections(section)))) as package:
        xml = package.read("word/charts/chart1.xml").decode()
    numbers = re.search(r"<c:numCache>.*</c:numCache>", xml)[0]
    assert re.findall(r'<c:pt idx="(\d)">', numbers) == ["1"]
    assert "A (too few to show)" in xml
    assert "C (not known)" in xml


def test_nothing_in_the_package_depends_on_the_clock():
    with ZipFile(io.BytesIO(hostile())) as package:
        assert {member.date_time for member in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        books = [package.read(n) for n in package.namelist() if n.endswith(".xlsx")]
        assert not [n for n in package.namelist() if "thumbnail" in n or "customXml" in n]
    with ZipFile(io.BytesIO(books[0])) as book:
        assert {member.date_time for member in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert document().profile.date[-4:] in book.read("docProps/core.xml").decode()


def test_a_name_may_be_longer_than_a_property():
    name = "Long " * 200
    read = docx.Document(io.BytesIO(write_docx(with_sections(hostile_section(), name=name))))
    assert read.core_properties.title == name[:255]
    assert read.paragraphs[0].text == name
    assert read.paragraphs[0].style.font.size.pt == 14
    assert opened().paragraphs[0].style.font.size.pt == 26


def test_a_table_that_is_too_wide_stands_on_a_turned_page():
    columns = tuple(Column(key=f"c{n}", heading=f"Heading{n:04}") for n in range(16))
    row = tuple(Cell(text="published") for _ in columns)
    wide = Table(key="wide", title="Wide", columns=columns, rows=(row,), about=About())
    blocks = (hostile_table(), wide, hostile_table("after"))
    section = Section(key="s", title="S", said=(), blocks=blocks)
    word = docx.Document(io.BytesIO(write_docx(with_sections(section))))
    pages = [(each.orientation, each.page_width > each.page_height) for each in word.sections]
    assert pages == [(0, False), (1, True), (0, False)]
    widths = [sum(int(c.get(qn("w:w"))) for c in t._tbl.tblGrid) for t in word.tables]
    assert widths[1] > 1.4 * widths[0]
    assert all(each.footer.paragraphs for each in word.sections)


def test_two_sides_for_a_meeting_are_set_closer_than_the_whole_profile():
    """Upright all through, where the same tables turn pages of the whole profile, and readable."""
    columns = tuple(Column(key=f"c{n}", heading=f"Head{n:06}") for n in range(10))
    row = tuple(Cell(text="published") for _ in columns)
    wide = Table(key="wide", title="Wide", columns=columns, rows=(row,), about=About())
    section = Section(key="s", title="S", said=(), blocks=(wide,))
    made = {
        length: docx.Document(io.BytesIO(write_docx(with_sections(section, length=length))))
        for length in ("full", "sheet")
    }
    turned = {length: [each.orientation for each in word.sections] for length, word in made.items()}
    assert turned == {"full": [0, 1, 0], "sheet": [0]}
    sizes = [style.font.size.pt for style in made["sheet"].styles if style.font.size]
    assert min(sizes) == 7


def test_the_maps_of_two_sides_stand_side_by_side():
    word = opened("sheet")
    assert document("sheet").inset_png
    side = [len(list(p._p.iter(qn("wp:docPr")))) for p in word.paragraphs]
    assert side.count(2) == 1
    whole = [len(list(p._p.iter(qn("wp:docPr")))) for p in opened().paragraphs]
    assert max(whole) == 1
    wide = word.sections[0].page_width - 2 * word.sections[0].left_margin
    for each in word.paragraphs:
        extents = [int(found.get("cx")) for found in each._p.iter(qn("wp:extent"))]
        assert sum(extents) <= wide


def test_a_header_row_stays_with_the_row_that_follows():
    """Else a word processor that has room for the header alone may show none of the rows."""
    for table in opened().tables:
        first, *others = table._tbl.tr_lst
        paragraphs = list(first.iter(qn("w:p")))
        assert all(p.find(f".//{qn('w:keepNext')}") is not None for p in paragraphs)
        assert not any(row.find(f".//{qn('w:keepNext')}") is not None for row in others)

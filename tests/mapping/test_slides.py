"""A profile as slides, read back by python-pptx and by their XML."""

import io
from dataclasses import replace
from functools import cache
from itertools import pairwise
from zipfile import ZipFile

import openpyxl
import pptx
import pytest
from pptx.util import Pt

from layers.profile.parts import (
    About,
    Cell,
    Chart,
    Column,
    Section,
    Sentence,
    Sentences,
    Table,
)
from mapping.profile.branding import Branding
from mapping.profile.made import Document
from mapping.profile.office_chart import as_said, drawable
from mapping.profile.office_text import LEFT_TO_RIGHT, legal
from mapping.profile.slides import write_pptx
from mapping.profile.slides_fit import cut, width_pt, wrapped
from tests.mapping.test_profile_formats import document
from tests.mapping.test_word import HOSTILE, hostile_section, hostile_table, with_sections

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


@cache
def written(length="full"):
    return write_pptx(document(length))


@cache
def opened(length="full"):
    return pptx.Presentation(io.BytesIO(written(length)))


@cache
def hostile():
    table = replace(hostile_table("other"), title="Other")
    section = hostile_section()
    section = replace(section, blocks=(*section.blocks, table))
    return write_pptx(with_sections(section, name=HOSTILE[7] * 20))


def shapes_of(deck):
    return [(slide, shape) for slide in deck.slides for shape in slide.shapes]


def words(shape):
    return "".join(text.text for text in shape._element.iter(f"{A}t")).replace(LEFT_TO_RIGHT, "")


def notes(slide):
    return slide.notes_slide.notes_text_frame.text.replace(LEFT_TO_RIGHT, "")


def all_decks():
    return [opened(), opened("sheet"), pptx.Presentation(io.BytesIO(hostile()))]


def test_there_is_a_slide_for_each_section_and_more_in_the_full_profile():
    sheet = [
        shape.text_frame.text for _, shape in shapes_of(opened("sheet")) if shape.name == "Part"
    ]
    titles = [section.title for section in document("sheet").sections]
    assert [part for at, part in enumerate(sheet) if part not in sheet[:at]] == titles
    assert len(sheet) == len(titles) + 1  # published measures beside England, which are judged
    full = [shape.text_frame.text for _, shape in shapes_of(opened()) if shape.name == "Part"]
    assert list(dict.fromkeys(full)) == [section.title for section in document().sections]
    assert len(full) > len(sheet)


def test_it_is_wide_and_says_whose_it_is():
    deck, made = opened(), document()
    assert deck.slide_width * 9 == deck.slide_height * 16
    properties = deck.core_properties
    assert properties.title == made.title
    assert properties.author == made.profile.title
    assert properties.language == "en-GB"
    assert properties.created.strftime("%B %Y") == made.profile.date
    first = deck.slides[0]
    assert first.shapes.title.text_frame.text == made.profile.name
    assert made.profile.headline in first.placeholders[1].text_frame.text


def test_every_slide_has_a_title_a_number_and_what_it_is_of():
    for deck in all_decks():
        titles = [words(slide.shapes.title) for slide in deck.slides]
        assert all(titles)
        for slide in list(deck.slides)[1:]:
            assert slide._element.xpath(".//a:fld[@type='slidenum']")
            assert document().profile.pack_hash in "".join(map(words, slide.shapes))
            assert slide.shapes[0] == slide.shapes.title  # read first


def test_everything_that_is_seen_is_described():
    seen = [
        shape for _, shape in shapes_of(opened())
        if shape.shape_type is not None and shape.shape_type.name in {"PICTURE", "CHART", "TABLE"}
    ]  # fmt: skip
    assert {shape.shape_type.name for shape in seen} == {"PICTURE", "CHART", "TABLE"}
    for shape in seen:
        assert shape._element.xpath(".//p:cNvPr")[0].get("descr")


def test_nothing_is_smaller_than_a_room_can_read():
    for deck in all_decks():
        for _, shape in shapes_of(deck):
            small = shape.has_table or shape.has_chart or shape.name in {"About it", "Foot"}
            drawn = shape.chart._chartSpace if shape.has_chart else shape._element
            sizes = [int(each) for each in drawn.xpath(".//a:rPr/@sz | .//a:defRPr/@sz")]
            is_number = bool(drawn.xpath(".//a:fld"))
            assert min(sizes, default=1800) >= (1200 if small or is_number else 1800), shape.name


def test_nothing_runs_over():
    for deck in all_decks():
        for slide in deck.slides:
            shapes = list(slide.shapes)
            for shape in shapes:
                assert shape.left >= 0
                assert shape.top >= 0
                assert shape.left + shape.width <= deck.slide_width + 10
                assert shape.top + shape.height <= deck.slide_height
            for one, other in pairwise(sorted(shapes, key=lambda shape: shape.top)):
                is_beside = (
                    one.left + one.width <= other.left or other.left + other.width <= one.left
                )
                assert is_beside or one.top + one.height <= other.top + Pt(1), (
                    one.name,
                    other.name,
                )


def test_a_table_has_room_for_its_words():
    for deck in all_decks():
        for _, shape in shapes_of(deck):
            if not shape.has_table:
                continue
            columns = [column.width / 12700 - 12 for column in shape.table.columns]
            size = int(shape._element.xpath(".//a:rPr/@sz")[0]) / 100
            for number, row in enumerate(shape.table.rows):
                for at, cell in enumerate(row.cells):
                    bold = number == 0 or at == 0
                    lines = wrapped(words_of(cell), size, columns[at], bold=bold)
                    assert len(lines) * size * 1.2 + 6 <= row.height / 12700
            assert shape._element.xpath(".//a:tblPr/@firstRow") == ["1"]


def words_of(cell):
    return "".join(text.text for text in cell._tc.iter(f"{A}t")).replace(LEFT_TO_RIGHT, "")


def test_what_is_measured_is_no_narrower_than_the_type():
    # Arial: "W" is 0.944, "i" 0.222 and "e" 0.556 of the size; bold "e" 0.556 and "m" 0.889.
    assert width_pt("Wie", 100) == pytest.approx(172.2, rel=0.04)
    assert width_pt("Wie", 100) > 172.2
    assert width_pt("em", 100, bold=True) > 144.5
    assert width_pt("新村", 100) > 200
    assert width_pt("Łódź", 100) > 0.9 * width_pt("Lodz", 100)


def test_what_is_cut_is_a_beginning():
    for text in (*HOSTILE, "one two three four five six"):
        for most in (1, 2):
            said = cut(text, 18, 150, most)
            assert len(wrapped(said, 18, 150)) <= most
            assert legal(text).startswith(said.removesuffix("…").rstrip())


def test_the_notes_hold_every_sentence_and_every_source():
    for length in ("sheet", "full"):
        told = "\n".join(map(notes, opened(length).slides))
        for section in document(length).sections:
            assert all(legal(said) in told for said in section.said)
            for block in section.blocks:
                if isinstance(block, Sentences):
                    assert all(legal(each.said) in told for each in block.sentences)
            for table in section.tables():
                assert all(source in told for source in table.about.sources)


def test_what_a_slide_has_no_room_for_is_whole_in_its_notes():
    told = "\n".join(map(notes, pptx.Presentation(io.BytesIO(hostile())).slides))
    for name in HOSTILE:
        assert told.count(legal(name).strip()) >= 3


def test_cells_are_what_the_profile_says():
    told = {
        legal(f"{cell.text}") for s in document().sections for t in s.tables()
        for row in t.rows for cell in row
    }  # fmt: skip
    tables = [shape for _, shape in shapes_of(opened()) if shape.has_table]
    alts = {t.title for s in document().sections for t in s.tables()}
    checked = 0
    for shape in tables:
        if shape._element.xpath(".//p:cNvPr/@descr")[0] not in alts:
            continue
        for row in list(shape.table.rows)[1:]:
            for cell in row.cells:
                said = words_of(cell).removeprefix("● ").removeprefix("▲ ").removeprefix("◆ ")
                beginning = said.removesuffix("…").rstrip()
                assert said in told or any(each.startswith(beginning) for each in told), said
                checked += 1
    assert checked > 100


def test_a_chart_has_the_numbers_of_its_table():
    charts = {
        chart.alt: chart for section in document().sections for block in section.blocks
        if isinstance(block, Chart) for chart in drawable(block)
    }  # fmt: skip
    drawn, found = dict.fromkeys(charts, 0), [s for _, s in shapes_of(opened()) if s.has_chart]
    for shape in found:
        alt = shape._element.xpath(".//p:cNvPr/@descr")[0].removesuffix(" (continued)")
        block = charts[alt]
        at = block.table.column(block.series[0])
        told = [as_said(row[at], block.table.columns[at]) for row in block.table.rows]
        shown = list(shape.chart.plots[0].series[0].values)
        first = drawn[alt]
        assert shown == told[first : first + len(shown)]
        drawn[alt] += len(shown)
        book = openpyxl.load_workbook(io.BytesIO(shape.chart.part.chart_workbook.xlsx_part.blob))
        assert [book.active.cell(row, 2).value for row in range(2, len(shown) + 2)] == shown
    whole = {alt: len(chart.table.rows) for alt, chart in charts.items()}
    said = "\n".join(words(shape) for _, shape in shapes_of(opened()) if shape.name == "About it")
    for alt, rows in whole.items():  # what is not drawn is counted
        assert drawn[alt] == rows or f"in the notes: {rows - drawn[alt]:,} more row" in said


def test_hostile_names_are_text():
    deck = pptx.Presentation(io.BytesIO(hostile()))
    assert not [e for s in deck.slides for e in s._element.iter(f"{A}hlinkClick")]
    charts = [shape.chart for _, shape in shapes_of(deck) if shape.has_chart]
    assert sum(len(chart.plots[0].categories) for chart in charts) == len(HOSTILE)
    for chart in charts:
        book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
        cells = [cell for row in book.active for cell in row if cell.value is not None]
        assert {cell.data_type for cell in cells} == {"s", "n"}


def test_right_to_left_names_say_so():
    said = Sentences(key="k", title="T", sentences=tuple(Sentence(said=n) for n in HOSTILE[7:10]))
    section = Section(key="s", title="S", said=(), blocks=(said,))
    deck = pptx.Presentation(io.BytesIO(write_pptx(with_sections(section))))
    [box] = [shape for _, shape in shapes_of(deck) if shape.name == "What is said"]
    told = [(p.pPr.get("rtl"), p.xpath(".//a:rPr/@lang")) for p in box._element.iter(f"{A}p")]
    assert told == [("1", ["ar-SA"]), ("1", ["ur-PK"]), (None, ["zh-CN"])]


def test_whose_it_is():
    whose = Branding(
        name="A Council", contact="0800 1", footer="Foot", logo=document().map_png,
        logo_media="image/png", logo_alt="Crest", colour="#7a1f1f",
    )  # fmt: skip
    made = Document(document().asked, length="sheet", branding=whose)
    made.__dict__.update(map_png=document().map_png, inset_png=None)
    first = pptx.Presentation(io.BytesIO(write_pptx(made))).slides[0]
    said = "".join(map(words, first.shapes))
    assert all(each in said for each in ("A Council", "0800 1", "Foot"))
    [logo] = [shape for shape in first.shapes if shape.shape_type.name == "PICTURE"]
    assert logo._element.xpath(".//p:cNvPr/@descr") == ["Crest"]


def test_nothing_in_the_package_depends_on_the_clock():
    with ZipFile(io.BytesIO(written())) as package:
        assert {member.date_time for member in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in package.namelist() if "thumbnail" in name or ".bin" in name]


def test_a_name_may_be_longer_than_a_property():
    name = "Long " * 200
    read = pptx.Presentation(io.BytesIO(write_pptx(with_sections(hostile_section(), name=name))))
    assert read.core_properties.title == name[:255]


def test_a_part_that_says_nothing_is_titled_by_what_it_shows():
    table = replace(hostile_table("best"), title="Where everybody in need is reached")
    section = Section(key="reached", title="Who is not reached", said=(), blocks=(table,))
    deck = pptx.Presentation(io.BytesIO(write_pptx(with_sections(section, length="sheet"))))
    assert words(deck.slides[1].shapes.title) == "Where everybody in need is reached"


def test_a_table_goes_on_over_slides_with_what_tells_its_rows_apart():
    columns = tuple(
        Column(key=f"c{at}", heading=f"Column {at}", names=at == 23) for at in range(24)
    )
    rows = tuple(
        tuple(Cell(text=f"Row {n} of column {at} in several words") for at in range(24))
        for n in range(12)
    )
    table = Table(key="t", title="T", columns=columns, rows=rows, about=About(period="2025"))
    section = Section(key="s", title="S", said=("It says.",), blocks=(table,))
    deck = pptx.Presentation(io.BytesIO(write_pptx(with_sections(section))))
    slides = list(deck.slides)[1:]
    assert [words(s.shapes.title) for s in slides] == [
        "It says.", *["It says. (continued)"] * (len(slides) - 1)
    ]  # fmt: skip
    shown = [shape.table for slide in slides for shape in slide.shapes if shape.has_table]
    assert len(shown) == len(slides) > 1
    for each in shown:
        heads = [words_of(cell) for cell in each.rows[0].cells]
        assert (heads[0], heads[-1]) == ("Column 0", "Column 23")
    told = {words_of(cell) for each in shown for row in each.rows for cell in row.cells}
    assert {f"Column {at}" for at in range(24)} <= told
    left = {cell.text for row in rows for cell in row} - told
    assert bool(left) == ("Not shown here" in "".join(map(words, slides[-1].shapes)))
    assert all(each in notes(slides[0]) for each in left)

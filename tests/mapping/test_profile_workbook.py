"""The workbook of a profile, read back: every figure as told, every text a text, nothing live."""

import importlib
import io
import math
import re
import zipfile
from dataclasses import replace
from functools import cache

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from geodata.plain import plain_line
from layers.profile.parts import About, Cell, Chart, Column, Section, Table
from layers.said.export import plain
from mapping.profile import workbook
from mapping.profile.branding import Branding
from mapping.profile.tabled import AS_SAID, tables_of
from mapping.profile.workbook import write_workbook
from mapping.profile.workbook_cells import LONGEST_NAME, sheet_names
from mapping.profile.workbook_sheet import sheet_fields
from tests.conftest import RAW_FOLDER
from tests.mapping.test_profile_formats import document

CORPUS = RAW_FOLDER.parent / "corpus"
HOSTILE = (
    "=1+1",
    "+44 1223 000000",
    "-2",
    "@SUM(A1)",
    '{=HYPERLINK("http://example.org")}',
    "=cmd|' /C calc'!A0",
    "http://example.org/",
    "internal:'Cover'!A1",
    "external:c:/x.xlsx",
    "007",
    "1e5",
    "_x0041_",
    "<b>&amp;</b>",
    "&L&G",
    "Ćwiartka Łąki",
    "شارع الملك",
    "唐人街",
)


class Made:
    """A document of given tables."""

    asked = None
    length = "full"
    branding = Branding()

    def __init__(self, *blocks, title="Somewhere: place profile"):
        self.profile = document().profile
        self.sections = (Section(key="s", title="Section", said=(), blocks=blocks),)
        self.title = title


def table(*rows, columns, **more):
    return Table(
        key=more.pop("key", "t"),
        title=more.pop("title", "A table"),
        columns=columns,
        rows=rows,
        about=more.pop("about", About(period="2020", sources=("Somebody",))),
        **more,
    )


NAME = Column(key="name", heading="Name")
COUNT = Column(key="count", heading="Children", kind="count", unit="children")
SHARE = Column(key="share", heading="Share", kind="share")


@cache
def written(length="full"):
    return write_workbook(document(length))


def parts_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}


def grids(content):
    """Every table of a workbook, by its sheet’s name: headings and rows as openpyxl reads them."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in book.worksheets:
        for each in sheet.tables.values():
            rows = [[cell.value for cell in row] for row in sheet[each.ref]]
            yield sheet.title, rows[0], rows[1:]


@pytest.mark.parametrize("length", ["full", "sheet"])
def test_every_figure_is_the_profiles_and_none_is_filled_in(length):
    made = [each for each in tables_of(document(length)) if each.table.rows]
    read = list(grids(written(length)))
    assert len(read) == len(made)
    for (_, headings, rows), each in zip(read, made, strict=True):
        fields = sheet_fields(each)
        assert headings == [field.heading for field in fields]
        for cells, row in zip(each.table.rows, rows, strict=True):
            for field, found in zip(fields, row, strict=True):
                cell = cells[field.position]
                if field.kind == "text":
                    assert (found or "") == cell.text
                elif cell.number is None:
                    assert found is None
                else:
                    assert isinstance(found, int | float)
                    assert math.isclose(found, plain(cell.number))


def test_what_is_held_back_is_empty_and_says_so_beside():
    held = table(
        (Cell(text="Here"), Cell(text="too few to show")),
        (Cell(text="There"), Cell(text="about 470", number=474.8)),
        (Cell(text="Nowhere"), Cell(text="none", number=0.0)),
        columns=(NAME, COUNT),
    )
    content = write_workbook(Made(held))
    [headings, rows] = next((h, r) for name, h, r in grids(content) if name == "A table")
    assert headings == ["Name", "Children (children)", f"Children, {AS_SAID}"]
    assert rows[0] == ["Here", None, "too few to show"]
    assert rows[1] == ["There", 474.8, "about 470"]
    assert rows[2] == ["Nowhere", 0, "none"]


def test_a_number_that_says_itself_has_no_words_beside_it():
    exact = table(
        (Cell(text="Here"), Cell(text="1,310", number=1310.0), Cell(text="7%", number=0.068)),
        columns=(NAME, COUNT, SHARE),
    )
    content = write_workbook(Made(exact))
    headings = next(h for name, h, _ in grids(content) if name == "A table")
    assert headings == ["Name", "Children (children)", "Share (%)"]
    book = openpyxl.load_workbook(io.BytesIO(content))
    row = book["A table"][book["A table"].tables["Table_3"].ref][1]
    assert [cell.number_format for cell in row[1:]] == ["#,##0", "0%"]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_any_text_is_a_text_wherever_it_stands(text):
    hostile = table(
        (Cell(text=text), Cell(text=text, number=1.0)),
        columns=(replace(NAME, heading=text), replace(COUNT, heading=f"{text} of")),
        title=text,
        about=About(period=text, sources=(text,), note=text),
        after=text,
    )
    made = Made(Chart(drawn="bars", table=hostile, category="name", series=("count",), alt=text))
    made.title = text
    made.branding = Branding(name=text, contact=text, footer=text)
    content = write_workbook(made)
    parts = parts_of(content)
    assert not any("<f>" in part or "<f " in part for part in parts.values())
    assert not any("externalLink" in name for name in parts)
    assert not any('TargetMode="External"' in part for part in parts.values())
    [rows] = [rows for _, _, rows in grids(content) if len(rows) == 1]
    assert rows[0][0] == text
    assert rows[0][2] == text
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    assert [cell for rows in sheets for row in rows for cell in row].count(text) >= 3


def test_nothing_in_it_is_live():
    parts = parts_of(written())
    assert not any("<f>" in part or "<f " in part for part in parts.values())
    assert not any('TargetMode="External"' in part for part in parts.values())
    links = re.findall(r"<hyperlink [^>]*>", "".join(parts.values()))
    assert links
    assert all("location=" in each and "r:id" not in each for each in links)


def test_the_sheets_have_headings_that_stay_and_filters_and_the_cover_leads_to_each():
    book = openpyxl.load_workbook(io.BytesIO(written()))
    cells = [cell for row in book["Cover"].iter_rows() for cell in row]
    linked = {cell.hyperlink.location for cell in cells if cell.hyperlink}
    assert linked == {f"'{name}'!A1" for name in book.sheetnames[1:]}
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes
        for each in sheet.tables.values():
            assert each.autoFilter is not None
            head = openpyxl.utils.range_boundaries(each.ref)[1]
            assert sheet[sheet.freeze_panes].row == head + 1


def test_a_chart_is_native_beside_its_table_and_is_told_in_words():
    parts = parts_of(written())
    charts = [each.chart for each in tables_of(document()) if each.chart and each.table.rows]
    charts = [chart for chart in charts if chart.drawn != "spine"]  # its rows have a scale each
    drawn = [name for name in parts if re.fullmatch(r"xl/charts/chart\d+\.xml", name)]
    assert len(drawn) == len(charts) > 0
    said = "".join(part for name, part in parts.items() if name.startswith("xl/drawings/drawing"))
    assert said.count("descr=") == len(charts)


def test_a_table_without_rows_says_so():
    empty = table(columns=(NAME, COUNT), none="No door is listed.")
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(write_workbook(Made(empty))))
    assert ["No door is listed."] in [
        [cell for cell in row if cell] for row in sheets.get_sheet_by_name("A table").to_python()
    ]


def test_sheet_names_are_short_safe_and_each_once():
    titles = ["A/B [c]: 'd'?*\\", "=1+1", "", "History", "cover", "x" * 40, "x" * 41, "𝒳" * 40]
    names = sheet_names(titles, "Cover")
    assert len({name.casefold() for name in names} | {"cover", "history"}) == len(titles) + 2
    for name in names:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= LONGEST_NAME
        assert not re.search(r"[\[\]:*?/\\']", name)


def test_headings_that_would_be_the_same_are_told_apart():
    twice = table(
        (Cell(text="a"), Cell(text="b")), columns=(NAME, replace(NAME, key="n", heading="NAME"))
    )
    headings = next(h for name, h, _ in grids(write_workbook(Made(twice))) if name == "A table")
    assert headings == ["Name", "NAME (2)"]


def test_very_long_words_are_cut_to_what_a_cell_holds():
    long = table((Cell(text="word " * 20_000),), columns=(NAME,))
    rows = next(r for name, _, r in grids(write_workbook(Made(long))) if name == "A table")
    assert rows[0][0].endswith("…")
    assert len(rows[0][0]) <= 32_767


@pytest.mark.real
def test_every_name_of_broken_and_hostile_files_is_a_text():
    files = sorted(each for each in CORPUS.iterdir() if each.suffix in {".csv", ".txt"})
    assert files
    texts = [path.read_bytes()[:20_000].decode("cp1252", "replace") for path in files]
    lines = [line for text in texts for line in text.splitlines()[:30]]
    names = list(dict.fromkeys(name for line in lines for name in line.split(",")[:6]))
    rows = [(Cell(text=name),) for name in names]
    content = write_workbook(Made(table(*rows, columns=(NAME,))))
    read = next(found for title, _, found in grids(content) if title == "A table")
    assert [row[0] or "" for row in read] == [plain_line(name) for name in names]
    assert not any("<f>" in part for part in parts_of(content).values())


def sheet_of(content, name="A table"):
    return openpyxl.load_workbook(io.BytesIO(content))[name]


def test_a_column_that_says_nothing_is_left_out_of_its_sheet_and_its_chart_still_drawn():
    beside = replace(COUNT, key="beside", heading="Beside")
    rows = ((Cell(text="a"), Cell(text="7", number=7.0), Cell(text="")),)
    made = table(*rows, columns=(NAME, COUNT, beside))
    drawn = Chart(
        drawn="bars", table=made, category="name", series=("count", "beside"), alt="What it shows."
    )
    content = write_workbook(Made(drawn))
    headings = next(h for name, h, _ in grids(content) if name == "A table")
    assert headings == ["Name", "Children (children)"]
    [chart] = [part for name, part in parts_of(content).items() if "charts/chart" in name]
    assert chart.count("<c:ser>") == 1
    unknown = table((Cell(text="a"), Cell(text="not known")), columns=(NAME, COUNT))
    nothing = replace(drawn, table=unknown, series=("count",))
    assert not [name for name in parts_of(write_workbook(Made(nothing))) if "charts/chart" in name]


def test_a_chart_of_very_many_rows_draws_the_first_and_says_so():
    rows = tuple((Cell(text=f"r{n}"), Cell(text=f"{n}", number=float(n))) for n in range(60))
    drawn = Chart(
        drawn="bars",
        table=table(*rows, columns=(NAME, COUNT)),
        category="name",
        series=("count",),
        alt="What it shows.",
    )
    content = write_workbook(Made(drawn))
    [chart] = [part for name, part in parts_of(content).items() if "charts/chart" in name]
    [count] = {int(each) for each in re.findall(r'<c:ptCount val="(\d+)"', chart) if each != "1"}
    said = [cell.value for row in sheet_of(content).iter_rows() for cell in row if cell.value]
    assert f"The chart shows the first {count} of 60 rows." in said


def test_words_beside_a_number_stand_apart_from_it_and_rows_are_as_high_as_their_words():
    long = "a word or two " * 20
    held = table((Cell(text=long), Cell(text="about 470", number=474.8)), columns=(NAME, COUNT))
    sheet = sheet_of(write_workbook(Made(held)))
    [each] = sheet.tables.values()
    name, number, said = sheet[each.ref][1]
    assert said.alignment.horizontal == "left"  # Excel indents nothing that is not aligned
    assert said.alignment.indent
    wide = sheet.column_dimensions["A"].width
    assert sheet.row_dimensions[name.row].height >= 12 * len(long) / (wide * 1.4)
    assert number.alignment.horizontal in {None, "general"}


def test_a_name_cut_short_ends_with_a_word_that_can_be_last():
    [cut, whole] = sheet_names(["Published measures, beside county, England", "What is said"], "C")
    assert cut == "Published measures"
    assert whole == "What is said"


def test_a_sentence_that_begins_with_a_right_to_left_name_is_read_from_the_left():
    held = table((Cell(text="شارع الملك is here"),), (Cell(text="شارع الملك"),), columns=(NAME,))
    sheet = sheet_of(write_workbook(Made(held)))
    [each] = sheet.tables.values()
    _, [sentence], [name] = sheet[each.ref]
    assert sentence.alignment.readingOrder == 1
    assert not name.alignment.readingOrder


def test_the_first_workbook_of_a_program_is_as_the_next():
    """What is shared between workbooks was written to by the first."""
    made = Made(table((Cell(text="a"),), columns=(NAME,)))
    begun = importlib.reload(workbook)  # as a program begins
    assert begun.write_workbook(made) == begun.write_workbook(made)

"""A timeline in every format: its band, its gap, its words, and nothing of a name as markup."""

import io
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

import mapping
from layers.compare.timeline import NO_CAUSE, measure_timeline
from layers.profile.parts import Cell, Section, brief_of
from layers.profile.timeline_chart import timeline_chart
from mapping.meeting.drawn_scene import ROOM, draw_scene
from mapping.meeting.shown import Shown
from mapping.profile.block_data import Settings, section_data
from mapping.profile.drawn_chart import drawn_chart
from mapping.profile.line_laid import line_laid
from mapping.profile.marks import PAGE
from mapping.profile.page import write_html
from mapping.profile.pdf import write_pdf
from mapping.profile.slides import write_pptx
from mapping.profile.word import write_docx
from mapping.profile.workbook import write_workbook
from tests.layers.published import PERIODS, indicator, pack_with, rows_of
from tests.mapping.test_word import with_sections

HOSTILE = "<script>alert(1)</script> & =cmd|'x'"


def chart(project="Reading first;2015-09;2017-08", lacking=(), made=None):
    rows = [row for row in rows_of(indicator()) if row["period"] not in lacking]
    return timeline_chart(
        measure_timeline(pack_with(made or indicator(), rows=rows), "ready_pct", "team-a", project)
    )


def kinds(drawn):
    return [mark.kind for mark in drawn.marks]


def words(drawn):
    return [mark.said for mark in drawn.marks if mark.said]


def test_a_band_a_line_and_every_figure_are_drawn_and_named():
    drawn = drawn_chart(chart())
    found = kinds(drawn)
    marks = ("series", "second", "band", "edge", "dot", "limits")
    assert [found.count(kind) for kind in marks] == [1, 1, 1, 1, 5, 5]
    assert "Reading first: from September 2015 to August 2017" in words(drawn)
    assert {"50%", "70%", "2014/15", "2018/19", "England"} <= set(words(drawn))
    assert "hatched: Reading first: from September 2015 to August 2017." in drawn.key
    assert NO_CAUSE in drawn.alt


@pytest.mark.parametrize("size", [PAGE, ROOM], ids=["page", "room"])
def test_each_figure_stands_at_its_own_height(size):
    """50 to 70 of a hundred rise by the same step; each mark stands where its line passes."""
    marks = drawn_chart(chart(), size).marks
    heights = [
        float(each.path[1:].split("a")[0].split()[1]) for each in marks if each.kind == "dot"
    ]
    steps = [before - after for before, after in pairwise(heights)]
    assert min(steps) > 1
    assert max(steps) - min(steps) < 0.3
    [line] = [each.path for each in marks if each.kind == "series"]
    assert [float(each.split()[1]) for each in line[1:].split("L")] == heights


def test_no_line_is_drawn_across_years_without_a_figure():
    drawn = drawn_chart(chart(lacking=PERIODS[2:3]))
    lines = [mark for mark in drawn.marks if mark.kind == "series"]
    assert [mark.path.count("L") for mark in lines] == [1, 1]
    assert "not known" in words(drawn)
    assert "between 2015/16 and 2017/18" in {
        row[0].text for row in chart(lacking=PERIODS[2:3]).table.rows
    }


def test_a_band_stands_where_its_dates_are():
    """Of 2014/15 (2015.0) to 2018/19 (2019.0), with room beside, 2015.67 to 2017.67."""
    [band] = line_laid(chart()).bands
    first, *_, last = (at for at, _, _ in line_laid(chart()).names)
    year = (last - first) / 4
    assert band.start == first + (2015 + 8 / 12 - 2015) * year
    assert abs(band.end - (first + (2017 + 8 / 12 - 2015) * year)) < 1e-9
    assert len(band.edges) == 2


def test_open_and_far_away_projects_go_on_past_the_figures():
    [open_end] = line_laid(chart("p;2016;")).bands
    assert (open_end.end, open_end.goes_right, len(open_end.edges)) == (1.0, True, 1)
    [long_ago] = line_laid(chart("p;1950;1952")).bands
    assert (long_ago.start, long_ago.end, long_ago.edges) == (0.0, 0.0, ())
    assert "◀ p: from 1950 to 1952" in words(drawn_chart(chart("p;1950;1952")))
    assert "p: from 2090, no end told ▶" in words(drawn_chart(chart("p;2090;")))


def test_without_figures_nothing_is_drawn_and_the_table_stays():
    found = chart(lacking=PERIODS)
    assert drawn_chart(found) is None
    made = indicator(period="as reported")
    rows = [{"indicator": "ready_pct", "place_id": "team-a", "period": "as reported", "value": 5.0}]
    unplaced = timeline_chart(
        measure_timeline(pack_with(made, rows=rows), "ready_pct", "team-a", "p;2016;")
    )
    assert unplaced.bands == ()
    assert "band" not in kinds(drawn_chart(unplaced))


def test_every_format_draws_it_and_says_that_it_shows_no_cause():
    hostile = chart(f"{HOSTILE};2015-09;2016-08;2017-09;")
    made = with_sections(Section(key="time", title="Over time", said=(), blocks=(hostile,)))
    page = write_html(made).decode()
    scene = draw_scene(Shown(key="t", place="Team Alder", asks="?", said="!", picture=hostile))
    for html in (page, scene):
        assert 'class="hatch"' in html
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert(1)" in html
    assert NO_CAUSE in page
    for content, part in ((write_docx(made), "word/charts/"), (write_pptx(made), "ppt/charts/")):
        with ZipFile(io.BytesIO(content)) as opened:
            [name] = [each for each in opened.namelist() if re.match(rf"{part}[^/]*\.xml", each)]
            xml = opened.read(name).decode()
        assert xml.index("<c:barChart>") < xml.index("<c:lineChart>")
        assert "pattFill" in xml
        assert "<script>" not in xml
    with ZipFile(io.BytesIO(write_workbook(made))) as opened:
        drawn = "".join(
            opened.read(each).decode() for each in opened.namelist() if "/chart" in each
        )
        assert "lineChart" in drawn
        assert "ltUpDiag" in drawn
    sheet = openpyxl.load_workbook(io.BytesIO(write_workbook(made))).worksheets[3]
    cells = [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "ran for most of it" in cells
    assert not any(str(cell).startswith("=") for cell in cells)
    assert write_pdf(made).startswith(b"%PDF")
    [block] = section_data(made.sections[0], Settings(numbers={}, is_sheet=False))["blocks"]
    assert b"&lt;script&gt;" in bytes(block["chart"]["svg"])


def test_the_columns_behind_a_line_are_the_share_of_each_period_that_it_ran():
    found = chart()
    at = found.table.column(found.behind)
    shares = [row[at].number for row in found.table.rows]
    assert shares[0] == 0
    assert round(shares[1], 3) == round(2016.5 - (2015 + 8 / 12), 3)
    assert shares[2] == 1
    assert shares[4] == 0


def test_a_first_page_keeps_its_rows_where_they_stand():
    whole = chart()
    short = replace(whole, table=replace(whole.table, brief=3))
    [kept] = brief_of(Section(key="t", title="t", said=(), blocks=(short,))).blocks
    assert kept.places == whole.places[:3]
    assert drawn_chart(kept) is not None


@pytest.mark.parametrize("england", [69.0, 70.0, 70.1, 71.0, 75.0, 90.0])
@pytest.mark.parametrize("size", [PAGE, ROOM], ids=["page", "room"])
def test_the_name_of_what_is_compared_does_not_stand_on_the_last_figure(england, size):
    made = chart()
    column = made.table.column("compared")
    *rows, last = made.table.rows
    beside = (*last[:column], Cell(text=f"{england}%", number=england), *last[column + 1 :])
    table = replace(made.table, rows=(*rows, beside))
    marks = drawn_chart(replace(made, table=table), size).marks
    [name] = [mark for mark in marks if "beside-name" in mark.kind]
    figure = [mark for mark in marks if "figure" in mark.kind and mark.said == "70%"][-1]
    assert abs(float(name.y) - float(figure.y)) >= 13
    assert float(name.y) > 13


def test_words_of_a_line_chart_stand_clear_of_the_lines_behind_them():
    """In every file that draws it, words have an edge in the colour of the ground."""
    for style in ("profile/line.svg", "profile/marks.css", "component/picture.css"):
        said = (Path(mapping.__file__).parent / style).read_text(encoding="utf-8")
        assert re.search(r"paint-order: stroke;\s+stroke: (#fff|var\(--[a-z-]+, #\w+\))", said), (
            style
        )

"""Charts of Word and slides: limits as error bars, and no row without a word."""

import io
import re
from dataclasses import replace
from datetime import UTC, datetime

import openpyxl
import pytest

from layers.profile.parts import Cell, Column
from layers.profile.scales import on_one_scale
from mapping.profile.office_chart import DrawnChart, as_said
from mapping.profile.office_chart_book import workbook
from mapping.profile.office_chart_xml import chart_xml
from tests.layers.test_scales import row, spine


def drawn(*rows, **changes):
    [chart] = on_one_scale(spine(*rows))
    made = DrawnChart(chart=chart, colour="#1d4f91", date=datetime(2025, 11, 1, tzinfo=UTC),
                      size_pt=12, wide_pt=888, high_pt=300)  # fmt: skip
    return replace(made, **changes)


ROWS = (row("A", 30.0, limits=(27.5, 33.0), england=35.0, mark="better"),
        row("B", 10.0, england=12.0), row("C", None, england=50.0))  # fmt: skip


def test_limits_are_error_bars_that_reach_as_far_as_they_are_said():
    xml = chart_xml(drawn(*ROWS))
    [bars] = re.findall(r"<c:errBars>.*?</c:errBars>", xml)
    plus, minus = (re.search(rf"<c:{end}>.*?</c:{end}>", bars)[0] for end in ("plus", "minus"))
    assert re.findall(r'<c:pt idx="(\d)"><c:v>([\d.]+)', plus) == [("0", "3.0")]
    assert re.findall(r'<c:pt idx="(\d)"><c:v>([\d.]+)', minus) == [("0", "2.5")]
    assert xml.index("<c:errBars>") < xml.index("<c:cat>")
    assert '<c:max val="50.0"/><c:min val="0"/>' in xml


def test_the_workbook_holds_the_limits_that_are_drawn():
    made = drawn(*ROWS)
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(made))).active
    rows = [[cell.value for cell in each] for each in sheet.iter_rows(min_row=1)]
    assert rows[0] == [None, "Figure", "Compared", "Lower", "Upper", "Line below", "Line above"]
    assert rows[1][1:] == [30, 35, 27.5, 33, 2.5, 3]
    assert rows[2][1:] == [10, 12, None, None, None, None]
    assert rows[3][1:] == [None, 50, None, None, None, None]
    columns = re.findall(r"Figures!\$([A-Z])\$2", re.search(r"<c:errBars>.*", chart_xml(made))[0])
    assert columns[:2] == ["G", "F"]  # above, then below


def test_without_limits_there_are_no_error_bars_and_each_bar_has_its_number():
    xml = chart_xml(drawn(row("A", 30.0), row("B", 10.0)))
    assert "errBars" not in xml
    assert xml.count('<c:showVal val="1"/>') == 1


def test_what_is_held_back_says_so_at_its_name_however_little_room_there_is():
    long = row("Long name " * 40, None, england=50.0)
    for high in (300, 60):
        names = drawn(*ROWS[:2], long, high_pt=high).categories
        assert names[2].endswith("(too few to show)")
    assert drawn(*ROWS).categories[0] == "A, Here: 30; ▲ better beside England"


def test_rows_are_drawn_from_where_the_chart_goes_on():
    made = drawn(*ROWS, first=1, most=1)
    assert [each.numbers for each in made.series] == [(10.0,), (12.0,)]
    assert made.limits is None
    assert re.findall(r'<c:max val="([\d.]+)"', chart_xml(made)) == ["50.0"]  # one scale for all


@pytest.mark.parametrize(
    ("text", "number", "said"),
    [("1.8%", 1.806, 1.8), ("Bristol 001: 1.6%", 1.5639, 1.6),
     ("1,983.0 per 1,000", 1983.04, 1983.0), ("−2.5", -2.51, -2.5), ("about none", 0.02, 0.02)],
    ids=["rounded", "named with a number", "of a unit with one", "less than none", "in words"],
)  # fmt: skip
def test_a_number_is_drawn_as_its_words_say_it(text, number, said):
    cell = Cell(text=text, number=number)
    assert as_said(cell, Column(key="n", heading="N", kind="number")) == said

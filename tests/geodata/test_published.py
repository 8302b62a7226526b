"""Tables under their titles, with marks in place of numbers."""

import math

import pandas as pd
import pytest

from geodata.errors import DataError
from geodata.files import pick_columns, read_table
from geodata.published import below_titles, parse_marked, read_published

SHEET = (
    '\ufeff"Table 4: Children, FYE 2024 to 2025",,,,\r\n'
    "Back to Contents,,,,\r\n"
    ",,,,\r\n"
    '"Local Authority\n[note 2]",Area Code,"Ward [note 2, 3]",Area Code,"Number\n\nFYE 2025"\r\n'
    ',,United Kingdom,K02000001,"3,269,339"\r\n'
    ",,,,\r\n"
    "Hartlepool,E06000001,Burn Valley,E05013038,488,,,\r\n"
    "Short,E06000002\r\n"
)


def write(tmp_path, text, name="sheet.csv"):
    path = tmp_path / name
    path.write_bytes(text.encode("utf-8"))
    return path


def test_the_headings_are_found_below_the_titles(tmp_path):
    table = read_published(write(tmp_path, SHEET), (r"Area Code", r"Number FYE \d\d\d\d"))
    assert list(table.rows.columns) == [
        *("Local Authority", "Area Code", "Ward", "Area Code (2)", "Number FYE 2025"),
    ]
    assert table.rows["Area Code (2)"].tolist() == ["K02000001", "E05013038", ""]
    assert list(table.rows.index) == [5, 7, 8]  # rows of the sheet, counted from 1
    assert table.heading_row == 4
    assert table.titles == ("Table 4: Children, FYE 2024 to 2025", "Back to Contents")


def test_a_table_without_titles_is_read_as_it_is(tmp_path):
    table = read_published(write(tmp_path, "a;b\n1;2\n"), ("a", "b"))
    assert table.rows.to_dict("list") == {"a": ["1"], "b": ["2"]}


def test_another_table_is_named_by_how_it_begins(tmp_path):
    with pytest.raises(DataError) as raised:
        read_published(write(tmp_path, "Table 9,\nx,y\n"), (r"Area Code", r"Percentage.*"))
    [problem] = raised.value.problems
    assert problem.found == "no row of headings; it begins with 'Table 9'"
    assert problem.expected == "a row with 'Area Code' and 'Percentage…'"


def test_a_row_with_more_than_the_headings_is_refused_by_its_number():
    rows = enumerate([["a", "b"], ["1", "2", ""], ["1", "2", "3"]], start=1)
    with pytest.raises(DataError, match="sheet, row 3: found more cells than headings"):
        below_titles(rows, "sheet", ("a",))


@pytest.mark.parametrize(
    ("cell", "number", "note"),
    [
        ("1,234", 1234, ""),
        ("34.3%", 34.3, ""),
        ("0", 0, ""),
        ("0.0%", 0, ""),
        ("", None, ""),
        ("[c]", None, "not published: it would tell of too few"),
        ("c", None, "not published: it would tell of too few"),
        ("[low]", None, "not published: a small number"),
        ("[x]", None, "not available"),
        ("z", None, "does not apply"),
        (":", None, "not available"),
        ("–", None, "not given"),
        ("-", None, "not given"),
        ("12 [p]", 12, "provisional"),
        ("12.5%[r]", 12.5, "revised"),
        ("1,200e", 1200, "estimated"),
        ("<5", None, "not published: it would tell of too few"),
        ("supp", None, "not published: it would tell of too few"),
        ("no data", None, "not available"),
    ],
)
def test_a_mark_is_missing_with_its_reason_and_never_zero(cell, number, note):
    read = parse_marked(pd.Series([cell], index=[7]), "t.csv, number")
    found = read.numbers[7]
    assert math.isnan(found) if number is None else found == number
    assert read.notes[7] == note


def test_what_is_neither_number_nor_mark_is_refused():
    with pytest.raises(DataError, match="row 9: found 'about 5'"):
        parse_marked(pd.Series(["[q5]", "about 5"][1:], index=[9]), "t.csv, number")


@pytest.mark.parametrize(
    ("heading", "told"),
    [
        ("LSOA22CD,x", "no heading 'LSOA21CD'; the nearest is 'LSOA22CD'"),
        ("lsoa_21_code,b", "; the nearest is 'lsoa_21_code'"),
        ("a,b", "no heading 'LSOA21CD' among 'a', 'b';"),
        (",".join("abcdefghij"), "'g', 'h'…; expected a column of area id"),
    ],
)
def test_an_unknown_heading_is_told_with_the_nearest_there(tmp_path, heading, told):
    table = read_table(write(tmp_path, f"{heading}\n" + "1," * heading.count(",") + "1\n"))
    with pytest.raises(DataError) as raised:
        pick_columns(table, {"area_id": ("LSOA21CD", "lsoa21_code")})
    assert told in str(raised.value)


def test_headings_below_titles_are_told_by_their_row(tmp_path):
    table = read_published(write(tmp_path, SHEET), (r"Area Code",))
    with pytest.raises(DataError, match=r"sheet\.csv, row 4: found no heading 'Region'"):
        pick_columns(table, {"region": ("Region",)})

import csv
import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest

from geodata.errors import DataError
from geodata.files import parse_table, pick_columns, read_table

ROWS = "code,name\nA,Café – “one”\nB,two\n"


def only(caught):
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize(
    ("content", "encoding", "repairs"),
    [
        (ROWS.encode(), "utf-8", 0),
        (ROWS.encode("utf-8-sig"), "utf-8", 0),
        (ROWS.encode("cp1252"), "cp1252", 1),
        (ROWS.encode("utf-16"), "utf-16", 1),
        (ROWS.replace("\n", "\r\n").encode(), "utf-8", 0),
        (ROWS.replace("\n", "\r").encode(), "utf-8", 1),
    ],
)
def test_any_common_encoding_and_line_end_is_read_and_said(tmp_path, content, encoding, repairs):
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    table = read_table(path)
    assert table.rows["name"].tolist() == ["Café – “one”", "two"]
    assert table.encoding == encoding
    assert len(table.repairs) == repairs


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "¬"])
def test_the_delimiter_is_found(delimiter):
    table = parse_table(f"a{delimiter}b\n1{delimiter}2\n".encode("cp1252"), "t.csv")
    assert table.delimiter == delimiter
    assert table.rows.to_numpy().tolist() == [["1", "2"]]


def test_a_declared_delimiter_is_obeyed_and_rows_keep_their_numbers():
    table = parse_table(b"sep=;\na;b\n1,5;2\n\n3;4\n", "t.csv")
    assert table.rows.to_dict("index") == {3: {"a": "1,5", "b": "2"}, 5: {"a": "3", "b": "4"}}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7 ...", "a PDF"),
        (b"PK\x03\x04....", "cannot be read as a zip"),
        (b"\xd0\xcf\x11\xe0....", "password-protected"),
        (b" <html><body>sign in</body></html>", "a web page"),
        (b"<OGRVRTDataSource><SrcDataSource>/etc/passwd", "points to other data"),
        (b"a,b\n1,\x002\n", "row 2: found a NUL byte"),
        ("a,b\né,1\n".encode() + "ü,2\n".encode("cp1252"), "row 3: found bytes"),
        (b"", "an empty file"),
        (b"a,b\n1,2\n1,2,3\n", "row 3: found more cells"),
        (b"a,b\n1,2,3\n", "row 2: found more cells"),
        (b"a,b,c\n1,2\n1,2,3\n4\n", "row 2, 4: found fewer cells"),
        (b"a,b\n\n,\n", "headings and no rows"),
        (b'a,b\n1,"2\n3,4\n', "row 2: found a quotation mark that is never closed"),
        (b'a,b\n1,2\n"3"x,4\n', "row 3: found a quotation mark in the middle"),
        (b"a,b\n1," + b"x" * 200_000, "more than 131,072 characters"),
        (b"a,b\n1,\x02\n", "row 2: found a control character"),
        (("a,b\n1,2\n" * 9).encode("utf-16-le"), "UTF-16 without its mark"),
        (b"\xff\xfea\0,\0b", "UTF-16 that breaks off"),
        (b'{"a": 1}', "found JSON"),
        (b"SQLite format 3\0", "a GeoPackage"),
        (b"\0\0\x27\x0a", "a shapefile"),
        (b'<?xml version="1.0"?><kml><Document/></kml>', "found KML"),
        (b"<OGRWFSDataSource><URL>http://127.0.0.1:9/</URL>", "points to other data"),
        (b",".join(b"c%d" % n for n in range(3000)), "3,000 columns"),
    ],
)
def test_what_is_not_a_table_is_refused_with_its_row(content, said):
    with pytest.raises(DataError, match=said):
        parse_table(content, "t.csv")


def test_a_long_cell_is_refused_whatever_another_part_of_the_program_lets_pass():
    before = csv.field_size_limit(10**9)
    try:
        with pytest.raises(DataError, match="row 2: found a cell of more than 131,072 characters"):
            parse_table(b"a,b\n1," + b"x" * 200_000, "t.csv")
    finally:
        csv.field_size_limit(before)


def test_text_encoded_twice_is_said():
    table = parse_table("a\nCafé\n".encode().decode("cp1252").encode(), "t.csv")
    assert "encoded twice" in table.repairs[0]


def test_what_a_compressed_file_inflates_to_is_bounded(tmp_path):
    path = tmp_path / "t.csv.gz"
    path.write_bytes(gzip.compress(b"a\n" + b"1\n" * 200_000))
    assert path.stat().st_size < 10_000
    with pytest.raises(DataError, match="more than 1,000 bytes"):
        read_table(path, limit=1000)
    assert len(read_table(path).rows) == 200_000


def test_a_damaged_compressed_file_is_explained(tmp_path):
    path = tmp_path / "t.csv.gz"
    path.write_bytes(gzip.compress(b"a\n1\n")[:-6])
    with pytest.raises(DataError, match="cannot be read"):
        read_table(path)


def test_headings_match_by_meaning_and_every_absent_one_is_named():
    table = parse_table(b" lsoa21cd ,Total\nE01,5\n", "t.csv")
    picked = pick_columns(
        table, {"area_id": (r"LSOA\d\dCD",)}, {"people": (r"total",), "note": (r"Note",)}
    )
    assert picked.to_dict("records") == [{"area_id": "E01", "people": "5", "note": ""}]
    with pytest.raises(DataError) as caught:
        pick_columns(table, {"ward_id": (r"WD\d\dCD",), "ward": (r"WD\d\dNM",)})
    assert len(caught.value.problems) == 2
    assert "t.csv, row 1" in caught.value.problems[0].where


def test_row_numbers_are_those_of_a_spreadsheet():
    table = parse_table(b'a,b\n\n"two\nlines",2\n,,,\n3,4,,\n', "t.csv")
    assert table.rows.to_dict("index") == {
        3: {"a": "two\nlines", "b": "2"},
        5: {"a": "3", "b": "4"},
    }
    assert table.repairs == ("empty cells after the last heading left out, in 1 row",)


def test_a_long_row_is_never_cut_whatever_warnings_do():
    """It was cut without a word outside the tests, whose settings made a warning an error."""
    code = (
        "import sys; from geodata.files import parse_table\n"
        "try: print(parse_table(b'code,people\\nE01000001,1,234\\n', 't.csv').rows)\n"
        "except Exception as error: sys.exit(str(error))"
    )
    for warnings in ("ignore", "default", "error"):
        done = subprocess.run(
            [sys.executable, "-W", warnings, "-c", code],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1, done.stdout
        assert "row 2: found more cells than headings (3); expected 2 cells" in done.stderr


def test_columns_without_heading_or_content_are_left_out():
    table = parse_table(b"a,b,,\n1,2,,\n3,4,,\n", "t.csv")
    assert list(table.rows.columns) == ["a", "b"]
    assert list(parse_table(b",a\n0,1\n1,2\n", "t.csv").rows.columns) == ["", "a"]


def test_a_title_above_the_headings_is_passed_and_said():
    table = parse_table(b"Children by area,,\n,,\ncode,name,n\nE1,A,2\n", "t.csv")
    assert table.heading_row == 3
    assert table.rows.to_dict("index") == {4: {"code": "E1", "name": "A", "n": "2"}}
    assert "headings taken from row 3" in table.repairs[0]


def test_headings_that_stand_there_again_are_left_out_and_said():
    table = parse_table(b"a,b\n1,2\na,b\n3,4\n", "t.csv")
    assert table.rows["a"].tolist() == ["1", "3"]
    assert "headings that stand there again left out, in 1 row" in table.repairs


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ('"a, b";"c, d, e";f\n1;2;3\n', ";"),
        ("name;lat;lon\nA;52,48;-1,89\n", ";"),
        ("a|b\n1,5|2,5\n", "|"),
        ("a\tb, with commas, in it\n1\t2\n", "\t"),
        ("only\n1\n", ","),
    ],
)
def test_the_separator_is_what_every_row_has(text, delimiter):
    assert parse_table(text.encode(), "t.csv").delimiter == delimiter


def test_what_stands_unseen_around_a_cell_is_taken_off():
    table = parse_table("code,n\n\ufeffE01\u00a0,\u200b5 \n".encode(), "t.csv")
    assert table.rows.to_numpy().tolist() == [["E01", "5"]]


def test_two_different_columns_of_one_heading_are_refused():
    table = parse_table(b"a,n,n\nx,1,2\n", "t.csv")
    with pytest.raises(DataError, match="two different columns called 'n'"):
        pick_columns(table, {"n": ("n",)})
    same = parse_table(b"a,n,n\nx,1,1\n", "t.csv")
    assert pick_columns(same, {"n": ("n",)})["n"].tolist() == ["1"]
    assert pick_columns(table, {"a": ("a",)})["a"].tolist() == ["x"]


@pytest.mark.parametrize("make", ["folder", "pipe", "nothing", "locked", "device"])
def test_what_is_no_plain_file_is_refused_at_once(tmp_path, make):
    path = tmp_path / "t.csv"
    if make == "folder":
        path.mkdir()
    elif make == "pipe":
        os.mkfifo(path)
    elif make == "device":
        path = Path("/dev/zero")
    elif make == "locked":
        path.write_text("a,b\n1,2\n")
        path.chmod(0)
        if os.access(path, os.R_OK):
            pytest.skip("whoever runs the tests may read everything")
    with pytest.raises(DataError) as caught:
        read_table(path)
    assert str(tmp_path) not in str(caught.value)


def test_a_compressed_file_is_known_by_its_bytes_and_a_bomb_by_its_ratio(tmp_path):
    path = tmp_path / "t.csv"  # not called .gz
    path.write_bytes(gzip.compress(ROWS.encode()))
    assert len(read_table(path).rows) == 2
    path.write_bytes(gzip.compress(b"a\n" + b"1" * 60_000_000, 9))
    with pytest.raises(DataError, match="inflates more than 200 times"):
        read_table(path)


def test_a_name_that_does_not_print_is_shown_as_what_it_is(tmp_path):
    path = tmp_path / "bad\nname\u202e.csv"
    path.write_text("", "utf-8")
    with pytest.raises(DataError) as caught:
        read_table(path)
    assert caught.value.problems[0].where == "bad�name�.csv"

import gzip

import pytest

from geodata.errors import DataError
from geodata.files import find_repairs, parse_csv, parse_numbers, pick_columns, read_csv

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
    table = read_csv(path)
    assert table.rows["name"].tolist() == ["Café – “one”", "two"]
    assert table.encoding == encoding
    assert len(table.repairs) == repairs
    assert find_repairs(path) == table.repairs


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "¬"])
def test_the_delimiter_is_found(delimiter):
    table = parse_csv(f"a{delimiter}b\n1{delimiter}2\n".encode("cp1252"), "t.csv")
    assert table.delimiter == delimiter
    assert table.rows.to_numpy().tolist() == [["1", "2"]]


def test_a_declared_delimiter_is_obeyed_and_rows_keep_their_numbers():
    table = parse_csv(b"sep=;\na;b\n1,5;2\n\n3;4\n", "t.csv")
    assert table.rows.to_dict("index") == {3: {"a": "1,5", "b": "2"}, 5: {"a": "3", "b": "4"}}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7 ...", "a PDF"),
        (b"PK\x03\x04....", "a zip or an Excel workbook"),
        (b"\xd0\xcf\x11\xe0....", "an old or locked Excel file"),
        (b" <html><body>sign in</body></html>", "HTML or XML"),
        (b"<OGRVRTDataSource><SrcDataSource>/etc/passwd", "HTML or XML"),
        (b"a,b\n1,\x002\n", "row 2: found a NUL byte"),
        ("a,b\né,1\n".encode() + "ü,2\n".encode("cp1252"), "row 3: found bytes"),
        (b"", "an empty file"),
        (b"a,b\n1,2\n1,2,3\n", "row 3: found more cells"),
        (b",".join(b"c%d" % n for n in range(3000)), "3,000 columns"),
    ],
)
def test_what_is_not_a_table_is_refused_with_its_row(content, said):
    with pytest.raises(DataError, match=said):
        parse_csv(content, "t.csv")


def test_text_encoded_twice_is_said():
    table = parse_csv("a\nCafé\n".encode().decode("cp1252").encode(), "t.csv")
    assert "encoded twice" in table.repairs[0]


def test_what_a_compressed_file_inflates_to_is_bounded(tmp_path):
    path = tmp_path / "t.csv.gz"
    path.write_bytes(gzip.compress(b"a\n" + b"1\n" * 1_000_000))
    assert path.stat().st_size < 10_000
    with pytest.raises(DataError, match="more than 1,000 bytes"):
        read_csv(path, limit=1000)
    assert len(read_csv(path).rows) == 1_000_000


def test_a_damaged_compressed_file_is_explained(tmp_path):
    path = tmp_path / "t.csv.gz"
    path.write_bytes(gzip.compress(b"a\n1\n")[:-6])
    with pytest.raises(DataError, match="cannot be read"):
        read_csv(path)


def test_headings_match_by_meaning_and_every_absent_one_is_named():
    table = parse_csv(b" lsoa21cd ,Total\nE01,5\n", "t.csv")
    picked = pick_columns(
        table, {"area_id": (r"LSOA\d\dCD",)}, {"people": (r"total",), "note": (r"Note",)}
    )
    assert picked.to_dict("records") == [{"area_id": "E01", "people": "5", "note": ""}]
    with pytest.raises(DataError) as caught:
        pick_columns(table, {"ward_id": (r"WD\d\dCD",), "ward": (r"WD\d\dNM",)})
    assert len(caught.value.problems) == 2
    assert "t.csv, row 1" in caught.value.problems[0].where


def test_numbers_may_have_commas_and_missing_is_not_zero():
    cells = parse_csv(b'n,m\n"29,199",1\n,2\n-1.5,3\n', "t.csv").rows["n"]
    numbers = parse_numbers(cells, "t.csv, n")
    assert numbers[[2, 4]].tolist() == [29199, -1.5]
    assert numbers.isna().tolist() == [False, True, False]


@pytest.mark.parametrize("bad", ["ten", "inf", "1e308", "E01000001", "-"])
def test_what_is_not_a_number_is_named_by_row(bad):
    cells = parse_csv(f"n,m\n1,1\n{bad},2\n".encode(), "t.csv").rows["n"]
    with pytest.raises(DataError) as caught:
        parse_numbers(cells, "t.csv, n")
    assert only(caught).where == "t.csv, n, row 3"

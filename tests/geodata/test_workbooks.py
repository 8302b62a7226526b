"""Sheets of workbooks: values as people see them, and nothing that a workbook can be made to do."""

import io
import tracemalloc
import zipfile

import pytest
import python_calamine

from geodata.errors import DataError
from geodata.files import hearing, parse_table, read_table
from tests.workbooks import (
    START,
    cell_xml,
    column_name,
    make_workbook,
    make_zip,
    rows_xml,
    sheet_xml,
)

TABLE = rows_xml([["name", "n"], ["A", 1], ["B", 2.5]])


def read(content, name="t.xlsx", sheet=""):
    with hearing() as told:
        return parse_table(content, name, sheet), told


def refused(content):
    with pytest.raises(DataError) as caught:
        parse_table(content, "t.xlsx")
    return str(caught.value)


def test_a_sheet_is_a_table_like_any_other():
    table, told = read(make_workbook(TABLE))
    assert table.rows.to_dict("index") == {2: {"name": "A", "n": "1"}, 3: {"name": "B", "n": "2.5"}}
    assert table.encoding == "xlsx"
    assert told.repairs == told.warnings == []


def test_it_is_known_by_its_bytes(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(make_workbook(TABLE))
    assert len(read_table(path).rows) == 2


def test_cells_are_written_as_a_csv_file_would_write_them():
    styles = (
        '<numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/>'
        '<numFmt numFmtId="165" formatCode="0.00&quot;days&quot;"/></numFmts>'
        '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/>'
        '<xf numFmtId="22"/></cellXfs>'
    )
    shared = (
        "<si><t>x &amp; y</t></si><si><r><t>ri</t></r><r><t>ch</t></r><rPh><t>no</t></rPh></si>"
    )
    cells = (
        '<c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="b"><v>1</v></c><c t="e"><v>#REF!</v></c>'
        '<c t="str"><f>A1</f><v>made</v></c><c><v>0.10000000000000001</v></c><c><v>5.0</v></c>'
        '<c><v>1E-05</v></c><c s="1"><v>45352</v></c><c s="2"><v>45352</v></c>'
        '<c s="3"><v>7</v></c><c s="4"><v>45352.5</v></c><c><f>1+1</f><v>2</v></c>'
        '<c t="d"><v>2024-03-01</v></c><c><v>123456789012</v></c>'
    )
    found = [
        *("x & y", "rich", "TRUE", "#REF!", "made", "0.1", "5", "1e-05", "2024-03-01"),
        *("2024-03-01", "7", "2024-03-01 12:00:00", "2", "2024-03-01", "123456789012"),
    ]
    heading = rows_xml([[f"c{n}" for n in range(len(found))]])
    content = make_workbook(f"{heading}<row>{cells}</row>", shared=shared, styles=styles)
    assert read(content)[0].rows.to_numpy().tolist() == [found]
    of_1904 = make_workbook(
        f"{heading}<row>{cells}</row>",
        shared=shared,
        styles=styles,
        properties='<workbookPr date1904="1"/>',
    )
    assert read(of_1904)[0].rows.iloc[0, 8] == "2028-03-02"


def test_rows_may_break_off_but_not_go_on():
    table, _ = read(make_workbook(rows_xml([["a", "b", "c"], ["1"], [], [None, "2", None], ["3"]])))
    assert table.rows.to_numpy().tolist() == [["1", "", ""], ["", "2", ""], ["3", "", ""]]
    assert table.rows.index.tolist() == [2, 4, 5]
    assert "row 2: found more cells" in refused(make_workbook(rows_xml([["a", "b"], [1, 2, 3]])))


def test_headings_may_stand_below_a_title_and_notes():
    rows = [["People by area"], ["One table."], [], ["code", "n"], ["E01", 5]]
    table, told = read(make_workbook(rows_xml(rows)))
    assert table.rows.to_dict("index") == {5: {"code": "E01", "n": "5"}}
    assert "headings taken from row 4, below 2 of titles and notes" in told.repairs[0]


def test_the_first_sheet_with_a_table_is_read_and_said_unless_one_is_named():
    other = rows_xml([["a", "b"], [1, 2]])
    sheets = {
        "Cover": rows_xml([["Title"], ["By us"]]),
        "Kept": other,
        "Data": TABLE,
        "More": other,
    }
    content = make_workbook(sheets, hidden=("Kept",))
    table, told = read(content)
    assert list(table.rows.columns) == ["name", "n"]
    assert told.warnings == [
        "t.xlsx: sheet 'Data' is read, the first that holds a table; not 'Cover', 'More'."
    ]
    table, told = read(content, sheet="More")
    assert list(table.rows.columns) == ["a", "b"]
    assert told.warnings == []
    assert table.name == "t.xlsx, sheet More"
    with pytest.raises(DataError, match="no sheet 'Else'; expected one of its sheets: 'Cover'"):
        parse_table(content, "t.xlsx", "Else")
    assert "no sheet with a table" in refused(make_workbook({"Cover": rows_xml([["Title"]])}))


def test_formulas_whose_results_were_not_saved_are_refused_by_cell():
    row = '<row r="2"><c r="A2"><f>1+1</f><v></v></c><c r="B2"><f>1</f></c></row>'
    said = refused(make_workbook(rows_xml([["a", "b", "c"]]) + row))
    assert "cell A2, cell B2: found 2 formulas whose results were not saved" in said


ENTITIES = "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
DOCTYPES = {
    "laughs": f'<!DOCTYPE r [<!ENTITY a "{"A" * 50}">{ENTITIES}]>',
    "file": '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    "address": '<!DOCTYPE r SYSTEM "http://127.0.0.1:9/x.dtd">',
    "parameter": '<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x">%p;]>',
    "empty": "<!DOCTYPE r>",
}
PARTS = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/sharedStrings.xml",
         "xl/worksheets/sheet1.xml")  # fmt: skip


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("kind", DOCTYPES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_no_part_may_declare_a_document_type(part, kind, encoding):
    members = dict(unpacked(make_workbook(TABLE)))
    text = members[part].replace(
        START, f'<?xml version="1.0" encoding="{encoding}"?>' + DOCTYPES[kind]
    )
    members[part] = text.encode(encoding)
    assert f"{part}: found a document type" in refused(make_zip(members))


def unpacked(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [(name, archive.read(name).decode()) for name in archive.namelist()]


def with_part(part, text):
    return make_zip(dict(unpacked(make_workbook(TABLE))) | {part: text})


def test_a_dimension_that_lies_costs_nothing():
    content = with_part("xl/worksheets/sheet1.xml", sheet_xml(TABLE, dimension="A1:XFD1048576"))
    tracemalloc.start()
    try:
        assert len(read(content)[0].rows) == 2
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < 5_000_000  # a byte for each cell that it names would be 17,000,000,000


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        # Two cells at the far corners: a library would hold all that lies between, and die of it.
        (TABLE + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "far below the others"),
        (TABLE + '<row r="4"><c r="XFD4"><v>1</v></c></row>', "row 4: found more cells"),
        ('<row r="1"><c r="XFD1"><v>1</v></c><c r="A1"><v>1</v></c></row>', "out of order"),
        ('<row r="1"><c r="ZZZZ1"><v>1</v></c></row>', "out of order"),
        ('<row r="1"><c t="s"><v>7</v></c><c><v>1</v></c></row>', "a text that is not there"),
        ('<row r="1"><c t="s"><v>-1</v></c><c><v>1</v></c></row>', "a text that is not there"),
        (f'<row r="1">{cell_xml("A1", "x" * 50_000)}</row>', "more than 40,000 characters"),
        ("<row>" * 60, "nested deeper"),
        ("<row><c><v>1</v>", "damaged XML"),
        ("", "no sheet with a table"),
    ],
)
def test_a_sheet_that_no_program_writes_is_refused(rows, said):
    assert said in refused(with_part("xl/worksheets/sheet1.xml", sheet_xml(rows)))


def test_one_shared_text_in_every_cell_is_held_to_what_it_adds_up_to():
    cells = '<c t="s"><v>0</v></c><c t="s"><v>0</v></c>'
    rows = "".join(f"<row>{cells}</row>" for _ in range(3000))
    content = make_workbook(rows, shared=f"<si><t>{'x' * 30_000}</t></si>")
    assert len(content) < 100_000
    assert "more than 100,000,000 characters" in refused(content)


def test_a_tag_that_does_not_end_is_given_up():
    much = "".join(f"{n:x}" for n in range(2_500_000))  # packs no better than tables do
    text = sheet_xml("<row>").split("<sheetData>")[0] + '<x a="' + much
    assert "does not end" in refused(with_part("xl/worksheets/sheet1.xml", text))


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"areas.geojson": "{}"}, "a zip that holds 'areas.geojson'"),
        ({"xl/workbook.bin": "x"}, ".xlsb"),
        ({"word/document.xml": "x"}, "a Word document"),
        ({"content.xml": "x"}, "an OpenDocument file"),
        ({"doc.kml": "x"}, "KMZ"),
        ({"areas.shp": "x", "areas.dbf": "y"}, "a shapefile in a zip"),
        ({"stops.txt": "x"}, "a bus timetable"),
    ],
)
def test_another_zip_is_refused_as_what_it_is(members, said):
    assert said in refused(make_zip(members))


def test_a_sheet_outside_the_zip_is_not_followed():
    content = make_workbook(TABLE)
    members = dict(unpacked(content))
    for target in ("../../../../etc/passwd", "/etc/passwd", "http://127.0.0.1:9/s.xml"):
        rels = members["xl/_rels/workbook.xml.rels"].replace("worksheets/sheet1.xml", target)
        said = refused(make_zip(members | {"xl/_rels/workbook.xml.rels": rels}))
        assert "no sheet with a table" in said


def test_what_is_read_is_what_another_reader_reads(tmp_path):
    rows = [["code", "n", "m"], *[[f"E0100{n:04}", n, n / 7] for n in range(200)]]
    path = tmp_path / "t.xlsx"
    path.write_bytes(make_workbook({"One": rows_xml(rows), "Two": TABLE}))
    for sheet in ("One", "Two"):
        theirs = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_name(sheet)
        heading, *cells = theirs.to_python()
        ours = read_table(path, sheet=sheet).rows
        assert list(ours.columns) == heading
        for mine, other in zip(ours.to_numpy().tolist(), cells, strict=True):
            assert mine[0] == other[0]
            assert list(map(float, mine[1:])) == pytest.approx(other[1:], rel=1e-14)


def test_columns_are_counted_as_spreadsheets_letter_them():
    assert [column_name(n) for n in (1, 26, 27, 702, 703, 16384)] == [
        *("A", "Z", "AA", "ZZ", "AAA", "XFD")
    ]
    row = [f"c{n}" for n in range(1, 705)]
    table, _ = read(make_workbook(rows_xml([row, list(range(704))])))
    assert table.rows.iloc[0].tolist() == [str(n) for n in range(704)]

"""Every format opened again and searched: unsafe figures are found wherever they hide."""

import bz2
import gzip
import io
import json
import lzma
import zipfile
from dataclasses import replace
from functools import cache

import pandas as pd
import pytest
import xlsxwriter
from docx import Document as WordFile
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Cm

from geodata.model import Rule
from layers.compare.comparison import measure_comparison
from layers.said.result import csv_file, notes_file, say_result
from mapping.__main__ import main
from mapping.profile.typesetting import set_pdf
from mapping.released.check import check_folder
from tests.kept_packs import starter_pack

KEY = "known_to_social_care_0_5_count"
PLACE = "Cambridgeshire"


@cache
def pack():
    return starter_pack()


@cache
def label():
    return pack().indicators[KEY].label


def found(tmp_path, name, content, before=None):
    (tmp_path / name).write_bytes(content)
    return check_folder(tmp_path, pack(), before).found


def table(count):
    return [["Place", label()], [PLACE, count], ["Peterborough", "too few to show"]]


def csv(count):
    return "\n".join(",".join(str(cell) for cell in row) for row in table(count)).encode()


def as_json(count):
    return json.dumps([{"place": PLACE, "indicator": KEY, "value": count}]).encode()


def html(count):
    rows = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in table(count))
    return f"<h1>Needs</h1><table>{rows}</table>".encode()


def payload(count):
    return f"<script>const d = {as_json(count).decode()}; draw(d)</script>".encode()


def alt_text(count):
    return f'<img alt="{label()}: {count} children in {PLACE}">'.encode()


def sentence(count):
    return f"{label()}: {count} children in {PLACE}.".encode()


def workbook(count, *, hidden=False):
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    book.add_worksheet("Cover").write(0, 0, "Nothing here")
    sheet = book.add_worksheet("Needs")
    for n, row in enumerate(table(count)):
        sheet.write_row(n, 0, row)
    if hidden:
        sheet.hide()
    book.close()
    return stream.getvalue()


def hidden_sheet(count):
    return workbook(count, hidden=True)


def word(count):
    made, stream = WordFile(), io.BytesIO()
    own = made.add_table(rows=0, cols=2)
    for row in table(count):
        for cell, said in zip(own.add_row().cells, row, strict=True):
            cell.text = str(said)
    made.save(stream)
    return stream.getvalue()


def chart_in_slides(count):
    made, stream = Presentation(), io.BytesIO()
    data = CategoryChartData()
    data.categories = [PLACE]
    data.add_series(label(), (count,))
    slide = made.slides.add_slide(made.slide_layouts[6])
    size = (Cm(1), Cm(1), Cm(9), Cm(9))
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *size, data)
    made.save(stream)
    return stream.getvalue()


def in_zips(count):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as inner:
        inner.writestr("needs.csv", csv(count))
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("all/inner.zip", stream.getvalue())
    return outer.getvalue()


def gzipped(count):
    return gzip.compress(csv(count))


def geopackage(count, folder):
    import geopandas as gpd
    from shapely import Point

    rows = {"place": [PLACE], "indicator": [label()], "value": [count]}
    path = folder / "made.gpkg"
    gpd.GeoDataFrame(rows, geometry=[Point(0, 0)], crs=27700).to_file(path, driver="GPKG")
    content = path.read_bytes()
    path.unlink()
    return content


def pdf(count, folder):
    template = folder / "made.typ"
    template.write_text('#set document(title: "T")\n#let d = json("data.json")\n= Needs\n#d.said')
    made = set_pdf(template, {"said": sentence(count).decode()}, "November 2026")
    template.unlink()
    return made


WAYS = {
    "needs.csv": csv,
    "needs.json": as_json,
    "needs.html": html,
    "map.html": payload,
    "picture.html": alt_text,
    "needs.txt": sentence,
    "needs.xlsx": workbook,
    "hidden.xlsx": hidden_sheet,
    "needs.docx": word,
    "needs.pptx": chart_in_slides,
    "all.zip": in_zips,
    "needs.csv.gz": gzipped,
}


@pytest.mark.parametrize("name", WAYS)
@pytest.mark.parametrize("count", [3, 907], ids=["small", "not-rounded"])
def test_an_unsafe_count_is_found_in_every_format(tmp_path, name, count):
    [*unsafe] = found(tmp_path, name, WAYS[name](count))
    assert unsafe
    assert all(each.where.startswith(name) for each in unsafe)
    assert not any(f" {count} " in f" {each.sentence()} " for each in unsafe)  # told nowhere again


@pytest.mark.parametrize("name", WAYS)
def test_a_count_as_the_pack_publishes_it_is_safe(tmp_path, name):
    assert found(tmp_path, name, WAYS[name](905)) == ()


@pytest.mark.parametrize("count", [3, 907, 905])
def test_a_geopackage_and_a_pdf_are_searched(tmp_path, count):
    for name, make in (("needs.gpkg", geopackage), ("needs.pdf", pdf)):
        content = make(count, tmp_path)
        assert bool(found(tmp_path, name, content)) == (count != 905)
        (tmp_path / name).unlink()


def test_years_ages_ranks_and_shares_are_no_counts(tmp_path):
    said = f"{label()}, December 2018: 900 children, 3rd of 4 places; could be 2nd to 4th, 95%"
    assert found(tmp_path, "said.txt", said.encode()) == ()
    rows = f"Rank,{label()},Tenth of need,Ages\n3,905,2,4\n".encode()
    assert found(tmp_path, "said.csv", rows) == ()


def test_the_figure_before_it_was_protected_is_found_by_its_place(tmp_path):
    rows = pack().indicator_values
    own = rows[rows["indicator"] == KEY].iloc[0]
    exact = float(own["value"]) + 5.0  # rounded as its rule rounds: told by what it was alone
    before = pd.DataFrame({"place_id": [own["place_id"]], "indicator": [KEY], "value": [exact]})
    name = str(pack().places["name"][own["place_id"]])
    said = f"{name} has {label()} at {exact:.0f}".encode()
    assert found(tmp_path, "said.txt", said) == ()
    [unsafe] = found(tmp_path, "said.txt", said, before)
    assert "unprotected" in unsafe.why
    elsewhere = f"Ely has {label()} at {exact:.0f}".encode()
    assert found(tmp_path, "said.txt", elsewhere, before) == ()


def test_what_cannot_be_opened_is_never_passed(tmp_path):
    [unsafe] = found(tmp_path, "broken.xlsx", workbook(905)[:-200])
    assert "could not be searched" in unsafe.why
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.csv", b"0" * 60_000_000)
    (tmp_path / "broken.xlsx").unlink()
    assert found(tmp_path, "bomb.zip", bomb.getvalue())


def test_what_the_program_writes_of_its_own_pack_is_safe(tmp_path):
    answer = measure_comparison(pack(), KEY)
    for name, content in {
        "compare.csv": csv_file(answer),
        "notes.txt": notes_file(answer),
        "compare.json": say_result(answer, "json").encode(),
        "table.txt": say_result(answer, "table").encode(),
    }.items():
        (tmp_path / name).write_bytes(content)
    checked = check_folder(tmp_path, pack())
    assert checked.found == ()
    assert checked.files == 4
    assert label() in checked.measures


def test_the_same_of_an_unprotected_pack_is_not(tmp_path):
    rows = pack().indicator_values
    is_it = rows["indicator"] == KEY
    raw = rows.assign(value=rows["value"].mask(is_it, rows["value"] + 2))
    answer = measure_comparison(replace(pack(), indicator_values=raw), KEY)
    with zipfile.ZipFile(tmp_path / "compare.zip", "w") as archive:
        archive.writestr("compare.csv", csv_file(answer))
        archive.writestr("compare notes.txt", notes_file(answer))
    (tmp_path / "compare.json").write_text(say_result(answer, "json"))
    unsafe = check_folder(tmp_path, pack()).found
    assert {each.where.split(",")[0] for each in unsafe} == {"compare.zip", "compare.json"}


def test_the_command_ends_well_or_tells_every_fault(tmp_path, capsys):
    (tmp_path / "needs.csv").write_bytes(csv(905))
    assert main(["release-check", str(tmp_path)]) == 0
    assert "No unsafe figure" in capsys.readouterr().out
    (tmp_path / "needs.csv").write_bytes(csv(3))
    assert main(["release-check", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert "needs.csv" in said
    assert "below 5" in said


def test_counts_of_other_things_are_no_people(tmp_path):
    rows = f"Measure,Outcomes,Neighbourhoods,Counted (number)\n{label()},22,13,905\n"
    assert found(tmp_path, "said.csv", rows.encode()) == ()
    assert found(tmp_path, "said.csv", rows.replace("905", "13").encode())


def test_a_count_is_judged_by_the_rule_of_its_own_measure(tmp_path):
    rule = Rule(threshold=20, round_to=10, zeros="suppressed", reason="Health data")
    info = pack().info
    ruled = replace(info, disclosure=replace(info.disclosure, rules={KEY: rule}))
    for count in (15, 98_765, 0):
        (tmp_path / "table.csv").write_bytes(csv(count))
        assert check_folder(tmp_path, pack()).is_safe
        assert not check_folder(tmp_path, replace(pack(), info=ruled)).is_safe, count
    (tmp_path / "table.csv").write_bytes(csv(98_760))
    assert check_folder(tmp_path, replace(pack(), info=ruled)).is_safe


@pytest.mark.parametrize("change", [str.upper, lambda said: said.replace("i", "\u0131")])
def test_a_measure_is_known_in_any_case(tmp_path, change):
    named = f"{change(label())}: {PLACE} had 3 children"
    assert found(tmp_path, "a.txt", named.encode())


def word_under_heading(count):
    made, stream = WordFile(), io.BytesIO()
    made.add_heading(label())
    made.add_paragraph("As counted.")
    rows = made.add_table(rows=2, cols=2).rows
    for row, said in zip(rows, (("Place", "Children"), ("Wisbech", str(count))), strict=True):
        for cell, each in zip(row.cells, said, strict=True):
            cell.text = each
    made.save(stream)
    return stream.getvalue()


def titled_slides(count, *, of_chart=False):
    made, stream = Presentation(), io.BytesIO()
    slide = made.slides.add_slide(made.slide_layouts[5])
    size = (Cm(1), Cm(1), Cm(9), Cm(9))
    data = CategoryChartData()
    data.categories = ["Wisbech"]
    data.add_series("Children", (count,))
    chart = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *size, data).chart
    if of_chart:
        chart.has_title = True
        chart.chart_title.text_frame.text = label()
    else:
        slide.shapes.title.text = label()
    made.save(stream)
    return stream.getvalue()


def titled_chart(count):
    return titled_slides(count, of_chart=True)


def captioned(count):
    rows = f"<tr><th>Place</th><th>Children</th></tr><tr><td>Ely</td><td>{count}</td></tr>"
    return f"<table><caption>{label()}</caption>{rows}</table>".encode()


def under_heading(count):
    rows = f"<tr><td>Place</td><td>Children</td></tr><tr><td>Ely</td><td>{count}</td></tr>"
    return f"<h2>{label()}</h2><p>As counted.</p><table>{rows}</table>".encode()


ABOVE = {
    "heading.docx": word_under_heading,
    "title.pptx": titled_slides,
    "chart.pptx": titled_chart,
    "caption.html": captioned,
    "heading.html": under_heading,
}


@pytest.mark.parametrize("name", ABOVE)
@pytest.mark.parametrize(("count", "is_safe"), [(3, False), (905, True)])
def test_what_is_named_above_a_table_names_its_figures(tmp_path, name, count, is_safe):
    assert (not found(tmp_path, name, ABOVE[name](count))) == is_safe


LINES = ["{} | Wisbech | 3", "{}: 3 in Wisbech.", "Wisbech 3 {}", "{}: three children", "{}\t3"]


@pytest.mark.parametrize("line", LINES)
def test_a_bare_number_in_a_line_that_names_the_measure_is_judged(tmp_path, line):
    assert found(tmp_path, "said.md", line.format(label()).encode())


CELLS = ["3 (2.4%)", "3*", "~3", "3 of 140", "3 to 3", "three", "nine hundred and seven", "３"]


@pytest.mark.parametrize("cell", CELLS)
def test_a_count_is_found_however_a_cell_says_it(tmp_path, cell):
    assert found(tmp_path, "said.csv", f"Place,{label()}\nEly,{cell}\n".encode())


@pytest.mark.parametrize(
    "heading", ["{} (year 2019)", "{} at places here", "{} rank", "Figure by age"]
)
def test_no_heading_that_names_a_measure_switches_the_check_off(tmp_path, heading):
    said = heading.format(label())
    rows = f"Measure,{said}\n{label()},3\n".encode()
    assert found(tmp_path, "said.csv", rows)


@pytest.mark.parametrize("between", [" ", "\u00a0", "  ", ", ", "\u200b "], ids=ascii)
def test_a_label_is_known_whatever_stands_between_its_words(tmp_path, between):
    said = between.join(label().split())
    assert found(tmp_path, "said.csv", f"Place;{said}\nEly;3\n".encode())


@pytest.mark.parametrize("between", [";", "\t", "|"], ids=["semicolon", "tab", "bar"])
def test_what_divides_cells_is_told_from_the_file(tmp_path, between):
    rows = f"Place{between}{label()}\nEly{between}{{}}\n"
    assert found(tmp_path, "said.csv", rows.format(3).encode())
    assert found(tmp_path, "said.csv", rows.format(905).encode()) == ()


UNREAD = {
    "needs.csv.bz2": bz2.compress(b"a"),
    "needs.csv.xz": lzma.compress(b"a"),
    "needs.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(50),
    "wide.csv": "a,b\n1,3\n".encode("utf-16"),
    "older.csv": "a,b\nCaf\xe9,3\n".encode("latin-1"),
    "any.bin": bytes(range(256)),
    "tiny.zip": b"PK",
    "cut.docx": b"PK\x03\x04",
    "ended.xlsx": b"PK\x05\x06",
    "empty.pptx": b"",
    "text.pdf": b"a text, 3",
    "table.gpkg": b"a,b\n1,3\n",
}


@pytest.mark.parametrize("name", UNREAD)
def test_what_is_no_text_is_never_passed(tmp_path, name):
    [unsafe] = found(tmp_path, name, UNREAD[name])
    assert "could not be searched" in unsafe.why


def test_a_zip_behind_a_prefix_and_a_parquet_file_are_searched(tmp_path):
    assert found(tmp_path, "all.bin", b"#!/bin/sh\n" + in_zips(3))
    (tmp_path / "all.bin").unlink()
    for count, is_safe in ((3, False), (905, True)):
        pd.DataFrame({"place": ["Ely"], label(): [count]}).to_parquet(tmp_path / "needs.parquet")
        assert check_folder(tmp_path, pack()).is_safe == is_safe


HIDDEN_IN_PAGES = {
    "comment": "<!-- {label}: {count} in Ely -->",
    "terms": "<dl><dt>{label}</dt><dd>{count}</dd></dl>",
    "bare keys": "<script>draw([{{place: 'Ely', indicator: '{label}', value: {count}}}])</script>",
    "address": "<a href='data:text/csv,Place,{label}%0AEly,{count}'>all</a>",
}


@pytest.mark.parametrize("way", HIDDEN_IN_PAGES)
@pytest.mark.parametrize(("count", "is_safe"), [(3, False), (905, True)])
def test_what_a_page_hides_is_searched(tmp_path, way, count, is_safe):
    said = HIDDEN_IN_PAGES[way].format(label=label(), count=count)
    assert (not found(tmp_path, "page.html", said.encode())) == is_safe


@pytest.mark.parametrize("part", ["comment", "name", "footer", "properties"])
@pytest.mark.parametrize(("count", "is_safe"), [(3, False), (905, True)])
def test_every_part_of_a_workbook_is_searched(tmp_path, part, count, is_safe):
    stream, said = io.BytesIO(), f"{label()}: {count} in Ely"
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("Cover")
    if part == "comment":
        sheet.write_comment("A1", said)
    elif part == "name":
        book.define_name(KEY, f"={count}")
    elif part == "footer":
        sheet.set_footer(f"&C{said}")
    else:
        book.set_properties({"comments": said})
    book.close()
    assert (not found(tmp_path, "book.xlsx", stream.getvalue())) == is_safe

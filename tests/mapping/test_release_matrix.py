"""Every kind of leak in every format that is released: found, and what is published passed."""

import io
import json
import zipfile
from dataclasses import replace

import pytest
import xlsxwriter
from docx import Document as WordFile
from pptx import Presentation
from pptx.util import Cm

from mapping.profile.typesetting import set_pdf
from mapping.released.check import check_folder
from tests.mapping.test_release_check import KEY, PLACE, label, pack
from tests.sweeps import with_sweeps

TYPST = """#set document(title: "T")
#let d = json("data.json")
= #d.title
#for line in d.lines [#line #parbreak()]
#if d.rows.len() > 0 [#table(columns: d.rows.at(0).len(), ..d.rows.flatten().map(c => [#c]))]
"""


def as_text(title, lines, rows):
    table = "\n".join("\t".join(row) for row in rows)
    return "\n\n".join([title, *lines, table]).encode()


def as_csv(title, lines, rows):
    return "\n".join(
        ",".join(row) for row in ([title], *([line] for line in lines), *rows)
    ).encode()


def as_json(title, lines, rows):
    cells = {"columns": rows[0], "rows": rows[1:]} if rows else {}
    return json.dumps({"head": {"title": title}, "said": {"lines": lines}, "cells": cells}).encode()


def as_html(title, lines, rows):
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    said = "".join(f"<p>{line}</p>" for line in lines)
    return f"<h2>{title}</h2>{said}<table>{cells}</table>".encode()


def as_workbook(title, lines, rows):
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("One")
    for n, row in enumerate([[title], *([line] for line in lines), *rows]):
        for at, cell in enumerate(row):
            (sheet.write_number if cell.isdigit() else sheet.write_string)(n, at, _cell(cell))
    book.close()
    return stream.getvalue()


def _cell(said):
    return int(said) if said.isdigit() else said


def as_word(title, lines, rows):
    made, stream = WordFile(), io.BytesIO()
    made.add_heading(title)
    for line in lines:
        made.add_paragraph(line)
    _fill(made.add_table(rows=len(rows), cols=len(rows[0])) if rows else None, rows)
    made.save(stream)
    return stream.getvalue()


def as_slides(title, lines, rows):
    made, stream = Presentation(), io.BytesIO()
    slide = made.slides.add_slide(made.slide_layouts[5])
    slide.shapes.title.text = title
    for n, line in enumerate(lines):
        slide.shapes.add_textbox(Cm(1), Cm(3 + n), Cm(9), Cm(1)).text_frame.text = line
    if rows:
        size = (Cm(1), Cm(9), Cm(15), Cm(5))
        _fill(slide.shapes.add_table(len(rows), len(rows[0]), *size).table, rows)
    made.save(stream)
    return stream.getvalue()


def _fill(table, rows):
    for n, row in enumerate(rows):
        for at, cell in enumerate(row):
            table.cell(n, at).text = cell


def as_pdf(title, lines, rows, folder):
    template = folder / "made.typ"
    template.write_text(TYPST)
    made = set_pdf(template, {"title": title, "lines": lines, "rows": rows}, "November 2026")
    template.unlink()
    return made


def as_zip(title, lines, rows):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("in/needs.docx", as_word(title, lines, rows))
    return stream.getvalue()


FORMATS = {
    "txt": as_text,
    "csv": as_csv,
    "json": as_json,
    "html": as_html,
    "xlsx": as_workbook,
    "docx": as_word,
    "pptx": as_slides,
    "pdf": as_pdf,
    "zip": as_zip,
}
LABEL = "THE MEASURE"
LEAKS = {  # title, lines, table; each told apart by where its measure is named
    "below its heading": (LABEL, ["3"], []),
    "not rounded, below its heading": (LABEL, ["As counted", "907 children"], []),
    "in words, below its heading": (LABEL, ["Three of the children live here"], []),
    "in a line": ("Needs", [f"{LABEL}: 3 in Ely"], []),
    "a range in a line": ("Needs", [f"{LABEL}: 3–5 children"], []),
    "like a year": ("Needs", [f"{LABEL}: 1907"], []),
    "so many places’ worth": ("Needs", [f"{LABEL}: 3 neighbourhoods’ worth"], []),
    "under its column": ("Needs", [], [["Place", LABEL], [PLACE, "3"]]),
    "far under its column": (
        "Needs",
        [],
        [["Place", LABEL], *([f"Place {n}", "905"] for n in "abcdefgh"), [PLACE, "907"]],
    ),
    "a range under its column": ("Needs", [], [["Place", LABEL], [PLACE, "3–5"]]),
    "like a year, under its column": ("Needs", [], [["Place", LABEL], [PLACE, "1907"]]),
    "in its row": ("Needs", [], [["Measure", "Ely", "March"], [LABEL, "905", "3"]]),
    "in a table under its heading": (LABEL, [], [["Place", "Children"], ["Ely", "3"]]),
}
SAFE = {
    "published": (LABEL, ["905", "905 children"], [["Place", LABEL], [PLACE, "905"]]),
    "rounded range": ("Needs", [f"{LABEL}: 5–10 children"], [["Place", LABEL], ["Ely", "5–10"]]),
    "suppressed": (LABEL, ["too few to show", "counts from 1 to 4 are not shown"], []),
    "a place’s number": (
        "Needs",
        [f"{LABEL}, Orton 7: 905", "Orton 7"],
        [["Place", LABEL], ["Orton 7", "905"]],
    ),
    "years and ages": (
        "Needs",
        [f"{LABEL}, December 2018, ages 5–11: 905"],
        [["Measure", "Period", "Ages", "Figure"], [LABEL, "2018", "5–11", "905"]],
    ),
    "places, ranks and minutes": (
        "Needs",
        [f"{LABEL}: 3rd of 4 places", f"{LABEL}: in 3 neighbourhoods"],
        [["Measure", "Rank", "Neighbourhoods", "Minutes"], [LABEL, "3", "13", "12"]],
    ),
}


def of_place_with_a_number():
    places = pack().places
    name = places.index[0]
    renamed = places.assign(name=places["name"].mask(places.index == name, "Orton 7"))
    return replace(pack(), places=renamed)


def checked(folder, form, said):
    title, lines, rows = said
    title = title.replace(LABEL, label())
    lines = [line.replace(LABEL, label()) for line in lines]
    rows = [[cell.replace(LABEL, label()) for cell in row] for row in rows]
    make = FORMATS[form]
    content = make(title, lines, rows, *([folder] if form == "pdf" else []))
    (folder / f"made.{form}").write_bytes(content)
    return check_folder(folder, of_place_with_a_number()).found


@pytest.mark.parametrize("form", with_sweeps(FORMATS, working=["html", "xlsx", "zip"]))
@pytest.mark.parametrize("leak", LEAKS)
def test_every_leak_is_found_in_every_format(tmp_path, form, leak):
    found = checked(tmp_path, form, LEAKS[leak])
    assert found
    assert any("count" in each.why for each in found)
    assert KEY not in str(found)


@pytest.mark.parametrize("form", with_sweeps(FORMATS, working=["html", "docx", "pdf"]))
@pytest.mark.parametrize("way", SAFE)
def test_what_is_safe_is_passed_in_every_format(tmp_path, form, way):
    assert checked(tmp_path, form, SAFE[way]) == ()

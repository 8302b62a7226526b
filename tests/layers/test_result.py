import csv
import io
import json
from dataclasses import dataclass, field, replace

import pandas as pd
import pytest

from geodata.model import Source
from layers.said.export import rows_csv, safe_cell
from layers.said.result import FORMATS, csv_file, missing_words, say_result

SOURCE = Source(
    key="made-up",
    title="Made up",
    publisher="Nobody",
    attribution="",
    period="2026",
    licence="OGL 3.0",
)
PLACES = pd.DataFrame(
    {"place": ["Alder", "=1+1"], "children": [1300.0, float("nan")]},
    index=pd.Index(["a", "b"], name="place_id"),
)


@dataclass(frozen=True, kw_only=True)
class Counted:
    table: pd.DataFrame = field(default_factory=lambda: PLACES)
    sources: tuple = (SOURCE, SOURCE)
    is_illustrative: bool = True
    heading: str = "How many are there?"
    unknown: dict = field(default_factory=lambda: {"areas": 1, "children": 1200.0, "sites": 0})

    def parameters(self):
        return {"limit_min": 20}

    def missing(self):
        return self.unknown

    def sentence(self):
        return "There are 1,300."

    def notes(self):
        return ("Counted by hand.", "There are 1,300.")


WORDS = (
    "How many are there?",
    "There are 1,300.",
    "Counted by hand.",
    "Not judged: 1 area and 1,200 children.",
    "Illustrative figures: not real neighbourhoods.",
)


@pytest.mark.parametrize("form", ["table", "csv"])
def test_every_word_and_source_stands_beside_the_figures_once(form):
    said = say_result(Counted(), form)
    for words in (*WORDS, "Made up"):
        assert said.count(words) == 1, words


def test_json_has_the_terms_in_every_row():
    for row in json.loads(say_result(Counted(), "json")):
        about = row["parameters"].pop("about")
        assert row["parameters"] == {"limit_min": 20, "illustrative": True}
        assert about == {
            "heading": WORDS[0],
            "sentence": WORDS[1],
            "notes": ["Counted by hand.", "There are 1,300."],
            "missing": {"areas": 1, "children": 1200, "sites": 0},
            "sources": ["Made up (Nobody), 2026, OGL 3.0"],
        }


def test_what_is_not_known_is_never_zero():
    assert json.loads(say_result(Counted(), "json"))[1]["children"] is None
    assert "b,'=1+1,\n" in say_result(Counted(), "csv")
    assert "not known" in say_result(Counted(), "table")


def test_the_terms_of_a_file_are_below_its_rows():
    lines = say_result(Counted(), "csv").splitlines()
    assert lines[0] == "place_id,place,children"
    assert all(line.lstrip('"').startswith("# ") for line in lines[3:])
    assert "# limit_min: 20" in lines


@pytest.mark.parametrize("form", FORMATS)
def test_columns_are_shown_in_the_order_asked_for_and_no_others(form):
    said = say_result(Counted(), form, columns=["children", "place_id"])
    assert "Alder" not in said
    assert said.index("children") < said.index("place id" if form == "table" else "place_id")


@pytest.mark.parametrize("form", FORMATS)
def test_other_rows_have_the_same_terms(form):
    said = say_result(Counted(), form, rows=PLACES.iloc[:1])
    assert "Alder" in said
    assert "=1+1" not in said
    assert "Not judged" in said or '"missing"' in said


def test_an_answer_to_no_question_has_no_heading():
    assert "How many" not in say_result(replace(Counted(), heading=""), "table")


def test_a_file_to_download_is_marked_so_that_excel_reads_its_letters():
    assert csv_file(Counted()).decode("utf-8-sig") == say_result(Counted(), "csv")
    assert csv_file(Counted()).startswith(b"\xef\xbb\xbf")


def test_nothing_missing_is_not_mentioned():
    assert missing_words({}) == missing_words({"areas": 0}) == ""


@pytest.mark.parametrize("lead", ["=", "+", "-", "@", " =", "'=", "a\r=", "a\n=", "\t=", "\r="])
def test_no_cell_and_no_row_can_be_run(lead):
    text = rows_csv([{"place": f"{lead}cmd()"}], ["place"], [f"note{lead}cmd()"])
    assert "\r" not in text
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert len(cells) == 3
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in cells)


def test_a_number_is_left_alone():
    assert safe_cell(-3) == -3
    assert safe_cell(None) == ""

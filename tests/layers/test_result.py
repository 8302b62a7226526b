import csv
import io
import json
import re
import unicodedata
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import layers
from geodata.model import Source
from layers.said.export import MADE_SAFE, is_made_safe, rows_csv, safe_cell
from layers.said.headings import heading_words
from layers.said.result import FORMATS, csv_file, missing_words, notes_file, say_result

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
    assert csv_file(Counted()).startswith(b"\xef\xbb\xbf")


def test_a_file_to_download_has_headings_in_words_and_no_line_that_is_no_row():
    lines = csv_file(Counted()).decode("utf-8-sig").splitlines()
    assert lines[0] == "Code,Place,Children of the ages asked about"
    assert len(lines) == 1 + len(PLACES)
    assert "'=1+1" in lines[2]


def test_what_must_be_read_beside_a_file_is_in_one_of_its_own():
    notes = notes_file(Counted()).decode("utf-8-sig")
    for words in (*WORDS, "Made up (Nobody), 2026, OGL 3.0", "limit min: 20", MADE_SAFE):
        assert notes.count(words) == 1, words
    assert "never none" in notes


def test_a_heading_has_its_unit_and_its_period():
    terms = {"unit": "per 10,000", "period": "2018/19"}
    assert heading_words("value", {}, terms) == "Value (per 10,000, 2018/19)"
    assert heading_words("numerator", {}, terms) == "Counted (number, 2018/19)"
    assert heading_words("gap_share", {}, {}).endswith("(share, 0 to 1)")
    assert heading_words("odd_children", {}, {}) == "Odd (children)"
    assert heading_words("sii_lower", {}, {}) == "Slope index of inequality, lower limit, 95%"
    assert heading_words("gap_share", {"gap_share": "Own"}, {}) == "Own"


def test_nothing_missing_is_not_mentioned():
    assert missing_words({}) == missing_words({"areas": 0}) == ""


LEADS = (
    *("=", "+", "-", "@", " =", "'=", "a\r=", "a\n=", "\t=", "\r=", "\r\n=", "a\t=", '"=', "\"'="),
    *("＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫", "\u00a0=", "\u3000=", "\ufeff=", "\u200b="),
    *("\x00=", "\x0b=", "\x0c=", "\x85=", "\u2028=", "\u202e=", "\u2066=", "‘=", "“=", "＇="),
    *("a;=", "a; =", "a|=", "a;'=", ";=", "a\r\n;\t=", "\x00\r=", "\u061c=", "=\x00", "-1;="),
    *("´=", "\u00ad="),
)
PASSED_OVER = " \"'\u201c\u201d\u2018\u2019\u00b4\x00"


def live_cells(text):
    """Return the cells that some spreadsheet would run, read as each of them parts cells."""
    found = []
    for mark in ",;|\t":
        for line in re.split("[\r\n\x0b\x0c\x85\u2028\u2029]", text):
            for cell in next(csv.reader([line], delimiter=mark), []):
                bare = unicodedata.normalize("NFKC", cell).lstrip(' "\u201c\u201d\u2018\u2019´\x00')
                if bare.startswith(("=", "+", "-", "@")) and not re.fullmatch(r"-?[\d.]+", bare):
                    found.append(cell)
    return found


@pytest.mark.parametrize("lead", LEADS)
def test_no_cell_and_no_row_can_be_run(lead):
    """A carriage return or a tab inside a name started a cell of its own, which was run."""
    said = f"{lead}cmd()"
    text = rows_csv([{said: said, "n": -3.2}], [said, "n"], [f"note{said}"])
    assert live_cells(text) == []
    assert is_made_safe([{said: said, "n": -3.2}], [said, "n"], []) is True
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert [len(row) for row in rows] == [2, 2, 1]
    assert rows[1][1] == "-3.2"


@pytest.mark.parametrize("number", [-3, -3.25, 1e-7, 0, 10**20, "-3.2", "-3", " -3.2", "3", "-1e3"])
def test_a_number_is_left_alone(number):
    assert safe_cell(number) == number
    assert not is_made_safe([{"n": number}], ["n"], [])


@pytest.mark.parametrize("text", ["-", "-x", "--1", "-1-1", "+44 1223", "-1e", "-1 (low)", "-٣"])
def test_what_only_looks_like_a_number_is_not_run(text):
    assert safe_cell(text) == f"'{text}"


def test_what_is_not_known_is_an_empty_cell():
    assert safe_cell(None) == safe_cell(float("nan")) == safe_cell(float("inf")) == ""


@pytest.mark.parametrize("kind", [Path("=cmd()"), ["=1"], ValueError("=1")])
def test_whatever_is_handed_over_is_a_text_that_is_not_run(kind):
    assert live_cells(rows_csv([{"a": kind}], ["a"], [])) == []


TROJAN = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"


@pytest.mark.parametrize("form", FORMATS)
def test_no_file_and_no_terminal_gets_what_is_not_seen(form):
    name = f"Al{TROJAN}der\x00\x1b[31m\x9b\nroad\twest"
    rows = PLACES.assign(place=[name, "b"])
    said = say_result(replace(Counted(), table=rows, heading=name), form)
    assert not set(said) & (set(TROJAN) | set("\x00\x1b\x9b\t"))
    if form == "json":
        assert json.loads(said)[0]["place"] == name  # as codes: nothing is lost
    else:
        assert "Alder[31m road west" in said


def test_a_file_says_that_texts_were_made_safe_and_only_then():
    assert MADE_SAFE in say_result(Counted(), "csv")
    plain = replace(Counted(), table=PLACES.assign(place=["Alder", "Birch, east"]))
    assert "made safe" not in say_result(plain, "csv")


@given(st.lists(st.text(max_size=30), min_size=1, max_size=4))
def test_every_file_reads_back_as_the_cells_that_were_written(texts):
    columns = [f"c{number}" for number in range(len(texts))]
    text = rows_csv([dict(zip(columns, texts, strict=True))], columns, [])
    assert live_cells(text) == []
    _, row = csv.reader(io.StringIO(text, newline=""))
    assert row == [safe_cell(each) for each in texts]


def test_nothing_else_writes_csv():
    """A second writer, in the map's own script, had other rules and let formulas through."""
    house = Path(layers.__file__).parents[1]
    writers = re.compile(r"csv\.writer|DictWriter|to_csv|text/csv|\.join\(','\)|join\(\",\"\)")
    found = {
        path.relative_to(house).as_posix()
        for folder in ("geodata", "layers", "mapping")
        for path in sorted((house / folder).rglob("*"))
        if path.suffix in (".py", ".js") and writers.search(path.read_text(encoding="utf-8"))
    }
    scripts = ("layers.js", "looking.js", "spot.js")
    lists_in_addresses = {f"mapping/component/{name}" for name in scripts}
    names_what_it_sends = {"mapping/served/sending.py", "mapping/profile/formats.py"}
    assert found - lists_in_addresses == names_what_it_sends

"""Any result on a page: its sentence, its notes, what is missing, its sources and its file."""

from dataclasses import dataclass, field

import pytest
from pandas import DataFrame, Index
from streamlit.testing.v1 import AppTest

from geodata.model import Source
from mapping.pages.frame.results import notes_of, table_of
from tests.mapping.reading import words

BAD = "<script>alert(1)</script> `${x}`"


@dataclass(frozen=True)
class Made:
    """A result as any analysis hands it out; every word of it unkind."""

    sources: tuple = (
        Source(key="s", title=BAD, publisher="P", period="2026", licence="L", attribution="A"),
    )
    is_illustrative: bool = False
    lost: dict = field(default_factory=lambda: {"areas": 3, "children": 120.0})

    @property
    def table(self):
        index = Index(["a", "b"], name="place_id")
        return DataFrame({"place": [BAD, "B"], "gap_share": [0.25, float("nan")]}, index=index)

    def parameters(self):
        return {"limit_min": 20}

    def missing(self):
        return self.lost

    def sentence(self):
        return f"It is so: {BAD}."

    def notes(self):
        return ("Beware of this.",)


SCRIPT = """
from tests.mapping.test_results_shown import Made
from mapping.pages.frame.results import show_result
show_result(Made(), name="Made up", label="Download it (CSV)", heading="What it is")
"""


def test_a_result_is_shown_with_all_that_must_stand_beside_it():
    app = AppTest.from_string(SCRIPT, default_timeout=60).run()
    assert not app.exception
    said = words(app)
    assert "<h2>What it is</h2>" in said
    assert "It is so: &lt;script&gt;" in said
    assert "Beware of this." in said
    assert "Not judged: 3 areas and 120 children." in said
    assert "Sources: &lt;script&gt;" in said
    assert ">not known<" in said
    assert ">0.25<" in said
    for raw in ("<script", "`", "${", "nan"):
        assert raw not in said
    assert [each.label for each in app.get("download_button")] == [
        "Download it (CSV)",
        "Notes on it (TXT)",
    ]


def test_every_column_is_named_and_numbers_stand_to_the_right():
    table = table_of(Made())
    assert table.heads == ["Place id", "Place", "Gap share"]
    assert list(table.numeric) == [2]
    assert table.rows[1] == ("b", "B", "not known")


@pytest.mark.parametrize(("lost", "count"), [({}, 1), ({"areas": 0}, 1), ({"areas": 1}, 2)])
def test_what_is_missing_is_said_where_anything_is(lost, count):
    assert len(notes_of(Made(lost=lost))) == count

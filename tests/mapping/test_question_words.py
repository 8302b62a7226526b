import pytest

from layers.question.question import default_question
from mapping.pages.frame.question_words import question_words
from tests.builders import tiny_pack
from tests.timetables import tiny_pack_with_bus

OWN = [("walk", "on foot"), ("drive", "by car")]


@pytest.mark.parametrize(
    ("pack", "offered"),
    [(tiny_pack(), OWN), (tiny_pack_with_bus(), [*OWN, ("bus", "by bus")])],
    ids=["without a timetable", "with one"],
)
def test_a_bus_is_offered_where_the_pack_holds_a_timetable(pack, offered):
    parts = question_words(default_question(pack), pack, None)["parts"]
    [mode] = [part for part in parts if part.get("setting") == "mode"]
    assert mode["options"] == offered

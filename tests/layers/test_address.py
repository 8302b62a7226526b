import pytest

from geodata.errors import QuestionError
from layers.question.address import (
    change_word,
    mend_query,
    query_from_question,
    query_string,
    question_from_query,
)
from layers.question.question import default_question
from tests.builders import tiny_pack

PACK = tiny_pack()


@pytest.mark.parametrize(
    ("service", "changes"),
    [
        (None, {}),
        (None, {"age_from": 2, "age_to": 2, "limit_min": 35}),
        ("libraries", {"mode": "drive", "pace_kmh": 30.0, "need_deciles": 1}),
        ("nurse-partnership", {"place_kind": "district", "detour": 1.5, "pace_kmh": 4.5}),
    ],
)
def test_a_question_survives_being_an_address(service, changes):
    question = default_question(PACK, service, **changes)
    assert question_from_query(query_from_question(question, PACK), PACK) == question


def test_the_usual_is_left_out():
    assert query_string(default_question(PACK), PACK) == "service=family-centres"


def test_a_change_of_mode_changes_the_usual_pace():
    assert question_from_query({"mode": "drive"}, PACK).pace_kmh == 30


@pytest.mark.parametrize(
    ("setting", "text"),
    [
        ("service", "<script>"),
        ("age", "four"),
        ("age", "٤-٩"),
        ("age", "5-2"),
        ("age", "0-99999999999999999999"),
        ("limit", "2.5"),
        ("limit", "1e400"),
        ("limit", "nan"),
        ("deciles", "11"),
        ("need", "moon"),
        ("mode", "hover"),
        ("kind", "parish"),
        ("pace", "inf"),
        ("detour", "0"),
    ],
)
def test_what_cannot_be_used_is_left_out_and_said(setting, text):
    with pytest.raises(QuestionError):
        question_from_query({setting: text}, PACK)
    question, problems = mend_query({setting: text, "deciles": "2"} | {setting: text}, PACK)
    assert problems
    assert question == default_question(PACK, need_deciles=3 if setting == "deciles" else 2)


def test_changing_a_word_changes_nothing_else():
    question = default_question(PACK, age_from=2, age_to=3, limit_min=45, place_kind="district")
    changed = change_word(question, "service", "libraries", PACK)
    assert (changed.service, changed.limit_min, changed.ages) == ("libraries", 45, range(2, 4))
    assert change_word(changed, "service", "family-centres", PACK) == question


def test_another_mode_brings_its_own_pace():
    assert change_word(default_question(PACK), "mode", "drive", PACK).pace_kmh == 30

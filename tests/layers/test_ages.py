from dataclasses import replace

import pytest

from geodata.model import OLDEST_AGE
from layers.ages import AGE_BANDS, aged_words, bands_words
from layers.question.question import default_question
from layers.question.sentence import question_sentence
from layers.question.words import journey_words, limit_words
from tests.builders import tiny_pack


def test_the_bands_hold_every_age_once():
    held = [age for first, last in AGE_BANDS for age in range(first, last + 1)]
    assert held == list(range(OLDEST_AGE + 1))


@pytest.mark.parametrize(
    ("ages", "said"),
    [
        ((0, 4), "under-fives"),
        ((0, 0), "babies under 1"),
        ((2, 2), "children aged 2"),
        ((5, 9), "children aged 5–9"),
        ((14, 16), "young people aged 14–16"),
    ],
)
def test_children_are_said_by_their_ages(ages, said):
    assert aged_words(*ages) == said


def test_neighbouring_bands_are_said_as_one():
    assert bands_words([(0, 1), (2, 2), (12, 13), (14, 16)]) == "0–2-year-olds and 12–16-year-olds"
    assert bands_words([(2, 2)]) == "2-year-olds"


def test_nobody_of_25_is_called_a_child_in_a_question():
    pack = tiny_pack()
    for first, last, who in ((25, 25, "young people aged 25"), (0, 4, "children aged 0–4")):
        asked = replace(default_question(pack), age_from=first, age_to=last)
        assert f"reach {who} " in question_sentence(asked, pack)


def test_one_minute_is_one_minute():
    pack = tiny_pack()
    asked = replace(default_question(pack), limit_min=1)
    assert "1 minutes" not in question_sentence(asked, pack)
    assert journey_words(asked) == "1 minute’s walk"
    assert limit_words(asked) == "1 minute"

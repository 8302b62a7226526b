import pytest

from geodata.model import OLDEST_AGE
from layers.ages import AGE_BANDS, aged_words, bands_words


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

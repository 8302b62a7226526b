import math

import pytest

from layers.said.numbers import (
    about_range,
    counted,
    known,
    part_of_them,
    rest_of,
    shown,
    some_of,
    some_people,
    too_few,
)

NAN = float("nan")


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (380, 421, "about 380 to 420"),
        (1314, 1352, "about 1,310 to 1,350"),
        (419, 421, "about 420"),
        (42, 42, "about 42"),
        (0, 20.2, "none to about 20"),
        (0.2, 20.2, "fewer than 1 to about 20"),
        (0, 0, "none"),
        (0, 0.4, "none to fewer than 1"),
        (0.2, 0.4, "fewer than 1"),
        (NAN, 3, "not known"),
        (NAN, NAN, "not known"),
    ],
)
def test_a_range_is_said_by_its_ends(low, high, said):
    assert about_range(low, high) == said


@pytest.mark.parametrize(
    ("part", "everyone", "said"),
    [
        (19, 25, "about 19 of them"),
        (76, 100, "76% of them"),
        (75, 99, "about 75 of them"),
        (25, 25, "all of them"),
        (0.1 + 0.2, 0.3, "all of them"),
        (24.8, 25, "about 24 of them"),
        (0, 25, "none of them"),
        (0.3, 25, "hardly any of them"),
        (NAN, 25, "a number not known of them"),
        (0, 0, "a number not known of them"),
    ],
)
def test_a_part_of_few_is_a_count_and_of_many_a_share(part, everyone, said):
    assert part_of_them(part, everyone) == said


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (420, "about 420 of 1,940"),
        (0, "none of the 1,940"),
        (0.3, "hardly any of the 1,940"),
        (NAN, "a number not known of 1,940"),
        (1936, "nearly all of the 1,940"),
        (1940, "about 1,940 of 1,940"),
    ],
)
def test_hardly_anybody_is_neither_nobody_nor_fewer_than_one(count, said):
    assert some_of(count, 1940) == said


@pytest.mark.parametrize(
    ("count", "everyone", "said"),
    [
        (355, 362, "nearly all of the 360"),
        (105, 114.9, "most of the 110"),
        (1.6, 2.4, "most of the 2"),
        (0.1 + 0.2 + 3, 3.3, "about 3 of 3"),
        (354, 364.9, "about 350 of 360"),
    ],
)
def test_only_all_are_all_of_them(count, everyone, said):
    assert some_of(count, everyone) == said


def test_a_total_is_said_as_it_is_told():
    assert some_of(1304, 1312, "1,312") == "about 1,300 of 1,312"
    assert some_of(1311.6, 1312, "1,312") == "nearly all of the 1,312"


def test_fewer_than_one_are_too_few_and_nobody_is_not():
    assert [too_few(count) for count in (0, 0.4, 0.5, NAN)] == [False, True, False, False]


def test_counts_agree_with_their_nouns():
    assert counted(1, "areas") == "1 area"
    assert counted(1, "children") == "1 child"
    assert counted(1310, "children") == "1,310 children"
    assert counted(0, "sites") == "0 sites"


def test_what_is_missing_is_none_or_not_known():
    assert known(NAN) is None
    assert known(3) == 3
    assert shown(NAN) == "not known"
    assert shown(1314) == "1,310"


@pytest.mark.parametrize(
    ("rest", "part", "total", "said"),
    [
        (43.5, 56.5, 100.0, "about 43 of 100"),
        (604.4, 474.6, 1_079.0, "about 610 of 1,080"),
        (138.0, 12.0, 150.0, "about 138 of 150"),
        (0.3, 99.7, 100.0, "hardly any of the 100"),
        (0.0, 100.0, 100.0, "none of the 100"),
        (40.0, 30.0, 100.0, "about 40 of 100"),
        (math.nan, 30.0, 100.0, "a number not known of 100"),
    ],
)
def test_two_parts_said_side_by_side_add_up(rest, part, total, said):
    assert rest_of(rest, part, total) == said


@pytest.mark.parametrize(
    ("count", "people", "more", "said"),
    [
        (420.4, "under-fives", "", "about 420 under-fives"),
        (1.2, "under-fives", "more ", "about 1 more under-five"),
        (1.5, "under-fives", "", "about 2 under-fives"),
        (0.3, "children in low-income families", "", "fewer than 1 child in low-income families"),
        (1, "young people aged 14–17", "", "about 1 young person aged 14–17"),
        (1, "babies under 1", "", "about 1 baby under 1"),
        (0, "children aged 5–9", "more ", "no more children aged 5–9"),
        (math.nan, "children", "", "a number not known of children"),
    ],
)
def test_estimated_people_are_one_or_several(count, people, more, said):
    assert some_people(count, people, more) == said

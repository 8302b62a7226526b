from dataclasses import replace

import pandas as pd
import pytest

from layers.gaps import measure_gaps
from layers.question.question import default_question
from layers.said.numbers import about, listed, minutes, percent, whole
from layers.said.sentences import called, children_in, where_most
from tests.builders import NEED_DECILES, tiny_areas, tiny_pack

NAN = float("nan")


def asked(pack, service=None, **changes):
    return measure_gaps(pack, default_question(pack, service, **changes))


def test_a_gap_is_said_in_children():
    pack = tiny_pack()
    assert asked(pack).place_said("team-a").in_full == (
        "In Team Alder, about 100 of 150 under-fives are in high need and out of reach of a child "
        "and family centre. In high need means living in the most deprived 30% of neighbourhoods; "
        "out of reach, more than 20 minutes’ walk away."
    )


def test_a_strength_is_said_beside_it():
    pack = tiny_pack()
    assert asked(pack).place_strength("team-a") == (
        "In Team Alder, about 50 of 150 under-fives in the most deprived 30% of neighbourhoods "
        "are within 20 minutes’ walk of a child and family centre (33%)."
    )


def test_where_most_of_it_is():
    pack = tiny_pack()
    assert asked(pack).said().in_full.endswith("All of them are in Team Alder.")


def test_places_are_named_until_they_hold_half():
    assert where_most(["Ash", "Elm"], pd.Series([500.0, 500.0])) == "50% of them are in Ash."
    assert where_most(["Ash", "Elm"], pd.Series([5.0, NAN])) == "All of them are in Ash."
    assert where_most(["Ash", "Elm", "Fir"], pd.Series([400.0, 300, 300])) == (
        "70% of them are in Ash and Elm."
    )
    assert where_most(list("abcdefgh"), pd.Series([1.0] * 8)) == ""
    assert where_most(["Ash"], pd.Series([5.0])) == ""


def test_nobody_and_nowhere_are_said_as_people_say_them():
    assert children_in(0, 0, "under-fives", "ward") == "no under-fives in no wards"
    assert children_in(0, 1, "under-fives", "ward") == "no under-fives in 1 ward"
    assert children_in(420.0, 12, "under-fives", "ward") == "about 420 under-fives in 12 wards"
    assert children_in(NAN, 2, "under-fives", "ward") == (
        "a number not known of under-fives in 2 wards"
    )


def test_no_gap_is_none_of_them_not_zero():
    pack = tiny_pack()
    assert "none of the 150 under-fives" in asked(pack).place_said("team-b").in_full


def test_nobody_in_need_is_said():
    pack = tiny_pack()
    said = asked(pack).place_strength("team-b")
    assert said == "Team Birch has no under-fives in the most deprived 30% of neighbourhoods."


def test_a_service_nobody_offers_is_said():
    pack = tiny_pack()
    said = asked(pack, "nurse-partnership").said().in_full
    assert "nothing is listed as family nurse partnerships open to children aged 0–1" in said


def test_a_band_without_people_is_said():
    areas = tiny_areas()
    areas[[f"people_{age}" for age in range(5)]] = 0
    pack = tiny_pack(areas=areas)
    assert "no under-fives are counted" in asked(pack).said().in_full


def test_what_is_not_known_is_said():
    pack = tiny_pack(deciles=NEED_DECILES | {"A2": None})
    assert (
        "For about 50 under-fives, in 1 neighbourhood, this is not known."
        in asked(pack).place_said("team-a").in_full
    )


def test_a_place_of_which_no_need_is_known_claims_nothing():
    pack = tiny_pack(deciles=dict.fromkeys(NEED_DECILES))
    assert "not known" in asked(pack).place_said("team-a").in_full
    assert "not known" in asked(pack).place_strength("team-a")
    assert "not known" in asked(pack).strength()


def test_the_method_is_said_with_its_period():
    pack = tiny_pack()
    said = asked(pack).method()
    assert "straight-line estimate" in said
    assert "mid-2020, illustrative" in said


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "none"),
        (0.3, "fewer than 1"),
        (42.4, "about 42"),
        (100.4, "about 100"),
        (104.9, "about 100"),
        (105, "about 110"),
        (1314, "about 1,310"),
        (NAN, "not known"),
    ],
)
def test_estimates_are_said_to_the_nearest_ten_above_a_hundred(count, said):
    assert about(count) == said


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0, "0%"),
        (0.004, "less than 1%"),
        (0.335, "34%"),
        (0.998, "over 99%"),
        (1, "100%"),
        (NAN, "not known"),
    ],
)
def test_only_none_is_zero_and_only_all_is_a_hundred(share, said):
    assert percent(share) == said


def test_numbers_are_whole():
    assert whole(1309.5) == "1,310"
    assert minutes(1.2) == "1 minute"
    assert minutes(19.5) == "20 minutes"
    assert minutes(NAN) == whole(NAN) == "not known"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(["a"]) == "a"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Isle of Wight", "the Isle of Wight"),
        ("Isles of Scilly", "the Isles of Scilly"),
        ("City of London", "the City of London"),
        ("London Borough of Lambeth", "the London Borough of Lambeth"),
        ("East Riding of Yorkshire", "the East Riding of Yorkshire"),
        ("Islington", "Islington"),
        ("Norfolk", "Norfolk"),
        ("Cityford", "Cityford"),
    ],
)
def test_islands_and_the_like_stand_with_an_article(name, said):
    assert called(name) == said


def test_a_gap_of_hardly_anybody_is_said_to_be_nowhere():
    pack = tiny_pack()
    gaps = measure_gaps(pack, default_question(pack))
    total = gaps.total.copy()
    total["gap_children"] = 0.3
    said = replace(gaps, total=total).said().in_full
    assert "in all" not in said

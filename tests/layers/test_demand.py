import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import QuestionError
from layers.compare.demand import measure_demand, range_words, recent_births, roll_forward
from tests.builders import tiny_areas, tiny_info, tiny_pack

EVERY_AGE = tuple((age, age) for age in range(26))
NO_YIELD = pd.DataFrame({"age": [0], "low": [0.0], "high": [0.0]})


def pack_of(ages):
    """The tiny pack with the same people of each age in every area."""
    areas = tiny_areas()
    for age, count in ages.items():
        areas[f"people_{age}"] = count
    return tiny_pack(areas=areas, info=tiny_info(date="June 2020"))


def by_age(demand, place_id, years):
    """The rows of a place and year; a figure without a range is its own low and high."""
    rows = demand.places
    rows = rows[(rows["place_id"] == place_id) & (rows["years_ahead"] == years)].copy()
    for end in ("low", "high"):
        rows[end] = rows[end].fillna(rows["middle"])
    return rows.set_index("age_from")


@given(st.lists(st.integers(0, 500), min_size=26, max_size=26), st.integers(0, 25))
def test_without_births_cohorts_only_age(ages, years):
    children = np.array([ages], float)
    rolled = roll_forward(children, years, np.zeros(1))[0]
    assert list(rolled[years:]) == ages[: 26 - years]
    assert not rolled[:years].any()


@given(st.integers(0, 12), st.integers(0, 12))
def test_two_steps_are_one(first, second):
    children, births = np.arange(26.0)[None, :] + 3, np.array([7.0])
    twice = roll_forward(roll_forward(children, first, births), second, births)
    assert (twice == roll_forward(children, first + second, births)).all()


def test_births_are_the_mean_of_the_youngest_and_range_over_their_years():
    low, middle, high = recent_births(np.array([[9.0, 10, 11], [0, 5, 10]]))
    assert list(middle) == [10, 5]
    assert (low.sum(), high.sum()) == pytest.approx((9, 21))
    nothing = recent_births(np.zeros((2, 3)))
    assert all((each == 0).all() for each in nothing)


def test_children_of_a_place_worked_by_hand():
    """Three areas of 10 at every age but 7 at age 0: births (7 + 10 + 10) / 3 = 9 each."""
    demand = measure_demand(pack_of({0: 7}), "early-help-team", bands=EVERY_AGE)
    found = by_age(demand, "team-a", 5)
    assert list(found.loc[:4, "middle"]) == pytest.approx([27] * 5)
    assert found.loc[5, "middle"] == 21  # those aged 0 now
    assert found.loc[6, "middle"] == 30
    assert list(found.loc[:4, "low"]) == pytest.approx([21] * 5)
    assert list(found.loc[:4, "high"]) == pytest.approx([30] * 5)
    assert set(demand.places["year"]) == {2025, 2030}
    assert demand.births == pytest.approx((63, 81, 90))


def test_places_add_up_and_the_middle_lies_between():
    demand = measure_demand(pack_of({0: 7, 1: 12}), "early-help-team")
    whole = measure_demand(pack_of({0: 7, 1: 12}), "district").places
    keys = ["band", "year"]
    sums = demand.places.groupby(keys)[["now", "low", "middle", "high"]].sum(min_count=1)
    expected = whole.set_index(keys)[["now", "low", "middle", "high"]]
    pd.testing.assert_frame_equal(sums.sort_index(), expected.sort_index(), check_exact=False)
    ranged = demand.places[demand.places["low"].notna()]
    assert (ranged["low"] < ranged["middle"]).all()
    assert (ranged["middle"] < ranged["high"]).all()


def test_new_homes_bring_children_who_age():
    """100 homes in A1 in 2023, one to two 1-year-olds in ten homes: aged 3 in 2025, 8 in 2030."""
    sites = pd.DataFrame({"area_id": ["A1"], "year": [2023], "dwellings": [100]})
    yields = pd.DataFrame({"age": [1], "low": [0.1], "high": [0.2]})
    pack = pack_of({})
    without = measure_demand(pack, "early-help-team", bands=EVERY_AGE)
    with_homes = measure_demand(
        pack, "early-help-team", bands=EVERY_AGE, sites=sites, yields=yields
    )
    extra = {
        end: by_age(with_homes, "team-a", 5)[end] - by_age(without, "team-a", 5)[end]
        for end in ("low", "middle", "high")
    }
    assert (extra["low"][3], extra["middle"][3], extra["high"][3]) == pytest.approx((10, 15, 20))
    assert list(extra["low"][[0, 1]]) == pytest.approx([10 / 3] * 2)  # a third of the ages 0–2
    ten = by_age(with_homes, "team-a", 10)["low"] - by_age(without, "team-a", 10)["low"]
    assert ten[8] == pytest.approx(10)
    assert by_age(with_homes, "team-b", 5)["high"].equals(by_age(without, "team-b", 5)["high"])
    assert "100 new homes" in with_homes.sentence()


def test_a_site_not_yet_finished_or_without_children_adds_nothing():
    pack = pack_of({})
    plain = measure_demand(pack, "early-help-team").places
    for year, yields in ((2031, NO_YIELD.assign(high=1.0)), (2021, NO_YIELD)):
        sites = pd.DataFrame({"area_id": ["A1"], "year": [year], "dwellings": [500]})
        found = measure_demand(pack, "early-help-team", sites=sites, yields=yields).places
        pd.testing.assert_frame_equal(found, plain)


def test_an_area_not_counted_is_left_out_and_said():
    areas = tiny_areas().astype({"people_3": float})
    areas.loc["A1", "people_3"] = math.nan
    demand = measure_demand(tiny_pack(areas=areas), "early-help-team")
    assert demand.missing() == {"areas": 1.0}
    assert by_age(demand, "team-a", 5).loc[0, "now"] == 100


def test_years_ahead_are_counted_from_the_date_of_the_pack():
    """Counts of mid-2020 in a pack of January 2026: five years ahead is 2031, eleven years on."""
    ages = {age: age + 1 for age in range(26)}
    dated = replace(pack_of(ages), info=tiny_info())
    demand = measure_demand(dated, "district", bands=EVERY_AGE)
    assert set(demand.places["year"]) == {2031, 2036}
    assert by_age(demand, "D1", 5).loc[11, "middle"] == 9 * 1  # those aged 0 in 2020
    assert by_age(demand, "D1", 10).loc[25, "middle"] == 9 * 10
    assert demand.parameters()["base_year"] == 2020
    assert demand.parameters()["target_years"] == [2031, 2036]
    assert "mid-2020" in demand.notes()[0]
    assert "2031 and 2036" in demand.notes()[0]
    assert "11 and 16 years older" in demand.notes()[0]
    with pytest.raises(QuestionError, match="years from 0 to 19"):
        measure_demand(dated, "district", years_ahead=(20,))


def test_children_already_counted_have_one_figure_and_no_range():
    demand = measure_demand(pack_of({0: 7}), "early-help-team", bands=((0, 4), (10, 15)))
    counted = demand.places[(demand.places["age_from"] == 10) & (demand.places["years_ahead"] == 5)]
    assert counted[["low", "high"]].isna().all().all()
    assert counted["middle"].notna().all()
    assert [range_words(row) for _, row in counted.iterrows()] == ["about 180"] * 3
    born = demand.places[demand.places["age_from"] == 0]
    assert (born["low"] < born["high"]).all()
    assert "without a range is of children counted already" in demand.notes()[1]


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.0, 0.4, "none to fewer than 1"),
        (0.0, 12.0, "none to about 12"),
        (0.3, 3.0, "fewer than 1 to about 3"),
        (121.0, 149.0, "about 120 to 150"),
        (121.0, 122.0, "about 120"),
        (math.nan, math.nan, "about 50"),
    ],
)
def test_ranges_are_said_whole(low, high, said):
    assert range_words(pd.Series({"low": low, "middle": 50.0, "high": high})) == said


def test_nobody_at_all():
    demand = measure_demand(pack_of(dict.fromkeys(range(26), 0)), "district")
    assert demand.places["high"].sum() == 0
    assert "none" in demand.sentence()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"kind": "parish"}, "one of early-help-team"),
        ({"years_ahead": (40,)}, "years from 0 to 19"),
        ({"bands": ((9, 2),)}, "ages from 0 to 25"),
        ({"sites": pd.DataFrame({"area_id": ["A1"]}).assign(year=2024, dwellings=9)}, "no yields"),
        ({"sites": pd.DataFrame({"area_id": ["A1"]}), "yields": NO_YIELD}, "no year, dwellings"),
        (
            {
                "sites": pd.DataFrame({"area_id": ["Z9"], "year": [2024], "dwellings": [9]}),
                "yields": NO_YIELD,
            },
            "the area 'Z9'",
        ),
        (
            {
                "sites": pd.DataFrame({"area_id": ["A1"], "year": [2019], "dwellings": [9]}),
                "yields": NO_YIELD,
            },
            "a year past",
        ),
        (
            {
                "sites": pd.DataFrame({"area_id": ["A1"], "year": [2024], "dwellings": [9]}),
                "yields": NO_YIELD.assign(low=2.0),
            },
            "a low above its high",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_said_in_one_line(asked, said):
    with pytest.raises(QuestionError) as caught:
        measure_demand(tiny_pack(), **({"kind": "district"} | asked))
    [problem] = caught.value.problems
    assert said in problem.sentence()


def test_people_without_a_year_cannot_be_rolled():
    info = tiny_info()
    undated = replace(info, people=replace(info.people, period="recent"))
    with pytest.raises(QuestionError, match="a year, as in mid-2020"):
        measure_demand(tiny_pack(info=undated), "district")

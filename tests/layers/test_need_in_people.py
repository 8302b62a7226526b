"""A need counted in people: how many of an area's children are in need, wherever they live."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from geodata.errors import QuestionError
from layers.access.floating import measure_floating
from layers.gaps import measure_gaps
from layers.need import counts_people, measure_need
from layers.question.address import question_from_query
from layers.ranks.steadiness import rank_range
from layers.scenarios.changes import Close, Scenario
from layers.scenarios.effect import measure_effect
from layers.shares import total_shares_of
from layers.siting.candidates import area_candidates
from layers.siting.sites import suggest_closures, suggest_sites, weigh_doors
from tests.awkward import AREAS, LOW_INCOME, awkward_question, people_pack

PACK = people_pack()
USUAL = awkward_question(PACK, need="low_income_children")
CHILDREN = replace(USUAL, age_from=0, age_to=15)
MEASURE = PACK.indicators["low_income_children"]
NAN = math.nan


def near(*numbers):
    return pytest.approx(list(numbers), nan_ok=True)


def with_counts(pack=PACK, **columns):
    """Change the counts of areas: numerator or denominator, by area."""
    rows = pack.indicator_values.copy()
    ours = rows["indicator"] == "low_income_children"
    for column, changes in columns.items():
        for key, count in changes.items():
            rows.loc[ours & (rows["place_id"] == key), column] = count
    rows.loc[ours, "value"] = 100 * rows["numerator"] / rows["denominator"]
    return replace(pack, indicator_values=rows)


def test_a_share_of_people_that_says_who_they_are_counts_people():
    assert counts_people(MEASURE)
    assert not counts_people(PACK.indicators["idaci_rank"])
    assert not counts_people(PACK.indicators["plans_rate"])  # of teams
    assert counts_people(replace(MEASURE, age_from=None, age_to=None))
    assert counts_people(replace(MEASURE, whom=""))
    assert not counts_people(replace(MEASURE, whom="", age_from=None, age_to=None))
    assert not counts_people(replace(MEASURE, geography="ward"))


@pytest.mark.parametrize(
    ("form", "per", "counted"),
    [("rate", 1000, True), ("score", 1, False), ("rank", 1, False), ("count", 1, True)],
)
def test_only_a_part_of_people_counts_people(form, per, counted):
    assert counts_people(replace(MEASURE, form=form, per=per)) is counted


def test_a_number_of_people_is_of_those_who_live_there_where_no_more_is_published():
    """40 of 160, 80 of 320 and so on: the same answers as with the share beside the count."""
    rows = PACK.indicator_values.copy()
    ours = rows["indicator"] == "low_income_children"
    rows.loc[ours, "value"] = rows.loc[ours, "numerator"]
    rows.loc[ours, ["numerator", "denominator", "decile"]] = NAN
    counted = replace(MEASURE, form="count", per=1, unit="children")
    catalogue = dict(PACK.indicators) | {MEASURE.key: counted}
    need = measure_need(replace(PACK, indicators=catalogue, indicator_values=rows), MEASURE.key)
    usual = measure_need(PACK, MEASURE.key)
    assert need.is_of_people
    assert need.missing == 1
    just = need.needy_share(range(16), 3)
    assert just.dropna().tolist() == near(*usual.needy_share(range(16), 3)[just.notna()])
    other = need.needy_share(range(5), 3)  # the pack’s own children stand in for who was counted
    assert other[["N1", "N2", "N3", "N4"]].tolist() == near(0.25, 0.25, 0.75, 0.2)
    assert math.isnan(other["R1"])
    assert math.isnan(other["R3"])  # how many live there is not known: never all of them
    assert need.deciles["N3"] < need.deciles["N2"]  # by share: N2 has two thirds as many children


def test_what_is_published_for_wards_is_refused_as_need_with_what_to_do():
    with pytest.raises(QuestionError) as refused:
        question_from_query({"need": "plans_rate"}, PACK)
    said = str(refused.value)
    assert "which is published for early-help teams" in said
    assert "nothing is spread over them unasked" in said
    assert "as it is: colour the map by it, or use the command indicator" in said
    assert "&indicator=" not in said  # an address is not what a page says
    assert "Ask by low_income_children" in said
    neither = replace(PACK.indicators["health_rank"], worse_when="neither")
    pack = replace(PACK, indicators=dict(PACK.indicators) | {"health_rank": neither})
    with pytest.raises(QuestionError, match="neither a higher nor a lower figure is worse"):
        question_from_query({"need": "health_rank"}, pack)
    with pytest.raises(QuestionError, match="found 'atlantis'; expected one of"):
        question_from_query({"need": "atlantis"}, PACK)


def test_where_only_the_share_is_published_it_is_taken():
    """No counts at all: the value is 100 × the share, whatever ages are asked about."""
    values = PACK.indicator_values.assign(numerator=NAN, denominator=NAN)
    need = measure_need(replace(PACK, indicator_values=values), "low_income_children")
    assert need.is_of_people
    shares = near(0.25, 0.25, 0.75, 0.2, NAN, 0.2, 0.5, 0.5)
    assert need.needy_share(range(5), 3).tolist() == shares
    assert need.needy_share(range(16), 3).tolist() == shares
    assert need.capped(range(5)) == 0


def test_the_share_of_other_ages_is_the_published_one():
    need = measure_need(PACK, "low_income_children")
    assert need.is_of_people
    assert need.missing == 1
    found = need.needy_share(range(5), 3)
    assert found.tolist() == near(0.25, 0.25, 0.75, 0.2, NAN, 0.2, 0.5, 0.5)
    assert need.needy_share(range(16, 20), 3).tolist() == near(*found)


def test_the_tenths_of_the_question_do_not_matter():
    need = measure_need(PACK, "low_income_children")
    for tenths in (1, 5):
        pd.testing.assert_series_equal(
            need.needy_share(range(5), tenths), need.needy_share(range(5), 3)
        )


def test_asked_of_just_the_ages_counted_the_published_counts_come_out():
    """R2's 16 are of the 160 whom the pack counts, not of the 80 of the file; E1 has nobody."""
    areas = measure_gaps(PACK, CHILDREN).areas
    assert areas["high_need_children"].tolist() == near(40, 80, 120, 32, NAN, 16, NAN, 0)
    places = measure_gaps(PACK, replace(CHILDREN, place_kind="district")).places
    assert places.loc["D1", "high_need_children"] == 272
    known = [count for key, (count, _) in LOW_INCOME.items() if key not in ("R1", "R3", "E1")]
    assert areas["high_need_children"].sum() == sum(known)


def test_no_more_are_needy_than_live_there():
    pack = with_counts(numerator={"N1": 400.0, "E1": 5.0}, denominator={"N1": 160.0})
    need = measure_need(pack, "low_income_children")
    assert need.needy_share(range(16), 3)[["N1", "E1"]].tolist() == [1, 1]
    assert need.needy_share(range(5), 3)["N1"] == 1


def test_none_is_none_and_a_share_of_nobody_is_not_known():
    pack = with_counts(
        numerator={"N1": 0.0, "N2": 0.0, "N3": None}, denominator={"N1": 160.0, "N2": 0.0}
    )
    share = measure_need(pack, "low_income_children").needy_share(range(5), 3)
    assert share[["N1", "N2", "N3"]].tolist() == near(0, 0, NAN)


def test_the_usual_answer_in_people_is_worked_by_hand():
    """As the table of tests/awkward.py says."""
    gaps = measure_gaps(PACK, USUAL)
    places = gaps.places
    assert places.index.tolist() == ["middle", "east", "west"]
    assert places["high_need_children"].tolist() == near(65, 10, 20)
    assert places["gap_children"].tolist() == near(20.5, 10, 4.5)
    assert places["reached_high_need_children"].tolist() == near(44.5, 0, 15.5)
    assert places["unknown_children"].tolist() == near(0, 50, 0)
    assert places["unknown_areas"].tolist() == near(0, 2, 0)
    assert gaps.total["gap_children"] == pytest.approx(35)
    assert gaps.missing() == {"areas": 2.0, "children": 50.0}
    assert total_shares_of(PACK, gaps)["high_need_share"] == pytest.approx(95 / 300)


def test_nobody_in_need_and_everybody_in_need():
    nobody = with_counts(numerator=dict.fromkeys(AREAS, 0.0))
    everybody = with_counts(numerator={key: of for key, (_, of) in LOW_INCOME.items()})
    none, every = (measure_gaps(pack, USUAL) for pack in (nobody, everybody))
    assert none.total["gap_children"] == none.total["high_need_children"] == 0
    assert every.total["high_need_children"] == every.total["children"] == 350
    assert every.total["gap_children"] == every.total["beyond_children"]


def test_where_no_count_is_known_nothing_is():
    pack = with_counts(numerator=dict.fromkeys(list(AREAS)[1:]))
    gaps = measure_gaps(pack, USUAL)
    assert gaps.total["high_need_children"] == pytest.approx(12.5)
    assert gaps.total["unknown_areas"] == 7
    assert gaps.places.loc["middle", "gap_children"] != 0  # NaN, and never none
    assert math.isnan(gaps.places.loc["middle", "gap_children"])


def test_those_turned_away_are_the_needy_among_them():
    """Ages 12–13: N1's 20 and 16 of N2 stop at 4 (a quarter needy), N3's 20 at 11 (three)."""
    gaps = measure_gaps(PACK, replace(USUAL, age_from=12, age_to=13))
    assert gaps.total["gap_turned_away_children"] == pytest.approx(5 + 4 + 15)


def test_ranks_of_places_vary_all_but_the_tenths():
    found = rank_range(PACK, USUAL)
    gaps = measure_gaps(PACK, USUAL).places
    pd.testing.assert_series_equal(
        found.places["gap_children"], gaps["gap_children"].loc[found.places.index]
    )
    assert found.need_deciles == (3,)
    assert found.asked == 9
    assert "tenth" not in found.varied
    assert "tenth" not in found.sentence()


def test_sites_and_scenarios_count_the_needy():
    """Closing any door costs what its scenario says; one more is worth the needy beyond."""
    closing = suggest_closures(PACK, USUAL, 1)
    effect = measure_effect(PACK, USUAL, Scenario(steps=(Close(asset_id=closing.sites.index[0]),)))
    assert closing.amount == pytest.approx(effect.total["lost_high_need_children"])
    doors = weigh_doors(PACK, USUAL)
    hub = doors.loc["split-b"]
    assert hub["amount"] == pytest.approx(10)  # the western part of N2: 40, a quarter of them
    assert hub["all_amount"] == pytest.approx(40)
    more = suggest_sites(PACK, USUAL, area_candidates(PACK), 1)
    assert more.demand == pytest.approx(measure_gaps(PACK, USUAL).total["gap_children"])
    assert effect.total["lost_high_need_children"] <= effect.total["lost_children"]


def test_how_much_there_is_within_reach_asks_nothing_of_need():
    tenths = replace(USUAL, need="idaci_rank")
    one, other = (measure_floating(PACK, each).places["access"] for each in (USUAL, tenths))
    np.testing.assert_array_equal(one.to_numpy(), other.to_numpy())


def test_how_exactly_doors_are_placed_is_told_of_the_needy():
    """R1's 50 under-fives, now a quarter of them, are in reach of a rough door or are not."""
    pack = people_pack({"R1": 40.0})
    east = rank_range(pack, awkward_question(pack, need="low_income_children")).places.loc["east"]
    assert east[["gap_low", "gap_children", "gap_high"]].tolist() == near(10, 10, 22.5)

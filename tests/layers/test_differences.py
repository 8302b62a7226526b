"""What differs between two sides: better, worse, the same, not known, and never taken unfairly."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from geodata.errors import QuestionError
from layers.compare.differences import MOST_WORDS, VERDICTS, judged
from layers.compare.intervals import wilson_limits
from layers.compare.two_answers import compare_questions, compare_scenario
from layers.compare.two_periods import compare_periods, difference_limits
from layers.compare.two_places import compare_places
from layers.compare.two_sides import read_sides, write_sides
from layers.gaps import measure_gaps
from layers.question.question import default_question
from layers.said.result import say_result
from layers.scenarios.address import read_scenario
from layers.scenarios.effect import measure_effect
from layers.scenarios.words import scenario_words
from tests.builders import tiny_areas, tiny_pack
from tests.layers.published import indicator, pack_with, rows_of

PACK = tiny_pack()
ASKED = default_question(PACK)
TEAMS = ["team-a", "team-b", "team-c"]


def questions(pack=PACK, first=None, **changes):
    asked = default_question(pack, **(first or {}))
    sides = [measure_gaps(pack, each) for each in (asked, replace(asked, **changes))]
    return compare_questions(pack, *sides), sides


def scenario(text, pack=PACK):
    effect = measure_effect(pack, default_question(pack), read_scenario(text))
    return compare_scenario(pack, effect, scenario_words(effect.scenario, pack)), effect


def verdicts(found):
    return [found.rows["verdict"][key] for key in TEAMS]


def test_counts_of_the_same_children_are_taken_from_one_another():
    found, (first, second) = questions(limit_min=40)
    gaps = [each.places["gap_children"].reindex(TEAMS) for each in (first, second)]
    apart = found.rows["difference"].reindex(TEAMS)
    assert apart.tolist() == pytest.approx((gaps[1] - gaps[0]).tolist())
    assert apart.min() < 0
    assert set(verdicts(found)) <= {"better", "same"}
    assert "better" in verdicts(found)
    assert "fewer under-fives in high need are out of reach than within 20 minutes" in (
        found.sentence()
    )


def test_the_other_way_round_is_the_other_way_round():
    wide, _ = questions(limit_min=40)
    narrow, _ = questions(first={"limit_min": 40}, limit_min=20)
    pairs = zip(verdicts(wide), verdicts(narrow), strict=True)
    assert all((a, b) in {("better", "worse"), ("same", "same")} for a, b in pairs)
    assert narrow.rows["difference"].sum() == pytest.approx(-wide.rows["difference"].sum())
    assert "more under-fives" in narrow.sentence()


def test_the_same_on_both_sides_is_nothing():
    found, _ = questions(limit_min=20)
    assert found.nothing_differs
    assert found.sentence().startswith("Nothing differs")
    assert set(found.rows["difference_said"]) == {"no difference"}
    assert "The same in all 3 early-help teams" in found.by_row()


def test_other_ages_are_never_subtracted_but_by_share_and_that_is_said():
    found, (first, second) = questions(age_from=5, age_to=11)
    for side, gaps in (("first", first), ("second", second)):
        share = gaps.places["gap_children"] / gaps.places["children"]
        assert found.rows[side].tolist() == pytest.approx(share.reindex(found.rows.index).tolist())
    assert found.rows[["first", "second"]].max().max() <= 1
    assert any("not taken from one another" in note for note in found.notes())
    assert "of under-fives" in found.sentence()
    assert "of children aged 5–11" in found.sentence()
    other, _ = questions(limit_min=40)
    assert not any("not taken from one another" in note for note in other.notes())


def test_another_need_is_never_subtracted_either():
    found, _ = questions(need_deciles=1)
    assert any("not taken from one another" in note for note in found.notes())
    assert found.rows[["first", "second"]].max().max() <= 1


def test_what_is_not_known_on_either_side_is_no_difference():
    deciles = {"A1": None, "A2": None, "A3": None, "B1": 1, "B2": 5, "B3": 6, "C1": 7, "C2": 8}
    found, _ = questions(tiny_pack(deciles=deciles), limit_min=40)
    assert found.rows["verdict"]["team-a"] == "unknown"
    assert math.isnan(found.rows["difference"]["team-a"])
    assert found.rows["difference_said"]["team-a"] == "not known"
    assert "on both sides" in found.rows["note"]["team-a"]
    assert found.missing() == {"early-help team": 1.0}
    assert not found.nothing_differs


def test_counts_known_for_other_children_are_not_subtracted():
    """An area that is not known on one side alone is in the total of the other."""
    _, (first, second) = questions(limit_min=40)
    lost = second.areas.copy()
    lost.loc["A1", ["gap_children", "beyond_children"]] = np.nan
    found = compare_questions(PACK, first, replace(second, areas=lost, worked=lost))
    assert found.rows["verdict"]["team-a"] == "unknown"
    assert "more children on one side" in found.rows["note"]["team-a"]
    assert found.rows["verdict"]["team-c"] != "unknown"


def test_nobody_is_told():
    areas = tiny_areas()
    areas[[f"people_{age}" for age in range(5)]] = 0
    found, _ = questions(tiny_pack(areas=areas), limit_min=40)
    assert found.sentence() == "Nothing can differ: no under-fives are counted."


def test_a_scenario_says_what_is_changed_and_who_loses():
    found, effect = scenario("close.centre-a")
    gap = effect.after.total["gap_children"] - effect.before.total["gap_children"]
    assert found.rows["difference"].sum() == pytest.approx(gap)
    assert found.rows["verdict"]["team-a"] == "worse"
    assert found.sentence().startswith("Closing Field Centre: about ")
    assert "more under-fives in high need are out of reach than now" in found.sentence()
    assert effect.sentence() in found.notes()
    assert "beside before" in found.by_row()


def test_places_that_swap_are_not_said_to_be_the_same():
    """As many lose in one place as gain in another: in all nothing differs, and two places do."""
    _, (first, second) = questions(limit_min=20)
    places = second.places.copy()
    places.loc["team-a", "gap_children"] += 5
    places.loc["team-c", "gap_children"] -= 5
    found = compare_questions(PACK, first, replace(second, places=places))
    assert found.sentence().startswith("In all nothing differs")
    assert "2 places do" in found.sentence()
    assert [found.rows["verdict"][key] for key in TEAMS] == ["worse", "same", "better"]


def test_two_places_are_compared_by_shares():
    gaps = measure_gaps(PACK, ASKED)
    found = compare_places(PACK, gaps, "team-a", "team-b")
    share = [
        gaps.places["gap_children"][key] / gaps.places["children"][key]
        for key in ("team-a", "team-b")
    ]
    row = found.rows.loc["gap_share"]
    assert [row["first"], row["second"]] == pytest.approx(share)
    assert row["verdict"] == ("better" if share[1] < share[0] else "worse")
    assert found.rows["verdict"]["children"] == "same"
    within = found.rows.loc["within_share"]
    assert within["verdict"] == judged(within["difference"], 0.005, is_less_better=False)
    again = compare_places(PACK, gaps, "team-a", "team-a")
    assert again.nothing_differs
    assert again.sentence().startswith("Nothing differs: ")
    with pytest.raises(QuestionError):
        compare_places(PACK, gaps, "team-a", "nowhere")


def test_the_place_farther_off_is_said_to_take_more_minutes_whichever_comes_first():
    gaps = measure_gaps(PACK, ASKED)
    there = compare_places(PACK, gaps, "team-a", "team-b").rows.loc["minutes"]
    back = compare_places(PACK, gaps, "team-b", "team-a").rows.loc["minutes"]
    assert there["first"] + 0.5 < there["second"]
    assert (there["difference_said"], back["difference_said"]) == ("1 minute more", "1 minute less")
    assert (there["verdict"], back["verdict"]) == ("worse", "better")


def test_two_places_of_which_one_is_not_known():
    pack = tiny_pack(deciles={key: None if key[0] == "A" else 2 for key in PACK.areas.index})
    gaps = measure_gaps(pack, ASKED)
    found = compare_places(pack, gaps, "team-a", "team-b")
    assert found.sentence() == "How the two differ is not known: the gap of Team Alder is not."
    assert "of the first" in found.rows["note"]["gap_share"]
    assert any("150 in Team Alder" in note for note in found.notes())


def test_two_periods_are_judged_by_the_limits_of_both():
    pack = pack_with()
    found = compare_periods(pack, "ready_pct", "2014/15", "2018/19")
    assert verdicts(found) == ["better", "same", "worse"]  # 50 to 70, 70 to 70, 80 to 40 of 100
    assert found.rows["difference"]["team-a"] == pytest.approx(20)
    low, high = wilson_limits([50, 70], [100, 100])
    reach = 20 - 100 * math.hypot(0.7 - low[1], high[0] - 0.5)
    assert reach > 0
    near = compare_periods(pack, "ready_pct", "2014/15", "2015/16")
    assert verdicts(near)[0] == "similar"  # 50 and 55 of 100 may be chance
    assert "no clear difference" in near.sentence()


def test_a_difference_whose_limit_is_none_at_all_may_be_chance():
    """Ten higher, and down by hypot(60 − 52, 56 − 50) at most, which is ten."""
    said = (("2014/15", 50.0, 45.0, 56.0), ("2018/19", 60.0, 52.0, 66.0))
    names = ("period", "value", "lower", "upper")
    rows = [
        dict(zip(names, each, strict=True)) | {"indicator": "ready_pct", "place_id": "team-a"}
        for each in said
    ]
    found = compare_periods(pack_with(rows=rows), "ready_pct", "2014/15", "2018/19")
    assert found.rows["verdict"]["team-a"] == "similar"
    sure = compare_periods(
        pack_with(rows=[rows[0], rows[1] | {"lower": 52.1}]), "ready_pct", "2014/15", "2018/19"
    )
    assert sure.rows["verdict"]["team-a"] == "better"


def test_the_limits_of_a_difference_are_worked_by_hand():
    """Newcombe: down, the second to its lower limit and the first to its upper; up, the others."""
    table = pd.DataFrame(
        {
            "first": [50.0],
            "first_lower": [38.0],
            "first_upper": [80.0],
            "second": [60.0],
            "second_lower": [20.0],
            "second_upper": [65.0],
        }
    )
    low, high = difference_limits(table)
    assert low.tolist() == pytest.approx([10 - 50])  # 40 and 30
    assert high.tolist() == pytest.approx([10 + 13])  # 5 and 12


def test_where_neither_way_is_worse_a_period_is_only_higher_or_lower():
    made = indicator(worse_when="neither")
    pack = pack_with(made, rows=rows_of(made))
    found = compare_periods(pack, "ready_pct", "2014/15", "2018/19")
    assert verdicts(found) == ["higher", "same", "lower"]


def test_a_figure_without_its_people_is_not_judged_and_one_without_a_period_is_not_known():
    made = indicator(form="score")
    counts = {"team-a": ((50, 0), (60, 0)), "team-b": ((70, 0),)}
    pack = pack_with(made, rows=rows_of(made, counts, ("2017/18", "2018/19")))
    found = compare_periods(pack, "ready_pct", "2017/18", "2018/19")
    assert verdicts(found) == ["maybe_better", "unknown", "unknown"]
    assert any("without the people behind it" in note for note in found.notes())
    assert found.missing() == {"early-help teams": 2.0}
    assert "2017/18: not held" in found.rows["note"]["team-b"]


@pytest.mark.parametrize(
    ("worse_when", "told"),
    [
        ("lower", ["maybe_better", "same", "maybe_worse"]),
        ("higher", ["maybe_worse", "same", "maybe_better"]),
        ("neither", ["higher", "same", "lower"]),
    ],
)
def test_one_way_is_better_in_one_wording_with_its_people_and_without(worse_when, told):
    made = indicator(worse_when=worse_when)
    alone = [each | {"numerator": None, "denominator": None} for each in rows_of(made)]
    found, with_people = (
        compare_periods(pack_with(made, rows=rows), "ready_pct", "2014/15", "2018/19")
        for rows in (alone, rows_of(made))
    )
    assert verdicts(found) == told
    assert verdicts(with_people) == [each.removeprefix("maybe_") for each in told]
    assert any("“perhaps better”" in note for note in found.notes())
    assert not any("“perhaps better”" in note for note in with_people.notes())


@pytest.mark.parametrize(
    ("text", "way", "told"),
    [
        ("", "places", 0),
        ("limit=30", "questions", 0),
        ("service=libraries&limit=30", "questions", 0),
        ("place=team-b", "places", 0),
        ("changes=close.centre-a", "scenario", 0),
        ("limit=999", "questions", 1),
        ("limit=30&place=team-b", "questions", 1),
        ("limit=30&limit=40", "questions", 1),
        ("kind=district", "places", 1),
        ("changes=close.nope", "places", 1),
        ("place=nowhere", "places", 1),
        ("period=2099", "periods", 1),
        ("rubbish", "places", 1),
        ("%00=&=&&", "places", 2),
    ],
)
def test_the_second_side_is_read_and_what_cannot_be_used_is_told(text, way, told):
    sides, problems = read_sides(text, PACK, ASKED)
    assert sides.way == way
    assert len(problems) == told, [each.sentence() for each in problems]
    assert all(each.where.startswith(("the address, b", "change")) for each in problems)


def test_only_what_differs_is_written_and_read_back():
    sides, _ = read_sides("service=family-centres&limit=30&mode=drive", PACK, ASKED)
    assert write_sides(sides, ASKED) == "limit=30&mode=drive"
    again, problems = read_sides(write_sides(sides, ASKED), PACK, ASKED)
    assert again.second == sides.second
    assert not problems
    same, _ = read_sides("limit=20", PACK, ASKED)
    assert write_sides(same, ASKED) == ""


def test_no_headline_is_long_and_every_one_hands_itself_on():
    longest = "The Very Long And Winding Name Of A Service That Never Seems To Come To Any End"
    services = dict(PACK.info.services)
    services["libraries"] = replace(services["libraries"], label=longest.lower())
    pack = replace(PACK, info=replace(PACK.info, services=services))
    made = [
        questions(pack, service="libraries", limit_min=30, mode="drive", age_from=5, age_to=9)[0],
        questions(pack, service="libraries")[0],
        scenario("close.centre-a~close.zone-c")[0],
        scenario("close.centre-a")[0],
        compare_places(PACK, measure_gaps(PACK, ASKED), "team-a", "team-c"),
        compare_periods(pack_with(), "ready_pct", "2014/15", "2018/19"),
    ]
    for found in made:
        assert len(found.sentence().split()) <= MOST_WORDS, found.sentence()
        assert found.sentence().endswith(".")
        assert set(found.rows["verdict"]) <= set(VERDICTS)
        assert found.table.index.name
        for form in ("table", "csv", "json"):
            assert say_result(found, form)


def test_a_difference_on_the_line_is_judged():
    assert judged(0.5, 0.5) == "worse"
    assert judged(0.49, 0.5) == "same"
    assert judged(-0.5, 0.5) == "better"
    assert judged(-0.5, 0.5, is_less_better=False) == "worse"
    assert judged(math.nan, 0.5) == "unknown"

"""An answer about gaps to its last column and word, worked out in the awkward pack's docstring."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from geodata.errors import QuestionError
from layers.access.journeys import CostMatrix
from layers.gaps import COUNTS, class_words, measure_gaps
from layers.question.rural import RuralRule
from tests.awkward import AREAS, awkward_pack, awkward_question
from tests.builders import NEED_DECILES, tiny_pack

NAN = float("nan")
PACK = awkward_pack()
HIGH = "in the most deprived 30% of neighbourhoods"
DOOR = "a child and family centre"
OUT = "are in high need and out of reach"
MEANS = f"In high need means living {HIGH}; out of reach, more than 10 minutes’ walk away."


@pytest.fixture(name="gaps")
def the_usual_answer():
    return measure_gaps(PACK, awkward_question(PACK))


@pytest.fixture(name="older")
def of_ages_10_to_13():
    return measure_gaps(PACK, awkward_question(PACK, age_from=10, age_to=13))


def column(table, name):
    return table[name].tolist()


def near(*values):
    return pytest.approx(list(values), nan_ok=True)


def test_the_areas_of_the_usual_answer(gaps):
    """As the table of tests/awkward.py says: of N4 the need is not known, of R3 one age."""
    areas = gaps.areas
    assert areas.index.tolist() == list(AREAS)
    assert areas.columns.tolist() == [
        "name", "official_name", "district", "children", "within_share", "turned_away_share",
        "untaken_share", "minutes", "nearest", "decile", "needy_share", "high_need_children",
        "beyond_children", "gap_children", "reached_high_need_children", "turned_away_children",
        "gap_turned_away_children", "untaken_children", "unknown_children", "unknown_areas",
        "gap_class",
    ]  # fmt: skip
    assert areas.loc["N2", ["name", "official_name", "district"]].tolist() == [
        "Strip N2", "Awkward 001", "Westshire",
    ]  # fmt: skip
    assert column(areas, "decile") == near(1, 3, 4, NAN, 1, 7, 2, 10)
    assert column(areas, "needy_share") == near(1, 1, 0, NAN, 1, 0, 1, 0)
    assert column(areas, "high_need_children") == near(50, 100, 0, NAN, 50, 0, NAN, 0)
    assert column(areas, "beyond_children") == near(0, 60, 0, 50, 0, 50, NAN, 0)
    assert column(areas, "gap_children") == near(0, 60, 0, NAN, 0, 0, NAN, 0)
    assert column(areas, "reached_high_need_children") == near(50, 40, 0, NAN, 50, 0, NAN, 0)
    assert column(areas, "unknown_children") == near(0, 0, 0, 50, 0, 0, NAN, 0)
    assert column(areas, "unknown_areas") == [0, 0, 0, 1, 0, 0, 1, 0]
    assert column(areas, "gap_class") == [6, 7, 3, 9, 6, 2, 9, 2]
    assert areas["gap_class"].dtype == int


def test_the_areas_of_those_turned_away(older):
    """Ages 10–13, 40 in N2's double: stops at 4 for all, or at 11 for half of N3's 40."""
    areas = older.areas
    assert column(areas, "turned_away_children") == near(40, 32, 20, 0, 40, 0, 0, 0)
    assert column(areas, "gap_turned_away_children") == near(40, 32, 0, NAN, 40, 0, 0, 0)
    assert column(areas, "gap_children") == near(40, 80, 0, NAN, 40, 0, 0, 0)
    assert column(areas, "untaken_children") == [0] * 8
    assert column(areas, "gap_class") == [8, 8, 4, 9, 8, 2, 6, 2]
    pack = replace(PACK, assets=PACK.assets.drop(index="ageless"))
    without = measure_gaps(pack, awkward_question(pack, age_from=10, age_to=13)).areas
    assert column(without, "untaken_children") == near(20, 40, 20, 20, 20, 20, 20, 0)


def test_the_places_of_the_usual_answer(gaps):
    table = gaps.table
    assert table.index.name == "place_id"
    assert table.index.tolist() == ["middle", "west", "east"]
    assert table.columns.tolist() == ["place", "kind", "areas", *COUNTS]
    assert table.to_dict("list") == {
        "place": ["Middle", "West", "East"],
        "kind": ["early-help-team"] * 3,
        "areas": [3, 2, 4],
        "children": near(170, 80, 100),
        "high_need_children": near(70, 80, 50),
        "beyond_children": near(92, 18, 50),
        "gap_children": near(42, 18, 0),
        "reached_high_need_children": near(28, 62, 50),
        "turned_away_children": [0] * 3,
        "gap_turned_away_children": [0] * 3,
        "untaken_children": [0] * 3,
        "unknown_children": [50, 0, 0],
        "unknown_areas": [1, 0, 1],
    }


def test_the_total_of_the_usual_answer(gaps):
    assert gaps.total.to_dict() == pytest.approx(
        {
            "children": 350,
            "high_need_children": 200,
            "beyond_children": 160,
            "gap_children": 60,
            "reached_high_need_children": 140,
            "turned_away_children": 0,
            "gap_turned_away_children": 0,
            "untaken_children": 0,
            "unknown_children": 50,
            "unknown_areas": 2,
        }
    )
    assert gaps.missing() == {"areas": 2, "children": 50}
    assert gaps.missing_areas == 2


def test_a_total_of_nothing_known_is_not_known():
    gaps = measure_gaps(pack := tiny_pack(deciles={}), awkward_question(pack))
    assert np.isnan(gaps.total["gap_children"])
    assert gaps.total["children"] == 450
    assert gaps.missing() == {"areas": 9, "children": 450}
    one = tiny_pack(deciles={"A2": 1})
    assert measure_gaps(one, awkward_question(one)).total["gap_children"] == 50
    assert measure_gaps(tiny_pack(), awkward_question(tiny_pack())).missing() == {}
    one = tiny_pack(deciles=NEED_DECILES | {"B2": None})
    assert measure_gaps(one, awkward_question(one)).missing() == {"areas": 1, "children": 50}


def test_an_unknown_area_of_nobody_is_no_missing_child():
    """E1 without a tenth: one area more that is not judged, and no child more."""
    values = PACK.indicator_values.copy()
    values.loc[values["place_id"] == "E1", "decile"] = NAN
    areas = PACK.areas.copy()
    areas[[f"people_{age}" for age in range(5)]] = 0.0
    gaps = measure_gaps(
        pack := replace(PACK, indicator_values=values, areas=areas), awkward_question(pack)
    )
    assert gaps.missing() == {"areas": 2}


def test_places_come_by_gap_then_by_name_and_the_unknown_last():
    gaps = measure_gaps(PACK, awkward_question(PACK, place_kind="ward"))
    names = [f"Ward {key}" for key in ("N2", "E1", "N1", "N3", "R1", "R2", "N4", "R3")]
    assert gaps.table["place"].tolist() == names
    assert gaps.table.loc[["w-N4", "w-R3"], "gap_children"].isna().all()
    assert gaps.table["unknown_areas"].tolist() == [0, 0, 0, 0, 0, 0, 1, 1]


def test_the_parameters_say_how_it_was_worked_out(gaps):
    assert gaps.parameters() == gaps.question.parameters() | {
        "journeys": "straight-line estimate",
        "estimated_share": 1.0,
        "need_counts": "neighbourhoods",
        "need_basis": "national tenths, as published",
        "need_missing_areas": 1,
        "doors": 6,
        "doors_taking": 6,
        "illustrative": True,
    }
    assert gaps.parameters()["limit_min"] == 10
    third = replace(gaps, reach=replace(gaps.reach, estimated_share=1 / 3, doors_taking=2))
    assert third.parameters()["estimated_share"] == 0.3333
    assert third.parameters()["doors_taking"] == 2


def test_the_whole_answer_in_words(gaps):
    assert gaps.said().in_full == (
        f"Across Awkwardshire, about 60 of 350 under-fives {OUT} of {DOOR}. {MEANS} "
        "For about 50 under-fives, in 2 neighbourhoods, this is not known. "
        "About 42 of the 60 in all are in Middle."
    )
    assert gaps.strength() == (
        f"In Awkwardshire, about 140 of 200 under-fives {HIGH} are within 10 minutes’ walk of a "
        "child and family centre (70%)."
    )


def test_places_in_words(gaps):
    assert gaps.place_said("west").in_full == (
        f"In West, about 18 of 80 under-fives {OUT} of {DOOR}. {MEANS}"
    )
    assert gaps.place_said("east").in_full == (
        f"In East, none of the 100 under-fives {OUT} of {DOOR}. {MEANS} "
        "For 1 neighbourhood this is not known, nor how many under-fives live there."
    )
    assert gaps.place_strength("middle") == (
        f"In Middle, about 28 of 70 under-fives {HIGH} are within 10 minutes’ walk of a child and "
        "family centre (40%)."
    )


def test_whom_a_door_turns_away_is_told_of_all_and_of_a_place(older):
    means = (
        f"In high need means living {HIGH}; out of reach, not within 10 minutes’ walk of {DOOR} "
        "that takes them."
    )
    assert older.said().in_full == (
        f"Across Awkwardshire, about 160 of 320 children aged 10–13 {OUT}. {means} About 110 of "
        "those not reached are within 10 minutes’ walk of a door that stops at 4, and about 48 are "
        "beyond every door. For about 40 children aged 10–13, in 1 neighbourhood, this is not "
        "known. 75% of the 160 in all are in West and Middle."
    )
    assert older.place_said("east").in_full.startswith(
        f"In East, about 40 of 120 children aged 10–13 {OUT}. {means} About 40 of those not "
        "reached are within 10 minutes’ walk of a door that stops at 4"
    )


def test_where_is_said_only_of_places_that_are_the_whole_and_of_a_door_there_is(gaps):
    where = "About 42 of the 60 in all are in Middle."
    assert f"{replace(gaps, is_partition=False).said().in_full} {where}" == gaps.said().in_full
    nowhere = replace(gaps, reach=replace(gaps.reach, doors_taking=0))
    assert "in all are in" not in nowhere.said().in_full
    kinds = PACK.info.place_kinds
    loose = kinds | {"early-help-team": replace(kinds["early-help-team"], partition=False)}
    pack = replace(PACK, info=replace(PACK.info, place_kinds=loose))
    assert not measure_gaps(pack, awkward_question(pack)).is_partition
    assert gaps.is_partition


def test_how_it_was_worked_out_in_words(gaps):
    assert gaps.method() == (
        "Journeys are a straight-line estimate: the straight line from each of 9 starting points, "
        "× 1, at 6 km/h. Need is Income deprivation affecting children (IDACI), 2025 (national "
        "tenths, as published). Children are counted for mid-2020, illustrative."
    )
    assert gaps.heading == (
        "How well do child and family centres reach children aged 0–4 in the most deprived 30% of "
        "neighbourhoods, within 10 minutes on foot? Shown by early-help team. Pace 6 km/h. "
        "Journeys are taken as 1 times the straight line."
    )
    assert gaps.is_illustrative
    assert gaps.need.indicator.key == "idaci_rank"
    assert gaps.question == awkward_question(PACK)


def test_the_marked_class_in_words(older):
    """N1 40, N2 80 and R1 40 are of class 8."""
    assert older.marked_sentence() == (
        "The outlined colour marks whole neighbourhoods of high need where few or none are "
        "reached: about 160 children aged 10–13 in 3 neighbourhoods, reached or not. The gap "
        "counts children, in every neighbourhood of high need, and only those who are not reached."
    )


def test_every_source_of_the_answer_is_named():
    """People, need, doors, areas, starting points and places are each of a source of their own."""
    made = PACK.info.sources["made-up"]
    keys = ["people", "need", "doors", "areas", "starts", "teams", "table"]
    sources = {key: replace(made, key=key) for key in keys}
    kinds = PACK.info.place_kinds
    info = replace(
        PACK.info,
        sources=PACK.info.sources | sources,
        people=replace(PACK.info.people, source="people"),
        area_source="areas",
        origin_source="starts",
        place_kinds=kinds | {"early-help-team": replace(kinds["early-help-team"], source="teams")},
    )
    indicators = {"idaci_rank": replace(PACK.indicators["idaci_rank"], source="need")}
    pack = replace(
        PACK, info=info, indicators=indicators, assets=PACK.assets.assign(source="doors")
    )
    minutes = pd.DataFrame(5.0, index=pack.origins.index, columns=["hub"])
    journeys = CostMatrix(
        minutes=minutes, mode="walk", method="a table", sources=(sources["table"],)
    )
    gaps = measure_gaps(pack, awkward_question(pack), journeys)
    assert [source.key for source in gaps.sources] == keys
    assert gaps.reach.method == "a table"
    assert gaps.reach.sources == (sources["table"],)


def test_a_pack_of_real_areas_is_not_called_illustrative():
    pack = replace(PACK, info=replace(PACK.info, illustrative=False))
    gaps = measure_gaps(pack, awkward_question(pack))
    assert gaps.is_illustrative is False
    assert gaps.parameters()["illustrative"] is False


def test_journeys_are_those_of_the_question_where_none_are_given():
    """Rural ways of their own: R2 is within 20 minutes on foot, and not within 10."""
    rural = awkward_question(PACK, rural=RuralRule(mode="walk", limit_min=20))
    assert measure_gaps(PACK, rural).areas.loc["R2", "within_share"] == 1


def test_a_question_that_cannot_be_asked_is_refused():
    with pytest.raises(QuestionError, match="parish"):
        measure_gaps(PACK, awkward_question(PACK, place_kind="parish"))


@pytest.mark.parametrize(
    ("decile", "k", "within", "expected"),
    [
        (3, 3, 10, 6),  # at k, all reached
        (4, 3, 10, 3),  # above k, within the middle (to 6.5)
        (6, 3, 10, 3),
        (7, 3, 10, 0),
        (7, 3, 5, 2),
        (6, 2, 10, 3),  # the middle of k = 2 ends at 6, which is within
        (7, 2, 10, 0),
        (5, 5, 5, 8),
        (7, 5, 5, 5),  # the middle of k = 5 ends at 7.5
        (8, 5, 5, 2),
    ],
)
def test_classes_of_need_and_reach(decile, k, within, expected):
    """N1 is five minutes from a door: within any limit from 5, beyond one of 4."""
    values = PACK.indicator_values.copy()
    values.loc[values["place_id"] == "N1", "decile"] = float(decile)
    pack = replace(PACK, indicator_values=values)
    limit = {10: 10, 5: 4}[within]
    gaps = measure_gaps(pack, awkward_question(pack, need_deciles=k, limit_min=limit))
    assert gaps.areas.loc["N1", "gap_class"] == expected


def test_a_class_in_words():
    assert class_words(9) == "not known"
    assert class_words(0) == "less needy, most are reached"
    assert class_words(5) == "middling, few or none are reached"
    assert class_words(8) == "needier, few or none are reached"

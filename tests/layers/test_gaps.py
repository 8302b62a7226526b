import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import QuestionError
from layers.access.journeys import CostMatrix
from layers.gaps import UNKNOWN_CLASS, measure_gaps
from layers.question.check import check_question
from layers.question.question import default_question
from layers.question.sentence import question_sentence
from tests.builders import NEED_DECILES, tiny_areas, tiny_assets, tiny_origins, tiny_pack
from tests.sweeps import examples


def brute_force(pack, question):
    """Work out gap children area by area with plain loops, from the definition alone."""
    found = {}
    kinds = pack.info.services[question.service].kinds
    for area_id, area in pack.areas.iterrows():
        total = beyond = 0.0
        for age in range(question.age_from, question.age_to + 1):
            doors = [
                (row.geometry.x, row.geometry.y)
                for _, row in pack.assets.iterrows()
                if row["kind"] in kinds
                and row["status"] == "open"
                and not row["geometry"].is_empty
                and not (row["age_from"] > age)
                and not (row["age_to"] < age)
            ]
            outside = 0.0
            for _, origin in pack.origins[pack.origins["area_id"] == area_id].iterrows():
                metres = min(
                    (
                        math.hypot(origin["easting_m"] - x, origin["northing_m"] - y)
                        for x, y in doors
                    ),
                    default=math.inf,
                )
                took = metres * question.detour / (question.pace_kmh * 1000 / 60)
                outside += origin["weight"] * (took > question.limit_min)
            total += area[f"people_{age}"]
            beyond += area[f"people_{age}"] * outside
        decile = _decile(pack, question, area_id)
        found[area_id] = {
            "children": total,
            "beyond_children": beyond,
            "high_need_children": total * (decile <= question.need_deciles),
            "gap_children": beyond * (decile <= question.need_deciles),
        }
    return pd.DataFrame.from_dict(found, orient="index")


def _decile(pack, question, area_id):
    values = pack.indicator_values
    row = values[(values["indicator"] == question.need) & (values["place_id"] == area_id)]
    return row["decile"].iloc[0]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"age_from": 3, "age_to": 7},
        {"limit_min": 30, "need_deciles": 2},
        {"mode": "drive", "limit_min": 3},
        {"service": "libraries"},
        {"service": "nurse-partnership"},
    ],
)
def test_every_area_agrees_with_plain_loops(changes):
    pack = tiny_pack()
    service = changes.pop("service", None)
    question = default_question(pack, service, **changes)
    found = measure_gaps(pack, question).areas
    expected = brute_force(pack, question)
    pd.testing.assert_frame_equal(
        found[expected.columns], expected, check_names=False, check_exact=False, atol=1e-9
    )


def test_the_gap_is_children_in_high_need_beyond_the_limit():
    """Team Alder: A1 has the centre in it; A2 and A3 are over 20 minutes from anything."""
    pack = tiny_pack()
    alder = measure_gaps(pack, default_question(pack)).places.loc["team-a"]
    assert alder["children"] == 150
    assert alder["high_need_children"] == 150
    assert alder["gap_children"] == 100
    assert alder["reached_high_need_children"] == 50


def test_an_area_is_the_weighted_share_of_its_origins():
    """B1: its western origin (weight 0.4) is within 20 minutes of the centre, the other is not."""
    pack = tiny_pack()
    areas = measure_gaps(pack, default_question(pack)).areas
    assert areas.loc["B1", "within_share"] == pytest.approx(0.4)


def test_a_band_that_a_service_takes_in_part_is_reached_in_part():
    """The zone in C3 takes ages to 4 only: of ages 4 and 5 it reaches half the children."""
    pack = tiny_pack()
    areas = measure_gaps(pack, default_question(pack, age_from=4, age_to=5)).areas
    assert areas.loc["C3", "within_share"] == pytest.approx(0.5)
    assert areas.loc["A1", "within_share"] == pytest.approx(1.0)


def test_rows_add_up_to_all_children_for_every_partition():
    pack = tiny_pack()
    for kind in ("early-help-team", "district"):
        places = measure_gaps(pack, default_question(pack, place_kind=kind)).places
        assert places["children"].sum() == 450
        assert (places["gap_children"] <= places["high_need_children"]).all()
        assert (places["high_need_children"] <= places["children"]).all()


def test_a_service_nobody_offers_reaches_nobody():
    pack = tiny_pack()
    gaps = measure_gaps(pack, default_question(pack, "nurse-partnership"))
    assert gaps.reach.doors == 0
    assert (gaps.areas["within_share"] == 0).all()
    assert gaps.areas["minutes"].isna().all()
    assert gaps.total["beyond_children"] == gaps.total["children"] == 180


def test_closed_and_virtual_offers_shorten_no_journey():
    pack = tiny_pack()
    without = tiny_assets().loc[["centre-a", "zone-c", "library-b"]]
    question = default_question(pack)
    assert measure_gaps(pack, question).areas.equals(
        measure_gaps(tiny_pack(assets=without), question).areas
    )


def test_an_area_whose_need_is_missing_is_not_judged_and_is_counted():
    pack = tiny_pack(deciles=NEED_DECILES | {"A2": None})
    gaps = measure_gaps(pack, default_question(pack))
    assert math.isnan(gaps.areas.loc["A2", "gap_children"])
    assert gaps.areas.loc["A2", "gap_class"] == UNKNOWN_CLASS
    assert gaps.missing_areas == 1
    assert gaps.need.missing == 1
    alder = gaps.places.loc["team-a"]
    assert alder["gap_children"] == 50
    assert alder["unknown_children"] == 50
    assert alder["children"] == 150


def test_a_place_of_which_nothing_is_known_says_so():
    pack = tiny_pack(deciles=NEED_DECILES | {"A1": None, "A2": None, "A3": None})
    alder = measure_gaps(pack, default_question(pack)).places.loc["team-a"]
    assert math.isnan(alder["gap_children"])
    assert alder["unknown_children"] == 150


def test_an_area_without_origins_is_not_judged():
    origins = tiny_origins()
    pack = tiny_pack(origins=origins[origins["area_id"] != "B2"])
    gaps = measure_gaps(pack, default_question(pack))
    assert gaps.areas.loc["B2", "gap_class"] == UNKNOWN_CLASS
    assert math.isnan(gaps.areas.loc["B2", "within_share"])


def test_an_age_band_without_people_has_no_gap_and_still_shows_reach():
    areas = tiny_areas()
    areas[[f"people_{age}" for age in range(5)]] = 0
    pack = tiny_pack(areas=areas)
    gaps = measure_gaps(pack, default_question(pack))
    assert gaps.total["children"] == 0
    assert gaps.total["gap_children"] == 0
    assert gaps.areas.loc["A1", "within_share"] == pytest.approx(1.0)


def test_missing_people_are_not_none():
    areas = tiny_areas().astype({"people_2": float})
    areas.loc["A1", "people_2"] = np.nan
    gaps = measure_gaps(pack := tiny_pack(areas=areas), default_question(pack))
    assert math.isnan(gaps.areas.loc["A1", "children"])
    assert gaps.places.loc["team-a", "children"] == 100


@examples(25)
@given(dx=st.integers(-200_000, 200_000).map(float), dy=st.integers(-200_000, 200_000).map(float))
def test_moving_everything_changes_nothing(dx, dy):
    pack = tiny_pack()
    assets = pack.assets.assign(geometry=pack.assets.geometry.translate(dx, dy))
    origins = pack.origins.assign(
        easting_m=pack.origins["easting_m"] + dx, northing_m=pack.origins["northing_m"] + dy
    )
    question = default_question(pack)
    moved = measure_gaps(tiny_pack(assets=assets, origins=origins), question)
    here = measure_gaps(pack, question)
    assert moved.areas["gap_children"].tolist() == pytest.approx(
        here.areas["gap_children"].tolist()
    )


@examples(25)
@given(at=st.sampled_from(list(tiny_origins().index)))
def test_a_new_site_never_lowers_reach(at):
    pack = tiny_pack()
    origin = pack.origins.loc[at]
    assets = pack.assets.copy()
    moved = assets.loc[["centre-a"]].rename(index={"centre-a": "centre-new"})
    moved = moved.set_geometry(
        moved.geometry.translate(
            origin["easting_m"] - moved.geometry.x.iloc[0],
            origin["northing_m"] - moved.geometry.y.iloc[0],
        )
    )
    more = tiny_pack(assets=pd.concat([assets, moved]))
    question = default_question(pack)
    before = measure_gaps(pack, question).areas["within_share"]
    after = measure_gaps(more, question).areas["within_share"]
    assert (after >= before - 1e-12).all()


def test_any_cost_matrix_can_take_the_place_of_straight_lines():
    pack = tiny_pack()
    minutes = pd.DataFrame(30.0, index=pack.origins.index, columns=["centre-a", "zone-c"])
    minutes.loc["A2-0", "zone-c"] = 5
    minutes.loc["A3-0"] = np.inf
    journeys = CostMatrix(minutes=minutes, mode="walk", method="a made-up timetable")
    gaps = measure_gaps(pack, default_question(pack), journeys)
    assert gaps.areas.loc["A2", "within_share"] == pytest.approx(0.4)
    assert gaps.areas.loc["A3", "within_share"] == 0
    assert math.isnan(gaps.areas.loc["A3", "minutes"])
    assert gaps.parameters()["journeys"] == "a made-up timetable"
    assert not gaps.reach.is_estimate


def test_classes_are_need_times_three_plus_reach():
    """A2 is in the neediest tenths with nobody reached (8); B1 is middling, 40% reached (4)."""
    pack = tiny_pack()
    classes = measure_gaps(pack, default_question(pack)).areas["gap_class"]
    assert classes[["A1", "A2", "B1", "C1", "C3"]].tolist() == [6, 8, 4, 2, 6]


def test_the_order_of_rows_changes_nothing():
    pack = tiny_pack()
    backwards = tiny_pack(origins=tiny_origins().iloc[::-1], assets=tiny_assets().iloc[::-1])
    question = default_question(pack)
    assert measure_gaps(pack, question).areas.equals(measure_gaps(backwards, question).areas)


def test_every_fault_of_a_question_is_said_at_once():
    pack = tiny_pack()
    wrong = default_question(
        pack, age_from=9, age_to=3, need="moon_phase", limit_min=0, place_kind="parish"
    )
    with pytest.raises(QuestionError) as caught:
        check_question(wrong, pack)
    assert len(caught.value.problems) == 4


def test_the_question_is_a_sentence():
    pack = tiny_pack()
    assert question_sentence(default_question(pack, pace_kmh=5.0), pack) == (
        "How well do child and family centres reach children aged 0–4 in the most deprived 30% "
        "of neighbourhoods, within 20 minutes on foot? Shown by early-help team. Pace 5 km/h."
    )


def test_where_nobody_is_reached_no_strength_is_announced():
    pack = tiny_pack()
    reached = measure_gaps(pack, default_question(pack))
    nobody = measure_gaps(pack, default_question(pack, "nurse-partnership"))
    assert reached.places.loc["team-a", "reached_high_need_children"] > 0
    assert reached.strength_lead("team-a") == "What works"
    assert nobody.strength_lead("team-a") == "Who is reached"

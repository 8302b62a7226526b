"""The awkward pack is what its docstring says, and gives the answers worked out there."""

import math

import pytest

from geodata.pack import find_problems
from layers.gaps import measure_gaps
from layers.question.rural import RuralRule
from tests.awkward import awkward_pack, awkward_question

NAN = float("nan")
COLUMNS = ["children", "high_need_children", "beyond_children", "gap_children", "unknown_children"]


@pytest.fixture(name="pack", scope="module")
def the_pack():
    return awkward_pack()


@pytest.fixture(name="paved", scope="module")
def with_streets():
    return awkward_pack(streets=True)


def test_it_is_a_pack_without_fault(pack, paved):
    assert not list(find_problems(pack))
    assert not list(find_problems(paved))


def test_the_usual_answer_by_area(pack):
    areas = measure_gaps(pack, awkward_question(pack)).areas
    assert areas["within_share"].tolist() == pytest.approx(
        [1, 0.4, 1, 0, 1, 0, NAN, 0], nan_ok=True
    )
    assert areas["gap_children"].tolist() == pytest.approx(
        [0, 60, 0, NAN, 0, 0, NAN, 0], nan_ok=True
    )


def test_the_usual_answer_by_team(pack):
    gaps = measure_gaps(pack, awkward_question(pack))
    assert gaps.places.loc["west", COLUMNS].tolist() == pytest.approx([80, 80, 18, 18, 0])
    assert gaps.places.loc["middle", COLUMNS].tolist() == pytest.approx([170, 70, 92, 42, 50])
    assert gaps.places.loc["east", COLUMNS].tolist() == pytest.approx([100, 50, 50, 0, 0])
    assert gaps.total[COLUMNS].tolist() == pytest.approx([350, 200, 160, 60, 50])


def test_a_limit_of_their_own_reaches_the_rural_areas(pack):
    areas = measure_gaps(
        pack, awkward_question(pack, rural=RuralRule(mode="walk", limit_min=20))
    ).areas
    assert areas["within_share"].tolist() == pytest.approx(
        [1, 0.4, 1, 0, 1, 1, NAN, 0], nan_ok=True
    )
    assert areas.loc[["R1", "R2"], "minutes"].tolist() == pytest.approx([9, 20])


def test_streets_make_one_way_longer(pack, paved):
    question = awkward_question(paved)
    straight, along = measure_gaps(pack, question), measure_gaps(paved, question)
    assert along.areas["within_share"].tolist() == pytest.approx(
        [1, 0, 1, 0, 1, 0, NAN, 0], nan_ok=True
    )
    assert along.places.loc[["west", "middle"], "gap_children"].tolist() == pytest.approx([30, 70])
    assert straight.reach.is_estimate
    assert not along.reach.is_estimate


def test_nothing_below_the_threshold_is_held(pack):
    rows = pack.indicator_values.set_index(["indicator", "place_id"])
    assert math.isnan(rows.loc[("plans_count", "west"), "value"])
    assert math.isnan(rows.loc[("plans_rate", "west"), "value"])
    assert rows.loc[("plans_count", "middle"), "value"] == 10

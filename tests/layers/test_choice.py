"""Choice counts centres, and what access says depends on the limit or does not."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.access.choice import measure_choice, nearest_two_centres
from layers.access.floating import measure_floating
from layers.access.journeys import CostMatrix
from tests.awkward import awkward_pack, awkward_question

PACK = awkward_pack()
QUESTION = awkward_question(PACK)


def test_two_doors_of_one_centre_are_no_choice():
    """N1 has both doors of the split centre, N3 a hub and its linked site: one centre each."""
    found = measure_choice(PACK, QUESTION)
    areas = found.areas
    assert areas.loc[["N1", "N3"], "doors_within"].tolist() == [2, 2]
    assert areas.loc[["N1", "N3"], "centres_within"].tolist() == [1, 1]
    assert areas.loc[["N1", "N3"], "choice_share"].tolist() == [0, 0]
    assert found.total["choice_share"] == 0
    assert found.sentence().startswith(
        "0% of under-fives have two or more child and family centres within 10 minutes’ walk."
    )
    assert found.notes() == (
        "6 doors belong to 4 child and family centres: the doors of a split centre, and a hub with "
        "its linked sites, are one and no choice.",
    )


def test_the_second_nearest_is_of_another_centre():
    """N1 to the hub: 4,000 m east and 1,000 m north; its own second door is 500 m away."""
    areas = measure_choice(PACK, QUESTION).areas
    assert areas.loc["N1", "nearest_min"] == pytest.approx(5)
    assert areas.loc["N1", "second_min"] == pytest.approx(np.hypot(4000, 1000) / 100)
    assert areas.loc["N3", "second_min"] == pytest.approx(35)


def test_two_centres_within_the_limit_are_a_choice():
    found = measure_choice(PACK, awkward_question(PACK, limit_min=36))
    assert found.areas.loc["N3", "centres_within"] == 2
    assert found.areas.loc["N3", "doors_within"] == 3
    assert found.areas.loc["N3", "choice_share"] == 1


@given(
    st.lists(st.integers(0, 5), min_size=1, max_size=9),
    st.integers(0, 10_000),
)
def test_the_nearest_two_are_those_of_plain_loops(owners, seed):
    """Any doors of any centres, at any minutes, some of them not to be reached."""
    random = np.random.default_rng(seed)
    ids = [f"d{number}" for number in range(len(owners))]
    minutes = random.integers(0, 9, (7, len(ids))).astype(float)
    minutes[random.random(minutes.shape) < 0.2] = np.nan
    table = pd.DataFrame(minutes, columns=ids)
    way = CostMatrix(minutes=table, mode="walk", method="made up")
    centres = pd.Series([f"c{owner}" for owner in owners], index=ids)
    first, second = nearest_two_centres(way, centres)
    for row in range(len(table)):
        best = sorted(table.loc[row].groupby(centres).min().dropna())
        expected = [*best, np.nan, np.nan][:2]
        assert [first[row], second[row]] == pytest.approx(expected, nan_ok=True)


def test_how_much_there_is_does_not_depend_on_the_limit_and_is_not_said_so():
    near, far = (measure_floating(PACK, awkward_question(PACK, limit_min=m)) for m in (10, 20))
    said = near.sentence()
    assert "whatever the limit" in said
    assert not said.startswith("Within")
    assert "of under-fives have none within it" in said
    assert near.areas.loc["N4", "within_share"] == 0
    assert near.areas.loc["N2", "within_share"] == pytest.approx(0.4)
    assert far.sentence() != said


def test_whom_a_cost_leaves_out_is_said():
    """N4 and R2, 50 under-fives each of 350, have no door within the limit; N2 has in part."""
    found = measure_floating(PACK, QUESTION, method="raam")
    assert found.places["left_out_children"].to_dict() == {"west": 0, "middle": 50, "east": 50}
    assert found.places.loc["middle", "unknown_children"] == 0
    assert "The other 29% (about 100) have none within the limit and are left out." in (
        found.sentence()
    )


def test_a_service_without_a_door_has_nothing_to_share():
    found = measure_floating(PACK, awkward_question(PACK, "nurse-partnership"))
    assert found.sentence() == (
        "No door of family nurse partnerships is listed, so there is nothing to share out."
    )


def test_a_result_says_its_table_by_place():
    for result in (measure_choice(PACK, QUESTION), measure_floating(PACK, QUESTION)):
        assert result.table.index.name == "place_id"
        assert set(result.table.index) == {"west", "middle", "east"}
    assert replace(QUESTION, limit_min=9) != QUESTION

"""Missing at any age is missing, never nobody, in every measure of access."""

import math
from dataclasses import replace

import numpy as np
import pytest

from layers.access.choice import measure_choice
from layers.access.floating import METHODS, measure_floating
from layers.access.reach import age_shares
from layers.averages import mean_by_place, mean_over_places, missing_from, place_shares
from layers.gaps import measure_gaps
from layers.need import measure_need
from layers.people import children_by_age
from layers.ranks.steadiness import rank_range
from tests.awkward import awkward_pack, awkward_question

PACK = awkward_pack()
QUESTION = awkward_question(PACK)


def losing(area_id, age=2):
    areas = PACK.areas.copy()
    areas.loc[area_id, f"people_{age}"] = np.nan
    return replace(PACK, areas=areas)


def known():
    """The pack with R3's three-year-olds counted: nothing is missing but N4's need."""
    areas = PACK.areas.copy()
    areas.loc["R3", "people_3"] = 10.0
    return replace(PACK, areas=areas)


@pytest.mark.parametrize("method", METHODS)
def test_a_place_whose_doors_are_crowded_by_nobody_knows_how_many_has_no_figure(method):
    """N1 and N2 share the split centre: where N1 misses an age, neither has a figure."""
    found = measure_floating(losing("N1"), QUESTION, method=method)
    whole = measure_floating(PACK, QUESTION, method=method)
    assert math.isnan(found.places.loc["west", "access"])
    assert math.isnan(found.areas.loc["N2", "access"])
    assert math.isnan(found.places.loc["middle", "access"])  # N3 alone is not Middle
    assert not math.isnan(whole.places.loc["west", "access"])
    if method == "raam":  # its costs are set beside the average crowding of those counted
        assert "average crowding of the children who are counted" in found.notes()[-1]
    else:
        assert found.areas.loc["N3", "access"] == pytest.approx(whole.areas.loc["N3", "access"])
    assert found.missing()["areas"] == whole.missing()["areas"] + 2
    assert found.places.loc["west", "unknown_areas"] == 2
    assert "is not known, so is how crowded the doors" in " ".join(found.notes())


def test_everything_counted_leaves_nothing_to_note():
    found = measure_floating(known(), QUESTION)
    assert found.notes() == ()
    assert found.missing() == {}


def test_an_age_that_is_missing_does_not_make_a_share_of_choice():
    found = measure_choice(losing("N3"), QUESTION)
    assert found.areas.loc["N3"].isna().all()
    assert found.places.loc["middle", "unknown_areas"] == 1
    assert found.missing() == {"areas": 2}


def test_an_age_that_is_missing_is_no_gap_and_no_child_less():
    gaps = measure_gaps(losing("N2"), QUESTION)
    assert gaps.areas.loc["N2", ["children", "gap_children", "within_share"]].isna().all()
    assert gaps.places.loc["west", "gap_children"] == 0
    assert gaps.places.loc["west", "unknown_areas"] == 1
    assert gaps.missing()["areas"] == 3
    assert rank_range(losing("N2"), QUESTION).missing()["areas"] == 3


def test_a_mean_over_places_leaves_out_what_is_not_known():
    """Middle: N2 0.7 × 100 at 3, N3 not known, N4 50 at 9; never (210 + 0 + 450) ÷ 170."""
    children = np.array([50.0, 100, 50, 50, 50, 50, np.nan, 0])
    figures = np.array([[1.0], [3], [np.nan], [9], [5], [5], [7], [2]])
    shares = place_shares(PACK, "early-help-team")
    east, middle, west = mean_over_places(shares, children, figures)[:, 0]
    assert middle == pytest.approx((70 * 3 + 50 * 9) / 120)
    assert west == pytest.approx((50 * 1 + 30 * 3) / 80)
    assert east == pytest.approx(5)
    table = PACK.areas[[]].assign(children=children, figure=figures[:, 0])
    places = mean_by_place(PACK, "early-help-team", table["children"], table[["figure"]])
    assert places["unknown_children"].to_dict() == {"west": 0, "middle": 50, "east": 0}
    assert places["unknown_areas"].to_dict() == {"west": 0, "middle": 1, "east": 1}
    assert missing_from(table, "figure") == {"areas": 2, "children": 50}


def test_need_at_the_boundary_is_high_need():
    """N2 is in tenth 3: in high need at k = 3, and not at 2."""
    assert measure_need(PACK, "idaci_rank").missing == 1
    high = {k: measure_gaps(PACK, awkward_question(PACK, need_deciles=k)).areas for k in (2, 3)}
    assert bool(high[3].loc["N2", "needy_share"])
    assert not bool(high[2].loc["N2", "needy_share"])


def test_the_middle_class_holds_its_own_boundary():
    """At k = 4 the middle class ends at tenth 7, R2's; at k = 3 it ends at 6.5."""
    classes = {
        k: measure_gaps(PACK, awkward_question(PACK, need_deciles=k)).areas["gap_class"]
        for k in (3, 4)
    }
    assert classes[4]["R2"] == 5
    assert classes[3]["R2"] == 2
    assert classes[3]["N4"] == classes[3]["R3"] == 9


def test_the_share_of_an_age_is_not_known_where_another_is_missing():
    shares = age_shares(children_by_age(losing("N1").areas, range(5)))
    assert shares.loc["N1"].isna().all()
    assert shares.loc["N2"].tolist() == pytest.approx([0.2] * 5)
    assert shares.loc["E1"].tolist() == pytest.approx([0.2] * 5)  # nobody: spread evenly


@pytest.mark.parametrize(("oldest", "gap_class"), [(0, 7), (1, 6)])
def test_just_a_third_are_some_and_just_two_thirds_are_most(oldest, gap_class):
    """N1's doors take one or two of the three ages asked about."""
    assets = PACK.assets.copy()
    assets.loc[["split-a", "split-b"], "age_to"] = float(oldest)
    pack = replace(PACK, assets=assets)
    areas = measure_gaps(pack, awkward_question(pack, age_from=0, age_to=2)).areas
    assert areas.loc["N1", "within_share"] == (oldest + 1) / 3
    assert areas.loc["N1", "gap_class"] == gap_class

"""One share: of the children for whom it is known, with those for whom it is not counted."""

import math

import pytest

from layers.compare.side_by_side import measure_side_by_side
from layers.gaps import measure_gaps
from layers.question.question import default_question
from layers.shares import place_shares_of, shares_within, total_shares_of
from tests.builders import NEED_DECILES, tiny_areas, tiny_pack


def answered(pack):
    return measure_gaps(pack, default_question(pack))


def test_a_share_is_of_those_for_whom_it_is_known():
    """A1 to A3 have 50 under-fives each and high need; A1 has the door. A1's need is missing.

    In high need: 100 of the 100 known, not of 150. In the gap: 100 of 100. Beyond: 100 of 150.
    """
    pack = tiny_pack(deciles=NEED_DECILES | {"A1": None})
    gaps = answered(pack)
    alder = place_shares_of(pack, gaps).loc["team-a"]
    assert alder["high_need_share"] == 1
    assert alder["gap_share"] == 1
    assert alder["beyond_share"] == pytest.approx(2 / 3)
    assert alder["within_share"] == pytest.approx(1 / 3)
    assert (alder["high_need_known_children"], alder["beyond_known_children"]) == (100, 150)
    assert alder["unknown_children"] == 50
    whole = total_shares_of(pack, gaps)
    assert whole["high_need_share"] == pytest.approx(150 / 400)
    assert (whole["place"], whole["unknown_children"]) == ("Tiny and Testing", 50)


def test_a_split_area_counts_by_its_part():
    pack = tiny_pack()
    members = pack.membership.copy()
    members.loc[members["area_id"].eq("A2") & members["place_id"].eq("team-a"), "share"] = 0.3
    pack.membership.loc[:, "share"] = members["share"]
    gaps = answered(pack)
    alder = place_shares_of(pack, gaps).loc["team-a"]
    assert alder["children"] == pytest.approx(115)
    assert alder["gap_share"] == pytest.approx(65 / 115)
    inside = members[members["place_id"] == "team-a"].set_index("area_id")["share"]
    assert shares_within(gaps, inside)["gap_share"] == pytest.approx(65 / 115)


def test_nobody_known_is_not_known():
    areas = tiny_areas()
    areas[[f"people_{age}" for age in range(5)]] = 0
    nobody = place_shares_of(pack := tiny_pack(areas=areas), answered(pack)).loc["team-a"]
    assert math.isnan(nobody["gap_share"])
    pack = tiny_pack(deciles=dict.fromkeys(NEED_DECILES))
    unknown = place_shares_of(pack, answered(pack)).loc["team-a"]
    assert math.isnan(unknown["high_need_share"])
    assert (unknown["beyond_known_children"], unknown["unknown_children"]) == (150, 150)


def test_side_by_side_gives_the_same_share():
    pack = tiny_pack(deciles=NEED_DECILES | {"A1": None})
    gaps = answered(pack)
    sides = measure_side_by_side(pack, gaps)
    alder = sides.places.loc["team-a"]
    assert alder["high_need_share"] == place_shares_of(pack, gaps).loc["team-a", "high_need_share"]
    assert alder["gap_share"] == 1
    assert any("50" in note and "not known" in note for note in sides.notes())

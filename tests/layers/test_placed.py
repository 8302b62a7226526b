"""How exactly a door is placed enters how sure a gap and its rank are."""

from dataclasses import replace

import numpy as np
import pytest

from layers.access import placed
from layers.access.journeys_for import journeys_for
from layers.access.placed import gaps_as_placed, limit_metres
from layers.averages import place_shares
from layers.gaps import measure_gaps
from layers.need import measure_need
from layers.question.rural import RuralRule
from layers.ranks.steadiness import rank_range
from tests.awkward import awkward_pack, awkward_question

PACK = awkward_pack()


def with_precision(**doors):
    assets = PACK.assets.copy()
    for key, metres in doors.items():
        assets.loc[key.replace("_", "-"), "precision_m"] = metres
    return replace(PACK, assets=assets)


def drawn(pack, question):
    metres = limit_metres(journeys_for(pack, question), question)
    need = measure_need(pack, question.need)
    needy = need.needy_share(question.ages, question.need_deciles).to_numpy(float)
    members = place_shares(pack, question.place_kind)
    return gaps_as_placed(pack, question, metres, needy, members)


def test_a_rough_door_may_be_out_of_reach():
    """R1's 50 under-fives are 900 m from a door good to 1,000 m: 0 or 50 are in the gap."""
    found = rank_range(PACK, awkward_question(PACK))
    east = found.places.loc["east"]
    assert east[["gap_low", "gap_children", "gap_high"]].tolist() == [0, 0, 50]
    assert found.places.loc["west", ["gap_low", "gap_high"]].tolist() == pytest.approx([18, 18])
    assert found.gap_words("east") == "none; 0 to 50"
    assert found.placed_words("east") == "0 to 50, as doors are placed only roughly"
    assert found.gap_words("west") == "about 18"
    assert found.placed_words("west") == ""
    assert found.missing() == {"areas": 2}


def test_a_rank_is_no_surer_than_its_doors():
    """As asked East is last with none; as placed it may pass West (18) and Middle (42)."""
    found = rank_range(PACK, awkward_question(PACK, limit_min=10))
    still = rank_range(with_precision(rough=0), awkward_question(PACK))
    assert found.places.loc["east", "best"] == 1
    assert still.draws == 0
    assert still.places.loc["east", "gap_high"] == 0
    assert "door position" in found.varied
    assert "door position" not in still.varied


def test_every_draw_is_the_gap_with_doors_there():
    """Each of a few draws, measured anew with the doors moved, gives the same gaps."""
    pack = with_precision(rough=1000, hub=500, split_b=1500)
    question = awkward_question(pack)
    gaps = drawn(pack, question)
    doors = ["split-a", "split-b", "hub", "linked", "rough", "ageless"]
    precision = np.nan_to_num(pack.assets.loc[doors, "precision_m"].to_numpy(float))
    moves = placed._moves(precision)
    names = sorted(["west", "middle", "east"], key=lambda key: pack.places["name"][key])
    for draw in range(0, 60, 7):
        assets = pack.assets.copy()
        for door, (east, north) in zip(doors, moves[:, draw], strict=True):
            shape = assets.geometry[[door]].translate(east, north)
            assets.loc[[door], "geometry"] = shape
        moved = measure_gaps(replace(pack, assets=assets), question).places["gap_children"]
        assert gaps[:, draw].tolist() == pytest.approx(moved[names].tolist())


def test_draws_fill_the_circle_and_no_more():
    moves = placed._moves(np.array([1000.0, 0.0]))
    far = np.hypot(moves[0, :, 0], moves[0, :, 1])
    assert far.max() <= 1000
    assert (far < 500).mean() == pytest.approx(0.25, abs=0.06)  # a quarter of the area
    assert (moves[1] == 0).all()
    assert (moves == placed._moves(np.array([1000.0, 0.0]))).all()


def test_rural_areas_are_drawn_by_their_own_limit():
    """R2 is just 20 minutes from ageless: within the rural 20, and R1 is always within 19."""
    question = awkward_question(PACK, rural=RuralRule(mode="walk", limit_min=20))
    metres = limit_metres(journeys_for(PACK, question), question)
    land = PACK.areas["rural_urban"].reindex(PACK.origins["area_id"])
    assert metres.tolist() == pytest.approx(np.where(land == "Rural", 2000, 1000).tolist())
    assert drawn(PACK, question)[:, :].max(axis=1).tolist() == pytest.approx([0, 42, 18])


def test_along_streets_positions_are_not_varied_and_that_is_said():
    paved = awkward_pack(streets=True)
    found = rank_range(paved, awkward_question(paved))
    assert found.draws == 0
    assert found.places["gap_low"].tolist() == found.places["gap_children"].tolist()
    said = " ".join(found.notes())
    assert "1 of 6 doors are placed only roughly. That was not varied" in said
    assert found.gap_words("west") == "about 30"


def test_what_was_not_varied_is_said():
    notes = " ".join(rank_range(PACK, awkward_question(PACK)).notes())
    assert "The measure of need (Income deprivation affecting children (IDACI))" in notes
    assert "1 door of 6 without a stated precision stayed at the point given." in notes


def test_where_nobody_is_in_need_no_place_has_a_gap_wherever_doors_stand():
    """A pack whose neighbourhoods are all less needy has no starting point to look at."""
    values = PACK.indicator_values.assign(decile=9.0)
    found = rank_range(replace(PACK, indicator_values=values), awkward_question(PACK))
    assert found.places[["gap_children", "gap_low", "gap_high"]].eq(0).all(axis=None)

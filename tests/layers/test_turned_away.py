"""A door that does not take the age is never told as distance."""

from dataclasses import replace

import pytest

from layers.gaps import measure_gaps
from tests.awkward import awkward_pack, awkward_question
from tests.builders import tiny_pack

PACK = awkward_pack()
SPLIT = ["turned_away_children", "beyond_children", "untaken_children"]


def asked(pack=PACK, service=None, **changes):
    return measure_gaps(pack, awkward_question(pack, service, **changes))


def without(*doors):
    return replace(PACK, assets=PACK.assets.drop(index=list(doors)))


def test_children_near_to_a_door_that_stops_too_early_are_counted_apart():
    """Ages 12–13: N1 20, N2 16, N3 20 and R1 20 are near to doors that stop at 4 or at 11."""
    areas = asked(age_from=12, age_to=13).areas
    assert areas["turned_away_children"].tolist() == pytest.approx([20, 16, 20, 0, 20, 0, 0, 0])
    assert areas["beyond_children"].tolist() == pytest.approx([20, 40, 20, 20, 20, 20, 0, 0])
    assert areas["untaken_children"].sum() == 0


def test_the_gap_is_told_by_door_and_not_by_distance():
    """West: N1's 20 near; of N2's 12 (0.3 × 40), 4.8 near and 7.2 beyond every door."""
    gaps = asked(age_from=12, age_to=13)
    assert gaps.place_said("west").in_full == (
        "In West, about 32 of 32 children aged 12–13 are in high need and out of reach. In high "
        "need means living in the most deprived 30% of neighbourhoods; out of reach, not within 10 "
        "minutes’ walk of a child and family centre that takes them. About 25 of those not reached "
        "are within 10 minutes’ walk of a door that stops at 4, and about 7 are beyond every door. "
        "No door within reach takes children aged 12–13."
    )
    assert gaps.places.loc["west", "gap_turned_away_children"] == pytest.approx(24.8)


def test_where_nobody_of_the_gap_is_near_to_a_door_it_is_told_as_distance():
    assert "out of reach, more than 10 minutes’ walk away" in asked().place_said("west").in_full
    assert asked().turned_away.empty


def test_nobody_in_the_gap_but_some_turned_away():
    """Middle at k = 1: no need as high, but N3's 20 and 0.7 × 16 of N2 are near to a door."""
    said = asked(age_from=12, age_to=13, need_deciles=1).place_said("middle").in_full
    assert said.endswith(
        "No door within reach takes children aged 12–13. About 31 children aged 12–13 live within "
        "10 minutes’ walk of a door that stops at 11 or 4."
    )


def test_ages_taken_in_part_are_turned_away_in_part():
    """Ages 10–13: hub takes 10 and 11, so of N3 20 are reached and 20 turned away."""
    gaps = asked(age_from=10, age_to=13)
    n3 = gaps.areas.loc["N3"]
    assert n3[["children", "within_share", "turned_away_children"]].tolist() == pytest.approx(
        [40, 0.5, 20]
    )
    middle = gaps.turned_away[gaps.turned_away["place_id"] == "middle"]
    by_ages = middle.groupby("ages")["turned_away_children"].sum()
    assert by_ages.to_dict() == pytest.approx({(10, 11): 0.7 * 16, (12, 13): 20 + 0.7 * 16})


def test_a_door_that_starts_later_is_said_so():
    pack = awkward_pack()
    pack.assets.loc[["split-a", "split-b"], ["age_from", "age_to"]] = [5.0, 11.0]
    said = asked(pack, age_from=2, age_to=2).place_said("west").in_full
    assert "of those not reached are within 10 minutes’ walk of a door that starts at 5" in said


def test_no_door_anywhere_takes_the_age():
    gaps = asked(without("ageless"), age_from=12, age_to=13)
    assert gaps.reach.doors == 5
    assert gaps.reach.doors_taking == 0
    assert gaps.total["untaken_children"] == gaps.total["children"] == 160
    said = gaps.said().in_full
    assert "nothing is listed as child and family centres open to children aged 12–13" in said
    assert "minutes’ walk from" not in said
    assert said.endswith(
        "About 76 children aged 12–13 live within 10 minutes’ walk of a door that stops at 4 or 11."
    )


def test_some_ages_that_no_door_takes_are_named():
    """Ages 11–12 without ageless: hub takes 11, nothing takes 12."""
    said = asked(without("ageless"), age_from=11, age_to=12).place_said("middle").in_full
    assert "No door listed takes children aged 12." in said


def test_everybody_is_taken_and_reached():
    gaps = asked(limit_min=180)
    assert gaps.total["gap_children"] == 0
    assert "none of the" in gaps.said().in_full
    assert gaps.turned_away.empty


def test_a_service_without_a_door_turns_nobody_away():
    gaps = asked(service="nurse-partnership")
    assert gaps.total["turned_away_children"] == 0
    assert "nothing is listed as family nurse partnerships" in gaps.said().in_full


def test_within_turned_away_and_beyond_are_everybody():
    gaps = asked(age_from=3, age_to=12)
    areas = gaps.areas[gaps.areas["children"] > 0]
    beyond_every_door = areas["beyond_children"] - areas["turned_away_children"]
    assert (beyond_every_door >= -1e-9).all()
    sums = gaps.turned_away[gaps.turned_away["place_id"] == ""]
    assert sums["turned_away_children"].sum() == pytest.approx(areas["turned_away_children"].sum())


def test_a_tie_of_two_doors_counts_a_child_once():
    """N1 is five minutes from both doors of the split centre, N3 ten from hub and linked site."""
    rows = asked(age_from=12, age_to=13).turned_away
    whole = rows[rows["place_id"] == ""].set_index("reason")["turned_away_children"]
    assert whole.to_dict() == pytest.approx({"stops at 4": 56, "stops at 11": 20})


def test_what_must_be_said_of_doors():
    gaps = asked()
    notes = gaps.notes()[1:]
    assert gaps.notes()[0] == gaps.detail()
    assert notes == (
        "1 of 6 open doors states no ages; it is taken to be open to all the ages asked about.",
        "1 of 6 doors are placed only to within 1,000 m and 1 does not state how exactly it is "
        "placed: a gap near them could be larger or smaller than said.",
    )
    assert measure_gaps(tiny_pack(), awkward_question(tiny_pack())).notes()[1:] != notes


def test_what_is_missing_is_counted_though_its_children_are_not_known():
    gaps = asked()
    assert gaps.missing() == {"areas": 2, "children": 50}
    assert gaps.places["unknown_areas"].to_dict() == {"west": 0, "middle": 1, "east": 1}
    assert gaps.place_said("east").in_full.endswith(
        "For 1 neighbourhood this is not known, nor how many under-fives live there."
    )
    assert "For about 50 under-fives, in 1 neighbourhood, this" in gaps.place_said("middle").in_full
    assert gaps.areas.loc["R3", ["within_share", "minutes"]].isna().all()


def test_the_marked_class_is_told_apart_from_the_gap():
    """Only N2 (0.4 within) and the high-need areas count: none is below a third but unknown R3."""
    said = asked(limit_min=9).marked_sentence()
    assert "about 100 under-fives in 1 neighbourhood, reached or not" in said
    assert "no under-fives in no neighbourhoods" in asked().marked_sentence()


def test_who_is_taken_is_not_turned_away_by_the_door_beside():
    """R3 has ageless at its door; one that stops at 4 opens beside it and turns nobody away."""
    assets = PACK.assets.copy()
    assets.loc[["shut"], "geometry"] = assets.geometry[["ageless"]].to_numpy()
    assets.loc["shut", "status"] = "open"
    areas = asked(replace(PACK, assets=assets), age_from=12, age_to=13).areas
    assert areas.loc["R3", ["children", "within_share", "turned_away_children"]].tolist() == [
        20,
        1,
        0,
    ]


def test_a_door_just_at_the_limit_turns_away():
    """N2's western part is just 10 minutes from split-b, N3 from hub and linked."""
    areas = asked(age_from=12, age_to=12).areas
    assert areas.loc[["N2", "N3"], "turned_away_share"].tolist() == pytest.approx([0.4, 1])


def test_rows_by_reason_tell_those_in_high_need_apart():
    """Turned away by doors that stop at 4: N1 20, N2 16 and R1 20, all of high need; N3 is not."""
    rows = asked(age_from=12, age_to=13).turned_away
    whole = rows[rows["place_id"] == ""].set_index("reason")
    assert whole["gap_turned_away_children"].to_dict() == pytest.approx(
        {"stops at 4": 56, "stops at 11": 0}
    )
    assert "of a door that stops at 4, and" in asked(age_from=12, age_to=13).said().in_full


def test_those_turned_away_elsewhere_do_not_change_what_is_told_of_a_gap():
    """East: R1's 20 of high need are beyond every door; R2's 20, of low need, are turned away."""
    assets = PACK.assets.drop(index="rough")
    assets.loc["shut", "status"] = "open"
    gaps = asked(replace(PACK, assets=assets), age_from=12, age_to=13)
    east = gaps.places.loc["east"]
    assert east[["turned_away_children", "gap_turned_away_children"]].tolist() == [20, 0]
    assert "out of reach, more than 10 minutes’ walk away" in gaps.place_said("east").in_full


def test_a_door_that_takes_others_is_no_strength():
    pack = awkward_pack()
    gaps = measure_gaps(pack, awkward_question(pack, age_from=12, age_to=13))
    # N1's 20 and a part of N2's 40 have a door within 10 minutes, which stops at 4.
    assert gaps.place_strength("west").endswith("of a child and family centre that takes them.")
    usual = measure_gaps(pack, awkward_question(pack))
    assert "that takes them" not in usual.place_strength("west")


def test_where_most_are_is_of_all_who_are_not_reached():
    pack = awkward_pack()
    said = measure_gaps(pack, awkward_question(pack, age_from=12, age_to=13)).said().in_full
    assert "beyond every door. " in said
    assert "About 60 of the 80 in all are in West and Middle." in said
    assert "of them are in" not in said

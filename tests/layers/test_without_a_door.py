"""Offers without a door: they count for cover, and nobody is near them or far from them."""

import json
from dataclasses import replace

import pandas as pd
import pytest

from layers.access.choice import measure_choice
from layers.access.floating import measure_floating
from layers.compare.side_by_side import measure_side_by_side
from layers.cover.grid import measure_cover
from layers.gaps import measure_gaps
from layers.ranks.steadiness import rank_range
from tests.awkward import awkward_pack, awkward_question, offers_pack, people_pack

NURSES = {"service": "nurse-partnership", "age_from": 0, "age_to": 1}


@pytest.mark.parametrize("people", [False, True], ids=["neighbourhoods", "people"])
@pytest.mark.parametrize("ages", [{}, {"age_from": 12, "age_to": 13}], ids=["0-4", "12-13"])
def test_no_offer_without_a_door_moves_reach_or_gap(people, ages):
    plain = people_pack() if people else awkward_pack()
    need = {"need": "low_income_children"} if people else {}
    for service in (None, "libraries"):
        with_offers, without = (
            measure_gaps(pack, awkward_question(pack, service, **ages, **need))
            for pack in (offers_pack(people=people), plain)
        )
        pd.testing.assert_frame_equal(with_offers.places, without.places)


def cells(pack, place, age):
    cover = measure_cover(pack, awkward_question(pack), place_id=place).cells
    found = cover[cover["age_from"] == age].set_index("row")
    return found.loc["nurse-partnership"], found.loc["family-centres"]


def test_cover_counts_what_serves_a_place_and_pregnancy_where_it_is_stated():
    pack = offers_pack()
    nurses, centres = cells(pack, "east", -1)
    assert (nurses["offers"], nurses["doors"], nurses["doorless"]) == (1, 0, 1)
    assert centres["offers"] == 0  # ages from 0, or none stated: pregnancy is not among them
    nurses, _ = cells(pack, "west", 0)
    assert nurses["offers"] == 0  # the visits serve the east alone; the offer of nowhere, nobody


def test_a_reported_gap_is_told_and_is_no_offer():
    pack = offers_pack()
    _, centres = cells(pack, "middle", 12)
    assert (centres["offers"], centres["gaps"]) == (0, 1)
    _, centres = cells(pack, "west", 12)
    assert centres["gaps"] == 0


def test_what_is_planned_is_told_beside():
    _, centres = cells(offers_pack(), "west", 0)
    assert centres["planned"] == 1


def nurses(pack):
    return measure_gaps(pack, awkward_question(pack, **NURSES))


def test_what_has_no_door_anywhere_is_not_said_to_be_nothing():
    gaps = nurses(offers_pack())
    said = f"{gaps.sentence()} {gaps.detail()}"
    assert "nothing is listed" not in said
    assert "no door is listed of family nurse partnerships open to children aged 0–1" in said
    assert "2 offers come without one" in said
    assert "How many of the 160 those reach is not known" in said
    assert "nothing is listed as family nurse partnerships" in nurses(awkward_pack()).sentence()


def test_offers_that_take_other_ages_or_do_not_run_are_not_among_them():
    pack = offers_pack()
    older = measure_gaps(pack, awkward_question(pack, **(NURSES | {"age_from": 3, "age_to": 4})))
    assert "nothing is listed as family nurse partnerships" in older.sentence()
    one = replace(pack, assets=pack.assets.drop("lost"))
    gaps = nurses(one)
    said = f"{gaps.sentence()} {gaps.detail()}"
    assert "1 offer comes without one" in said
    assert "How many of the 160 that reaches" in said


@pytest.mark.parametrize("make", [offers_pack, awkward_pack])
def test_nothing_is_judged_of_a_service_without_a_door(make):
    pack = make()
    question = awkward_question(pack, **NURSES)
    gaps = measure_gaps(pack, question)
    said = {
        "strength": gaps.strength(),
        "place": gaps.place_strength("east"),
        "compare": measure_side_by_side(pack, gaps).sentence(),
        "ranks": rank_range(pack, question).sentence(),
        "choice": measure_choice(pack, question).sentence(),
        "access": measure_floating(pack, question).sentence(),
    }
    assert said["strength"] == (
        "In Awkwardshire, nobody can be near a door: none is listed that takes children aged 0–1."
    )
    assert said["compare"].startswith("There is no reach to compare: ")
    assert said["ranks"].startswith("No door is listed")
    assert said["choice"].startswith("No door of family nurse partnerships is listed")
    assert said["access"].startswith("No door of family nurse partnerships is listed")
    every = json.dumps(said)
    assert not any(word in every for word in ("%", "nan", "none of", "keep their rank"))

"""What is said of one neighbourhood, or of hardly anybody: whole sentences, and no part of none."""

import re
from dataclasses import replace
from itertools import product

import pytest
from pandas import Series

from layers.finding.words import area_said
from layers.gaps import measure_gaps
from layers.own_places.recipes import Picked
from layers.own_places.words import place_note
from layers.question.question import default_question
from layers.said.sentences import called
from tests.awkward import awkward_pack, awkward_question, offers_pack, people_pack
from tests.sweeps import with_sweeps

BROKEN = re.compile(r" [.,;]|that\.|that and |  |\bof the 0\b|\bof 0\b|nan|None")
PACKS = {"areas": awkward_pack(), "people": people_pack(), "offers": offers_pack(people=True)}
AGES = [(0, 4), (3, 6), (5, 11), (10, 13), (12, 13), (0, 19)]


def told(gaps):
    for area_id in gaps.areas.index:
        yield area_said(gaps, str(area_id)).in_full
    for place_id in gaps.places.index:
        yield from (gaps.place_said(place_id).in_full, gaps.place_strength(place_id))
        yield gaps.other_form(place_id)
    yield from (gaps.said().in_full, gaps.strength())


@pytest.mark.parametrize("name", with_sweeps(PACKS, working=["offers"]))
@pytest.mark.parametrize(
    "children",
    [
        pytest.param(1.0, marks=pytest.mark.sweep, id="many"),
        pytest.param(0.02, id="few"),
        pytest.param(0.001, marks=pytest.mark.sweep, id="hardly any"),
    ],
)
def test_no_sentence_is_cut_off_or_of_nobody(name, children):
    """However few they are: the counts are estimates, and may be a small part of a child."""
    pack = PACKS[name]
    columns = [column for column in pack.areas.columns if column.startswith("people_")]
    areas = pack.areas.assign(**{column: pack.areas[column] * children for column in columns})
    pack = replace(pack, areas=areas)
    need = {"need": "low_income_children"} if name != "areas" else {}
    for (first, last), limit in product(AGES, (10, 60)):
        question = awkward_question(pack, age_from=first, age_to=last, limit_min=limit, **need)
        for said in told(measure_gaps(pack, question)):
            assert not BROKEN.search(said), said


def test_an_area_says_why_its_doors_turn_children_away():
    """N1's 20 are near to doors that stop at 4; all of the place around it say the same."""
    gaps = measure_gaps(PACKS["areas"], awkward_question(PACKS["areas"], age_from=12, age_to=13))
    assert "of a door that stops at 4" in area_said(gaps, "N1").in_full


@pytest.mark.real
@pytest.mark.parametrize(
    "asked",
    [
        {"age_from": 5, "age_to": 11},
        {"age_from": 16, "age_to": 18, "service": "schools"},
        {"age_from": 0, "age_to": 0, "limit_min": 5},
        {"service": "gp-practices"},
        {"age_from": 12, "age_to": 13, "need": "idaci_rank"},
    ],
    ids=lambda asked: "-".join(map(str, asked.values())),
)
def test_no_sentence_of_the_real_pack_is_cut_off(real_pack, asked):
    for said in told(measure_gaps(real_pack, default_question(real_pack, **asked))):
        assert not BROKEN.search(said), said


def test_nearly_all_are_over_99_per_cent_and_not_about_that():
    pack = PACKS["areas"]
    recipe = Picked(area_ids=("N1", "N2"))
    note = place_note(pack, recipe, Series({"N1": 0.999, "N2": 0.37}), 0.0, "")
    assert "over 99% of the people of" in note
    assert "about over" not in note
    assert "about 37% of the people of" in note


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Within 20 minutes on foot of the point 52.6642, 0.1644",
         "the area within 20 minutes on foot of the point 52.6642, 0.1644"),
        ("Within Reach", "Within Reach"),
        ("Isle of Wight", "the Isle of Wight"),
        ("Wisbech", "Wisbech"),
    ],
)  # fmt: skip
def test_a_place_is_called_by_its_name_within_a_sentence(name, said):
    assert called(name) == said

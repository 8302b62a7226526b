"""Doors across the border: they count, unless they are left out, and are never ours to close."""

import itertools
from dataclasses import replace

import pytest

from geodata.errors import QuestionError
from layers.access.choice import measure_choice
from layers.access.floating import measure_floating
from layers.cover.capacity import measure_capacity
from layers.cover.grid import measure_cover
from layers.gaps import measure_gaps
from layers.place.offers import place_offers
from layers.question.address import query_from_question, question_from_query
from layers.ranks.steadiness import rank_range
from layers.scenarios.changes import Close, Scenario
from layers.scenarios.effect import measure_effect
from layers.siting.candidates import area_candidates, asset_candidates
from layers.siting.sites import suggest_closures, weigh_candidates, weigh_doors
from layers.siting.words import alone_sentences
from mapping.map.points import service_points
from tests.awkward import awkward_pack, awkward_question

PACK = awkward_pack()


def with_across(*keys, base=PACK):
    assets = base.assets.copy()
    assets.loc[list(keys), "across_border"] = True
    return replace(base, assets=assets)


ACROSS = with_across("rough")


def asked(**changes):
    return awkward_question(ACROSS, **changes)


def gap(pack, **changes):
    return measure_gaps(pack, awkward_question(pack, **changes)).places["gap_children"]


def test_a_door_across_the_border_reaches_those_near_it_unless_it_is_left_out():
    """Rough alone is within 10 minutes of R1, where need is high: 50 under-fives."""
    assert gap(ACROSS)["east"] == gap(PACK)["east"] == 0
    assert gap(ACROSS, border=False)["east"] == pytest.approx(50)
    assert gap(PACK, border=False).to_dict() == gap(PACK).to_dict()


def test_the_switch_is_a_word_of_the_address_and_is_said():
    question = asked(border=False)
    query = query_from_question(question, ACROSS)
    assert query["border"] == "without"
    assert question_from_query(query, ACROSS) == question
    assert "Doors across the border are left out." in measure_gaps(ACROSS, question).heading
    assert "border" not in query_from_question(asked(), ACROSS)
    with pytest.raises(QuestionError, match="with or without"):
        question_from_query({"border": "perhaps"}, ACROSS)


def test_sites_across_the_border_are_no_site_of_the_area():
    """In all there are split (two doors), hub with linked, ageless, and rough across the border."""
    ours, all_ = (measure_capacity(pack, asked()) for pack in (ACROSS, PACK))
    assert (ours.total["doors"], all_.total["doors"]) == (5, 6)
    assert ours.places.loc["east", "doors"] == all_.places.loc["east", "doors"] - 1


def test_every_count_of_doors_says_how_many_of_them_are_across_the_border():
    notes = measure_gaps(ACROSS, asked()).notes()
    assert any("1 of 6 open doors (1 across the border) states no ages" in each for each in notes)
    assert any("1 of 6 doors (1 across the border) are placed only" in each for each in notes)
    [said] = measure_choice(ACROSS, asked()).notes()
    assert said.startswith("6 doors (1 across the border) belong to 4 child and family centres")
    steady = rank_range(ACROSS, asked()).notes()
    assert any("of 6 doors (1 across the border) are placed only roughly" in e for e in steady)
    closed = measure_effect(ACROSS, asked(), Scenario(name="s", steps=(Close(asset_id="hub"),)))
    now_and_then = closed.now_and_then()
    assert now_and_then[2] == ("Open doors (1 across the border)", "6", "5", "1 fewer")
    assert now_and_then[3][0] == "Centres with an open door (1 across the border)"
    assert "1 of 5 doors (1 across the border) is placed only roughly" in " ".join(closed.notes())


@pytest.mark.parametrize(
    ("pack", "changes", "of"),
    [
        (ACROSS, {}, "Of 5 open doors of child and family centres inside the border, "),
        (ACROSS, {"border": False}, "Of 5 open doors of child and family centres, "),
        (PACK, {}, "Of 6 open doors of child and family centres, "),
    ],
    ids=["counted", "left out", "none"],
)
def test_which_doors_could_close_is_said(pack, changes, of):
    question = awkward_question(pack, **changes)
    areas = weigh_candidates(pack, question, area_candidates(pack))
    said, _ = alone_sentences(weigh_doors(pack, question), areas, question, pack)
    assert of in said


def test_what_is_shared_across_the_border_is_said():
    notes = measure_floating(ACROSS, asked(), method="2sfca").notes()
    assert notes[0].startswith("1 of the doors stands across the border")
    assert not any("across" in n for n in measure_floating(PACK, asked(), method="2sfca").notes())
    left_out = measure_floating(ACROSS, asked(border=False), method="2sfca")
    assert left_out.doors == 5
    assert not any("across" in note for note in left_out.notes())


def test_a_door_across_the_border_is_drawn_and_listed_as_that():
    [point] = [p for p in service_points(ACROSS, asked()) if "Rough" in p.label]
    assert point.details[0].endswith("across the border")
    without = asked(border=False)
    assert not [p for p in service_points(ACROSS, without) if "Rough" in p.label]
    listed = {o.asset_id: o for o in place_offers(ACROSS, asked(), "w-R2")}
    assert "across the border" not in listed["ageless"].place_words
    near = {
        o.asset_id: o for o in place_offers(with_across("ageless"), asked(limit_min=25), "w-R2")
    }
    assert near["ageless"].place_words.startswith("1.0 km beyond the boundary, across the border")
    assert near["ageless"].across_border


def test_what_is_nearest_beyond_says_that_it_is_across_the_border():
    assets = PACK.assets.drop(index=["ageless", "rough", "online", "linked"])
    pack = with_across("hub", base=replace(PACK, assets=assets))
    cells = measure_cover(pack, awkward_question(pack), place_id="east").cells
    [cell] = cells[(cells["row"] == "family-centres") & (cells["age_from"] == 5)].to_dict("records")
    assert cell["nearest_name"] == "Middle Hub (across the border)"
    left = measure_cover(pack, awkward_question(pack, border=False), place_id="east").cells
    [cell] = left[(left["row"] == "family-centres") & (left["age_from"] == 5)].to_dict("records")
    assert not isinstance(cell["nearest"], str)


@pytest.mark.parametrize("aim", ["cover", "travel"])
@pytest.mark.parametrize(
    "across",
    [
        pytest.param((), marks=pytest.mark.sweep),
        pytest.param(("rough",), marks=pytest.mark.sweep),
        ("hub", "ageless"),
        pytest.param(("split-a",), marks=pytest.mark.sweep),
    ],
)
def test_only_our_own_doors_are_closed_and_at_their_true_cost(aim, across):
    """Every pair of our own doors is closed in turn; the chosen ones cost least, to a fraction."""
    pack = with_across(*across)
    question = awkward_question(pack)
    own = [key for key in ("split-a", "split-b", "hub", "linked", "rough", "ageless")
           if key not in across]  # fmt: skip
    chosen = suggest_closures(pack, question, 2, aim=aim)
    assert set(chosen.sites.index) <= set(own)
    assert chosen.candidates == len(own)
    if aim == "cover":
        costs = {pair: _lost(pack, question, pair) for pair in itertools.combinations(own, 2)}
        assert chosen.amount == pytest.approx(min(costs.values()))
        weighed = weigh_doors(pack, question)["amount"]
        assert weighed.to_dict() == pytest.approx(
            {key: _lost(pack, question, [key]) for key in own}
        )


def _lost(pack, question, keys):
    assets = pack.assets.copy()
    assets.loc[list(keys), "status"] = "closed"
    after, before = (
        measure_gaps(each, question).areas["gap_children"].sum()
        for each in (replace(pack, assets=assets), pack)
    )
    return after - before


def test_buildings_across_the_border_are_no_place_to_put_a_site():
    pack = with_across("library")
    with pytest.raises(QuestionError, match="no open door"):
        asset_candidates(pack, "libraries")
    assert list(asset_candidates(PACK, "libraries")["name"]) == ["Middle Library"]

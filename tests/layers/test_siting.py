"""Sites for a pack: what is promised is what a scenario of it then shows."""

import math
from dataclasses import replace

import pytest

from geodata.errors import QuestionError
from geodata.sources.osm import read_streets
from layers.question.question import default_question
from layers.scenarios.changes import Add, Close, Scenario
from layers.scenarios.effect import measure_effect
from layers.siting.candidates import (
    area_candidates,
    asset_candidates,
    candidates_named,
    point_candidates,
)
from layers.siting.sites import suggest_closures, suggest_sites, weigh_candidates, weigh_doors
from layers.siting.words import alone_sentences, hours, named
from layers.spots import Spot
from tests.awkward import awkward_pack, awkward_question
from tests.builders import NEED_DECILES, SOUTH, WEST, tiny_assets, tiny_pack
from tests.extracts import STREET, write_extract
from tests.sweeps import with_sweeps

PACK = tiny_pack()
QUESTION = default_question(PACK)
AREAS = area_candidates(PACK)


def added(siting):
    question = siting.question
    steps = [
        Add(
            spot=spot,
            kind="child-and-family-centre",
            age_from=question.age_from,
            age_to=question.age_to,
        )
        for spot in siting.sites["spot"]
    ]
    return measure_effect(PACK, question, Scenario(steps=tuple(steps)))


@pytest.mark.parametrize("ages", [(0, 4), (3, 7)])
@pytest.mark.parametrize("count", with_sweeps([1, 2, 4], working=[2]))
def test_what_is_promised_is_what_the_scenario_shows(count, ages):
    question = default_question(PACK, age_from=ages[0], age_to=ages[1])
    siting = suggest_sites(PACK, question, AREAS, count)
    effect = added(siting)
    assert siting.amount == pytest.approx(effect.total["gained_high_need_children"])
    assert siting.amount == pytest.approx(
        effect.before.total["gap_children"] - effect.after.total["gap_children"]
    )
    everyone = suggest_sites(PACK, question, AREAS, count, who="all")
    assert everyone.amount == pytest.approx(added(everyone).total["gained_children"])


def test_travel_saved_is_what_the_minutes_then_show():
    siting = suggest_sites(PACK, QUESTION, AREAS, 2, aim="travel", who="all")
    effect = added(siting)
    saved = (effect.before.areas["minutes"] - effect.after.areas["minutes"]) * 50
    assert siting.amount == pytest.approx(saved.sum())


@pytest.mark.parametrize("count", [1])
def test_what_closing_costs_is_what_the_scenario_shows(count):
    siting = suggest_closures(PACK, QUESTION, count, who="all")
    effect = measure_effect(
        PACK, QUESTION, Scenario(steps=tuple(Close(asset_id=key) for key in siting.sites.index))
    )
    assert siting.amount == pytest.approx(effect.total["lost_children"])
    others = weigh_doors(PACK, QUESTION, who="all")
    assert siting.amount == pytest.approx(others["amount"].min())


def test_closing_for_least_travel_is_what_the_minutes_then_show():
    siting = suggest_closures(PACK, QUESTION, 1, aim="travel", who="all")
    effect = measure_effect(
        PACK, QUESTION, Scenario(steps=(Close(asset_id=siting.sites.index[0]),))
    )
    spent = (effect.after.areas["minutes"] - effect.before.areas["minutes"]) * 50
    assert siting.amount == pytest.approx(spent.sum())


def test_sites_add_up_and_each_adds_less_than_the_one_before():
    siting = suggest_sites(PACK, QUESTION, AREAS, 4, who="all")
    assert siting.sites["amount"].sum() == pytest.approx(siting.amount)
    assert siting.curve["amount"].is_monotonic_increasing
    assert siting.curve["amount"].iloc[-1] <= siting.amount + 1e-9
    assert siting.is_best


def test_every_neighbourhood_with_a_site_reaches_everybody():
    siting = suggest_sites(PACK, QUESTION, AREAS, len(AREAS), who="all")
    assert siting.amount == pytest.approx(siting.demand)


def test_the_sentence_says_where_how_many_and_what_else_does_as_much():
    """A2 and A3 each reach 80 in high need: all of one, 60% of the other. A2 reaches B2 too."""
    siting = suggest_sites(PACK, QUESTION, AREAS, 1)
    assert siting.sentence() == (
        "A child and family centre at Field A2 would bring about 80 more under-fives in the most "
        "deprived 30% of neighbourhoods within 20 minutes’ walk, of about 100 who are beyond it "
        "now. Of all under-fives, in high need or not, about 130 would gain one near enough. "
        "1 other site would do as much; of those, this brings the most of all under-fives."
    )
    assert siting.notes() == (
        "Every choice of 1 site was weighed or ruled out: that none does more is proven.",
        "As good by that count, with what is gained for all under-fives: Field A2 (about 130); "
        "Field A3 (about 100).",
    )
    assert siting.ties.sites["all_amount"].to_dict() == pytest.approx({"A2": 130, "A3": 100})


@pytest.mark.parametrize("candidates", [AREAS, AREAS.iloc[::-1]])
def test_of_sites_as_good_the_one_is_named_that_does_most_for_all(candidates):
    siting = suggest_sites(PACK, QUESTION, candidates, 1)
    assert list(siting.sites.index) == list(siting.ties.sites.index[:1]) == ["A2"]
    assert siting.all_amount == pytest.approx(130)
    assert siting.amount == pytest.approx(80)
    assert siting.runner_up == ("Field A3",)
    assert siting.runner_up_amount == pytest.approx(80)
    assert siting.parameters()["sites_as_good"] == ["A2", "A3"]
    assert siting.table.loc["A2", ["amount", "all_amount"]].tolist() == pytest.approx([80, 130])
    assert siting.table.index.name == "site_id"


def test_all_children_gained_are_what_the_scenario_shows():
    for count in (1, 2, 3):
        siting = suggest_sites(PACK, QUESTION, AREAS, count)
        effect = added(siting)
        assert siting.all_amount == pytest.approx(effect.total["gained_children"])
        assert siting.sites["all_amount"].sum() == pytest.approx(siting.all_amount)


def test_closing_names_the_door_that_fewest_of_all_children_lose():
    """Each door is the only one for 50 in high need; 70 children in all, or 80, depend on it."""
    siting = suggest_closures(PACK, QUESTION, 1)
    assert list(siting.sites.index) == ["centre-a"]
    assert (siting.amount, siting.all_amount) == (pytest.approx(50), pytest.approx(70))
    assert siting.ties.sites["all_amount"].to_dict() == pytest.approx(
        {"centre-a": 70, "zone-c": 80}
    )
    assert siting.runner_up == ("Corner Zone",)
    assert siting.runner_up_amount == pytest.approx(50)
    assert siting.sentence() == (
        "Closing Field Centre would put about 50 under-fives in the most deprived 30% of "
        "neighbourhoods beyond 20 minutes’ walk, of about 100 who are within it now. Of all "
        "under-fives, in high need or not, about 70 would lose the only one near enough. 1 other "
        "door would cost as little; of those, this puts the fewest of all under-fives out of reach."
    )
    assert siting.notes()[0] == (
        "Every choice of 1 door was weighed or ruled out: that none costs less is proven."
    )
    assert (
        "is lost to all under-fives: Field Centre (about 70); Corner Zone (about 80)."
        in (siting.notes()[1])
    )
    assert siting.demand == pytest.approx(100)
    assert siting.curve["amount"].tolist() == pytest.approx([50])


def test_where_all_children_count_a_tie_is_still_said():
    """Alone on the middle line, C1 and another reach the same number of children."""
    spots = [Spot(of="area", id="A2"), Spot(of="area", id="A2"), Spot(of="area", id="C1")]
    points = point_candidates(PACK, spots)
    siting = suggest_sites(PACK, QUESTION, points, 1, who="all")
    assert list(siting.ties.sites.index) == ["spot-1", "spot-2"]
    assert siting.sentence().endswith(
        "1 other site would do as much; the first in the list is named."
    )
    assert "in high need or not" not in siting.sentence()
    assert siting.all_amount == siting.amount


AWKWARD = awkward_pack()
ASKED = awkward_question(AWKWARD)


def test_with_ties_everywhere_closing_several_counts_the_ways_and_loses_fewest_of_all():
    """Nobody in high need has only split-a, hub, linked or ageless; N3's 50 have hub or linked."""
    siting = suggest_closures(AWKWARD, ASKED, 1)
    assert siting.amount == siting.all_amount == 0
    assert set(siting.ties.sites.index) == {"split-a", "hub", "linked", "ageless"}
    assert "would put none of the under-fives in" in siting.sentence()
    assert "3 other doors would cost as little" in siting.sentence()
    for count in (2, 3):
        closed = suggest_closures(AWKWARD, ASKED, count)
        assert set(closed.sites.index) <= {"split-a", "hub", "linked", "ageless"}
        assert {"hub", "linked"} - set(closed.sites.index)
        assert (closed.amount, closed.all_amount) == (0, 0)
        assert closed.ties.sites.empty
    assert closed.ties.ways == 3  # the door that is left for any of the three
    assert "Keeping one of these and closing another would cost as little, in 3 ways" in (
        closed.sentence()
    )
    four = suggest_closures(AWKWARD, ASKED, 4)
    assert (four.amount, four.all_amount) == (0, 50)
    assert four.ties.ways == 0
    assert "cost as little" not in four.sentence()
    assert four.runner_up_amount == pytest.approx(40)  # split-b closed in place of one of them
    assert "Split Centre (south)" in four.runner_up


def test_doors_close_in_the_order_in_which_least_is_lost():
    """Split-b stays, with 90 in high need; rough's 50 go last, and with hub and linked N3's 50."""
    found = suggest_closures(AWKWARD, ASKED, 5)
    assert found.sites["amount"].tolist() == pytest.approx([0, 0, 0, 0, 50])
    assert found.sites["all_amount"].tolist() == pytest.approx([0, 0, 0, 50, 50])
    assert found.all_amount == pytest.approx(100)
    assert found.sites.index[-1] == "rough"
    assert found.curve["amount"].tolist() == pytest.approx([0, 0, 0, 0, 50])
    assert found.demand == pytest.approx(140)  # N1, the west of N2 and R1


def test_what_is_not_known_is_left_out_and_counted():
    siting = suggest_closures(AWKWARD, ASKED, 1)
    assert siting.missing() == {"areas": 2, "children": 90}  # N4's need; R3 but for age 3
    assert suggest_sites(PACK, QUESTION, AREAS, 1).missing() == {}
    added_here = suggest_sites(AWKWARD, ASKED, area_candidates(AWKWARD), 1)
    assert added_here.missing() == {"areas": 2, "children": 90}
    assert added_here.demand == pytest.approx(60)
    everyone = suggest_sites(AWKWARD, ASKED, area_candidates(AWKWARD), 1, who="all")
    assert everyone.missing() == {"areas": 1, "children": 40}


def test_doors_placed_roughly_are_said():
    notes = suggest_closures(AWKWARD, ASKED, 1).notes()
    assert notes[-1] == (
        "1 of 6 doors is placed only roughly, up to 1,000 m out: who is near it is rough too."
    )
    assert not any("roughly" in note for note in suggest_closures(PACK, QUESTION, 1).notes())


def test_a_choice_that_is_not_proven_says_by_how_much_another_may_be_better():
    siting = suggest_sites(PACK, QUESTION, AREAS, 2)
    unsure = replace(siting, is_best=False, shortfall_share=0.0123)
    assert unsure.notes()[0] == (
        "It is proven that no choice of 2 sites is better by more than 1.2%; some may be."
    )
    assert replace(unsure, shortfall_share=1e-9).notes()[0].count("0.1%") == 1
    assert "proven" not in siting.sentence()


def test_sets_of_sites_say_how_many_exchanges_do_as_much():
    spots = [Spot(of="area", id=each) for each in ("A2", "A2", "C1", "C1")]
    siting = suggest_sites(PACK, QUESTION, point_candidates(PACK, spots), 2, who="all")
    assert sorted(siting.sites["name"]) == ["Field A2", "Field C1"]
    assert siting.ties.ways == 2
    assert siting.ties.sites.empty
    assert "Another for one of these would do as much, in 2 ways" in siting.sentence()


def test_sites_that_add_nothing_are_counted():
    spots = [Spot(of="area", id="A2")] * 2
    siting = suggest_sites(PACK, QUESTION, point_candidates(PACK, spots), 2)
    assert siting.sentence().endswith("1 of the sites would add nothing: fewer do as much.")


def test_the_words_of_travel_are_hours():
    siting = suggest_sites(PACK, QUESTION, AREAS, 1, aim="travel")
    said = siting.sentence()
    assert "would save under-fives in the most deprived 30% of neighbourhoods about" in said
    assert "It would save all under-fives, in high need or not, about" in said
    closing = suggest_closures(PACK, QUESTION, 1, aim="travel")
    assert "of travel in all, one way." in closing.sentence()
    assert "It would cost all under-fives, in high need or not, about" in closing.sentence()
    nobody = suggest_sites(
        PACK, default_question(PACK, "nurse-partnership"), AREAS, 1, aim="travel"
    )
    assert "where they have none now" in nobody.sentence()
    assert hours(119) == "less than two hours"
    assert hours(120) == "about 2 hours"


def test_several_names_are_listed_and_the_rest_counted():
    assert named(["A, south", "B"]) == "A (south) and B"
    assert named(["A", "B", "C", "D"]) == "A, B, C and D"
    assert named(["A", "B", "C", "D", "E"]) == "A, B, C and 2 other places"


def test_the_door_most_depend_on_and_the_best_place_are_said_with_their_ties():
    doors, areas = weigh_doors(PACK, QUESTION), weigh_candidates(PACK, QUESTION, AREAS)
    assert doors["amount"].to_dict() == pytest.approx({"zone-c": 50, "centre-a": 50})
    assert list(doors.index) == ["zone-c", "centre-a"]  # most of all children first
    assert doors["all_amount"].tolist() == pytest.approx([80, 70])
    first, second = alone_sentences(doors, areas, QUESTION, PACK)
    assert first == (
        "Nothing is changed yet. Of 2 open doors of child and family centres, Corner Zone is the "
        "one that the most depend on, and 1 other door as much: about 50 under-fives in the most "
        "deprived 30% of neighbourhoods have no other within 20 minutes’ walk."
    )
    assert second == (
        "One more would do most in Field A2, and 1 other place as much: about 80 more under-fives "
        "in the most deprived 30% of neighbourhoods would be within 20 minutes’ walk."
    )


def test_where_no_door_or_nobody_depends_on_one_that_is_said():
    question = default_question(PACK, "nurse-partnership")
    doors, areas = weigh_doors(PACK, question), weigh_candidates(PACK, question, AREAS)
    said = alone_sentences(doors, areas.iloc[:0], question, PACK)
    assert said[0] == "No door of family nurse partnerships is open, so none can close."
    assert said[1].startswith("One more would bring no more")
    library = default_question(PACK, "libraries", age_from=0, age_to=4, limit_min=1)
    doors = weigh_doors(PACK, library)
    said = alone_sentences(doors, areas, library, PACK)
    assert said[0].startswith("Nothing is changed yet. Closing any one door of libraries would put")
    doors["amount"] = 3.0
    assert (
        "The only open door of libraries is Middle Library: about 3 under-fives"
        in (alone_sentences(doors, areas, library, PACK)[0])
    )


@pytest.mark.parametrize("service", ["family-centres", "nurse-partnership"])
@pytest.mark.parametrize("nobody", [True, False])
def test_nobody_in_need_and_everybody_in_need(service, nobody):
    pack = tiny_pack(deciles=dict.fromkeys(NEED_DECILES, 10 if nobody else 1))
    question = default_question(pack, service, age_from=0, age_to=1)
    siting = suggest_sites(pack, question, AREAS, 1)
    if nobody:
        assert siting.amount == 0
        assert siting.sentence().startswith("No candidate would bring children aged 0–1 in")
        assert siting.all_amount > 0
        assert "would gain one near enough" in siting.sentence()
    else:
        assert siting.amount > 0
        assert siting.amount == pytest.approx(siting.all_amount)


def test_a_runner_up_does_without_the_best_site():
    siting = suggest_sites(PACK, QUESTION, AREAS, 2, who="all")
    assert siting.runner_up
    assert siting.runner_up_amount <= siting.amount
    assert set(siting.runner_up) != set(siting.sites["name"])


def test_nobody_out_of_reach_is_said_and_not_sold():
    question = default_question(PACK, limit_min=180)
    siting = suggest_sites(PACK, question, AREAS, 2)
    assert siting.amount == 0
    assert siting.sentence().startswith("No candidate would bring")


def test_with_no_door_at_all_sites_can_still_be_chosen():
    question = default_question(PACK, "nurse-partnership")
    for aim in ("cover", "travel"):
        assert suggest_sites(PACK, question, AREAS, 2, aim=aim).amount > 0
    with pytest.raises(QuestionError, match="no doors that could close"):
        suggest_closures(PACK, question, 1)


def test_candidates_alone_are_ordered_by_what_they_would_add():
    table = weigh_candidates(PACK, QUESTION, AREAS)
    assert table.index[0] == "A2"
    assert table["amount"].is_monotonic_decreasing


def test_candidates_can_be_buildings_or_points():
    libraries = asset_candidates(PACK, "libraries")
    assert list(libraries["name"]) == ["Middle Library"]
    spots = [Spot(of="point", easting_m=WEST + 1, northing_m=SOUTH + 1), Spot(of="area", id="B2")]
    points = point_candidates(PACK, spots)
    assert list(points["name"]) == ["a point in Field A1", "Field B2"]
    assert suggest_sites(PACK, QUESTION, points, 1).amount > 0


def test_missing_need_is_counted_and_left_out():
    pack = tiny_pack(deciles=NEED_DECILES | {"A2": None})
    siting = suggest_sites(pack, default_question(pack), area_candidates(pack), 1)
    assert siting.missing_areas == 1
    assert siting.demand == pytest.approx(50)
    assert siting.parameters()["missing_areas"] == 1


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: suggest_sites(PACK, QUESTION, AREAS, 10), "from 1 to 9"),
        (lambda: suggest_sites(PACK, QUESTION, AREAS, 0), "found 0"),
        (lambda: suggest_sites(PACK, QUESTION, AREAS.iloc[:0], 1), "no candidate sites"),
        (lambda: suggest_closures(PACK, QUESTION, 2), "from 1 to 1"),
        (lambda: candidates_named(PACK, "moons"), "moons"),
        (lambda: asset_candidates(PACK, "nurse-partnership"), "no open door"),
        (lambda: point_candidates(PACK, []), "no spot"),
        (lambda: point_candidates(PACK, [Spot(of="area", id="Z9")]), "Z9"),
    ],
)
def test_what_cannot_be_chosen_is_said(ask, said):
    with pytest.raises(QuestionError, match=said) as caught:
        ask()
    assert len(caught.value.problems) == 1


def test_a_new_centre_next_door_is_worth_nothing():
    assets = tiny_assets()
    site = assets.geometry["centre-a"]
    spot = Spot(of="point", easting_m=site.x, northing_m=site.y)
    siting = suggest_sites(PACK, QUESTION, point_candidates(PACK, [spot]), 1)
    assert siting.amount == 0
    assert math.isnan(siting.runner_up_amount)


@pytest.fixture(name="streets", scope="module")
def pack_with_streets(tmp_path_factory):
    """Three rows of streets over the tiny pack, joined only along its western edge."""
    points = {f"{x}{y}": (x * 500, 500 + y * 1000) for x in range(7) for y in range(3)}
    rows = [(" ".join(f"{x}{y}" for x in range(7)), STREET) for y in range(3)]
    ways = [*rows, ("00 01 02", STREET)]
    file = write_extract(tmp_path_factory.mktemp("streets") / "x.osm.pbf", points, ways)
    info = replace(PACK.info, network_source="made-up")
    return replace(PACK, network=read_streets(file), info=info)


def test_along_streets_too_what_is_promised_is_what_the_scenario_shows(streets):
    siting = suggest_sites(streets, QUESTION, AREAS, 2, who="all")
    kind = "child-and-family-centre"
    steps = [Add(spot=s, kind=kind, age_from=0, age_to=4) for s in siting.sites["spot"]]
    effect = measure_effect(streets, QUESTION, Scenario(steps=tuple(steps)))
    assert siting.amount == pytest.approx(effect.total["gained_children"])
    assert "road network" in siting.parameters()["journeys"]

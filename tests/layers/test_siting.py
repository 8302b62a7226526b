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
from layers.spots import Spot
from tests.builders import NEED_DECILES, SOUTH, WEST, tiny_assets, tiny_pack
from tests.extracts import STREET, write_extract

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
@pytest.mark.parametrize("count", [1, 2, 4])
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


def test_the_sentence_says_where_how_many_and_how_sure():
    said = suggest_sites(PACK, QUESTION, AREAS, 1).sentence()
    assert said == (
        "A child and family centre at Field A2 would bring about 80 more under-fives in the most "
        "deprived 30% of neighbourhoods within 20 minutes' walk, of about 100 who are beyond it "
        "now. It is proven that no other choice does better."
    )


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

"""What a choice of sites holds: its settings, its sources, its tables, to the last figure."""

import math
from dataclasses import replace

import pytest

from geodata.errors import QuestionError
from layers.access.reach import straight_line
from layers.question.question import default_question
from layers.question.rural import RuralRule
from layers.scenarios.changes import Add, Close, Scenario
from layers.scenarios.effect import measure_effect
from layers.siting.candidates import area_candidates, point_candidates
from layers.siting.sites import (
    door_table,
    suggest_closures,
    suggest_sites,
    weigh_candidates,
    weigh_doors,
)
from layers.spots import Spot
from tests.awkward import awkward_pack, awkward_question
from tests.builders import SOUTH, WEST, tiny_pack

PACK = tiny_pack()
QUESTION = default_question(PACK)
AREAS = area_candidates(PACK)
AWKWARD = awkward_pack()
ASKED = awkward_question(AWKWARD)
SITE = ["name", "kind", "spot", "easting_m", "northing_m", "amount", "all_amount"]


def test_every_setting_of_adding_stands_in_the_parameters():
    said = suggest_sites(PACK, QUESTION, AREAS, 1).parameters()
    assert {key: said[key] for key in said if key not in QUESTION.parameters()} == {
        "action": "add",
        "aim": "cover",
        "who": "need",
        "sites": 1,
        "candidates": 9,
        "doors": 2,
        "all_amount": pytest.approx(130),
        "shortfall_at_most_share": 0,
        "exchanges_as_good": 1,
        "sites_as_good": ["A2", "A3"],
        "journeys": "straight-line estimate",
        "missing_areas": 0,
        "illustrative": True,
    }


def test_every_setting_of_closing_stands_in_the_parameters():
    said = suggest_closures(PACK, QUESTION, 1, who="all").parameters()
    assert {key: said[key] for key in said if key not in QUESTION.parameters()} == {
        "action": "close",
        "aim": "cover",
        "who": "all",
        "sites": 1,
        "candidates": 2,
        "doors": 2,
        "all_amount": pytest.approx(70),
        "shortfall_at_most_share": 0,
        "exchanges_as_good": 0,
        "sites_as_good": [],
        "journeys": "straight-line estimate",
        "missing_areas": 0,
        "illustrative": True,
    }


@pytest.mark.parametrize(
    "choose", [lambda pack: suggest_sites(pack, QUESTION, AREAS, 1),
               lambda pack: suggest_closures(pack, QUESTION, 1)]
)  # fmt: skip
def test_what_is_asked_and_by_whom_it_was_published_is_held(choose):
    info = PACK.info
    sources = {
        **info.sources,
        "need": replace(info.sources["made-up"], key="need"),
    }
    need = replace(PACK.indicators["idaci_rank"], source="need")
    pack = replace(
        PACK,
        info=replace(info, sources=sources, illustrative=False),
        indicators={**PACK.indicators, "idaci_rank": need},
    )
    found = choose(pack)
    assert found.question == QUESTION
    assert found.heading == (
        "How well do child and family centres reach children aged 0–4 in the most deprived 30% of "
        "neighbourhoods, within 20 minutes on foot? Shown by early-help team."
    )
    assert found.service == info.services["family-centres"]
    assert found.needy == "in the most deprived 30% of neighbourhoods"
    assert [each.key for each in found.sources] == ["made-up", "need"]
    assert found.is_illustrative is False
    assert found.sites.index.name == "site_id"
    assert list(found.sites.columns) == SITE
    assert found.curve.index.name == "sites"
    assert found.curve.index.tolist() == [1]


def test_streets_that_were_travelled_are_a_source():
    pack = awkward_pack(streets=True)
    source = replace(pack.info.sources["made-up"], key="streets")
    info = replace(
        pack.info, sources={**pack.info.sources, "streets": source}, network_source="streets"
    )
    paved = replace(pack, info=info)
    for found in (
        suggest_sites(paved, ASKED, area_candidates(paved), 1),
        suggest_closures(paved, ASKED, 1),
    ):
        assert [each.key for each in found.sources] == ["made-up", "streets"]
        assert "road network" in found.method


def test_progress_is_told_from_the_start():
    told = []

    def progress(share, doing=""):
        told.append((share, doing))

    suggest_sites(PACK, QUESTION, AREAS, 2, progress=progress)
    assert told[0] == (0.0, "counting who is not reached")
    assert len(told) > 1


def test_journeys_are_measured_as_they_are_handed_in():
    """Ways are ten times as long as the line: 133 m in the limit, and no starting point so near."""

    def far(pack, question):
        return replace(straight_line(pack, question), detour=10.0)

    spot = Spot(of="point", easting_m=WEST + 500, northing_m=SOUTH + 1500)  # 250 m from A2's
    found = suggest_sites(PACK, QUESTION, point_candidates(PACK, [spot]), 1, measure=far)
    assert (found.amount, found.all_amount) == (0, 0)
    assert found.demand == pytest.approx(200)
    closing = suggest_closures(PACK, QUESTION, 1, measure=far)
    assert (closing.amount, closing.demand) == (0, 0)


def test_travel_is_said_in_minutes_then_and_without_the_rule_for_rural_areas():
    rural = replace(QUESTION, rural=RuralRule(mode="drive", limit_min=15))
    found = suggest_sites(PACK, rural, AREAS, 2, aim="travel", who="all")
    assert found.question == QUESTION
    steps = [
        Add(spot=spot, kind="child-and-family-centre", age_from=0, age_to=4)
        for spot in found.sites["spot"]
    ]
    effect = measure_effect(PACK, QUESTION, Scenario(steps=tuple(steps)))
    assert found.mean_minutes == pytest.approx(effect.after.areas["minutes"].mean())
    before = effect.before.areas["minutes"].sum() * 50
    assert found.demand == pytest.approx(before)
    assert found.shortfall_share == pytest.approx(0, abs=1e-9)
    assert found.is_best
    cover = suggest_sites(PACK, rural, AREAS, 1)
    assert cover.question == rural
    assert math.isnan(cover.mean_minutes)
    closing = suggest_closures(PACK, rural, 1, aim="travel")
    assert closing.question == QUESTION
    assert math.isnan(closing.mean_minutes)
    assert math.isnan(closing.demand)


def test_closing_for_travel_costs_the_minutes_of_those_in_high_need():
    found = suggest_closures(PACK, QUESTION, 1, aim="travel")
    everyone = suggest_closures(PACK, QUESTION, 1, aim="travel", who="all")
    assert found.all_amount > found.amount
    effect = measure_effect(PACK, QUESTION, Scenario(steps=(Close(asset_id=found.sites.index[0]),)))
    longer = effect.after.areas["minutes"] - effect.before.areas["minutes"]
    high = effect.before.areas["needy_share"] == 1
    assert found.amount == pytest.approx(50 * longer[high].sum())
    assert found.all_amount == pytest.approx(50 * longer.sum())
    assert everyone.amount == pytest.approx(everyone.all_amount)


def test_doors_are_listed_as_spots_are():
    table = door_table(AWKWARD, ASKED)
    assert table.index.tolist() == ["split-a", "split-b", "hub", "linked", "rough", "ageless"]
    assert list(table.columns) == SITE[:5]
    assert table.loc["hub"].tolist() == [
        "Middle Hub",
        "childrens-centre-hub",
        Spot(of="asset", id="hub"),
        WEST + 5000,
        SOUTH + 2000,
    ]


def test_each_door_has_those_who_have_no_other():
    """Split-b has the western 40 of N2, rough R1's 50; R3, by ageless, is not known."""
    doors = weigh_doors(AWKWARD, ASKED)
    assert doors.index.tolist() == ["rough", "split-b", "ageless", "hub", "linked", "split-a"]
    assert doors["amount"].tolist() == pytest.approx([50, 40, 0, 0, 0, 0])
    assert doors["all_amount"].tolist() == pytest.approx([50, 40, 0, 0, 0, 0])
    older = awkward_question(AWKWARD, need_deciles=1)
    assert weigh_doors(AWKWARD, older)["amount"].to_dict() == pytest.approx(
        {"rough": 50, "split-b": 0, "ageless": 0, "hub": 0, "linked": 0, "split-a": 0}
    )
    assert weigh_doors(AWKWARD, older).index[1] == "split-b"  # 40 of all children
    everyone = weigh_doors(AWKWARD, older, who="all")
    assert everyone["amount"].tolist() == pytest.approx([50, 40, 0, 0, 0, 0])


def test_each_candidate_has_those_it_alone_would_bring():
    """In high need beyond: the eastern 60 of N2. Everyone: them, N4's 50 and R2's 50."""
    places = area_candidates(AWKWARD)
    need = weigh_candidates(AWKWARD, ASKED, places)
    assert need.index[0] == "N2"
    assert need["amount"].tolist() == pytest.approx([60, *[0] * 7])
    assert need["name"].tolist()[1:] == sorted(need["name"].tolist()[1:])
    assert need.equals(weigh_candidates(AWKWARD, ASKED, places, "need"))
    everyone = weigh_candidates(AWKWARD, ASKED, places, "all")
    assert everyone.index.tolist()[:3] == ["N2", "N4", "R2"]
    assert everyone["amount"].tolist()[:4] == pytest.approx([60, 50, 50, 0])
    assert list(need.columns) == SITE[:6]


def test_several_sites_add_up_one_after_another():
    """N2's 60 first, then N4's 50 and R2's 50 of all children."""
    found = suggest_sites(AWKWARD, ASKED, area_candidates(AWKWARD), 3, who="all")
    assert found.sites["amount"].tolist() == pytest.approx([60, 50, 50])
    assert found.curve["amount"].tolist() == pytest.approx([60, 110, 160])
    assert found.curve.index.tolist() == [1, 2, 3]
    assert (found.amount, found.demand) == (pytest.approx(160), pytest.approx(160))
    assert found.runner_up_amount == pytest.approx(100)
    assert "Strip N2" not in found.runner_up
    assert len(found.runner_up) == 3


def test_where_there_is_one_candidate_there_is_no_runner_up():
    found = suggest_sites(PACK, QUESTION, point_candidates(PACK, [Spot(of="area", id="A2")]), 1)
    assert found.runner_up == ()
    assert math.isnan(found.runner_up_amount)
    assert found.ties.ways == 0
    assert found.ties.sites.empty
    assert list(found.ties.sites.columns) == ["name", "all_amount"]


def problem(ask):
    with pytest.raises(QuestionError) as caught:
        ask()
    [found] = caught.value.problems
    return (found.where, found.found, found.expected, found.fix)


def test_a_number_of_sites_that_cannot_be_is_explained():
    assert problem(lambda: suggest_sites(PACK, QUESTION, AREAS, 10)) == (
        "the number of sites",
        "10",
        "a number from 1 to 9: there are 9 candidate sites",
        "Ask for fewer, or offer more candidates.",
    )
    assert problem(lambda: suggest_closures(PACK, QUESTION, 2)) == (
        "the number of sites",
        "2",
        "a number from 1 to 1: there are 1 doors that could close, one at least being kept",
        "Ask for fewer, or offer more candidates.",
    )
    many = point_candidates(PACK, [Spot(of="area", id="A2")] * 201)
    assert (
        "from 1 to 200: there are 201"
        in problem(lambda: suggest_sites(PACK, QUESTION, many, 201))[2]
    )
    assert problem(lambda: suggest_sites(PACK, QUESTION, AREAS.iloc[:0], 1))[1:3] == (
        "no candidate sites",
        "at least one",
    )

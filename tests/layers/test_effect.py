"""What a scenario does, area by area, worked out by hand on the tiny and the awkward pack."""

import math
from dataclasses import replace

import pytest

from layers.access.reach import straight_line
from layers.gaps import measure_gaps
from layers.question.question import default_question
from layers.scenarios.changes import Add, Close, Scenario
from layers.scenarios.effect import COUNTS, FIFTHS, compare_effects, measure_effect
from layers.spots import Spot
from tests.awkward import awkward_pack, awkward_question
from tests.builders import tiny_pack

NAN = math.nan
AWKWARD, TINY = awkward_pack(), tiny_pack()
AT_R2 = Add(
    spot=Spot(of="area", id="R2"), kind="child-and-family-zone", age_from=0, age_to=4
)  # reaches all of R2, whose 50 under-fives have no door within 10 minutes


def awkward(*steps, pack=AWKWARD, name="", **changes):
    scenario = Scenario(steps=steps).called(name)
    return measure_effect(pack, awkward_question(pack, **changes), scenario)


def closing(*ids, **changes):
    return awkward(*(Close(asset_id=each) for each in ids), **changes)


def test_every_area_has_its_losses_gains_and_way_then():
    """N1 has hub at 4 km and 1 km then; the west of N2 at 2.5 km and 1 km; R3 is not known."""
    found = awkward(Close(asset_id="split-a"), Close(asset_id="split-b"), AT_R2)
    areas = found.areas
    assert areas.index.tolist() == AWKWARD.areas.index.tolist()
    assert set(areas.columns) == {"name", "decile", *COUNTS, "lost_minutes"}
    assert areas["name"]["N1"] == "Strip N1"
    nobody = [0.0] * 4
    assert areas["lost_children"].tolist() == pytest.approx([50, 40, *nobody, NAN, 0], nan_ok=True)
    assert areas["gained_children"].tolist() == pytest.approx(
        [0, 0, 0, 0, 0, 50, NAN, 0], nan_ok=True
    )
    assert areas["lost_high_need_children"].tolist() == pytest.approx(
        [50, 40, 0, NAN, 0, 0, NAN, 0], nan_ok=True
    )
    assert areas["gained_high_need_children"].tolist() == pytest.approx(
        [0, 0, 0, NAN, 0, 0, NAN, 0], nan_ok=True
    )
    assert areas["unknown_children"].tolist() == pytest.approx(
        [0, 0, 0, 0, 0, 0, NAN, 0], nan_ok=True
    )
    ways = [math.hypot(40, 10), math.hypot(25, 10)]
    assert areas["lost_minutes"].tolist() == pytest.approx([*ways, *[NAN] * 6], nan_ok=True)
    assert found.total.to_dict() == pytest.approx(
        {
            "children": 350,
            "lost_children": 90,
            "gained_children": 50,
            "lost_high_need_children": 90,
            "gained_high_need_children": 0,
            "unknown_children": 0,
        }
    )
    assert found.missing_areas == 1


def test_each_age_loses_the_doors_that_took_it():
    """Hub and linked take 10 and 11 of the four ages: N3 has 10 children of each."""
    found = closing("hub", "linked", age_from=10, age_to=13)
    assert found.areas["lost_children"].tolist() == pytest.approx([0, 0, 20, 0, 0, 0, 0, 0])
    assert found.areas.loc["N3", "lost_minutes"] == pytest.approx(80)  # to ageless


def test_a_way_that_is_left_to_some_is_the_mean_of_theirs_alone():
    """R3 loses ageless: its 11-year-olds have hub then, its 12-year-olds nothing at all."""
    found = closing("ageless", age_from=11, age_to=12)
    assert found.areas.loc["R3", "lost_children"] == pytest.approx(20)
    assert found.areas.loc["R3", "lost_minutes"] == pytest.approx(math.hypot(80, 10))


def test_places_stand_by_loss_then_gain_then_name():
    """N2 loses, R2 gains, R3 is not known, and the others tie at nothing."""
    found = awkward(Close(asset_id="split-b"), AT_R2, place_kind="ward")
    assert found.table.index.tolist() == [
        f"w-{each}" for each in ("N2", "R2", "E1", "N1", "N3", "N4", "R1", "R3")
    ]
    assert found.table.index.name == "place_id"
    assert list(found.table.columns) == ["place", "kind", "areas", *COUNTS]


def test_fifths_are_of_two_tenths_each_and_have_all_children():
    found = measure_effect(
        TINY, default_question(TINY), Scenario(steps=(Close(asset_id="centre-a"),))
    )
    assert found.fifths.index.tolist() == [1, 2, 3, 4, 5]
    assert found.fifths.index.name == "fifth"
    assert list(found.fifths.columns) == ["label", *COUNTS]
    assert found.fifths["label"].tolist() == list(FIFTHS)
    assert found.fifths["children"].tolist() == [150, 100, 100, 100, 0]
    assert found.fifths["lost_children"].tolist() == pytest.approx([50, 20, 0, 0, 0])


def test_every_setting_stands_in_the_parameters():
    found = awkward(Close(asset_id="split-b"), Close(asset_id="rough"), name="Fewer")
    said = found.parameters()
    assert {key: said[key] for key in said if key not in found.before.parameters()} == {
        "scenario": "Fewer",
        "changes": 2,
        "doors_after": 4,
        "centres": 4,
        "centres_after": 3,
        "missing_areas": 1,
    }
    assert said["doors"] == 6
    assert said["limit_min"] == 10


def test_what_is_asked_and_changed_is_said():
    found = awkward(Close(asset_id="split-b"), AT_R2)
    assert found.heading == found.before.heading == measure_gaps(AWKWARD, found.question).heading
    assert found.service == AWKWARD.info.services["family-centres"]
    assert found.needy == "in the most deprived 30% of neighbourhoods"
    assert found.steps == (
        "Closing Split Centre (south)",
        "Adding a child and family zone for ages 0–4 at Strip R2",
    )
    assert found.scenario.steps == (Close(asset_id="split-b"), AT_R2)
    assert found.is_illustrative is True
    measured = replace(AWKWARD, info=replace(AWKWARD.info, illustrative=False))
    assert awkward(AT_R2, pack=measured).is_illustrative is False


def test_a_scenario_is_no_source():
    found = awkward(AT_R2)
    assert len(found.after.sources) > len(found.before.sources)
    assert found.sources == found.before.sources


def test_journeys_are_measured_as_they_are_handed_in():
    """In ways twice as long split-b is beyond the limit of N2, and rough beyond that of R1."""
    asked = []

    def measure(pack, question):
        asked.append((pack, question))
        return replace(straight_line(pack, question), detour=2.0)

    question = awkward_question(AWKWARD)
    scenario = Scenario(steps=(Close(asset_id="split-b"),))
    found = measure_effect(AWKWARD, question, scenario, measure)
    assert found.total["lost_children"] == 0
    assert found.before.total["gap_children"] == pytest.approx(150)
    assert [each for _, each in asked] == [question, question]
    assert [pack.assets["status"]["split-b"] for pack, _ in asked] == ["open", "closed"]


def test_two_scenarios_stand_side_by_side_the_largest_difference_first():
    """Centre-a loses 50 in Alder and 20 in Birch; zone-c 50 in Cedar and 30 in Birch."""
    first, second = (
        measure_effect(TINY, default_question(TINY), Scenario(steps=(Close(asset_id=key),)))
        for key in ("zone-c", "centre-a")
    )
    table = compare_effects(first, second)
    assert table.index.tolist() == ["team-c", "team-a", "team-b"]  # a tie: by the first's losses
    assert table.index.name == "place_id"
    assert table["place"].tolist() == ["Team Cedar", "Team Alder", "Team Birch"]
    assert table["first_net_children"].tolist() == pytest.approx([-50, 0, -30])
    assert table["second_net_children"].tolist() == pytest.approx([0, -50, -20])
    assert table["difference_children"].tolist() == pytest.approx([50, -50, 10])

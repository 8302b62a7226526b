"""Floating catchments and choice on small packs whose answers can be worked out by hand."""

import json
import math

import numpy as np
import pandas as pd
import pytest

from geodata.errors import QuestionError
from layers.access.choice import measure_choice
from layers.access.floating import METHODS, measure_floating
from layers.access.journeys import CostMatrix
from layers.question.question import default_question
from tests.builders import tiny_areas, tiny_assets, tiny_origins, tiny_pack


def costs(pack, value=5.0, **cells):
    """Every origin the same minutes from both doors, but for the cells named by origin."""
    minutes = pd.DataFrame(value, index=pack.origins.index, columns=["centre-a", "zone-c"])
    for origin, row in cells.items():
        minutes.loc[origin.replace("_", "-")] = row
    return CostMatrix(minutes=minutes, mode="walk", method="a made-up timetable")


def test_everyone_reaches_both_doors_so_each_child_has_a_450th_of_two():
    pack = tiny_pack()
    found = measure_floating(pack, default_question(pack), costs(pack), method="2sfca")
    assert found.areas["access"].to_numpy() == pytest.approx(2 / 450 * 1000)
    assert found.total == pytest.approx(2 / 450 * 1000)
    assert "4.4 doors of child and family centres for every 1,000 under-fives" in found.sentence()


def test_ages_are_shared_only_over_the_doors_that_take_them():
    """Ages 4 and 5: 90 children of each. The zone takes 4 only, the centre both."""
    pack = tiny_pack()
    question = default_question(pack, age_from=4, age_to=5)
    found = measure_floating(pack, question, costs(pack), method="2sfca")
    of_four, of_five = 1 / 90 + 1 / 180, 1 / 180
    assert found.total == pytest.approx((of_four + of_five) / 2 * 1000)


def test_an_area_is_the_weighted_mean_of_its_origins():
    """A1's western origin (weight 0.4) reaches nothing; its children do not crowd the doors."""
    pack = tiny_pack()
    found = measure_floating(
        pack, default_question(pack), costs(pack, A1_0=[99.0, 99.0]), method="2sfca"
    )
    assert found.areas.loc["A1", "access"] == pytest.approx(0.6 * 2 / 430 * 1000)
    assert found.areas.loc["B1", "access"] == pytest.approx(2 / 430 * 1000)
    everyone = found.areas["children"]
    received = (everyone * found.areas["access"]).sum() / 1000
    assert received == pytest.approx(2)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("shape", ["stepped", "gaussian"])
def test_moving_everything_changes_nothing(method, shape):
    pack = tiny_pack()
    origins = tiny_origins()
    origins[["easting_m", "northing_m"]] += [12_000.0, -7_000.0]
    assets = tiny_assets()
    moved = tiny_pack(
        origins=origins, assets=assets.set_geometry(assets.geometry.translate(12_000, -7_000))
    )
    question = default_question(pack, limit_min=60)
    here = measure_floating(pack, question, method=method, shape=shape)
    there = measure_floating(moved, question, method=method, shape=shape)
    assert there.areas["access"].tolist() == pytest.approx(
        here.areas["access"].tolist(), nan_ok=True
    )
    json.dumps(here.parameters())


def test_staff_that_one_door_does_not_state_is_left_out_and_said():
    pack = tiny_pack(assets=tiny_assets(staff_fte=[9.0, None, None, None, None]))
    found = measure_floating(
        pack, default_question(pack), costs(pack), method="2sfca", supply="staff_fte"
    )
    assert found.missing_supply == 1
    assert found.total == pytest.approx(9 / 450 * 1000)
    assert "1 of 2 sites state no full-time staff and are left out" in found.sentence()


def test_supply_that_nobody_states_is_one_clear_problem():
    pack = tiny_pack()
    with pytest.raises(QuestionError, match="none stated by any of 2 sites") as caught:
        measure_floating(pack, default_question(pack), supply="capacity")
    assert len(caught.value.problems) == 1


def test_capacities_of_different_units_are_not_shared_out_together():
    units = ["places", "slots a week", None, None, None]
    pack = tiny_pack(assets=tiny_assets(capacity=[5, 6, None, None, None], capacity_unit=units))
    with pytest.raises(QuestionError, match="different things"):
        measure_floating(pack, default_question(pack), supply="capacity")


def test_every_unknown_setting_is_said_at_once():
    pack = tiny_pack()
    with pytest.raises(QuestionError) as caught:
        measure_floating(pack, default_question(pack), method="4sfca", shape="round")
    assert len(caught.value.problems) == 2


@pytest.mark.parametrize("method", METHODS)
def test_a_service_nobody_offers(method):
    pack = tiny_pack()
    question = default_question(pack, "nurse-partnership")
    found = measure_floating(pack, question, method=method)
    assert found.areas["access"].isna().all() if method == "raam" else found.total == 0
    assert found.sentence()


def test_an_area_without_origins_has_no_figure_and_its_children_are_counted():
    origins = tiny_origins()
    pack = tiny_pack(origins=origins[origins["area_id"] != "B2"])
    found = measure_floating(pack, default_question(pack))
    assert found.missing_areas == 1
    assert found.places.loc["team-b", "unknown_children"] == 50


def test_children_that_are_not_known_crowd_nothing():
    areas = tiny_areas().astype({"people_2": float})
    areas.loc["A1", "people_2"] = np.nan
    pack = tiny_pack(areas=areas)
    found = measure_floating(pack, default_question(pack), costs(pack), method="2sfca")
    assert found.places.loc["team-a", "children"] == 100
    assert math.isnan(found.areas.loc["A1", "children"])


def test_doors_within_reach_are_counted_and_the_second_timed():
    """B1: its western origin has both doors at 5 and 10 minutes, its eastern one only one."""
    pack = tiny_pack()
    journeys = costs(pack, B1_0=[5.0, 10.0], B1_1=[15.0, 45.0])
    found = measure_choice(pack, default_question(pack), journeys)
    assert found.areas.loc["B1", "doors_within"] == pytest.approx(0.4 * 2 + 0.6 * 1)
    assert found.areas.loc["B1", "choice_share"] == pytest.approx(0.4)
    assert found.areas.loc["B1", "nearest_min"] == pytest.approx(0.4 * 5 + 0.6 * 15)
    assert found.areas.loc["B1", "second_min"] == pytest.approx(0.4 * 10 + 0.6 * 45)
    assert found.places.loc["team-b", "choice_share"] == pytest.approx((0.4 + 1 + 1) / 3)
    assert "have two or more child and family centres" in found.sentence()


def test_an_age_with_one_door_has_no_second():
    """The zone takes ages to 4 only: five-year-olds have one door, so no mean can be given."""
    pack = tiny_pack()
    found = measure_choice(pack, default_question(pack, age_from=4, age_to=5), costs(pack))
    assert found.areas["doors_within"].tolist() == pytest.approx([1.5] * 9)
    assert found.areas["choice_share"].tolist() == pytest.approx([0.5] * 9)
    assert found.areas["second_min"].isna().all()
    assert found.places["unknown_children"].sum() == 0
    assert "no second one for some of the ages" in found.sentence()


def test_straight_lines_and_a_table_of_them_agree():
    pack = tiny_pack()
    question = default_question(pack)
    metres = pd.DataFrame(
        {
            key: np.hypot(pack.origins["easting_m"] - point.x, pack.origins["northing_m"] - point.y)
            for key, point in pack.assets.geometry.loc[["centre-a", "zone-c"]].items()
        }
    )
    table = CostMatrix(minutes=metres * 1.3 / (4000 / 60), mode="walk", method="made up")
    for measure, figures in ((measure_choice, "doors_within"), (measure_floating, "access")):
        lines, costed = measure(pack, question), measure(pack, question, table)
        assert lines.areas[figures].tolist() == pytest.approx(costed.areas[figures].tolist())

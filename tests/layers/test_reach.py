"""What share of each area is reached, by hand: who, how far, which door, and what is not known."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pytest
from shapely.geometry import Point

from layers.access.journeys import CostMatrix, StraightLine
from layers.access.reach import (
    age_shares,
    measure_reach,
    nearest_by_ages,
    same_doors,
    straight_line,
)
from layers.assets import open_doors
from layers.question.rural import RuralRule
from tests.awkward import AREAS, awkward_pack, awkward_question
from tests.builders import SOUTH, WEST, tiny_info

NAN = float("nan")
PACK = awkward_pack()
DOORS = ["split-a", "split-b", "hub", "linked", "rough", "ageless"]
NEAREST = ["split-a", "hub", "hub", "rough", "rough", "ageless", "ageless", "ageless"]


def reach(pack=PACK, service=None, journeys=None, **changes):
    question = awkward_question(pack, service, **changes)
    return measure_reach(pack, question, journeys or straight_line(pack, question))


def table(default=5.0, doors=("split-a", "hub"), **rows):
    """Minutes from every starting point: "N2_0" of rows is the point N2-0."""
    minutes = pd.DataFrame(default, index=PACK.origins.index, columns=list(doors))
    for origin, row in rows.items():
        minutes.loc[origin.replace("_", "-")] = row
    return CostMatrix(minutes=minutes, mode="walk", method="a table", sources=SOURCES)


SOURCES = (replace(PACK.info.sources["made-up"], key="timetable"),)


def counts(area_id, **people):
    areas = PACK.areas.copy()
    for name, count in people.items():
        areas.loc[area_id, name] = count
    return replace(PACK, areas=areas)


def test_straight_lines_are_as_the_question_says():
    lines = straight_line(PACK, awkward_question(PACK, mode="drive", pace_kmh=30.0, detour=1.5))
    assert isinstance(lines, StraightLine)
    assert lines.origins is PACK.origins
    assert lines.assets is PACK.assets
    assert (lines.mode, lines.pace_kmh, lines.detour) == ("drive", 30.0, 1.5)


def test_the_usual_answer_to_its_last_column():
    """N4 is 2,000 m east and 900 m north of rough, √4.81 km; N2's eastern part √3.25 km of hub."""
    found = reach()
    assert found.areas.columns.tolist() == [
        "children", "within_share", "turned_away_share", "untaken_share", "minutes", "nearest",
    ]  # fmt: skip
    assert found.areas.index.tolist() == list(AREAS)
    assert found.areas["children"].tolist() == pytest.approx(
        [50, 100, 50, 50, 50, 50, NAN, 0], nan_ok=True
    )
    parts = [5, 0.4 * 10 + 0.6 * 3.25**0.5 * 10, 10, 4.81**0.5 * 10, 9, 20, NAN, 20]
    assert found.areas["minutes"].tolist() == pytest.approx(parts, nan_ok=True)
    assert found.areas["nearest"].tolist() == NEAREST
    assert found.areas["nearest"].dtype == "str"
    assert (found.doors, found.doors_taking, found.ages_unstated.total) == (6, 6, 1)
    assert (found.method, found.is_estimate) == ("straight-line estimate", True)
    assert (found.estimated_share, found.unreached, found.sources) == (1, 0, ())


def test_the_parts_of_older_children():
    """Ages 10–13: hub and linked take the younger half, ageless all; no other takes any."""
    found = reach(age_from=10, age_to=13)
    assert (found.doors, found.doors_taking) == (6, 3)
    assert [each.ages for each in found.by_age] == [(10, 11), (12, 13)]
    areas = found.areas
    assert areas["within_share"].tolist() == [0, 0, 0.5, 0, 0, 0, 1, 0]
    assert areas["turned_away_share"].tolist() == [1, 0.4, 0.5, 0, 1, 0, 0, 0]
    assert areas["untaken_share"].tolist() == [0] * 8
    assert areas.loc["N3", "minutes"] == pytest.approx((10 + 80) / 2)
    assert areas.loc["R1", "minutes"] == 40  # both halves to ageless


def test_ages_that_no_door_takes_are_a_share_and_have_no_minutes():
    """Without ageless, ages 12 and 13 of 10–13 have no door; nobody is unreached for that."""
    pack = replace(PACK, assets=PACK.assets.drop(index="ageless"))
    found = reach(pack, age_from=10, age_to=13)
    assert (found.doors, found.doors_taking, found.ages_unstated.total) == (5, 2, 0)
    assert found.areas["untaken_share"].tolist() == [0.5] * 8
    assert found.areas["minutes"].isna().all()
    assert found.areas.loc["N3", ["within_share", "turned_away_share"]].tolist() == [0.5, 0.5]
    assert set(found.areas["nearest"]) == {"hub"}
    assert found.unreached == 0


def test_a_service_that_nobody_offers():
    found = reach(service="nurse-partnership")
    assert (found.doors, found.doors_taking, found.unreached) == (0, 0, 0)
    assert found.areas["untaken_share"].tolist() == [1] * 8
    assert found.areas[["within_share", "turned_away_share"]].eq(0).all(axis=None)
    assert found.areas["minutes"].isna().all()
    assert found.areas["nearest"].isna().all()
    assert found.areas["nearest"].dtype == "str"
    assert list(found.areas.index) == list(AREAS)


def test_rural_minutes_are_told_as_they_are():
    """R2 is 20 minutes from ageless, within a rural limit of 20; N3 in town is as it was."""
    pack = awkward_pack()
    question = awkward_question(pack, rural=RuralRule(mode="walk", limit_min=20))
    found = measure_reach(pack, question, straight_line(pack, question))
    assert found.areas.loc[["N3", "R2"], "minutes"].tolist() == [10, 40]


def test_the_nearest_door_is_that_of_most_people():
    """Age 4 may go to split-a, ages from 5 to hub only: whichever are more children decide."""
    few = counts("N1", people_4=3.0, people_5=2.0)
    many = counts("N1", people_4=2.0, people_5=3.0)
    assert reach(few, age_from=4, age_to=5).areas.loc["N1", "nearest"] == "split-a"
    assert reach(many, age_from=4, age_to=5).areas.loc["N1", "nearest"] == "hub"
    east = table(N2_0=[5, 9], N2_1=[9, 5])
    assert reach(journeys=east).areas.loc["N2", "nearest"] == "hub"  # 0.6 of N2
    assert reach(journeys=table(N2_0=[9, 5], N2_1=[5, 9])).areas.loc["N2", "nearest"] == "split-a"


@pytest.mark.parametrize(("youngest", "oldest", "nearest"), [(3, 5, "split-a"), (4, 6, "hub")])
def test_where_children_are_not_counted_each_age_counts_alike(youngest, oldest, nearest):
    pack = counts("N1", people_4=NAN)
    areas = reach(pack, age_from=youngest, age_to=oldest).areas
    assert areas.loc["N1", "nearest"] == nearest
    assert areas.loc["N1", ["children", "within_share", "minutes"]].isna().all()


def test_minutes_are_weighed_by_the_children_of_each_age():
    """N1: 5 minutes for three children of four, 40 + … to hub (√16 + 1 km) for the fourth."""
    pack = counts("N1", people_4=3.0, people_5=1.0)
    areas = reach(pack, age_from=4, age_to=5).areas
    assert areas.loc["N1", "minutes"] == pytest.approx(0.75 * 5 + 0.25 * 17**0.5 * 10)
    assert areas.loc["N1", "within_share"] == 0.75


def test_a_table_may_hold_the_starting_points_in_any_order_or_miss_some():
    """N4 is not in the table and R1 has no way: both are without minutes, and two are unreached."""
    journeys = table(N2_0=[11, 30], R1_0=[np.inf, np.inf])
    backwards = replace(journeys, minutes=journeys.minutes.drop(index="N4-0").iloc[::-1])
    found = reach(journeys=backwards)
    assert found.areas["within_share"].tolist() == pytest.approx(
        [1, 0.6, 1, 0, 0, 1, NAN, 1], nan_ok=True
    )
    assert found.areas["minutes"].tolist() == pytest.approx(
        [5, 0.4 * 11 + 0.6 * 5, 5, NAN, NAN, 5, NAN, 5], nan_ok=True
    )
    assert found.unreached == 2
    assert (found.method, found.sources) == ("a table", SOURCES)
    assert (found.is_estimate, found.estimated_share) == (False, 0)
    pd.testing.assert_frame_equal(
        reach(journeys=replace(journeys, minutes=journeys.minutes.iloc[::-1])).areas,
        reach(journeys=journeys).areas,
    )


def test_a_starting_point_that_a_table_misses_is_near_to_no_door_that_turns_away():
    """Ages 12–13, split-a and hub 5 minutes from everyone but N4, which the table does not hold."""
    journeys = table()
    missing = replace(journeys, minutes=journeys.minutes.drop(index="N4-0"))
    found = reach(journeys=missing, age_from=12, age_to=13)
    areas = found.areas
    assert [each.turned_away.loc["N4"].tolist() for each in found.by_age] == [[0]]
    assert areas["turned_away_share"].tolist() == [1, 1, 1, 0, 1, 1, 1, 1]
    assert areas["within_share"].tolist() == [0] * 8


def test_who_has_no_way_is_counted_only_where_there_is_a_door():
    """N3 has no way to any door; ages from 12 have no door in the table at all."""
    found = reach(journeys=table(N3_0=[np.inf, np.inf]), age_from=4, age_to=12)
    assert found.unreached == 1
    both = reach(journeys=table(N3_0=[np.inf, 5], N4_0=[5, np.inf]), age_from=4, age_to=5)
    assert both.unreached == 1  # N4's five-year-olds: hub alone takes them


@dataclass(frozen=True, kw_only=True)
class Marked:
    """A table of which some rows are estimated: N1's for split-a, N2's western to hub alone."""

    table: CostMatrix
    mode: str = "walk"
    method: str = "along streets"
    is_estimate: bool = False
    sources: tuple = ()

    def nearest(self, asset_ids):
        found = self.table.nearest(asset_ids)
        estimated = "N1-0" if "split-a" in asset_ids else "N2-0"
        return found.assign(is_estimate=found.index == estimated)


def test_the_estimated_part_is_of_starting_points_at_any_age():
    """One of nine is estimated for ages to 4, another for ages from 5."""
    journeys = Marked(table=table())
    assert reach(journeys=journeys).estimated_share == pytest.approx(1 / 9)
    assert reach(journeys=journeys, age_from=4, age_to=5).estimated_share == pytest.approx(2 / 9)
    nobody = replace(PACK, origins=PACK.origins.iloc[:0])
    empty = Marked(table=replace(table(), minutes=table().minutes.iloc[:0]))
    assert reach(nobody, journeys=empty).estimated_share == 0


def test_rounding_makes_nobody_of_more_than_everybody():
    """Three ages with a door each, all at N1: their shares add up to over 1 in binary."""
    parts = next(
        trio
        for trio in ((a, b, c) for a in range(1, 30) for b in range(1, 30) for c in range(1, 30))
        if sum(each / sum(trio) for each in trio) > 1
    )
    assets = PACK.assets.loc[["split-a", "split-b", "shut"]].assign(status="open")
    assets[["age_from", "age_to"]] = [[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]]
    assets = assets.set_geometry([Point(WEST + 1000, SOUTH + 1000)] * 3, crs=PACK.assets.crs)
    pack = replace(
        counts("N1", **{f"people_{age}": float(part) for age, part in enumerate(parts)}),
        assets=assets,
    )
    found = reach(pack, age_from=0, age_to=2)
    assert found.areas.loc["N1", "within_share"] == 1
    away = reach(replace(pack, assets=assets.assign(age_from=5.0, age_to=6.0)), age_to=2)
    assert away.areas.loc["N1", "turned_away_share"] == 1


def test_ages_are_grouped_by_the_doors_that_take_them():
    doors = open_doors(PACK.assets[PACK.assets["kind"] != "library"])
    groups = [(ages, sorted(ids)) for ages, ids in same_doors(doors, range(3, 14))]
    assert groups == [
        ([3, 4], sorted(DOORS)),
        ([5, 6, 7, 8, 9, 10, 11], ["ageless", "hub", "linked"]),
        ([12, 13], ["ageless"]),
    ]


def test_ages_apart_with_the_same_doors_are_one_group():
    """A door for age 5 only: ages 4 and 6 have the same doors without it."""
    doors = open_doors(PACK.assets.loc[["hub", "split-a"]]).assign(
        age_from=[0.0, 5.0], age_to=[11.0, 5.0]
    )
    groups = [(ages, list(ids)) for ages, ids in same_doors(doors, range(4, 7))]
    assert groups == [([4, 6], ["hub"]), ([5], ["hub", "split-a"])]


def test_the_nearest_of_each_group_comes_in_the_order_of_the_starting_points():
    question = awkward_question(PACK, age_from=4, age_to=5)
    journeys = table(N2_0=[9, 7])
    backwards = replace(journeys, minutes=journeys.minutes.iloc[::-1])
    found = list(nearest_by_ages(PACK, question, backwards))
    assert [ages for ages, _ in found] == [[4], [5]]
    for _, nearest in found:
        assert nearest.index.equals(PACK.origins.index)
    assert [nearest.loc["N2-0", "minutes"] for _, nearest in found] == [7, 7]
    assert [nearest.loc["N1-0", "asset_id"] for _, nearest in found] == ["split-a", "hub"]


def test_children_are_shared_out_over_the_ages():
    children = pd.DataFrame({3: [6.0, 0, 1, 0], 4: [2.0, 0, NAN, 5]}, index=list("abcd"))
    shares = age_shares(children)
    assert shares.columns.tolist() == [3, 4]
    assert shares.loc["a"].tolist() == [0.75, 0.25]
    assert shares.loc["b"].tolist() == [0.5, 0.5]
    assert shares.loc["c"].isna().all()
    assert shares.loc["d"].tolist() == [0, 1]


def test_only_doors_of_the_service_count():
    assert reach(service="libraries").doors == 1
    assert reach(service="libraries").areas["nearest"].unique().tolist() == ["library"]
    assert tiny_info().services["libraries"].kinds == ("library",)

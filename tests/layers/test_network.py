import math
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial import Delaunay

from geodata import schema
from geodata.model import Network
from geodata.pack import arrange
from geodata.sources.osm import read_streets
from layers.__main__ import main
from layers.access.graph import graph_of
from layers.access.journeys import StraightLine
from layers.access.journeys_for import journeys_for
from layers.access.network import NetworkJourneys
from layers.access.snapping import measure_snapping
from layers.catalogue import catalogue
from layers.gaps import measure_gaps
from layers.question.question import default_question
from layers.question.sentence import question_sentence
from tests.builders import CRS, SOUTH, WEST, tiny_info, tiny_origins, tiny_pack
from tests.extracts import STREET, write_extract
from tests.sweeps import examples

WALK_M_PER_MIN = 4000 / 60
CAR_M_PER_MIN = 30 * 1609.344 / 60 / 1.3  # 30 mph, slowed by a built-up area
SOURCE = tiny_info().sources["made-up"]


def travel(network, origins, doors, mode="walk", corner=(WEST, SOUTH)):
    """Journeys from origins to doors, each given as name → metres east and north of the corner."""
    starts = pd.DataFrame(origins, index=["easting_m", "northing_m"], dtype=float).T + list(corner)
    ends = pd.DataFrame(doors, index=["x", "y"], dtype=float).T + list(corner)
    assets = gpd.GeoDataFrame(
        index=ends.index, geometry=gpd.points_from_xy(ends["x"], ends["y"]), crs=CRS
    )
    pace = {"walk": 4.0, "drive": 30.0}[mode]
    return NetworkJourneys(
        graph=graph_of(network, mode),
        estimate=StraightLine(origins=starts, assets=assets, mode=mode, pace_kmh=pace, detour=1.3),
        sources=(SOURCE,),
        walk_kmh=4.0,
    )


def drawn(tmp_path, points, ways, barriers=None):
    return read_streets(write_extract(tmp_path / "x.osm.pbf", points, ways, barriers))


def minutes(journeys, *doors):
    return journeys.nearest(list(doors))["minutes"].to_dict()


# Worked by hand


@pytest.fixture(name="river")
def river_with_one_bridge(tmp_path):
    """Two banks 200 m apart and 1,000 m long, joined by a bridge at their eastern end."""
    points = {"a": (0, 0), "b": (1000, 0), "c": (0, 200), "d": (1000, 200)}
    bridge = STREET | {"bridge": "yes"}
    return drawn(tmp_path, points, [("a b", STREET), ("c d", STREET), ("b d", bridge)])


def test_a_river_is_crossed_by_its_bridge(river):
    """There and across and back again: 2,200 m, 33 minutes; as the crow flies, 4."""
    found = minutes(travel(river, {"o": (0, 0)}, {"door": (0, 200)}), "door")
    assert found["o"] == pytest.approx(2200 / WALK_M_PER_MIN, abs=0.02)


def test_the_way_to_the_street_is_walked_too(river):
    """60 m from the origin to the street, 40 m from the street to the door, 1,000 m along it."""
    found = minutes(travel(river, {"o": (0, -60)}, {"door": (1000, -40)}), "door")
    assert found["o"] == pytest.approx(1100 / WALK_M_PER_MIN, abs=0.02)
    driven = minutes(travel(river, {"o": (0, -60)}, {"door": (1000, -40)}, "drive"), "door")
    expected = 1000 / CAR_M_PER_MIN + 100 / WALK_M_PER_MIN
    assert driven["o"] == pytest.approx(expected, abs=0.01)


def test_one_way_streets_are_obeyed_on_the_way_to_the_door(tmp_path):
    """Round a triangle of 300, 400 and 500 m: with the arrows 300 m, against them 900 m."""
    points = {"a": (0, 0), "b": (300, 0), "c": (300, 400)}
    ring = drawn(tmp_path, points, [("a b c a", STREET | {"oneway": "yes"})])
    with_it = travel(ring, {"a": (0, 0)}, {"b": (300, 0)}, "drive")
    against = travel(ring, {"b": (300, 0)}, {"a": (0, 0)}, "drive")
    assert minutes(with_it, "b")["a"] == pytest.approx(300 / CAR_M_PER_MIN, abs=0.002)
    assert minutes(against, "a")["b"] == pytest.approx(900 / CAR_M_PER_MIN, abs=0.002)
    on_foot = travel(ring, {"b": (300, 0)}, {"a": (0, 0)})
    assert minutes(on_foot, "a")["b"] == pytest.approx(300 / WALK_M_PER_MIN, abs=0.01)


def test_a_bollard_turns_cars_back_and_lets_prams_through(tmp_path):
    """600 m through the bollard; 1,800 m round the block by car."""
    points = {"a": (0, 0), "x": (300, 0), "b": (600, 0), "c": (600, 600), "d": (0, 600)}
    points |= {"w": (290, 0), "e": (310, 0)}
    ways = [("a w x e b", STREET), ("b c d a", STREET)]
    block = drawn(tmp_path, points, ways, {"x": {"barrier": "bollard"}})
    ends = {"o": (0, 0)}, {"door": (600, 0)}
    assert minutes(travel(block, *ends), "door")["o"] == pytest.approx(
        600 / WALK_M_PER_MIN, abs=0.02
    )
    assert minutes(travel(block, *ends, "drive"), "door")["o"] == pytest.approx(
        1800 / CAR_M_PER_MIN, abs=0.01
    )


@pytest.fixture(name="estate")
def town_and_estate(tmp_path):
    """A town of two streets, and a short estate road 2 km away that joins nothing."""
    points = {"a": (0, 0), "b": (90, 0), "c": (180, 0), "y": (2000, 0), "z": (2050, 0)}
    return drawn(tmp_path, points, [("a b", STREET), ("b c", STREET), ("y z", STREET)])


def test_an_estate_that_no_street_joins_has_no_way_out(estate):
    found = travel(estate, {"in": (2000, 0), "town": (0, 0)}, {"door": (180, 0)}).nearest(["door"])
    assert math.isnan(found.loc["in", "minutes"])
    assert pd.isna(found.loc["in", "asset_id"])
    assert not found["is_estimate"].any()
    assert found.loc["town", "minutes"] == pytest.approx(180 / WALK_M_PER_MIN, abs=0.02)


def test_a_door_on_the_estate_is_reached_from_the_estate_only(estate):
    starts = {"in": (2000, 0), "town": (0, 0)}
    found = minutes(travel(estate, starts, {"hall": (2050, 0)}), "hall")
    assert found["in"] == pytest.approx(50 / WALK_M_PER_MIN, abs=0.02)
    assert math.isnan(found["town"])


def test_what_is_near_no_street_is_estimated_and_marked(estate):
    """A farm 1,000 m from the town's street, and a far door 600 m from it."""
    journeys = travel(
        estate, {"farm": (0, 1000), "town": (0, 0)}, {"door": (0, 0), "far": (0, -600)}
    )
    found = journeys.nearest(["door"])
    assert found["is_estimate"].to_dict() == {"farm": True, "town": False}
    assert found.loc["farm", "minutes"] == pytest.approx(1300 / WALK_M_PER_MIN, abs=0.02)
    far = journeys.nearest(["far"])
    assert far["is_estimate"].all()
    assert far.loc["town", "minutes"] == pytest.approx(780 / WALK_M_PER_MIN, abs=0.02)
    assert journeys.stranded().tolist() == [True, False]


def test_nobody_walks_along_a_motorway_or_parks_on_it(tmp_path):
    """Two villages joined by 1,000 m of motorway, and a farm beside the middle of it."""
    points = {"a": (0, 0), "b": (200, 0), "m": (700, 0), "c": (1200, 0), "d": (1400, 0)}
    points["e"] = (-200, 0)
    fast = {"highway": "motorway", "oneway": "no", "maxspeed": "60 mph"}
    ways = [("e a b", STREET), ("b m c", fast), ("c d", STREET)]
    road = drawn(tmp_path, points, ways)
    starts, door = {"a": (0, 0), "farm": (700, 100)}, {"door": (1400, 0)}
    assert math.isnan(minutes(travel(road, starts, door), "door")["a"]) is True
    driven = minutes(travel(road, starts, door, "drive"), "door")
    fast_min = 1000 / (60 * 1609.344 / 60)
    assert driven["a"] == pytest.approx(400 / CAR_M_PER_MIN + fast_min, abs=0.01)
    # The farm walks 510 m to a village, which is too far: no street is near it.
    assert travel(road, starts, door, "drive").nearest(["door"])["is_estimate"].tolist() == [
        False,
        True,
    ]


# The answers agree with one another


def random_network(seed, count=60, *, two_way=True):
    """Points joined to their neighbours, some one way for cars; lengths longer than the line."""
    rng = np.random.default_rng(seed)
    at = rng.uniform(0, 3000, (count, 2))
    corners = Delaunay(at).simplices
    pairs = np.unique(np.sort(np.vstack([corners[:, [0, 1]], corners[:, [1, 2]]])), axis=0)
    metres = np.hypot(*(at[pairs[:, 0]] - at[pairs[:, 1]]).T) * rng.uniform(1, 1.4, len(pairs))
    drive = metres / 500
    edges = pd.DataFrame(
        {
            "from_node": pairs[:, 0],
            "to_node": pairs[:, 1],
            "metres": metres,
            "walk": True,
            "drive_min": drive,
            "drive_back_min": np.where(rng.random(len(pairs)) < 0.3, np.nan, drive),
            "built_up": rng.random(len(pairs)) < 0.5,
        }
    )
    if two_way:
        edges["drive_back_min"] = drive
    nodes = pd.DataFrame(at + np.array([WEST, SOUTH]), columns=["easting_m", "northing_m"])
    return Network(
        nodes=arrange(schema.NETWORK_NODES, nodes), edges=arrange(schema.NETWORK_EDGES, edges)
    )


def scattered(seed, count, prefix):
    rng = np.random.default_rng([seed, count])
    return {f"{prefix}{n}": rng.uniform(-200, 3200, 2) for n in range(count)}


def random_travel(seed, mode="walk", corner=(WEST, SOUTH)):
    network = random_network(seed, two_way=False)
    if corner != (WEST, SOUTH):
        network = replace(network, nodes=network.nodes + np.array(corner) - [WEST, SOUTH])
    return travel(network, scattered(seed, 30, "o"), scattered(seed, 7, "d"), mode, corner)


DOORS = [f"d{n}" for n in range(7)]


@pytest.mark.parametrize("mode", ["walk", "drive"])
@pytest.mark.parametrize("seed", range(6))
def test_nearest_few_and_within_agree_with_the_whole_table(seed, mode):
    journeys = random_travel(seed, mode)
    table = journeys.matrix(DOORS)
    nearest, two = journeys.nearest(DOORS), journeys.two_nearest(DOORS)
    ordered = np.sort(table.to_numpy(), axis=1)
    assert nearest["minutes"].tolist() == pytest.approx(ordered[:, 0], nan_ok=True)
    assert two["minutes_2"].tolist() == pytest.approx(ordered[:, 1], nan_ok=True)
    few = journeys.k_nearest(DOORS, 4)
    assert few.to_numpy().tolist() == pytest.approx(ordered[:, :4], nan_ok=True)
    for rank in (1, 2):
        for origin, row in two.iterrows():
            assert table.loc[origin, row[f"asset_id_{rank}"]] == pytest.approx(
                row[f"minutes_{rank}"]
            )
    pairs = journeys.within(DOORS, 20)
    near = table.where(table <= 20)
    assert pairs.minutes.nnz == near.notna().sum().sum()
    assert pairs.minutes.toarray() == pytest.approx(near.fillna(0).to_numpy())
    assert list(pairs.site_ids) == DOORS


def test_second_nearest_of_two_doors_at_one_place_is_the_other(river):
    doors = {"one": (0, 200), "two": (0, 200), "three": (1000, 0)}
    found = travel(river, {"o": (0, 0)}, doors).two_nearest(["one", "two"])
    assert set(found[["asset_id_1", "asset_id_2"]].iloc[0]) == {"one", "two"}
    assert found["minutes_1"].iloc[0] == pytest.approx(found["minutes_2"].iloc[0])


def test_fewer_doors_than_asked_for_leave_the_rest_empty(river):
    journeys = travel(river, {"o": (0, 0)}, {"door": (0, 200)})
    assert journeys.k_nearest(["door"], 2).loc["o"].isna().tolist() == [False, True]
    assert journeys.k_nearest(["door"], 3).loc["o"].isna().tolist() == [False, True, True]
    assert journeys.nearest([])["minutes"].isna().all()
    assert journeys.nearest(["unheard-of"])["minutes"].isna().all()
    assert journeys.within([], 20).minutes.shape == (1, 0)
    assert journeys.matrix([]).shape == (1, 0)


@examples(15)
@given(seed=st.integers(0, 99), dx=st.integers(-90_000, 90_000), dy=st.integers(-90_000, 90_000))
def test_moving_everything_changes_nothing(seed, dx, dy):
    moved = random_travel(seed, "drive", (WEST + dx, SOUTH + dy)).nearest(DOORS)
    here = random_travel(seed, "drive").nearest(DOORS)
    assert moved["minutes"].tolist() == pytest.approx(here["minutes"].tolist(), nan_ok=True)


@examples(20)
@given(seed=st.integers(0, 99), ends=st.lists(st.integers(0, 59), min_size=2, max_size=2))
def test_a_new_street_never_lengthens_a_journey(seed, ends):
    network = random_network(seed)
    at = network.nodes.to_numpy()
    metres = float(np.hypot(*(at[ends[0]] - at[ends[1]])))
    row = {"from_node": ends[0], "to_node": ends[1], "metres": metres, "walk": True}
    row |= {"drive_min": metres / 400, "drive_back_min": metres / 400, "built_up": False}
    edges = pd.concat([network.edges, pd.DataFrame([row])], ignore_index=True)
    more = replace(network, edges=arrange(schema.NETWORK_EDGES, edges))
    starts, doors = scattered(seed, 30, "o"), scattered(seed, 7, "d")
    for mode in ("walk", "drive"):
        before = travel(network, starts, doors, mode).nearest(DOORS)["minutes"]
        after = travel(more, starts, doors, mode).nearest(DOORS)["minutes"]
        assert (after <= before + 1e-9).all()


@examples(20)
@given(seed=st.integers(0, 99))
def test_no_way_is_shorter_than_the_straight_line(seed):
    journeys = random_travel(seed)
    line = replace(journeys.estimate, detour=1.0).nearest(DOORS)["minutes"]
    assert (journeys.nearest(DOORS)["minutes"] >= line - 1e-9).all()


@examples(15)
@given(seed=st.integers(0, 99), many=st.integers(1, 6))
def test_a_new_door_never_lengthens_a_journey(seed, many):
    journeys = random_travel(seed, "drive")
    some = journeys.nearest(DOORS[:many])["minutes"]
    assert (journeys.nearest(DOORS)["minutes"] <= some.fillna(np.inf) + 1e-9).all()


# A pack with streets is asked along them


@pytest.fixture(name="gridded", scope="module")
def pack_with_a_street_grid():
    """The tiny pack with a street every 250 m, except across the middle of its western column."""
    steps = np.arange(0, 3001, 250.0)
    at = np.array([(x, y) for x in steps for y in steps])
    near = np.abs(at[:, None] - at[None]).sum(axis=2) == 250
    pairs = np.argwhere(np.triu(near))
    over = (at[pairs] == [[0, 1000], [0, 1250]]).all(axis=(1, 2))
    pairs = pairs[~over]
    edges = pd.DataFrame({"from_node": pairs[:, 0], "to_node": pairs[:, 1], "metres": 250.0})
    edges = edges.assign(walk=True, drive_min=0.5, drive_back_min=0.5, built_up=False)
    nodes = pd.DataFrame(at + np.array([WEST, SOUTH]), columns=["easting_m", "northing_m"])
    network = Network(
        nodes=arrange(schema.NETWORK_NODES, nodes), edges=arrange(schema.NETWORK_EDGES, edges)
    )
    return replace(tiny_pack(info=tiny_info(network_source="made-up")), network=network)


def test_a_pack_with_streets_is_measured_along_them(gridded):
    """A1's origins are 250 m along the street from the centre: all of its children are reached."""
    question = default_question(gridded)
    gaps = measure_gaps(gridded, question)
    assert isinstance(journeys_for(gridded, question), NetworkJourneys)
    assert not gaps.reach.is_estimate
    assert gaps.areas.loc["A1", "minutes"] == pytest.approx(250 / WALK_M_PER_MIN)
    assert (
        gaps.parameters()["journeys"]
        == "along the road network, without footpaths (Made for tests)"
    )
    assert gaps.total["children"] == measure_gaps(tiny_pack(), question).total["children"]
    assert "Made for tests" in [source.title for source in gaps.sources]


def test_the_method_is_said_truly_when_all_is_measured(gridded):
    said = measure_gaps(gridded, default_question(gridded)).method()
    assert said.startswith(
        "Journeys are measured along the road network, without footpaths (Made for tests) from 18 "
        "starting points, at 4 km/h."
    )
    assert "straight" not in said


def test_the_method_is_said_truly_when_some_is_estimated(gridded):
    """Both origins of C3 are moved 5 km away from every street."""
    origins = tiny_origins()
    origins.loc[["C3-0", "C3-1"], "easting_m"] += 8000
    pack = replace(gridded, origins=origins)
    gaps = measure_gaps(pack, default_question(pack))
    assert gaps.reach.estimated_share == pytest.approx(2 / 18)
    said = gaps.method()
    assert "; a straight-line estimate for 11% of them." in said


def test_the_method_says_how_many_have_no_way(gridded):
    """The streets of the eastern third are cut off, and the zone there is shut."""
    edges = gridded.network.edges
    east = gridded.network.nodes["easting_m"].to_numpy() > WEST + 2000
    ends = edges[["from_node", "to_node"]].to_numpy()
    kept = east[ends[:, 0]] == east[ends[:, 1]]
    assets = gridded.assets.drop(index="zone-c")
    cut = replace(gridded.network, edges=edges[kept].reset_index(drop=True))
    pack = replace(gridded, network=cut, assets=assets)
    gaps = measure_gaps(pack, default_question(pack))
    assert gaps.reach.unreached == 3  # the western origins of C1 to C3 are within 500 m of a way
    assert "; no way was found from 3 of them." in gaps.method()
    assert gaps.areas.loc["C1", "within_share"] == 0


def test_a_pack_without_streets_keeps_its_straight_lines():
    pack = tiny_pack()
    assert isinstance(journeys_for(pack, default_question(pack)), StraightLine)


# The report


def test_the_report_counts_what_stands_where(gridded):
    origins = tiny_origins()
    origins.loc["C3-0", "easting_m"] += 9000
    pack = replace(gridded, origins=origins)
    found = measure_snapping(pack, default_question(pack))
    starts = found.points.loc["starting points"]
    assert starts[["count", "on_main", "on_island", "estimated"]].tolist() == [18, 17, 0, 1]
    assert found.points.loc["doors", "count"] == 2
    assert starts["typical_m"] == 0
    assert "6% of starting points are too far from any street" in found.sentence()
    assert found.parameters()["main_share"] == 1
    assert found.missing() == {"starting points": 1.0}
    assert found.notes() == ("What is near no street is taken to its door in a straight line.",)


def test_the_report_notes_nothing_where_everything_is_on_a_street(gridded):
    found = measure_snapping(gridded, default_question(gridded))
    assert found.missing() == {}
    assert found.notes() == ()


def test_a_pack_without_streets_reports_that():
    pack = tiny_pack()
    assert "holds no streets" in measure_snapping(pack, default_question(pack)).sentence()


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_the_report_is_printed(capsys, form):
    assert main(["journeys", "--format", form]) == 0
    assert "starting points" in capsys.readouterr().out


def test_a_question_that_cannot_be_asked_is_refused(capsys):
    assert main(["journeys", "--mode", "fly"]) == 2
    assert "'fly'" in capsys.readouterr().err


def test_streets_are_listed_among_the_layers(gridded):
    [streets] = [layer for layer in catalogue(gridded) if layer.key == "streets"]
    assert streets.rows == len(gridded.network.edges)
    assert streets.source == SOURCE
    assert "streets" not in [layer.key for layer in catalogue(tiny_pack())]


def test_a_pace_by_car_is_not_said_where_the_roads_decide_it(gridded):
    asked = {"mode": "drive", "pace_kmh": 50.0}
    assert "Pace" not in question_sentence(default_question(gridded, **asked), gridded)
    plain = tiny_pack()
    assert "Pace 50 km/h." in question_sentence(default_question(plain, **asked), plain)


def test_footpaths_among_the_streets_are_seen_in_the_data(gridded):
    edges = gridded.network.edges.copy()
    edges.loc[edges.index[::3], ["drive_min", "drive_back_min"]] = np.nan
    with_paths = replace(gridded, network=replace(gridded.network, edges=edges))
    question = default_question(gridded)
    said = journeys_for(with_paths, question).method
    assert said == "along the road network (Made for tests)"
    by_car = replace(question, mode="drive")
    assert journeys_for(gridded, by_car).method == "along the road network (Made for tests)"

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import DataError
from geodata.sources.osm import read_streets
from geodata.sources.osm_tags import read_speed_kmh, read_street, stops
from geodata.streets import Drawn, label_islands, make_network
from tests.builders import SOUTH, WEST
from tests.extracts import STREET, write_extract
from tests.sweeps import examples

MPH_30 = 30 * 1.609344


def stretches(network):
    """Stretches as a table of rounded places on the tiny grid, whichever way they were drawn."""
    at = network.nodes.to_numpy() - [WEST, SOUTH]
    places = [tuple(int(v) for v in row) for row in at.round(0)]
    return {
        (places[edge.from_node], places[edge.to_node]): edge for edge in network.edges.itertuples()
    }


def read(tmp_path, points, ways, barriers=None, **options):
    return read_streets(write_extract(tmp_path / "x.osm.pbf", points, ways, barriers), **options)


# Shapes


def test_metres_and_minutes_are_those_of_the_street(tmp_path):
    """300 m at 30 mph: 300 ÷ (48,280 ÷ 60) = 0.373 minutes."""
    found = read(tmp_path, {"a": (0, 0), "b": (60, 80), "c": (240, 320)}, [("a b c", STREET)])
    edges = found.edges
    assert edges["metres"].sum() == pytest.approx(400, abs=0.2)
    assert edges["drive_min"].sum() == pytest.approx(400 / (MPH_30 * 1000 / 60), abs=1e-3)
    assert edges["drive_back_min"].sum() == pytest.approx(edges["drive_min"].sum())
    assert edges["walk"].all()
    assert edges["built_up"].all()


def test_only_a_shared_point_joins_streets(tmp_path):
    """Two streets cross in the air, on a bridge or not; a third shares a point with the first."""
    points = {"w": (0, 100), "m": (100, 100), "e": (200, 100), "s": (50, 0), "n": (50, 200)}
    points["x"] = (100, 300)
    bridge = STREET | {"bridge": "yes", "layer": "1"}
    found = read(tmp_path, points, [("w m e", STREET), ("s n", bridge), ("m x", STREET)])
    assert len(set(label_islands(found))) == 2
    ends = set(stretches(found))
    assert ((0, 100), (100, 100)) in ends
    assert ((50, 0), (50, 200)) in ends


def test_length_is_measured_before_corners_are_left_out(tmp_path):
    """Twenty short zigzag steps of 5 m come out as stretches of about 100 m, 100 m in all."""
    points = {f"p{n}": (n * 4.0, 3.0 * (n % 2)) for n in range(21)}
    found = read(tmp_path, points, [(" ".join(points), STREET)])
    assert len(found.edges) <= 2
    assert found.edges["metres"].sum() == pytest.approx(100, abs=0.2)


def test_a_long_street_keeps_a_point_every_hundred_metres(tmp_path):
    points = {f"p{n}": (n * 20.0, 0.0) for n in range(51)}
    found = read(tmp_path, points, [(" ".join(points), STREET)])
    assert len(found.edges) == 10
    assert found.edges["metres"].max() <= 120.1  # the first corner after a hundred metres
    assert found.edges["metres"].sum() == pytest.approx(1000, abs=0.2)


def test_a_street_that_leaves_the_extract_is_kept_up_to_its_edge(tmp_path):
    points = {"a": (0, 0), "b": (90, 0), "c": (150, 0)}
    found = read(tmp_path, points, [("a b c gone gone2", STREET)])
    assert found.edges["metres"].sum() == pytest.approx(150, abs=0.2)


def test_islands_are_numbered_from_the_largest(tmp_path):
    points = {"a": (0, 0), "b": (90, 0), "c": (90, 90), "y": (900, 0), "z": (950, 0)}
    found = read(tmp_path, points, [("y z", STREET), ("a b", STREET), ("b c", STREET)])
    assert sorted(label_islands(found)) == [0, 0, 0, 1, 1]


# Who may go


@pytest.mark.parametrize(
    ("tags", "walk", "ahead", "back"),
    [
        ({"highway": "residential"}, True, True, True),
        ({"highway": "footway"}, True, False, False),
        ({"highway": "motorway"}, False, True, False),
        ({"highway": "trunk", "motorroad": "yes"}, False, True, True),
        ({"highway": "residential", "oneway": "yes"}, True, True, False),
        ({"highway": "residential", "oneway": "-1"}, True, False, True),
        ({"highway": "tertiary", "junction": "roundabout"}, True, True, False),
        ({"highway": "motorway_link", "oneway": "no"}, False, True, True),
        ({"highway": "service", "access": "private"}, None, None, None),
        ({"highway": "service", "access": "private", "foot": "yes"}, True, False, False),
        ({"highway": "residential", "motor_vehicle": "no"}, True, False, False),
        ({"highway": "residential", "access": "no", "motorcar": "yes"}, False, True, True),
        ({"highway": "residential", "foot": "no"}, False, True, True),
        ({"highway": "track"}, True, False, False),
        ({"highway": "track", "motor_vehicle": "permissive"}, True, True, True),
        ({"highway": "footway", "access": "yes"}, True, False, False),
        ({"highway": "pedestrian", "area": "yes"}, True, False, False),
        ({"highway": "construction"}, None, None, None),
        ({"railway": "rail"}, None, None, None),
    ],
)
def test_tags_say_who_may_go_which_way(tags, walk, ahead, back):
    street = read_street(tags)
    if walk is None:
        assert street is None
    else:
        assert (street.walk, street.ahead_kmh > 0, street.back_kmh > 0) == (walk, ahead, back)


@pytest.mark.parametrize(
    ("text", "kmh"),
    [
        ("30 mph", MPH_30),
        ("30mph", MPH_30),
        ("50", 50),
        ("50 km/h", 50),
        ("GB:nsl_single", 60 * 1.609344),
        ("GB:motorway", 70 * 1.609344),
        ("signals", None),
        ("", None),
        ("0", None),
        ("30;50", None),
    ],
)
def test_a_stated_limit_is_read_in_its_unit(text, kmh):
    assert read_speed_kmh(text) == (kmh if kmh is None else pytest.approx(kmh))


def test_a_car_park_aisle_is_no_faster_for_a_sign():
    assert read_street({"highway": "service", "maxspeed": "60 mph"}).ahead_kmh == 20
    assert read_street({"highway": "residential", "maxspeed": "20 mph"}).ahead_kmh == pytest.approx(
        20 * 1.609344
    )


@pytest.mark.parametrize(
    ("tags", "walkers", "cars"),
    [
        ({}, False, False),
        ({"barrier": "bollard"}, False, True),
        ({"barrier": "gate"}, False, False),
        ({"barrier": "gate", "access": "private"}, True, True),
        ({"barrier": "gate", "access": "private", "foot": "yes"}, False, True),
        ({"barrier": "bollard", "motor_vehicle": "yes"}, False, False),
        ({"barrier": "lift_gate", "motor_vehicle": "private"}, False, True),
        ({"barrier": "stile"}, False, True),
    ],
)
def test_a_barrier_stops_whom_it_says(tags, walkers, cars):
    assert stops(tags) == (walkers, cars)


def test_a_bollard_shuts_a_street_to_cars_and_only_there(tmp_path):
    points = {"a": (0, 0), "b": (300, 0), "c": (310, 0), "d": (320, 0), "e": (600, 0)}
    found = read(tmp_path, points, [("a b c d e", STREET)], {"c": {"barrier": "bollard"}})
    edges = stretches(found)
    assert np.isnan(edges[(300, 0), (310, 0)].drive_min)
    assert np.isnan(edges[(310, 0), (320, 0)].drive_min)
    assert edges[(0, 0), (300, 0)].drive_min > 0
    assert found.edges["walk"].all()


def test_a_gate_drawn_on_a_crossroads_does_not_shut_the_main_road(tmp_path):
    points = {"a": (0, 0), "b": (100, 0), "c": (200, 0), "f": (100, 80)}
    main, lane = STREET | {"highway": "primary"}, {"highway": "service"}
    found = read(
        tmp_path,
        points,
        [("a b c", main), ("b f", lane)],
        {"b": {"barrier": "gate", "access": "private"}},
    )
    edges = stretches(found)
    assert edges[(0, 0), (100, 0)].drive_min > 0
    assert ((100, 0), (100, 80)) not in edges


# What cannot be used


def test_a_file_of_another_kind_is_refused(tmp_path):
    path = tmp_path / "map.osm"
    path.write_text("<osm/>")
    with pytest.raises(DataError, match=r"map.osm: found OpenStreetMap XML; expected an .osm.pbf"):
        read_streets(path)


@pytest.mark.parametrize(("content", "said"), [(b"", "an empty file"), (b"hello", "found text")])
def test_a_file_that_is_no_extract_is_refused(tmp_path, content, said):
    path = tmp_path / "x.osm.pbf"
    path.write_bytes(content)
    with pytest.raises(DataError, match=said):
        read_streets(path)


def test_a_file_cut_short_is_refused(tmp_path):
    points = {f"p{n}": (n * 13.0, n * 7.0) for n in range(3000)}
    path = write_extract(tmp_path / "x.osm.pbf", points, [(" ".join(points), STREET)])
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(DataError, match="a damaged file") as caught:
        read_streets(path)
    assert len(caught.value.problems) == 1


def test_an_extract_without_streets_is_refused(tmp_path):
    with pytest.raises(DataError, match="no streets"):
        read(tmp_path, {"a": (0, 0), "b": (9, 9)}, [("a b", {"railway": "rail"})])


def test_an_extract_of_elsewhere_is_refused(tmp_path):
    path = write_extract(
        tmp_path / "x.osm.pbf", {"a": (0, 0), "b": (90, 0)}, [("a b", STREET)], corner=(4e5, 1e5)
    )
    here = pd.DataFrame({"easting_m": [WEST], "northing_m": [SOUTH]})
    with pytest.raises(DataError, match="pack’s own county"):
        read_streets(path, around=here)


def test_streets_far_outside_are_left_out(tmp_path):
    points = {"a": (0, 0), "b": (90, 0), "y": (50_000, 0), "z": (50_090, 0)}
    here = pd.DataFrame({"easting_m": [WEST], "northing_m": [SOUTH]})
    found = read(tmp_path, points, [("a b", STREET), ("y z", STREET)], around=here)
    assert len(found.edges) == 1


def test_progress_is_told(tmp_path):
    told = []
    read(tmp_path, {"a": (0, 0), "b": (90, 0)}, [("a b", STREET)], say=told.append)
    assert told[-1] == "Kept 2 points and 1 stretches of street"


# Relations


@examples(20)
@given(
    steps=st.lists(st.tuples(st.integers(1, 90), st.integers(-90, 90)), min_size=1, max_size=30),
    dx=st.integers(-50_000, 50_000),
)
def test_moving_and_turning_a_street_round_change_no_length(steps, dx):
    corners = np.cumsum(np.array([(0, 0), *steps], dtype=float), axis=0)

    def total(points):
        n = len(points)
        flag = np.zeros(n, dtype=bool)
        one = np.array([True])
        drawn = Drawn(
            points=points, stops_walkers=flag, stops_cars=flag,
            line=np.zeros(n, dtype=np.int64), corner=np.arange(n), walk=one,
            ahead_kmh=np.array([30.0]), back_kmh=np.array([0.0]), built_up=one, minor=~one,
        )  # fmt: skip
        return make_network(drawn).edges["metres"].sum()

    straight = np.hypot(*np.diff(corners, axis=0).T).sum()
    assert total(corners) == pytest.approx(straight, abs=0.1 * len(steps))
    assert total(corners + dx) == pytest.approx(total(corners), abs=0.1 * len(steps))
    assert total(corners[::-1]) == pytest.approx(straight, abs=0.1 * len(steps))

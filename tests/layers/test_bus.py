import math
from dataclasses import replace
from itertools import pairwise, product

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import QuestionError
from geodata.sources.gtfs import read_timetable
from layers.access.bus import BusJourneys
from layers.access.journeys import StraightLine
from layers.access.journeys_for import journeys_for
from layers.access.reach import straight_line
from layers.access.scan import scan, shortest_rides
from layers.catalogue import catalogue
from layers.cover.grid import measure_cover
from layers.gaps import measure_gaps
from layers.question.address import query_string, question_from_query
from layers.question.question import default_question
from layers.question.sentence import question_sentence
from tests.builders import CRS, SOUTH, WEST, tiny_info, tiny_pack
from tests.sweeps import examples
from tests.timetables import tiny_pack_with_bus, write_feed

STOPS = {"A": (0, 0), "B": (4000, 0), "C": (4000, 6000)}
MIN_PER_M = 1.3 / (4000 / 60)  # on foot
HOME, DOOR = {"home": (0, 100)}, {"door": (4000, 6050)}
WALKS = 150 * MIN_PER_M  # 100 m to the stop and 50 m from it


def ride(tmp_path, trips, origins=None, doors=None, stops=None):
    timetable = read_timetable(write_feed(tmp_path / "feed.zip", stops or STOPS, trips))
    starts = pd.DataFrame(origins or HOME, index=["easting_m", "northing_m"], dtype=float).T
    ends = pd.DataFrame(doors or DOOR, index=["x", "y"], dtype=float).T + np.array([WEST, SOUTH])
    line = StraightLine(
        origins=starts + np.array([WEST, SOUTH]),
        assets=gpd.GeoDataFrame(
            index=ends.index, geometry=gpd.points_from_xy(ends["x"], ends["y"]), crs=CRS
        ),
        mode="walk",
        pace_kmh=4.0,
        detour=1.3,
    )
    source = tiny_info().sources["made-up"]
    return BusJourneys(timetable=timetable, on_foot=line, line=line, sources=(source,))


def minutes(journeys, *doors):
    return journeys.nearest(list(doors or DOOR))["minutes"].iloc[0]


# Worked by hand


def test_one_change_with_time_to_make_it(tmp_path):
    """Off at 9:50, on at 9:55, there at 10:10: 30 minutes, and the walks."""
    found = ride(tmp_path, {"one": "A 09:40:00 B 09:50:00", "two": "B 09:55:00 C 10:10:00"})
    assert minutes(found) == pytest.approx(30 + WALKS, abs=0.02)


def test_a_change_of_one_minute_is_missed(tmp_path):
    """Off at 9:50, the 9:51 is gone, the next at 10:30 is there at 10:40."""
    trips = {"one": "A 09:40:00 B 09:50:00", "two": "B 09:51:00 C 10:00:00"}
    found = ride(tmp_path, trips | {"three": "B 10:30:00 C 10:40:00"})
    assert minutes(found) == pytest.approx(60 + WALKS, abs=0.02)


def test_staying_on_the_bus_is_no_change(tmp_path):
    found = ride(tmp_path, {"one": "A 09:40:00 B 09:50:00 C 10:00:00"})
    assert minutes(found) == pytest.approx(20 + WALKS, abs=0.02)


def test_the_quickest_in_the_window_is_taken_not_the_first(tmp_path):
    slow, quick = "A 09:40:00 C 10:30:00", "A 10:00:00 C 10:20:00"
    found = ride(tmp_path, {"slow": slow, "quick": quick})
    assert minutes(found) == pytest.approx(20 + WALKS, abs=0.02)


def test_a_bus_outside_the_window_takes_nobody(tmp_path):
    """The 9:31 leaves before anyone can have walked to it; the 11:20 arrives after the end."""
    trips = {"early": "A 09:31:00 C 09:41:00", "late": "A 11:20:00 C 11:40:00"}
    on_foot = math.hypot(4000, 5950) * MIN_PER_M
    assert minutes(ride(tmp_path, trips)) == pytest.approx(on_foot, abs=0.02)


def test_walking_is_chosen_where_it_is_quicker(tmp_path):
    found = ride(tmp_path, {"one": "A 09:40:00 C 10:00:00"}, {"near": (4000, 6000)})
    assert minutes(found) == pytest.approx(50 * MIN_PER_M, abs=0.02)


def test_two_buses_are_joined_by_a_short_walk(tmp_path):
    """From B to D, 200 m across the road: 3.9 minutes, so the 9:54 is made and the 9:53 is not."""
    stops = STOPS | {"D": (4000, 200)}
    trips = {"one": "A 09:40:00 B 09:50:00", "gone": "D 09:53:00 C 10:00:00"}
    trips["made"] = "D 09:54:00 C 10:05:00"
    assert minutes(ride(tmp_path, trips, stops=stops)) == pytest.approx(25 + WALKS, abs=0.02)


def test_a_stop_too_far_to_walk_to_is_no_use(tmp_path):
    """1,000 m is 19.5 minutes with a pram: more than a quarter of an hour."""
    found = ride(tmp_path, {"one": "A 09:40:00 C 10:00:00"}, {"far": (-1000, 0)})
    assert minutes(found) == pytest.approx(math.hypot(5000, 6050) * MIN_PER_M, abs=0.02)


def test_which_door_is_soonest_is_said(tmp_path):
    doors = DOOR | {"other": (4000, 100)}
    found = ride(tmp_path, {"one": "A 09:40:00 B 10:20:00 C 10:30:00"}, doors=doors)
    assert found.nearest(list(doors))["asset_id"].tolist() == ["other"]
    table = found.matrix(list(doors))
    assert table.loc["home", "door"] == pytest.approx(50 + WALKS, abs=0.02)
    assert found.k_nearest(list(doors), 2).loc["home"].tolist() == sorted(table.loc["home"])
    assert found.within(list(doors), 50).minutes.nnz == 1
    assert found.nearest(["unheard-of"])["minutes"].isna().all()


# Against every journey tried one by one


def best_by_trying(connections, to_door, changes, start):
    """The least time from stop 0, by following every connection forward from each departure."""
    best = math.inf
    for leave in sorted({c[2] for c in connections if c[0] == 0 and c[2] >= start}):
        ready, riding = {0: leave}, set()
        arrived = math.inf
        for tail, head, depart, arrive, trip in connections:
            if trip in riding or ready.get(tail, math.inf) <= depart:
                riding.add(trip)
                arrived = min(arrived, arrive + to_door[head][0])
                for other, change in changes[head]:
                    ready[other] = min(ready.get(other, math.inf), arrive + change)
        best = min(best, arrived - leave)
    return best


@examples(60)
@given(
    trips=st.lists(
        st.tuples(st.integers(0, 50), st.lists(st.integers(0, 4), min_size=2, max_size=5)),
        min_size=1,
        max_size=8,
    )
)
def test_the_scan_finds_what_trying_everything_finds(trips):
    connections = sorted(
        (
            (a, b, 60.0 * (start + 5 * n), 60.0 * (start + 5 * n + 5), trip)
            for trip, (start, calls) in enumerate(trips)
            for n, (a, b) in enumerate(pairwise(calls))
        ),
        key=lambda c: c[2],
    )
    to_door = [(math.inf, -1)] * 4 + [(30.0, 0)]
    changes = [[(n, 120.0)] for n in range(5)]
    changes[1].append((2, 240.0))
    changes[2].append((1, 240.0))
    profiles = scan(connections, to_door, changes, math.inf)
    found, _ = shortest_rides(profiles, np.array([0]), np.array([600.0]))
    assert found[0] == best_by_trying(connections, to_door, changes, 600.0)


def test_more_buses_never_lengthen_a_journey(tmp_path):
    trips = {f"t{n}": f"A 09:{m}:00 B 10:{n}5:00" for n, m in product(range(2), (40,))}
    fewer = minutes(ride(tmp_path, trips | {"x": "B 10:40:00 C 10:50:00"}))
    more = minutes(
        ride(tmp_path, trips | {"x": "B 10:40:00 C 10:50:00", "y": "B 10:20:00 C 10:30:00"})
    )
    assert more <= fewer


# A question may be answered by bus


def test_a_question_is_answered_by_bus_and_says_so(tmp_path):
    """A bus from A2's origins to the centre in A1 brings them within 20 minutes."""
    pack = tiny_pack()
    question = default_question(pack)
    stops = {"A": (250, 1500), "B": (500, 500)}
    timetable = read_timetable(
        write_feed(tmp_path / "feed.zip", stops, {"one": "A 09:40:00 B 09:45:00"})
    )
    line = straight_line(pack, question)
    journeys = BusJourneys(
        timetable=timetable, on_foot=line, line=line, sources=(pack.info.sources["made-up"],)
    )
    gaps = measure_gaps(pack, question, journeys)
    walked = measure_gaps(pack, question)
    assert walked.areas.loc["A2", "within_share"] == pytest.approx(0)
    assert gaps.areas.loc["A2", "within_share"] == pytest.approx(1)
    assert (gaps.areas["within_share"] >= walked.areas["within_share"]).all()
    said = gaps.method()
    assert "bus and walking, for families without a car (Made for tests, Tuesday 3 March" in said
    assert replace(journeys, window_s=(0, 60)).nearest(["centre-a"])["minutes"].notna().all()


# A pack may hold a timetable


def test_a_pack_with_a_timetable_is_asked_by_bus():
    """From A2, 5 minutes from one starting point; from the other 500 m to walk first, 9.75 more.

    So A2 is reached, and of the needy only A3's fifty children are too far.
    """
    pack = tiny_pack_with_bus()
    question = question_from_query({"mode": "bus"}, pack)
    assert query_string(question, pack) == "service=family-centres&mode=bus"
    gaps = measure_gaps(pack, question)
    assert gaps.areas.loc["A2", "minutes"] == pytest.approx(0.4 * 5 + 0.6 * 14.75)
    assert gaps.total["gap_children"] == 50
    assert measure_gaps(pack, default_question(pack)).total["gap_children"] == 100
    assert gaps.reach.estimated_share == pytest.approx(16 / 18)  # walk all the way
    assert [source.key for source in gaps.reach.sources] == ["made-up"]
    assert "within 20 minutes by bus?" in question_sentence(question, pack)
    assert "out of reach, more than 20 minutes by bus away" in gaps.said().in_full
    said = gaps.method()
    assert "(Made for tests, Tuesday 3 March 2026, between 9:30 and 11:30; all walks are" in said
    assert (
        "straight-line estimates × 1.3 at 4 km/h) from 18 starting points; a straight-line" in said
    )
    assert "timetable" in {layer.key for layer in catalogue(pack)}
    assert measure_cover(pack, question).mode == "bus"


def test_walks_all_the_way_are_no_estimate_where_they_are_measured():
    pack = tiny_pack_with_bus()
    found = journeys_for(pack, question_from_query({"mode": "bus"}, pack))
    measured = replace(found, on_foot=replace(found.line, is_estimate=False))
    assert "walks to and from stops are straight-line" in measured.method
    assert not measured.nearest(["centre-a"])["is_estimate"].any()


def test_a_pack_without_a_timetable_cannot_be_asked_by_bus():
    pack = tiny_pack()
    with pytest.raises(QuestionError, match="this pack holds no timetable"):
        question_from_query({"mode": "bus"}, pack)
    question = default_question(pack, mode="bus")
    with pytest.raises(QuestionError, match="this pack holds no timetable"):
        measure_gaps(pack, question)
    with pytest.raises(QuestionError, match="this pack holds no timetable"):
        journeys_for(pack, question)

"""Ways around water, against distances that can be worked out by hand and against all pairs."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
import shapely
from scipy.spatial import KDTree
from shapely.geometry import Polygon, box

from geodata.crs import BRITISH_NATIONAL_GRID
from geodata.pack import find_problems
from geodata.sources import land as coasts
from geodata.sources.land import find_water
from layers.access.journeys import AROUND, StraightLine
from layers.access.pairs import pairs_from_points
from layers.access.placed import DRAWS, _within
from layers.access.water import make_water, water_of
from layers.access.waterside import nearest_around, pairs_around
from layers.gaps import measure_gaps
from layers.question.question import default_question
from tests.builders import tiny_pack
from tests.geodata.making import small_making

EAST, NORTH = 450_000.0, 90_000.0
KM = 1000.0


def at(x, y):
    """Return a point by kilometres."""
    return [EAST + x * KM, NORTH + y * KM]


def points(*pairs):
    return np.array([at(x, y) for x, y in pairs])


def shape(*pairs):
    return Polygon([at(x, y) for x, y in pairs])


# An inlet two kilometres wide that runs ten kilometres inland, from the south to its head.
INLET = shape((2, 0), (4, 0), (4, 10), (2, 10))
# An island of four by four kilometres, two kilometres of sea around it.
SEA = box(*at(0, 0), *at(8, 8)).difference(box(*at(2, 2), *at(6, 6)))


def table(*shapes):
    return gpd.GeoDataFrame(
        {"source": "made-up"}, geometry=list(shapes), index=range(len(shapes)),
        crs=BRITISH_NATIONAL_GRID,
    )  # fmt: skip


def test_a_line_over_water_crosses_and_one_beside_it_does_not():
    water = make_water([INLET])
    start = points((1, 5), (1, 5), (1, 11), (1, 1), (3, 12))
    end = points((5, 5), (1, 9), (5, 11), (5, 9), (3, 11))
    assert water.crosses(start, end).tolist() == [True, False, False, True, False]


def test_a_shore_that_is_grazed_is_not_crossed():
    water = make_water([INLET])
    assert not water.crosses(points((1, 5)), points((2.2, 6)))[0]
    assert water.crosses(points((1, 5)), points((3.5, 6)))[0]


def test_the_way_around_goes_past_the_head_of_the_inlet():
    water = make_water([INLET])
    metres = water.around(points((1, 5)), points((5, 5)))[0]
    shortest = 2 * np.hypot(1, 5) + 2  # taut past both corners of the head, in kilometres
    assert shortest * KM <= metres < shortest * KM * 1.08


def test_journeys_say_that_they_go_around():
    pack = replace(tiny_pack(), water=table(INLET))
    question = default_question(pack)
    said = measure_gaps(pack, question).method()
    assert said.startswith(
        "Journeys are a straight-line estimate, around wide water and without ferries: "
    )
    dry = measure_gaps(tiny_pack(), question).method()
    assert dry.startswith("Journeys are a straight-line estimate: ")


def test_no_way_leads_off_an_island():
    water = make_water(list(shapely.get_parts(SEA)))
    assert np.isinf(water.around(points((4, 4)), points((9, 4)))[0])
    metres, found = nearest_around(points((5.5, 4)), points((9, 4), (2.5, 4)), 2, water)
    assert found[0, 0] == 1
    assert metres[0, 0] == pytest.approx(3000)
    assert np.isinf(metres[0, 1])


def test_no_way_leads_around_the_edge_of_what_was_looked_at():
    # A strait that runs from edge to edge: more sea lies beyond both.
    water = make_water([shape((0, 10), (40, 10), (40, 30), (0, 30))])
    assert len(water.corners) == 0
    assert np.isinf(water.around(points((20, 5)), points((20, 35)))[0])


def test_a_door_on_a_pier_stands_on_the_shore():
    water = make_water([INLET])
    start, pier = points((1, 5)), points((2.6, 5))
    assert not water.crosses(start, pier)[0]
    wide = make_water([shape((2, 0), (9, 0), (9, 10), (2, 10))])
    assert wide.crosses(start, points((5.5, 5)))[0]
    assert water.crosses(points((5, 5)), pier)[0]


def test_the_nearest_are_those_of_all_pairs():
    water = make_water([INLET, shape((7, 4), (12, 4), (12, 7), (7, 7))])
    random = np.random.default_rng(3)
    starts, doors = (points(*random.random((n, 2)) * (14, 12)) for n in (80, 25))
    every = np.array([[_way(start, door, water) for door in doors] for start in starts])
    metres, found = nearest_around(starts, doors, 3, water)
    assert metres == pytest.approx(np.sort(every, axis=1)[:, :3])
    assert np.take_along_axis(every, found, axis=1) == pytest.approx(metres)
    straight = np.hypot(*(starts[:, None] - doors[None]).transpose(2, 0, 1))
    assert (every > straight + 1).sum() > 100  # or the test would show nothing


def test_pairs_are_those_of_all_pairs():
    water = make_water([INLET])
    random = np.random.default_rng(5)
    starts, doors = (points(*random.random((n, 2)) * (7, 12)) for n in (60, 20))
    every = np.array([[_way(start, door, water) for door in doors] for start in starts]) / 100
    near = pairs_from_points(starts, doors, 5000, 0.01)
    found = pairs_around(near, starts, doors, water=water, limit_min=50, min_per_m=0.01)
    assert found.nnz < near.nnz
    assert (found.toarray() > 0).tolist() == (every <= 50).tolist()
    assert found.toarray()[every <= 50] == pytest.approx(every[every <= 50])


def _way(start, door, water):
    start, door = start[None], door[None]
    if water.crosses(start, door)[0]:
        return float(water.around(start, door)[0])
    return float(np.hypot(*(start - door)[0]))


def test_journeys_of_an_island_say_that_there_is_no_way():
    origins = gpd.GeoDataFrame(index=["a", "b"]).assign(
        easting_m=[at(4, 4)[0], at(9, 1)[0]], northing_m=[at(4, 4)[1], at(9, 1)[1]]
    )
    assets = gpd.GeoDataFrame(
        geometry=[shapely.Point(at(9, 4))], index=["door"], crs=BRITISH_NATIONAL_GRID
    )
    plain = {"origins": origins, "assets": assets, "mode": "drive", "pace_kmh": 60, "detour": 1.0}
    dry = StraightLine(**plain).nearest(["door"])
    wet = StraightLine(**plain, method=AROUND, water=water_of(table(*shapely.get_parts(SEA))))
    nearest = wet.nearest(["door"])
    assert dry["minutes"].tolist() == pytest.approx([5, 3])
    assert np.isnan(nearest["minutes"]["a"])
    assert nearest["asset_id"].isna()["a"]
    assert nearest["minutes"]["b"] == pytest.approx(3)
    assert wet.k_nearest(["door"], 2).isna().sum().tolist() == [1, 2]
    assert wet.within(["door"], 10).minutes.nnz == 1


def test_water_of_a_pack_without_any_is_none():
    assert water_of(None) is None
    assert water_of(table()) is None


# ---------------------------------------------------------------- what is taken for water


def land(*shapes):
    return gpd.GeoDataFrame(geometry=list(shapes), crs=BRITISH_NATIONAL_GRID)


def square(west, south, east, north):
    return box(*at(west, south), *at(east, north))


@pytest.mark.parametrize(("width", "is_water"), [(0.6, False), (3.0, True)])
def test_a_channel_is_water_where_it_is_wide(width, is_water):
    both = (square(-80, -80, 0, 80), square(width, -80, 80, 80))
    found = find_water(land(square(-5, 0, 0, 5)), land(*both), land(*both))
    assert bool(found) == is_water
    if is_water:
        assert shapely.union_all(found).contains(shapely.Point(at(width / 2, 0)))


def test_what_lies_inland_has_no_water():
    assert find_water(land(square(0, 0, 5, 5)), land(square(-80, -80, 80, 80))) == []


def test_water_ends_where_the_map_does():
    """The Isles of Scilly lie so far west that the sea around them reaches off the map."""
    scilly = land(box(90_000, 10_000, 92_000, 12_000))
    [sea] = find_water(scilly, scilly)
    west, south, *_ = sea.bounds
    assert west > 40_000
    assert south >= 5_000


def test_a_coarse_outline_gives_way_to_a_finer_one_and_a_neighbour_stays():
    # The finer outline has an inlet that the coarse one fills; beyond it lies another country.
    coarse = square(-80, -80, 80, 80).difference(square(-80, -90, 80, -15))
    inlet = square(1, -15, 3.5, 10)
    finer = square(-80, -15, 20, 80).difference(inlet)
    found = shapely.union_all(find_water(land(square(-5, 0, 0, 5)), land(coarse), land(finer)))
    assert found.contains(shapely.Point(at(2.2, 0)))
    assert not found.intersects(square(22, -10, 38, 40))
    assert found.contains(shapely.Point(at(0, -25)))


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (lambda water: water.assign(source="nobody"), "1 unknown"),
        (lambda water: water.set_geometry(water.geometry.buffer(50_000)), "areas that lie in it"),
    ],
    ids=["a source that is none", "areas in the sea"],
)
def test_water_that_cannot_be_is_refused(rows, said):
    pack = tiny_pack()
    west, south, _, _ = pack.areas.total_bounds
    beside = shapely.box(west - 9000, south - 9000, west - 5000, south - 5000)
    water = table(beside).assign(source=pack.info.area_source).rename_axis("water_id")
    water.index = ["water-1"]
    whole = replace(pack, water=water.rename_axis("water_id"))
    assert list(find_problems(whole)) == []
    broken = replace(pack, water=rows(whole.water))
    assert [said in problem.found for problem in find_problems(broken)] == [True]


def test_a_door_of_one_s_own_is_found_behind_many_across_the_water():
    water = make_water(list(shapely.get_parts(SEA)))
    across = [(8.6 + n / 50, 4) for n in range(40)]
    metres, found = nearest_around(points((5.9, 2.1)), points(*across, (2.1, 5.9)), 1, water)
    assert found[0, 0] == 40
    assert metres[0, 0] == pytest.approx(np.hypot(3800, 3800))


def test_rough_doors_across_the_water_are_reached_in_no_draw():
    water = make_water(list(shapely.get_parts(SEA)))
    starts, doors = points((5.9, 4), (8.6, 4)), points((8.6, 4))
    drawn = {"rough": np.array([500.0]), "moves": np.zeros((1, DRAWS, 2))}
    limits = np.full(2, 4000.0)
    never, varied, _ = _within(KDTree(starts), limits, doors, **drawn, water=water)
    assert (list(never), list(varied)) == ([0], [])
    never, _, _ = _within(KDTree(starts), limits, doors, **drawn, water=None)
    assert list(never) == []


def test_a_pack_of_too_many_areas_holds_no_water_and_says_so(monkeypatch):
    monkeypatch.setattr(coasts, "MOST_AREAS", 1)
    making = small_making("land")
    assert coasts.make_water(making.areas[["geometry"]], making) == {}
    assert any("cross the sea" in said for said in making.log.warnings)

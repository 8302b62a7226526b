"""Real streets, real timetables and the real coast, against figures worked out in another way."""

from functools import cache

import networkx as nx
import numpy as np
import pandas as pd
import pytest
import shapely
from geopandas import GeoDataFrame, GeoSeries

from geodata.crs import BRITISH_NATIONAL_GRID, grid_from_lonlat
from geodata.model import Source
from geodata.sources.gtfs import read_timetable
from geodata.sources.land import find_water, read_land
from geodata.sources.ons import read_boundaries
from geodata.sources.osm import read_streets
from layers.access.graph import graph_of
from layers.access.journeys import StraightLine
from layers.access.network import NetworkJourneys
from layers.access.water import make_water, water_of
from tests.conftest import RAW_FOLDER

OSM, GTFS = RAW_FOLDER / "osm", RAW_FOLDER / "gtfs"
EXTRACT = OSM / "rutland-latest_pydriosm.osm.pbf"
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not EXTRACT.is_file(), reason="no real streets beside the project"),
]
SOURCE = Source(
    key="osm", title="OpenStreetMap", publisher="", licence="", attribution="", period=""
)


@cache
def streets(name):
    return read_streets(OSM / name)


def journeys(network, mode, starts, doors):
    """Return journeys between nodes of the network themselves."""
    at = network.nodes.to_numpy(float)
    origins = pd.DataFrame(at[starts], columns=["easting_m", "northing_m"], index=starts)
    assets = GeoDataFrame(
        geometry=GeoSeries(shapely.points(at[doors]), index=[str(door) for door in doors]),
        crs=BRITISH_NATIONAL_GRID,
    )
    line = StraightLine(origins=origins, assets=assets, mode=mode, pace_kmh=4, detour=1.3)
    return NetworkJourneys(
        graph=graph_of(network, mode), estimate=line, sources=(SOURCE,), walk_kmh=4
    )


@pytest.mark.parametrize("mode", ["walk", "drive"])
@pytest.mark.parametrize(
    "name", [EXTRACT.name, "cambridge_uk_roads_2025-04-21_from_overpass.osm.pbf"]
)
def test_the_shortest_ways_are_those_of_networkx(name, mode):
    network = streets(name)
    graph = nx.DiGraph()
    for edge in network.edges.itertuples():
        slower = 1.3 if edge.built_up else 1.0
        if mode == "walk" and edge.walk:
            pairs = [
                (edge.from_node, edge.to_node, edge.metres),
                (edge.to_node, edge.from_node, edge.metres),
            ]
        elif mode == "drive":
            pairs = [
                (edge.from_node, edge.to_node, edge.drive_min * slower),
                (edge.to_node, edge.from_node, edge.drive_back_min * slower),
            ]
        else:
            pairs = []
        for first, second, cost in pairs:
            known = graph.get_edge_data(first, second, {"cost": np.inf})["cost"]
            if cost < known:  # never of what is not a number
                graph.add_edge(first, second, cost=cost)
    used = graph_of(network, mode)
    main = np.flatnonzero(used.usable & (used.part == 0))
    picked = np.random.default_rng(7).choice(main, 40, replace=False)
    starts, doors = list(picked[:32]), list(picked[32:])
    found = journeys(network, mode, starts, doors).nearest([str(door) for door in doors])
    per_min = 4000 / 60 if mode == "walk" else 1.0
    for start in starts:
        lengths = nx.single_source_dijkstra_path_length(graph, start, weight="cost")
        best = min(lengths.get(door, np.inf) for door in doors) / per_min
        assert found["minutes"][start] == pytest.approx(best, abs=0.15 if mode == "walk" else 0.2)


def test_rutland_drawn_as_shapes_is_the_rutland_of_the_extract():
    extract, drawn = streets(EXTRACT.name), streets("rutland-latest-free.shp.zip")
    for network in (extract, drawn):
        assert graph_of(network, "walk").has_paths
    metres = [each.edges["metres"].sum() for each in (extract, drawn)]
    assert metres[1] == pytest.approx(metres[0], rel=0.06)  # and private drives, which it has too


def test_cambridge_is_said_to_have_roads_and_no_footpaths():
    network = streets("cambridge_uk_roads_2025-04-21_from_overpass.osm.pbf")
    some = [0, 1, 2]
    assert journeys(network, "walk", some, [5]).method == (
        "along the road network, without footpaths (OpenStreetMap)"
    )
    assert journeys(network, "drive", some, [5]).method == "along the road network (OpenStreetMap)"


# ---------------------------------------------------------------- timetables


@pytest.mark.parametrize(
    ("name", "trips", "notes"),
    [
        (
            "chester-20230816-small_gtfs.zip",
            780,
            [
                "Stops without a place, left out: 1 (Sealand School).",
                "Calls at such stops, which buses are taken to pass by: 3.",
                "Calls along the way where people only get on, or only off: 401.",
            ],
        ),
        (
            "newport-20230613_gtfs.zip",
            170,
            ["Calls along the way where people only get on, or only off: 33."],
        ),
    ],
    ids=["Chester", "Newport"],
)
def test_real_timetables_are_read_with_their_defects(name, trips, notes):
    timetable = read_timetable(GTFS / name)
    rides, stops = timetable.connections, timetable.stops
    assert list(timetable.notes) == notes
    assert rides["trip"].nunique() <= trips + 24
    assert (rides["arrive_s"] >= rides["depart_s"]).all()
    assert rides["depart_s"].max() > 24 * 3600  # after midnight, of the same day
    at = stops[["easting_m", "northing_m"]].to_numpy(float)
    metres = np.hypot(*(at[rides["to_stop"]] - at[rides["from_stop"]]).T)
    kmh = metres / 1000 / np.maximum((rides["arrive_s"] - rides["depart_s"]) / 3600, 1 / 60)
    assert kmh.max() < 120  # through the corner of the grid it was 54,000


# ---------------------------------------------------------------- the coast

LAND = RAW_FOLDER / "gazetteer" / "natural_earth_10m_land_england.geojson"
FINER = RAW_FOLDER / "boundaries" / "england_msoa_bgc.parquet"
LOOKUP = RAW_FOLDER / "lookups" / "lookup_lsoa21_ward24_ltla24.csv"


@cache
def coast():
    return read_land(LAND), read_land(FINER)


@cache
def areas_of(*districts):
    lookup = pd.read_csv(LOOKUP)
    codes = lookup.loc[lookup["ltla24_code"].isin(districts), "lsoa21_code"]
    every = read_boundaries(RAW_FOLDER / "boundaries" / "england_lsoa_bgc.parquet")
    return every[every["area_id"].isin(codes)].set_index("area_id")


def water_around(*districts):
    return make_water(find_water(areas_of(*districts), *coast()))


def spots(*lonlat):
    return np.column_stack(grid_from_lonlat(*zip(*lonlat, strict=True)))


RYDE, NEWPORT, COWES = (-1.161, 50.730), (-1.294, 50.700), (-1.298, 50.763)
SOUTHSEA, GOSPORT, LYMINGTON = (-1.088, 50.787), (-1.129, 50.795), (-1.542, 50.758)


def test_the_isle_of_wight_does_not_reach_the_mainland():
    water = water_around("E06000046")
    home, away = spots(RYDE, NEWPORT, COWES), spots(SOUTHSEA, GOSPORT, LYMINGTON)
    for start in home:
        begin = np.repeat(start[None], 3, axis=0)
        assert water.crosses(begin, away).all()
        assert np.isinf(water.around(begin, away)).all()
    assert not water.crosses(home[[0]], home[[1]]).any()


def test_the_mainland_goes_around_its_own_harbours_and_over_their_bridges():
    water = water_around("E06000046")
    # Portsea, Hayling and the mainland are joined by bridges over narrow water.
    begin, end = spots(SOUTHSEA), spots((-1.003, 50.857))  # to Havant
    assert not water.crosses(begin, end)[0] or np.isfinite(water.around(begin, end)[0])


@pytest.mark.parametrize(
    ("district", "start", "end", "least_km", "most_km"),
    [
        ("E06000010", (-0.436, 53.726), (-0.439, 53.684), 4.5, 7.0),  # Hessle to Barton, by bridge
        ("E06000010", (-0.335, 53.743), (-0.362, 53.701), 15.0, 40.0),  # Hull to New Holland
        ("E07000146", (0.487, 52.938), (0.097, 53.032), 25.0, 60.0),  # Hunstanton over the Wash
        ("E06000033", (0.714, 51.535), (0.766, 51.440), 40.0, 90.0),  # Southend to Sheerness
        ("E06000024", (-2.980, 51.347), (-3.176, 51.435), 60.0, 120.0),  # Weston to Penarth
    ],
    ids=["Humber Bridge", "Humber", "Wash", "Thames", "Severn"],
)
def test_estuaries_are_gone_around(district, start, end, least_km, most_km):
    water = water_around(district)
    begin, finish = spots(start), spots(end)
    straight = float(np.hypot(*(finish - begin)[0])) / 1000
    assert water.crosses(begin, finish)[0]
    around = float(water.around(begin, finish)[0]) / 1000
    assert straight < around
    assert least_km < around < most_km


def test_inland_nothing_is_worked_out():
    assert find_water(areas_of("E06000017"), *coast()) == []
    assert water_of(None) is None


def test_a_way_around_is_never_shorter_than_the_line():
    water = water_around("E06000010")
    random = np.random.default_rng(11)
    low, high = areas_of("E06000010").total_bounds.reshape(2, 2)
    start, end = (low - 10_000 + random.random((400, 2)) * (high - low + 20_000) for _ in "ab")
    crossed = water.crosses(start, end)
    around = water.around(start[crossed], end[crossed])
    assert crossed.sum() > 50
    assert (around >= np.hypot(*(end - start)[crossed].T) - 1e-6).all()

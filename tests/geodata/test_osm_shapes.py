"""Streets out of a zip of shapefiles, as Geofabrik draws them."""

import geopandas as gpd
import pytest
from shapely.geometry import LineString, Point

from geodata.crs import lonlat_from_grid
from geodata.errors import DataError
from geodata.sources.osm import find_extract, read_streets
from tests.workbooks import make_zip

WEST, SOUTH = 540_000.0, 290_000.0


def line(*corners):
    lon, lat = lonlat_from_grid([WEST + x for x, _ in corners], [SOUTH + y for _, y in corners])
    return LineString(zip(lon, lat, strict=True))


def write_zip(folder, rows, geometry, name="gis_osm_roads_free_1"):
    frame = gpd.GeoDataFrame(rows, geometry=geometry, crs="EPSG:4326")
    frame.to_file(folder / f"{name}.shp", driver="ESRI Shapefile")
    path = folder / "county.zip"
    parts = sorted(folder.glob(f"{name}.*"))
    path.write_bytes(make_zip({each.name: each.read_bytes() for each in parts}))
    return path


@pytest.fixture(name="county")
def make_county(tmp_path):
    rows = [
        {"osm_id": "1", "fclass": "residential", "oneway": "B", "maxspeed": 0},
        {"osm_id": "2", "fclass": "tertiary", "oneway": "F", "maxspeed": 60},
        {"osm_id": "3", "fclass": "track_grade2", "oneway": "B", "maxspeed": 0},
        {"osm_id": "4", "fclass": "secondary", "oneway": "T", "maxspeed": 0},
        {"osm_id": "5", "fclass": "unknown", "oneway": "B", "maxspeed": 0},
    ]
    lines = [
        line((0, 0), (300, 0), (600, 0)),
        line((600, 0), (1200, 0)),
        line((300, 0), (300, 900)),
        line((300, -500), (300, 0)),
        line((0, 0), (0, 100)),
    ]
    return write_zip(tmp_path, rows, lines)


def test_streets_meet_where_they_share_a_point(county):
    network = read_streets(county)
    ends = network.edges[["from_node", "to_node"]].to_numpy()
    assert len(network.nodes) == 6  # what nobody knows the kind of is left out
    assert len(set(map(tuple, map(sorted, ends)))) == len(network.edges) == 5
    assert sorted(network.edges["metres"].round(-1)) == [300, 300, 500, 600, 900]


def test_which_way_and_how_fast_is_kept(county):
    edges = read_streets(county).edges.set_index(read_streets(county).edges["metres"].round(-1))
    tertiary, secondary, track = edges.loc[600], edges.loc[500], edges.loc[900]
    assert tertiary["drive_min"] == pytest.approx(600 / 1000 / 60 * 60, rel=0.01)  # 60 km/h
    assert tertiary["drive_back_min"] != tertiary["drive_back_min"]
    assert secondary["drive_min"] != secondary["drive_min"]
    assert secondary["drive_back_min"] > 0
    assert track["walk"]
    assert track["drive_min"] != track["drive_min"]


def test_another_zip_is_refused(tmp_path):
    path = write_zip(tmp_path, [{"osm_id": "1", "fclass": "pub"}], [Point(0, 52)], "gis_osm_pois")
    with pytest.raises(DataError, match="no layer of OpenStreetMap’s roads"):
        find_extract(path)
    path.write_bytes(make_zip({"a.txt": b"x"}))
    with pytest.raises(DataError, match="no layer of OpenStreetMap’s roads"):
        find_extract(path)

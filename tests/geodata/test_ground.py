"""What lies beneath a map: read of two kinds of file, kept where it is near and large, checked."""

import io
import zipfile
from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geodata.errors import DataError, PackError
from geodata.ground import gather_ground, join_ground
from geodata.log import BuildLog
from geodata.model import Ground
from geodata.pack import STARTER, read_pack, write_pack
from geodata.sources.ground_layers import read_ground_layers
from geodata.sources.osm_ground import read_ground
from geodata.sources.record import Making, RawFile
from tests.builders import SOUTH, WEST
from tests.extracts import write_extract

GRID = "EPSG:27700"


@pytest.fixture(scope="module")
def starter():
    return read_pack(STARTER)


def square(east, north, metres):
    return shapely.box(WEST + east, SOUTH + north, WEST + east + metres, SOUTH + north + metres)


def making(log=None):
    areas = gpd.GeoDataFrame(geometry=[square(0, 0, 10_000)], crs=GRID)
    file = RawFile(role="ground", paths=("here.osm.pbf",), source="maps")
    return Making(
        file=file,
        sources={},
        choices={},
        raw={},
        areas=areas,
        gazetteer=pd.DataFrame(),
        log=log or BuildLog(),
    )


def ground(*rows):
    kinds, names, shapes = zip(*rows, strict=True)
    return gpd.GeoDataFrame({"kind": kinds, "name": names}, geometry=list(shapes), crs=GRID)


POINTS = {
    "a": (0, 0),
    "b": (600, 0),
    "c": (600, 600),
    "d": (0, 600),
    "e": (2000, 0),
    "f": (3000, 0),
    "g": (5000, 5000),
}


def extract(path, **tags):
    ways = [
        ("a b c d a", {"natural": "water", "name": "Mere"}),
        ("e f", {"highway": "trunk", "ref": "A1"}),
        ("a e", {"railway": "rail", "tunnel": "yes"}),
        ("b f", {"waterway": "river", "name": "Eau"}),
        ("c d", {"highway": "footway"}),
        ("d lost", {"highway": "primary"}),
    ]
    names = {"g": {"place": "town", "name": "Oakham"}, "f": {"place": "village"}}
    return write_extract(path / "here.osm.pbf", POINTS, ways, barriers=names | tags)


def test_an_extract_gives_shapes_lines_and_names(tmp_path):
    rows = read_ground(extract(tmp_path))
    found = sorted(zip(rows["kind"], rows["name"], strict=True))
    assert found == [("main-road", ""), ("river", "Eau"), ("town", "Oakham"), ("water", "Mere")]
    mere = rows[rows["kind"] == "water"].geometry.iloc[0]
    assert mere.area == pytest.approx(360_000, rel=0.001)
    assert mere.centroid.distance(shapely.Point(WEST + 300, SOUTH + 300)) < 1
    road = rows[rows["kind"] == "main-road"].geometry.iloc[0]
    assert road.length == pytest.approx(1000, rel=0.001)


def test_an_extract_with_nothing_to_draw_is_refused(tmp_path):
    path = write_extract(tmp_path / "b.osm.pbf", POINTS, [("a b", {"highway": "footway"})])
    with pytest.raises(DataError, match="nothing to draw"):
        read_ground(path)


def test_a_damaged_extract_is_refused(tmp_path):
    path = extract(tmp_path)
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(DataError, match="damaged"):
        read_ground(path)


def shapefiles(path, **layers):
    folder = path / "layers"
    folder.mkdir()
    for name, rows in layers.items():
        rows.to_file(folder / f"{name}.shp")
    with zipfile.ZipFile(path / "layers.zip", "w") as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, file.name)
    return path / "layers.zip"


def layer(column, *rows):
    values, names, shapes = zip(*rows, strict=True)
    return gpd.GeoDataFrame({column: values, "name": names}, geometry=list(shapes), crs=GRID)


LINE = shapely.LineString([(WEST, SOUTH), (WEST + 4000, SOUTH)])


def test_layers_of_openstreetmap_are_read_by_their_class(tmp_path):
    roads = layer("fclass", ("trunk", "A1", LINE), ("footway", "", LINE), ("trunk_link", "", LINE))
    roads["tunnel"] = ["F", "F", "T"]
    land = layer("fclass", ("forest", "Wood", square(0, 0, 500)), ("farm", "", square(0, 0, 500)))
    path = shapefiles(
        tmp_path,
        gis_osm_roads_free_1=roads,
        gis_osm_landuse_a_free_1=land,
        gis_osm_buildings_a_free_1=land,
    )
    rows = read_ground_layers(path)
    assert sorted(zip(rows["kind"], rows["name"], strict=True)) == [
        ("main-road", "A1"),
        ("wood", "Wood"),
    ]


def test_layers_of_the_survey_are_read_by_theirs(tmp_path):
    roads = layer("CLASSIFICA", ("Motorway", "", LINE), ("B Road", "", LINE), ("Shared", "", LINE))
    water = layer("FEATCODE", ("15609", "", square(0, 0, 500)))
    rows = read_ground_layers(shapefiles(tmp_path, TF_Road=roads, TF_SurfaceWater_Area=water))
    assert sorted(rows["kind"]) == ["motorway", "road", "water"]


def test_layers_of_the_zoomstack_are_taken_once_of_all_their_scales(tmp_path):
    path = tmp_path / "clip.gpkg"
    woods = [(scale, "", square(0, 0, 900)) for scale in ("Local", "Regional", "National")]
    layer("type", *woods).to_file(path, layer="woodland")
    layer("type", ("A Road", "", LINE), ("Tunnels", "", LINE)).to_file(path, layer="roads_regional")
    rows = read_ground_layers(path)
    assert sorted(rows["kind"]) == ["main-road", "wood"]


def test_a_file_of_other_layers_is_refused(tmp_path):
    path = shapefiles(tmp_path, wards=layer("code", ("E05", "", square(0, 0, 500))))
    with pytest.raises(DataError, match="no layer that is known"):
        read_ground_layers(path)
    other = tmp_path / "other.zip"
    other.write_bytes(b"PK\x03\x04 and nothing else")
    with pytest.raises(DataError):
        read_ground_layers(other)


def test_what_is_far_or_small_is_left_out_and_the_rest_is_cut_and_ranked():
    log = BuildLog()
    rows = gather_ground(
        ground(
            ("water", "Mere", square(0, 0, 1_100)),
            ("water", "Broad", square(2_000, 0, 1_000)),  # of just 100 hectares
            ("water", "Pond", square(0, 0, 100)),
            ("wood", "Far", square(40_000, 0, 2_000)),
            ("wood", "Edge", square(14_000, 0, 4_000)),
            ("town", "Oakham", shapely.Point(WEST, SOUTH)),
            ("river", "Eau", shapely.LineString([(WEST, SOUTH), (WEST + 9_000, SOUTH)])),
            ("river", "Eau", shapely.LineString([(WEST, SOUTH), (WEST, SOUTH + 9_000)])),
            ("river", "Brook", LINE),
            ("street", "", LINE),
        ),
        making(log),
    )
    ranked = {(kind, name): rank for kind, name, rank in rows[["kind", "name", "rank"]].to_numpy()}
    assert ranked == {
        ("water", "Mere"): 1,
        ("water", "Broad"): 1,
        ("wood", "Edge"): 1,
        ("town", "Oakham"): 1,
        ("river", "Eau"): 1,
        ("river", "Brook"): 2,
        ("street", ""): 4,
    }
    edge = rows[rows["name"] == "Edge"].geometry.iloc[0]
    assert edge.bounds[2] == WEST + 15_000
    assert set(rows["source"]) == {"maps"}
    assert "8 of 10" in log.notes[0]


def test_a_town_that_two_sources_name_is_written_once_and_two_of_one_name_twice():
    first = ground(("town", "Oakham", shapely.Point(WEST, SOUTH)))
    second = ground(
        ("village", "OAKHAM", shapely.Point(WEST + 1_500, SOUTH)),
        ("village", "Oakham", shapely.Point(WEST + 9_000, SOUTH)),
        ("hamlet", "Egleton", shapely.Point(WEST, SOUTH)),
    )
    pieces = [gather_ground(each, making()) for each in (first, second)]
    names = join_ground(pieces)["ground_names"]
    assert list(zip(names["kind"], names["name"], strict=True)) == [
        ("town", "Oakham"),
        ("village", "Oakham"),
        ("hamlet", "Egleton"),
    ]


def test_the_same_ground_in_another_order_makes_the_same_table():
    rows = [("water", "Mere", square(n * 700, 0, 600)) for n in range(5)]
    ahead, back = (join_ground([gather_ground(ground(*r), making())]) for r in (rows, rows[::-1]))
    assert list(ahead) == ["ground_areas"]
    assert ahead["ground_areas"].geometry.equals(back["ground_areas"].geometry)


def test_a_pack_keeps_its_ground(starter, tmp_path):
    write_pack(starter, tmp_path / "pack")
    again = read_pack(tmp_path / "pack")
    assert again.content_hash == starter.content_hash
    assert again.ground.names.equals(starter.ground.names)
    assert {"Nene", "Great Ouse"} <= set(again.ground.lines["name"].dropna())
    assert again.ground.areas.empty


def write_with(pack, folder, **changed):
    held = {name: getattr(pack.ground, name) for name in ("areas", "lines", "names")} | changed
    write_pack(replace(pack, ground=Ground(**held)), folder)


def test_ground_that_nobody_can_use_is_refused(starter, tmp_path):
    lines, names = starter.ground.lines, starter.ground.names
    for changed, said in (
        ({"lines": lines.assign(source="nobody")}, "1 unknown"),
        ({"lines": lines.assign(kind="moat")}, "moat"),
        ({"lines": lines.assign(rank=5)}, "rank"),
        ({"lines": lines.set_geometry(lines.buffer(1))}, "shapes of another kind"),
        ({"names": names.set_geometry(names.translate(0, 200_000))}, "another part of the country"),
    ):
        with pytest.raises(PackError, match=said):
            write_with(starter, tmp_path / "pack", **changed)


def test_no_layer_is_read_beyond_the_bytes_of_its_file(tmp_path):
    nested = io.BytesIO()
    with zipfile.ZipFile(nested, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("gis_osm_water_a_free_1.shp", b"\0" * 500_000_000)
    path = tmp_path / "bomb.zip"
    path.write_bytes(nested.getvalue())
    with pytest.raises(DataError):
        read_ground_layers(path)

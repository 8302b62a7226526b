import json

import pytest

from geodata.errors import DataError
from geodata.files import read_geojson

SQUARE = [[[0.0, 52.0], [0.1, 52.0], [0.1, 52.1], [0.0, 52.1], [0.0, 52.0]]]
BOW_TIE = [[[0.0, 52.0], [0.1, 52.1], [0.1, 52.0], [0.0, 52.1], [0.0, 52.0]]]


def feature(coordinates, kind="Polygon"):
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": {"code": "A"}, "geometry": geometry}


def write(tmp_path, document):
    path = tmp_path / "t.geojson"
    text = document if isinstance(document, str) else json.dumps(document)
    path.write_text(text, "utf-8")
    return path


def collection(*features, **extra):
    return {"type": "FeatureCollection", "features": list(features), **extra}


def test_polygons_are_read_with_their_properties(tmp_path):
    shapes = read_geojson(write(tmp_path, collection(feature(SQUARE))))
    assert shapes.rows["code"].tolist() == ["A"]
    assert shapes.rows.crs.to_epsg() == 4326
    assert shapes.repaired == 0


def test_a_lone_feature_or_polygon_is_a_collection_of_one(tmp_path):
    assert len(read_geojson(write(tmp_path, feature(SQUARE))).rows) == 1
    assert len(read_geojson(write(tmp_path, feature(SQUARE)["geometry"])).rows) == 1


def test_a_shape_that_crosses_itself_is_mended_and_counted(tmp_path):
    shapes = read_geojson(write(tmp_path, collection(feature(BOW_TIE))))
    assert shapes.repaired == 1
    assert shapes.rows.geometry.is_valid.all()


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326"])
def test_longitude_and_latitude_may_be_declared(tmp_path, name):
    crs = {"type": "name", "properties": {"name": name}}
    assert len(read_geojson(write(tmp_path, collection(feature(SQUARE), crs=crs))).rows) == 1


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ("[1, 2", "not JSON"),
        ('{"type": "FeatureCollection", "features": [NaN]}', "NaN is not a number"),
        ("[" * 100_000, "nested too deeply"),
        ({"type": "gdal_streamed_alg", "command_line": "read /etc/passwd"}, "another kind"),
        (collection(), "no features"),
        (
            collection(feature(SQUARE), crs={"properties": {"name": "EPSG:27700"}}),
            "EPSG:27700",
        ),
        (collection(feature([[[5e5, 3e5], [6e5, 3e5], [6e5, 4e5], [5e5, 3e5]]])), "longitude"),
        (collection(feature([0.0, 52.0], "Point")), "feature 1: found a Point"),
        (collection(feature([])), "an empty Polygon"),
        (collection(feature([[["a", "b"]]])), "cannot be read"),
        (collection(feature(SQUARE), {"type": "Feature", "geometry": None}), "feature 2"),
        (collection("not a feature"), "no shape"),
    ],
)
def test_hostile_or_broken_files_are_refused(tmp_path, document, said):
    with pytest.raises(DataError, match=said):
        read_geojson(write(tmp_path, document))


def test_a_number_too_large_to_hold_is_refused(tmp_path):
    text = json.dumps(collection(feature(SQUARE))).replace("0.1", "1e999", 1)
    with pytest.raises(DataError, match="not a number"):
        read_geojson(write(tmp_path, text))


def test_a_file_over_the_limit_is_refused(tmp_path):
    with pytest.raises(DataError, match="more than 20 bytes"):
        read_geojson(write(tmp_path, collection(feature(SQUARE))), limit=20)

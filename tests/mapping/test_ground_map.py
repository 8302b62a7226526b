"""The ground beneath a map: what is sent of it, by rank, and that app, file and picture draw it."""

import json
from dataclasses import replace

import numpy as np
import pytest
import shapely
from geopandas import GeoDataFrame
from starlette.applications import Starlette

from geodata.model import Ground
from layers.gaps import measure_gaps
from layers.question.question import default_question
from mapping.drawn.file import render_map_html
from mapping.drawn.picture import draw_map_png
from mapping.map.describe import describe_map
from mapping.map.layers.ground import (
    QUANTA,
    ground_layer,
    ground_names,
    ground_shapes,
    nearest_rank,
)
from mapping.served import packs, routes
from mapping.served.bodies import ground_body
from mapping.served.message import map_message
from tests.builders import tiny_pack
from tests.kept_packs import write_once
from tests.mapping.asking import Client


def rows(*found):
    columns = ("kind", "rank", "name", "source", "geometry")
    held = [dict(zip(columns, each, strict=True)) for each in found]
    return GeoDataFrame(held, geometry="geometry", crs="EPSG:27700")


def with_ground(pack, *, name="Marchford"):
    west, south, east, north = pack.areas.total_bounds
    source = next(iter(pack.info.sources))
    x, y = (west + east) / 2, (south + north) / 2
    lake = shapely.Point(x, y).buffer((east - west) / 6)
    island = lake.difference(shapely.Point(x, y).buffer((east - west) / 20))
    road = shapely.LineString([(west - 3000, south), (east + 3000, north)])
    return replace(
        pack,
        ground=Ground(
            areas=rows(("water", 1, "Mere", source, island)),
            lines=rows(
                ("main-road", 1, "A1", source, road),
                ("street", 4, "Lane", source, shapely.LineString([(west, y), (east, y)])),
            ),
            names=rows(
                ("village", 1, "Littlewell", source, shapely.Point(x, south)),
                ("town", 1, name, source, shapely.Point(x, y)),
                ("hamlet", 4, "End", source, shapely.Point(x, north)),
            ),
        ),
        content_hash=pack.content_hash,
    )


@pytest.fixture(scope="module")
def pack():
    return with_ground(tiny_pack())


def spec_of(pack):
    return describe_map(pack, measure_gaps(pack, default_question(pack)))


def read(steps):
    """Undo the steps that shapes are sent as: degrees."""
    return np.cumsum(np.reshape(steps, (-1, 2)), axis=0) / QUANTA


def test_a_line_is_sent_as_steps_that_lead_back_to_it(pack):
    (road,) = ground_shapes(pack.ground, 1)["main-road"]
    true = pack.ground.lines[:1].to_crs("EPSG:4326").geometry.iloc[0]
    assert read(road) == pytest.approx(np.asarray(true.coords), abs=1e-5)


def test_a_hole_turns_the_other_way_so_that_it_stays_empty(pack):
    outer, inner = (
        shapely.LinearRing(read(ring)) for ring in ground_shapes(pack.ground, 1)["water"]
    )
    assert outer.is_ccw != inner.is_ccw
    assert shapely.Polygon(outer).contains(shapely.Polygon(inner))


def test_a_hole_drawn_the_same_way_as_its_shape_is_turned():
    square, hole = ([(0, 0), (s, 0), (s, s), (0, s)] for s in (9000, 3000))
    inner = [(x + 2000, y + 2000) for x, y in hole]
    lake = shapely.Polygon([(x, y) for x, y in square], [inner])
    assert lake.exterior.is_ccw == lake.interiors[0].is_ccw
    areas = rows(("water", 1, "Mere", "x", lake))
    ground = Ground(areas=areas, lines=areas[:0], names=areas[:0])
    rings = [shapely.LinearRing(read(ring)) for ring in ground_shapes(ground, 1)["water"]]
    assert rings[0].is_ccw != rings[1].is_ccw


def test_a_wood_beyond_the_areas_is_seen_in_the_picture(pack):
    _, south, east, north = pack.areas.total_bounds
    wood = rows(("wood", 1, "Copse", "x", shapely.box(east, south, east + 2000, north)))
    ground = replace(pack.ground, areas=wood)
    bare = replace(pack, ground=replace(ground, areas=wood[:0]))
    small = {"width_mm": 127, "height_mm": 100, "dpi": 60, "words": False}
    spec, without = describe_with(pack, ground), spec_of(bare)
    assert draw_map_png(spec, pack, **small) != draw_map_png(without, bare, **small)


def describe_with(pack, ground):
    spec = spec_of(pack)
    return replace(spec, layers=(replace(spec.layers[0], ground=ground), *spec.layers[1:]))


def test_each_rank_is_sent_by_itself_and_towns_come_first(pack):
    assert set(ground_shapes(pack.ground, 1)) == {"water", "main-road"}
    assert set(ground_shapes(pack.ground, 4)) == {"street"}
    assert ground_shapes(pack.ground, 2) == {}
    assert [name for name, *_ in ground_names(pack.ground, 1)] == ["Marchford", "Littlewell"]


@pytest.mark.parametrize(("metres", "rank"), [(500, 1), (90, 2), (89, 2), (36, 3), (14, 4), (1, 4)])
def test_the_nearer_the_more_is_drawn(metres, rank):
    assert nearest_rank(metres) == rank


def test_a_name_is_sent_as_text_alone():
    body = ground_body(with_ground(tiny_pack(), name="<b>March</b>\u202e"), 1)
    assert "\u202e" not in json.dumps(body, ensure_ascii=False)
    hostile = with_ground(tiny_pack(), name="</script>X")
    html = render_map_html(spec_of(hostile), hostile)
    assert "</script>X" not in html


def test_the_ground_is_the_lowest_layer_and_is_credited(pack):
    spec = spec_of(pack)
    assert spec.layers[0].key == "ground"
    assert set(spec.layers[0].credits) <= set(spec.credits)
    assert spec.layers[0].sentence() == "Water, roads, names of settlements"


def test_the_app_is_told_of_a_ground_only_where_there_is_one(pack):
    question = default_question(pack)
    assert map_message(spec_of(pack), pack, question)["ground"] is True
    bare = tiny_pack()
    assert ground_layer(bare) is None
    assert map_message(spec_of(bare), bare, question)["ground"] is False
    assert ground_body(bare, 1)["lines"] == {}


def test_the_file_holds_the_ground_and_what_draws_it(pack):
    html = render_map_html(spec_of(pack), pack)
    assert "Marchford" in html
    assert "class Ground" in html
    assert "export " not in html.split("class Ground")[0].rpartition("<script>")[2]
    assert "Marchford" not in render_map_html(spec_of(tiny_pack()), tiny_pack())


def test_the_picture_draws_the_ground_beneath_and_a_layer_that_is_off_is_not_drawn(pack):
    spec = spec_of(pack)
    small = {"width_mm": 127, "height_mm": 100, "dpi": 60}
    off = replace(spec.layers[0], is_on=False)
    without = replace(spec, layers=(off, *spec.layers[1:]))
    drawn = draw_map_png(spec, pack, words=False, **small)
    assert drawn != draw_map_png(without, pack, words=False, **small)
    assert draw_map_png(without, pack, words=False, **small) == draw_map_png(
        spec_of(tiny_pack()), tiny_pack(), words=False, **small
    )


def test_a_rank_that_does_not_exist_is_refused_in_words(pack, tmp_path, monkeypatch):
    write_once(pack, tmp_path / "pack")
    monkeypatch.setenv(packs.PACK_SETTING, str(tmp_path / "pack"))
    client = Client(Starlette(routes=routes.routes()))
    root = f"/map/{packs.served_pack().short_hash}/ground"
    sent = client.get(f"{root}/1.json")
    assert "immutable" in sent.headers["cache-control"]
    assert sent.json()["lines"]["main-road"]
    refused = client.get(f"{root}/5.json")
    assert refused.status_code == 400
    assert "one of 1, 2, 3, 4" in refused.content.decode()

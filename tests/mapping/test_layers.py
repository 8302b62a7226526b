"""Layers asked for by name: read, refused, written back, laid, and drawn by file and picture."""

import json
import re
from dataclasses import replace

import pytest
from starlette.applications import Starlette

from geodata.pack import write_pack
from layers.gaps import measure_gaps
from layers.question.question import default_question
from mapping.__main__ import main
from mapping.drawn.file import render_map_html
from mapping.drawn.picture import draw_map_png
from mapping.map.describe import describe_map
from mapping.map.layered import describe_layers
from mapping.map.layers.asked import MOST, Asked, read_layers, top_fill, with_fill, write_layers
from mapping.map.layers.boundary import STROKES
from mapping.map.palette import KINDS
from mapping.served import packs, routes
from mapping.served.message import map_addresses, map_message
from tests.builders import tiny_pack
from tests.mapping.asking import Client
from tests.mapping.reading import opened
from tests.mapping.test_ground_map import with_ground

SMALL = {"width_mm": 127, "height_mm": 100, "dpi": 50}


@pytest.fixture(scope="module")
def pack():
    return with_ground(tiny_pack())


def read(value, pack):
    return read_layers(value, pack, "the address, layers")


def spec_of(value, pack):
    asked, problems = read(value, pack)
    assert not problems
    return describe_layers(pack, measure_gaps(pack, default_question(pack)), asked)


def kind_of(pack):
    return default_question(pack).place_kind


def service_of(pack):
    return default_question(pack).service


@pytest.mark.parametrize("value", ["ground,fill.gap", "-fill.need*60,out.far", "fill.none*0"])
def test_what_is_read_is_written_back(value, pack):
    asked, problems = read(value, pack)
    assert write_layers(asked) == value
    assert problems == ()


def test_each_layer_that_cannot_be_used_is_told_and_the_rest_is_kept(pack):
    asked, problems = read("grond,fill.gap,fill.need*140,line.nowhere,fill.gap,,out.far*007", pack)
    assert [each.key for each in asked] == ["fill.gap"]
    assert [each.found for each in problems] == [
        "'grond'", "'fill.need*140'", "'line.nowhere'", "'fill.gap'", "''", "'out.far*007'",
    ]  # fmt: skip
    assert "ground is the nearest" in problems[0].expected


def test_a_ground_that_the_pack_does_not_hold_cannot_be_asked_for():
    asked, problems = read("ground,fill.gap", tiny_pack())
    assert [each.key for each in asked] == ["fill.gap"]
    assert len(problems) == 1


def test_no_more_layers_than_can_be_told_apart_are_read(pack):
    asked, problems = read(",".join(["fill.gap"] * (MOST + 5)), pack)
    assert len(asked) == 1
    assert problems[-1].found == f"{MOST + 5} layers"


def test_of_several_colours_the_highest_that_is_on_is_seen(pack):
    assert spec_of("fill.need,fill.reach", pack).colour_by == "reach"
    assert spec_of("fill.need,-fill.reach", pack).colour_by == "need"
    assert spec_of("out.far", pack).colour_by == "none"


def test_the_ground_lies_beneath_whatever_is_asked_for_first(pack):
    keys = [layer.key for layer in spec_of("out.far,fill.gap,ground*50", pack).layers]
    assert keys == ["ground", "out.far", "fill.gap"]
    assert spec_of("fill.gap,ground*50", pack).layers[0].opacity == 50


def test_a_layer_that_is_off_is_listed_and_neither_drawn_nor_credited(pack):
    kind = kind_of(pack)
    on, off = (spec_of(f"fill.none,{way}line.{kind}", pack) for way in ("", "-"))
    assert [len(each.boundaries) for each in (on, off)] == [1, 0]
    assert len(on.layers) == len(off.layers)
    assert draw_map_png(on, pack, words=False, **SMALL) != draw_map_png(
        off, pack, words=False, **SMALL
    )


def test_the_outline_is_of_the_class_it_names_over_any_colours(pack):
    gaps = measure_gaps(pack, default_question(pack))
    spec = spec_of("fill.reach,out.far", pack)
    (outline,) = spec.outlines
    assert list(outline.is_inside) == list(gaps.areas["gap_class"].eq(8))
    bare = spec_of("fill.reach", pack)
    everywhere = replace(outline, is_inside=(True,) * len(pack.areas))
    drawn = [
        draw_map_png(each, pack, words=False, **SMALL)
        for each in (bare, replace(bare, layers=(*bare.layers, everywhere)))
    ]
    assert drawn[0] != drawn[1]


def test_boundaries_are_told_apart_by_line_and_their_key_says_which(pack):
    kinds = list(pack.info.place_kinds)[:2]
    assert len(kinds) == 2
    spec = spec_of("fill.gap," + ",".join(f"line.{kind}" for kind in kinds), pack)
    html = render_map_html(spec, pack)
    for kind in kinds:
        assert pack.info.place_kinds[kind].plural in html.casefold()
    assert len(set(STROKES)) == len(STROKES)
    drawn = re.findall(r'stroke-width="([\d.]+)" stroke-dasharray="([^"]+)"', html)
    assert len(set(drawn)) == 2


def test_several_services_are_told_apart_by_shape_or_colour(pack):
    services = list(pack.info.services)
    spec = spec_of("fill.gap," + ",".join(f"doors.{key}" for key in services), pack)
    assert [layer.service for layer in spec.services] == services
    assert len(spec.symbols) == len({(shape, colour) for shape, _, colour in spec.symbols})
    assert len(spec.symbols) == len({label for _, label, _ in spec.symbols})
    kinds = {(point.kind_label, point.shape, point.colour) for point in spec.points}
    assert len(kinds) == len({kind for kind, *_ in kinds})  # one kind is drawn one way
    assert len({colour for *_, colour in kinds}) == min(len(kinds), KINDS)


@pytest.mark.parametrize("form", ["html", "png", "svg"])
def test_the_command_writes_the_layers_that_it_is_given(form, pack, tmp_path):
    write_pack(pack, tmp_path / "pack")
    asked = f"ground,fill.need*70,out.far,line.{kind_of(pack)},doors.{service_of(pack)}"
    paths = [tmp_path / f"{name}.{form}" for name in ("one", "two")]
    for path in paths:
        words = ["--pack", str(tmp_path / "pack"), "--layers", asked, "--out", str(path)]
        assert main(["map", *words]) == 0
    first, second = (path.read_bytes() for path in paths)
    assert first == second  # the same map, the same bytes
    start = {"html": b"<!DOCTYPE html>", "png": b"\x89PNG", "svg": b"<?xml"}[form]
    assert first.startswith(start)


def test_the_command_refuses_what_cannot_be_drawn_and_writes_nothing(pack, tmp_path, capsys):
    write_pack(pack, tmp_path / "pack")
    path = tmp_path / "map.png"
    words = ["--pack", str(tmp_path / "pack"), "--layers", "fill.gap,line.nowhere"]
    assert main(["map", *words, "--out", str(path)]) == 2
    assert "'line.nowhere'" in capsys.readouterr().err
    assert not path.exists()


def test_a_layer_says_itself(pack):
    spec = spec_of(f"ground,fill.gap,out.far,line.{kind_of(pack)},doors.{service_of(pack)}", pack)
    for layer in spec.layers:
        assert layer.sentence()
        assert layer.title
        assert layer.sources
        assert set(layer.credits) <= set(spec.credits)
    assert Asked(kind="ground").written == "ground"


LAID = "ground,fill.reach*60,out.far,{line}doors.{service}"


def laid(pack):
    lines = "".join(f"line.{kind}," for kind in list(pack.info.place_kinds)[:2])
    return LAID.format(line=lines, service=service_of(pack))


def test_the_app_is_sent_layers_by_one_address_and_the_usual_message_stays_small(pack):
    question = default_question(pack)
    spec = spec_of(laid(pack), pack)
    message = map_message(spec, pack, question, layers=laid(pack))
    usual = map_message(describe_map(pack, measure_gaps(pack, question)), pack, question)
    apart = {key for key in message if message[key] != usual[key]}
    assert apart <= {"map", "classes", "colourBy", "colours", "legend"}
    assert "layers.json" in message["map"]["points"]
    assert "layers.json" not in usual["map"]["points"]
    assert len(json.dumps(message | {"classes": ""})) + 516 < 3000


def test_the_body_of_layers_says_each_line_outline_and_door(pack, tmp_path, monkeypatch):
    write_pack(pack, tmp_path / "pack")
    monkeypatch.setenv(packs.PACK_SETTING, str(tmp_path / "pack"))
    client = Client(Starlette(routes=routes.routes()))
    question = default_question(pack)
    held = packs.served_pack()
    address = map_addresses(held, question, layers=laid(pack))["points"]
    sent = client.get(address)
    assert "immutable" in sent.headers["cache-control"]
    body = sent.json()
    assert [line["kind"] for line in body["lines"]] == list(pack.info.place_kinds)[:2]
    assert [line["dash"] for line in body["lines"]] == [list(dash) for _, dash in STROKES[:2]]
    assert body["opacity"] == pytest.approx(0.6)
    assert body["ground"] == 1
    gaps = measure_gaps(pack, question)
    marked = [at for at, code in enumerate(gaps.areas["gap_class"]) if code == 8]
    assert body["outlines"][0]["inside"] == marked
    assert len(body["points"]) == len(spec_of(laid(pack), pack).points)
    refused = client.get(address.replace("out.far", "out.near"))
    assert refused.status_code == 400
    assert "out.near" in refused.content.decode()


def test_other_colours_take_the_place_of_those_that_are_seen(pack):
    asked, _ = read("ground,fill.need*60,-fill.gap,out.far", pack)
    assert top_fill(asked) == "need"
    assert write_layers(with_fill(asked, "reach")) == "ground,fill.reach*60,-fill.gap,out.far"
    assert write_layers(with_fill(asked, "gap")) == "ground,fill.gap*60,out.far"
    none, _ = read("ground,out.far", pack)
    assert top_fill(none) == "none"
    assert write_layers(with_fill(none, "gap")) == "ground,fill.gap,out.far"


@pytest.fixture
def served(pack, tmp_path, monkeypatch):
    write_pack(pack, tmp_path / "pack")
    monkeypatch.setenv(packs.PACK_SETTING, str(tmp_path / "pack"))


def test_the_page_tells_of_a_layer_that_is_gone_and_holds_the_others(served):
    del served
    page = opened("map", layers="ground,fill.need,line.gone,out.far")
    assert "gone" in " ".join(each.value for each in page.warning)
    assert page.query_params["layers"] in ("ground,fill.need,out.far", ["ground,fill.need,out.far"])
    (colour,) = (each for each in page.selectbox if each.label == "Colour the map by")
    assert colour.value == "need"


def test_other_colours_are_laid_in_place_of_those_seen(served):
    del served
    page = opened("map", layers="ground,fill.need*60,out.far")
    (colour,) = (each for each in page.selectbox if each.label == "Colour the map by")
    colour.set_value("reach").run()
    assert not page.exception
    assert page.query_params["layers"] in (
        "ground,fill.reach*60,out.far",
        ["ground,fill.reach*60,out.far"],
    )


def test_layers_are_kept_when_the_map_is_opened_again_without_them(served):
    del served
    page = opened("map", layers="fill.need,out.far")
    del page.query_params["layers"]
    page.run()
    assert page.query_params["layers"] in ("fill.need,out.far", ["fill.need,out.far"])

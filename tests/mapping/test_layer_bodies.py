"""Layers sent one by one: what their addresses give, what can be added, how small it stays."""

import json
import math
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from starlette.applications import Starlette

from geodata.pack import STARTER, read_pack
from layers.gaps import measure_gaps
from layers.offer_filters import filter_offers
from layers.question.question import default_question
from mapping.map.describe import describe_map
from mapping.map.layered import describe_layers, make_layer, usual_asked
from mapping.map.layers.asked import MOST, Asked, read_layers
from mapping.map.layers.boundary import STROKES
from mapping.map.layers.catalogue import catalogue
from mapping.map.layers.offers import offers_layer
from mapping.map.layers.sets import SETS, spelled_out
from mapping.map.layers.written import write_layers
from mapping.served import packs, routes
from mapping.served.layer_bodies import layer_body, look_body
from mapping.served.message import layer_addresses, map_message
from tests.awkward import awkward_question, offers_pack
from tests.builders import tiny_pack
from tests.kept_packs import starter_pack, write_once
from tests.mapping.asking import Client
from tests.mapping.test_ground_map import with_ground

REAL = Path(__file__).parents[2] / "packs" / "cambridgeshire_peterborough"


@pytest.fixture(scope="module")
def pack():
    return with_ground(tiny_pack())


@pytest.fixture(scope="module")
def starter():
    return starter_pack()


def one(written, pack):
    (asked,), problems = read_layers(written, pack, "")
    assert not problems
    return asked


def body_of(written, pack):
    question = default_question(pack)
    return layer_body(pack, question, one(written, pack), lambda: measure_gaps(pack, question))


def test_every_layer_of_the_catalogue_can_be_read_made_and_says_itself(pack):
    question = default_question(pack)
    gaps = measure_gaps(pack, question)
    entries = catalogue(pack, question)
    assert len({each.key for each in entries}) == len(entries)
    for entry in entries:
        layer = make_layer(pack, question, one(entry.key, pack), lambda: gaps)
        assert layer.sentence()
        assert entry.title
        assert entry.group


def test_ready_sets_are_lists_that_every_pack_can_draw(pack, starter):
    for each in (pack, starter):
        for name in SETS:
            written = spelled_out(name, each)
            asked, problems = read_layers(written, each, "")
            assert not problems
            assert write_layers(asked) == written
    assert spelled_out("fill.gap", pack) == "fill.gap"
    held = spelled_out("all-services", starter)
    for key, service in starter.info.services.items():
        laid = [each for each in starter.info.services if f"doors.{each}" in held.split(",")]
        kinds = {kind for each in laid for kind in starter.info.services[each].kinds}
        assert set(service.kinds) <= kinds, key
    lines = spelled_out("whose-lines", starter)
    assert all(f"line.{kind}" in lines for kind in starter.info.place_kinds)


def test_a_set_of_a_pack_with_too_few_areas_for_hotspots_asks_for_none():
    pack = tiny_pack()
    assert "hotspot" in spelled_out("needs-and-centres", pack)
    few = replace(pack, areas=pack.areas.iloc[:2])
    assert "hotspot" not in spelled_out("needs-and-centres", few)


def test_colours_are_sent_with_the_addresses_of_their_shapes_and_figures(pack):
    gaps = measure_gaps(pack, default_question(pack))
    body = body_of("fill.gap", pack)
    assert body["fill"]["classes"] == "".join(map(str, gaps.areas["gap_class"]))
    assert body["fill"]["shapes"].startswith("areas.json?")
    assert body["fill"]["figures"].startswith("figures.json?")
    assert {each[0] for each in body["fill"]["legend"]["classes"]} >= set(
        map(int, body["fill"]["classes"])
    )


def test_an_amount_counts_the_children_in_need_of_each_area(starter):
    gaps = measure_gaps(starter, default_question(starter))
    layer = make_layer(starter, gaps.question, one("fill.amount", starter), lambda: gaps)
    counts = gaps.areas["high_need_children"]
    assert sum(each.children for each in layer.legend.classes) == pytest.approx(counts.sum())
    assert sum(each.areas for each in layer.legend.classes) == len(counts)
    known = [(code, count) for code, count in zip(layer.classes, counts, strict=True) if code < 9]
    most = {code: max(c for k, c in known if k == code) for code, _ in known}
    least = {code: min(c for k, c in known if k == code) for code, _ in known}
    codes = sorted(most)
    assert all(least[a] >= most[b] for a, b in pairwise(codes))
    assert all((code == 9) == math.isnan(c) for code, c in zip(layer.classes, counts, strict=True))


def test_a_boundary_keeps_its_line_whatever_else_lies_there(starter):
    kinds = list(starter.info.place_kinds)
    asked = default_question(starter).place_kind
    strokes = {kind: body_of(f"line.{kind}", starter)["line"] for kind in kinds}
    told = {(each["width"], tuple(each["dash"])) for each in strokes.values()}
    assert len(told) == min(len(kinds), len(STROKES))
    assert (strokes[asked]["width"], tuple(strokes[asked]["dash"])) == STROKES[0]
    assert body_of("line", starter)["line"] == strokes[asked]


def test_filters_leave_out_what_says_no_and_keep_what_says_nothing(starter):
    whole = body_of("doors.toddler-groups", starter)
    sat = body_of("doors.toddler-groups(open:sat)", starter)
    strict = body_of("doors.toddler-groups(open:sat,unstated:out)", starter)
    ids = [{key for point in body["points"] for key in point["ids"]}
           for body in (whole, sat, strict)]  # fmt: skip
    assert ids[2] <= ids[1] <= ids[0]
    offers = starter.assets.loc[sorted(ids[0])]
    found = filter_offers(offers, [("open", "sat")])
    assert ids[1] == set(offers.index[found.passes])
    assert {key for point in sat["points"] if point["unsure"] for key in point["ids"]} == set(
        offers.index[found.unsure]
    )
    assert sat["notes"] == list(found.notes()) or sat["notes"] == found.notes()


def test_offers_are_counted_where_they_serve_and_have_no_door(starter):
    body = body_of("offers", starter)
    assert body["offers"]
    assert "points" not in body
    assert sum(body["counts"].values()) > 0
    places = starter.places.index[starter.places["kind"].eq(default_question(starter).place_kind)]
    assert set(body["counts"]) <= set(places)
    assert max(body["counts"].values()) <= len(body["offers"])


def test_every_offer_that_serves_a_place_is_counted_there():
    """By hand, of what each serves: the advice everywhere, the line in D1, the others in one place.

    Planned, only named, and of nowhere: none of these is counted.
    """
    pack = offers_pack()
    counts = {
        kind: offers_layer(pack, awkward_question(pack, place_kind=kind)).counts
        for kind in ("early-help-team", "district")
    }
    assert counts["early-help-team"] == {"east": 4, "middle": 2, "west": 3}
    assert counts["district"] == {"D1": 3, "D2": 4}


def test_the_address_of_a_layer_holds_only_what_it_rests_on(starter):
    question = default_question(starter)
    addresses = layer_addresses(starter, question)
    assert "need" not in addresses["doors"]
    assert "service" in addresses["doors"]
    assert "service" not in addresses["line"]
    assert "need" in addresses["other"]


def test_layers_are_sent_by_address_and_kept_for_good(pack, tmp_path, monkeypatch):
    write_once(pack, tmp_path / "pack")
    monkeypatch.setenv(packs.PACK_SETTING, str(tmp_path / "pack"))
    client = Client(Starlette(routes=routes.routes()))
    held = packs.served_pack()
    addresses = layer_addresses(held, default_question(held))
    for written in ("ground", "line", "doors", "offers", "fill.gap", "out.far"):
        kind = written.split(".")[0]
        sent = client.get(addresses.get(kind, addresses["other"]) + written)
        assert sent.status_code == 200, written
        assert "immutable" in sent.headers["cache-control"]
        assert sent.json()["title"]
    known = client.get(addresses["catalogue"]).json()
    assert {"ground", "doors", "fill.gap"} <= {each[0] for each in known["layers"]}
    assert [each[0] for each in known["sets"]] == list(SETS)
    for wrong in ("fill.nothing", "fill.gap,fill.need", "", "<script>"):
        refused = client.get(addresses["other"] + wrong)
        assert refused.status_code == 400, wrong
        assert refused.json()["problems"]
    look = client.get(addresses["other"].split("layer.json")[0] + "look.json").json()
    assert look == json.loads(json.dumps(look_body()))


@pytest.mark.parametrize(
    "folder",
    [STARTER, pytest.param(REAL, marks=pytest.mark.skipif(not REAL.exists(), reason="not built"))],
    ids=["starter", "real"],
)
def test_the_message_of_a_map_stays_small_in_every_state(folder):
    pack = read_pack(folder)
    question = default_question(pack)
    gaps = measure_gaps(pack, question)
    plain = describe_map(pack, gaps, "none")
    every = [each.key for each in catalogue(pack, question)][:MOST]
    states = [write_layers(usual_asked(pack, Asked(kind="fill", what="gap")))]
    states += [spelled_out(name, pack) for name in SETS]
    for layers in states:
        message = map_message(plain, pack, question, layers=layers)
        assert len(json.dumps(message, ensure_ascii=False)) < 3000, layers
    rest = map_message(plain, pack, question, layers="x")
    longest = ",".join(every)
    assert len(json.dumps(rest, ensure_ascii=False)) < 2200
    assert longest.count(",") == len(every) - 1
    for colour in ("gap", "need", "reach", "none"):  # of pages whose map is not to be changed
        message = map_message(describe_map(pack, gaps, colour), pack, question)
        assert len(json.dumps(message, ensure_ascii=False)) < 3200, colour


def test_of_the_same_layer_twice_one_is_drawn(pack):
    question = default_question(pack)
    gaps = measure_gaps(pack, question)
    asked = read_layers(f"line,line.{question.place_kind},doors,doors.{question.service}", pack, "")
    spec = describe_layers(pack, gaps, asked[0])
    keys = [layer.key for layer in spec.layers]
    assert len(keys) == len(set(keys)) == 3

"""What is chosen on the map: found at its address, said first, taken along between pages."""

import pytest
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest

from layers.gaps import measure_gaps
from layers.place.facts import question_for_place
from layers.question.question import default_question
from mapping.map.view import At, read_at, write_at
from mapping.served import packs, routes
from mapping.served.message import map_addresses, read_pick
from tests.builders import tiny_pack
from tests.kept_packs import write_once
from tests.layers.test_finding import PACK as TOWN_PACK
from tests.mapping.asking import Client
from tests.mapping.reading import opened, words

ALL_PAGES = """
import streamlit as st
from mapping.pages.frame.frame import answer_page
from mapping.pages.frame.rooms import find_pages
from mapping.served.packs import served_pack
pages = {each.url_path: each for each in find_pages()}
answer_page(pages[st.session_state["page"]], served_pack(), lambda url_path: None)
"""


def go(app, page):
    """Go to another page as the navigation does: at an address that is empty."""
    app.session_state["page"] = page
    app.query_params.clear()
    app.run()
    assert not app.exception
    return app


@pytest.fixture
def travelling(serve):
    serve(tiny_pack())
    app = AppTest.from_string(ALL_PAGES, default_timeout=60)
    app.session_state["page"] = "map"
    return app


def test_a_place_of_another_kind_is_said_first(serve):
    pack = serve(tiny_pack())
    question = default_question(pack)
    assert question.place_kind != "district"
    own = measure_gaps(pack, question_for_place(question, pack, "D1"))
    said = words(opened("map", place="D1"))
    assert own.place_sentence("D1").replace("'", "&#x27;") in said
    assert said.index("In Tinyshire") < said.index("Across ")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"spot": "PE11 0AA"}, "PE11 0AA is in "),
        ({"spot": "elmham"}, "Élmham, a town: its name stands in "),
        ({"area": "A1"}, "In "),
        ({"asset": "centre-a"}, "Field Centre: child and family centre"),
        ({"place": "team-a"}, "In Team Alder, "),
    ],
)
def test_what_is_chosen_is_said_before_the_answer_for_all(serve, query, said):
    serve(TOWN_PACK)
    told = words(opened("map", **query))
    assert said in told
    assert told.index(said) < told.index("Across ")


def test_the_neighbourhood_of_a_postcode_is_chosen_with_it(serve):
    pack = serve(TOWN_PACK)
    area = pack.origins["area_id"]["PE11 0AA"]
    assert f"{pack.info.area_label} {area} (" in words(opened("map", spot="pe110aa"))


def test_what_is_chosen_goes_along_to_the_pages_that_know_it_and_back(travelling):
    travelling.query_params.update({"place": "team-b", "area": "A2", "at": "52.4,0.1,12"})
    travelling.run()
    assert go(travelling, "places").query_params["place"] == "team-b"
    assert "area" not in travelling.query_params
    go(travelling, "data")
    assert {*travelling.query_params} & {"place", "area", "at"} == set()
    go(travelling, "map")
    held = {name: travelling.query_params.get(name) for name in ("place", "area", "at")}
    assert held == {"place": "team-b", "area": "A2", "at": "52.4,0.1,12"}


def test_an_address_that_asks_something_means_what_it_says(travelling):
    travelling.query_params["place"] = "team-b"
    travelling.run()
    travelling.query_params.clear()
    travelling.query_params["service"] = "libraries"
    travelling.run()
    assert "place" not in travelling.query_params
    assert "In Team Birch" not in words(travelling)


def test_what_another_page_cannot_use_is_left_behind_without_a_word(serve):
    serve(tiny_pack())
    app = AppTest.from_string(ALL_PAGES, default_timeout=60)
    app.session_state["page"] = "map"
    app.query_params["asset"] = "centre-a"
    app.run()
    app.session_state["what is chosen, which travels too"] = {"asset": "gone", "place": "gone"}
    go(app, "map")
    assert not app.warning
    assert "asset" not in app.query_params


@pytest.mark.parametrize(
    "text",
    ["", "1,2", "52.4,0.1", "52.4,0.1,12,1", "a,b,c", "52.4,0.1,99", "0,0,12", "1e1,1,9", "٥,1,9"],
)
def test_a_view_that_is_none_is_not_read(text):
    assert read_at(text, TOWN_PACK) is None


def test_a_view_reads_back_as_it_was_written():
    lat, lon = 52.41, 0.123456
    at = read_at(f"{lat},{lon},12.5", TOWN_PACK)
    assert at == At(lat=lat, lon=lon, zoom=12.5)
    assert write_at(at) == "52.41,0.12346,12.5"


def test_a_choice_from_the_browser_is_of_a_kind_that_there_is():
    assert read_pick({"kind": "spot", "id": "PE11 0AA"}).kind == "spot"
    assert read_pick({"kind": "moon", "id": "x"}) is None
    assert read_pick({"kind": ["spot"], "id": "x"}) is None


@pytest.fixture
def client(tmp_path, monkeypatch):
    write_once(TOWN_PACK, tmp_path / "pack")
    monkeypatch.setenv(packs.PACK_SETTING, str(tmp_path / "pack"))
    return Client(Starlette(routes=routes.routes()))


def find_address(**query):
    places = map_addresses(TOWN_PACK, default_question(TOWN_PACK))["places"]
    base = places.split("/places")[0]
    return f"{base}/find.json?" + "&".join(f"{name}={value}" for name, value in query.items())


def test_the_address_that_finds_tells_where_to_go(client):
    [found] = client.get(find_address(q="pe110aa")).json()["found"]
    assert (found["kind"], found["id"], found["box"]) == ("spot", "PE11 0AA", None)
    [area, *_] = client.get(find_address(q="A1")).json()["found"]
    west, south, east, north = area["box"]
    assert west < area["at"][1] < east
    assert south < area["at"][0] < north
    [place] = client.get(find_address(q="tinyshire")).json()["found"][:1]
    assert (place["kind"], place["of"]) == ("place", "district")


@pytest.mark.parametrize("query", [{"q": "x" * 300}, {"p": "wisbech"}, {"q": "%ff"}])
def test_what_cannot_be_looked_for_is_refused_in_words(client, query):
    told = client.get(find_address(**query))
    assert told.status_code == 400
    assert told.json()["problems"]

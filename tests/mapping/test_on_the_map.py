"""What the tools on the map are sent, and what they are told where that cannot be."""

from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette

from geodata.crs import lonlat_from_grid
from layers.question.address import question_from_query
from layers.within.within import measure_within
from mapping.served import packs, routes
from tests.builders import SOUTH, WEST, tiny_pack
from tests.kept_packs import write_once
from tests.mapping.asking import Client


@pytest.fixture
def pack():
    return tiny_pack()


@pytest.fixture
def ask(pack, tmp_path, monkeypatch):
    write_once(pack, tmp_path / "pack")
    monkeypatch.setenv(packs.PACK_SETTING, str(tmp_path / "pack"))
    client = Client(Starlette(routes=routes.routes()))

    def get(name, **query):
        return client.get(f"/map/{pack.short_hash}/{name}.json?{urlencode(query)}")

    return get


def at(east, north):
    lon, lat = lonlat_from_grid(WEST + east, SOUTH + north)
    return f"{float(lat):.5f},{float(lon):.5f}"


def test_the_shape_and_the_words_are_those_of_the_analysis(ask, pack):
    sent = ask("within", service="libraries", limit=30, here=at(1500, 1500)).json()
    question = question_from_query({"service": "libraries", "limit": "30"}, pack)
    found = measure_within(pack, question, at(1500, 1500))
    assert sent["sentence"] == found.sentence()
    assert sent["shape"]["type"] == "Polygon"
    areas, doors = sent["tables"]
    assert [row[0] for row in areas["rows"]] == list(found.areas["name"])
    assert doors["rows"][0][0] == "Middle Library"
    assert ",".join(f"{each:.5f}" for each in sent["at"]) == at(1500, 1500)
    assert sent["sources"] == ["Made for tests (Know Your Patch), 2026, none"]


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({"here": "0.1,52"}, "Latitude is written before longitude"),
        ({"here": "52.5,0.1", "limit": 600}, "from 1 to 180"),
        ({"here": "52.5,0.1", "limit": 0}, "from 1 to 180"),
        ({}, "found nothing"),
        ({"here": "52.5,0.1", "mode": "bus"}, "timetable"),
        ({"here": "x" * 1001}, "at most 1,000 characters"),
    ],
    ids=["swapped", "600 minutes", "no minutes", "nowhere", "bus", "long"],
)
def test_what_cannot_be_asked_is_told_in_words(ask, query, says):
    sent = ask("within", **query)
    assert sent.status_code == 400
    assert says in " ".join(sent.json()["problems"])


def test_names_are_sent_as_plain_text(ask, pack, tmp_path):
    hostile = pack.assets.assign(name="Elm\u202e Centre")
    write_once(tiny_pack(assets=hostile), tmp_path / "pack")
    text = Client(Starlette(routes=routes.routes())).get(
        f"/map/{tiny_pack(assets=hostile).short_hash}/within.json?here={at(500, 500)}"
    )
    assert text.status_code == 200
    doors = text.json()["tables"][1]["rows"]
    assert doors
    assert {row[0] for row in doors} == {"Elm Centre"}
    assert ask("within", here=at(500, 500)).status_code == 404  # the pack is another now


def test_how_people_travel_is_told_once_by_python(ask):
    sent = ask("way", mode="drive", limit=15).json()
    assert (sent["limit"], sent["mode"]) == (15, "drive")
    assert sent["metresPerMin"] == pytest.approx(30_000 / 60 / 1.3, abs=0.001)
    assert ["walk", "on foot"] in sent["modes"]
    assert "bus" not in dict(sent["modes"])
    assert sent["streets"] is False


def test_a_way_past_points_is_sent_with_its_corners(ask):
    sent = ask("walk", here=f"{at(0, 0)};{at(600, 800)}").json()
    assert sent["lineM"] == pytest.approx(1000, abs=1)
    assert sent["minutes"] == pytest.approx(1000 * 1.3 / (4000 / 60), abs=0.05)
    assert len(sent["path"]) == 2
    assert sent["along"] is False
    assert ask("walk", here=at(0, 0)).status_code == 400

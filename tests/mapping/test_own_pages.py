"""Places of one's own on pages and by address: kept, refused in part, and sent."""

import io
import json

import pytest
from pypdf import PdfReader
from starlette.applications import Starlette

from layers.exercise.one_place import measure_exercise
from layers.gaps import measure_gaps
from layers.own_places.address import read_own, write_own
from layers.own_places.beside import with_own_places
from layers.own_places.recipes import OWN, Combined, Existing, OwnPlace, OwnPlaces, Picked
from layers.own_places.saving import own_geojson
from layers.place.facts import place_facts
from layers.question.question import default_question
from mapping.map.describe import describe_map
from mapping.pages.frame import own_places
from mapping.profile.exercise_document import exercise_pdf
from mapping.served import routes
from mapping.served.message import map_addresses, map_message
from mapping.served.own import make_own
from tests.builders import tiny_pack
from tests.mapping.asking import Client
from tests.mapping.reading import opened, words

PACK = tiny_pack()
MINE = OwnPlace(name="Our <b>patch</b>", recipe=Picked(area_ids=("A1", "B1")))
REST = OwnPlace(
    name="The rest",
    recipe=Combined(how="difference", parts=(Existing(place_id="D1"), MINE.recipe)),
)
OWN_PLACES = OwnPlaces(places=(MINE, REST))
TEXT = write_own(OWN_PLACES)


@pytest.mark.parametrize(
    "page",
    ["map", "places", "compare", "cover", "hotspots", "scenarios", "needs-and-services", "data"],
)
def test_every_page_takes_places_of_ones_own(serve, page):
    serve(PACK)
    app = opened(page, own=TEXT, kind=OWN)
    assert not app.warning
    assert not app.exception
    assert app.query_params["own"] in (TEXT, [TEXT])


@pytest.mark.parametrize("page", ["places", "needs-and-services"])
def test_one_place_in_full(serve, page):
    serve(PACK)
    app = opened(page, own=TEXT, kind=OWN, place=MINE.place_id)
    said = words(app)
    assert not app.warning
    assert "Our &lt;b&gt;patch&lt;/b&gt;" in said
    assert "<b>patch" not in said


def test_what_cannot_be_used_is_named_and_the_rest_is_shown(serve):
    serve(PACK)
    app = opened("map", own=f"{TEXT}~Gone.areas.X9~bad", kind=OWN)
    [warning] = app.warning
    assert "Gone" in warning.value
    assert "'bad'" in warning.value
    pack = with_own_places(PACK, OWN_PLACES)
    gaps = measure_gaps(pack, default_question(pack, place_kind=OWN))
    assert gaps.sentence().replace("'", "&#x27;") in words(app)


def test_an_address_that_is_too_long_says_what_to_do(serve):
    serve(PACK)
    [warning] = opened("map", own="x" * 5_000).warning
    assert "Save your places as a file" in warning.value


def test_places_that_are_gone_leave_no_kind_to_ask_by(serve):
    serve(PACK)
    [warning] = opened("map", own="", kind=OWN).warning
    assert "kind" in warning.value


def opening(content):
    """Hand a file over as soon as a page shows where; the next run of the page shows what came."""
    waiting = [content]

    def take_file(_label, _endings, read):
        if waiting:
            read(waiting.pop(), "mine.geojson")

    return take_file


def test_a_file_is_opened_and_saved_on_a_page(serve, monkeypatch):
    serve(PACK)
    saved = own_geojson(with_own_places(PACK, OWN_PLACES)).encode()
    monkeypatch.setattr("mapping.pages.frame.own_files.take_file", opening(saved))
    app = opened("map", own="Before.place.team-b")
    app.run()
    assert not app.exception
    [text] = app.query_params["own"] if isinstance(app.query_params["own"], list) else [
        app.query_params["own"]
    ]  # fmt: skip
    own, problems = read_own(text)
    assert problems == ()
    assert [each.name for each in own.places] == ["Before", "Our <b>patch</b>", "The rest"]
    assert any("The rest: Made of Tinyshire without" in each.value for each in app.caption)


def test_a_file_that_cannot_be_used_loses_nothing(serve, monkeypatch):
    serve(PACK)
    monkeypatch.setattr("mapping.pages.frame.own_files.take_file", opening(b"hello"))
    app = opened("map", own="Before.place.team-b", kind=OWN)
    app.run()
    [warning] = app.warning
    assert "mine.geojson: found text" in warning.value.replace("\\", "")
    assert "Before.place.team-b" in str(app.query_params["own"])
    assert any("Before: Made of Team Birch" in each.value for each in app.caption)


@pytest.fixture
def client(serve):
    serve(PACK)
    return Client(Starlette(routes=routes.routes()))


def test_a_route_takes_places_of_ones_own(client):
    sent = client.get(f"/map/{PACK.short_hash}/places/own.json?own={TEXT.replace('%', '%25')}")
    assert sent.status_code == 200
    assert "The rest" in sent.text
    assert sent.headers["cache-control"].startswith("private")
    assert client.get(f"/map/{PACK.short_hash}/places/own.json").status_code == 400


def test_a_route_refuses_what_it_cannot_use(client):
    sent = client.get(f"/map/{PACK.short_hash}/places/own.json?own={TEXT.replace('%', '%25')}~bad")
    assert sent.status_code == 400
    assert "bad" in sent.text
    unknown = client.get(f"/map/{PACK.short_hash}/places/own.json?own=@123456789012")
    assert unknown.status_code == 400
    assert "Open the page again" in unknown.text


def test_the_map_is_told_in_few_words_where_its_own_places_are(client):
    pack, problems = make_own(PACK, OWN_PLACES)
    assert problems == ()
    question = default_question(pack, place_kind=OWN)
    gaps = measure_gaps(pack, question)
    message = map_message(describe_map(pack, gaps), pack, question)
    assert len(json.dumps(message)) < 3_000
    before = map_message(
        describe_map(PACK, measure_gaps(PACK, default_question(PACK))),
        PACK,
        default_question(PACK),
    )
    assert {name: message["map"][name] for name in ("areas", "figures", "points")} == {
        name: before["map"][name] for name in ("areas", "figures", "points")
    }
    sent = client.get(message["map"]["places"])
    assert sent.status_code == 200
    assert "The rest" in sent.text


@pytest.mark.parametrize("kind", ["district", "early-help-team", OWN])
def test_places_of_ones_own_are_found_whatever_the_question_is_asked_by(client, kind):
    pack, _ = make_own(PACK, OWN_PLACES)
    addresses = map_addresses(pack, default_question(pack, place_kind=kind))
    found = client.get(f"{addresses['find']}&q=rest").json()["found"]
    assert [(each["kind"], each["of"], each["id"]) for each in found] == [
        ("place", OWN, REST.place_id)
    ]
    # Where it is shown, whatever the map draws: beside the address that found it.
    shapes = client.get(addresses["find"].replace("find.json", "places/own.json")).json()
    assert REST.place_id in [each["id"] for each in shapes["features"]]
    without = client.get(f"{map_addresses(PACK, default_question(PACK))['find']}&q=rest").json()
    assert without["found"] == []


def test_what_cannot_be_made_is_told_to_the_map_once_and_numbered(serve, monkeypatch):
    """The same refusal twice is two messages: a browser passes over one that is the same."""
    serve(PACK)
    state, told = {}, []
    monkeypatch.setattr(own_places.st, "session_state", state)
    monkeypatch.setattr(own_places, "own_places_now", OwnPlaces)
    for _ in range(2):
        own_places.change_own_places(
            {"do": "draw", "ring": [[5, 60], [5.1, 60], [5.1, 60.1]]}, PACK
        )
        told.append(own_places.refused_on_map())
        assert own_places.refused_on_map() == ()
    assert [each[0] for each in told] == ["1", "2"]
    assert told[0][1:] == told[1][1:] != ()
    question = default_question(PACK)
    spec = describe_map(PACK, measure_gaps(PACK, question))
    sent = map_message(spec, PACK, question, takes_own=True, refused=told[0])
    assert sent["refused"] == list(told[0])
    assert sent["own"] == []
    assert "refused" not in map_message(spec, PACK, question)


def test_a_profile_opens_its_evidence_with_what_the_place_holds():
    """Paper has room for the first of it alone."""
    pack = with_own_places(PACK, OWN_PLACES)
    gaps = measure_gaps(pack, default_question(pack, place_kind=OWN))
    first, second, *_ = place_facts(pack, gaps, REST.place_id).how_we_know
    assert first.startswith("Made of Tinyshire without 2 neighbourhoods picked on the map.")
    assert "straight-line estimate" in second
    said = place_facts(pack, gaps, REST.place_id).how_we_know
    assert any("nothing is published for it" in each for each in said)
    team = measure_gaps(PACK, default_question(PACK))
    assert "straight-line" in place_facts(PACK, team, "team-a").how_we_know[0]


def test_a_chosen_place_says_what_it_holds_beside_its_answer(serve):
    serve(PACK)
    said = words(opened("map", own=TEXT, kind=OWN, place=REST.place_id))
    assert "It holds 7 whole neighbourhoods." in said
    assert "It holds" not in words(opened("map", own=TEXT, place="team-a"))


def test_the_exercise_of_a_part_says_that_it_is_apportioned(serve):
    pack = serve(PACK)
    half = OwnPlace(
        name="Half",
        recipe=Combined(how="difference", parts=(REST.recipe, Picked(area_ids=("C3",)))),
    )
    own = OwnPlaces(places=(half,))
    said = words(opened("needs-and-services", own=write_own(own), kind=OWN, place=half.place_id))
    assert "It holds 6 whole neighbourhoods." in said
    made = with_own_places(pack, own)
    gaps = measure_gaps(made, default_question(made, place_kind=OWN))
    found = measure_exercise(made, gaps, half.place_id)
    assert found.notes()[0] == str(made.places["note"][half.place_id])
    pdf = PdfReader(io.BytesIO(exercise_pdf(found)))
    printed = " ".join(pdf.pages[0].extract_text().split())
    assert "It holds 6 whole neighbourhoods." in printed

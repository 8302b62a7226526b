"""What pages keep for everybody: told, changed by two people at once, and never lost by a fault."""

import json
import uuid
from dataclasses import replace
from types import SimpleNamespace

import pytest
from starlette.applications import Starlette

from geodata.errors import Problem, QuestionError
from geodata.store.kinds.note import Note
from geodata.store.record import new_record
from layers.own_places.address import write_own, write_recipe
from layers.own_places.changing import change_own
from layers.own_places.recipes import OwnPlace, OwnPlaces, Picked
from layers.scenarios.address import LONGEST, scenario_text
from layers.scenarios.changes import Change, Close, Scenario
from mapping.pages.scenarios import kept as kept_scenarios
from mapping.served import routes
from mapping.served.keeping import ACTS
from mapping.served.posted import MOST_BYTES
from mapping.served.refusing import refusal
from tests.builders import tiny_pack
from tests.mapping.asking import Client
from tests.mapping.reading import opened

HOSTILE = "<img src=x onerror=alert(1)> \u202eMine‘’ {{7*7}}"
MINE = OwnPlace(name="Our patch", recipe=Picked(area_ids=("A1", "B1")))
WIDER = OwnPlace(name="Our patch", recipe=Picked(area_ids=("A1", "A2", "B1")))


@pytest.fixture
def client(serve, kept_store):
    pack = serve(tiny_pack())
    made = Client(Starlette(routes=routes.routes()))
    made.store, made.pack = kept_store, pack
    return made


def keep(client, place, record_id=None, expected=0):
    said = {
        "do": "save",
        "id": record_id or str(uuid.uuid4()),
        "expected": expected,
        "own": write_own(OwnPlaces(places=(place,))),
        "place": place.place_id,
    }
    return client.post("/kept/place.json", said)


def ask(client, do, record_id, expected, kind="place", **more):
    said = {"do": do, "id": record_id, "expected": expected} | more
    return client.post(f"/kept/{kind}.json", said)


def test_a_place_is_kept_and_found_again(client):
    sent = keep(client, MINE)
    assert sent.status_code == 200
    assert sent.headers["cache-control"] == "no-store"
    [item] = client.get("/kept/place.json").json()["kept"]
    assert item == sent.json()["kept"]
    assert (item["title"], item["version"]) == ("Our patch", 1)
    assert item["words"] == write_recipe(MINE.recipe)
    assert item["place"] == MINE.place_id
    assert client.store.get(item["id"]).body.pack == client.pack.info.key


def test_sent_twice_it_is_kept_once(client):
    record_id = str(uuid.uuid4())
    first, second = keep(client, MINE, record_id), keep(client, MINE, record_id)
    assert first.json() == second.json()
    assert len(client.get("/kept/place.json").json()["kept"]) == 1


def test_two_people_at_once_see_both_versions(client):
    record_id = keep(client, MINE).json()["kept"]["id"]
    assert keep(client, WIDER, record_id, 1).json()["kept"]["version"] == 2
    refused = keep(client, OwnPlace(name="Ours", recipe=MINE.recipe), record_id, 1)
    assert refused.status_code == 409
    both = refused.json()
    assert both["mine"]["title"] == "Ours"
    assert both["theirs"]["version"] == 2
    assert both["mine"]["words"] == write_recipe(MINE.recipe)
    said = " ".join(both["differs"])
    assert "Yours is called “Ours”, theirs “Our patch”." in said
    assert "Only theirs holds people of Field A2." in said
    assert client.store.get(record_id).title == "Our patch"  # nothing was written over
    assert keep(client, MINE, record_id, 2).json()["kept"]["version"] == 3


def test_a_version_that_somebody_removed_is_not_written_over(client):
    record_id = keep(client, MINE).json()["kept"]["id"]
    assert ask(client, "remove", record_id, 1).status_code == 200
    refused = keep(client, WIDER, record_id, 1)
    assert refused.status_code == 409
    assert refused.json()["theirs"]["isRemoved"]


def test_renamed_removed_brought_back_undone_with_its_history(client):
    record_id = keep(client, MINE).json()["kept"]["id"]
    assert ask(client, "rename", record_id, 1, title="  The patch\n").json()["kept"]["title"] == (
        "The patch"
    )
    assert ask(client, "remove", record_id, 2).json()["kept"]["isRemoved"]
    there = client.get("/kept/place.json").json()
    assert not there["kept"]
    assert [each["id"] for each in there["removed"]] == [record_id]
    assert not ask(client, "bring back", record_id, 3).json()["kept"]["isRemoved"]
    assert ask(client, "go back", record_id, 4, version=1).json()["kept"]["title"] == "Our patch"
    assert ask(client, "undo", record_id, 5).json()["kept"]["title"] == "The patch"
    versions = client.get(f"/kept/place/{record_id}.json").json()["versions"]
    assert [each["version"] for each in versions] == [6, 5, 4, 3, 2, 1]
    assert [each["what"] for each in versions][-3:] == ["removed", "changed", "made"]
    for do in ACTS.keys() - {"save"}:  # each by one who has not seen the last version
        stale = ask(client, do, record_id, 5, title="Mine", version=1)
        assert stale.status_code == 409, do
        assert stale.json()["theirs"]["version"] == 6
    assert client.store.get(record_id).version == 6


def test_what_is_wrong_is_told_as_plain_text():
    where = Problem(where="“Elm\u202e”", found="no\x00thing", expected="one", fix="Add it.")
    told = json.loads(refusal(400, where, "Try\u2066 again.").body)
    assert told == {"problems": ["“Elm”: found nothing; expected one. Add it.", "Try again."]}


@pytest.mark.parametrize(
    "title", [HOSTILE, "=cmd|' /C calc'!A0", "\u200f\u05e9\u05dc\u05d5\u05dd Wisbech", "a" * 500]
)
def test_names_are_text(client, title):
    record_id = keep(client, MINE).json()["kept"]["id"]
    sent = ask(client, "rename", record_id, 1, title=title)
    assert sent.status_code == 200
    shown = sent.json()["kept"]["title"]
    assert "\u202e" not in shown
    assert len(client.store.get(record_id).title) <= 60
    assert ask(client, "rename", record_id, 2, title="\u200b\n ").status_code == 400


def test_a_name_that_was_kept_by_another_way_is_text_too(client):
    record = client.store.get(keep(client, MINE).json()["kept"]["id"])
    client.store.save(replace(record, title=HOSTILE), by=HOSTILE)
    [item] = client.get("/kept/place.json").json()["kept"]
    assert "\u202e" not in f"{item['title']}{item['by']}"


def test_what_cannot_be_made_is_not_kept(client):
    gone = OwnPlace(name="Gone", recipe=Picked(area_ids=("Z9",)))
    refused = keep(client, gone)
    assert refused.status_code == 400
    assert "not among the neighbourhoods" in refused.json()["problems"][0]
    assert not client.get("/kept/place.json").json()["kept"]


def test_places_of_other_data_are_counted_and_not_listed(client):
    made = keep(client, MINE).json()["kept"]
    record = client.store.get(made["id"])
    other = type(record.body)(recipe=record.body.recipe, pack="elsewhere")
    client.store.save(new_record(other, title="Far away"))
    there = client.get("/kept/place.json").json()
    assert [each["title"] for each in there["kept"]] == ["Our patch"]
    assert there["others"] == 1


def test_a_recipe_that_cannot_be_read_is_listed_with_why(client):
    record = client.store.get(keep(client, MINE).json()["kept"]["id"])
    client.store.save(new_record(type(record.body)(recipe="nonsense"), title="Odd"))
    odd = next(each for each in client.get("/kept/place.json").json()["kept"] if each["fault"])
    assert "words" not in odd
    assert "nonsense" in odd["fault"]


def test_nothing_else_is_reached_by_its_id(client):
    note = client.store.save(new_record(Note(sort="note", words="Ours")))
    for do in ("remove", "rename", "undo", "bring back"):
        assert ask(client, do, note.id, 1, title="Taken").status_code == 400
    assert keep(client, MINE, note.id, 1).status_code == 400
    assert client.get(f"/kept/place/{note.id}.json").status_code == 400
    assert client.get("/kept/note.json").status_code == 404
    assert client.store.get(note.id) == note


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "http://elsewhere.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"content-type": "text/plain"}, 415),
        ({"origin": "http://127.0.0.1", "sec-fetch-site": "same-origin"}, 400),
    ],
    ids=str,
)
def test_only_pages_of_the_app_change_anything(client, headers, status):
    sent = client.post("/kept/place.json", {"do": "nothing"}, headers)
    assert sent.status_code == status


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (b"", 400),
        (b"[1]", 400),
        (b"[" * 60_000, 400),
        (b"\xff", 400),
        (b" " * (MOST_BYTES + 1), 413),
        (b'{"do": "save", "id": 7, "expected": 0}', 400),
        (b'{"do": "save", "id": "no", "expected": true, "words": 3}', 400),
        (b'{"do": ["save"]}', 400),
    ],
    ids=["none", "list", "deep", "no text", "long", "no id", "no words", "no act"],
)
def test_what_cannot_be_read_is_refused_in_words(client, said, status):
    sent = client.post("/kept/place.json", said)
    assert sent.status_code == status
    assert sent.json()["problems"]


def test_a_fault_of_the_store_is_one_message(client, tmp_path):
    keep(client, MINE)
    client.store.close()
    (tmp_path / "kept" / "store.sqlite").replace(tmp_path / "away")
    for name in ("-wal", "-shm"):
        (tmp_path / "kept" / f"store.sqlite{name}").unlink(missing_ok=True)
    (tmp_path / "kept" / "store.sqlite").write_bytes(b"no store " * 500)
    for sent in (client.get("/kept/place.json"), keep(client, WIDER)):
        assert sent.status_code == 503
        [said] = sent.json()["problems"]
        assert said.startswith("The store (store.sqlite): found ")


def scenario(*steps, name=""):
    return scenario_text(Scenario(steps=steps).called(name))


def test_scenarios_are_kept_with_their_question(client):
    first = str(client.pack.assets.index[0])
    words = scenario(Close(asset_id=first))
    asked = {"words": words, "question": "age=0-4&limit=20", "title": ""}
    item = ask(client, "save", str(uuid.uuid4()), 0, "scenario", **asked).json()["kept"]
    assert item["title"].startswith("Closing ")
    assert item["question"] == "age=0-4&limit=20"
    [there] = client.get("/kept/scenario.json").json()["kept"]
    assert there == item
    renamed = ask(client, "rename", item["id"], 1, "scenario", title="Plan B").json()["kept"]
    assert renamed["words"] == scenario(Close(asset_id=first), name="Plan B")
    assert ask(client, "save", str(uuid.uuid4()), 0, "scenario", words="").status_code == 400


def test_two_versions_of_a_scenario_say_which_changes_differ(client):
    ids = [str(each) for each in client.pack.assets.index[:2]]
    one = scenario(Close(asset_id=ids[0]), name="Plan")
    other = scenario(Close(asset_id=ids[1]), name="Plan")
    made = ask(client, "save", str(uuid.uuid4()), 0, "scenario", words=one).json()["kept"]
    ask(client, "save", made["id"], 1, "scenario", words=other)
    both = ask(client, "save", made["id"], 1, "scenario", words=one).json()
    names = [client.pack.assets["name"][each] for each in ids]
    assert both["differs"] == [
        f"Yours alone: Closing {names[0]}.",
        f"Theirs alone: Closing {names[1]}.",
    ]


@pytest.mark.parametrize("page", ["map", "scenarios", "compare"])
def test_pages_ask_nothing_of_the_store(serve, kept_store, page, monkeypatch):
    serve(tiny_pack())
    monkeypatch.setattr(type(kept_store), "records", None)
    monkeypatch.setattr(type(kept_store.database), "reading", None)
    assert not opened(page).exception


def test_opening_a_kept_place_that_cannot_be_read_is_refused():
    pack, words = tiny_pack(), write_recipe(MINE.recipe)
    changed = change_own(OwnPlaces(), {"do": "open", "name": "Ours", "words": words}, pack)
    assert changed.own.places == (OwnPlace(name="Ours", recipe=MINE.recipe),)
    with pytest.raises(QuestionError, match="breaks off"):
        change_own(OwnPlaces(), {"do": "open", "name": "Ours", "words": "areas"}, pack)


def test_a_scenario_that_an_address_could_not_hold_is_not_kept(client):
    """Its name takes room as well: it could never be opened again."""
    first = str(client.pack.assets.index[0])
    steps = (Change(asset_id=first, opening="x" * 120),) * 13
    words = scenario(*steps)
    assert LONGEST - 300 < len(words) < LONGEST
    named = {"words": words, "title": "\u00e9" * 60}
    refused = ask(client, "save", str(uuid.uuid4()), 0, "scenario", **named)
    assert refused.status_code == 400
    made = ask(client, "save", str(uuid.uuid4()), 0, "scenario", words=words, title="A").json()
    renamed = ask(client, "rename", made["kept"]["id"], 1, "scenario", title="\u00e9" * 60)
    assert renamed.status_code == 400


@pytest.mark.parametrize("asked", [None, 7, {"words": "open.sesame"}, {"words": 3}], ids=str)
def test_what_is_no_scenario_is_not_opened(monkeypatch, asked):
    page, chosen = SimpleNamespace(session_state={}), []
    monkeypatch.setattr(kept_scenarios, "st", page)
    monkeypatch.setattr(kept_scenarios, "choose", lambda *given: chosen.append(given))
    kept_scenarios._open(asked, tiny_pack())
    assert not chosen
    assert bool(page.session_state) == isinstance(asked, dict)

"""What people said, on a map: text that is marked as such; of it only what is shared leaves."""

import io
import json
import zipfile
from dataclasses import replace

import pytest
from starlette.applications import Starlette

from geodata.crs import lonlat_from_grid
from geodata.store.kinds.meeting import Meeting
from geodata.store.kinds.note import Note, Pin
from geodata.store.record import new_record
from layers.gaps import measure_gaps
from layers.question.question import default_question
from mapping.drawn.picture import draw_map_png
from mapping.drawn.picture_notes import MOST_TOLD, note_lines
from mapping.map.layered import describe_layers
from mapping.map.layers.asked import read_layers
from mapping.map.layers.noted import PinnedNote, notes_layer, with_notes
from mapping.profile.map_files import map_file
from mapping.served import routes
from mapping.served.pinned import read_notes
from tests.builders import tiny_pack
from tests.mapping.asking import Client
from tests.mapping.reading import opened

PACK = tiny_pack()
GAPS = measure_gaps(PACK, default_question(PACK))
ASKED, _ = read_layers("fill.gap,line,notes", PACK, "the address, layers")
HOSTILE = "<script>alert(1)</script> =1+1 {{7*7}} \u202eMine"
PRIVATE = "Not for outside zebra"
EAST, NORTH = (float(each) for each in PACK.areas.geometry.iloc[0].centroid.coords[0])
LON, LAT = (float(each) for each in lonlat_from_grid(EAST, NORTH))
SPOT = f"{LAT:.5f},{LON:.5f}"


def note(words, to="spot", key="", spot="", *, shared=True, sort="story", parent=None):
    pin = Pin(to=to, key=key, spot=spot, label="Then")
    return replace(
        new_record(Note(sort=sort, words=words, pin=pin), parent=parent, shared=shared),
        created_at="2026-11-22T09:00:00.000000Z",
    )


def layer_of(*records, **more):
    return notes_layer(PACK, records, **more)


def test_each_note_is_at_what_it_is_about():
    service = str(PACK.assets.index[0])
    notes = [
        note("At the place", "place", "team-a"),
        note("At the door", "service", service),
        note("In a neighbourhood", "place", "A1"),
        note("At a spot", spot=SPOT),
        note("Gone", "place", "team-z"),
        note("In Ireland", spot=f"{LAT:.5f},{LON - 5:.5f}"),
        note("Of the meeting", "meeting"),
        note("Of a scene", "scene", "x"),
    ]
    found = {each.words: each for each in layer_of(*notes).notes}
    assert found.keys() == {each.body.words for each in notes[:6]}
    assert found["At the place"].about == "Team Alder"
    assert found["At the door"].about == PACK.assets["name"][service]
    assert found["At a spot"].at == pytest.approx((LAT, LON), abs=1e-5)
    assert found["In a neighbourhood"].at == pytest.approx((LAT, LON), abs=0.01)
    assert found["Gone"].at is None
    assert found["Gone"].about == "Then"
    assert found["In Ireland"].at is None
    said = layer_of(*notes).sentence()
    assert "6 notes of meetings" in said
    assert "2 of them are about what this map lacks" in said
    assert "counted in no figure" in said


def test_what_is_not_shared_stays_in_the_app():
    open_, closed = note("Open", spot=SPOT), note(PRIVATE, spot=SPOT, shared=False)
    assert [each.words for each in layer_of(open_, closed).notes] == ["Open"]
    whole = layer_of(open_, closed, is_shared_alone=False)
    assert sorted(each.words for each in whole.notes) == [PRIVATE, "Open"]


@pytest.mark.parametrize("form", ["html", "svg", "png", "pdf", "zip", "geojson", "gpkg"])
def test_files_hold_shared_notes_as_text_and_no_other(form, serve, kept_store):
    serve(PACK)
    for each in (note(HOSTILE, spot=SPOT), note(PRIVATE, spot=SPOT, shared=False)):
        kept_store.save(each)
    spec = with_notes(describe_layers(PACK, GAPS, ASKED), read_notes(PACK))
    made = map_file(form, spec, PACK, GAPS)
    text = made.decode("utf-8", "replace")
    if form == "zip":
        held = zipfile.ZipFile(io.BytesIO(made))
        text = "".join(held.read(name).decode() for name in held.namelist())
    assert "zebra" not in text
    assert "<script>alert" not in (text if form in ("html", "svg") else "")
    if form == "html":
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
        assert "\\u003cscript>alert" in text  # what the script writes as text
    if form == "zip":
        assert "'=1+1" in text or "alert(1)</script> =1+1" in text  # no cell begins with a formula
        assert "What people said" in text
    if form == "geojson":
        assert any("alert(1)" in json.dumps(each) for each in json.loads(text)["features"])


def test_a_picture_draws_and_tells_the_notes():
    empty = describe_layers(PACK, GAPS, ASKED)
    spec = with_notes(empty, layer_of(note("A long way in the rain", spot=SPOT)))
    bare, drawn = (draw_map_png(each, PACK, words=False, dpi=60) for each in (empty, spec))
    assert bare != drawn
    first, line = note_lines(spec)
    assert first.startswith("What people said: 1 note of meetings")
    assert line == ("1. Lived experience, 22 November 2026: A long way in the rain (about Then)")
    many = with_notes(empty, layer_of(*(note("x" * 500, spot=SPOT) for _ in range(12))))
    lines = list(note_lines(many))
    assert len(lines) == MOST_TOLD + 2
    assert lines[-1] == "And 4 more, in the data of this map."
    assert max(map(len, lines[1:])) <= 141


def test_figures_are_the_same_with_notes_and_without():
    bare = describe_layers(PACK, GAPS, ASKED[:2])
    spec = with_notes(describe_layers(PACK, GAPS, ASKED), layer_of(note("x", spot=SPOT)))
    assert spec.figures == bare.figures
    assert spec.classes == bare.classes
    assert spec.sentence == bare.sentence


def test_the_route_tells_all_notes_of_this_pack_fresh(serve, kept_store):
    serve(PACK)
    other = kept_store.save(new_record(Meeting(pack="elsewhere"), title="Far"))
    ours = kept_store.save(new_record(Meeting(pack=PACK.info.key), title="Here"))
    kept_store.save(note(HOSTILE, spot=SPOT, parent=ours.id, shared=False))
    kept_store.save(note("Theirs", spot=SPOT, parent=other.id))
    client = Client(Starlette(routes=routes.routes()))
    address = f"/map/{PACK.short_hash}/notes.json"
    sent = client.get(address)
    assert sent.headers["cache-control"] == "no-store"
    [row] = sent.json()["said_by_people"]
    assert row[0] == 1
    assert row[2] == "Lived experience"
    assert "<script>" in row[3]
    assert "\u202e" not in row[3]
    assert row[-1] is False
    kept_store.remove(kept_store.records("note", ours.id)[0].id)
    assert not client.get(address).json()["said_by_people"]
    assert client.get("/map/000000000000/notes.json").status_code == 404


def test_a_store_that_cannot_be_read_is_said_and_the_map_stands(serve, kept_store, tmp_path):
    serve(PACK)
    kept_store.save(note("x", spot=SPOT))
    kept_store.close()
    (tmp_path / "kept" / "store.sqlite").write_bytes(b"none " * 900)
    notes = read_notes(PACK)
    assert notes.notes == ()
    assert "found what is no store" in notes.sentence()
    html = map_file("html", with_notes(describe_layers(PACK, GAPS, ASKED), notes), PACK, GAPS)
    assert b"What people said: the notes are not here." in html


def test_a_map_without_the_layer_reads_no_notes(serve, kept_store, monkeypatch):
    serve(PACK)
    monkeypatch.setattr(type(kept_store), "records", None)
    assert not opened("map").exception
    assert not opened("map", layers="fill.gap,notes").exception  # the browser asks for them


def test_an_address_names_the_layer_once_and_with_no_parts():
    asked, problems = read_layers("notes,notes(open:sat),notes.x", PACK, "layers")
    assert [each.key for each in asked] == ["notes"]
    assert len(problems) == 2
    made = PinnedNote(
        number=1, sort="Note", words="w", about="", day="2026-11-22", is_shared=True, at=None
    )
    assert made.line == "1. Note, 2026-11-22: w"

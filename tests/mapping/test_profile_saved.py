"""What people saved, told by a profile: shared notes apart from figures, and a scenario."""

import contextlib
import io
import json
import re
import zipfile
from dataclasses import replace
from functools import cache

import docx
import pptx
import pypdf
import pytest

from geodata.errors import DataError, QuestionError
from geodata.store.kinds.meeting import Meeting
from geodata.store.kinds.note import Note, Pin
from geodata.store.kinds.scenario import Scenario as KeptScenario
from geodata.store.record import new_record
from layers.place.facts import question_for_place
from layers.profile.asked import Shared, ask
from layers.profile.saved import Heard, Saved
from layers.profile.sections.said_there import APART, BRIEF, MOST
from layers.progress import unwatched
from layers.question.question import default_question
from layers.scenarios.address import read_scenario
from mapping.__main__ import main
from mapping.profile.again import differing, document_again
from mapping.profile.batch import _Run
from mapping.profile.batch_asked import Batch
from mapping.profile.batch_crew import Todo
from mapping.profile.batch_journal import CHANGED
from mapping.profile.batch_worker import make_files
from mapping.profile.data import write_data
from mapping.profile.formats import FORMATS
from mapping.profile.made import Document
from mapping.profile.manifest import parse_manifest
from mapping.profile.saved_kept import find_scenario, heard_in
from mapping.released.check import check_folder
from tests.builders import tiny_pack
from tests.mapping.reading import opened

PLACE = "team-a"
ATTACK = "<script>alert(1)</script> #set page(fill: red) =1+1"


@pytest.fixture(scope="module")
def pack():
    return tiny_pack()


def heard(words, sort="note", **given):
    return Heard(**{"place_id": PLACE, "sort": sort, "words": words} | given)


@cache
def asked_of(pack, saved):
    question = question_for_place(default_question(pack), pack, PLACE)
    return ask(Shared(pack, question, saved=saved), PLACE)


def document(pack, *said, length="full"):
    """The profile with what was said of the place, the rest worked out once for all tests."""
    return Document(replace(asked_of(pack, Saved()), heard=said), length=length)


def document_saved(pack, *said, scenario=None):
    return Document(asked_of(pack, Saved(heard=said, scenario=scenario)))


def said_of(made):
    return next((each for each in made.profile.sections if each.key == "said"), None)


def test_what_people_say_stands_apart_from_every_figure(pack):
    plain = document(pack)
    told = document_saved(
        pack,
        heard("500 wait.", "story", meeting="November", on="2026-11-22"),
        heard("The chapel.", "strength", about="Chapel"),
        heard("Of another place.", place_id="team-b"),
    )
    section = said_of(told)
    assert said_of(plain) is None
    assert section.said == (APART,)
    [table] = section.tables()
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["Strength", "The chapel.", "Chapel", ""],
        ["Lived experience", "500 wait.", "", "November, 22 November 2026"],
    ]
    assert not any(cell.number for row in table.rows for cell in row)
    others = [each for each in told.profile.sections if each.key != "said"]
    assert others == list(plain.profile.sections)
    keys = [each.key for each in told.profile.sections]
    assert keys.index("said") < keys.index("known")
    assert told.profile.parameters()["notes"] == 2
    assert "notes" not in plain.profile.parameters()


def text_of(key, content):
    """Everything that a file says, without breaks."""
    if key == "pdf":
        pages = pypdf.PdfReader(io.BytesIO(content)).pages
        said = "".join(page.extract_text() for page in pages)
    elif key == "docx":
        word = docx.Document(io.BytesIO(content))
        cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
        said = "".join([*(each.text for each in word.paragraphs), *cells])
    elif key == "pptx":
        shapes = [
            s for slide in pptx.Presentation(io.BytesIO(content)).slides for s in slide.shapes
        ]
        cells = [c.text for s in shapes if s.has_table for row in s.table.rows for c in row.cells]
        said = "".join([*(s.text_frame.text for s in shapes if s.has_text_frame), *cells])
    elif key in ("xlsx", "data"):
        packed = zipfile.ZipFile(io.BytesIO(content))
        names = [each for each in packed.namelist() if each.endswith((".xml", ".csv"))]
        said = "".join(packed.read(each).decode("utf-8-sig") for each in names)
    else:
        said = content.decode("utf-8-sig")
    return packed_words(said)


def packed_words(text):
    return re.sub(r"[\s\u200b]+", "", text)


@pytest.mark.parametrize("key", FORMATS)
def test_every_format_tells_it_as_text(pack, key):
    made = document(pack, heard(f"Zażółć {ATTACK}", "gap"), heard("Plain.", "strength"))
    told = text_of(key, FORMATS[key].write(made))
    assert packed_words("What people say") in told
    assert "Zażółć" in told
    assert packed_words(APART[:40]) in told or key in ("csv", "xlsx", "data")
    assert key not in ("html", "docx") or "<script>alert(1)" not in FORMATS[key].write(made).decode(
        "latin-1"
    )
    assert "Zażółć" not in text_of(key, FORMATS[key].write(document(pack)))


def test_two_sides_stay_two_however_much_was_said(pack):
    many = [heard(f"{at} " + "said at length, and then again. " * 30) for at in range(80)]
    made = document(pack, *many, length="sheet")
    pages = pypdf.PdfReader(io.BytesIO(FORMATS["pdf"].write(made))).pages
    assert len(pages) == 2
    told = "".join(page.extract_text() for page in pages)
    assert "What people say" in told
    [table] = said_of(document(pack, *many)).tables()
    assert len(table.rows) == MOST
    assert table.after == "20 more notes are kept."
    assert table.brief == BRIEF


def test_the_same_is_made_again_from_the_manifest_alone(pack):
    scenario = read_scenario(f"name.Winter~close.{a_door(pack)}")
    made = write_data(
        document_saved(
            pack,
            heard("Line one.\nLine two: “Zażółć” \u06c1", "story", about="x", on="2026-11-22"),
            heard(ATTACK, meeting="M"),
            scenario=scenario,
        )
    )
    manifest = parse_manifest(zipfile.ZipFile(io.BytesIO(made)).read("manifest.json"))
    assert [each.words for each in manifest.said] == [
        "Line one.\nLine two: “Zażółć” \u06c1",
        ATTACK,
    ]
    again = write_data(document_again(manifest, pack))
    assert again == made
    assert differing(manifest, again) == ()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"sort": "rumour"}, "strength"),
        ({"words": 5}, "text"),
        ({"on": "2026-02-30"}, "a date"),
        ({"by": "a name"}, "no such word"),
    ],
    ids=["sort", "words", "day", "more"],
)
def test_a_manifest_whose_words_are_wrong_is_refused(pack, change, told):
    made = zipfile.ZipFile(io.BytesIO(write_data(document(pack, heard("x")))))
    manifest = json.loads(made.read("manifest.json"))
    manifest["said"][0] |= change
    with pytest.raises(DataError, match=told):
        parse_manifest(json.dumps(manifest).encode())
    del manifest["said"]  # of before notes were told
    assert parse_manifest(json.dumps(manifest).encode()).said == []


def a_door(pack):
    kinds = pack.info.services[default_question(pack).service].kinds
    return str(pack.assets.index[pack.assets["kind"].isin(kinds)][0])


def test_only_what_is_marked_and_is_of_the_place_is_told(pack, kept_store):
    def keep(words, parent=None, pin=None, *, shared=True):
        note = Note(sort="note", words=words, pin=pin)
        return kept_store.save(new_record(note, parent=parent, shared=shared))

    def meeting(**given):
        body = Meeting(**{"place_id": PLACE, "pack": pack.info.key} | given)
        return kept_store.save(new_record(body, title="M")).id

    here, elsewhere = meeting(on="2026-11-22"), meeting(place_id="team-b")
    removed, other = meeting(), meeting(pack="another")
    keep("in a meeting about it", here)
    keep("not marked", here, shared=False)
    keep("pinned to it", None, Pin(to="place", key=PLACE))
    keep("pinned elsewhere in its meeting", here, Pin(to="place", key="team-b"))
    keep("pinned to it in another's meeting", elsewhere, Pin(to="place", key=PLACE))
    keep("at a service", here, Pin(to="service", key="x", label="The chapel"))
    keep("at a spot", here, Pin(to="spot", spot="52.66612,0.15990"))
    keep("of another pack", other)
    keep("of nowhere")
    keep("of a place that is gone", None, Pin(to="place", key="gone"))
    keep("of a removed meeting", removed)
    kept_store.remove(removed)
    kept_store.remove(keep("removed", here).id)
    found = [each for each in heard_in(kept_store, pack) if each.place_id == PLACE]
    assert [(each.words, each.about) for each in found] == [
        ("in a meeting about it", ""),
        ("pinned to it", ""),
        ("pinned to it in another's meeting", ""),
        ("at a service", "The chapel"),
        ("at a spot", "a spot on the map"),
    ]
    assert found[0].on == "2026-11-22"
    [there] = [each for each in heard_in(kept_store, pack) if each.place_id != PLACE]
    assert (there.place_id, there.words) == ("team-b", "pinned elsewhere in its meeting")


def test_a_scenario_is_found_by_its_name_and_told_of_the_place(pack, kept_store):
    changes = f"close.{a_door(pack)}"
    body = KeptScenario(changes=changes, pack=pack.info.key)
    record = kept_store.save(new_record(body, title="Winter"))
    for said in ("Winter", record.id[:8], record.id):
        assert find_scenario(kept_store, pack, said) == read_scenario(changes).called("Winter")
    made = document_saved(pack, scenario=find_scenario(kept_store, pack, "Winter"))
    [section] = [each for each in made.profile.sections if each.key == "change"]
    assert section.said == (made.asked.effect.sentence(),)
    kept_store.save(new_record(replace(body, pack="another"), title="Other"))
    for wrong in ("Other", "winter", "W", ""):
        with pytest.raises(QuestionError) as refused:
            find_scenario(kept_store, pack, wrong)
        assert "Winter" in refused.value.problems[0].expected


def test_a_batch_tells_it_and_is_made_anew_when_it_changes(pack, tmp_path):
    def batch(*said, scenario=None):
        return Batch(
            pack=pack,
            question=default_question(pack),
            places=(PLACE, "team-b"),
            formats=("csv",),
            saved=Saved(heard=said, scenario=scenario),
        )

    scenario = read_scenario(f"close.{a_door(pack)}")
    asked = [batch(), batch(heard("a")), batch(heard("b")), batch(scenario=scenario)]
    assert len({each.terms()["saved"] for each in asked}) == len(asked)
    assert batch(heard("a")).terms() == asked[1].terms()
    assert "saved" in CHANGED
    run = _Run(batch(heard("Said here."), scenario=scenario), tmp_path, FORMATS)
    work = run._work(
        [Todo(place_id=PLACE, kind=str(pack.places["kind"][PLACE]), files={})], unwatched
    )
    for place_id in (PLACE, "team-b"):
        [told] = make_files(work, place_id, next(iter(work.shared)), {"csv": f"{place_id}.csv"})
        assert not told.why
        said = (tmp_path / f"{place_id}.csv").read_text("utf-8-sig")
        assert ("Said here." in said) == (place_id == PLACE)
        assert "What could change" in said


def test_the_command_tells_notes_and_a_scenario_only_where_asked(
    pack, tmp_path, kept_store, monkeypatch
):
    monkeypatch.setattr("mapping.__main__.open_named_pack", lambda _named: pack)
    pin = Pin(to="place", key=PLACE)
    note = Note(sort="gap", words="Nothing after four.", pin=pin)
    kept_store.save(new_record(note, shared=True))
    body = KeptScenario(changes=f"close.{a_door(pack)}")
    kept_store.save(new_record(body, title="Winter"))
    words = ["profile", "--place", PLACE, "--formats", "csv", "--out", str(tmp_path)]

    def told(*more):
        assert main([*words, *more]) == 0
        return (tmp_path / f"{PLACE}-profile.csv").read_text("utf-8-sig")

    plain = told()
    assert "Nothing after four." not in plain
    assert "What could change" not in plain
    both = told("--notes", "--scenario", "Winter")
    assert "Nothing after four." in both
    assert "What could change" in both
    with contextlib.redirect_stderr(io.StringIO()) as said:
        assert main([*words, "--scenario", "Summer"]) == 2
    assert "Winter" in said.getvalue()


def test_what_is_told_passes_the_release_check(tmp_path, pack):
    made = document(pack, heard("We walked 3 hours.", "story"))
    for key, form in FORMATS.items():
        (tmp_path / f"{key}.{form.extension}").write_bytes(form.write(made))
    check_folder(tmp_path, pack).refuse()


def test_the_page_offers_what_is_kept_and_only_then(pack, serve, kept_store):
    serve(pack)
    app = opened("places", place=PLACE)
    assert not [each for each in app.checkbox if "people say" in each.label]
    assert not [each for each in app.selectbox if each.label == "What could change"]
    pin = Pin(to="place", key=PLACE)
    kept_store.save(new_record(Note(sort="gap", words="x", pin=pin), shared=True))
    body = KeptScenario(changes=f"close.{a_door(pack)}")
    kept_store.save(new_record(body, title="Winter"))
    kept_store.save(new_record(KeptScenario(changes="close.nowhere-such"), title="Lost"))
    app = opened("places", place=PLACE)
    [tick] = [each for each in app.checkbox if "people say" in each.label]
    assert tick.label == "What people say: 1 note marked to be shared"
    assert tick.value is False
    [choice] = [each for each in app.selectbox if each.label == "What could change"]
    assert choice.options == ["Nothing", "Winter", "Lost"]
    app = choice.select("Lost").run()
    assert "nowhere-such" in " ".join(each.value for each in app.error)

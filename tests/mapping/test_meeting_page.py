"""The page Meeting as AppTest sees it: begun with one press, changed, and never overwritten."""

import json
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlalchemy import text

from geodata.store import faults, opening
from geodata.store.kinds.meeting import Meeting
from geodata.store.kinds.note import Note
from geodata.store.record import new_record
from geodata.store.store import open_store
from layers.question.question import default_question
from mapping.component.records import read_act
from mapping.meeting.kept import read_meeting
from mapping.meeting.making import begin_meeting
from mapping.pages.meeting.changing import ANSWERS, answer_of
from mapping.pages.meeting.files import meeting_files
from mapping.pages.meeting.history import history_items
from mapping.pages.meeting.items import note_item, scene_item
from mapping.pages.meeting.one import SCENES, is_loopback
from tests.builders import tiny_pack
from tests.calendars import read_calendar
from tests.full_store import no_room
from tests.mapping.reading import opened, words

LEAD = "Open on this screen to lead"


@pytest.fixture(name="store")
def the_store(kept_store):
    """The store of the app, in a file of the test’s own."""
    return kept_store


@pytest.fixture
def begun(store):
    """A meeting about a place of the tiny pack."""
    pack = tiny_pack()
    return begin_meeting(store, "Team A", "team-a", default_question(pack), pack, on="2026-11-22")


def press(app, label):
    next(each for each in app.button if each.label == label).click()
    app.run()
    assert not app.exception


def meeting(store):
    [record] = store.records("meeting")
    return read_meeting(store, record.id)


def lists(app):
    """Return what each list of the page was handed, by its label."""
    return {data["label"]: data for data in components(app, "records")}


def test_one_press_begins_a_meeting_with_its_agenda(serve, store):
    serve(tiny_pack())
    begun = opened("meeting", place="team-a")
    press(begun, "Prepare it first")
    kept = meeting(store)
    assert kept.body.place_id == "team-a"
    assert kept.body.on
    assert kept.scenes[0].title == "Where is it?"
    assert begun.query_params["meeting"] == kept.record.id
    said = words(begun)
    assert LEAD in said
    assert f'href="/m/{kept.record.id[:8]}?lead"' in said
    assert f"/m/{kept.record.id[:8]}" in said
    order = lists(begun)["Running order"]
    assert [each["title"] for each in order["items"]] == [each.title for each in kept.scenes]
    assert going(begun) == ""


def test_the_other_press_opens_it_to_be_led(serve, store):
    serve(tiny_pack())
    app = opened("meeting", place="team-a")
    press(app, "Begin the meeting on this screen")
    assert going(app) == f"/m/{meeting(store).record.id[:8]}?lead"
    app.run()
    assert going(app) == ""  # once


def going(app):
    return next(data["to"] for data in components(app, "going"))


def components(app, name):
    for each in app.main:
        if each.type == "bidi_component" and each.proto.component_name.endswith(name):
            yield json.loads(each.proto.json)


def act(does, record, **more):
    """Ask for something as a browser does, for what it saw of a record."""
    sent = {"token": "t", "act": does, "id": record.id, "expected": record.version}
    return answer_of(read_act({**sent, "before": "", "values": {}} | more), more.get("to", ""))


def first_two(store):
    return meeting(store).scenes[:2]


@pytest.mark.usefixtures("begun")
def test_scenes_are_moved_renamed_removed_and_that_is_undone(store):
    first, second = first_two(store)
    moved = act("move", second, before=first.id)
    assert moved.lines == ("Moved: it is number 1 of 7 now.",)
    assert [each.id for each in first_two(store)] == [second.id, first.id]
    named = act("save", first, values={"title": "  What of  the harbour? "})
    assert named.state == "kept"
    assert named.ends_draft
    assert store.get(first.id).title == "What of the harbour?"
    removed = act("remove", store.get(first.id))
    assert first.id not in {each.id for each in meeting(store).scenes}
    back = act("undo", replace(first, id=removed.undo[0], version=removed.undo[1]))
    assert back.lines == ("Taken back.",)
    assert store.get(first.id).title == "What of the harbour?"


@pytest.mark.usefixtures("begun")
@pytest.mark.parametrize(("does", "more"), [
    ("save", {"values": {"title": "Mine"}}),
    ("remove", {}),
    ("tick", {"values": {"shared": "yes"}}),
    ("move", {"before": ""}),
    ("undo", {}),
])  # fmt: skip
def test_what_somebody_else_changed_meanwhile_is_not_overwritten(store, does, more):
    seen, _ = first_two(store)
    theirs = store.save(replace(seen, title="Theirs"))
    answer = act(does, seen, **more)
    assert answer.state == "stale"
    assert not answer.ends_draft
    assert store.get(seen.id) == theirs


@pytest.mark.usefixtures("begun")
def test_a_save_whose_answer_was_lost_is_kept_once(store):
    kept = meeting(store)
    fresh = new_record(Note(sort="note", words=""))
    values = {"sort": "action", "words": "Ask the library", "owner": "librarian", "due": ""}
    for _ in range(2):
        answer = act("add", fresh, values=values, to=kept.record.id)
        assert answer.state == "kept"
    [note] = meeting(store).notes
    assert (note.id, note.body.owner, note.version) == (fresh.id, "librarian", 1)


@pytest.mark.usefixtures("begun")
def test_actions_are_done_and_notes_are_marked_for_sharing(store):
    kept = meeting(store)
    body = Note(sort="action", words="Ask", owner="health-visiting lead", due="2026-12-03")
    note = store.save(new_record(body, parent=kept.record.id))
    assert act("tick", note, values={"is_done": "yes"}).lines == ("Marked as done.",)
    note = store.get(note.id)
    assert note.body.is_done
    act("tick", note, values={"shared": "yes"})
    note = store.get(note.id)
    assert note.shared
    item = note_item(note)
    assert item.lines == ("Health-visiting lead, by 3 December 2026.",)
    assert [each.is_ticked for each in item.ticks] == [True, True]
    act("tick", note, values={"shared": "", "is_done": ""})
    assert not store.get(note.id).shared


@pytest.mark.usefixtures("begun")
def test_an_action_that_becomes_a_note_has_no_owner_and_no_day(store):
    kept = meeting(store)
    body = Note(sort="action", words="Ask", owner="lead", due="2026-12-03", is_done=True)
    note = store.save(new_record(body, parent=kept.record.id))
    act("save", note, values={"sort": "strength", "words": "Asked"})
    assert store.get(note.id).body == Note(sort="strength", words="Asked")


@pytest.mark.usefixtures("begun")
@pytest.mark.parametrize(("values", "where"), [
    ({"title": "  "}, "its name"),
    ({"title": "x" * 30_000}, ""),
    ({"title": "half \ud800"}, "half of a character"),
])  # fmt: skip
def test_what_cannot_be_kept_is_told_and_nothing_is_changed(store, values, where):
    scene, _ = first_two(store)
    answer = act("save", scene, values=values)
    assert answer.state == "refused"
    assert where in " ".join(answer.lines)
    assert store.get(scene.id) == scene


@pytest.mark.parametrize("sent", [
    None, "text", {}, {"token": "t", "act": "save", "id": "x", "before": "", "expected": True},
    {"token": "t", "act": "save", "id": 3, "before": "", "expected": 1, "values": {}},
])  # fmt: skip
def test_what_no_list_sends_is_no_act(sent):
    assert read_act(sent) is None


def test_an_act_that_nobody_offers_changes_nothing(store):
    assert act("drop", new_record(Note(sort="note", words=""))).state == "refused"
    assert store.records() == ()


@pytest.fixture
def following(serve, store, begun):
    """A meeting after another in which something was agreed, on its page."""
    serve(tiny_pack())
    first = begun.record
    for sort, said in (("action", "Ask the library"), ("decision", "Go on"), ("note", "Warm")):
        store.save(new_record(Note(sort=sort, words=said), parent=first.id))
    app = opened("meeting", place="team-a")
    assert app.selectbox(key="meeting-before-team-a").value == first.id
    press(app, "Prepare it first")
    return app


def test_a_meeting_that_follows_opens_with_what_was_agreed_and_what_has_changed(following):
    last = lists(following)["What was agreed last time"]
    assert [each["title"] for each in last["items"]] == ["Go on", "Ask the library"]
    assert [len(each["ticks"]) for each in last["items"]] == [0, 1]
    said = words(following)
    assert "Every figure is as it was." in said
    assert said.index("Agreed last time") < said.index("Running order")


def test_a_figure_that_changed_since_is_told(serve, store, begun):
    scene = next(each for each in begun.scenes if each.body.figures)
    figure, *others = scene.body.figures
    then = replace(figure, value=(figure.value or 0) + 1_000, text="")
    body = replace(scene.body, figures=(then, *others))
    store.save(replace(scene, body=body))
    after = store.save(new_record(replace(begun.body, follows=begun.record.id), title="After"))
    serve(tiny_pack())
    said = words(opened("meeting", meeting=after.id))
    assert "has changed" in said
    assert figure.label in said


def test_what_was_removed_can_be_brought_back_and_every_change_is_told(serve, store, begun):
    serve(tiny_pack())
    scene = begun.scenes[0]
    store.remove(scene.id, by="chair")
    app = opened("meeting", meeting=begun.record.id)
    [item] = lists(app)["What was removed"]["items"]
    assert item["title"] == scene.title
    app.checkbox(key="meeting-changes").check()
    app.run()
    last, *_, first = lists(app)["What was changed"]["items"]
    assert (last["badge"], last["title"]) == ("Removed", "Scene: Where is it?")
    assert "by chair" in last["lines"][0]
    assert (first["badge"], first["title"]) == ("Made", "Meeting: Team A")
    assert act("bring_back", store.get(scene.id)).state == "kept"
    assert meeting(store).scenes[0].title == scene.title


def test_a_meeting_that_was_removed_says_so_and_one_that_never_was(serve, store, begun):
    serve(tiny_pack())
    store.remove(begun.record.id)
    app = opened("meeting", meeting=begun.record.id)
    assert "was removed" in app.warning[0].value
    assert lists(app)["The removed meeting"]["items"][0]["id"] == begun.record.id
    never = "00000000-0000-4000-8000-000000000000"
    assert "no such meeting" in opened("meeting", meeting=never).warning[0].value
    [odd] = opened("meeting", meeting="<b>none</b>").warning
    assert "expected the id of a meeting" in odd.value
    assert "Removed meetings" in lists(opened("meeting"))


def test_meetings_stand_the_newest_first_and_those_of_other_data_apart(serve, store):
    serve(tiny_pack())
    for title, body in (
        ("Second", Meeting(on="2026-10-02")),
        ("Third", Meeting(on="2026-11-22")),
        ("First", Meeting(on="2026-01-01")),
        ("Elsewhere", Meeting(pack="another", on="2027-01-01")),
    ):
        store.save(new_record(body, title=title))
    found = lists(opened("meeting"))
    names = [each["title"].partition(",")[0] for each in found["Meetings"]["items"]]
    assert names == ["Third", "Second", "First"]
    other = found["Meetings about other data"]["items"]
    assert [each["title"] for each in other] == ["Elsewhere, 1 January 2027"]


def test_a_scene_that_cannot_be_shown_any_longer_says_why(store, begun):
    body = replace(begun.scenes[0].body, words="place=atlantis")
    scene = store.save(replace(begun.scenes[0], body=body))
    lines = scene_item(scene, "", ["map"], tiny_pack()).lines
    assert any("cannot be shown any longer" in line and "atlantis" in line for line in lines)


@pytest.mark.parametrize(("origin", "is_alone"), [
    ("http://127.0.0.1:8501", True), ("http://localhost:8501", True), ("http://[::1]:8501", True),
    ("", True), ("http://10.20.3.4:8501", False), ("https://patch.example.org", False),
])  # fmt: skip
def test_an_address_that_nobody_else_can_open_is_known(origin, is_alone):
    assert is_loopback(origin) == is_alone


@contextmanager
def held_by_others(store):
    other = open_store(str(store.database.address.path))
    with other.database.writing() as connection:
        connection.execute(text("UPDATE ledger SET last = last"))
        yield
    other.close()


@contextmanager
def gone(store):
    path = store.database.address.path
    path.rename(path.with_name("aside"))
    yield
    path.with_name("aside").rename(path)


@contextmanager
def damaged(store):
    path = store.database.address.path
    store.close()
    whole = path.read_bytes()
    path.write_bytes(b"no store" * 100 + whole[800:])
    yield
    store.close()
    path.write_bytes(whole)


FAULTS = {
    "busy": (held_by_others, faults.BUSY, True),
    "full": (no_room, faults.FULL, True),
    "lost": (gone, faults.LOST, False),
    "damaged": (damaged, faults.CORRUPT, False),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_of_the_store_is_one_message_and_what_was_kept_and_typed_stays(
    serve, store, begun, monkeypatch, name
):
    broken, fault, is_read = FAULTS[name]
    monkeypatch.setattr(opening, "WAIT_S", 1)
    serve(tiny_pack())
    app = opened("meeting", meeting=begun.record.id)
    scene = begun.scenes[0]
    with broken(store):
        answer = act("save", scene, values={"title": "Mine" * 40})
        assert (answer.state, answer.ends_draft) == ("refused", False)
        [line] = answer.lines
        assert fault.fix in line
        app.run()
        assert not app.exception
        assert len(app.error) == (not is_read)  # what cannot be written is told where it is typed
        if not is_read:
            assert "What you typed is still here" in app.error[0].value
        again = lists(app)["Running order"]
        assert [each["title"] for each in again["items"]] == [each.title for each in begun.scenes]
        app.session_state[f"{ANSWERS} {SCENES}"] = answer
        app.run()
        assert not app.error  # it is told once: where it was typed
        assert lists(app)["Running order"]["answer"]["lines"] == [line]
        new = opened("meeting", place="team-a")
        press(new, "Prepare it first")
        [error] = new.error
        assert "could not be begun" in error.value
        assert new.selectbox(key="meeting-place-early-help-team").value == "team-a"
    assert store.get(scene.id) == scene
    assert not store.check()


def test_its_files_are_made_of_what_is_kept_when_they_are_asked_for(store, begun):
    pack = tiny_pack()
    files = {each.ending: each for each in meeting_files(begun, pack)}
    assert list(files) == ["pdf", "docx", "html"]  # a calendar once an action has a day
    assert {each.places for each in files.values()} == {("team-a",)}
    before = files["pdf"].key()
    store.save(new_record(Note(sort="decision", words="Later & <b>"), parent=begun.record.id))
    assert files["pdf"].key() != before
    made = {ending: each.make() for ending, each in files.items()}
    assert made["pdf"].startswith(b"%PDF-")
    with ZipFile(BytesIO(made["docx"])) as word:
        assert "Later &amp; &lt;b&gt;" in word.read("word/document.xml").decode()
    assert "What stands out?" in made["html"]


def test_actions_with_a_day_are_handed_out_as_a_calendar_as_they_are_kept_now(store, begun):
    pack, dated = tiny_pack(), Note(sort="action", words="Ask; then, go", due="2026-12-01")
    kept = [
        store.save(new_record(each, parent=begun.record.id))
        for each in (dated, replace(dated, due=""))
    ]
    *_, file = meeting_files(read_meeting(store, begun.record.id), pack)
    assert (file.ending, file.places) == ("ics", ("team-a",))
    assert file.label == "Download the actions as a calendar (ICS)"
    assert file.help == "Each action on the day it is due. 1 action with no day left out."
    [entry] = read_calendar(file.make())
    assert entry["SUMMARY"] == "Ask; then, go (nobody named yet)"
    store.save(replace(kept[0], body=replace(dated, is_done=True)))
    [entry] = read_calendar(file.make())
    assert entry["SUMMARY"].startswith("Done: ")


def test_no_file_is_made_of_a_meeting_about_other_data(begun):
    body = replace(begun.body, pack="another")
    other = replace(begun, record=replace(begun.record, body=body))
    assert list(meeting_files(other, tiny_pack())) == []


def test_an_older_version_is_brought_back_unless_somebody_changed_it_meanwhile(store, begun):
    scene = begun.scenes[0]
    named = store.save(replace(scene, title="Named"))
    made = next(
        each for each in history_items(store, begun) if each.id == f"{scene.id} {scene.version}"
    )
    assert made.acts
    assert made.version == named.version
    sent = replace(named, id=made.id)
    assert act("go_back", replace(sent, version=1)).state == "stale"
    assert act("go_back", sent).state == "kept"
    assert store.get(scene.id).title == scene.title
    for nothing in ("x", "9"):
        act("go_back", replace(sent, id=f"{scene.id} {nothing}"))
    assert store.get(scene.id).version == 3

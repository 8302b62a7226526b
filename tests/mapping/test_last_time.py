"""A meeting that follows another opens with what was agreed, and what has changed since."""

import gzip
from dataclasses import replace

import pytest

from geodata.errors import QuestionError
from geodata.pack import STARTER, read_pack
from geodata.store.kinds.note import Note, Pin
from geodata.store.record import new_record
from geodata.store.store import open_store
from layers.question.question import default_question
from mapping.meeting.drawn_scene import draw_scene
from mapping.meeting.kept import read_meeting
from mapping.meeting.live.drawing import Drawings
from mapping.meeting.making import begin_meeting
from mapping.meeting.minutes import kept_minutes
from mapping.meeting.scenes import last_time
from mapping.meeting.scenes.last_time import ASKS
from mapping.meeting.showing import show_scene
from mapping.meeting.since_kept import meeting_since
from tests.apart import run_apart

PLACE = "eht-wisbech"
ATTACK = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def starter():
    return read_pack(STARTER)


@pytest.fixture
def store(tmp_path, monkeypatch):
    made = open_store(f"sqlite:///{tmp_path / 'store.sqlite'}")
    monkeypatch.setattr(last_time, "served_store", lambda: made)
    yield made
    made.close()


def begun(store, pack, title, on, **more):
    question = default_question(pack)
    return begin_meeting(store, title, PLACE, question, pack, on=on, by="chair", **more)


def two(store, pack, *notes):
    """A meeting at which something was written, and the one that follows it."""
    first = begun(store, pack, "September", "2026-09-14")
    for note in notes:
        store.save(new_record(note, parent=first.record.id), by="chair")
    return first, begun(store, pack, "November", "2026-11-22", follows=first.record.id)


def shown_of(scene, pack):
    return show_scene(scene.title, scene.body, pack, key="k")


DECIDED = Note(sort="decision", words=f"Open on Saturdays. {ATTACK}")
DONE = Note(sort="action", words="Tell.", is_done=True)
LATE = Note(sort="action", words="Ask.", owner="librarian", due="2026-10-01")


def test_it_opens_with_what_is_still_to_do(starter, store):
    _, after = two(store, starter, DECIDED, DONE, LATE)
    assert [each.title for each in after.scenes[:2]] == list(ASKS.values())
    assert len(after.scenes) == len(ASKS) + 7
    shown = shown_of(after.scenes[0], starter)
    assert shown.said == (
        "September, 14 September 2026: 1 decision; 2 actions: 1 done, 1 to do, 1 of them past the "
        "day set."
    )
    assert after.scenes[0].body.said == shown.said
    assert [[cell.text for cell in row] for row in shown.picture.rows] == [
        ["Ask.", "librarian, 1 October 2026", "to do, past its day"],
        ["Tell.", "nobody named yet", "done"],
        [DECIDED.words, "", "decided"],
    ]
    drawn = draw_scene(shown)
    assert ATTACK not in drawn
    assert "Open on Saturdays." in drawn


def test_what_is_done_in_the_meantime_is_seen(starter, store):
    first, after = two(store, starter, LATE)
    [action] = store.records("note", first.record.id)
    store.save(replace(action, body=replace(action.body, is_done=True)))
    assert shown_of(after.scenes[0], starter).said.endswith("1 action: 1 done, 0 to do.")
    assert after.scenes[0].body.said.endswith(
        "1 action: 0 done, 1 to do, 1 of them past the day set."
    )


def test_the_screen_tells_what_is_kept_now_and_draws_it_once(starter, store):
    _, after = two(store, starter, LATE)
    [action] = store.records("note", after.body.follows)

    async def looked_at():
        drawings = Drawings()
        first = await drawings.of(after.scenes[0], starter)
        store.save(replace(action, body=replace(action.body, is_done=True)))
        later = [await drawings.of(after.scenes[0], starter) for _ in range(2)]
        assert await drawings.of(after.scenes[0], starter, "map") is None  # it has none
        return first, *later

    first, then, again = run_apart(looked_at())
    assert "1 to do" in gzip.decompress(first.packed).decode()
    assert "1 action: 1 done, 0 to do." in gzip.decompress(then.packed).decode()
    assert again is then


def test_what_has_changed_since_is_told_with_the_pack_of_now(starter, store):
    _, after = two(store, starter)
    shown = shown_of(after.scenes[1], starter)
    assert shown.said == after.scenes[1].body.said == "Every figure is as it was."
    assert shown.picture.rows == ()
    assert draw_scene(shown).count("Every figure is as it was.") == 1  # the table says its own
    areas, ages = starter.areas.copy(), [f"people_{age}" for age in range(26)]
    areas[ages] *= 2
    moved = replace(starter, areas=areas, content_hash="f" * 64)
    shown = shown_of(after.scenes[1], moved)
    assert "have changed" in shown.said
    assert shown.picture.rows
    assert "another pack" in shown.about.note


def test_a_meeting_before_that_is_gone_opens_nothing(starter, store):
    first, after = two(store, starter, DECIDED)
    store.remove(first.record.id)
    for scene in after.scenes[:2]:
        with pytest.raises(QuestionError) as refused:
            shown_of(scene, starter)
        [problem] = refused.value.problems
        assert "Remove" in problem.fix or "remove" in problem.fix
    again = begun(store, starter, "December", "2026-12-01", follows=first.record.id)
    assert len(again.scenes) == 7
    assert len(begun(store, starter, "Alone", "2026-12-01").scenes) == 7


def test_where_nothing_was_agreed_no_more_is_said(starter, store):
    _, after = two(store, starter, Note(sort="story", words="We walked."))
    shown = shown_of(after.scenes[0], starter)
    assert shown.said.endswith("No decision and no action was written down.")
    assert shown.picture.rows == ()
    assert "We walked." not in draw_scene(shown)


def test_the_scenes_of_last_time_are_no_figures_and_stand_once_in_the_minutes(starter, store):
    _, after = two(store, starter, DECIDED)
    assert all(
        each.asked.title not in ASKS.values() for each in meeting_since(after, starter).scenes
    )
    titles = [each.title for each in kept_minutes(store, after, starter).minutes.sections]
    assert titles.count("What was agreed last time") == 1
    assert not any(asks in title for title in titles for asks in ASKS.values())
    pin = Pin(to="scene", key=after.scenes[0].id)
    store.save(new_record(Note(sort="note", words="Heard.", pin=pin), parent=after.record.id))
    kept = read_meeting(store, after.record.id)
    titles = [each.title for each in kept_minutes(store, kept, starter).minutes.sections]
    assert any(ASKS["agreed"] in title for title in titles)

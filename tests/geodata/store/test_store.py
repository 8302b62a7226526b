"""What is kept: every version of it, and never a save that nobody sees again."""

from dataclasses import replace

import pytest

from geodata.errors import DataError
from geodata.store import following
from geodata.store.kinds.meeting import Meeting
from geodata.store.kinds.note import Note, Pin
from geodata.store.kinds.place import Place
from geodata.store.kinds.scene import Figure, Scene
from geodata.store.record import Record, Stale, new_record
from geodata.store.store import open_store


def note(words="A warm space", parent=None, **more):
    return new_record(Note(sort="note", words=words), title="Heard", parent=parent, **more)


def words_of(record):
    return record.body.words


def reworded(record, words):
    return replace(record, body=replace(record.body, words=words))


def versions(store, record):
    return [(each.record.version, each.what) for each in store.history(record.id)]


@pytest.fixture
def meeting(store):
    return store.save(new_record(Meeting(place="Wisbech", on="2026-11-22"), title="November"))


def scenes(store, meeting, *titles):
    return [
        store.save(new_record(Scene(page="map"), title=title, parent=meeting.id))
        for title in titles
    ]


def titles(store, meeting):
    return [each.title for each in store.records("scene", meeting.id)]


def test_several_are_kept_together_in_their_order_or_none_of_them(store):
    record = new_record(Meeting(place="Wisbech"), title="November")
    parts = [new_record(Scene(page="map"), title=each, parent=record.id) for each in "abc"]
    kept = store.save_all([record, *parts], by="chair")
    assert [each.title for each in kept] == ["November", *"abc"]
    assert titles(store, record) == [*"abc"]
    assert [versions(store, each) for each in kept] == [[(1, "made")]] * 4
    assert store.save_all([record, *parts]) == kept  # sent twice, kept once
    stray = new_record(Scene(page="map"), title="Nowhere", parent="no-such-meeting")
    with pytest.raises(DataError):
        store.save_all([new_record(Meeting(), title="Half"), stray])
    assert sorted(each.title for each in store.records()) == ["November", *"abc"]


def test_what_is_saved_is_found_again_by_whoever_opens_the_store(store, url):
    body = Scene(
        page="places",
        words="place=eht-wisbech&limit=30",
        said="1,240 children “in high need” – not reached.\nSo it is.",
        figures=(
            Figure(key="gap", label="Not reached", value=None),
            Figure(key="a", label="", value=0.1),
        ),
    )
    meeting = store.save(new_record(Meeting(), title="M"), by="chair")
    kept = store.save(
        new_record(body, title="Who is not reached?", parent=meeting.id, shared=True), by="chair"
    )
    assert (kept.version, kept.changed_by, kept.created_at) == (1, "chair", kept.changed_at)
    again = open_store(url)
    assert again.get(kept.id) == kept
    assert again.records("scene", meeting.id) == (kept,)
    again.close()


def test_nothing_is_made_before_the_first_save(new_sqlite, tmp_path):
    store = open_store(new_sqlite())
    assert store.records() == ()
    assert store.get(note().id) is None
    assert store.history(note().id) == ()
    assert store.check() == ()
    assert store.since("").records == ()
    assert list(tmp_path.iterdir()) == []
    store.save(note())
    assert list(tmp_path.iterdir()) != []


def test_a_stale_save_is_refused_and_both_versions_are_handed_back(store):
    first = store.save(note())
    theirs = store.save(reworded(first, "Theirs"), by="lead")
    mine = reworded(first, "Mine")
    assert store.save(mine) == Stale(mine=mine, theirs=theirs)
    assert store.get(first.id) == theirs
    assert versions(store, first) == [(1, "made"), (2, "changed")]
    assert store.save(mine, expected=theirs.version).version == 3


def test_a_new_record_is_kept_once_however_often_it_is_sent(store):
    mine = note()
    kept = store.save(mine)
    again = store.save(mine)
    assert isinstance(again, Stale)
    assert again.is_same
    assert again.theirs == kept
    other = store.save(reworded(mine, "Other words"))
    assert isinstance(other, Stale)
    assert not other.is_same


def test_what_was_shared_can_be_taken_back(store):
    kept = store.save(note(shared=True))
    assert not store.save(replace(kept, shared=False)).shared
    assert not store.get(kept.id).shared
    assert store.undo(kept.id).shared


def test_a_role_of_any_length_is_kept_as_far_as_there_is_room(store):
    assert store.save(note(), by=f" lead\n{'x' * 1_000}").changed_by == f"lead {'x' * 195}"
    assert store.save(note(), by=" ").changed_by == "not stated"


def test_saving_nothing_new_makes_no_version(store):
    kept = store.save(note())
    assert store.save(kept) == kept
    assert versions(store, kept) == [(1, "made")]


def test_undo_goes_back_step_by_step_and_is_a_version_itself(store):
    kept = store.save(note("one"))
    for words in ("two", "three"):
        kept = store.save(reworded(kept, words))
    assert words_of(store.undo(kept.id)) == "two"
    assert words_of(store.undo(kept.id)) == "one"
    with pytest.raises(DataError, match="nothing to undo"):
        store.undo(kept.id)
    four = store.save(reworded(store.get(kept.id), "four"))
    assert words_of(store.undo(kept.id, expected=four.version)) == "one"
    assert [what for _, what in versions(store, kept)] == [
        *("made", "changed", "changed", "undone", "undone", "changed", "undone")
    ]
    assert words_of(store.go_back(kept.id, 3)) == "three"
    assert words_of(store.undo(kept.id)) == "one"
    assert store.go_back(kept.id, 1) == store.get(kept.id)
    with pytest.raises(DataError, match="no version 99"):
        store.go_back(kept.id, 99)
    assert store.check() == ()


def test_what_is_undone_or_removed_meanwhile_is_refused_as_a_save_is(store):
    first = store.save(note("one"))
    second = store.save(reworded(first, "two"))
    for change in (store.undo, store.remove):
        refused = change(first.id, expected=1)
        assert isinstance(refused, Stale)
        assert (words_of(refused.mine), words_of(refused.theirs)) == ("one", "two")
    assert store.get(first.id) == second


def test_a_removed_meeting_takes_its_parts_along_and_brings_them_back(store, meeting):
    kept = store.save(note(parent=meeting.id))
    gone_before = store.save(note("Gone before", parent=meeting.id))
    store.remove(gone_before.id)
    store.remove(meeting.id)
    assert store.records() == ()
    assert len(store.records(is_removed=True)) == 3
    with pytest.raises(DataError, match="Bring the meeting back first"):
        store.bring_back(kept.id)
    with pytest.raises(DataError, match="Bring the meeting back first"):
        store.save(note(parent=meeting.id))
    with pytest.raises(DataError, match="was removed"):
        store.save(reworded(store.get(kept.id), "More"))
    store.bring_back(meeting.id)
    assert {each.id for each in store.records()} == {meeting.id, kept.id}
    store.remove(meeting.id)
    store.undo(meeting.id)
    assert {each.id for each in store.records()} == {meeting.id, kept.id}
    store.undo(meeting.id)
    assert store.check() == ()


def test_a_follower_who_missed_very_much_is_told_all_anew(store, monkeypatch):
    monkeypatch.setattr(following, "MOST_CHANGES", 2)
    first = store.save(note())
    mark = store.since().mark
    kept = [store.save(note(str(number))) for number in range(2)]
    assert store.since(mark).records == tuple(kept)
    kept.append(store.save(note("3")))
    assert store.since(mark).is_whole
    assert set(store.since(mark).records) == {first, *kept}


def test_scenes_are_moved_and_only_what_has_to_be_is_changed(store, meeting):
    a, _, c = scenes(store, meeting, "a", "b", "c")
    store.move(c.id, a.id)
    assert titles(store, meeting) == ["c", "a", "b"]
    store.move(c.id, None)
    assert titles(store, meeting) == ["a", "b", "c"]
    swap_until_there_is_no_room(store, meeting)
    assert len(store.history(a.id)) <= 2
    still = store.get(a.id)
    assert store.move(a.id, store.records("scene", meeting.id)[1].id) == still  # it stands there
    with pytest.raises(DataError, match="nothing of its kind"):
        store.move(a.id, meeting.id)
    store.move(c.id, a.id)  # the last that was made stands first: two at one place would show
    swap_until_there_is_no_room(store, meeting)
    assert store.check() == ()


def swap_until_there_is_no_room(store, meeting):
    """Move the third scene before the second, until likes must be set apart anew, and after."""
    order = titles(store, meeting)
    for _ in range(12):
        _, second, third = store.records("scene", meeting.id)
        moved = store.move(third.id, second.id)
        order = [order[0], order[2], order[1]]
        assert titles(store, meeting) == order
        assert moved.version == third.version + 1


def test_a_follower_is_told_what_changed_and_no_more(store, meeting):
    first = store.since()
    assert first.is_whole
    assert first.records == (meeting,)
    kept = store.save(note(parent=meeting.id))
    other = store.save(note("Elsewhere"))
    then = store.since(first.mark)
    assert (then.is_whole, then.records) == (False, (kept, other))
    assert store.since(first.mark, parent=meeting.id).records == (kept,)
    assert store.since(then.mark).records == ()
    removed = store.remove(kept.id)
    assert store.since(then.mark).records == (removed,)
    for strange in (
        "",
        "1",
        "x.1",
        f"{then.mark}9",
        "another-store.1",
        then.mark.replace(".", ".-"),
    ):
        assert store.since(strange).is_whole, strange


REFUSED = {
    "nul": note("a\0b"),
    "half a character": note("a\ud800b"),
    "nul in the title": new_record(Note(sort="note", words=""), title="\0"),
    "half in the title": new_record(Note(sort="note", words=""), title="\udfff"),
    "too long": note("x" * 1_000_000),
    "too long a title": new_record(Note(sort="note", words=""), title="x" * 301),
    "a sort that is none": new_record(Note(sort="rumour", words="")),
    "no text": new_record(Note(sort="note", words=5)),
    "bytes": new_record(Note(sort="note", words=b"x")),
    "no date": new_record(Note(sort="action", words="", due="next week")),
    "a date in another form": new_record(Note(sort="action", words="", due="20261122")),
    "a spot that is none": new_record(
        Note(sort="note", words="", pin=Pin(to="spot", spot="1,999"))
    ),
    "a spot beyond the pole": new_record(
        Note(sort="note", words="", pin=Pin(to="spot", spot="91,0.1"))
    ),
    "a scene of no meeting": new_record(Scene(page="map")),
    "a part of a place": new_record(Place(recipe="own=x"), parent=note().id),
    "an id that is none": Record(id="1", title="", body=Note(sort="note", words="")),
    "a figure that is none": new_record(
        Scene(page="map", figures=(Figure(key="", label="", value=float("1e999")),))
    ),
}


@pytest.mark.parametrize("record", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_kept_is_refused_in_words(store, record):
    with pytest.raises(DataError) as refused:
        store.save(record)
    assert all(each.fix for each in refused.value.problems)
    assert store.records() == ()


def test_a_backslash_before_a_code_is_no_nul(store):
    for words in (r"\u0000", r"\\u0000", "\\" * 3 + "u0000", r"C:\u0000\x"):
        kept = store.save(note(words))
        assert words_of(store.get(kept.id)) == words


def test_a_change_of_what_is_no_longer_kept_is_refused(store):
    with pytest.raises(DataError, match="no longer kept"):
        store.save(replace(note(), version=3))
    with pytest.raises(DataError, match="no longer kept"):
        store.undo(note().id)


def test_a_kind_does_not_become_another(store):
    kept = store.save(note())
    with pytest.raises(DataError, match="expected a note"):
        store.save(replace(kept, body=Place(recipe="a")))


def test_the_file_is_its_owners_alone(new_sqlite):
    url = new_sqlite()
    store = open_store(url)
    store.save(note())
    folder = store.database.address.path.parent
    assert {path.name: oct(path.stat().st_mode & 0o077) for path in folder.iterdir()} == {
        path.name: "0o0" for path in folder.iterdir()
    }
    assert folder.stat().st_mode & 0o077 == 0

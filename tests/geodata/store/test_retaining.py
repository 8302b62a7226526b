"""How long what is kept is kept: by rules, told before and after; what goes leaves no trace."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from geodata.__main__ import main
from geodata.errors import DataError
from geodata.store import retaining
from geodata.store.kinds.meeting import Meeting
from geodata.store.kinds.note import Note
from geodata.store.kinds.scenario import Scenario
from geodata.store.record import new_record
from geodata.store.retaining import KEEP_SETTING, Rules, read_rules
from geodata.store.tables import HISTORY, RECORDS

SAID = "Something that was said in confidence"


def note(words="Heard", parent=None):
    return new_record(Note(sort="note", words=words), title="Note", parent=parent)


@pytest.fixture(autouse=True)
def at_one_moment(monkeypatch):
    """Let no midnight come between a day that a test counts from and the rule."""
    monkeypatch.setattr(retaining, "datetime", Noon)


class Noon(datetime):
    """Today, at noon."""

    @classmethod
    def now(cls, zone):
        return NOW.astimezone(zone)


NOW = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)


def day(ago):
    return (NOW - timedelta(days=ago)).strftime("%Y-%m-%d")


def age(store, record, days):
    """Let a record have been changed, and removed where it is, so many days ago."""
    then = f"{day(days)}T00:00:00.000000Z"
    with store.database.writing() as connection:
        mine = RECORDS.c.id == record.id
        connection.execute(update(RECORDS).where(mine).values(changed_at=then))
        gone = mine & RECORDS.c.removed_at.is_not(None)
        connection.execute(update(RECORDS).where(gone).values(removed_at=then))


def ids(records):
    return {each.id for each in records}


def test_a_meeting_goes_with_its_parts_so_many_days_after_its_day(store):
    old = store.save(new_record(Meeting(on=day(12)), title="Old"))
    part = store.save(note(parent=old.id))
    store.save(note("Typed later", parent=old.id))
    new = store.save(new_record(Meeting(on=day(10)), title="New"))  # its day has an end
    ahead = store.save(new_record(Meeting(on=day(-30)), title="Ahead"))
    undated = store.save(new_record(Meeting(), title="Undated"))
    age(store, ahead, 100)
    rules = Rules(days={"meeting": 10})
    assert ids(store.retain(rules, is_rehearsal=True).removed) == {old.id}
    assert len(store.records()) == 6
    assert ids(store.retain(rules).removed) == {old.id}
    assert ids(store.records("meeting")) == {new.id, ahead.id, undated.id}
    assert store.records("note") == ()
    assert store.bring_back(old.id).title == "Old"
    assert part.id in ids(store.records("note"))


def test_other_kinds_go_so_many_days_after_their_last_change(store):
    old, new = (store.save(new_record(Scenario(changes="x"), title=t)) for t in ("Old", "New"))
    kept = store.save(note())
    age(store, old, 31)
    age(store, new, 29)
    age(store, kept, 1000)
    assert ids(store.retain(Rules(days={"scenario": 30})).removed) == {old.id}
    assert ids(store.records()) == {new.id, kept.id}


def test_what_is_a_part_of_a_meeting_goes_with_it_and_not_before(store):
    meeting = store.save(new_record(Meeting(), title="M"))
    part, own = store.save(note(parent=meeting.id)), store.save(note())
    for record in (part, own):
        age(store, record, 1000)
    assert ids(store.retain(Rules(days={"note": 30})).removed) == {own.id}
    assert ids(store.records("note")) == {part.id}


def test_what_was_removed_long_ago_goes_for_good_with_its_history(store):
    meeting = store.save(new_record(Meeting(), title="Gone"))
    part = store.save(note(SAID, parent=meeting.id))
    other, recent = store.save(note("Other")), store.save(note("Recent"))
    store.remove(meeting.id)
    store.remove(recent.id)
    for record in (meeting, part):
        age(store, record, 91)
    mark = store.since().mark
    done = store.retain(Rules(purge_days=90))
    assert ids(done.purged) == {meeting.id, part.id}
    assert store.get(part.id) is None
    assert store.history(part.id) == ()
    assert ids((*store.records(), *store.records(is_removed=True))) == {other.id, recent.id}
    changes = store.since(f"{mark.rpartition('.')[0]}.1")
    assert changes.is_whole, "whoever held what is purged has to be told anew"
    assert ids(changes.records) == {other.id}
    assert store.check() == ()
    store.save(note("Next"))
    assert store.check() == ()


def test_what_was_removed_of_late_can_still_be_brought_back(store):
    recent = store.save(note("Recent"))
    store.remove(recent.id)
    age(store, recent, 89)  # and some hours: not yet ninety days
    assert store.retain(Rules(purge_days=90)).purged == ()
    assert not store.bring_back(recent.id).is_removed


def test_parts_go_for_good_with_what_they_are_a_part_of(store):
    meeting = store.save(new_record(Meeting(), title="Gone"))
    part = store.save(note(SAID, parent=meeting.id))
    store.remove(meeting.id)
    age(store, meeting, 91)  # by a clock that was put right since, the meeting alone
    store.retain(Rules(purge_days=90))
    assert store.get(part.id) is None
    assert store.history(part.id) == ()
    assert store.check() == ()


def test_what_is_purged_is_in_the_file_no_longer(new_sqlite):
    from geodata.store.store import open_store

    store = open_store(new_sqlite())
    record = store.save(note(SAID))
    store.remove(record.id)
    age(store, record, 2)
    folder = store.database.address.path.parent
    store.close()
    assert any(SAID.encode() in path.read_bytes() for path in folder.iterdir())
    store.retain(Rules(purge_days=1))
    store.close()
    assert not any(SAID.encode() in path.read_bytes() for path in folder.iterdir())


def test_a_lost_version_is_found_by_the_check(store):
    kept = store.save(note())
    store.save(note("Other"))
    with store.database.writing() as connection:
        connection.execute(HISTORY.delete().where(HISTORY.c.record == kept.id))
    found = [each.found for each in store.check()]
    assert found == ["1 changes since the last purge", "0 versions in its history, or other ones"]


def test_rules_are_read_from_the_setting(monkeypatch):
    monkeypatch.setenv(KEEP_SETTING, " meeting=730, scenario=365\nremoved=7 ")
    assert read_rules() == Rules(days={"meeting": 730, "scenario": 365}, purge_days=7)
    monkeypatch.delenv(KEEP_SETTING)
    assert read_rules() == Rules(days={}, purge_days=90)
    ends = Rules(days={"note": 0}, purge_days=36_500)  # no date lies further back than that
    assert read_rules("note=0 removed=99999") == ends


@pytest.mark.parametrize(
    "words",
    ["meeting", "meeting=", "meeting=-1", "meeting=1.5", "meetings=1", "note=1,note=2", "=1"],
)
def test_what_is_no_rule_is_refused_and_removes_nothing(words):
    with pytest.raises(DataError, match=KEEP_SETTING):
        read_rules(words)


def run(capsys, store, *words):
    where = store.database.address.url.render_as_string(hide_password=False)
    code = main(["store", "--store", where, *words])
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    return code, said.out, said.err


def test_the_commands_tell_what_is_kept(store, capsys, tmp_path):
    code, out, _ = run(capsys, store, "status")
    assert (code, "Nothing is kept yet" in out) == (0, True)
    old = store.save(new_record(Meeting(on=day(800)), title="Old\n\x1b[31m"))
    kept = store.save(note())
    assert run(capsys, store, "check")[0] == 0
    code, out, _ = run(capsys, store, "status")
    assert "1 meeting; the oldest of" in out
    assert "2 versions in the history." in out
    code, out, _ = run(capsys, store, "history", kept.id)
    assert out.startswith("1  ")
    assert run(capsys, store, "history", "none")[0] == 2
    code, out, _ = run(capsys, store, "retain", "--keep", "meeting=700", "--rehearse")
    assert "1 record would be removed." in out
    assert "\x1b" not in out
    assert len(store.records()) == 2
    code, out, _ = run(capsys, store, "retain", "--keep", "meeting=700")
    assert "1 record removed." in out
    assert "A meeting is removed 700 days after its day" in out
    assert ids(store.records()) == {kept.id}
    assert store.get(old.id).is_removed
    backup = tmp_path / "backup.zip"
    assert run(capsys, store, "backup", str(backup))[:2] == (
        0,
        f"2 records in 3 versions, written to {backup}\n",
    )
    code, _, err = run(capsys, store, "restore", str(backup))
    assert (code, "something is kept" in err) == (2, True)


def test_a_check_that_finds_something_ends_with_1(store, capsys):
    kept = store.save(note())
    with store.database.writing() as connection:
        connection.execute(update(RECORDS).where(RECORDS.c.id == kept.id).values(body="{}"))
    code, out, err = run(capsys, store, "check")
    assert code == 1
    assert "faults." in out
    assert "another content than in its history" in err

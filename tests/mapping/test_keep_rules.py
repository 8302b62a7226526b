"""What is kept, looked through as the app starts: by the setting, and never in the way."""

from datetime import UTC, datetime

import pytest

from geodata.store import retaining
from geodata.store.kinds.meeting import Meeting
from geodata.store.kinds.scene import Scene
from geodata.store.record import new_record
from geodata.store.retaining import KEEP_SETTING
from mapping.served.keep_rules import keep_by_rules

LONG_AFTER = datetime(2036, 1, 1, tzinfo=UTC)


@pytest.fixture(name="meeting")
def an_old_meeting(kept_store):
    record = kept_store.save(new_record(Meeting(on="2020-01-01"), title="Long ago"))
    kept_store.save(new_record(Scene(page="map"), parent=record.id))
    return record


def test_without_a_rule_nothing_goes(kept_store, meeting, monkeypatch, caplog):
    monkeypatch.delenv(KEEP_SETTING, raising=False)
    keep_by_rules()
    assert kept_store.get(meeting.id) == meeting
    assert caplog.messages == []


def test_a_meeting_past_its_time_goes_with_its_scenes_and_the_log_says_so(
    kept_store, meeting, monkeypatch, caplog
):
    monkeypatch.setenv(KEEP_SETTING, "meeting=30")
    keep_by_rules()
    assert kept_store.records() == ()
    [said] = caplog.messages
    assert "1 record removed and 0 records purged" in said
    assert "A meeting is removed 30 days after its day" in said
    assert kept_store.bring_back(meeting.id).version == 3


@pytest.mark.usefixtures("meeting")
def test_what_was_removed_long_ago_is_purged(kept_store, monkeypatch, caplog):
    monkeypatch.setenv(KEEP_SETTING, "meeting=30, removed=1")
    keep_by_rules()
    monkeypatch.setattr(retaining, "datetime", Later)
    keep_by_rules()
    assert kept_store.records(is_removed=True) == ()
    assert "2 records purged" in caplog.messages[1]


class Later(datetime):
    """The same clock, years later."""

    @classmethod
    def now(cls, tz=None):
        return LONG_AFTER.astimezone(tz)


@pytest.mark.usefixtures("meeting")
def test_a_rule_that_is_none_removes_nothing_and_is_told(kept_store, monkeypatch, caplog):
    monkeypatch.setenv(KEEP_SETTING, "meeting=soon")
    keep_by_rules()
    assert len(kept_store.records()) == 2
    assert "meeting=soon" in caplog.messages[0]


@pytest.mark.usefixtures("kept_store")
def test_a_store_that_is_damaged_is_told_and_nothing_stops(tmp_path, caplog):
    file = tmp_path / "kept" / "store.sqlite"
    file.parent.mkdir()
    file.write_bytes(b"no store" * 1_000)
    keep_by_rules()
    assert "a damaged one" in caplog.messages[0]
    assert file.read_bytes() == b"no store" * 1_000


@pytest.mark.usefixtures("kept_store")
def test_no_store_is_made_by_looking(tmp_path):
    keep_by_rules()
    assert not (tmp_path / "kept").exists()

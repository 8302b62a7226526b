"""The actions of a meeting as a calendar: what Outlook and Google read, and every word as text."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.store.kinds.meeting import Meeting
from geodata.store.kinds.note import Note
from geodata.store.record import Record
from layers.meeting.calendar import actions_calendar, with_day, without_day
from tests.calendars import read_calendar
from tests.sweeps import examples

MEETING = Record(
    id="m", title="Autumn", body=Meeting(place="Wisbech", on="2026-11-22"), version=1
)  # fmt: skip
HOSTILE = (
    "Ask\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:theirs",
    "One, two; three: four \\n five \\",
    "bell \x07 nul \x00 tab\tnext \x85 row \u2028 rule \u2029 end",
    "turned \u202eround\u202c \u2066here\u2069 \u200f",
    "half \ud83d and \udc00",
    "é" * 200,
    "👩‍👩‍👧" * 40,
    "x" * 20_000,
    " \n ",
)


def action(n=0, **changes):
    body = {"sort": "action", "words": "Ask the library.", "owner": "librarian"}
    body |= {"due": "2026-12-31", **changes}
    when = "2026-11-22T09:05:06.123456Z"
    return Record(id=f"note-{n}", title="", body=Note(**body), version=1, changed_at=when)


def test_an_action_is_an_all_day_entry_that_says_all_that_is_kept():
    [entry] = read_calendar(actions_calendar(MEETING, [action()]))
    assert entry == {
        "UID": "note-0@know-your-patch.invalid",
        "DTSTAMP": "20261122T090506Z",
        "LAST-MODIFIED": "20261122T090506Z",
        "SEQUENCE": "0",
        "DTSTART": "20261231",
        "DTEND": "20270101",
        "SUMMARY": "Ask the library. (librarian)",
        "DESCRIPTION": "Ask the library.\nWho: librarian\nBy when: 31 December 2026\nState: to do\n"
        "Meeting: Autumn, Wisbech, 22 November 2026",
        "TRANSP": "TRANSPARENT",
        "X-MICROSOFT-CDO-BUSYSTATUS": "FREE",
    }
    text = actions_calendar(MEETING, [action()])
    assert "\r\nDTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n" in text
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")


def test_a_later_file_changes_the_entry_and_is_the_same_whenever_it_is_made():
    then = action(owner="")
    now = replace(then, body=replace(then.body, is_done=True, due="2027-02-01"), version=4)
    [first] = read_calendar(actions_calendar(MEETING, [then]))
    [later] = read_calendar(actions_calendar(MEETING, [now]))
    assert first["UID"] == later["UID"]
    assert int(later["SEQUENCE"]) > int(first["SEQUENCE"])
    assert later["SUMMARY"] == "Done: Ask the library. (nobody named yet)"
    assert "State: done" in later["DESCRIPTION"]


def test_only_actions_with_a_day_are_entries_and_the_others_are_counted():
    removed = replace(action(4), removed_at="2026-11-22T09:05:06.123456Z")
    notes = [action(1), action(2, due=""), action(3, sort="decision"), removed]
    [entry] = read_calendar(actions_calendar(MEETING, notes))
    assert entry["UID"].startswith("note-1@")
    assert (with_day(notes), without_day(notes)) == (1, 1)


@pytest.mark.parametrize(
    ("due", "first", "last"),
    [("0001-01-01", "00010101", "00010102"), ("2028-02-29", "20280229", "20280301"),
     ("9999-12-31", "99991231", None)],
)  # fmt: skip
def test_any_day_that_can_be_kept_is_a_day_of_the_calendar(due, first, last):
    [entry] = read_calendar(actions_calendar(MEETING, [action(due=due)]))
    assert (entry["DTSTART"], entry.get("DTEND")) == (first, last)


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_was_typed_is_text_of_its_own_entry(words):
    title = words[:1000]
    meeting = replace(MEETING, title=title, body=Meeting(place=title))
    entries = read_calendar(
        actions_calendar(meeting, [action(1, words=words, owner=title), action(2)]).encode()
    )
    assert len(entries) == 2
    held = entries[0]
    assert len(held["SUMMARY"]) <= 255
    for letter in "\x00\x07\u202e\u2066\u200f\u2028\ud83d\udc00":
        assert letter not in "".join(held.values())
    seen = [line for line in words.splitlines() if line.isprintable()]
    assert set(seen) <= set(held["DESCRIPTION"].split("\n"))


@examples(60)
@given(words=st.text(), owner=st.text(), title=st.text())
def test_any_text_makes_a_calendar_of_one_entry(words, owner, title):
    meeting = replace(MEETING, title=title)
    made = actions_calendar(meeting, [action(words=words, owner=owner)]).encode()
    [entry] = read_calendar(made)
    assert entry["DTSTART"] == "20261231"

"""What followers of a meeting are told, part by part, and what may tell of a person."""

import json

import pytest

from geodata.store.kinds.meeting import Meeting
from geodata.store.kinds.note import Note
from geodata.store.record import Changes, Record
from mapping.meeting.live.known import doubts_told
from mapping.meeting.live.room import Room
from tests.builders import tiny_pack

MEETING = Record(id="m", title="Autumn", body=Meeting(), version=1)
NOTE = Record(id="n", title="", body=Note(sort="note", words="Heard"), parent="m", version=1)


def told(room, step):
    """What a room tells one who was told up to a step."""
    [data] = [line for line in room.event(step).decode().split("\n") if line.startswith("data: ")]
    return json.loads(data.removeprefix("data: "))


def test_what_was_purged_meanwhile_is_told_to_be_gone():
    room = Room("m")
    room.take(Changes(mark="a.2", records=(MEETING, NOTE), is_whole=True))
    room.take(Changes(mark="b.9", records=(MEETING,), is_whole=True))  # of a store put back
    said = told(room, 1)
    assert (said["notes"], said["removed"], said["mark"]) == ([], ["n"], "b.9")


@pytest.mark.parametrize(
    ("note", "doubts"),
    [
        (Note(sort="action", words="Ask.", owner="Anna Kowalska"), ["a person’s name"]),
        (Note(sort="note", words="It was Anna Kowalska."), ["a person’s name"]),
        (Note(sort="action", words="We ask Team Alder.", owner="librarian"), []),
    ],
    ids=["owner", "words", "a place"],
)
def test_a_name_is_looked_for_in_every_field_of_a_note(note, doubts):
    assert doubts_told(tiny_pack(), note) == doubts

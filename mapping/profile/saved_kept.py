"""What people saved that a profile tells, read from the store: shared notes, and a scenario."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from geodata.errors import Problem, QuestionError, quoted
from geodata.model import Pack
from geodata.store.kinds import is_of_pack
from geodata.store.kinds.meeting import Meeting
from geodata.store.kinds.note import Note
from geodata.store.kinds.scenario import Scenario as KeptScenario
from geodata.store.record import Record
from geodata.store.store import Store
from layers.profile.saved import Heard
from layers.scenarios.address import read_scenario
from layers.scenarios.changes import Scenario

SPOT: Final = "a spot on the map"
SHORTEST: Final = 8  # letters of an id that is given by its beginning
MOST_NAMED: Final = 5


def heard_in(store: Store, pack: Pack) -> tuple[Heard, ...]:
    """Return what people said of places and marked to be shared, in the order it was written.

    A note is of the place that it is pinned to, else of the place that its meeting is about. Notes
    of meetings with another pack are left out: the same id may be another place there.

    Raises
    ------
    StoreError
        The store cannot be read; it says what to do.
    """
    meetings = {each.id: each for each in store.records("meeting")}
    notes = sorted(store.records("note"), key=lambda each: (each.created_at, each.id))
    return tuple(_heard(notes, meetings, pack))


def _heard(notes: list[Record], meetings: dict[str, Record], pack: Pack) -> Iterator[Heard]:
    for each in notes:
        note, meeting = each.body, meetings.get(each.parent or "")
        if not each.shared or not isinstance(note, Note) or (each.parent and meeting is None):
            continue
        about = meeting.body if meeting is not None else None
        of = about if isinstance(about, Meeting) else Meeting()
        place_id = _place_of(note, of)
        if is_of_pack(of, pack.info.key) and place_id in pack.places.index:
            yield Heard(
                place_id=place_id,
                sort=note.sort,
                words=note.words,
                about=_about(note),
                meeting="" if meeting is None else meeting.title,
                on=of.on,
            )


def _place_of(note: Note, meeting: Meeting) -> str:
    """Return the place that a note is about; "" for none."""
    if note.pin is not None and note.pin.to == "place":
        return note.pin.key
    return meeting.place_id


def _about(note: Note) -> str:
    """Return what of the place a note is about; never where exactly a spot is."""
    if note.pin is None or note.pin.to in ("place", "meeting"):
        return ""
    return note.pin.label or (SPOT if note.pin.to == "spot" else "")


def kept_scenarios(store: Store, pack: Pack) -> tuple[Record, ...]:
    """Return the scenarios that are kept and were made with a pack, in their order.

    Raises
    ------
    StoreError
        The store cannot be read; it says what to do.
    """
    every = store.records("scenario")
    return tuple(
        each
        for each in every
        if isinstance(each.body, KeptScenario) and is_of_pack(each.body, pack.info.key)
    )


def find_scenario(store: Store, pack: Pack, said: str) -> Scenario:
    """Return the scenario that is meant: by the beginning of its id, or by its name.

    Raises
    ------
    QuestionError
        There is none, several are called so, or it cannot be read.
    """
    every = kept_scenarios(store, pack)
    code = said.strip().lower()
    by_code = [each for each in every if each.id.startswith(code)] if len(code) >= SHORTEST else []
    found = by_code[:1] or [each for each in every if each.title == said]
    if len(found) == 1:
        return scenario_of(found[0])
    named = ", ".join(
        f"{e.id[:SHORTEST]} ({quoted(e.title)})" for e in (found or every)[:MOST_NAMED]
    )
    raise QuestionError(
        Problem(
            where="--scenario",
            found=f"{len(found)} scenarios called {quoted(said)}" if found else quoted(said),
            expected=f"one of: {named}" if named else "a scenario, and none is kept for this pack",
            fix="Keep it on the page Scenarios, or give the beginning of its id.",
        )
    )


def scenario_of(record: Record) -> Scenario:
    """Return the scenario that a record holds, under its name.

    Raises
    ------
    QuestionError
        It cannot be read.
    """
    if not isinstance(record.body, KeptScenario):
        raise TypeError(record.kind)
    scenario = read_scenario(record.body.changes, f"the scenario {quoted(record.title)}")
    return scenario.called(record.title) if record.title else scenario

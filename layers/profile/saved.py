"""What people saved that a profile tells beside what is published: notes, and a scenario."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from geodata.store.kinds.note import Sort
from layers.scenarios.changes import Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What somebody said of a place, and marked to be shared.

    Attributes
    ----------
    place_id
        The place that it is about.
    words
        As they were typed.
    about
        What of the place: "Wisbech Library"; "" for the place as a whole.
    meeting, on
        Where it was written down and when, as a date; "" where that is not known.
    """

    place_id: str
    sort: Sort
    words: str
    about: str = ""
    meeting: str = ""
    on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What people saved that is told.

    Attributes
    ----------
    scenario
        What is told as what could change; None for nothing.
    heard
        What people said, of all places.
    """

    scenario: Scenario | None = None
    heard: tuple[Heard, ...] = ()


NOTHING_SAVED: Final = Saved()

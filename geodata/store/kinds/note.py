"""A note: what was said in a meeting, or beside a map, and what it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from pydantic import ConfigDict

from geodata.store.kinds.words import STRICT, Day, Key, Line, Spot, Words

Sort = Literal["note", "decision", "action", "strength", "gap", "story"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """What a note is about.

    Attributes
    ----------
    to
        A place or a service of the pack, a spot on the map, a scene, or the meeting as a whole.
    key
        The id of the place, the service or the scene; "" for a spot and for the meeting.
    spot
        Where it is, of a spot.
    label
        What it was called, so that it can be told where the pack no longer has it.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    to: Literal["place", "service", "spot", "scene", "meeting"]
    key: Key = ""
    spot: Spot = ""
    label: Line = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A note; never the name of a family, and never mixed into figures.

    Attributes
    ----------
    sort
        `story` is lived experience, and is marked as such wherever it is shown.
    words
        What was said, as it was typed.
    owner
        Of an action: the role that will do it.
    due
        Of an action: by when.
    is_done
        Of an action: whether it is done.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    sort: Sort
    words: Words
    pin: Pin | None = None
    owner: Line = ""
    due: Day = ""
    is_done: bool = False

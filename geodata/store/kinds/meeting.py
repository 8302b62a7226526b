"""A meeting: where it is about, when it is, and what it follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pydantic import ConfigDict

from geodata.store.kinds.words import STRICT, Address, Day, Key, Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting; its scenes, notes and marks are records of their own, with it as their parent.

    Attributes
    ----------
    place_id, place
        The place that it is about, and what it was called.
    pack, pack_hash
        The key of the pack that it was prepared with, and the hash of its contents.
    question
        The words of the address that its scenes begin with: who, what, how far.
    on
        Its day; "" where none is set. What is kept of it is counted from then.
    follows
        The id of the meeting before; "" for none.
    scene
        The id of the scene that the chair shows; "" before it begins.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    place_id: Key = ""
    place: Line = ""
    pack: Key = ""
    pack_hash: Key = ""
    question: Address = ""
    on: Day = ""
    follows: Key = ""
    scene: Key = ""

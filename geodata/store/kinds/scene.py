"""A scene of a meeting: a page as it was seen, and what it said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pydantic import ConfigDict

from geodata.store.kinds.words import STRICT, Address, Key, Line, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure as it was when the scene was kept, to tell later what has changed.

    Attributes
    ----------
    key
        What it counts, of whom, in words that stay the same: never where it stood in a list.
    value
        None where it was not known: never 0 for that.
    text
        As it was shown: "about 420".
    lower, upper
        The limits that were told with it; None without any.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    key: Key
    label: Line
    value: float | None
    unit: Key = ""
    period: Key = ""
    text: Line = ""
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A scene; its title is its question.

    Attributes
    ----------
    page
        Which page of the app it is, as in its address.
    words
        What stands after the question mark of that address: all that decides what is seen.
    part
        Which part of the page: the map, a chart, a table; "" for its own.
    said
        The one sentence that it said when it was kept.
    figures
        What it showed then.
    pack, pack_hash
        The key of the pack that it was kept with, and the hash of its contents.
    rules
        By which rules what is sensitive in that pack was protected: `geodata.strictness`.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    page: Key
    words: Address = ""
    part: Key = ""
    said: Words = ""
    figures: tuple[Figure, ...] = ()
    pack: Key = ""
    pack_hash: Key = ""
    rules: tuple[Key, ...] = ()

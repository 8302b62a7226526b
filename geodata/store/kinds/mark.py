"""A mark that somebody put on the map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pydantic import ConfigDict

from geodata.store.kinds.words import STRICT, Key, Spot, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A mark on the map; its title is what stands beside it.

    Attributes
    ----------
    spot
        Where it is.
    words
        What is told of it where somebody asks.
    pack
        The key of the pack that it was made with.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    spot: Spot
    words: Words = ""
    pack: Key = ""

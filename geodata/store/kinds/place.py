"""A place of one's own: how it is made, in the words of an address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pydantic import ConfigDict

from geodata.store.kinds.words import STRICT, Key, Recipe


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place of one's own; its title is its name.

    Attributes
    ----------
    recipe
        What stands after `own=` in a page's address, of this place alone; read with a pack.
    pack
        The key of the pack that it was made with.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    recipe: Recipe
    pack: Key = ""

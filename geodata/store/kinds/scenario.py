"""A scenario: changes to services, and the question that they were an answer to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pydantic import ConfigDict

from geodata.store.kinds.words import STRICT, Address, Key


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A scenario; its title is its name.

    Attributes
    ----------
    changes
        As after `changes=` in a page's address.
    question
        The words of the address beside them: who, what, how far.
    pack
        The key of the pack that it was made with.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    changes: Address
    question: Address = ""
    pack: Key = ""

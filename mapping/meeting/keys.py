"""The keys by which a meeting is led: what the screen’s foot says, and what its help tells."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One key.

    Attributes
    ----------
    shown
        As it stands at the foot: "→".
    does
        What it does, in a word: "next".
    told
        What the help says of it.
    is_live
        Whether only the live screen has it: a file that fetches nothing cannot do it.
    """

    shown: str
    does: str
    told: str
    is_live: bool = False

    @property
    def rest(self) -> str:
        """What stands behind the key at the foot: "ote" behind N, " next" behind an arrow."""
        is_own = self.does.upper().startswith(self.shown)
        return self.does[1:] if is_own else f" {self.does}"


FOLLOW: Final = "F"
KEYS: Final = (
    Key(shown="→", does="next", told="The next scene; also Page Down, the space bar or a clicker"),
    Key(shown="←", does="back", told="The scene before; also Page Up"),
    Key(shown="N", does="note", told="Write down what somebody says, what goes well first"),
    Key(shown="D", does="decision", told="Write down what is decided"),
    Key(shown="A", does="action", told="Write down who does what, and by when"),
    Key(shown="M", does="map", told="The map of this scene’s question, and back"),
    Key(shown="W", does="words", told="The words of the question: who, what and how far"),
    Key(shown="L", does="list", told="All scenes in their order, and all that is written down"),
    Key(
        shown=FOLLOW,
        does="follow",
        told="The address by which others follow and write",
        is_live=True,
    ),
    Key(shown="B", does="blank", told="A blank screen, so that people look at one another"),
    Key(shown="?", does="help", told="These keys, the sources and the method"),
)


def keys_of(*, is_live: bool, has_code: bool = False) -> tuple[Key, ...]:
    """Return the keys of the live screen, or those of a file that fetches nothing.

    Parameters
    ----------
    has_code
        Whether the address by which others follow stands there as a picture too.
    """
    known = (_with_code(each) if has_code and each.shown == FOLLOW else each for each in KEYS)
    return tuple(each for each in known if is_live or not each.is_live)


def _with_code(follow: Key) -> Key:
    return replace(follow, told=f"{follow.told}, with a code to photograph")

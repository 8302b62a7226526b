"""What is true of a pack whatever is asked: worked out once, and forgotten with the pack."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec, TypeVar, cast
from weakref import WeakKeyDictionary

from geodata.model import Pack

Made = TypeVar("Made")
Asked = ParamSpec("Asked")

_FOUND: Final[WeakKeyDictionary[Pack, dict[Hashable, Any]]] = WeakKeyDictionary()


def once_of_a_pack(
    make: Callable[Concatenate[Pack, Asked], Made],
) -> Callable[Concatenate[Pack, Asked], Made]:
    """Keep what a function finds of a pack, for as long as somebody holds that pack.

    For what is small and asked again and again: which areas make a place, which rows an indicator
    has. A pack is never changed, only replaced by another, so what was found stays true of it.

    Parameters
    ----------
    make
        A function of a module. Its other arguments are values that can be compared; whoever is
        handed a table must not write into it.
    """

    @wraps(make)
    def found(pack: Pack, /, *asked: Asked.args, **named: Asked.kwargs) -> Made:
        of_pack = _FOUND.setdefault(pack, {})
        key = (make.__module__, make.__qualname__, asked, tuple(sorted(named.items())))
        if key not in of_pack:
            of_pack[key] = make(pack, *asked, **named)
        return cast(Made, of_pack[key])

    return found

"""Everything the server keeps: worked out once for the same contents, bounded by its memory.

What is kept is kept by its contents, never by who asked, so it is safe to share between people.
A new analysis needs nothing here: `kept(measure_gaps, pack, question)` keeps any function of a
pack and of values that can be compared.
"""

from __future__ import annotations

import inspect
import os
from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable
from functools import lru_cache
from threading import Lock
from typing import Any, Concatenate, Final, ParamSpec, TypeVar, cast

from geodata.model import Pack
from mapping.served.weights import Weights, weigh

MEMORY_SETTING = "KNOW_YOUR_PATCH_CACHE_MB"
USUAL_MB = 512
MIB: Final = 1024 * 1024

Made = TypeVar("Made")
Asked = ParamSpec("Asked")


class Cache:
    """Things made, by key: each is made once, however many ask at once; the least used goes.

    Attributes
    ----------
    most_bytes
        Above this, beside what is held, the least recently used are let go. What was made last
        always stays, so that whoever waited for it gets it.
    """

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self._kept: OrderedDict[Hashable, tuple[object, Weights]] = OrderedDict()
        self._held: dict[str, tuple[Hashable, object, Weights]] = {}
        self._owners: Counter[int] = Counter()  # how many kept things share a table or an array
        self._bytes = 0
        self._making: dict[Hashable, Lock] = {}
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what is kept under a key, made now if it is not.

        An error is raised to whoever asked and never kept: the next to ask tries again.
        """
        return self._once(key, make, lambda: self._find(key), lambda made: self._keep(key, made))

    def hold(self, name: str, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return the one thing of a name, which stays until it is asked for by another key.

        For what every answer rests on: it is not let go to make room for answers.
        """
        return self._once(
            (name, key),
            make,
            lambda: self._find_held(name, key),
            lambda made: self._hold(name, key, made),
        )

    def find(self, key: Hashable) -> object | None:
        """Return what is kept under a key, or None; nothing is made and nobody waits."""
        with self._lock:
            found = self._find(key)
        return found[0] if found else None

    def find_held(self, name: str, key: Hashable) -> object | None:
        """Return what is held under a name and key, or None; nothing is made and nobody waits."""
        with self._lock:
            found = self._find_held(name, key)
        return found[0] if found else None

    @property
    def bytes_kept(self) -> int:
        """About how much memory is in use; what several share counts once."""
        return self._bytes

    def __len__(self) -> int:
        """Count what is kept, held or not."""
        return len(self._kept) + len(self._held)

    def clear(self) -> None:
        """Empty the cache."""
        with self._lock:
            self._kept.clear()
            self._held.clear()
            self._owners.clear()
            self._bytes = 0

    def _once(
        self,
        key: Hashable,
        make: Callable[[], Made],
        find: Callable[[], tuple[object] | None],
        keep: Callable[[Made], None],
    ) -> Made:
        with self._lock:
            found = find()
            if found:
                return cast(Made, found[0])
            making = self._making.setdefault(key, Lock())
        with making:
            with self._lock:
                found = find()
                if found:
                    return cast(Made, found[0])
            try:
                made = make()
                keep(made)
            finally:
                with self._lock:
                    self._making.pop(key, None)
        return made

    def _find(self, key: Hashable) -> tuple[object] | None:
        if key not in self._kept:
            return None
        self._kept.move_to_end(key)
        return (self._kept[key][0],)

    def _find_held(self, name: str, key: Hashable) -> tuple[object] | None:
        held = self._held.get(name)
        return (held[1],) if held and held[0] == key else None

    def _keep(self, key: Hashable, made: object) -> None:
        weights = weigh(made)
        with self._lock:
            if key in self._kept:
                self._take_off(self._kept.pop(key)[1])
            self._kept[key] = (made, weights)
            self._put_on(weights)
            self._make_room()

    def _hold(self, name: str, key: Hashable, made: object) -> None:
        weights = weigh(made)
        with self._lock:
            if name in self._held:
                self._take_off(self._held.pop(name)[2])
            self._held[name] = (key, made, weights)
            self._put_on(weights)
            self._make_room()

    def _make_room(self) -> None:
        held = sum(sum(weights.values()) for _, _, weights in self._held.values())
        while self._bytes - held > self.most_bytes and len(self._kept) > 1:
            _, (_, weights) = self._kept.popitem(last=False)
            self._take_off(weights)

    def _put_on(self, weights: Weights) -> None:
        for part, size in weights.items():
            self._owners[part] += 1
            if self._owners[part] == 1:
                self._bytes += size

    def _take_off(self, weights: Weights) -> None:
        for part, size in weights.items():
            self._owners[part] -= 1
            if not self._owners[part]:
                del self._owners[part]
                self._bytes -= size


def most_bytes() -> int:
    """Return the memory to keep answers in, as the setting says; the usual where it says none."""
    try:
        wanted = int(os.environ.get(MEMORY_SETTING) or USUAL_MB)
    except ValueError:
        wanted = USUAL_MB
    return max(wanted, 1) * MIB


CACHE: Final = Cache(most_bytes())
"""The one cache of the server: packs, answers, and what is sent."""


def kept(
    make: Callable[Concatenate[Pack, Asked], Made],
    pack: Pack,
    /,
    *asked: Asked.args,
    **named: Asked.kwargs,
) -> Made:
    """Return what a function makes of a pack and a question, worked out once.

    Parameters
    ----------
    make
        A function of a module; it is known by its name. Its other arguments are values that can
        be compared; one called `progress` says how far it is, and is no part of what is asked.
    """
    return CACHE.get(key_of(make, pack, *asked, **named), lambda: make(pack, *asked, **named))


def key_of(make: Callable[..., object], pack: Pack, *asked: object, **named: object) -> Hashable:
    """Return what an answer is kept by: its function, the pack's contents and all it is asked.

    Raises
    ------
    TypeError
        The function has no name of its own (a lambda, or one inside another), or an argument
        cannot be compared by what it holds.
    """
    if "<" in make.__qualname__:
        raise TypeError(f"{make.__qualname__} has no name that it could be kept by")
    bound = _signature(make).bind(pack, *asked, **named)
    bound.apply_defaults()
    _, *rest = bound.arguments.items()
    given = tuple((name, value) for name, value in rest if name != "progress")
    hash(given)  # what cannot be compared is refused here, before anything is worked out
    return (make.__module__, make.__qualname__, pack.content_hash, given)


@lru_cache(maxsize=256)
def _signature(make: Callable[..., Any]) -> inspect.Signature:
    return inspect.signature(make)

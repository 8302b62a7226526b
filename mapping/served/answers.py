"""Which pack is served, and answers worked out once: shared by pages, routes and everyone on them.

What is kept is kept by its contents, never by who asked, so it is safe to share between people.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar

from geodata.model import Pack
from geodata.pack import STARTER, read_pack
from layers.access.choice import Choice, measure_choice
from layers.access.floating import Floating, measure_floating
from layers.gaps import Gaps, measure_gaps
from layers.question.question import Question
from layers.ranks.steadiness import RankRange, rank_range

PACK_SETTING = "KNOW_YOUR_PATCH_PACK"
KEPT_PACKS = 3
KEPT_ANSWERS = 128

Kept = TypeVar("Kept")


class Keeper(Generic[Kept]):
    """Keeps the latest `size` things made, by key; each is made once, however many ask at once."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._making: dict[Hashable, Lock] = {}
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """Give what is kept under a key, made now if it is not; an error is raised, never kept."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            making = self._making.setdefault(key, Lock())
        with making:
            with self._lock:
                if key in self._kept:
                    return self._kept[key]
            try:
                made = make()
                with self._lock:
                    self._keep(key, made)
            finally:
                with self._lock:
                    self._making.pop(key, None)
        return made

    def _keep(self, key: Hashable, made: Kept) -> None:
        self._kept[key] = made
        while len(self._kept) > self._size:
            self._kept.popitem(last=False)


_packs: Keeper[Pack] = Keeper(KEPT_PACKS)
_answers: Keeper[Gaps] = Keeper(KEPT_ANSWERS)
_choices: Keeper[Choice] = Keeper(KEPT_ANSWERS)
_shares: Keeper[Floating] = Keeper(KEPT_ANSWERS)
_ranks: Keeper[RankRange] = Keeper(KEPT_ANSWERS)


def chosen_pack_folder() -> Path:
    """Give the folder of the pack to serve: KNOW_YOUR_PATCH_PACK, or the starter pack."""
    return Path(os.environ.get(PACK_SETTING) or STARTER)


def open_pack(folder: Path) -> Pack:
    """Read a pack, once for as long as its files do not change.

    Raises
    ------
    PackError
        Every fault found in it.
    """
    folder = Path(folder).resolve()
    return _packs.get((folder, _stamps(folder)), lambda: read_pack(folder))


def served_pack() -> Pack:
    """Read the pack that is served; raises PackError with every fault found in it."""
    return open_pack(chosen_pack_folder())


def answer(pack: Pack, question: Question) -> Gaps:
    """Answer a question, once for each pack's contents.

    Raises
    ------
    QuestionError
        The question names something the pack does not hold, or a setting is out of range.
    """
    key = (pack.content_hash, question)
    return _answers.get(key, lambda: measure_gaps(pack, question))


def rank_answer(pack: Pack, question: Question) -> RankRange:
    """Say how sure each place's rank by gap is; see `layers.ranks.steadiness.rank_range`."""
    key = (pack.content_hash, question)
    return _ranks.get(key, lambda: rank_range(pack, question))


def choice_answer(pack: Pack, question: Question) -> Choice:
    """Say how many doors children can choose from; see `layers.access.choice`."""
    key = (pack.content_hash, question)
    return _choices.get(key, lambda: measure_choice(pack, question))


def share_answer(pack: Pack, question: Question) -> Floating:
    """Say how much of a service there is for each child; see `layers.access.floating`."""
    key = (pack.content_hash, question)
    return _shares.get(key, lambda: measure_floating(pack, question))


def _stamps(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Tell the files of a folder apart from the same files changed."""
    try:
        found = [(path.name, path.stat()) for path in sorted(folder.iterdir())]
    except OSError:
        return ()
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in found)

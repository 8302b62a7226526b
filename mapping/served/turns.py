"""Turns in fair order: a few at once, and of all who wait the one who was served longest ago."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from threading import Event, Lock, local


class NoRoom(Exception):  # noqa: N818 - nothing is wrong: it can be asked again in a while
    """The line is full.

    Attributes
    ----------
    is_own
        Whether it is full of what the same visitor waits for; else of what all do.
    """

    def __init__(self, *, is_own: bool) -> None:
        super().__init__()
        self.is_own = is_own


@dataclass(eq=False, slots=True)
class Turn:
    """One place in line, and then one turn."""

    who: str
    begin: Callable[[], object]
    is_new: bool
    since: int


class Turns:
    """Turns at something that few can do at once.

    Whoever was served goes behind all who wait. So nobody waits longer for one who asks for much
    than for one who asks for little. People who are new to the server and people who are back take
    turns with each other: a rush of new tabs holds up nobody who is in the middle of something.

    Parameters
    ----------
    at_once, at_once_each
        How many turns there are at once, for all and for each visitor.
    most, most_each
        How many may wait, of all and of each visitor; None for any number.
    """

    def __init__(
        self,
        at_once: int,
        *,
        at_once_each: int = 1,
        most: int | None = None,
        most_each: int | None = None,
    ) -> None:
        self.at_once, self.at_once_each = at_once, at_once_each
        self.most, self.most_each = most, most_each
        self._waiting: list[Turn] = []
        self._taken: list[Turn] = []
        self._was_new = False
        self._ticket = count()
        self._lock = Lock()
        self._of_thread = local()

    def ask(self, who: str, begin: Callable[[], object], *, is_new: bool = False) -> Turn:
        """Get in line; `begin` is called when it is one's turn, which lasts until `end`.

        Raises
        ------
        NoRoom
            Too many wait already.
        """
        with self._lock:
            mine = sum(turn.who == who for turn in self._waiting)
            if self.most_each is not None and mine >= self.most_each:
                raise NoRoom(is_own=True)
            if self.most is not None and len(self._waiting) >= self.most:
                raise NoRoom(is_own=False)
            turn = Turn(who, begin, is_new, next(self._ticket))
            self._waiting.append(turn)
        self._begin_next()
        return turn

    def end(self, turn: Turn) -> None:
        """End a turn, or leave the line."""
        with self._lock:
            if turn in self._taken:
                self._taken.remove(turn)
                self._go_behind(turn.who)
            elif turn in self._waiting:
                self._waiting.remove(turn)
        self._begin_next()

    def give(self, turn: Turn, who: str) -> None:
        """Let somebody else have a turn, or a place in line."""
        with self._lock:
            turn.who = who

    def place(self, turn: Turn) -> tuple[int, bool]:
        """Return a turn's place in line, and whether anybody else is before it.

        Returns
        -------
        number, are_others
            1 for who is next; 0 where it is not waiting.
        """
        with self._lock:
            if turn not in self._waiting:
                return 0, False
            line = self._in_order()
            before = line[: line.index(turn)]
            others = any(each.who != turn.who for each in (*self._taken, *before))
            return len(before) + 1, others

    def waiting(self, who: str) -> int:
        """Return how many turns a visitor waits for."""
        with self._lock:
            return sum(turn.who == who for turn in self._waiting)

    @contextmanager
    def taken(self, who: str, *, is_new: bool = False) -> Iterator[None]:
        """Wait for a turn of the thread's own, and have it for as long as the block lasts."""
        self._take(who, is_new)
        try:
            yield
        finally:
            self.end(self._of_thread.turn)
            self._of_thread.turn = None

    @contextmanager
    def rested(self) -> Iterator[None]:
        """Let others go first while the thread waits for something; nothing if it has no turn."""
        mine: Turn | None = getattr(self._of_thread, "turn", None)
        if mine is None:
            yield
            return
        self.end(mine)
        try:
            yield
        finally:
            self._take(mine.who, mine.is_new)

    def _take(self, who: str, is_new: bool) -> None:  # noqa: FBT001
        mine = Event()
        self._of_thread.turn = self.ask(who, mine.set, is_new=is_new)
        mine.wait()

    def _begin_next(self) -> None:
        """Begin as many turns as there is room for."""
        while True:
            with self._lock:
                turn = self._next()
                if turn is None:
                    return
                self._waiting.remove(turn)
                self._taken.append(turn)
                self._was_new = turn.is_new
            turn.begin()

    def _go_behind(self, who: str) -> None:
        for turn in self._waiting:  # in the order that they have among themselves
            if turn.who == who:
                turn.since = next(self._ticket)

    def _next(self) -> Turn | None:
        if len(self._taken) >= self.at_once:
            return None
        busy = Counter(turn.who for turn in self._taken)
        ready = [turn for turn in self._in_order() if busy[turn.who] < self.at_once_each]
        others = (turn for turn in ready if turn.is_new != self._was_new)
        return next(others, ready[0] if ready else None)

    def _in_order(self) -> list[Turn]:
        """Return who waits, the next first: everybody's first, then everybody's second."""
        before = Counter(turn.who for turn in self._taken)
        ordered = []
        for turn in sorted(self._waiting, key=lambda each: each.since):
            ordered.append((before[turn.who], turn.since, turn))
            before[turn.who] += 1
        return [turn for *_, turn in sorted(ordered, key=lambda each: each[:2])]


AT_ONCE = 2
PAGES = Turns(AT_ONCE)
"""The turns of runs of pages, and of what is worked out for the addresses beside them."""

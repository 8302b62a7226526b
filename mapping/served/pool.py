"""Long work done beside the pages: by a few workers, in fair order, for as long as somebody waits.

What is asked twice is worked out once, for whoever asks. What nobody waits for any more is taken
out of the line, or stopped at its next step. What is finished is kept with every other answer.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Event, RLock, Thread
from typing import Any, Final, Generic, TypeVar, cast

from geodata.errors import DataError, Problem
from geodata.tracing import log_fault
from layers.progress import Progress, Stopped
from mapping.served.cache import CACHE
from mapping.served.turns import Turn, Turns
from mapping.served.visitor import Visitor

WORKERS = 2
MOST_WAITING = 100
MOST_WAITING_EACH = 6

Made = TypeVar("Made")
_log = logging.getLogger(__name__)
_FAILED = Problem(
    where="this answer",
    found="a fault in the program",
    expected="an answer",
    fix="Change a word of the question; if it stays, tell whoever looks after this tool.",
)


@dataclass(frozen=True, slots=True)
class Answer(Generic[Made]):
    """What long work came to: what was made, or why it could not be, for people to read."""

    result: Made | None = None
    problems: tuple[Problem, ...] = ()


class Job(Generic[Made]):
    """One piece of long work.

    Attributes
    ----------
    share, doing
        How far it is (0–1), and what is being done.
    answer
        What it came to; None until then, and where it was stopped.
    """

    def __init__(self, answer: Answer[Made] | None = None) -> None:
        self.share, self.doing = 0.0, ""
        self.answer = answer
        self.visitors: dict[str, Visitor] = {}
        self.turn: Turn | None = None
        self._over, self._is_unwanted = Event(), False
        if answer is not None:
            self._over.set()

    @property
    def is_over(self) -> bool:
        """Whether it came to an end, of whatever kind."""
        return self._over.is_set()

    @property
    def is_unwanted(self) -> bool:
        """Whether nobody waits for it any more."""
        return self._is_unwanted

    def wait(self, seconds: float | None) -> bool:
        """Wait so long for it to be over; tells whether it is."""
        return self._over.wait(seconds)

    def run(self, make: Callable[[Progress], Made]) -> None:
        """Do the work, unless nobody waits for it."""
        try:
            self.told(0.0, "beginning")
            self.answer = Answer(make(self.told))
        except Stopped:
            self._is_unwanted = True
        except DataError as error:
            self.answer = Answer(problems=error.problems)
        except Exception as error:  # noqa: BLE001 - a thread has nobody above it to tell
            log_fault(_log, "work beside a page failed", error)
            self.answer = Answer(problems=(_FAILED,))

    def told(self, share: float, doing: str) -> None:
        """Note how far it is; raises `Stopped` where nobody waits for it any more."""
        self.leave_who_is_gone()
        if self._is_unwanted:
            raise Stopped
        self.share, self.doing = min(max(share, 0.0), 1.0), doing

    def leave_who_is_gone(self) -> None:
        """Forget the pages that were closed."""
        for visitor in list(self.visitors.values()):
            if not visitor.is_here():
                self.leave(visitor)

    def leave(self, visitor: Visitor) -> None:
        """Forget one who waited; the last to leave takes the wish for it along."""
        self.visitors.pop(visitor.page, None)
        self._is_unwanted = self._is_unwanted or not self.visitors

    def end(self) -> None:
        """Tell whoever waits that it is over."""
        self._over.set()


class Pool:
    """A few workers, and a line of what they are to do.

    Parameters
    ----------
    workers
        How many pieces of work are done at once; one at a time for each visitor.
    most, most_each
        How many may wait, of all and of each visitor.
    """

    def __init__(
        self,
        workers: int = WORKERS,
        most: int = MOST_WAITING,
        most_each: int = MOST_WAITING_EACH,
    ) -> None:
        self._turns = Turns(workers, most=most, most_each=most_each)
        self._jobs: dict[Hashable, Job[Any]] = {}
        self._ready: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._workers = [Thread(target=self._work, daemon=True) for _ in range(workers)]
        self._lock = RLock()

    def ask(self, key: Hashable, make: Callable[[Progress], Made], visitor: Visitor) -> Job[Made]:
        """Return the work of a key, begun or in line; what is finished already is found.

        Parameters
        ----------
        key
            The contents it is made of, never who asked: what is made is shared by everybody.

        Raises
        ------
        NoRoom
            Too much is in line already; nothing is lost by asking again later.
        """
        with self._lock:
            found = cast("Answer[Made] | None", CACHE.find(_kept_as(key)))
            if found is not None:
                return Job(found)
            self._clear_line()
            job = self._jobs.get(key)
            if job is None or job.is_unwanted:
                job = Job()
                job.visitors[visitor.page] = visitor
                job.turn = self._turns.ask(visitor.who, lambda: self._begin(key, job, make))
                self._jobs[key] = job
            job.visitors[visitor.page] = visitor
            return job

    def leave(self, visitor: Visitor, key: Hashable) -> None:
        """Tell that a page waits for something no longer."""
        self._leave(visitor, lambda other: other == key)

    def leave_others(self, visitor: Visitor, keys: Collection[Hashable]) -> None:
        """Tell that a page waits for nothing else than these."""
        self._leave(visitor, lambda other: other not in keys)

    def place(self, job: Job[Any]) -> tuple[int, bool]:
        """Return a job's place in line, and whether others are before it; see `Turns.place`."""
        return self._turns.place(job.turn) if job.turn else (0, False)

    def __len__(self) -> int:
        """Count what is in line or being done."""
        return len(self._jobs)

    def _leave(self, visitor: Visitor, is_left: Callable[[Hashable], bool]) -> None:
        with self._lock:
            for key, job in self._jobs.items():
                if visitor.page in job.visitors and is_left(key):
                    job.leave(visitor)
            self._clear_line()

    def _clear_line(self) -> None:
        """Take out of the line what nobody waits for, and hand on what its first asker left."""
        for key, job in list(self._jobs.items()):
            job.leave_who_is_gone()
            turn = cast(Turn, job.turn)
            if job.is_unwanted:
                if self._turns.place(turn)[0]:
                    self._over(key, job)
            elif turn.who not in (owners := [each.who for each in job.visitors.values()]):
                self._turns.give(turn, owners[0])

    def _begin(self, key: Hashable, job: Job[Made], make: Callable[[Progress], Made]) -> None:
        with self._lock:
            for worker in self._workers:
                if worker.ident is None:  # not begun: nothing was asked for until now
                    worker.start()

        def do() -> None:
            try:
                job.run(make)
                if job.answer is not None:
                    CACHE.get(_kept_as(key), lambda: job.answer)
            finally:
                self._over(key, job)

        self._ready.put(do)

    def _over(self, key: Hashable, job: Job[Any]) -> None:
        with self._lock:
            if self._jobs.get(key) is job:
                del self._jobs[key]
        job.end()
        if job.turn:
            self._turns.end(job.turn)

    def _work(self) -> None:
        while True:
            self._ready.get()()


def _kept_as(key: Hashable) -> Hashable:
    return ("work beside a page", key)


POOL: Final = Pool()
"""The long work of the server."""

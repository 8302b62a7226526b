"""Long work done beside the pages: once for the same contents, watched, and stopped when asked."""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable
from threading import Event, Lock, Semaphore, Thread
from typing import Any, Generic, TypeVar, cast

from geodata.errors import DataError, Problem
from layers.progress import Progress, Stopped
from mapping.served.cache import CACHE

AT_ONCE = 2
TURN_S = 0.1  # how often waiting work looks whether it is still wanted

Made = TypeVar("Made")
_turns = Semaphore(AT_ONCE)
_log = logging.getLogger(__name__)


class Job(Generic[Made]):
    """One piece of work in a thread of its own.

    Attributes
    ----------
    share, doing
        How far it is (0–1), and what is being done.
    result
        What was made; None until then.
    problems
        Why it could not be made, for people to read.
    """

    def __init__(
        self,
        make: Callable[[Progress], Made],
        when_finished: Callable[[Job[Made]], None] | None = None,
    ) -> None:
        self.share, self.doing = 0.0, "waiting for a turn"
        self.result: Made | None = None
        self.problems: tuple[Problem, ...] = ()
        self._finished, self._unwanted = Event(), Event()
        Thread(target=self._run, args=(make, when_finished), daemon=True).start()

    @property
    def is_finished(self) -> bool:
        """Whether it came to an end, of whatever kind."""
        return self._finished.is_set()

    @property
    def is_stopped(self) -> bool:
        """Whether somebody asked it to stop."""
        return self._unwanted.is_set()

    def stop(self) -> None:
        """Ask it to stop at the next step."""
        self._unwanted.set()

    def wait(self, seconds: float) -> bool:
        """Wait so long for it to finish; tells whether it has."""
        return self._finished.wait(seconds)

    def _run(
        self,
        make: Callable[[Progress], Made],
        when_finished: Callable[[Job[Made]], None] | None,
    ) -> None:
        try:
            while not _turns.acquire(timeout=TURN_S):
                self._tell(0.0, "waiting for a turn")
            try:
                self.result = make(self._tell)
            finally:
                _turns.release()
        except Stopped:
            self._unwanted.set()
        except DataError as error:
            self.problems = error.problems
        except Exception:  # noqa: BLE001 - a thread has nobody above it to tell
            _log.exception("work beside a page failed")
            self.problems = (_FAILED,)
        finally:
            if when_finished:
                when_finished(self)
            self._finished.set()

    def _tell(self, share: float, doing: str) -> None:
        if self._unwanted.is_set():
            raise Stopped
        self.share, self.doing = min(max(share, 0.0), 1.0), doing


_FAILED = Problem(
    where="this answer",
    found="a fault in the program",
    expected="an answer",
    fix="Change a word of the question; if it stays, tell whoever looks after this tool.",
)
_running: dict[Hashable, Job[Any]] = {}
_lock = Lock()


def job_for(key: Hashable, make: Callable[[Progress], Made]) -> Job[Made]:
    """Return the work of a key: begun now if it is not yet, or if it was stopped.

    Work that is finished is kept with every other answer, and let go as they are.

    Parameters
    ----------
    key
        The contents that it is made of, never who asked: what is made is shared by everybody.
    """
    with _lock:
        job = cast(Job[Made] | None, _running.get(key) or CACHE.find(_kept_as(key)))
        if job is None or job.is_stopped:
            job = Job(make, lambda finished: _put_away(key, finished))
            _running[key] = job
    return job


def _put_away(key: Hashable, job: Job[Any]) -> None:
    """Keep work that is finished; what was stopped is forgotten."""
    with _lock:
        if not job.is_stopped:
            CACHE.get(_kept_as(key), lambda: job)
        if _running.get(key) is job:
            del _running[key]


def _kept_as(key: Hashable) -> Hashable:
    return ("work beside a page", key)

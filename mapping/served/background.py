"""Long work done beside the pages: once for the same contents, watched, and stopped when asked."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Event, Lock, Semaphore, Thread
from typing import Any, Generic, TypeVar

from geodata.errors import DataError, Problem
from layers.progress import Progress, Stopped

AT_ONCE = 2
KEPT_JOBS = 32
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

    def __init__(self, make: Callable[[Progress], Made]) -> None:
        self.share, self.doing = 0.0, "waiting for a turn"
        self.result: Made | None = None
        self.problems: tuple[Problem, ...] = ()
        self._make = make
        self._finished, self._unwanted = Event(), Event()
        Thread(target=self._run, daemon=True).start()

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

    def _run(self) -> None:
        try:
            while not _turns.acquire(timeout=TURN_S):
                self._tell(0.0, "waiting for a turn")
            try:
                self.result = self._make(self._tell)
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
_jobs: OrderedDict[Hashable, Job[Any]] = OrderedDict()
_lock = Lock()


def job_for(key: Hashable, make: Callable[[Progress], Made]) -> Job[Made]:
    """Give the work of a key: begun now if it is not yet, or if it was stopped.

    Parameters
    ----------
    key
        The contents that it is made of, never who asked: what is made is shared by everybody.
    """
    with _lock:
        job: Job[Made] | None = _jobs.get(key)
        if job is None or job.is_stopped:
            job = Job(make)
        _jobs[key] = job
        _jobs.move_to_end(key)
        _forget_some()
    return job


def _forget_some() -> None:
    """Forget the oldest finished work where there is too much of it."""
    finished = [key for key, job in _jobs.items() if job.is_finished]
    for key in finished[: max(0, len(_jobs) - KEPT_JOBS)]:
        del _jobs[key]

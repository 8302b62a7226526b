"""The processes that write the profiles of a batch, each led from place to place by a thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread, Timer
from typing import Final

from mapping.profile.batch_worker import ENDED, SLOW, Told, Worker

PLACE_S: Final = 300.0  # a place that takes longer is left out


@dataclass(frozen=True, slots=True, kw_only=True)
class Todo:
    """A place, and the files to be made of it: paths in the folder, by format."""

    place_id: str
    kind: str
    files: Mapping[str, str]


class Crew:
    """A few workers, and the places that wait for them."""

    def __init__(self, packed: bytes, todo: Sequence[Todo], number: int) -> None:
        self._packed, self._todo = packed, iter(todo)
        self._answers: SimpleQueue[tuple[Todo, list[Told]]] = SimpleQueue()
        self._lock, self._is_over = Lock(), Event()
        self._workers: set[Worker] = set()
        self._threads = [Thread(target=self._run, daemon=True) for _ in range(number)]
        for thread in self._threads:
            thread.start()

    def wait(self, seconds: float) -> tuple[Todo, list[Told]] | None:
        """Return what came of the next place to be ready; None where none was by then."""
        try:
            return self._answers.get(timeout=seconds)
        except Empty:
            return None

    def end(self) -> None:
        """End all workers at once."""
        self._is_over.set()
        with self._lock:
            for worker in self._workers:
                worker.end()
        for thread in self._threads:
            thread.join()

    def _run(self) -> None:
        """Lead one worker from place to place."""
        worker: Worker | None = None
        while (todo := self._next()) is not None:
            worker, told = self._made(worker, todo)
            if not self._is_over.is_set():
                self._answers.put((todo, told))

    def _made(self, worker: Worker | None, todo: Todo) -> tuple[Worker | None, list[Told]]:
        """Have the files of a place made; each alone by a new worker, where all together end it."""
        try:
            worker = worker or self._start()
            return worker, _made_in_time(worker, todo)
        except (OSError, EOFError, ValueError) as error:
            if worker is not None:
                worker.end()
            if len(todo.files) == 1 or self._is_over.is_set():
                why = SLOW if isinstance(error, TimeoutError) else ENDED
                return None, [Told(format=key, why=why) for key in todo.files]
        told, worker = list[Told](), None
        for key, name in todo.files.items():
            alone = Todo(place_id=todo.place_id, kind=todo.kind, files={key: name})
            worker, made = self._made(worker, alone)
            told += made
        return worker, told

    def _next(self) -> Todo | None:
        with self._lock:
            return None if self._is_over.is_set() else next(self._todo, None)

    def _start(self) -> Worker:
        with self._lock:
            if self._is_over.is_set():
                raise EOFError
            worker = Worker(self._packed)
            self._workers.add(worker)
            return worker


def _made_in_time(worker: Worker, todo: Todo) -> list[Told]:
    """Have the files of a place made.

    Raises
    ------
    TimeoutError
        It took longer than a place may; the worker was ended.
    EOFError
        The worker ended.
    """
    is_late = Event()

    def end() -> None:
        is_late.set()
        worker.end()

    timer = Timer(PLACE_S, end)
    timer.daemon = True
    timer.start()
    try:
        return worker.make(todo.place_id, todo.kind, todo.files)
    except (OSError, EOFError, ValueError) as error:
        raise (TimeoutError() if is_late.is_set() else error) from error
    finally:
        timer.cancel()

"""Who follows which meeting: one look at the store for all who follow the same."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial
from typing import Concatenate, Final, ParamSpec, TypeVar

from geodata.store.faults import StoreError
from geodata.store.store import Store
from geodata.tracing import log_fault
from mapping.meeting.live.room import Room

LOOKS_EVERY_S: Final = 0.5
MOST_FOLLOWERS: Final = 300  # of all meetings: each holds a connection open
ANSWERS_WITHIN_S: Final = 8.0  # pages wait for ten, and then take the line for down
MOST_WRITING: Final = 64  # who may wait to write; the store lets in one at a time

Given = ParamSpec("Given")
Made = TypeVar("Made")
logger = logging.getLogger("know_your_patch")


class Full(Exception):  # noqa: N818 - nothing is wrong: it can be asked again in a while
    """So many follow, or write, that there is no room for one more."""


class Slow(Full):
    """Others write for too long: what was asked may be kept all the same, or never."""


class Hub:
    """The meetings that are followed, and the threads in which the store is asked.

    Parameters
    ----------
    store
        Returns the store.
    shown
        Called with a room whenever what it tells has changed, to prepare what comes next.
    """

    def __init__(self, store: Callable[[], Store], shown: Callable[[Room], object]) -> None:
        self.store = store
        self.shown = shown
        self._rooms: dict[str, Room] = {}
        self._followers: Counter[str] = Counter()
        self._watching: dict[str, asyncio.Task[None]] = {}
        self._woken: dict[str, asyncio.Event] = {}
        self._writing = 0
        self._is_over = False
        # Whoever writes may wait long for a turn; whoever reads waits for nobody.
        self._readers = ThreadPoolExecutor(4, thread_name_prefix="meetings-read")
        self._writers = ThreadPoolExecutor(4, thread_name_prefix="meetings-write")

    async def read(
        self,
        ask: Callable[Concatenate[Store, Given], Made],
        /,
        *given: Given.args,
        **named: Given.kwargs,
    ) -> Made:
        """Ask the store something, beside the event loop.

        Raises
        ------
        Full
            The server is being stopped.
        """
        if self._is_over:
            raise Full
        loop, asked = asyncio.get_running_loop(), partial(self._asked, ask, *given, **named)
        return await loop.run_in_executor(self._readers, asked)

    async def write(
        self,
        change: Callable[Concatenate[Store, Given], Made],
        /,
        *given: Given.args,
        **named: Given.kwargs,
    ) -> Made:
        """Change something that is kept, beside the event loop.

        Raises
        ------
        Full
            Too many wait to write already, or the server is being stopped.
        Slow
            It took too long. What had not begun never does; what had may be kept all the same.
        """
        if self._is_over or self._writing >= MOST_WRITING:
            raise Full
        self._writing += 1
        loop, asked = asyncio.get_running_loop(), partial(self._asked, change, *given, **named)
        done = loop.run_in_executor(self._writers, asked)
        done.add_done_callback(self._written)
        await asyncio.wait({done}, timeout=ANSWERS_WITHIN_S)  # who asked may be gone before that
        if not done.done():
            done.cancel()
            raise Slow
        return done.result()

    def _asked(
        self,
        ask: Callable[Concatenate[Store, Given], Made],
        /,
        *given: Given.args,
        **named: Given.kwargs,
    ) -> Made:
        return ask(self.store(), *given, **named)

    def _written(self, done: asyncio.Future[Made]) -> None:
        self._writing -= 1
        if not done.cancelled():
            done.exception()  # told to whoever asked, who may be gone

    def room(self, meeting_id: str) -> Room | None:
        """Return a meeting as its followers know it; None where nobody follows it."""
        room = self._rooms.get(meeting_id)
        return room if room is not None and room.mark else None

    def wake(self, meeting_id: str) -> None:
        """Have a meeting looked at now: something was written."""
        woken = self._woken.get(meeting_id)
        if woken is not None:
            woken.set()

    @asynccontextmanager
    async def followed(self, meeting_id: str) -> AsyncIterator[Room]:
        """Follow a meeting, for as long as the block lasts.

        Raises
        ------
        Full
            Too many follow already, or the server is being stopped.
        StoreError
            The meeting cannot be read.
        """
        if self._is_over or self._followers.total() >= MOST_FOLLOWERS:
            raise Full
        self._followers[meeting_id] += 1
        try:
            yield await self._entered(meeting_id)
        finally:
            self._followers[meeting_id] -= 1
            if not self._followers[meeting_id]:
                self._leave(meeting_id)

    async def _entered(self, meeting_id: str) -> Room:
        """Return the room of a meeting, watched from now on if nobody has followed it yet."""
        if meeting_id not in self._rooms:
            room = self._rooms[meeting_id] = Room(meeting_id)
            self._woken[meeting_id] = asyncio.Event()
            self._watching[meeting_id] = asyncio.create_task(self._watch(room))
        room = self._rooms[meeting_id]
        if not room.step:
            await room.news(0, seconds=60)
        return room

    def _leave(self, meeting_id: str) -> None:
        del self._followers[meeting_id]
        self._rooms.pop(meeting_id).end()
        del self._woken[meeting_id]
        self._watching.pop(meeting_id).cancel()

    async def _watch(self, room: Room) -> None:
        """Look at what is kept of a meeting, again and again, and at once when woken."""
        woken = self._woken[room.meeting_id]
        while not self._is_over:
            woken.clear()
            before = room.step
            try:
                room.take(await self.read(Store.since, room.mark, room.meeting_id))
            except StoreError as error:
                room.trouble(error.problems)
            except Exception as error:  # noqa: BLE001 - logged, without its words
                log_fault(logger, "A meeting that is followed could not be looked at.", error)
            if room.step != before:
                self.shown(room)
            try:
                async with asyncio.timeout(LOOKS_EVERY_S):
                    await woken.wait()
            except TimeoutError:
                continue

    def close(self) -> None:
        """Send every follower away: the server is being stopped."""
        self._is_over = True
        for room in self._rooms.values():
            room.end()
        self._readers.shutdown(wait=False, cancel_futures=True)
        self._writers.shutdown(wait=False)

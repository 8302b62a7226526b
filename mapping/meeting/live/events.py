"""Server-Sent Events: what changes in a meeting, told to one who follows it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Final

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from mapping.meeting.live.hub import Full, Hub
from mapping.meeting.live.room import Room
from mapping.served.refusing import KEEP_NOTHING

EVERYTHING: Final = -1
KEEPS_ALIVE_S: Final = 15.0  # what stands between gives up on a connection that says nothing
TAKES_AT_MOST_S: Final = 60.0  # whoever takes nothing for so long is gone, and comes again
COMES_BACK_MS: Final = 1000
ALIVE: Final = b":\n\n"


class Events(Response):
    """A meeting as it changes, until the follower goes or the server stops.

    Parameters
    ----------
    known
        The mark up to which the follower knows it; anything else has it told everything.
    full
        What is answered where there is no room for one more.
    """

    media_type = "text/event-stream"

    def __init__(self, hub: Hub, meeting_id: str, known: str, full: Response) -> None:
        super().__init__(headers=KEEP_NOTHING | {"X-Accel-Buffering": "no"})
        del self.headers["content-length"]
        self.hub, self.meeting_id, self.known, self.full = hub, meeting_id, known, full

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send what changes, or that there is no room."""
        try:
            async with self.hub.followed(self.meeting_id) as room:
                await self._follow(room, receive, send)
        except Full:
            await self.full(scope, receive, send)

    async def _follow(self, room: Room, receive: Receive, send: Send) -> None:
        """Send until the first of the two sides ends it."""
        sending = asyncio.create_task(self._send(room, send))
        gone = asyncio.create_task(_gone(receive))
        try:
            await asyncio.wait({sending, gone}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in (sending, gone):
                each.cancel()
                with suppress(asyncio.CancelledError, TimeoutError, OSError):
                    await each

    async def _send(self, room: Room, send: Send) -> None:
        step = room.step if self.known and self.known == room.mark else EVERYTHING
        headers = self.raw_headers
        await send({"type": "http.response.start", "status": self.status_code, "headers": headers})
        await _part(send, f"retry: {COMES_BACK_MS}\n\n".encode())
        while not room.is_over:
            await room.news(step, KEEPS_ALIVE_S)
            now = room.step
            await _part(send, ALIVE if step == now else room.event(step))
            step = now
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _part(send: Send, content: bytes) -> None:
    """Send a part, to one who takes it within some time."""
    async with asyncio.timeout(TAKES_AT_MOST_S):
        await send({"type": "http.response.body", "body": content, "more_body": True})


async def _gone(receive: Receive) -> None:
    """Wait until the follower is gone."""
    while (await receive())["type"] != "http.disconnect":
        pass

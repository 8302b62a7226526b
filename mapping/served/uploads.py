"""Files that people hand over: small, one at a time, and gone with whoever sent them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, Protocol

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_MB = 10
MOST_BYTES = MOST_MB * 1_000_000  # of a whole request; outlines of a county take some of it
LONGEST_NUMBER = 20  # digits of a length that are read: enough to see that it is too much
AT_ONCE = 4  # from all sessions together; one from each
WITHIN_S = 30.0
ADDRESS = "_stcore/upload_file/"
NO_SESSION, TIMEOUT, TOO_LARGE, TOO_MANY = 400, 408, 413, 429
WORDS = {
    NO_SESSION: "This page is no longer open. Open it again.",
    TIMEOUT: "The file took too long to come. Try again.",
    TOO_LARGE: f"The file is larger than {MOST_MB} MB, and was not kept.",
    TOO_MANY: "Another file is still on its way. Try again when it is there.",
}


class Held(Protocol):
    """What a server holds of its sessions, as Streamlit's runtime does."""

    @property
    def uploaded_file_mgr(self) -> Any:  # noqa: ANN401
        """The files handed over: `file_storage` by session, `remove_session_files` to forget."""

    def is_active_session(self, session_id: str) -> bool:
        """Whether somebody is connected to a session."""


class RefusedError(Exception):
    """A file that is not taken, by the status that says why."""

    def __init__(self, status: int) -> None:
        super().__init__(WORDS[status])
        self.status = status


class Uploads:
    """Middleware that bounds what people hand over, before anything of it is stored.

    The bytes are counted as they come, whatever a header says. A session holds one file: the next
    takes its place, and none outlasts the session's connection.

    Parameters
    ----------
    held
        Returns what the server holds, once it runs.
    """

    def __init__(self, app: ASGIApp, held: Callable[[], Held]) -> None:
        self.app = app
        self.held = held
        self.coming: set[str] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take a file whole or not at all; forget those of a session that has ended."""
        if scope["type"] == "websocket":
            try:
                await self.app(scope, receive, send)
            finally:
                self._forget_ended()
        elif scope["type"] == "http" and scope["method"] == "PUT" and ADDRESS in scope["path"]:
            session = scope["path"].partition(ADDRESS)[2].partition("/")[0]
            await self._take(session, scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _take(self, session: str, scope: Scope, receive: Receive, send: Send) -> None:
        if not self.held().is_active_session(session):
            await _refuse(NO_SESSION, scope, receive, send)
            return
        if session in self.coming or len(self.coming) >= AT_ONCE:
            await _refuse(TOO_MANY, scope, receive, send)
            return
        self.coming.add(session)
        try:
            body = await _whole_body(scope, receive)
            self.held().uploaded_file_mgr.remove_session_files(session)
            await self.app(scope, _once(body, receive), send)
        except RefusedError as refused:
            await _refuse(refused.status, scope, receive, send)
        finally:
            self.coming.discard(session)
            self._forget_ended()

    def _forget_ended(self) -> None:
        """Forget the files of sessions that nobody is connected to any longer."""
        with suppress(RuntimeError):  # the server is not there yet, or no more
            held = self.held()
            sessions: Iterable[str] = list(held.uploaded_file_mgr.file_storage)
            for session in sessions:
                if not held.is_active_session(session):
                    held.uploaded_file_mgr.remove_session_files(session)


async def _whole_body(scope: Scope, receive: Receive) -> bytes:
    """Return the body of a request; raises `RefusedError` at the first byte that is too many."""
    said = Headers(scope=scope).get("content-length", "")
    if said.isdecimal() and int(said[:LONGEST_NUMBER]) > MOST_BYTES:
        raise RefusedError(TOO_LARGE)
    parts, size, more = list[bytes](), 0, True
    try:
        async with asyncio.timeout(WITHIN_S):
            while more:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise RefusedError(TIMEOUT)
                parts.append(message.get("body", b""))
                size += len(parts[-1])
                if size > MOST_BYTES:
                    raise RefusedError(TOO_LARGE)
                more = message.get("more_body", False)
    except TimeoutError as error:
        raise RefusedError(TIMEOUT) from error
    return b"".join(parts)


def _once(body: bytes, receive: Receive) -> Receive:
    """Return what hands a body on, once; then whatever else the client sends."""
    waiting = [body]

    async def replay() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return replay


async def _refuse(status: int, scope: Scope, receive: Receive, send: Send) -> None:
    headers = {"Connection": "close"}  # the rest of it is not waited for
    await PlainTextResponse(WORDS[status], status, headers)(scope, receive, send)

"""How an address of a meeting says why it cannot do what was asked, and by which status."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from geodata.errors import DataError, PackError
from geodata.store.faults import StoreAwayError
from geodata.store.record import Stale
from geodata.tracing import log_fault
from mapping.meeting.live.hub import Full, Slow
from mapping.meeting.live.screen import POLICY, fault_page
from mapping.meeting.live.sent import problem
from mapping.meeting.live.telling import told
from mapping.served.posted import PostedError
from mapping.served.refusing import KEEP_NOTHING, problems_told, refusal, sentences

Answer = Callable[[Request], Awaitable[Response]]

FAULT: Final = problem(
    "this answer",
    "a fault in the program",
    "an answer",
    "Try again; if it stays, tell whoever looks after this tool.",
)
NO_ROOM: Final = problem(
    "the meeting",
    "too many who follow it or write in it at once",
    "room for one more",
    "Try again in a while. What you typed is still with you.",
)
TOO_LONG: Final = problem(
    "the store",
    "others who have been writing to it for too long",
    "a turn to write within some seconds",
    "Try again: what you typed is still with you, and what is sent twice is kept once.",
)
NOT_NOW: Final = PostedError(HTTPStatus.SERVICE_UNAVAILABLE, NO_ROOM)
NOT_YET: Final = PostedError(HTTPStatus.SERVICE_UNAVAILABLE, TOO_LONG)
UNREAD: Final = (
    HTTPStatus.FORBIDDEN,
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
)
logger = logging.getLogger("know_your_patch")


def answering(answer: Answer, refuse: Callable[[DataError], Response]) -> Answer:
    """Return an answer that says in words what is wrong, whatever is."""

    async def answered(request: Request) -> Response:
        try:
            return await answer(request)
        except DataError as error:
            return refuse(error)
        except Full as full:
            return refuse(NOT_YET if isinstance(full, Slow) else NOT_NOW)
        except Exception as error:  # noqa: BLE001 - logged, without its words
            log_fault(logger, "A meeting’s address could not be answered.", error)
            return refuse(PostedError(HTTPStatus.INTERNAL_SERVER_ERROR, FAULT))

    return answered


def in_json(error: DataError) -> Response:
    """Return what is wrong as a script of the page reads it."""
    response = refusal(_status(error), *error.problems)
    if response.status_code in UNREAD:  # the rest of what is sent is not waited for
        response.headers["Connection"] = "close"
    return response


def as_page(error: DataError) -> Response:
    """Return what is wrong as a page, for whoever typed the address."""
    page = fault_page(sentences(error.problems))
    headers = KEEP_NOTHING | {"Content-Security-Policy": POLICY}
    return HTMLResponse(page, status_code=_status(error), headers=headers)


def _status(error: DataError) -> int:
    """Return by which status a fault is answered: whether it can be tried again as it is."""
    if isinstance(error, PostedError):
        return error.status
    if isinstance(error, PackError | StoreAwayError):
        return HTTPStatus.SERVICE_UNAVAILABLE
    return HTTPStatus.BAD_REQUEST


def nothing(where: str, found: str) -> PostedError:
    """Return the fault of an address at which there is nothing."""
    wrong = problem(where, found, "one that is there", "Open it from the page Meeting.")
    return PostedError(HTTPStatus.NOT_FOUND, wrong)


def both_versions(stale: Stale) -> Response:
    """Return both versions of what two changed at once."""
    wrong = problem(
        f"this {stale.theirs.kind}",
        "that somebody else has changed or removed it",
        "the version that you saw",
        "Look at both, and choose.",
    )
    said = {"mine": told(stale.mine), "theirs": told(stale.theirs), **problems_told([wrong])}
    return JSONResponse(said, status_code=HTTPStatus.CONFLICT, headers=KEEP_NOTHING)

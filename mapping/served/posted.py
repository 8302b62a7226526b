"""What a page of the app posts: JSON, small, in time, and from a page of the app alone."""

from __future__ import annotations

import asyncio
import json
from http import HTTPStatus
from typing import Any, Final

from starlette.requests import ClientDisconnect, Request

from geodata.errors import DataError, Problem, quoted
from mapping.served.gate import is_of_own_page

MOST_BYTES: Final = 250_000  # a note of 20,000 signs, each written as a code, and then some
WITHIN_S: Final = 30.0
OWN: Final = ("same-origin", "none")  # as Sec-Fetch-Site; "none" is typed by a person
WHERE: Final = "what was sent"


class PostedError(DataError):
    """What was sent cannot be used.

    Attributes
    ----------
    status
        Of the answer.
    """

    def __init__(self, status: HTTPStatus, *problems: Problem) -> None:
        super().__init__(problems)
        self.status = status


async def read_posted(request: Request) -> dict[str, Any]:
    """Return what was posted.

    A browser says which site a request is from. Other programs do not, and could say any; they are
    stopped by the gate, which knows who may come.

    Raises
    ------
    PostedError
        It comes from elsewhere, is too much, too slow, or is no JSON object.
    """
    _refuse_others(request)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise PostedError(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            Problem(
                where="the type of what was sent",
                found=quoted(kind) if kind else "nothing",
                expected="application/json",
                fix="Send JSON.",
            ),
        )
    body = await _body(request)
    try:
        value = json.loads(body, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise _malformed("no JSON") from error
    if not isinstance(value, dict):
        raise _malformed(type(value).__name__)
    return value


def _refuse_others(request: Request) -> None:
    origins = request.headers.getlist("origin")
    host = request.headers.get("host", "")
    site = request.headers.get("sec-fetch-site", OWN[0])
    if is_of_own_page(origins, host) and site in OWN:
        return
    raise PostedError(
        HTTPStatus.FORBIDDEN,
        Problem(
            where="this request",
            found="a page that is not the app’s",
            expected="one of its own pages",
            fix="Open the page in the app.",
        ),
    )


async def _body(request: Request) -> bytes:
    """Return the body, counted as it comes, whatever a header says of its length."""
    body = bytearray()
    try:
        async with asyncio.timeout(WITHIN_S):
            async for part in request.stream():
                body += part
                if len(body) > MOST_BYTES:
                    raise _too_much()
    except TimeoutError as error:
        wrong = Problem(where=WHERE, found="a part in time", expected="all of it", fix="Try again.")
        raise PostedError(HTTPStatus.REQUEST_TIMEOUT, wrong) from error
    except ClientDisconnect as error:
        wrong = Problem(where=WHERE, found="only a part", expected="all of it", fix="Try again.")
        raise PostedError(HTTPStatus.BAD_REQUEST, wrong) from error
    return bytes(body)


def _too_much() -> PostedError:
    return PostedError(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        Problem(
            where=WHERE,
            found="too much",
            expected=f"at most {MOST_BYTES:,} bytes",
            fix="Shorten it, or part it in several.",
        ),
    )


def _malformed(found: str) -> PostedError:
    wrong = Problem(
        where=WHERE, found=found, expected="an object in JSON", fix="Open the page again."
    )
    return PostedError(HTTPStatus.BAD_REQUEST, wrong)


def _no_number(name: str) -> float:
    raise ValueError(name)

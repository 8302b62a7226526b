"""How an answer at an address is sent: compressed once, kept by browsers, made in its turn."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import Headers, QueryParams
from starlette.requests import Request
from starlette.responses import Response

from geodata.errors import PackError, QuestionError
from geodata.model import Pack
from mapping.served.cache import CACHE, kept, key_of
from mapping.served.own import PART, pack_with_own
from mapping.served.packs import pack_at_hand, served_pack
from mapping.served.refusing import refusal
from mapping.served.turns import PAGES
from mapping.served.visitor import browser_of

PRIVATELY_FOR_GOOD = "private, max-age=31536000, immutable"
"""For a pack's contents: a person's own browser keeps them, a proxy that others share never does.

The address changes when the content does."""
CHANGED = "The figures behind this page have changed. Open the page again."
MOST_ASKED = 100  # addresses that one visitor may wait for
PACKED_AT = 6  # a third of the time of 9, and 3% more bytes

_room = ThreadPoolExecutor(PAGES.at_once, thread_name_prefix="addresses")

Asked = tuple[Callable[..., "Body"], Pack, *tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Body:
    """Something to send, compressed once: middleware would compress it for everybody anew."""

    packed: bytes
    tag: str
    kind: str = "application/json"

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> Body:
        """Write a value as compressed JSON, the same bytes for the same content."""
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        return cls._packing(text.encode(), "application/json")

    @classmethod
    def of_csv(cls, text: str) -> Body:
        """Compress a CSV file, with the mark by which Excel knows its letters."""
        return cls._packing(text.encode("utf-8-sig"), "text/csv")

    @classmethod
    def of_text(cls, text: str) -> Body:
        """Compress plain text."""
        return cls._packing(text.encode("utf-8-sig"), "text/plain")

    @classmethod
    def of_file(cls, text: str, kind: str) -> Body:
        """Compress a file that a page is made of."""
        return cls._packing(text.encode(), kind)

    @classmethod
    def _packing(cls, content: bytes, kind: str) -> Body:
        packed = gzip.compress(content, compresslevel=PACKED_AT, mtime=0)
        return cls(packed, hashlib.sha256(content).hexdigest()[:32], kind)


async def send_for_pack(request: Request, asked: Callable[[Pack], Asked]) -> Response:
    """Send something made from the pack that the address names.

    What is there already is sent at once; what has to be made waits for the visitor's turn.

    Parameters
    ----------
    asked
        Returns the function that makes it, and what that is given.
    """
    own = _take_own(request)
    found = None if own else _at_hand(request, asked)
    if found is not None:
        return send_body(request, found)
    host = f"{request.client.host}:{request.client.port}" if request.client else ""
    who = browser_of(request.cookies) or host
    if PAGES.waiting(who) >= MOST_ASKED:
        return refusal(503, "Too much was asked for at once. Wait a little, then ask again.")
    loop, mine = asyncio.get_running_loop(), asyncio.Event()
    turn = PAGES.ask(who, lambda: loop.call_soon_threadsafe(mine.set))
    try:
        await mine.wait()
        return await loop.run_in_executor(_room, _made_for_pack, request, asked, own)
    finally:
        PAGES.end(turn)


def _at_hand(request: Request, asked: Callable[[Pack], Asked]) -> Body | None:
    """Return what is there already, compressed as the request takes it; None where it is not."""
    pack, has_changes = pack_at_hand(), bool(request.query_params.get("changes"))
    if pack is None or has_changes or not _takes_gzip(request.headers):
        return None
    if request.path_params["pack_hash"] != pack.short_hash:
        return None
    try:
        make, there, *given = asked(pack)
    except QuestionError:
        return None
    found = CACHE.find(key_of(make, there, *given))
    return found if isinstance(found, Body) else None


def _take_own(request: Request) -> list[str]:
    """Take the places of one's own out of the address that is asked for, and return them.

    Whoever answers gets a pack that they are part of, and need not know of them.
    """
    given = QueryParams(request.scope["query_string"]).multi_items()
    own = [value for name, value in given if name == PART]
    if own:
        rest = urlencode([each for each in given if each[0] != PART])
        request.scope["query_string"] = rest.encode()
    return own


def _made_for_pack(
    request: Request, asked: Callable[[Pack], Asked], own: Sequence[str]
) -> Response:
    try:
        pack = served_pack()
    except PackError as error:
        return refusal(503, *error.problems)
    if request.path_params["pack_hash"] != pack.short_hash:
        return refusal(404, CHANGED)
    try:
        make, there, *given = asked(pack_with_own(pack, own) if own else pack)
        body = kept(make, there, *given)
    except QuestionError as error:
        return refusal(400, *error.problems)
    return send_body(request, body)


def send_body(request: Request, body: Body) -> Response:
    """Send something as the browser takes it; only its tag where the browser has it already."""
    packed = _takes_gzip(request.headers)
    tag = f'"{body.tag}-gz"' if packed else f'"{body.tag}"'
    headers = {"ETag": tag, "Cache-Control": PRIVATELY_FOR_GOOD, "Vary": "Accept-Encoding"}
    known = request.headers.get("if-none-match", "")
    if tag in (each.strip().removeprefix("W/") for each in known.split(",")):
        return Response(status_code=304, headers=headers)
    if packed:
        headers["Content-Encoding"] = "gzip"
    content = body.packed if packed else gzip.decompress(body.packed)
    return Response(content, media_type=body.kind, headers=headers)


def _takes_gzip(headers: Headers) -> bool:
    for each in headers.get("accept-encoding", "").lower().split(","):
        name, _, quality = each.replace(" ", "").partition(";")
        if name in ("gzip", "*"):
            return quality not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False

"""The addresses by which a page asks for what is kept for everybody, and changes it."""

from __future__ import annotations

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from geodata.errors import DataError
from geodata.model import Pack
from geodata.store.store import Store
from mapping.served.keepable import KEEPABLE, Keepable
from mapping.served.keeping import LOST, Answer, change_kept, history_body, kept_body
from mapping.served.packs import served_pack
from mapping.served.posted import PostedError, read_posted
from mapping.served.refusing import KEEP_NOTHING, refusal
from mapping.served.store import served_store

NOT_FOUND = 404

Make = Callable[[Store, Keepable, Pack], Answer]


def keeping_routes(prefix: str) -> list[Route]:
    """Return the routes below a path: "" or "/patch"."""
    return [
        Route(f"{prefix}/kept/{{kind}}.json", there, methods=["GET"]),
        Route(f"{prefix}/kept/{{kind}}.json", change, methods=["POST"]),
        Route(f"{prefix}/kept/{{kind}}/{{record}}.json", history, methods=["GET"]),
    ]


async def there(request: Request) -> Response:
    """Send all that is kept of a kind."""
    return await _sent(request, kept_body)


async def history(request: Request) -> Response:
    """Send every version of something that is kept."""
    record = request.path_params["record"]
    return await _sent(request, lambda store, keepable, _: history_body(store, keepable, record))


async def change(request: Request) -> Response:
    """Change what is kept as a page asks, and send what is kept now."""
    try:
        said = await read_posted(request)
    except PostedError as error:
        return refusal(error.status, *error.problems)
    return await _sent(
        request, lambda store, keepable, pack: change_kept(store, keepable, pack, said)
    )


async def _sent(request: Request, make: Make) -> Response:
    keepable = KEEPABLE.get(request.path_params["kind"])
    if keepable is None:
        return refusal(NOT_FOUND, "Nothing of that kind is kept for everybody.")
    return await run_in_threadpool(_made, keepable, make)


def _made(keepable: Keepable, make: Make) -> Response:
    try:
        status, body = make(served_store(), keepable, served_pack())
    except DataError as error:
        return refusal(LOST, *error.problems)
    return JSONResponse(body, status_code=status, headers=KEEP_NOTHING)

"""The addresses that the app's map asks, the files it is made of, and the server's health."""

from __future__ import annotations

import gzip
import hashlib
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from geodata.errors import DataError, PackError, Problem, QuestionError
from geodata.model import Pack
from layers.gaps import measure_gaps
from layers.question.question import Question, default_question
from layers.scenarios.address import read_scenario
from layers.scenarios.changes import apply_scenario
from mapping.served.bodies import (
    areas_body,
    figures_body,
    places_body,
    points_body,
    table_text,
)
from mapping.served.cache import kept
from mapping.served.files import component_files, leaflet_files
from mapping.served.message import read_question
from mapping.served.packs import served_pack

PRIVATELY_FOR_GOOD = "private, max-age=31536000, immutable"
"""For a pack's contents: a person's own browser keeps them, a proxy that others share never does.

The address changes when the content does."""
KEEP_NOTHING = {"Cache-Control": "no-store"}
PACKED_AT = 6  # a third of the time of 9, and 3% more bytes

logger = logging.getLogger("know_your_patch")


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
    def _packing(cls, content: bytes, kind: str) -> Body:
        packed = gzip.compress(content, compresslevel=PACKED_AT, mtime=0)
        return cls(packed, hashlib.sha256(content).hexdigest()[:32], kind)


def routes(base: str = "") -> list[BaseRoute]:
    """Return the routes that stand beside the pages.

    Parameters
    ----------
    base
        The path that the app is served under: "" or "/patch".
    """
    base = base.strip("/")
    # Each by its own path: one route for all at the base path would stand before the pages'.
    return [
        route
        for prefix in ([f"/{base}", ""] if base else [""])
        for route in (
            Route(f"{prefix}/map/{{pack_hash}}/areas.json", areas),
            Route(f"{prefix}/map/{{pack_hash}}/areas.csv", table),
            Route(f"{prefix}/map/{{pack_hash}}/places/{{kind:path}}.json", places),
            Route(f"{prefix}/map/{{pack_hash}}/figures.json", figures),
            Route(f"{prefix}/map/{{pack_hash}}/points.json", points),
            Mount(f"{prefix}/drawing/{{edition}}", component_files()),
            Mount(f"{prefix}/leaflet", leaflet_files()),
            Route(f"{prefix}/health/live", live),
            Route(f"{prefix}/health/ready", ready),
        )
    ]


def areas(request: Request) -> Response:
    """Send the shapes and names of the areas."""
    return _send_for_pack(request, lambda pack: kept(_areas, pack))


def places(request: Request) -> Response:
    """Send the shapes and names of the places of a kind."""
    kind = request.path_params["kind"]
    return _send_for_pack(request, lambda pack: kept(_places, pack, kind))


def figures(request: Request) -> Response:
    """Send the figures of every area for a question."""
    return _send_for_pack(request, lambda pack: _answer(request, pack, _figures))


def points(request: Request) -> Response:
    """Send the doors of the service that a question asks about."""
    return _send_for_pack(request, lambda pack: _answer(request, pack, _points))


def table(request: Request) -> Response:
    """Send the areas and their figures for a question, as a CSV file to keep."""
    response = _send_for_pack(request, lambda pack: _answer(request, pack, _table))
    if response.status_code == HTTPStatus.OK:
        response.headers["Content-Disposition"] = 'attachment; filename="neighbourhoods.csv"'
    return response


def _areas(pack: Pack) -> Body:
    return Body.of(areas_body(pack))


def _places(pack: Pack, kind: str) -> Body:
    if kind not in pack.info.place_kinds:
        raise QuestionError(
            Problem(
                where="the kind of place",
                found=repr(kind[:60]),
                expected="one of " + ", ".join(pack.info.place_kinds),
                fix="Open the page again.",
            )
        )
    return Body.of(places_body(pack, kind))


def _figures(pack: Pack, question: Question) -> Body:
    return Body.of(figures_body(pack, kept(measure_gaps, pack, question)))


def _table(pack: Pack, question: Question) -> Body:
    return Body.of_csv(table_text(pack, kept(measure_gaps, pack, question)))


def _points(pack: Pack, question: Question) -> Body:
    return Body.of(points_body(pack, kept(measure_gaps, pack, question)))


def _answer(request: Request, pack: Pack, make: Callable[[Pack, Question], Body]) -> Body:
    """Answer the question of an address, with the services as its scenario leaves them."""
    query = dict(request.query_params)
    changes = query.pop("changes", "")
    question = read_question(query, pack)
    there = kept(apply_scenario, pack, read_scenario(changes)) if changes else pack
    return kept(make, there, question)


def live(_request: Request) -> Response:
    """Return that the server answers."""
    return JSONResponse({"live": True}, headers=KEEP_NOTHING)


def ready(_request: Request) -> Response:
    """Return which pack is served, or what is wrong with it."""
    try:
        pack = served_pack()
    except DataError as error:
        return _not_ready(*(problem.sentence() for problem in error.problems))
    except Exception:
        logger.exception("The pack could not be read.")
        return _not_ready("The pack could not be read; the server’s log says why.")
    said = {"ready": True, "pack": pack.info.title, "hash": pack.short_hash}
    return JSONResponse(said, headers=KEEP_NOTHING)


def _not_ready(*problems: str) -> Response:
    said = {"ready": False, "problems": list(problems)}
    return JSONResponse(said, status_code=503, headers=KEEP_NOTHING)


def warm() -> None:
    """Work out what the first person will ask for, so that they do not wait for it."""
    try:
        pack = served_pack()
        usual = default_question(pack)
        kept(measure_gaps, pack, usual)
    except DataError:
        return  # the pages say what is wrong, to whoever opens them
    kept(_areas, pack)
    kept(_places, pack, usual.place_kind)


def _send_for_pack(request: Request, make: Callable[[Pack], Body]) -> Response:
    """Send something made from the pack that the address names."""
    try:
        pack = served_pack()
    except PackError as error:
        return _refuse(503, *(problem.sentence() for problem in error.problems))
    if request.path_params["pack_hash"] != pack.short_hash:
        return _refuse(404, "The figures behind this page have changed. Open the page again.")
    try:
        body = make(pack)
    except QuestionError as error:
        return _refuse(400, *(problem.sentence() for problem in error.problems))
    return _send(request, body)


def _send(request: Request, body: Body) -> Response:
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


def _refuse(status: int, *problems: str) -> Response:
    said = {"problems": list(problems)}
    return JSONResponse(said, status_code=status, headers=KEEP_NOTHING)

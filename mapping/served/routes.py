"""The addresses that the app's map asks, the files it is made of, and the server's health."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xstatic.pkg.leaflet
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from geodata.errors import DataError, PackError, Problem, QuestionError
from geodata.model import Pack
from layers.question.question import Question, default_question
from layers.scenarios.address import read_scenario
from mapping.served.answers import Keeper, answer, served_pack
from mapping.served.bodies import areas_body, figures_body, places_body, points_body
from mapping.served.message import COMPONENT_FOLDER, edition, read_question
from mapping.served.planning_answers import changed_pack

FOR_GOOD = "public, max-age=31536000, immutable"  # the address changes when the content does
FOR_A_DAY = "public, max-age=86400"
KEPT_BODIES = 256
LEAFLET = Path(xstatic.pkg.leaflet.BASE_DIR)
LEAFLET_FILES = ("leaflet-src.esm.js", "leaflet.css")
MEDIA_TYPES = {".js": "text/javascript", ".css": "text/css"}


@dataclass(frozen=True, slots=True)
class Body:
    """Something to send, compressed once."""

    packed: bytes
    tag: str
    media_type: str

    @classmethod
    def of(cls, content: bytes, media_type: str) -> Body:
        """Compress what is to be sent, the same bytes for the same content."""
        packed = gzip.compress(content, compresslevel=9, mtime=0)
        return cls(packed, hashlib.sha256(content).hexdigest()[:32], media_type)


_bodies: Keeper[Body] = Keeper(KEPT_BODIES)


def routes(base: str = "") -> list[BaseRoute]:
    """Give the routes that stand beside the pages.

    Parameters
    ----------
    base
        The path that the app is served under: "" or "/patch".
    """
    base = base.strip("/")
    # Not a Mount: one at the base path would stand before the pages'.
    return [
        Route(f"{prefix}{path}", send)
        for prefix in ([f"/{base}", ""] if base else [""])
        for path, send in {
            "/map/{pack_hash}/areas.json": areas,
            "/map/{pack_hash}/places/{kind}.json": places,
            "/map/{pack_hash}/figures.json": figures,
            "/map/{pack_hash}/points.json": points,
            "/drawing/{edition}/{name}": component_file,
            "/leaflet/{name}": leaflet_file,
            "/health/live": live,
            "/health/ready": ready,
        }.items()
    ]


def areas(request: Request) -> Response:
    """Send the shapes and names of the areas."""
    return _send_for_pack(request, "areas", lambda pack, _: areas_body(pack))


def places(request: Request) -> Response:
    """Send the shapes and names of the places of a kind."""
    kind = request.path_params["kind"]

    def make(pack: Pack, _: Question | None) -> dict[str, Any]:
        if kind not in pack.info.place_kinds:
            raise QuestionError(
                Problem(
                    where="the kind of place",
                    found=repr(kind[:60]),
                    expected="one of " + ", ".join(pack.info.place_kinds),
                    fix="Open the page again.",
                )
            )
        return places_body(pack, kind)

    return _send_for_pack(request, f"places {kind}", make)


def figures(request: Request) -> Response:
    """Send the figures of every area for a question."""

    def make(pack: Pack, question: Question | None) -> dict[str, Any]:
        return figures_body(pack, answer(pack, question or default_question(pack)))

    return _send_for_pack(request, "figures", make, asks=True)


def points(request: Request) -> Response:
    """Send the doors of the service that a question asks about."""

    def make(pack: Pack, question: Question | None) -> dict[str, Any]:
        return points_body(pack, answer(pack, question or default_question(pack)))

    return _send_for_pack(request, "points", make, asks=True)


def component_file(request: Request) -> Response:
    """Send a script or style of the app's map."""
    name = request.path_params["name"]
    found = {path.name: path for path in COMPONENT_FOLDER.iterdir() if path.suffix in MEDIA_TYPES}
    if name not in found:
        return _refuse(404, "There is no such file.")
    current = request.path_params["edition"] == edition()
    return _send(request, _file_body(found[name]), FOR_GOOD if current else "no-cache")


def leaflet_file(request: Request) -> Response:
    """Send the map library's script or style, straight from where it is installed."""
    name = request.path_params["name"]
    if name not in LEAFLET_FILES:
        return _refuse(404, "There is no such file.")
    return _send(request, _file_body(LEAFLET / name), FOR_A_DAY)


def live(_request: Request) -> Response:
    """Say that the server answers."""
    return JSONResponse({"live": True}, headers={"Cache-Control": "no-store"})


def ready(_request: Request) -> Response:
    """Say which pack is served, or what is wrong with it."""
    unkept = {"Cache-Control": "no-store"}
    try:
        pack = served_pack()
    except PackError as error:
        said = {"ready": False, "problems": [p.sentence() for p in error.problems]}
        return JSONResponse(said, status_code=503, headers=unkept)
    said = {"ready": True, "pack": pack.info.title, "hash": pack.short_hash}
    return JSONResponse(said, headers=unkept)


def warm() -> None:
    """Work out what the first person will ask for, so that they do not wait for it."""
    try:
        pack = served_pack()
        usual = default_question(pack)
        answer(pack, usual)
    except DataError:
        return  # the pages say what is wrong, to whoever opens them
    short = pack.short_hash
    _bodies.get((short, "areas", None), lambda: _json_body(areas_body(pack)))
    kind = usual.place_kind
    _bodies.get((short, f"places {kind}", None), lambda: _json_body(places_body(pack, kind)))
    for name in LEAFLET_FILES:
        _file_body(LEAFLET / name)


def _send_for_pack(
    request: Request,
    name: str,
    make: Callable[[Pack, Question | None], dict[str, Any]],
    *,
    asks: bool = False,
) -> Response:
    """Send something made from the pack that the address names, and from the question it asks."""
    try:
        pack = served_pack()
    except PackError as error:
        return _refuse(503, *(problem.sentence() for problem in error.problems))
    if request.path_params["pack_hash"] != pack.short_hash:
        return _refuse(404, "The figures behind this page have changed. Open the page again.")
    try:
        query = dict(request.query_params)
        changes = query.pop("changes", "") if asks else ""
        question = read_question(query, pack) if asks else None
        there = changed_pack(pack, read_scenario(changes)) if changes else pack
        key = (there.short_hash, name, question)
        body = _bodies.get(key, lambda: _json_body(make(there, question)))
    except QuestionError as error:
        return _refuse(400, *(problem.sentence() for problem in error.problems))
    return _send(request, body, FOR_GOOD)


def _json_body(value: Mapping[str, Any]) -> Body:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Body.of(text.encode(), "application/json")


def _file_body(path: Path) -> Body:
    stat = path.stat()
    key = (str(path), stat.st_mtime_ns, stat.st_size)
    return _bodies.get(key, lambda: Body.of(path.read_bytes(), MEDIA_TYPES[path.suffix]))


def _send(request: Request, body: Body, keep: str) -> Response:
    packed = _takes_gzip(request.headers)
    tag = f'"{body.tag}-gz"' if packed else f'"{body.tag}"'
    headers = {"ETag": tag, "Cache-Control": keep, "Vary": "Accept-Encoding"}
    known = request.headers.get("if-none-match", "")
    if tag in (each.strip().removeprefix("W/") for each in known.split(",")):
        return Response(status_code=304, headers=headers)
    if packed:
        headers["Content-Encoding"] = "gzip"
    content = body.packed if packed else gzip.decompress(body.packed)
    return Response(content, media_type=body.media_type, headers=headers)


def _takes_gzip(headers: Headers) -> bool:
    for each in headers.get("accept-encoding", "").lower().split(","):
        name, _, quality = each.replace(" ", "").partition(";")
        if name in ("gzip", "*"):
            return quality not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def _refuse(status: int, *problems: str) -> Response:
    said = {"problems": list(problems)}
    return JSONResponse(said, status_code=status, headers={"Cache-Control": "no-store"})

"""The addresses that the app's map asks, the files it is made of, and the server's health."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from geodata.errors import DataError, PackError, Problem, QuestionError, quoted
from geodata.model import Pack
from layers.finding.things import list_things
from layers.gaps import measure_gaps
from layers.indicators.asking import Shown
from layers.indicators.colouring import measure_colouring
from layers.question.question import Question, default_question
from mapping.map.geometry import finer_areas, finer_places
from mapping.map.layers.asked import Asked
from mapping.map.layers.ground import RANKS
from mapping.served.asked import indicator_asked, layer_asked, points_asked, question_asked
from mapping.served.bodies import (
    areas_body,
    figures_body,
    ground_body,
    indicator_body,
    places_body,
    points_body,
)
from mapping.served.cache import kept
from mapping.served.files import component_files, leaflet_files
from mapping.served.finding import find
from mapping.served.health import live, ready
from mapping.served.keeping_routes import keeping_routes
from mapping.served.layer_bodies import catalogue_body, layer_body, look_body
from mapping.served.on_the_map import walk_body, way_body, within_body
from mapping.served.packs import served_pack
from mapping.served.pinned import notes_body
from mapping.served.refusing import KEEP_NOTHING, refusal
from mapping.served.sending import CHANGED, Body, send_for_pack
from mapping.served.tables import indicator_notes, indicator_table, table, table_notes


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
            Route(f"{prefix}/map", to_first_page),
            Route(f"{prefix}/map/{{pack_hash}}/areas.json", areas),
            Route(f"{prefix}/map/{{pack_hash}}/areas.csv", table),
            Route(f"{prefix}/map/{{pack_hash}}/areas.txt", table_notes),
            Route(f"{prefix}/map/{{pack_hash}}/places/{{kind:path}}.json", places),
            Route(f"{prefix}/map/{{pack_hash}}/fine/areas/{{piece:int}}.json", fine_areas),
            Route(f"{prefix}/map/{{pack_hash}}/fine/places/{{kind:path}}.json", fine_places),
            Route(f"{prefix}/map/{{pack_hash}}/ground/{{rank:int}}.json", ground),
            Route(f"{prefix}/map/{{pack_hash}}/figures.json", figures),
            Route(f"{prefix}/map/{{pack_hash}}/indicator.json", indicator),
            Route(f"{prefix}/map/{{pack_hash}}/indicator.csv", indicator_table),
            Route(f"{prefix}/map/{{pack_hash}}/indicator.txt", indicator_notes),
            Route(f"{prefix}/map/{{pack_hash}}/points.json", points),
            Route(f"{prefix}/map/{{pack_hash}}/layer.json", layer),
            Route(f"{prefix}/map/{{pack_hash}}/catalogue.json", catalogue),
            Route(f"{prefix}/map/{{pack_hash}}/look.json", look),
            Route(f"{prefix}/map/{{pack_hash}}/way.json", way),
            Route(f"{prefix}/map/{{pack_hash}}/within.json", within),
            Route(f"{prefix}/map/{{pack_hash}}/walk.json", walk),
            Route(f"{prefix}/map/{{pack_hash}}/find.json", find),
            Mount(f"{prefix}/drawing/{{edition}}", component_files()),
            Mount(f"{prefix}/leaflet", leaflet_files()),
            Route(f"{prefix}/map/{{pack_hash}}/notes.json", notes),
            *keeping_routes(prefix),
            Route(f"{prefix}/health/live", live),
            Route(f"{prefix}/health/ready", ready),
        )
    ]


async def to_first_page(request: Request) -> Response:
    """Send whoever writes the first page's name after the address to where it is: at the root."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"./{query}")


async def areas(request: Request) -> Response:
    """Send the shapes and names of the areas."""
    return await send_for_pack(request, lambda pack: (_areas, pack))


async def places(request: Request) -> Response:
    """Send the shapes and names of the places of a kind."""
    kind = request.path_params["kind"]
    return await send_for_pack(request, lambda pack: (_places, pack, kind))


async def fine_areas(request: Request) -> Response:
    """Send finer outlines of some of the areas."""
    piece = request.path_params["piece"]
    return await send_for_pack(request, lambda pack: (_fine_areas, pack, piece))


async def fine_places(request: Request) -> Response:
    """Send finer outlines of the places of a kind."""
    kind = request.path_params["kind"]
    return await send_for_pack(request, lambda pack: (_fine_places, pack, kind))


async def ground(request: Request) -> Response:
    """Send what lies beneath the map, of one rank."""
    rank = request.path_params["rank"]
    return await send_for_pack(request, lambda pack: (_ground, pack, rank))


async def figures(request: Request) -> Response:
    """Send the figures of every area for a question."""
    return await send_for_pack(request, lambda pack: (_figures, *question_asked(request, pack)))


async def points(request: Request) -> Response:
    """Send the doors of the service that a question asks about."""
    return await send_for_pack(request, lambda pack: (_points, *question_asked(request, pack)))


async def layer(request: Request) -> Response:
    """Send one layer of a map: its words, and what is drawn of it."""
    return await send_for_pack(request, lambda pack: (_layer, *layer_asked(request, pack)))


async def notes(request: Request) -> Response:
    """Send what people said, pinned to the map, as it is kept now: no browser keeps it."""
    return await run_in_threadpool(_notes, request.path_params["pack_hash"])


async def catalogue(request: Request) -> Response:
    """Send what can be laid on a map, in words."""
    return await send_for_pack(request, lambda pack: (_catalogue, *question_asked(request, pack)))


async def look(request: Request) -> Response:
    """Send the colours that every map is drawn in."""
    return await send_for_pack(request, lambda pack: (_look, pack))


async def way(request: Request) -> Response:
    """Send how people travel by a question."""
    return await send_for_pack(request, lambda pack: (way_body, *question_asked(request, pack)))


async def within(request: Request) -> Response:
    """Send what is within a question's limit of a point."""
    return await send_for_pack(request, lambda pack: (within_body, *points_asked(request, pack)))


async def walk(request: Request) -> Response:
    """Send the way past points."""
    return await send_for_pack(request, lambda pack: (walk_body, *points_asked(request, pack)))


async def indicator(request: Request) -> Response:
    """Send the figures of an indicator at the geography that it is published for."""
    return await send_for_pack(request, lambda pack: (_indicator, pack, indicator_asked(request)))


def _notes(pack_hash: str) -> Response:
    try:
        pack = served_pack()
    except PackError as error:
        return refusal(503, *error.problems)
    if pack_hash != pack.short_hash:
        return refusal(404, CHANGED)
    return JSONResponse(notes_body(pack), headers=KEEP_NOTHING)


def _areas(pack: Pack) -> Body:
    return Body.of(areas_body(pack))


def _fine_areas(pack: Pack, piece: int) -> Body:
    return Body.of({"shapes": finer_areas(pack, piece)})


def _fine_places(pack: Pack, kind: str) -> Body:
    _require_kind(pack, kind)
    return Body.of({"shapes": finer_places(pack, kind)})


def _places(pack: Pack, kind: str) -> Body:
    _require_kind(pack, kind)
    return Body.of(places_body(pack, kind))


def _require_kind(pack: Pack, kind: str) -> None:
    if kind not in pack.info.place_kinds:
        raise QuestionError(
            Problem(
                where="the kind of place",
                found=quoted(kind),
                expected="one of " + ", ".join(pack.info.place_kinds),
                fix="Open the page again.",
            )
        )


def _ground(pack: Pack, rank: int) -> Body:
    if rank not in RANKS:
        raise QuestionError(
            Problem(
                where="the rank of ground",
                found=str(rank),
                expected="one of " + ", ".join(map(str, RANKS)),
                fix="Open the page again.",
            )
        )
    return Body.of(ground_body(pack, rank))


def _figures(pack: Pack, question: Question) -> Body:
    return Body.of(figures_body(pack, kept(measure_gaps, pack, question)))


def _points(pack: Pack, question: Question) -> Body:
    return Body.of(points_body(pack, question))


def _layer(pack: Pack, question: Question, asked: Asked) -> Body:
    return Body.of(layer_body(pack, question, asked, lambda: kept(measure_gaps, pack, question)))


def _catalogue(pack: Pack, question: Question) -> Body:
    return Body.of(catalogue_body(pack, question))


def _look(_pack: Pack) -> Body:
    return Body.of(look_body())


def _indicator(pack: Pack, shown: Shown) -> Body:
    return Body.of(indicator_body(pack, kept(measure_colouring, pack, shown)))


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
    kept(list_things, pack)

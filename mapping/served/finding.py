"""The address that finds things by name, code or postcode."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from geodata.errors import QuestionError
from geodata.model import Pack
from layers.finding.find import find_things
from layers.finding.things import Thing, list_things
from layers.question.parts import read_parts
from mapping.escape import plain_text
from mapping.served.cache import kept
from mapping.served.sending import Body, send_for_pack

PARTS = ("q", "v")


async def find(request: Request) -> Response:
    """Send what fits the words that somebody typed."""
    return await send_for_pack(request, lambda pack: (_find, pack, _typed(request)))


def _typed(request: Request) -> str:
    """Read what was typed.

    Raises
    ------
    QuestionError
        The address holds something else, or too much.
    """
    parts, faults = read_parts(request.query_params.multi_items(), PARTS)
    if faults:
        raise QuestionError(faults.values())
    return parts.get("q", "")


def _find(pack: Pack, typed: str) -> Body:
    found = find_things(pack, kept(list_things, pack), typed)
    return Body.of(
        {
            "found": [_thing(each) for each in found.things],
            "more": found.more,
            "note": plain_text(found.note),
        }
    )


def _thing(thing: Thing) -> dict[str, Any]:
    return {
        "kind": thing.kind,
        "id": thing.id,
        "name": plain_text(thing.name),
        "detail": plain_text(thing.detail),
        "of": thing.of,
        "at": thing.at,
        "box": thing.box,
    }

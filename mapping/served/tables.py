"""Tables that a person keeps, and what must be read beside them; each is noted as an export."""

from __future__ import annotations

from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from geodata.exports import note_export
from geodata.model import Pack
from layers.gaps import measure_gaps
from layers.indicators.asking import Shown
from layers.indicators.colouring import measure_colouring
from layers.question.question import Question
from layers.said.result import csv_file, notes_text
from mapping.served.asked import indicator_asked, question_asked
from mapping.served.bodies import table_text
from mapping.served.cache import kept
from mapping.served.packs import served_pack
from mapping.served.sending import Body, send_for_pack


async def table(request: Request) -> Response:
    """Send the areas and their figures for a question, as a CSV file to keep."""
    response = await send_for_pack(request, lambda pack: (_table, *question_asked(request, pack)))
    return await _to_keep(response, "neighbourhoods.csv")


async def table_notes(request: Request) -> Response:
    """Send what must be read beside that file: method, notes, terms and sources."""
    response = await send_for_pack(
        request, lambda pack: (_table_notes, *question_asked(request, pack))
    )
    return await _to_keep(response, "neighbourhoods-notes.txt")


async def indicator_table(request: Request) -> Response:
    """Send the same as a CSV file to keep."""
    response = await send_for_pack(
        request, lambda pack: (_indicator_table, pack, indicator_asked(request))
    )
    return await _to_keep(response, "indicator.csv")


async def indicator_notes(request: Request) -> Response:
    """Send what must be read beside the file of an indicator."""
    response = await send_for_pack(
        request, lambda pack: (_indicator_notes, pack, indicator_asked(request))
    )
    return await _to_keep(response, "indicator-notes.txt")


async def _to_keep(response: Response, name: str) -> Response:
    """Have a file kept under a name, and noted in the log of exports each time it is asked for.

    A browser that has it already asks again all the same, and is told that it is unchanged.
    """
    if response.status_code in {HTTPStatus.OK, HTTPStatus.NOT_MODIFIED}:
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        response.headers["Cache-Control"] = "private, no-cache"
        await run_in_threadpool(_note, name)
    return response


def _note(name: str) -> None:
    note_export(f"page: {name}", served_pack())


def _table(pack: Pack, question: Question) -> Body:
    return Body.of_csv(table_text(pack, kept(measure_gaps, pack, question)))


def _indicator_table(pack: Pack, shown: Shown) -> Body:
    return Body.of_csv(csv_file(kept(measure_colouring, pack, shown)).decode("utf-8-sig"))


def _table_notes(pack: Pack, question: Question) -> Body:
    return Body.of_text(notes_text(kept(measure_gaps, pack, question)))


def _indicator_notes(pack: Pack, shown: Shown) -> Body:
    return Body.of_text(notes_text(kept(measure_colouring, pack, shown)))

"""The server's health: told at once, whatever else the server is doing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from time import monotonic

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from geodata.errors import DataError, Problem
from geodata.model import Pack
from geodata.tracing import log_fault
from mapping.served.packs import chosen_pack_folder, contents_of, pack_at_hand, served_pack
from mapping.served.refusing import KEEP_NOTHING, problems_told

SOON_S = 0.03  # how long it waits for a pack that is being read
LOOK_S = 0.003
AGAIN_S = 10.0  # how soon a pack that could not be read is tried again, its files unchanged

_reader = ThreadPoolExecutor(1, thread_name_prefix="pack")
logger = logging.getLogger("know_your_patch")


async def live(_request: Request) -> Response:
    """Return that the server answers."""
    return JSONResponse({"live": True}, headers=KEEP_NOTHING)


async def ready(_request: Request) -> Response:
    """Return which pack is served, or what is wrong with it; never waits for it to be read."""
    try:
        pack = pack_at_hand() or await _read_soon()
    except DataError as error:
        return _not_ready(*error.problems)
    except Exception as error:  # noqa: BLE001 - logged, without its words
        log_fault(logger, "The pack could not be read.", error)
        return _not_ready("The pack could not be read; the server’s log says why.")
    if pack is None:
        return _not_ready("The pack is being read.")
    said = {"ready": True, "pack": pack.info.title, "hash": pack.short_hash}
    return JSONResponse(said, headers=KEEP_NOTHING)


async def _read_soon() -> Pack | None:
    """Return the pack that is being read, if that is over in a moment."""
    reading, until = reading_pack(), monotonic() + SOON_S
    while not reading.done() and monotonic() < until:
        await asyncio.sleep(LOOK_S)
    return reading.result() if reading.done() else None


def _not_ready(*problems: Problem | str) -> Response:
    said = {"ready": False, **problems_told(problems)}
    return JSONResponse(said, status_code=503, headers=KEEP_NOTHING)


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of the pack that is served: of which files, begun when, and what it came to."""

    contents: Hashable
    begun_s: float
    pack: Future[Pack]

    def is_of(self, contents: Hashable) -> bool:
        """Return whether it still holds for these files."""
        failed = self.pack.done() and self.pack.exception() is not None
        return self.contents == contents and not (failed and monotonic() - self.begun_s > AGAIN_S)


_readings: list[Reading] = []  # the last one


def reading_pack() -> Future[Pack]:
    """Return the pack that is served as it is being read, or was; nobody waits for it here.

    It is for the event loop alone: one asks after another.
    """
    contents = contents_of(chosen_pack_folder().resolve())
    if not (_readings and _readings[-1].is_of(contents)):
        _readings[:] = [Reading(contents, monotonic(), _reader.submit(served_pack))]
    return _readings[-1].pack

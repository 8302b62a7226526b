"""Which pack is served: read once for as long as its files do not change."""

from __future__ import annotations

import logging
import os
from collections.abc import Hashable
from dataclasses import asdict
from pathlib import Path

from geodata.beside import mark_of_folder
from geodata.errors import PackError, Problem
from geodata.model import Pack
from geodata.pack import STARTER, read_pack
from mapping.served.cache import CACHE

PACK_SETTING = "KNOW_YOUR_PATCH_PACK"
HELD_AS = "the pack that is served"

logger = logging.getLogger("know_your_patch")
_told: dict[str, Hashable] = {}  # which state of the folder the log has been told of


def chosen_pack_folder() -> Path:
    """Return the folder of the pack to serve: KNOW_YOUR_PATCH_PACK, or the starter pack."""
    return Path(os.environ.get(PACK_SETTING) or STARTER)


def open_pack(folder: Path) -> Pack:
    """Read a pack, once for as long as its files do not change.

    Raises
    ------
    PackError
        Every fault found in it.
    """
    folder = Path(folder).resolve()
    return CACHE.hold(HELD_AS, contents_of(folder), lambda: read_pack(folder))


def served_pack() -> Pack:
    """Read the pack that is served; raises PackError with every fault found in it.

    What is wrong is told without naming a folder of the server: visitors read it. The server's
    log names it, once for each state of the folder.
    """
    folder = chosen_pack_folder().resolve()
    try:
        return open_pack(folder)
    except PackError as error:
        _log_once(folder, error)
        raise PackError(_without(folder, problem) for problem in error.problems) from error


def _without(folder: Path, problem: Problem) -> Problem:
    """Return a problem that names the pack where it named its folder."""
    if folder == folder.parent:  # the root: nothing in a text tells it from a stroke
        return problem
    inside, itself = f"{folder}{os.sep}", str(folder)
    said = {
        part: text.replace(inside, "").replace(itself, "the pack")
        for part, text in asdict(problem).items()
    }
    return Problem(**said)


def _log_once(folder: Path, error: PackError) -> None:
    state = contents_of(folder)
    if _told.get(HELD_AS) != state:
        _told[HELD_AS] = state
        logger.error("The pack in %s cannot be opened:\n%s", folder, error)


def pack_at_hand() -> Pack | None:
    """Return the pack that is served where it has been read already; nobody waits for it."""
    folder = chosen_pack_folder().resolve()
    found = CACHE.find_held(HELD_AS, contents_of(folder))
    return found if isinstance(found, Pack) else None


def contents_of(folder: Path) -> Hashable:
    """Return a mark of a folder by which the same files, changed, are others."""
    return (folder, mark_of_folder(folder))

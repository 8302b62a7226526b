"""Which pack is served: read once for as long as its files do not change."""

from __future__ import annotations

import os
from collections.abc import Hashable
from pathlib import Path

from geodata.model import Pack
from geodata.pack import STARTER, read_pack
from mapping.served.cache import CACHE

PACK_SETTING = "KNOW_YOUR_PATCH_PACK"
HELD_AS = "the pack that is served"


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
    return CACHE.hold(HELD_AS, _contents(folder), lambda: read_pack(folder))


def served_pack() -> Pack:
    """Read the pack that is served; raises PackError with every fault found in it."""
    return open_pack(chosen_pack_folder())


def pack_at_hand() -> Pack | None:
    """Return the pack that is served where it has been read already; nobody waits for it."""
    folder = chosen_pack_folder().resolve()
    found = CACHE.find_held(HELD_AS, _contents(folder))
    return found if isinstance(found, Pack) else None


def _contents(folder: Path) -> Hashable:
    """Return a mark of a folder by which the same files, changed, are others."""
    try:
        found = [(path.name, path.stat()) for path in sorted(folder.iterdir())]
    except OSError:
        return (folder, ())
    return (folder, tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in found))

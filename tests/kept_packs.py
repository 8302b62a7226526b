"""Packs on disk for tests that need one and do not test it: written and read once for each content.

Writing checks a pack, protects it and packs its tables; reading checks it all again. Both are
tested where packs are (tests/geodata), and say the same of the same contents each time.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd

from geodata import pack as packs
from geodata.model import Pack, PackInfo

MOST = 60  # packs that are held as read: some MB each
Files = dict[str, bytes]

_written: dict[bytes, Files] = {}
_read: dict[bytes, Pack] = {}


def write_once(pack: Pack, folder: Path) -> None:
    """Write a pack’s folder; of one that was written before, its files are laid down again."""
    folder = Path(folder)
    if folder.exists() and any(folder.iterdir()):  # what replaces a pack is no matter of files only
        packs.write_pack(pack, folder)
        return
    key = sha256(pickle.dumps(pack, protocol=5)).digest()
    if key not in _written:
        packs.write_pack(pack, folder)
        _written[key] = {each.name: each.read_bytes() for each in folder.iterdir()}
        return
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in _written[key].items():
        (folder / name).write_bytes(content)


def read_once(read: Callable[[Path], Pack]) -> Callable[[Path], Pack]:
    """Return a reader that knows a folder by its files; what cannot be read is read each time."""

    def reading(folder: Path) -> Pack:
        mark = sha256()
        for each in sorted(Path(folder).rglob("*")):
            mark.update(f"\0{each.relative_to(folder)}\0".encode())
            mark.update(each.read_bytes() if each.is_file() else b"")
        key = mark.digest()
        if key not in _read:
            made = read(folder)
            if len(_read) >= MOST:
                del _read[next(iter(_read))]
            _read[key] = made
        return _read[key]

    return reading


def starter_pack() -> Pack:
    """Return the pack that comes with the program, read once; a copy that nobody else can change.

    A copy shares its figures with the others until it is written to (pandas copies on write).
    """
    return copied(_starter())


@cache
def _starter() -> Pack:
    return packs.read_pack(packs.STARTER)


def copied(held: Any) -> Any:
    """Return a pack, or a part of one, whose tables can be changed for oneself alone."""
    if isinstance(held, pd.DataFrame):
        return held.copy(deep=False)
    if isinstance(held, dict):
        return dict(held)
    if not is_dataclass(held) or isinstance(held, PackInfo):
        return held
    made = [each.name for each in fields(held) if each.init]
    return replace(held, **{name: copied(getattr(held, name)) for name in made})

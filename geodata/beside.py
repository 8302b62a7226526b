"""What stands beside a file or folder while it is replaced: made, found again, cleared away.

A name beside is hidden and says what it belongs to: `.mine.<when>-<at random>.new` is not yet
`mine`, and one that ends in `.old` is so no longer.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from geodata import moving

NEW, OLD = "new", "old"
LONGEST_NAME_BYTES = 180
RESTORE_WAIT_S = 2.0

IsOurs = Callable[[str], bool]
"""Whether a name in a folder is one that this kind of folder is made of."""


def name_beside(target: Path, state: str) -> Path:
    """Return a fresh name beside a file or folder; later ones sort after earlier ones."""
    drawn = f"{time.time_ns():016x}-{secrets.token_hex(4)}"
    return target.with_name(f".{_stem(target)}.{drawn}.{state}")


def _stem(target: Path) -> str:
    name = os.fsencode(target.name)
    return target.name if len(name) <= LONGEST_NAME_BYTES else hashlib.sha256(name).hexdigest()


def find_leftovers(target: Path) -> list[Path]:
    """Find what stands beside a file or folder that is not yet, or no longer, that thing."""
    drawn = r"\.[0-9a-f]{16,}-[0-9a-f]{8}\."
    belonging = re.compile(re.escape(f".{_stem(target)}") + drawn + f"({NEW}|{OLD})")
    try:
        with os.scandir(target.parent) as entries:
            return [Path(entry.path) for entry in entries if belonging.fullmatch(entry.name)]
    except OSError:
        return []


def begin(target: Path, make: Callable[[Path], object]) -> tuple[Path, moving.Lock]:
    """Make something empty beside what it will replace, locked for as long as it is written."""
    while True:
        new = name_beside(target, NEW)
        make(new)
        with contextlib.suppress(FileNotFoundError):
            lock = moving.lock(new)
            if lock is not None and lock.is_of(new):
                return new, lock
            # Another, clearing up, was faster: it takes this for a thing left behind.


def clear_leftovers(target: Path, is_ours: IsOurs | None = None) -> None:
    """Remove what killed writers left; never what another is writing now."""
    for path in find_leftovers(target):
        with contextlib.suppress(OSError):
            lock = moving.lock(path)
            if lock is None:
                continue
            try:
                if lock.is_sure and lock.is_of(path):
                    _remove(path, target, is_ours)
            finally:
                lock.let_go()


def _remove(path: Path, target: Path, is_ours: IsOurs | None) -> None:
    if not path.is_dir():
        path.unlink()
        return
    if is_ours is not None and path.suffix == f".{OLD}":
        carry_over(path, target, is_ours)
    shutil.rmtree(path)


def carry_over(old: Path, new: Path, is_ours: IsOurs) -> None:
    """See that whatever is somebody's own in one folder is in the other; the later of two stays."""
    for path in sorted(old.iterdir()):
        if not is_ours(path.name) or not path.is_file():
            _carry(path, new / path.name)


def _carry(path: Path, to: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        to.mkdir(exist_ok=True)
        for each in sorted(path.iterdir()):
            _carry(each, to / each.name)
        shutil.copystat(path, to)
        return
    if os.path.lexists(to) and to.lstat().st_mtime_ns >= path.lstat().st_mtime_ns:
        return
    fresh = name_beside(to, NEW)
    try:
        os.link(path, fresh, follow_symlinks=False)
    except OSError:  # a disk without links
        shutil.copy2(path, fresh, follow_symlinks=False)
    fresh.replace(to)


def restore_folder(folder: Path) -> None:
    """Put a folder back that is missing because whoever replaced it was killed halfway.

    It only ever happens where a system cannot exchange two folders in one step. Nothing is done
    where the folder is there, or where nothing of it was left.
    """
    folder = Path(os.path.realpath(folder))
    until = time.monotonic() + RESTORE_WAIT_S
    while not folder.exists():
        left = sorted(path for path in find_leftovers(folder) if path.suffix == f".{OLD}")
        if not left:
            return
        is_late = time.monotonic() > until
        with contextlib.suppress(OSError):
            _restore(left[-1], folder, is_late=is_late)
        if is_late:
            return
        time.sleep(moving.LOOK_AGAIN_S)


def _restore(left: Path, folder: Path, *, is_late: bool) -> None:
    lock = moving.lock(left)
    if lock is None:
        return  # its writer lives, and is about to put the new one there
    try:
        if lock.is_of(left) and (lock.is_sure or is_late):
            left.rename(folder)
    finally:
        lock.let_go()


def mark_of_folder(folder: Path) -> tuple[object, ...]:
    """Return a mark of a folder by which it is known again: another where any file was changed."""
    try:
        with os.scandir(folder) as entries:
            found = sorted((entry.name, _mark(entry)) for entry in entries)
        return (Path(folder).stat().st_ino, *found)
    except OSError:
        return ()


def _mark(entry: os.DirEntry[str]) -> tuple[int, ...]:
    try:
        found = entry.stat()
    except OSError:  # a link that leads nowhere
        found = entry.stat(follow_symlinks=False)
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns

"""Files and folders written whole: beside what they replace, then moved into its place.

Whoever reads finds the old or the new and never a part of either, whether the writer is killed,
the disk fills up or two write at once. What a killed writer left lying about, the next clears away.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from geodata import moving
from geodata.beside import (
    OLD,
    IsOurs,
    begin,
    carry_over,
    clear_leftovers,
    name_beside,
    restore_folder,
)
from geodata.errors import DataError, Problem

ANYBODY_WRITES = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
TRIES = 1000  # against others who write the same at the same time
UNCHANGED = "What stood there before is unchanged."
ROOM = "no room left to write it", "Make room, or name a place on another disk."
PERMISSION = "no permission to write there", "Name another folder, or ask for the permission."
FIXED = "a folder that the system does not let be replaced", "Name a folder below it."
NO_FOLDER = "a file where a folder should be", "Name another folder."
WORDS = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), ROOM),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), PERMISSION),
    **dict.fromkeys((errno.EBUSY, errno.EXDEV), FIXED),
    **dict.fromkeys((errno.ENOTDIR, errno.EEXIST), NO_FOLDER),
    errno.EISDIR: ("a folder of that name", "Name a file."),
    errno.ETIMEDOUT: ("another program that is writing it", "Try again when it is done."),
    errno.ENAMETOOLONG: ("a name that is too long", "Name a shorter one."),
}
"""What the system says against writing somewhere: what was found, and what to do about it."""


def write_file(path: Path, content: bytes | str) -> None:
    """Write a file whole, over the one that stands there or none; text as UTF-8.

    Folders that lead to it are made. A symbolic link is followed, not replaced.

    Raises
    ------
    DataError
        It cannot be written: no room, no permission, a folder of that name. The old file stays.
    """
    written = content.encode("utf-8") if isinstance(content, str) else content
    write_large_file(path, lambda stream: stream.write(written))


def write_large_file(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Write a file whole, as `write_file` does, from a function that writes it piece by piece.

    Parameters
    ----------
    write
        Called once with an open binary file. What it raises leaves the old file as it was.

    Raises
    ------
    DataError
        As for `write_file`.
    """
    path = Path(path)
    with explained(path):
        target = Path(os.path.realpath(path))
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        _refuse_read_only(target)
        if target.exists() and not target.is_file():
            with target.open("wb") as device:  # /dev/stdout, a named pipe: not to be replaced
                write(device)
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        clear_leftovers(target)
        new, lock = begin(target, lambda path: path.touch(exist_ok=False))
        try:
            with new.open("r+b") as stream:
                write(stream)
                stream.flush()
                os.fsync(stream.fileno())
            _take_after(target, new)
            new.replace(target)
            moving.settle(target.parent)
        finally:
            new.unlink(missing_ok=True)
            lock.let_go()


def write_folder(folder: Path, write: Callable[[Path], object], is_ours: IsOurs) -> None:
    """Write a whole folder, over the one that stands there or none, in one step.

    Parameters
    ----------
    folder
        A symbolic link is followed, not replaced.
    write
        Called once with an empty folder to write files into. What it raises leaves the old one
        as it was.
    is_ours
        Whether a name in the folder is one that this kind of folder is made of. Anything else
        that lies there is somebody's own, and is found in the new folder too.

    Raises
    ------
    DataError
        It cannot be written: no room, no permission, a file of that name, the folder that
        the program runs in. The old folder stays.
    """
    folder = Path(folder)
    with explained(folder):
        target = Path(os.path.realpath(folder))
        _refuse_working_folder(folder, target)
        _refuse_read_only(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        restore_folder(target)
        clear_leftovers(target, is_ours)
        new, lock = begin(target, Path.mkdir)
        try:
            write(new)
            for path in new.iterdir():
                moving.settle(path)
            _put_in_place(new, target, is_ours)
        finally:
            shutil.rmtree(new, ignore_errors=True)
            lock.let_go()


def _put_in_place(new: Path, folder: Path, is_ours: IsOurs) -> None:
    """Move a finished folder to where it belongs; the one that stood there goes."""
    for _ in range(TRIES):
        with moving.held(folder) as lock:
            if lock is not None:
                if _replace(new, folder, is_ours):
                    return
                continue  # another put theirs there in between
            moving.settle(new)
            if _is_moved(new, folder):
                moving.settle(folder.parent)
                return
    raise TimeoutError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT))


def _is_moved(new: Path, folder: Path) -> bool:
    """Move a folder to where nothing stands; False where another put theirs there first."""
    try:
        new.rename(folder)
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
            raise
        return False
    return True


def _replace(new: Path, folder: Path, is_ours: IsOurs) -> bool:
    """Put a finished folder in the place of one that is locked.

    False where another put theirs there in between: it can be tried again.
    """
    carry_over(folder, new, is_ours)
    _take_after(folder, new)
    for path in new.iterdir():
        if is_ours(path.name):
            _take_after(folder / path.name, path)
    moving.settle(new)
    old = name_beside(folder, OLD)
    is_there = _swap(new, folder, old)
    moving.settle(folder.parent)
    with contextlib.suppress(OSError):  # then all of it stays there, until the next clears up
        # What was put there in the meantime, and where this one stays out, what it came by.
        carry_over(old, folder if is_there else new, is_ours)
        shutil.rmtree(old)
    return is_there


def _swap(new: Path, folder: Path, old: Path) -> bool:
    """Put one folder in the place of another, which goes to `old`.

    False where another put theirs there while nothing stood there.
    """
    try:
        moving.exchange(new, folder)
    except OSError:
        folder.rename(old)
        try:
            return _is_moved(new, folder)
        except BaseException:
            with contextlib.suppress(OSError):
                old.rename(folder)
            raise
    new.rename(old)
    return True


def _take_after(old: Path, new: Path) -> None:
    """Let who may read and write the new be as it was with the old, where there is one."""
    try:
        found = old.stat()
    except FileNotFoundError:
        return
    with contextlib.suppress(PermissionError, AttributeError):
        os.chown(new, found.st_uid, found.st_gid)
    new.chmod(stat.S_IMODE(found.st_mode))


def _refuse_read_only(target: Path) -> None:
    """Refuse to replace what is marked as not to be written to, though its folder would let us."""
    for path in (target, target.parent):
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            # Whoever may do everything is held to the mark too.
            if not path.stat().st_mode & ANYBODY_WRITES or not os.access(path, os.W_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def _refuse_working_folder(folder: Path, target: Path) -> None:
    if Path.cwd().is_relative_to(target):
        raise DataError(
            Problem(
                where=str(folder),
                found="the folder that this program is run from, or one that holds it",
                expected="another folder, which can be replaced as a whole",
                fix=f"Name a folder below it. {UNCHANGED}",
            )
        )


@contextlib.contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what the system says against writing somewhere into one plain problem."""
    try:
        yield
    except OSError as error:
        words = error.strerror or type(error).__name__, "Name another place."
        found, fix = WORDS.get(error.errno or 0, words)
        raise DataError(
            Problem(
                where=str(path),
                found=f"what cannot be written: {found}",
                expected="a place to write to",
                fix=f"{fix} {UNCHANGED}",
            )
        ) from error

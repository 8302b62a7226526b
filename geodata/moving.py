"""What safe writing rests on: exchanging two folders at once, locks that die with who holds them.

Nothing here knows what is written; `geodata.written` is what everybody uses.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

try:
    import fcntl
except ImportError:  # Windows: no such locks, so nothing that others left is cleared away
    fcntl = None  # type: ignore[assignment]

AT_FDCWD = -100
RENAME_EXCHANGE, RENAME_SWAP = 2, 2  # of Linux, of macOS
WAIT_S, LOOK_AGAIN_S = 30.0, 0.02


def exchange(one: Path, other: Path) -> None:
    """Exchange two folders in one step, so that nobody ever finds neither.

    Raises
    ------
    OSError
        This system or this disk cannot; nothing was moved.
    """
    library: Any = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None
    first, second = os.fsencode(one), os.fsencode(other)
    if sys.platform.startswith("linux") and hasattr(library, "renameat2"):
        failed = library.renameat2(AT_FDCWD, first, AT_FDCWD, second, RENAME_EXCHANGE)
    elif sys.platform == "darwin" and hasattr(library, "renamex_np"):
        failed = library.renamex_np(first, second, RENAME_SWAP)
    else:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS), str(other))
    if failed:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), str(other))


class Lock:
    """A lock on a file or folder, which goes when it is let go or when its holder dies."""

    def __init__(self, path: Path, handle: int | None) -> None:
        self.path = path
        self._handle = handle

    @property
    def is_sure(self) -> bool:
        """Whether nobody else holds it; not known where there are no locks."""
        return self._handle is not None

    def is_of(self, path: Path) -> bool:
        """Return whether what is locked is what stands at a path now."""
        if self._handle is None:
            return True
        try:
            return os.path.samestat(os.fstat(self._handle), path.lstat())
        except OSError:
            return False

    def let_go(self) -> None:
        """Let others have it."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def lock(path: Path) -> Lock | None:
    """Lock a file or folder at once; None where another holds it.

    Raises
    ------
    FileNotFoundError
        There is nothing at that path.
    """
    if fcntl is None:
        path.lstat()
        return Lock(path, None)
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    except PermissionError:
        return Lock(path, None)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(handle)
        if error.errno in (errno.EWOULDBLOCK, errno.EACCES):
            return None
        return Lock(path, None)  # a disk without locks
    return Lock(path, handle)


@contextlib.contextmanager
def held(path: Path) -> Iterator[Lock | None]:
    """Hold the lock of whatever stands at a path; wait for another who holds it.

    Yields None where there is nothing at that path.

    Raises
    ------
    TimeoutError
        Another has held it for too long.
    """
    until = time.monotonic() + WAIT_S
    found = None
    while True:
        try:
            found = lock(path)
        except FileNotFoundError:
            break
        if found is not None and found.is_of(path):
            break
        if found is not None:
            found.let_go()
        if time.monotonic() > until:
            raise TimeoutError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT), str(path))
        time.sleep(LOOK_AGAIN_S)
    try:
        yield found
    finally:
        if found is not None:
            found.let_go()


def settle(path: Path) -> None:
    """Make sure that a file, or the names in a folder, outlive a loss of power."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        return  # a system that opens no folder
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.EBADF, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)

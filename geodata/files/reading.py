"""The bytes of one file: a plain file of bounded size, inflated if it is compressed."""

from __future__ import annotations

import gzip
import os
import stat
import zlib
from pathlib import Path
from typing import BinaryIO

from geodata.files.faults import fault

MOST_BYTES = 200_000_000  # after inflation; the largest file that the recipes name is 9 MB
GZIP = b"\x1f\x8b"
ALLOWED_BYTES = 20_000_000  # below this no file is taken for a bomb, however well it packs
MOST_RATIO = 200  # tables pack about twenty to one
PIECE = 1 << 20
AGAIN = "Fetch it again."


def label(path: Path) -> str:
    """Return a file's name as messages say it: no folder of this machine, nothing unprintable."""
    return "".join(char if char.isprintable() else "�" for char in path.name) or "the file"


def read_bytes(path: Path, limit: int = MOST_BYTES) -> bytes:
    """Read a file, or what a compressed one inflates to, up to `limit` real bytes.

    Parameters
    ----------
    path
        A plain file; that it is gzip shows in its first bytes, whatever it is called.

    Raises
    ------
    DataError
        The file is absent, a folder, not to be read, too large, damaged, or inflates as no table
        does.
    """
    name = label(path)
    try:
        with open_plain(path) as stream:
            packed = stream.read(len(GZIP)) == GZIP
            stream.seek(0)
            if packed:
                return _inflate(stream, name, limit)
            content = stream.read(limit + 1)
    except OSError as error:
        raise _unreadable(name, error) from error
    if len(content) > limit:
        raise _too_large(name, limit)
    return content


def open_plain(path: Path) -> BinaryIO:
    """Open a plain file to read: a pipe or a device would keep whoever opens it waiting."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    try:
        mode = os.fstat(handle).st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError
        if not stat.S_ISREG(mode):
            raise OSError
        return os.fdopen(handle, "rb")
    except OSError:
        os.close(handle)
        raise


def _unreadable(name: str, error: OSError) -> Exception:
    said = {
        FileNotFoundError: ("no such file", "Check the name, or save the file there."),
        IsADirectoryError: ("a folder", "Name the file inside it."),
        NotADirectoryError: ("no such file", "Check the name, or save the file there."),
        PermissionError: ("a file that may not be read", "Ask whoever owns it for permission."),
    }
    for kind, (found, fix) in said.items():
        if isinstance(error, kind):
            return fault(name, found, "a readable file", fix)
    found = "a file that cannot be read"
    if error.strerror:
        found += f" ({error.strerror.lower()})"
    return fault(name, found, "a readable file", AGAIN)


def _too_large(name: str, limit: int) -> Exception:
    fix = "Cut it to the area that you need."
    return fault(name, f"more than {limit:,} bytes", "a smaller file", fix)


def _inflate(stream: BinaryIO, name: str, limit: int) -> bytes:
    """Inflate a gzip file piece by piece, and stop as soon as it is too much."""
    inflated = bytearray()
    try:
        with gzip.GzipFile(fileobj=stream) as packed:
            while piece := packed.read(PIECE):
                inflated += piece
                if len(inflated) > limit:
                    raise _too_large(name, limit)
                _refuse_bomb(name, len(inflated), stream.tell())
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        found = f"a compressed file that cannot be read ({type(error).__name__})"
        raise fault(name, found, "a whole one", AGAIN) from error
    return bytes(inflated)


def _refuse_bomb(name: str, inflated: int, taken: int) -> None:
    if inflated > ALLOWED_BYTES and inflated > MOST_RATIO * taken:
        found = f"a compressed file that inflates more than {MOST_RATIO} times"
        raise fault(name, found, "a table, which packs about twenty to one", "Fetch it again.")

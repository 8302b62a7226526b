"""How far a command is, on the error output."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from layers.progress import Progress

WIDTH: Final = 60


@contextmanager
def progress_line() -> Iterator[Progress]:
    """Tell how far it is on the error output, on one line where a person looks at it."""
    is_seen = sys.stderr.isatty()
    last = [""]

    def told(share: float, doing: str) -> None:
        line = f"{share:4.0%} {doing}"
        if line != last[0] and is_seen:
            print(f"\r{line:<{WIDTH}}", end="", file=sys.stderr, flush=True)
        last[0] = line

    try:
        yield told
    finally:
        if is_seen and last[0]:
            print(file=sys.stderr)

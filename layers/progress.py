"""Long work says how far it is, and can be stopped by whoever watches."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[float, str], None]
"""Told the share done (0–1) and what is being done; raises `Stopped` to stop the work."""


class Stopped(Exception):  # noqa: N818 - it is no error: somebody asked for it
    """Somebody who watches asked the work to stop."""


def unwatched(share: float, doing: str) -> None:
    """Report to nobody."""


def part_of(progress: Progress, start: float, end: float) -> Progress:
    """Report a part of the work as a share of the whole, from `start` to `end`."""

    def told(share: float, doing: str) -> None:
        progress(start + share * (end - start), doing)

    return told

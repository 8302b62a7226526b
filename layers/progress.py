"""Long work says how far it is, and can be stopped by whoever watches."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[float, str], None]
"""Told the share done (0–1) and what is being done; raises `Stopped` to stop the work."""


class Stopped(Exception):  # noqa: N818 - it is no error: somebody asked for it
    """Somebody who watches asked the work to stop."""


def unwatched(share: float, doing: str) -> None:
    """Let nobody know."""

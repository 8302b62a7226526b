"""What is told as soon as the program is to stop, while those who are connected still are."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType
from typing import Final

from uvicorn import Server

SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)
GIVES_UP_S: Final = 3  # on who takes nothing of what is still to be sent


@contextmanager
def told_when_stopping(tell: Callable[[], object]) -> Iterator[None]:
    """Have something done at the first signal to stop.

    The server waits for every connection that is open before it tells the app that it ends, so
    one that is followed for hours would hold it for as long.
    """
    if current_thread() is not main_thread():  # no signal comes to any other
        yield
        return
    loop = asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in SIGNALS}

    def stop(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(tell)
        usual = before[signal.Signals(number)]
        if callable(usual):
            usual(number, frame)

    for number, usual in before.items():
        server = getattr(usual, "__self__", None)
        if isinstance(server, Server):
            server.config.timeout_graceful_shutdown = GIVES_UP_S
        if callable(usual):
            signal.signal(number, stop)
    try:
        yield
    finally:
        for number, usual in before.items():
            signal.signal(number, usual)

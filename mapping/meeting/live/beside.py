"""Work beside the event loop that nobody waits for when the program stops."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import ParamSpec, TypeVar

from mapping.served.turns import PAGES

Given = ParamSpec("Given")
Made = TypeVar("Made")


async def beside(work: Callable[Given, Made], *given: Given.args, **named: Given.kwargs) -> Made:
    """Return what a function makes, in a thread of its own that ends with the program.

    A drawing may take seconds; threads of a pool would be waited for, however long they take.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[Made] = loop.create_future()

    def tell(made: Made | None, error: Exception | None) -> None:
        if done.done():  # nobody waits any more
            return
        if error is not None:
            done.set_exception(error)
        else:
            done.set_result(made)  # type: ignore[arg-type] # it was made

    def run() -> None:
        made, error = None, None
        try:
            made = work(*given, **named)
        except Exception as failed:  # noqa: BLE001 - told to whoever waits
            error = failed
        with suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(tell, made, error)

    Thread(target=run, daemon=True).start()
    return await done


async def in_turn(
    who: str, work: Callable[Given, Made], /, *given: Given.args, **named: Given.kwargs
) -> Made:
    """Return what a function makes, once it is somebody’s turn: everybody’s work takes turns."""
    loop, mine = asyncio.get_running_loop(), asyncio.Event()
    turn = PAGES.ask(who, lambda: loop.call_soon_threadsafe(mine.set))
    try:
        await mine.wait()
        return await beside(work, *given, **named)
    finally:
        PAGES.end(turn)

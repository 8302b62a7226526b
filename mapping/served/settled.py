"""How a serving process is set up: few threads that yield, answers at once, memory given back."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import to_thread

from mapping.served.at_once import send_at_once
from mapping.served.memory import give_back_now_and_then, hold_little

SWITCH_S = 0.001
"""How long one thread may hold up the others, the event loop among them; Python's own is 0.005."""
THREADS_FOR_FILES = 8


@asynccontextmanager
async def settled() -> AsyncIterator[None]:
    """Set the process up to serve many people, for as long as it serves them."""
    hold_little()
    send_at_once()
    sys.setswitchinterval(SWITCH_S)
    to_thread.current_default_thread_limiter().total_tokens = THREADS_FOR_FILES
    giving_back = asyncio.create_task(give_back_now_and_then())
    yield
    giving_back.cancel()

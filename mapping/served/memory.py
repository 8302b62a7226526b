"""Memory given back to the system: what a crowd took is not kept when the crowd has gone.

What is freed stays with the C library’s allocator, in case it is wanted again; after many people at
once that is hundreds of megabytes which nobody will want soon.
"""

from __future__ import annotations

import asyncio
import ctypes
from collections.abc import Callable
from functools import cache

import pyarrow as pa
from anyio import to_thread

EVERY_S = 20.0


async def give_back_now_and_then(every_s: float = EVERY_S) -> None:
    """Give memory back again and again, beside everything else, until cancelled."""
    while True:
        await asyncio.sleep(every_s)
        await to_thread.run_sync(give_back)


def give_back() -> None:
    """Hand freed memory back to the system; nothing where the C library cannot."""
    pa.default_memory_pool().release_unused()
    trim = _trim()
    if trim is not None:
        trim(0)


@cache
def _trim() -> Callable[[int], int] | None:
    """Return glibc’s `malloc_trim`; None of another C library."""
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):
        return None
    trim.argtypes = [ctypes.c_size_t]
    trim.restype = ctypes.c_int
    return trim

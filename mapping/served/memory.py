"""Memory given back to the system: what a crowd took is not kept when the crowd has gone.

What is freed stays with the C library’s allocator, in case it is wanted again; after many people at
once that is hundreds of megabytes which nobody will want soon. It is kept in a pool for every few
threads, and the more pools, the more pages hold some small thing still wanted: so there are two,
and arrays from a megabyte on are the system’s own, and go back as soon as they are freed.
"""

from __future__ import annotations

import asyncio
import ctypes
from collections.abc import Callable
from functools import cache

import pyarrow as pa
from anyio import to_thread

EVERY_S = 20.0
POOLS, M_ARENA_MAX = 2, -8
OF_ITS_OWN_BYTES, M_MMAP_THRESHOLD = 1 << 20, -3


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


def hold_little() -> bool:
    """Have the C library keep few pools of freed memory; whether it could be told."""
    tell = _of_glibc("mallopt", ctypes.c_int, ctypes.c_int)
    if tell is None:
        return False
    told = tell(M_ARENA_MAX, POOLS), tell(M_MMAP_THRESHOLD, OF_ITS_OWN_BYTES)
    return all(told)


def _trim() -> Callable[..., int] | None:
    return _of_glibc("malloc_trim", ctypes.c_size_t)


@cache
def _of_glibc(name: str, *takes: type) -> Callable[..., int] | None:
    """Return a function of glibc’s allocator; None of another C library."""
    try:
        function = getattr(ctypes.CDLL(None), name)
    except (AttributeError, OSError, TypeError):
        return None
    function.argtypes = takes
    function.restype = ctypes.c_int
    return function  # type: ignore[no-any-return]

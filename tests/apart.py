"""What must not run in the thread of a test, where a browser may have left a loop running."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Made = TypeVar("Made")


def run_apart(work: Coroutine[Any, Any, Made]) -> Made:
    """Run a coroutine to its end in a loop and a thread of its own."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()

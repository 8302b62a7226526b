"""Freed memory goes back to the system, again and again, and where it cannot nothing happens."""

import asyncio
import sys
from pathlib import Path

import numpy as np
import pytest

from mapping.served import memory
from tests.apart import run_apart


def resident() -> int:
    pages = Path("/proc/self/statm").read_text("ascii").split()[1]
    return int(pages) * 4096


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_what_was_freed_is_given_back():
    if memory._trim() is None:
        pytest.skip("this C library gives nothing back")
    small = [np.zeros(2_000) for _ in range(8_000)]  # 128 MB in pieces that the allocator keeps
    last = [np.zeros(2_000)]
    for piece in small:
        piece[:] = 1
    held = resident()
    small.clear()
    memory.give_back()
    assert resident() < held - 90_000_000
    assert last[0].sum() == 0


def test_it_is_given_back_again_and_again_until_cancelled(monkeypatch):
    calls = []
    monkeypatch.setattr(memory, "give_back", lambda: calls.append(1))

    async def run():
        task = asyncio.create_task(memory.give_back_now_and_then(0.001))
        while len(calls) < 3:
            await asyncio.sleep(0.001)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    run_apart(asyncio.wait_for(run(), 10))


def test_a_c_library_that_cannot_is_left_alone(monkeypatch):
    monkeypatch.setattr(memory, "_trim", lambda: None)
    memory.give_back()

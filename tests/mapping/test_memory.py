"""Freed memory goes back to the system, again and again, and where it cannot nothing happens."""

import asyncio
import subprocess
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

    run_apart(asyncio.wait_for(run(), 60))


def test_a_c_library_that_cannot_is_left_alone(monkeypatch):
    monkeypatch.setattr(memory, "_trim", lambda: None)
    memory.give_back()


LOOK = """
import sys, threading
from pathlib import Path
from mapping.served import memory

if sys.argv[1] == "little":
    assert memory.hold_little()

def take():
    kept = [bytearray(3_000) for _ in range(500)]
    ready.wait()
    del kept

ready = threading.Barrier(13)
threads = [threading.Thread(target=take) for _ in range(12)]
for thread in threads:
    thread.start()
ready.wait()
for thread in threads:
    thread.join()
lines = [line.split() for line in Path("/proc/self/maps").read_text("ascii").splitlines()]
ends = {int(line[0].split("-")[1], 16) for line in lines if line[1] == "---p" and len(line) == 5}
starts = {int(line[0].split("-")[0], 16) for line in lines if line[1] == "rw-p" and len(line) == 5}
# A pool's memory is 64 MB from a whole number of them: first what is used, then what is held ready.
# Others begin there too by chance, and end elsewhere.
print(sum(start % (1 << 26) == 0 and start + (1 << 26) in ends for start in starts))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_many_threads_share_few_pools():
    if memory._of_glibc("mallopt") is None:
        pytest.skip("this C library cannot be told")

    def pools(how):
        ran = [sys.executable, "-c", LOOK, how]
        return int(subprocess.run(ran, capture_output=True, text=True, check=True).stdout)

    assert pools("little") <= memory.POOLS < pools("as it comes")

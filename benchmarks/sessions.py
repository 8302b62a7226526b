"""Measure what the server takes for people at its pages, old against new in one run.

    python -m benchmarks.sessions [--pack PACK] [--people 20 50] [--reruns 500]
        [--root OLD --root-pack PACK]

Each checkout is served as anybody would serve it, and spoken to as a browser does: by Streamlit's
own websocket, in its own messages, by one process beside it. No browser draws anything, so what is
measured is the server: from asking for a run of a page to its last message. A bare page of
Streamlit, one line of text, stands beside them, for what no program can be faster than.

The people change a word of their question, wait for the answer, look at it for a while (0.5 to 5.5
seconds, seeded), and change another; half of the questions have been asked by somebody before.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import random
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import urlopen

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from geodata.model import Pack
from geodata.pack import STARTER, read_pack

HERE = Path(__file__).parents[1]
PAGES = ("map", "places", "compare", "cover", "hotspots", "scenarios", "data")
OPENS_ON = "map"  # Streamlit knows the first page by no name
BARE = "import streamlit as st\n\nst.write('Good morning.')\n"
SEED = 20_261_120
COLD = 40
WARM = 15
NEW = 15
LOOK_S = (0.5, 5.5)
QUESTIONS_EACH = 6
AGES = ("0-4", "5-11", "12-17", "0-17", "3-3")
LIMITS = (10, 15, 20, 30, 45)
SLOWEST_S = 300


@dataclass
class Visitor:
    """One person at one page, as the server sees them."""

    socket: ClientConnection
    bytes: int = 0

    async def ask(self, page: str, query: dict[str, str]) -> float:
        """Ask for a run of a page; the seconds until its last message."""
        message = BackMsg()
        message.rerun_script.query_string = urlencode(query)
        message.rerun_script.page_name = "" if page == OPENS_ON else page
        began = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        while True:
            got = ForwardMsg()
            raw = await asyncio.wait_for(self.socket.recv(), SLOWEST_S)
            self.bytes += len(raw)
            got.ParseFromString(raw)
            if got.WhichOneof("type") == "script_finished":
                return time.perf_counter() - began


@dataclass
class Took:
    """What one checkout took, in milliseconds."""

    name: str
    warm: dict[str, float] = field(default_factory=dict)
    cold: list[float] = field(default_factory=list)
    new: float = float("nan")
    crowd: dict[int, list[float]] = field(default_factory=dict)
    grown: tuple[float, float, float] | None = None  # MB before, after half of the reruns, and all


async def visit(port: int) -> ClientConnection:
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    # No pings: a server that is too busy to answer them is measured, not left.
    return await connect(
        address,
        subprotocols=["streamlit"],
        max_size=None,
        compression=None,
        ping_interval=None,
        open_timeout=SLOWEST_S,
    )


async def measure_warm(port: int, pages: tuple[str, ...]) -> dict[str, float]:
    """Run each page again and again, with nothing changed; the middle one."""
    found = {}
    for page in pages:
        async with await visit(port) as socket_:
            person = Visitor(socket_)
            for _ in range(4):  # what is worked out beside the page is there by then
                await person.ask(page, {})
                await asyncio.sleep(0.3)
            await asyncio.sleep(3 if page in ("hotspots", "scenarios") else 0)
            await person.ask(page, {})
            took = [await person.ask(page, {}) for _ in range(WARM)]
        found[page or "bare"] = statistics.median(took) * 1000
    return found


async def measure_cold(port: int, questions: list[dict[str, str]]) -> list[float]:
    """Ask questions that nobody has asked; each once."""
    async with await visit(port) as socket_:
        person = Visitor(socket_)
        await person.ask("map", {})
        return [await person.ask("map", question) * 1000 for question in questions]


async def measure_new(port: int, page: str) -> float:
    """Open the page as somebody new, who asks what has been asked before."""
    took = []
    for _ in range(NEW):
        began = time.perf_counter()
        async with await visit(port) as socket_:
            await Visitor(socket_).ask(page, {})
            took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took)


async def measure_crowd(port: int, people: int, questions: list[dict[str, str]]) -> list[float]:
    """Have many change their questions at once; every wait of every one of them."""

    async def person(number: int) -> list[float]:
        chance = random.Random(SEED + number)  # noqa: S311 - nothing secret
        took = []
        async with await visit(port) as socket_:
            someone = Visitor(socket_)
            await someone.ask("map", {})
            for _ in range(QUESTIONS_EACH):
                await asyncio.sleep(chance.uniform(*LOOK_S))
                took.append(await someone.ask("map", chance.choice(questions)) * 1000)
        return took

    found = await asyncio.gather(*(person(number) for number in range(people)))
    return list(itertools.chain.from_iterable(found))


async def measure_growth(port: int, pid: int, reruns: int) -> tuple[float, float, float]:
    """Run pages again and again; the server's memory before, at half, and after."""
    async with await visit(port) as socket_:
        person = Visitor(socket_)
        for page in PAGES:
            await person.ask(page, {})
        before, half = memory_mb(pid), float("nan")
        for n in range(reruns):
            await person.ask(PAGES[n % len(PAGES)], {})
            if n == reruns // 2:
                half = memory_mb(pid)
    return before, half, memory_mb(pid)


def memory_mb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def questions_of(pack: Pack) -> list[dict[str, str]]:
    """List every question of some services, ages and limits, shuffled the same way each time."""
    asked = [
        {"service": service, "age": age, "limit": str(limit)}
        for service in pack.info.services
        for age in AGES
        for limit in LIMITS
    ]
    random.Random(SEED).shuffle(asked)  # noqa: S311 - nothing secret
    return asked


@contextmanager
def served(folder: Path, script: str, pack: Path) -> Iterator[tuple[int, int]]:
    """Serve a checkout; its port and its process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", script, f"--server.port={port}"]
    command += ["--server.headless=true", "--browser.gatherUsageStats=false"]
    settings = {"KNOW_YOUR_PATCH_PACK": str(pack.resolve()), "PYTHONPATH": str(folder)}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, cwd=folder, env=os.environ | settings, **quiet) as server:
        try:
            wait_for(f"http://127.0.0.1:{port}/_stcore/health")
            yield port, server.pid
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)


def wait_for(address: str) -> None:
    for _ in range(300):
        try:
            with urlopen(address, timeout=30):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise SystemExit(f"{address} does not answer")


def measure(name: str, folder: Path, pack: Path, options: argparse.Namespace) -> Took:
    took = Took(name)
    asked = questions_of(read_pack(options.pack))
    fresh = itertools.count(COLD, 60)  # each crowd has questions of its own
    with served(folder, "app.py", pack) as (port, pid):
        wait_for(f"http://127.0.0.1:{port}/health/ready")
        took.warm = asyncio.run(measure_warm(port, PAGES))
        took.new = asyncio.run(measure_new(port, "map"))
        took.cold = asyncio.run(measure_cold(port, asked[:COLD]))
        for people in options.people:
            first = next(fresh)
            mine = asked[first : first + 60]
            took.crowd[people] = asyncio.run(measure_crowd(port, people, mine))
        if options.reruns:
            took.grown = asyncio.run(measure_growth(port, pid, options.reruns))
    return took


def measure_bare(options: argparse.Namespace) -> Took:
    """Measure a page of one line, with the settings that this app has."""
    took = Took("a bare page")
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(HERE / ".streamlit", Path(folder) / ".streamlit")
        (Path(folder) / "bare.py").write_text(BARE, encoding="utf-8")
        with served(Path(folder), "bare.py", options.pack) as (port, _):
            took.warm = asyncio.run(measure_warm(port, ("",)))
            took.new = asyncio.run(measure_new(port, ""))
    return took


def p95(values: list[float]) -> float:
    return sorted(values)[max(0, round(len(values) * 0.95) - 1)]


def as_table(found: list[Took], people: list[int]) -> str:
    rows = [(f"warm rerun, {page}, ms", [said(t.warm.get(page)) for t in found]) for page in PAGES]
    rows.append(("warm rerun, one line of text, ms", [said(t.warm.get("bare")) for t in found]))
    rows.append(("new session, ms", [said(t.new) for t in found]))
    if any(t.cold for t in found):
        rows += [
            ("cold question, median of 40, ms", [said(t.cold, statistics.median) for t in found]),
            ("cold question, slowest, ms", [said(t.cold, max) for t in found]),
            (
                "cold questions over 300 ms",
                [str(sum(x > 300 for x in t.cold)) if t.cold else "" for t in found],
            ),
        ]
    for count in people:
        rows += [
            (
                f"{count} people, median, ms",
                [said(t.crowd.get(count), statistics.median) for t in found],
            ),
            (f"{count} people, p95, ms", [said(t.crowd.get(count), p95) for t in found]),
        ]
    if any(t.grown for t in found):
        rows.append(
            (
                "memory before, half-way through and after many reruns, MB",
                [" → ".join(f"{x:,.0f}" for x in t.grown) if t.grown else "" for t in found],
            )
        )
    heads = ["", *(t.name for t in found)]
    lines = ["| " + " | ".join(heads) + " |", "|---" + "|--:" * len(found) + "|"]
    lines += ["| " + " | ".join([title, *cells]) + " |" for title, cells in rows]
    return "\n".join(lines)


def said(value: float | list[float] | None, of=float) -> str:
    if value is None or value == [] or value != value:  # noqa: PLR0124 - not a number
        return ""
    return f"{of(value):,.0f}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--root", type=Path, help="another checkout, measured first")
    parser.add_argument("--pack", type=Path, default=STARTER)
    parser.add_argument("--root-pack", type=Path, help="the same pack as the other can read it")
    parser.add_argument("--people", type=int, nargs="*", default=[20, 50])
    parser.add_argument("--reruns", type=int, default=0, help="watch the memory over so many")
    parser.add_argument("--only-new", action="store_true", help="leave out the bare page")
    options = parser.parse_args()
    load = os.getloadavg()[0]
    found = [] if options.only_new else [measure_bare(options)]
    if options.root:
        theirs = options.root_pack or options.pack
        found.append(measure("before", options.root.resolve(), theirs, options))
    found.append(measure("now", HERE, options.pack, options))
    print(f"{os.cpu_count()} cores, load {load:.0f} before and {os.getloadavg()[0]:.0f} after\n")
    print(as_table(found, options.people))
    return 0


if __name__ == "__main__":
    sys.exit(main())

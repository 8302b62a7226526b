"""Measure what a crowd takes of the server, and what one who floods it takes from others.

    python -m benchmarks.crowd --pack PACK [--root OLD --root-pack PACK] [--people 100]

The program is served as anybody would serve it, and spoken to by Streamlit's own websocket as a
browser does: a tab that is told to ask again every so often asks again, until it is closed. The
server's health is asked for twenty times a second all the while, by a process of its own.

Opened: so many tabs within five seconds, half of them with a question that nobody has asked; a
first view is there when the page's last message and the map's shapes, figures and services are.

Flooded: one person opens twenty tabs that each wish for ten sites, then sixty more, and closes
them; with one browser's cookie, or as if each tab were another person. Somebody else asks a new
question of the map every second, and once wishes for two sites.
"""

from __future__ import annotations

import argparse
import asyncio
import http.client
import multiprocessing
import os
import random
import re
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from benchmarks.sessions import (
    HERE,
    SEED,
    SLOWEST_S,
    memory_mb,
    p95,
    served,
    wait_for,
)
from geodata.model import Pack
from geodata.pack import STARTER, read_pack

OPENED_WITHIN_S = 5.0
HEALTH_EVERY_S = 0.05
FIRST_TABS, MORE_TABS = 20, 60
STAYS_S = 2.0  # how long each of the further tabs is looked at
ASKS_EVERY_S = 1.0
GIVES_UP_S = 60.0
QUIET_S = 60.0
AGES = ((0, 4), (0, 2), (3, 4), (5, 9), (5, 11), (11, 15), (12, 17), (0, 17))
LIMITS = (8, 10, 12, 15, 18, 20, 25, 30, 40, 45)
COOKIE = "_streamlit_xsrf=2|00000000|{:08x}|1"


@dataclass
class Took:
    """What one checkout took: milliseconds, and MB."""

    name: str
    first: list[float] = field(default_factory=list)
    files: list[float] = field(default_factory=list)
    health: dict[str, list[float]] = field(default_factory=dict)
    asked: dict[str, list[float]] = field(default_factory=dict)
    wish: dict[str, float] = field(default_factory=dict)
    memory: dict[str, float] = field(default_factory=dict)
    threads: dict[str, int] = field(default_factory=dict)


class Tab:
    """A page in a browser: it runs when it is asked to, and again as often as it is told."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.page, self.page_hash, self.query = "", "", ""
        self.text = ""
        self._asked: asyncio.Future[None] | None = None
        self._again: dict[str, asyncio.Task[None]] = {}
        self._reading = asyncio.create_task(self._read())

    async def ask(self, page: str, query: dict[str, str]) -> float:
        """Ask for a run of a page; the seconds until its last message."""
        self.page, self.query = "" if page == "map" else page, urlencode(query)
        self._rest()
        self.text = ""
        began = time.perf_counter()
        self._asked = asyncio.get_running_loop().create_future()
        await self._run("")
        await asyncio.wait_for(self._asked, SLOWEST_S)
        return time.perf_counter() - began

    async def see(self, words: str, within_s: float) -> bool:
        """Wait until the page says something; tells whether it did."""
        until = time.perf_counter() + within_s
        while words not in self.text and time.perf_counter() < until:
            await asyncio.sleep(0.02)
        return words in self.text

    async def close(self) -> None:
        """Close the tab, whatever it is doing."""
        self._rest()
        self._reading.cancel()
        await self.connection.close()

    def _rest(self) -> None:
        for task in self._again.values():
            task.cancel()
        self._again.clear()

    async def _run(self, fragment: str) -> None:
        message = BackMsg()
        message.rerun_script.query_string = self.query
        if fragment:
            message.rerun_script.page_script_hash = self.page_hash
            message.rerun_script.fragment_id = fragment
        else:
            message.rerun_script.page_name = self.page
        with suppress(ConnectionClosed):
            await self.connection.send(message.SerializeToString())

    async def _read(self) -> None:
        with suppress(ConnectionClosed):
            async for raw in self.connection:
                got = ForwardMsg()
                got.ParseFromString(raw)
                self._take(got)

    def _take(self, got: ForwardMsg) -> None:
        kind = got.WhichOneof("type")
        if kind == "new_session":
            self.page_hash = got.new_session.page_script_hash or self.page_hash
            if not got.metadata.run.fragment_ids:
                self._rest()
        elif kind == "navigation":
            self.page_hash = got.navigation.page_script_hash or self.page_hash
        elif kind == "auto_rerun":
            every = self._every(got.auto_rerun.interval, got.auto_rerun.fragment_id)
            known = self._again.pop(got.auto_rerun.fragment_id, None)
            if known:
                known.cancel()
            self._again[got.auto_rerun.fragment_id] = asyncio.create_task(every)
        elif kind == "delta":
            self.text += str(got.delta)[:20_000]
        elif kind == "script_finished":
            whole = got.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
            if whole and self._asked is not None and not self._asked.done():
                self._asked.set_result(None)

    async def _every(self, seconds: float, fragment: str) -> None:
        while True:
            await asyncio.sleep(seconds)
            await self._run(fragment)


@asynccontextmanager
async def tab(port: int, cookie: str = "") -> Iterator[Tab]:
    """Open a tab; it is closed at the end."""
    connection = await connect(
        f"ws://127.0.0.1:{port}/_stcore/stream",
        subprotocols=["streamlit"],
        additional_headers={"Cookie": cookie} if cookie else {},
        max_size=None,
        compression=None,
        ping_interval=None,
        open_timeout=SLOWEST_S,
    )
    opened = Tab(connection)
    try:
        yield opened
    finally:
        await opened.close()


async def fetch(port: int, address: str) -> bytes:
    """Fetch an address as a browser does, on a connection of its own."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    ask = f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: gzip\r\n"
    writer.write(f"{ask}Connection: close\r\n\r\n".encode())
    got = await asyncio.wait_for(reader.read(), SLOWEST_S)
    writer.close()
    if b" 200 " not in got[:20]:
        raise SystemExit(f"{address}: {got[:200]!r}")
    return got


async def first_view(port: int, query: dict[str, str], after: float) -> tuple[float, float]:
    """Open the map as somebody new; the seconds to its last message, and to the last file."""
    await asyncio.sleep(after)
    began = time.perf_counter()
    async with tab(port) as opened:
        await opened.ask("map", query)
        page = time.perf_counter() - began
        addresses = sorted(set(re.findall(r"/map/[0-9a-f]+/[^\s\"\\]+", opened.text)))
        await asyncio.gather(*(fetch(port, address) for address in addresses))
        return page, time.perf_counter() - began


async def open_all(port: int, people: int, asked: list[dict[str, str]]) -> list[tuple[float, ...]]:
    """Open so many tabs within a few seconds, half of them with a new question each."""
    chance = random.Random(SEED)  # noqa: S311 - nothing secret
    after = [chance.uniform(0, OPENED_WITHIN_S) for _ in range(people)]
    queries = [asked[n // 2] if n % 2 else {} for n in range(people)]
    views = (first_view(port, *each) for each in zip(queries, after, strict=True))
    return await asyncio.gather(*views)


async def flood(port: int, alone: bool, wishes: list[dict[str, str]]) -> None:  # noqa: FBT001
    """Open tabs that each wish for ten sites, then more, and close them one after another."""

    async def wished(number: int, stays_s: float) -> None:
        cookie = COOKIE.format(0 if alone else number + 1)
        async with tab(port, cookie) as opened:
            with suppress(TimeoutError):
                await asyncio.wait_for(opened.ask("scenarios", wishes[number]), stays_s)
                await asyncio.sleep(stays_s)

    first = [asyncio.create_task(wished(n, 12)) for n in range(FIRST_TABS)]
    await asyncio.sleep(6)
    more = []
    for n in range(FIRST_TABS, FIRST_TABS + MORE_TABS):
        more.append(asyncio.create_task(wished(n, STAYS_S)))
        await asyncio.sleep(0.1)
    await asyncio.gather(*first, *more)


async def politely(port: int, asked: list[dict[str, str]], until: asyncio.Event) -> list[float]:
    """Ask a new question of the map every second, as somebody else; every wait."""
    took = []
    async with tab(port, COOKIE.format(0xFFFF)) as opened:
        await opened.ask("map", {})
        for question in asked:
            if until.is_set():
                break
            took.append(await opened.ask("map", question))
            await asyncio.sleep(ASKS_EVERY_S)
    return took


async def wish_politely(port: int, wish: dict[str, str]) -> float:
    """Wish for two sites in the middle of it; the seconds until they are there."""
    await asyncio.sleep(4)
    async with tab(port, COOKIE.format(0xFFFE)) as opened:
        began = time.perf_counter()
        await opened.ask("scenarios", wish)
        there = await opened.see("Add these sites", GIVES_UP_S)
        return time.perf_counter() - began if there else float("inf")


async def flooded(
    port: int,
    alone: bool,  # noqa: FBT001
    wishes: list[dict[str, str]],
    asked: list[dict[str, str]],
) -> tuple[list[float], float]:
    """Flood the server while somebody else asks; their waits, and that of their wish."""
    over = asyncio.Event()
    polite = asyncio.create_task(politely(port, asked, over))
    small = wishes[-1] | {"wish": "2.areas.cover.need"}
    wish = asyncio.create_task(wish_politely(port, small))
    await flood(port, alone, wishes)
    over.set()
    return await polite, await wish


def new_questions(pack: Pack) -> list[dict[str, str]]:
    """List questions that nobody has asked, shuffled the same way each time."""
    asked = [
        {"service": service, "age": f"{first}-{last}", "limit": str(limit)}
        for service in pack.info.services
        for first, last in AGES
        for limit in LIMITS
    ]
    random.Random(SEED).shuffle(asked)  # noqa: S311 - nothing secret
    return asked


def wishes_for(asked: list[dict[str, str]]) -> list[dict[str, str]]:
    return [question | {"wish": "10.areas.cover.need"} for question in asked]


@contextmanager
def watched(port: int) -> Iterator[list[float]]:
    """Ask for the server's health twenty times a second from a process of its own."""
    ours, theirs = multiprocessing.Pipe()
    watcher = multiprocessing.Process(target=_watch, args=(port, theirs), daemon=True)
    watcher.start()
    found: list[float] = []
    try:
        yield found
    finally:
        ours.send("enough")
        found += ours.recv()
        watcher.join()


def _watch(port: int, pipe) -> None:
    took = []
    while not pipe.poll():
        for path in ("/health/live", "/health/ready"):
            began = time.perf_counter()
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SLOWEST_S)
            connection.request("GET", path)
            connection.getresponse().read()
            connection.close()
            took.append(time.perf_counter() - began)
        time.sleep(HEALTH_EVERY_S)
    pipe.send(took)


def threads_of(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/task").iterdir()))


def measure(name: str, folder: Path, pack: Path, options: argparse.Namespace) -> Took:
    took = Took(name)
    asked = new_questions(read_pack(options.pack))
    with served(folder, "app.py", pack) as (port, pid):
        wait_for(f"http://127.0.0.1:{port}/health/ready")
        asyncio.run(open_all(port, 1, asked[-1:]))
        took.memory["before"] = memory_mb(pid)
        with watched(port) as health:
            found = asyncio.run(open_all(port, options.people, asked))
        took.first, took.files = [x * 1000 for x, _ in found], [x * 1000 for _, x in found]
        took.health["while they open"] = health
        took.memory["with all of them"] = memory_mb(pid)
        took.threads["with all of them"] = threads_of(pid)
        rest = asked[options.people // 2 :]
        for alone in (True, False):
            wishes = wishes_for(rest[: FIRST_TABS + MORE_TABS])
            rest = rest[FIRST_TABS + MORE_TABS :]
            which = "one browser" if alone else "eighty browsers"
            with watched(port) as health:
                waits, wish = asyncio.run(flooded(port, alone, wishes, rest[:40]))
            rest = rest[40:]
            took.health[which] = health
            took.asked[which] = [x * 1000 for x in waits]
            took.wish[which] = wish * 1000
            took.memory[which] = memory_mb(pid)
            took.threads[which] = threads_of(pid)
        time.sleep(QUIET_S)
        took.memory["a minute later"] = memory_mb(pid)
        took.threads["a minute later"] = threads_of(pid)
    return took


def as_table(found: list[Took]) -> str:
    rows = [
        ("first view, the page, median, ms", [_ms(t.first, statistics.median) for t in found]),
        ("first view, the page, p95, ms", [_ms(t.first, p95) for t in found]),
        ("first view, with the map's files, p95, ms", [_ms(t.files, p95) for t in found]),
    ]
    for which in found[-1].health:
        took = [[x * 1000 for x in t.health[which]] for t in found]
        rows.append((f"health, {which}, p95, ms", [_ms(x, p95) for x in took]))
        rows.append((f"health, {which}, slowest, ms", [_ms(x, max) for x in took]))
    for which in found[-1].asked:
        asked = [t.asked[which] for t in found]
        rows.append(
            (f"another's question, {which}, median, ms", [_ms(x, statistics.median) for x in asked])
        )
        rows.append((f"another's question, {which}, p95, ms", [_ms(x, p95) for x in asked]))
        rows.append((f"another's wish, {which}, ms", [_ms([t.wish[which]], max) for t in found]))
    for which in found[-1].memory:
        said = [f"{t.memory[which]:,.0f}" for t in found]
        rows.append((f"memory, {which}, MB", said))
    rows += [
        (f"threads, {which}", [str(t.threads[which]) for t in found]) for which in found[-1].threads
    ]
    heads = ["", *(t.name for t in found)]
    lines = ["| " + " | ".join(heads) + " |", "|---" + "|--:" * len(found) + "|"]
    lines += ["| " + " | ".join([title, *cells]) + " |" for title, cells in rows]
    return "\n".join(lines)


def _ms(values: list[float], of) -> str:
    if values and of(values) == float("inf"):
        return "never"
    return f"{of(values):,.0f}" if values else ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--root", type=Path, help="another checkout, measured first")
    parser.add_argument("--pack", type=Path, default=STARTER)
    parser.add_argument("--root-pack", type=Path, help="the same pack as the other can read it")
    parser.add_argument("--people", type=int, default=100)
    options = parser.parse_args()
    load = os.getloadavg()[0]
    found = []
    if options.root:
        theirs = options.root_pack or options.pack
        found.append(measure("before", options.root.resolve(), theirs, options))
    found.append(measure("now", HERE, options.pack, options))
    print(f"{os.cpu_count()} cores, load {load:.0f} before and {os.getloadavg()[0]:.0f} after\n")
    print(as_table(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())

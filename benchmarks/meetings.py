"""Measure a meeting that is followed: the next scene, seen by all; a note, kept.

    python -m benchmarks.meetings [--pack PACK] [--place PLACE] [--followers 30] [--steps 12]

The program is served as anybody would serve it, and a meeting is begun about a place with its
ready-made agenda. Three of the followers are browsers; the others are connections that take the
events and then fetch the scene that they name, which browsers have fetched before. The chair goes
on; the time runs until a browser has painted the scene, or until the last byte of it is there.

Beside it stands what a user would otherwise write, measured in the same run: a page of Streamlit
that looks at the same store twice a second (`st.fragment(run_every=0.5)`) and shows the same drawn
scenes, followed by as many tabs that speak its websocket as a browser does.

CPU is what the serving process took, over the time that the followers were there.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import http.client
import json
import os
import statistics
import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from benchmarks.crowd import Tab
from benchmarks.sessions import HERE, SLOWEST_S, p95, served
from geodata.pack import STARTER, read_pack
from geodata.store.address import STORE_SETTING
from geodata.store.record import Record
from geodata.store.store import Store, open_store
from layers.question.question import default_question
from mapping.meeting.kept import KeptMeeting
from mapping.meeting.making import begin_meeting
from tests.browser.conftest import ARGUMENTS

BROWSERS = 3
BETWEEN_S = 2.0
NOTES = 100
PEER = """
import os
from pathlib import Path
import streamlit as st
from geodata.store.store import open_store

@st.cache_resource
def kept():
    return open_store()

@st.fragment(run_every=0.5)
def follow():
    scene = kept().get(os.environ["MEETING"]).body.scene
    st.text(f"shown {scene}")
    st.html(Path(os.environ["DRAWN"], scene).read_text("utf-8"))

follow()
"""
WATCH = """() => {
  window.painted = new Map();
  let last = '';
  const look = async () => {
    const shown = document.querySelector('section.scene.is-shown:not(.is-coming)');
    if (shown && shown.id !== last) {
      const { id } = shown;
      last = id;
      await Promise.all([...shown.querySelectorAll('img')].map((img) => img.decode()));
      requestAnimationFrame(() => setTimeout(() =>
        window.painted.set(id, performance.timeOrigin + performance.now())));
    }
    requestAnimationFrame(look);
  };
  addEventListener('keydown', (event) => {
    window.pressed = performance.timeOrigin + event.timeStamp;
  }, true);
  look();
}"""


@dataclass
class Took:
    """What one way of following took, in milliseconds; CPU in seconds per minute."""

    name: str
    seen: list[float] = field(default_factory=list)
    stepped: list[float] = field(default_factory=list)
    notes: list[float] = field(default_factory=list)
    cpu: float = float("nan")


def cpu_s(pid: int) -> float:
    """Return the seconds of CPU that a process has taken."""
    words = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


class Line:
    """A connection that takes events, and fetches the scene that each names."""

    def __init__(self, port: int, code: str) -> None:
        self.port, self.code = port, code
        self.seen: dict[str, float] = {}
        self.versions: dict[str, int] = {}
        self.is_open = asyncio.Event()
        self.reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=2**22)
        writer.write(self._asking(f"/m/{self.code}/events", "keep-alive"))
        while line := await reader.readline():
            if line.startswith(b"data: "):
                told = json.loads(line[6:])
                for scene in told.get("scenes", []):
                    self.versions[scene["id"]] = scene["version"]
                now = (told.get("meeting") or {}).get("scene")
                if now:
                    await self._fetch(now)
                self.is_open.set()
        writer.close()

    async def _fetch(self, scene: str) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=2**22)
        path = f"/m/{self.code}/scenes/{scene}-{self.versions[scene]}.html"
        writer.write(self._asking(path, "close"))
        got = await reader.read()
        if b" 200 " not in got[:20]:
            raise SystemExit(got[:300])
        self.seen[scene] = time.time() * 1000
        writer.close()

    def _asking(self, path: str, connection: str) -> bytes:
        asked = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nAccept-Encoding: gzip\r\n"
        return f"{asked}Connection: {connection}\r\n\r\n".encode()


def ask(port: int, path: str, sent: dict[str, object]) -> float:
    """Post to a meeting; the milliseconds until it is answered."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.connect()
    began = time.perf_counter()
    connection.request("POST", path, json.dumps(sent), {"Content-Type": "application/json"})
    answer = connection.getresponse()
    text = answer.read()
    took = (time.perf_counter() - began) * 1000
    connection.close()
    if answer.status != 200:
        raise SystemExit(text)
    return took


async def screen(browser: Browser, address: str, scenes: Sequence[Record]) -> Page:
    """Open a screen, and have it fetch every scene."""
    page = await (await browser.new_context(viewport={"width": 1366, "height": 768})).new_page()
    await page.goto(address)
    shown = "section.scene.is-shown:not(.is-coming)"
    await page.wait_for_selector(shown, timeout=SLOWEST_S * 1000)
    await asyncio.sleep(len(scenes) * 0.5)
    await page.evaluate(WATCH)
    return page


async def measure_ours(
    server: tuple[int, int], code: str, scenes: Sequence[Record], how: tuple[int, int]
) -> Took:
    """Lead a meeting that others follow; then have notes kept while they do."""
    (port, pid), (followers, steps) = server, how
    took, ids = Took("a meeting followed"), [each.id for each in scenes]
    address = f"http://127.0.0.1:{port}/m/{code}"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=ARGUMENTS
        )
        chair = await screen(browser, f"{address}?lead", scenes)
        pages = [await screen(browser, address, scenes) for _ in range(BROWSERS)]
        lines = [Line(port, code) for _ in range(followers - BROWSERS)]
        await asyncio.gather(*(each.is_open.wait() for each in lines))
        before, began = cpu_s(pid), time.perf_counter()
        for n in range(1, steps + 1):
            scene = ids[n % len(ids)]
            for page in (chair, *pages):
                await page.evaluate("() => window.painted.clear()")
            for each in lines:
                each.seen.pop(scene, None)
            await chair.keyboard.press("ArrowRight" if n % len(ids) else "Home")
            await asyncio.sleep(BETWEEN_S)
            pressed = await chair.evaluate("() => window.pressed")
            painted = [
                await page.evaluate("(id) => window.painted.get(id) ?? null", scene)
                for page in (chair, *pages)
            ]
            at = [*painted[1:], *(each.seen.get(scene) for each in lines)]
            if painted[0] is None:
                raise SystemExit(f"the chair did not see {scene}")
            took.stepped.append(painted[0] - pressed)
            took.seen += [BETWEEN_S * 1000 if each is None else each - pressed for each in at]
        took.cpu = (cpu_s(pid) - before) / (time.perf_counter() - began) * 60
        for _ in range(NOTES):
            sent = {"id": str(uuid.uuid4()), "expected": 0, "sort": "note", "words": WORDS}
            took.notes.append(await asyncio.to_thread(ask, port, f"/m/{code}/notes", sent))
        for each in lines:
            each.reading.cancel()
        await browser.close()
    return took


WORDS = "Families say that the bus comes once an hour, and that the door is shut by then."


class Watching(Tab):
    """A tab of the peer: it asks again as it is told to, and notes when a scene is there."""

    def __init__(self, connection: ClientConnection) -> None:
        self.seen: dict[str, float] = {}
        super().__init__(connection)

    async def _read(self) -> None:
        with suppress(ConnectionClosed):
            shown = ""
            async for raw in self.connection:
                got = ForwardMsg()
                got.ParseFromString(raw)
                element = got.delta.new_element if got.WhichOneof("type") == "delta" else None
                if element is not None and element.WhichOneof("type") == "text":
                    shown = element.text.body.removeprefix("shown ")
                elif element is not None and element.WhichOneof("type") == "html":
                    self.seen.setdefault(shown, time.time() * 1000)
                else:
                    self._take(got)


@asynccontextmanager
async def watching(port: int) -> Iterator[Watching]:
    """Open a tab of the peer."""
    connection = await connect(
        f"ws://127.0.0.1:{port}/_stcore/stream",
        subprotocols=["streamlit"],
        max_size=None,
        compression=None,
        ping_interval=None,
        open_timeout=SLOWEST_S,
    )
    opened = Watching(connection)
    try:
        yield opened
    finally:
        await opened.close()


async def measure_peer(
    server: tuple[int, int], store: Store, meeting: str, ids: Sequence[str], how: tuple[int, int]
) -> Took:
    """Change the scene in the store, and wait until every tab has been sent it."""
    took = Took("a page of Streamlit that looks again")
    (port, pid), (followers, steps) = server, how
    async with AsyncExitStack() as tabs:
        opened = [await tabs.enter_async_context(watching(port)) for _ in range(followers)]
        for each in opened:
            await each.ask("map", {})
        before, began = cpu_s(pid), time.perf_counter()
        for n in range(1, steps + 1):
            scene = ids[n % len(ids)]
            for each in opened:
                each.seen.pop(scene, None)
            found = store.get(meeting)
            store.save(replace(found, body=replace(found.body, scene=scene)))
            pressed = time.time() * 1000
            for _ in range(100):
                await asyncio.sleep(0.1)
                if all(scene in each.seen for each in opened):
                    break
            took.seen += [each.seen.get(scene, pressed + 10_000) - pressed for each in opened]
            await asyncio.sleep(max(0.0, BETWEEN_S - (time.time() * 1000 - pressed) / 1000))
        took.cpu = (cpu_s(pid) - before) / (time.perf_counter() - began) * 60
    return took


def fetch_drawn(port: int, code: str, scenes: Sequence[Record], folder: Path) -> None:
    """Keep every drawn scene as a file, for the peer to show the same."""
    for each in scenes:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SLOWEST_S)
        address = f"/m/{code}/scenes/{each.id}-{each.version}.html"
        connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        (folder / each.id).write_bytes(gzip.decompress(answer.read()))
        connection.close()


@contextmanager
def prepared(pack_folder: Path, place: str) -> Iterator[tuple[Path, Store, KeptMeeting]]:
    """Keep a meeting about a place in a store of its own."""
    pack = read_pack(pack_folder)
    with tempfile.TemporaryDirectory() as folder:
        os.environ[STORE_SETTING] = str(Path(folder, "store.sqlite"))
        store = open_store()
        yield Path(folder), store, begin_meeting(store, "", place, default_question(pack), pack)


def tell(took: Took, width: int = 44) -> None:
    """Print a row of the table."""
    seen = f"{statistics.median(took.seen):,.0f} / {p95(took.seen):,.0f} / {max(took.seen):,.0f}"
    print(f"{took.name:{width}} {seen:>22} {took.cpu:>10.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pack", type=Path, default=STARTER)
    parser.add_argument("--place", default="eht-wisbech")
    parser.add_argument("--followers", type=int, default=30)
    parser.add_argument("--steps", type=int, default=12)
    options = parser.parse_args()
    how = (options.followers, options.steps)
    with prepared(options.pack, options.place) as (folder, store, meeting):
        code, ids = meeting.record.id[:8], [each.id for each in meeting.scenes]
        drawn = folder / "drawn"
        drawn.mkdir()
        with served(HERE, "app.py", options.pack) as server:
            ours = asyncio.run(measure_ours(server, code, meeting.scenes, how))
            fetch_drawn(server[0], code, meeting.scenes, drawn)
        os.environ |= {"MEETING": meeting.record.id, "DRAWN": str(drawn)}
        Path(folder, "peer.py").write_text(PEER, "utf-8")
        with served(HERE, str(folder / "peer.py"), options.pack) as server:
            peer = asyncio.run(measure_peer(server, store, meeting.record.id, ids, how))
    print(f"{'the next scene, seen by followers':44} {'median / p95 / most':>22} {'CPU s/min':>10}")
    tell(ours)
    tell(peer)
    print(
        f"scene to scene for the chair, ms: median {statistics.median(ours.stepped):.0f}, "
        f"most {max(ours.stepped):.0f}"
    )
    print(
        f"a note kept over HTTP, ms: median {statistics.median(ours.notes):.0f}, "
        f"p95 {p95(ours.notes):.0f}, most {max(ours.notes):.0f}"
    )


if __name__ == "__main__":
    main()

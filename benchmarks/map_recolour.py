"""Measure the app's map beside streamlit-folium: bytes, times, and whether the view is kept.

    python -m benchmarks.map_recolour [pack folder] [--write]

Both draw the same areas on this machine in the same Chromium, a new one each time. The scripts
that folium fetches from elsewhere are given to it from this machine.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import xstatic.pkg.leaflet
from playwright.sync_api import Browser, Page, Route, sync_playwright

from geodata.pack import STARTER, read_pack

HERE = Path(__file__).parent
ROOT = HERE.parent
LEAFLET = Path(xstatic.pkg.leaflet.BASE_DIR)
REPORT = ROOT / "docs" / "benchmarks.md"
SECTION = "## Recolouring the map"
ROUNDS = 5
VIEWPORT = {"width": 1366, "height": 768}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TITLES = {
    "first_s": "opening the page to drawn, s",
    "first_ws_kb": "first view: websocket, kB",
    "first_http_kb": "first view: shapes, figures and scripts of the map, kB",
    "recolour_ms": "recolour to drawn, ms",
    "recolour_ws_kb": "recolour: websocket, kB",
    "recolour_http_kb": "recolour: everything else, kB",
    "kept": "view kept",
}


@dataclass(frozen=True)
class Way:
    """One way of drawing the map, and how to tell what it does."""

    name: str
    script: str
    drawn: str  # JavaScript that is true once the areas of the wanted colour are on the screen
    place: str  # JavaScript that gives where something stands on the map
    holder: str  # what to drag
    settings: dict[str, str] = field(default_factory=dict)


DEEP = """
const find = (root, selector) => {
    const found = root.querySelector(selector);
    if (found) return found;
    for (const each of root.querySelectorAll('*')) {
        const inside = each.shadowRoot ?? (each.tagName === 'IFRAME' ? each.contentDocument : null);
        const deeper = inside && find(inside, selector);
        if (deeper) return deeper;
    }
    return null;
};
"""
_WAYS = (
    Way(
        name="the app's map",
        script="map_app.py",
        drawn=f"""wanted => {{ {DEEP}
            const map = find(document, '.patch-map[data-state=drawn]');
            const title = map && find(map, '.legend h2').textContent;
            return map && title.startsWith({{ gap: 'Need and', need: 'Need:' }}[wanted]);
        }}""",
        place=f"""() => {{ {DEEP}
            const stage = find(document, '.patch-map .stage').getBoundingClientRect();
            const name = find(document, '.patch-map .place-holder').getBoundingClientRect();
            return [Math.round(name.x - stage.x), Math.round(name.y - stage.y)];
        }}""",
        holder=".patch-map .stage",
    ),
    Way(
        name="streamlit-folium",
        script="folium_page.py",
        drawn=f"""wanted => {{ {DEEP}
            const path = find(document, 'path.leaflet-interactive');
            if (!path) return false;
            const all = path.parentNode.querySelectorAll('path').length;
            const fill = path.getAttribute('fill');
            if (wanted === 'gap') window.firstFill = fill;
            return all > 1 && (wanted === 'gap' || fill !== window.firstFill);
        }}""",
        place=f"""() => {{ {DEEP}
            const map = find(document, '.leaflet-container').getBoundingClientRect();
            const path = find(document, 'path.leaflet-interactive').getBoundingClientRect();
            return [Math.round(path.x - map.x), Math.round(path.y - map.y)];
        }}""",
        holder="iframe",
    ),
)
WAYS = (
    *_WAYS,
    replace(
        _WAYS[1],
        name="… with feature_group_to_add",
        settings={"BENCHMARK_LAYER_APART": "1"},
    ),
)


@dataclass(frozen=True)
class Seen:
    """What one opening of the page took."""

    first_s: float
    first_ws_kb: float
    first_http_kb: float
    recolour_ms: float
    recolour_ws_kb: float
    recolour_http_kb: float
    kept: bool


class Traffic:
    """Counts what a page receives; Streamlit's own interface is not counted, being the same."""

    def __init__(self, page: Page) -> None:
        self.socket = self.rest = 0
        self.not_ours: set[str] = set()
        session = page.context.new_cdp_session(page)
        session.on("Network.webSocketFrameReceived", self._frame)
        session.on("Network.requestWillBeSent", self._ask)
        session.on("Network.loadingFinished", self._finish)
        session.send("Network.enable")

    def _frame(self, event: dict) -> None:
        response = event["response"]
        length = len(response["payloadData"])
        self.socket += length if response["opcode"] == 1 else length * 3 // 4

    def _ask(self, event: dict) -> None:
        path = event["request"]["url"].partition("//")[2].partition("/")[2]
        if path == "" or path.startswith(("static/", "_stcore/", "favicon")):
            self.not_ours.add(event["requestId"])

    def _finish(self, event: dict) -> None:
        if event["requestId"] not in self.not_ours:
            self.rest += int(event["encodedDataLength"])

    def take(self) -> tuple[float, float]:
        """Return kilobytes since the last time: by websocket, and by everything else."""
        taken = self.socket / 1000, self.rest / 1000
        self.socket = self.rest = 0
        return taken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pack", nargs="?", type=Path, default=STARTER)
    parser.add_argument("--write", action="store_true", help="put the table in docs/benchmarks.md")
    asked = parser.parse_args()
    areas = len(read_pack(asked.pack).areas)
    results = measure(asked.pack)
    report = as_table(results, areas)
    print(report)
    if asked.write:
        write_section(report)


def measure(pack: Path) -> dict[str, list[Seen]]:
    """Open each in turn, so that whatever else the machine does falls on both alike."""
    found: dict[str, list[Seen]] = {way.name: [] for way in WAYS}
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with ExitStack() as stack:
        playwright = stack.enter_context(sync_playwright())
        served_at = [
            stack.enter_context(served(HERE / way.script, pack, way.settings)) for way in WAYS
        ]
        for _ in range(ROUNDS + 1):
            for way, address in zip(WAYS, served_at, strict=True):
                browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
                found[way.name].append(look_once(way, browser, address))
                browser.close()
    return {name: seen[1:] for name, seen in found.items()}  # the first warms the server


def look_once(way: Way, browser: Browser, address: str) -> Seen:
    page = browser.new_page(viewport=VIEWPORT, bypass_csp=True)  # so that it can be asked
    page.route(lambda url: "127.0.0.1" not in url, give_from_here)
    traffic = Traffic(page)
    started = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_function(way.drawn, arg="gap", polling="raf", timeout=60_000)
    first_s = time.perf_counter() - started
    page.wait_for_timeout(1500)
    first = traffic.take()
    move_about(page, way)
    before = page.evaluate(way.place)
    traffic.take()
    started = time.perf_counter()
    page.evaluate("() => document.querySelectorAll('input[type=radio]')[1].click()")
    page.wait_for_function(way.drawn, arg="need", polling="raf", timeout=60_000)
    recolour_s = time.perf_counter() - started
    page.wait_for_timeout(1500)
    kept = page.evaluate(way.place) == before
    return Seen(first_s, *first, recolour_s * 1000, *traffic.take(), kept)


def give_from_here(route: Route) -> None:
    """Answer for the servers that folium's page asks, none of which can be reached."""
    name = route.request.url.rpartition("/")[2]
    if name in ("leaflet.js", "leaflet.css"):
        route.fulfill(path=LEAFLET / name)
    else:
        route.fulfill(
            body="", content_type="text/css" if name.endswith("css") else "text/javascript"
        )


def move_about(page: Page, way: Way) -> None:
    """Zoom in and drag, as a person does before changing the colours."""
    box = page.locator(way.holder).first.bounding_box()
    x, y = box["x"] + box["width"] / 3, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.wheel(0, -120)
    page.wait_for_timeout(1200)
    page.mouse.down()
    page.mouse.move(x + 50, y + 30, steps=5)
    page.mouse.up()
    page.wait_for_timeout(1500)


@contextmanager
def served(script: Path, pack: Path, more: dict[str, str]) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(script), f"--server.port={port}"]
    settings = {"KNOW_YOUR_PATCH_PACK": str(pack.resolve()), "PYTHONPATH": str(ROOT)} | more
    with subprocess.Popen(
        command,
        cwd=more.get("PYTHONPATH", ROOT),
        env=os.environ | settings,
        stdout=subprocess.DEVNULL,
    ) as server:
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(f"{address}/_stcore/health")
            yield address
        finally:
            server.terminate()


def wait_for(address: str) -> None:
    for _ in range(300):
        try:
            with urlopen(address, timeout=2):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)


def as_table(results: dict[str, list[Seen]], areas: int) -> str:
    heads = ["", *results]
    lines = ["| " + " | ".join(heads) + " |", "|---" + "|--:" * len(results) + "|"]
    for key, title in TITLES.items():
        cells = [say([asdict(seen)[key] for seen in found]) for found in results.values()]
        lines.append("| " + " | ".join([title, *cells]) + " |")
    made = (
        f"{areas} areas, {os.cpu_count()} cores (load {os.getloadavg()[0]:.0f} at the end of it), "
        f"headless Chromium, medians of {ROUNDS} "
        f"openings in turn, each in a new browser (in brackets, the least and the most). "
        "By `python -m benchmarks.map_recolour`."
    )
    return f"{made}\n\n" + "\n".join(lines)


def say(values: list[float] | list[bool]) -> str:
    if isinstance(values[0], bool):
        return f"{'yes' if all(values) else 'no'} ({sum(values)} of {len(values)})"
    least, middle, most = min(values), statistics.median(values), max(values)
    digits = 1 if most < 100 else 0
    return f"{middle:,.{digits}f} ({least:,.{digits}f}–{most:,.{digits}f})"


def write_section(report: str) -> None:
    """Put the report under its heading, and leave the rest of the page as it is."""
    text = REPORT.read_text("utf-8") if REPORT.exists() else "# Benchmarks\n"
    before, _, after = text.partition(SECTION)
    rest = after.partition("\n## ")
    tail = f"\n## {rest[2]}" if rest[1] else ""
    REPORT.write_text(f"{before.rstrip()}\n\n{SECTION}\n\n{report}\n{tail}", "utf-8")


if __name__ == "__main__":
    main()

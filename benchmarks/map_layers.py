"""Measure how a layer is switched on the app's map: time until drawn, bytes from the server.

    python -m benchmarks.map_layers [pack folder] [--write]

Medians over several switches of each of six layers, in one opening of the map in Chromium.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.map_recolour import ARGUMENTS, VIEWPORT, served
from geodata.pack import STARTER

REPORT = Path(__file__).parents[1] / "docs" / "benchmarks.md"
SECTION = "## Switching a layer"
ROUNDS = 5
REST_MS = 1500  # until the page has been told, and has answered
LAYERS = "ground,fill.gap,fill.need,line,out.far,doors"
SWITCH = """async (key) => {
    const within = (node) => node.querySelector?.('.patch-map')
        ?? [...(node.querySelectorAll?.('*') ?? [])]
            .map((each) => each.shadowRoot && within(each.shadowRoot)).find(Boolean);
    const map = within(document);
    const before = map.dataset.drawn;
    const from = performance.now();
    map.querySelector(`.layer[data-key="${key}"] input[type=checkbox]`).click();
    while (map.dataset.drawn === before) await new Promise(requestAnimationFrame);
    return performance.now() - from;
}"""


def main() -> None:
    """Measure, print, and write the section of the report where asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pack", nargs="?", type=Path, default=STARTER)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    with served(Path("app.py"), options.pack, {}) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=ARGUMENTS
        )
        page = browser.new_page(viewport=VIEWPORT)
        rows = _measure(page, address)
        browser.close()
    section = _section(rows)
    print(section)
    if options.write:
        text = REPORT.read_text("utf-8")
        whole = re.compile(rf"{re.escape(SECTION)}\n.*?(?=\n## |\Z)", re.DOTALL)
        text = whole.sub("", text).rstrip() + f"\n\n{section}"
        REPORT.write_text(text, "utf-8")


def _measure(page: Page, address: str) -> list[tuple[str, float, float, float, int]]:
    """Return for each layer: milliseconds (median, most), bytes of the socket, asked addresses."""
    received = [0]
    asked: list[str] = []
    page.on(
        "websocket",
        lambda socket: socket.on(
            "framereceived", lambda data: received.__setitem__(0, received[0] + len(data))
        ),
    )
    page.on(
        "request", lambda request: asked.append(request.url) if "/map/" in request.url else None
    )
    page.goto(f"{address}/?layers={LAYERS}")
    page.wait_for_selector(".patch-map[data-state=drawn]", timeout=60_000)
    page.get_by_role("button", name="Layers", exact=True).click()
    page.wait_for_selector(".layer details")
    time.sleep(REST_MS / 1000)
    rows = []
    for key in LAYERS.split(","):
        times, sizes, requests = [], [], 0
        for _ in range(2 * ROUNDS):
            before, already = received[0], len(asked)
            times.append(float(page.evaluate(SWITCH, key)))
            time.sleep(REST_MS / 1000)
            sizes.append(received[0] - before)
            requests += len(asked) - already
        rows.append((key, statistics.median(times), max(times), statistics.median(sizes), requests))
    return rows


def _section(rows: list[tuple[str, float, float, float, int]]) -> str:
    load = os.getloadavg()[0]
    lines = [
        SECTION,
        "",
        f"Six layers, each switched off and on {ROUNDS} times; {os.cpu_count()} cores (load "
        f"{load:.0f}), headless Chromium. The map draws by itself; what the server sends "
        "afterwards is what says it in words. By `python -m benchmarks.map_layers`.",
        "",
        "| layer | switched to drawn, ms, median (most) | websocket, bytes | addresses asked |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| `{key}` | {middle:.0f} ({most:.0f}) | {size:,.0f} | {requests} |"
        for key, middle, most, size, requests in rows
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()

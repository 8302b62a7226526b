"""Measure the map with six layers: opening, switching a layer, panning; and all England's areas.

    python -m benchmarks.layered_map PACK [--before FOLDER] [--england PACK] [--write]

Beside it stand streamlit-folium with the same layers and, where the folder of an earlier version is
given, the map as it was there, both of which switch a layer by a run of the page. All are opened in
turn in the same Chromium, a new one each time, in one run; the first round warms the server.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import time
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
from geopandas import points_from_xy
from pandas import Index
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.map_recolour import (
    ARGUMENTS,
    DEEP,
    HERE,
    REPORT,
    ROOT,
    VIEWPORT,
    WAYS,
    Traffic,
    give_from_here,
    served,
    write_section,
)
from geodata.pack import read_pack, write_pack
from layers.question.doors import asked_doors
from layers.question.question import default_question

ROUNDS = 5
SERVICES = 1_000
SPREAD_M = 4_000
PAN_S = 2.0
SWITCH = "() => document.querySelectorAll('input[type=radio]')[{at}].click()"
IS_DRAWN = f"""() => {{ {DEEP} return Boolean(find(document, '.patch-map[data-state=drawn]')); }}"""
CHANGED = f"""before => {{ {DEEP}
    const map = find(document, '.patch-map[data-state=drawn]');
    return map && map.dataset.drawn !== before;
}}"""
DRAWN_TIMES = f"() => {{ {DEEP} return find(document, '.patch-map').dataset.drawn; }}"
FOLIUM = f"""() => {{ {DEEP}
    const map = find(document, '.leaflet-container canvas');
    if (!map) return false;
    const {{ width, height }} = map;
    const {{ data }} = map.getContext('2d').getImageData(0, height >> 1, width, 1);
    return data.some(Boolean);
}}"""


@dataclass(frozen=True)
class Shown:
    """One map that is measured."""

    name: str
    script: str
    is_ours: bool = True
    is_by_run: bool = True
    root: Path = ROOT
    settings: dict[str, str] = field(default_factory=dict)
    holder: str = ".patch-map .stage"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pack", type=Path)
    parser.add_argument("--before", type=Path, help="the folder of an earlier version")
    parser.add_argument("--england", type=Path, help="a pack of all England’s areas")
    parser.add_argument("--write", action="store_true", help="put the table in docs/benchmarks.md")
    asked = parser.parse_args()
    now = Shown("the app's map", "layered_app.py", is_by_run=False)
    shown = [
        now,
        Shown("streamlit-folium", "layered_folium_page.py", is_ours=False, holder="iframe"),
    ]
    if asked.before:
        by_run = {"BENCHMARK_BY_RUN": "1", "PYTHONPATH": str(asked.before)}
        shown.append(Shown("the map before", "layered_app.py", root=asked.before, settings=by_run))
    results = measure(shown, asked.pack)
    with TemporaryDirectory() as folder:
        crowded = crowd(asked.pack, Path(folder) / "pack")
        results[f"{SERVICES:,} services"] = measure([now], crowded)[now.name]
    if asked.england:
        results["33,755 areas"] = measure_wide(asked.england)
    report = as_table(results)
    print(report)
    if asked.write:
        import benchmarks.map_recolour as other

        other.SECTION = "## Layers on the map"
        write_section(report)
        print(f"Written to {REPORT}")


def crowd(pack: Path, folder: Path) -> Path:
    """Write a pack in which the asked service has so many doors, near those that it has."""
    held = read_pack(pack)
    doors = asked_doors(held, default_question(held))
    random = np.random.default_rng(1)
    more = doors.sample(SERVICES - len(doors), replace=True, random_state=1)
    moved = random.normal(0, SPREAD_M, (len(more), 2))
    more = more.assign(
        geometry=points_from_xy(*(more.get_coordinates().to_numpy() + moved).T, crs=more.crs)
    )
    more.index = Index([f"more-{at}" for at in range(len(more))], name=doors.index.name)
    write_pack(replace(held, assets=pd.concat([held.assets, more])), folder)
    return folder


def measure(shown: list[Shown], pack: Path) -> dict[str, list[dict[str, float]]]:
    found: dict[str, list[dict[str, float]]] = {each.name: [] for each in shown}
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with ExitStack() as stack:
        playwright = stack.enter_context(sync_playwright())
        at = [
            stack.enter_context(served(HERE / each.script, pack, each.settings)) for each in shown
        ]
        for _ in range(ROUNDS + 1):
            for each, address in zip(shown, at, strict=True):
                browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
                found[each.name].append(look_once(each, browser, address))
                browser.close()
    return {name: seen[1:] for name, seen in found.items()}


def look_once(shown: Shown, browser: Browser, address: str) -> dict[str, float]:
    page = browser.new_page(viewport=VIEWPORT, bypass_csp=True)
    page.route(lambda url: "127.0.0.1" not in url, give_from_here)
    traffic = Traffic(page)
    started = time.perf_counter()
    page.goto(address, wait_until="commit")
    drawn = IS_DRAWN if shown.is_ours else FOLIUM
    page.wait_for_function(drawn, polling="raf", timeout=120_000)
    seen = {"first_s": time.perf_counter() - started}
    page.wait_for_timeout(1_500)
    seen["first_kb"] = sum(traffic.take())
    seen |= switch(shown, page, traffic)
    seen["pan_fps"] = pan(page, shown.holder)
    return seen


def switch(shown: Shown, page: Page, traffic: Traffic) -> dict[str, float]:
    """Switch the doors off: by the map's own list, or by a run of the page."""
    before = page.evaluate(DRAWN_TIMES) if shown.is_ours else ""
    if not shown.is_by_run:
        page.get_by_role("button", name="Layers").first.click()
        page.locator(".layers-panel input[role=switch]").first.wait_for()
        page.wait_for_timeout(1_000)
        before = page.evaluate(DRAWN_TIMES)
    traffic.take()
    started = time.perf_counter()
    if shown.is_by_run:
        page.evaluate(SWITCH.format(at=1))
    else:
        page.locator(".layers-panel input[role=switch]").first.dispatch_event("click")
    if shown.is_ours:
        page.wait_for_function(CHANGED, arg=before, polling="raf", timeout=60_000)
    took = time.perf_counter() - started
    page.wait_for_timeout(1_500)
    # When streamlit-folium has drawn a switched layer cannot be told from its page.
    timed = {"switch_ms": took * 1_000} if shown.is_ours else {}
    return timed | {"switch_kb": sum(traffic.take())}


def pan(page: Page, holder: str) -> float:
    """Return how many frames a second are drawn while the map is dragged about."""
    stage = page.locator(f"{holder}:visible").first
    stage.wait_for()
    box = stage.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.evaluate("""() => {
        window.frames_ = [];
        const again = () => { window.next_ = requestAnimationFrame(next); };
        const next = (at) => { window.frames_.push(at); again(); };
        again();
    }""")
    page.mouse.move(x, y)
    page.mouse.down()
    until, step = time.perf_counter() + PAN_S, 0
    while time.perf_counter() < until:
        step += 1
        page.mouse.move(x + step % 60 * 3, y + step % 40 * 2)
    page.mouse.up()
    page.wait_for_timeout(300)
    at = page.evaluate("() => { cancelAnimationFrame(window.next_); return window.frames_; }")
    return (len(at) - 1) * 1_000 / (at[-1] - at[0])


def measure_wide(pack: Path) -> list[dict[str, float]]:
    """Measure the map of very many areas: drawn, coloured anew, dragged."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    way, found = WAYS[0], []
    with sync_playwright() as playwright, served(HERE / way.script, pack, {}) as address:
        for _ in range(ROUNDS + 1):
            browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
            page = browser.new_page(viewport=VIEWPORT, bypass_csp=True)
            traffic = Traffic(page)
            started = time.perf_counter()
            page.goto(address, wait_until="commit")
            page.wait_for_function(way.drawn, arg="gap", polling="raf", timeout=180_000)
            seen = {"first_s": time.perf_counter() - started}
            page.wait_for_timeout(2_000)
            seen["first_kb"] = sum(traffic.take())
            seen["pan_fps"] = pan(page, way.holder)
            started = time.perf_counter()
            page.evaluate(SWITCH.format(at=1))
            page.wait_for_function(way.drawn, arg="need", polling="raf", timeout=60_000)
            seen["recolour_ms"] = (time.perf_counter() - started) * 1_000
            found.append(seen)
            browser.close()
    return found[1:]


TITLES = {
    "first_s": "opening the page to drawn, s",
    "first_kb": "first view, without Streamlit's own interface, kB",
    "switch_ms": "switching a layer to drawn, ms",
    "switch_kb": "switching a layer, kB",
    "recolour_ms": "colouring anew to drawn, ms",
    "pan_fps": "frames a second while dragging",
}


def as_table(results: dict[str, list[dict[str, float]]]) -> str:
    lines = [
        "| " + " | ".join(["", *results]) + " |",
        "|---" + "|--:" * len(results) + "|",
    ]
    for key, title in TITLES.items():
        cells = [say([each[key] for each in seen if key in each]) for seen in results.values()]
        lines.append("| " + " | ".join([title, *cells]) + " |")
    made = (
        f"Six layers: ground, colours by need and reach, two boundaries, an outline, doors; "
        f"{os.cpu_count()} cores (load {os.getloadavg()[0]:.0f} at the end of it), headless "
        f"Chromium, medians of {ROUNDS} openings in turn, each in a new browser (in brackets, the "
        "least and the most). “Before” and streamlit-folium switch a layer by a run of the page. "
        "By `python -m benchmarks.layered_map`."
    )
    return f"{made}\n\n" + "\n".join(lines)


def say(values: list[float]) -> str:
    if not values:
        return ""
    least, middle, most = min(values), statistics.median(values), max(values)
    digits = 1 if most < 100 else 0
    return f"{middle:,.{digits}f} ({least:,.{digits}f}–{most:,.{digits}f})"


if __name__ == "__main__":
    main()

"""Ask everything by a sensitive count of people, and search what comes for its unrounded parts.

The counts behind a sensitive need are protected as their pack is read; but who of them is reached,
who is not, and who would be are worked out here, place by place. The pack is made so that every
such part is a number seen nowhere else: of each age a hundred thousand children live everywhere, so
that all counts of children are round, and shares of them that are not round at all. What may be
told of those in need is round again.

`python -m tests.attacks.parts` asks for everything; a name or more after it, for these alone.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from unittest import mock

import pandas as pd
import pyogrio
from pandas import DataFrame
from pypdf import PdfReader
from starlette.applications import Starlette

from geodata import schema
from geodata.model import Disclosure, Indicator, Pack
from geodata.pack import arrange, assemble_pack, table_from_catalogue, write_pack
from layers.__main__ import main as layers_main
from mapping.__main__ import main as mapping_main
from mapping.pages.frame.rooms import find_pages
from mapping.served import packs, routes
from mapping.served.cache import CACHE
from tests.attacks import planted
from tests.builders import OLDEST_AGE, tiny_areas, tiny_info, tiny_pack
from tests.mapping.asking import Client

Output = tuple[str, bytes]

NEED, CONTROL = "plans_share", "idaci_rank"
EACH_AGE = 10**5  # children of each age in each area
STEP = 10**3  # what a count is rounded to, and the least that is shown
LEAST, MOST = 100, 10**8  # a part is no smaller, nor larger: a row of classes is, read as a number
ROUND = 100  # what may be told is a multiple of this
DISCLOSURE = Disclosure(threshold=STEP, round_to=STEP, reason="To be found")
COUNTS = {
    "A1": 21, "A2": 34, "A3": 47, "B1": 55, "B2": 8, "B3": 0, "C1": 13, "C2": 3, "C3": 29,
}  # fmt: skip
"""Thousands with a plan in each area; the small ones have parts too few to show."""
AMONG = 1_573_169  # those of whom they were counted; no round number, so no share is round
COMMANDS = (
    "gaps",
    "gaps --kind district",
    "ranks",
    "capacity",
    "access",
    "lottery",
    "siting",
    "siting --who all",
    "siting --action close --sites 1",
    "scenario --changes close.centre-a",
    "scenario --changes add.child-and-family-centre.0-4.area.B2",
    "hotspots --about gap --permutations 99",
    "hotspots --about need --permutations 99",
    "compare",
    "cover",
    "exercise",
    "exercise --place team-a",
    "profile --place team-a",
    "why --figure gap",
    "why --figure gap --place team-a",
    "why --figure share --place team-a",
    "why --figure class --area A1",
    "why --figure capacity --place team-a",
    "within --here A1 --limit 25",
)
UNASKED = ("similar --place team-a", f"index --weight {NEED}=1 --weight idaci_rank=1")
ROUTES = (
    "areas.json",
    "figures.json",
    "points.json",
    "places/early-help-team.json",
    *(
        f"layer.json?layer={layer}"
        for layer in ("fill.gap", "fill.need", "fill.amount", "fill.reach", "fill.hotspot")
    ),
    f"layer.json?layer=fill.{NEED}",
    "within.json?here=A1&limit=40",
)
ARRANGEMENTS = re.compile(rb"this one among them, [\d,]+ lie")  # of all figures; no people
SAID = {float(STEP - 1)}  # the most that is not shown, in words beside what is


def parts_pack(*, is_sensitive: bool = True) -> Pack:
    """Return the pack, its counts protected; or the same figures, of what is not sensitive."""
    areas = tiny_areas()
    ages = [f"people_{age}" for age in range(OLDEST_AGE + 1)]
    areas[ages] = EACH_AGE
    areas["people_all"] = EACH_AGE * len(ages)
    bare = tiny_pack(areas=areas, info=tiny_info(disclosure=DISCLOSURE))
    need = Indicator(
        key=NEED,
        label="Children with a plan",
        form="share",
        per=100,
        unit="%",
        worse_when="higher",
        spread_over="people",
        geography="area",
        theme="Safe",
        period="2025",
        source="made-up",
        sensitive=True,
        whom="with a plan",
        age_from=0,
        age_to=15,
    )
    rows = DataFrame(
        {
            "indicator": NEED,
            "place_id": list(COUNTS),
            "period": "2025",
            "value": [100 * STEP * count / AMONG for count in COUNTS.values()],
            "numerator": [float(STEP * count) for count in COUNTS.values()],
            "denominator": float(AMONG),
        }
    )
    values = [bare.indicator_values, arrange(schema.INDICATOR_VALUES, rows)]
    tables = {
        name: getattr(bare, name) for name in ("areas", "origins", "places", "membership", "assets")
    } | {
        "indicators": table_from_catalogue({**bare.indicators, NEED: need}),
        "indicator_values": pd.concat(values, ignore_index=True),
    }
    pack = assemble_pack(bare.info, tables)
    if is_sensitive:
        return pack
    return replace(pack, indicators={**pack.indicators, NEED: replace(need, sensitive=False)})


def parts_in(content: bytes) -> set[float]:
    """Return the numbers that may be unrounded parts: large, and no multiple of what is told."""
    numbers = planted.numbers_in(ARRANGEMENTS.sub(b"", content))
    return {each for each in numbers if LEAST <= each < MOST and each % ROUND}


def ask_all(need: str, folder: Path) -> Iterator[Output]:
    """Ask everything there is by one need."""
    for kind in KINDS.values():
        yield from kind(need, folder)


def _commands(need: str, folder: Path) -> Iterator[Output]:
    for words in COMMANDS:
        for ending in planted.FORMATS:
            yield said([*words.split(), "--need", need, "--format", ending], folder)
    for words in UNASKED:
        yield said([*words.split(), "--format", "json"], folder)


def few_commands(need: str, folder: Path) -> Iterator[Output]:
    """Ask each command once, and no page."""
    for words in COMMANDS:
        if words.split()[0] != "exercise":
            yield said([*words.split(), "--need", need, "--format", "json"], folder)


def said(words: list[str], folder: Path, main: Callable[[list[str]], int] = layers_main) -> Output:
    """Run a command on the pack that is served; it may refuse what is sensitive, and no more."""
    out, told = io.StringIO(), io.StringIO()
    opened = mock.patch("layers.question.options.open_named_pack", return_value=packs.served_pack())
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(told), opened:
        code = main([*words, "--pack", str(folder)])
    assert code == 0 or "which is sensitive" in told.getvalue(), (words, told.getvalue())
    return " ".join(words), (out.getvalue() + told.getvalue()).encode()


def ask_routes(need: str, _: Path) -> Iterator[Output]:
    """Ask the routes that the map asks."""
    client = Client(Starlette(routes=routes.routes()))
    mark = packs.served_pack().short_hash
    for path in ROUTES:
        sent = client.get(f"/map/{mark}/{path}{'&' if '?' in path else '?'}need={need}")
        assert sent.status_code == 200, (path, sent.text)
        yield path, sent.text.encode()


def _files(need: str, folder: Path) -> Iterator[Output]:
    out = folder.parent / "out"
    for ending in ("html", "svg", "pdf", "csv", "zip", "geojson", "gpkg"):
        path = out / f"{need}.{ending}"
        yield said(["map", "--need", need, "--out", str(path)], folder, mapping_main)
        yield from _held(path)
    for place in ("team-a", "D1"):
        for command in ("profile", "exercise"):
            made = out / f"{need}-{command}-{place}"
            words = [command, "--need", need, "--place", place, "--out", str(made)]
            yield said(words, folder, mapping_main)
            for path in made.glob("*.pdf"):
                yield from _held(path)


def _held(path: Path) -> Iterator[Output]:
    """Return what a file holds as text: of a document its words, of a GeoPackage its tables."""
    if path.suffix == ".pdf":
        text = "\n".join(page.extract_text() for page in PdfReader(path).pages)
        yield path.name, text.encode()
    elif path.suffix == ".gpkg":
        for name, _ in pyogrio.list_layers(path):
            rows = pyogrio.read_dataframe(path, layer=name, read_geometry=False)
            yield f"{path.name}, {name}", rows.to_csv().encode()
    elif path.suffix == ".zip":
        yield from planted._inside(path)
    elif path.suffix == ".svg":  # a drawing’s attributes are where things lie, in pixels
        yield path.name, re.sub("<[^>]*>", "\n", path.read_text("utf-8")).encode()
    else:
        yield path.name, path.read_bytes()


def _pages(need: str, _: Path) -> Iterator[Output]:
    for page in find_pages():
        yield f"the page {page.url_path}", planted._page(page.url_path, need=need, place="team-a")
    changes = {"changes": "close.centre-a", "wish": "2.areas.cover.need"}
    yield "the page scenarios, changed", planted._page("scenarios", need=need, **changes)


KINDS: dict[str, Callable[[str, Path], Iterator[Output]]] = {
    "commands": _commands,
    "routes": ask_routes,
    "files": _files,
    "pages": _pages,
}


def search(
    folder: Path, ask: Callable[[str, Path], Iterator[Output]], pack: Pack
) -> tuple[int, dict[str, set[float]]]:
    """Ask by the sensitive need, and by another that no count of people is behind.

    Returns
    -------
    outputs, found
        How many outputs were searched, and which parts each of them holds that the other need
        does not lead to as well.
    """
    write_pack(replace(pack), folder)
    CACHE.clear()
    kept = mock.patch("mapping.served.packs.served_pack", return_value=pack)
    with mock.patch.dict(os.environ, {packs.PACK_SETTING: str(folder)}), kept:
        known = parts_in(pack.indicator_values.to_csv().encode()) | SAID
        for _, content in ask(CONTROL, folder):
            known |= parts_in(content)
        outputs, found = 0, {}
        for name, content in ask(NEED, folder):
            outputs += 1
            held = parts_in(content) - known
            if held:
                found[name] = held
    CACHE.clear()
    return outputs, found


def main() -> int:
    """Ask for everything, or what is named; returns 0 where no part is told."""
    names = sys.argv[1:] or list(KINDS)
    failed = 0
    for name in names:
        with tempfile.TemporaryDirectory(prefix="parts-") as folder:
            outputs, found = search(Path(folder) / "pack", KINDS[name], parts_pack())
        for output, numbers in found.items():
            print(f"{output}: {sorted(numbers)[:5]}")
        print(
            f"parts, {name}: {len(found)} of {outputs} outputs hold an unrounded part", flush=True
        )
        failed += len(found)
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())

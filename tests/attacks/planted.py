"""Plant figures that no output may hold, ask for everything, and search what comes.

Everything is asked of one pack, to learn which numbers its outputs hold. Another is planted with
other counts, which are to be published alike: the files written of it must be the same, byte by
byte, and none of its outputs may hold a number that was planted in it alone.

`python -m tests.attacks.planted` asks for everything, piece by piece, each of a few minutes; a name
or more after it (`commands-2`), for these alone.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import logging
import os
import pickle
import re
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import pandas as pd
import pyogrio
import streamlit
from pypdf import PdfReader
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest

from geodata.__main__ import main as geodata_main
from geodata.pack import write_pack
from layers.__main__ import COMMANDS
from layers.__main__ import main as layers_main
from layers.own_places.address import read_own
from mapping.__main__ import main as mapping_main
from mapping.pages.frame.rooms import find_pages
from mapping.served import packs, routes
from mapping.served.cache import CACHE
from tests.attacks.building import build_outputs
from tests.attacks.met import all_met, few_met
from tests.attacks.planting import FORMS, SMALL, TEAM, Plants, catalogue, planted_pack
from tests.attacks.taken_away import taken_away
from tests.mapping.asking import Client
from tests.mapping.reading import SCRIPT

LEAST_OUTPUTS = 131
LEAST_LEFT = 100  # small numbers that no output holds by chance
FORMATS = ("csv", "json", "table")
NUMBER = re.compile(r"\d[\d,]*\.?\d*(?:[eE][+-]?\d+)?")
A_WORD = re.compile(rf"(?<![\w.]){NUMBER.pattern}(?!\w)")  # not the digits of a hash
SEED = 20_261_101

Output = tuple[str, bytes]
Ask = Callable[[Path], Iterator[Output]]
OWN = "Two.areas.A1_B1~More.areas.A1_B1_C1~Rest.difference.2.place.D1.areas.A1_B1~West.place.team-a"
TWO = read_own(OWN)[0].places[0].place_id
OF_OWN = f"--kind own --own {OWN}"
WORDS = {  # what a command is asked beside its pack, where it must be asked anything
    "facts": ("", "--place team-a"),
    "outcomes": ("--place team-a",),
    "similar": ("--place team-a",),
    "exercise": ("", "--place team-a", "--place D1"),
    "profile": ("--place team-a", "--place D1", "--place team-a --everything"),
    "pathway": ("", "--place team-a"),
    "history": tuple(f"--indicator {key} --place team-a" for key in list(catalogue())[:3]),
    "scenario": ("--changes close.centre-a",),
    "compare": ("", "--kind district"),
    "hotspots": ("", "--about gap", "--need area_count_1"),
    "indicator": ("", "--indicator area_count_1"),
    "index": ("--weight area_share_100=1 --weight area_rate_10000=2",),
    "gaps": (
        *("", "--need area_rate_1000", "--need area_share_1", OF_OWN),
        "--kind own --own Two.areas.A1_B1 --need area_share_1",
    ),
    "own": (f"--own {OWN}",),
    "within": tuple(
        f"--here A1 --limit {limit} --rows {rows} --need {need}"
        for limit in (5, 15, 60)
        for rows in ("areas", "ages")
        for need in ("area_count_1", "area_share_1", "area_rate_1000")
    ),
    "why": (
        *(f"--figure gap --need {need}" for need in ("area_count_1", "area_share_1")),
        "--figure gap --place team-a --need area_share_1",
        "--figure class --area A1 --need area_share_1",
        "--figure compare --indicator early_help_team_share_100_3 --place team-a",
        "--figure compare --indicator area_count_1 --place A1",
    ),
    "siting": ("--need area_count_1",),
    "lottery": ("--need area_count_1",),
    "demand": ("--kind district",),
    "agenda": ("--place team-a", "--place team-a --changes close.centre-a"),
    "find-help": ("--postcode A1 --age 3",),
    "timeline": tuple(
        f"--indicator {key} --place team-a --project Drop-in;2022;2024"
        for key in list(catalogue())[:60:12]
    ),
    "footprints": ("--kind early-help-team --other district",),
}
OWN_WORDS = {  # of places of one's own: many sets, which taken from one another leave few
    "apportion": tuple(
        f"--indicator {key} --kind own --own {own}"
        for key in ("area_count_1", "area_share_1", "area_rate_1000")
        for own in (OWN, "Two.areas.A1_B1", "Three.areas.A1_B1_C1", "Four.areas.A1_B1_C1_A2")
    ),
    "ranks": (OF_OWN,),
    "compare": (OF_OWN,),
    "cover": (OF_OWN,),
    "capacity": (OF_OWN,),
    "access": (OF_OWN,),
    "exercise": (OF_OWN,),
    "demand": (OF_OWN,),
    "similar": (f"--place {TWO} --own {OWN}",),
    "profile": (f"--place {TWO} --own {OWN}",),
}
UNASKED = ("standardise",)  # of the person's own counts: it reads nothing of the pack
HISTORY = "history --indicator early_help_team_share_100_3 --place team-a"
PLAIN = ("services", "needs", "places", "layers")  # lists, which have no format


def main() -> int:
    """Plant, ask for everything and search it; returns 0 where nothing planted is found."""
    names = sys.argv[1:] or list(PIECES)
    every, wrong = 0, 0
    for name in names:
        with tempfile.TemporaryDirectory(prefix="planted-") as folder:
            outputs, found, is_same = attack(Path(folder), name)
        every, wrong = every + outputs, wrong + len(found) + (not is_same)
        for output, numbers in found.items():
            print(f"{output}: {sorted(numbers)[:5]}")
        print(
            f"planted, {name}: {len(found)} of {outputs} outputs hold a planted figure; packs that "
            f"differ in nothing published are {'the same' if is_same else 'NOT the same'} byte by "
            "byte",
            flush=True,
        )
    return int(bool(wrong) or (not sys.argv[1:] and every < LEAST_OUTPUTS))


def attack(folder: Path, piece: str) -> tuple[int, dict[str, set[float]], bool]:
    """Attack a pack written below a folder.

    Parameters
    ----------
    piece
        One of `PIECES`, or "few".

    Returns
    -------
    outputs, found, is_same
        How many outputs were searched, which planted numbers each of them held, and whether two
        packs that are published alike have the same bytes.
    """
    drawn = Plants(rng=np.random.default_rng(SEED))
    first = _written(planted_pack(drawn), folder / "first")
    said = _asked(piece, first, folder / "first build", drawn)
    avoid = {number for _, content in said for number in numbers_in(content)}
    left = {float(number) for number in range(*SMALL)} - avoid
    assert len(left) > LEAST_LEFT, "outputs hold nearly every small number: they must be let out"
    plants = Plants(rng=np.random.default_rng(SEED + 1), avoid=avoid)
    other = planted_pack(Plants(rng=np.random.default_rng(SEED)), like=plants)
    second = _written(other, folder / "second")
    outputs, found = 0, {}
    said = _asked(piece, second, folder / "second build", plants)
    for name, content in said:
        outputs += 1
        held = numbers_in(content) & plants.numbers
        if held:
            found[name] = held
    return outputs, found, _bytes_of(first) == _bytes_of(second)


def _written(pack: Any, folder: Path) -> Path:
    write_pack(pack, folder)
    return folder


def _bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def _asked(piece: str, folder: Path, build: Path, plants: Plants) -> Iterator[Output]:
    """Ask for one piece of everything, with what is logged and kept meanwhile."""
    if piece == "builds":
        return build_outputs(build, plants, is_full=True)
    if piece == "few":
        return chain(few_outputs(folder), build_outputs(build, plants, is_full=False))
    return _piece(PIECES[piece], folder)


def _piece(ask: Callable[[Path], Iterator[Output]], folder: Path) -> Iterator[Output]:
    log = io.StringIO()
    with _served(folder), _logged(log):
        packs.served_pack()
        yield from ask(folder)
        yield from _kept()
    yield "the log", log.getvalue().encode()


def few_outputs(folder: Path) -> Iterator[Output]:
    """Ask for one output of most kinds."""
    with _served(folder):
        yield from _files(folder)
        for key in ("early_help_team_count_1_0", "early_help_team_share_100_3", "lone_rate_1000_0"):
            for command in ("compare", "indicator"):
                yield from _said(f"{command} --indicator {key} --format csv", folder)
        yield from _said(f"{HISTORY} --format json", folder)
        yield from _said("facts --format json", folder)
        yield from _said("apportion --indicator area_count_1 --format csv", folder)
        for words in (*OWN_WORDS["apportion"][:4], f"--indicator area_count_1 {OF_OWN}"):
            yield from _said(f"apportion {words} --format csv", folder)
        yield from _said(f"gaps {OF_OWN} --format json", folder)
        yield "the page places by own places", _page("places", own=OWN, kind="own")
        yield from _said("within --here A2 --limit 25 --need area_share_1 --format json", folder)
        yield from _said(f"exercise {OF_OWN} --format json", folder)
        asked = f"/map/{packs.served_pack().short_hash}/within.json?here=A2&need=area_share_1"
        yield asked, Client(Starlette(routes=routes.routes())).get(asked).content
        yield from _taken("early_help_team_count_1_0", folder, ("zip", "geojson", "gpkg", "pdf"))
        yield from _answers()
        yield "the page compare", _page("compare", indicator="early_help_team_rate_10000_2")


@contextlib.contextmanager
def _served(folder: Path) -> Iterator[None]:
    CACHE.clear()
    with mock.patch.dict(os.environ, {packs.PACK_SETTING: str(folder)}):
        yield
    CACHE.clear()


@contextlib.contextmanager
def _logged(log: io.StringIO) -> Iterator[None]:
    handler = logging.StreamHandler(log)
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)


def _files(folder: Path) -> Iterator[Output]:
    """Yield the pack's own files, as they lie there and as a reader of Parquet reads them."""
    for path in sorted(folder.iterdir()):
        yield f"the file {path.name}", path.read_bytes()
        if path.suffix == ".parquet":
            rows = pd.read_parquet(path)
            named = rows.drop(columns="geometry", errors="ignore")
            text = named.to_csv(index=named.index.name is not None)
            yield f"the table {path.name}", text.encode()


def _run(main_of: Callable[[list[str]], int], words: list[str]) -> bytes:
    """Run a command in this process; the pack it names is read once and kept, as by the server."""
    said, told = io.StringIO(), io.StringIO()
    kept = packs.served_pack()
    opened = mock.patch("layers.question.options.open_named_pack", return_value=kept)
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(told), opened:
        try:
            code = main_of(words)
        except SystemExit as ended:
            raise AssertionError((words, told.getvalue())) from ended
    is_refused = any(why in told.getvalue() for why in ("found no value", "get no figure of it"))
    assert code == 0 or is_refused, (words, told.getvalue())
    assert said.getvalue() or told.getvalue(), words
    return (said.getvalue() + told.getvalue()).encode()


def _said(words: str, folder: Path) -> Iterator[Output]:
    yield f"layers {words}", _run(layers_main, [*words.split(), "--pack", str(folder)])


def _commands(folder: Path, part: slice) -> Iterator[Output]:
    """Ask some of all commands, in every format they have."""
    for name in [name for name in COMMANDS if name not in UNASKED][part]:
        for words in (*WORDS.get(name, ("",)), *OWN_WORDS.get(name, ())):
            for ending in ("",) if name in PLAIN else FORMATS:
                form = f"--format {ending}" if ending else ""
                yield from _said(f"{name} {words} {form}", folder)


def _own_commands(folder: Path) -> Iterator[Output]:
    for words in (["check", str(folder)], ["list", "--packs", str(folder.parent)]):
        yield f"geodata {words[0]}", _run(geodata_main, words)


def _published(folder: Path, part: slice) -> Iterator[Output]:
    """Compare indicators of every form and spelling, and move those of areas."""
    for number, key in list(enumerate(catalogue()))[part]:
        if key.startswith("area"):
            for ending in FORMATS:
                yield from _said(f"apportion --indicator {key} --format {ending}", folder)
        else:
            ending = FORMATS[number % len(FORMATS)]
            yield from _said(f"compare --indicator {key} --format {ending}", folder)
        yield from _said(f"indicator --indicator {key} --format {FORMATS[number % 3]}", folder)
        yield from _drawn(key, folder)


def _drawn(key: str, folder: Path) -> Iterator[Output]:
    """Draw an indicator as a file, and send it as the map asks for it."""
    path = folder.parent / "out" / f"{key}.html"
    _run(mapping_main, ["map", "--pack", str(folder), "--indicator", key, "--out", str(path)])
    yield f"the map of {key}", path.read_bytes()
    yield from _taken(key, folder, ("csv",))
    yield f"the notes of {key}", path.with_name(f"{key}-README.txt").read_bytes()
    client = Client(Starlette(routes=routes.routes()))
    mark = packs.served_pack().short_hash
    for ending in ("json", "csv"):
        sent = client.get(f"/map/{mark}/indicator.{ending}?indicator={key}")
        yield f"the route of {key} as {ending}", sent.text.encode()


def _taken(key: str, folder: Path, endings: Iterable[str]) -> Iterator[Output]:
    """Take the map of an indicator away in some forms."""
    for ending in endings:
        path = folder.parent / "out" / f"{key}.{ending}"
        _run(mapping_main, ["map", "--pack", str(folder), "--indicator", key, "--out", str(path)])
        yield f"the map of {key} ({ending})", path.read_bytes()
        yield from _inside(path)


def _documents(folder: Path) -> Iterator[Output]:
    out = folder.parent / "out"
    question = ["--pack", str(folder), "--need", "area_share_100"]
    for ending in ("html", "png", "svg", "pdf", "csv", "zip", "geojson", "gpkg"):
        path = out / f"map.{ending}"
        yield (
            f"mapping map, said ({ending})",
            _run(mapping_main, ["map", *question, "--out", str(path)]),
        )
        yield f"the map ({ending})", path.read_bytes()
        yield from _inside(path)
    for place in ("team-a", "D1", "lone-a"):
        for command in ("profile", "exercise"):
            folder_of = out / f"{command}-{place}"
            words = [command, *question, "--place", place, "--out", str(folder_of)]
            yield f"mapping {command} {place}, said", _run(mapping_main, words)
            [path] = folder_of.glob("*.pdf")
            yield f"the {command} of {place} (PDF)", path.read_bytes()
            text = "\n".join(page.extract_text() for page in PdfReader(path).pages)
            yield f"the {command} of {place}, its words", text.encode()


def _inside(path: Path) -> Iterator[Output]:
    """Yield what a file holds that its bytes do not show: a zip’s files, a GeoPackage’s tables."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                yield f"{path.name}, {name}", archive.read(name)
    elif path.suffix == ".gpkg":
        for name, _ in pyogrio.list_layers(path):
            rows = pyogrio.read_dataframe(path, layer=name, read_geometry=False)
            yield f"{path.name}, {name}", rows.to_csv().encode()
    elif path.suffix == ".pdf":
        text = "\n".join(page.extract_text() for page in PdfReader(path).pages)
        yield f"{path.name}, its words", text.encode()


def _answers() -> Iterator[Output]:
    """Ask the routes that the map asks, and the server's health."""
    client = Client(Starlette(routes=routes.routes()))
    mark = packs.served_pack().short_hash
    for path in (
        *(f"/map/{mark}/{name}.json" for name in ("areas", "figures", "points", f"places/{TEAM}")),
        f"/map/{mark}/figures.json?need=area_count_1",
        f"/map/{mark}/figures.json?need=area_share_1&deciles=2",
        f"/map/{mark}/indicator.json?indicator=early_help_team_share_100_3",
        f"/map/{mark}/places/own.json?own={OWN}",
        f"/map/{mark}/figures.json?kind=own&own={OWN}",
        *(
            f"/map/{mark}/layer.json?need={need}&layer={layer}"
            for need in ("area_count_1", "area_share_1")
            for layer in ("fill.gap", "fill.need", "fill.amount", "fill.hotspot", "out.hotspot")
        ),
        *(f"/map/{mark}/layer.json?layer=fill.{key}" for key in list(catalogue())[::5]),
        f"/map/{mark}/layer.json?own={OWN}&layer=line.own",
        f"/map/{mark}/catalogue.json",
        f"/map/{mark}/within.json?here=A1&limit=5&need=area_count_1",
        f"/map/{mark}/within.json?here=A1&limit=40&need=area_share_1",
        f"/map/{mark}/find.json?q=a&own={OWN}",
        *("/health/live", "/health/ready"),
    ):
        sent = client.get(path)
        is_too_few = "Too few to test" in sent.text  # by how much is kept back, as the pack falls
        assert sent.status_code == 200 or is_too_few, (path, sent.text)
        yield f"the route {path}", sent.text.encode()


def _pages(part: slice) -> Iterator[Output]:
    """Open some of all pages, and everything that they hand out."""
    downloads: list[Output] = []

    def keep(label: str, data: Any, **_: Any) -> bool:
        downloads.append((f"download: {label}", data() if callable(data) else data))
        return False

    with mock.patch.object(streamlit, "download_button", keep):
        for page in find_pages()[part]:
            yield f"the page {page.url_path}", _page(page.url_path)
            yield (
                f"the page {page.url_path} by another need",
                _page(page.url_path, need="area_rate_10000", place="team-b", area="A1"),
            )
            yield (
                f"the page {page.url_path} by own places",
                _page(page.url_path, own=OWN, kind="own"),
            )
    yield from downloads


def _compare_pages() -> Iterator[Output]:
    for number, (form, per) in enumerate(FORMS):
        key = f"early_help_team_{form}_{per}_{number}"
        yield f"the page compare, {form} {per}", _page("compare", indicator=key)


def _page(url_path: str, **query: str) -> bytes:
    """Return all that a page sends a browser: words, pictures, what its map is told."""
    app = AppTest.from_string(SCRIPT.format(page=url_path), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, url_path
    return "\n".join(_protos(app._tree)).encode()


def _protos(node: Any) -> Iterator[str]:
    proto = getattr(node, "proto", None)
    if proto is not None:
        yield str(proto)
    for child in getattr(node, "children", {}).values():
        yield from _protos(child)


def _kept() -> Iterator[Output]:
    """Yield whatever the server keeps in memory."""
    held = [*CACHE._kept.items(), *CACHE._held.items()]
    assert held
    for number, (key, (_, *kept)) in enumerate(held):
        with contextlib.suppress(pickle.PicklingError, TypeError, AttributeError):
            # Without frames: how long one is would be read as a number that is kept.
            yield f"kept {number} ({str(key)[:40]})", pickle.dumps(kept, protocol=3)


def numbers_in(content: bytes) -> set[float]:
    """Return every number that some bytes hold: written out, packed, or as a computer keeps it."""
    if content.startswith(b"\x1f\x8b"):
        content = gzip.decompress(content)
    try:
        return _numbers_of(A_WORD, content.decode("utf-8"))
    except UnicodeDecodeError:
        digits = _numbers_of(NUMBER, content.decode("latin-1"))
    # Among so many bytes there is any short number by chance.
    found = {number for number in digits if number > 10**5}
    for start in range(8):  # a number may begin at any byte
        whole = len(content[start:]) // 8 * 8
        for kind in ("<f8", "<i8"):
            kept = np.frombuffer(content[start : start + whole], kind)
            plausible = np.isfinite(kept) if kind == "<f8" else np.ones(len(kept), dtype=bool)
            plausible &= (np.abs(kept) > 9) & (np.abs(kept) < 1e12)
            found |= set(np.unique(kept[plausible]).astype(float).tolist())
    return found


def _numbers_of(shape: re.Pattern[str], text: str) -> set[float]:
    return {float(word.replace(",", "")) for word in set(shape.findall(text))}


def _some(name: str, ask: Callable[[Path, slice], Iterator[Output]], parts: int) -> dict[str, Ask]:
    """Part what would take too long in one go into pieces."""
    return {
        f"{name}-{number + 1}": partial(_of_part, ask, slice(number, None, parts))
        for number in range(parts)
    }


def _of_part(
    ask: Callable[[Path, slice], Iterator[Output]], part: slice, folder: Path
) -> Iterator[Output]:
    return ask(folder, part)


PIECES: dict[str, Ask] = {
    "files": lambda folder: chain(_files(folder), _own_commands(folder), _answers()),
    **_some("commands", _commands, 6),
    **_some("published", _published, 8),
    "documents": _documents,
    **_some("profiles", lambda folder, part: taken_away(folder, part, _run), 4),
    **_some("pages", lambda _, part: _pages(part), 5),
    "compared": lambda _: _compare_pages(),
    "met": lambda folder: all_met(folder, _run),
    "few met": lambda folder: few_met(folder, _run),
    "builds": lambda _: iter(()),  # of their own packs: see `_asked`
}


if __name__ == "__main__":
    sys.exit(main())

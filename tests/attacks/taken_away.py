"""Profiles in every format, booklets, branding, two maps and the log: all that is handed out.

Every file is given as it lies there and with all that lies inside it: the members of zips and of
documents, the tables of GeoPackages, the words of PDFs.
"""

from __future__ import annotations

import io
import os
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pyogrio
from pypdf import PdfReader

from geodata.exports import LOG_SETTING
from mapping.__main__ import main as mapping_main

Output = tuple[str, bytes]
ALL = "pdf,docx,pptx,xlsx,html,csv,data"
BRAND = 'name = "A Council"\ncontact = "early.help@example.org"\ncolour = "#1d4f91"\n'
MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|\+00:00)?")  # of the clock, in the log alone
OWN = "Two.areas.A1_B1~Rest.difference.2.place.D1.areas.A1_B1"


def taken_away(
    folder: Path, part: slice, run: Callable[[Any, list[str]], bytes]
) -> Iterator[Output]:
    """Take some of everything away, and yield what was said, and every file with what is inside.

    Parameters
    ----------
    part
        Which of the commands.
    run
        Runs a command in this process, and returns what it prints.
    """
    out = folder.parent / f"taken of the {folder.name}"
    out.mkdir(exist_ok=True)
    brand = out.parent / "brand.toml"
    brand.write_text(BRAND, encoding="utf-8")
    log = out / "exports.jsonl"
    with mock.patch.dict(os.environ, {LOG_SETTING: str(log)}):
        for name, words in list(commands(out, brand))[part]:
            said = run(mapping_main, [*words, "--pack", str(folder)])
            yield f"mapping {name}, said", MOMENT.sub(b" ", said)
        yield "mapping exports", MOMENT.sub(b" ", run(mapping_main, ["exports"]))
    for path in sorted(out.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            content = MOMENT.sub(b" ", content) if path == log else content
            yield from opened(str(path.relative_to(out)), content)


def commands(out: Path, brand: Path) -> Iterator[tuple[str, list[str]]]:
    """Return what is asked for: every kind of profile, and two maps in every form."""
    many = ["profile", "--kind", "early-help-team", "--all", "--zip", "--formats", ALL]
    yield (
        "profile of all, in full, branded",
        [*many, "--resume", "--length", "full", "--brand", str(brand), "--out", str(out / "all")],
    )
    for place in ("D1", "lone-a"):
        one = ["profile", "--place", place, "--formats", ALL, "--need", "area_share_1"]
        yield f"profile of {place} by a sensitive need", [*one, "--out", str(out / place)]
    yield (
        "booklet",
        ["profile", "--kind", "early-help-team", "--all", "--booklet", "--out", str(out / "book")],
    )
    for ending in ("html", "png", "svg", "csv"):
        two = ["two-maps", "--beside", "limit=45", "--need", "area_count_1"]
        yield f"two maps ({ending})", [*two, "--out", str(out / f"two.{ending}")]
    periods = ["two-maps", "--indicator", "early_help_team_count_1_0", "--period", "2021"]
    yield (
        "two periods",
        [*periods, "--beside", "period=2025", "--out", str(out / "periods.html")],
    )


def opened(name: str, content: bytes) -> Iterator[Output]:
    """Yield a file, and all that lies inside it."""
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield f"{name}, names", "\n".join(archive.namelist()).encode()
            for member in archive.namelist():
                yield from opened(f"{name}, {member}", archive.read(member))
        return
    yield name, content
    if content.startswith(b"%PDF"):
        pages = PdfReader(io.BytesIO(content)).pages
        yield f"{name}, its words", "\n".join(page.extract_text() for page in pages).encode()
    elif content.startswith(b"SQLite format 3"):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "opened.gpkg"
            path.write_bytes(content)
            for layer, _ in pyogrio.list_layers(path):
                rows = pyogrio.read_dataframe(path, layer=layer, read_geometry=False)
                yield f"{name}, {layer}", rows.to_csv().encode()

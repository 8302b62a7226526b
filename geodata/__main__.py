"""Packs from the command line: `python -m geodata list | build | check`."""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

from geodata.building.build import build_pack
from geodata.errors import DataError
from geodata.log import BuildLog
from geodata.pack import read_pack, write_pack
from geodata.recipe import PACKS, read_recipe

OWN_PACKS = Path("packs")  # where people keep the packs they build, below the working folder
DONE, FAULTS, MISUSED = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 0 when all is well, 1 when faults were found, 2 when it was misused."""
    parser = _describe_commands()
    chosen = parser.parse_args(arguments)
    try:
        if chosen.command == "build":
            return _build(chosen.recipe, chosen.raw, chosen.out)
        if chosen.command == "check":
            return _check(chosen.pack)
        return _list(chosen.packs)
    except DataError as error:
        for problem in error.problems:
            print(problem.sentence(), file=sys.stderr)
        print(f"{len(error.problems)} faults; nothing was written.", file=sys.stderr)
        return FAULTS


def _describe_commands() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m geodata", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    build = commands.add_parser("build", help="build a pack from a recipe and official files")
    build.add_argument("recipe", type=Path, help="a recipe.toml, or the folder that holds one")
    build.add_argument("--raw", type=Path, required=True, help="the folder of official files")
    build.add_argument("--out", type=Path, required=True, help="the folder to write the pack to")
    check = commands.add_parser("check", help="check a pack and print every fault")
    check.add_argument("pack", type=Path, help="the pack’s folder")
    listing = commands.add_parser("list", help="list packs and recipes, one a line")
    listing.add_argument("--packs", type=Path, default=OWN_PACKS, help="where your own packs are")
    return parser


def _build(recipe_path: Path, raw_folder: Path, out: Path) -> int:
    if not raw_folder.is_dir():
        print(f"{raw_folder}: no such folder of official files.", file=sys.stderr)
        return MISUSED
    log = BuildLog(say=lambda line: print(f"{line}…", flush=True))
    built = build_pack(read_recipe(recipe_path), raw_folder, log)
    write_pack(built.pack, out)
    print(f"\n{built.report()}\nWritten to {out}")
    return DONE


def _check(folder: Path) -> int:
    pack = read_pack(folder)
    counts = {
        "areas": len(pack.areas),
        "origins": len(pack.origins),
        "places": len(pack.places),
        "assets": len(pack.assets),
        "indicators": len(pack.indicators),
        "values": len(pack.indicator_values),
    }
    told = ", ".join(f"{count:,} {name}" for name, count in counts.items())
    print(f"{pack.info.title}: no faults. {told}. Hash {pack.short_hash}")
    return DONE


def _list(own_packs: Path) -> int:
    for folder in (PACKS, own_packs):
        for line in _describe_folder(folder):
            print(line)
    return DONE


def _describe_folder(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("[!.]*/areas.parquet")):  # a hidden one is being written
        yield _describe_pack(path.parent)
    for path in sorted(folder.glob("*/recipe.toml")):
        try:
            raw = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError):
            yield f"{_near(path)}  a recipe that cannot be read"
        else:
            about = f"{raw.get('title', '')}  {raw.get('date', '')}"
            yield f"{_near(path)}  {about}  recipe, to be built"


def _near(path: Path) -> Path:
    """Write a path from the working folder where it lies below it."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _describe_pack(folder: Path) -> str:
    try:
        pack = read_pack(folder)
    except DataError as error:
        return f"{_near(folder)}  cannot be used: {len(error.problems)} faults"
    kind = "illustrative" if pack.info.illustrative else "real"
    return f"{_near(folder)}  {pack.info.title}  {pack.info.date}  {kind}  {pack.short_hash}"


if __name__ == "__main__":
    sys.exit(main())

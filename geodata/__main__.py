"""Packs from the command line: `python -m geodata list | build | check | coverage | store`.

A command ends with 0 when it is done, 1 when `check` found faults, and 2 when it could not be done:
in words, never with a traceback.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

from geodata.building.build import build_pack
from geodata.building.every import build_every
from geodata.coverage import FAIL, coverage_lines
from geodata.ending import DONE, end_well, path_named, read_options
from geodata.errors import DataError, Problem
from geodata.files.codes import Vintages
from geodata.files.faults import fault, many
from geodata.files.looking import Seen, look_at
from geodata.files.reading import label, read_bytes
from geodata.log import BuildLog
from geodata.own.bringing import Brings, find_brings
from geodata.pack import read_pack, write_pack
from geodata.plain import plain_line
from geodata.recipe import PACKS, Recipe, read_recipe, recipe_of
from geodata.sources.ons import read_area_changes
from geodata.sources.recognising import find_roles
from geodata.store.options import add_store_options

OWN_PACKS = Path("packs")  # where people keep the packs they build, below the working folder
FAULTS = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns 0, 1 where `check` found faults, or 2 where it cannot be done."""
    return end_well(lambda: _run(sys.argv[1:] if arguments is None else list(arguments)))


def _run(given: list[str]) -> int:
    options = read_options(_parser(), given)
    if options.command == "build":
        return _build(options)
    if options.command == "coverage":
        return _tell_coverage(options.path)
    if options.command == "check":
        return _check(options)
    if options.command == "store":
        from geodata.store.commands import run_store

        return run_store(options)
    return _list(options.packs)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m geodata", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    build = commands.add_parser("build", help="build a pack from a recipe and official files")
    what = build.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "recipe", nargs="?", type=path_named, help="a recipe.toml, or the folder that has one"
    )
    what.add_argument(
        "--authority",
        metavar="CODE",
        help="in place of a recipe: the code or name of an authority of England, or of several "
        "with commas between them, or england",
    )
    what.add_argument(
        "--every-authority",
        action="store_true",
        help="in place of a recipe: every authority of England, each in a folder below --out",
    )
    build.add_argument("--raw", type=path_named, required=True, help="the folder of official files")
    build.add_argument(
        "--out", type=path_named, required=True, help="the folder to write the pack to"
    )
    coverage = commands.add_parser(
        "coverage", help="tell how much of each layer a pack was built with, and what was left out"
    )
    coverage.add_argument("path", type=path_named, help="a pack’s folder")
    check = commands.add_parser("check", help="check a pack, or any file, and print every fault")
    check.add_argument("path", type=path_named, help="a pack’s folder; or a table, workbook or map")
    check.add_argument("--sheet", default="", help="which sheet of a workbook")
    check.add_argument(
        "--lookup",
        type=path_named,
        help="the official lookup of small areas of 2011 to 2021, to tell the year of codes by",
    )
    store = commands.add_parser("store", help="what people keep: back up, restore, check, retain")
    add_store_options(store)
    listing = commands.add_parser("list", help="list packs and recipes, one a line")
    listing.add_argument(
        "--packs", type=path_named, default=OWN_PACKS, help="where your own packs are"
    )
    return parser


def _build(options: argparse.Namespace) -> int:
    raw_folder: Path = options.raw
    if not raw_folder.is_dir():
        fix = "Check the name after --raw."
        raise fault(str(raw_folder), "no such folder", "the folder of official files", fix)
    if options.every_authority:
        return _build_every(raw_folder, options.out)
    log = BuildLog(say=lambda line: print(f"{line}…", flush=True))
    built = build_pack(_choose_recipe(options), raw_folder, log)
    write_pack(built.pack, options.out)
    print(f"\n{built.report()}\nWritten to {options.out}")
    return DONE


def _build_every(raw_folder: Path, out: Path) -> int:
    """Build the pack of every authority; one that cannot be built stops none of the others."""
    every = build_every(raw_folder, out, lambda line: print(plain_line(line), flush=True))
    for code, problems in every.refused.items():
        for problem in problems:
            print(plain_line(f"{code}: {problem.sentence()}"), file=sys.stderr)
    print(f"\n{many(len(every.built), 'pack')} written below {out}.")
    if every.stopped:
        print("Stopped before the end: every pack that was written is whole.", file=sys.stderr)
    return FAULTS if every.refused or every.stopped else DONE


def _tell_coverage(path: Path) -> int:
    """Tell how much of each layer there is: 0 where all is whole but what is left out, else 1."""
    pack = read_pack(path)
    print("\n".join([f"{pack.info.title}, {pack.info.date}", "", *coverage_lines(pack.coverage)]))
    is_whole = len(pack.coverage) and not pack.coverage["verdict"].eq(FAIL).any()
    return DONE if is_whole else FAULTS


def _choose_recipe(options: argparse.Namespace) -> Recipe:
    """Return the recipe that is named, or that of an authority, which needs none."""
    if options.authority is None:
        return read_recipe(options.recipe)
    return recipe_of(options.authority)


def _check(options: argparse.Namespace) -> int:
    """Check a pack or a file: 0 where nothing is wrong, 1 where something is."""
    path: Path = options.path
    if not path.exists():
        raise fault(str(path), "no such file or folder", "a pack’s folder, or a file", "Check it.")
    if not path.is_dir():
        return _check_file(path, options.sheet, options.lookup)
    try:
        pack = read_pack(path)
    except DataError as error:
        _say_faults(error.problems)
        print(f"{path}: {many(len(error.problems), 'fault')}.", file=sys.stderr)
        return FAULTS
    counts = {
        "area": len(pack.areas),
        "origin": len(pack.origins),
        "place": len(pack.places),
        "asset": len(pack.assets),
        "indicator": len(pack.indicators),
        "value": len(pack.indicator_values),
    }
    told = ", ".join(many(count, name) for name, count in counts.items())
    print(f"{pack.info.title}: no faults. {told}. Hash {pack.short_hash}")
    return DONE


def _check_file(path: Path, sheet: str, lookup: Path | None) -> int:
    """Check a file: its faults as any, but for what costs a row where a build takes the others."""
    vintages = None if lookup is None else Vintages(read_area_changes(lookup))
    brought = _find_brings(path, sheet)
    refused = list(dict.fromkeys(problem for each in brought for problem in each.refused))
    if any(brings.unread for brings in brought):
        seen = Seen(label(path), "", tuple(refused), (), ())
    else:
        seen = look_at(path, sheet, vintages)
    taken = next((each.about for each in brought if each.about and not each.refused), "")
    problems = () if taken else seen.problems or tuple(refused)
    _say_faults(problems)
    for sentence in (*seen.repairs, *seen.warnings):
        print(plain_line(f"! {sentence}"))
    warned = len(seen.repairs) + len(seen.warnings)
    about = many(len(problems), "fault") if problems else seen.about or taken
    print(f"{seen.name}: {about}" + (f"; {many(warned, 'warning')}." if warned else "."))
    _say_brings(path, brought)
    return FAULTS if problems else DONE


def _find_brings(path: Path, sheet: str) -> list[Brings]:
    try:
        return list(find_brings(path, sheet))
    except DataError:
        return []  # why it cannot be read is told of any file


def _say_brings(path: Path, found: Sequence[Brings]) -> None:
    """Print what a file would bring under `[own]` of a recipe, and which rows it would not."""
    roles = [] if any(brings.unread for brings in found) else find_roles(path)
    if roles:
        print(f"Read as: {', '.join(f'files.{role}' for role in roles)} of a recipe.")
    for brings in found:
        print(f"\n{plain_line(brings.lines[0])}")
        for line in brings.lines[1:]:
            print(f"  {plain_line(line)}")
        for problem in brings.left_out:
            print(f"  x {plain_line(problem.sentence())}")
        for sentence in brings.warnings:
            print(f"  ! {plain_line(sentence)}")


def _say_faults(problems: Sequence[Problem]) -> None:
    for problem in problems:
        print(plain_line(problem.sentence()), file=sys.stderr)


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
            raw = tomllib.loads(read_bytes(path).decode("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, DataError):
            yield f"{_near(path)}  a recipe that cannot be read"
        else:
            about = f"{raw.get('title', '')}  {raw.get('date', '')}"
            yield f"{_near(path)}  {about}  recipe, to be built"


def _near(path: Path) -> Path:
    """Return a path from the working folder where it lies below it."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _describe_pack(folder: Path) -> str:
    try:
        pack = read_pack(folder)
    except DataError as error:
        return f"{_near(folder)}  cannot be used: {many(len(error.problems), 'fault')}"
    kind = "illustrative" if pack.info.illustrative else "real"
    return f"{_near(folder)}  {pack.info.title}  {pack.info.date}  {kind}  {pack.short_hash}"


if __name__ == "__main__":
    sys.exit(main())

"""A recipe: everything about one authority's pack that is not code, read from `recipe.toml`.

The same code builds every pack; a recipe says which districts, which official files and where they
are to be had, which services and which ways of dividing the map.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from geodata.errors import DataError, PackError, Problem, RecipeError
from geodata.files.reading import label, read_bytes
from geodata.info import parse_info, place_in, with_keys
from geodata.model import ALLOWED_PER, SCHEMA_VERSION, Declared, PackInfo
from geodata.naming import NamingRules
from geodata.sources.record import RawFile, Reader
from geodata.sources.registry import known_choices, official_readers, own_readers
from geodata.validation import validate

PACKS = Path(__file__).parent / "packs"
FILE = "recipe.toml"
MOST_BYTES = 5_000_000
MADE_FROM = ("authorities", "districts", "wards", "middle areas", "networks")
FIX = "Correct the recipe; see docs/packs.md."


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """One authority's pack, described.

    Attributes
    ----------
    folder
        Where the recipe and its own tables are.
    info
        What goes into the pack's `pack.toml`.
    districts
        Codes of the lower-tier and unitary authorities that make up the pack.
    made_from
        Kind of place → one of `MADE_FROM`, or the name of a table of wards in the folder.
    files
        By role.
    tables
        By role, paths relative to the folder.
    choices
        Which rows of national files belong to this pack, where their place does not say; by the
        names that the readers of those files give.
    """

    folder: Path
    info: PackInfo
    districts: tuple[str, ...]
    made_from: Mapping[str, str]
    files: Mapping[str, RawFile]
    tables: Mapping[str, str]
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    naming: NamingRules = field(default_factory=NamingRules)
    comparators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenFile:
    """A row of `[files]`, as a recipe writes it."""

    paths: tuple[str, ...] = ()
    source: str = ""
    where: str = ""
    indicators: Mapping[str, Declared] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a recipe writes beside its files and the description of its pack."""

    districts: tuple[str, ...] = ()
    comparators: tuple[str, ...] = ()
    tables: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    naming: NamingRules = field(default_factory=NamingRules)


def read_recipe(path: Path) -> Recipe:
    """Read a recipe.

    Parameters
    ----------
    path
        A `recipe.toml`, or the folder that holds one.

    Raises
    ------
    RecipeError
        Every fault found: keys missing, unknown or wrong, sources that nothing describes.
    """
    path = path / FILE if path.is_dir() else path
    if not path.exists():
        fix = "Check the name; python -m geodata list shows the recipes there are."
        raise RecipeError(_problem(str(path), "no such file", "a recipe", fix))
    try:
        raw = tomllib.loads(read_bytes(path, MOST_BYTES).decode("utf-8-sig"))
    except DataError as error:
        raise RecipeError(error.problems) from error
    except (ValueError, RecursionError) as error:
        found = f"text that is not TOML ({str(error)[:200]})"
        raise RecipeError(_problem(label(path), found, "TOML", "Correct that line.")) from error
    return parse_recipe(raw, path)


def _problem(where: str, found: str, expected: str, fix: str = FIX) -> Problem:
    return Problem(where=where, found=found, expected=expected, fix=fix)


def parse_recipe(raw: Mapping[str, Any], path: Path) -> Recipe:
    """Return what a `recipe.toml` describes; raises RecipeError with every problem."""
    problems: list[Problem] = []
    own = {key: raw[key] for key in Written.__dataclass_fields__ if key in raw}
    rest = {key: value for key, value in raw.items() if key not in own and key != "files"}
    rest["place_kinds"], made_from = _take_made_from(raw.get("place_kinds", {}))
    problems += _kinds_made_of_nothing(made_from, path.name)
    written = _take_written(own, path.name, problems)
    files = _take_files(raw.get("files", {}), path.name, problems)
    info = _parse_info(rest, path.name, problems)
    if info is not None:
        problems += _unknown_sources(files, info, path.name)
    if problems or info is None:
        raise RecipeError(problems)
    return Recipe(
        folder=path.parent,
        info=info,
        districts=written.districts,
        comparators=written.comparators,
        made_from={kind: str(value) for kind, value in made_from.items()},
        files=files,
        tables=written.tables,
        choices=written.choices,
        naming=written.naming,
    )


def _parse_info(raw: dict[str, Any], where: str, problems: list[Problem]) -> PackInfo | None:
    try:
        return parse_info({"schema_version": SCHEMA_VERSION, "illustrative": False} | raw, where)
    except PackError as error:
        problems.extend(error.problems)
        return None


def _take_made_from(kinds: object) -> tuple[object, dict[str, object]]:
    """Part what a kind of place is made from from what goes into the pack's description."""
    if not isinstance(kinds, Mapping):
        return kinds, {}
    rows = {key: row for key, row in kinds.items() if isinstance(row, Mapping)}
    made_from = {key: row.get("made_from", "") for key, row in rows.items()}
    rest = {
        key: {name: value for name, value in row.items() if name != "made_from"}
        for key, row in rows.items()
    }
    return {**kinds, **rest}, made_from


def _kinds_made_of_nothing(made_from: Mapping[str, object], where: str) -> Iterator[Problem]:
    expected = "one of " + ", ".join(MADE_FROM) + ", or a table of wards (.csv)"
    for key, value in made_from.items():
        if not isinstance(value, str) or (value not in MADE_FROM and not value.endswith(".csv")):
            yield _problem(f"{where}, place_kinds.{key}", f"made_from = {value!r}", expected)
        elif strays(value):
            expected = "a path below the recipe’s folder"
            yield _problem(f"{where}, place_kinds.{key}", f"made_from = {value!r}", expected)


def _take_written(own: Mapping[str, Any], where: str, problems: list[Problem]) -> Written:
    """Validate each key for itself, so that a fault in one hides none in another."""
    right = {}
    for key, value in own.items():
        made, faults = validate(Written, {key: value}, partial(place_in, where))
        problems += faults
        if made is not None:
            right[key] = getattr(made, key)
    written = Written(**right)
    if not written.districts and ("districts" in right or "districts" not in own):
        expected = "the codes of one or more districts"
        problems.append(_problem(f"{where}, districts", "none", expected))
    problems += _unknown_keys(written.tables, f"{where}, tables", own_readers())
    problems += [
        _problem(f"{where}, tables.{key}", repr(path), "a path below the recipe’s folder")
        for key, path in written.tables.items()
        if strays(path)
    ]
    problems += _unknown_keys(written.choices, f"{where}, choices", known_choices())
    return written


def _take_files(rows: object, where: str, problems: list[Problem]) -> dict[str, RawFile]:
    known = official_readers()
    if not isinstance(rows, Mapping):
        problems.append(_problem(f"{where}, files", repr(rows), "a table"))
        rows = {}
    files: dict[str, RawFile] = {}
    for role, row in rows.items():
        place = f"{where}, files.{role}"
        if role not in known or not isinstance(row, Mapping):
            found = f"an unknown kind of file {role!r}"
            problems.append(_problem(place, found, "one of " + ", ".join(known)))
            continue
        file = _take_file(known[role], row, place, problems)
        if file is not None:
            files[role] = file
    problems += [
        _problem(f"{where}, files.{role}", "nothing", reader.about)
        for role, reader in known.items()
        if reader.is_needed and role not in rows
    ]
    return files


def _take_file(
    reader: Reader, row: Mapping[str, Any], where: str, problems: list[Problem]
) -> RawFile | None:
    options = {name: row.get(name, each.default) for name, each in reader.options.items()}
    problems += [
        _problem(where, f"{name} = {options[name]!r}", "one of " + ", ".join(each.one_of))
        for name, each in reader.options.items()
        if each.one_of and options[name] not in each.one_of
    ]
    problems += [
        _problem(where, f"{name} = {options[name]!r}", 'text, between "quotation marks"')
        for name, each in reader.options.items()
        if not each.one_of and not isinstance(options[name], str)
    ]
    plain = {name: value for name, value in row.items() if name not in options}
    if "indicators" in plain:
        plain["indicators"] = with_keys(plain["indicators"], f"{where}.indicators", problems)
    written, faults = validate(WrittenFile, plain, partial(_below, where))
    problems += faults
    if written is None:
        return None
    problems += [_problem(where, *fault) for fault in _file_faults(written, reader)]
    problems += _declaration_faults(written, f"{where}.indicators")
    return RawFile(
        role=reader.role,
        paths=written.paths,
        source=written.source,
        where=written.where,
        options=options,
        indicators=written.indicators,
    )


def _below(where: str, path: tuple[str, ...]) -> str:
    return ".".join([where, *path])


def _unknown_sources(files: Mapping[str, RawFile], info: PackInfo, where: str) -> Iterator[Problem]:
    for role, file in files.items():
        if file.source not in info.sources:
            found = f"source {file.source!r}"
            yield _problem(f"{where}, files.{role}", found, "one under [sources]")


def _unknown_keys(
    held: Iterable[str], where: str, known: Mapping[str, object]
) -> Iterator[Problem]:
    for key in held:
        if key not in known:
            yield _problem(where, f"an unknown key {key!r}", "one of " + ", ".join(known))


def _file_faults(row: WrittenFile, reader: Reader) -> Iterator[tuple[str, str]]:
    if not row.paths:
        yield "no paths", "one or more paths below the raw folder"
    if reader.is_one_piece and len(row.paths) > 1:
        yield f"{len(row.paths)} paths", "one file that covers the whole pack"
    for written in row.paths:
        if strays(written):
            yield repr(written), "a path below the raw folder"
    if row.indicators and not reader.declares_indicators:
        yield "indicators", "none: this kind of file describes its own"


def _declaration_faults(row: WrittenFile, where: str) -> Iterator[Problem]:
    for key, each in row.indicators.items():
        allowed = ALLOWED_PER[each.form]
        if each.per not in allowed:
            expected = f"a {each.form} per " + " or ".join(f"{per:,}" for per in allowed)
            yield _problem(f"{where}.{key}", f"per = {each.per}", expected)


def strays(written: str) -> bool:
    """Return whether a path that a recipe names may lead out of the folder that it counts from."""
    path = PurePosixPath(written)
    odd = any(sign in written for sign in ("\\", "\0")) or ":" in written or written[:1] == "~"
    return not written.strip() or odd or path.is_absolute() or ".." in path.parts


def find_missing(recipe: Recipe, raw_folder: Path) -> list[Problem]:
    """Find the raw files and own tables that cannot be had, and say where each is to be had.

    A link that leads out of the folder is followed no further: a recipe reads what is below its
    own folder and below the raw one, and nothing else.
    """
    problems = []
    for file in recipe.files.values():
        source = recipe.info.sources[file.source]
        about = (
            f"{official_readers()[file.role].about}: {source.title}, {source.period} "
            f"({source.publisher}; {source.licence})"
        )
        fix = (
            f"Get it from {file.where or source.url or source.publisher} "
            f"and save it under that name in {raw_folder}."
        )
        problems += [
            _problem(written, found, about, fix)
            for written in file.paths
            if (found := _why_not(raw_folder, written))
        ]
    own = {**recipe.tables, **{k: v for k, v in recipe.made_from.items() if v.endswith(".csv")}}
    problems += [
        _problem(written, found, f"the recipe’s own table ({key})", "Restore it.")
        for key, written in own.items()
        if (found := _why_not(recipe.folder, written))
    ]
    return problems


def _why_not(folder: Path, written: str) -> str:
    """Say why a file below a folder cannot be read; "" where it can."""
    path, root = Path(os.path.realpath(folder / written)), Path(os.path.realpath(folder))
    if not path.is_relative_to(root):
        return f"a link that leads out of {folder.name or 'the folder'}"
    if path.is_dir():
        return "a folder"
    return "" if path.is_file() else "no such file"

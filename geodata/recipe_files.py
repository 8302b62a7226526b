"""The rows of `[files]` in a recipe: which official files to read, and where they are to be had."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from geodata.errors import Problem
from geodata.info import with_keys
from geodata.model import ALLOWED_PER, Declared
from geodata.sources.record import RawFile, Reader
from geodata.sources.registry import official_readers
from geodata.validation import validate

FIX = "Correct the recipe; see docs/packs.md."


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenFile:
    """A row of `[files]`, as a recipe writes it."""

    paths: tuple[str, ...] = ()
    either: tuple[tuple[str, ...], ...] = ()
    coarse: tuple[str, ...] = ()
    if_there: bool = False
    source: str = ""
    where: str = ""
    indicators: Mapping[str, Declared] = field(default_factory=dict)


def problem(where: str, found: str, expected: str, fix: str = FIX) -> Problem:
    """Return a fault of a recipe."""
    return Problem(where=where, found=found, expected=expected, fix=fix)


def take_files(rows: object, where: str, problems: list[Problem]) -> dict[str, RawFile]:
    """Take the files that a recipe names, by what they are; adds what is wrong with any."""
    known = official_readers()
    if not isinstance(rows, Mapping):
        problems.append(problem(f"{where}, files", repr(rows), "a table"))
        rows = {}
    files: dict[str, RawFile] = {}
    for role, row in rows.items():
        place = f"{where}, files.{role}"
        if role not in known or not isinstance(row, Mapping):
            found = f"an unknown kind of file {role!r}"
            problems.append(problem(place, found, "one of " + ", ".join(known)))
            continue
        file = _take_file(known[role], row, place, problems)
        if file is not None:
            files[role] = file
    problems += [
        problem(f"{where}, files.{role}", "nothing", reader.about)
        for role, reader in known.items()
        if reader.is_needed and role not in rows
    ]
    return files


def _take_file(
    reader: Reader, row: Mapping[str, Any], where: str, problems: list[Problem]
) -> RawFile | None:
    options = {name: row.get(name, each.default) for name, each in reader.options.items()}
    problems += [
        problem(where, f"{name} = {options[name]!r}", "one of " + ", ".join(each.one_of))
        for name, each in reader.options.items()
        if each.one_of and options[name] not in each.one_of
    ]
    problems += [
        problem(where, f"{name} = {options[name]!r}", 'text, between "quotation marks"')
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
    problems += [problem(where, *fault) for fault in _file_faults(written, reader)]
    problems += _declaration_faults(written, f"{where}.indicators")
    return RawFile(
        role=reader.role,
        paths=written.paths,
        either=written.either,
        coarse=written.coarse,
        source=written.source,
        where=written.where,
        options=options,
        indicators=written.indicators,
    )


def _below(where: str, path: tuple[str, ...]) -> str:
    return ".".join([where, *path])


def _file_faults(row: WrittenFile, reader: Reader) -> Iterator[tuple[str, str]]:
    if not row.paths and not row.either:
        yield "no paths", "one or more paths below the raw folder"
    if row.paths and row.either:
        yield "paths and either", "one of them"
    if reader.is_one_piece and len(row.paths) > 1:
        yield f"{len(row.paths)} paths", "one file that covers the whole pack"
    every = (*row.paths, *row.coarse, *(path for paths in row.either for path in paths))
    for written in every:
        if strays(written):
            yield repr(written), "a path below the raw folder"
    if row.indicators and not reader.declares_indicators:
        yield "indicators", "none: this kind of file describes its own"


def _declaration_faults(row: WrittenFile, where: str) -> Iterator[Problem]:
    for key, each in row.indicators.items():
        allowed = ALLOWED_PER[each.form]
        if each.per not in allowed:
            expected = f"a {each.form} per " + " or ".join(f"{per:,}" for per in allowed)
            yield problem(f"{where}.{key}", f"per = {each.per}", expected)


def strays(written: str) -> bool:
    """Return whether a path that a recipe names may lead out of the folder that it counts from."""
    path = PurePosixPath(written)
    odd = any(sign in written for sign in ("\\", "\0")) or ":" in written or written[:1] == "~"
    return not written.strip() or odd or path.is_absolute() or ".." in path.parts

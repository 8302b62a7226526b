"""Read every raw file that a recipe names, gathering the faults of all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from geodata.building.shelf import Shelf
from geodata.errors import DataError, Problem, RecipeError, gathering
from geodata.files import hearing
from geodata.log import BuildLog
from geodata.own.places import read_own_places
from geodata.raw_folder import find_missing
from geodata.recipe import Recipe
from geodata.sources.recognising import advice
from geodata.sources.record import Reader
from geodata.sources.registry import readers

What = tuple[str, list[Path], Reader, Mapping[str, str]]  # role, paths, how, options


def read_raw(
    recipe: Recipe, raw_folder: Path, log: BuildLog, shelf: Shelf | None = None
) -> dict[str, Any]:
    """Read all that the recipe names.

    Parameters
    ----------
    shelf
        What has been read before.

    Returns
    -------
    raw
        Tables by role; tables and maps of somebody’s own by the keys that the recipe gives them.

    Raises
    ------
    RecipeError
        Files are missing (all of them are named), or their content is wrong (all faults).
    """
    missing = find_missing(recipe, raw_folder)
    if missing:
        raise RecipeError(missing)
    log.say("Reading the official files")
    shelf = Shelf() if shelf is None else shelf
    raw: dict[str, Any] = {}
    problems: list[Problem] = []
    for role, paths, reader, options in _what_to_read(recipe, raw_folder):
        pieces = []
        for path in paths:
            try:
                made, told = shelf.read(reader, path, options)
            except DataError as error:
                problems.extend(_with_advice(error.problems, path, reader))
                break
            pieces.append(made)
            log.extend(told.repairs)
            for warning in told.warnings:
                log.warn(warning)
        else:
            raw[role] = pieces[0] if len(pieces) == 1 else pd.concat(pieces)
    _read_own(recipe, raw, problems, log)
    if problems:
        raise RecipeError(problems)
    return raw


def _what_to_read(recipe: Recipe, raw_folder: Path) -> list[What]:
    official: list[What] = [
        (role, [raw_folder / path for path in file.paths], readers()[role], file.options)
        for role, file in recipe.files.items()
    ]
    own_tables: list[What] = [
        (role, [recipe.folder / path], readers()[role], {}) for role, path in recipe.tables.items()
    ]
    return [*official, *own_tables]


def _with_advice(problems: tuple[Problem, ...], path: Path, reader: Reader) -> Iterator[Problem]:
    """Add what else the file may be, where its headings are not those that are looked for."""
    unknown = not reader.is_own and any("heading" in each.found for each in problems)
    more = advice(path, reader.role) if unknown else ""
    for n, problem in enumerate(problems):
        yield replace(problem, fix=problem.fix + more) if more and not n else problem


def _read_own(recipe: Recipe, raw: dict[str, Any], problems: list[Problem], log: BuildLog) -> None:
    """Read the tables and maps of people's own; what cannot be used of them is told."""
    files = [(file.key, file.own, readers()[file.role].read) for file in recipe.own.values()]
    files += [(own.raw_key, own, read_own_places) for own in recipe.own_places.values()]
    for key, own, read in files:
        if own is None:
            continue
        with hearing() as told, gathering(problems):
            raw[key] = read(recipe.folder / own.path, own)
        log.extend(told.repairs)
        for warning in told.warnings:
            log.warn(warning)
        for left_out in told.left_out:
            log.leave_out(left_out)

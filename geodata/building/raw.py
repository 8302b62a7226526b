"""Read every raw file that a recipe names, gathering the faults of all of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from geodata.errors import DataError, Problem, RecipeError
from geodata.files import hearing
from geodata.log import BuildLog
from geodata.recipe import Recipe, find_missing
from geodata.sources.own import read_wards
from geodata.sources.registry import readers

Read = Callable[..., Any]  # of a path


def read_raw(recipe: Recipe, raw_folder: Path, log: BuildLog) -> dict[str, Any]:
    """Read all that the recipe names.

    Returns
    -------
    raw
        Tables by role; for a way of dividing the map that is made from a table of wards, that
        table under the name of its file.

    Raises
    ------
    RecipeError
        Files are missing (all of them are named), or their content is wrong (all faults).
    """
    missing = find_missing(recipe, raw_folder)
    if missing:
        raise RecipeError(missing)
    log.say("Reading the official files")
    raw: dict[str, Any] = {}
    problems: list[Problem] = []
    for role, paths, reader in _what_to_read(recipe, raw_folder):
        with hearing() as told:
            try:
                pieces = [reader(path) for path in paths]
            except DataError as error:
                problems.extend(error.problems)
            else:
                raw[role] = pieces[0] if len(pieces) == 1 else pd.concat(pieces)
        log.extend(told.repairs)
        for warning in told.warnings:
            log.warn(warning)
    if problems:
        raise RecipeError(problems)
    return raw


def _what_to_read(recipe: Recipe, raw_folder: Path) -> list[tuple[str, list[Path], Read]]:
    official = [
        (
            role,
            [raw_folder / path for path in file.paths],
            partial(readers()[role].read, **file.options),
        )
        for role, file in recipe.files.items()
    ]
    own_tables = [
        (role, [recipe.folder / path], readers()[role].read) for role, path in recipe.tables.items()
    ]
    wards = [
        (path, [recipe.folder / path], read_wards)
        for path in recipe.made_from.values()
        if path.endswith(".csv")
    ]
    return [*official, *own_tables, *wards]

"""What of a recipe's files is in a raw folder: which to read, and which are missing.

A link that leads out of the folder is followed no further: a recipe reads what is below its own
folder and below the raw one, and nothing else.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from geodata.errors import Problem
from geodata.recipe import Recipe
from geodata.recipe_files import problem
from geodata.sources.record import RawFile
from geodata.sources.registry import official_readers


def choose_files(
    files: Mapping[str, RawFile], raw_folder: Path, *, coarse: bool = False
) -> dict[str, RawFile]:
    """Settle which paths of each file to read: the first way in which all of it is there.

    Parameters
    ----------
    coarse
        Whether a pack of very many areas is built, which a coarse file is good enough for.

    Returns
    -------
    chosen
        Each with `paths`, stars in them resolved; as it was where nothing is there.
    """
    chosen = {}
    for role, file in files.items():
        ways = [file.paths] if file.paths else list(file.either)
        ways = [file.coarse, *ways] if coarse and file.coarse else ways
        found = (_resolve(raw_folder, way) for way in ways)
        paths = next((way for way in found if way), ways[0])
        chosen[role] = replace(file, paths=paths)
    return chosen


def _resolve(folder: Path, way: tuple[str, ...]) -> tuple[str, ...]:
    """List the files that are meant, in order; none unless all are there."""
    found: list[str] = []
    for written in way:
        if "*" in written:
            paths = sorted(path for path in folder.glob(written) if path.is_file())
            here = [path.relative_to(folder).as_posix() for path in paths]
        else:
            here = [written] if (folder / written).exists() else []
        if not here:
            return ()
        found += here
    return tuple(found)


def is_there(file: RawFile, raw_folder: Path) -> bool:
    """Return whether all of a file is in the folder, as `choose_files` settled it."""
    return bool(_resolve(raw_folder, file.paths))


def find_missing(recipe: Recipe, raw_folder: Path) -> list[Problem]:
    """Find the raw files and own tables that cannot be had, and say where each is to be had."""
    problems = []
    for file in choose_files(recipe.files, raw_folder).values():
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
            problem(written, found, about, fix)
            for written in file.paths
            if (found := _why_not(raw_folder, written))
        ]
    drawn = {own.key: own.path for own in recipe.own_places.values()}
    brought = {file.key: path for file in recipe.own.values() for path in file.paths}
    own = {**recipe.tables, **drawn, **brought}
    problems += [
        problem(written, found, f"the recipe’s own table ({key})", "Restore it.")
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

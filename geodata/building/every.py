"""Build the packs of many authorities, reading each national file once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from geodata.building.build import Built, build_pack
from geodata.building.settling import LOOKUPS, list_authorities
from geodata.building.shelf import Shelf
from geodata.errors import DataError, Problem, RecipeError
from geodata.files.faults import many
from geodata.log import BuildLog
from geodata.pack import write_pack
from geodata.raw_folder import choose_files, find_missing, is_there
from geodata.recipe import Recipe, recipe_of
from geodata.sources.registry import readers


@dataclass(slots=True)
class Every:
    """How a build of many authorities went.

    Attributes
    ----------
    built
        Folders of the packs that were written, in order.
    refused
        Authority → what was wrong.
    stopped
        Whether a person stopped it before the end; what is built stays.
    """

    built: list[Path] = field(default_factory=list)
    refused: dict[str, tuple[Problem, ...]] = field(default_factory=dict)
    stopped: bool = False


def build_every(
    raw_folder: Path,
    out: Path,
    say: Callable[[str], None],
    codes: Sequence[str] = (),
    seen: Callable[[str, Built], None] | None = None,
) -> Every:
    """Build a pack for each authority, in a folder of its own below `out`.

    Parameters
    ----------
    say
        Called with a line for each authority.
    codes
        The authorities to build; all of England's unless given.
    seen
        Called with the code and what was built, when it is written.

    Raises
    ------
    RecipeError
        A national file that every pack needs is missing.
    """
    shelf = Shelf(keeps=True)
    names = list_every(raw_folder, shelf)
    wanted = list(codes) or list(names)
    every = Every()
    try:
        for number, code in enumerate(wanted, start=1):
            name = names.get(code, code)
            try:
                built = build_pack(recipe_of(code), raw_folder, BuildLog(), shelf)
                folder = out / _folder_name(code, built)
                write_pack(built.pack, folder)
            except DataError as error:
                every.refused[code] = error.problems
                say(f"{number} of {len(wanted)}: {name}: cannot be built")
                continue
            every.built.append(folder)
            areas = many(len(built.pack.areas), "area")
            say(f"{number} of {len(wanted)}: {name}: {areas}, {built.pack.short_hash}")
            if seen is not None:
                seen(code, built)
    except KeyboardInterrupt:
        every.stopped = True
    return every


def list_every(raw_folder: Path, shelf: Shelf) -> dict[str, str]:
    """Return the code and the name of every authority of England, in order of code."""
    recipe = recipe_of("england")
    files = choose_files(recipe.files, raw_folder)
    missing = list(_lookups_missing(recipe, raw_folder))
    if missing:
        raise RecipeError(missing)
    lookups = {
        role: shelf.peek(readers()[role], raw_folder / files[role].paths[0], files[role].options)
        for role in LOOKUPS
        if is_there(files[role], raw_folder)
    }
    return dict(sorted(list_authorities(lookups).authorities.items()))


def _lookups_missing(recipe: Recipe, raw_folder: Path) -> Iterator[Problem]:
    names = {path for role in LOOKUPS[:2] for way in recipe.files[role].either for path in way}
    yield from (each for each in find_missing(recipe, raw_folder) if each.where in names)


def _folder_name(code: str, built: Built) -> str:
    return f"{re.sub(r'[^a-z0-9]+', '_', built.pack.info.key)}_{code.lower()}"

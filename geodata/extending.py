"""A recipe that stands on another: `extends = "england"` takes over what it does not say itself.

A table is merged key by key, at any depth. Anything else (a text, a number, a list) replaces what
was there. `false` in place of a table takes it away. What the pack is called is never taken over,
nor are the districts where the recipe names its own; a file that it names itself has to be there.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from geodata.errors import DataError, Problem, RecipeError
from geodata.files.reading import read_bytes

EXTENDS = "extends"
WHO = ("key", "title")  # what a pack is called is its own
WHERE = ("authority", "districts")  # a recipe that names either has named both
PATHS = ("paths", "either", "coarse", "if_there")  # likewise, which file to read
MOST_BYTES = 5_000_000


def with_base(raw: Mapping[str, Any], where: str, packs: Path) -> dict[str, Any]:
    """Return a recipe with all that it takes over from the one it extends.

    Parameters
    ----------
    packs
        The folder of the recipes that may be extended.

    Raises
    ------
    RecipeError
        There is no such recipe, or one that cannot be taken over.
    """
    if EXTENDS not in raw:
        return dict(raw)
    name = raw[EXTENDS]
    known = sorted(path.parent.name for path in packs.glob("*/recipe.toml"))
    if name not in known:
        expected = "one of " + ", ".join(known)
        raise RecipeError(_problem(f"{where}, {EXTENDS}", repr(name)[:80], expected))
    base = read_base(packs / str(name) / "recipe.toml")
    if EXTENDS in base or _has_tables(base):
        found = f"{name!r}, which stands on tables of its own, or on another recipe"
        raise RecipeError(_problem(f"{where}, {EXTENDS}", found, "a recipe of national files"))
    own = {key: value for key, value in raw.items() if key != EXTENDS}
    return merge({key: value for key, value in base.items() if key not in _left(own)}, own)


def read_base(path: Path) -> dict[str, Any]:
    """Read a recipe that comes with the project as plain tables."""
    try:
        return tomllib.loads(read_bytes(path, MOST_BYTES).decode("utf-8"))
    except DataError as error:
        raise RecipeError(error.problems) from error
    except ValueError as error:
        raise RecipeError(_problem(path.parent.name, "text that is not TOML", "TOML")) from error


def _has_tables(base: Mapping[str, Any]) -> bool:
    kinds = base.get("place_kinds", {})
    return bool(base.get("tables")) or any(
        str(kind.get("made_from", "")).endswith(".csv") for kind in kinds.values()
    )


def _left(own: Mapping[str, Any]) -> tuple[str, ...]:
    """Name what is not taken over."""
    return (*WHO, *WHERE) if any(key in own for key in WHERE) else WHO


def merge(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Merge two tables of recipes; what the second says counts."""
    merged = dict(base)
    for key, value in own.items():
        before = base.get(key)
        if value is False and isinstance(before, Mapping):
            del merged[key]
        elif isinstance(value, Mapping) and isinstance(before, Mapping):
            names_file = any(name in value for name in ("paths", "either"))
            kept = {k: v for k, v in before.items() if not (names_file and k in PATHS)}
            merged[key] = merge(kept, value)
        else:
            merged[key] = value
    return merged


def _problem(where: str, found: str, expected: str) -> Problem:
    fix = "Correct the recipe; see docs/packs.md."
    return Problem(where=where, found=found, expected=expected, fix=fix)

"""Every kind of file that can be read, as the modules of `geodata.sources` list them."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache

import geodata.sources
from geodata.sources.record import Reader


@cache
def readers() -> Mapping[str, Reader]:
    """Return the readers of all publishers by role, in the order of modules and of their lists.

    Raises
    ------
    ValueError
        Two of them claim one role: a slip of whoever wrote the second.
    """
    found: dict[str, Reader] = {}
    for module in pkgutil.iter_modules(geodata.sources.__path__):
        listed = importlib.import_module(f"geodata.sources.{module.name}")
        for reader in getattr(listed, "READERS", ()):
            if reader.role in found:
                msg = f"two readers of {reader.role!r}"
                raise ValueError(msg)
            found[reader.role] = reader
    return found


def official_readers() -> dict[str, Reader]:
    """Return the readers of official files, by role."""
    return {
        role: reader
        for role, reader in readers().items()
        if not (reader.is_own or reader.is_brought)
    }


def own_readers() -> dict[str, Reader]:
    """Return the readers of tables of the recipe's own, by role."""
    return {role: reader for role, reader in readers().items() if reader.is_own}


def known_choices() -> dict[str, str]:
    """Return what a recipe may choose under `[choices]`, and what each of the lists is."""
    return {name: about for reader in readers().values() for name, about in reader.choices.items()}

"""A recipe: everything about one authority's pack that is not code, read from `recipe.toml`.

The same code builds every pack; a recipe says which districts, which official files and where they
are to be had, which services and which ways of dividing the map.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from geodata.errors import DataError, PackError, Problem, RecipeError
from geodata.extending import with_base
from geodata.files.reading import label, read_bytes
from geodata.info import parse_info, place_in
from geodata.model import SCHEMA_VERSION, PackInfo
from geodata.naming import NamingRules
from geodata.own.file import OwnFile
from geodata.own.written import take_own, take_own_places, without_words
from geodata.recipe_files import problem, strays, take_files
from geodata.sources.record import RawFile
from geodata.sources.registry import known_choices, own_readers
from geodata.validation import validate

PACKS = Path(__file__).parent / "packs"
FILE = "recipe.toml"
MOST_BYTES = 5_000_000
UNNAMED = "unnamed"  # until a recipe is settled
SPARE = ("services", "place_kinds")
MADE_FROM = ("authorities", "districts", "wards", "middle areas", "networks")


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
    authority
        Codes or names of authorities, in place of districts; `settle` finds their districts.
    derived
        What the recipe leaves to be worked out: "key", "title", "place_kind".
    spare
        Section → keys of what is left out where nothing is there: files, services, place_kinds.
    own
        Services and figures of somebody's own, by the keys that the recipe gives them.
    own_places
        Kind of place → the table or map of somebody's own that it is made from.
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
    authority: tuple[str, ...] = ()
    derived: frozenset[str] = frozenset()
    spare: Mapping[str, frozenset[str]] = field(default_factory=dict)
    own: Mapping[str, RawFile] = field(default_factory=dict)
    own_places: Mapping[str, OwnFile] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a recipe writes beside its files and the description of its pack."""

    districts: tuple[str, ...] = ()
    authority: tuple[str, ...] = ()
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
        raise RecipeError(problem(str(path), "no such file", "a recipe", fix))
    try:
        raw = tomllib.loads(read_bytes(path, MOST_BYTES).decode("utf-8-sig"))
    except DataError as error:
        raise RecipeError(error.problems) from error
    except (ValueError, RecursionError) as error:
        found = f"text that is not TOML ({str(error)[:200]})"
        raise RecipeError(problem(label(path), found, "TOML", "Correct that line.")) from error
    return parse_recipe(raw, path)


def recipe_of(authority: str) -> Recipe:
    """Return the recipe of an authority that has none: all that national files hold of it.

    Parameters
    ----------
    authority
        A code or a name, or several with commas between them.
    """
    return parse_recipe({"extends": "england", "authority": authority}, PACKS / "england" / FILE)


def parse_recipe(raw: Mapping[str, Any], path: Path) -> Recipe:
    """Return what a `recipe.toml` describes; raises RecipeError with every problem."""
    problems: list[Problem] = []
    derived = _left_to_derive(raw)
    raw = _with_names(with_base(raw, path.name, PACKS), derived)
    own = {key: raw[key] for key in Written.__dataclass_fields__ if key in raw}
    rest = {key: value for key, value in raw.items() if key not in (*own, "files", "own")}
    own_places = take_own_places(raw.get("place_kinds", {}), MADE_FROM, path.name, problems)
    brought = take_own(raw.get("own", {}), path.name, strays, problems)
    rest["place_kinds"], made_from = _take_word(
        without_words(raw.get("place_kinds", {})), "made_from"
    )
    problems += _kinds_made_of_nothing(made_from, path.name)
    spare = {"files": _spare_files(raw.get("files", {}))}
    for section in SPARE:
        rest[section], said = _take_word(rest.get(section, {}), "if_there")
        problems += _not_flags(said, f"{path.name}, {section}")
        spare[section] = frozenset(key for key, value in said.items() if value is True)
    written = _take_written(own, path.name, problems)
    files = take_files(raw.get("files", {}), path.name, problems)
    info = _parse_info(rest, path.name, problems)
    if info is not None:
        problems += _unknown_sources(files | brought, info, path.name)
    if problems or info is None:
        raise RecipeError(problems)
    return Recipe(
        folder=path.parent,
        info=info,
        districts=written.districts,
        comparators=written.comparators,
        own=brought,
        own_places=own_places,
        made_from={kind: str(value) for kind, value in made_from.items()},
        files=files,
        tables=written.tables,
        choices=written.choices,
        naming=written.naming,
        authority=written.authority,
        derived=derived,
        spare=spare,
    )


def _left_to_derive(raw: Mapping[str, Any]) -> frozenset[str]:
    """Name what a recipe that extends another leaves to be worked out of its districts."""
    if "extends" not in raw:
        return frozenset()
    said = raw.get("defaults")
    has_kind = isinstance(said, Mapping) and "place_kind" in said
    absent = {key for key in ("key", "title") if key not in raw}
    return frozenset(absent if has_kind else {*absent, "place_kind"})


def _with_names(raw: dict[str, Any], derived: frozenset[str]) -> dict[str, Any]:
    """Put a stand-in where a name is still to be worked out, and a list for a lone authority."""
    named: dict[str, Any] = {key: UNNAMED for key in ("key", "title") if key in derived}
    if isinstance(raw.get("authority"), str):
        named["authority"] = [raw["authority"]]
    return raw | named


def _spare_files(files: object) -> frozenset[str]:
    rows = files.items() if isinstance(files, Mapping) else ()
    return frozenset(
        role for role, row in rows if isinstance(row, Mapping) and row.get("if_there") is True
    )


def _not_flags(said: Mapping[str, object], where: str) -> Iterator[Problem]:
    for key, value in said.items():
        if not isinstance(value, bool) and value != "":
            yield problem(f"{where}.{key}", f"if_there = {value!r}"[:80], "true or false")


def _parse_info(raw: dict[str, Any], where: str, problems: list[Problem]) -> PackInfo | None:
    try:
        return parse_info({"schema_version": SCHEMA_VERSION, "illustrative": False} | raw, where)
    except PackError as error:
        problems.extend(error.problems)
        return None


def _take_word(section: object, word: str) -> tuple[object, dict[str, object]]:
    """Part a word that only recipes have from what goes into the pack's description."""
    if not isinstance(section, Mapping):
        return section, {}
    rows = {key: row for key, row in section.items() if isinstance(row, Mapping)}
    said = {key: row.get(word, "") for key, row in rows.items()}
    rest = {
        key: {name: value for name, value in row.items() if name != word}
        for key, row in rows.items()
    }
    return {**section, **rest}, said


def _kinds_made_of_nothing(made_from: Mapping[str, object], where: str) -> Iterator[Problem]:
    expected = "one of " + ", ".join(MADE_FROM) + ", or a table or map of your own"
    for key, value in made_from.items():
        if not isinstance(value, str) or (value not in MADE_FROM and "." not in value):
            yield problem(f"{where}, place_kinds.{key}", f"made_from = {value!r}", expected)
        elif strays(value):
            expected = "a path below the recipe’s folder"
            yield problem(f"{where}, place_kinds.{key}", f"made_from = {value!r}", expected)


def _take_written(own: Mapping[str, Any], where: str, problems: list[Problem]) -> Written:
    """Validate each key for itself, so that a fault in one hides none in another."""
    right = {}
    for key, value in own.items():
        made, faults = validate(Written, {key: value}, partial(place_in, where))
        problems += faults
        if made is not None:
            right[key] = getattr(made, key)
    written = Written(**right)
    is_bare = not written.districts and ("districts" in right or "districts" not in own)
    if is_bare and not written.authority and ("authority" in right or "authority" not in own):
        expected = "the codes of one or more districts, or an authority"
        problems.append(problem(f"{where}, districts", "none", expected))
    problems += _unknown_keys(written.tables, f"{where}, tables", own_readers())
    problems += [
        problem(f"{where}, tables.{key}", repr(path), "a path below the recipe’s folder")
        for key, path in written.tables.items()
        if strays(path)
    ]
    problems += _unknown_keys(written.choices, f"{where}, choices", known_choices())
    return written


def _unknown_sources(files: Mapping[str, RawFile], info: PackInfo, where: str) -> Iterator[Problem]:
    for role, file in files.items():
        if file.source not in info.sources:
            found = f"source {file.source!r}"
            place = role if role.startswith("own.") else f"files.{role}"
            yield problem(f"{where}, {place}", found, "one under [sources]")


def _unknown_keys(
    held: Iterable[str], where: str, known: Mapping[str, object]
) -> Iterator[Problem]:
    for key in held:
        if key not in known:
            yield problem(where, f"an unknown key {key!r}", "one of " + ", ".join(known))

"""A recipe: everything about one authority's pack that is not code, read from `recipe.toml`.

The same code builds every pack; a recipe says which districts, which official files and where they
are to be had, which services and which ways of dividing the map.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from geodata.errors import PackError, Problem, RecipeError
from geodata.info import ModelReader, parse_info
from geodata.model import ALLOWED_PER, SCHEMA_VERSION, Declared, PackInfo
from geodata.naming import NamingRules
from geodata.sources.gtfs import WEEKDAYS

PACKS = Path(__file__).parent / "packs"
FILE = "recipe.toml"

# Each kind of raw file: what it is, and whether a pack can be built without it.
ROLES: Mapping[str, tuple[str, bool]] = {
    "area_boundaries": ("polygons of the small areas (LSOA 2021), GeoJSON", True),
    "area_lookup": ("small area to ward and district", True),
    "people_by_age": ("people by single year of age", True),
    "people_total": ("people of each 2021 area, to share a split by", False),
    "area_changes": ("2011 areas to 2021 areas, where the people are counted by the former", False),
    "postcodes": ("postcodes with coordinates and small area", True),
    "postcode_points": ("more postcodes with coordinates, to place services by", False),
    "settlements": ("names of settlements, to name areas by", True),
    "deprivation": ("Indices of Deprivation 2025, File 7", True),
    "authority_lookup": ("district to upper-tier authority", False),
    "middle_areas": ("codes and names of the middle-layer areas (MSOA)", False),
    "rural_urban": ("rural–urban class of each small area", False),
    "early_years_profile": ("good level of development by authority", False),
    "fingertips": ("public health figures by authority, as Fingertips exports them", False),
    "libraries": ("public libraries", False),
    "schools": ("the register of schools", False),
    "practices": ("general practices", False),
    "hospitals": ("hospitals", False),
    "networks": ("outlines of primary care networks, GeoJSON", False),
    "network_list": ("which commissioner each network belongs to", False),
    "streets": ("an OpenStreetMap extract of the streets, .osm.pbf", False),
    "timetable": ("a bus timetable in GTFS, .zip", False),
}

# Each table of the recipe's own: what it holds. All are optional.
TABLES: Mapping[str, str] = {
    "area_names": "names for areas, over the ones worked out: area_id, name",
    "services": "the project's own list of centres and other services",
    "published_indicators": "measures that only reports give: their catalogue",
    "published_figures": "the figures of those measures",
}

ONE_PIECE = ("streets", "timetable")  # kinds of raw file that cannot be joined from several

MADE_FROM = ("authorities", "districts", "wards", "middle areas", "networks")


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFile:
    """An official file, in one or several pieces, that a recipe reads from the raw folder."""

    role: str
    paths: tuple[str, ...]  # relative to the raw folder
    source: str  # key of a Source
    where: str = ""  # where it is to be had, if not at the source's address
    weekday: str = ""  # which day of a timetable to read
    indicators: Mapping[str, Declared] = field(default_factory=dict)  # to take, by their key


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Which rows of national files belong to this pack, where their place does not say."""

    library_authorities: tuple[str, ...] = ()
    hospital_codes: tuple[str, ...] = ()
    community_hospital_codes: tuple[str, ...] = ()
    network_commissioners: tuple[str, ...] = ()


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
    """

    folder: Path
    info: PackInfo
    districts: tuple[str, ...]
    made_from: Mapping[str, str]
    files: Mapping[str, RawFile]
    tables: Mapping[str, str]
    choices: Choices = field(default_factory=Choices)
    naming: NamingRules = field(default_factory=NamingRules)
    comparators: tuple[str, ...] = ()


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
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        fix = "Check the name; python -m geodata list shows the recipes there are."
        raise RecipeError(_problem(str(path), "no such file", "a recipe", fix)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        found = f"text that is not TOML ({error})"
        raise RecipeError(_problem(path.name, found, "TOML", "Correct that line.")) from error
    return _parse(raw, path)


def _problem(where: str, found: str, expected: str, fix: str) -> Problem:
    return Problem(where=where, found=found, expected=expected, fix=fix)


T = TypeVar("T", Choices, NamingRules)


class _Taker:
    """Takes the recipe's own keys out of the raw TOML, gathering every fault on the way."""

    def __init__(self, raw: dict[str, Any], where: str) -> None:
        self.raw, self.where, self.problems = raw, where, list[Problem]()

    def fault(self, name: str, found: str, expected: str) -> None:
        fix = "Correct the recipe; see docs/packs.md."
        self.problems.append(_problem(f"{self.where}, {name}", found, expected, fix))

    def table(self, name: str) -> dict[str, Any]:
        value = self.raw.pop(name, {})
        if isinstance(value, dict):
            return value
        self.fault(name, repr(value), "a table")
        return {}

    def texts(self, holder: dict[str, Any], key: str, name: str) -> tuple[str, ...]:
        value = holder.pop(key, [])
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        self.fault(name, f"{key} = {value!r}", "a list of text")
        return ()

    def leftovers(self, holder: Mapping[str, Any], name: str, known: Iterable[str]) -> None:
        for key in holder:
            self.fault(name, f"an unknown key {key!r}", "one of " + ", ".join(known))


def _parse(raw: dict[str, Any], path: Path) -> Recipe:
    take = _Taker(raw, path.name)
    districts = take.texts(raw, "districts", "the top of the file")
    comparators = take.texts(raw, "comparators", "the top of the file")
    if not districts:
        take.fault("districts", "none", "the codes of one or more districts")
    files = _take_files(take)
    tables = _take_tables(take)
    choices = _take_lists(take, "choices", Choices)
    naming = _take_lists(take, "naming", NamingRules)
    made_from = _take_made_from(take)
    info = _take_info(take)
    if info is not None:
        for file in files.values():
            if file.source not in info.sources:
                take.fault(f"files.{file.role}", f"source {file.source!r}", "one under [sources]")
    if take.problems or info is None:
        raise RecipeError(take.problems)
    return Recipe(
        folder=path.parent,
        info=info,
        districts=districts,
        comparators=comparators,
        made_from=made_from,
        files=files,
        tables=tables,
        choices=choices,
        naming=naming,
    )


def _take_files(take: _Taker) -> dict[str, RawFile]:
    files: dict[str, RawFile] = {}
    for role, row in take.table("files").items():
        name = f"files.{role}"
        if role not in ROLES or not isinstance(row, dict):
            take.fault(name, f"an unknown kind of file {role!r}", "one of " + ", ".join(ROLES))
            continue
        paths = take.texts(row, "paths", name)
        source, where = str(row.pop("source", "")), str(row.pop("where", ""))
        weekday = str(row.pop("weekday", "tuesday")) if role == "timetable" else ""
        indicators = _take_indicators(take, row.pop("indicators", {}), name)
        take.leftovers(row, name, ("paths", "source", "where"))
        if role == "timetable" and weekday not in WEEKDAYS:
            take.fault(name, f"weekday = {weekday!r}", "one of " + ", ".join(WEEKDAYS))
        if not paths:
            take.fault(name, "no paths", "one or more paths below the raw folder")
        if role in ONE_PIECE and len(paths) > 1:
            take.fault(name, f"{len(paths)} paths", "one file that covers the whole pack")
        for written in paths:
            if Path(written).is_absolute() or ".." in Path(written).parts:
                take.fault(name, repr(written), "a path below the raw folder")
        files[role] = RawFile(
            role=role,
            paths=paths,
            source=source,
            where=where,
            weekday=weekday,
            indicators=indicators,
        )
    for role in [role for role, (_, needed) in ROLES.items() if needed and role not in files]:
        take.fault(f"files.{role}", "nothing", ROLES[role][0])
    return files


def _take_indicators(take: _Taker, rows: object, name: str) -> dict[str, Declared]:
    problems: list[Problem] = []
    declared = ModelReader(f"{take.where}, {name}.indicators", problems).keyed(Declared, rows)
    for key, each in declared.items():
        allowed = ALLOWED_PER[each.form]
        if each.per not in allowed:
            expected = f"a {each.form} per " + " or ".join(f"{per:,}" for per in allowed)
            take.fault(f"{name}.indicators.{key}", f"per = {each.per}", expected)
    take.problems += problems
    if name != "files.fingertips" and rows:
        take.fault(name, "indicators", "none: this kind of file describes its own")
    return declared


def _take_tables(take: _Taker) -> dict[str, str]:
    tables = {key: str(value) for key, value in take.table("tables").items()}
    take.leftovers({k: v for k, v in tables.items() if k not in TABLES}, "tables", TABLES)
    return tables


def _take_lists(take: _Taker, name: str, kind: type[T]) -> T:
    row = take.table(name)
    known = tuple(kind.__dataclass_fields__)
    values = {key: take.texts(row, key, name) for key in known if key in row}
    take.leftovers(row, name, known)
    return kind(**values)


def _take_made_from(take: _Taker) -> dict[str, str]:
    made: dict[str, str] = {}
    kinds = take.raw.get("place_kinds", {})
    for key, row in kinds.items() if isinstance(kinds, dict) else ():
        value = row.pop("made_from", "") if isinstance(row, dict) else ""
        if value not in MADE_FROM and not str(value).endswith(".csv"):
            expected = "one of " + ", ".join(MADE_FROM) + ", or a table of wards (.csv)"
            take.fault(f"place_kinds.{key}", f"made_from = {value!r}", expected)
        made[key] = str(value)
    return made


def _take_info(take: _Taker) -> PackInfo | None:
    raw = {"schema_version": SCHEMA_VERSION, "illustrative": False} | take.raw
    try:
        return parse_info(raw, take.where)
    except PackError as error:
        take.problems.extend(error.problems)
        return None


def find_missing(recipe: Recipe, raw_folder: Path) -> list[Problem]:
    """Find the raw files and own tables that are not there, and say where each is to be had."""
    problems = []
    for file in recipe.files.values():
        source = recipe.info.sources[file.source]
        problems += [
            _problem(
                written,
                "no such file",
                f"{ROLES[file.role][0]}: {source.title}, {source.period} "
                f"({source.publisher}; {source.licence})",
                f"Get it from {file.where or source.url or source.publisher} "
                f"and save it under that name in {raw_folder}.",
            )
            for written in file.paths
            if not (raw_folder / written).is_file()
        ]
    own = {**recipe.tables, **{k: v for k, v in recipe.made_from.items() if v.endswith(".csv")}}
    problems += [
        _problem(written, "no such file", f"the recipe's own table ({key})", "Restore it.")
        for key, written in own.items()
        if not (recipe.folder / written).is_file()
    ]
    return problems

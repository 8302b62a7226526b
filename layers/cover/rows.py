"""The rows of the cover grid: what ages are set against, and which rows an offer is in."""

from __future__ import annotations

from typing import Literal, get_args

from pandas import DataFrame

from geodata.errors import Problem, QuestionError
from geodata.model import Pack
from geodata.offers import LEVELS, parts_of
from layers.assets import has_door

By = Literal["service", "kind", "level", "expertise"]
ALWAYS = ("service", "kind")


def level_row(column: str, level: str) -> str:
    """Name the row of a level: "Universal (prevention)"; both schemes have a Universal."""
    return f"{level} ({LEVELS[column][0]})"


def rows_of(pack: Pack, assets: DataFrame, by: By) -> list[list[str]]:
    """Return the rows that each asset is in; none where it does not state them, or several.

    Among services, kinds that belong to none have a row of their own if any of them has a door.
    """
    if by == "service":
        services = pack.info.services.values()
        with_doors = set(pack.assets["kind"][has_door(pack.assets)])
        named = {
            kind: [s.key for s in services if kind in s.kinds] or [kind] * (kind in with_doors)
            for kind in assets["kind"].unique()
        }
        return [named[kind] for kind in assets["kind"]]
    if by == "level":
        return [
            [level_row(column, part) for column in LEVELS for part in parts_of(cells[column])]
            for cells in assets[list(LEVELS)].to_dict("records")
        ]
    return [list(parts_of(cell)) for cell in assets[by]]


def row_names(pack: Pack, by: By, members: list[list[str]]) -> list[str]:
    """Name the rows: every service, kind or level that is known, or all the expertise stated."""
    found = list(dict.fromkeys(row for own in members for row in own))
    if by == "service":
        return list(dict.fromkeys([*pack.info.services, *found]))
    if by == "kind":
        named = [kind for service in pack.info.services.values() for kind in service.kinds]
        return list(dict.fromkeys([*named, *found]))
    if by == "level":
        return [level_row(column, level) for column, (_, all_) in LEVELS.items() for level in all_]
    return sorted(found, key=str.casefold)


def listed_in_full(pack: Pack, by: By, rows: list[str]) -> set[str]:
    """Return the rows of services or kinds that a register lists: what it lacks is not there."""
    registers = {key for key, source in pack.info.sources.items() if source.register}
    assets = pack.assets
    known = assets["source"].isin(registers) | assets["other_sources"].map(
        lambda cell: bool(registers.intersection(parts_of(cell)))
    )
    kinds = set(assets["kind"][known.astype(bool)])
    if by == "kind":
        return kinds.intersection(rows)
    services = pack.info.services
    of_service = {key for key, service in services.items() if kinds.intersection(service.kinds)}
    return (of_service | kinds).intersection(rows)


def stated_rows(pack: Pack) -> tuple[By, ...]:
    """Return what rows can be made of: level and expertise only where any asset states it."""
    return tuple(by for by in get_args(By) if by in ALWAYS or is_stated(pack, by))


def is_stated(pack: Pack, by: str) -> bool:
    """Return whether any asset of the pack states a level, or an expertise."""
    columns = list(LEVELS) if by == "level" else [by]
    return bool(pack.assets[columns].notna().to_numpy().any())


def check_rows(pack: Pack, by: str) -> None:
    """Refuse rows that the pack cannot make.

    Raises
    ------
    QuestionError
        They are not known, or no asset states them.
    """
    where, fix = "the rows of the grid", "Choose one of these."
    if by not in get_args(By):
        expected = "one of " + ", ".join(get_args(By))
        raise QuestionError(Problem(where=where, found=repr(by), expected=expected, fix=fix))
    if by not in stated_rows(pack):
        raise QuestionError(
            Problem(
                where=where,
                found=f"no {by} stated by any of {len(pack.assets)} services",
                expected="one of " + ", ".join(stated_rows(pack)),
                fix=f"State the {by} of services in the register, or choose another.",
            )
        )

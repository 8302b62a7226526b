"""The rows and the ages of the cover grid: what is set against what."""

from __future__ import annotations

from typing import Literal, get_args

from geopandas import GeoDataFrame

from geodata.errors import Problem, QuestionError
from geodata.model import Pack

By = Literal["service", "kind", "level", "expertise"]
ALWAYS = ("service", "kind")
SEPARATOR = "; "


def rows_of(pack: Pack, assets: GeoDataFrame, by: By) -> list[list[str]]:
    """Return the rows that each asset belongs to; several for several kinds of expertise."""
    if by == "service":
        services = pack.info.services.values()
        named = {kind: [s.key for s in services if kind in s.kinds] for kind in assets["kind"]}
        return [named[kind] or [kind] for kind in assets["kind"]]
    cells = [cell if isinstance(cell, str) else "" for cell in assets[by]]
    split = [cell.split(SEPARATOR) if by == "expertise" else [cell] for cell in cells]
    return [[part.strip() for part in parts if part.strip()] for parts in split]


def row_names(pack: Pack, by: By, members: list[list[str]]) -> list[str]:
    """Name the rows: every service or kind that the pack names, or all that is stated."""
    found = list(dict.fromkeys(row for own in members for row in own))
    if by == "service":
        return list(dict.fromkeys([*pack.info.services, *found]))
    if by == "kind":
        named = [kind for service in pack.info.services.values() for kind in service.kinds]
        return list(dict.fromkeys([*named, *found]))
    return sorted(found)


def stated_rows(pack: Pack) -> tuple[By, ...]:
    """Return what rows can be made of: level and expertise only where any asset states it."""
    return tuple(by for by in get_args(By) if by in ALWAYS or bool(pack.assets[by].notna().any()))


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

"""The list of Find help as its template draws it: groups of services, with their numbers."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from layers.finding_help.as_text import offer_lines
from layers.finding_help.found import HelpFound
from layers.finding_help.told_apart import ASK, BEYOND, NEAR, NOT_THEN, STOPPED, WORKERS
from layers.said.numbers import counted

SHOWN: Final = 8  # services of a group before the rest is folded away
FOLDED: Final = frozenset({NOT_THEN, STOPPED, WORKERS})
ON_MAP: Final = (NEAR, ASK, BEYOND)
MOST_ON_MAP: Final = 30
FARTHEST_TIMES: Final = 2  # the limit: what is further away would leave the near ones no room


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One service of the list; its number is 0 where it is not on the map."""

    number: int
    name: str
    small: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Services that belong together; those with a number and those without are lists of their own.

    Attributes
    ----------
    first, rest
        Lists that always stand, and that are folded away.
    more
        How many are folded away.
    """

    title: str
    about: str
    count: int
    is_folded: bool
    first: tuple[tuple[Service, ...], ...]
    rest: tuple[tuple[Service, ...], ...]
    more: int


def numbers_of(found: HelpFound) -> dict[str, int]:
    """Return the number of each door on the map, counted in the order of the list."""
    farthest = found.asked.limit_min * FARTHEST_TIMES
    ids: list[str] = []
    for group in (each for each in found.groups if each in ON_MAP):
        minutes = found.of(group)["minutes"]
        near = minutes[minutes.le(farthest)]
        ids += map(str, near.index if len(near) or ids else minutes.dropna().index[:1])
    return {key: n for n, key in enumerate(ids[:MOST_ON_MAP], 1)}


def groups_of(found: HelpFound, numbers: Mapping[str, int]) -> Iterator[Group]:
    """Yield the groups that hold anything, in the order to read them."""
    for group in found.groups:
        rows = found.of(group)
        services = [
            _service(row, numbers.get(str(row["asset_id"]), 0))
            for row in rows.reset_index().to_dict("records")
        ]
        yield Group(
            title=found.title_of(group),
            about=found.about(group),
            count=len(rows),
            is_folded=group in FOLDED,
            first=_lists(services[:SHOWN]),
            rest=_lists(services[SHOWN:]),
            more=len(services[SHOWN:]),
        )


def _lists(services: Sequence[Service]) -> tuple[tuple[Service, ...], ...]:
    runs = groupby(services, key=lambda each: each.number > 0)
    return tuple(tuple(run) for _, run in runs)


def _service(row: Mapping[Hashable, Any], number: int) -> Service:
    small = ", ".join(filter(None, [str(row["kind"]), str(row["how_far"])]))
    lines = tuple(each for each in offer_lines(row) if each[0] != "How far")
    return Service(number=number, name=str(row["name"]), small=small, lines=lines)


def found_words(found: HelpFound) -> str:
    """Return how many were found, as it is read aloud: "12 results. 1 service near …"."""
    if not found.count:
        return "No results."
    near = counted(found.services, "services") if found.services else "No service"
    return f"{counted(found.count, 'results')}. {near} near that we are sure of."

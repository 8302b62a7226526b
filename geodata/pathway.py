"""A pathway: stages from pregnancy on, who hands a family on to whom, and where each one works."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from annotated_types import Interval
from pandas import DataFrame

from geodata.errors import Problem

STAGES, ORGANISATIONS = "stages", "organisations"
NEEDED = {STAGES: ("label",), ORGANISATIONS: ("label",)}
FIX = "Name one that the pack has, or leave it out."

StageAge = Annotated[int, Interval(ge=-1, le=25)]  # -1 is pregnancy


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage of the way from pregnancy to school and beyond.

    Attributes
    ----------
    offers, kinds
        What is offered: offers by their ids, and kinds of asset (those that take its ages).
    hands_to
        Whom a family is handed on to, in words; empty where nobody has confirmed it.
    to_offers, to_kinds
        What those are, as `offers` and `kinds`.
    weak_point
        What reports say is weak, in our own words; empty where they say nothing.
    weak_places
        Places of which they say so; everywhere where none are named.
    note
        What else reports say of it, such as what they praise.
    cites, source
        Where in which report, and the key of its source.
    """

    key: str
    label: str
    age_from: StageAge
    age_to: StageAge
    offers: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    hands_to: str = ""
    to_offers: tuple[str, ...] = ()
    to_kinds: tuple[str, ...] = ()
    weak_point: str = ""
    weak_places: tuple[str, ...] = ()
    note: str = ""
    cites: str = ""
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """Who runs offers, and the area it works in, its footprint, as far as that is confirmed.

    Attributes
    ----------
    names
        How the column `provider` writes it; its label where none are given.
    kinds
        Kinds of asset that it runs wherever no provider is stated: practices, schools.
    works_in
        Places that it works in; none where nobody has confirmed it.
    by
        The kind of place that it divides its work by; empty where it divides it by none.
    cites, source
        Where in which report that stands, and the key of its source.
    """

    key: str
    label: str
    names: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    works_in: tuple[str, ...] = ()
    by: str = ""
    note: str = ""
    cites: str = ""
    source: str


def find_pathway_problems(
    described: Mapping[str, Any], tables: Mapping[str, DataFrame]
) -> Iterator[Problem]:
    """Find stages and organisations that lead nowhere, or say less than is needed of them.

    Parameters
    ----------
    described
        `pack.toml` as plain tables.
    tables
        The pack's, as far as they can be read; what leads into one that is not there is not told.
    """
    known: dict[str, Collection[Any]] = {
        name: tables[name].index for name in ("assets", "places") if name in tables
    }
    known |= {name: _table(described, name) for name in ("sources", "place_kinds")}
    links = (
        (STAGES, "offers", "assets"),
        (STAGES, "to_offers", "assets"),
        (STAGES, "weak_places", "places"),
        (STAGES, "source", "sources"),
        (ORGANISATIONS, "works_in", "places"),
        (ORGANISATIONS, "by", "place_kinds"),
        (ORGANISATIONS, "source", "sources"),
    )
    for section, field, there in links:
        if there in known:
            yield from _lost(described, (section, field), known[there], there)


def find_pathway_faults(raw: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    """Find what a pathway says wrongly of itself: where, found, expected and what to do."""
    for key, row in _rows(raw, STAGES):
        youngest, oldest = row.get("age_from"), row.get("age_to")
        if type(youngest) is type(oldest) is int and youngest > oldest:
            found = f"ages from {youngest} to {oldest}"
            yield f"stages.{key}", found, "age_from no higher than age_to", "Correct one of them."
        if row.get("weak_point") and not row.get("cites"):
            found = "a weak point and no report that says so"
            yield f"stages.{key}.cites", found, "the report, and where in it", "Fill it in."
    for key, row in _rows(raw, ORGANISATIONS):
        if (row.get("works_in") or row.get("by")) and not row.get("cites"):
            found = "a footprint and nothing that says so"
            yield f"organisations.{key}.cites", found, "who confirmed it, and where", "Fill it in."


def _lost(
    described: Mapping[str, Any], at: tuple[str, str], known: Collection[Any], there: str
) -> Iterator[Problem]:
    section, field = at
    for key, row in _rows(described, section):
        cell = row.get(field)
        named = [cell] if isinstance(cell, str) and cell else cell
        if not isinstance(named, list | tuple):
            continue
        lost = [each for each in named if isinstance(each, str) and each not in known]
        if lost:
            yield Problem(
                where=f"pack.toml, {section}.{key}.{field}",
                found=f"{len(lost)} unknown, such as {lost[0][:60]!r}",
                expected=f"{there.replace('_', ' ')} of the pack",
                fix=FIX,
            )


def _table(raw: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = raw.get(key)
    return found if isinstance(found, Mapping) else {}


def _rows(raw: Mapping[str, Any], section: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for key, row in _table(raw, section).items():
        if isinstance(row, Mapping):
            yield key, row

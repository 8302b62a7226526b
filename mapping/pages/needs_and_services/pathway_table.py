"""The pathway as the page draws it: each handover as two organisations and their two footprints."""

from __future__ import annotations

from dataclasses import dataclass

from layers.exercise.pathway import FOOTPRINTS, NO_OFFER, UNNAMED, Party, Pathway, StageHere
from layers.said.numbers import counted

MATCHES = {"same": "same", "differ": "differ", "not known": "unconfirmed", "none": "unconfirmed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One organisation, and where it works; that is empty where nobody has confirmed it."""

    name: str
    footprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRow:
    """One stage, its handover, and what is weak of it."""

    label: str
    ages: str
    offers: str
    missing: str
    by: tuple[Side, ...]
    hands_to: str
    to: tuple[Side, ...]
    match: str
    footprints: str
    weak: str
    cites: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PathwayTable:
    """Every stage, in order."""

    caption: str
    rows: tuple[StageRow, ...]


def pathway_table(pathway: Pathway) -> PathwayTable:
    """Return the stages of a place, each with who is on either side of its handover."""
    return PathwayTable(
        caption="Each stage, who provides it, and whom a family is handed on to",
        rows=tuple(_row(each) for each in pathway.stages),
    )


def _row(each: StageHere) -> StageRow:
    missing = len(each.missing)
    return StageRow(
        label=each.stage.label,
        ages=each.ages,
        offers=each.said or NO_OFFER,
        missing=f"{counted(missing, 'gaps')} reported" if missing else "",
        by=_sides(each.by),
        hands_to=each.stage.hands_to,
        to=_sides(each.to),
        match=MATCHES[each.match],
        footprints=FOOTPRINTS[each.match] or "not confirmed",
        weak=each.weak_point or "none reported of here",
        cites=each.stage.cites,
    )


def _sides(parties: tuple[Party, ...]) -> tuple[Side, ...]:
    """Return one side of a handover: those whose footprint is confirmed first."""
    order = sorted(parties, key=lambda party: not party.footprint)
    return tuple(Side(name=each.name or UNNAMED, footprint=each.footprint) for each in order)

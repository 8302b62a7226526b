"""The changes that a scenario is made of, and the services as they would be after them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pandas as pd
from geopandas import GeoDataFrame
from pandas import DataFrame
from shapely.geometry import Point

from geodata import schema
from geodata.crs import BRITISH_NATIONAL_GRID
from geodata.errors import Problem, QuestionError, quoted
from geodata.model import OLDEST_AGE, Pack, Source
from geodata.pack import arrange
from layers.assets import kind_words
from layers.spots import Spot, find_spot

MOST_CHANGES = 20
LONGEST_NAME = 60
LARGEST_CAPACITY = 100_000
SCENARIO_SOURCE = "scenario"


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """Close a service's door."""

    asset_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Add:
    """Open a door of a kind of asset, for some ages (last birthday, both included)."""

    spot: Spot
    kind: str
    age_from: int
    age_to: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Move a service's door; a service without one gets one."""

    asset_id: str
    spot: Spot


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Change who a service takes, when it is open or how much of it there is; None leaves it."""

    asset_id: str
    age_from: int | None = None
    age_to: int | None = None
    opening: str | None = None
    capacity: float | None = None


Step = Close | Add | Move | Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """Changes to services, one after another, under a name."""

    steps: tuple[Step, ...] = ()
    name: str = ""

    def then(self, *steps: Step) -> Scenario:
        """Make further changes."""
        return replace(self, steps=(*self.steps, *steps))

    def undo(self) -> Scenario:
        """Take back the last change, if there is one."""
        return replace(self, steps=self.steps[:-1])

    def called(self, name: str) -> Scenario:
        """Return the same under a name: on one line, and not too long."""
        plain = "".join(c if c.isprintable() else " " for c in name)
        return replace(self, name=" ".join(plain.split())[:LONGEST_NAME].rstrip())


def apply_scenario(pack: Pack, scenario: Scenario) -> Pack:
    """Return the pack as it would be: its services changed, and nothing else.

    Returns
    -------
    changed
        With a content hash of its own. New services have the ids "new-1", "new-2"… and the source
        "scenario".

    Raises
    ------
    QuestionError
        Every change that cannot be made.
    """
    if not scenario.steps:
        return pack
    digest = hashlib.sha256(f"{pack.content_hash} {scenario.steps!r}".encode()).hexdigest()
    sources = {**pack.info.sources, SCENARIO_SOURCE: _scenario_source(pack)}
    return replace(
        pack,
        info=replace(pack.info, sources=sources),
        assets=change_assets(pack, scenario.steps),
        content_hash=digest,
    )


def change_assets(pack: Pack, steps: Sequence[Step]) -> GeoDataFrame:
    """Return the services after some changes; see `apply_scenario`."""
    assets = pack.assets
    problems: list[Problem] = []
    if len(steps) > MOST_CHANGES:
        problems.append(_too_many(len(steps)))
        steps = steps[:MOST_CHANGES]
    for number, step in enumerate(steps, start=1):
        here = replace(pack, assets=assets)  # a change can name what one before it added
        faults = list(_faults(step, here, f"change {number}"))
        problems += faults
        if not faults:
            assets = _changed(here, step)
    if problems:
        raise QuestionError(problems)
    return assets


def _changed(pack: Pack, step: Step) -> GeoDataFrame:
    if isinstance(step, Add):
        return _with_new(pack, step)
    changed = pack.assets.copy()
    if isinstance(step, Close):
        changed.loc[step.asset_id, "status"] = "closed"
    elif isinstance(step, Move):
        found = find_spot(pack, step.spot)
        changed.loc[step.asset_id, "geometry"] = Point(found.easting_m, found.northing_m)
        changed.loc[step.asset_id, "delivery"] = "site"
    else:
        for column in ("age_from", "age_to", "opening", "capacity"):
            value = getattr(step, column)
            if value is not None:
                changed.loc[step.asset_id, column] = value
    return changed


def _with_new(pack: Pack, step: Add) -> GeoDataFrame:
    assets = pack.assets
    number = 1 + sum(str(key).startswith("new-") for key in assets.index)
    found = find_spot(pack, step.spot)
    row = DataFrame(
        {
            "name": [f"New {kind_words(step.kind)}, {found.name}"],
            "kind": [step.kind],
            "age_from": [step.age_from],
            "age_to": [step.age_to],
            "status": ["open"],
            "source": [SCENARIO_SOURCE],
        },
        index=pd.Index([f"new-{number}"], name=assets.index.name),
    )
    point = [Point(found.easting_m, found.northing_m)]
    new = arrange(schema.ASSETS, GeoDataFrame(row, geometry=point, crs=BRITISH_NATIONAL_GRID))
    joined: GeoDataFrame = pd.concat([assets, new[list(assets.columns)]])
    return joined


def asset_kinds(pack: Pack) -> tuple[str, ...]:
    """Return every kind of asset that a service of the pack is made of."""
    kinds = (kind for service in pack.info.services.values() for kind in service.kinds)
    return tuple(dict.fromkeys(kinds))


def _faults(step: Step, pack: Pack, where: str) -> Iterator[Problem]:
    assets = pack.assets
    if isinstance(step, Add):
        if step.kind not in asset_kinds(pack):
            yield _fault(
                where, f"the kind {quoted(step.kind)}", "one of " + ", ".join(asset_kinds(pack))
            )
        yield from _age_faults(step.age_from, step.age_to, where)
    elif step.asset_id not in assets.index:
        yield _fault(where, quoted(step.asset_id), f"the id of a service of {pack.info.title}")
    elif assets["status"][step.asset_id] == "closed":
        name = assets["name"][step.asset_id]
        yield _fault(where, f"{name}, which is closed", "a service that is open or planned")
    elif isinstance(step, Change):
        yield from _change_faults(step, assets, where)
    if isinstance(step, Add | Move):
        try:
            find_spot(pack, step.spot, where)
        except QuestionError as error:
            yield from error.problems


def _change_faults(step: Change, assets: GeoDataFrame, where: str) -> Iterator[Problem]:
    values = (step.age_from, step.age_to, step.opening, step.capacity)
    if all(value is None for value in values):
        yield _fault(where, "nothing that changes", "ages, hours or a capacity")
    first = assets["age_from"][step.asset_id] if step.age_from is None else step.age_from
    last = assets["age_to"][step.asset_id] if step.age_to is None else step.age_to
    if step.age_from is not None or step.age_to is not None:
        yield from _age_faults(
            0 if pd.isna(first) else int(first), OLDEST_AGE if pd.isna(last) else int(last), where
        )
    if step.capacity is not None and not 0 <= step.capacity <= LARGEST_CAPACITY:
        yield _fault(where, f"a capacity of {step.capacity:g}", f"0 to {LARGEST_CAPACITY:,}")


def _age_faults(first: int, last: int, where: str) -> Iterator[Problem]:
    if not 0 <= first <= last <= OLDEST_AGE:
        yield _fault(
            where, f"ages {first}-{last}", f"ages from 0 to {OLDEST_AGE}, the younger first"
        )


def _too_many(count: int) -> Problem:
    return _fault("the scenario", f"{count} changes", f"at most {MOST_CHANGES}")


def _fault(where: str, found: str, expected: str) -> Problem:
    return Problem(where=where, found=found, expected=expected, fix="Undo it, or correct it.")


def _scenario_source(pack: Pack) -> Source:
    return Source(
        key=SCENARIO_SOURCE,
        title="A scenario: not real services",
        publisher="Know Your Patch",
        licence="none",
        attribution="Scenario made with Know Your Patch.",
        period=pack.info.date,
        note="Made up to see what it would change.",
    )

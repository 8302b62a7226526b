"""The doors of a service as points on a map."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from math import isnan
from typing import NamedTuple, get_args

import numpy as np
from pandas import DataFrame

from geodata.crs import lonlat_from_grid
from geodata.model import Pack
from layers.assets import (
    OPEN,
    has_door,
    is_running,
    kind_words,
    takes_ages,
    takes_words,
)
from layers.cover.here import TOLD
from layers.offer_facts import facts_at_a_glance
from layers.offer_filters import Part, filter_offers
from layers.question.doors import asked_assets
from layers.question.question import Question
from mapping.map.palette import KINDS
from mapping.map.values import Point, Shape

SHAPES: tuple[Shape, ...] = get_args(Shape)
FIRST: tuple[str, ...] = (
    "child-and-family-centre", "child-and-family-zone", "library", "childrens-centre",
    "childrens-centre-hub", "family-hub", "linked-site", "childrens-centre-linked-site",
    "nursery-school", "gp-practice", "hospital", "school", "early-years-setting",
)  # fmt: skip
"""The kinds of door that a mapping exercise names: each has a symbol of its own on every map."""
SAME_SPOT_M = 25.0  # offers nearer than this are one building
DECIMALS = 5  # of a degree: about a metre


class Symbol(NamedTuple):
    """How a kind of door is drawn: its shape, and which of the colours of `door_colour`."""

    shape: Shape
    colour: int


def symbols_of(kinds: Iterable[str]) -> dict[str, Symbol]:
    """Return the symbol of each kind of door on a map: a shape and a colour of its own.

    There is one more shape than there are colours: kinds beyond those share one of the two, never
    both, and the first kinds share neither.
    """
    distinct = dict.fromkeys(kinds)
    return {
        kind: Symbol(shape=SHAPES[at % len(SHAPES)], colour=at % KINDS)
        for at, kind in enumerate(distinct)
    }


def pack_symbols(pack: Pack) -> dict[str, Symbol]:
    """Return the symbol of each kind of door of a pack, the same whatever else lies on a map.

    What a mapping exercise names comes first, so that no other kind shares its colour.
    """
    kinds = dict.fromkeys(kind for each in pack.info.services.values() for kind in each.kinds)
    return symbols_of([*(kind for kind in FIRST if kind in kinds), *kinds])


def service_points(
    pack: Pack,
    question: Question,
    symbols: Mapping[str, Symbol] | None = None,
    parts: tuple[Part, ...] = (),
) -> tuple[Point, ...]:
    """Return every door of the service asked about, hollow where not open to those ages.

    Parameters
    ----------
    symbols
        How each kind of door on the map is drawn; as on every map of the pack where None.
    parts
        Filters that the offers pass; one that does not say what is asked for is drawn faint.
    """
    table = _offers(pack, question)
    if parts:
        passed = filter_offers(table, parts)
        table = table.assign(unsure=passed.unsure)[passed.passes]
    if table.empty:
        return ()
    spots = table.groupby(["spot_x", "spot_y"], sort=False).ngroup().to_numpy()
    table = table.iloc[np.argsort(spots, kind="stable")]
    counts = np.bincount(spots).tolist()
    return tuple(_points(table, counts, symbols or pack_symbols(pack)))


def degrees_of(pack: Pack, asset_id: str) -> tuple[float, float] | None:
    """Return the latitude and longitude of an asset; None where it has no point."""
    point = pack.assets.geometry[asset_id]
    if point is None or point.is_empty:
        return None
    lon, lat = lonlat_from_grid(point.x, point.y)
    return round(float(lat), DECIMALS), round(float(lon), DECIMALS)


def at_its_door(pack: Pack, asset_id: str) -> list[str]:
    """Return the ids of the other offers in the same building, of any service; none that is closed.

    What has no point has no door, and nothing is at it.
    """
    point = pack.assets.geometry[asset_id]
    if point is None or point.is_empty:
        return []
    told = pack.assets[pack.assets["status"].isin(TOLD) & has_door(pack.assets)]
    near = told.index[told.geometry.distance(point).lt(SAME_SPOT_M)]
    return [str(key) for key in near if key != asset_id]


def _offers(pack: Pack, question: Question) -> DataFrame:
    """List what is drawn of a service: what has a door that is not closed for good."""
    offers = asked_assets(pack, question)
    offers = offers[has_door(offers) & offers["status"].isin(TOLD)]
    table = DataFrame(offers.drop(columns="geometry"))
    takes = takes_ages(offers, question.ages).any(axis=1)
    table["serves"] = takes & is_running(offers).to_numpy()
    table["unsure"] = False
    east, north = offers.geometry.x.to_numpy(), offers.geometry.y.to_numpy()
    lon, lat = lonlat_from_grid(east, north)
    table["lon"], table["lat"] = np.round(lon, DECIMALS), np.round(lat, DECIMALS)
    table["spot_x"], table["spot_y"] = east // SAME_SPOT_M, north // SAME_SPOT_M
    return table


def _points(table: DataFrame, counts: list[int], symbols: Mapping[str, Symbol]) -> Iterator[Point]:
    """Make a point of each spot, from offers that stand spot by spot."""
    keys, names, kinds = (
        [str(x) for x in column] for column in (table.index, table["name"], table["kind"])
    )
    details, serves = list(_details(table)), table["serves"].tolist()
    facts = facts_at_a_glance(table)
    unsure = table["unsure"].tolist()
    lon, lat = table["lon"].tolist(), table["lat"].tolist()
    first = 0
    for count in counts:
        here = slice(first, first + count)
        yield Point(
            asset_ids=tuple(keys[here]),
            label=names[first] if count == 1 else f"{count} services here",
            details=tuple(details[here]),
            facts=tuple(facts[here]),
            lon=lon[first],
            lat=lat[first],
            shape=symbols[kinds[first]].shape,
            kind_label=kind_words(kinds[first]),
            hollow=not any(serves[here]),
            colour=symbols[kinds[first]].colour,
            is_unsure=all(unsure[here]),
        )
        first += count


def _details(table: DataFrame) -> Iterator[str]:
    columns = ("name", "kind", "provider", "age_from", "age_to", "status", "across_border")
    words = {str(kind): kind_words(str(kind)) for kind in table["kind"].unique()}
    for name, kind, provider, youngest, oldest, status, across in zip(
        *(table[column].tolist() for column in columns), strict=True
    ):
        parts = [str(name), words[str(kind)]]
        if isinstance(provider, str):
            parts.append(provider)
        if not (isnan(youngest) and isnan(oldest)):
            parts.append(f"ages {takes_words(youngest, oldest)}")
        if status != OPEN:
            parts.append(str(status))
        if across:
            parts.append("across the border")
        yield ", ".join(parts)

"""Which places an offer serves besides a door, or without one, and how it reaches them."""

from __future__ import annotations

import numpy as np
from pandas import DataFrame, Series

from geodata.model import Pack
from geodata.offers import EVERYWHERE, parts_of
from layers.once import once_of_a_pack
from layers.places import find_place, member_areas
from layers.said.numbers import listed

HOW = {
    "site": "at sites that are not stated",
    "outreach": "by outreach",
    "home": "at home",
    "school": "in schools",
    "online": "online",
    "phone": "by telephone",
}
AT_A_DISTANCE = frozenset({"online", "phone"})
WHOLE = 1 - 1e-9


@once_of_a_pack
def _shares(pack: Pack, served: tuple[str, ...]) -> Series:
    members = pack.membership[pack.membership["place_id"].isin(served)]
    shares: Series = members.groupby("area_id")["share"].sum().clip(upper=1.0)
    return shares


def served_part(pack: Pack, offers: DataFrame, place_id: str | None) -> Series:
    """Find what part of a place each offer serves, whatever doors it has.

    Parameters
    ----------
    place_id
        None is all of the pack.

    Returns
    -------
    part
        0–1 of the place's areas, indexed as `offers`: 1 where the offer serves a place that the
        place asked about lies in, or that very place.
    """
    parts = {cell: _part(pack, str(cell), place_id) for cell in offers["serves"].dropna().unique()}
    found: Series = offers["serves"].map(parts).astype(float).fillna(0.0)
    return found


@once_of_a_pack
def _part(pack: Pack, cell: str, place_id: str | None) -> float:
    served = parts_of(cell)
    inside = (
        Series(1.0, index=pack.areas.index) if place_id is None else member_areas(pack, place_id)
    )
    if not served or inside.empty:
        return 0.0
    if EVERYWHERE in served or place_id in served:
        return 1.0
    both = _shares(pack, served).reindex(inside.index).fillna(0.0)
    shared = np.minimum(both, inside)
    for area_id in inside.index[(both > 0) & (both < WHOLE) & (inside < WHOLE)]:
        shared[area_id] = _shared_land(pack, served, str(place_id), str(area_id))
    return float(shared.sum() / inside.sum())


def _shared_land(pack: Pack, served: tuple[str, ...], place_id: str, area_id: str) -> float:
    """Find what part of an area two places share, each of which holds only some of it."""
    area = pack.areas.geometry[area_id]
    land = pack.places.geometry.reindex(served).union_all()
    met = find_place(pack, place_id)["geometry"].intersection(land).intersection(area)
    return float(met.area / area.area)


def serves_words(pack: Pack, serves: object) -> str:
    """Return what an offer serves by name: "Fenland and East Cambridgeshire"."""
    served = parts_of(serves)
    if EVERYWHERE in served:
        return pack.info.title
    return listed([str(pack.places["name"].get(key, key)) for key in served])


def how_words(delivery: object, *, has_door: bool = False) -> str:
    """Return how an offer reaches people: "online and by telephone"; empty where not stated."""
    ways = parts_of(delivery)
    said = HOW | {"site": "at its own door"} if has_door else HOW
    return listed([words for way, words in said.items() if way in ways])


def is_at_a_distance(offers: DataFrame) -> Series:
    """Return which offers come online or by telephone, alone or among other ways."""
    cells = offers["delivery"]
    known = {cell: bool(AT_A_DISTANCE & set(parts_of(cell))) for cell in cells.dropna().unique()}
    found: Series = cells.map(known).eq(other=True)
    return found

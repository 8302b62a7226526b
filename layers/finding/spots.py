"""A settlement or a postcode, as an address writes it: read, placed, and in which neighbourhood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import shapely

from geodata.crs import lonlat_from_grid
from geodata.errors import Problem, quoted
from geodata.model import Pack
from layers.finding.plain import compact, is_postcode, plain, postcode_words
from layers.finding.things import DECIMALS, Things, areas_at

NEAR = 0.01  # degrees that a settlement may have moved from edition to edition, about a kilometre
EXPECTED = "a postcode of this pack, or the name of a town or village on its map"


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedSpot:
    """A settlement or a postcode.

    Attributes
    ----------
    id
        As an address writes it.
    kind
        "postcode", or what settlement it is: "town".
    easting_m, northing_m
        EPSG:27700.
    area_id
        The neighbourhood that it lies in; None beyond the edge.
    """

    id: str
    name: str
    kind: str
    easting_m: float
    northing_m: float
    area_id: str | None

    @property
    def at(self) -> tuple[float, float]:
        """Latitude and longitude."""
        lon, lat = lonlat_from_grid(self.easting_m, self.northing_m)
        return round(float(lat), DECIMALS), round(float(lon), DECIMALS)


def read_spot(text: str, pack: Pack, things: Things, where: str) -> NamedSpot | Problem:
    """Read a spot out of an address; the problem where the pack has none of that name."""
    found = _postcode(text, pack, things) or _settlement(text, pack, things)
    if found is not None:
        return found
    return Problem(where=where, found=quoted(text), expected=EXPECTED, fix="Nothing is chosen.")


def _postcode(text: str, pack: Pack, things: Things) -> NamedSpot | None:
    if not is_postcode(text) or not len(things.postcodes):
        return None
    code = compact(text).encode()
    at = int(np.searchsorted(things.postcodes, code))
    if at == len(things.postcodes) or bytes(things.postcodes[at]) != code:
        return None
    origin = pack.origins.iloc[int(things.origins[at])]
    name: Literal["postcode"] = "postcode"
    return NamedSpot(
        id=postcode_words(text),
        name=postcode_words(text),
        kind=name,
        easting_m=float(origin["easting_m"]),
        northing_m=float(origin["northing_m"]),
        area_id=str(origin["area_id"]),
    )


def _settlement(text: str, pack: Pack, things: Things) -> NamedSpot | None:
    row = _row_of(text, things)
    if row is None or pack.ground is None:
        return None
    names = pack.ground.names
    point = names.geometry.iloc[row]
    inside = int(areas_at(pack, np.array([point], dtype=object))[0])
    return NamedSpot(
        id=things.spots[row],
        name=str(names["name"].iloc[row]),
        kind=str(names["kind"].iloc[row]),
        easting_m=float(shapely.get_x(point)),
        northing_m=float(shapely.get_y(point)),
        area_id=str(pack.areas.index[inside]) if inside >= 0 else None,
    )


def _row_of(text: str, things: Things) -> int | None:
    """Return which settlement a text names: by its name, and of several by where it is."""
    name, _, where = text.partition("~")
    sought = plain(name)
    if not sought:
        return None
    rows = [row for row, each in enumerate(things.spots) if plain(each.partition("~")[0]) == sought]
    near = [row for row in rows if _is_near(things.spots[row].partition("~")[2], where)]
    found = near or (rows if len(rows) == 1 and not where else [])
    return found[0] if found else None


def _is_near(known: str, asked: str) -> bool:
    """Return whether two places, written as latitude and longitude, are about the same."""
    try:
        a, b = (
            np.array([float(part) for part in each.split(",")], dtype=float)
            for each in (known, asked)
        )
    except ValueError:
        return False
    return a.shape == b.shape == (2,) and bool((np.abs(a - b) <= NEAR).all())

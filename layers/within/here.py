"""Where a person stands and asks from: a point, a postcode, a neighbourhood or a door."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from pandas import Series
from shapely.geometry import Point

from geodata.crs import grid_from_lonlat
from geodata.errors import Problem, QuestionError, quoted
from geodata.model import Pack
from layers.spots import MOST_BEYOND_M, Spot, find_spot

POINT = re.compile(r"\s*(-?\d{1,3}(?:\.\d{1,12})?)\s*,\s*(-?\d{1,3}(?:\.\d{1,12})?)\s*")
POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})")
EXPECTED = (
    "latitude and longitude, as in 52.66,0.16; or a postcode, or the id of a {area} or a service"
)
DECIMALS = 5  # of a degree: about a metre, to which a point is kept once it is a place
AFLOAT_M = 2_000.0  # from land: coasts are drawn so coarsely that people may live there
WHERE = "the starting point"


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """Where is asked from, found.

    Attributes
    ----------
    text
        As it was asked: "52.66,0.16", a postcode, an id.
    easting_m, northing_m
        EPSG:27700.
    name
        As a sentence calls it: "Wisbech Library", "PE13 2AA", "a point in Wisbech town".
    area_id
        The neighbourhood it is in, or the nearest to it.
    in_water
        Whether it lies in wide water, from which ways begin at the nearest shore.
    """

    text: str
    easting_m: float
    northing_m: float
    name: str
    area_id: str
    in_water: bool


def find_here(pack: Pack, text: str, where: str = WHERE) -> Here:
    """Find where a text says.

    Raises
    ------
    QuestionError
        It says nothing that the pack knows, or a point too far out or out at sea.
    """
    easting, northing, name = _found(pack, text.strip(), where)
    point = Point(easting, northing)
    metres = pack.areas.distance(point)
    return Here(
        text=text.strip(),
        easting_m=easting,
        northing_m=northing,
        name=name or f"a point {_near(metres, pack)}",
        area_id=str(metres.idxmin()),
        in_water=_in_water(pack, point, text, where),
    )


def _near(metres: Series, pack: Pack) -> str:
    where = "in" if metres.min() == 0 else "near"
    return f"{where} {pack.areas['name'][metres.idxmin()]}"


def _found(pack: Pack, text: str, where: str) -> tuple[float, float, str]:
    """Return easting, northing and the name of what a text says; no name for a point."""
    degrees = POINT.fullmatch(text)
    if degrees:
        return (*_point(pack, float(degrees[1]), float(degrees[2]), text, where), "")
    for kind, ids in (("asset", pack.assets.index), ("area", pack.areas.index)):
        if text in ids:
            placed = find_spot(pack, Spot(of=kind, id=text), where)  # type: ignore[arg-type]
            return placed.easting_m, placed.northing_m, placed.name
    return _postcode(pack, text, where)


def _point(pack: Pack, lat: float, lon: float, text: str, where: str) -> tuple[float, float]:
    easting, northing = (float(each) for each in grid_from_lonlat(lon, lat))
    west, south, east, north = pack.areas.total_bounds
    is_near = (
        west - MOST_BEYOND_M <= easting <= east + MOST_BEYOND_M
        and south - MOST_BEYOND_M <= northing <= north + MOST_BEYOND_M
    )
    if np.isnan(easting) or np.isnan(northing) or not is_near:
        raise QuestionError(
            Problem(
                where=where,
                found=f"the point {text}",
                expected=f"a point in {pack.info.title}, or within 20 km of it",
                fix="Choose one on the map. Latitude is written before longitude.",
            )
        )
    return easting, northing


def _postcode(pack: Pack, text: str, where: str) -> tuple[float, float, str]:
    parted = POSTCODE.fullmatch(re.sub(r"\s+", "", text.upper()))
    if parted is None:
        raise QuestionError(
            Problem(
                where=where,
                found=quoted(text) if text else "nothing",
                expected=EXPECTED.format(area=pack.info.area_label),
                fix="Choose a point on the map.",
            )
        )
    code = f"{parted[1]} {parted[2]}"
    if code in pack.origins.index:
        easting, northing = pack.origins.loc[[code], ["easting_m", "northing_m"]].to_numpy(float)[0]
        return float(easting), float(northing), code
    doors = pack.assets[pack.assets["postcode"].eq(code) & ~pack.assets.geometry.is_empty]
    if len(doors):
        return float(doors.geometry.iloc[0].x), float(doors.geometry.iloc[0].y), code
    raise QuestionError(
        Problem(
            where=where,
            found=f"the postcode {code}",
            expected=f"one where people live in {pack.info.title}, or a service has a door",
            fix="Choose a point on the map.",
        )
    )


def _in_water(pack: Pack, point: Point, text: str, where: str) -> bool:
    """Return whether a point is in wide water; refused where it is out at sea."""
    if pack.water is None or not pack.water.geometry.covers(point).any():
        return False
    around = pack.water[pack.water.geometry.covers(point)]
    if around.geometry.boundary.distance(point).min() > AFLOAT_M:
        raise QuestionError(
            Problem(
                where=where,
                found=f"the point {text}, which is in open water",
                expected="a point on land",
                fix="Choose one on land.",
            )
        )
    return True

"""Spots where something could stand: a point, the middle of a neighbourhood's people, a site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from pandas import DataFrame, Index

from geodata.errors import Problem, QuestionError, quoted
from geodata.model import Pack

SpotKind = Literal["point", "area", "asset"]
MOST_BEYOND_M = 20_000.0  # how far outside the pack a point may lie
ROUGH_M = 500.0  # a door known no better than this may be half a walk from its point


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where something is put.

    Attributes
    ----------
    of
        "area" is the middle of a neighbourhood's people, "asset" where an asset stands, "point"
        a point of its own.
    id
        The area's or the asset's; "" for a point.
    easting_m, northing_m
        A point's, in EPSG:27700; 0 for the others, which the pack places.
    """

    of: SpotKind
    id: str = ""
    easting_m: float = 0.0
    northing_m: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A spot, found: easting and northing in EPSG:27700, and its name."""

    easting_m: float
    northing_m: float
    name: str


def find_spot(pack: Pack, spot: Spot, where: str = "the spot") -> Placed:
    """Find where a spot is.

    Raises
    ------
    QuestionError
        The pack has no such area or asset, the asset has no point, or the point lies too far out.
    """
    if spot.of == "point":
        return _check_point(pack, spot, where)
    if spot.of == "area":
        if spot.id not in pack.areas.index:
            raise QuestionError(_unknown(where, spot.id, f"a {pack.info.area_label}", pack))
        middle = area_middles(pack, Index([spot.id])).iloc[0]
        return Placed(
            easting_m=float(middle["easting_m"]),
            northing_m=float(middle["northing_m"]),
            name=str(pack.areas["name"][spot.id]),
        )
    return _place_of_asset(pack, spot, where)


def _check_point(pack: Pack, spot: Spot, where: str) -> Placed:
    west, south, east, north = pack.areas.total_bounds
    inside = (
        west - MOST_BEYOND_M <= spot.easting_m <= east + MOST_BEYOND_M
        and south - MOST_BEYOND_M <= spot.northing_m <= north + MOST_BEYOND_M
    )
    if not inside:
        raise QuestionError(
            Problem(
                where=where,
                found=f"the point {spot.easting_m:.0f}, {spot.northing_m:.0f}",
                expected=f"a point in {pack.info.title} (easting and northing in metres)",
                fix="Choose one on the map.",
            )
        )
    name = f"a point in {_nearest_area(pack, spot)}"
    return Placed(easting_m=spot.easting_m, northing_m=spot.northing_m, name=name)


def _nearest_area(pack: Pack, spot: Spot) -> str:
    from shapely.geometry import Point

    metres = pack.areas.distance(Point(spot.easting_m, spot.northing_m))
    return str(pack.areas["name"][metres.idxmin()])


def _place_of_asset(pack: Pack, spot: Spot, where: str) -> Placed:
    if spot.id not in pack.assets.index:
        raise QuestionError(_unknown(where, spot.id, "a service", pack))
    point = pack.assets.geometry[spot.id]
    if point is None or point.is_empty:
        raise QuestionError(
            Problem(
                where=where,
                found=f"{spot.id!r}, which has no address",
                expected="a service that can be walked into",
                fix="Choose another.",
            )
        )
    name = str(pack.assets["name"][spot.id])
    return Placed(easting_m=float(point.x), northing_m=float(point.y), name=name)


def _unknown(where: str, key: str, kind: str, pack: Pack) -> Problem:
    return Problem(
        where=where,
        found=quoted(key),
        expected=f"the id of {kind} of {pack.info.title}",
        fix="Choose one from the list.",
    )


def area_middles(pack: Pack, area_ids: Index | None = None) -> DataFrame:
    """Find the middle of each area's people: the starting point nearest to their average.

    A point where somebody lives, and not a field between two villages.

    Returns
    -------
    middles
        Indexed by `area_id`: `easting_m`, `northing_m` (EPSG:27700). An area without starting
        points has a point inside its boundary.
    """
    areas = pack.areas if area_ids is None else pack.areas.loc[area_ids]
    inside = areas.geometry.representative_point()
    middles = DataFrame({"easting_m": inside.x, "northing_m": inside.y})
    origins = pack.origins[pack.origins["area_id"].isin(areas.index)]
    points, weights = origins[["easting_m", "northing_m"]], origins["weight"]
    sums = points.mul(weights, axis="index").groupby(origins["area_id"]).sum()
    averages = sums.div(weights.groupby(origins["area_id"]).sum(), axis="index")
    away = points.to_numpy() - averages.reindex(origins["area_id"]).to_numpy()
    metres = origins.assign(away_m=np.hypot(away[:, 0], away[:, 1])).sort_values("away_m")
    nearest = metres.drop_duplicates("area_id").set_index("area_id")
    middles.update(nearest[["easting_m", "northing_m"]])
    return middles


@dataclass(frozen=True, slots=True, kw_only=True)
class RoughDoors:
    """How many of some doors are placed only roughly.

    Attributes
    ----------
    rough, doors, across
        How many are, of how many; and how many of all those are across the border.
    farthest_m
        How far the worst of them may be from its point; 0 where none is rough.
    """

    rough: int
    doors: int
    across: int
    farthest_m: float

    def note(self) -> str:
        """Return what must be said of it; nothing where every door is well placed."""
        if not self.rough:
            return ""
        one = self.rough == 1
        return (
            f"{self.rough:,} of {counted_doors(self.doors, self.across)} "
            f"{'is' if one else 'are'} placed only roughly, up to {self.farthest_m:,.0f} m out: "
            f"who is near {'it' if one else 'them'} is rough too."
        )


def rough_doors(doors: DataFrame) -> RoughDoors:
    """Count the doors that are placed less exactly than `ROUGH_M`, by their `precision_m`."""
    stated = doors["precision_m"].astype(float)
    rough = stated[stated >= ROUGH_M]
    return RoughDoors(
        rough=len(rough),
        doors=len(doors),
        across=int(doors["across_border"].sum()),
        farthest_m=float(rough.max()) if len(rough) else 0.0,
    )


def counted_doors(count: int, across: int = 0) -> str:
    """Return a number of doors in words: "1 door", "55 doors (17 across the border)"."""
    return f"{count:,} {'door' if count == 1 else 'doors'}{across_words(across)}"


def across_words(across: int) -> str:
    """Return how many of those counted are across the border: " (17 across the border)".

    Empty where none is: a count of doors that says nothing more has none of them.
    """
    return f" ({across:,} across the border)" if across else ""

"""Land and sea: which wide water a straight line from home to a door must not cross.

No file says where the bridges are. So water is taken to have one wherever it is less than a
kilometre wide, and none where it is wider, but for the fixed crossings of estuaries that are listed
here. Nobody walks or drives over the rest; a ferry is not counted upon.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import shapely
from geopandas import GeoDataFrame, GeoSeries
from pandas import DataFrame
from shapely.geometry.base import BaseGeometry

from geodata.crs import BRITISH_NATIONAL_GRID
from geodata.files import hearing, tell_repair
from geodata.files.geoparquet import read_outlines
from geodata.placing import BEYOND_M
from geodata.schema import LEAST_EASTING_M, LEAST_NORTHING_M, MOST_EASTING_M, MOST_NORTHING_M
from geodata.sources.record import Making, Reader

AROUND_M = 40_000.0  # of the areas: how far a way around is looked for
NARROW_M = 1_000.0  # narrower water is taken to be crossed somewhere near
SLIVER_M = 3_000.0  # of land in the coarse outline alone: less wide than this it is its coarseness
SMALLEST_M2 = 2e6  # of water; a lake or harbour smaller than this is gone around in no time
DETAIL_M = 100.0  # corners nearer than this say nothing of a way around
STRIP_M = 250.0  # to each side of a crossing
MOST_AREAS = 10_000  # of a pack: around a whole coast a first question would take minutes
CORNERS = 2  # of a quarter circle, where outlines are made wider
# Where people drive across wide water, end to end in metres of the National Grid. Public facts.
CROSSINGS = {
    "Humber Bridge": ((502_300, 425_600), (502_500, 423_000)),
    "Severn Bridge": ((356_600, 189_700), (353_600, 191_300)),
    "Prince of Wales Bridge": ((354_000, 185_500), (348_900, 187_400)),
    "Holy Island causeway": ((407_700, 642_600), (410_600, 643_500)),
}


def read_land(path: Path) -> GeoDataFrame:
    """Read outlines of land; EPSG:27700."""
    with hearing() as told:  # that Ireland lies outside Great Britain is not worth a warning
        rows = read_outlines(path)
    for repair in told.repairs:
        tell_repair(repair)
    return GeoDataFrame(geometry=rows.geometry).to_crs(BRITISH_NATIONAL_GRID)


def make_water(land: GeoDataFrame, making: Making) -> dict[str, DataFrame]:
    """Make the table of wide water around a pack; none where there is none within reach.

    None either in a pack of more than `MOST_AREAS`, which then says that lines cross the sea.
    """
    if len(making.areas) > MOST_AREAS:
        making.log.warn(
            f"{len(making.areas):,} areas are too many to lead journeys around water: straight "
            "lines cross the sea and estuaries in this pack. Build one for each authority."
        )
        return {}
    finer = making.raw.get("land_finer")
    water = find_water(making.areas, land, finer)
    if not water:
        return {}
    size_km2 = sum(each.area for each in water) / 1e6
    making.log.note(
        f"Pieces of wide water that straight lines go around: {len(water):,}, {size_km2:,.0f} km² "
        f"within {AROUND_M / 1000:.0f} km."
    )
    table = GeoDataFrame(
        {"source": making.source.key}, index=[f"water-{n}" for n in range(1, len(water) + 1)],
        geometry=water, crs=BRITISH_NATIONAL_GRID,
    )  # fmt: skip
    return {"water": table.rename_axis("water_id")}


def find_water(
    areas: GeoDataFrame, land: GeoDataFrame, finer: GeoDataFrame | None = None
) -> list[BaseGeometry]:
    """Find the wide water around some areas, in EPSG:27700: the largest first.

    Parameters
    ----------
    land
        Outlines of land, coarse, of this country and its neighbours.
    finer
        Finer outlines of a part of it; what is land by the coarse outline alone, along these, is
        taken for its coarseness unless it is wide.
    """
    bounds = areas.total_bounds
    coarse = land.geometry.to_numpy()
    near = _box(bounds, BEYOND_M)
    if shapely.union_all(coarse[shapely.intersects(coarse, near)]).covers(near):
        return []
    window = _box(bounds, AROUND_M)
    parts = [shapely.simplify(areas.geometry.to_numpy(), DETAIL_M / 2)]
    if finer is not None:
        shapes = finer.geometry.to_numpy()
        parts.append(shapely.simplify(shapes[shapely.intersects(shapes, window)], DETAIL_M / 2))
    edges = shapely.union_all(_wider(np.concatenate(parts), DETAIL_M / 2))
    rest = shapely.intersection(shapely.union_all(coarse), window).difference(edges)
    if finer is not None:
        rest = _wider(_wider(rest, -SLIVER_M / 2), SLIVER_M / 2 + 2 * DETAIL_M)
    whole = shapely.simplify(edges.union(rest), DETAIL_M)
    closed = _wider(_wider(whole, NARROW_M / 2), -NARROW_M / 2)
    water = window.difference(closed.union(_crossings()))
    water = _wider(_wider(water, -DETAIL_M), DETAIL_M)
    simple = shapely.make_valid(shapely.simplify(water, DETAIL_M))
    found = [
        each
        for each in shapely.get_parts(simple)
        if each.geom_type == "Polygon" and each.area > SMALLEST_M2
    ]
    return sorted(found, key=lambda each: (-each.area, each.bounds))


def _box(bounds: np.ndarray, metres: float) -> BaseGeometry:
    """Return the box so far around some bounds, as much of it as is on the map of Great Britain."""
    west, south, east, north = bounds
    box: BaseGeometry = shapely.box(west - metres, south - metres, east + metres, north + metres)
    least, most = (LEAST_EASTING_M, LEAST_NORTHING_M), (MOST_EASTING_M, MOST_NORTHING_M)
    return shapely.intersection(box, shapely.buffer(shapely.box(*least, *most), -DETAIL_M))


def _wider(shapes: Any, metres: float) -> Any:  # noqa: ANN401 - one shape, or several
    return shapely.buffer(shapes, metres, quad_segs=CORNERS)


def _crossings() -> Any:  # noqa: ANN401
    """Return a strip of land for each crossing of wide water."""
    ends = GeoSeries([shapely.LineString(each) for each in CROSSINGS.values()])
    return shapely.union_all(shapely.buffer(ends.to_numpy(), STRIP_M, cap_style="square"))


READERS = (
    Reader(
        role="land",
        about="outlines of land, of this country and its neighbours, GeoJSON or GeoParquet",
        read=read_land,
        make_tables=make_water,
    ),
    Reader(
        role="land_finer",
        about="finer outlines of a part of the land, such as areas clipped to the coast",
        read=read_land,
    ),
)

"""What lies beneath a map: water, woods, built-up land, railways, roads and the names of places."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame
from numpy.typing import NDArray
from pandas import DataFrame, Series

from geodata.checking import REBUILD, find_unknown_sources
from geodata.errors import Problem
from geodata.model import Ground, GroundKind
from geodata.schema import GROUND_AREAS, GROUND_LINES, GROUND_NAMES, GROUND_TABLES

if TYPE_CHECKING:
    from geodata.sources.record import Making

AROUND_M = 5_000.0  # how far beyond the areas the ground is kept
FARTHEST_M = 10_000.0  # a ground that begins farther away is another place's
HECTARE_M2 = 10_000.0
# From which size in hectares a shape is drawn at each rank, the widest view first.
SIZES: Mapping[str, tuple[float, ...]] = {
    "water": (100, 20, 2),
    "wood": (200, 30, 4),
    "built-up": (30, 5, 1),
}
RANKS: Mapping[str, int] = {
    "river": 2,
    "railway": 2,
    "motorway": 1,
    "main-road": 1,
    "road": 2,
    "street": 4,
    "city": 1,
    "town": 1,
    "suburb": 3,
    "village": 3,
    "hamlet": 4,
}
LONG_RIVER_M = 15_000.0  # a river from which length on is drawn in every view
SAME_NAME_M = 2_000.0  # two settlements of one name this near are one, told by two sources
COARSENESS_M = 8.0  # by how far a simplified edge may leave the true one


def gather_ground(rows: GeoDataFrame, making: Making) -> GeoDataFrame:
    """Return what of some ground lies around a pack's areas, simplified, with rank and source.

    Parameters
    ----------
    rows
        `kind`, `name` (may be empty) and a shape, EPSG:27700.

    Raises
    ------
    DataError
        None of it lies there.
    """
    west, south, east, north = making.areas.total_bounds
    box = shapely.box(west - AROUND_M, south - AROUND_M, east + AROUND_M, north + AROUND_M)
    near = rows[rows.intersects(box)]
    is_shape = near["kind"].isin(SIZES)
    shapes = shapely.make_valid(near.geometry.to_numpy())
    shapes = shapely.simplify(shapes, COARSENESS_M)
    shapes = np.where(near.geom_type.eq("Point"), near.geometry, shapely.intersection(shapes, box))
    near = near.set_geometry(GeoDataFrame(geometry=shapes, index=near.index, crs=rows.crs).geometry)
    near = rank_ground(near).assign(source=making.file.source)
    kept = near[(near["rank"] > 0) & ~near.is_empty & _is_of_its_kind(near, is_shape)]
    making.log.note(
        f"Ground beneath the map, {making.file.paths[0]}: {len(kept):,} of {len(rows):,} shapes "
        "and names lie around the areas and are large enough to draw."
    )
    return kept.reset_index(drop=True)


def _ranks(rows: GeoDataFrame) -> Series:
    ranks = rows["kind"].map(RANKS).fillna(0)
    for kind, sizes in SIZES.items():
        is_kind = rows["kind"].eq(kind)
        size = rows.geometry[is_kind].area / HECTARE_M2
        from_least = [size >= least for least in sizes]
        ranks[is_kind] = np.select(from_least, range(1, len(sizes) + 1), default=0)
    ranks[_is_long_river(rows)] = 1
    whole: Series = ranks.astype("int32")
    return whole


def _is_long_river(rows: GeoDataFrame) -> Series:
    """Return which pieces are of a river whose pieces, by name, make a long one."""
    is_river = rows["kind"].eq("river") & rows["name"].fillna("").ne("")
    lengths = rows.geometry.length.where(is_river, 0.0)
    long: Series = is_river & (lengths.groupby(rows["name"]).transform("sum") >= LONG_RIVER_M)
    return long


def rank_ground(rows: GeoDataFrame) -> GeoDataFrame:
    """Return ground with the rank of each row, 0 where it is too small to draw."""
    return rows.assign(rank=_ranks(rows))


def _is_of_its_kind(rows: GeoDataFrame, is_shape: Series) -> Series:
    types = rows.geom_type
    polygon = types.isin(["Polygon", "MultiPolygon"])
    other = types.isin(["LineString", "MultiLineString", "Point"])
    fits: Series = (is_shape & polygon) | (~is_shape & other)
    return fits


def join_ground(pieces: Sequence[GeoDataFrame]) -> dict[str, DataFrame]:
    """Return the tables of ground by name, of what several files hold; those with a row."""
    if not pieces:
        return {}
    rows = GeoDataFrame(pd.concat(pieces, ignore_index=True), crs=pieces[0].crs)
    rows["name"] = rows["name"].where(rows["name"].ne(""))
    rows = rows[~_is_told_before(rows)]
    made: dict[str, DataFrame] = {}
    for table in GROUND_TABLES:
        kinds = next(column.one_of for column in table.columns if column.name == "kind")
        held = rows[rows["kind"].isin(kinds)]
        order = held.assign(x=held.bounds["minx"], y=held.bounds["miny"])
        held = held.loc[order.sort_values(["rank", "kind", "x", "y"], kind="stable").index]
        if len(held):
            made[table.name] = held.reset_index(drop=True)
    return made


def _is_told_before(rows: GeoDataFrame) -> NDArray[np.bool_]:
    """Find settlements that an earlier row names too, by their name and where they are."""
    told = np.zeros(len(rows), dtype=bool)
    points = np.flatnonzero(rows.geom_type.eq("Point"))
    places = shapely.get_coordinates(rows.geometry.iloc[points].to_numpy())
    kept: dict[str, list[NDArray[np.float64]]] = {}
    for row, name, place in zip(points, rows["name"].iloc[points], places, strict=True):
        others = kept.setdefault(str(name).casefold(), [])
        told[row] = any(np.hypot(*(place - other)) <= SAME_NAME_M for other in others)
        if not told[row]:
            others.append(place)
    return told


def ground_from_tables(tables: Mapping[str, DataFrame]) -> Ground | None:
    """Return the ground that a pack's tables hold; None where it holds none."""
    held = [tables.get(table.name) for table in GROUND_TABLES]
    if all(rows is None for rows in held):
        return None
    areas, lines, names = (
        _empty(table) if rows is None else rows
        for rows, table in zip(held, GROUND_TABLES, strict=True)
    )
    return Ground(areas=areas, lines=lines, names=names)


def _empty(table: Any) -> GeoDataFrame:  # noqa: ANN401
    columns: dict[str, list[Any]] = {column.name: [] for column in table.columns}
    return GeoDataFrame(columns, geometry=[], crs="EPSG:27700")


def ground_tables(ground: Ground | None) -> dict[str, DataFrame]:
    """Return the tables of a pack's ground by name; those that hold a row."""
    if ground is None:
        return {}
    held = zip(GROUND_TABLES, (ground.areas, ground.lines, ground.names), strict=True)
    return {table.name: rows for table, rows in held if len(rows)}


def find_ground_problems(
    tables: Mapping[str, DataFrame], sources: Collection[str], unusable: Collection[str]
) -> Iterator[Problem]:
    """Find ground that comes from nobody, or lies somewhere else.

    Parameters
    ----------
    sources
        Keys of the pack's sources.
    unusable
        Columns that cannot be gone by: "ground_lines.geometry".
    """
    areas = tables.get("areas")
    for table in (GROUND_AREAS, GROUND_LINES, GROUND_NAMES):
        rows = tables.get(table.name)
        if rows is None:
            continue
        yield from find_unknown_sources(table, rows, sources, unusable)
        shapes = {f"{table.name}.geometry", "areas.geometry"} & set(unusable)
        if areas is not None and not shapes and is_elsewhere(rows, areas):
            yield Problem(
                where=table.file,
                found="the ground of another part of the country",
                expected="what lies beneath the pack’s areas",
                fix=REBUILD,
            )


def is_elsewhere(rows: DataFrame, areas: DataFrame) -> bool:
    """Return whether all of some shapes lie far from all of the areas, by their bounds."""
    if rows.empty or areas.empty:
        return False
    ours, theirs = areas.total_bounds, rows.total_bounds
    apart = np.concatenate([theirs[:2] - ours[2:], ours[:2] - theirs[2:]])
    return bool((apart > FARTHEST_M).any())


__all__ = [
    "GroundKind",
    "find_ground_problems",
    "gather_ground",
    "ground_from_tables",
    "ground_tables",
    "is_elsewhere",
    "join_ground",
    "rank_ground",
]

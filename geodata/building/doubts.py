"""What may well be wrong with a pack though every file could be read: for the report's warnings."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import numpy as np
import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame, Series

from geodata.files.faults import many, shown, some
from geodata.recipe import Recipe
from geodata.sources.registry import readers

MOST_BARE = 0.05  # of areas without a postcode; more is a file of somewhere else, or a part of one
FAR_M = 5_000.0  # of a postcode from its own area
OFF_M = 50_000.0  # of a door from the pack
NEAR_M = 10_000.0  # of a settlement that an area may be named after
LEAST_KNOWN = 0.5  # of settlements or doors, before a file is doubted as a whole


def find_doubts(
    recipe: Recipe, raw: Mapping[str, Any], tables: Mapping[str, DataFrame]
) -> Iterator[str]:
    """Find what a person should look at before using a pack, in words."""
    areas, origins = tables["areas"], tables["origins"]
    if isinstance(areas, GeoDataFrame):
        yield from _odd_origins(areas, origins)
        yield from _strange_settlements(raw["settlements"], origins)
        yield from _odd_doors(tables["assets"], areas)
    yield from _unmatched_choices(recipe, raw)
    yield from _unused_kinds(recipe, tables["assets"], _own_ids(recipe, raw))
    yield from _odd_figures(tables["indicators"], tables["indicator_values"])
    sizes = raw.get("people_total")
    if sizes is not None:
        nobody = list(sizes.index[sizes.eq(0) & sizes.index.isin(areas.index)])
        if nobody:
            yield f"{_file(recipe, 'people_total')}: areas where nobody lives: {some(nobody)}."


def _file(recipe: Recipe, role: str) -> str:
    return ", ".join(recipe.files[role].paths)


def _odd_origins(areas: GeoDataFrame, origins: DataFrame) -> Iterator[str]:
    """Find areas without a postcode, and postcodes far from the area they are said to be in."""
    stand_in = origins.index.astype(str).str.startswith("area:")
    bare = int(stand_in.sum())
    if bare > MOST_BARE * len(areas):
        first = some(list(origins.loc[stand_in, "area_id"]))
        yield (
            f"{bare:,} of {many(len(areas), 'area')} have no postcode ({first}): people there set "
            "out from one point. Look whether the file of postcodes covers the pack."
        )
    shapes = areas.geometry.reindex(origins["area_id"]).to_numpy()
    points = shapely.points(origins[["easting_m", "northing_m"]].to_numpy(float))
    away = np.asarray(shapely.distance(points, shapes))
    far = origins.index[away > FAR_M]
    if len(far):
        yield (
            f"{many(len(far), 'postcode')} more than {FAR_M / 1000:g} km from the area that the "
            f"file gives, such as {some(list(far))}."
        )


def _strange_settlements(settlements: DataFrame, origins: DataFrame) -> Iterator[str]:
    near = np.ones(len(settlements), dtype=bool)
    for axis in ("easting_m", "northing_m"):
        low, high = origins[axis].min() - NEAR_M, origins[axis].max() + NEAR_M
        near &= settlements[axis].between(low, high).to_numpy()
    if not near.any():
        yield (
            f"None of {many(len(settlements), 'settlement')} is near the pack: areas are named "
            "after their wards. Look whether the list is of this part of the country."
        )


def _odd_doors(assets: DataFrame, areas: GeoDataFrame) -> Iterator[str]:
    """Find doors far from the pack, or in another district of it than is said."""
    points = assets.geometry if isinstance(assets, GeoDataFrame) else Series(dtype=object)
    known = points[points.notna() & ~points.is_empty] if len(points) else points
    if not len(known):
        return
    tree = shapely.STRtree(areas.geometry.to_numpy())
    nearest, away = tree.query_nearest(known.to_numpy(), return_distance=True, all_matches=False)
    far = list(known.index[away > OFF_M])
    if far:
        yield f"{many(len(far), 'door')} more than {OFF_M / 1000:g} km from the pack: {some(far)}."
    stands = Series(areas["district"].to_numpy()[nearest[1]], index=known.index)
    said = assets["district"].reindex(known.index)
    here = set(areas["district"])
    wrong = list(
        known.index[(away == 0) & said.isin(here).to_numpy() & (said != stands).to_numpy()]
    )
    if wrong:
        yield (
            f"{many(len(wrong), 'door')} said to be in another district than where they stand: "
            f"{some(wrong)}."
        )


def _unmatched_choices(recipe: Recipe, raw: Mapping[str, Any]) -> Iterator[str]:
    """Find what a recipe chooses that stands nowhere in the file it is chosen from."""
    for role, reader in readers().items():
        rows = raw.get(role)
        if not isinstance(rows, DataFrame):
            continue
        for name in reader.choices:
            for chosen in recipe.choices.get(name, ()):
                if not any(rows[column].eq(chosen).any() for column in rows.columns):
                    yield (
                        f"choices.{name}: {shown(chosen)} stands nowhere in {_file(recipe, role)}."
                    )


def _own_ids(recipe: Recipe, raw: Mapping[str, Any]) -> set[str]:
    """Return the ids of what stands in the recipe's own tables, whatever source a row names."""
    tables = [raw[role] for role in recipe.tables if isinstance(raw.get(role), DataFrame)]
    return {key for rows in tables if "asset_id" in rows for key in rows["asset_id"]}


def _unused_kinds(recipe: Recipe, assets: DataFrame, own: Collection[str]) -> Iterator[str]:
    """Find services that no door is of, and kinds of door that no service names."""
    kinds = set(assets["kind"])
    named = {kind for service in recipe.info.services.values() for kind in service.kinds}
    for service in recipe.info.services.values():
        missing = sorted(set(service.kinds) - kinds)
        if missing and not set(service.kinds) & kinds:
            yield f"services.{service.key}: no door in the pack is of the kind {some(missing)}."
    other = sorted(_unmeant_kinds(recipe, assets, named, own))
    if other:
        yield f"Kinds of door that no service of the recipe names: {some(other)}."


def _unmeant_kinds(
    recipe: Recipe, assets: DataFrame, named: set[str], own: Collection[str]
) -> set[str]:
    """Find kinds of door that a recipe may have meant to name: a slip of a table, or a whole list.

    An offer without a door, or one found at another's, is in cover whatever its kind. Of an
    official list some kinds may be left out on purpose; that all are is a doubt.
    """
    if "geometry" not in assets.columns:
        return set()
    doors = assets[assets["geometry"].notna()]
    points = assets["geometry"].to_dict()
    is_guest = [
        points.get(at) == point for at, point in doors[["parent_id", "geometry"]].to_numpy()
    ]
    official = {file.source for file in recipe.files.values()}
    unmeant: set[str] = set()
    alone = doors[~np.array(is_guest, bool)]
    is_own = alone.index.isin(list(own)) | ~alone["source"].isin(list(official))
    for (is_ours, _), kinds in alone.groupby([is_own, alone["source"]])["kind"]:
        if is_ours or not named.intersection(kinds):
            unmeant |= set(kinds) - named
    return unmeant


def _odd_figures(indicators: DataFrame, values: DataFrame) -> Iterator[str]:
    """Find measures without any figure, and shares that are more than the whole."""
    known = values[values["value"].notna()]
    for key in indicators.index.difference(list(known["indicator"].unique())):
        yield f"{key}: no figure of any place in the pack."
    shares = indicators.index[indicators["form"] == "share"]
    of = known[known["indicator"].isin(shares)]
    most = of["indicator"].map(indicators["per"]).astype(float)
    wrong = of[(of["value"] > most) | (of["value"] < 0)]
    for key, rows in wrong.groupby("indicator"):
        first = rows.iloc[0]
        yield (
            f"{key!s}: {many(len(rows), 'share')} below nothing or above the whole, such as "
            f"{first['value']:g} of {first['place_id']}."
        )

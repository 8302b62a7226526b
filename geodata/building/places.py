"""Make the places of a pack: each way of dividing the map, and which areas belong to what."""

from __future__ import annotations

import re
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame, Series

from geodata.capitals import local_words, lower_capitals
from geodata.files import fault
from geodata.files.faults import many
from geodata.log import BuildLog
from geodata.own.places import make_own_places
from geodata.recipe import Recipe
from geodata.sources.nhs import COMMISSIONERS

LEAST_SHARE = 0.01  # of an area's people, or of the pack's; below it a network is a stray edge


def make_places(
    recipe: Recipe,
    raw: dict[str, Any],
    areas: GeoDataFrame,
    origins: DataFrame,
    log: BuildLog,
) -> tuple[GeoDataFrame, DataFrame, dict[str, dict[str, str]]]:
    """Make `places` and `membership` for every kind of place in the recipe.

    Returns
    -------
    places
        Indexed by `place_id`: `name`, `kind`, polygons in EPSG:27700.
    membership
        `place_id`, `area_id`, `share` of the area's people.
    codes
        Of each kind, official code → `place_id`.
    """
    codes: dict[str, dict[str, str]] = {}
    places: list[GeoDataFrame] = []
    members: list[DataFrame] = []
    for kind, made_from in recipe.made_from.items():
        if made_from == "networks":
            made, of_kind = make_networks(recipe, raw, areas, origins, log)
        elif kind in recipe.own_places:
            table = raw[recipe.own_places[kind].raw_key]
            parted = recipe.info.place_kinds[kind].partition
            made, of_kind = make_own_places(kind, table, areas, origins, log, is_partition=parted)
        else:
            of_kind = _list_members(made_from, raw, areas)
            made = _join_areas(_named_apart(of_kind, areas), areas)
        used = {code for table in places for code in table.index}
        fresh = {code: _own_id(str(code), kind, made["name"], used) for code in made.index}
        codes[kind] = {str(code): own for code, own in fresh.items()}
        places.append(made.rename(index=fresh).assign(kind=kind))
        of_kind = of_kind.assign(place_id=of_kind["place_id"].map(fresh))
        members.append(of_kind[["place_id", "area_id", "share"]])
    return pd.concat(places), pd.concat(members, ignore_index=True), codes


def _own_id(code: str, kind: str, names: Series, used: set[str]) -> str:
    """Replace a code that an earlier kind has taken: a unitary authority is a district too."""
    if code not in used:
        return code
    return f"{kind}-" + re.sub(r"[^a-z0-9]+", "-", str(names[code]).casefold()).strip("-")


def _list_members(made_from: str, raw: dict[str, Any], areas: GeoDataFrame) -> DataFrame:
    """List `place_id`, `name`, `area_id`, `share` of a kind of place made of whole areas."""
    columns = {
        "districts": ("district_id", "district"),
        "wards": ("ward_id", "ward"),
        "middle areas": ("msoa_id", "msoa"),
    }
    if made_from in columns:
        code, name = columns[made_from]
        codes, names = areas[code], areas[name]
    else:
        if "authority_lookup" not in raw:
            raise fault("recipe.toml", "no files.authority_lookup", "one", "Name the file.")
        lookup = raw["authority_lookup"].set_index("district_id")
        codes = areas["district_id"].map(lookup["authority_id"])
        names = areas["district_id"].map(lookup["authority"])
    return DataFrame(
        {"place_id": codes, "name": names, "area_id": areas.index, "share": 1.0}
    ).reset_index(drop=True)


def _named_apart(members: DataFrame, areas: GeoDataFrame) -> DataFrame:
    """Add the district to a name that two places of a kind share: two wards are called Nelson.

    Raises
    ------
    DataError
        An area is in no place of the kind.
    """
    lost = members.loc[members["place_id"].isna(), "area_id"]
    if len(lost):
        first = areas["official_name"].reindex(lost).iloc[0]
        raise fault(
            "the lookups that the recipe names",
            f"{many(len(lost), 'area')} without a code of its place, such as {lost.iloc[0]} "
            f"({first})",
            "a ward, a district, an authority and a middle-layer area for each area",
            "Get the lookup of the same year as the areas, or remove that kind of place from the "
            "recipe (place_kinds).",
        )
    several = members.groupby("name")["place_id"].nunique()
    shared = members["name"].isin(several.index[several > 1])
    homes = areas["district"].reindex(members["area_id"]).to_numpy()
    return members.assign(name=members["name"].where(~shared, members["name"] + " (" + homes + ")"))


def _join_areas(members: DataFrame, areas: GeoDataFrame) -> GeoDataFrame:
    """Join the shapes of the areas of each place."""
    shaped = GeoDataFrame(
        members[["place_id", "name"]],
        geometry=areas.geometry.reindex(members["area_id"]).to_numpy(),
        crs=areas.crs,
    )
    return shaped.dissolve(by="place_id", aggfunc="first").sort_index()


def make_networks(
    recipe: Recipe,
    raw: dict[str, Any],
    areas: GeoDataFrame,
    origins: DataFrame,
    log: BuildLog,
) -> tuple[GeoDataFrame, DataFrame]:
    """Make networks, which overlap: each has the share of an area's people inside its outline."""
    outlines: GeoDataFrame = raw["networks"]
    commissioners = recipe.choices.get(COMMISSIONERS, ())
    if commissioners and "network_list" in raw:
        listed = raw["network_list"]
        ours = listed.loc[listed["commissioner"].isin(commissioners), "place_id"]
        log.count(
            "Primary care networks of other commissioners, left out",
            int((~outlines["place_id"].isin(ours)).sum()),
        )
        outlines = outlines[outlines["place_id"].isin(ours)]
    outlines = outlines.set_index("place_id").sort_index()
    members = _share_of_outlines(outlines, origins)
    stray = members["share"] < LEAST_SHARE
    log.count("Edges of networks with under 1% of an area’s people, dropped", int(stray.sum()))
    members = members[~stray]
    people = members["share"] * areas["people_all"].reindex(members["area_id"]).to_numpy()
    of_pack = people.groupby(members["place_id"]).sum() / areas["people_all"].sum()
    kept = of_pack.index[of_pack >= LEAST_SHARE]
    log.count("Networks with under 1% of the pack’s people, dropped", len(outlines) - len(kept))
    whole = areas.geometry.union_all()
    places = outlines.loc[kept].copy()
    words = local_words(raw, areas, recipe.naming.short_words)
    written = places["name"].str.removesuffix(" PCN")
    places["name"] = written.map(lambda name: lower_capitals(name, words))
    places.geometry = places.geometry.intersection(whole).map(_polygons_only)
    return places, members[members["place_id"].isin(kept)].reset_index(drop=True)


def _share_of_outlines(outlines: GeoDataFrame, origins: DataFrame) -> DataFrame:
    points = GeoDataFrame(
        origins[["area_id", "weight"]],
        geometry=geopandas.points_from_xy(origins["easting_m"], origins["northing_m"]),
        crs=outlines.crs,
    )
    inside = points.sjoin(outlines[["geometry"]], predicate="intersects")
    shares = inside.groupby(["place_id", "area_id"])["weight"].sum().clip(upper=1.0)
    return DataFrame(shares.rename("share").reset_index())


def _polygons_only(shape: shapely.Geometry) -> shapely.Geometry:
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    return shapely.union_all(np.array(parts, dtype=object))

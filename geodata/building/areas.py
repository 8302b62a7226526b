"""Make the areas and origins of a pack."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame, Series
from scipy.spatial import KDTree

from geodata.apportion import move_people
from geodata.errors import DataError, Problem
from geodata.files import fault, some
from geodata.log import BuildLog
from geodata.model import OLDEST_AGE
from geodata.naming import name_areas
from geodata.placing import find_area
from geodata.recipe import Recipe
from geodata.sources.postcode_layouts import ENDED, LARGE

USE_WORDS = {ENDED: "that have ended", LARGE: "of one large user"}
AROUND_M = 10_000.0  # of the starting points; settlements farther away name no area


def make_areas(recipe: Recipe, raw: dict[str, Any], log: BuildLog) -> GeoDataFrame:
    """Make the areas: shapes, codes and people; names are still the official ones.

    Raises
    ------
    DataError
        Districts without areas, areas without a shape or without people.
    """
    lookup = raw["area_lookup"]
    chosen = lookup[lookup["district_id"].isin(recipe.districts)].set_index("area_id").sort_index()
    shapes = raw["area_boundaries"].set_index("area_id")
    people = count_people(raw, chosen.index, log)
    _refuse_gaps(recipe, chosen, shapes, people)
    areas = GeoDataFrame(chosen, geometry=shapes.geometry.reindex(chosen.index), crs=shapes.crs)
    areas["name"] = areas["official_name"]
    areas = _add_middle_areas(areas, raw, log)
    if "rural_urban" in raw:
        areas["rural_urban"] = raw["rural_urban"].set_index("area_id")["rural_urban"]
    areas["people_all"] = people.sum(axis=1)
    for age in range(OLDEST_AGE + 1):
        areas[f"people_{age}"] = people[age]
    _compare_districts(areas, raw, recipe, log)
    return areas


def count_people(raw: dict[str, Any], areas: pd.Index, log: BuildLog) -> DataFrame:
    """Count people of each area by single year of age, moving them from older areas if need be."""
    people = raw["people_by_age"]
    if "area_changes" not in raw or areas.isin(people.index).all():
        # Codes end where boundaries change: one that is counted is the area of today.
        return DataFrame(people.reindex(areas))
    changes = raw["area_changes"]
    parents = set(changes.loc[changes["area_id"].isin(areas), "old_id"])
    moved = move_people(
        people[people.index.isin(parents)], changes, raw.get("people_total", Series(dtype=float))
    )
    log.note(moved.sentence())
    outside = moved.people.index.difference(areas)
    log.count("Areas next door that shared an older area with this pack, left out", len(outside))
    return DataFrame(moved.people.reindex(areas))


def _refuse_gaps(
    recipe: Recipe, chosen: DataFrame, shapes: GeoDataFrame, people: DataFrame
) -> None:
    empty = sorted(set(recipe.districts) - set(chosen["district_id"]))
    unshaped = chosen.index.difference(shapes.index)
    uncounted = people.index[people.isna().any(axis=1)]
    cases = (
        (empty, "area_lookup", "districts without any area", "every district of the recipe"),
        (list(unshaped), "area_boundaries", "areas without a shape", "a polygon for each area"),
        (list(uncounted), "people_by_age", "areas without people", "people for each area"),
    )
    problems = [
        Problem(
            where=", ".join(recipe.files[role].paths),
            found=f"{len(codes)} {what}, such as {codes[0]}",
            expected=expected,
            fix="Check that the files are of the vintages that the recipe names.",
        )
        for codes, role, what, expected in cases
        if codes
    ]
    if problems:
        raise DataError(problems)


def _add_middle_areas(areas: GeoDataFrame, raw: dict[str, Any], log: BuildLog) -> GeoDataFrame:
    """Add the middle-layer area: "Peterborough 004A" lies in "Peterborough 004"."""
    if "middle_areas" not in raw:
        return areas
    middles = raw["middle_areas"].set_index("msoa")["msoa_id"]
    areas["msoa"] = areas["official_name"].str.slice(stop=-1)
    areas["msoa_id"] = areas["msoa"].map(middles[~middles.index.duplicated(keep=False)])
    log.count("Areas without a middle-layer area", int(areas["msoa_id"].isna().sum()))
    return areas


def _compare_districts(
    areas: GeoDataFrame, raw: dict[str, Any], recipe: Recipe, log: BuildLog
) -> None:
    """Note where two official files put an area in different districts; the lookup is used."""
    other = raw["deprivation"]["district_id"]
    ours = areas["district_id"] != other.reindex(areas.index).fillna(areas["district_id"])
    theirs = other[other.isin(recipe.districts)].index.difference(areas.index)
    for area in [*areas.index[ours], *theirs]:
        log.note(f"{area}: the indices give another district; the ONS lookup’s is used.")
    log.note(
        "The district of an area is the one in the ONS lookup. Areas of this pack that the indices "
        f"put in another, or the other way round: {int(ours.sum()) + len(theirs)}."
    )


def make_origins(areas: GeoDataFrame, raw: dict[str, Any], log: BuildLog) -> DataFrame:
    """Make the points people set out from: every postcode that has coordinates.

    Each counts the same, or as many as were counted there where headcounts are to hand. An area
    without a postcode gets one point inside its shape, marked by its name, `area:<code>`.
    """
    postcodes = raw["postcodes"]
    postcodes = with_areas(postcodes, areas, log)
    here = keep_live(postcodes[postcodes["area_id"].isin(areas.index)], log)
    if here.empty:
        raise fault("postcodes", "none in these areas", "postcodes of the districts", "Check it.")
    placed = here[here["easting_m"].notna()]
    log.count("Postcodes without coordinates, dropped", len(here) - len(placed))
    empty = areas.index.difference(placed["area_id"])
    log.count("Areas without a postcode, given a point inside them", len(empty))
    points = shapely.point_on_surface(areas.geometry.loc[empty].to_numpy())
    stand_ins = DataFrame(
        {"easting_m": shapely.get_x(points), "northing_m": shapely.get_y(points), "area_id": empty},
        index=pd.Index([f"area:{code}" for code in empty], dtype=object),
    )
    origins = pd.concat([placed, stand_ins]) if len(empty) else placed.copy()
    if "postcode_headcounts" in raw:
        origins = weigh_origins(origins, raw["postcode_headcounts"], log)
    else:
        origins["weight"] = 1.0 / origins.groupby("area_id")["area_id"].transform("count")
        log.note(
            "Every postcode of an area counts the same: no headcounts by postcode are to hand."
        )
    return DataFrame(origins.rename_axis("origin_id").sort_index())


def with_areas(postcodes: DataFrame, areas: GeoDataFrame, log: BuildLog) -> DataFrame:
    """Add the area that each postcode falls in, where its file says none."""
    blank = postcodes["area_id"].eq("") & postcodes["easting_m"].notna()
    if not blank.any():
        return postcodes
    found = find_area(postcodes[blank], areas)
    is_bare = postcodes["area_id"].eq("").all()
    what = "The file of postcodes gives no areas" if is_bare else "Some postcodes have no area"
    log.note(f"{what}: each is in the one whose polygon it falls in.")
    area_id = postcodes["area_id"].to_numpy(object, copy=True)
    area_id[blank.to_numpy()] = found.to_numpy()
    return postcodes.assign(area_id=area_id)


def keep_live(postcodes: DataFrame, log: BuildLog) -> DataFrame:
    """Keep the postcodes that people set out from; services may still stand at the others."""
    use = postcodes["use"] if "use" in postcodes else Series("", index=postcodes.index)
    for what in (ENDED, LARGE):
        log.count(
            f"Postcodes {USE_WORDS[what]}, no starting points but still known to place services by",
            int(use.eq(what).sum()),
        )
    return postcodes[~use.isin([ENDED, LARGE])]


def weigh_origins(origins: DataFrame, people: Series, log: BuildLog) -> DataFrame:
    """Weigh postcodes by the people counted there; leave out those where nobody was.

    Parameters
    ----------
    origins
        Indexed by postcode, with `area_id`.
    people
        Counted at each postcode.

    Returns
    -------
    origins
        With `weight`, which sums to 1 in each area. In an area where nobody was counted at any
        postcode every one counts the same.
    """
    counted = people.reindex(origins.index).fillna(0).clip(lower=0)
    in_area = counted.groupby(origins["area_id"]).transform("sum")
    empty = in_area == 0
    kept = empty | (counted > 0)
    lone = counted.where(~empty, 1.0)
    weighed = origins[kept].assign(weight=lone[kept])
    weighed["weight"] /= weighed.groupby("area_id")["weight"].transform("sum")
    log.note(
        f"Starting points are weighed by the {people.reindex(origins.index).sum():,.0f} people "
        f"counted at {int((counted > 0).sum()):,} postcodes of the pack."
    )
    log.count(
        "Postcodes where nobody was counted, left out of the starting points", int((~kept).sum())
    )
    log.count(
        "Areas where nobody was counted at any postcode, whose postcodes count the same",
        int(origins.loc[empty, "area_id"].nunique()),
    )
    return weighed


def find_middles(areas: GeoDataFrame, origins: DataFrame) -> DataFrame:
    """Find where the people of each area are: the median of its origins, in metres."""
    middles = origins.groupby("area_id")[["easting_m", "northing_m"]].median()
    return middles.reindex(areas.index)


def home_settlements(
    settlements: DataFrame, origins: DataFrame, districts: Series, log: BuildLog
) -> DataFrame:
    """Keep the settlements near the pack, each with the `district` that it stands in or nearest to.

    The gazetteer may be of all Great Britain; what is far away names nothing here, and a ward is
    not named after a village of another county.
    """
    spots = settlements[["easting_m", "northing_m"]]
    known = settlements[spots.notna().all(axis=1)]
    tree = KDTree(origins[["easting_m", "northing_m"]].to_numpy(float))
    metres, nearest = tree.query(
        known[["easting_m", "northing_m"]].to_numpy(float), distance_upper_bound=AROUND_M
    )
    near = np.isfinite(metres)
    log.count("Settlements far from the pack, which name nothing in it", int((~near).sum()))
    homes = districts.reindex(origins["area_id"]).to_numpy()[np.asarray(nearest)[near]]
    return known[near].assign(district=homes)


def give_names(
    recipe: Recipe,
    raw: dict[str, Any],
    areas: GeoDataFrame,
    origins: DataFrame,
    log: BuildLog,
) -> Series:
    """Return for every area the name that people use, the recipe's own table coming first.

    Raises
    ------
    DataError
        The table names an area that is not here, or a name that another area has.
    """
    middles = find_middles(areas, origins).join(areas[["ward", "district"]])
    settlements = home_settlements(raw["settlements"], origins, areas["district"], log)
    bare = areas["district"].unique()
    bare = bare[~np.isin(bare, settlements["district"])]
    if len(bare):
        log.warn(
            f"No settlement of the gazetteer stands in {some(sorted(bare))}: neighbourhoods there "
            "are named after wards alone. Look at the names, or whether the gazetteer is whole."
        )
    names = name_areas(middles, settlements, recipe.naming)
    own = raw.get("area_names", Series(dtype=str))
    names.update(own)
    unknown = own.index.difference(areas.index)
    repeated = sorted(names[names.duplicated()].unique())
    if len(unknown) or repeated:
        raise fault(
            recipe.tables["area_names"],
            f"{len(unknown)} unknown areas {list(unknown[:3])}, repeated names {repeated[:3]}",
            "areas of this pack, each with a name of its own",
            "Correct the table.",
        )
    log.note(f"Names: {len(own)} from the recipe’s table, {len(areas) - len(own)} worked out.")
    return names

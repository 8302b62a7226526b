"""Make the assets of a pack from the published lists and the project's own."""

from __future__ import annotations

from typing import Any

import geopandas
import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame, Series

from geodata.building.log import BuildLog
from geodata.crs import BRITISH_NATIONAL_GRID
from geodata.recipe import Recipe
from geodata.sources.libraries import choose_libraries

POSTCODE_PRECISION_M = 100.0  # a postcode is a point among some fifteen addresses


def make_assets(
    recipe: Recipe, raw: dict[str, Any], areas: GeoDataFrame, log: BuildLog
) -> GeoDataFrame:
    """Make the table of assets, one row for each door, indexed by `asset_id`."""
    gazetteer = _join_postcodes(raw)
    makers = {
        "services": _take_services,
        "libraries": _take_libraries,
        "schools": _take_schools,
        "practices": _take_practices,
        "hospitals": _take_hospitals,
    }
    pieces = []
    for role, maker in makers.items():
        if role in raw:
            made = maker(recipe, raw[role], gazetteer, areas, log)
            if role != "services":
                source = recipe.info.sources[recipe.files[role].source]
                made = made.assign(source=source.key, checked=source.period, status="open")
            pieces.append(made)
    rows = pd.concat(pieces) if pieces else DataFrame(columns=["easting_m", "northing_m"])
    rows = rows.assign(virtual=False)
    if "asset_id" in rows.columns:
        rows = rows.set_index("asset_id").sort_index()
    points = geopandas.points_from_xy(rows["easting_m"], rows["northing_m"])
    blank = rows.select_dtypes(exclude=["number", "bool"])
    rows[blank.columns] = blank.where(blank != "", None)
    return GeoDataFrame(rows, geometry=points, crs=BRITISH_NATIONAL_GRID).rename_axis("asset_id")


def _join_postcodes(raw: dict[str, Any]) -> DataFrame:
    """Join the postcode tables; the one that also gives the area comes first."""
    tables = [raw[role] for role in ("postcodes", "postcode_points") if role in raw]
    every = pd.concat(tables)
    return DataFrame(every[~every.index.duplicated()])


def _place_by_postcode(rows: DataFrame, gazetteer: DataFrame, areas: GeoDataFrame) -> DataFrame:
    """Add `easting_m`, `northing_m`, `area_id`, `district_id`, `district` and `precision_m`.

    The area is the one that the postcode table gives; only where it gives none, the polygon that
    the point falls in. Outside the pack both are "".
    """
    found = gazetteer.reindex(rows["postcode"]).set_axis(rows.index)
    area_id = found["area_id"].where(found["area_id"].isin(areas.index), "")
    unknown = (area_id == "") & found["easting_m"].notna()
    area_id[unknown] = find_area(found[unknown], areas)
    placed = rows.assign(
        easting_m=found["easting_m"], northing_m=found["northing_m"], area_id=area_id
    )
    return placed.assign(
        district_id=area_id.map(areas["district_id"]).fillna(""),
        district=area_id.map(areas["district"]).fillna(""),
        precision_m=POSTCODE_PRECISION_M,
    )


def find_area(points: DataFrame, areas: GeoDataFrame) -> Series:
    """Find the area whose polygon holds each point (EPSG:27700); "" where none does."""
    tree = shapely.STRtree(areas.geometry.to_numpy())
    hits = tree.query(
        shapely.points(points[["easting_m", "northing_m"]].to_numpy(float)), predicate="intersects"
    )
    found = Series("", index=points.index, dtype=object)
    found.iloc[hits[0]] = areas.index.to_numpy()[hits[1]]
    return found


def _take_services(
    recipe: Recipe,
    services: DataFrame,
    gazetteer: DataFrame,
    areas: GeoDataFrame,
    log: BuildLog,
) -> DataFrame:
    del recipe, gazetteer, areas
    doors = services["kind"].ne("hospital")
    log.note(
        f"{int(doors.sum())} doors of centres from the project's own list, "
        f"{int((doors & services['parent_id'].ne('')).sum())} of them second doors or linked sites."
    )
    return services


def _take_libraries(
    recipe: Recipe,
    libraries: DataFrame,
    gazetteer: DataFrame,
    areas: GeoDataFrame,
    log: BuildLog,
) -> DataFrame:
    placed = _place_by_postcode(libraries, gazetteer, areas)
    rows = choose_libraries(placed, recipe.choices.library_authorities)
    for outcome, count in rows["outcome"].value_counts().sort_index().items():
        if outcome != "kept":
            log.count(f"Library rows dropped, {outcome}", int(count))
    rows = rows[rows["outcome"] == "kept"]
    log.count("Libraries with odd hours, kept and noted", int(rows["odd_hours"].ne("").sum()))
    stray = ~rows["authority"].isin(recipe.choices.library_authorities)
    log.count("Libraries listed under another authority, kept and noted", int(stray.sum()))
    ids = "library-" + rows["postcode"].str.replace(" ", "").str.lower()
    order = ids.groupby(ids).cumcount()
    ids = ids.where(order == 0, ids + "-" + (order + 1).astype(str))
    return rows.assign(asset_id=ids, kind="library", provider=rows["authority"])


def _keep_inside(rows: DataFrame, what: str, log: BuildLog) -> DataFrame:
    """Keep the rows of this pack's areas; say how many could not be placed at all."""
    lost = rows["easting_m"].isna()
    log.count(f"{what} whose postcode is in no table, dropped", int(lost.sum()))
    return rows[rows["district_id"] != ""]


def _take_schools(
    recipe: Recipe,
    schools: DataFrame,
    gazetteer: DataFrame,
    areas: GeoDataFrame,
    log: BuildLog,
) -> DataFrame:
    del recipe
    return _keep_inside(_place_by_postcode(schools, gazetteer, areas), "Schools", log)


def _take_practices(
    recipe: Recipe,
    practices: DataFrame,
    gazetteer: DataFrame,
    areas: GeoDataFrame,
    log: BuildLog,
) -> DataFrame:
    del recipe
    rows = _place_by_postcode(practices, gazetteer, areas)
    return _keep_inside(rows, "General practices", log).assign(kind="gp-practice")


def _take_hospitals(
    recipe: Recipe,
    hospitals: DataFrame,
    gazetteer: DataFrame,
    areas: GeoDataFrame,
    log: BuildLog,
) -> DataFrame:
    del gazetteer
    chosen = recipe.choices.hospital_codes + recipe.choices.community_hospital_codes
    rows = hospitals[hospitals["code"].isin(chosen) & hospitals["easting_m"].notna()].copy()
    log.count("Hospitals that the recipe does not name, left out", len(hospitals) - len(rows))
    rows["kind"] = np.where(
        rows["code"].isin(recipe.choices.hospital_codes), "hospital", "community-hospital"
    )
    rows["district"] = find_area(rows, areas).map(areas["district"]).fillna("")
    return rows.assign(precision_m=POSTCODE_PRECISION_M)

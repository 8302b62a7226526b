"""Where services stand: by their postcode, else by the polygon that a point falls in."""

from __future__ import annotations

import numpy as np
import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame, Series

from geodata.sources.record import Making

POSTCODE_PRECISION_M = 100.0  # a postcode is a point among some fifteen addresses
FAR_APART_M = 2000.0  # of a postcode from coordinates of the same door
NO_POSTCODE = "-"
BEYOND_M = 20_000.0  # families cross a boundary for a door this far from it, and no farther


def place_by_postcode(rows: DataFrame, making: Making) -> DataFrame:
    """Add `easting_m`, `northing_m`, `area_id`, `district_id`, `district` and `precision_m`.

    The area is the one that the postcode table gives; only where it gives none, the polygon that
    the point falls in. Outside the pack both are "".
    """
    areas = making.areas
    found = making.gazetteer.reindex(rows["postcode"]).set_axis(rows.index)
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


def place_registered(rows: DataFrame, what: str, making: Making) -> DataFrame:
    """Place by a register's own coordinates, where it has some, else by postcode.

    Parameters
    ----------
    rows
        `postcode`, and `easting_m`, `northing_m` (EPSG:27700, NaN where the register has none).
        Coordinates far from the postcode are a slip of one of the two; the postcode is used.
    what
        What the rows are, for the report.

    Returns
    -------
    placed
        As `place_by_postcode` returns them.
    """
    plain = rows.drop(columns=["easting_m", "northing_m"])
    placed = place_by_postcode(plain, making)
    east, north = rows["easting_m"], rows["northing_m"]
    apart = np.hypot(east - placed["easting_m"], north - placed["northing_m"]) > FAR_APART_M
    making.log.count(
        f"{what} whose coordinates are over {FAR_APART_M / 1000:.0f} km from their postcode, "
        "placed by postcode",
        int(apart.sum()),
    )
    own = east.notna() & north.notna() & ~apart
    area_id = find_area(rows[own], making.areas)
    placed.loc[own, ["easting_m", "northing_m"]] = rows.loc[own, ["easting_m", "northing_m"]]
    placed.loc[own, "area_id"] = area_id
    for column in ("district_id", "district"):
        placed.loc[own, column] = area_id.map(making.areas[column]).fillna("")
    return placed


def find_area(points: DataFrame, areas: GeoDataFrame) -> Series:
    """Find the area whose polygon holds each point (EPSG:27700); "" where none does."""
    tree = shapely.STRtree(areas.geometry.to_numpy())
    hits = tree.query(
        shapely.points(points[["easting_m", "northing_m"]].to_numpy(float)), predicate="intersects"
    )
    found = Series("", index=points.index, dtype=object)
    found.iloc[hits[0]] = areas.index.to_numpy()[hits[1]]
    return found


def find_near(rows: DataFrame, areas: GeoDataFrame) -> Series:
    """Find what stands in the areas or within `BEYOND_M` of them; what is not placed does not."""
    placed = rows["easting_m"].notna() & rows["northing_m"].notna()
    points = shapely.points(rows.loc[placed, ["easting_m", "northing_m"]].to_numpy(float))
    tree = shapely.STRtree(areas.geometry.to_numpy())
    near = np.zeros(int(placed.sum()), dtype=bool)
    near[tree.query(points, predicate="dwithin", distance=BEYOND_M)[0]] = True
    found = Series(data=False, index=rows.index)
    found[placed] = near
    return found


def keep_near(rows: DataFrame, what: str, making: Making) -> DataFrame:
    """Keep the rows of this pack's areas, and those across its boundary that are within reach.

    Returns
    -------
    near
        With `across_border` (whether it stands across the boundary). How many do, how many are
        farther away and how many could not be placed is noted.
    """
    lost = rows["easting_m"].isna()
    elsewhere = lost & ~_postcode_areas(rows["postcode"]).isin(_postcode_areas_of(making.gazetteer))
    making.log.count(
        f"{what} whose postcode is in no table, left out", int((lost & ~elsewhere).sum())
    )
    placed = rows[~lost]
    near = find_near(placed, making.areas)
    kept = placed[near]
    kept = kept.assign(across_border=kept["district_id"] == "")
    making.log.count(
        f"{what} across the boundary, within {BEYOND_M / 1000:.0f} km",
        int(kept["across_border"].sum()),
    )
    making.log.count(f"{what} farther away, left out", int((~near).sum()))
    making.log.count(
        f"{what} with a postcode of letters that no file of postcodes here holds, left out",
        int(elsewhere.sum()),
    )
    return kept


def _postcode_areas(postcodes: Series) -> Series:
    """Return the letters that postcodes begin with: PE, CB; "" where there is none."""
    letters: Series = postcodes.str.extract(r"^([A-Z]{1,2})\d", expand=False).fillna("")
    return letters.where(letters != "", NO_POSTCODE)


def _postcode_areas_of(gazetteer: DataFrame) -> set[str]:
    """Return the letters of the postcodes that are known; a row without one is no farther."""
    starts = gazetteer.index.astype(str).str[:3].unique()
    return {*_postcode_areas(Series(starts + "1")), NO_POSTCODE}

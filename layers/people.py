"""How many children live where."""

from __future__ import annotations

from geopandas import GeoDataFrame
from pandas import DataFrame


def children_by_age(areas: GeoDataFrame, ages: range) -> DataFrame:
    """Return the people of each single year of age in each area.

    Parameters
    ----------
    areas
        A pack's areas.
    ages
        Ages last birthday, within 0–25.

    Returns
    -------
    children
        Areas down, ages across; NaN where an area's count is missing.
    """
    counts = areas[[f"people_{age}" for age in ages]]
    children: DataFrame = DataFrame(counts).set_axis(list(ages), axis="columns")
    return children

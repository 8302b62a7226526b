"""Make the assets of a pack from the published lists and the project's own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import geopandas
import pandas as pd
from geopandas import GeoDataFrame
from pandas import DataFrame

from geodata.crs import BRITISH_NATIONAL_GRID
from geodata.sources.record import Making
from geodata.sources.registry import readers


def make_assets(makings: Iterable[Making]) -> GeoDataFrame:
    """Make the table of assets, one row for each door, indexed by `asset_id`."""
    pieces = []
    for making in makings:
        reader = readers()[making.file.role]
        if reader.make_assets is None:
            continue
        made = reader.make_assets(making.raw[reader.role], making)
        if not reader.is_own:
            source = making.source
            made = made.assign(source=source.key, checked=source.period, status="open")
        pieces.append(made)
    rows = pd.concat(pieces) if pieces else DataFrame(columns=["easting_m", "northing_m"])
    if "asset_id" in rows.columns:
        rows = rows.set_index("asset_id").sort_index()
    points = geopandas.points_from_xy(rows["easting_m"], rows["northing_m"])
    blank = rows.select_dtypes(exclude=["number", "bool"])
    rows[blank.columns] = blank.where(blank != "", None)
    return GeoDataFrame(rows, geometry=points, crs=BRITISH_NATIONAL_GRID).rename_axis("asset_id")


def join_postcodes(raw: dict[str, Any]) -> DataFrame:
    """Join the postcode tables; the one that also gives the area comes first."""
    tables = [raw[role] for role in ("postcodes", "postcode_points") if role in raw]
    every = pd.concat(tables)
    return DataFrame(every[~every.index.duplicated()])

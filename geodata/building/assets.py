"""Make the assets of a pack from the published lists and the project's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import geopandas
import pandas as pd
from geopandas import GeoDataFrame, GeoSeries
from pandas import DataFrame, Series

from geodata.building.covering import cover_assets
from geodata.building.meeting import join_held
from geodata.building.registers import join_registers
from geodata.crs import BRITISH_NATIONAL_GRID
from geodata.errors import DataError, Problem
from geodata.files.faults import some
from geodata.log import BuildLog
from geodata.model import Service
from geodata.sources.record import Making
from geodata.sources.registry import readers

NO_SERVICES: Mapping[str, Service] = MappingProxyType({})


def make_assets(
    makings: Iterable[Making], log: BuildLog, services: Mapping[str, Service] = NO_SERVICES
) -> GeoDataFrame:
    """Make the table of assets, one row for each door or offer without one, by `asset_id`.

    Parameters
    ----------
    services
        Those of the recipe, whose kinds may be one centre on several lists.

    Raises
    ------
    DataError
        Two services have one id.
    """
    pieces = []
    judged = None
    for making in makings:
        reader = readers()[making.file.role]
        if reader.role == "judged_centres":
            judged = making.raw[reader.role]
        if reader.make_assets is None:
            continue
        before = len(log.notes)
        made = reader.make_assets(making.rows, making)
        if not reader.is_own:
            cover_assets(making, made, log.notes[before:])
        if not (reader.is_own or reader.is_brought):
            source = making.source
            status = made["status"] if "status" in made.columns else "open"
            made = made.assign(source=source.key, checked=source.period, status=status)
        pieces.append(made.assign(is_own=reader.is_own))
    rows = pd.concat(pieces) if pieces else DataFrame(columns=["easting_m", "northing_m"])
    if "asset_id" in rows.columns:
        _refuse_twins(rows)
        rows = join_held(rows.set_index("asset_id").sort_index(), log)
        rows = join_registers(rows, services, judged, log)
        rows = note_how_placed(rows)
    points = points_of(rows["easting_m"], rows["northing_m"])
    rows["across_border"] = rows.get("across_border", pd.Series(dtype=object)).eq(other=True)
    blank = rows.select_dtypes(exclude=["number", "bool"])
    rows[blank.columns] = blank.where(blank != "", None)
    return GeoDataFrame(rows, geometry=points, crs=BRITISH_NATIONAL_GRID).rename_axis("asset_id")


def _refuse_twins(rows: DataFrame) -> None:
    """Refuse ids that two tables give to two services: neither could be told from the other."""
    twins = rows["asset_id"][rows["asset_id"].duplicated()]
    if len(twins):
        raise DataError(
            Problem(
                where=f"services, {twins.iloc[0]}",
                found=f"{len(twins)} ids that stand twice ({some(list(dict.fromkeys(twins)))})",
                expected="an id of its own for each service",
                fix="Rename one of them in its table.",
            )
        )


def note_how_placed(rows: DataFrame) -> DataFrame:
    """Add to the note of each service how its point was found, where its table says so."""
    if "placed" not in rows.columns:
        return rows
    both = rows[["note", "placed"]].fillna("").agg(" ".join, axis="columns").str.strip()
    return rows.assign(note=both).drop(columns="placed")


def points_of(easting_m: Series, northing_m: Series) -> GeoSeries:
    """Make the points of doors (EPSG:27700); none for an offer without a door."""
    points = GeoSeries(
        geopandas.points_from_xy(easting_m, northing_m),
        index=easting_m.index,
        crs=BRITISH_NATIONAL_GRID,
    )
    return points.where(easting_m.notna() & northing_m.notna(), None)


def join_postcodes(raw: dict[str, Any]) -> DataFrame:
    """Join the postcode tables; the one that also gives the area comes first."""
    tables = [raw[role] for role in ("postcodes", "postcode_points") if role in raw]
    every = pd.concat(tables)
    return DataFrame(every[~every.index.duplicated()])

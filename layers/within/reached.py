"""Which starting points and doors are within the limit of a point, by the pack's own journeys.

The point is taken as a door, so that what is within reach of it is just what `layers.access` says
is within reach of a door that stands there: the same minutes, the same rule for rural areas.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from geopandas import GeoDataFrame
from pandas import DataFrame, Index, Series
from shapely.geometry import Point

from geodata.crs import BRITISH_NATIONAL_GRID
from geodata.model import Pack
from layers.access.journeys import Journeys
from layers.access.journeys_for import journeys_for
from layers.access.town_and_country import is_rural, rural_scale
from layers.assets import open_doors
from layers.question.question import Question
from layers.within.here import Here

HERE = "here"


def journeys_to(pack: Pack, question: Question, here: Here) -> Journeys:
    """Return the journeys of a question to a point alone, as to a door called `HERE`."""
    door = GeoDataFrame(
        index=Index([HERE], name="asset_id"),
        geometry=[Point(here.easting_m, here.northing_m)],
        crs=BRITISH_NATIONAL_GRID,
    )
    return journeys_for(replace(pack, assets=door), question)


def reached_origins(pack: Pack, question: Question, here: Here) -> DataFrame:
    """Measure the way to a point from each of the pack's starting points.

    Returns
    -------
    origins
        Indexed by `origin_id`: `minutes` on the way (NaN where there is none), `within` (the
        limit) and `is_estimate`.
    """
    return _judged(pack, question, here)


def reached_doors(pack: Pack, question: Question, here: Here) -> DataFrame:
    """Measure the way to a point from every open door, of whatever service, and keep those within.

    Returns
    -------
    doors
        Indexed by `asset_id`, the nearest first: `name`, `kind`, `minutes`.
    """
    doors = open_doors(pack.assets)
    if doors.empty:
        return DataFrame({"name": [], "kind": [], "minutes": []}, index=doors.index)
    starts = DataFrame(
        {
            "area_id": _areas_of(pack, doors),
            "easting_m": doors.geometry.x,
            "northing_m": doors.geometry.y,
            "weight": 1.0,
        }
    )
    judged = _judged(replace(pack, origins=starts.rename_axis("origin_id")), question, here)
    found = DataFrame(doors[["name", "kind"]]).assign(minutes=judged["minutes"])
    kept: DataFrame = found[judged["within"]].sort_values(["minutes", "name"])
    return kept


def _areas_of(pack: Pack, doors: GeoDataFrame) -> Series:
    """Return the area that each door stands in, or the nearest: it says town or country."""
    row, at = pack.areas.sindex.nearest(doors.geometry, return_all=False)
    return Series(pack.areas.index.to_numpy()[at], index=doors.index[row]).reindex(doors.index)


def _judged(pack: Pack, question: Question, here: Here) -> DataFrame:
    journeys = journeys_to(pack, question, here)
    nearest = journeys.nearest([HERE]).reindex(pack.origins.index)
    told = nearest["minutes"].to_numpy(float)
    minutes = told
    if question.rural is not None:
        rural = is_rural(pack).reindex(pack.origins["area_id"]).to_numpy(bool)
        minutes = np.where(rural, told / rural_scale(question), told)
    estimated = nearest.get("is_estimate", journeys.is_estimate)
    return DataFrame(
        {"minutes": minutes, "within": told <= question.limit_min, "is_estimate": estimated},
        index=pack.origins.index,
    )

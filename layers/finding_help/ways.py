"""How long the way from one spot to each door takes, by the pack's own journeys."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame, Series

from geodata.model import LONGEST_LIMIT_MIN, Pack, Source
from layers.access.journeys import M_PER_KM_PER_MIN_PER_H
from layers.access.journeys_for import journeys_for
from layers.finding_help.asked import HelpAsked
from layers.finding_help.start import Start
from layers.question.question import DETOUR, PACE_KMH, default_question
from layers.within.shape import outside_share

FARTHEST_MIN: Final = float(LONGEST_LIMIT_MIN)  # nobody is sent further for help
FARTHEST_LOOKED_M = 10_000.0  # to the edge of the pack
BY_ROAD_KMH = (
    15.0  # a bus with its walks, to tell whether the edge is near; no journey is said by it
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ways:
    """The ways from a spot.

    Attributes
    ----------
    minutes
        Indexed by `asset_id`, one way; NaN where there is none within `FARTHEST_MIN`.
    method
        How they were measured, in words.
    bus_day
        The day whose buses they are by; empty where no bus is taken.
    """

    minutes: Series
    method: str
    is_estimate: bool
    sources: tuple[Source, ...]
    bus_day: str


def measure_ways(pack: Pack, asked: HelpAsked, start: Start, doors: GeoDataFrame) -> Ways:
    """Measure the way from a spot to each of some doors.

    Raises
    ------
    QuestionError
        The pack holds no timetable, and a bus is asked for.
    """
    question = default_question(
        pack, mode=asked.mode, limit_min=asked.limit_min, rural=None, detour=DETOUR
    )
    origins = DataFrame(
        {
            "area_id": [start.area_id],
            "easting_m": [start.easting_m],
            "northing_m": [start.northing_m],
            "weight": [1.0],
        },
        index=pack.origins.index[:1],
    )
    journeys = journeys_for(replace(pack, origins=origins), question)
    ids = [str(key) for key in doors.index]
    found = journeys.within(ids, FARTHEST_MIN)
    near = found.minutes.tocoo()
    minutes = Series(np.nan, index=doors.index, dtype=float)
    minutes[found.site_ids[near.coords[1]]] = near.data
    return Ways(
        minutes=minutes,
        method=journeys.method,
        is_estimate=journeys.is_estimate,
        sources=journeys.sources,
        bus_day=pack.timetable.day if asked.mode == "bus" and pack.timetable else "",
    )


def is_near_edge(pack: Pack, asked: HelpAsked, start: Start) -> bool:
    """Return whether one can get over the edge of the pack within the limit, or nearly."""
    pace = BY_ROAD_KMH if asked.mode == "bus" else PACE_KMH[asked.mode]
    reach_m = asked.limit_min * pace * M_PER_KM_PER_MIN_PER_H / DETOUR
    circle = shapely.buffer(start.point, min(reach_m, FARTHEST_LOOKED_M))
    return outside_share(pack, circle) > 0

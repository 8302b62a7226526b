"""The bus timetable of a pack, out of a feed that may cover far more than it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from pandas import DataFrame

from geodata import schema
from geodata.files import fault
from geodata.log import BuildLog
from geodata.model import PackInfo, Timetable
from geodata.pack import arrange
from geodata.recipe import Recipe

ROLE = "timetable"
AROUND_M = 20_000.0  # rides are kept this far around the starting points


def make_timetable_tables(
    raw: Mapping[str, Any], origins: DataFrame, log: BuildLog
) -> dict[str, DataFrame]:
    """Make the tables of a timetable, where the recipe names a feed; none where it does not.

    Raises
    ------
    DataError
        No ride of the feed is near the pack.
    """
    if ROLE not in raw:
        return {}
    timetable = cut_timetable(raw[ROLE], origins)
    log.extend(timetable.notes)
    log.note(
        f"Timetable: {len(timetable.connections):,} rides between {len(timetable.stops):,} stops "
        f"on {timetable.day}."
    )
    return {
        schema.TIMETABLE_STOPS.name: arrange(schema.TIMETABLE_STOPS, timetable.stops),
        schema.TIMETABLE_CONNECTIONS.name: arrange(
            schema.TIMETABLE_CONNECTIONS, timetable.connections
        ),
    }


def cut_timetable(timetable: Timetable, origins: DataFrame) -> Timetable:
    """Keep the rides between stops near the starting points, and the stops that they call at.

    Raises
    ------
    DataError
        There are none.
    """
    stops, rides = timetable.stops, timetable.connections
    near = np.ones(len(stops), dtype=bool)
    for column in ("easting_m", "northing_m"):
        least, most = origins[column].min() - AROUND_M, origins[column].max() + AROUND_M
        near &= stops[column].between(least, most).to_numpy()
    kept = rides[near[rides["from_stop"]] & near[rides["to_stop"]]]
    if kept.empty:
        fix = "Get the timetable of the pack’s own area."
        raise fault(timetable.title, "no rides near the pack", "a timetable of its area", fix)
    called = np.union1d(kept["from_stop"], kept["to_stop"])
    ends = {name: np.searchsorted(called, kept[name]) for name in ("from_stop", "to_stop")}
    return replace(
        timetable,
        stops=stops.iloc[called],
        connections=kept.assign(**ends).reset_index(drop=True),
    )


def with_timetable_source(info: PackInfo, recipe: Recipe, raw: Mapping[str, Any]) -> PackInfo:
    """Add the source and the day of the timetable to a pack's description, if there is one."""
    if ROLE not in raw:
        return info
    source = recipe.files[ROLE].source
    return replace(info, timetable_source=source, timetable_day=raw[ROLE].day)

"""A timetable of one day, as the connections that a search scans."""

from __future__ import annotations

from dataclasses import dataclass

from pandas import DataFrame


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Timetable:
    """Every ride from one stop to the next on one day.

    Attributes
    ----------
    stops
        Indexed by `stop_id`: `name`, `easting_m`, `northing_m` (EPSG:27700).
    connections
        In order of departure: `from_stop`, `to_stop` (rows of `stops`), `depart_s`, `arrive_s`
        (seconds after midnight at the start of the day; over 86,400 in the small hours after it)
        and `trip` (connections of one vehicle share it).
    day
        The day in words: "Tuesday 3 March 2026".
    title
        What the timetable is called.
    notes
        What was left out on the way.
    """

    stops: DataFrame
    connections: DataFrame
    day: str
    title: str
    notes: tuple[str, ...] = ()

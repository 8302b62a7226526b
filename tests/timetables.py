"""Small bus timetables on the national grid: written as a GTFS zip, and held by a pack."""

from __future__ import annotations

import zipfile
from dataclasses import replace

import pandas as pd

from geodata import schema
from geodata.crs import lonlat_from_grid
from geodata.model import Pack, Timetable
from geodata.pack import arrange, hash_pack
from tests.builders import SOUTH, WEST, tiny_info, tiny_pack

DAY = "Tuesday 3 March 2026"

CALENDAR = (
    "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"
    "week,1,1,1,1,1,0,0,20260302,20260327\n"
    "sunday,0,0,0,0,0,0,1,20260302,20260327\n"
)


def write_feed(path, stops, trips, /, *, calendar=CALENDAR, **files):
    """Write a feed.

    Parameters
    ----------
    stops
        Name → metres east and north of the corner.
    trips
        Name → calls, "A 09:40:00 B 09:50:00"; a name that ends in "*" runs on Sundays only.
    files
        Tables to write instead, by name without ".txt"; None leaves one out.
    """
    rows = ["stop_id,stop_name,stop_lat,stop_lon"]
    for name, (east, north) in stops.items():
        lon, lat = lonlat_from_grid(WEST + east, SOUTH + north)
        rows.append(f"{name},Stop {name},{float(lat):.7f},{float(lon):.7f}")
    calls = ["trip_id,stop_sequence,stop_id,arrival_time,departure_time"]
    for trip, text in trips.items():
        words = text.split()
        for n, (stop, time) in enumerate(zip(words[::2], words[1::2], strict=True), start=1):
            said = "" if time == "-" else time
            calls.append(f"{trip},{n},{stop},{said},{said}")
    runs = [f"1,{trip},{'sunday' if trip.endswith('*') else 'week'}" for trip in trips]
    tables = {
        "stops": "\n".join(rows),
        "trips": "\n".join(["route_id,trip_id,service_id", *runs]),
        "stop_times": "\n".join(calls),
        "calendar": calendar,
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as feed:
        for name, text in (tables | files).items():
            if text is not None:
                feed.writestr(f"{name}.txt", text)
    return path


def tiny_timetable(**changes: object) -> Timetable:
    """One bus at 9:40 from the western starting point of A2, at 9:45 at the centre in A1."""
    stops = pd.DataFrame(
        {
            "name": ["Stop A", "Stop B"],
            "easting_m": [WEST + 250, WEST + 500],
            "northing_m": [SOUTH + 1500, SOUTH + 500],
        },
        index=pd.Index(["A", "B"], name="stop_id"),
    )
    ride = {"from_stop": 0, "to_stop": 1, "depart_s": 34_800, "arrive_s": 35_100, "trip": 0}
    return Timetable(
        stops=arrange(schema.TIMETABLE_STOPS, stops),
        connections=arrange(schema.TIMETABLE_CONNECTIONS, pd.DataFrame([ride | changes])),
        day=DAY,
        title="Made for tests",
    )


def tiny_pack_with_bus(**changes: object) -> Pack:
    """The tiny pack, with that bus."""
    plain = tiny_pack(info=tiny_info(timetable_source="made-up", timetable_day=DAY))
    pack = replace(plain, timetable=tiny_timetable(**changes))
    return replace(pack, content_hash=hash_pack(pack))

"""A small bus timetable on the national grid, written as a GTFS zip."""

from __future__ import annotations

import zipfile

from geodata.crs import lonlat_from_grid
from tests.builders import SOUTH, WEST

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

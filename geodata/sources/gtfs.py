"""Bus timetables in GTFS: a zip of tables, read for one day.

The Bus Open Data Service publishes England's as GTFS under the Open Government Licence. The zip is
read member by member, and no more of each than it is allowed to hold.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas import DataFrame, Series

from geodata.crs import grid_from_lonlat
from geodata.errors import DataError, Problem
from geodata.files import (
    SHOWN,
    TextTable,
    fault,
    label,
    parse_numbers,
    parse_table,
    pick_columns,
    some,
)
from geodata.files.archives import Limits, read_member, refuse_dangers
from geodata.files.coordinates import check_points, find_slips
from geodata.files.reading import open_plain
from geodata.model import Timetable
from geodata.sources.record import Option, Reader

# Of a table, after inflation, 800 MB: a region's stop times are about 300 MB.
LIMITS = Limits(members=200, member_bytes=800_000_000, total_bytes=2_000_000_000, ratio=100)
NEEDED = ("stops.txt", "trips.txt", "stop_times.txt")
CALENDARS = ("calendar.txt", "calendar_dates.txt")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NOBODY = "1"  # at a call where nobody may get on, or off
GRID_LAT, GRID_LON, AT_ORIGIN = 49.7666, -7.5564, 0.01  # degrees: where the grid’s 0, 0 lies
ADDED, REMOVED = "1", "2"
FIX = "Download it again, or ask the publisher for a GTFS export."
Ints = NDArray[np.int64]


def read_timetable(path: Path, weekday: str = "tuesday") -> Timetable:
    """Read the timetable of the fullest such weekday that a feed covers.

    A bank holiday or the end of the feed would make a poor week, so that the day on which most
    trips run is taken, the earliest of several.

    Parameters
    ----------
    path
        A GTFS zip.
    weekday
        One of `WEEKDAYS`.

    Raises
    ------
    DataError
        The zip is damaged or too large, a table or heading is missing, or cells cannot be used:
        every fault found in the tables, with its file and row.
    """
    tables = _read_tables(path)
    trips = pick_columns(tables["trips.txt"], {"trip_id": ("trip_id",), "service": ("service_id",)})
    day = _fullest_day(tables, trips["service"], weekday, path.name)
    running = trips[trips["service"].isin(_services_on(tables, day))]
    stops, unplaced = _stops(tables["stops.txt"])
    times = _stop_times(tables["stop_times.txt"], stops, running["trip_id"])
    connections = _connections(times)
    return Timetable(
        stops=stops,
        connections=connections,
        day=f"{day:%A} {day.day} {day:%B %Y}",
        title=path.name,
        notes=tuple(_notes(times, unplaced)),
    )


def _notes(times: DataFrame, unplaced: list[str]) -> Iterator[str]:
    """Say what is odd in a feed, and what was made of it."""
    if unplaced:
        calls = int((times["stop"] < 0).sum())
        yield f"Stops without a place, left out: {len(unplaced):,} ({some(unplaced)})."
        yield f"Calls at such stops, which buses are taken to pass by: {calls:,}."
    inner = times["trip_id"].duplicated() & times["trip_id"].duplicated(keep="last")
    halves = int((inner & (times["may_board"] != times["may_alight"])).sum())
    if halves:
        yield f"Calls along the way where people only get on, or only off: {halves:,}."


def _read_tables(path: Path) -> dict[str, TextTable]:
    refuse_dangers(path, label(path), LIMITS)
    with open_plain(path) as stream, zipfile.ZipFile(stream) as feed:
        held = [name for name in (*NEEDED, *CALENDARS) if name in feed.namelist()]
        missing = [name for name in NEEDED if name not in held]
        if not set(held) & set(CALENDARS):
            missing.append("calendar.txt or calendar_dates.txt")
        if missing:
            raise DataError(
                Problem(where=label(path), found=f"no {name}", expected="a GTFS feed", fix=FIX)
                for name in missing
            )
        return {name: _read_table(feed, name, label(path)) for name in held}


def _read_table(feed: zipfile.ZipFile, member: str, name: str) -> TextTable:
    content = read_member(feed, member, name, LIMITS.member_bytes)
    return parse_table(content, member, may_be_empty=True)


def _calendar(tables: dict[str, TextTable]) -> DataFrame:
    days = {day: (day,) for day in WEEKDAYS}
    wanted = {"service": ("service_id",), "first": ("start_date",), "last": ("end_date",)} | days
    if "calendar.txt" not in tables:
        return DataFrame(columns=list(wanted), dtype=str)
    table = pick_columns(tables["calendar.txt"], wanted)
    return table.assign(
        first=_dates(table["first"], "calendar.txt"), last=_dates(table["last"], "calendar.txt")
    )


def _exceptions(tables: dict[str, TextTable]) -> DataFrame:
    wanted = {"service": ("service_id",), "date": ("date",), "kind": ("exception_type",)}
    if "calendar_dates.txt" not in tables:
        return DataFrame(columns=list(wanted), dtype=str)
    table = pick_columns(tables["calendar_dates.txt"], wanted)
    return table.assign(date=_dates(table["date"], "calendar_dates.txt"))


def _dates(cells: Series, name: str) -> Series:
    dates = pd.to_datetime(cells, format="%Y%m%d", errors="coerce")
    _refuse(cells[dates.isna()], name, "a date such as 20260303")
    return dates.dt.date


def _refuse(wrong: Series, name: str, expected: str) -> None:
    if len(wrong):
        rows = ", ".join(str(row) for row in wrong.index[:SHOWN])
        more = f" and {len(wrong) - 1:,} more" if len(wrong) > 1 else ""
        raise fault(f"{name}, row {rows}", f"{wrong.iloc[0]!r}{more}", expected, "Correct the row.")


def _services_on(tables: dict[str, TextTable], day: date) -> set[str]:
    calendar, exceptions = _calendar(tables), _exceptions(tables)
    name = WEEKDAYS[day.weekday()]
    usual = calendar[
        (calendar[name] == "1") & (calendar["first"] <= day) & (calendar["last"] >= day)
    ]
    today = exceptions[exceptions["date"] == day]
    removed = set(today.loc[today["kind"] == REMOVED, "service"])
    return (set(usual["service"]) - removed) | set(today.loc[today["kind"] == ADDED, "service"])


def _fullest_day(
    tables: dict[str, TextTable], trip_services: Series, weekday: str, name: str
) -> date:
    calendar, exceptions = _calendar(tables), _exceptions(tables)
    dates = [*calendar["first"], *calendar["last"], *exceptions["date"]]
    trips = trip_services.value_counts()
    best, most = date.min, 0
    if dates:
        first = min(dates) + timedelta((WEEKDAYS.index(weekday) - min(dates).weekday()) % 7)
        weeks = min((max(dates) - first).days // 7 + 1, 60)
        for day in (first + timedelta(7 * week) for week in range(weeks)):
            count = int(trips.reindex(list(_services_on(tables, day))).fillna(0).sum())
            if count > most:
                best, most = day, count
    if not most:
        fix = "Use a feed that is in force, or another weekday."
        raise fault(name, f"no trips on any {weekday.capitalize()}", "a timetable of one", fix)
    return best


def _stops(table: TextTable) -> tuple[DataFrame, list[str]]:
    """Return the stops that have a place, and the names of those that have none."""
    wanted = {"stop_id": ("stop_id",), "name": ("stop_name",)}
    wanted |= {"lat": ("stop_lat",), "lon": ("stop_lon",)}
    rows = pick_columns(table, wanted).drop_duplicates("stop_id")
    lat, lon = (
        parse_numbers(rows[key], f"stops.txt, stop_{key}", gaps=False) for key in ("lat", "lon")
    )
    # Feeds write 0, 0 for none: of the globe, or of the National Grid, which lies in the sea.
    somewhere = lat.notna() & lon.notna() & ~(lat.eq(0) & lon.eq(0))
    somewhere &= ~((lat - GRID_LAT).abs().lt(AT_ORIGIN) & (lon - GRID_LON).abs().lt(AT_ORIGIN))
    slips = find_slips(lat.where(somewhere), lon.where(somewhere))
    check_points(slips, list(rows.index), "stops.txt")
    placed = somewhere & lat.between(49, 61) & lon.between(-9, 3)
    easting, northing = grid_from_lonlat(lon[placed], lat[placed])
    stops = DataFrame(
        {
            "name": rows.loc[placed, "name"].to_numpy(),
            "easting_m": easting,
            "northing_m": northing,
        },
        index=pd.Index(rows.loc[placed, "stop_id"], name="stop_id"),
    )
    return stops, list(rows.loc[~placed, "name"])


def _stop_times(table: TextTable, stops: DataFrame, trip_ids: Series) -> DataFrame:
    """Return the calls of the day's trips in order, with times in seconds; NaN where untimed."""
    wanted = {"trip_id": ("trip_id",), "stop_id": ("stop_id",), "order": ("stop_sequence",)}
    wanted |= {"arrive": ("arrival_time",), "depart": ("departure_time",)}
    rows = pick_columns(table, wanted, {"on": ("pickup_type",), "off": ("drop_off_type",)})
    rows = rows[rows["trip_id"].isin(trip_ids)]
    times = DataFrame({"trip_id": rows["trip_id"], "stop_id": rows["stop_id"]}, index=rows.index)
    times["order"] = parse_numbers(rows["order"], "stop_times.txt, stop_sequence")
    for key in ("arrive", "depart"):
        times[key] = parse_times(rows[key], f"stop_times.txt, {key[:6]}")
    times["arrive"] = times["arrive"].fillna(times["depart"])
    times["depart"] = times["depart"].fillna(times["arrive"])
    times = times.assign(may_board=rows["on"] != NOBODY, may_alight=rows["off"] != NOBODY)
    return times.sort_values(["trip_id", "order"], kind="stable").assign(
        stop=lambda t: stops.index.get_indexer(pd.Index(t["stop_id"]))
    )


def parse_times(cells: Series, name: str) -> Series:
    """Convert "25:10:00" to seconds after the day's midnight; an empty cell is missing.

    Raises
    ------
    DataError
        Cells hold something else; the first rows are named.
    """
    parts = cells.str.extract(r"^(\d{1,2}):([0-5]\d):([0-5]\d)$").astype(float)
    seconds: Series = parts[0] * 3600 + parts[1] * 60 + parts[2]
    _refuse(cells[seconds.isna() & (cells != "")], name, "a time such as 09:30:00, or 25:10:00")
    return seconds


def _connections(times: DataFrame) -> DataFrame:
    """Return rides from each call where people may get on to the next where they may get off."""
    trip = pd.factorize(times["trip_id"])[0]
    same = trip[1:] == trip[:-1]
    _refuse_untimed_ends(times, same)
    at = np.arange(len(times))
    timed = times["arrive"].notna().to_numpy()
    if not timed.any():
        raise fault("stop_times.txt", "no times", "a time at the ends of each trip", FIX)
    # Between two timed calls of a trip the rest are evenly spread, as the format means them.
    arrive = np.interp(at, at[timed], times["arrive"].to_numpy(float)[timed])
    depart = np.interp(at, at[timed], times["depart"].to_numpy(float)[timed])
    backwards = same & (arrive[1:] < depart[:-1])
    _refuse(
        times["trip_id"].iloc[1:][backwards],
        "stop_times.txt",
        "a bus that arrives no earlier than it left the stop before",
    )
    stop = times["stop"].to_numpy(np.int64)
    board = times["may_board"].to_numpy(bool) & (stop >= 0)
    alight = times["may_alight"].to_numpy(bool) & (stop >= 0)
    begin, end = _rides(trip, same, board, alight)
    if not len(begin):
        expected = "a bus that people get on at one stop and off at another"
        raise fault("stop_times.txt", "no rides", expected, FIX)
    return DataFrame(
        {
            "from_stop": stop[begin],
            "to_stop": stop[end],
            "depart_s": depart[begin].round().astype(np.int64),
            "arrive_s": arrive[end].round().astype(np.int64),
            "trip": trip[begin],
        }
    ).sort_values("depart_s", kind="stable", ignore_index=True)


def _rides(
    trip: Ints, same: NDArray[np.bool_], board: NDArray[np.bool_], alight: NDArray[np.bool_]
) -> tuple[Ints, Ints]:
    """Find the rides of all trips: at which call they begin and end, in the order of the calls.

    Where people may get on and off at every call, a ride leads from each to the next. Where they
    may not, those on board ride on past it.
    """
    simple = board[:-1] & alight[1:]
    odd = np.unique(trip[:-1][same & ~simple])
    plain = same & ~np.isin(trip[:-1], odd)
    pairs = [(n, n + 1) for n in np.flatnonzero(plain).tolist()]
    for number in odd.tolist():
        on_board: list[int] = []  # where those who get off next may have got on
        waiting: list[int] = []  # where people have got on since anybody could get off
        first, after = np.searchsorted(trip, (number, number + 1)).tolist()
        for call in range(first, after):
            on_board = waiting or on_board
            if alight[call] and on_board:
                pairs += [(begin, call) for begin in on_board]
                on_board, waiting = on_board[-1:], []
            if board[call]:
                waiting = [*waiting, call]
    begin, end = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2).T
    return begin, end


def _refuse_untimed_ends(times: DataFrame, same: NDArray[np.bool_]) -> None:
    first = np.concatenate([[True], ~same])[: len(times)]
    last = np.concatenate([~same, [True]])[: len(times)]
    ends = times[(first | last) & times["arrive"].isna().to_numpy()]
    _refuse(ends["trip_id"], "stop_times.txt", "a time at the first and last stop of each trip")


READERS = (
    Reader(
        role="timetable",
        about="a bus timetable in GTFS, .zip",
        read=read_timetable,
        is_one_piece=True,
        options={"weekday": Option(one_of=WEEKDAYS, default="tuesday")},
    ),
)

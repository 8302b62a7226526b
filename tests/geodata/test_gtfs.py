import pytest

from geodata.errors import DataError
from geodata.sources.gtfs import read_timetable
from tests.timetables import CALENDAR, write_feed

STOPS = {"A": (0, 0), "B": (2000, 0), "C": (2000, 3000)}
TRIPS = {"one": "A 09:40:00 B 09:50:00 C 10:10:00", "late": "A 23:50:00 B 24:10:00"}


def read(tmp_path, trips=None, **files):
    return read_timetable(write_feed(tmp_path / "feed.zip", STOPS, trips or TRIPS, **files))


def rides(timetable):
    names = timetable.stops.index
    return [
        (names[c.from_stop], names[c.to_stop], c.depart_s, c.arrive_s)
        for c in timetable.connections.itertuples()
    ]


def test_every_ride_is_in_order_of_departure_with_hours_past_midnight(tmp_path):
    assert rides(read(tmp_path)) == [
        ("A", "B", 34_800, 35_400),
        ("B", "C", 35_400, 36_600),
        ("A", "B", 85_800, 87_000),
    ]


def test_stops_are_put_on_the_grid(tmp_path):
    stops = read(tmp_path).stops
    assert stops.loc["C", "northing_m"] - stops.loc["B", "northing_m"] == pytest.approx(3000, abs=1)


def test_only_the_day_s_trips_run(tmp_path):
    found = read(tmp_path, TRIPS | {"church*": "A 10:00:00 B 10:10:00"})
    assert len(found.connections) == 3
    assert found.day == "Tuesday 3 March 2026"


def test_the_fullest_tuesday_is_taken(tmp_path):
    """The first Tuesday is taken out; the third has one service more."""
    dates = "service_id,date,exception_type\nweek,20260303,2\nsunday,20260317,1\n"
    found = read(tmp_path, TRIPS | {"church*": "A 10:00:00 B 10:10:00"}, calendar_dates=dates)
    assert found.day == "Tuesday 17 March 2026"
    assert len(found.connections) == 4


def test_dates_alone_are_calendar_enough(tmp_path):
    dates = "service_id,date,exception_type\nweek,20260310,1\n"
    found = read(tmp_path, calendar=None, calendar_dates=dates)
    assert found.day == "Tuesday 10 March 2026"


def test_calls_without_a_time_are_spread_between_those_with_one(tmp_path):
    found = read(tmp_path, {"one": "A 09:40:00 B - C 10:10:00"})
    assert rides(found) == [("A", "B", 34_800, 35_700), ("B", "C", 35_700, 36_600)]


def test_a_stop_without_a_place_is_left_out_and_counted(tmp_path):
    stops = "stop_id,stop_name,stop_lat,stop_lon\nA,A,52.5,0.1\nB,B,,\nC,C,52.6,0.1\n"
    found = read(tmp_path, stops=stops)
    assert "Stops without a place, left out: 1 (B)." in found.notes
    assert "Calls at such stops, which buses are taken to pass by: 2." in found.notes
    assert rides(found) == [("A", "C", 34_800, 36_600)]


def test_the_corner_of_the_grid_in_the_sea_is_no_place(tmp_path):
    stops = "stop_id,stop_name,stop_lat,stop_lon\nA,A,52.5,0.1\nB,Sea,49.766132,-7.555903\n"
    found = read(tmp_path, stops=stops + "C,C,52.6,0.1\n")
    assert "Stops without a place, left out: 1 (Sea)." in found.notes
    assert rides(found) == [("A", "C", 34_800, 36_600)]


CALLS = "trip_id,stop_sequence,stop_id,arrival_time,departure_time,pickup_type,drop_off_type\n"


@pytest.mark.parametrize(
    ("on", "off", "expected"),
    [
        ("0", "0", [("A", "B"), ("B", "C")]),
        ("1", "0", [("A", "B"), ("A", "C")]),  # people get off at B, and others stay on
        ("0", "1", [("A", "C"), ("B", "C")]),  # people get on at B, and nobody gets off
        ("1", "1", [("A", "C")]),
        ("2", "3", [("A", "B"), ("B", "C")]),  # by arrangement is a call too
    ],
    ids=["both", "only off", "only on", "neither", "by arrangement"],
)
def test_where_people_only_get_on_or_only_off_is_kept_to(tmp_path, on, off, expected):
    calls = CALLS + "one,1,A,09:40:00,09:40:00,0,1\n"
    calls += f"one,2,B,09:50:00,09:50:00,{on},{off}\none,3,C,10:10:00,10:10:00,1,0\n"
    found = read(tmp_path, stop_times=calls)
    assert [ride[:2] for ride in rides(found)] == expected
    halves = "Calls along the way where people only get on, or only off: 1."
    assert (halves in found.notes) == ((on == "1") != (off == "1"))


@pytest.mark.parametrize(
    ("trips", "said"),
    [
        ({"one": "A 9h40 B 09:50:00"}, r"stop_times.txt, arrive, row 2: found '9h40'"),
        ({"one": "A 09:40:00 B 09:61:00"}, r"row 3: found '09:61:00'"),
        ({"one": "A 09:40:00 B 09:30:00"}, r"row 3: found 'one'; expected a bus that arrives"),
        ({"one": "A 09:40:00 B -"}, r"row 3: found 'one'; expected a time at the first and last"),
    ],
)
def test_broken_times_are_named_by_file_and_row(tmp_path, trips, said):
    with pytest.raises(DataError, match=said) as caught:
        read(tmp_path, trips)
    assert len(caught.value.problems) == 1


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"stop_times": None}, "no stop_times.txt"),
        ({"calendar": None}, "no calendar.txt or calendar_dates.txt"),
        (
            {"calendar": CALENDAR.replace("20260327", "soon")},
            "calendar.txt, row 2, 3: found 'soon'",
        ),
        ({"calendar": CALENDAR.splitlines()[0]}, "no trips on any Tuesday"),
        ({"stop_times": "trip_id,stop_id\none,A\n"}, "no heading 'stop_sequence'"),
    ],
)
def test_what_is_missing_is_named(tmp_path, files, said):
    with pytest.raises(DataError, match=said):
        read(tmp_path, **files)


def test_what_is_no_zip_is_refused(tmp_path):
    path = tmp_path / "feed.zip"
    path.write_text("hello")
    with pytest.raises(DataError, match="cannot be read as a zip"):
        read_timetable(path)


def test_a_table_that_would_grow_too_large_is_refused_unread(tmp_path):
    path = write_feed(tmp_path / "feed.zip", STOPS, TRIPS, stop_times="trip_id\n" + "a\n" * 10**7)
    assert path.stat().st_size < 100_000
    with pytest.raises(DataError, match=r"feed.zip, 'stop_times.txt': found .* to one"):
        read_timetable(path)

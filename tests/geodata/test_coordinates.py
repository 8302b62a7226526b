"""Coordinates that are not where their headings say: each slip told, with its rows."""

import numpy as np
import pytest

from geodata.crs import grid_from_lonlat
from geodata.errors import DataError
from geodata.files import hearing, parse_degrees, parse_metres, parse_table
from geodata.files.coordinates import EAST, NORTH, SOUTH, WEST, find_grid_slips, find_slips

PLACES = {  # latitude, longitude
    "Wisbech": (52.666, 0.160),
    "Birmingham": (52.48, -1.89),
    "Lowestoft": (52.476, 1.75),
    "Penzance": (50.118, -5.537),
    "Berwick": (55.77, -2.005),
    "Lerwick": (60.155, -1.145),
}


def read(parse, *pairs):
    text = "a\tb\n" + "".join(f"{first}\t{second}\n" for first, second in pairs)
    rows = parse_table(text.encode(), "t.csv").rows
    with hearing() as told:
        return parse(rows["a"], rows["b"], "t.csv"), told.warnings


def degrees(*pairs):
    return read(parse_degrees, *pairs)


def metres(*pairs):
    return read(parse_metres, *pairs)


def refused(parse, *pairs):
    with pytest.raises(DataError) as caught:
        read(parse, *pairs)
    return str(caught.value)


def test_places_in_britain_are_read_as_they_stand():
    points, warnings = degrees(*PLACES.values())
    assert points["lat"].tolist() == [lat for lat, _ in PLACES.values()]
    assert points["lon"].tolist() == [lon for _, lon in PLACES.values()]
    assert warnings == []
    on_grid = [
        [round(float(each)) for each in grid_from_lonlat(lon, lat)] for lat, lon in PLACES.values()
    ]
    assert metres(*on_grid)[1] == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda lat, lon: (lon, lat), "latitude and longitude exchanged"),
        (lambda lat, lon: grid_from_lonlat(lon, lat), "metres of the National Grid"),
        (lambda lat, lon: grid_from_lonlat(lon, lat)[::-1], "metres of the National Grid"),
        (lambda lat, lon: (-lat, lon), "a latitude below zero"),
        (lambda lat, lon: (lat * 1e4, lon), "numbers that are no degrees"),
        (lambda lat, lon: (lat + 100, lon), "numbers that are no degrees"),
        (lambda _, __: (0, 0), "0, 0, which is no place"),
        (lambda lat, _: (lat, ""), "one of two coordinates"),
    ],
)
@pytest.mark.parametrize("place", ["Wisbech", "Birmingham", "Penzance", "Lerwick"])
@pytest.mark.parametrize("row", [2, 5, None])
def test_what_cannot_be_meant_is_refused_by_row(change, said, place, row):
    pairs = [PLACES[place]] * 6
    changed = [
        change(*pair) if row in (None, number) else pair for number, pair in enumerate(pairs, 2)
    ]
    found = refused(parse_degrees, *changed)
    assert said in found
    assert (f"t.csv, row {row}:" if row else "every row of 6") in found


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        ((52.48, 1.89), "Look whether its minus is missing"),
        ((48.85, 2.35), "a place outside Great Britain"),
        ((35.0, 139.0), "a place outside Great Britain"),
    ],
)
def test_what_may_be_meant_is_told_by_row(pair, said):
    _, [warning] = degrees(PLACES["Wisbech"], pair)
    assert warning.startswith("t.csv, row 3: ")
    assert said in warning


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda e, n: (e / 1000, n / 1000), "kilometres in place of metres"),
        (lambda _, __: (0, 0), "0, 0, which is no place"),
        (lambda _, n: (n + 700_000, 300_000), "exchanged"),
        (lambda _, __: (52.48, -1.89), "degrees in place of metres"),
        (lambda _, __: (0.16, 52.66), "degrees in place of metres"),
        (lambda _, __: (17_800, 6_920_000), "Web Mercator"),
        (lambda _, __: (308_000, 5_838_000), "another grid, such as UTM"),
        (lambda e, n: (e * 10, n * 10), "a place off the National Grid"),
        (lambda e, n: (-e, n), "a place off the National Grid"),
        (lambda e, _: (e, 309), "a place off the National Grid"),
        (lambda e, _: (e, ""), "one of two coordinates"),
    ],
)
def test_metres_that_cannot_be_meant_are_refused_by_row(change, said):
    good = (546_300, 309_600)
    assert said in refused(parse_metres, good, change(*good), good)
    assert "row 3" in refused(parse_metres, good, change(*good), good)


@pytest.mark.parametrize(
    ("written", "decimal"),
    [
        ('52°28\'48"N', "52.48000"), ("1°53′24″W", "-1.89000"), ("52 28 48 N", "52.48000"),
        ("52°28.8'", "52.48000"), ("N", None), ("1d53m24sW", "-1.89000"),
    ],
)  # fmt: skip
def test_degrees_minutes_and_seconds_are_told_with_what_to_write(written, decimal):
    found = refused(parse_degrees, (written, 0.1))
    assert ("degrees, minutes and seconds" in found) == (decimal is not None)
    assert decimal is None or f"Write {decimal} in its place" in found


@pytest.mark.parametrize(
    "cell", ["inf", "-inf", "nan", "1e308", "52,48", "c", "TL 123 456", "1e400"]
)
def test_what_is_no_number_is_refused_and_the_rest_is_checked_all_the_same(cell):
    found = refused(parse_degrees, (cell, 0.1), (0.1, 52.5))
    assert "t.csv, lat, row 2" in found
    assert "t.csv, row 3: found latitude and longitude exchanged" in found


def test_the_marks_of_no_place_are_missing():
    points, warnings = degrees(("99.999999", "0.000000"), ("", "0.0"), (52.5, 0.1))
    assert points.isna().all(axis=1).tolist() == [True, True, False]
    assert warnings == []


def test_coarse_degrees_are_told():
    assert "one decimal or none" in degrees((52.5, 0.1), (52.4, 0.2), (52, 0))[1][0]
    assert degrees((52.51, 0.1), (52.4, 0.2), (52, 0))[1] == []


def test_every_point_has_one_slip_at_most_and_every_wrong_one_has_one():
    """Whatever the numbers, nothing outside Britain passes unsaid and nothing inside is said."""
    rng = np.random.default_rng(7)
    numbers = rng.choice([0, 1, 50, 90, 180, 1e3, 1e5, 4e5, 1e6, 7e6, 1e9], (20_000, 2))
    numbers = np.vstack([numbers * rng.choice([-1, 1, 0.5, 1.3], numbers.shape),
                         rng.uniform([-70, -70], [70, 70], (20_000, 2))])  # fmt: skip
    for find, inside in (
        (find_slips, lambda a, b: (a >= SOUTH) & (a <= NORTH) & (b >= WEST) & (b <= EAST)),
        (find_grid_slips, lambda a, b: (a >= 1e3) & (a <= 7e5) & (b >= 1e3) & (b <= 1.3e6)),
    ):
        slips = np.sum([found for _, found in find(numbers[:, 0], numbers[:, 1])], axis=0)
        assert slips.max() == 1
        assert ((slips == 0) == inside(numbers[:, 0], numbers[:, 1])).all()

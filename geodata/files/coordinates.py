"""Whether coordinates are where their headings say: order, sign, unit, grid and country.

One checker for every file with coordinates. What cannot be meant is refused with its rows; what
lies outside Great Britain may be meant, and is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pandas import DataFrame, Series

from geodata.errors import DataError, Problem, gathering
from geodata.files.faults import some
from geodata.files.numbers import PLAIN, read_numbers
from geodata.files.telling import warn

# Great Britain, Scilly to Shetland and Saint Kilda to Lowestoft: degrees, and metres of its grid.
SOUTH, NORTH, WEST, EAST = 49.8, 60.9, -8.7, 1.8
GRID_EAST, GRID_NORTH = 700_000.0, 1_300_000.0
NO_PLACE = "99.99"
NOWHERE = 0.5  # degrees around 0, 0, which lies in the sea and stands for nothing
METRES = 1000.0  # no degree is this large
LARGEST_LAT, LARGEST_LON = 90.0, 180.0
DMS = re.compile(
    r"""(?P<sign>[+-]?)(?P<d>[0-9]{1,3})\s*[°º:dD ]\s*(?P<m>[0-9]{1,2}(?:\.[0-9]+)?)\s*['′’:mM ]?"""
    r"""\s*(?:(?P<s>[0-9]{1,2}(?:\.[0-9]+)?)\s*(?:["″”sS]|''|′′)?)?\s*(?P<to>[NSEWnsew]?)"""
)

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Slip:
    """A way in which coordinates are not what they should be.

    Attributes
    ----------
    found, fix
        What it is and what to do, for a message.
    is_fault
        Whether it cannot be meant.
    """

    found: str
    fix: str
    is_fault: bool = True


ZERO = Slip("0, 0, which is no place", "Leave both cells empty where the place is not known.")
BEYOND = Slip("numbers that are no degrees", "Correct them: latitude is 49 to 61 here.")
SWAPPED = Slip("latitude and longitude exchanged", "Exchange them, or their headings.")
SWAPPED_PLUS = Slip(
    "latitude and longitude exchanged, and the minus of the longitude missing",
    "Exchange them; west of Greenwich the longitude is below zero.",
)
IN_METRES = Slip(
    "metres of the National Grid in place of degrees",
    "Convert them to latitude and longitude, or head the columns easting and northing.",
)
IN_SOUTH = Slip("a latitude below zero", "Take away its minus: it is in the southern hemisphere.")
NO_MINUS = Slip(
    "a place in the sea: west of Greenwich the longitude is below zero",
    "Look whether its minus is missing.",
    is_fault=False,
)
OUTSIDE = Slip(
    "a place outside Great Britain", "Look whether it is where it should be.", is_fault=False
)
HALF = Slip("one of two coordinates", "Complete the pair, or leave both cells empty.")
IN_DEGREES = Slip(
    "degrees in place of metres of the National Grid",
    "Convert them to metres, or head the columns latitude and longitude.",
)
IN_KILOMETRES = Slip("kilometres in place of metres", "Multiply both by 1,000.")
GRID_SWAPPED = Slip("easting and northing exchanged", "Exchange them, or their headings.")
MERCATOR = Slip("metres of Web Mercator (EPSG:3857)", "Convert them to the National Grid.")
UTM = Slip("metres of another grid, such as UTM", "Convert them to the National Grid (EPSG:27700).")
OFF_GRID = Slip("a place off the National Grid", "Correct it: metres, six or seven digits each.")


def find_slips(lat: ArrayLike, lon: ArrayLike) -> Iterator[tuple[Slip, Flags]]:
    """Find what is wrong with degrees: each slip, and which of the points have it."""
    lat, lon = np.asarray(lat, dtype=float), np.asarray(lon, dtype=float)
    known = np.isfinite(lat) & np.isfinite(lon)
    left = known & ~_in_britain(lat, lon)
    yield HALF, np.isfinite(lat) != np.isfinite(lon)
    large = (np.abs(lat) > METRES) & (np.abs(lon) > METRES)
    cases = (
        (ZERO, (np.abs(lat) < NOWHERE) & (np.abs(lon) < NOWHERE)),
        (IN_METRES, large & (_on_grid(lat, lon) | _on_grid(lon, lat))),
        (BEYOND, (np.abs(lat) > LARGEST_LON) | (np.abs(lon) > LARGEST_LON)),
        (SWAPPED, _in_britain(lon, lat)),
        (BEYOND, np.abs(lat) > LARGEST_LAT),
        (SWAPPED_PLUS, _in_britain(lon, -lat)),
        (IN_SOUTH, _in_britain(-lat, lon) | _in_britain(-lat, -lon)),
        (NO_MINUS, _in_britain(lat, -lon)),
        (OUTSIDE, np.ones(len(lat), dtype=bool)),
    )
    for slip, found in cases:
        yield slip, left & found
        left = left & ~found


def find_grid_slips(easting: ArrayLike, northing: ArrayLike) -> Iterator[tuple[Slip, Flags]]:
    """Find what is wrong with metres of the National Grid: each slip, and which points have it."""
    east, north = np.asarray(easting, dtype=float), np.asarray(northing, dtype=float)
    yield HALF, np.isfinite(east) != np.isfinite(north)
    left = np.isfinite(east) & np.isfinite(north)
    degrees = _in_britain(north, east) | _in_britain(east, north)
    degrees |= _in_britain(north, -east) | _in_britain(east, -north)
    cases = (
        (ZERO, (np.abs(east) < 1) & (np.abs(north) < 1)),
        (IN_DEGREES, degrees),
        (IN_KILOMETRES, _on_grid(east * 1000, north * 1000)),
        (OFF_GRID, _on_grid(east, north) & ((east < METRES) | (north < METRES))),
        (None, _on_grid(east, north)),
        (GRID_SWAPPED, _on_grid(north, east)),
        (MERCATOR, (np.abs(east) < 1.2e6) & (north > 6.3e6) & (north < 8.7e6)),  # noqa: PLR2004
        (UTM, (east > 1e5) & (east < 1e6) & (north > 5.4e6) & (north < 7e6)),  # noqa: PLR2004
        (OFF_GRID, np.ones(len(east), dtype=bool)),
    )
    for slip, found in cases:
        if slip is not None:
            yield slip, left & found
        left = left & ~found


def _in_britain(lat: Floats, lon: Floats) -> Flags:
    return np.asarray((lat >= SOUTH) & (lat <= NORTH) & (lon >= WEST) & (lon <= EAST))


def _on_grid(east: Floats, north: Floats) -> Flags:
    return np.asarray((east >= 0) & (east <= GRID_EAST) & (north >= 0) & (north <= GRID_NORTH))


def check_points(
    slips: Iterator[tuple[Slip, Flags]], rows: Sequence[Any], name: str, what: str = "row"
) -> None:
    """Refuse what cannot be meant, and tell what may not be.

    Parameters
    ----------
    slips
        As `find_slips` and `find_grid_slips` find them.
    rows
        What the points are called in messages: row numbers.

    Raises
    ------
    DataError
        Every slip that is a fault, with its rows.
    """
    problems = []
    for slip, found in slips:
        where = [row for row, is_found in zip(rows, found, strict=True) if is_found]
        if not where:
            continue
        every = f" (every {what} of {len(rows):,})" if len(where) == len(rows) > 1 else ""
        place = f"{name}, {what} {some(where)}"
        if slip.is_fault:
            problems.append(
                Problem(
                    where=place,
                    found=slip.found + every,
                    expected="coordinates in Great Britain",
                    fix=slip.fix,
                )
            )
        else:
            warn(f"{place}: {slip.found}{every}. {slip.fix}")
    if problems:
        raise DataError(problems)


def parse_degrees(lat: Series, lon: Series, name: str) -> DataFrame:
    """Parse and check two columns of text as degrees: `lat`, `lon`; NaN where there is no place.

    The postcode lookups of the ONS write 99.999999 and 0 for none; tidied copies leave only the 0.

    Raises
    ------
    DataError
        Cells are no numbers, or cannot be meant as they stand.
    """
    nowhere = lat.str.startswith(NO_PLACE) | (lat.eq("") & lon.str.fullmatch(r"0(\.0*)?"))
    pair = {"lat": lat.mask(nowhere, ""), "lon": lon.mask(nowhere, "")}
    points, problems = _read_pair(pair, name)
    with gathering(problems):
        slips = find_slips(points["lat"], points["lon"])
        check_points(slips, list(points.index), name)
    if problems:
        raise DataError(problems)
    _tell_coarse(lat, lon, name)
    return points


def parse_metres(easting: Series, northing: Series, name: str) -> DataFrame:
    """Parse and check two columns of text as metres (EPSG:27700): `easting_m`, `northing_m`.

    Raises
    ------
    DataError
        Cells are no numbers, or cannot be meant as they stand.
    """
    points, problems = _read_pair({"easting_m": easting, "northing_m": northing}, name)
    with gathering(problems):
        slips = find_grid_slips(points["easting_m"], points["northing_m"])
        check_points(slips, list(points.index), name)
    if problems:
        raise DataError(problems)
    return points


def _read_pair(cells: dict[str, Series], name: str) -> tuple[DataFrame, list[Problem]]:
    """Read two columns; where either cell cannot be read, both are NaN."""
    problems: list[Problem] = []
    parsed = {}
    wrong = Series(data=False, index=next(iter(cells.values())).index)
    for key, column in cells.items():
        where = f"{name}, {key.removesuffix('_m')}"
        otherwise = _is_otherwise(column)
        problems += _written_otherwise(column[otherwise], where)
        plain = column.mask(otherwise, "")
        parsed[key], faults = read_numbers(plain, where, gaps=False)
        problems += faults
        wrong |= (column != "") & parsed[key].isna()
    return DataFrame(parsed).mask(wrong, np.nan), problems


def _is_otherwise(column: Series) -> Series:
    """Return which cells are degrees, minutes and seconds; the many plain numbers are none."""
    odd = ~column.str.fullmatch(PLAIN).to_numpy(bool)
    odd[odd] = [bool(_degrees_of(str(cell))) for cell in column[odd]]
    return Series(odd, index=column.index)


def _written_otherwise(written: Series, where: str) -> Iterator[Problem]:
    if len(written):
        first = str(written.iloc[0])
        yield Problem(
            where=f"{where}, row {some(list(written.index))}",
            found=f"{first!r}, degrees, minutes and seconds",
            expected="degrees with decimals",
            fix=f"Write {_degrees_of(first)} in its place.",
        )


def _degrees_of(cell: str) -> str:
    """Convert degrees, minutes and seconds to degrees, as text; "" where it is something else."""
    found = DMS.fullmatch(cell.replace("\u2212", "-").strip())
    if found is None or not (re.search(r"[°º'′’:\"″”]", cell) or found["to"]):
        return ""
    degrees = float(found["d"]) + float(found["m"]) / 60 + float(found["s"] or 0) / 3600
    below = found["sign"] == "-" or found["to"].upper() in ("S", "W")
    return f"{-degrees if below else degrees:.5f}"


def _tell_coarse(lat: Series, lon: Series, name: str) -> None:
    """Tell of degrees that are all written to a decimal or none: a tenth of one is 11 km."""
    written = [cell for column in (lat, lon) for cell in column if cell]
    coarse = re.compile(r"-?[0-9]+(\.[0-9]?)?")
    if len(written) >= 6 and all(map(coarse.fullmatch, written)):  # noqa: PLR2004
        warn(f"{name}: degrees with one decimal or none, good to 11 km at best.")

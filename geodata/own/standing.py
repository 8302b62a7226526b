"""Where each row of a table of services stands: by its coordinates, its shape or its postcode."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame, Series

from geodata.crs import grid_from_lonlat
from geodata.files import leave_out, warn
from geodata.files.coordinates import Slip, find_grid_slips, find_slips
from geodata.files.faults import shown
from geodata.files.postcodes import find_slip, normalise_postcodes
from geodata.own.grid import from_grid_reference
from geodata.own.table import OwnTable, problem_of

SPOTS = ("easting", "northing", "lat", "lon", "lat_lon", "grid_reference")
METRES = 1000.0
IN_BRITAIN = "coordinates in Great Britain"
LAT_LON = re.compile(r"\(?(-?\d+\.\d+)[,; ]+(-?\d+\.\d+)\)?")


def place_rows(rows: DataFrame, table: OwnTable) -> Series:
    """Add `easting` and `northing` (EPSG:27700), and write postcodes one way.

    Returns
    -------
    keep
        Which rows may be kept: one whose only place is impossible is told and left out; one that
        has a postcode beside is placed by that, and told.
    """
    spots = _spots(rows, table)
    written = rows["postcode"]
    rows["postcode"] = normalise_postcodes(written)
    _tell_postcodes(written[rows["postcode"] == ""], table)
    keep = Series(data=True, index=rows.index)
    odd: dict[int, Slip] = {}
    for slip, flags in _slips(spots):
        for row in spots.index[flags].tolist():
            odd.setdefault(row, slip)
    for row, slip in odd.items():
        if rows["postcode"][row]:
            fix = f"{slip.fix} Placed by its postcode until then."
            warn(problem_of(table, row, slip.found, IN_BRITAIN, fix).sentence())
        else:
            leave_out(problem_of(table, row, slip.found, IN_BRITAIN, slip.fix))
            keep[row] = False
    spots[spots.index.isin(list(odd))] = np.nan
    rows["easting"], rows["northing"] = _metres(spots)
    return keep


def _tell_postcodes(cells: Series, table: OwnTable) -> None:
    for row, cell in cells.items():
        said = find_slip(cell) if cell else ""
        if said:
            fix = "Correct it; until then the row is not placed by it."
            found = f"postcode {shown(cell)}: {said}"
            warn(problem_of(table, row, found, "a postcode such as PE1 1AA", fix).sentence())


def _spots(rows: DataFrame, table: OwnTable) -> DataFrame:
    """Return coordinates as they are written: `easting`, `northing`, `lat`, `lon`."""
    cells: dict[str, list[float]] = {
        name: [_number(cell) for cell in rows[name]] for name in SPOTS[:4]
    }
    degrees = [abs(e) < METRES and abs(n) < METRES for e, n in
               zip(cells["easting"], cells["northing"], strict=True)]  # fmt: skip
    headings = [table.recognised.found.get(name, ("",))[0] for name in SPOTS[:2]]
    if all(each.casefold()[:1] in ("x", "y") for each in headings):
        for n in np.flatnonzero(degrees).tolist():
            cells["lat"][n], cells["lon"][n] = cells["northing"][n], cells["easting"][n]
            cells["easting"][n] = cells["northing"][n] = np.nan
    for n, cell in enumerate(rows["lat_lon"]):
        found = LAT_LON.fullmatch(cell)
        if found:
            cells["lat"][n], cells["lon"][n] = float(found[1]), float(found[2])
    for n, (row, cell) in enumerate(rows["grid_reference"].items()):
        point = from_grid_reference(cell)
        if point:
            cells["easting"][n], cells["northing"][n] = point
        elif cell:
            fix = "Write it as TL 123 456, or give the postcode."
            said = f"grid reference {shown(cell)}"
            warn(problem_of(table, row, said, "letters and digits", fix).sentence())
    for n, row in enumerate(rows.index):
        if row in table.shapes:
            middle = table.shapes[row].representative_point()
            cells["easting"][n], cells["northing"][n] = middle.x, middle.y
    spots = DataFrame(cells, index=rows.index, dtype=float)
    both = spots["easting"].notna() & spots["northing"].notna()
    spots.loc[both, ["lat", "lon"]] = np.nan
    return spots


def _number(cell: str) -> float:
    plain = cell.replace(",", "") if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", cell) else cell
    try:
        return float(plain) if re.fullmatch(r"[+-]?\d+(\.\d*)?", plain) else np.nan
    except ValueError:
        return np.nan


def _slips(spots: DataFrame) -> Iterator[tuple[Slip, NDArray[np.bool_]]]:
    for slip, flags in find_slips(spots["lat"], spots["lon"]):
        yield slip, np.asarray(flags)
    for slip, flags in find_grid_slips(spots["easting"], spots["northing"]):
        yield slip, np.asarray(flags)


def _metres(spots: DataFrame) -> tuple[Series, Series]:
    east, north = grid_from_lonlat(spots["lon"].to_numpy(), spots["lat"].to_numpy())
    return (
        spots["easting"].fillna(Series(east, index=spots.index)),
        spots["northing"].fillna(Series(north, index=spots.index)),
    )

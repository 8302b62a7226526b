"""Arts Council England: the basic dataset for libraries, in the schema councils fill in."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
from pandas import DataFrame, Series

from geodata.files import pick_columns, read_table
from geodata.files.postcodes import normalise_postcodes
from geodata.placing import find_near, place_by_postcode
from geodata.sources.library_layouts import is_survey, read_survey
from geodata.sources.record import Making, Reader

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HOURS = re.compile(r"(\d{1,2})[:.](\d{2})\s*[-–]\s*(\d{1,2})[:.](\d{2})")
EARLIEST_OPENING = 6  # a library that opens before six in the morning is a slip of the keyboard
AUTHORITIES = "library_authorities"
KINDS = {
    "LAL": "run by the council",
    "LAL-": "run by the council, not statutory",
    "CL": "commissioned by the council",
    "CRL": "run by the community with the council’s support",
    "ICL": "independent, run by the community",
}


def read_libraries(path: Path) -> DataFrame:
    """Read libraries of every authority.

    Returns
    -------
    libraries
        `authority`, `name`, `address`, `postcode`, `provider`, `opened`, `closed`, `mobile`,
        `opening` (text), `odd_hours` (text, "" where there are none); the index is the row number.
    """
    table = read_table(path)
    if is_survey(table):
        rows = read_survey(table)
        return rows.assign(name=rows["name"].map(_full_name))
    days = {day: (rf"{day} staffed hours",) for day in DAYS}
    picked = pick_columns(
        table,
        {
            "authority": (r"Local authority",),
            "name": (r"Library name",),
            "postcode": (r"Postcode",),
            "type": (r"Type of library",),
            "opened": (r"Year opened",),
            "closed": (r"Year closed",),
            **days,
        },
        {f"line{n}": (rf"Address {n}",) for n in (1, 2, 3)},
    )
    lines = picked[["line1", "line2", "line3"]]
    hours = [_tidy_week([row[day] for day in DAYS]) for row in picked.to_dict("records")]
    return DataFrame(
        {
            "authority": picked["authority"],
            "name": picked["name"].map(_full_name),
            "address": [", ".join(line for line in row if line) for row in lines.to_numpy()],
            "postcode": normalise_postcodes(picked["postcode"]),
            "type": picked["type"].map(KINDS).fillna(""),
            "opened": picked["opened"],
            "closed": picked["closed"],
            "mobile": picked["name"].str.contains("mobile", case=False),
            "opening": [week for week, _ in hours],
            "odd_hours": [odd for _, odd in hours],
        },
        index=picked.index,
    )


def _full_name(name: str) -> str:
    return name if re.search(r"librar|book|hub|mobile", name, re.IGNORECASE) else f"{name} Library"


def _tidy_week(cells: list[str]) -> tuple[str, str]:
    """Write a week as "Mon 10:00–17:00; Tue 09:00–13:00", and name the hours that look wrong."""
    shown, odd = [], []
    for day, cell in zip(DAYS, cells, strict=True):
        spans = HOURS.findall(cell)
        if not spans or set(re.findall(r"\d+", cell)) <= {"0", "00"}:
            continue
        times = [f"{int(a):02}:{b}–{int(c):02}:{d}" for a, b, c, d in spans]
        shown.append(f"{day[:3]} {', '.join(times)}")
        odd += [
            f"{day[:3]} {time}"
            for (a, b, c, d), time in zip(spans, times, strict=True)
            if int(a) < EARLIEST_OPENING or (int(c), int(d)) <= (int(a), int(b))
        ]
    return "; ".join(shown), ", ".join(odd)


def choose_libraries(libraries: DataFrame, authorities: tuple[str, ...]) -> DataFrame:
    """Choose the open libraries with a door, one for each door.

    Parameters
    ----------
    libraries
        As read, with `district_id` added ("" where its postcode lies outside the pack), and
        `is_near` (whether it stands in the pack, or across its border within reach).
    authorities
        Names of the pack's library authorities, as the file writes them.

    Returns
    -------
    chosen
        The same columns, `across_border`, `note` and `outcome`: "kept", "closed", "mobile",
        "listed twice", "no such postcode".
    """
    listed = libraries["authority"].isin(authorities)
    rows = libraries[listed | libraries["is_near"]].copy()
    rows["across_border"] = rows["district_id"] == ""
    repeated = rows[rows["closed"] == ""].duplicated(["postcode", "name"])
    twice = repeated.reindex(rows.index, fill_value=False)
    conditions = [
        rows["closed"] != "",
        rows["mobile"],
        twice,
        rows["easting_m"].isna(),
    ]
    outcomes = ["closed", "mobile", "listed twice", "no such postcode"]
    rows["outcome"] = np.select(conditions, outcomes, "kept")
    rows["note"] = _notes(rows, authorities)
    return rows


def _notes(rows: DataFrame, authorities: tuple[str, ...]) -> Series:
    notes = []
    for row in rows.to_dict("records"):
        said = []
        if row["type"]:
            said.append(row["type"].capitalize() + ".")
        if row["odd_hours"]:
            said.append(f"Hours look odd in the published list: {row['odd_hours']}.")
        ours = row["authority"] in authorities
        if not ours and not row["across_border"]:
            said.append(f"Listed under {row['authority']}, but its postcode is in this area.")
        elif ours and row["across_border"]:
            said.append("Its postcode is outside this area.")
        notes.append(" ".join(said))
    return Series(notes, index=rows.index, dtype=str)


def make_assets(libraries: DataFrame, making: Making) -> DataFrame:
    """Make a service of each open library with a door, placed by its postcode."""
    log, authorities = making.log, making.chosen(AUTHORITIES)
    placed = place_by_postcode(libraries, making)
    placed["is_near"] = find_near(placed, making.areas)
    rows = choose_libraries(placed, authorities)
    elsewhere = len(placed) - len(rows)
    for outcome, count in rows["outcome"].value_counts().sort_index().items():
        if outcome != "kept":
            log.count(f"Library rows dropped, {outcome}", int(count))
    rows = rows[rows["outcome"] == "kept"]
    log.count("Libraries of other places, farther away, left out", elsewhere)
    log.count("Libraries with odd hours, kept and noted", int(rows["odd_hours"].ne("").sum()))
    log.count("Libraries across the border, within reach", int(rows["across_border"].sum()))
    stray = ~rows["authority"].isin(authorities) & ~rows["across_border"]
    log.count("Libraries listed under another authority, kept and noted", int(stray.sum()))
    ids = "library-" + rows["postcode"].str.replace(" ", "").str.lower()
    order = ids.groupby(ids).cumcount()
    ids = ids.where(order == 0, ids + "-" + (order + 1).astype(str))
    return rows.assign(asset_id=ids, kind="library", provider=rows["authority"])


READERS = (
    Reader(
        role="libraries",
        about="public libraries",
        read=read_libraries,
        choices={AUTHORITIES: "library authorities of the pack, as the library file writes them"},
        make_assets=make_assets,
    ),
)

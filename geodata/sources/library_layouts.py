"""The other layout of the basic dataset for libraries: one table of every survey since 2010.

It says on which days a library opens and for how many hours a week, but not from when to when; and
lists archives and prisons, which families do not go to.
"""

from __future__ import annotations

import re

from pandas import DataFrame, Series

from geodata.files import TextTable, pick_columns, tell_repair
from geodata.files.columns import find_heading
from geodata.files.postcodes import normalise_postcodes

SURVEYED = r"operation_\d\d"  # who ran it, in the survey of a year
RUN_BY = {
    "la": "run by the council",
    "lau": "run by the council, not statutory",
    "c": "commissioned by the council",
    "cr": "run by the community with the council’s support",
    "icl": "independent, run by the community",
}
SHUT = ("closed", "temporary closure", "facility not open")
NO_DOOR = r"prison|archive"
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NOT_OPEN = {"", "closed", "n/a closed", "[unknown]", "no regular opening", "n/a"}


def is_survey(table: TextTable) -> bool:
    """Return whether a table is in this layout."""
    return find_heading(table, (SURVEYED,)) is not None


def read_survey(table: TextTable) -> DataFrame:
    """Read libraries out of this layout; columns as of `read_libraries`, names as written."""
    latest = max(each for each in table.rows.columns if re.fullmatch(SURVEYED, each, re.IGNORECASE))
    picked = pick_columns(
        table,
        {
            "authority": (r"reporting",),
            "name": (r"name",),
            "postcode": (r"postcode",),
            "type": (r"type",),
            "run": (re.escape(latest),),
            "closed": (r"closed",),
        },
        {
            "opened": (r"opened",),
            "hours": (r"hours",),
            **{f"line{n}": (rf"address{n}",) for n in (1, 2, 3)},
            **{day: (day,) for day in DAYS},
        },
    )
    elsewhere = picked["type"].str.contains(NO_DOOR, case=False)
    if elsewhere.any():
        tell_repair(
            f"{table.name}: {int(elsewhere.sum()):,} archives and prison libraries left out."
        )
    rows = picked[~elsewhere]
    run = rows["run"].str.casefold()
    closed = rows["closed"].where(rows["closed"] != "", run.where(run.isin(SHUT), ""))
    lines = rows[["line1", "line2", "line3"]]
    return DataFrame(
        {
            "authority": rows["authority"],
            "name": rows["name"],
            "address": [", ".join(line for line in row if line) for row in lines.to_numpy()],
            "postcode": normalise_postcodes(rows["postcode"]),
            "type": run.map(RUN_BY).fillna(""),
            "opened": rows["opened"],
            "closed": closed,
            "mobile": rows["type"].str.contains("mobile", case=False)
            | rows["name"].str.contains("mobile", case=False),
            "opening": _weeks(rows),
            "odd_hours": "",
        },
        index=rows.index,
    )


def _weeks(rows: DataFrame) -> Series:
    """Return on which days each is open, and for how long: "Mon, Tue, Sat; 41 hours a week"."""
    said = []
    for row in rows.to_dict("records"):
        days = [day[:3].capitalize() for day in DAYS if row[day].casefold() not in NOT_OPEN]
        hours = row["hours"] if re.fullmatch(r"[1-9]\d{0,2}(\.\d+)?", row["hours"]) else ""
        parts = [", ".join(days), f"{hours} hours a week" if hours else ""]
        said.append("; ".join(part for part in parts if part))
    return Series(said, index=rows.index, dtype="str")

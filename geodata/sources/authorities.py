"""Codes of districts and authorities that are no more, and what took their place.

The ONS publishes which district of one year is which of another; mySociety keeps a register of
authorities, old counties among them. Both are read so that a code of any year can be written.
"""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
from pandas import DataFrame, Series

from geodata.files import fault, label, pick_columns, read_table
from geodata.sources.record import Reader

YEARS = re.compile(r"(?:ltla|lad)(\d\d)(?:_?)(code|cd|name|nm)", re.IGNORECASE)
LEAST_YEARS = 2
ENGLISH = r"E(0[6-9]|10)\d{6}"  # districts of either kind, boroughs and counties


def read_district_changes(path: Path) -> DataFrame:
    """Read a lookup of districts by year: `old_id`, `old` (its name), `district_id` (of today).

    Any number of years may stand beside one another; the latest is today.
    """
    table = read_table(path)
    codes: dict[int, str] = {}
    names: dict[int, str] = {}
    for heading in table.rows.columns:
        if found := YEARS.fullmatch(heading):
            of = codes if found[2].casefold() in ("code", "cd") else names
            of[int(found[1])] = heading
    if len(codes) < LEAST_YEARS:
        raise fault(
            f"{table.name}, row {table.heading_row}",
            "codes of one year, or none",
            "codes of districts of two years or more, such as ltla19_code and ltla24_code",
            "Use a lookup of districts of one year to those of another.",
        )
    today = codes.pop(max(codes))
    pieces = [
        DataFrame(
            {
                "old_id": table.rows[heading],
                "old": table.rows[names[year]] if year in names else "",
                "district_id": table.rows[today],
            }
        )
        for year, heading in sorted(codes.items())
    ]
    rows = pd.concat(pieces)
    changed = rows[(rows["old_id"] != rows["district_id"]) & rows["old_id"].ne("")]
    return changed.drop_duplicates(["old_id", "district_id"]).reset_index(drop=True)


def read_authority_register(path: Path) -> DataFrame:
    """Read the register of authorities: `old_id`, `old` (its name), `authority_id` (of today).

    Only what is no more is kept, with each of those that took its place; `old` is "" for a former
    code of an authority that goes on.
    """
    wanted = {
        "short": (r"local-authority-code",),
        "code": (r"gss-code",),
        "name": (r"nice-name",),
        "heirs": (r"replaced-by",),
        "former": (r"former-gss-codes",),
    }
    rows = pick_columns(read_table(path), wanted)
    codes = rows.set_index("short")["code"]
    made = []
    for row in rows.to_dict("records"):
        made += [(old.strip(), "", row["code"]) for old in row["former"].split(",") if old.strip()]
        heirs = [each.strip() for each in row["heirs"].split(",") if each.strip()]
        made += [(row["code"], row["name"], codes.get(heir, "")) for heir in heirs]
    found = DataFrame(made, columns=["old_id", "old", "authority_id"])
    found = found[found[["old_id", "authority_id"]].apply(_is_english).all(axis="columns")]
    if found.empty:
        what = "no English authority that another took the place of"
        fix = "Use mySociety’s table of local authorities."
        raise fault(label(path), what, "gss-code, replaced-by and former-gss-codes", fix)
    return found.reset_index(drop=True)


def _is_english(codes: Series) -> Series:
    is_english: Series = codes.str.fullmatch(ENGLISH)
    return is_english


READERS = (
    Reader(
        role="district_changes",
        about="districts of earlier years to those of today, to know old codes by",
        read=read_district_changes,
    ),
    Reader(
        role="authority_register",
        about="authorities that are no more, and what took their place",
        read=read_authority_register,
    ),
)

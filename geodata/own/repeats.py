"""Rows of a table of services that stand there twice, and the id of each of the others."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping

from pandas import DataFrame, Series

from geodata.files import leave_out, warn
from geodata.files.faults import shown
from geodata.own.file import OwnFile
from geodata.own.table import OwnTable, problem_of

FIX = "Take one of them out, or tell them apart by a code or a name."


def without_repeats(rows: DataFrame, table: OwnTable) -> DataFrame:
    """Leave out a row that stands there before, under one code or under one name at one place.

    What has no known place is no repeat, whatever it is called: much that has no door is called
    the same. Nor is what has another code; that it has the name and place of another is told.

    Parameters
    ----------
    rows
        With the codes of the table in `asset_id`, "" where it has none.
    """
    kept: list[object] = []
    by_code: dict[str, object] = {}
    by_name: dict[str, list[object]] = {}
    codes: dict[object, str] = dict(zip(rows.index, rows["asset_id"], strict=True))
    for row, code, who in zip(rows.index, rows["asset_id"], _names_and_places(rows), strict=True):
        namesakes = by_name.get(who, []) if who else []
        same = [each for each in namesakes if not (code and codes[each])]
        before = by_code.get(code) if code else None
        if before is None and same:
            before = same[0]
        if before is not None:
            said = "its code" if code and code in by_code else "its name and place"
            _leave_out(rows, table, row, before, said)
            continue
        if namesakes:
            found = f"{shown(rows['name'][row])}, by its name and place row {namesakes[0]} too"
            fix = "Taken for two, for their codes differ. Take one out where it is one."
            warn(problem_of(table, row, found, "each service once", fix).sentence())
        kept.append(row)
        if code:
            by_code[code] = row
        by_name.setdefault(who, []).append(row)
    return rows.loc[kept]


def _names_and_places(rows: DataFrame) -> list[str]:
    """Return name, kind and place in one; "" where no place is known."""
    return [
        "\0".join([each["name"].casefold(), each["kind"], place]) if place else ""
        for each, place in ((each, _place(each)) for each in rows.to_dict("records"))
    ]


def _place(cells: Mapping[Hashable, object]) -> str:
    if cells["postcode"]:
        return str(cells["postcode"])
    spot = (cells["easting"], cells["northing"])
    return "" if any(str(each) == "nan" for each in spot) else f"{spot[0]} {spot[1]}"


def _leave_out(rows: DataFrame, table: OwnTable, row: object, before: object, said: str) -> None:
    this, first = rows.loc[[row]].iloc[0], rows.loc[[before]].iloc[0]
    found = f"{shown(this['name'])}, which row {before} is by {said}"
    if not this.drop("asset_id").equals(first.drop("asset_id")):
        found += ", though other cells differ"
    leave_out(problem_of(table, row, found, "each service once", FIX))


def make_ids(rows: DataFrame, own: OwnFile) -> Series:
    """Return an id for each row: its own code, else its name and postcode, numbered if taken."""
    taken = set(rows["asset_id"])
    made = []
    for cells in rows.to_dict("records"):
        code = str(cells["asset_id"])
        if not code:
            slug, number = _slug(cells), 1
            code = slug
            while code in taken:
                number += 1
                code = f"{slug}-{number}"
            taken.add(code)
        made.append(f"{own.key}:{code}")
    return Series(made, index=rows.index, dtype="str")


def _slug(cells: Mapping[Hashable, object]) -> str:
    words = f"{cells['name']} {cells['postcode']}".casefold()
    return re.sub(r"[^a-z0-9]+", "-", words).strip("-") or "row"

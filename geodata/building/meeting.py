"""Where two lists name one service: what each says is kept, and one row stands for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
from pandas import DataFrame

from geodata.log import BuildLog
from geodata.offers import SEPARATOR, parts_of

AGES = ("age_from", "age_to")  # a limit that the report does not print is not known
REPORTED = (
    *("provider", "provider_type", "commissioner", "audience", "level_prevention"),
    *("level_healthy_child", "statutory", "expertise", "delivery", "use", "limits"),
    *("status", "status_date", "source_part", "checked"),
)
OF_ONE = ("capacity", "capacity_unit", "capacity_date")  # not of each of several doors
PLACED = ("easting_m", "northing_m", "precision_m", "district", "across_border", "postcode")


def join_held(rows: DataFrame, log: BuildLog) -> DataFrame:
    """Join what reports say to the services that other lists hold, by `held_as`.

    Where the held service is of the same kind, it is the same thing: its door stays where its own
    list has it, and the report says the rest. Of another kind, the offer is found at its door.

    Parameters
    ----------
    rows
        Services indexed by `asset_id`.
    """
    if "held_as" not in rows.columns:
        return rows
    rows = rows.copy()
    joined: list[str] = []
    for key, row in rows[rows["held_as"].map(bool) & rows["held_as"].notna()].iterrows():
        held = [each for each in parts_of(row["held_as"]) if each in rows.index]
        alike = [each for each in held if rows.loc[each, "kind"] == row["kind"]]
        for each in alike:
            for column, value in _reported(rows.loc[each], row, is_one=len(alike) == 1):
                rows.loc[each, column] = value
        if alike:
            joined.append(str(key))
        elif held:
            for column in PLACED:
                rows.loc[[str(key)], column] = rows[column][held[0]]
            rows.loc[[str(key)], "parent_id"] = held[0]
        else:
            log.note(f"{row['name']}: not held as {row['held_as']}; it has no door here.")
    log.count("Offers of reports joined to services that other lists hold", len(joined))
    return rows.drop(index=joined)


def _reported(held: Any, row: Any, *, is_one: bool) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    """Yield what a report says of a held service, column by column."""
    for column in AGES:
        yield column, row[column]
    for column in (*REPORTED, *(OF_ONE if is_one else ())):
        if _is_said(row[column]):
            yield column, row[column]
    yield "inferred", row["inferred"]
    yield "note", " ".join(filter(_is_said, [held["note"], row["note"]]))
    sources = [held["source"], *parts_of(held["other_sources"]), row["source"]]
    others = dict.fromkeys(key for key in sources if key != held["source"])
    yield "other_sources", SEPARATOR.join(others)


def _is_said(value: Any) -> bool:  # noqa: ANN401
    return bool(pd.notna(value)) and value != ""

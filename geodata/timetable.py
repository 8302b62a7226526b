"""A pack's timetable as two tables: put together, taken apart, checked against the rest of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from pandas import DataFrame

from geodata.checking import REBUILD
from geodata.errors import Problem
from geodata.model import PackInfo, Timetable
from geodata.network import is_elsewhere
from geodata.schema import TIMETABLE_CONNECTIONS, TIMETABLE_STOPS

POINTS = tuple(
    f"{table}.{column}"
    for table in ("timetable_stops", "origins")
    for column in ("easting_m", "northing_m")
)
FILES = f"{TIMETABLE_STOPS.file}, {TIMETABLE_CONNECTIONS.file}"


def timetable_from_tables(tables: Mapping[str, DataFrame], info: PackInfo) -> Timetable | None:
    """Return the timetable that the two tables hold; None where a pack holds neither.

    Where only one is there, the other is taken to be empty, and the check of the pack says so.
    """
    held = [tables.get(table.name) for table in (TIMETABLE_STOPS, TIMETABLE_CONNECTIONS)]
    if all(rows is None for rows in held):
        return None
    stops, connections = (
        DataFrame({column.name: [] for column in table.columns}) if rows is None else rows
        for rows, table in zip(held, (TIMETABLE_STOPS, TIMETABLE_CONNECTIONS), strict=True)
    )
    source = info.sources.get(info.timetable_source)
    return Timetable(
        stops=stops,
        connections=connections,
        day=info.timetable_day,
        title=source.title if source else "",
    )


def timetable_tables(timetable: Timetable | None) -> dict[str, DataFrame]:
    """Return the tables of a pack's timetable by name; none where it holds none."""
    if timetable is None:
        return {}
    return {
        TIMETABLE_STOPS.name: timetable.stops,
        TIMETABLE_CONNECTIONS.name: timetable.connections,
    }


def find_timetable_problems(
    described: Mapping[str, Any], tables: Mapping[str, DataFrame], unusable: Collection[str]
) -> Iterator[Problem]:
    """Find rides that lead nowhere, run backwards, lie elsewhere, or come from nobody.

    Parameters
    ----------
    described
        `pack.toml` as plain tables.
    unusable
        Columns that cannot be gone by: "timetable_connections.trip".
    """
    pair = TIMETABLE_STOPS, TIMETABLE_CONNECTIONS
    held = [tables[table.name] for table in pair if table.name in tables]
    said = [described.get(key, "") for key in ("timetable_source", "timetable_day")]
    if {bool(text) for text in said} != {bool(held)}:
        shown = ", ".join(repr(str(text)[:60]) for text in said)
        yield Problem(
            where="pack.toml, timetable_source and timetable_day",
            found=f"{shown} and {'a timetable' if held else 'no timetable'}",
            expected="a source and a day where there is a timetable, and only there",
            fix="Name them, or restore timetable_stops and timetable_connections.",
        )
    if len(held) == 1 or any(rows.empty for rows in held):
        yield Problem(
            where=FILES,
            found="one without the other" if len(held) == 1 else "no rows in one of them",
            expected="both tables of a timetable, neither of them empty",
            fix=REBUILD,
        )
        return
    if not held:
        return
    stops, rides = held
    if not any(column.startswith(f"{TIMETABLE_CONNECTIONS.name}.") for column in unusable):
        yield from _wrong_rides(stops, rides)
    starts = tables.get("origins")
    if starts is not None and not set(unusable) & set(POINTS) and is_elsewhere(stops, starts):
        yield Problem(
            where=TIMETABLE_STOPS.file,
            found="stops in another part of the country",
            expected="stops around the pack’s starting points",
            fix="Build the pack with a timetable of its own area.",
        )


def _wrong_rides(stops: DataFrame, rides: DataFrame) -> Iterator[Problem]:
    count = len(stops)
    lost = (rides["from_stop"] >= count) | (rides["to_stop"] >= count)
    for wrong, expected in (
        (lost, f"stops that are rows of {TIMETABLE_STOPS.file}, 0 to {count - 1}"),
        (rides["arrive_s"] < rides["depart_s"], "rides that arrive no earlier than they leave"),
        (rides["depart_s"].diff() < 0, "rides in order of departure"),
    ):
        if wrong.any():
            yield Problem(
                where=f"{TIMETABLE_CONNECTIONS.file}, row {wrong.to_numpy().argmax()}",
                found=f"{int(wrong.sum())} rides that are otherwise",
                expected=expected,
                fix=REBUILD,
            )

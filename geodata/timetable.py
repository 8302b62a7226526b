"""A pack's timetable as two tables: put together, taken apart, checked against the rest of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pandas import DataFrame

from geodata.checking import REBUILD
from geodata.errors import Problem
from geodata.model import Pack, PackInfo, Timetable
from geodata.network import is_elsewhere
from geodata.schema import TIMETABLE_CONNECTIONS, TIMETABLE_STOPS

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


def find_timetable_problems(pack: Pack) -> Iterator[Problem]:
    """Find rides that lead nowhere, run backwards, lie elsewhere, or come from nobody."""
    timetable, info = pack.timetable, pack.info
    said = bool(info.timetable_source), bool(info.timetable_day)
    if set(said) != {timetable is not None}:
        held = "no timetable" if timetable is None else "a timetable"
        yield Problem(
            where="pack.toml, timetable_source and timetable_day",
            found=f"{info.timetable_source!r}, {info.timetable_day!r} and {held}",
            expected="a source and a day where there is a timetable, and only there",
            fix="Name them, or restore timetable_stops and timetable_connections.",
        )
    if timetable is None:
        return
    if timetable.stops.empty or timetable.connections.empty:
        yield Problem(
            where=FILES,
            found=f"{len(timetable.stops):,} stops and {len(timetable.connections):,} rides",
            expected="both tables of a timetable, neither of them empty",
            fix=REBUILD,
        )
        return
    yield from _wrong_rides(timetable)
    if not pack.origins.empty and is_elsewhere(timetable.stops, pack.origins):
        yield Problem(
            where=TIMETABLE_STOPS.file,
            found="stops in another part of the country",
            expected="stops around the pack’s starting points",
            fix="Build the pack with a timetable of its own area.",
        )


def _wrong_rides(timetable: Timetable) -> Iterator[Problem]:
    rides, count = timetable.connections, len(timetable.stops)
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

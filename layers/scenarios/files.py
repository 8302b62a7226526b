"""A scenario as a file to keep and to send, and back, through a reader that takes nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from geodata.errors import DataError, Problem
from layers.scenarios.changes import (
    LARGEST_CAPACITY,
    LONGEST_NAME,
    MOST_CHANGES,
    Add,
    Change,
    Close,
    Move,
    Scenario,
    Step,
)
from layers.spots import Spot

MARK: Final = "know-your-patch-scenario"
VERSION: Final = 1
MOST_BYTES = 100_000
LONGEST_TEXT = 200
FARTHEST_M = 10_000_000

Fields = Mapping[str, type | tuple[type, ...]]
NUMBER = (int, float)
KEYS: dict[str, tuple[Fields, Fields]] = {
    "close": ({"asset": str}, {}),
    "add": ({"kind": str, "age_from": int, "age_to": int, "at": dict}, {}),
    "move": ({"asset": str, "at": dict}, {}),
    "change": ({"asset": str}, {"age_from": int, "age_to": int, "opening": str, "capacity": int}),
}
"""What each change must say, and what it may."""
SPOTS: tuple[Fields, ...] = (
    {"area": str},
    {"asset": str},
    {"easting_m": NUMBER, "northing_m": NUMBER},
)
WORDS = {str: "text", int: "a whole number", dict: "a group of its own", NUMBER: "a number"}


def scenario_json(scenario: Scenario, pack_key: str) -> str:
    """Say a scenario as JSON to keep; `pack_key` tells which pack it was made for."""
    said = {
        "file": MARK,
        "version": VERSION,
        "pack": pack_key,
        "name": scenario.name,
        "changes": [_said(step) for step in scenario.steps],
    }
    return json.dumps(said, indent=2, ensure_ascii=False) + "\n"


def parse_scenario(content: bytes, name: str = "the file") -> Scenario:
    """Read a scenario out of the bytes of a file.

    Parameters
    ----------
    name
        The file's, for messages.

    Raises
    ------
    DataError
        It is another kind of file, or some of it cannot be used; every fault is said.
    """
    if len(content) > MOST_BYTES:
        raise DataError(_fault(name, f"{len(content):,} bytes", f"at most {MOST_BYTES:,}"))
    try:
        said = json.loads(content.decode("utf-8-sig"), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise DataError(_fault(name, "a file that is not JSON", "a scenario's file")) from error
    if not isinstance(said, dict) or said.get("file") != MARK:
        found = "a file of something else"
        raise DataError(_fault(name, found, f'a file that says "file": "{MARK}"'))
    problems = list(_file_faults(said, name))
    if problems:
        raise DataError(problems)
    steps = tuple(_step(each) for each in said["changes"])
    return Scenario(steps=steps).called(said.get("name", ""))


def _said(step: Step) -> dict[str, Any]:
    if isinstance(step, Close):
        return {"do": "close", "asset": step.asset_id}
    if isinstance(step, Add):
        ages = {"age_from": step.age_from, "age_to": step.age_to}
        return {"do": "add", "kind": step.kind, **ages, "at": _said_spot(step.spot)}
    if isinstance(step, Move):
        return {"do": "move", "asset": step.asset_id, "at": _said_spot(step.spot)}
    changed = {
        "age_from": step.age_from,
        "age_to": step.age_to,
        "opening": step.opening,
        "capacity": None if step.capacity is None else int(step.capacity),
    }
    given = {key: value for key, value in changed.items() if value is not None}
    return {"do": "change", "asset": step.asset_id, **given}


def _said_spot(spot: Spot) -> dict[str, Any]:
    if spot.of == "point":
        return {"easting_m": round(spot.easting_m), "northing_m": round(spot.northing_m)}
    return {spot.of: spot.id}


def _step(said: Mapping[str, Any]) -> Step:
    if said["do"] == "close":
        return Close(asset_id=said["asset"])
    if said["do"] == "add":
        spot = _spot(said["at"])
        return Add(spot=spot, kind=said["kind"], age_from=said["age_from"], age_to=said["age_to"])
    if said["do"] == "move":
        return Move(asset_id=said["asset"], spot=_spot(said["at"]))
    changed = {key: said.get(key) for key in KEYS["change"][1]}
    return Change(asset_id=said["asset"], **changed)


def _spot(said: Mapping[str, Any]) -> Spot:
    if "area" in said:
        return Spot(of="area", id=said["area"])
    if "asset" in said:
        return Spot(of="asset", id=said["asset"])
    return Spot(
        of="point", easting_m=float(said["easting_m"]), northing_m=float(said["northing_m"])
    )


def _file_faults(said: Mapping[str, Any], name: str) -> Iterator[Problem]:
    needed: Fields = {"file": str, "version": int, "changes": list}
    yield from _field_faults(said, needed, {"name": str, "pack": str}, name)
    if said.get("version") not in (VERSION, None):
        yield _fault(f"{name}, version", repr(said["version"])[:60], str(VERSION))
    if len(str(said.get("name", ""))) > LONGEST_NAME:
        yield _fault(f"{name}, name", "a long name", f"at most {LONGEST_NAME} characters")
    changes = said.get("changes")
    if not isinstance(changes, list):
        return
    if len(changes) > MOST_CHANGES:
        yield _fault(f"{name}, changes", f"{len(changes)} of them", f"at most {MOST_CHANGES}")
    for number, change in enumerate(changes[:MOST_CHANGES], start=1):
        yield from _change_faults(change, f"{name}, change {number}")


def _change_faults(change: object, where: str) -> Iterator[Problem]:
    if not isinstance(change, dict) or change.get("do") not in KEYS:
        yield _fault(where, repr(change)[:60], 'a change whose "do" is one of ' + ", ".join(KEYS))
        return
    needed, optional = KEYS[change["do"]]
    yield from _field_faults(change, {"do": str, **needed}, optional, where)
    spot = change.get("at")
    if isinstance(spot, dict):
        fields = next((each for each in SPOTS if set(each) == set(spot)), None)
        if fields is None:
            expected = "an area, an asset, or an easting_m and a northing_m"
            yield _fault(f"{where}, at", ", ".join(map(repr, spot))[:60] or "nothing", expected)
        else:
            yield from _field_faults(spot, fields, {}, f"{where}, at")


def _field_faults(
    said: Mapping[str, Any], needed: Fields, optional: Fields, where: str
) -> Iterator[Problem]:
    known = {**needed, **optional}
    for key in needed:
        if key not in said:
            yield _fault(where, f"no {key!r}", _kind_words(needed[key]))
    for key, value in said.items():
        if key not in known:
            yield _fault(where, f"{str(key)[:60]!r}", "one of " + ", ".join(known))
        elif not _is_kind(value, known[key]):
            yield _fault(f"{where}, {key}", repr(value)[:60], _kind_words(known[key]))


def _is_kind(value: object, kind: type | tuple[type, ...]) -> bool:
    if isinstance(value, bool) or not isinstance(value, kind):
        return False
    if isinstance(value, str):
        return len(value) <= LONGEST_TEXT and value.isprintable()
    if isinstance(value, int | float):
        return 0 <= value <= (FARTHEST_M if kind == NUMBER else LARGEST_CAPACITY)
    return True


def _kind_words(kind: type | tuple[type, ...]) -> str:
    return WORDS.get(kind, "a list")


def _refuse(constant: str) -> float:
    raise ValueError(constant)


def _fault(where: str, found: str, expected: str) -> Problem:
    return Problem(
        where=where, found=found, expected=expected, fix="Take the scenario away again, or mend it."
    )

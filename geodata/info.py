"""`pack.toml`: read into a checked PackInfo, and written back."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from geodata.errors import PackError, Problem
from geodata.loose_ends import find_loose_ends
from geodata.model import SCHEMA_VERSION, Disclosure, PackInfo
from geodata.pathway import ORGANISATIONS, STAGES
from geodata.validation import validate
from geodata.written import write_file

KEYED = ("sources", "services", "place_kinds", STAGES, ORGANISATIONS)  # tables of tables
SECTIONS = ("people", "defaults")  # tables that every pack has
KEY = re.compile(r"[A-Za-z0-9_-]{1,80}")
LONGEST_SAID = 200  # characters of what a parser says
ALWAYS_SAID = ("threshold", "round_to", "least_people", "least_areas")
ONLY_IF_HELD = ("network_source", "timetable_source", "timetable_day", STAGES, ORGANISATIONS)


def read_info(path: Path) -> PackInfo:
    """Read a `pack.toml`.

    Raises
    ------
    PackError
        Every fault in it: not TOML, a section or key missing, unknown or of the wrong kind.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise PackError(no_description(str(path))) from error
    return parse_info(parse_toml(content, path.name), path.name)


def no_description(where: str) -> Problem:
    """Return the problem of a pack without its description."""
    return Problem(
        where=where,
        found="no such file",
        expected="the description of a pack",
        fix="Check the folder’s name, or build the pack: python -m geodata build.",
    )


def parse_toml(content: bytes, name: str) -> dict[str, Any]:
    """Return what a TOML file says as plain tables; raises PackError where it is none."""
    try:
        return tomllib.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:  # a number or a nesting without end, too
        raise PackError(
            Problem(
                where=name,
                found=f"text that is not TOML ({error})"[:LONGEST_SAID],
                expected="a TOML file",
                fix="Correct that line, or build the pack again.",
            )
        ) from error


def refuse_other_editions(raw: Mapping[str, Any], where: str) -> None:
    """Refuse a pack of another edition before its details: they may well have changed."""
    version = raw.get("schema_version")
    if isinstance(version, int) and version != SCHEMA_VERSION:
        raise PackError(
            Problem(
                where=f"{where}, schema_version",
                found=str(version),
                expected=str(SCHEMA_VERSION),
                fix="Build the pack again with this version of Know Your Patch: "
                "python -m geodata build.",
            )
        )


def parse_info(raw: Mapping[str, Any], where: str = "pack.toml") -> PackInfo:
    """Return what a `pack.toml` describes; raises PackError with every problem."""
    refuse_other_editions(raw, where)
    problems: list[Problem] = []
    whole = {"disclosure": {}, **raw}
    for section in KEYED:
        whole[section] = with_keys(raw.get(section, {}), f"{where}, {section}", problems)
    absent = [section for section in SECTIONS if section not in raw]
    problems += [
        Problem(
            where=f"{where}, {section}",
            found="nothing",
            expected=f"a [{section}] table",
            fix="Add it; see docs/packs.md.",
        )
        for section in absent
    ]
    info, faults = validate(PackInfo, whole, partial(place_in, where))
    problems += [fault for fault in faults if fault.found not in map(_no_key, absent)]
    problems.extend(find_loose_ends(raw, where))
    if problems or info is None:
        raise PackError(problems)
    return info


def _no_key(section: str) -> str:
    return f"no {section!r}"


def place_in(where: str, path: tuple[str, ...]) -> str:
    """Name a table of a TOML file: "pack.toml, services.libraries"."""
    return f"{where}, " + (".".join(path) or "the top of the file")


def with_keys(raw: object, where: str, problems: list[Problem]) -> object:
    """Return a table of tables, each row with the key that it stands under as its `key`."""
    if not isinstance(raw, Mapping):
        return raw
    problems += [
        Problem(
            where=f"{where}.{key}",
            found="an unknown key 'key'",
            expected="a known one",
            fix="Remove or rename it.",
        )
        for key, row in raw.items()
        if isinstance(row, Mapping) and "key" in row
    ]
    problems += [
        Problem(
            where=where,
            found=f"the key {key[:LONGEST_SAID]!r}",
            expected="letters, digits, hyphens and underscores, 80 at most: it stands in addresses",
            fix="Give it another key, and name it so wherever it is named.",
        )
        for key in map(str, raw)
        if not KEY.fullmatch(key)
    ]
    return {
        key: {**row, "key": key} if isinstance(row, Mapping) else row for key, row in raw.items()
    }


def describe_info(info: PackInfo) -> dict[str, Any]:
    """Return a PackInfo as plain values; a key of something the pack does not hold is left out.

    So a pack without streets, or a timetable, is written and hashed as before packs could hold any.
    """
    raw = asdict(info)
    raw["disclosure"] = _said_rules(raw["disclosure"])
    return {key: value for key, value in raw.items() if value or key not in ONLY_IF_HELD}


def _said_rules(disclosure: dict[str, Any]) -> dict[str, Any]:
    """Return rules of disclosure without what they leave to the default."""
    usual = asdict(Disclosure())
    said = {
        key: value for key, value in disclosure.items() if value != usual[key] or key in ALWAYS_SAID
    }
    for key, rule in said.get("rules", {}).items():
        said["rules"][key] = {name: each for name, each in rule.items() if each is not None}
    return said


def write_info(info: PackInfo, path: Path) -> None:
    """Write a PackInfo as a TOML file."""
    write_file(path, info_as_toml(info))


def info_as_toml(info: PackInfo) -> str:
    """Return a PackInfo as TOML, in the order of its fields."""
    raw = describe_info(info)
    lines = [
        f"{key} = {_toml(raw.pop(key))}" for key in list(raw) if not isinstance(raw[key], dict)
    ]
    for section, body in raw.items():
        if all(isinstance(value, dict) for value in body.values()) and body:
            for key, row in body.items():
                lines += _section(f"{section}.{_toml(key)}", row, skip="key")
        else:
            inside = {key: value for key, value in body.items() if isinstance(value, dict)}
            lines += _section(section, {k: v for k, v in body.items() if k not in inside})
            for name, rows in inside.items():
                for key, row in rows.items():
                    lines += _section(f"{section}.{name}.{_toml(key)}", row)
    return "\n".join(lines) + "\n"


def _section(heading: str, row: Mapping[str, Any], skip: str = "") -> list[str]:
    body = [f"{key} = {_toml(value)}" for key, value in row.items() if key != skip]
    return ["", f"[{heading}]", *body]


def _toml(value: object) -> str:
    # JSON's strings, integers and booleans are TOML's too, once DEL is escaped.
    return json.dumps(
        list(value) if isinstance(value, tuple) else value, ensure_ascii=False
    ).replace("\x7f", "\\u007f")

"""`pack.toml`: read into a checked PackInfo, and written back."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, asdict, fields
from pathlib import Path
from typing import Any, TypeVar, get_args

from geodata.errors import PackError, Problem
from geodata.model import (
    SCHEMA_VERSION,
    Declared,
    Defaults,
    Disclosure,
    Form,
    Mode,
    PackInfo,
    People,
    PlaceKind,
    Service,
    Source,
    Standing,
    Worse,
)

T = TypeVar("T")

CHOICES: dict[tuple[type, str], tuple[str, ...]] = {
    (Service, "mode"): get_args(Mode),
    (Declared, "form"): get_args(Form),
    (Declared, "worse_when"): get_args(Worse),
    (People, "standing"): get_args(Standing),
    (PlaceKind, "boundary"): ("official", "working", "illustrative"),
}
KINDS = {"str": str, "int": int, "bool": bool}
ONLY_IF_HELD = ("network_source", "timetable_source", "timetable_day")


def read_info(path: Path) -> PackInfo:
    """Read a `pack.toml`.

    Raises
    ------
    PackError
        Every fault in it: not TOML, a section or key missing, unknown or of the wrong kind.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise PackError(
            Problem(
                where=str(path),
                found="no such file",
                expected="the description of a pack",
                fix="Check the folder's name, or build the pack: python -m geodata build.",
            )
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PackError(
            Problem(
                where=path.name,
                found=f"text that is not TOML ({error})",
                expected="a TOML file",
                fix="Correct that line, or build the pack again.",
            )
        ) from error
    return parse_info(raw, path.name)


def _refuse_other_editions(raw: Mapping[str, Any], where: str) -> None:
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
    """Turn the content of a `pack.toml` into a PackInfo; raises PackError with every fault."""
    _refuse_other_editions(raw, where)
    problems: list[Problem] = []
    reader = ModelReader(where, problems)
    sections = {
        "sources": reader.keyed(Source, raw.get("sources", {})),
        "services": reader.keyed(Service, raw.get("services", {})),
        "place_kinds": reader.keyed(PlaceKind, raw.get("place_kinds", {})),
        "people": reader.one(People, raw.get("people"), "people"),
        "defaults": reader.one(Defaults, raw.get("defaults"), "defaults"),
        "disclosure": reader.one(Disclosure, raw.get("disclosure", {}), "disclosure"),
    }
    rest = {key: value for key, value in raw.items() if key not in sections}
    info = reader.one(PackInfo, rest | sections, "the top of the file")
    if isinstance(info, PackInfo) and not problems:
        problems.extend(_loose_ends(info, where))
    if problems or not isinstance(info, PackInfo):
        raise PackError(problems)
    return info


class ModelReader:
    """Builds the model's values from plain tables, gathering every fault on the way."""

    def __init__(self, where: str, problems: list[Problem]) -> None:
        self.where = where
        self.problems = problems

    def keyed(self, kind: type[T], raw: object) -> dict[str, T]:
        """Build a value for each row of a table of tables, by its key."""
        if not isinstance(raw, dict):
            self._fault(kind.__name__, repr(raw), "a table", "Write it as [sources.key].")
            return {}
        made = {key: self.one(kind, {"key": key, **row}, key) for key, row in raw.items()}
        return {key: value for key, value in made.items() if value is not None}

    def one(self, kind: type[T], raw: object, name: str) -> T | None:
        """Build one value; None, and its problems kept, where it cannot be."""
        if not isinstance(raw, dict):
            self._fault(name, "nothing", f"a [{name}] table", "Add it; see docs/packs.md.")
            return None
        before = len(self.problems)
        known = {f.name: f for f in fields(kind)}  # type: ignore[arg-type]
        for key in raw.keys() - known.keys():
            self._fault(name, f"an unknown key {key!r}", "a known one", "Remove or rename it.")
        values: dict[str, Any] = {}
        for key, spec in known.items():
            if key in raw:
                values[key] = self._value(kind, key, str(spec.type), raw[key], name)
            elif spec.default is MISSING and spec.default_factory is MISSING:
                self._fault(name, f"no {key!r}", "a value", "Add it; see docs/packs.md.")
        return kind(**values) if len(self.problems) == before else None

    def _value(self, kind: type, key: str, annotation: str, value: object, name: str) -> object:
        plain = KINDS.get(annotation)
        right = plain is None or type(value) is plain
        if annotation == "tuple[str, ...]":
            right = isinstance(value, list) and all(isinstance(v, str) for v in value)
            value = tuple(value) if isinstance(value, list) else value
        choices = CHOICES.get((kind, key), ())
        if choices and value not in choices:
            self._fault(name, f"{key} = {value!r}", "one of " + ", ".join(choices), "Correct it.")
        elif not right:
            self._fault(name, f"{key} = {value!r}", f"a value of type {annotation}", "Correct it.")
        return value

    def _fault(self, name: str, found: str, expected: str, fix: str) -> None:
        self.problems.append(
            Problem(where=f"{self.where}, {name}", found=found, expected=expected, fix=fix)
        )


def _loose_ends(info: PackInfo, where: str) -> list[Problem]:
    named = {
        "area_source": info.area_source,
        "origin_source": info.origin_source,
        "people.source": info.people.source,
        **{f"place_kinds.{k}.source": v.source for k, v in info.place_kinds.items()},
    }
    optional = ("network_source", "timetable_source")
    named |= {name: getattr(info, name) for name in optional if getattr(info, name)}
    problems = [
        Problem(
            where=f"{where}, {name}",
            found=f"an unknown source {source!r}",
            expected="one of " + ", ".join(info.sources),
            fix="Describe it under [sources].",
        )
        for name, source in named.items()
        if source not in info.sources
    ]
    for name, key, known in (
        ("defaults.service", info.defaults.service, info.services),
        ("defaults.place_kind", info.defaults.place_kind, info.place_kinds),
    ):
        if key not in known:
            problems.append(
                Problem(
                    where=f"{where}, {name}",
                    found=repr(key),
                    expected="one of " + ", ".join(known),
                    fix="Name one that the pack has.",
                )
            )
    problems += [
        Problem(
            where=f"{where}, services.{service.key}.rural",
            found=repr(service.rural),
            expected='a way to travel and minutes, as in "drive-15", or nothing',
            fix="Correct it, or leave it out.",
        )
        for service in info.services.values()
        if not re.fullmatch(r"((walk|drive)-[1-9][0-9]{0,2})?", service.rural)
    ]
    return problems


def describe_info(info: PackInfo) -> dict[str, Any]:
    """Give a PackInfo as plain values; a key of something the pack does not hold is left out.

    So a pack without streets, or a timetable, is written and hashed as before packs could hold any.
    """
    raw = asdict(info)
    return {key: value for key, value in raw.items() if value or key not in ONLY_IF_HELD}


def write_info(info: PackInfo, path: Path) -> None:
    """Write a PackInfo as TOML, in the order of its fields."""
    raw = describe_info(info)
    lines = [
        f"{key} = {_toml(raw.pop(key))}" for key in list(raw) if not isinstance(raw[key], dict)
    ]
    for section, body in raw.items():
        if all(isinstance(value, dict) for value in body.values()) and body:
            for key, row in body.items():
                lines += _section(f"{section}.{_toml(key)}", row, skip="key")
        else:
            lines += _section(section, body)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _section(heading: str, row: Mapping[str, Any], skip: str = "") -> list[str]:
    body = [f"{key} = {_toml(value)}" for key, value in row.items() if key != skip]
    return ["", f"[{heading}]", *body]


def _toml(value: object) -> str:
    # JSON's strings, integers and booleans are TOML's too, once DEL is escaped.
    return json.dumps(
        list(value) if isinstance(value, tuple) else value, ensure_ascii=False
    ).replace("\x7f", "\\u007f")

"""What a recipe writes of people's own files: `[own.<key>]`, and what places are made from."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import partial

from geodata.errors import Problem
from geodata.model import ALLOWED_PER
from geodata.own.file import OwnFile, WrittenOwn
from geodata.own.headings import KNOWN
from geodata.sources.record import RawFile
from geodata.validation import validate

PLACE_WORDS = ("made_from", "sheet", "layer", "crs", "columns")
ROLES = {"services": "own_services", "figures": "own_figures"}
KEY = re.compile(r"[A-Za-z0-9_-]{1,60}")
FIX = "Correct the recipe; see docs/packs.md."


def take_own(
    rows: object, where: str, strays: Callable[[str], bool], problems: list[Problem]
) -> dict[str, RawFile]:
    """Return the services and figures of somebody's own that a recipe names, by `own.<key>`."""
    if not isinstance(rows, Mapping):
        problems.append(_problem(f"{where}, own", repr(rows), "a table"))
        return {}
    files: dict[str, RawFile] = {}
    for key, row in rows.items():
        place = f"{where}, own.{key}"
        if not KEY.fullmatch(str(key)):
            problems.append(_problem(place, f"a key {key!r}", "letters, digits, hyphens and _"))
            continue
        written, faults = validate(WrittenOwn, row, partial(_below, place))
        problems += faults
        if written is None:
            continue
        if strays(written.path):
            expected = "a path below the recipe’s folder"
            problems.append(_problem(place, f"path = {written.path!r}", expected))
        own = OwnFile(
            key=key, **{each.name: getattr(written, each.name) for each in fields(written)}
        )
        problems += _faults(own, place)
        files[own.raw_key] = RawFile(
            role=ROLES[own.gives], paths=(own.path,), source=own.source, own=own
        )
    return files


def _faults(own: OwnFile, where: str) -> list[Problem]:
    """Find names that mean nothing, and measures that cannot be what they say."""
    known = KNOWN[own.gives]
    problems = [
        _problem(f"{where}.{table}", f"an unknown name {name!r}", "one of " + ", ".join(known))
        for table, names in (("columns", own.columns), ("defaults", own.defaults))
        for name in names
        if name not in known
    ]
    if own.gives == "figures" and not own.indicators:
        problems.append(_problem(where, "no indicators", f"one or more under {where}.indicators"))
    for key, measure in own.indicators.items():
        allowed = ALLOWED_PER[measure.form]
        if measure.per not in allowed:
            expected = f"a {measure.form} per " + " or ".join(f"{per:,}" for per in allowed)
            problems.append(_problem(f"{where}.indicators.{key}", f"per = {measure.per}", expected))
    return problems


def take_own_places(
    kinds: object, ways: tuple[str, ...], where: str, problems: list[Problem]
) -> dict[str, OwnFile]:
    """Return the kinds of place that are made from a table or a map of somebody's own.

    A plain table of wards has these headings too, and is read by them.
    """
    found: dict[str, OwnFile] = {}
    if not isinstance(kinds, Mapping):
        return found
    for key, row in kinds.items():
        made_from = row.get("made_from") if isinstance(row, Mapping) else None
        if not isinstance(made_from, str) or made_from in ways or "." not in made_from:
            continue
        said = {name: row[name] for name in PLACE_WORDS[1:] if name in row}
        raw = {"gives": "services", "path": made_from, "source": str(row.get("source", "")), **said}
        written, faults = validate(WrittenOwn, raw, partial(_below, f"{where}, place_kinds.{key}"))
        problems += faults
        if written is None:
            continue
        own = OwnFile(
            key=f"places.{key}",
            gives="places",
            path=made_from,
            source=written.source,
            sheet=written.sheet,
            layer=written.layer,
            crs=written.crs,
            columns=written.columns,
        )
        problems += _faults(own, f"{where}, place_kinds.{key}")
        found[str(key)] = own
    return found


def without_words(kinds: object) -> object:
    """Return what a recipe says of kinds of place, without how files of their own are read."""
    if not isinstance(kinds, Mapping):
        return kinds
    return {
        key: {name: value for name, value in row.items() if name not in PLACE_WORDS[1:]}
        if isinstance(row, Mapping)
        else row
        for key, row in kinds.items()
    }


def _below(where: str, path: tuple[str, ...]) -> str:
    return ".".join([where, *path])


def _problem(where: str, found: str, expected: str) -> Problem:
    return Problem(where=where, found=found, expected=expected, fix=FIX)

"""What the types of `pack.toml` cannot say: names that lead nowhere, ages the wrong way round.

It goes by the plain tables of the file, so that these faults are told beside those of its types.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from geodata.errors import Problem
from geodata.model import LONGEST_LIMIT_MIN
from geodata.pathway import NEEDED, find_pathway_faults

LONGEST_TEXT = 10_000
SHOWN_CHARACTERS = 60
NAMED_SOURCES = ("area_source", "origin_source", "network_source", "timetable_source")
NEEDED_TEXT = {
    "sources": ("title", "publisher", "licence", "attribution", "period"),
    "services": ("label", "singular"),
    "place_kinds": ("label", "plural"),
    **NEEDED,
}
"""Texts of a section's rows that pages show, and cannot do without."""


def find_loose_ends(raw: Mapping[str, Any], where: str) -> Iterator[Problem]:
    """Find what is of the right type and yet cannot be used."""
    for problems in (
        _unknown_sources(raw),
        _unknown_defaults(raw),
        _ages(raw),
        _rural(raw),
        _descriptions(raw),
        find_pathway_faults(raw),
        _texts(raw, ""),
    ):
        for at, found, expected, fix in problems:
            yield Problem(where=f"{where}, {at}", found=found, expected=expected, fix=fix)


Said = tuple[str, str, str, str]


def _shown(value: object) -> str:
    return repr(value)[:SHOWN_CHARACTERS]


def _table(raw: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = raw.get(key)
    return found if isinstance(found, Mapping) else {}


def _rows(raw: Mapping[str, Any], section: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for key, row in _table(raw, section).items():
        if isinstance(row, Mapping):
            yield key, row


def _unknown_sources(raw: Mapping[str, Any]) -> Iterator[Said]:
    known = raw.get("sources", {})
    if not isinstance(known, Mapping):
        return
    named = {name: raw.get(name) for name in NAMED_SOURCES}
    named["people.source"] = _table(raw, "people").get("source")
    named |= {f"place_kinds.{k}.source": row.get("source") for k, row in _rows(raw, "place_kinds")}
    optional = NAMED_SOURCES[2:]
    for name, source in named.items():
        if isinstance(source, str) and source not in known and (source or name not in optional):
            expected = "one of " + ", ".join(known)
            fix = "Describe it under [sources]."
            yield name, f"an unknown source {_shown(source)}", expected, fix


def _unknown_defaults(raw: Mapping[str, Any]) -> Iterator[Said]:
    for name, section in (("service", "services"), ("place_kind", "place_kinds")):
        key, known = _table(raw, "defaults").get(name), raw.get(section, {})
        if isinstance(key, str) and isinstance(known, Mapping) and key not in known:
            expected = "one of " + ", ".join(known)
            yield f"defaults.{name}", _shown(key), expected, "Name one that the pack has."


def _ages(raw: Mapping[str, Any]) -> Iterator[Said]:
    rows = {f"services.{key}": row for key, row in _rows(raw, "services")}
    for name, row in (rows | {"defaults": _table(raw, "defaults")}).items():
        youngest, oldest = row.get("age_from"), row.get("age_to")
        if type(youngest) is type(oldest) is int and youngest > oldest:
            found = f"ages from {youngest} to {oldest}"
            yield name, found, "age_from no higher than age_to", "Correct one of them."


def _rural(raw: Mapping[str, Any]) -> Iterator[Said]:
    for key, row in _rows(raw, "services"):
        text = row.get("rural", "")
        if not isinstance(text, str) or not text:
            continue
        told = re.fullmatch(r"(walk|drive)-([1-9][0-9]{0,2})", text)
        if told is None or int(told[2]) > LONGEST_LIMIT_MIN:
            expected = (
                'a way to travel (walk or drive) and minutes, as in "drive-15", '
                f"at most {LONGEST_LIMIT_MIN}; or nothing"
            )
            fix = "Correct it, or leave it out."
            yield f"services.{key}.rural", _shown(text), expected, fix


def _descriptions(raw: Mapping[str, Any]) -> Iterator[Said]:
    for section, needed in NEEDED_TEXT.items():
        for key, row in _rows(raw, section):
            for name in needed:
                if isinstance(row.get(name), str) and not row[name].strip():
                    said = f"{section}.{key}.{name}"
                    yield said, "nothing", "something to read", "Fill it in."
    for key, row in _rows(raw, "sources"):
        url = row.get("url", "")
        if isinstance(url, str) and not re.fullmatch(r"(https?://[^\s<>\"]+)?", url):
            expected = "an address that begins with https:// or http://, or nothing"
            yield f"sources.{key}.url", _shown(url), expected, "Correct it, or leave it out."
    for key, row in _rows(raw, "services"):
        kinds = row.get("kinds")
        if isinstance(kinds, list) and not all(str(kind).strip() for kind in kinds or [""]):
            fix = "Name a kind of asset."
            yield f"services.{key}.kinds", _shown(kinds), "at least one, none of them blank", fix


def _texts(value: object, path: str) -> Iterator[Said]:
    """Find text, at any depth, that no page could show."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            at = f"{path}.{key}".removeprefix(".")[:SHOWN_CHARACTERS].replace("\0", "␀")
            yield from _texts(str(key), at)
            if not str(key).strip():
                yield at, "a key that is blank", "a name", "Name it."
            yield from _texts(inner, at)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner, path)
    elif isinstance(value, str):
        if "\0" in value:
            yield path, "text with a NUL in it", "text that people can read", "Remove it."
        if len(value) > LONGEST_TEXT:
            expected = f"at most {LONGEST_TEXT:,} characters"
            yield path, f"{len(value):,} characters", expected, "Shorten it."

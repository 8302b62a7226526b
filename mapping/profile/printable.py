"""What every printed side does to its words: sources in a line, long words broken, names cut."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from geodata.model import Source
from mapping.profile.typefaces import settable

ADDRESS = re.compile(r"(?:https?://|/)[a-z][^\s]*\?[^\s]*")
PARTS_OF_ADDRESS = re.compile(r"(?<=[&?=_/-])(?=[^&?=_/-])|(?<=%..)(?=%)")
LONG_WORD = re.compile(r"\S{25,}")
MAY_BREAK = "\u200b"
MOST_SAID = 600  # characters of any text, where names have to be cut as well
LONGEST_AT_FOOT = 60
ILLUSTRATIVE = "Illustrative: not real neighbourhoods"


def beginning(name: str) -> str:
    """Return a name as the foot of a page has room for it."""
    return name if len(name) <= LONGEST_AT_FOOT else f"{name[:LONGEST_AT_FOOT].rstrip()}…"


def source_line(source: Source) -> str:
    """Return a source with its terms; what the attribution says already is not said twice."""
    parts = [f"{source.title}, {source.period}"]
    parts += [p for p in (source.publisher, source.licence) if p not in source.attribution]
    return ". ".join([*parts, source.attribution.removeprefix("Source: ")])


def drawable_data(value: Any, shortened: Mapping[str, str]) -> Any:  # noqa: ANN401
    """Make every string in the data one that can be set: see `mapping.profile.typefaces.settable`.

    Names are cut as told, and a word that no column would hold may be broken anywhere.
    """
    if isinstance(value, str):
        for name, short in shortened.items():
            value = value.replace(name, short)
        cut = value[:MOST_SAID] if shortened else value
        return LONG_WORD.sub(_broken, settable(cut))
    if isinstance(value, dict):
        return {key: drawable_data(part, shortened) for key, part in value.items()}
    if isinstance(value, list):
        return [drawable_data(part, shortened) for part in value]
    return value


def _broken(word: re.Match[str]) -> str:
    """Return a long word that may be broken anywhere; an address, between its parts."""
    return parted(word[0]) if ADDRESS.fullmatch(word[0]) else MAY_BREAK.join(word[0])


def parted(address: str) -> str:
    """Return an address that may be broken between its parts, or after 25 letters of one."""
    parts = (
        part[at : at + 25]
        for part in PARTS_OF_ADDRESS.split(address)
        for at in range(0, len(part), 25)
    )
    return MAY_BREAK.join(parts)

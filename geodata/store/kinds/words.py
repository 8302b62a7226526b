"""What the fields of bodies are made of: bounded text, dates and ids, strictly read."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Final

from pydantic import AfterValidator, ConfigDict, Field

STRICT: Final = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)
"""How every body is read: no word that its kind does not know, nothing turned into another type."""

LONGEST_KEY: Final = 300
LONGEST_LINE: Final = 1_000
LONGEST_WORDS: Final = 20_000
LONGEST_ADDRESS: Final = 100_000
LONGEST_RECIPE: Final = 1_500_000  # an outline drawn corner by corner
FARTHEST_EAST, FARTHEST_NORTH = 180.0, 90.0

_SPOT = re.compile(r"(-?\d{1,2}(?:\.\d{1,7})?),(-?\d{1,3}(?:\.\d{1,7})?)", re.ASCII)


def _date(text: str) -> str:
    if text and (date.fromisoformat(text).isoformat() != text):
        msg = "a date as 2026-11-22"
        raise ValueError(msg)
    return text


def _spot(text: str) -> str:
    found = _SPOT.fullmatch(text)
    msg = "latitude and longitude, as 52.66612,0.15990"
    if text and found is None:
        raise ValueError(msg)
    if found and (abs(float(found[1])) > FARTHEST_NORTH or abs(float(found[2])) > FARTHEST_EAST):
        raise ValueError(msg)
    return text


Key = Annotated[str, Field(max_length=LONGEST_KEY)]
"""An id of a pack, of a record, or a key of an indicator."""

Line = Annotated[str, Field(max_length=LONGEST_LINE)]
"""A sentence or a name."""

Words = Annotated[str, Field(max_length=LONGEST_WORDS)]
"""What somebody typed, line breaks and all."""

Address = Annotated[str, Field(max_length=LONGEST_ADDRESS)]
"""What stands after the question mark of a page's address."""

Recipe = Annotated[str, Field(max_length=LONGEST_RECIPE)]
"""A place of one's own, as in a page's address."""

Day = Annotated[str, AfterValidator(_date)]
"""A date as 2026-11-22; "" where there is none."""

Spot = Annotated[str, AfterValidator(_spot)]
"""Latitude and longitude (WGS84) as 52.66612,0.15990; "" where there is none."""

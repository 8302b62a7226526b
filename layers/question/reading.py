"""How the text of a setting is read and written: plain signs alone, the same at every edge.

A number is written in one way only: digits, with no sign, space, exponent or zero before it.
"""

from __future__ import annotations

import math
import re

_WHOLE = "(?:0|[1-9][0-9]{0,8})"


def read_number(text: str) -> float:
    """Read a plain decimal number."""
    if not re.fullmatch(rf"{_WHOLE}(\.[0-9]{{1,17}})?", text):
        raise ValueError(text)
    return float(text)


def read_whole(text: str) -> int:
    """Read a whole number, written as one or as 20.0."""
    number = read_number(text)
    if number != math.floor(number):
        raise ValueError(text)
    return int(number)


def write_number(value: float) -> str:
    """Write a number so that it reads back the same."""
    return str(int(value)) if value == int(value) else repr(float(value))


def read_ages(text: str) -> tuple[int, int]:
    """Read "0-4", or "2" for one year of age."""
    found = re.fullmatch(rf"({_WHOLE})(?:-({_WHOLE}))?", text)
    if found is None:
        raise ValueError(text)
    return int(found[1]), int(found[2] or found[1])


def write_ages(ages: tuple[int, int]) -> str:
    """Write ages so that they read back the same."""
    return f"{ages[0]}-{ages[1]}"


def read_border(text: str) -> bool:
    """Read whether what is across the border counts: "with" it, or "without"."""
    known = {"with": True, "without": False}
    if text not in known:
        raise ValueError(text)
    return known[text]


def write_border(counts: bool) -> str:  # noqa: FBT001
    """Write whether what is across the border counts."""
    return "with" if counts else "without"

"""References to the National Grid: "TL 123 456" is a square of 100 metres."""

from __future__ import annotations

import re

LETTERS = "ABCDEFGHJKLMNOPQRSTUVWXYZ"  # without I
SQUARE_M = 100_000
MOST_DIGITS = 5


def from_grid_reference(written: str) -> tuple[float, float] | None:
    """Return the middle of the square that a reference names, in metres; None for what is none."""
    found = re.fullmatch(r"([A-HJ-Z]{2})((?:\d\d){1,5})", re.sub(r"\s+", "", written.upper()))
    if found is None:
        return None
    first, second = (LETTERS.index(letter) for letter in found[1])
    east = ((first - 2) % 5) * 5 + second % 5
    north = 19 - (first // 5) * 5 - second // 5
    half = len(found[2]) // 2
    side = 10 ** (MOST_DIGITS - half)
    middle = side / 2 if half < MOST_DIGITS else 0.0
    return (
        east * SQUARE_M + int(found[2][:half]) * side + middle,
        north * SQUARE_M + int(found[2][half:]) * side + middle,
    )

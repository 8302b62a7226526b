"""The symbols of doors that are drawn by their corners: in files and in pictures alike.

`mapping/component/canvas.js` holds the same corners; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mapping.map.values import Shape

MARK_WORDS: Final[dict[int, str]] = {
    1: "a bar beneath",
    2: "a ring around",
    3: "a square around",
}
"""The marks by which the times that one service is laid are told apart, by their numbers."""
MARK_SVG: Final[dict[int, str]] = {
    1: '<path class="mark" d="M4 27h16"/>',
    2: '<circle class="mark" cx="12" cy="12" r="12.2"/>',
    3: '<path class="mark" d="M0 0h24v24h-24z"/>',
}
"""Each mark in the box of 24 that symbols are drawn in, or a little beyond it."""

Corner = tuple[float, float]
MIDDLE, HALF = 12.0, 8.0  # of the box of 24 that symbols are drawn in

CORNERS: Final[dict[Shape, tuple[Corner, ...]]] = {
    "down": ((-1.02, -0.78), (1.02, -0.78), (0, 1.05)),
    "house": ((0, -1.15), (1.05, -0.15), (0.7, -0.15), (0.7, 0.95), (-0.7, 0.95), (-0.7, -0.15),
              (-1.05, -0.15)),
    "saltire": ((-0.95, -0.5), (-0.5, -0.95), (0, -0.45), (0.5, -0.95), (0.95, -0.5), (0.45, 0),
                (0.95, 0.5), (0.5, 0.95), (0, 0.45), (-0.5, 0.95), (-0.95, 0.5), (-0.45, 0)),
    "hourglass": ((-0.95, -1), (0.95, -1), (0.28, 0), (0.95, 1), (-0.95, 1), (-0.28, 0)),
    "dome": ((-1.15, 0.6), (-1.06, 0.05), (-0.81, -0.34), (-0.44, -0.6), (0, -0.7), (0.44, -0.6),
             (0.81, -0.34), (1.06, 0.05), (1.15, 0.6)),
    "bar": ((-1.2, -0.5), (1.2, -0.5), (1.2, 0.5), (-1.2, 0.5)),
}  # fmt: skip
"""Corners in a square from -1 to 1, y downwards, as on a screen."""


def corners_path(corners: Sequence[Corner]) -> str:
    """Return corners as the path of an SVG in a box of 24."""
    points = (f"{MIDDLE + HALF * x:g} {MIDDLE + HALF * y:g}" for x, y in corners)
    return f"M{'L'.join(points)}z"

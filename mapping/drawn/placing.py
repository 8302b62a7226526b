"""Where names find room on a picture: the same rule as the browser's, `component/placing.js`."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, counted from the top left."""

CLEAR: Final = 4.0  # between a spot and a name beside it
STEP: Final = 14.0  # from one ring of tries to the next
RINGS: Final = 7
LED_BEYOND: Final = 6.0  # further from its spot than beside it, from which a line leads there
WAYS: Final = ((0, -1), (0, 1), (1, 0), (-1, 0), (1, -1), (-1, -1), (1, 1), (-1, 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A name that wants room, in pixels of a screen.

    Attributes
    ----------
    x, y
        Where it belongs.
    half, tall
        Half its width and half its height.
    clear
        How far from that spot it stands when it is moved beside it.
    led
        Whether it may stand far off, led there by a line, and rather upon a symbol than nowhere,
        upon as few as can be.
    """

    x: float
    y: float
    half: float
    tall: float
    clear: float = CLEAR
    led: bool = False

    def box(self, x: float, y: float) -> Box:
        """Return what it takes with its middle at a point."""
        return (x - self.half, y - self.tall, x + self.half, y + self.tall)


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """The middle of a name where it found room, and whether a line leads there."""

    x: float
    y: float
    is_led: bool


def find_room(
    names: Sequence[Wanted], taken: list[Box], symbols: Sequence[Box], frame: Box
) -> list[Room | None]:
    """Find room for names, the first ones first.

    Each stands at its spot, else beside it, else it is led there by a line.

    Parameters
    ----------
    taken
        Where none may stand; where these find room is added to it.
    symbols
        Where none may stand that has room elsewhere.
    frame
        What is in sight; a name whose spot is stays within it.

    Returns
    -------
    rooms
        None where a name finds no room.
    """
    found: list[Room | None] = []
    for name in names:
        room = _room_of(name, taken, symbols, frame)
        if room is not None:
            taken.append(name.box(room.x, room.y))
        found.append(room)
    return found


def _room_of(name: Wanted, taken: Sequence[Box], symbols: Sequence[Box], frame: Box) -> Room | None:
    """Return the first of the tries that lie upon the fewest symbols, and upon no name."""
    fewest, found = math.inf if name.led else 1, None
    left, top, right, bottom = frame
    is_seen = left < name.x < right and top < name.y < bottom
    for across, down in _tries(name):
        x, y = name.x + across, name.y + down
        if is_seen:
            x = max(min(x, right - name.half), left + name.half)
            y = max(min(y, bottom - name.tall), top + name.tall)
        box = name.box(x, y)
        if not all(_are_apart(box, other) for other in taken):
            continue
        under = sum(not _are_apart(box, other) for other in symbols)
        if under < fewest:
            is_led = _away_from(box, name) >= name.clear + LED_BEYOND
            fewest, found = under, Room(x=x, y=y, is_led=is_led)
        if not under:
            break
    return found


def _tries(name: Wanted) -> Iterator[tuple[float, float]]:
    """Yield how far from its spot a name is tried, the nearest first."""
    yield 0.0, 0.0
    for ring in range(RINGS + 1 if name.led else 1):
        off = name.clear + ring * STEP
        for across, down in WAYS:
            yield across * (name.half + off), down * (name.tall + off)


def _away_from(box: Box, spot: Wanted) -> float:
    """Return how far a spot is from a box, the longer way of across and down."""
    left, top, right, bottom = box
    return max(left - spot.x, spot.x - right, top - spot.y, spot.y - bottom, 0.0)


def _are_apart(a: Box, b: Box) -> bool:
    return a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]

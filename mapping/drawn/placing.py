"""Where names find room on a picture: the same rule as the browser's, `component/placing.js`."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, counted from the top left."""
Spot = tuple[float, float]

CLEAR: Final = 4.0  # between a spot and a name beside it
STEP: Final = 14.0  # from one ring of tries to the next
RINGS: Final = 2
OUTSIDE: Final = 0.5  # symbols that it is worth to stand inside an outline,
OUTSIDE_ON_SYMBOLS: Final = 2.0  # and where it lies on some
ROW: Final = 8.0  # from one row of tries inside an outline to the next
COLUMN: Final = 16.0  # and within a row
INNER: Final = 0.6  # of its width and height that lies inside where a name does
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
    rings
        The outline of what it names, inside of which it is tried first.
    """

    x: float
    y: float
    half: float
    tall: float
    clear: float = CLEAR
    led: bool = False
    rings: Sequence[Sequence[Sequence[float]]] = ()

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
    """Return the first of the tries upon no name and the fewest symbols, inside rather than not."""
    least, found = math.inf if name.led else 1.0, None
    left, top, right, bottom = frame
    is_seen = left < name.x < right and top < name.y < bottom
    inside = list(spots_inside(name, frame))
    for at, (to_x, to_y) in enumerate([*inside, *_spots_beside(name)]):
        x, y = to_x, to_y
        if is_seen:
            x = max(min(x, right - name.half), left + name.half)
            y = max(min(y, bottom - name.tall), top + name.tall)
        box = name.box(x, y)
        if not all(_are_apart(box, other) for other in taken):
            continue
        under = sum(not _are_apart(box, other) for other in symbols)
        is_beside = at >= len(inside)
        cost = under + (0.0 if not is_beside else OUTSIDE_ON_SYMBOLS if under else OUTSIDE)
        if cost < least:
            is_far = _away_from(box, name) >= name.clear + LED_BEYOND
            least, found = cost, Room(x=x, y=y, is_led=is_beside and is_far)
        if not under:
            break
    return found


def _spots_beside(name: Wanted) -> Iterator[Spot]:
    """Yield where a name is tried about its spot, the nearest first."""
    yield name.x, name.y
    for ring in range(RINGS + 1 if name.led else 1):
        off = name.clear + ring * STEP
        for across, down in WAYS:
            yield name.x + across * (name.half + off), name.y + down * (name.tall + off)


def spots_inside(name: Wanted, frame: Box) -> list[Spot]:
    """Return where a name lies inside the outline of what it names and in sight, the nearest first.

    It does so where most of it does.
    """
    heights = [corner[1] for ring in name.rings for corner in ring]
    if not heights:
        return []
    left, top, right, bottom = frame
    highest, lowest = max(top, min(heights)), min(bottom, max(heights))
    first = math.ceil((highest + name.tall - name.y) / ROW)
    last = math.floor((lowest - name.tall - name.y) / ROW)
    spots = [
        (x, name.y + row * ROW)
        for row in range(first, last + 1)
        for x in _along(name, name.y + row * ROW, (left, right))
    ]
    return sorted(spots, key=lambda spot: (spot[0] - name.x) ** 2 + (spot[1] - name.y) ** 2)


def _along(name: Wanted, y: float, sight: Spot) -> Iterator[float]:
    """Yield where the middle of a name may be along a row, of each run the nearest first."""
    wide, high = name.half * INNER, name.tall * INNER
    runs = [(sight[0] + name.half - wide, sight[1] - name.half + wide)]
    for line in (y - high, y, y + high):
        runs = _in_both(runs, _runs_at(name.rings, line))
    for start, end in runs:
        west, east = start + wide, end - wide
        if west > east:
            continue
        middle = min(max(name.x, west), east)
        yield middle
        for step in range(1, int((middle - west) // COLUMN) + 1):
            yield middle - step * COLUMN
        for step in range(1, int((east - middle) // COLUMN) + 1):
            yield middle + step * COLUMN


def _runs_at(rings: Sequence[Sequence[Sequence[float]]], y: float) -> list[Spot]:
    """Return from where to where a line across is inside an outline."""
    crossed = sorted(
        x1 + (y - y1) / (y2 - y1) * (x2 - x1)
        for ring in rings
        for (x1, y1), (x2, y2) in zip([ring[-1], *ring[:-1]], ring, strict=True)
        if (y1 <= y) != (y2 <= y)
    )
    return list(zip(crossed[::2], crossed[1::2], strict=True))


def _in_both(runs: Sequence[Spot], others: Sequence[Spot]) -> list[Spot]:
    return [
        (max(start, begin), min(end, stop))
        for start, end in runs
        for begin, stop in others
        if max(start, begin) < min(end, stop)
    ]


def _away_from(box: Box, spot: Wanted) -> float:
    """Return how far a spot is from a box, the longer way of across and down."""
    left, top, right, bottom = box
    return max(left - spot.x, spot.x - right, top - spot.y, spot.y - bottom, 0.0)


def _are_apart(a: Box, b: Box) -> bool:
    return a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]

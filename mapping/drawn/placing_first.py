"""Room for names that a picture is never without: those of what it is about."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from mapping.drawn.placing import (
    COLUMN,
    LED_BEYOND,
    ROW,
    Box,
    Room,
    Spot,
    Wanted,
    find_room,
    nearest_of,
    spots_inside,
)

APART: Final = 4.0  # from one box along a line to the next
HALF: Final = 1.0  # of a line’s width, in pixels of a screen


def find_first(
    names: Sequence[Wanted], taken: list[Box], symbols: Sequence[Box], frame: Box
) -> list[Room]:
    """Find room for names before any other: each has one, with a line to it where it is far off.

    Parameters
    ----------
    taken
        Where none may stand; where these find room is added to it, and so are their lines.
    symbols
        Where none stands as long as there is room elsewhere.
    """
    rooms = []
    for name in names:
        [found] = find_room([name], taken, symbols, frame, is_far=True)
        if found is None:
            found = _anywhere(name, taken, symbols, frame)
            taken.append(name.box(found.x, found.y))
        taken.extend(_line(name, found))
        rooms.append(found)
    return rooms


def _anywhere(name: Wanted, taken: Sequence[Box], symbols: Sequence[Box], frame: Box) -> Room:
    """Return the nearest room in the frame; without any, where it covers the fewest symbols."""
    start = _start(name, frame)
    free = [
        spot
        for spot in _grid(name, frame)
        if all(_covered(name.box(*spot), other) == 0 for other in taken)
    ]
    if not free:
        return _room(name, _within(name, start, frame), start)

    def cost(spot: Spot) -> tuple[float, float]:
        box = name.box(*spot)
        return sum(_covered(box, other) for other in symbols), math.dist(spot, start)

    return _room(name, min(free, key=cost), start)


def _room(name: Wanted, at: Spot, start: Spot) -> Room:
    edge = nearest_of(name.box(*at), start)
    is_far = math.dist(edge, start) >= name.clear + LED_BEYOND
    return Room(x=at[0], y=at[1], start=start if is_far else None)


def _start(name: Wanted, frame: Box) -> Spot:
    """Return the spot that a line leads to: inside of what is named, as far as that is in sight."""
    dot = replace(name, half=HALF, tall=HALF)
    inside = spots_inside(dot, frame)
    return inside[0] if inside else _within(dot, (name.x, name.y), frame)


def _within(name: Wanted, spot: Spot, frame: Box) -> Spot:
    left, top, right, bottom = frame
    x = max(min(spot[0], right - name.half), left + name.half)
    return x, max(min(spot[1], bottom - name.tall), top + name.tall)


def _grid(name: Wanted, frame: Box) -> Iterator[Spot]:
    left, top, right, bottom = frame
    for row in range(int((bottom - top - 2 * name.tall) // ROW) + 1):
        for column in range(int((right - left - 2 * name.half) // COLUMN) + 1):
            yield left + name.half + column * COLUMN, top + name.tall + row * ROW


def _line(name: Wanted, room: Room) -> Iterator[Box]:
    """Yield what a line takes, so that no other name stands on it."""
    if room.start is None:
        return
    end = nearest_of(name.box(room.x, room.y), room.start)
    parts = max(math.ceil(math.dist(room.start, end) / APART), 1)
    for part in range(parts):
        x, y = (a + (b - a) * part / parts for a, b in zip(room.start, end, strict=True))
        yield (x - HALF, y - HALF, x + HALF, y + HALF)


def _covered(box: Box, other: Box) -> float:
    """Return how much of a box another covers, in square pixels."""
    across = min(box[2], other[2]) - max(box[0], other[0])
    down = min(box[3], other[3]) - max(box[1], other[1])
    return max(across, 0.0) * max(down, 0.0)

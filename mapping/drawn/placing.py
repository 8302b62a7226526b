"""Where names find room on a picture: the same rule as the browser's, `component/placing.js`."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, counted from the top left."""
Spot = tuple[float, float]

CLEAR: Final = 4.0  # between a spot and a name beside it
STEP: Final = 14.0  # from one ring of tries to the next
RINGS: Final = 2
ROW: Final = 8.0  # from one row of tries inside an outline to the next
COLUMN: Final = 16.0  # and within a row
INNER: Final = 0.8  # of its width and height that lies inside where a name does: two thirds of it
LONGEST: Final = 120.0  # that a line leads
ACROSS: Final = 48.0  # of it over the ground of other places: further, a name seems to be of theirs
FURTHER: Final = 5.0  # times as far, where there is room for it or no pointer to tell a place
SAMPLE: Final = 4.0  # from one point of a line to the next, where it is asked whose ground it is on
EDGE: Final = 4.0  # around what is in sight that a name may not come into from beyond
EMPTY: Final = 3.0  # between a name on empty ground and what is drawn
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
        Whether it may stand far off, led there by a line.
    rings
        The outline of what it names: it stands inside of it, or, led, where nothing that is named
        is drawn.
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
    """The middle of a name where it found room, and where the line that leads there begins."""

    x: float
    y: float
    start: Spot | None = None

    @property
    def is_led(self) -> bool:
        """Whether a line leads there."""
        return self.start is not None


class _Empty:
    """The ground where nothing that is named is drawn, row by row as it is asked for."""

    def __init__(self, names: Sequence[Wanted], frame: Box) -> None:
        self.names = names
        self.frame = frame
        self.last = math.floor((frame[3] - frame[1]) / ROW)
        self.rows: dict[int, list[Spot]] = {}

    def runs_along(self, row: int) -> list[Spot]:
        """Return from where to where a row is empty."""
        if row not in self.rows:
            left, top, right, _ = self.frame
            runs = [(left, right)]
            for name in self.names:
                drawn = _runs_at(name.rings, top + row * ROW)
                runs = _in_both(runs, _between(drawn)) if drawn else runs
            self.rows[row] = runs
        return self.rows[row]

    def across(self, name: Wanted, start: Spot, end: Spot) -> float:
        """Return how far a line to a name leads over the ground of other places."""
        long = math.dist(start, end)
        parts = math.ceil(long / SAMPLE)
        free: dict[int, list[Spot]] = {}  # its own ground and what is empty, by row
        over = 0
        for part in range(parts):
            share = (part + 0.5) / parts
            y = start[1] + share * (end[1] - start[1])
            row = math.floor((y - self.frame[1]) / ROW + 0.5)
            if row not in free:
                own = _runs_at(name.rings, self.frame[1] + row * ROW)
                free[row] = [*self.runs_along(row), *own]
            x = start[0] + share * (end[0] - start[0])
            over += not any(first <= x <= last for first, last in free[row])
        return over * long / parts if parts else 0.0

    def spots_for(self, name: Wanted, spot: Spot, longest: float) -> list[Spot]:
        """Return where a name has room within a line's length, the nearest to a spot first."""
        x, y = spot
        reach = math.ceil((name.tall + EMPTY) / ROW)
        spots: list[Spot] = []
        for row in range(reach, self.last - reach + 1):
            at = self.frame[1] + row * ROW
            if abs(at - y) > longest + name.tall:
                continue
            runs = self.runs_along(row)
            for off in range(1, reach + 1):
                for each in (row - off, row + off):
                    runs = _in_both(runs, self.runs_along(each))
            near = (x - longest - name.half, x + longest + name.half)
            for start, end in _in_both(runs, [near]):
                tries = _along(x, start + name.half + EMPTY, end - name.half - EMPTY)
                spots.extend((to, at) for to in tries)
        return _nearest_first(spots, x, y)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Finder:
    """Where names and lines are by now."""

    taken: list[Box]
    symbols: Sequence[Box]
    frame: Box
    empty: _Empty
    lines: list[tuple[Spot, Spot]]

    def is_free(self, box: Box) -> bool:
        return all(_are_apart(box, other) for other in (*self.taken, *self.symbols))

    def is_off_lines(self, box: Box) -> bool:
        return not any(_goes_through(a, b, box) for a, b in self.lines)

    def inside(self, name: Wanted) -> Room | None:
        """Return where a name stands inside its outline."""
        for x, y in spots_inside(name, self.frame):
            if self.is_free(name.box(x, y)):
                return Room(x=x, y=y)
        return None

    def led(self, name: Wanted, times: float = 1.0) -> Room | None:
        """Return where it stands on empty ground.

        The line that leads there is short, goes through no other name and over no other line, and
        hardly over the ground of another place: `times` as far as on a screen.
        """
        dot = replace(name, half=1.0, tall=1.0)
        free = (
            spot
            for spot in spots_inside(dot, self.frame)
            if all(_are_apart(dot.box(*spot), other) for other in self.taken)
        )
        start = next(free, None)
        if start is None:
            return None
        for x, y in self.empty.spots_for(name, start, times * LONGEST):
            box = name.box(x, y)
            if self.is_free(box) and self.is_line_free(name, start, box, times):
                self.lines.append((start, nearest_of(box, start)))
                return Room(x=x, y=y, start=start)
        return None

    def led_far(self, name: Wanted) -> Room | None:
        """Return where it stands on empty ground further off."""
        return self.led(name, FURTHER)

    def is_line_free(self, name: Wanted, start: Spot, box: Box, times: float) -> bool:
        end = nearest_of(box, start)
        if any(_goes_through(start, end, other) for other in self.taken):
            return False
        if any(_do_cross(a, b, start, end) or _goes_through(a, b, box) for a, b in self.lines):
            return False
        is_near = math.dist(start, end) <= times * LONGEST
        return is_near and self.empty.across(name, start, end) <= times * ACROSS

    def beside(self, name: Wanted) -> Room | None:
        """Return where it stands at its spot or beside it."""
        left, top, right, bottom = self.frame
        is_seen = left < name.x < right and top < name.y < bottom
        for to_x, to_y in _spots_beside(name):
            x, y = to_x, to_y
            if is_seen:
                x = max(min(x, right - name.half), left + name.half)
                y = max(min(y, bottom - name.tall), top + name.tall)
            box = name.box(x, y)
            if _is_cut(box, self.frame) or not self.is_free(box):
                continue
            if self.is_off_lines(box):
                is_far = _away_from(box, name) >= name.clear + LED_BEYOND
                return Room(x=x, y=y, start=(name.x, name.y) if is_far else None)
        return None


def find_room(
    names: Sequence[Wanted],
    taken: list[Box],
    symbols: Sequence[Box],
    frame: Box,
    *,
    is_far: bool = False,
    grounds: Sequence[Wanted] = (),
) -> list[Room | None]:
    """Find room for names, the first ones first.

    Those with an outline stand inside of it; then those of them that may be led find it on empty
    ground; then the others at their spots or beside them.

    Parameters
    ----------
    taken
        Where none may stand; where these find room is added to it.
    symbols
        Where none may stand, but lines may lead over them.
    frame
        What is in sight; a name whose spot is stays within it, and none is cut by its edge.
    is_far
        Whether names that find no room near may at the end be led further.
    grounds
        Names that have room already: what they name is no empty ground for others.

    Returns
    -------
    rooms
        None where a name finds no room.
    """
    outlined = [name for name in (*names, *grounds) if name.rings]
    empty = _Empty(outlined, frame)
    finder = _Finder(taken=taken, symbols=symbols, frame=frame, empty=empty, lines=[])
    rooms: list[Room | None] = [None] * len(names)
    ways: tuple[tuple[Callable[[Wanted], bool], Callable[[Wanted], Room | None]], ...] = (
        (lambda name: bool(name.rings), finder.inside),
        (lambda name: bool(name.rings) and name.led, finder.led),
        (lambda name: is_far and bool(name.rings) and name.led, finder.led_far),
        (lambda name: not name.rings, finder.beside),
    )
    for is_of, find in ways:
        for at, name in enumerate(names):
            if rooms[at] is None and is_of(name):
                room = rooms[at] = find(name)
                if room is not None:
                    taken.append(name.box(room.x, room.y))
    return rooms


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
        for x in _along_outline(name, name.y + row * ROW, (left, right))
    ]
    return _nearest_first(spots, name.x, name.y)


def _nearest_first(spots: list[Spot], x: float, y: float) -> list[Spot]:
    return sorted(spots, key=lambda spot: (spot[0] - x) ** 2 + (spot[1] - y) ** 2)


def _along_outline(name: Wanted, y: float, sight: Spot) -> Iterator[float]:
    """Yield where the middle of a name may be along a row, of each run the nearest first."""
    wide, high = name.half * INNER, name.tall * INNER
    runs = [(sight[0] + name.half - wide, sight[1] - name.half + wide)]
    for line in (y - high, y, y + high):
        runs = _in_both(runs, _runs_at(name.rings, line))
    for start, end in runs:
        yield from _along(name.x, start + wide, end - wide)


def _along(x: float, west: float, east: float) -> Iterator[float]:
    """Yield tries along a row, the nearest first to either side."""
    if west > east:
        return
    middle = min(max(x, west), east)
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


def _between(runs: Sequence[Spot]) -> list[Spot]:
    """Return what lies before, between and after them."""
    ends = [-math.inf, *(end for _, end in runs)]
    starts = [*(start for start, _ in runs), math.inf]
    return list(zip(ends, starts, strict=True))


def _in_both(runs: Sequence[Spot], others: Sequence[Spot]) -> list[Spot]:
    return [
        (max(start, begin), min(end, stop))
        for start, end in runs
        for begin, stop in others
        if max(start, begin) < min(end, stop)
    ]


def nearest_of(box: Box, spot: Spot) -> Spot:
    """Return the point of a box that is nearest to a spot."""
    left, top, right, bottom = box
    return max(left, min(spot[0], right)), max(top, min(spot[1], bottom))


def _goes_through(start: Spot, end: Spot, box: Box) -> bool:
    """Return whether a line goes through a box."""
    first, last = 0.0, 1.0  # of the line, the part within the box
    for at, to, low, high in zip(start, end, box[:2], box[2:], strict=True):
        step = to - at
        if step == 0:
            if at <= low or at >= high:
                return False
            continue
        a, b = (low - at) / step, (high - at) / step
        first, last = max(first, min(a, b)), min(last, max(a, b))
    return first < last


def _do_cross(a: Spot, b: Spot, c: Spot, d: Spot) -> bool:
    return _side(a, b, c) * _side(a, b, d) <= 0 and _side(c, d, a) * _side(c, d, b) <= 0


def _side(a: Spot, b: Spot, c: Spot) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _away_from(box: Box, spot: Wanted) -> float:
    """Return how far a spot is from a box, the longer way of across and down."""
    left, top, right, bottom = box
    return max(left - spot.x, spot.x - right, top - spot.y, spot.y - bottom, 0.0)


def _is_cut(box: Box, frame: Box) -> bool:
    """Return whether a box is seen in part."""
    left, top, right, bottom = frame
    is_whole = box[0] >= left and box[2] <= right and box[1] >= top and box[3] <= bottom
    sight = (left - EDGE, top - EDGE, right + EDGE, bottom + EDGE)
    return not is_whole and not _are_apart(box, sight)


def _are_apart(a: Box, b: Box) -> bool:
    return a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]

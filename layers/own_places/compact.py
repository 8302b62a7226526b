"""Outlines and lists of ids as few letters, all of which an address takes as they are.

Numbers are written five bits to a letter, the lowest first; a corner as its way from the one
before it. An outline is the number of its polygons, of each the number of its rings, of each ring
the number of its corners and then these.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import takewhile

from layers.own_places.recipes import Drawn, Ring, Spot

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
MORE, BITS = 32, 5
MOST_LETTERS = 8  # of one number
MOST_LON, MOST_LAT = 180 * 100_000, 90 * 100_000
LEAST_CORNERS = 3
BETWEEN, WHOLE = "_", "-"
_VALUES = {letter: value for value, letter in enumerate(LETTERS)}


def write_outline(drawn: Drawn) -> str:
    """Return an outline as letters."""
    return "".join(_number(value) for value in _outline_numbers(drawn))


def read_outline(text: str) -> Drawn:
    """Read an outline; raises ValueError for what is none, or has anything left over."""
    numbers = _numbers(text)
    try:
        here = (0, 0)
        polygons: list[tuple[Ring, ...]] = []
        for _ in range(next(numbers)):
            rings: list[Ring] = []
            for _ in range(next(numbers)):
                ring: list[Spot] = []
                for _ in range(next(numbers)):
                    here = _moved(here, next(numbers), next(numbers))
                    ring.append(here)
                rings.append(tuple(ring))
            polygons.append(tuple(rings))
    except StopIteration:
        raise ValueError(text) from None
    if next(numbers, None) is not None or not polygons or not all(polygons):
        raise ValueError(text)
    if any(len(ring) < LEAST_CORNERS for rings in polygons for ring in rings):
        raise ValueError(text)
    return Drawn(polygons=tuple(polygons))


def write_spot(spot: Spot) -> str:
    """Return a point as letters."""
    return "".join(_number(_zigzag(value)) for value in spot)


def read_spot(text: str) -> Spot:
    """Read a point; raises ValueError for what is none."""
    numbers = list(_numbers(text))
    if len(numbers) != len(("lon", "lat")):
        raise ValueError(text)
    return _moved((0, 0), *numbers)


def write_ids(ids: Iterable[str]) -> str:
    """Return ids in order, each after the first as what differs from the one before it.

    None of them may hold a "_" or begin with a "-": see `read_ids`.
    """
    parts, before = list[str](), ""
    for each in ids:
        pairs = zip(before, each, strict=False)
        tail = each[sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs)) :]
        alike = before and len(before) == len(each) and tail and not tail.startswith(WHOLE)
        parts.append(tail if alike else f"{WHOLE}{each}" if before else each)
        before = each
    return BETWEEN.join(parts)


def read_ids(text: str) -> tuple[str, ...]:
    """Read ids: one that begins with "-" is whole, another ends the one before it otherwise."""
    ids, before = list[str](), ""
    for part in text.split(BETWEEN):
        if not part or part == WHOLE:
            raise ValueError(text)
        if before and not part.startswith(WHOLE):
            if len(part) > len(before):
                raise ValueError(text)
            before = before[: len(before) - len(part)] + part
        else:
            before = part.removeprefix(WHOLE)
        ids.append(before)
    if len(set(ids)) < len(ids):
        raise ValueError(text)
    return tuple(ids)


def _outline_numbers(drawn: Drawn) -> Iterator[int]:
    lon, lat = 0, 0
    yield len(drawn.polygons)
    for rings in drawn.polygons:
        yield len(rings)
        for ring in rings:
            yield len(ring)
            for east, north in ring:
                yield _zigzag(east - lon)
                yield _zigzag(north - lat)
                lon, lat = east, north


def _zigzag(value: int) -> int:
    return 2 * value if value >= 0 else -2 * value - 1


def _moved(here: Spot, east: int, north: int) -> Spot:
    lon, lat = (
        before + (value >> 1 if value % 2 == 0 else -((value + 1) >> 1))
        for before, value in zip(here, (east, north), strict=True)
    )
    if abs(lon) > MOST_LON or abs(lat) > MOST_LAT:
        raise ValueError(f"{lon}, {lat}")
    return lon, lat


def _number(value: int) -> str:
    letters = ""
    while value >= MORE:
        letters += LETTERS[MORE + value % MORE]
        value //= MORE
    return letters + LETTERS[value]


def _numbers(text: str) -> Iterator[int]:
    value, shift = 0, 0
    for letter in text:
        if letter not in _VALUES or shift >= MOST_LETTERS * BITS:
            raise ValueError(text)
        part = _VALUES[letter]
        value += (part % MORE) << shift
        shift += BITS
        if part < MORE:
            yield value
            value, shift = 0, 0
    if shift:
        raise ValueError(text)

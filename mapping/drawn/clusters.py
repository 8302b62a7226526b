"""Which doors are drawn as one on a picture: the browser's rule, `component/clusters.js`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

SINGLE: Final = 7.0  # pixels: half the width of a symbol
LEAST: Final = 10.0  # of a disc with a number
MOST: Final = 16.0
CELL: Final = 2 * MOST


@dataclass(slots=True, kw_only=True)
class Group:
    """Doors drawn as one.

    Attributes
    ----------
    x, y
        Their middle, in pixels of a screen.
    count
        How many services they have in all.
    members
        Which doors they are.
    """

    x: float
    y: float
    count: int
    members: list[int] = field(default_factory=list)

    @property
    def size(self) -> float:
        """Half the width of what is drawn: a symbol for one service, a disc for several."""
        return min(LEAST + 2 * math.log10(self.count), MOST) if self.count > 1 else SINGLE


def groups_of(spots: Sequence[tuple[float, float, int]]) -> list[Group]:
    """Put together the doors whose symbols would lie on one another, until none does.

    Parameters
    ----------
    spots
        Across and down in pixels of a screen, and how many services each is the door of.

    Returns
    -------
    groups
        In the order of their first doors; every door is in one of them.
    """
    groups = [Group(x=x, y=y, count=count, members=[at]) for at, (x, y, count) in enumerate(spots)]
    while True:
        fewer = _merged_once(groups)
        if len(fewer) == len(groups):
            return groups
        groups = fewer


def _merged_once(groups: Sequence[Group]) -> list[Group]:
    squares: dict[tuple[int, int], list[Group]] = {}
    kept: list[Group] = []
    for group in groups:
        square = math.floor(group.x / CELL), math.floor(group.y / CELL)
        other = _near_to(group, squares, *square)
        if other is not None:
            _join(other, group)
            continue
        own = Group(x=group.x, y=group.y, count=group.count, members=list(group.members))
        kept.append(own)
        squares.setdefault(square, []).append(own)
    return kept


def _near_to(
    group: Group, squares: dict[tuple[int, int], list[Group]], column: int, row: int
) -> Group | None:
    for across in (column, column - 1, column + 1):
        for down in (row, row - 1, row + 1):
            for other in squares.get((across, down), ()):
                if math.hypot(group.x - other.x, group.y - other.y) < group.size + other.size:
                    return other
    return None


def _join(into: Group, other: Group) -> None:
    here, there = len(into.members), len(other.members)
    into.x = (into.x * here + other.x * there) / (here + there)
    into.y = (into.y * here + other.y * there) / (here + there)
    into.count += other.count
    into.members += other.members

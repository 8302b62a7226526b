"""A connection scan: every worthwhile journey by bus to a set of doors, in one pass.

Connections are taken from the last departure to the first (Dibbelt, Pajor, Strasser and Wagner,
"Connection Scan Algorithm", 2018). At each stop only departures that arrive earlier than all later
ones are kept, so that what is kept is every journey worth making.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
NEVER = float("inf")

Transfers = Sequence[Sequence[tuple[int, float]]]
Connection = tuple[int, int, float, float, int]  # from stop, to stop, depart, arrive, trip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Profiles:
    """Worthwhile departures of every stop, one stop after the other, the latest first.

    Attributes
    ----------
    start
        For each stop, where its departures begin; one more at the end.
    depart_s, arrive_s
        Seconds after midnight, from the stop and at the door.
    door
        Which door it leads to.
    """

    start: Ints
    depart_s: Floats
    arrive_s: Floats
    door: Ints


class _Stop:
    """The departures kept for one stop: the latest first, each arriving before those before it."""

    __slots__ = ("arrivals", "departures", "doors")

    def __init__(self) -> None:
        self.departures: list[float] = []  # negative, so that they rise
        self.arrivals: list[float] = []
        self.doors: list[int] = []

    def earliest(self, ready_s: float) -> tuple[float, int]:
        """Return the earliest arrival for people who are at the stop by then, and at which door."""
        at = bisect_right(self.departures, -ready_s) - 1
        return (self.arrivals[at], self.doors[at]) if at >= 0 else (NEVER, -1)

    def keep(self, depart_s: float, arrive_s: float, door: int) -> None:
        """Keep a departure, unless a later one arrives no later."""
        if not self.arrivals or arrive_s < self.arrivals[-1]:
            self.departures.append(-depart_s)
            self.arrivals.append(arrive_s)
            self.doors.append(door)


def scan(
    connections: Sequence[Connection],
    to_door: Sequence[tuple[float, int]],
    transfers: Transfers,
    end_s: float,
) -> Profiles:
    """Find every worthwhile journey from every stop to any door that is over by `end_s`.

    Parameters
    ----------
    connections
        In order of departure, and along a trip in the order of its stops.
    to_door
        For each stop, the seconds to walk to the nearest door, infinite if too far, and which.
    transfers
        For each stop, the stops that can be walked to, itself among them, and the seconds it takes
        to be ready to leave there.
    """
    stops = [_Stop() for _ in to_door]
    riding: dict[int, tuple[float, int]] = {}
    for from_stop, to_stop, depart_s, arrive_s, trip in reversed(connections):
        walk_s, door = to_door[to_stop]
        best, best_door = arrive_s + walk_s, door
        if trip in riding and riding[trip][0] < best:
            best, best_door = riding[trip]
        for other, ready_s in transfers[to_stop]:
            then, then_door = stops[other].earliest(arrive_s + ready_s)
            if then < best:
                best, best_door = then, then_door
        if best <= end_s:
            riding[trip] = (best, best_door)
            stops[from_stop].keep(depart_s, best, best_door)
    return _flatten(stops)


def _flatten(stops: Sequence[_Stop]) -> Profiles:
    lengths = [len(stop.arrivals) for stop in stops]
    return Profiles(
        start=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        depart_s=-np.array([d for stop in stops for d in stop.departures], dtype=float),
        arrive_s=np.array([a for stop in stops for a in stop.arrivals], dtype=float),
        door=np.array([d for stop in stops for d in stop.doors], dtype=np.int64),
    )


def shortest_rides(profiles: Profiles, stop: Ints, ready_s: Floats) -> tuple[Floats, Ints]:
    """Find the journey that takes least time, of those that leave a stop no earlier than asked.

    Parameters
    ----------
    stop, ready_s
        One of each for every question: which stop, and from when.

    Returns
    -------
    seconds, door
        From leaving the stop to standing at the door; infinite and -1 where there is none.
    """
    if not len(profiles.depart_s):
        return np.full(len(stop), np.inf), np.full(len(stop), -1)
    owner = np.repeat(np.arange(len(profiles.start) - 1), np.diff(profiles.start))
    best = _best_so_far(profiles.arrive_s - profiles.depart_s, owner)
    span = profiles.depart_s.max() + 1
    keys = owner * 2 * span + (span - profiles.depart_s)
    at = np.searchsorted(keys, stop * 2 * span + (span - np.minimum(ready_s, span)), "right") - 1
    found = at >= profiles.start[stop]
    row = np.where(found, best[np.maximum(at, 0)], 0)
    took = profiles.arrive_s[row] - profiles.depart_s[row]
    return np.where(found, took, np.inf), np.where(found, profiles.door[row], -1)


def _best_so_far(took: Floats, owner: Ints) -> Ints:
    """For each departure, the row of the quickest among it and those before it at its stop."""
    best = np.arange(len(took))
    for row in range(1, len(took)):
        if owner[row] == owner[row - 1] and took[best[row - 1]] <= took[row]:
            best[row] = best[row - 1]
    return best

"""The settlements of one district, found by where they are and by what they are called.

How near a settlement is felt to be is how far it is, weighed by its kind and by whether the ward is
named after it. Candidates come from a tree and are weighed one by one, so that an area costs what
is around it, and not what there is in the country.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame
from scipy.spatial import KDTree

# How much nearer a smaller kind of settlement must be before an area is named after it.
RELUCTANCE = {
    "Town": 0.7,
    "City": 0.7,
    "Suburban Area": 1.0,
    "Village": 1.0,
    "Other Settlement": 1.0,
    "Hamlet": 2.0,
}
WARD_AGREES = 0.6  # a settlement that the ward is named after counts as this much nearer
MARGIN = 1 + 1e-9  # more than rounding can move a distance by
JOINED = re.compile(r"\s*(?:&|,| and )\s*")

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]


def split_ward(ward: str) -> tuple[str, ...]:
    """Split the name of a ward into those of its settlements: "Over & Willingham"."""
    return tuple(part for part in JOINED.split(ward) if part)


@lru_cache(maxsize=100_000)
def is_of(name: str, part: str) -> bool:
    """Return whether a settlement's name and a part of a ward's name share whole words."""
    return bool(
        re.search(rf"\b{re.escape(part)}\b", name) or re.search(rf"\b{re.escape(name)}\b", part)
    )


class Gazetteer:
    """The settlements of a district, in their order; a row is a position in it."""

    def __init__(self, settlements: DataFrame) -> None:
        self.names: list[str] = [str(name) for name in settlements["name"]]
        self.kinds = settlements["type"].to_numpy(object)
        self.points = settlements[["easting_m", "northing_m"]].to_numpy(float)
        boxes = ["west_m", "south_m", "east_m", "north_m"]
        self._boxes = settlements[boxes].to_numpy(float)
        self._reluctance = settlements["type"].map(RELUCTANCE).to_numpy(float)
        self._text = "\n".join(self.names)
        self._agreed: dict[tuple[str, ...], bool] = {}
        self._by_name: dict[str, list[int]] = {}
        self._by_ending: dict[str, list[int]] = {}
        for row, name in enumerate(self.names):
            self._by_name.setdefault(name, []).append(row)
            words = name.split(" ")
            for start in range(1, len(words)):
                self._by_ending.setdefault(" ".join(words[start:]), []).append(row)

    def candidates(self, kinds: Sequence[str], points: Floats) -> list[Rows]:
        """Find, for each point, all settlements of some kinds that may be felt to be nearest."""
        rows = np.flatnonzero(np.isin(self.kinds, list(kinds)))
        if not len(rows):
            return [rows] * len(points)
        tree = KDTree(self.points[rows])
        nearest, _ = tree.query(points)
        weights = self._reluctance[rows]
        most = nearest * (weights.max() / (weights.min() * WARD_AGREES)) * MARGIN
        return [rows[near] for near in tree.query_ball_point(points, most, return_sorted=True)]

    def towns_around(self, point: Floats, rows: Rows) -> Rows:
        """Keep the settlements whose box holds a point."""
        west, south, east, north = self._boxes[rows].T
        inside = (west <= point[0]) & (east >= point[0]) & (south <= point[1]) & (north >= point[1])
        return np.asarray(rows[inside])

    def rows_of(self, kinds: Sequence[str]) -> Rows:
        """List the settlements of some kinds."""
        return np.flatnonzero(np.isin(self.kinds, list(kinds)))

    def metres(self, rows: Rows, point: Floats) -> Floats:
        """Measure how far settlements are."""
        steps = self.points[rows] - point
        return np.hypot(steps[:, 0], steps[:, 1])

    def felt(self, rows: Rows, point: Floats, parts: tuple[str, ...]) -> Floats:
        """Measure how far settlements are felt to be, with kind and ward weighed in."""
        agrees = [any(is_of(self.names[row], part) for part in parts) for row in rows]
        weighed = self.metres(rows, point) * self._reluctance[rows]
        return np.asarray(weighed * np.where(np.array(agrees, dtype=bool), WARD_AGREES, 1.0))

    def called(self, name: str) -> Rows:
        """List the settlements of a name."""
        return np.array(self._by_name.get(name, []), dtype=np.intp)

    def ending_in(self, name: str, kind: str) -> Rows:
        """List settlements of a kind called something and a name: "Upper Cambourne"."""
        rows = np.array(self._by_ending.get(name, []), dtype=np.intp)
        return np.asarray(rows[self.kinds[rows] == kind])

    def names_ward(self, parts: tuple[str, ...]) -> bool:
        """Return whether the ward is named after any settlement here, however far."""
        if parts not in self._agreed:
            self._agreed[parts] = any(map(self._names_part, parts))
        return self._agreed[parts]

    def _names_part(self, part: str) -> bool:
        if re.search(rf"\b{re.escape(part)}\b", self._text):
            return True
        return any(name in part and is_of(name, part) for name in self._by_name)

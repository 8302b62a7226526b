"""Which places of one's own get no sensitive figure: too small, or too little unlike another.

A figure of a place less the figure of another is a figure of what only one of them holds. So a
place that differs by too few people or areas from another, from a place that is published, or from
two of these added up or taken from one another, is treated as one that is itself too small. Only
the drawn place is: what is published stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray
from pandas import Index, Series
from scipy.sparse import csr_array, vstack

from geodata.disclosure import count_people
from geodata.model import Disclosure, Pack

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]
SAME = 1e-9
FEW = "too few people or areas are in it"
SLIVER = "it differs by too few people or areas from {}"
HOW = ((1.0, "{} and {} together"), (-1.0, "{} without {}"))


def find_guarded(pack: Pack, drawn: Mapping[str, Series]) -> dict[str, str]:
    """Find the drawn places that get no sensitive figure, and why in words.

    Parameters
    ----------
    pack
        With its published places alone. Where nothing of its areas is sensitive, nothing sensitive
        is ever given for a drawn place, and none is guarded.
    drawn
        How much (0–1) of each area's people each holds, by id.
    """
    if not any(each.sensitive and each.geography == "area" for each in pack.indicators.values()):
        return {}
    return guard_all(pack, drawn)


def guard_all(pack: Pack, drawn: Mapping[str, Series]) -> dict[str, str]:
    """Find the drawn places that would get no sensitive figure; see `find_guarded`."""
    disclosure = pack.info.disclosure
    rows = {key: _row(shares, pack.areas.index) for key, shares in drawn.items()}
    people = count_people(pack.areas).fillna(0.0).to_numpy(float)
    guarded = {key: FEW for key, held in rows.items() if _is_few(held, people, disclosure)}
    shown = {key: held for key, held in rows.items() if key not in guarded}
    others = _Others(pack, shown, people, disclosure)
    for key, held in shown.items():
        unlike = others.too_like(held, disclosure)
        if unlike:
            guarded[key] = SLIVER.format(unlike)
    return {key: guarded[key] for key in drawn if key in guarded}


class _Others:
    """Every place that has figures and that a drawn one may be compared with.

    Published places that are themselves too small have none.
    """

    def __init__(
        self, pack: Pack, shown: Mapping[str, Floats], people: Floats, disclosure: Disclosure
    ) -> None:
        ids, members = pack.places.index, pack.membership
        at = (
            ids.get_indexer(members["place_id"]),
            pack.areas.index.get_indexer(members["area_id"]),
        )
        shape = (len(ids), len(people))
        published = csr_array((members["share"].to_numpy(float), at), shape=shape)
        has_figures = np.flatnonzero(
            (published @ people >= disclosure.least_people)
            & (np.diff(published.indptr) >= disclosure.least_areas)
        )
        drawn = [csr_array(held[None, :]) for held in shown.values()]
        whole = csr_array(np.ones((1, len(people))))
        self.held = csr_array(vstack([published[has_figures], *drawn, whole]))
        self.by_area = self.held.tocsc()
        mine = ["another place of your own"] * len(drawn)
        names = pack.places["name"].iloc[has_figures]
        self.names: list[str] = [*map(str, names), *mine, pack.info.title]
        self.people = people
        self.sizes = np.asarray(self.held @ people)

    def too_like(self, held: Floats, disclosure: Disclosure) -> str:
        """Return which place, or which two, a drawn one is too little unlike; "" where none.

        What is the same tells nothing, and is left out.
        """
        touching = self._touching(held)
        gaps = {n: held - self._row(n) for n in touching}
        unlike = [n for n, gap in gaps.items() if (np.abs(gap) > SAME).any()]
        for n in unlike:
            if _is_few(gaps[n], self.people, disclosure):
                return str(self.names[n])
        same = {n for n in gaps if n not in unlike}
        for one in unlike:
            for sign, how in HOW:
                for other in self._near(gaps[one], sign, disclosure):
                    if other == one or other in same:
                        continue
                    left = gaps[one] - sign * self._row(other)
                    is_somebody = (np.abs(left) > SAME).any()
                    if is_somebody and _is_few(left, self.people, disclosure):
                        return str(how).format(self.names[one], self.names[other])
        return ""

    def _near(self, gap: Floats, sign: float, disclosure: Disclosure) -> Iterator[int]:
        """Find the places of about the size of a difference that hold any of where it is."""
        most = float(self.people.max(initial=0.0))
        room = max(float(disclosure.least_people), (disclosure.least_areas - 1) * most)
        wanted = sign * float(gap @ self.people)
        found = self._touching(gap)
        yield from (int(n) for n in found if abs(self.sizes[n] - wanted) <= room)

    def _touching(self, held: Floats) -> Rows:
        columns = np.flatnonzero(np.abs(held) > SAME)
        return np.unique(self.by_area[:, columns].nonzero()[0])

    def _row(self, n: int) -> Floats:
        begin, end = self.held.indptr[n : n + 2]
        row = np.zeros(len(self.people))
        row[self.held.indices[begin:end]] = self.held.data[begin:end]
        return row


def _is_few(held: Floats, people: Floats, disclosure: Disclosure) -> bool:
    """Return whether so few people or areas are in what a place, or a difference, holds."""
    some = np.abs(held) > SAME
    count = float(np.abs(held) @ people)
    return count < disclosure.least_people or int(some.sum()) < disclosure.least_areas


def _row(shares: Series, areas: Index) -> Floats:
    return shares.reindex(areas).fillna(0.0).to_numpy(float)

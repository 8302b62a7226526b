"""Linked tables: cells, what anybody knows of each, and the sums that link them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One count, published or not.

    Attributes
    ----------
    shown
        The least and the most that its published figure leaves open: the same number twice of an
        exact one, the ends of the interval of a rounded one; None where it is not published.
    lower, upper
        What anybody knows of it all the same.
    weight
        What is lost by suppressing it.
    width
        How far apart the least and the most that can be worked out for it must be, once it is
        suppressed; 0 of what needs no protection.
    stays
        Whether it is never suppressed: none at all is shown.
    """

    key: str
    shown: tuple[float, float] | None
    lower: float = 0.0
    upper: float = np.inf
    weight: float = 1.0
    width: float = 0.0
    stays: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A total that is the sum of its parts, by the keys of their cells."""

    total: str
    parts: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """All that it names, the total first."""
        return (self.total, *self.parts)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LinkedTables:
    """Cells and the sums that link them, column by column.

    Attributes
    ----------
    keys, lower, upper, shown_lower, shown_upper, is_shown, weight, width, stays
        One for each cell, as `Cell` describes them. Of a cell that was never published, the shown
        ends are those that anybody knows.
    sums
        One row for each relation: 1 of its total, -1 of each part; each row times the cells is 0.
    """

    keys: tuple[str, ...]
    lower: Numbers
    upper: Numbers
    shown_lower: Numbers
    shown_upper: Numbers
    is_shown: Flags
    weight: Numbers
    width: Numbers
    stays: Flags
    sums: csr_array

    @classmethod
    def of(cls, cells: Sequence[Cell], relations: Iterable[Relation]) -> LinkedTables:
        """Return the tables of cells and relations.

        Raises
        ------
        ValueError
            Two cells have one key, a relation names none, or a published figure is impossible.
        """
        at = {cell.key: place for place, cell in enumerate(cells)}
        if len(at) < len(cells):
            msg = "two cells have the same key"
            raise ValueError(msg)
        shown = [cell.shown or (cell.lower, cell.upper) for cell in cells]
        lower = np.array([cell.lower for cell in cells], dtype=float)
        upper = np.array([cell.upper for cell in cells], dtype=float)
        ends = np.array(shown, dtype=float).reshape(-1, 2)
        if bool(((ends[:, 0] > ends[:, 1]) | (ends[:, 0] < lower) | (ends[:, 1] > upper)).any()):
            msg = "a published figure lies outside of what is known of its cell"
            raise ValueError(msg)
        return cls(
            keys=tuple(at),
            lower=lower,
            upper=upper,
            shown_lower=ends[:, 0],
            shown_upper=ends[:, 1],
            is_shown=np.array([cell.shown is not None for cell in cells], dtype=bool),
            weight=np.array([cell.weight for cell in cells], dtype=float),
            width=np.array([cell.width for cell in cells], dtype=float),
            stays=np.array([cell.stays for cell in cells], dtype=bool),
            sums=sums_of(list(relations), at),
        )

    @property
    def suppressed(self) -> Places:
        """Which cells are not published and need a range."""
        return np.flatnonzero(~self.is_shown & (self.width > 0))

    @property
    def may_go(self) -> Flags:
        """Which published cells may be suppressed too."""
        return self.is_shown & ~self.stays

    def known(self) -> tuple[Numbers, Numbers]:
        """Return the least and the most of each cell, before any sum is looked at."""
        lower = np.where(self.is_shown, self.shown_lower, self.lower)
        return lower, np.where(self.is_shown, self.shown_upper, self.upper)

    def without(self, places: Places | list[int]) -> LinkedTables:
        """Return the same tables with further cells suppressed."""
        is_shown = self.is_shown.copy()
        is_shown[places] = False
        return replace(self, is_shown=is_shown)

    def stated(self) -> tuple[object, ...]:
        """Return all that the tables state, but for the names of cells, to tell whether two are."""
        ends = (self.lower, self.upper, self.shown_lower, self.shown_upper, self.weight, self.width)
        sums = (self.sums.indptr, self.sums.indices, self.sums.data)
        flags = (self.is_shown, self.stays)
        return (self.sums.shape, *(each.tobytes() for each in (*ends, *flags, *sums)))

    def part(self, places: Places) -> LinkedTables:
        """Return some of the cells alone, with the sums that are of them."""
        rows = np.unique(self.sums[:, places].nonzero()[0])
        return LinkedTables(
            keys=tuple(self.keys[place] for place in places),
            lower=self.lower[places],
            upper=self.upper[places],
            shown_lower=self.shown_lower[places],
            shown_upper=self.shown_upper[places],
            is_shown=self.is_shown[places],
            weight=self.weight[places],
            width=self.width[places],
            stays=self.stays[places],
            sums=csr_array(self.sums[rows][:, places]),
        )


def blocks(tables: LinkedTables) -> Iterator[Places]:
    """Find the groups of cells that sums link, each in order; no group tells of another."""
    count, (row, cell) = len(tables.keys), tables.sums.nonzero()
    every = count + tables.sums.shape[0]  # sums stand beside the cells that they touch
    touches = csr_array((np.ones(len(row)), (cell, count + row)), shape=(every, every))
    group = connected_components(touches, directed=False)[1][:count]
    order = np.argsort(group, kind="stable")
    yield from np.split(order, np.flatnonzero(np.diff(group[order])) + 1) if count else ()


def sums_of(relations: Sequence[Relation], at: Mapping[str, int]) -> csr_array:
    """Return one row for each relation, one column for each cell; `at` says which.

    Raises
    ------
    ValueError
        A relation names no cell.
    """
    rows, columns, signs = [], [], []
    for row, relation in enumerate(relations):
        named = relation.names
        unknown = [key for key in named if key not in at]
        if unknown:
            msg = f"a relation names no cell: {unknown[0]!r}"
            raise ValueError(msg)
        rows += [row] * len(named)
        columns += [at[key] for key in named]
        signs += [1.0] + [-1.0] * len(relation.parts)
    return csr_array((signs, (rows, columns)), shape=(len(relations), len(at)))

"""What each candidate site is worth to each group of people: all that siting needs to know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Worth:
    """What each of a number of candidates is worth to each of a number of groups of people.

    A set of sites is worth to a group as much as the best of them, and in all the sum over the
    groups. Children within a limit and minutes saved are both of this shape.

    Attributes
    ----------
    groups, candidates
        How many there are of each.
    group, candidate, value
        One entry for each pair with a value above 0, sorted by candidate, then by group.
    starts
        Where each candidate's entries start, and where the last one's end.
    floor
        For each group, the most that a candidate without an entry may be worth to it: 0, unless
        the least valuable entries were left out to save room.
    """

    groups: int
    candidates: int
    group: Ints
    candidate: Ints
    value: Floats
    starts: Ints
    floor: Floats

    def column(self, candidate: int) -> tuple[Ints, Floats]:
        """Return the groups that a candidate is worth something to, and what."""
        part = slice(self.starts[candidate], self.starts[candidate + 1])
        return self.group[part], self.value[part]

    def sums(self, values: Floats) -> Floats:
        """Add up one figure for each entry, by candidate."""
        sums: Floats = np.bincount(self.candidate, values, minlength=self.candidates).astype(float)
        return sums

    def without(self, left_out: Sequence[int]) -> Worth:
        """Return the same with some candidates worth nothing."""
        keep = ~np.isin(self.candidate, list(left_out))
        entries = (self.group[keep], self.candidate[keep], self.value[keep])
        return worth_of((self.groups, self.candidates), *entries, self.floor)

    def of_groups(self, counted: Floats) -> Worth:
        """Return the same for the share (0–1) of each group that is counted."""
        values = self.value * counted[self.group]
        entries = (self.group, self.candidate, values)
        return worth_of((self.groups, self.candidates), *entries, self.floor * counted)


def worth_of(
    shape: tuple[int, int],
    group: Ints,
    candidate: Ints,
    value: Floats,
    floor: Floats | None = None,
) -> Worth:
    """Put entries in order; pairs worth nothing are dropped.

    Parameters
    ----------
    shape
        How many groups and how many candidates there are.
    """
    groups, candidates = shape
    kept = value > 0
    group, candidate, value = group[kept], candidate[kept], value[kept]
    order = np.lexsort((group, candidate))
    counts = np.bincount(candidate, minlength=candidates)
    return Worth(
        groups=groups,
        candidates=candidates,
        group=group[order].astype(np.int64),
        candidate=candidate[order].astype(np.int64),
        value=value[order].astype(float),
        starts=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        floor=np.zeros(groups) if floor is None else floor,
    )


def value_of(worth: Worth, chosen: Sequence[int]) -> float:
    """Return what a set of sites is worth in all."""
    return float(best_of(worth, chosen).sum())


def best_of(worth: Worth, chosen: Sequence[int]) -> Floats:
    """Return what a set of sites is worth to each group."""
    best = np.zeros(worth.groups)
    for site in chosen:
        rows, values = worth.column(site)
        best[rows] = np.maximum(best[rows], values)
    return best


def merge_groups(worth: Worth) -> Worth:
    """Merge groups that the same candidates are worth something to, each the same to a group.

    Only for worth that is all or nothing, such as children within a limit: the groups' values add
    up. What no candidate reaches is dropped.
    """
    table = coo_array(
        (worth.value, (worth.group, worth.candidate)), shape=(worth.groups, worth.candidates)
    ).tocsr()
    table.sort_indices()
    merged: dict[bytes, int] = {}
    names = np.full(worth.groups, -1)
    sizes = np.diff(table.indptr)
    for row in np.flatnonzero(sizes):
        key = table.indices[table.indptr[row] : table.indptr[row + 1]].tobytes()
        names[row] = merged.setdefault(key, len(merged))
    firsts = np.full(len(merged), -1)
    reached = np.flatnonzero(names >= 0)
    firsts[names[reached][::-1]] = reached[::-1]
    totals = np.bincount(names[reached], table.data[table.indptr[reached]], len(merged))
    entries = np.isin(worth.group, firsts)
    group = names[worth.group[entries]]
    shape = (len(merged), worth.candidates)
    return worth_of(shape, group, worth.candidate[entries], totals[group])

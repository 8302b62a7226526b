"""Figures that do not add up: which sums to leave out, so that the others can be relied on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.sparse import csr_array, eye_array, hstack

from geodata.secondary.ranges import NEAR
from geodata.secondary.solving import find_least
from geodata.secondary.tables import LinkedTables


def without_contradictions(tables: LinkedTables) -> LinkedTables:
    """Return the tables without the sums that no counts meet, as few people off as can be.

    A total that is not the sum of its published parts, counted at another date or with people whose
    place is not known, tells nothing exact of a part that is missing.
    """
    while tables.sums.shape[0]:
        off = _off(tables)
        if not off.any():
            return tables
        tables = replace(tables, sums=csr_array(tables.sums[np.flatnonzero(~off)]))
    return tables


def _off(tables: LinkedTables) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Return which sums are off where, over all of them, the fewest people are."""
    count, sums = tables.sums.shape[1], tables.sums.shape[0]
    lower, upper = tables.known()
    slack = eye_array(sums)
    none = np.zeros(sums)
    found = find_least(
        np.concatenate([np.zeros(count), np.ones(2 * sums)]),
        (
            np.concatenate([lower, np.zeros(2 * sums)]),
            np.concatenate([upper, np.full(2 * sums, np.inf)]),
        ),
        csr_array(hstack([tables.sums, slack, -slack])),
        (none, none),
    )
    if found.example is None:
        return np.ones(sums, dtype=bool)
    amounts = found.example[count:]
    return np.asarray(amounts[:sums] + amounts[sums:] > NEAR)

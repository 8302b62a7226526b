"""Move counts of people from the areas they were published for to the areas of today.

Small areas are redrawn at each census. Where one was split, its people are shared out by the size
of the new areas; where some were merged, they are added. Nobody is lost or made up, everybody stays
whole, and no age is rounded up more often than another.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame, Series

from geodata.errors import DataError, Problem

Counts = NDArray[np.int64]


def share_out(counts: Counts, weights: NDArray[np.float64]) -> Counts:
    """Share whole people out among parts, age by age.

    Two parts are cut by rounding the *running total* of what the first should get: each age is
    within one of its exact share, and so is the sum of any run of ages, which rounding each age
    for itself would not give. More parts are halved, and each half cut again.

    Parameters
    ----------
    counts
        People by age; whole and from 0 up.
    weights
        Size of each part; from 0 up. Parts of no size at all are taken as equal.

    Returns
    -------
    shared
        One row for each part, one column for each age; columns sum to `counts`.
    """
    if len(weights) == 1:
        return counts[np.newaxis, :].copy()
    half = len(weights) // 2
    whole = float(weights.sum())
    share = float(weights[:half].sum()) / whole if whole > 0 else half / len(weights)
    running = np.floor(np.cumsum(counts) * share + 0.5).astype(np.int64)
    first = np.diff(running, prepend=0)
    return np.vstack([share_out(first, weights[:half]), share_out(counts - first, weights[half:])])


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """People moved to the areas of today.

    Attributes
    ----------
    people
        Indexed by area of today, one column for each age, whole people.
    split, merged
        How many old areas were shared out, and how many new ones were added together.
    """

    people: DataFrame
    split: int
    merged: int

    def sentence(self) -> str:
        """Describe what was done."""
        return (
            f"{self.split} areas that were split had their people shared out by the size of the "
            f"new ones; {self.merged} were merged from several; the total is kept exactly."
        )


def move_people(people: DataFrame, changes: DataFrame, sizes: Series) -> Moved:
    """Move counts from old areas to new ones.

    Parameters
    ----------
    people
        Whole people, indexed by old area, one column for each age in order.
    changes
        Official lookup: `old_id`, `area_id`, one row for each overlap.
    sizes
        People of each new area, indexed by `area_id`, to share a split by.

    Raises
    ------
    DataError
        An old area is not in the lookup, or a new one has no size to share by.
    """
    links = changes.loc[changes["old_id"].isin(people.index), ["old_id", "area_id"]]
    parts = links.groupby("old_id")["area_id"].agg(list).reindex(people.index)
    lost = parts.index[parts.isna()]
    several = parts[parts.map(lambda found: isinstance(found, list) and len(found) > 1)]
    unsized = sorted({area for found in several for area in found} - set(sizes.dropna().index))
    if len(lost) or unsized:
        raise DataError(_lookup_problems(list(lost), unsized))
    totals: dict[str, Counts] = {}
    for (_, areas), counts in zip(parts.items(), people.to_numpy(np.int64), strict=True):
        weights = np.array([sizes.get(area, 1.0) for area in areas], dtype=float)
        for area, shared in zip(areas, share_out(counts, weights), strict=True):
            totals[area] = totals.get(area, 0) + shared
    moved = DataFrame.from_dict(totals, orient="index", columns=people.columns).sort_index()
    merged = int((links.drop_duplicates().groupby("area_id").size() > 1).sum())
    return Moved(people=moved.rename_axis("area_id"), split=len(several), merged=merged)


def _lookup_problems(lost: list[str], unsized: list[str]) -> list[Problem]:
    cases = (
        (lost, "the lookup of old areas to new", "a row for each area with people"),
        (unsized, "the populations of the new areas", "a population for each part of a split"),
    )
    return [
        Problem(
            where=where,
            found=f"nothing for {len(codes)} areas, such as {codes[0]}",
            expected=expected,
            fix="Check that the files are of the vintages that the recipe names.",
        )
        for codes, where, expected in cases
        if codes
    ]

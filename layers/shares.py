"""Shares of children in high need, within reach and in the gap: of those for whom each is known."""

from __future__ import annotations

import pandas as pd
from pandas import DataFrame, Series

from geodata.model import Pack
from layers.gaps import Gaps
from layers.places import sum_by_place

SHARES = {
    "high_need_share": "high_need_children",
    "beyond_share": "beyond_children",
    "gap_share": "gap_children",
}
"""Each share, and the count that it is of the children for whom it is known."""
AMONG = {share: f"{share.removesuffix('_share')}_known_children" for share in SHARES}
"""Each share, and how many children it is a share of."""
COLUMNS = (*SHARES, "within_share", *AMONG.values(), "unknown_children")


def place_shares_of(pack: Pack, gaps: Gaps) -> DataFrame:
    """Return the shares of each place of an answer, in its order.

    A child whose need or journey is not known is in neither part of that share, above or below
    the line, and is counted: missing is never fine.

    Returns
    -------
    places
        Indexed by `place_id`: `place`, `children`, `high_need_share`, `beyond_share`, `gap_share`
        and `within_share` (0–1; NaN where nobody's is known), how many children each is a share
        of (`AMONG`) and `unknown_children`, of whom some part is not known.
    """
    sums = sum_by_place(pack, gaps.question.place_kind, _counts(gaps.worked))
    return _shares(gaps.protected(sums)).reindex(gaps.places.index)


def total_shares_of(pack: Pack, gaps: Gaps) -> Series:
    """Return the same shares over all areas."""
    sums = _counts(gaps.worked).sum(min_count=1).to_frame().T.assign(place=pack.info.title)
    shares: Series = _shares(gaps.protected(sums)).iloc[0]
    return shares


def shares_within(gaps: Gaps, inside: Series) -> Series:
    """Return the same shares over some areas, each by the share of it that counts.

    Parameters
    ----------
    inside
        0–1, indexed by `area_id`.
    """
    areas = gaps.worked.loc[inside.index]
    counts = _counts(areas).mul(inside, axis="index").sum(min_count=1).to_frame().T
    shares: Series = _shares(gaps.protected(counts).assign(place="")).iloc[0]
    return shares


def _counts(areas: DataFrame) -> DataFrame:
    """Return the counts of each area, and of each the children for whom it is known."""
    counts = areas[["children", *SHARES.values(), "unknown_children"]].copy()
    for share, count in SHARES.items():
        counts[AMONG[share]] = areas["children"].where(areas[count].notna())
    return counts


def _shares(counts: DataFrame) -> DataFrame:
    shares = counts[["place", "children"]].copy()
    for share, count in SHARES.items():
        among = pd.to_numeric(counts[AMONG[share]])
        shares[share] = pd.to_numeric(counts[count]) / among.where(among > 0)
    shares["within_share"] = 1 - shares["beyond_share"]
    shares[list(AMONG.values())] = counts[list(AMONG.values())].astype(float).fillna(0.0)
    shares["unknown_children"] = counts["unknown_children"].astype(float)
    return shares

"""Whom a service turns away for their age, counted by place, beside whom it does not reach."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pandas as pd
from pandas import DataFrame, Series

from geodata.model import Pack
from layers.access.by_age import AgeReach
from layers.access.reach import Reach
from layers.places import sum_by_place
from layers.question.question import Question

WHOLE = ""  # stands for all areas together
TURNED_AWAY = (
    "place_id",
    "ages",
    "doors",
    "reason",
    "turned_away_children",
    "gap_turned_away_children",
    "children",
    "within_children",
)


def count_turned_away(pack: Pack, question: Question, reach: Reach, areas: DataFrame) -> DataFrame:
    """Count by place and by age whom doors nearby do not take, and whom no door takes at all.

    Parameters
    ----------
    areas
        Of `Gaps`: `children` and `needy_share`.

    Returns
    -------
    turned_away
        A row for each place (`WHOLE` for all areas), ages treated alike and reason; see `Gaps`.
    """

    def by_place(counts: DataFrame) -> DataFrame:
        sums = sum_by_place(pack, question.place_kind, counts)[list(counts.columns)]
        sums.loc[WHOLE] = counts.sum(min_count=1)
        return sums

    return _table(reach, areas, by_place)


def turned_away_in(area_id: str, reach: Reach, areas: DataFrame) -> DataFrame:
    """Count the same in one area, whose id stands for a place's."""
    return _table(reach, areas, lambda counts: counts.loc[[area_id]])


def _table(reach: Reach, areas: DataFrame, summed: Callable[[DataFrame], DataFrame]) -> DataFrame:
    rows: list[DataFrame] = []
    for each in reach.by_age:
        if each.turned_away.empty and each.doors:
            continue
        counts = _refused_counts(each, areas["children"] * each.share, areas["needy_share"])
        rows.extend(_reason_rows(each, summed(counts)))
    if not rows:
        return DataFrame(columns=list(TURNED_AWAY))
    table = pd.concat(rows, ignore_index=True)
    kept: DataFrame = table[(table["turned_away_children"] > 0) | (table["doors"] == 0)]
    return kept[list(TURNED_AWAY)]


def _refused_counts(each: AgeReach, children: Series, high: Series) -> DataFrame:
    counts = DataFrame({"children": children, "within_children": children * each.within_share})
    for reason, share in each.turned_away.items():
        counts[f"all {reason}"] = children * share
        counts[f"gap {reason}"] = children * share * high
    return counts


def _reason_rows(each: AgeReach, sums: DataFrame) -> Iterator[DataFrame]:
    """Make a row of each place for each reason; of ages that no door takes, one without."""
    of_ages = sums[["children", "within_children"]].assign(
        place_id=sums.index, doors=each.doors, ages=Series([each.ages] * len(sums), sums.index)
    )
    for reason in each.turned_away.columns:
        yield of_ages.assign(
            reason=reason,
            turned_away_children=sums[f"all {reason}"],
            gap_turned_away_children=sums[f"gap {reason}"],
        )
    if each.doors == 0:
        yield of_ages.assign(reason="", turned_away_children=0.0, gap_turned_away_children=0.0)

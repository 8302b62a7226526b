"""How sure the order of places is: ranks by gap when the question is asked a little differently."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from pandas import DataFrame, Series

from geodata.model import Pack, Source
from layers.access.journeys import Journeys
from layers.access.journeys_for import journeys_for
from layers.access.reach import nearest_by_ages
from layers.averages import Floats, mean_over_origins, origin_shares, place_shares
from layers.need import measure_need
from layers.people import children_by_age
from layers.places import places_of_kind
from layers.question.check import check_question
from layers.question.question import MOST_NEED_DECILES, Question
from layers.ranks.ranks import rank_intervals, rank_words, ranks_from_most
from layers.said.citing import used_sources

LIMITS = (0.75, 1.0, 1.25)  # times the limit of the question
TENTHS = (-1, 0, 1)  # beside the tenths of the question
DETOURS = (1.2, 1.4)  # beside the detour of the question


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RankRange:
    """How each place's rank by gap children moves over neighbouring questions.

    Attributes
    ----------
    places
        Indexed by `place_id`, the largest gap first: `place`, `gap_children`, `rank` (1 the
        largest gap; ties share it; NaN where the gap is not known), `best` and `worst`. Here
        `best` is the rank nearest to 1.
    asked
        How many ways the question was asked.
    """

    question: Question
    places: DataFrame
    asked: int
    limits_min: tuple[float, ...]
    need_deciles: tuple[int, ...]
    detours: tuple[float, ...]
    missing_places: int
    sources: tuple[Source, ...]
    is_illustrative: bool

    def parameters(self) -> dict[str, Any]:
        """Give the settings that were tried."""
        return self.question.parameters() | {
            "limits_tried_min": list(self.limits_min),
            "need_deciles_tried": list(self.need_deciles),
            "detours_tried": list(self.detours),
            "missing_places": self.missing_places,
            "illustrative": self.is_illustrative,
        }

    def words(self, place_id: str) -> str:
        """Describe one place's rank and how sure it is: "3rd; could be 2nd to 6th"."""
        row = self.places.loc[[place_id]].iloc[0]
        return rank_words(row["rank"], row["best"], row["worst"], self.varied)

    @property
    def varied(self) -> str:
        """What was tried otherwise; measured journeys have no detour to change."""
        return (
            "limit, tenth of need and detour"
            if len(self.detours) > 1
            else ("limit and tenth of need")
        )

    def sentence(self) -> str:
        """Describe how many ranks hold over the settings tried."""
        known = self.places[self.places["rank"].notna()]
        held = int((known["best"] == known["worst"]).sum())
        limits = f"{self.limits_min[0]:g} to {self.limits_min[-1]:g} minutes"
        return (
            f"Asked {self.asked} ways (limits of {limits}, and a tenth of need more or less), "
            f"{held} of {len(known)} places keep their rank."
        )


def rank_range(pack: Pack, question: Question, journeys: Journeys | None = None) -> RankRange:
    """Rank the places by gap for every neighbouring setting of the question.

    The limit is made a quarter shorter and longer, the tenths in high need one fewer and one more,
    and the detour of straight lines 1.2 and 1.4; all together. Measured journeys have no detour.

    Raises
    ------
    QuestionError
        The question names something the pack does not hold, or a setting is out of range.
    """
    check_question(question, pack)
    way = journeys or journeys_for(pack, question)
    limits = tuple(question.limit_min * part for part in LIMITS)
    tenths = tuple(k for t in TENTHS if 1 <= (k := question.need_deciles + t) <= MOST_NEED_DECILES)
    detours = tuple(sorted({*DETOURS, question.detour})) if way.is_estimate else (question.detour,)
    gaps = _Gaps(pack, question, way)
    settings = list(product(limits, tenths, detours))
    tried = np.column_stack([gaps.places(*setting) for setting in settings])
    names = places_of_kind(pack, question.place_kind)
    here = gaps.places(question.limit_min, question.need_deciles, question.detour)
    rank = Series(ranks_from_most(here[:, None])[:, 0], index=names.index)
    intervals = rank_intervals(rank, ranks_from_most(tried))
    heads = DataFrame({"place": names["name"], "gap_children": here}, index=names.index)
    return RankRange(
        question=question,
        places=heads.join(intervals).sort_values(["rank", "place"], na_position="last"),
        asked=len(settings),
        limits_min=limits,
        need_deciles=tenths,
        detours=detours,
        missing_places=int(rank.isna().sum()),
        sources=used_sources(pack, question, [question.need], way.sources),
        is_illustrative=pack.info.illustrative,
    )


class _Gaps:
    """Gap children of every place for one setting or another; journeys are found only once."""

    def __init__(self, pack: Pack, question: Question, way: Journeys) -> None:
        self.question = question
        self.origins = origin_shares(pack)
        self.members = place_shares(pack, question.place_kind)
        self.deciles = measure_need(pack, question.need).deciles.to_numpy(float)
        children = children_by_age(pack.areas, question.ages)
        self.children = children.sum(axis="columns", skipna=False).to_numpy(float)
        self.nearest = list(self._nearest(pack, children, way))

    def _nearest(
        self, pack: Pack, children: DataFrame, way: Journeys
    ) -> Iterator[tuple[Floats, Floats]]:
        """Give the children of each set of ages, with minutes from every origin."""
        for ages, nearest in nearest_by_ages(pack, self.question, way):
            counts = children[ages].sum(axis="columns", skipna=False).to_numpy(float)
            yield counts, nearest["minutes"].to_numpy(float)

    def places(self, limit_min: float, tenths: int, detour: float) -> Floats:
        longer = detour / self.question.detour
        beyond = np.zeros_like(self.children)
        for counts, minutes in self.nearest:
            outside = (~(minutes * longer <= limit_min)).astype(float)
            beyond += counts * mean_over_origins(self.origins, outside)
        gap = np.where(self.deciles <= tenths, beyond, 0.0)
        gap[np.isnan(self.deciles) | np.isnan(beyond)] = np.nan
        known = ~np.isnan(gap)
        sums = np.asarray(self.members @ np.nan_to_num(gap), dtype=np.float64)
        return np.where(self.members @ known.astype(float) > 0, sums, np.nan)

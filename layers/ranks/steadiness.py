"""How sure the order of places is: ranks by gap when the question is asked a little differently."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from pandas import DataFrame, Series

from geodata.model import Pack, Source
from layers.access.journeys import Journeys
from layers.access.journeys_for import journeys_for
from layers.access.placed import SEED, gaps_as_placed, limit_metres, placed_only_roughly
from layers.access.reach import nearest_by_ages
from layers.averages import Floats, mean_over_origins, origin_shares, place_shares
from layers.disclosed import protect_each
from layers.need import Need, measure_need
from layers.people import children_by_age
from layers.places import places_of_kind
from layers.progress import Progress, part_of, unwatched
from layers.question.check import check_question
from layers.question.doors import asked_doors
from layers.question.question import MOST_NEED_DECILES, Question
from layers.ranks.ranks import rank_intervals, rank_words, ranks_from_most, widest
from layers.said.citing import used_sources
from layers.said.need_words import kept_notes, need_notes
from layers.said.numbers import about, counted, listed, nearest
from layers.spots import counted_doors

LIMITS = (0.75, 1.0, 1.25)  # times the limit of the question
TENTHS = (-1, 0, 1)  # beside the tenths of the question
DETOURS = (1.2, 1.4)  # beside the detour of the question
COVERAGE = 0.95  # of the draws of where doors stand; the rest are the rarest


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RankRange:
    """How each place's rank by gap children moves over neighbouring questions.

    Attributes
    ----------
    places
        Indexed by `place_id`, the largest gap first: `place`, `gap_children`, `gap_low` and
        `gap_high` (the least and the most of it in 95 of 100 draws of where doors stand; the gap
        itself where that was not varied), `rank` (1 the largest gap; ties share it; NaN where the
        gap is not known, or is sensitive and too few to show), `best` and `worst`. Here `best` is
        the rank nearest to 1.
    asked
        How many ways the question was asked.
    draws
        How many times rough doors were placed anew; none where journeys are measured.
    doors, across, rough_doors, unstated_doors
        How many doors are open, how many of those are across the border, how many may stand
        elsewhere than their point, and how many do not state how exactly they are placed.
    """

    question: Question
    places: DataFrame
    asked: int
    limits_min: tuple[float, ...]
    need_deciles: tuple[int, ...]
    detours: tuple[float, ...]
    draws: int
    doors: int
    across: int
    rough_doors: int
    unstated_doors: int
    need_label: str
    need_notes: tuple[str, ...]
    missing_places: int
    missing_areas: int
    sources: tuple[Source, ...]
    is_illustrative: bool

    @property
    def table(self) -> DataFrame:
        """The places, the largest gap first, with their ranks."""
        return self.places.rename_axis("place_id")

    def parameters(self) -> dict[str, Any]:
        """Return the settings that were tried."""
        return self.question.parameters() | {
            "limits_tried_min": list(self.limits_min),
            "need_deciles_tried": list(self.need_deciles),
            "detours_tried": list(self.detours),
            "door_positions_tried": self.draws,
            "door_positions_seed": SEED,
            "missing_places": self.missing_places,
            "illustrative": self.is_illustrative,
        }

    def missing(self) -> dict[str, float]:
        """Return how many places have no rank, and how many areas have no gap."""
        counts = {"places": self.missing_places, "areas": self.missing_areas}
        return {name: float(count) for name, count in counts.items() if count}

    def words(self, place_id: str) -> str:
        """Describe one place's rank and how sure it is: "3rd; could be 2nd to 6th"."""
        row = self.places.loc[[place_id]].iloc[0]
        return rank_words(row["rank"], row["best"], row["worst"], self.varied)

    def gap_words(self, place_id: str) -> str:
        """Describe one place's gap and how sure its doors make it: "about 540; 340 to 840"."""
        row = self.places.loc[[place_id]].iloc[0]
        said = about(row["gap_children"])
        if math.isnan(row["gap_children"]) or not self.draws:
            return said
        if math.isnan(row["gap_low"]):  # too few to show
            return f"{said}; up to {nearest(row['gap_high']):,}"
        low, high = nearest(row["gap_low"]), nearest(row["gap_high"])
        return said if low == high else f"{said}; {low:,} to {high:,}"

    def placed_words(self, place_id: str) -> str:
        """Describe how far the doors' positions leave a gap open; empty where they do not."""
        said = self.gap_words(place_id).partition("; ")[2]
        return f"{said}, as doors are placed only roughly" if said else ""

    @property
    def varied(self) -> str:
        """What was tried otherwise, in the singular."""
        tried = ["limit", *(["tenth of need"] if len(self.need_deciles) > 1 else [])]
        tried += ["detour"] if len(self.detours) > 1 else []
        tried += ["door position"] if self.draws else []
        return listed(tried)

    def sentence(self) -> str:
        """Return how many ranks hold over what was tried."""
        if not self.doors:
            return "No door is listed, so every place’s rank is that of its children in need alone."
        known = self.places[self.places["rank"].notna()]
        held = int((known["best"] == known["worst"]).sum())
        limits = f"{self.limits_min[0]:g} to {self.limits_min[-1]:g} minutes"
        placed = f", and with rough doors placed anew {self.draws:,} times" if self.draws else ""
        tenths = ", and a tenth of need more or less" if len(self.need_deciles) > 1 else ""
        return (
            f"Asked {self.asked} ways (limits of {limits}{tenths})"
            f"{placed}, {held} of {len(known)} places keep their rank."
        )

    def notes(self) -> tuple[str, ...]:
        """Return what was not varied, and how exactly the doors are placed."""
        unstated = (
            f"{counted(self.unstated_doors, 'doors')} of {self.doors:,} without a stated precision "
            "stayed at the point given."
        )
        return (
            f"The measure of need ({self.need_label}), the counts of children and the pace were "
            "not varied.",
            self._placed(),
            *([unstated] if self.unstated_doors and self.draws else []),
            *self.need_notes,
        )

    def _placed(self) -> str:
        of = counted_doors(self.doors, self.across)
        if self.draws:
            return (
                f"{self.rough_doors:,} of {of} are placed only roughly; each was put "
                f"anywhere within what is stated of it, {self.draws:,} times. What 95 of 100 "
                "draws gave is the range of each gap."
            )
        if not self.rough_doors:
            return "No door states that it is placed roughly, so positions were not varied."
        return (
            f"{self.rough_doors:,} of {of} are placed only roughly. That was not "
            "varied, as journeys are not straight lines; gaps are less sure than their ranks say."
        )


def rank_range(
    pack: Pack,
    question: Question,
    journeys: Journeys | None = None,
    *,
    progress: Progress = unwatched,
) -> RankRange:
    """Rank the places by gap for every neighbouring setting of the question.

    The limit is made a quarter shorter and longer, the tenths in high need one fewer and one more
    (unless people are counted), and the detour of straight lines 1.2 and 1.4; all together.
    Measured journeys have no detour.
    At the question's own setting, doors placed roughly are put elsewhere; see
    `layers.access.placed`.

    Raises
    ------
    QuestionError
        The question names something the pack does not hold, or a setting is out of range.
    """
    check_question(question, pack)
    way = journeys or journeys_for(pack, question)
    limits = tuple(question.limit_min * part for part in LIMITS)
    need = measure_need(pack, question.need)
    tenths = _tenths_tried(question, need)
    detours = tuple(sorted({*DETOURS, question.detour})) if way.is_estimate else (question.detour,)
    progress(0.05, "measuring journeys")
    gaps = _Gaps(pack, question, way, need)
    settings = list(product(limits, tenths, detours))
    names = places_of_kind(pack, question.place_kind)
    here = gaps.places(question.limit_min, question.need_deciles, question.detour)
    placed = gaps.as_placed(here, part_of(progress, 0.2, 0.9))
    progress(0.9, "asking in other ways")
    tried = np.column_stack([gaps.places(*setting) for setting in settings])
    rank = Series(ranks_from_most(here[:, None])[:, 0], index=names.index)
    intervals = widest(
        rank_intervals(rank, ranks_from_most(tried)),
        rank_intervals(rank, ranks_from_most(gaps.protected(placed)), coverage=COVERAGE),
    )
    low, high = (gaps.protected(each) for each in _spread(here, placed))
    heads = DataFrame(
        {
            "place": names["name"],
            "gap_children": here,
            "gap_low": low,
            "gap_high": high,
        },
        index=names.index,
    )
    return RankRange(
        question=question,
        places=heads.join(intervals).sort_values(["rank", "place"], na_position="last"),
        asked=len(settings),
        limits_min=limits,
        need_deciles=tenths,
        detours=detours,
        draws=placed.shape[1],
        doors=len(gaps.precision),
        across=gaps.across,
        rough_doors=placed_only_roughly(gaps.precision),
        unstated_doors=int(np.isnan(gaps.precision).sum()),
        need_label=need.indicator.label,
        need_notes=(*need_notes(pack, question, need), *kept_notes(pack, need)),
        missing_places=int(rank.isna().sum()),
        missing_areas=gaps.unknown_areas,
        sources=used_sources(pack, question, [question.need], way.sources),
        is_illustrative=pack.info.illustrative,
    )


def _tenths_tried(question: Question, need: Need) -> tuple[int, ...]:
    """Return the tenths in high need that are tried; a count of people has only its own."""
    if need.is_of_people:
        return (question.need_deciles,)
    return tuple(k for t in TENTHS if 1 <= (k := question.need_deciles + t) <= MOST_NEED_DECILES)


def _spread(here: Floats, placed: Floats) -> tuple[Floats, Floats]:
    """Return the least and the most of each gap over most draws of where doors stand."""
    if not placed.shape[1]:
        return here, here
    tail = (1 - COVERAGE) / 2
    low, high = np.quantile(placed, [tail, 1 - tail], axis=1)
    return np.minimum(low, here), np.maximum(high, here)


class _Gaps:
    """Gap children of every place for one setting or another; journeys are found only once."""

    def __init__(self, pack: Pack, question: Question, way: Journeys, need: Need) -> None:
        self.pack, self.question, self.way, self.need = pack, question, way, need
        doors = asked_doors(pack, question)
        self.precision = doors["precision_m"].to_numpy(float)
        self.across = int(doors["across_border"].sum())
        self.origins = origin_shares(pack)
        self.members = place_shares(pack, question.place_kind)
        children = children_by_age(pack.areas, question.ages)
        self.children = children.sum(axis="columns", skipna=False).to_numpy(float)
        self.nearest = list(self._nearest(pack, children, way))

    @property
    def unknown_areas(self) -> int:
        """How many areas have no gap: need, children or starting points not known."""
        lost = np.isnan(self._needy(self.question.need_deciles)) | np.isnan(self.children)
        return int((lost | (np.diff(self.origins.indptr) == 0)).sum())

    def _needy(self, tenths: int) -> Floats:
        return self.need.needy_share(self.question.ages, tenths).to_numpy(float)

    def as_placed(self, here: Floats, progress: Progress) -> Floats:
        """Return the gap of every place (down) for every draw of where its doors stand (across).

        No draw where no door is rough, or journeys are measured otherwise than by straight lines.
        """
        metres = limit_metres(self.way, self.question)
        if metres is None or not placed_only_roughly(self.precision):
            return np.empty((len(here), 0))
        needy = self._needy(self.question.need_deciles)
        drawn = gaps_as_placed(
            self.pack, self.question, metres, needy, self.members, progress=progress
        )
        return np.where(np.isnan(here)[:, None], np.nan, drawn)

    def _nearest(
        self, pack: Pack, children: DataFrame, way: Journeys
    ) -> Iterator[tuple[Floats, Floats]]:
        """Yield the children of each set of ages, with minutes from every origin."""
        for ages, found in nearest_by_ages(pack, self.question, way):
            counts = children[ages].sum(axis="columns", skipna=False).to_numpy(float)
            yield counts, found["minutes"].to_numpy(float)

    def places(self, limit_min: float, tenths: int, detour: float) -> Floats:
        longer = detour / self.question.detour
        beyond = np.zeros_like(self.children)
        for counts, minutes in self.nearest:
            outside = (~(minutes * longer <= limit_min)).astype(float)
            beyond += counts * mean_over_origins(self.origins, outside)
        gap = self._needy(tenths) * beyond
        known = ~np.isnan(gap)
        sums = np.asarray(self.members @ np.nan_to_num(gap), dtype=np.float64)
        return self.protected(np.where(self.members @ known.astype(float) > 0, sums, np.nan))

    def protected(self, counts: Floats) -> Floats:
        """Protect counts of those in need: places with too few to show are ranked nowhere."""
        if not self.need.is_guarded:
            return counts
        return protect_each(counts, self.need.indicator, self.pack.info.disclosure)

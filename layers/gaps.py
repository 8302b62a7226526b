"""Who is not reached: children in high need beyond the limit, by area and by place."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pandas import DataFrame, Series

from geodata.model import Disclosure, Pack, Source
from layers.access.journeys import Journeys
from layers.access.journeys_for import journeys_for
from layers.access.reach import Reach, measure_reach
from layers.both_forms import both_forms
from layers.gap_words import (
    TOO_FEW_WORDS,
    Terms,
    caveats,
    gap_said,
    method_sentence,
    strength_lead,
    strength_sentence,
    terms_of,
    turned_away_sentence,
)
from layers.headline import Said
from layers.need import Need, measure_need
from layers.places import count_by_place, sum_by_place
from layers.question.check import check_question
from layers.question.question import Question
from layers.question.sentence import question_sentence
from layers.said.citing import used_sources
from layers.said.classes import GAP_CLASSES, GAP_MARKED, REACH_WORDS
from layers.said.need_words import kept_notes, need_notes
from layers.said.numbers import about, nearest
from layers.said.sentences import area_words, called, children_in, where_most
from layers.turned_away import WHOLE, count_turned_away

REACHED_SHARE = 2 / 3  # most of the children are within the limit
FEW_SHARE = 1 / 3  # few are
NOBODY = 1e-12  # of an area’s people
UNKNOWN_CLASS = 9
LEAST_SAID = 0.5  # children; fewer are hardly any, and nowhere in particular


COUNTS = (
    "children",
    "high_need_children",
    "beyond_children",
    "gap_children",
    "reached_high_need_children",
    "turned_away_children",
    "gap_turned_away_children",
    "untaken_children",
    "unknown_children",
    "unknown_areas",
)
OF_PEOPLE = (
    "high_need_children",
    "gap_children",
    "reached_high_need_children",
    "gap_turned_away_children",
)
"""The counts of those in need: small ones are not shown where they are of a sensitive measure."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Gaps:
    """The answer to a question: who is in need, who is reached, who is neither.

    Attributes
    ----------
    areas
        Indexed by `area_id`: `name`, `district`, `children`, `decile`, `needy_share` (0–1 of its
        children, see `Need.needy_share`), `within_share`, `minutes`, `nearest`, the counts of
        `COUNTS`, and `gap_class` (3 × need class + reach class, each 0–2 with 2 the worse; 9 where
        either is not known). Every count of children in high need is of the share who are needy.
    places
        Indexed by `place_id`, the largest gap first: `place`, `kind`, `areas` and the counts of
        `COUNTS`. A count is NaN only where nothing of it is known; `unknown_children` says how
        many children could not be judged, and `unknown_areas` in how many areas, those among them
        whose children are not known either.
    total
        The same counts over all areas.
    worked
        `areas` as they were worked out, to be added up and never shown: there small parts of a
        sensitive count are not given, and others rounded, as in `places` and `total`.
    need_notes, both_forms
        What must be said of need where it is counted in people, and what the question says of
        need in its other form, by place; see `layers.both_forms`.
    turned_away
        A row for each place (`WHOLE` for all areas), for the ages that are treated alike and why
        the nearest door does not take them: `place_id`, `ages`, `doors` (how many anywhere take
        them), `reason` ("stops at 11"; empty of those whom no door takes, as a whole),
        `turned_away_children`, those of them in high need (`gap_turned_away_children`), and of
        these ages all `children` and `within_children`.
    """

    question: Question
    heading: str
    areas: DataFrame
    worked: DataFrame
    places: DataFrame
    total: Series
    turned_away: DataFrame
    need: Need
    reach: Reach
    terms: Terms
    said_method: str
    need_notes: tuple[str, ...]
    both_forms: Mapping[str, str]
    caveats: tuple[str, ...]
    is_partition: bool
    disclosure: Disclosure
    sources: tuple[Source, ...]
    is_illustrative: bool

    def protected(self, counts: DataFrame) -> DataFrame:
        """Return counts that were added up of `worked`, as far as they may be shown."""
        return _protected(counts, self.need, self.disclosure)

    def count_words(self, count: float) -> str:
        """Return a count of those in need: "about 40"; where there is none, why."""
        is_kept = math.isnan(count) and self.terms.is_sensitive
        return TOO_FEW_WORDS if is_kept else about(count)

    @property
    def table(self) -> DataFrame:
        """The places, the largest gap first, with their counts."""
        return self.places.rename_axis("place_id")

    @property
    def counted(self) -> Series:
        """Who is counted in each area's colour: all children; where need counts people, these.

        Of an area whose colour is not known it is all its children, who are counted as not known.
        """
        return self._counted(self.areas)

    def counted_by(self, groups: Series, inside: Series | None = None) -> Series:
        """Add up whom each colour counts over groups of areas; NaN where they are too few to show.

        Of a sensitive count the parts are added up as they were worked out, and the sum is
        protected: those who are too few to show in each area may be many together. A group of
        areas whose colour is not known holds all their children, who are no part of that count.

        Parameters
        ----------
        groups
            The group of each area, indexed by `area_id`.
        inside
            Which share (0–1) of each area counts; all of it unless given.
        """
        counted = self._counted(self.worked).reindex(groups.index)
        shares = 1.0 if inside is None else inside.reindex(groups.index)
        sums = (counted * shares).groupby(groups).sum()
        if not self.need.is_guarded:
            return sums
        unknown = self.areas["gap_class"].reindex(groups.index).eq(UNKNOWN_CLASS)
        whole = unknown.groupby(groups).all()
        safe = self.protected(sums.to_frame("high_need_children"))["high_need_children"]
        return safe.where(~whole, sums)

    def held_words(self, counted: float, areas: int) -> str:
        """Return how many of those counted live in some areas: "about 40 under-fives in 2 wards".

        Parameters
        ----------
        counted
            From `counted_by`.
        """
        label = self.terms.area_label
        if math.isnan(counted) and self.need.is_guarded:
            return f"too few {self.counted_words} to show in {area_words(areas, label)}"
        return children_in(counted, areas, self.counted_words, label)

    def _counted(self, areas: DataFrame) -> Series:
        children = areas["children"]
        if not self.terms.of_people:
            return children
        is_known = areas["gap_class"] != UNKNOWN_CLASS
        return areas["high_need_children"].where(is_known, children)

    @property
    def counted_words(self) -> str:
        """Who they are: "under-fives", "under-fives in low-income families"."""
        return f"{self.terms.who} {self.terms.needy}" if self.terms.of_people else self.terms.who

    @property
    def missing_areas(self) -> int:
        """How many areas could not be judged: need, children or journeys not known."""
        return int(self.areas["unknown_areas"].sum())

    def parameters(self) -> dict[str, Any]:
        """Return the question's settings, and how journeys and need were measured."""
        return self.question.parameters() | {
            "need_counts": "people" if self.need.is_of_people else "neighbourhoods",
            "journeys": self.reach.method,
            "estimated_share": round(self.reach.estimated_share, 4),
            "need_basis": self.need.basis,
            "need_missing_areas": self.need.missing,
            "doors": self.reach.doors,
            "doors_taking": self.reach.doors_taking,
            "illustrative": self.is_illustrative,
        }

    def missing(self) -> dict[str, float]:
        """Return how many areas could not be judged, and how many children are counted there."""
        counts = {"areas": self.missing_areas, "children": self.total["unknown_children"]}
        return {name: float(count) for name, count in counts.items() if count > 0}

    def sentence(self) -> str:
        """Return the whole answer in one short sentence."""
        return self.said().headline

    def detail(self) -> str:
        """Return what is said after it: what is not known, where most is, who is turned away."""
        return self.said().detail

    def said(self) -> Said:
        """Return the whole answer, where most of it is, and whom a door turns away."""
        said = self._gap(f"Across {called(self.terms.title)}", self.total, WHOLE)
        where = ""
        has_gap = self.reach.doors_taking > 0 and self.total["gap_children"] >= LEAST_SAID
        if self.is_partition and has_gap:
            parted = self.total["gap_turned_away_children"] > 0 or self.total["unknown_areas"] > 0
            whom = f"the {nearest(self.total['gap_children']):,} in all" if parted else "them"
            gaps = self.places["gap_children"]
            where = where_most(list(self.places["place"]), gaps, whom)
        return said.and_then(where, self._turned_away(self.total, WHOLE))

    def strength(self) -> str:
        """Return what goes well over all areas."""
        return strength_sentence(self.terms.title, self.total, self.terms)

    def place_sentence(self, place_id: str) -> str:
        """Return what stands out of one place in one short sentence."""
        return self.place_said(place_id).headline

    def place_said(self, place_id: str) -> Said:
        """Return what stands out of one place, and whom a door there turns away."""
        row = self._place(place_id)
        said = self._gap(f"In {called(row['place'])}", row, place_id)
        return said.and_then(self._turned_away(row, place_id))

    def place_strength(self, place_id: str) -> str:
        """Return what goes well in one place: who in high need is reached."""
        row = self._place(place_id)
        return strength_sentence(str(row["place"]), row, self.terms)

    def strength_lead(self, place_id: str) -> str:
        """Return what stands before the strength of a place, which may be none."""
        return strength_lead(self._place(place_id))

    def method(self) -> str:
        """Return how the answer was worked out, in plain words."""
        return self.said_method

    def notes(self) -> tuple[str, ...]:
        """Return what must be said beside every figure: the rest of the answer, need and doors."""
        said = (self.detail(), self.other_form())
        return (*filter(None, said), *self.need_notes, *self.caveats)

    def other_form(self, place_id: str = WHOLE) -> str:
        """Return what need says in its other form, of people or of neighbourhoods; see there."""
        return self.both_forms.get(place_id, "")

    def marked_sentence(self) -> str:
        """Return how the areas of the marked class differ from the children in the gap."""
        marked = self.areas[self.areas["gap_class"] == GAP_MARKED]
        label = self.terms.area_label
        counted = float(self.counted_by(marked["gap_class"]).sum(skipna=False))
        held = self.held_words(counted, len(marked))
        few = REACH_WORDS[-1]
        if self.terms.of_people:
            return (
                f"The outlined colour marks whole {label}s of the neediest tenths where {few}: "
                f"{held}, reached or not. The gap counts these children in every {label}, and only "
                "those who are not reached."
            )
        return (
            f"The outlined colour marks whole {label}s of high need where {few}: "
            f"{held}, reached or not. The gap counts children, in every {label} of high need, and "
            "only those who are not reached."
        )

    def _place(self, place_id: str) -> Series:
        row: Series = self.places.loc[[place_id]].iloc[0]
        return row

    def _gap(self, lead: str, counts: Series, place_id: str) -> Said:
        return gap_said(lead, counts, self._rows_of(place_id), self.reach, self.terms)

    def _turned_away(self, counts: Series, place_id: str) -> str:
        rows = self._rows_of(place_id)
        return turned_away_sentence(rows, counts, self.reach, self.question, self.terms)

    def _rows_of(self, place_id: str) -> DataFrame:
        return self.turned_away[self.turned_away["place_id"] == place_id]


def measure_gaps(pack: Pack, question: Question, journeys: Journeys | None = None) -> Gaps:
    """Answer a question for every area and every place.

    For each area, gap children = children × share of them who are needy × share beyond the limit.

    Parameters
    ----------
    journeys
        Minutes from origins to assets; where none are given, along the pack's streets, or straight
        lines with a detour where it holds none.

    Raises
    ------
    QuestionError
        The question names something the pack does not hold, or a setting is out of range.
    """
    check_question(question, pack)
    reach = measure_reach(pack, question, journeys or journeys_for(pack, question))
    need = measure_need(pack, question.need)
    areas, disclosure = _judge_areas(pack, question, reach, need), pack.info.disclosure
    total = areas[list(COUNTS)].sum(min_count=1).to_frame().T
    places = _protected(_judge_places(pack, question.place_kind, areas), need, disclosure)
    turned_away = count_turned_away(pack, question, reach, areas)
    return Gaps(
        question=question,
        heading=question_sentence(question, pack),
        areas=_protected(areas, need, disclosure),
        worked=areas,
        places=places.sort_values(["gap_children", "place"], ascending=[False, True]),
        total=_protected(total, need, disclosure).iloc[0],
        turned_away=_protected(turned_away, need, disclosure),
        disclosure=disclosure,
        need=need,
        reach=reach,
        terms=terms_of(pack, question),
        said_method=method_sentence(pack, question, reach, need),
        need_notes=(*need_notes(pack, question, need), *kept_notes(pack, need)),
        both_forms=both_forms(pack, question, areas),
        caveats=caveats(pack, question, reach),
        is_partition=pack.info.place_kinds[question.place_kind].partition,
        sources=used_sources(pack, question, [question.need], reach.sources),
        is_illustrative=pack.info.illustrative,
    )


def _protected(counts: DataFrame, need: Need, disclosure: Disclosure) -> DataFrame:
    """Protect the counts of people in need among some counts; of neighbourhoods there are none."""
    names = [name for name in OF_PEOPLE if name in counts.columns]
    return need.protected(counts, names, disclosure)


def _judge_areas(pack: Pack, question: Question, reach: Reach, need: Need) -> DataFrame:
    areas = DataFrame(pack.areas[["name", "official_name", "district"]]).join(reach.areas)
    areas["decile"] = need.deciles
    areas["needy_share"] = high = need.needy_share(question.ages, question.need_deciles)
    beyond = 1 - areas["within_share"]
    beyond = beyond.mask(beyond.abs() < NOBODY, 0.0)  # shares of all origins add up to nearly 1
    areas["high_need_children"] = areas["children"] * high
    areas["beyond_children"] = areas["children"] * beyond
    areas["gap_children"] = areas["children"] * high * beyond
    areas["reached_high_need_children"] = areas["children"] * high * areas["within_share"]
    areas["turned_away_children"] = areas["children"] * areas["turned_away_share"]
    areas["gap_turned_away_children"] = areas["turned_away_children"] * high
    areas["untaken_children"] = areas["children"] * areas["untaken_share"]
    judged = areas["gap_children"].notna()
    areas["unknown_children"] = areas["children"].where(~judged, 0.0)
    areas["unknown_areas"] = (~judged).astype(float)
    areas["gap_class"] = _gap_classes(areas, question.need_deciles)
    return areas


def _gap_classes(areas: DataFrame, need_deciles: int) -> Series:
    """Class need by tenths and reach by thirds of an area's children.

    Fixed bounds, not the terciles of the areas shown: most areas of a county have no door within
    a walk, so terciles of reach would fall among equal values, and a class would change its
    meaning with the map. See docs/methods.md.
    """
    middle = need_deciles + (10 - need_deciles) / 2
    decile, within = areas["decile"], areas["within_share"]
    need = 1 * (decile <= middle) + (decile <= need_deciles)
    reach = 1 * (within < REACHED_SHARE) + (within < FEW_SHARE)
    classes = 3 * need + reach
    unknown = areas["gap_children"].isna() | decile.isna()
    return classes.mask(unknown, UNKNOWN_CLASS).astype(int)


def _judge_places(pack: Pack, kind: str, areas: DataFrame) -> DataFrame:
    places = sum_by_place(pack, kind, areas[list(COUNTS)])
    places["unknown_areas"] = count_by_place(pack, kind, areas["unknown_areas"] > 0)
    ordered: DataFrame = places.sort_values(["gap_children", "place"], ascending=[False, True])
    return ordered  # the unknown last


def class_words(code: int) -> str:
    """Return a class of need and reach in words: "needier, few or none are reached"."""
    if code == UNKNOWN_CLASS:
        return "not known"
    return GAP_CLASSES[code]

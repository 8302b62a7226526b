"""One place's facts, for one question: what its page shows and its documents print."""

from __future__ import annotations

import math
from dataclasses import replace

from pandas import DataFrame, Series

from geodata.errors import Problem, QuestionError
from geodata.model import OLDEST_AGE, Pack
from layers.ages import AGE_BANDS, span_words
from layers.gap_words import TOO_FEW_WORDS
from layers.gaps import Gaps
from layers.need import TENTHS
from layers.place.evidence import how_we_know, profile_sources
from layers.place.measures import comparisons, key_figures, people_standing
from layers.place.offers import place_offers
from layers.place.published import published_figures
from layers.place.values import AgeBand, AreaFact, NeedTenth, PlaceFacts
from layers.places import find_place, member_areas
from layers.question.question import Question
from layers.question.words import children_words
from layers.ranks.steadiness import RankRange, rank_range
from layers.said.numbers import known, shown, whole

__all__ = [
    "PlaceFacts",
    "area_facts",
    "need_by_tenth",
    "people_by_band",
    "place_facts",
    "question_for_place",
]


def question_for_place(question: Question, pack: Pack, place_id: str) -> Question:
    """Ask the same question by the kind of place that this place is.

    Raises
    ------
    QuestionError
        The pack has no such place.
    """
    return replace(question, place_kind=str(find_place(pack, place_id)["kind"]))


def place_facts(
    pack: Pack,
    gaps: Gaps,
    place_id: str,
    ranks: RankRange | None = None,
) -> PlaceFacts:
    """Gather all that is said of one place.

    Parameters
    ----------
    gaps
        The answer to a question asked by the kind that the place is; see `question_for_place`.
    ranks
        How sure each place's gap and rank are, for the same question; worked out where None.

    Raises
    ------
    QuestionError
        The pack has no such place, or the question was asked by another kind of place.
    """
    place = find_place(pack, place_id)
    _require_kind(gaps, place)
    kind = pack.info.place_kinds[str(place["kind"])]
    offers = place_offers(pack, gaps.question, place_id)
    placed = (ranks or rank_range(pack, gaps.question)).placed_words(place_id)
    published = published_figures(pack, place_id)
    need = gaps.need.indicator
    return PlaceFacts(
        place_id=place_id,
        name=str(place["name"]),
        kind=kind,
        title=pack.info.title,
        date=pack.info.date,
        pack_hash=pack.short_hash,
        illustrative=pack.info.illustrative,
        area_label=pack.info.area_label,
        heading=gaps.heading,
        headline=gaps.place_sentence(place_id),
        detail=gaps.place_said(place_id).detail,
        strength=gaps.place_strength(place_id),
        strength_lead=gaps.strength_lead(place_id),
        other_form=gaps.other_form(place_id),
        who=children_words(gaps.question),
        key_figures=key_figures(pack, gaps, offers, placed, place_id),
        people=people_by_band(pack, place_id),
        people_period=pack.info.people.period,
        people_source=pack.info.sources[pack.info.people.source].title,
        people_standing=people_standing(pack, place_id),
        need=need_by_tenth(pack, gaps, place_id),
        need_who=gaps.counted_words,
        need_counts_people=gaps.terms.of_people,
        need_label=f"{need.label}, {need.period}",
        need_basis=gaps.need.basis,
        need_source=gaps.need.source.title,
        need_standing=need.standing,
        offers=offers,
        areas=area_facts(pack, gaps, place_id),
        by_class=_by_class(gaps, member_areas(pack, place_id)),
        comparisons=comparisons(pack, gaps, place_id),
        published=published,
        how_we_know=how_we_know(pack, gaps, place_id, offers),
        sources=profile_sources(pack, gaps, published, offers),
    )


def _require_kind(gaps: Gaps, place: Series) -> None:
    if place["kind"] != gaps.question.place_kind:
        raise QuestionError(
            Problem(
                where="the place",
                found=f"a {place['kind']}, {place['name']!r}",
                expected=f"a {gaps.question.place_kind}, as the question is asked by",
                fix=f"Ask the question by {place['kind']}.",
            )
        )


def people_by_band(pack: Pack, place_id: str) -> tuple[AgeBand, ...]:
    """Count the people of each age band in a place, by the share of each area inside it."""
    shares = member_areas(pack, place_id)
    here = _by_band(pack.areas.loc[shares.index], shares)
    everywhere = _by_band(pack.areas, Series(1.0, index=pack.areas.index))
    exact = people_standing(pack, place_id) == "published"
    return tuple(
        AgeBand(
            label=span_words(first, last),
            count=known(here[first]),
            text=whole(here[first]) if exact else shown(here[first]),
            share=known(here[first] / here.sum()) if here.sum() else None,
            whole_share=known(everywhere[first] / everywhere.sum()) if everywhere.sum() else None,
        )
        for first, last in AGE_BANDS
    )


def _by_band(areas: DataFrame, shares: Series) -> Series:
    """Sum people by the first age of their band; NaN where nothing is known."""
    single = DataFrame(areas[[f"people_{age}" for age in range(OLDEST_AGE + 1)]])
    counts = single.mul(shares, axis="index").sum(min_count=1)
    return Series(
        {
            first: counts[[f"people_{age}" for age in range(first, last + 1)]].sum(skipna=False)
            for first, last in AGE_BANDS
        }
    )


def need_by_tenth(pack: Pack, gaps: Gaps, place_id: str) -> tuple[NeedTenth, ...]:
    """Count the children asked about by the tenth of need of the area they live in.

    Where need counts people, they are the ones who are counted.
    """
    shares = member_areas(pack, place_id)
    here = _by_tenth(gaps, shares)
    everywhere = _by_tenth(gaps, Series(1.0, index=gaps.areas.index))
    has_unknown = math.isnan(here[0])
    return tuple(
        NeedTenth(
            tenth=tenth or None,
            is_high=0 < tenth <= gaps.question.need_deciles,
            children=float(here[tenth]),
            text=_number_words(here[tenth], gaps),
            share=_part(here, tenth),
            whole_share=_part(everywhere, tenth),
        )
        for tenth in [*range(1, TENTHS + 1), 0]
        if tenth or here[0] or has_unknown
    )


def _number_words(count: float, gaps: Gaps) -> str:
    return TOO_FEW_WORDS if math.isnan(count) and gaps.need.is_guarded else shown(count)


def _part(counts: Series, tenth: int) -> float | None:
    """Return which share of all counts one is; None where any of them is too few to show.

    Of people in need, those in areas whose need is not known are in no count.
    """
    total = (counts.drop(0) if math.isnan(counts[0]) else counts).sum(skipna=False)
    return known(counts[tenth] / total) if total else None


def _by_tenth(gaps: Gaps, shares: Series) -> Series:
    """Sum children by tenth, NaN where they are too few to show; 0 is need that is not known."""
    areas = gaps.areas.loc[shares.index]
    tenth = areas["decile"].mask(areas["needy_share"].isna()).fillna(0).astype(int)
    counts = gaps.counted_by(tenth, shares).reindex(range(TENTHS + 1), fill_value=0.0)
    if gaps.terms.of_people and bool((tenth == 0).any()):
        counts[0] = math.nan  # of areas whose need is not known nobody is counted in need
    return counts


def _by_class(gaps: Gaps, shares: Series) -> dict[int, float]:
    """Sum those counted by the colour of their area; NaN where they are too few to show."""
    sums = gaps.counted_by(gaps.areas["gap_class"].loc[shares.index], shares)
    return {int(str(code)): float(count) for code, count in sums.items()}


def area_facts(pack: Pack, gaps: Gaps, place_id: str) -> tuple[AreaFact, ...]:
    """List the areas of a place, the largest gap first; not known last."""
    shares = member_areas(pack, place_id)
    rows = gaps.worked.loc[shares.index].assign(share=shares)
    rows["gap_here"] = rows["gap_children"] * rows["share"]
    rows = gaps.need.protected(rows, ["gap_here"], gaps.disclosure)
    rows = rows.sort_values(["gap_here", "name"], ascending=[False, True], na_position="last")
    tenths = gaps.question.need_deciles
    return tuple(_area_fact(str(key), row, tenths) for key, row in rows.iterrows())


def _area_fact(area_id: str, row: Series, tenths: int) -> AreaFact:
    decile = known(row["decile"])
    within = known(row["within_share"])
    return AreaFact(
        area_id=area_id,
        name=str(row["name"]),
        code=str(row["official_name"]),
        district=str(row["district"]),
        share=float(row["share"]),
        children=known(row["children"] * row["share"]),
        decile=None if decile is None else int(decile),
        is_high_need=bool(row["decile"] <= tenths),
        within_pct=None if within is None else within * 100,
        minutes=known(row["minutes"]),
        gap_children=known(row["gap_here"]),
        gap_class=int(row["gap_class"]),
    )

"""The few figures that a place’s exercise opens with: its children in need, as people."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from pandas import DataFrame, Series

from geodata.model import Pack, Standing
from layers.ages import aged_words
from layers.disclosed import protect_counts
from layers.gaps import Gaps, measure_gaps
from layers.need import counts_people, measure_need, people_need, whom_words
from layers.place.measures import known_of, people_standing, place_summary, unknown_need
from layers.place.values import KeyFigure
from layers.places import member_areas
from layers.question.words import children_words, journey_words
from layers.said.numbers import about, counted, known, percent, whole
from layers.shares import place_shares_of


def gaps_in_people(pack: Pack, gaps: Gaps) -> Gaps:
    """Return the answer in people: the one asked for where it counts them, else asked anew.

    Where the pack counts nobody who may be told of these places, it is the answer as it was asked.
    """
    key = people_need(pack, gaps.question.place_kind)
    if not key or gaps.need.is_of_people:
        return gaps
    return measure_gaps(pack, replace(gaps.question, need=key))


def need_figures(pack: Pack, gaps: Gaps, place_id: str) -> tuple[KeyFigure, ...]:
    """Pick the figures of need: who is in need of the ages asked about, counted, and out of reach.

    Parameters
    ----------
    gaps
        The answer in people, asked by the kind that the place is; see `gaps_in_people`.
    """
    return tuple(_figures(pack, gaps, place_id))


def _figures(pack: Pack, gaps: Gaps, place_id: str) -> Iterator[KeyFigure]:
    row: Series = gaps.places.loc[[place_id]].iloc[0]
    who, people, need = children_words(gaps.question), pack.info.people, gaps.need.indicator
    both = (pack.info.sources[people.source].title, gaps.need.source.title)
    periods = f"people {people.period}, need {need.period}"
    estimate: Standing = "illustrative" if pack.info.illustrative else "estimated"
    standing = people_standing(pack, place_id)
    high, children = row["high_need_children"], row["children"]
    needy = KeyFigure(
        key="high_need_children",
        label=f"{who} {gaps.terms.needy}",
        text=gaps.count_words(high),
        number=known(high),
        beside=_needy_beside(pack, gaps, place_id),
        period=periods,
        sources=both,
        standing=estimate,
    )
    yield needy
    yield from _as_counted(pack, gaps, place_id)
    yield KeyFigure(
        key="children",
        label=f"{who} live here",
        text=whole(children) if standing == "published" else about(children),
        number=known(children),
        beside="",
        period=people.period,
        sources=both[:1],
        standing=standing,
    )
    gap = row["gap_children"]
    # Of those whose journey is known: who is in need of the others stands in neither part.
    judged = gap + row["reached_high_need_children"]
    takes = " that takes them" if row["turned_away_children"] > 0 else ""
    yield KeyFigure(
        key="gap_children",
        label=f"{gaps.terms.high} and not within {journey_words(gaps.question)} of "
        f"{gaps.terms.singular}{takes}",
        text=gaps.count_words(gap),
        number=known(gap),
        beside=f"{percent(gap / judged)} of those {gaps.terms.high}" if judged > 0 else "",
        period=periods,
        sources=both,
        standing=estimate,
    )


def _needy_beside(pack: Pack, gaps: Gaps, place_id: str) -> str:
    """Return what part of the children those in need are, of the children for whom it is known."""
    who = children_words(gaps.question)
    share = place_summary(pack, gaps, place_id)["high_need_share"]
    if math.isnan(share):
        return ""
    of = known_of(who) if unknown_need(pack, gaps, place_id) else f"{who} here"
    return f"{percent(share)} of {of}"


def not_known_words(pack: Pack, gaps: Gaps, place_id: str) -> str:
    """Return for how many areas of a place its children in need are not known; empty for none.

    Parameters
    ----------
    gaps
        The answer in people; see `gaps_in_people`.
    """
    lacking, every = unknown_need(pack, gaps, place_id), len(member_areas(pack, place_id))
    if not lacking:
        return ""
    return f"not known for {lacking:,} of its {counted(every, f'{pack.info.area_label}s')}"


def _as_counted(pack: Pack, gaps: Gaps, place_id: str) -> Iterator[KeyFigure]:
    """Return the published count itself, of the ages that it counts, where there is one."""
    need = measure_need(pack, gaps.question.need)
    indicator = need.indicator
    if not counts_people(indicator) or need.counts is None or indicator.age_from is None:
        return
    shares = member_areas(pack, place_id)
    counts = need.counts["numerator"].reindex(shares.index)
    total = (counts * shares).sum(min_count=1)
    safe = protect_counts(DataFrame({"total": [total]}), ["total"], indicator, gaps.disclosure)
    total = float(safe["total"].iloc[0])
    lacking = int(counts.isna().sum())
    counted_as: Standing = "published" if bool((shares >= 1).all()) else "apportioned"
    label = pack.info.area_label
    yield KeyFigure(
        key="counted_children",
        label=f"{aged_words(indicator.age_from, int(indicator.age_to or 0))} "
        f"{whom_words(indicator)}, {'as counted' if counted_as == 'published' else 'apportioned'}",
        text=gaps.count_words(total)
        if counted_as != "published" or math.isnan(total)
        else whole(total),
        number=known(total),
        beside=f"{counted(lacking, f'{label}s')} too few to publish, or missing" if lacking else "",
        period=indicator.period,
        sources=(need.source.title,),
        standing="illustrative" if pack.info.illustrative else counted_as,
    )


def counted_by_place(pack: Pack, gaps: Gaps) -> DataFrame:
    """Return each place’s children of the ages asked about, those in need, reached and not.

    `high_need_share` is of the children for whom need is known.
    """
    columns = ["place", "children", "high_need_children", "reached_high_need_children"]
    places: DataFrame = gaps.places[[*columns, "gap_children", "unknown_areas"]]
    return places.assign(high_need_share=place_shares_of(pack, gaps)["high_need_share"])

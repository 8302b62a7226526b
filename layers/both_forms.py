"""Need counted in people beside need of neighbourhoods: what the one sees and the other does not.

A count of the people in need finds them wherever they live; the neediest neighbourhoods hold only
some of them. How many they leave out, and where the two put places in another order, is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pandas import DataFrame, Series

from geodata.model import Pack
from layers.disclosed import protect_counts
from layers.need import area_need, measure_need, people_need
from layers.places import sum_by_place
from layers.question.question import Question
from layers.question.words import children_words, neediest_words, needy_words
from layers.ranks.ranks import ordinal, ranks_from_most
from layers.said.numbers import (
    LEAST_FOR_PERCENT,
    listed,
    part_of_them,
    some_of,
)
from layers.said.sentences import called, opened
from layers.turned_away import WHOLE

LEAST_CHILDREN = 0.5  # fewer than this is nobody
COUNTS = ["counted", "outside", "people_gap", "areas_gap"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Terms:
    everyone: str  # "under-fives"
    who: str  # "under-fives in low-income families"
    neediest: str  # "the most deprived 30% of neighbourhoods"
    is_rounded: bool  # whether they are counted by what is sensitive
    of_people: bool  # whether it is they who are asked about


def both_forms(pack: Pack, question: Question, areas: DataFrame) -> dict[str, str]:
    """Describe what the question would say of need in its other form, over all and by place.

    Parameters
    ----------
    areas
        Indexed by `area_id`: `children` and `within_share`, as `Gaps.areas` has them.

    Returns
    -------
    sentences
        By `place_id`, and `WHOLE` for all areas. Nothing where a pack has no measure in people
        beside the one of neighbourhoods, or nobody lives outside the neediest of these.
    """
    kind = question.place_kind
    people, by_area = people_need(pack, kind), area_need(pack, kind)
    if not people or not by_area or question.need not in (people, by_area):
        return {}
    terms = _Terms(
        everyone=children_words(question),
        who=f"{children_words(question)} {needy_words(replace(question, need=people), pack)}",
        neediest=neediest_words(replace(question, need=by_area), pack),
        is_rounded=pack.indicators[people].sensitive,
        of_people=question.need == people,
    )
    counts = _counts(pack, question, areas, (people, by_area))
    places = _told(pack, people, sum_by_place(pack, question.place_kind, counts))
    total = _told(pack, people, counts[COUNTS].sum().to_frame().T).iloc[0]
    is_partition = pack.info.place_kinds[question.place_kind].partition
    said = {WHOLE: " ".join(_of_all(total, places, terms, named=is_partition))}
    ranks = ranks_from_most(places[["people_gap", "areas_gap"]].to_numpy(float))
    for place_id, (_, row), rank in zip(places.index, places.iterrows(), ranks, strict=True):
        said[str(place_id)] = " ".join(_of_place(row, rank, len(places), terms))
    return {key: words for key, words in said.items() if words}


def _counts(pack: Pack, question: Question, areas: DataFrame, needs: tuple[str, str]) -> DataFrame:
    """Count those in need, who of them is outside, and the gap in both forms; NaN if not known."""
    share, high = (
        measure_need(pack, key).needy_share(question.ages, question.need_deciles) for key in needs
    )
    children, beyond = areas["children"], 1 - areas["within_share"]
    counted = (children * share).mask(high.isna())
    return DataFrame(
        {
            "counted": counted,
            "outside": counted * (1 - high),
            "people_gap": children * share * beyond,
            "areas_gap": children * high * beyond,
        }
    )


def _told(pack: Pack, people: str, counts: DataFrame) -> DataFrame:
    """Return counts as far as they may be shown: the last is of whole neighbourhoods."""
    return protect_counts(counts, COUNTS[:-1], pack.indicators[people], pack.info.disclosure)


def _of_all(counts: Series, places: DataFrame, terms: _Terms, *, named: bool) -> Iterator[str]:
    outside = _outside(counts, terms)
    if not outside:
        return
    if terms.of_people:
        missed = "a count of those alone misses them"
        yield f"{opened(outside)} live outside {terms.neediest}: {missed}."
    else:
        yield f"{opened(outside)} live outside these neighbourhoods, and are not counted here."
    firsts = [_firsts(places, column) for column in ("people_gap", "areas_gap")]
    if named and all(firsts) and firsts[0] != firsts[1]:
        yield (
            f"Counting {terms.who}, the largest gap is in {listed(firsts[0])}; counting the "
            f"{terms.everyone} of {terms.neediest}, in {listed(firsts[1])}."
        )


def _firsts(places: DataFrame, column: str) -> list[str]:
    """Name the places with the largest gap; nothing where nobody is in one."""
    gaps = places[column]
    if not gaps.max() >= LEAST_CHILDREN:
        return []
    return [str(name) for name in places["place"][gaps == gaps.max()]]


def _of_place(row: Series, rank: Series, places: int, terms: _Terms) -> Iterator[str]:
    outside = _outside(row, terms)
    if not outside:
        return
    yield f"In {called(str(row['place']))}, {outside} live outside {terms.neediest}."
    by_people, by_area = rank
    if by_people != by_area and by_people > 0 and by_area > 0:
        by_people_words = f"Counting them, its gap is {ordinal(by_people)} of {places:,}"
        by_area_words = f"counting the {terms.everyone} of those neighbourhoods"
        if row["areas_gap"] < LEAST_CHILDREN:
            yield f"{by_people_words}; {by_area_words}, it has none."
        else:
            yield f"{by_people_words}; {by_area_words}, it is {ordinal(by_area)}."


def _outside(counts: Series, terms: _Terms) -> str:
    """Return what part of those in need lives outside the neediest areas; nothing for nobody."""
    if not counts["outside"] >= LEAST_CHILDREN:
        return ""
    outside, counted = counts["outside"], counts["counted"]
    if terms.is_rounded and outside >= counted:  # as many need not be all
        return f"about {outside:,.0f} of about {counted:,.0f} {terms.who}"
    if counted < LEAST_FOR_PERCENT:
        return f"{some_of(outside, counted)} {terms.who}"
    return part_of_them(outside, counted).replace("of them", f"of the {terms.who}")

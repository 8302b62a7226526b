"""All places of a kind side by side, for the front of their profiles: by name, never by merit."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from pandas import Series

from layers.gaps import Gaps
from layers.place.measures import people_standing
from layers.profile.asked import Shared
from layers.profile.parts import About, Cell, Column, Section, Table
from layers.question.words import children_words, journey_words
from layers.ranks.strengths import reached_shares, reached_words
from layers.said.numbers import about, known, whole
from layers.said.sentences import opened

NO_ORDER: Final = "Places stand by name: it is no order of merit."
PRAISE: Final = "What works"
REACHED: Final = "Who is reached"
OVERLAPPING: Final = "These places may overlap or leave parts out, so their numbers do not add up."


def side_by_side(shared: Shared, places: Sequence[str]) -> Section:
    """Set places of the question's kind side by side, a row each, in the order given.

    Returns
    -------
    section
        The answer for the whole, and a table: children, those in need, how many of them are
        reached and how many are not, and a sentence each of what works and who is not reached.
    """
    gaps = shared.gaps
    kind = shared.pack.info.place_kinds[shared.question.place_kind]
    rest = "" if gaps.is_partition else OVERLAPPING
    table = Table(
        key="places",
        title=f"{opened(kind.plural)} by name",
        columns=_columns(shared, places),
        rows=tuple(_row(shared, place_id) for place_id in places),
        about=_about(shared),
        after=" ".join(filter(None, (NO_ORDER, rest))),
    )
    said = (gaps.sentence(), gaps.strength())
    title = f"{opened(kind.plural)} side by side"
    return Section(key="side-by-side", title=title, said=said, blocks=(table,))


def _columns(shared: Shared, places: Sequence[str]) -> tuple[Column, ...]:
    question, terms = shared.question, shared.gaps.terms
    kind = shared.pack.info.place_kinds[question.place_kind]
    who = children_words(question)
    within = journey_words(question)
    # Where nobody is reached in some place, the heading does not praise it.
    leads = {shared.gaps.strength_lead(place_id) for place_id in places}
    return (
        Column(key="place", heading=opened(kind.label)),
        Column(key="children", heading=opened(who), kind="count", unit="children"),
        Column(
            key="high_need_children",
            heading=f"Of them {terms.needy}",
            kind="count",
            unit="children",
        ),
        Column(
            key="reached_share", heading=f"Of those, within {within}", kind="share", unit="children"
        ),
        Column(
            key="gap_children", heading=f"Of those, not within {within}", kind="count",
            unit="children",
        ),
        Column(key="strength", heading=PRAISE if leads <= {PRAISE} else REACHED),
        Column(key="gap", heading="Who is not reached"),
    )  # fmt: skip


def _row(shared: Shared, place_id: str) -> tuple[Cell, ...]:
    pack, gaps = shared.pack, shared.gaps
    found = gaps.places.loc[[place_id]]
    row: Series = found.iloc[0]
    children, high, gap = row["children"], row["high_need_children"], row["gap_children"]
    is_counted = people_standing(pack, place_id) == "published"
    share = float(reached_shares(found).iloc[0])
    return (
        Cell(text=str(row["place"])),
        Cell(text=whole(children) if is_counted else about(children), number=known(children)),
        Cell(text=gaps.count_words(high), number=known(high)),
        Cell(text=_share_words(gaps, high, share), number=known(share)),
        Cell(text=gaps.count_words(gap), number=known(gap)),
        Cell(text=gaps.place_strength(place_id)),
        Cell(text=gaps.place_said(place_id).in_full),
    )


def _share_words(gaps: Gaps, high: float, share: float) -> str:
    """Return which share is reached; where it is held back, the same words as of its counts."""
    if math.isnan(high) or (math.isnan(share) and high > 0):
        return gaps.count_words(math.nan)
    return reached_words(high, share, gaps.terms.high)


def _about(shared: Shared) -> About:
    pack, gaps = shared.pack, shared.gaps
    return About(
        period=f"people {pack.info.people.period}, need {gaps.need.indicator.period}",
        sources=tuple(dict.fromkeys(source.title for source in gaps.sources)),
        standing="illustrative" if gaps.is_illustrative else "estimated",
        note=" ".join(dict.fromkeys((gaps.method(), *gaps.notes()))),
    )

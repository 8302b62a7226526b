"""What stands out of a place: matter by matter, and in each what goes well before what does not."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from pandas import DataFrame

from geodata.model import Pack, Source
from layers.assets import takes_ages
from layers.cover.breaks import find_breaks
from layers.exercise.matrix import Matrix, theme_label
from layers.exercise.outcomes import Outcomes
from layers.gap_words import LEAST_REACHED
from layers.gaps import Gaps
from layers.said.numbers import counted, listed
from layers.said.sentences import called
from layers.themes import IN_ORDER

Tone = Literal["strength", "gap", "unknown"]
Matter = Literal["reach", "outcomes", "cover", "ages"]
MATTERS: tuple[Matter, ...] = ("reach", "ages", "cover", "outcomes")
"""What weighs more comes first; of the same matter a strength stands before a gap."""
LEADS: dict[tuple[Matter, Tone], str] = {
    ("reach", "strength"): "What works",
    ("reach", "gap"): "Who is not reached",
    ("reach", "unknown"): "Not known",
    ("ages", "gap"): "A gap by age",
    ("cover", "strength"): "What is here",
    ("cover", "gap"): "What is not here",
    ("cover", "unknown"): "Not known",
    ("outcomes", "strength"): "Better than England",
    ("outcomes", "gap"): "Worse than England",
}
TONES: tuple[Tone, ...] = ("strength", "gap", "unknown")
FOR_FAMILIES = tuple(theme for theme in IN_ORDER if theme.key not in ("together", "other"))
MOST_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class StandsOut:
    """One sentence of what stands out.

    Attributes
    ----------
    said
        The sentence.
    sources
        Titles of what it rests on.
    of, period
        Of which place it is said, and when.
    where
        Where in its source it is said; empty where it was worked out here.
    is_asked
        Whether it is about some of the ages that the question asks about.
    """

    matter: Matter
    tone: Tone
    said: str
    sources: tuple[str, ...]
    of: str
    period: str
    where: str = ""
    is_asked: bool = True

    @property
    def lead(self) -> str:
        """What it is, in a word or two before the sentence."""
        return LEADS[self.matter, self.tone]


def stands_out(
    pack: Pack,
    gaps: Gaps,
    place_id: str,
    matrix: Matrix,
    outcomes: Outcomes,
    *,
    told: DataFrame | None = None,
) -> tuple[StandsOut, ...]:
    """List what stands out of a place, the weightiest matter first, strengths first among equals.

    Parameters
    ----------
    gaps
        The answer to the question, asked by the kind that the place is.
    told
        What is told of the place, for whoever has it.
    """
    place = str(pack.places.loc[place_id, "name"])
    found = [
        *_of_reach(pack, gaps, place_id),
        *_of_cover(pack, gaps, matrix, place),
        *_of_ages(pack, place_id, gaps.question.ages, told),
        *_of_outcomes(pack, outcomes, place),
    ]
    return in_order(found)


def in_order(found: Iterable[StandsOut]) -> tuple[StandsOut, ...]:
    """Sort by weight, what is of other ages last; of equal weight strengths come first."""
    return tuple(
        sorted(
            found,
            key=lambda each: (
                not each.is_asked,
                MATTERS.index(each.matter),
                TONES.index(each.tone),
            ),
        )
    )


def _of_reach(pack: Pack, gaps: Gaps, place_id: str) -> Iterator[StandsOut]:
    row = gaps.places.loc[[place_id]].iloc[0]
    base = StandsOut(
        matter="reach",
        tone="strength",
        said=gaps.place_strength(place_id),
        sources=tuple(source.title for source in gaps.sources),
        of=str(row["place"]),
        period=f"people {pack.info.people.period}, need {gaps.need.indicator.period}",
    )
    if row["reached_high_need_children"] >= LEAST_REACHED:
        yield base
    beyond = row["gap_children"]
    tone: Tone = "unknown" if math.isnan(beyond) else "gap" if beyond > 0 else "strength"
    yield replace(base, tone=tone, said=gaps.place_said(place_id).in_full)


def _of_cover(pack: Pack, gaps: Gaps, matrix: Matrix, place: str) -> Iterator[StandsOut]:
    """Yield in which themes those asked about have a door here, and in which they have none."""
    offers, ages = matrix.offers, gaps.question.ages
    if offers.empty:
        yield StandsOut(
            matter="cover",
            tone="unknown",
            said=f"Nothing that serves {place} is held.",
            sources=tuple(source.title for source in gaps.sources),
            of=place,
            period=pack.info.date,
        )
        return
    takes = np.asarray(takes_ages(offers, ages).any(axis=1), dtype=bool)
    doors = offers[(offers["is_running"] & offers["door"]).to_numpy(bool) & takes]
    count = Counter(theme for themes in doors["themes"] for theme in themes)
    who, sources = gaps.terms.who, _titles(pack, offers["source"])
    period = periods_of(pack.info.sources[str(key)] for key in offers["source"])
    here = [f"{theme_label(key)} ({number})" for key, number in count.most_common()]
    if here:
        yield StandsOut(
            matter="cover",
            tone="strength",
            said=f"For {who}, {called(place)} has doors of its own in {_few(here)}.",
            sources=sources,
            of=place,
            period=period,
        )
    bare = [theme.label for theme in FOR_FAMILIES if not count[theme.key]]
    if bare:
        yield StandsOut(
            matter="cover",
            tone="gap",
            said=f"No door in {called(place)} is held for {who} in {_few(bare)}: what there is "
            "comes otherwise, or is not held.",
            sources=sources,
            of=place,
            period=period,
        )


def _of_ages(pack: Pack, place_id: str, ages: range, told: DataFrame | None) -> Iterator[StandsOut]:
    """Yield where help stops at one age and begins again at another, as reports do."""
    for each in find_breaks(pack, place_id, told):
        source = pack.info.sources[str(pack.assets["source"][each.asset_id])]
        yield StandsOut(
            matter="ages",
            tone="gap",
            said=each.sentence(pack),
            sources=(source.title,),
            of=each.of or str(pack.places.loc[place_id, "name"]),
            period=each.period or source.period,
            where=each.source_part,
            is_asked=bool(set(ages) & set(range(each.age_from, each.age_to + 1))),
        )


def _of_outcomes(pack: Pack, outcomes: Outcomes, place: str) -> Iterator[StandsOut]:
    """Yield which published figures are better or worse than England’s, and of whom they are."""
    held = outcomes.outcomes[outcomes.outcomes["held"]]
    tones: tuple[tuple[str, Tone], ...] = (("better", "strength"), ("worse", "gap"))
    for verdict, tone in tones:
        rows = held[held["verdict"] == verdict]
        for of, own in rows.groupby("of", sort=False):
            named = _few([f"{row['measure']} ({row['figure']}, {row['period']})"
                          for _, row in own.iterrows()])  # fmt: skip
            scope = f"{of}" if bool(own["is_own"].all()) else f"{of}, in which {place} lies"
            keys = [pack.indicators[key].source for key in own["indicator"]]
            yield StandsOut(
                matter="outcomes",
                tone=tone,
                said=f"{counted(len(own), 'outcomes')} of {scope}, {verdict} than England’s: "
                f"{named}.",
                sources=_titles(pack, keys),
                of=str(of),
                period="; ".join(dict.fromkeys(own["period"])),
            )


def _titles(pack: Pack, keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(pack.info.sources[str(key)].title for key in dict.fromkeys(keys))


def periods_of(sources: Iterable[Source]) -> str:
    """Return the periods of some sources, each once: "2019; mid-2020"."""
    return "; ".join(dict.fromkeys(source.period for source in sources))


def _few(names: list[str]) -> str:
    """Return the first few of some names, and how many more there are."""
    more = len(names) - MOST_NAMED
    return listed([*names[:MOST_NAMED], *([f"{more} more"] if more > 0 else [])])

"""The mapping exercise for all places of a kind, side by side by the same rows; no league table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from pandas import DataFrame, Series

from geodata.model import Pack, PlaceKind, Source
from layers.ages import COVER_BANDS, span_words
from layers.cover.here import may_be_there, told_offers
from layers.disclosed import withheld_words
from layers.exercise.matrix import STATED_GAP, gap_bands, stated_bands
from layers.exercise.needs import counted_by_place, gaps_in_people
from layers.gaps import Gaps
from layers.need import people_need
from layers.places import places_of_kind
from layers.progress import Progress, unwatched
from layers.said.citing import each_once, sources_by_key
from layers.said.numbers import counted
from layers.said.sentences import called, opened

COUNTS = ("offers", "doors", "online", "doorless", "planned", "gaps")
AGES = tuple(span_words(first, last) for first, last in COVER_BANDS)
GAP = -1  # in the strip of ages: a report says that something is missing, and it stands


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AllPlaces:
    """Every place of a kind: its children in need, what serves it, and where help stops by age.

    Attributes
    ----------
    places
        Indexed by `place_id`, by name: `place`, the counts of `layers.exercise.needs`, and of what
        serves it `offers` (running), `doors`, `online`, `doorless`, `planned` and `gaps`
        (reported).
    ages
        Indexed likewise, a column for each band of `AGES`: how many running offers state that they
        take some of it.
    gaps_at
        Likewise: whether a report says that something is missing for some of those ages.
    said
        Indexed likewise: `strength` and `gap`, a sentence each; empty where there is none.
    withheld
        Which measure of need is not told of such places, and why; empty where it is told.
    """

    kind: PlaceKind
    title: str
    date: str
    pack_hash: str
    heading: str
    gaps: Gaps
    places: DataFrame
    ages: DataFrame
    gaps_at: DataFrame
    said: DataFrame
    withheld: str
    sources: tuple[Source, ...]
    is_illustrative: bool

    @property
    def table(self) -> DataFrame:
        """The places by name, a row each, the ages beside the rest."""
        ages = self.ages.add_prefix("offers_at_")
        at = self.gaps_at.add_prefix("gap_reported_at_")
        joined: DataFrame = self.places.join(ages).join(at).join(self.said)
        return joined

    def parameters(self) -> dict[str, Any]:
        """Return the question."""
        return self.gaps.parameters()

    def missing(self) -> dict[str, float]:
        """Return what could not be judged."""
        return self.gaps.missing()

    def sentence(self) -> str:
        """Return over how many places it looks, and the answer for the whole."""
        return self.gaps.sentence()

    def offers_sentence(self) -> str:
        """Return how many offers serve each place, and how many of them have a door there."""
        serve, doors = (_from_to(self.places[each]) for each in ("offers", "doors"))
        whom = counted(len(self.places), self.kind.plural) if len(self.places) != 1 else ""
        one = called(str(self.places["place"].iloc[0]))
        if not self.places["offers"].any():
            return f"No offer that is listed serves {f'any of the {whom}' if whom else one}."
        whom = f"each of the {whom}" if whom else one
        verb = "serves" if serve == "1" else "serve"
        noun = "offer" if serve == "1" else "offers"
        there = (
            f"{doors} of them with a door there" if doors != "none" else "none with a door there"
        )
        return f"{opened(serve)} {noun} {verb} {whom}, {there}."

    def notes(self) -> tuple[str, ...]:
        """Return what must stand beside it."""
        said = (
            "Places stand by name: it is no order of merit. Offers that serve a whole county are "
            "counted in every place of it, so the numbers do not add up.",
            "By age only offers that state their ages are counted; what states none may take them.",
            f"Gap reported: {STATED_GAP}.",
            self.withheld,
            *self.gaps.notes(),
        )
        return tuple(dict.fromkeys(filter(None, said)))


def measure_all_places(pack: Pack, gaps: Gaps, *, progress: Progress = unwatched) -> AllPlaces:
    """Set all places of the question's kind side by side.

    Parameters
    ----------
    gaps
        The answer to the question.
    """
    people = gaps_in_people(pack, gaps)
    kind = gaps.question.place_kind
    ids = [str(key) for key in places_of_kind(pack, kind).index]
    told: dict[str, DataFrame] = {}
    for key, among in zip(ids, may_be_there(pack, ids), strict=True):
        progress(0.9 * len(told) / len(ids), "looking at each place")
        told[key] = told_offers(pack, key, among)
    progress(0.9, "putting them side by side")
    needs = counted_by_place(pack, people).reindex(ids)
    counts = DataFrame([_counts(told[key]) for key in ids], index=ids, columns=list(COUNTS))
    everything = told_offers(pack, None)
    stated, missing = stated_bands(everything), gap_bands(everything)
    ages = [_bands(told[key], "is_running", stated).sum() for key in ids]
    gaps_at = [_bands(told[key], "is_gap", missing).any() for key in ids]
    used = {source for offers in told.values() for source in offers["source"][offers["here"]]}
    return AllPlaces(
        kind=pack.info.place_kinds[kind],
        title=pack.info.title,
        date=pack.info.date,
        pack_hash=pack.short_hash,
        heading=people.heading,
        gaps=people,
        places=needs.join(counts).rename_axis("place_id"),
        ages=_by_band(ages, ids),
        gaps_at=_by_band(gaps_at, ids).astype(bool),
        said=DataFrame([_said(people, key) for key in ids], index=ids, columns=["strength", "gap"]),
        withheld=withheld_words(pack, people_need(pack), kind),
        sources=each_once(people.sources, sources_by_key(pack, sorted(used))),
        is_illustrative=pack.info.illustrative,
    )


def _from_to(counts: Series) -> str:
    """Return the fewest and the most of some counts: "127 to 209"; once where they are one."""
    least, most = int(counts.min()), int(counts.max())
    if least == most:
        return f"{most:,}" if most else "none"
    return f"{least:,} to {most:,}"


def _counts(offers: DataFrame) -> tuple[int, ...]:
    runs = offers["here"] & offers["is_running"]
    ways = (runs & offers["door"], runs & offers["distant"], runs & offers["doorless"])
    rest = (offers["here"] & offers["is_planned"], offers["here"] & offers["is_gap"])
    return tuple(int(flags.sum()) for flags in (runs, *ways, *rest))


def _by_band(rows: list[Series], ids: list[str]) -> DataFrame:
    values = np.array([row.to_numpy() for row in rows]).reshape(len(ids), len(AGES))
    return DataFrame(values, index=ids, columns=list(AGES))


def _bands(offers: DataFrame, which: str, stated: DataFrame) -> DataFrame:
    """Pick the bands of what is here and running, or here and reported to be missing."""
    return stated.loc[offers.index[offers["here"] & offers[which]]]


def _said(gaps: Gaps, place_id: str) -> tuple[str, str]:
    row: Series = gaps.places.loc[[place_id]].iloc[0]
    reached = row["reached_high_need_children"] > 0
    strength = gaps.place_strength(place_id) if reached else ""
    return strength, gaps.place_said(place_id).in_full

"""The mapping exercise for all places of a kind, side by side by the same rows; no league table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from pandas import DataFrame, Series

from geodata.model import Pack, PlaceKind, Source
from geodata.offers import RUNNING
from layers.ages import COVER_BANDS, span_words
from layers.assets import rests_on_unstated
from layers.cover.cells import takes_bands
from layers.cover.here import told_offers
from layers.exercise.needs import counted_by_place, gaps_in_people
from layers.gaps import Gaps
from layers.places import places_of_kind
from layers.said.citing import each_once, sources_by_key

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

    def notes(self) -> tuple[str, ...]:
        """Return what must stand beside it."""
        said = (
            "Places stand by name: it is no order of merit. Offers that serve a whole county are "
            "counted in every place of it, so the numbers do not add up.",
            "By age only offers that state their ages are counted; what states none may take them.",
            *self.gaps.notes(),
        )
        return tuple(dict.fromkeys(filter(None, said)))


def measure_all_places(pack: Pack, gaps: Gaps) -> AllPlaces:
    """Set all places of the question's kind side by side.

    Parameters
    ----------
    gaps
        The answer to the question.
    """
    people = gaps_in_people(pack, gaps)
    kind = gaps.question.place_kind
    ids = [str(key) for key in places_of_kind(pack, kind).index]
    told = {key: told_offers(pack, key) for key in ids}
    needs = counted_by_place(people).reindex(ids)
    counts = DataFrame([_counts(told[key]) for key in ids], index=ids, columns=list(COUNTS))
    used = {source for offers in told.values() for source in offers["source"][offers["here"]]}
    return AllPlaces(
        kind=pack.info.place_kinds[kind],
        title=pack.info.title,
        date=pack.info.date,
        pack_hash=pack.short_hash,
        heading=gaps.heading,
        gaps=people,
        places=needs.join(counts).rename_axis("place_id"),
        ages=DataFrame([_by_age(told[key]) for key in ids], index=ids, columns=list(AGES)),
        gaps_at=DataFrame([_gap_ages(told[key]) for key in ids], index=ids, columns=list(AGES)),
        said=DataFrame([_said(people, key) for key in ids], index=ids, columns=["strength", "gap"]),
        sources=each_once(people.sources, sources_by_key(pack, sorted(used))),
        is_illustrative=pack.info.illustrative,
    )


def _counts(offers: DataFrame) -> tuple[int, ...]:
    runs = offers["here"] & offers["status"].isin(RUNNING)
    ways = (runs & offers["door"], runs & offers["distant"], runs & offers["doorless"])
    rest = (offers["here"] & offers["is_planned"], offers["here"] & offers["is_gap"])
    return tuple(int(flags.sum()) for flags in (runs, *ways, *rest))


def _stated(offers: DataFrame) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Find which bands each offer states that it takes: offers down, bands across."""
    rests = [rests_on_unstated(offers, range(first, last + 1)) for first, last in COVER_BANDS]
    return np.asarray(takes_bands(offers) & ~np.column_stack(rests))


def _by_age(offers: DataFrame) -> list[int]:
    runs = (offers["here"] & offers["is_running"]).to_numpy(bool)
    return [int(count) for count in (_stated(offers) & runs[:, None]).sum(axis=0)]


def _gap_ages(offers: DataFrame) -> list[bool]:
    gaps = (offers["here"] & offers["is_gap"]).to_numpy(bool)
    return [bool(found) for found in (_stated(offers) & gaps[:, None]).any(axis=0)]


def _said(gaps: Gaps, place_id: str) -> tuple[str, str]:
    row: Series = gaps.places.loc[[place_id]].iloc[0]
    reached = row["reached_high_need_children"] > 0
    strength = gaps.place_strength(place_id) if reached else ""
    return strength, gaps.place_sentence(place_id)

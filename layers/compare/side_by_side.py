"""The places of a question beside each other: need, reach and gap as shares of the children."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from pandas import DataFrame, Series

from geodata.model import Pack, Source
from layers.compare.expected import Expected, measure_expected
from layers.compare.intervals import CONFIDENCE, wilson_limits
from layers.gaps import Gaps
from layers.question.words import children_words, limit_words
from layers.said.numbers import about, percent
from layers.said.sentences import called
from layers.shares import AMONG, SHARES, place_shares_of, total_shares_of


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SideBySide:
    """The places of a question, side by side.

    Attributes
    ----------
    places
        Indexed by `place_id`, by name: `place`, `children` and each of `SHARES` (0–1 of the
        children for whom it is known; NaN where nobody's is), with `high_need_lower` and
        `high_need_upper` (95%, Wilson; NaN where no interval makes sense) and `unknown_children`.
    total
        The same over all areas.
    interval_note
        Which figures have an interval, and why the others have none.
    expected
        Reach beside what deprivation would lead one to expect.
    who, high
        The children asked about, and which of them are in need, in words.
    no_door
        That no door takes the ages, where none does: then there is nothing to compare.
    need_notes
        What must be said of need where it is counted in people.
    asked
        The settings of the question.
    """

    places: DataFrame
    total: Series
    interval_note: str
    expected: Expected
    heading: str
    who: str
    high: str
    no_door: str
    need_notes: tuple[str, ...]
    asked: dict[str, Any]
    sources: tuple[Source, ...]
    is_illustrative: bool

    @property
    def table(self) -> DataFrame:
        """The places, by name."""
        return self.places

    def parameters(self) -> dict[str, Any]:
        """Return the settings of the question."""
        return dict(self.asked)

    def missing(self) -> dict[str, float]:
        """Return how many places have a share that is not known, and how many children have."""
        places = float(self.places[list(SHARES)].isna().any(axis="columns").sum())
        counts = {"places": places, "children": float(self.total["unknown_children"])}
        return {name: count for name, count in counts.items() if count > 0}

    def notes(self) -> tuple[str, ...]:
        """Return which figures have an interval, and who is in no share."""
        unknown = float(self.total["unknown_children"])
        left = (
            f"Each share is of the {self.who} for whom it is known; for {about(unknown)} need or "
            "the journey is not known."
        )
        return (self.interval_note, *([left] if unknown > 0 else []), *self.need_notes)

    def sentence(self) -> str:
        """Describe how far apart the places are."""
        if self.no_door:
            return f"There is no reach to compare: {self.no_door}."
        known = self.places.dropna(subset=["gap_share"]).sort_values("gap_share")
        if known.empty:
            return "How the places compare is not known: no place has a gap that could be measured."
        least, most = known.iloc[0], known.iloc[-1]
        whole = percent(self.total["gap_share"])
        if len(known) == 1 or most["gap_share"] == least["gap_share"]:
            return f"In {called(str(most['place']))}, {whole} of the children are in the gap."
        return (
            f"The gap takes in {percent(most['gap_share'])} of the children in {most['place']} "
            f"and {percent(least['gap_share'])} in {least['place']}; {whole} over all places."
        )


def measure_side_by_side(pack: Pack, gaps: Gaps) -> SideBySide:
    """Set the places of a question's kind side by side.

    Only a whole, published count has an interval here. Reach and gap rest on journeys, and a
    modelled figure's doubt is in its model, which an interval of chance would hide.
    """
    shares = place_shares_of(pack, gaps).sort_values("place")
    places = shares[["place", "children", *SHARES]].copy()
    counted = pack.info.people.standing == "published" and not gaps.need.is_of_people
    among = shares[AMONG["high_need_share"]]
    high = gaps.places["high_need_children"].reindex(places.index)
    lower, upper = wilson_limits(high, among, CONFIDENCE)
    places["high_need_lower"] = np.where(counted, lower, np.nan)
    places["high_need_upper"] = np.where(counted, upper, np.nan)
    places["unknown_children"] = shares["unknown_children"]
    return SideBySide(
        places=places,
        total=total_shares_of(pack, gaps),
        interval_note=_interval_note(pack, gaps),
        expected=_expected_reach(pack, gaps, shares),
        heading=gaps.heading,
        who=children_words(gaps.question),
        high=gaps.terms.high,
        no_door="" if gaps.reach.doors_taking else gaps.terms.no_door(),
        need_notes=gaps.need_notes,
        asked=gaps.parameters(),
        sources=gaps.sources,
        is_illustrative=pack.info.illustrative,
    )


def _interval_note(pack: Pack, gaps: Gaps) -> str:
    standing = pack.info.people.standing
    modelled = (
        "Reach and gap have no interval: they are worked out from journeys for every child "
        "counted, not from a sample."
    )
    if gaps.need.is_of_people:
        return (
            f"{modelled} Nor has need: it is a share taken from one count of children to another, "
            "which an interval of chance would not tell."
        )
    if standing == "published":
        return f"Need has a 95% interval (Wilson). {modelled}"
    return (
        f"{modelled} Nor has need: the counts of children are {standing}, so an interval of "
        "chance would promise more than they can hold."
    )


def _expected_reach(pack: Pack, gaps: Gaps, shares: DataFrame) -> Expected:
    figures = DataFrame(
        {
            "place": shares["place"],
            "value": 100 * shares["within_share"],
            "weight": shares[AMONG["beyond_share"]],
        }
    ).loc[gaps.places.index]
    return measure_expected(
        pack,
        figures,
        gaps.question.place_kind,
        label=f"children within {limit_words(gaps.question)}, %",
        worse_when="lower",
        ages=gaps.question.ages,
    )

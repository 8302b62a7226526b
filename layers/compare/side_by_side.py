"""The places of a question beside each other: need, reach and gap as shares of the children."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from pandas import DataFrame, Series

from geodata.model import Pack, Source
from layers.compare.expected import Expected, measure_expected
from layers.compare.intervals import CONFIDENCE, wilson_limits
from layers.gaps import Gaps
from layers.question.question import limit_words
from layers.said.numbers import percent

MEASURES = {
    "high_need_share": "high_need_children",
    "beyond_share": "beyond_children",
    "gap_share": "gap_children",
}
"""Each share, and the count that it is of all children of the age."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SideBySide:
    """The places of a question, side by side.

    Attributes
    ----------
    places
        Indexed by `place_id`, by name: `place`, `children` and each of `MEASURES` (0–1; NaN where
        not known), with `high_need_lower` and `high_need_upper` (95%, Wilson; NaN where no
        interval makes sense).
    total
        The same over all areas.
    interval_note
        Which figures have an interval, and why the others have none.
    expected
        Reach beside what deprivation would lead one to expect.
    """

    places: DataFrame
    total: Series
    interval_note: str
    expected: Expected
    sources: tuple[Source, ...]

    @property
    def missing(self) -> int:
        """How many places have a share that is not known."""
        return int(self.places[list(MEASURES)].isna().any(axis="columns").sum())

    def sentence(self) -> str:
        """Say how far apart the places are."""
        known = self.places.dropna(subset=["gap_share"]).sort_values("gap_share")
        if known.empty:
            return "How the places compare is not known: no place has a gap that could be measured."
        least, most = known.iloc[0], known.iloc[-1]
        whole = percent(self.total["gap_share"])
        if len(known) == 1 or most["gap_share"] == least["gap_share"]:
            return f"In {most['place']}, {whole} of the children are in the gap."
        return (
            f"The gap takes in {percent(most['gap_share'])} of the children in {most['place']} "
            f"and {percent(least['gap_share'])} in {least['place']}; {whole} over all places."
        )


def measure_side_by_side(pack: Pack, gaps: Gaps) -> SideBySide:
    """Set the places of a question's kind side by side.

    Only a whole, published count has an interval here. Reach and gap rest on journeys, and a
    modelled figure's doubt is in its model, which an interval of chance would hide.
    """
    places = _shares(gaps.places).sort_values("place")
    counted = pack.info.people.standing == "published"
    lower, upper = wilson_limits(
        gaps.places["high_need_children"].reindex(places.index), places["children"], CONFIDENCE
    )
    places["high_need_lower"] = np.where(counted, lower, np.nan)
    places["high_need_upper"] = np.where(counted, upper, np.nan)
    return SideBySide(
        places=places,
        total=_shares(DataFrame([gaps.total.to_dict() | {"place": pack.info.title}])).iloc[0],
        interval_note=_interval_note(pack),
        expected=_expected_reach(pack, gaps),
        sources=gaps.sources,
    )


def _shares(counts: DataFrame) -> DataFrame:
    children = counts["children"].where(counts["children"] > 0)
    shares = DataFrame({"place": counts["place"], "children": counts["children"]})
    for share, count in MEASURES.items():
        shares[share] = counts[count] / children
    return shares


def _interval_note(pack: Pack) -> str:
    standing = pack.info.people.standing
    modelled = (
        "Reach and gap have no interval: they are worked out from journeys for every child "
        "counted, not from a sample."
    )
    if standing == "published":
        return f"Need has a 95% interval (Wilson). {modelled}"
    return (
        f"{modelled} Nor has need: the counts of children are {standing}, so an interval of "
        "chance would promise more than they can hold."
    )


def _expected_reach(pack: Pack, gaps: Gaps) -> Expected:
    children = gaps.places["children"]
    figures = DataFrame(
        {
            "place": gaps.places["place"],
            "value": 100 * (1 - gaps.places["beyond_children"] / children.where(children > 0)),
            "weight": children,
        }
    )
    return measure_expected(
        pack,
        figures,
        gaps.question.place_kind,
        label=f"children within {limit_words(gaps.question)}, %",
        worse_when="lower",
        ages=gaps.question.ages,
    )

"""The postcode lottery: whether reach depends on how deprived a neighbourhood is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from pandas import DataFrame, Series

from geodata.model import Pack, Source
from layers.access.journeys import Journeys
from layers.access.journeys_for import journeys_for
from layers.access.reach import Reach, measure_reach
from layers.averages import Floats, place_shares
from layers.compare.inequality import (
    REPEATS,
    concentration_index,
    fractional_rank,
    sample_group_means,
    slope_with_interval,
)
from layers.need import Need, measure_need
from layers.places import places_of_kind
from layers.question.check import check_question
from layers.question.question import Question
from layers.question.words import children_words, journey_words
from layers.said.citing import used_sources
from layers.said.numbers import percent

GROUPS = 5
LEAST_AREAS = 15  # three for each fifth
SEED = 2021
Z_95 = 1.959963984540054
FIFTHS = tuple(f"fifth_{number}_share" for number in range(1, GROUPS + 1))
FIGURES = (
    "within_share",
    *FIFTHS,
    "ratio",
    "concentration",
    "concentration_lower",
    "concentration_upper",
    "sii",
    "sii_lower",
    "sii_upper",
    "rii",
    "rii_lower",
    "rii_upper",
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lottery:
    """How evenly a service's reach is spread over the more and the less deprived.

    Attributes
    ----------
    places
        Indexed by `place_id`: `place`, `areas` (how many could be judged), `children` (those in
        them) and `FIGURES`: `within_share` (0–1 of the children), the same for each fifth of the
        place's children from the most deprived (`fifth_1_share`) to the least, `ratio` (the first
        over the last; NaN where nobody of the last is reached), `concentration` (below 0 where
        reach leans to the more deprived), `sii` (the rise in share from the most to the least
        deprived), `rii` (the least over the most), each with its 95% interval. Figures are NaN
        for a place of fewer than 15 areas.
    total
        The same over all areas, ranked together.
    missing_areas
        How many areas could not be judged: reach, need or children not known.
    """

    question: Question
    places: DataFrame
    total: Series
    measure: str
    journeys: str
    service_label: str
    area_label: str
    missing_areas: int
    sources: tuple[Source, ...]
    is_illustrative: bool
    seed: int = SEED

    def parameters(self) -> dict[str, Any]:
        """Give every setting, for a table's heading or a file."""
        return self.question.parameters() | {
            "deprivation": self.measure,
            "journeys": self.journeys,
            "groups": GROUPS,
            "repeated_samples": REPEATS,
            "seed": self.seed,
            "least_areas": LEAST_AREAS,
            "missing_areas": self.missing_areas,
            "illustrative": self.is_illustrative,
        }

    def sentence(self) -> str:
        """Say how many of the most and the least deprived are reached, and which way it leans."""
        who, far = children_words(self.question), journey_words(self.question)
        most, least = self.total[FIFTHS[0]], self.total[FIFTHS[-1]]
        if math.isnan(most):
            return f"How evenly {self.service_label} reach {who} cannot be worked out here."
        return (
            f"In the most deprived fifth, {percent(most)} of {who} are within {far} of "
            f"{self.service_label}; in the least deprived fifth, {percent(least)}. "
            f"{self.leaning(self.total)}"
        )

    def leaning(self, row: Series) -> str:
        """Say which way reach leans in a place, and whether that could be chance."""
        index, lower, upper = (
            row["concentration"],
            row["concentration_lower"],
            row["concentration_upper"],
        )
        if math.isnan(index):
            return "Which way it leans is not known."
        said = f"(concentration index {index:+.2f}, 95% interval {lower:+.2f} to {upper:+.2f})"
        said = said.replace("-", "−")
        if lower <= 0 <= upper:
            return f"It leans clearly to neither {said}."
        whom = "more" if index < 0 else "less"
        return f"Reach leans to the {whom} deprived {said}."


def measure_lottery(
    pack: Pack,
    question: Question,
    journeys: Journeys | None = None,
    *,
    reach: Reach | None = None,
) -> Lottery:
    """Set the share of children within the limit against deprivation, for each place and for all.

    Areas are ranked by the question's measure of need, within each place, and fifths hold a fifth
    of its children each.

    Parameters
    ----------
    reach
        The answer to the same question, where it has been measured already.

    Raises
    ------
    QuestionError
        The question names something the pack does not hold, or a setting is out of range.
    """
    check_question(question, pack)
    if reach is None:
        reach = measure_reach(pack, question, journeys or journeys_for(pack, question))
    need = measure_need(pack, question.need)
    areas = _areas(reach.areas, need)
    known = areas.notna().all(axis="columns").to_numpy()
    inside = place_shares(pack, question.place_kind).toarray() * known
    names = places_of_kind(pack, question.place_kind)
    figures = [_judge(areas.to_numpy(float), shares) for shares in inside]
    places = DataFrame(figures, index=names.index, columns=["areas", "children", *FIGURES])
    places.insert(0, "place", names["name"])
    return Lottery(
        question=question,
        places=places,
        total=Series(_judge(areas.to_numpy(float), known.astype(float))),
        measure=need.indicator.label,
        journeys=reach.method,
        service_label=pack.info.services[question.service].label,
        area_label=pack.info.area_label,
        missing_areas=int((~known).sum()),
        sources=used_sources(pack, question, [question.need]),
        is_illustrative=pack.info.illustrative,
    )


def _areas(reached: DataFrame, need: Need) -> DataFrame:
    """Give each area's children, reach and order, the most deprived first."""
    order = need.values * (1 if need.indicator.worse_when == "lower" else -1)  # noqa: PD011
    return DataFrame(
        {
            "children": reached["children"],
            "within_share": reached["within_share"],
            "order": order,
        }
    )


def _judge(areas: Floats, shares: Floats) -> dict[str, float]:
    """Work out every figure over some areas, each by the share of it that counts.

    Parameters
    ----------
    areas
        The columns of `_areas`.
    shares
        0 for an area that does not count.
    """
    counted = np.flatnonzero((shares > 0) & (areas[:, 0] > 0))
    weights, values, order = areas[counted].T
    weights = weights * shares[counted]
    heads = {"areas": float(len(counted)), "children": float(weights.sum())}
    if len(counted) < LEAST_AREAS:
        return heads | dict.fromkeys(FIGURES, math.nan)
    rank = fractional_rank(order, weights)
    groups = np.minimum((rank * GROUPS).astype(int), GROUPS - 1)
    counts = np.bincount(groups, weights=weights, minlength=GROUPS)
    if (counts == 0).any():
        return heads | dict.fromkeys(FIGURES, math.nan)
    means = np.bincount(groups, weights=weights * values, minlength=GROUPS) / counts
    even = concentration_index(values, rank, weights)
    samples = sample_group_means(values, weights, groups, GROUPS, SEED)
    slope = slope_with_interval(means, samples, counts / counts.sum())
    either = Z_95 * even.standard_error
    figures = {
        "within_share": float(np.average(values, weights=weights)),
        **dict(zip(FIFTHS, means.tolist(), strict=True)),
        "ratio": float(means[0] / means[-1]) if means[-1] > 0 else math.nan,
        "concentration": even.index,
        "concentration_lower": even.index - either,
        "concentration_upper": even.index + either,
    }
    slopes = {name: getattr(slope, name) for name in FIGURES if name[:3] in ("sii", "rii")}
    return heads | figures | slopes

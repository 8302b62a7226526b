"""The postcode lottery: whether reach depends on how deprived a neighbourhood is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas import DataFrame, Series
from scipy.sparse import csr_array

from geodata.model import Pack, Source
from layers.access.journeys import Journeys
from layers.access.journeys_for import journeys_for
from layers.access.reach import Reach, measure_reach
from layers.averages import Floats, place_shares
from layers.compare.inequality import (
    CONFIDENCE,
    REPEATS,
    bounded_indices,
    concentration_index,
    draw_clusters,
    drawn_concentration,
    drawn_group_means,
    fractional_rank,
    slope_with_interval,
)
from layers.need import Need, measure_need
from layers.places import places_of_kind
from layers.progress import Progress, part_of, unwatched
from layers.question.check import check_question
from layers.question.question import Question
from layers.question.sentence import question_sentence
from layers.question.words import children_words, journey_words
from layers.said.citing import used_sources
from layers.said.need_words import need_notes
from layers.said.numbers import UNKNOWN, percent

GROUPS = 5
LEAST_AREAS = 15  # three for each fifth
LEAST_CLUSTERS = 5  # drawing again from fewer says little about chance
SEED = 2021
INDICES = ("concentration", "erreygers", "wagstaff")
FIFTHS = tuple(f"fifth_{number}_share" for number in range(1, GROUPS + 1))
FIGURES = (
    "within_share",
    *FIFTHS,
    "ratio",
    *(f"{name}{end}" for name in INDICES for end in ("", "_lower", "_upper")),
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
        reach leans to the more deprived), the same as Erreygers and as Wagstaff correct it for a
        share, `sii` (the rise in share from the most to the least deprived), `rii` (the least over
        the most), each with its 95% interval. Figures are NaN for a place of fewer than 15 areas;
        intervals for one of fewer than 5 clusters.
    total
        The same over all areas, ranked together.
    cluster_words
        What is drawn whole for the intervals.
    need_notes
        What must be said of need where it is counted in people.
    missing_areas, unknown_children
        How many areas could not be judged, reach, need or children not known, and the children in
        them.
    """

    heading: str
    question: Question
    places: DataFrame
    total: Series
    measure: str
    journeys: str
    service_label: str
    area_label: str
    cluster_words: str
    missing_areas: int
    unknown_children: float
    need_notes: tuple[str, ...]
    sources: tuple[Source, ...]
    is_illustrative: bool
    seed: int = SEED

    @property
    def table(self) -> DataFrame:
        """The places, by name."""
        return self.places

    def missing(self) -> dict[str, float]:
        """Return how many areas, and children in them, could not be judged."""
        counts = {"areas": float(self.missing_areas), "children": self.unknown_children}
        return {name: count for name, count in counts.items() if count > 0}

    def parameters(self) -> dict[str, Any]:
        """Return every setting, for a table's heading or a file."""
        return self.question.parameters() | {
            "deprivation": self.measure,
            "journeys": self.journeys,
            "groups": GROUPS,
            "repeated_samples": REPEATS,
            "drawn_whole": self.cluster_words,
            "seed": self.seed,
            "least_areas": LEAST_AREAS,
            "least_clusters": LEAST_CLUSTERS,
            "missing_areas": self.missing_areas,
            "illustrative": self.is_illustrative,
        }

    def sentence(self) -> str:
        """Describe how many of the most and the least deprived are reached, and which way it leans.

        The fifths are of the children here, which are not the national fifths of neighbourhoods.
        """
        who, far = children_words(self.question), journey_words(self.question)
        most, least = self.total[FIFTHS[0]], self.total[FIFTHS[-1]]
        if math.isnan(most):
            return f"How evenly {self.service_label} reach {who} cannot be worked out here."
        return (
            f"Of the fifth of {who} in the most deprived {self.area_label}s here, {percent(most)} "
            f"are within {far} of {self.service_label}; of the fifth in the least deprived, "
            f"{percent(least)}. {self.leaning(self.total)}"
        )

    def leaning(self, row: Series) -> str:
        """Describe which way reach leans in a place, and whether that could be chance."""
        index, lower, upper = (
            row["concentration"],
            row["concentration_lower"],
            row["concentration_upper"],
        )
        if math.isnan(index):
            return "Which way it leans is not known."
        if math.isnan(lower):
            return (
                f"Too few {self.area_label}s lie apart to say which way it leans "
                f"(concentration index {_signed(index)})."
            )
        said = (
            f"(concentration index {_signed(index)}, 95% interval {_signed(lower)} to "
            f"{_signed(upper)})"
        )
        if lower <= 0 <= upper:
            return f"There is no clear lean to the more or the less deprived {said}."
        whom = "more" if index < 0 else "less"
        return f"Reach leans to the {whom} deprived {said}."

    def leaning_words(self, row: Series) -> str:
        """Return which way reach leans in a place in a few words, for a table."""
        lower, upper = row["concentration_lower"], row["concentration_upper"]
        if math.isnan(lower):
            return UNKNOWN
        if lower <= 0 <= upper:
            return "no clear lean"
        return "to the more deprived" if upper < 0 else "to the less deprived"

    def notes(self) -> tuple[str, ...]:
        """Return how to read the indices, and who is in none of them."""
        return (
            "Below 0, the more deprived are reached more; above 0, the less deprived. A fifth is a "
            f"fifth of the children of the place, from its most deprived {self.area_label} to its "
            "least: not a national fifth.",
            "A share can be no more than all, which bounds how far its index can lean: Erreygers’ "
            "and Wagstaff’s indices correct for that, and are the ones to compare between "
            "services or places.",
            f"In brackets, 95% intervals from drawing whole {self.cluster_words} again, because "
            "neighbouring areas are alike.",
            f"A place of fewer than {LEAST_AREAS} {self.area_label}s is not judged, and one of "
            f"fewer than {LEAST_CLUSTERS} {self.cluster_words} has no interval.",
            *self.need_notes,
        )


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−")


def measure_lottery(
    pack: Pack,
    question: Question,
    journeys: Journeys | None = None,
    *,
    reach: Reach | None = None,
    progress: Progress = unwatched,
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
    clusters, cluster_words = _clusters(pack)
    table = areas.to_numpy(float)
    inside = place_shares(pack, question.place_kind)
    names = places_of_kind(pack, question.place_kind)
    figures = figures_by_place(table, inside, known, clusters, progress=part_of(progress, 0.0, 0.5))
    progress(0.5, "drawing all places together")
    places = DataFrame(figures, index=names.index, columns=["areas", "children", *FIGURES])
    places.insert(0, "place", names["name"])
    return Lottery(
        heading=question_sentence(question, pack),
        question=question,
        places=places,
        total=Series(_judge(table, known.astype(float), clusters, part_of(progress, 0.5, 1.0))),
        measure=need.indicator.label,
        journeys=reach.method,
        service_label=pack.info.services[question.service].label,
        area_label=pack.info.area_label,
        cluster_words=cluster_words,
        missing_areas=int((~known).sum()),
        unknown_children=float(areas["children"][~known].sum()),
        need_notes=need_notes(pack, question, need),
        sources=used_sources(pack, question, [question.need], reach.sources),
        is_illustrative=pack.info.illustrative,
    )


def figures_by_place(
    areas: Floats,
    inside: csr_array,
    known: NDArray[np.bool_],
    clusters: NDArray[np.int_],
    *,
    progress: Progress = unwatched,
) -> list[dict[str, float]]:
    """Work out every figure of every place, each from its own areas only.

    Parameters
    ----------
    areas
        Children, share within reach and order, the most deprived first.
    inside
        The share of each area (across) inside each place (down), from `place_shares`.
    known
        Which areas can be judged.
    clusters
        The cluster that each area is in.
    """
    inside.sort_indices()
    figures = []
    for number, (start, end) in enumerate(pairwise(inside.indptr)):
        progress(number / inside.shape[0], "drawing each place")
        members, shares = inside.indices[start:end], inside.data[start:end]
        figures.append(_judge(areas[members], shares * known[members], clusters[members]))
    return figures


def _clusters(pack: Pack) -> tuple[NDArray[np.int_], str]:
    """Return the number of each area's middle-layer area; where any has none, each is its own."""
    named = pack.areas["msoa_id"]
    if named.isna().any():
        return np.arange(len(pack.areas)), f"{pack.info.area_label}s"
    return pd.factorize(named)[0], "middle-layer areas"


def _areas(reached: DataFrame, need: Need) -> DataFrame:
    """Return each area's children, reach and order, the most deprived first."""
    order = need.values * (1 if need.indicator.worse_when == "lower" else -1)  # noqa: PD011
    return DataFrame(
        {
            "children": reached["children"],
            "within_share": reached["within_share"],
            "order": order,
        }
    )


def _judge(
    areas: Floats, shares: Floats, clusters: NDArray[np.int_], progress: Progress = unwatched
) -> dict[str, float]:
    """Work out every figure over some areas, each by the share of it that counts.

    Parameters
    ----------
    areas
        The columns of `_areas`, for the areas of a place only.
    shares
        0 for an area that does not count.
    clusters
        The cluster that each area is in.
    """
    counted = np.flatnonzero((shares > 0) & (areas[:, 0] > 0))
    weights, values, order = areas[counted].T
    weights = weights * shares[counted]
    heads = {"areas": float(len(counted)), "children": float(weights.sum())}
    nothing = heads | dict.fromkeys(FIGURES, math.nan)
    if len(counted) < LEAST_AREAS:
        return nothing
    rank = fractional_rank(order, weights)
    groups = np.minimum((rank * GROUPS).astype(int), GROUPS - 1)
    counts = np.bincount(groups, weights=weights, minlength=GROUPS)
    if (counts == 0).any():
        return nothing
    means = np.bincount(groups, weights=weights * values, minlength=GROUPS) / counts
    index = concentration_index(values, rank, weights).index
    mean = float(np.average(values, weights=weights))
    erreygers, wagstaff = bounded_indices(index, mean)
    figures = {
        "within_share": mean,
        **dict(zip(FIFTHS, means.tolist(), strict=True)),
        "ratio": float(means[0] / means[-1]) if means[-1] > 0 else math.nan,
        **dict(zip(INDICES, (index, float(erreygers), float(wagstaff)), strict=True)),
    }
    among = np.unique(clusters[counted], return_inverse=True)[1]
    drawn = _draw(values, weights, order, (groups, means), among, progress=progress)
    shared = counts / counts.sum()
    return nothing | figures | _with_intervals(means, shared, drawn, int(among.max()) + 1)


def _draw(
    values: Floats,
    weights: Floats,
    order: Floats,
    grouped: tuple[NDArray[np.int_], Floats],
    clusters: NDArray[np.int_],
    *,
    progress: Progress,
) -> tuple[dict[str, Floats], Floats]:
    """Return each index, and the means of the fifths, over draws of whole clusters."""
    sort = np.argsort(order, kind="stable")  # once, not in every draw
    values, weights, order, clusters = values[sort], weights[sort], order[sort], clusters[sort]
    groups, own = grouped[0][sort], grouped[1]
    indices: list[Floats] = []
    means: list[Floats] = []
    for times in draw_clusters(clusters, REPEATS, SEED):
        progress(sum(len(each) for each in means) / REPEATS, "drawing neighbourhoods again")
        index, mean = drawn_concentration(values, order, weights, times)
        indices.append(np.vstack([index, *bounded_indices(index, mean)]))
        means.append(drawn_group_means(values, weights, groups, own, times))
    return dict(zip(INDICES, np.hstack(indices), strict=True)), np.vstack(means)


def _with_intervals(
    means: Floats, shared: Floats, drawn: tuple[dict[str, Floats], Floats], clusters: int
) -> dict[str, float]:
    """Return the slopes, and the interval of everything where there are clusters enough."""
    indices, samples = drawn
    slope = slope_with_interval(means, samples, shared)
    found = {name: getattr(slope, name) for name in FIGURES if name[:3] in ("sii", "rii")}
    if clusters < LEAST_CLUSTERS:
        return {name: found[name] for name in ("sii", "rii")}
    tail = (1 - CONFIDENCE) / 2
    for name, values in indices.items():
        known = values[~np.isnan(values)]
        if len(known) == len(values):
            ends = np.quantile(known, [tail, 1 - tail])
            found[f"{name}_lower"], found[f"{name}_upper"] = (float(end) for end in ends)
    return found

"""How many centres a family can choose from, and how far the second nearest is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas import DataFrame, Series
from scipy.sparse import csr_array

from geodata.model import Pack, Source
from layers.access.journeys import Journeys
from layers.access.journeys_for import journeys_for
from layers.access.pairs import Pairs
from layers.access.reach import age_shares, same_doors
from layers.access.town_and_country import true_minutes
from layers.assets import centre_of
from layers.averages import (
    mean_by_place,
    mean_over_areas,
    mean_over_origins,
    missing_from,
    origin_shares,
)
from layers.people import children_by_age
from layers.progress import Progress, unwatched
from layers.question.check import check_question
from layers.question.doors import asked_doors
from layers.question.question import Question
from layers.question.words import children_words, journey_words
from layers.said.citing import used_sources
from layers.said.numbers import minutes, percent
from layers.spots import counted_doors

Floats = NDArray[np.float64]
FIGURES = ("doors_within", "centres_within", "choice_share", "nearest_min", "second_min")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Choice:
    """Whether there is one centre or several.

    Attributes
    ----------
    areas
        Indexed by `area_id`: `children` and the figures of `FIGURES`: `doors_within` and
        `centres_within` (how many are within the limit, the mean over children), `choice_share`
        (0–1 of the children who have two centres or more), `nearest_min` and `second_min` (mean
        minutes to the nearest door, and to the nearest of another centre; NaN where fewer than
        that are open to some of the ages, or how many children there are is not known).
    places
        Indexed by `place_id`: `place`, `kind`, `areas`, `children`, the same figures (means over
        children), `unknown_children` and `unknown_areas`.
    total
        The same figures over all children.
    doors, across, centres
        How many open doors were counted, how many of them are across the border, and how many
        centres they are doors of.
    """

    question: Question
    areas: DataFrame
    places: DataFrame
    total: Series
    doors: int
    across: int
    centres: int
    journeys: str
    service_label: str
    sources: tuple[Source, ...]
    is_illustrative: bool

    @property
    def table(self) -> DataFrame:
        """The places with their figures."""
        return self.places.rename_axis("place_id")

    @property
    def missing_areas(self) -> int:
        """How many areas have no figure."""
        return int(self.areas["doors_within"].isna().sum())

    def parameters(self) -> dict[str, Any]:
        """Return every setting, for a table's heading or a file."""
        return self.question.parameters() | {
            "journeys": self.journeys,
            "doors": self.doors,
            "centres": self.centres,
            "missing_areas": self.missing_areas,
            "illustrative": self.is_illustrative,
        }

    def missing(self) -> dict[str, float]:
        """Return how many areas have no figure, and how many children are counted there."""
        return missing_from(self.areas, "doors_within")

    def sentence(self) -> str:
        """Return how many have a choice, and how far the second nearest centre is."""
        who, far = children_words(self.question), journey_words(self.question)
        if not self.doors:
            return f"No door of {self.service_label} is listed, so there is no choice to measure."
        if math.isnan(self.total["choice_share"]):
            return f"How much choice {who} have is not known."
        said = (
            f"{percent(self.total['choice_share'])} of {who} have two or more "
            f"{self.service_label} within {far}."
        )
        if math.isnan(self.total["second_min"]):
            return f"{said} There is no second one for some of the ages."
        return f"{said} On average the second nearest is {minutes(self.total['second_min'])} away."

    def notes(self) -> tuple[str, ...]:
        """Return what counts as one."""
        if self.centres == self.doors:
            return ()
        return (
            f"{counted_doors(self.doors, self.across)} belong to {self.centres:,} "
            f"{self.service_label}: the doors of a split centre, and a hub with its linked sites, "
            "are one and no choice.",
        )


def measure_choice(
    pack: Pack,
    question: Question,
    journeys: Journeys | None = None,
    *,
    progress: Progress = unwatched,
) -> Choice:
    """Count the doors and centres within the limit of every origin, and time the nearest two.

    Every single year of age counts only the doors that take it.

    Raises
    ------
    QuestionError
        The question names something the pack does not hold, or a setting is out of range.
    """
    check_question(question, pack)
    way = journeys or journeys_for(pack, question)
    service = pack.info.services[question.service]
    doors = asked_doors(pack, question)
    children = children_by_age(pack.areas, question.ages).sum(axis="columns", skipna=False)
    progress(0.1, "counting what is near")
    figures = _figures(pack, question, way)
    areas = pd.concat([children.rename("children"), figures], axis="columns")
    places = mean_by_place(pack, question.place_kind, children, figures)
    return Choice(
        question=question,
        areas=areas,
        places=places,
        total=Series({name: mean_over_areas(children, figures[name]) for name in FIGURES}),
        doors=len(doors),
        across=int(doors["across_border"].sum()),
        centres=int(centre_of(pack.assets).reindex(doors.index).nunique()),
        journeys=way.method,
        service_label=service.label,
        sources=used_sources(pack, question, journeys=way.sources),
        is_illustrative=pack.info.illustrative,
    )


def _figures(pack: Pack, question: Question, way: Journeys) -> DataFrame:
    doors = asked_doors(pack, question)
    centres = centre_of(pack.assets).reindex(doors.index)
    spread = age_shares(children_by_age(pack.areas, question.ages))
    shares = origin_shares(pack)
    sums = DataFrame(0.0, index=pack.areas.index, columns=list(FIGURES))
    for ages, asset_ids in same_doors(doors, question.ages):
        part = spread[ages].sum(axis="columns", skipna=False)
        for name, figure in _of_origins(way, centres[asset_ids], question).items():
            means = mean_over_origins(shares, figure)
            sums[name] += np.where(part.to_numpy() == 0, 0.0, part * means)
    sums.loc[np.diff(shares.indptr) == 0] = np.nan
    for name in ("nearest_min", "second_min"):
        sums[name] = true_minutes(sums[name], pack, question)
    return sums


def _of_origins(way: Journeys, centres: Series, question: Question) -> dict[str, Floats]:
    """Count what is within the limit of every origin, and time the nearest two centres.

    Parameters
    ----------
    centres
        The centre of each door, indexed by `asset_id`.
    """
    pairs = way.within([str(key) for key in centres.index], question.limit_min)
    doors = np.diff(pairs.minutes.indptr).astype(float)
    within = np.diff(_by_centre(pairs, centres).indptr).astype(float)
    first, second = nearest_two_centres(way, centres)
    return {
        "doors_within": doors,
        "centres_within": within,
        "choice_share": (within >= 2).astype(float),  # noqa: PLR2004
        "nearest_min": first,
        "second_min": second,
    }


def _by_centre(pairs: Pairs, centres: Series) -> csr_array:
    """Join the pairs of an origin with the doors of one centre into one."""
    codes, names = pd.factorize(centres.reindex(pairs.site_ids))
    rows = np.repeat(np.arange(pairs.minutes.shape[0]), np.diff(pairs.minutes.indptr))
    cells = (np.ones(len(rows)), (rows, codes[pairs.minutes.indices]))
    joined = csr_array(cells, shape=(pairs.minutes.shape[0], max(len(names), 1)))
    joined.sum_duplicates()
    return joined


def nearest_two_centres(way: Journeys, centres: Series) -> tuple[Floats, Floats]:
    """Time the nearest door, and the nearest door of any other centre.

    Where the nearest centre has one door, the second nearest door is another's. Centres of several
    doors are numbered, and the doors searched are those that differ in one binary digit: any other
    centre differs in some digit, so twice as many searches as a number has digits are enough.

    Parameters
    ----------
    centres
        The centre of each door, indexed by `asset_id`.
    """
    ids = [str(key) for key in centres.index]
    nearest = way.nearest(ids)
    first = nearest["minutes"].to_numpy(float)
    second = way.k_nearest(ids, 2)[2].to_numpy(float)
    several = [str(key) for key, count in centres.value_counts().items() if count > 1]
    if not several:
        return first, second
    codes = centres.map({key: code for code, key in enumerate(several)})
    at = nearest["asset_id"].map(codes.to_dict()).to_numpy(float)
    split = ~np.isnan(at)
    others = np.full(len(first), np.inf)
    digits = max(1, int(len(several) - 1).bit_length())
    for digit, value in product(range(digits), (0, 1)):
        differs = codes.isna() | (codes.fillna(0).astype(int) // 2**digit % 2 != value)
        asked = split & (np.nan_to_num(at).astype(int) // 2**digit % 2 == value)
        if asked.any():
            found = way.nearest(list(centres.index[differs]))["minutes"].to_numpy(float)
            others = np.where(asked, np.fmin(others, found), others)
    return first, np.where(split, np.where(np.isinf(others), np.nan, others), second)

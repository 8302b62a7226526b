"""How many doors a family can choose from, and how far the second nearest is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas import DataFrame, Series

from geodata.model import Pack, Source
from layers.access.journeys import Journeys
from layers.access.journeys_for import journeys_for
from layers.access.reach import same_doors
from layers.access.town_and_country import true_minutes
from layers.averages import mean_by_place, mean_over_areas, mean_over_origins, origin_shares
from layers.people import children_by_age
from layers.question.check import check_question
from layers.question.question import Question
from layers.question.words import children_words, journey_words
from layers.said.citing import used_sources
from layers.said.numbers import minutes, percent
from layers.supply import service_doors

FIGURES = ("doors_within", "choice_share", "nearest_min", "second_min")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Choice:
    """Whether there is one door or several.

    Attributes
    ----------
    areas
        Indexed by `area_id`: `children` and the figures of `FIGURES`: `doors_within` (how many
        open doors are within the limit, the mean over children), `choice_share` (0–1 of the
        children who have two or more), `nearest_min` and `second_min` (mean minutes; NaN where
        fewer doors than that are open to some of the ages).
    places
        Indexed by `place_id`: `place`, `kind`, `areas`, `children`, the same figures (means over
        children) and `unknown_children`.
    total
        The same figures over all children.
    doors
        How many open doors were counted; the two doors of a split site are two.
    """

    question: Question
    areas: DataFrame
    places: DataFrame
    total: Series
    doors: int
    journeys: str
    service_label: str
    sources: tuple[Source, ...]
    is_illustrative: bool

    @property
    def missing_areas(self) -> int:
        """How many areas have no figure."""
        return int(self.areas["doors_within"].isna().sum())

    def parameters(self) -> dict[str, Any]:
        """Give every setting, for a table's heading or a file."""
        return self.question.parameters() | {
            "journeys": self.journeys,
            "doors": self.doors,
            "missing_areas": self.missing_areas,
            "illustrative": self.is_illustrative,
        }

    def sentence(self) -> str:
        """Say how many have a choice, and how far the second nearest is."""
        who, far = children_words(self.question), journey_words(self.question)
        if math.isnan(self.total["choice_share"]):
            return f"How much choice {who} have is not known."
        said = (
            f"{percent(self.total['choice_share'])} of {who} have two or more doors of "
            f"{self.service_label} within {far}."
        )
        if math.isnan(self.total["second_min"]):
            return f"{said} There is no second door for some of the ages."
        return f"{said} On average the second nearest is {minutes(self.total['second_min'])} away."


def measure_choice(pack: Pack, question: Question, journeys: Journeys | None = None) -> Choice:
    """Count the doors within the limit of every origin, and time the nearest two.

    Every single year of age counts only the doors that take it.

    Raises
    ------
    QuestionError
        The question names something the pack does not hold, or a setting is out of range.
    """
    check_question(question, pack)
    way = journeys or journeys_for(pack, question)
    service = pack.info.services[question.service]
    children = children_by_age(pack.areas, question.ages).sum(axis="columns", skipna=False)
    figures = _figures(pack, question, way)
    areas = pd.concat([children.rename("children"), figures], axis="columns")
    places = mean_by_place(pack, question.place_kind, children, figures)
    return Choice(
        question=question,
        areas=areas,
        places=places,
        total=Series({name: mean_over_areas(children, figures[name]) for name in FIGURES}),
        doors=len(service_doors(pack, service)),
        journeys=way.method,
        service_label=service.label,
        sources=used_sources(pack, question, journeys=way.sources),
        is_illustrative=pack.info.illustrative,
    )


def _figures(pack: Pack, question: Question, way: Journeys) -> DataFrame:
    doors = service_doors(pack, pack.info.services[question.service])
    children = children_by_age(pack.areas, question.ages)
    total = children.sum(axis="columns", skipna=False)
    spread = children.div(total.where(total > 0), axis="index").fillna(1 / len(question.ages))
    shares = origin_shares(pack)
    sums = DataFrame(0.0, index=pack.areas.index, columns=list(FIGURES))
    for ages, asset_ids in same_doors(doors, question.ages):
        part = spread[ages].sum(axis="columns")
        for name, figure in _of_origins(way, [str(key) for key in asset_ids], question).items():
            means = mean_over_origins(shares, figure)
            sums[name] += np.where(part.to_numpy() > 0, part * means, 0.0)
    sums.loc[np.diff(shares.indptr) == 0] = np.nan
    for name in ("nearest_min", "second_min"):
        sums[name] = true_minutes(sums[name], pack, question)
    return sums


def _of_origins(
    way: Journeys, asset_ids: list[str], question: Question
) -> dict[str, NDArray[np.float64]]:
    counts = np.diff(way.within(asset_ids, question.limit_min).minutes.indptr).astype(float)
    nearest = way.k_nearest(asset_ids, 2).to_numpy(float)
    return {
        "doors_within": counts,
        "choice_share": (counts >= 2).astype(float),  # noqa: PLR2004
        "nearest_min": nearest[:, 0],
        "second_min": nearest[:, 1],
    }

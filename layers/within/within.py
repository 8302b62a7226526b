"""What is within so many minutes of a point: children of the ages asked about, and doors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from pandas import DataFrame, Series

from geodata.model import Pack, Source
from layers.access.by_age import area_means
from layers.assets import takes_ages
from layers.need import measure_need
from layers.people import children_by_age
from layers.places import primary_place
from layers.question.check import check_question
from layers.question.doors import asked_doors
from layers.question.question import Question
from layers.said.citing import used_sources
from layers.spots import RoughDoors, rough_doors
from layers.within.here import Here, find_here
from layers.within.reached import journeys_to, reached_doors, reached_origins
from layers.within.shape import Shape, outside_share, shape_within
from layers.within.words import Terms, heading_words, terms_of, within_notes, within_sentence

WHOLLY = 1 - 1e-9  # of a neighbourhood’s people; weights add up to 1 but for rounding


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Within:
    """What is within the limit of a point.

    Attributes
    ----------
    question
        Its limit, mode, pace and rule for rural areas are those of the way to the point.
    shape
        EPSG:27700; empty where nothing is.
    areas
        Indexed by `area_id`, those with anybody within, most children first: `name`, `place`,
        `children` (of the ages asked about), `within_share` (0–1 of its people),
        `within_children`, `high_need_children` (of these; NaN where need is not known or kept
        back), `wholly`.
    ages
        Indexed by `age`: `within_children`; NaN where nothing of it is known.
    doors
        Indexed by `asset_id`, the nearest first: `name`, `kind`, `minutes`, `asked` (of the
        service asked about), `takes` (any of the ages asked about).
    unknown_areas
        Neighbourhoods within, whose children are not known, or which have no starting points.
    need_unknown_children
        Children within of whose need nothing is known.
    kept_back
        Whether need is not told, because the measure is sensitive: of what is within reach of two
        points a minute apart, one could be taken from the other.
    outside_share
        What part (0–1) of the shape is beyond the pack, where nobody is counted: where all of it
        is, no count is known.
    estimated_share
        What part (0–1) of the starting points within has only a straight-line estimate.
    rough
        How many of the doors within are placed only roughly.
    """

    question: Question
    here: Here
    terms: Terms
    shape: Shape
    areas: DataFrame
    ages: DataFrame
    doors: DataFrame
    children: float
    high_need_children: float
    unknown_areas: int
    need_unknown_children: float
    kept_back: bool
    outside_share: float
    method: str
    estimated_share: float
    rough: RoughDoors
    sources: tuple[Source, ...]
    is_illustrative: bool

    @property
    def heading(self) -> str:
        """What is asked, in words."""
        return heading_words(self.terms)

    @property
    def is_beyond(self) -> bool:
        """Whether all of it lies beyond the pack, so that nothing is known of who lives there."""
        return self.outside_share >= WHOLLY and not len(self.areas)

    @property
    def table(self) -> DataFrame:
        """The neighbourhoods within, wholly or in part."""
        return self.areas

    def sentence(self) -> str:
        """Return who and what is within."""
        return within_sentence(self)

    def notes(self) -> tuple[str, ...]:
        """Return how the way was measured, and what is not counted."""
        return within_notes(self)

    def missing(self) -> dict[str, float]:
        """Return how much within could not be counted."""
        counts = {
            "areas": float(self.unknown_areas),
            "children of whose need nothing is known": self.need_unknown_children,
        }
        return {name: count for name, count in counts.items() if count > 0}

    def parameters(self) -> dict[str, Any]:
        """Return every setting, where from, and how the way was measured."""
        return self.question.parameters() | {
            "here": self.here.text,
            "here_easting_m": round(self.here.easting_m, 1),
            "here_northing_m": round(self.here.northing_m, 1),
            "journeys": self.method,
            "estimated_share": round(self.estimated_share, 4),
            "children_within": self.children,
            "high_need_children_within": self.high_need_children,
            "doors_within": len(self.doors),
            "square_km": round(float(self.shape.area) / 1e6, 2),
            "outside_share": round(self.outside_share, 4),
            "illustrative": self.is_illustrative,
        }


def measure_within(pack: Pack, question: Question, text: str) -> Within:
    """Measure what is within the limit of a point.

    Parameters
    ----------
    text
        Where: latitude and longitude, a postcode, or the id of a neighbourhood or a service.

    Raises
    ------
    QuestionError
        The question cannot be asked of the pack, or the text says nowhere.
    """
    check_question(question, pack)
    here = find_here(pack, text)
    journeys = journeys_to(pack, question, here)
    origins = reached_origins(pack, question, here)
    share = area_means(pack, origins["within"] * 1.0)
    shape = shape_within(pack, journeys, here, question.limit_min)
    children = children_by_age(pack.areas, question.ages)
    areas = _areas(pack, question, share, children)
    kept_back = pack.indicators[question.need].sensitive  # as of every place that is drawn
    if kept_back:
        areas["high_need_children"] = np.nan
    counted, need = areas["within_children"], areas["high_need_children"]
    within, outside = origins[origins["within"]], outside_share(pack, shape)
    beyond = outside >= WHOLLY and not len(areas)
    doors = _doors(pack, question, here)
    return Within(
        question=question,
        here=here,
        terms=terms_of(pack, question, here),
        shape=shape,
        areas=areas,
        ages=_by_age(children, share, beyond=beyond),
        doors=doors,
        children=np.nan if beyond else _sum(counted),
        high_need_children=np.nan if beyond or (len(need) and need.isna().all()) else _sum(need),
        unknown_areas=int(counted.isna().sum()) + _without_people(pack, share, shape),
        need_unknown_children=0.0 if kept_back else float(counted[need.isna()].sum()),
        kept_back=kept_back,
        outside_share=outside,
        method=journeys.method,
        estimated_share=float(within["is_estimate"].mean()) if len(within) else 0.0,
        rough=rough_doors(pack.assets.loc[doors.index]),
        sources=used_sources(pack, question, [question.need], journeys.sources),
        is_illustrative=pack.info.illustrative,
    )


def _areas(pack: Pack, question: Question, share: Series, children: DataFrame) -> DataFrame:
    need = measure_need(pack, question.need)
    areas = DataFrame({"name": pack.areas["name"]})
    areas["place"] = primary_place(pack, question.place_kind).map(pack.places["name"])
    areas["children"] = children.sum(axis="columns", skipna=False)
    areas["within_share"] = share
    areas["within_children"] = areas["children"] * share
    needy = need.needy_share(question.ages, question.need_deciles)
    areas["high_need_children"] = areas["within_children"] * needy
    areas["wholly"] = share >= WHOLLY
    kept: DataFrame = areas[share > 0].sort_values(
        ["within_children", "name"], ascending=[False, True]
    )
    return kept


def _by_age(children: DataFrame, share: Series, *, beyond: bool) -> DataFrame:
    reached = share[share > 0]
    counts = children.loc[reached.index].mul(reached, axis="index")
    within = counts.sum(min_count=1) if len(reached) or beyond else counts.sum()
    return DataFrame({"within_children": within}).rename_axis("age")


def _sum(counts: Series) -> float:
    """Add up what is known; NaN where there is something and nothing of it is."""
    return float(counts.sum(min_count=1)) if len(counts) else 0.0


def _doors(pack: Pack, question: Question, here: Here) -> DataFrame:
    doors = reached_doors(pack, question, here)
    asked = asked_doors(pack, question).index
    takes = np.asarray(takes_ages(pack.assets.loc[doors.index], question.ages).any(axis=1))
    return doors.assign(asked=doors.index.isin(asked), takes=takes)


def _without_people(pack: Pack, share: Series, shape: Shape) -> int:
    """Count the neighbourhoods in the shape that have no starting points to be counted by."""
    unplaced = pack.areas.geometry[share.isna()]
    return int(unplaced.intersects(shape).sum()) if len(unplaced) else 0

"""A way past points that a person chose: how long it is, and how long it takes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame, Index

from geodata.errors import Problem, QuestionError
from geodata.model import Pack, Source
from layers.access.network import NetworkJourneys
from layers.question.check import check_question
from layers.question.question import Question
from layers.within.here import Here, find_here
from layers.within.reached import HERE, journeys_to

Floats = NDArray[np.float64]
MOST_POINTS = 20
PARTED = ";"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Walk:
    """A way past points.

    Attributes
    ----------
    path
        Shape (corners, 2), EPSG:27700: along streets as far as `is_along` says.
    line_m, path_m
        Metres of the straight lines from point to point, and of the path.
    minutes
        By the pack's own journeys; NaN where there is no way.
    is_along
        Whether all of it goes along streets that the pack holds.
    """

    path: Floats
    line_m: float
    path_m: float
    minutes: float
    is_along: bool
    method: str
    sources: tuple[Source, ...]


def measure_walk(pack: Pack, question: Question, text: str) -> Walk:
    """Measure the way past points, one after another, by the pack's own journeys.

    Parameters
    ----------
    text
        Points parted by ";", each as `find_here` reads it. The rule for rural areas is left aside:
        a way is measured as the question's mode goes.

    Raises
    ------
    QuestionError
        There are too few or too many points, or one of them is nowhere.
    """
    check_question(question, pack)
    question = replace(question, rural=None)
    stops = _stops(pack, text)
    legs = [_leg(pack, question, start, end) for start, end in pairwise(stops)]
    path = np.concatenate([legs[0].path[:1], *(leg.path[1:] for leg in legs)])
    return Walk(
        path=path,
        line_m=sum(leg.line_m for leg in legs),
        path_m=sum(leg.path_m for leg in legs),
        minutes=sum(leg.minutes for leg in legs),
        is_along=all(leg.is_along for leg in legs),
        method=legs[0].method,
        sources=legs[0].sources,
    )


def _stops(pack: Pack, text: str) -> list[Here]:
    points = [each for each in text.split(PARTED) if each.strip()]
    if not 2 <= len(points) <= MOST_POINTS:  # noqa: PLR2004
        raise QuestionError(
            Problem(
                where="the way",
                found=f"{len(points)} points",
                expected=f"2 to {MOST_POINTS} points, parted by semicolons",
                fix="Choose them on the map.",
            )
        )
    return [find_here(pack, each) for each in points]


def _leg(pack: Pack, question: Question, start: Here, end: Here) -> Walk:
    """Measure the way from one point to the next."""
    at = np.array([[each.easting_m, each.northing_m] for each in (start, end)])
    origin = DataFrame(
        {"area_id": start.area_id, "easting_m": at[:1, 0], "northing_m": at[:1, 1], "weight": 1.0},
        index=Index(["start"], name="origin_id"),
    )
    journeys = journeys_to(replace(pack, origins=origin), question, end)
    corners = journeys.way(HERE) if isinstance(journeys, NetworkJourneys) else None
    path = at if corners is None else corners
    return Walk(
        path=path,
        line_m=float(np.hypot(*(at[1] - at[0]))),
        path_m=float(np.hypot(*np.diff(path, axis=0).T).sum()),
        minutes=float(journeys.nearest([HERE])["minutes"].iloc[0]),
        is_along=corners is not None,
        method=journeys.method,
        sources=journeys.sources,
    )

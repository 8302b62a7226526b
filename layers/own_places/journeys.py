"""From where a journey to a point takes no longer than some minutes, as `layers.within` says it.

A place that is made of what is within reach of a point holds the people who are told of there.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geodata.errors import Problem, QuestionError
from geodata.model import Pack
from layers.own_places.recipes import Reached
from layers.question.question import Question, default_question
from layers.question.settings import SETTINGS
from layers.within.here import find_here
from layers.within.reached import journeys_to, reached_origins
from layers.within.shape import shape_within

WAY = ("limit", "mode", "rural", "pace", "detour")
"""The words of a question that decide how far a journey goes."""

BESIDE_M = 60.0  # about a starting point, where the way has no shape of its own


def find_reached(pack: Pack, recipe: Reached, where: str) -> tuple[NDArray[np.bool_], BaseGeometry]:
    """Find which origins of the pack have a journey that takes no longer, and draw the land.

    Raises
    ------
    QuestionError
        The pack cannot be asked so, or does not know where the journey ends.
    """
    question = _question(pack, recipe, where)
    here = find_here(pack, recipe.centre.text, where)
    within = reached_origins(pack, question, here)["within"].to_numpy(bool)
    shape = shape_within(pack, journeys_to(pack, question, here), here, question.limit_min)
    if shape.is_empty:
        inside = pack.origins.loc[within, ["easting_m", "northing_m"]].to_numpy(float)
        shape = shapely.union_all(shapely.buffer(shapely.points(inside), BESIDE_M))
    return within, shape


def _question(pack: Pack, recipe: Reached, where: str) -> Question:
    question = default_question(
        pack,
        mode=recipe.mode,
        limit_min=recipe.minutes,
        pace_kmh=recipe.pace_kmh,
        detour=recipe.detour,
        rural=recipe.rural,
    )
    problems: list[Problem] = [
        replace(problem, where=where)
        for name in WAY
        for problem in SETTINGS[name].problems(question, pack)
    ]
    if problems:
        raise QuestionError(problems)
    return question

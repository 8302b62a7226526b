"""What a scenario does, worked out once, beside the answer as things are, worked out once."""

from __future__ import annotations

from dataclasses import replace

from geodata.errors import QuestionError
from geodata.model import Pack
from layers.gaps import measure_gaps
from layers.question.question import Question
from layers.scenarios.address import read_scenario
from layers.scenarios.changes import Scenario, apply_scenario
from layers.scenarios.effect import Effect, measure_effect
from mapping.served.cache import kept


def effect_of(pack: Pack, question: Question, scenario: Scenario) -> Effect:
    """Return what a scenario does; see `layers.scenarios.effect`.

    Raises
    ------
    QuestionError
        The scenario or the question cannot be used.
    """
    return kept(measure_effect, pack, question, scenario, before=kept(measure_gaps, pack, question))


def changed_by(text: str, pack: Pack, where: str) -> Pack:
    """Return a pack as the scenario of an address leaves it.

    Raises
    ------
    QuestionError
        Every change that cannot be read, or that the pack cannot be put to.
    """
    scenario = read_scenario(text, where)
    try:
        return kept(apply_scenario, pack, scenario)
    except QuestionError as error:
        found = (replace(each, where=f"{where}, {each.where}") for each in error.problems)
        raise QuestionError(found) from error

"""What a scenario does, worked out once, beside the answer as things are, worked out once."""

from __future__ import annotations

from geodata.model import Pack
from layers.gaps import measure_gaps
from layers.question.question import Question
from layers.scenarios.changes import Scenario
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

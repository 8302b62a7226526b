"""Whether a pack can be asked a question."""

from __future__ import annotations

from geodata.errors import Problem, QuestionError
from geodata.model import Pack
from layers.disclosed import guarded_faults
from layers.question.question import Question
from layers.question.settings import SETTINGS


def check_question(question: Question, pack: Pack) -> None:
    """Refuse a question that the pack cannot be asked.

    Raises
    ------
    QuestionError
        Every setting that is unknown or out of range, together.
    """
    problems = question_problems(question, pack)
    if problems:
        raise QuestionError(problems)


def question_problems(question: Question, pack: Pack) -> list[Problem]:
    """Describe every setting that is unknown or out of range."""
    return [
        *(problem for setting in SETTINGS.values() for problem in setting.problems(question, pack)),
        *guarded_faults(pack, question.place_kind, [question.need]),
    ]

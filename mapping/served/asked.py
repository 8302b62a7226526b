"""What an address of the map asks for: a question, a layer, an indicator, a point."""

from __future__ import annotations

from starlette.requests import Request

from geodata.errors import Problem, QuestionError
from geodata.model import Pack
from layers.indicators.asking import PARTS as INDICATOR_PARTS
from layers.indicators.asking import Shown, read_shown
from layers.question.address import question_from_query
from layers.question.parts import read_parts
from layers.question.question import Question, default_question
from layers.question.settings import SETTINGS
from mapping.map.layers.asked import Asked, read_layers
from mapping.served.effects import changed_by

PARTS = (*SETTINGS, "changes", "v")
"""What an address may hold: a question, a scenario, and the edition that it was made by."""


def question_asked(request: Request, pack: Pack) -> tuple[Pack, Question]:
    """Read the question of an address, and the services as its scenario leaves them.

    Raises
    ------
    QuestionError
        Every part of the address that cannot be used.
    """
    return _question_of(request.query_params.multi_items(), pack)


def layer_asked(request: Request, pack: Pack) -> tuple[Pack, Question, Asked]:
    """Read the question and the layer of an address.

    Raises
    ------
    QuestionError
        Every part of the address, and of the layer, that cannot be used.
    """
    given = request.query_params.multi_items()
    written = [value for name, value in given if name == "layer"]
    asked, problems = read_layers(",".join(written), pack, "the address, layer")
    told = list(problems)
    there, question = pack, default_question(pack)
    try:
        there, question = _question_of([each for each in given if each[0] != "layer"], pack)
    except QuestionError as error:
        told += error.problems
    if told or len(asked) != 1:
        expected = "one layer"
        one = Problem(where="the address, layer", found=f"{len(asked)} layers", expected=expected,
                      fix="Open the page again.")  # fmt: skip
        raise QuestionError(told or [one])
    return there, question, asked[0]


def points_asked(request: Request, pack: Pack) -> tuple[Pack, Question, str]:
    """Read the question of an address, and the point or points that it names.

    Raises
    ------
    QuestionError
        Every part of the address that cannot be used.
    """
    given = request.query_params.multi_items()
    others = [each for each in given if each[0] != "here"]
    parts, faults = read_parts([each for each in given if each[0] == "here"], ("here",))
    if faults:
        raise QuestionError(faults.values())
    return *_question_of(others, pack), parts.get("here", "")


def indicator_asked(request: Request) -> Shown:
    """Read which indicator an address asks for.

    Raises
    ------
    QuestionError
        Every part of the address that cannot be used.
    """
    parts, faults = read_parts(request.query_params.multi_items(), (*INDICATOR_PARTS, "v"))
    if faults:
        raise QuestionError(faults.values())
    return read_shown(parts)


def _question_of(given: list[tuple[str, str]], pack: Pack) -> tuple[Pack, Question]:
    parts, faults = read_parts(given, PARTS)
    parts.pop("v", None)
    problems, question, there = list(faults.values()), default_question(pack), pack
    try:
        there = changed_by(parts.pop("changes", ""), pack, "the address, changes")
    except QuestionError as error:
        problems += error.problems
    try:
        question = question_from_query(parts, pack)
    except QuestionError as error:
        problems += error.problems
    if problems:
        raise QuestionError(problems)
    return there, question

"""A question as an address, and back: every state of a page can be sent to a colleague."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from geodata.errors import Problem, QuestionError
from geodata.model import Pack
from layers.question.check import question_problems
from layers.question.question import Question, default_question
from layers.question.settings import SETTINGS


def query_from_question(question: Question, pack: Pack) -> dict[str, str]:
    """Return the settings of an address; the ones that are the service's own usual are left out."""
    service = question.service
    usual = default_question(pack, None if service == pack.info.defaults.service else service)
    query = {"service": service}
    for name, setting in SETTINGS.items():
        ordinary = setting.usual(question) if setting.usual else setting.value(usual)
        if setting.value(question) != ordinary:
            query[name] = setting.text(question)
    return query


def query_string(question: Question, pack: Pack) -> str:
    """Return the settings as the part of an address after the question mark."""
    return urlencode(query_from_question(question, pack))


def question_from_query(
    query: Mapping[str, str], pack: Pack, *, where: str = "the address, "
) -> Question:
    """Read a question out of an address; settings not given are the service's usual ones.

    Parameters
    ----------
    where
        What stands before a setting's name in a message.

    Raises
    ------
    QuestionError
        Every setting that cannot be read or that the pack does not know.
    """
    problems: list[Problem] = []
    changes: dict[str, object] = {}
    service = query.get("service")
    if service is not None and service not in pack.info.services:
        problems.append(_unknown_service(service, pack, where))
        service = None
    if service == pack.info.defaults.service:
        service = None
    for name, setting in SETTINGS.items():
        if name not in query or name == "service":
            continue
        read = setting.changes(query[name], where)
        if isinstance(read, Problem):
            problems.append(read)
        else:
            changes |= read
    question = default_question(pack, service, **changes)
    problems += question_problems(question, pack)
    if problems:
        raise QuestionError(problems)
    return question


def change_word(question: Question, setting: str, text: str, pack: Pack) -> Question:
    """Change one word of a question and nothing else; another mode has its own usual pace.

    Raises
    ------
    QuestionError
        The setting or its new value cannot be used.
    """
    if setting not in SETTINGS:
        raise QuestionError(
            Problem(
                where="the question",
                found=repr(setting[:60]),
                expected="one of " + ", ".join(SETTINGS),
                fix="Choose one of these.",
            )
        )
    kept = {
        name: each.text(question)
        for name, each in SETTINGS.items()
        if name not in SETTINGS[setting].resets
    }
    return question_from_query(kept | {setting: text}, pack, where="the question’s ")


def mend_query(query: Mapping[str, str], pack: Pack) -> tuple[Question, tuple[Problem, ...]]:
    """Read a question out of an address, leaving out what cannot be used.

    Returns
    -------
    question, problems
        The nearest question that can be asked, and what was left out of it.
    """
    try:
        return question_from_query(query, pack), ()
    except QuestionError as error:
        kept: dict[str, str] = {}
        for name in SETTINGS:
            if name not in query:
                continue
            try:
                question_from_query(kept | {name: query[name]}, pack)
            except QuestionError:
                continue
            kept[name] = query[name]
        return question_from_query(kept, pack), error.problems


def _unknown_service(service: str, pack: Pack, where: str) -> Problem:
    return Problem(
        where=f"{where}service",
        found=repr(service[:60]),
        expected="one of " + ", ".join(pack.info.services),
        fix="Choose one of these.",
    )

"""A question as an address, and back: every state of a page can be sent to a colleague."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from geodata.errors import Problem, QuestionError
from geodata.model import OLDEST_AGE, Pack
from layers.question.question import PACE_KMH, Question, check_question, default_question

SETTINGS: dict[str, str] = {
    "service": "service",
    "age": "",
    "need": "need",
    "deciles": "need_deciles",
    "limit": "limit_min",
    "mode": "mode",
    "kind": "place_kind",
    "pace": "pace_kmh",
    "detour": "detour",
    "rural": "rural",
}
"""The settings an address may hold, each with the field of a question that it sets."""

WHOLE = ("deciles", "limit")
DECIMAL = ("pace", "detour")


def query_from_question(question: Question, pack: Pack) -> dict[str, str]:
    """Give the settings of an address; the ones that are the service's own usual are left out."""
    usual = default_question(pack, question.service)
    if question.service == pack.info.defaults.service:
        usual = default_question(pack)
    query = {"service": question.service}
    if (question.age_from, question.age_to) != (usual.age_from, usual.age_to):
        query["age"] = f"{question.age_from}-{question.age_to}"
    for setting, field in SETTINGS.items():
        if setting in ("service", "age"):
            continue
        value = getattr(question, field)
        ordinary = PACE_KMH[question.mode] if setting == "pace" else getattr(usual, field)
        if value != ordinary:
            query[setting] = f"{value:g}" if setting in WHOLE + DECIMAL else str(value)
    return query


def query_string(question: Question, pack: Pack) -> str:
    """Give the settings as the part of an address after the question mark."""
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
        problems.append(
            _cannot_use(f"{where}service", service, "one of " + ", ".join(pack.info.services))
        )
        service = None
    if service == pack.info.defaults.service:
        service = None
    for setting in SETTINGS:
        if setting not in query or setting == "service":
            continue
        if setting == "age":
            changes |= _ages(query["age"], where, problems)
        else:
            changes |= _setting(setting, query[setting], where, problems)
    question = default_question(pack, service, **changes)
    problems += _faults(question, pack)
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
    settings = {name: str(getattr(question, field)) for name, field in SETTINGS.items() if field}
    settings["age"] = f"{question.age_from}-{question.age_to}"
    if setting == "mode":
        del settings["pace"]
    return question_from_query(settings | {setting: text}, pack, where="the question's ")


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
        for setting in SETTINGS:
            if setting not in query:
                continue
            try:
                question_from_query(kept | {setting: query[setting]}, pack)
            except QuestionError:
                continue
            kept[setting] = query[setting]
        return question_from_query(kept, pack), error.problems


def _setting(setting: str, text: str, where: str, problems: list[Problem]) -> dict[str, object]:
    field = SETTINGS[setting]
    if setting not in WHOLE + DECIMAL:
        return {field: text}
    try:
        number = float(text)
        if setting in WHOLE and number != int(number):
            raise ValueError
    except (ValueError, OverflowError):
        kind = "a whole number" if setting in WHOLE else "a number"
        problems.append(_cannot_use(f"{where}{setting}", text, kind))
        return {}
    return {field: int(number) if setting in WHOLE else number}


def _ages(text: str, where: str, problems: list[Problem]) -> dict[str, object]:
    first, _, last = text.partition("-")
    last = last or first
    if not (first.isascii() and first.isdigit() and last.isascii() and last.isdigit()):
        problems.append(
            _cannot_use(f"{where}age", text, f"two ages from 0 to {OLDEST_AGE}, as in 0-4")
        )
        return {}
    return {"age_from": int(first[:4]), "age_to": int(last[:4])}


def _faults(question: Question, pack: Pack) -> tuple[Problem, ...]:
    try:
        check_question(question, pack)
    except QuestionError as error:
        return error.problems
    return ()


def _cannot_use(where: str, found: str, expected: str) -> Problem:
    return Problem(
        where=where,
        found=repr(found[:60]),
        expected=expected,
        fix="Choose one of these.",
    )

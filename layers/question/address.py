"""A question as an address, and back: every state of a page can be sent to a colleague."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from geodata.errors import Problem, QuestionError, quoted
from geodata.model import Pack
from layers.disclosed import guarded_faults
from layers.need import area_need, counts_people
from layers.question.check import question_problems
from layers.question.question import Question, default_question
from layers.question.settings import SETTINGS


def query_from_question(question: Question, pack: Pack) -> dict[str, str]:
    """Return the settings of an address; the ones that are the service's own usual are left out.

    Where the pack opens on a need that counts people, the need is always in it: see `settled`.
    """
    service = question.service
    usual = default_question(pack, None if service == pack.info.defaults.service else service)
    query = {"service": service}
    for name, setting in SETTINGS.items():
        ordinary = setting.usual(question) if setting.usual else setting.value(usual)
        if setting.value(question) != ordinary or (name == "need" and _opens_on_people(pack)):
            query[name] = setting.text(question)
    if _counts_people(question.need, pack):
        query.pop("deciles", None)  # they say nothing of a need that counts people
    return query


def settled(query: Mapping[str, str], pack: Pack) -> dict[str, str]:
    """Return the settings of an address with the need that it had when it was written.

    Addresses once left out the need where it was the measure of neighbourhoods that the pack then
    opened on. One that names a service and no need is of that kind, and keeps its meaning.
    """
    written = dict(query)
    if "service" in query and "need" not in query and _opens_on_people(pack):
        written["need"] = area_need(pack) or pack.info.defaults.need
    return written


def _opens_on_people(pack: Pack) -> bool:
    return _counts_people(pack.info.defaults.need, pack)


def _counts_people(need: str, pack: Pack) -> bool:
    """Return whether a measure counts people; one that the pack does not hold counts nobody."""
    return need in pack.indicators and counts_people(pack.indicators[need])


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
    question, faults = _read(query, pack, where)
    problems = [problem for found in faults.values() for problem in found]
    problems += question_problems(question, pack)  # of what the pack itself says is usual
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
                found=quoted(setting),
                expected="one of " + ", ".join(SETTINGS),
                fix="Choose one of these.",
            )
        )
    kept = {
        name: each.text(question)
        for name, each in SETTINGS.items()
        if name not in SETTINGS[setting].resets
    }
    asked = _changed(setting, text)
    if "deciles" in asked and "need" not in asked and _counts_people(question.need, pack):
        asked["need"] = area_need(pack) or question.need  # tenths are of areas
    changed = kept | asked
    if _counts_people(changed["need"], pack) and "deciles" not in asked:
        del changed["deciles"]
    return question_from_query(changed, pack, where="the question’s ")


def _changed(setting: str, text: str) -> dict[str, str]:
    """Return the settings that a word of the question changes, one or several at once."""
    several = dict(parse_qsl(text)) if SETTINGS[setting].chosen else {}
    known = {name: value for name, value in several.items() if name in SETTINGS}
    return known or {setting: text}


def mend_query(query: Mapping[str, str], pack: Pack) -> tuple[Question, tuple[Problem, ...]]:
    """Read a question out of an address, leaving out what cannot be used.

    Returns
    -------
    question, problems
        The nearest question that can be asked, and what was left out of it, each with what is
        used instead.
    """
    question, faults = _read(settled(query, pack), pack, "the address, ")
    problems = (
        replace(problem, fix=used_instead(name, question, pack))
        for name, found in faults.items()
        for problem in found
    )
    return question, tuple(problems)


def used_instead(name: str, question: Question, pack: Pack) -> str:
    """Return what is used in place of a setting that could not be, as a sentence."""
    if name == "deciles" and _counts_people(question.need, pack):
        return "It is left out."
    return f"Used instead: {SETTINGS[name].text(question) or 'nothing'}."


def _read(
    query: Mapping[str, str], pack: Pack, where: str
) -> tuple[Question, dict[str, list[Problem]]]:
    """Read all that can be used together, and find why the rest cannot, by setting."""
    faults: dict[str, list[Problem]] = {}
    changes: dict[str, dict[str, Any]] = {}
    for name, setting in SETTINGS.items():
        if name in query:
            read = setting.changes(query[name], where)
            if isinstance(read, Problem):
                faults[name] = [read]
            else:
                changes[name] = read
    while True:
        question = _question_with(changes, pack)
        found = {
            name: [replace(each, where=f"{where}{name}") for each in problems]
            for name in changes
            if (problems := list(_problems(name, question, query, pack)))
        }
        if not found:
            return question, {name: faults[name] for name in SETTINGS if name in faults}
        faults |= found
        changes = {name: read for name, read in changes.items() if name not in found}


def _problems(
    name: str, question: Question, query: Mapping[str, str], pack: Pack
) -> Iterator[Problem]:
    """Describe why a setting that was asked for cannot be."""
    yield from SETTINGS[name].problems(question, pack)
    if name == "kind":
        yield from guarded_faults(pack, question.place_kind, [question.need])
    if name == "deciles" and _counts_people(question.need, pack):
        yield _idle_tenths(question, query[name], pack)


def _question_with(changes: dict[str, dict[str, Any]], pack: Pack) -> Question:
    """Return the usual question of the service that is asked for, with some settings changed."""
    given = {field: value for read in changes.values() for field, value in read.items()}
    if "deciles" in changes and "need" not in changes and _opens_on_people(pack):
        given["need"] = area_need(pack) or pack.info.defaults.need  # tenths are of areas
    service = given.pop("service", None)
    offered = pack.info.services if service != pack.info.defaults.service else ()
    question = default_question(pack, service if service in offered else None, **given)
    return question if service is None else replace(question, service=service)


def _idle_tenths(question: Question, text: str, pack: Pack) -> Problem:
    """Describe tenths that are asked for of a need that counts people, and has none."""
    label = pack.indicators[question.need].label
    return Problem(
        where="the question’s deciles",
        found=quoted(text),
        expected=f"nothing: {label} counts people, wherever they live",
        fix="Leave it out, or ask by a measure of neighbourhoods"
        + (f", such as {area_need(pack)}." if area_need(pack) else "."),
    )

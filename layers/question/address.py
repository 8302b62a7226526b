"""A question as an address, and back: every state of a page can be sent to a colleague."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl, urlencode

from geodata.errors import Problem, QuestionError
from geodata.model import Pack
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
    if "deciles" in query and "need" not in query and _opens_on_people(pack):
        changes["need"] = area_need(pack) or pack.info.defaults.need  # tenths are of areas
    question = default_question(pack, service, **changes)
    problems += question_problems(question, pack)
    problems += _idle_tenths(question, query, pack, where)
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
        The nearest question that can be asked, and what was left out of it.
    """
    query = settled(query, pack)
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


def _idle_tenths(
    question: Question, query: Mapping[str, str], pack: Pack, where: str
) -> Iterator[Problem]:
    """Describe tenths that are asked for of a need that counts people, and has none."""
    if "deciles" in query and _counts_people(question.need, pack):
        label = pack.indicators[question.need].label
        yield Problem(
            where=f"{where}deciles",
            found=repr(query["deciles"][:60]),
            expected=f"nothing: {label} counts people, wherever they live",
            fix="Leave it out, or ask by a measure of neighbourhoods"
            + (f", such as {area_need(pack)}." if area_need(pack) else "."),
        )


def _unknown_service(service: str, pack: Pack, where: str) -> Problem:
    return Problem(
        where=f"{where}service",
        found=repr(service[:60]),
        expected="one of " + ", ".join(pack.info.services),
        fix="Choose one of these.",
    )

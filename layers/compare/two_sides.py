"""What stands on either side: the question asked, and the words by which the second differs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import parse_qsl, urlencode

from geodata.errors import Problem, QuestionError, quoted
from geodata.model import Pack
from layers.compare.differences import Way
from layers.indicators.figures import drawable_indicators, periods_of
from layers.places import places_of_kind
from layers.question.address import change_word
from layers.question.parts import read_parts
from layers.question.question import Question
from layers.question.settings import SETTINGS
from layers.scenarios.address import read_scenario
from layers.scenarios.changes import Scenario, apply_scenario

WORDS: Final = tuple(name for name in SETTINGS if name != "kind")
"""What the second question may ask otherwise; both are shown by the same kind of place."""
PARTS: Final = (*WORDS, "place", "changes", "period")
NO_CHANGE: Final = Scenario()
LEFT_OUT = "It is left out."
ONE_WAY = "one kind of difference at a time: a place, words of the question, changes, or a period"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """What differs on the second side.

    Attributes
    ----------
    second
        The question of the second side; the first's own unless `way` is "questions".
    place, period
        Of the second side; empty where that is not what differs.
    """

    way: Way
    second: Question
    place: str = ""
    scenario: Scenario = NO_CHANGE
    period: str = ""


def read_sides(
    text: str, pack: Pack, question: Question, indicator: str = "", where: str = "the address, b"
) -> tuple[Sides, tuple[Problem, ...]]:
    """Read what differs on the second side: "service=libraries&limit=30", "place=team-1".

    Parameters
    ----------
    question
        What is asked on the first side.
    indicator
        Whose periods are compared, where the text names a period.

    Returns
    -------
    sides, problems
        What can be used, and why each other part cannot.
    """
    given = parse_qsl(text, keep_blank_values=True)
    if text and not given:
        found = _problem(where, quoted(text), "names and values, as in limit=30", LEFT_OUT)
        return Sides(way="places", second=question), (found,)
    parts, faults = read_parts(given, PARTS, where)
    problems = list(faults.values())
    way = _way(parts)
    problems += _beside(parts, way, where)
    if way == "questions":
        second, found_faults = _second(question, parts, pack, where)
        return Sides(way=way, second=second), (*problems, *found_faults)
    if way == "scenario":
        scenario, found_faults = _scenario(parts["changes"], pack, where)
        is_none = not scenario.steps
        return Sides(way="places" if is_none else way, second=question, scenario=scenario), (
            *problems,
            *found_faults,
        )
    if way == "periods":
        known: Collection[str] = (
            periods_of(pack, indicator) if indicator in drawable_indicators(pack) else ()
        )
        value = _one_of(parts["period"], known, f"{where}, period", problems)
        return Sides(way=way, second=question, period=value), tuple(problems)
    known = [str(key) for key in places_of_kind(pack, question.place_kind).index]
    place = parts.get("place", "")
    value = _one_of(place, known, f"{where}, place", problems) if place else ""
    return Sides(way="places", second=question, place=value), tuple(problems)


def differing(first: Question, second: Question) -> list[str]:
    """List the words in which two questions differ; what follows from another word is none."""
    return [
        name
        for name in WORDS
        if (setting := SETTINGS[name]).text(first) != setting.text(second)
        and not (
            setting.usual
            and all(setting.value(each) == setting.usual(each) for each in (first, second))
        )
    ]


def write_sides(sides: Sides, first: Question, changes: str = "") -> str:
    """Write what differs on the second side, as an address holds it: only what differs.

    Parameters
    ----------
    changes
        The scenario as an address writes it.
    """
    if sides.way == "questions":
        names = differing(first, sides.second)
        return urlencode({name: SETTINGS[name].text(sides.second) for name in names})
    named = {"place": sides.place, "changes": changes, "period": sides.period}
    return urlencode({name: value for name, value in named.items() if value})


def _way(parts: Mapping[str, str]) -> Way:
    if "changes" in parts:
        return "scenario"
    if any(name in parts for name in WORDS):
        return "questions"
    return "periods" if "period" in parts else "places"


def _beside(parts: Mapping[str, str], way: Way, where: str) -> Iterator[Problem]:
    """Describe parts that stand beside a difference of another kind, and are left out."""
    own: Mapping[Way, Collection[str]] = {
        "scenario": ("changes",),
        "questions": WORDS,
        "periods": ("period",),
        "places": ("place",),
    }
    for name, value in parts.items():
        if name not in own[way]:
            yield _problem(f"{where}, {name}", quoted(value), ONE_WAY, LEFT_OUT)


def _second(
    question: Question, parts: Mapping[str, str], pack: Pack, where: str
) -> tuple[Question, list[Problem]]:
    """Change the first question word by word; a word that cannot be used stays as it is."""
    problems: list[Problem] = []
    for name in WORDS:
        if name not in parts:
            continue
        try:
            question = change_word(question, name, parts[name], pack)
        except QuestionError as error:
            problems += (
                replace(each, where=f"{where}, {name}", fix=LEFT_OUT) for each in error.problems
            )
    return question, problems


def _scenario(text: str, pack: Pack, where: str) -> tuple[Scenario, list[Problem]]:
    try:
        scenario = read_scenario(text, f"{where}, changes")
        apply_scenario(pack, scenario)
    except QuestionError as error:
        return Scenario(), [replace(each, fix="No change is made.") for each in error.problems]
    return scenario, []


def _one_of(value: str, known: Collection[str], where: str, problems: list[Problem]) -> str:
    if value in known:
        return value
    expected = f"one of {', '.join(known)}" if known else "nothing: there is none to choose from"
    problems.append(_problem(where, quoted(value), expected, LEFT_OUT))
    return ""


def _problem(where: str, found: str, expected: str, fix: str) -> Problem:
    return Problem(where=where, found=found, expected=expected, fix=fix)

"""How a journey to a centre goes, as text: in an address, and as a browser sends it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from geodata.errors import Problem, QuestionError, quoted
from layers.own_places.recipes import DEGREES, Centre, Reached
from layers.question.question import Question
from layers.question.settings import SETTINGS
from layers.within.here import POINT, POSTCODE

SAID = {"pace": "pace_kmh", "detour": "detour", "rural": "rural"}
"""Settings of a question that a recipe holds beside mode and minutes, and what it calls them."""

LONGEST_KEY = 200


def journey_asked(question: Question, here: str) -> dict[str, Any]:
    """Return how to ask for the place of all that is within a question's limit of a centre.

    Parameters
    ----------
    here
        As `layers.within.here` reads it.
    """
    way = {name: SETTINGS[name].text(question) for name in SAID}
    return {
        "do": "within",
        "at": here,
        "minutes": question.limit_min,
        "mode": question.mode,
    } | {name: text for name, text in way.items() if text}


def centre_of(text: str) -> Centre:
    """Return a centre that somebody wrote; whether the pack knows it is seen where it is used."""
    point = POINT.fullmatch(text)
    if point:
        lat, lon = (round(float(each) * DEGREES) for each in point.groups())
        return Centre(spot=(lon, lat))
    code = POSTCODE.fullmatch(re.sub(r"[^A-Z0-9]", "", text.upper()))
    if code:
        return Centre(postcode=f"{code[1]} {code[2]}")
    return Centre(key=text.strip()[:LONGEST_KEY])


def way_asked(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return how a journey goes, as a browser says it: what is not said is as usual.

    Raises
    ------
    QuestionError
        It cannot be read.
    """
    ways = (_read(name, str(said[name])) for name in SAID if said.get(name) is not None)
    return {field: value for way in ways for field, value in way.items()}


def write_way(recipe: Reached) -> Iterator[tuple[str, str]]:
    """List the settings of a recipe that are not as usual, each as text."""
    usual = Reached(centre=recipe.centre, mode=recipe.mode, minutes=recipe.minutes)
    for name, field in SAID.items():
        value = getattr(recipe, field)
        if value != getattr(usual, field):
            yield name, SETTINGS[name].write(value)


def read_way(texts: list[tuple[str, str]]) -> dict[str, Any]:
    """Read settings; raises ValueError, with why in words, for one that is none or stands twice."""
    names = [name for name, _ in texts]
    for name in names:
        if name not in SAID or names.count(name) > 1:
            known = ", ".join(SAID)
            raise ValueError(f"{quoted(name)} of a journey, where each of {known} may stand once")
    try:
        ways = [_read(name, text) for name, text in texts]
    except QuestionError as error:
        [problem] = error.problems
        raise ValueError(f"{problem.found} for the {name_of(problem)} of a journey") from None
    return {field: value for way in ways for field, value in way.items()}


def name_of(problem: Problem) -> str:
    """Return which setting a problem is of."""
    return problem.where.rpartition("’s ")[2]


def _read(name: str, text: str) -> dict[str, Any]:
    setting = SETTINGS[name]
    found = setting.changes(text)
    if isinstance(found, Problem):
        raise QuestionError(found)
    [value] = found.values()
    if setting.bounds and not setting.bounds.least <= value <= setting.bounds.most:
        raise QuestionError(
            Problem(
                where=f"the question’s {name}",
                found=f"{value:g}",
                expected=setting.expected_words,
                fix="Choose one in that range.",
            )
        )
    return found

"""What the address of Scenarios may hold: changes, another scenario, a wish, what the map shows."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Literal

from geodata.errors import Problem, QuestionError
from geodata.model import Pack
from layers.question.question import Question
from mapping.map.values import Picture
from mapping.pages.frame.choices import AREA, Choice, Parts, choice_of, problem_of
from mapping.pages.frame.view import AT
from mapping.served.effects import changed_by
from mapping.served.wishes import WISH_EXPECTED, read_wish

SIDE_BY_SIDE: Literal["both"] = "both"
Shown = Picture | Literal["both"]
PICTURES: dict[Shown, str] = {
    "change": "the change",
    "now": "now",
    "then": "then",
    SIDE_BY_SIDE: "now and then, side by side",
}


def _scenario(name: str, instead: str) -> Choice:
    def faults(value: str, pack: Pack, _question: Question, _parts: Parts) -> Iterator[Problem]:
        try:
            changed_by(value, pack, f"the address, {name}")
        except QuestionError as error:
            yield from (replace(problem, fix=instead) for problem in error.problems)

    return Choice(name=name, faults=faults)


def _wish_faults(value: str, pack: Pack, _question: Question, _parts: Parts) -> Iterator[Problem]:
    if read_wish(value, pack) is None:
        yield problem_of("wish", value, WISH_EXPECTED, "No site is looked for.")


def _services(pack: Pack, _question: Question, parts: Parts) -> Collection[str]:
    """Return the services there are, with those that the scenario adds."""
    try:
        changed = changed_by(parts.get("changes", ""), pack, "")
    except QuestionError:
        changed = pack
    known: Collection[str] = changed.assets.index
    return known


CHOICES = (
    AREA,
    AT,
    choice_of("asset", _services, "the id of a service of this pack or scenario"),
    _scenario("changes", "No change is made."),
    _scenario("against", "It is compared with no other."),
    Choice(name="wish", faults=_wish_faults),
    choice_of("show", lambda *_: PICTURES, instead="Used instead: change."),
)

"""What the address of Scenarios may hold: changes, another scenario, a wish, what the map shows."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from geodata.errors import Problem, QuestionError
from geodata.model import Pack
from layers.question.question import Question
from layers.scenarios.address import read_scenario
from layers.scenarios.changes import Scenario, apply_scenario
from mapping.map.spec import Picture
from mapping.pages.frame.choices import AREA, Choice, Parts, choice_of, problem_of
from mapping.pages.scenarios.wishes import WISH_EXPECTED, read_wish
from mapping.served.cache import kept

PICTURES: dict[Picture, str] = {"change": "the change", "now": "now", "then": "then"}


def scenario_in(parts: Parts, name: str, pack: Pack) -> Scenario:
    """Read the scenario of an address.

    Raises
    ------
    QuestionError
        Every change that cannot be read, or that the pack cannot be put to.
    """
    where = f"the address, {name}"
    scenario = read_scenario(parts.get(name, ""), where)
    try:
        kept(apply_scenario, pack, scenario)
    except QuestionError as error:
        found = (replace(each, where=f"{where}, {each.where}") for each in error.problems)
        raise QuestionError(found) from error
    return scenario


def _scenario(name: str, instead: str) -> Choice:
    def faults(_value: str, pack: Pack, _question: Question, parts: Parts) -> Iterator[Problem]:
        try:
            scenario_in(parts, name, pack)
        except QuestionError as error:
            yield from (replace(problem, fix=instead) for problem in error.problems)

    return Choice(name=name, faults=faults)


def _wish_faults(value: str, pack: Pack, _question: Question, _parts: Parts) -> Iterator[Problem]:
    if read_wish(value, pack) is None:
        yield problem_of("wish", value, WISH_EXPECTED, "No site is looked for.")


def _services(pack: Pack, _question: Question, parts: Parts) -> Collection[str]:
    """Return the services there are, with those that the scenario adds."""
    try:
        changed = kept(apply_scenario, pack, scenario_in(parts, "changes", pack))
    except QuestionError:
        changed = pack
    known: Collection[str] = changed.assets.index
    return known


CHOICES = (
    AREA,
    choice_of("asset", _services, "the id of a service of this pack or scenario"),
    _scenario("changes", "No change is made."),
    _scenario("against", "It is compared with no other."),
    Choice(name="wish", faults=_wish_faults),
    choice_of("show", lambda *_: PICTURES, instead="Used instead: change."),
)

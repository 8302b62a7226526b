"""What pages keep for everybody, as a browser sends and gets it: own places and scenarios."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, Final

from geodata.errors import Problem, QuestionError, quoted
from geodata.model import Pack
from geodata.store.kinds import Body
from geodata.store.kinds.place import Place
from geodata.store.kinds.scenario import Scenario as KeptScenario
from geodata.store.record import Record
from layers.own_places.address import read_own, read_recipe, write_recipe
from layers.own_places.changing import add_place
from layers.own_places.recipes import OwnPlace, OwnPlaces, plain_name
from layers.own_places.versions import version_words
from layers.own_places.words import recipe_words
from layers.scenarios.address import read_scenario, scenario_text
from layers.scenarios.changes import Scenario, apply_scenario
from layers.scenarios.versions import scenario_lines, scenario_versions
from mapping.served.cache import kept
from mapping.served.own import WHERE

LONGEST_QUESTION: Final = 4_000
AGAIN: Final = "Open the page again, and try once more."


class Keepable(ABC):
    """A kind of thing that a page keeps for everybody, and opens again."""

    kind: str

    @abstractmethod
    def read(self, said: Mapping[str, Any], pack: Pack) -> tuple[str, Body]:
        """Return what to keep of what a browser sends, with its title.

        Raises
        ------
        QuestionError
            It cannot be read, or cannot be made of the pack.
        """

    @abstractmethod
    def named(self, record: Record, title: str) -> tuple[str, Body]:
        """Return a record under another name; raises QuestionError for none."""

    @abstractmethod
    def to_open(self, record: Record) -> dict[str, str]:
        """Return what a page opens it by; raises QuestionError where it cannot be read."""

    @abstractmethod
    def lines(self, record: Record, pack: Pack) -> tuple[str, ...]:
        """Return what it is made of, in words."""

    @abstractmethod
    def differences(self, mine: Record, theirs: Record, pack: Pack) -> tuple[str, ...]:
        """Return how two versions differ, in sentences."""


class KeptPlaces(Keepable):
    """Places of one's own."""

    kind = "place"

    def read(self, said: Mapping[str, Any], pack: Pack) -> tuple[str, Body]:
        """Return a place: by its id among the places of an address, or by its recipe."""
        place = _place_sent(said)
        add_place(OwnPlaces(), place, pack)  # what cannot be made again is not kept
        return place.name, Place(recipe=write_recipe(place.recipe), pack=pack.info.key)

    def named(self, record: Record, title: str) -> tuple[str, Body]:
        """Return a place under another name."""
        return _name(title), record.body

    def to_open(self, record: Record) -> dict[str, str]:
        """Return its recipe, and the id that it has on a page."""
        place = _kept_place(record)
        return {"words": write_recipe(place.recipe), "place": place.place_id}

    def lines(self, record: Record, pack: Pack) -> tuple[str, ...]:
        """Return what the place is made of."""
        made = recipe_words(_kept_place(record).recipe, pack)
        return (f"Made of {made}.",)

    def differences(self, mine: Record, theirs: Record, pack: Pack) -> tuple[str, ...]:
        """Return which neighbourhoods and how many children each holds, as far as may be told."""
        return kept(version_words, pack, _kept_place(mine), _kept_place(theirs))


class KeptScenarios(Keepable):
    """Scenarios."""

    kind = "scenario"

    def read(self, said: Mapping[str, Any], pack: Pack) -> tuple[str, Body]:
        """Return a scenario with the question that it answers; its first change names it."""
        scenario = read_scenario(_text(said, "words"), "the scenario")
        if not scenario.steps:
            raise QuestionError(_cannot("a scenario that changes nothing", "one change at least"))
        apply_scenario(pack, scenario)
        if title := str(said.get("title") or ""):
            scenario = scenario.called(title)
        if not scenario.name:
            scenario = scenario.called(scenario_lines(pack, scenario)[0])
        _check_fits(scenario)
        question = _text(said, "question")
        if len(question) > LONGEST_QUESTION:
            raise QuestionError(_cannot("a very long question", "the question of a page"))
        return scenario.name, _scenario_body(scenario, question, pack.info.key)

    def named(self, record: Record, title: str) -> tuple[str, Body]:
        """Return a scenario under another name, which its changes hold as well."""
        scenario, body = _kept_scenario(record).called(_name(title)), _body_of(record)
        _check_fits(scenario)
        return scenario.name, _scenario_body(scenario, body.question, body.pack)

    def to_open(self, record: Record) -> dict[str, str]:
        """Return its changes and its question."""
        return {
            "words": scenario_text(_kept_scenario(record)),
            "question": _body_of(record).question,
        }

    def lines(self, record: Record, pack: Pack) -> tuple[str, ...]:
        """Return its changes."""
        return scenario_lines(pack, _kept_scenario(record))

    def differences(self, mine: Record, theirs: Record, pack: Pack) -> tuple[str, ...]:
        """Return which changes only one of them makes."""
        return scenario_versions(pack, _kept_scenario(mine), _kept_scenario(theirs))


KEEPABLE: Final[dict[str, Keepable]] = {each.kind: each for each in (KeptPlaces(), KeptScenarios())}


def _place_sent(said: Mapping[str, Any]) -> OwnPlace:
    if "words" not in said:
        own, _ = read_own(_text(said, "own"), WHERE)
        place = own.find(_text(said, "place"))
        if place is None:
            raise QuestionError(_cannot("a place that this page does not have", "one of its own"))
        return place
    try:
        recipe = read_recipe(_text(said, "words"))
    except ValueError as error:
        raise QuestionError(_cannot(str(error), "a place as a page writes it")) from None
    return OwnPlace(name=_name(_text(said, "title")), recipe=recipe)


def _kept_place(record: Record) -> OwnPlace:
    body = record.body
    if not isinstance(body, Place):
        raise QuestionError(_cannot(f"a {record.kind}", "a place"))
    try:
        return OwnPlace(name=plain_name(record.title), recipe=read_recipe(body.recipe))
    except ValueError as error:
        raise QuestionError(_cannot(str(error), "a place as a page writes it")) from None


def _kept_scenario(record: Record) -> Scenario:
    return read_scenario(_body_of(record).changes, "the scenario").called(record.title)


def _body_of(record: Record) -> KeptScenario:
    if not isinstance(record.body, KeptScenario):
        raise QuestionError(_cannot(f"a {record.kind}", "a scenario"))
    return record.body


def _check_fits(scenario: Scenario) -> None:
    """Refuse a scenario that with its name takes more of an address than there is."""
    read_scenario(scenario_text(scenario), "the scenario")


def _scenario_body(scenario: Scenario, question: str, pack: str) -> KeptScenario:
    return KeptScenario(changes=scenario_text(scenario), question=question, pack=pack)


def _name(title: str) -> str:
    name = plain_name(title)
    if not name:
        raise QuestionError(_cannot("no name", "a name of letters that can be seen"))
    return name


def _text(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name, "")
    if not isinstance(value, str):
        raise QuestionError(_cannot(quoted(str(value)), f"text for {name}"))
    return value


def _cannot(found: str, expected: str) -> Problem:
    return Problem(where="what was to be kept", found=found, expected=expected, fix=AGAIN)

"""Two versions of a scenario: which changes only one of them makes, in words."""

from __future__ import annotations

from collections.abc import Iterator

from geodata.errors import QuestionError
from geodata.model import Pack
from layers.scenarios.changes import Scenario, apply_scenario
from layers.scenarios.words import step_words

MINE, THEIRS = "Yours", "Theirs"


def scenario_lines(pack: Pack, scenario: Scenario) -> tuple[str, ...]:
    """Return each change of a scenario in words; why it cannot be made, where it cannot."""
    try:
        changed = apply_scenario(pack, scenario)
    except QuestionError as error:
        return tuple(problem.sentence() for problem in error.problems)
    return tuple(step_words(step, pack, changed) for step in scenario.steps)


def scenario_versions(pack: Pack, mine: Scenario, theirs: Scenario) -> tuple[str, ...]:
    """Return how somebody's version of a scenario differs from somebody else's, in sentences."""
    return tuple(_differences(pack, mine, theirs))


def _differences(pack: Pack, mine: Scenario, theirs: Scenario) -> Iterator[str]:
    if mine.name != theirs.name:
        yield f"Yours is called “{mine.name}”, theirs “{theirs.name}”."
    if mine.steps == theirs.steps:
        yield "Both make the same changes."
        return
    own, other = scenario_lines(pack, mine), scenario_lines(pack, theirs)
    yield from _only(MINE, own, other)
    yield from _only(THEIRS, other, own)
    if set(own) == set(other):
        yield "Both make the same changes, in another order."


def _only(called: str, steps: tuple[str, ...], others: tuple[str, ...]) -> Iterator[str]:
    yield from (f"{called} alone: {each}." for each in steps if each not in others)

"""A scenario as the part of an address, and back: strict, short, safe to be handed anything.

Changes are parted by "~", their words by ".", and every word is percent-encoded, those two
signs included: `close.lib-ely~add.library.0-19.area.E01018101`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote, unquote

from geodata.errors import Problem, QuestionError
from layers.scenarios.changes import MOST_CHANGES, Add, Change, Close, Move, Scenario, Step
from layers.spots import Spot

LONGEST = 2_000
LONGEST_WORD = 200
SIGNS = {".": "%2E", "~": "%7E"}
_AGES = re.compile(r"([0-9]{1,2})-([0-9]{1,2})", re.ASCII)
_METRES = re.compile(r"[0-9]{1,7}", re.ASCII)
_CAPACITY = re.compile(r"[0-9]{1,6}", re.ASCII)


def scenario_text(scenario: Scenario) -> str:
    """Say a scenario as text for an address; "" for none."""
    steps = [_step_text(step) for step in scenario.steps]
    named = [f"name.{_word(scenario.name)}"] if scenario.name else []
    return "~".join([*named, *steps])


def read_scenario(text: str, where: str = "the address, changes") -> Scenario:
    """Read a scenario out of an address.

    Whether the pack holds what it names is seen where it is applied.

    Raises
    ------
    QuestionError
        Every change that cannot be read.
    """
    if len(text) > LONGEST:
        found = f"{len(text):,} characters"
        raise QuestionError(_cannot_read(where, found, f"at most {LONGEST:,}"))
    scenario, problems = Scenario(), list[Problem]()
    for number, part in enumerate(filter(None, text.split("~")), start=1):
        try:
            words = [_plain(word) for word in part.split(".")]
            if words[0] == "name" and len(words) == 2:  # noqa: PLR2004
                scenario = scenario.called(words[1])
            else:
                scenario = scenario.then(_step(words))
        except (ValueError, KeyError):
            problems.append(_cannot_read(f"{where}, {number}", repr(part[:60]), "a change"))
    if len(scenario.steps) > MOST_CHANGES:
        found = f"{len(scenario.steps)} changes"
        problems.append(_cannot_read(where, found, f"at most {MOST_CHANGES}"))
    if problems:
        raise QuestionError(problems)
    return scenario


def mend_scenario(text: str) -> tuple[Scenario, tuple[Problem, ...]]:
    """Read a scenario out of an address; none at all, and why, where it cannot be read."""
    try:
        return read_scenario(text), ()
    except QuestionError as error:
        return Scenario(), error.problems


def _step_text(step: Step) -> str:
    if isinstance(step, Close):
        words = ["close", step.asset_id]
    elif isinstance(step, Add):
        words = ["add", step.kind, f"{step.age_from}-{step.age_to}", *_spot_words(step.spot)]
    elif isinstance(step, Move):
        words = ["move", step.asset_id, *_spot_words(step.spot)]
    else:
        ages = ["" if age is None else str(age) for age in (step.age_from, step.age_to)]
        capacity = "" if step.capacity is None else f"{step.capacity:.0f}"
        words = ["change", step.asset_id, *ages, capacity, step.opening or ""]
    return ".".join(_word(word) for word in words)


def _spot_words(spot: Spot) -> list[str]:
    if spot.of == "point":
        return ["point", f"{spot.easting_m:.0f}", f"{spot.northing_m:.0f}"]
    return [spot.of, spot.id]


def _step(words: list[str]) -> Step:
    return _STEPS[words[0]](words[1:])


def _close(words: list[str]) -> Step:
    [asset_id] = words
    return Close(asset_id=_some(asset_id))


def _add(words: list[str]) -> Step:
    kind, ages, *spot = words
    found = _AGES.fullmatch(ages)
    if not found:
        raise ValueError(ages)
    return Add(
        kind=_some(kind), age_from=int(found[1]), age_to=int(found[2]), spot=_read_spot(spot)
    )


def _move(words: list[str]) -> Step:
    asset_id, *spot = words
    return Move(asset_id=_some(asset_id), spot=_read_spot(spot))


def _change(words: list[str]) -> Step:
    asset_id, first, last, capacity, opening = words
    return Change(
        asset_id=_some(asset_id),
        age_from=_whole(first),
        age_to=_whole(last),
        capacity=_whole(capacity),
        opening=opening or None,
    )


_STEPS: dict[str, Callable[[list[str]], Step]] = {
    "close": _close,
    "add": _add,
    "move": _move,
    "change": _change,
}


def _read_spot(words: list[str]) -> Spot:
    of, *rest = words
    if of == "point":
        east, north = rest
        if not (_METRES.fullmatch(east) and _METRES.fullmatch(north)):
            raise ValueError(of)
        return Spot(of="point", easting_m=float(east), northing_m=float(north))
    [key] = rest
    if of == "area":
        return Spot(of="area", id=_some(key))
    if of == "asset":
        return Spot(of="asset", id=_some(key))
    raise ValueError(of)


def _whole(text: str) -> int | None:
    if not text:
        return None
    if not _CAPACITY.fullmatch(text):
        raise ValueError(text)
    return int(text)


def _some(text: str) -> str:
    if not text:
        msg = "a word is missing"
        raise ValueError(msg)
    return text


def _word(text: str) -> str:
    quoted = quote(text, safe="")
    for sign, code in SIGNS.items():
        quoted = quoted.replace(sign, code)
    return quoted


def _plain(word: str) -> str:
    text = unquote(word, errors="strict")
    if len(text) > LONGEST_WORD or not (text.isprintable()):
        raise ValueError(word)
    return text


def _cannot_read(where: str, found: str, expected: str) -> Problem:
    return Problem(
        where=where,
        found=found,
        expected=expected,
        fix="Open the scenario from the page or the file that it was made on.",
    )

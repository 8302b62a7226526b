"""A scenario as the part of an address, and back: strict, short, safe to be handed anything.

Changes are parted by "~", their words by ".", and every word is percent-encoded, those two
signs included: `close.lib-ely~add.library.0-19.area.E01018101`.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote, unquote

from geodata.errors import Problem, QuestionError, quoted
from layers.scenarios.changes import MOST_CHANGES, Add, Close, Move, Scenario, Step
from layers.scenarios.written import LONGEST_TEXT, read_step
from layers.spots import Spot

LONGEST = 2_000
SIGNS = {".": "%2E", "~": "%7E"}
_AGES = re.compile(r"(0|[1-9][0-9]?)-(0|[1-9][0-9]?)")
_WHOLE = re.compile(r"0|[1-9][0-9]{0,6}")


def scenario_text(scenario: Scenario) -> str:
    """Return a scenario as text for an address; "" for none."""
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
    for number, part in enumerate(text.split("~") if text else (), start=1):
        try:
            words = [_plain(word) for word in part.split(".")]
            if words[0] == "name" and len(words) == 2:  # noqa: PLR2004
                scenario = scenario.called(words[1])
                continue
            step, faults = read_step(_said(words), f"{where}, {number}")
        except ValueError:
            problems.append(_cannot_read(f"{where}, {number}", quoted(part), "a change"))
            continue
        problems += faults
        scenario = scenario if step is None else scenario.then(step)
    if len(scenario.steps) > MOST_CHANGES:
        found = f"{len(scenario.steps)} changes"
        problems.append(_cannot_read(where, found, f"at most {MOST_CHANGES}"))
    if problems:
        raise QuestionError(problems)
    return scenario


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
        return ["point", f"{round(spot.easting_m)}", f"{round(spot.northing_m)}"]
    return [spot.of, spot.id]


def _said(words: list[str]) -> dict[str, Any]:
    """Return a change as a file writes it, out of the words of an address."""
    do, *rest = words
    if do == "close":
        [asset_id] = rest
        return {"do": do, "asset": asset_id}
    if do == "add":
        kind, ages, *spot = rest
        first, last = _ages(ages)
        return {"do": do, "kind": kind, "age_from": first, "age_to": last, "at": _said_spot(spot)}
    if do == "move":
        asset_id, *spot = rest
        return {"do": do, "asset": asset_id, "at": _said_spot(spot)}
    asset_id, first_text, last_text, capacity, opening = rest
    changed = {
        "age_from": _whole(first_text),
        "age_to": _whole(last_text),
        "capacity": _whole(capacity),
        "opening": opening or None,
    }
    given = {key: value for key, value in changed.items() if value is not None}
    return {"do": do, "asset": asset_id, **given}


def _said_spot(words: list[str]) -> dict[str, Any]:
    of, *rest = words
    if of == "point":
        east, north = (_whole(word) for word in rest)
        return {"easting_m": east, "northing_m": north}
    [key] = rest
    return {of: key}


def _ages(text: str) -> tuple[int, int]:
    found = _AGES.fullmatch(text)
    if not found:
        raise ValueError(text)
    return int(found[1]), int(found[2])


def _whole(text: str) -> int | None:
    if not text:
        return None
    if not _WHOLE.fullmatch(text):
        raise ValueError(text)
    return int(text)


def _word(text: str) -> str:
    quoted = quote(text, safe="")
    for sign, code in SIGNS.items():
        quoted = quoted.replace(sign, code)
    return quoted


def _plain(word: str) -> str:
    text = unquote(word, errors="strict")
    if len(text) > LONGEST_TEXT or not (text.isprintable()):
        raise ValueError(word)
    return text


def _cannot_read(where: str, found: str, expected: str) -> Problem:
    return Problem(
        where=where,
        found=found,
        expected=expected,
        fix="Open the scenario from the page or the file that it was made on.",
    )

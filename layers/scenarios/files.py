"""A scenario as a file to keep and to send, and back, through a reader that takes nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any, Final

from pydantic import AfterValidator, Field, TypeAdapter, ValidationError

from geodata.errors import DataError, Problem
from geodata.strict_json import parse_json
from layers.scenarios.address import LONGEST, scenario_text
from layers.scenarios.changes import LONGEST_NAME, MOST_CHANGES, Scenario, Step
from layers.scenarios.written import (
    FIX,
    Text,
    Written,
    all_field_problems,
    printable,
    problem,
    read_step,
    written_step,
)

MARK: Final = "know-your-patch-scenario"
VERSION: Final = 1
MOST_BYTES = 100_000
MOST_PROBLEMS = 50  # that are told one by one


class _WrittenFile(Written):
    """The whole file; its changes are read one by one."""

    file: Annotated[str, Field(description="text")]
    version: Annotated[int, Field(ge=VERSION, le=VERSION, description=str(VERSION))]
    changes: Annotated[list[Any], Field(description="a list")]
    name: Annotated[
        str,
        Field(max_length=LONGEST_NAME, description=f"at most {LONGEST_NAME} characters"),
        AfterValidator(printable),
    ] = ""
    pack: Text = ""


_FILE = TypeAdapter(_WrittenFile)


def scenario_json(scenario: Scenario, pack_key: str) -> str:
    """Return a scenario as JSON to keep; `pack_key` tells which pack it was made for."""
    said = {
        "file": MARK,
        "version": VERSION,
        "pack": pack_key,
        "name": scenario.name,
        "changes": [written_step(step) for step in scenario.steps],
    }
    return json.dumps(said, indent=2, ensure_ascii=False) + "\n"


def parse_scenario(content: bytes, name: str = "the file") -> Scenario:
    """Read a scenario out of the bytes of a file.

    Parameters
    ----------
    name
        The file's, for messages.

    Raises
    ------
    DataError
        It is another kind of file, or some of it cannot be used; every fault is said.
    """
    said = parse_json(content, name, expected="a scenario’s file", fix=FIX, most_bytes=MOST_BYTES)
    if not isinstance(said, dict) or said.get("file") != MARK:
        found = "a file of something else"
        raise DataError(problem(name, found, f'a file that says "file": "{MARK}"'))
    steps, problems = _read_changes(said.get("changes"), name)
    problems = [*_file_problems(said, name), *problems]
    if problems:
        raise DataError(_some(problems, name))
    scenario = Scenario(steps=tuple(steps)).called(said.get("name", ""))
    length = len(scenario_text(scenario))
    if length > LONGEST:
        found = f"changes that take {length:,} characters in an address"
        raise DataError(problem(name, found, f"at most {LONGEST:,}"))
    return scenario


def _some(problems: list[Problem], name: str) -> list[Problem]:
    """Return the first of very many faults, and how many more there are."""
    left = len(problems) - MOST_PROBLEMS
    if left <= 0:
        return problems
    told = problem(name, f"{left:,} more faults", "a scenario’s file")
    return [*problems[:MOST_PROBLEMS], told]


def _file_problems(said: Mapping[str, Any], name: str) -> list[Problem]:
    try:
        _FILE.validate_python(said)
    except ValidationError as error:
        return list(all_field_problems(error, _WrittenFile, name))
    return []


def _read_changes(changes: object, name: str) -> tuple[list[Step], list[Problem]]:
    if not isinstance(changes, list):
        return [], []  # said already, as a fault of the file
    steps, problems = list[Step](), list[Problem]()
    if len(changes) > MOST_CHANGES:
        found = f"{len(changes)} of them"
        problems.append(problem(f"{name}, changes", found, f"at most {MOST_CHANGES}"))
    for number, change in enumerate(changes[:MOST_CHANGES], start=1):
        step, faults = read_step(change, f"{name}, change {number}")
        problems += faults
        if step is not None:
            steps.append(step)
    return steps, problems

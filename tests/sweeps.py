"""Which cases of a test a person waits for while working, and which every full run goes through."""

from __future__ import annotations

import os
from collections.abc import Hashable, Iterable
from typing import Any, Final

import pytest
from hypothesis import settings

FEW_SETTING: Final = "TEST_EXAMPLES"
"""Set to "few" by `make quick`."""
FEWER: Final = 4  # times fewer examples while working: most faults are found by the first of them
LEAST: Final = 4


def examples(count: int, **asked: Any) -> settings:
    """Return Hypothesis’s settings for so many examples; for a share of them while working."""
    asked = {"deadline": None} | asked
    return settings(max_examples=max(count // FEWER, LEAST) if is_working() else count, **asked)


def is_working() -> bool:
    """Return whether somebody waits for the tests while working."""
    return os.environ.get(FEW_SETTING) == "few"


def with_sweeps(cases: Iterable[Hashable], *, working: Iterable[Hashable]) -> list[Any]:
    """Return the cases of a test, those that `make quick` leaves out marked as a sweep.

    Parameters
    ----------
    working
        The cases that are asked while working too; each is one of all cases.
    """
    every, kept = list(cases), list(working)
    gone = [each for each in kept if each not in every]
    if gone or not kept:
        msg = f"{gone or 'nothing'} to ask while working; expected some of {every}"
        raise ValueError(msg)
    return [
        pytest.param(case, marks=[] if case in kept else [pytest.mark.sweep], id=str(case))
        for case in every
    ]

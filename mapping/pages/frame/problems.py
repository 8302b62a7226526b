"""Problems said well: every one at once, in plain words, where the thing itself would have been."""

from __future__ import annotations

from collections.abc import Iterable

from geodata.errors import Problem
from mapping.pages.frame.widgets import notice


def show_problems(heading: str, problems: Iterable[Problem]) -> None:
    """Show what was found wrong, under a heading; nothing where there is no problem."""
    lines = _lines(problems)
    if lines:
        notice("error", heading, lines)


def show_left_out(problems: Iterable[Problem]) -> None:
    """Show what of an address could not be used, where the rest was."""
    lines = _lines(problems)
    if lines:
        said = "Part of this page’s address could not be used; the rest is shown."
        notice("warning", said, lines)


def show_refused(problems: Iterable[Problem]) -> None:
    """Show why what a person did last could not be done."""
    lines = _lines(problems)
    if lines:
        notice("warning", "That could not be done; everything is as it was.", lines)


def _lines(problems: Iterable[Problem]) -> list[str]:
    return [problem.sentence() for problem in problems]

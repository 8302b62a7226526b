"""Where a page's map is looked at, as its address has it."""

from __future__ import annotations

from collections.abc import Iterator

from geodata.errors import Problem
from geodata.model import Pack
from layers.question.question import Question
from mapping.map.view import EXPECTED, At, read_at
from mapping.pages.frame.asked import chosen
from mapping.pages.frame.choices import Choice, Parts, problem_of

NAME = "at"


def _faults(value: str, pack: Pack, _question: Question, _parts: Parts) -> Iterator[Problem]:
    if read_at(value, pack) is None:
        yield problem_of(NAME, value, EXPECTED, "The whole area is shown.")


AT = Choice(name=NAME, faults=_faults)


def view_asked(pack: Pack) -> At | None:
    """Return the view that the address asks for; None for the whole area."""
    written = chosen(NAME)
    return read_at(written, pack) if written else None

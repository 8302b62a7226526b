"""A page's address, read: the question, what is chosen, and all that cannot be used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from geodata.errors import Problem
from geodata.model import Pack
from layers.own_places.address import read_own
from layers.own_places.recipes import OWN
from layers.question.address import mend_query, used_instead
from layers.question.parts import read_parts
from layers.question.question import Question
from layers.question.settings import SETTINGS
from mapping.pages.frame.page import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """What a page's address says.

    Attributes
    ----------
    unusable
        The names of the parts that say nothing that can be used.
    is_settled
        Whether all that it says of the question can be used.
    """

    question: Question
    problems: tuple[Problem, ...]
    unusable: frozenset[str]
    is_settled: bool


def names_of(page: Page) -> list[str]:
    """Return the names that mean something in a page's address."""
    return [*SETTINGS, OWN, *(choice.name for choice in page.choices)]


def read_address(
    given: Iterable[tuple[str, str]], page: Page, pack: Pack, usual: Mapping[str, str] | None = None
) -> Address:
    """Read a page's address.

    Parameters
    ----------
    given
        Its parts, in order; those that stand there twice as well.
    usual
        The settings of a question to ask where the address asks none.
    """
    pairs = list(given)
    parts, faults = read_parts(pairs, names_of(page))
    settings = {name: parts[name] for name in SETTINGS if name in parts}
    if usual and not any(name in SETTINGS for name, _ in pairs):
        settings = dict(usual)
    question, mended = mend_query(settings, pack)
    chosen = _faults_of_choices(page, pack, question, parts)
    told = [
        replace(fault, fix=used_instead(name, question, pack))
        if name in SETTINGS and name not in parts
        else fault
        for name, fault in faults.items()
    ]
    told += [problem for problems in chosen.values() for problem in problems]
    told += read_own(parts.get(OWN, ""), f"the address, {OWN}")[1]
    return Address(
        question=question,
        problems=(*told, *mended),
        unusable=frozenset({*faults} - parts.keys()) | chosen.keys(),
        is_settled=not mended and not faults.keys() & SETTINGS.keys(),
    )


def _faults_of_choices(
    page: Page, pack: Pack, question: Question, parts: Mapping[str, str]
) -> dict[str, list[Problem]]:
    found = {
        choice.name: list(choice.faults(parts[choice.name], pack, question, parts))
        for choice in page.choices
        if choice.name in parts
    }
    return {name: problems for name, problems in found.items() if problems}

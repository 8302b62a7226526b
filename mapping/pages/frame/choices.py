"""What a page's address may hold beside the question: what is chosen, and how it is shown."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from geodata.errors import Problem, quoted
from geodata.model import Pack
from layers.places import places_of_kind
from layers.question.question import Question

MOST_LISTED = 20
NOTHING = "Nothing is chosen."

Parts = Mapping[str, str]
Faults = Callable[[str, Pack, Question, Parts], Iterable[Problem]]
Options = Callable[[Pack, Question, Parts], Collection[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One choice of a page, by its name in the address.

    Attributes
    ----------
    faults
        Why a value cannot be used; asked with the pack, the question and the other parts.
    """

    name: str
    faults: Faults


def choice_of(name: str, options: Options, what: str = "", instead: str = NOTHING) -> Choice:
    """Return a choice of one of some values.

    Parameters
    ----------
    what
        What they are, where there may be too many to be listed.
    instead
        What is used in place of a value that cannot be, as a sentence.
    """

    def faults(value: str, pack: Pack, question: Question, parts: Parts) -> Iterator[Problem]:
        known = options(pack, question, parts)
        if value not in known:
            few = f"one of {', '.join(known)}" if len(known) <= MOST_LISTED else ""
            yield problem_of(name, value, few or what, instead)

    return Choice(name=name, faults=faults)


def problem_of(name: str, value: str, expected: str, instead: str) -> Problem:
    """Describe a part of the address that cannot be used."""
    where = f"the address, {name}"
    return Problem(where=where, found=quoted(value), expected=expected, fix=instead)


AREA = choice_of("area", lambda pack, *_: pack.areas.index, "the id of an area of this pack")
ASSET = choice_of("asset", lambda pack, *_: pack.assets.index, "the id of a service of this pack")
PLACE = choice_of("place", lambda pack, *_: pack.places.index, "the id of a place of this pack")
PLACE_OF_KIND = choice_of(
    "place",
    lambda pack, question, _: places_of_kind(pack, question.place_kind).index,
    "the id of a place of the kind that is asked for",
)

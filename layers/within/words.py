"""What is within so many minutes of a point, in words."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geodata.model import Pack
from layers.access.journeys import AROUND, STRAIGHT
from layers.question.question import Question, rural_question
from layers.question.words import BY_MODE, children_words, high_words, journey_words
from layers.said.numbers import about, minutes, percent, some_people, sounds_single
from layers.said.sentences import area_words, called, opened
from layers.spots import counted_doors
from layers.within.here import Here

if TYPE_CHECKING:
    from layers.within.within import Within

LEAST_CHILDREN = 0.5  # fewer are hardly any


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The words that the sentences about a point share."""

    title: str
    who: str
    high: str  # "in high need", "in low-income families"
    reach: str  # "within 20 minutes’ walk of Wisbech Library"
    service: str
    area_label: str
    rural: str  # the rule for rural areas, as a sentence; empty where there is none


def terms_of(pack: Pack, question: Question, here: Here) -> Terms:
    """Gather the words of a question about a point."""
    return Terms(
        title=pack.info.title,
        who=children_words(question),
        high=high_words(question, pack),
        reach=f"within {_journey(question)} of {here.name}",
        service=pack.info.services[question.service].label,
        area_label=pack.info.area_label,
        rural=_rural(question),
    )


def _journey(question: Question) -> str:
    """Return how far, in town: the rule for rural areas has a sentence of its own."""
    return journey_words(replace(question, rural=None))


def _rural(question: Question) -> str:
    country = rural_question(question)
    if country is None:
        return ""
    how = f"{minutes(country.limit_min)} {BY_MODE[country.mode]}"
    return f"Whoever lives in a rural area is counted within {how}, as the question says."


def heading_words(terms: Terms) -> str:
    """Return what is asked: "What is within 20 minutes’ walk of Wisbech Library?"."""
    return f"What is {terms.reach}, for {terms.who}?"


def within_sentence(within: Within) -> str:
    """Return who lives within, how many of them in high need, where, and what is there."""
    where = [_where(within)] if len(within.areas) else []
    return " ".join([_who(within), *where, _doors(within)])


def _who(within: Within) -> str:
    terms, children, high = within.terms, within.children, within.high_need_children
    if within.is_beyond:
        return (
            f"How many {terms.who} live {terms.reach} is not known: that is wholly beyond "
            f"{called(terms.title)}."
        )
    if math.isnan(children):
        return f"How many {terms.who} live {terms.reach} is not known."
    # Of what lies beyond the pack nothing is known: a count is of the part inside it alone.
    inside = f"In {called(terms.title)} alone, " if within.outside_share else ""
    if children < LEAST_CHILDREN:
        said = f"{'hardly any' if children else 'no'} {terms.who} live {terms.reach}."
        return opened(f"{inside}{said}")
    live = "lives" if sounds_single(children) else "live"
    lead = opened(f"{inside}{some_people(children, terms.who)} {live} {terms.reach}")
    if within.kept_back:
        return f"{lead}."
    if math.isnan(high):
        return f"{lead}; how many of them are {terms.high} is not known."
    some = "hardly any" if 0 < high < LEAST_CHILDREN else about(high)
    return f"{lead}, {some} of them {terms.high}."


def _where(within: Within) -> str:
    wholly, areas = int(within.areas["wholly"].sum()), len(within.areas)
    said = area_words(areas, within.terms.area_label)
    if areas == 1:
        return f"They live in {said}, {'wholly' if wholly else 'partly'} within."
    whole = "all" if wholly == areas else wholly or "none"
    return f"They live in {said}, {whole} of them wholly within."


def _doors(within: Within) -> str:
    terms, doors = within.terms, within.doors
    asked = doors[doors["asked"].astype(bool)]
    others = len(doors) - len(asked)
    beside = f", and {counted_doors(others)} of other services" if others else ""
    if not len(asked):
        return f"No open door of {terms.service} is within{beside}."
    is_are = "is" if len(asked) == 1 else "are"
    lead = f"{opened(counted_doors(len(asked)))} of {terms.service} {is_are} within"
    takes = int(asked["takes"].sum())
    if takes == len(asked):
        return f"{lead}{beside}."
    if len(asked) == 1:
        return f"{lead}, which takes no {terms.who}{beside}."
    some = f"{takes} of them {'takes' if takes == 1 else 'take'}" if takes else "none of them takes"
    return f"{lead} ({some} {terms.who}){beside}."


def within_notes(within: Within) -> tuple[str, ...]:
    """Return how the way was measured, and what is not counted."""
    return tuple(filter(None, _notes(within)))


def _notes(within: Within) -> Iterator[str]:
    terms = within.terms
    yield _method(within)
    yield terms.rural
    if 0 < within.estimated_share < 1:
        part = percent(within.estimated_share)
        yield f"For {part} of the starting points within, no street is near: a straight line is."
    if within.here.in_water:
        yield "The point lies in water: ways to it end at the nearest shore."
    if within.kept_back:
        yield (
            f"How many of them are {terms.high} is not told: the measure is sensitive, and told of "
            "published places alone."
        )
    if within.outside_share and not within.is_beyond:
        part = percent(within.outside_share)
        yield f"{part} of the shape is beyond {terms.title}, where nobody is counted."
    if within.unknown_areas:
        said = area_words(within.unknown_areas, terms.area_label)
        yield f"In {said} within, how many {terms.who} live there is not known."
    if within.need_unknown_children > 0:
        some = about(within.need_unknown_children)
        yield f"Of {some} {terms.who} within, it is not known whether they are {terms.high}."
    yield within.rough.note()


def _method(within: Within) -> str:
    question = within.question
    how = f"measured {within.method}" if "along" in within.method else f"a {within.method}"
    if within.method in (STRAIGHT, AROUND):
        how = f"{how}: the line × {question.detour:g}, at {question.pace_kmh:g} km/h"
    elif question.mode == "bus":
        how = f"by {within.method}"
    return (
        f"The way there is {how}. Children are counted where they set out from, as in every answer."
    )

"""Siting said in words: what the sites do together, how sure that is, what else could be done."""

from __future__ import annotations

from geodata.model import Pack
from layers.question.words import children_words, journey_words, need_words
from layers.said.numbers import about, listed, minutes, whole
from layers.siting.found import Siting

MOST_NAMED = 4
MINUTES_PER_HOUR = 60


def siting_sentence(siting: Siting, pack: Pack) -> str:
    """Say what adding the sites does, and how near it is to the best there can be."""
    question = siting.question
    service = pack.info.services[question.service]
    if siting.amount <= 0:
        return f"No candidate would bring {_whom(siting, pack)} nearer to {service.singular}."
    names = named([str(name) for name in siting.sites["name"]])
    if siting.aim == "travel":
        does = _shortens(siting, pack)
    else:
        who, journey = _whom(siting, pack), journey_words(question)
        does = (
            f"would bring {about(siting.amount)} more {who} within {journey}, "
            f"of {about(siting.demand)} who are beyond it now"
        )
    one = len(siting.sites) == 1
    lead = f"{service.singular[:1].upper()}{service.singular[1:]}" if one else _many(siting, pack)
    return f"{lead} at {names} {does}. {_how_sure(siting)}{_no_use(siting)}"


def _shortens(siting: Siting, pack: Pack) -> str:
    then = f"{minutes(siting.mean_minutes)} from the nearest on average, one way"
    if not siting.doors:
        return f"would leave {_whom(siting, pack)} {then}, where they have none now"
    saved = f"would save {_whom(siting, pack)} {hours(siting.amount)} of travel in all"
    return f"{saved}, and leave them {then}"


def closing_sentence(siting: Siting, pack: Pack) -> str:
    """Say what closing the doors costs, and how near it is to the least there can be."""
    names = named([str(name) for name in siting.sites["name"]])
    count = len(siting.sites)
    lead = "Closing" if count == 1 else f"Closing {count} doors,"
    if siting.aim == "travel":
        costs = f"would cost {_whom(siting, pack)} {hours(siting.amount)} of travel in all, one way"
    elif siting.amount <= 0:
        costs = f"would put none of the {_whom(siting, pack)} out of reach"
    else:
        costs = (
            f"would put {about(siting.amount)} {_whom(siting, pack)} beyond "
            f"{journey_words(siting.question)}, of {about(siting.demand)} who are within it now"
        )
    return f"{lead} {names} {costs}. {_how_sure(siting)}"


def named(names: list[str]) -> str:
    """Name a few sites, and count the rest."""
    names = [_in_a_list(name) for name in names]
    if len(names) <= MOST_NAMED:
        return listed(names)
    return listed([*names[: MOST_NAMED - 1], f"{len(names) - MOST_NAMED + 1} other places"])


def _in_a_list(name: str) -> str:
    """Set a compass word apart by brackets, where commas part the names: "Bretton (south)"."""
    head, comma, word = name.rpartition(", ")
    return f"{head} ({word})" if comma else name


def hours(spent_min: float) -> str:
    """Say a sum of journeys in hours."""
    spent = spent_min / MINUTES_PER_HOUR
    return f"{about(spent)} hours" if spent >= 2 else "less than two hours"  # noqa: PLR2004


def _whom(siting: Siting, pack: Pack) -> str:
    who = children_words(siting.question)
    if siting.who == "need":
        return f"{who} in {need_words(siting.question, pack)}"
    return who


def _many(siting: Siting, pack: Pack) -> str:
    service = pack.info.services[siting.question.service]
    return f"{whole(len(siting.sites))} more {service.label}"


def _how_sure(siting: Siting) -> str:
    if siting.is_best:
        return "It is proven that no other choice does better."
    most = max(siting.shortfall_share * 100, 0.1)
    return f"Another choice may be better by {most:.1f}% at most."


def _no_use(siting: Siting) -> str:
    idle = int((siting.sites["amount"] <= 0).sum())
    if not idle:
        return ""
    return f" {idle} of the sites would add nothing: fewer do as much."

"""Siting said in words: what the sites do together, what ties, how sure that is, what else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pandas import DataFrame

from geodata.model import Pack
from layers.question.doors import asked_doors
from layers.question.question import Question
from layers.question.words import children_words, journey_words, needy_words
from layers.said.numbers import about, listed, minutes, some_people, sounds_single, whole
from layers.siting.demand import usual_whom
from layers.spots import counted_doors

if TYPE_CHECKING:
    from layers.siting.demand import Aim
    from layers.siting.found import Siting

MOST_NAMED = 4
MINUTES_PER_HOUR = 60
LEAST_CHILDREN = 0.5  # fewer than this is nobody
LEAST_HOURS = 2


def sites_sentence(siting: Siting) -> str:
    """Return what adding or closing the sites does, and how many other choices do as well."""
    if siting.action == "close":
        return f"{_closing(siting)}{_of_all(siting)}{_ties(siting)}"
    if siting.amount <= 0:
        said = f"No candidate would bring {_whom(siting)} nearer to {siting.service.singular}."
        return f"{said}{_of_all(siting)}"
    return f"{_adding(siting)}{_of_all(siting)}{_ties(siting)}{_no_use(siting)}"


def _adding(siting: Siting) -> str:
    if siting.aim == "travel":
        does = _shortens(siting)
    else:
        does = (
            f"would bring {some_people(siting.amount, _whom(siting), 'more ')} within "
            f"{journey_words(siting.question)}, of {about(siting.demand)} who are beyond it "
            f"{_when(siting)}"
        )
    singular = siting.service.singular
    lead = f"{singular[:1].upper()}{singular[1:]}" if _is_one(siting) else _many(siting)
    return f"{lead} at {_names(siting)} {does}."


def _when(siting: Siting) -> str:
    """Return when the doors are there that the sites are set against."""
    return "after these changes" if siting.is_after_changes else "now"


def _shortens(siting: Siting) -> str:
    then = f"{minutes(siting.mean_minutes)} from the nearest on average, one way"
    if not siting.doors:
        return f"would leave {_whom(siting)} {then}, where they have none {_when(siting)}"
    saved = f"would save {_whom(siting)} {hours(siting.amount)} of travel in all"
    return f"{saved}, and leave them {then}"


def _closing(siting: Siting) -> str:
    names, whom = _names(siting), _whom(siting)
    lead = "Closing" if _is_one(siting) else f"Closing {counted_doors(len(siting.sites))},"
    if siting.aim == "travel":
        costs = f"would cost {whom} {hours(siting.amount)} of travel in all, one way"
    elif siting.amount < LEAST_CHILDREN:
        costs = f"would put none of the {whom} out of reach"
    else:
        costs = (
            f"would put {some_people(siting.amount, whom)} beyond "
            f"{journey_words(siting.question)}, of {about(siting.demand)} who are within it "
            f"{_when(siting)}"
        )
    return f"{lead} {names} {costs}."


def _of_all(siting: Siting) -> str:
    """Return what it does to all children, where only those in high need were counted."""
    if siting.who == "all":
        return ""
    everyone = children_words(siting.question)
    closing, whom = siting.action == "close", f"all {everyone}, {siting.high} or not"
    if siting.aim == "travel":
        does = "cost" if closing else "save"
        return f" It would {does} {whom}, {hours(siting.all_amount)} together."
    if siting.all_amount < LEAST_CHILDREN:
        return ""
    does = "would lose the only one near enough" if closing else "would gain one near enough"
    return f" Of {whom}, {about(siting.all_amount)} {does}."


def _ties(siting: Siting) -> str:
    """Return how many choices are as good, and why this one is named."""
    others = len(siting.ties.sites) - 1
    closing = siting.action == "close"
    if _is_one(siting):
        if others < 1:
            return ""
        what = ("door" if closing else "site") + ("" if others == 1 else "s")
        alike = f"{others:,} other {what} would {'cost as little' if closing else 'do as much'}"
        return f" {alike}{_why(siting)}."
    ways = siting.ties.ways
    if not ways:
        return ""
    one = "1 way" if ways == 1 else f"{ways:,} ways"
    alike = "cost as little" if closing else "do as much"
    said = "Keeping one of these and closing another" if closing else "Another for one of these"
    return f" {said} would {alike}, in {one}{_why(siting)}."


def _why(siting: Siting) -> str:
    """Return why this choice is named among those as good: by what it does to all children."""
    if siting.who == "all":
        return "; the first in the list is named"
    everyone = children_words(siting.question)
    if siting.aim == "travel":
        least = "costs all" if siting.action == "close" else "saves all"
        end = "least" if siting.action == "close" else "most"
        return f"; of those, this {least} {everyone} {end}"
    if siting.action == "close":
        return f"; of those, this puts the fewest of all {everyone} out of reach"
    return f"; of those, this brings the most of all {everyone}"


def sites_notes(siting: Siting) -> tuple[str, ...]:
    """Return how sure it is that nothing is better, what ties by name, and how exact doors are."""
    return tuple(filter(None, (_how_sure(siting), _tied_names(siting), siting.rough.note())))


def otherwise_sentence(siting: Siting) -> str:
    """Return the choice that does next best, and what it does; empty where there is none."""
    if not siting.runner_up:
        return ""
    names = "; ".join(siting.runner_up)
    return f"Otherwise: {names}, with {amount_words(siting.runner_up_amount, siting.aim)} in all."


def amount_words(amount: float, aim: Aim) -> str:
    """Return what sites do, as it is said: children, or hours of travel."""
    return hours(amount) if aim == "travel" else about(amount)


def _how_sure(siting: Siting) -> str:
    which = "site" if siting.action == "add" else "door"
    choice = f"choice of {len(siting.sites):,} {which}{'' if _is_one(siting) else 's'}"
    better = "costs less" if siting.action == "close" else "does more"
    if siting.is_best:
        return f"Every {choice} was weighed or ruled out: that none {better} is proven."
    most = max(siting.shortfall_share * 100, 0.1)
    return f"It is proven that no {choice} is better by more than {most:.1f}%; some may be."


def _tied_names(siting: Siting) -> str:
    """Name every single site that is as good, with what it does to all children."""
    if len(siting.ties.sites) < 2:  # noqa: PLR2004
        return ""
    named = [
        f"{_in_a_list(str(row['name']))} ({amount_words(row['all_amount'], siting.aim)})"
        for _, row in siting.ties.sites.iterrows()
    ]
    everyone = children_words(siting.question)
    lost = "lost to" if siting.action == "close" else "gained for"
    return f"As good by that count, with what is {lost} all {everyone}: {'; '.join(named)}."


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
    """Return a sum of journeys in hours."""
    spent = spent_min / MINUTES_PER_HOUR
    return f"{about(spent)} hours" if spent >= LEAST_HOURS else "less than two hours"


def _names(siting: Siting) -> str:
    return named([str(name) for name in siting.sites["name"]])


def _is_one(siting: Siting) -> bool:
    return len(siting.sites) == 1


def _whom(siting: Siting) -> str:
    who = children_words(siting.question)
    return f"{who} {siting.needy}" if siting.who == "need" else who


def _many(siting: Siting) -> str:
    return f"{whole(len(siting.sites))} more {siting.service.label}"


def _no_use(siting: Siting) -> str:
    idle = int((siting.sites["amount"] <= 0).sum())
    if not idle:
        return ""
    return f" {idle} of the sites would add nothing: fewer do as much."


def alone_sentences(
    doors: DataFrame, areas: DataFrame, question: Question, pack: Pack
) -> tuple[str, str]:
    """Return which door most have no other than, and where one more would do most.

    Parameters
    ----------
    doors, areas
        From `weigh_doors` and `weigh_candidates`.
    """
    who = alone_words(question, pack)
    return _door_alone(doors, who, question, pack), _area_alone(areas, who, question)


def alone_words(question: Question, pack: Pack) -> str:
    """Return whom each site is weighed for by itself: those in need, or all where that is kept."""
    who = children_words(question)
    if usual_whom(pack, question) == "all":
        return who
    return f"{who} {needy_words(question, pack)}"


def _door_alone(doors: DataFrame, who: str, question: Question, pack: Pack) -> str:
    label = f"{pack.info.services[question.service].label}{_inside(pack, question)}"
    if doors.empty:
        return f"No door of {label} is open, so none can close."
    if doors["amount"].iloc[0] < LEAST_CHILDREN:
        return (
            f"Nothing is changed yet. Closing any one door of {label} would put no more {who} out "
            "of reach."
        )
    first = doors.iloc[0]
    have = "has" if sounds_single(first["amount"]) else "have"
    depend = (
        f"The only open door of {label} is {first['name']}"
        if len(doors) == 1
        else f"Of {len(doors):,} open doors of {label}, {first['name']} is "
        f"the one that the most depend on{_as_many(doors, 'doors')}"
    )
    some, journey = some_people(first["amount"], who), journey_words(question)
    return f"Nothing is changed yet. {depend}: {some} {have} no other within {journey}."


def _inside(pack: Pack, question: Question) -> str:
    """Return which doors are weighed, where others across the border count for who is reached."""
    return " inside the border" if asked_doors(pack, question)["across_border"].any() else ""


def _area_alone(areas: DataFrame, who: str, question: Question) -> str:
    journey = journey_words(question)
    if areas.empty or areas["amount"].iloc[0] < LEAST_CHILDREN:
        return f"One more would bring no more {who} within {journey}."
    first = areas.iloc[0]
    return (
        f"One more would do most in {first['name']}{_as_many(areas, 'places')}: "
        f"{some_people(first['amount'], who, 'more ')} would be within {journey}."
    )


def _as_many(table: DataFrame, what: str) -> str:
    """Return how many others are as good as the first, where any is."""
    best = float(table["amount"].iloc[0])
    others = int((table["amount"] >= best - 1e-9 * max(best, 1.0)).sum()) - 1
    if not others:
        return ""
    return f", and {others:,} other {what.removesuffix('s') if others == 1 else what} as much"

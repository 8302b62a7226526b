"""Scenarios said in words: what is changed, who loses, who gains, where, and how needy they are."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pandas import DataFrame

from geodata.errors import QuestionError
from geodata.model import Pack
from layers.assets import kind_words
from layers.gaps import Gaps
from layers.question.words import children_words, journey_words
from layers.said.numbers import (
    UNKNOWN,
    about,
    listed,
    minutes,
    round_half_up,
    some_people,
    sounds_single,
    whole,
)
from layers.said.sentences import most_words, opened
from layers.scenarios.changes import Add, Change, Close, Move, Scenario, Step
from layers.spots import Spot, across_words, find_spot

if TYPE_CHECKING:
    from layers.scenarios.effect import Effect

LEAST_CHILDREN = 0.5  # fewer than this is nobody


def effect_sentence(effect: Effect) -> str:
    """Return what a scenario does: who loses, how needy they are, where; and who gains."""
    if not effect.scenario.steps:
        return "Nothing is changed."
    lost, gained = effect.total["lost_children"], effect.total["gained_children"]
    lead = _heading(effect.scenario, effect.steps)
    who = children_words(effect.question)
    if lost < LEAST_CHILDREN and gained < LEAST_CHILDREN:
        return f"{lead}: no {who} gain or lose {_service(effect)}."
    if lost < LEAST_CHILDREN:
        return f"{_flow(effect, 'gained', lead)} Nobody loses."
    gaining = _flow(effect, "gained", "") if gained >= LEAST_CHILDREN else "Nobody gains."
    return f"{_flow(effect, 'lost', lead)} {gaining}"


def effect_headline(effect: Effect) -> str:
    """Return who loses and who gains, of what is asked as “What if?”, as a room reads it.

    The steps are named only where the question has a name instead of them.
    """
    lost, gained = effect.total["lost_children"], effect.total["gained_children"]
    if not effect.scenario.steps or (lost < LEAST_CHILDREN and gained < LEAST_CHILDREN):
        return effect_sentence(effect)
    lead = opened("; ".join(effect.steps)) if effect.scenario.name else ""
    if lost < LEAST_CHILDREN:
        return f"{_flow(effect, 'gained', lead)} Nobody loses."
    gaining = _flow(effect, "gained", "") if gained >= LEAST_CHILDREN else "Nobody gains."
    return f"{_flow(effect, 'lost', lead, is_short=True)} {gaining}"


def _flow(effect: Effect, direction: str, lead: str, *, is_short: bool = False) -> str:
    count = effect.total[f"{direction}_children"]
    needy = effect.total[f"{direction}_high_need_children"]
    who = children_words(effect.question)
    verb = "lose" if direction == "lost" else "gain"
    said = (
        f"{some_people(count, who)} {verb}{'s' if sounds_single(count) else ''} {_service(effect)}"
    )
    some = _of_them(needy, count, is_guarded=effect.before.need.is_guarded)
    part = f"; {some} {effect.needy}"
    where = _where(effect.places, f"{direction}_children")
    then = _how_far(effect) if direction == "lost" and not is_short else ""
    opening = f"{lead}: {said}" if lead else f"{said[:1].upper()}{said[1:]}"
    return f"{opening}{part}{where}.{then}"


def _service(effect: Effect) -> str:
    return f"{effect.service.singular} within {journey_words(effect.question)}"


def _of_them(needy: float, count: float, *, is_guarded: bool) -> str:
    if is_guarded and math.isnan(needy):
        return "too few of them to show live"
    if is_guarded and needy > 0:  # it is rounded: as many need not be all
        return f"{'most' if needy > count else about(needy)} of them live"
    if needy < LEAST_CHILDREN:
        return "none of them live"
    if round_half_up(needy) >= round_half_up(count):
        return "all of them live"
    return f"{about(needy)} of them live"


def _where(places: DataFrame, column: str) -> str:
    held = places.sort_values(column, ascending=False, kind="stable")
    said = most_words([str(name) for name in held["place"]], held[column])
    return f"; {said}" if said else ""


def _how_far(effect: Effect) -> str:
    """Return how far the nearest is then, for those who lose."""
    rows = effect.areas[effect.areas["lost_children"] > 0]
    known = rows[rows["lost_minutes"].notna()]
    if known.empty:
        return " Nothing is left for them to go to."
    spent = (known["lost_minutes"] * known["lost_children"]).sum()
    mean = float(spent / known["lost_children"].sum())
    return f" For them the nearest is then {minutes(mean)} away on average, one way."


def not_known_note(effect: Effect) -> str:
    """Return for whom it is not known whether they gain or lose; empty where there is nobody."""
    if not effect.missing_areas:
        return ""
    unknown, who = effect.total["unknown_children"], children_words(effect.question)
    one = effect.missing_areas == 1
    areas = f"{effect.missing_areas:,} {'area' if one else 'areas'}"
    if not unknown > 0:
        return f"Who gains and who loses in {areas} is not known: nor is how many {who} live there."
    return f"For {some_people(unknown, who)} in {areas} it is not known whether they gain or lose."


def now_and_then_rows(effect: Effect) -> tuple[tuple[str, ...], ...]:
    """Return the figures now and then: what each is, now, then, and the change, in words."""
    who = children_words(effect.question)
    who = f"{who[:1].upper()}{who[1:]}"
    before, after = effect.before, effect.after
    now, then = _reached(before), _reached(after)
    within = f"{who} within {journey_words(effect.question)}"
    return (
        (within, about(now), about(then), change_words(then - now)),
        _compared_gaps(f"{who} {before.terms.high} and out of reach", before, after),
        _counted(
            f"Open doors{across_words(before.reach.across)}",
            before.reach.doors,
            after.reach.doors,
        ),
        _counted(
            f"Centres with an open door{across_words(effect.centres_across)}", *effect.centres
        ),
    )


def _reached(gaps: Gaps) -> float:
    return float(gaps.total["children"] - gaps.total["beyond_children"] - _unjudged(gaps))


def _unjudged(gaps: Gaps) -> float:
    """Count the children of whom it is not known whether they are within the limit."""
    areas = gaps.areas
    return float(areas["children"].where(areas["beyond_children"].isna(), 0.0).sum())


def _compared_gaps(label: str, before: Gaps, after: Gaps) -> tuple[str, ...]:
    now, then = (float(each.total["gap_children"]) for each in (before, after))
    return (label, before.count_words(now), after.count_words(then), change_words(then - now))


def _counted(label: str, now: int, then: int) -> tuple[str, ...]:
    return (label, whole(now), whole(then), change_words(then - now, exact=True))


def change_words(change: float, *, exact: bool = False) -> str:
    """Return a change in words: "about 40 fewer"."""
    if math.isnan(change):
        return UNKNOWN
    if abs(change) < LEAST_CHILDREN:
        return "no change"
    size = whole(abs(change)) if exact else about(abs(change))
    return f"{size} {'more' if change > 0 else 'fewer'}"


def scenario_words(scenario: Scenario, pack: Pack, changed: Pack | None = None) -> str:
    """Return all that a scenario changes, as a heading: "Closing Ely Library, and adding…"."""
    if not scenario.steps:
        return "Nothing changed"
    return _heading(scenario, [step_words(step, pack, changed) for step in scenario.steps])


def _heading(scenario: Scenario, steps: Sequence[str]) -> str:
    words = listed([f"{each[:1].lower()}{each[1:]}" for each in steps])
    return f"“{scenario.name}”, {words}" if scenario.name else f"{words[:1].upper()}{words[1:]}"


def step_words(step: Step, pack: Pack, changed: Pack | None = None) -> str:
    """Return one change in words: "Closing Littleport Child and Family Centre"."""
    if isinstance(step, Add):
        ages = f"{step.age_from}–{step.age_to}"
        spot = _spot_name(changed or pack, step.spot)
        return f"Adding a {kind_words(step.kind)} for ages {ages} at {spot}"
    name = _asset_name(step.asset_id, changed or pack, pack)
    if isinstance(step, Close):
        return f"Closing {name}"
    if isinstance(step, Move):
        return f"Moving {name} to {_spot_name(changed or pack, step.spot)}"
    return f"Changing {name} ({', '.join(_changed_words(step))})"


def _changed_words(step: Change) -> list[str]:
    said = []
    if step.age_from is not None:
        said.append(f"from age {step.age_from}")
    if step.age_to is not None:
        said.append(f"to age {step.age_to}")
    if step.opening is not None:
        said.append(f"open {step.opening}")
    if step.capacity is not None:
        said.append(f"capacity {step.capacity:g}")
    return said


def _asset_name(asset_id: str, *packs: Pack) -> str:
    for pack in packs:
        if asset_id in pack.assets.index:
            return str(pack.assets["name"][asset_id])
    return asset_id


def _spot_name(pack: Pack, spot: Spot) -> str:
    try:
        return find_spot(pack, spot).name
    except QuestionError:
        return spot.id or f"{spot.easting_m:.0f}, {spot.northing_m:.0f}"


def compare_sentence(first: Effect, second: Effect) -> str:
    """Return which of two scenarios reaches more children, and by how many."""
    names = [each.scenario.name or f"Scenario {n}" for n, each in enumerate((first, second), 1)]
    net = [each.total["gained_children"] - each.total["lost_children"] for each in (first, second)]
    more = abs(net[1] - net[0])
    who = children_words(first.question)
    if more < LEAST_CHILDREN:
        return f"{names[0]} and {names[1]} reach the same number of {who}."
    better, worse = (names[1], names[0]) if net[1] > net[0] else (names[0], names[1])
    return f"{better} reaches {some_people(more, who, 'more ')} than {worse}."

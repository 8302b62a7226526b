"""Scenarios said in words: what is changed, who loses, who gains, where, and how needy they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pandas import DataFrame

from geodata.errors import QuestionError
from geodata.model import Pack
from layers.assets import kind_words
from layers.question.words import children_words, journey_words, need_words
from layers.said.numbers import about, listed, minutes, percent, round_half_up
from layers.scenarios.changes import Add, Change, Close, Move, Scenario, Step
from layers.spots import Spot, find_spot

if TYPE_CHECKING:
    from layers.scenarios.effect import Effect

MOST_NAMED = 3
MOST_SHARE = 0.5  # places are named until they hold half of those who lose, or gain
WHOLE = 0.5  # fewer children than this is nobody


def effect_sentence(effect: Effect, pack: Pack, changed: Pack) -> str:
    """Say what a scenario does: who loses, how needy they are, where; and who gains.

    Parameters
    ----------
    changed
        The pack as the scenario leaves it.
    """
    if not effect.scenario.steps:
        return "Nothing is changed."
    lost, gained = effect.total["lost_children"], effect.total["gained_children"]
    lead = scenario_words(effect.scenario, pack, changed)
    who = children_words(effect.question)
    if lost < WHOLE and gained < WHOLE:
        said = f"No {who} gain or lose {_service(effect, pack)}"
        return f"{lead}: {said[:1].lower()}{said[1:]}.{_missing(effect)}"
    losing = _flow(effect, pack, "lost", lead) if lost >= WHOLE else f"{lead}. Nobody loses."
    gaining = _flow(effect, pack, "gained", "") if gained >= WHOLE else "Nobody gains."
    if lost < WHOLE:
        return f"{_flow(effect, pack, 'gained', lead)} Nobody loses.{_missing(effect)}"
    return f"{losing} {gaining}{_missing(effect)}"


def _flow(effect: Effect, pack: Pack, direction: str, lead: str) -> str:
    count = effect.total[f"{direction}_children"]
    needy = effect.total[f"{direction}_high_need_children"]
    who = children_words(effect.question)
    verb = "lose" if direction == "lost" else "gain"
    said = f"{about(count)} {who} {verb} {_service(effect, pack)}"
    part = f"; {_of_them(needy, count)} in {need_words(effect.question, pack)}"
    where = _where(effect.places, f"{direction}_children")
    then = _how_far(effect) if direction == "lost" else ""
    opening = f"{lead}: {said}" if lead else f"{said[:1].upper()}{said[1:]}"
    return f"{opening}{part}{where}.{then}"


def _service(effect: Effect, pack: Pack) -> str:
    service = pack.info.services[effect.question.service]
    return f"{service.singular} within {journey_words(effect.question)}"


def _of_them(needy: float, count: float) -> str:
    if needy < WHOLE:
        return "none of them live"
    if round_half_up(needy) >= round_half_up(count):
        return "all of them live"
    return f"{about(needy)} of them live"


def _where(places: DataFrame, column: str) -> str:
    held = places[column].sort_values(ascending=False, kind="stable")
    everyone = float(held.sum())
    if everyone < WHOLE or len(held) < 2:  # noqa: PLR2004
        return ""
    running = held.cumsum() / everyone
    named = int((running < MOST_SHARE).sum()) + 1
    if named > MOST_NAMED:
        return ""
    names = listed([str(name) for name in places["place"].loc[held.index[:named]]])
    share = float(running.iloc[named - 1])
    return f"; {'all' if share > 1 - 1e-9 else percent(share)} are in {names}"


def _how_far(effect: Effect) -> str:
    """Say how far the nearest is then, for those who lose."""
    rows = effect.areas[effect.areas["lost_children"] > 0]
    known = rows[rows["lost_minutes"].notna()]
    if known.empty:
        return " Nothing is left for them to go to."
    spent = (known["lost_minutes"] * known["lost_children"]).sum()
    mean = float(spent / known["lost_children"].sum())
    return f" For them the nearest is then {minutes(mean)} away on average, one way."


def _missing(effect: Effect) -> str:
    unknown = effect.total["unknown_children"]
    if not unknown > 0:
        return ""
    return f" For {about(unknown)} {children_words(effect.question)} this is not known."


def scenario_words(scenario: Scenario, pack: Pack, changed: Pack | None = None) -> str:
    """Say all that a scenario changes, as a heading: "Closing Ely Library, and adding…"."""
    if not scenario.steps:
        return "Nothing changed"
    said = [step_words(step, pack, changed) for step in scenario.steps]
    words = listed([f"{each[:1].lower()}{each[1:]}" for each in said])
    named = f"“{scenario.name}”, " if scenario.name else ""
    return f"{named}{words}" if named else f"{words[:1].upper()}{words[1:]}"


def step_words(step: Step, pack: Pack, changed: Pack | None = None) -> str:
    """Say one change: "Closing Littleport Child and Family Centre"."""
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
    """Say which of two scenarios reaches more children, and by how many."""
    names = [each.scenario.name or f"Scenario {n}" for n, each in enumerate((first, second), 1)]
    net = [each.total["gained_children"] - each.total["lost_children"] for each in (first, second)]
    more = abs(net[1] - net[0])
    who = children_words(first.question)
    if more < WHOLE:
        return f"{names[0]} and {names[1]} reach the same number of {who}."
    better, worse = (names[1], names[0]) if net[1] > net[0] else (names[0], names[1])
    return f"{better} reaches {about(more)} more {who} than {worse}."

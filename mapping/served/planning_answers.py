"""Scenarios, sites and hotspots worked out once for the same contents, for pages and routes."""

from __future__ import annotations

from dataclasses import dataclass

from pandas import DataFrame

from geodata.model import Pack
from layers.hotspots.clusters import find_hotspots
from layers.hotspots.found import About, Hotspots, Statistic
from layers.hotspots.neighbours import Nearness
from layers.progress import Progress
from layers.question.question import Question
from layers.scenarios.changes import Scenario, apply_scenario
from layers.scenarios.effect import Effect, measure_effect
from layers.siting.candidates import area_candidates, candidates_named
from layers.siting.demand import Aim, Who
from layers.siting.found import Siting
from layers.siting.sites import suggest_sites, weigh_candidates, weigh_doors
from mapping.served.answers import Keeper, answer

KEPT_EFFECTS = 32
KEPT_CHANGED = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class HotspotSettings:
    """How hotspots are looked for."""

    about: About = "need"
    statistic: Statistic = "gi"
    nearness: Nearness = "touching"
    permutations: int = 999


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What sites are looked for: how many, among what, to what end, for whom."""

    count: int = 3
    among: str = "areas"
    aim: Aim = "cover"
    who: Who = "need"


_effects: Keeper[Effect] = Keeper(KEPT_EFFECTS)
_changed: Keeper[Pack] = Keeper(KEPT_CHANGED)


def hotspots_of(
    pack: Pack, question: Question, settings: HotspotSettings, progress: Progress
) -> Hotspots:
    """Find hotspots with what the page is set to; see `layers.hotspots.clusters`."""
    return find_hotspots(
        pack,
        question,
        settings.about,
        statistic=settings.statistic,
        nearness=settings.nearness,
        permutations=settings.permutations,
        gaps=answer(pack, question),
        progress=progress,
    )


def changed_pack(pack: Pack, scenario: Scenario) -> Pack:
    """Give the pack as a scenario leaves it.

    Raises
    ------
    QuestionError
        Every change that cannot be made.
    """
    key = (pack.content_hash, scenario.steps)
    return _changed.get(key, lambda: apply_scenario(pack, scenario))


def effect_of(pack: Pack, question: Question, scenario: Scenario) -> Effect:
    """Say what a scenario does; see `layers.scenarios.effect`."""
    key = (pack.content_hash, question, scenario)
    return _effects.get(key, lambda: measure_effect(pack, question, scenario))


def sites_wished(pack: Pack, question: Question, wish: Wish, progress: Progress) -> Siting:
    """Choose the sites that are wished for; see `layers.siting.sites`."""
    candidates = candidates_named(pack, wish.among)
    return suggest_sites(
        pack, question, candidates, wish.count, aim=wish.aim, who=wish.who, progress=progress
    )


def each_alone(pack: Pack, question: Question, progress: Progress) -> tuple[DataFrame, DataFrame]:
    """Weigh every door for closing and every neighbourhood for one more, each by itself.

    Returns
    -------
    doors, areas
        See `weigh_doors` and `weigh_candidates`.
    """
    progress(0.1, "closing each door by itself")
    doors = weigh_doors(pack, question)
    progress(0.5, "adding one more in each neighbourhood")
    return doors, weigh_candidates(pack, question, area_candidates(pack))

"""How hotspots are looked for, as the page is set."""

from __future__ import annotations

from dataclasses import dataclass

from geodata.model import Pack
from layers.gaps import measure_gaps
from layers.hotspots.clusters import find_hotspots
from layers.hotspots.found import About, Hotspots, Statistic
from layers.hotspots.neighbours import Nearness
from layers.indicators.asking import Shown
from layers.progress import Progress
from layers.question.question import Question
from mapping.served.cache import kept


@dataclass(frozen=True, slots=True, kw_only=True)
class HotspotSettings:
    """How hotspots are looked for."""

    about: About = "need"
    statistic: Statistic = "gi"
    nearness: Nearness = "touching"
    shown: Shown | None = None  # the indicator that they are of, where they are of one


def hotspots_of(
    pack: Pack, question: Question, settings: HotspotSettings, progress: Progress
) -> Hotspots:
    """Find hotspots with what the page is set to; see `layers.hotspots.clusters`."""
    return find_hotspots(
        pack,
        question,
        settings.about,
        shown=settings.shown,
        statistic=settings.statistic,
        nearness=settings.nearness,
        gaps=kept(measure_gaps, pack, question),
        progress=progress,
    )

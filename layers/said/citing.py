"""Which of a pack's sources an answer was made of: the one place where they are gathered."""

from __future__ import annotations

from collections.abc import Iterable

from geodata.model import Pack, Source
from layers.assets import service_assets
from layers.question.question import Question


def used_sources(
    pack: Pack,
    question: Question,
    indicators: Iterable[str] = (),
    journeys: Iterable[Source] = (),
) -> tuple[Source, ...]:
    """Return the sources of an answer about a service: people, need, services, boundaries, ways.

    Parameters
    ----------
    indicators
        Keys of the measures of need that were used.
    journeys
        Sources of the ways that were travelled: streets, timetables.
    """
    service = service_assets(pack.assets, pack.info.services[question.service])
    keys = [
        pack.info.people.source,
        *(pack.indicators[key].source for key in indicators),
        *sorted(service["source"].unique()),
        pack.info.area_source,
        pack.info.origin_source,
        pack.info.place_kinds[question.place_kind].source,
    ]
    return each_once(sources_by_key(pack, keys), journeys)


def sources_by_key(pack: Pack, keys: Iterable[str]) -> tuple[Source, ...]:
    """Return sources by their keys, each once."""
    return tuple(pack.info.sources[key] for key in dict.fromkeys(keys))


def each_once(*sources: Iterable[Source]) -> tuple[Source, ...]:
    """Return sources gathered from several places, each once, in the order they came."""
    return tuple(dict.fromkeys(source for group in sources for source in group))

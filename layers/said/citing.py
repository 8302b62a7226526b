"""Which of a pack's sources an answer was made of."""

from __future__ import annotations

from collections.abc import Iterable

from geodata.model import Pack, Source
from layers.assets import service_assets
from layers.question.question import Question


def used_sources(
    pack: Pack, question: Question, indicators: Iterable[str] = ()
) -> tuple[Source, ...]:
    """Name the sources of an answer about a service: people, need, services, boundaries.

    Parameters
    ----------
    indicators
        Keys of the measures of need that were used.
    """
    service = service_assets(pack.assets, pack.info.services[question.service])
    return sources_by_key(
        pack,
        [
            pack.info.people.source,
            *(pack.indicators[key].source for key in indicators),
            *sorted(service["source"].unique()),
            pack.info.area_source,
            pack.info.origin_source,
            pack.info.place_kinds[question.place_kind].source,
        ],
    )


def sources_by_key(pack: Pack, keys: Iterable[str]) -> tuple[Source, ...]:
    """Give sources by their keys, each once."""
    return tuple(pack.info.sources[key] for key in dict.fromkeys(keys))

"""The journeys a question is answered by: along the pack's streets, or straight lines."""

from __future__ import annotations

from geodata.model import Pack
from layers.access.graph import graph_of
from layers.access.journeys import Journeys
from layers.access.network import NetworkJourneys
from layers.access.reach import straight_line
from layers.question import WALK_PACE_KMH, Question


def journeys_for(pack: Pack, question: Question) -> Journeys:
    """Choose how journeys are come by: along streets where the pack holds some.

    The graph of a pack's streets is made once and kept; only the searches are done again.
    """
    return network_journeys(pack, question) or straight_line(pack, question)


def network_journeys(pack: Pack, question: Question) -> NetworkJourneys | None:
    """Measure journeys along the pack's streets; None where it holds none."""
    if pack.network is None:
        return None
    return NetworkJourneys(
        graph=graph_of(pack.network, question.mode),
        estimate=straight_line(pack, question),
        sources=(pack.info.sources[pack.info.network_source],),
        walk_kmh=question.pace_kmh if question.mode == "walk" else WALK_PACE_KMH,
    )
